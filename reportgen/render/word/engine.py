"""Word documents from templates with docxtpl's tags: compiled once, printed as text.

See docs/design/word-engine.md. Not for reading the disk or writing to it.
"""

from __future__ import annotations

from dataclasses import field, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from reportgen.frozen import frozen
from reportgen.office import package
from reportgen.office.core import CORE_PART, fixed_core
from reportgen.office.package import Member
from reportgen.place import Place
from reportgen.render.rendered import Rendered
from reportgen.render.word import kinds
from reportgen.render.word.contents import BODY, STYLE_SHEET, has_contents
from reportgen.render.word.headings import HeadingLister
from reportgen.render.word.kept import keep, kept
from reportgen.render.word.lane import DocxtplLane
from reportgen.render.word.marks import Figures
from reportgen.render.word.numerals import put_numbers
from reportgen.render.word.package import open_template, title_of
from reportgen.render.word.part import DECLARATION, CompiledPart, compile_part
from reportgen.render.word.pieces import word_environment
from reportgen.render.word.reading import DocumentReading, KnownParts
from reportgen.render.word.repair import text_of
from reportgen.render.word.spots import part_words
from reportgen.render.word.tags import has_tags
from reportgen.render.word.tree import PartError
from reportgen.render.word.values import NeedsDocxtpl

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from reportgen.finding import Finding
    from reportgen.language.environment import Environment
    from reportgen.render.rendered import Printing
    from reportgen.render.word.charts import PlacedChart
    from reportgen.render.word.marks import Printout
    from reportgen.render.word.package import Opened

CHARTS: Final = b"word/charts/"
"""What the directory of a package names where there is a chart."""

_HEAD: Final = DECLARATION.encode()


@frozen
class CompiledDocument:
    """A template ready for printing; hold it and print as many documents as there are."""

    name: str
    members: tuple[Member, ...]
    parts: tuple[CompiledPart, ...]
    title: CompiledPart | None
    data: bytes
    lane: str
    """Which lane documents of this template take: `快速`, or `docxtpl` and because of which tag."""
    charts: tuple[PlacedChart, ...] = ()
    lister: HeadingLister | None = None
    """What fills the table of contents, where there is one."""
    known: KnownParts = field(default_factory=KnownParts)

    def render(self, names: Mapping[str, object]) -> tuple[Rendered | None, list[Finding]]:
        """The document with these names: its members and the figures in it, or what is wrong."""
        try:
            printed, findings = self._print(names, None)
            lane = None
        except NeedsDocxtpl:
            lane = DocxtplLane(self.data)
            printed, findings = self._print(names, lane)
        if not findings:
            findings = put_numbers(self._all(), printed)
        if findings:
            return None, findings
        unlisted = self.lister is not None and not (lane is None and self._list(printed))
        core = self._core(printed)
        if lane is not None:
            for part in self.parts:
                lane.put(part.member, printed[part.member].content)
            members = lane.members()
            contents: dict[str, tuple[bytes, ...]] = {}
        else:
            members = list(self.members)
            contents = {part.member: (_HEAD, printed[part.member].content) for part in self.parts}
        contents[CORE_PART] = (core,)
        done = [
            Member(member.name, contents[member.name]) if member.name in contents else member
            for member in members
        ]
        figures = Figures((part.label, printed[part.member]) for part in self._all())
        if lane is None and not self.charts:
            reading = DocumentReading(figures, self.known, [member.name for member in done])
            return Rendered(done, figures, reading, unlisted), []
        return self._with_charts(done, figures, names, unlisted=unlisted)

    def _with_charts(
        self,
        members: list[Member],
        figures: Sequence[Printing],
        names: Mapping[str, object],
        *,
        unlisted: bool,
    ) -> tuple[Rendered | None, list[Finding]]:
        if not self.charts:
            return Rendered(members, figures, None, unlisted), []
        from reportgen.render.word.charts import Joined, fill_charts

        filled, findings = fill_charts(self.charts, members, names)
        if findings:
            return None, findings
        figures = Joined(figures, filled.figures)
        return Rendered(filled.members, figures, None, unlisted), []

    def _list(self, printed: dict[str, Printout]) -> bool:
        """Whether the table of contents could be filled as it was printed."""
        body = printed.get(BODY)
        listed = None if body is None or self.lister is None else self.lister.listed(body)
        if listed is not None:
            printed[BODY] = listed
        return listed is not None

    def _all(self) -> list[CompiledPart]:
        return [*self.parts, *([self.title] if self.title else [])]

    def _print(
        self, names: Mapping[str, object], lane: DocxtplLane | None
    ) -> tuple[dict[str, Printout], list[Finding]]:
        printed: dict[str, Printout] = {}
        findings: list[Finding] = []
        for part in self._all():
            if lane is not None and part is not self.title:
                lane.enter(part.member)
            printout, faults = part.render(names, lane.xml if lane else None)
            findings += faults
            if printout is not None:
                printed[part.member] = printout
        return printed, findings

    def _core(self, printed: dict[str, Printout]) -> bytes:
        core = next((item.content for item in self.members if item.name == CORE_PART), b"")
        if self.title is not None:
            text = printed[self.title.member].content.decode()
            words = text[text.index("<w:t") :].partition(">")[2].removesuffix("</w:t></w:p>")
            core = f"<dc:title>{words}</dc:title>".encode()
        return fixed_core(core)


