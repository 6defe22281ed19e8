"""What was read from formats before, in the user's cache: so that YAML need not be read again.

A format is believed while every file of its folders is byte for byte what it was; what it says of
itself, while its format.yaml is. Only what nothing is to be told of is kept: mistakes are found
anew each time.
"""

from __future__ import annotations

import marshal
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from reportgen import cache
from reportgen.formats.declarations import ScopeDeclaration
from reportgen.formats.format import UNSEEN, Format
from reportgen.formats.values import as_values, from_values

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_UNUSABLE = (EOFError, ValueError, TypeError, LookupError, ArithmeticError)


class Scopes:
    """What the formats below some folders say of themselves, each with the file it was read from."""

    def __init__(self, roots: Sequence[Path]) -> None:
        self._name = "\0".join(["scopes", *map(str, roots)])
        self._known: dict[str, tuple[bytes, Any]] | None = None
        self._changed = False

    def find(self, format_id: str, path: Path) -> tuple[ScopeDeclaration | None, bytes]:
        """What was kept where `path` still holds the same, else None; with the mark of what it holds."""
        if cache.folder() is None:
            return None, b""
        if self._known is None:
            found = _values(cache.load(self._name))
            self._known = found if isinstance(found, dict) else {}
        mark = _mark(path)
        try:
            kept, values = self._known[format_id]
            scope = from_values(values) if kept == mark else None
        except _UNUSABLE:
            scope = None
        return scope if isinstance(scope, ScopeDeclaration) else None, mark

    def add(self, format_id: str, path: Path, mark: bytes, scope: ScopeDeclaration) -> None:
        """Keep what was read from `path`, unless it has changed since its mark was taken."""
        if self._known is not None and mark and _mark(path) == mark:
            self._known[format_id] = mark, as_values(scope)
            self._changed = True

    def save(self) -> None:
        """Write what was added."""
        if self._changed:
            cache.save(self._name, marshal.dumps(self._known))
        self._changed = False


def find(format_id: str, folders: tuple[Path, ...], identity: str) -> Format | None:
    """A format that was kept, if it was made of these folders and these files."""
    values = _values(cache.load(_name(format_id, folders)))
    try:
        known, content = values
        form = from_values(content) if known == identity else None
    except _UNUSABLE:
        return None
    return form if isinstance(form, Format) else None


def keep(form: Format) -> None:
    """Keep a format; its identity says what its files held while it was read."""
    unseen = any(item.template.name.startswith(UNSEEN) for item in form.documents)
    if not unseen and cache.folder() is not None:
        name = _name(form.id, form.folders)
        cache.save(name, marshal.dumps((form.identity, as_values(form))))


def _name(format_id: str, folders: tuple[Path, ...]) -> str:
    return "\0".join(["format", format_id, *map(str, folders)])


def _values(data: bytes | None) -> Any:
    try:
        return marshal.loads(data) if data else None  # noqa: S302 - this user's own, its mark was held
    except _UNUSABLE:
        return None


def _mark(path: Path) -> bytes:
    try:
        return blake2b(path.read_bytes(), digest_size=16).digest()
    except OSError:
        return b""
