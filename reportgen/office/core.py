"""docProps/core.xml without what varies: no dates, no author's name, the title kept."""

from __future__ import annotations

import re
from typing import Final

CORE_PART: Final = "docProps/core.xml"
CREATOR: Final = "reportgen"

_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
)


def fixed_core(content: bytes) -> bytes:
    """The core properties that a produced document has: the template's title, and our name."""
    found = re.search(rb"<dc:title[^>]*>([^<]*)</dc:title>", content)
    title = found[1].decode("utf-8", "replace") if found else ""
    kept = f"<dc:title>{title}</dc:title>" if title else ""
    return f"{_HEAD}{kept}<dc:creator>{CREATOR}</dc:creator></cp:coreProperties>".encode()
