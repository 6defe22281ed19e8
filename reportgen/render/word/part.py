"""One part of a document (body, header, footnotes): compiled once, printed as text.

Not for the package around it, and not for what its tags mean.
"""

from __future__ import annotations

import re
from dataclasses import field
from decimal import localcontext
from typing import TYPE_CHECKING, Final

from reportgen.figure import EXACT
from reportgen.finding import Severity
from reportgen.frozen import frozen
from reportgen.language.environment import engine_template
from reportgen.language.errors import describe
from reportgen.language.limits import Run
from reportgen.render.word import finish, kinds, structure
from reportgen.render.word.diagnose import failing_tags, faulty_tags
from reportgen.render.word.emit import emit
from reportgen.render.word.fitting import Fitting
from reportgen.render.word.grid import fit_fixed_tables, fit_grids
from reportgen.render.word.marks import PartMarks
from reportgen.render.word.pieces import encoded, marked, unmarked
from reportgen.render.word.repair import place_tags
from reportgen.render.word.spots import spots_of
from reportgen.render.word.structure import Structure, arrange
from reportgen.render.word.tree import Node, parse
from reportgen.render.word.values import HELPERS, LANE, NeedsDocxtpl

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reportgen.finding import Finding
    from reportgen.language.environment import Environment, TextTemplate
    from reportgen.place import Place
    from reportgen.render.word.emit import Source
    from reportgen.render.word.marks import Printout
    from reportgen.render.word.tags import Tag

DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_OF_THE_WHOLE: Final = frozenset(
    {structure.EMPTY_ROW, structure.EMPTY_TABLE, structure.END, structure.GRID, structure.LINE}
)
"""Signs of what is put right in the text of the whole part."""
_BRACES: Final = re.compile(r">[^<]*?(\{[{%])")
_MOST_LEFTOVERS: Final = 20


@frozen
class CompiledPart:
    """A part that holds tags. `member` is its name in the package, `label` that in the figure map."""

    member: str
    label: str
    environment: Environment
    template: TextTemplate
    tags: tuple[Tag, ...]
    signs: frozenset[str]
    numbers_drawings: bool
    has_literals: bool
    printed: tuple[Tag, ...]
    at: Callable[[str], Place]
    fitting: Fitting = field(default_factory=Fitting)

    def render(
        self, names: Mapping[str, object], lane: Callable[[object], str] | None = None
    ) -> tuple[Printout | None, list[Finding]]:
        """The part with these names; None and what is wrong. `NeedsDocxtpl` where it does."""
        marks = PartMarks()
        run = Run(self.environment.limits, marks)
        given = {**names, **HELPERS}
        if lane is not None:
            given[LANE] = lane
        try:
            with localcontext(EXACT):
                pieces = list(self.template.raw_pieces(given, run))
            run.write(0)
            if structure.MERGED in self.signs:
                pieces = self.fitting.merge_down(pieces)
            if lane is not None or self.numbers_drawings or self.signs & _OF_THE_WHOLE:
                text = marked(pieces, self.fitting.fixed, marks)
                printout = unmarked(self._finished(text, always=lane is not None), marks)
            else:
                if marks.breaks:
                    pieces = self.fitting.resolve_breaks(pieces, marks)
                printout = encoded(pieces, marks, self.fitting.known, self.fitting.follower)
        except NeedsDocxtpl:
            raise
        except Exception as error:  # noqa: BLE001 - every problem of a template is a finding
            return None, self._explain(error, given)
        findings = self._leftovers(printout.content)
        return (None if findings else printout), findings

    def _finished(self, text: str, *, always: bool) -> str:
        signs = self.signs
        if signs & {structure.EMPTY_ROW, structure.EMPTY_TABLE, structure.END}:
            text = finish.empty_containers(text, signs)
        if structure.GRID in signs:
            text = fit_grids(text)
        if structure.LINE in signs:
            text = finish.typed_breaks(text)
        if finish.has_breaks(text):
            text = finish.resolve_breaks(text)
        if self.numbers_drawings or always:
            text = finish.number_drawings(text)
        return text

    def _explain(self, error: Exception, names: Mapping[str, object]) -> list[Finding]:
        number = self.template.line_of(error) - 2
        try:
            found = failing_tags(self.environment, self.tags, names, self.at)
        except Exception:  # noqa: BLE001 - the first error is told in any case
            found = {}
        known = 0 <= number < len(self.tags)
        if number not in found:
            source = self.tags[number].typed if known else ""
            place = self.at(self.tags[number].spot if known else "")
            found[number if known else len(self.tags)] = describe(error, source).at(place)
        return [found[at] for at in sorted(found)]

    def _leftovers(self, content: bytes) -> list[Finding]:
        """Braces that met although no value has them; values are looked at when printed."""
        if b"{" not in content or self.has_literals or not (b"{{" in content or b"{%" in content):
            return []
        text = content.decode()
        starts = [found.start(1) for found in _BRACES.finditer(text)][:_MOST_LEFTOVERS]
        return [
            kinds.LEFTOVER.at(self.at(spot), where="这里", what=text[start : start + 2])
            for start, spot in zip(starts, spots_of(text, starts), strict=True)
        ]


def compile_part(
    content: bytes,
    member: str,
    label: str,
    environment: Environment,
    at: Callable[[str], Place],
) -> tuple[CompiledPart | None, list[Finding]]:
    """A part with its tags compiled; None where it has none, or where findings say why not.

    Raises `PartError` for a part that is no XML.
    """
    findings: list[Finding] = []
    read = read_part(content, label, at, findings)
    if read is None:
        return None, findings
    arranged, source = read
    if any(finding.severity is Severity.ERROR for finding in findings):
        return None, findings + faulty_tags(environment, source.tags, at)
    try:
        template = engine_template(environment, source.text)
    except Exception as error:  # noqa: BLE001 - every problem of a template is a finding
        faults = faulty_tags(environment, source.tags, at)
        return None, findings + (faults or [describe(error).at(at(""))])
    signs = arranged.signs | source.signs
    return CompiledPart(
        member,
        label,
        environment,
        template,
        tuple(source.tags),
        frozenset(signs),
        label == "document" and "wp:docPr" in source.in_block,
        source.has_literals,
        tuple(arranged.printed),
        at,
    ), findings


def read_part(
    content: bytes, label: str, at: Callable[[str], Place], findings: list[Finding]
) -> tuple[Structure, Source] | None:
    """A part taken apart: its structure and its Jinja source; None where it has no tags.

    What is wrong is added to the findings; the source then may not compile. Raises `PartError`.
    """
    root = parse(content)
    if not place_tags(root, at, findings):
        return None
    arranged = Structure(at, findings)
    arrange(root, arranged)
    fit_fixed_tables(root)
    if label == "document":
        _number_drawings(root)
    return arranged, emit(root, at, findings, merges=structure.MERGED in arranged.signs)


def _number_drawings(root: Node) -> None:
    drawings = (node for node in root.walk() if node.tag == "wp:docPr")
    for number, node in enumerate(drawings, finish.FIRST_ID):
        node.attributes["id"] = str(number)
