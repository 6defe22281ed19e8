"""File and folder names from any text: what Windows, Linux and Office all accept.

Not for paths: a name made here never holds a separator, so it cannot leave its folder; only a
document's name may hold one `/`, before it the folder of the pack that it stands in.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import Final

LIMIT: Final = 200
"""Bytes of UTF-8: file systems allow 255, Windows about 260 characters for the whole path."""

NAMELESS: Final = "未命名"

_FORBIDDEN: Final = frozenset('<>:"/\\|?*')
_UNPRINTABLE: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_DEVICE: Final = re.compile(
    r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$) *(\.|$)", re.IGNORECASE
)
_EXTENSION: Final = re.compile(r"\.[A-Za-z0-9]{1,5}$")
_MARK: Final = re.compile(r"~[0-9a-f]{8}(\.[A-Za-z0-9]{1,5})?$")


def safe_name(text: str, limit: int = LIMIT) -> str:
    """A name for a file or folder, as near to the text as every system allows.

    Where something had to be replaced or cut, a mark made from the whole text (`~` and eight
    hexadecimal digits) keeps different texts apart. Differences in Unicode form alone are none.

    Args:
        text: any text at all.
        limit: the most bytes of UTF-8, at least 32.
    """
    whole = unicodedata.normalize("NFC", text)
    name = _clean(whole)
    if name == whole and not _MARK.search(name) and len(name.encode()) <= limit:
        return name
    mark = "~" + hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    extension = match[0] if (match := _EXTENSION.search(name)) else ""
    stem = name[: len(name) - len(extension)]
    room = max(limit, 32) - len(mark) - len(extension)
    stem = stem.encode()[:room].decode("utf-8", "ignore").rstrip(" .")
    return f"{stem or NAMELESS}{mark}{extension}"


def is_safe(name: str) -> bool:
    """Whether a name read back from a file could be one that `safe_name` gave."""
    return bool(name) and unicodedata.normalize("NFC", name) == name == _clean(name)


def safe_document_name(text: str) -> str:
    """A document's name below its pack: `说明.docx` or, in a folder of the pack, `自评表/甲.docx`.

    The first `/` parts them; any other belongs to the name, and is replaced there.
    """
    folder, slash, name = text.partition("/")
    folder, name = folder.strip(), name.strip()
    if not slash or not folder or not name:
        return safe_name(text)
    return f"{safe_name(folder)}/{safe_name(name)}"


def is_safe_document(name: str) -> bool:
    """Whether a name read back from a file could be one that `safe_document_name` gave."""
    parts = name.split("/")
    return len(parts) <= 2 and all(map(is_safe, parts))


def _clean(text: str) -> str:
    """The text without what some system refuses in a name; 未命名 where nothing is left."""
    name = "".join(
        "_"
        if character in _FORBIDDEN or unicodedata.category(character) in _UNPRINTABLE
        else character
        for character in text
    ).strip(" ")
    name = name.rstrip(" .")
    if name.startswith((".", "~$")):
        name = "_" + name[1:]
    if _DEVICE.match(name):
        name = "_" + name
    return name or NAMELESS
