"""Chooses the merge for a document by what it is."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from reportgen.merge import workbook_kinds as kinds
from reportgen.place import Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.finding import Finding
    from reportgen.merge.outcome import Merged
    from reportgen.render.rendered import Printing

_MODULES = {
    ".xlsx": ("reportgen.merge.workbook", "merge_workbook"),
    ".docx": ("reportgen.merge.word", "merge_document"),
}


def merge(
    name: str,
    versions: tuple[bytes, bytes, bytes],
    old_figures: Sequence[Printing],
    new_figures: Sequence[Printing],
    *,
    tracked: bool = False,
    date: str = "",
) -> tuple[Merged | None, list[Finding]]:
    """Her document (the second of last generated, hers, new) with what is new; None where it stays."""
    suffix = name[name.rfind(".") :].lower()
    module, function = _MODULES.get(suffix, ("", ""))
    try:
        merger = getattr(importlib.import_module(module), function) if module else None
    except ModuleNotFoundError:
        merger = None
    if merger is None:
        return None, [kinds.NOT_MERGED.at(Place(name), name=name)]
    found: tuple[Merged | None, list[Finding]] = merger(
        *versions, old_figures, new_figures, tracked=tracked, date=date
    )
    return found


def waiting(name: str, data: bytes) -> int:
    """How many conflicts still wait for her in a document: those whose note is still there."""
    from reportgen.merge.notes import waiting_notes

    return waiting_notes(name, data)
