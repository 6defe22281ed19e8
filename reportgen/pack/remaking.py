"""Makes the documents of a pack again in memory, to explain or verify them. Nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from reportgen.finding import Severity
from reportgen.pack import change_kinds as kinds
from reportgen.pack.build import data_mark, render_pack
from reportgen.pack.changes import Recorded, load_recorded
from reportgen.pack.editions import Edition, edition_named, for_edition
from reportgen.pack.layout import STORE
from reportgen.pack.prepare import Prepared, prepare
from reportgen.place import Place

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from reportgen.finding import Finding
    from reportgen.formats import Library
    from reportgen.pack.plan import Document
    from reportgen.render.rendered import Printing

_HIGHEST = 4
"""So many folders above a document its pack may stand: `generated/自评表/` is the deepest."""


@dataclass(frozen=True, slots=True)
class Remade:
    """The documents as this data and this format give them now, with origins.

    `recorded` is what the pack on disk remembers; None where only a data set was given.
    """

    prepared: Prepared
    documents: list[Document]
    recorded: Recorded | None = None
    folder: Path | None = None

    def find(self, name: str) -> Document | None:
        """The document of that name."""
        return next((item for item in self.documents if item.name == name), None)


def printings(document: Document) -> Sequence[Printing]:
    """The printed figures of a document that was just rendered, with their origins."""
    return cast("Sequence[Printing]", document.figures)


def pack_of(path: Path) -> Path | None:
    """The pack that a path is, or stands in; None where there is none."""
    path = path.absolute()
    for folder in (path, *path.parents[:_HIGHEST]):
        if (folder / STORE / "manifest.json").is_file():
            return folder
    return None


def remake_data(
    data: Path,
    library: Library,
    format_id: str = "",
    edition: Edition = Edition.PLAIN,
    *,
    pages: bool = False,
    computed_scores: bool = False,
) -> tuple[Remade | None, list[Finding]]:
    """The documents of a data set; only 错误 without which nothing could be made are findings."""
    prepared, findings = prepare(data, library, format_id, computed_scores=computed_scores)
    if prepared is None:
        return None, [f for f in findings if f.severity is Severity.ERROR]
    prepared, _, _ = for_edition(prepared, edition)
    documents, faults = render_pack(prepared)
    if pages:
        from reportgen.pack.pages import fill_pages

        documents, _ = fill_pages(documents)
    return Remade(prepared, documents), [f for f in faults if f.severity is Severity.ERROR]


def remake_pack(
    folder: Path, library: Library, data: Path | None = None
) -> tuple[Remade | None, list[Finding]]:
    """The documents of a pack made again from its data file and with its format.

    `data` is where the data file stands now, if it was moved. Data changed meanwhile is a 提示.
    """
    recorded, findings = load_recorded(folder)
    if recorded is None:
        return None, [*findings, kinds.NOT_A_PACK.at(Place(folder.name), name=folder.name)]
    meta = recorded.manifest.meta
    source = data or data_of(folder, recorded)
    if source is None or not source.is_file():
        shown = str(data) if data else meta.data_name
        missing = kinds.NO_DATA.at(Place(folder.name), name=folder.name, data=shown)
        return None, [*findings, missing]
    made, faults = remake_data(
        source,
        library,
        meta.format_name,
        edition_named(meta.edition) or Edition.PLAIN,
        pages=meta.pages,
        computed_scores=meta.computed_scores,
    )
    findings += faults
    if made is None:
        return None, findings
    if data_mark(source) != meta.data_sha256:
        place = Place(source.name)
        findings.append(kinds.DATA_CHANGED.at(place, data=source.name, name=folder.name))
    return Remade(made.prepared, made.documents, recorded, folder), findings


def data_of(folder: Path, recorded: Recorded) -> Path | None:
    """The data file that a pack was made from, as its records name it."""
    if recorded.inputs is None or not recorded.inputs.source:
        return None
    try:
        return (folder / recorded.inputs.source).resolve()
    except (OSError, ValueError):
        return None


def document_name(folder: Path, path: Path) -> str:
    """The name of a document in a pack, its generated copy counted as itself; empty for others."""
    try:
        parts = path.absolute().relative_to(folder).parts
    except ValueError:
        return ""
    if parts[:1] == (STORE,):
        parts = parts[2:]
    return "/".join(parts)
