"""Renders a document from its template, whichever kind it is; templates are compiled once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reportgen.formats.kinds import UNREADABLE_TEMPLATE
from reportgen.office.package import write
from reportgen.place import Place
from reportgen.render import kinds
from reportgen.unread import why_unread

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from reportgen.finding import Finding
    from reportgen.language.environment import Environment
    from reportgen.render.excel.engine import CompiledWorkbook
    from reportgen.render.rendered import Printing, Reading
    from reportgen.render.word.engine import CompiledDocument

    Compiled = CompiledWorkbook | CompiledDocument

_compiled: dict[tuple[str, int, int, int], tuple[Compiled | None, list[Finding]]] = {}


class Produced(NamedTuple):
    """A document: its bytes, the figures printed in it, and what is known of it for reading it back."""

    data: bytes
    figures: Sequence[Printing]
    reading: Reading | None = None


def render_document(
    template: Path, environment: Environment, names: dict[str, object]
) -> tuple[Produced | None, list[Finding]]:
    """The document, or None and what is wrong."""
    compiled, findings = compile_template(template, environment)
    if compiled is None:
        return None, list(findings)
    rendered, faults = compiled.render(names)
    findings = [*findings, *faults]
    if rendered is None:
        return None, findings
    if rendered.has_contents:
        from reportgen.render.word.contents import list_headings

        rendered = list_headings(rendered)
    data = write(rendered.members)
    if rendered.reading is not None:
        rendered.reading.written(data, rendered.members)
    return Produced(data, rendered.figures, rendered.reading), findings


def compile_template(
    template: Path, environment: Environment
) -> tuple[Compiled | None, list[Finding]]:
    """The template compiled, as it stands on disk now; what is wrong with it where it cannot be."""
    suffix = template.suffix.lower()
    if suffix not in {".xlsx", ".docx"}:
        place = Place(template.name)
        return None, [kinds.UNKNOWN_TEMPLATE.at(place, suffix=template.suffix)]
    try:
        state = template.stat()
        key = (str(template), state.st_mtime_ns, state.st_size, id(environment))
        if key not in _compiled:
            _compiled[key] = _compiler(suffix)(template.read_bytes(), template.name, environment)
    except OSError as error:
        # It is being replaced just now, or another program holds it.
        reason = why_unread(error)
        return None, [UNREADABLE_TEMPLATE.at(Place(template.name), name=template.name, why=reason)]
    return _compiled[key]


def _compiler(
    suffix: str,
) -> Callable[[bytes, str, Environment], tuple[Compiled | None, list[Finding]]]:
    if suffix == ".docx":
        from reportgen.render.word import compile_document

        return compile_document
    from reportgen.render.excel import compile_workbook

    return compile_workbook
