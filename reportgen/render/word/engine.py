"""Word documents from templates with docxtpl's tags: compiled once, printed as text.

See docs/design/word-engine.md. Not for reading the disk or writing to it.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from reportgen.office.core import CORE_PART, fixed_core
from reportgen.office.package import Member, Packed, write
from reportgen.place import Place
from reportgen.render.rendered import Rendered
from reportgen.render.word import kinds
from reportgen.render.word.lane import DocxtplLane
from reportgen.render.word.marks import Figures
from reportgen.render.word.numerals import put_numbers
from reportgen.render.word.package import open_template, title_of
from reportgen.render.word.part import DECLARATION, CompiledPart, Printout, compile_part
from reportgen.render.word.repair import text_of
from reportgen.render.word.spots import part_words
from reportgen.render.word.tags import has_tags
from reportgen.render.word.tree import PartError
from reportgen.render.word.values import NeedsDocxtpl, word_environment

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from reportgen.finding import Finding
    from reportgen.language.environment import Environment
    from reportgen.render.rendered import Printing
    from reportgen.render.word.charts import Found, PlacedChart
    from reportgen.render.word.package import Opened

LONG: Final = 512 * 1024
"""Bytes of a part that is deflated lightly."""

_HEAD: Final = DECLARATION.encode()


@dataclass(frozen=True, slots=True)
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
            _member(member.name, contents[member.name]) if member.name in contents else member
            for member in members
        ]
        figures = [
            (part.label, printed[part.member].content, printed[part.member].figures)
            for part in self._all()
        ]
        return self._with_charts(done, Figures(figures), names)

    def _with_charts(
        self, members: list[Member], figures: Sequence[Printing], names: Mapping[str, object]
    ) -> tuple[Rendered | None, list[Finding]]:
        if not self.charts:
            return Rendered(members, figures), []
        from reportgen.render.word.charts import Joined, fill_charts

        filled, findings = fill_charts(self.charts, members, names)
        if findings:
            return None, findings
        return Rendered(filled.members, Joined(figures, filled.figures)), []

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
    opened, findings = open_template(data, name)
    if opened is None:
        return None, findings
    charts: list[PlacedChart] = []
    hints: list[Finding] = []
    if opened.has_charts:
        opened, found = _with_charts(opened, name)
        charts, findings, hints = found.charts, found.findings, found.hints
        data = write(opened.members) if found.changed else data
    word = word_environment(environment)
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
    asks = [tag for part in parts for tag in part.printed]
    lane = f"docxtpl（{asks[0].spot} {asks[0].typed}）" if asks else "快速"
    kept = tuple(opened.members)
    return CompiledDocument(name, kept, tuple(parts), title, data, lane, tuple(charts)), hints


def _with_charts(opened: Opened, name: str) -> tuple[Opened, Found]:
    """The charts of a template, and the template with their alternative texts as printed."""
    from reportgen.render.word.charts import find_charts

    found = find_charts(opened, name)
    members = [
        Member(member.name, (found.changed[member.name],))
        if member.name in found.changed
        else member
        for member in opened.members
    ]
    return replace(opened, members=members), found


def _title(
    opened: Opened, name: str, environment: Environment
) -> tuple[CompiledPart | None, list[Finding]]:
    title = title_of(opened.content(CORE_PART))
    if title is None or not has_tags(text_of(title)):
        return None, []
    from reportgen.office.tree import escape

    wrapped = f"<w:p><w:t>{escape(text_of(title))}</w:t></w:p>".encode()
    return compile_part(wrapped, CORE_PART, "core", environment, _places(name, "core"))


def _member(name: str, chunks: tuple[bytes, ...]) -> Member:
    """A part; a long one deflated lightly: four times as fast, and small all the same."""
    size = sum(map(len, chunks))
    if size < LONG:
        return Member(name, chunks)
    content = b"".join(chunks)
    deflater = zlib.compressobj(3, zlib.DEFLATED, -15)
    data = deflater.compress(content) + deflater.flush()
    return Member(name, (), Packed(data, zlib.crc32(content), size))


def _label(member: str) -> str:
    return member.rpartition("/")[2].removesuffix(".xml")


def _places(name: str, label: str) -> Callable[[str], Place]:
    words = part_words(label)

    def at(spot: str) -> Place:
        return Place(name, detail=f"{words} {spot}".strip())

    return at
