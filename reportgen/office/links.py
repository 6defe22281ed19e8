"""Which links a produced document may hold: pages and mail, nothing on a disk or in a network."""

from __future__ import annotations

import re
from typing import Final

_SCHEME: Final = re.compile(r"(?:https?://|mailto:)[^\\]*", re.IGNORECASE)


def safe_link(target: str) -> bool:
    r"""Whether a hyperlink leads to a page, a mail address or a place in the document itself.

    A path (`file:`, `\\\\server\\share`, `..\\x`) would open a file, or send a password to a server.
    """
    return target.startswith("#") or _SCHEME.fullmatch(target.strip()) is not None
