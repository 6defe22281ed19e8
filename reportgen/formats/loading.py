"""Loads a format: from the user's cache while its files are what they were, else from its files."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from reportgen.formats import kept
from reportgen.formats.format import UNSEEN

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.finding import Finding
    from reportgen.formats.format import Format
    from reportgen.formats.library import Library


def load(library: Library, format_id: str) -> tuple[Format | None, list[Finding]]:
    """The format with everything it inherits, or None and what is wrong with it."""
    if library.loaded is None:
        return _load(library, format_id)
    if format_id not in library.loaded:
        library.loaded[format_id] = _load(library, format_id)
    form, findings = library.loaded[format_id]
    return form, list(findings)


def _load(library: Library, format_id: str) -> tuple[Format | None, list[Finding]]:
    folders = library.lineage(format_id)
    identity = identity_of(folders)
    form = kept.find(format_id, folders, identity) if folders else None
    if form is not None:
        return form, []
    from reportgen.formats.reading import read_format

    form, findings = read_format(library, format_id)
    if form is not None and not findings and form.identity == identity:
        kept.keep(form)
    return form, findings


def identity_of(folders: tuple[Path, ...]) -> str:
    """A hash over names and bytes of every file of the format; lock files of Office left out."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.iterdir()):
            if path.is_file() and not path.name.startswith(UNSEEN):
                digest.update(path.name.encode() + b"\0")
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