def compile_document(
    data: bytes, name: str, environment: Environment
) -> tuple[CompiledDocument | None, list[Finding]]:
    """A template (the bytes of a .docx) ready for printing; None where findings say why not.

    `environment` is the one of the language; `name` is what findings call the template.
    """
    if CHARTS not in data:
        return _compile(data, name, environment)
    from reportgen.render.word.charts import bind_charts

    bound, findings = bind_charts(data, name)
    if bound is None:
        return None, findings
    compiled, findings = _compile(bound.data, name, environment)
    if compiled is None:
        return None, findings
    return replace(compiled, charts=tuple(bound.charts)), [*findings, *bound.hints]


def _compile(
    data: bytes, name: str, environment: Environment
) -> tuple[CompiledDocument | None, list[Finding]]:
    word = word_environment(environment)
    known = kept(data, word, partial(_places, name))
    if known is not None:
        return _document(data, name, package.read(data), *known), []
    opened, findings = open_template(data, name)
    if opened is None:
        return None, findings
    parts: list[CompiledPart] = []
    title: CompiledPart | None = None
    try:
        for member in (opened.main, *opened.others):
            label = "document" if member == opened.main else _label(member)
            at = _places(name, label)
            part, faults = compile_part(opened.content(member), member, label, word, at)
            findings += faults
            parts += [part] if part else []
        title, faults = _title(opened, name, word)
        findings += faults
    except PartError as error:
        findings.append(kinds.NOT_A_DOCUMENT.at(Place(name), reason=error))
    if findings:
        return None, findings
    keep(data, word, parts, title)
    return _document(data, name, opened.members, parts, title), []


def _document(
    data: bytes,
    name: str,
    members: list[Member],
    parts: list[CompiledPart],
    title: CompiledPart | None,
) -> CompiledDocument:
    asks = [tag for part in parts for tag in part.printed]
    lane = f"docxtpl（{asks[0].spot} {asks[0].typed}）" if asks else "快速"
    lister = None
    if any(m.name == BODY and has_contents(m.content) for m in members):
        lister = HeadingLister(next((m.content for m in members if m.name == STYLE_SHEET), b""))
    return CompiledDocument(name, tuple(members), tuple(parts), title, data, lane, lister=lister)


def _title(
    opened: Opened, name: str, environment: Environment
) -> tuple[CompiledPart | None, list[Finding]]:
    title = title_of(opened.content(CORE_PART))
    if title is None or not has_tags(text_of(title)):
        return None, []
    from reportgen.office.tree import escape

    wrapped = f"<w:p><w:t>{escape(text_of(title))}</w:t></w:p>".encode()
    return compile_part(wrapped, CORE_PART, "core", environment, _places(name, "core"))


def _label(member: str) -> str:
    return member.rpartition("/")[2].removesuffix(".xml")


def _places(name: str, label: str) -> Callable[[str], Place]:
    words = part_words(label)

    def at(spot: str) -> Place:
        return Place(name, detail=f"{words} {spot}".strip())

    return at
