"""Proves that a pack on disk is what this data and this format give, or says what was touched.

Official documents are made again in memory and compared by identity. 校验报告 and 变更清单 are held
against the manifest only. It changes nothing on the disk.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from itertools import islice
from typing import TYPE_CHECKING, Final

from reportgen import __version__
from reportgen.finding import Severity
from reportgen.office.package import identity
from reportgen.pack import change_kinds as kinds
from reportgen.pack.layout import Layout
from reportgen.pack.merge_kinds import EDITED_AGAIN
from reportgen.pack.plan import identity_of, look
from reportgen.pack.remaking import remake_pack
from reportgen.place import Place
from reportgen.render.read_parts import spots
from reportgen.writer import WriteError

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.finding import Finding
    from reportgen.formats import Library
    from reportgen.pack.manifest import Entry
    from reportgen.pack.remaking import Remade

SHOWN: Final = 10
"""So many differing cells or paragraphs are named in a finding."""
_LARGEST: Final = 256 * 2**20
_LONGEST: Final = 30


class Verdict(Enum):
    """How a document on disk stands to what was generated, and that to the present data."""

    SAME = "一致"
    TOUCHED = "被动过"
    MISSING = "不见了"
    OTHER = "重新生成的结果不同"
    MERGED = "手工改过，已并入"
    """Hers, as the last build left it, with what this data and this format give merged in."""
    KEPT = "与记录一致"
    """A working paper: as it was put there; it is not made again."""


@dataclass(frozen=True, slots=True)
class Verified:
    """The verdict on each document of a pack, by name."""

    documents: dict[str, Verdict]

    @property
    def holds(self) -> bool:
        """Whether every document is as it should be."""
        return all(
            v in {Verdict.SAME, Verdict.KEPT, Verdict.MERGED} for v in self.documents.values()
        )


def verify(
    folder: Path, library: Library, data: Path | None = None
) -> tuple[Verified | None, list[Finding]]:
    """Every document of a pack judged; None where the pack or its data cannot be read.

    An 错误 among the findings means that the pack is not what this data and this format give.
    """
    remade, findings = remake_pack(folder, library, data)
    if remade is None or remade.recorded is None:
        return None, findings
    findings = [f for f in findings if f.code != kinds.DATA_CHANGED.code] + _sources(remade, folder)
    try:
        layout = Layout.of(folder)
    except WriteError:
        return None, [*findings, kinds.NOT_A_PACK.at(Place(folder.name), name=folder.name)]
    manifest = remade.recorded.manifest
    if not remade.documents and any(entry.official for entry in manifest.documents):
        findings.append(kinds.UNMADE.at(Place(folder.name), name=folder.name))
    verdicts: dict[str, Verdict] = {}
    for entry in manifest.documents:
        try:
            verdicts[entry.name] = _judge(entry, layout, remade, findings)
        except (OSError, WriteError):
            verdicts[entry.name] = Verdict.TOUCHED
            findings.append(_touched(layout, entry, "打不开。"))
    known = {entry.name for entry in manifest.documents}
    for document in remade.documents:
        if document.name not in known:
            verdicts[document.name] = Verdict.OTHER
            place = Place(layout.shown(layout.document(document.name)))
            what = "报告包里没有这份文档。"
            findings.append(kinds.NOT_REPRODUCED.at(place, name=document.name, what=what))
    return Verified(verdicts), findings


def holds(verified: Verified | None, findings: list[Finding]) -> bool:
    """Whether the pack is proved."""
    wrong = any(finding.severity is Severity.ERROR for finding in findings)
    return verified is not None and verified.holds and not wrong


def _sources(remade: Remade, folder: Path) -> list[Finding]:
    """Whether data, format and program are those that the manifest names."""
    from reportgen.pack.build import data_mark

    assert remade.recorded is not None
    meta, form = remade.recorded.manifest.meta, remade.prepared.context.format
    source, place = remade.prepared.year.source, Place(folder.name)
    found: list[Finding] = []
    if data_mark(source) != meta.data_sha256:
        found.append(kinds.OTHER_DATA.at(Place(source.name), data=source.name, name=folder.name))
    if form.identity != meta.format_identity:
        found.append(kinds.OTHER_FORMAT.at(place, format=form.id, name=folder.name))
    if meta.program != __version__:
        found.append(
            kinds.OTHER_PROGRAM.at(place, name=folder.name, old=meta.program, new=__version__)
        )
    return found


def _judge(entry: Entry, layout: Layout, remade: Remade, findings: list[Finding]) -> Verdict:
    path = layout.document(entry.name)
    place = Place(layout.shown(path))
    seen = look(path)
    if seen is None:
        findings.append(kinds.MISSING.at(place, name=entry.name))
        return Verdict.MISSING
    made, left = entry.generated, entry.installed if entry.merged else entry.generated
    if made is None or left is None or not seen.sha256 or seen.size > _LARGEST:
        findings.append(_touched(layout, entry, "不是程序放进去的文件，或打不开。"))
        return Verdict.TOUCHED
    if seen.sha256 != left.sha256:
        data = path.read_bytes()
        if identity_of(data, identity) != left.identity:
            if entry.merged:
                findings.append(EDITED_AGAIN.at(place, name=entry.name))
                return Verdict.TOUCHED
            original = _generated(layout, entry)
            what = (
                "生成的那一份也不见了，无法比较。"
                if original is None
                else differences(original, data)
            )
            findings.append(_touched(layout, entry, what))
            return Verdict.TOUCHED
    if not entry.official:
        return Verdict.KEPT
    again = remade.find(entry.name)
    if again is None:
        what = "现在不生成这份文档。"
        findings.append(kinds.NOT_REPRODUCED.at(place, name=entry.name, what=what))
        return Verdict.OTHER
    if identity_of(again.data, identity) != made.identity:
        below = _generated(layout, entry) if entry.merged else path.read_bytes()
        what = differences(below or b"", again.data)
        findings.append(kinds.NOT_REPRODUCED.at(place, name=entry.name, what=what))
        return Verdict.OTHER
    return Verdict.MERGED if entry.merged else Verdict.SAME


def _touched(layout: Layout, entry: Entry, what: str) -> Finding:
    place = Place(layout.shown(layout.document(entry.name)))
    return kinds.TOUCHED.at(place, name=entry.name, what=what)


def _generated(layout: Layout, entry: Entry) -> bytes | None:
    """The generated copy, if it is still the one of the manifest."""
    seen = look(layout.generated(entry.name))
    if seen is None or entry.generated is None or seen.sha256 != entry.generated.sha256:
        return None
    return layout.generated(entry.name).read_bytes()


def differences(old: bytes, new: bytes) -> str:
    """Which cells or paragraphs differ between two versions of a document, in a sentence."""
    try:
        one = {(s.part, s.spot): s.text for s in spots(old)}
        two = {(s.part, s.spot): s.text for s in spots(new)}
    except Exception:  # noqa: BLE001 - a file that was worked on elsewhere may hold anything
        return "打不开，已不是完好的 Word 或 Excel 文件。"
    places = [at for at in {**one, **two} if one.get(at, "") != two.get(at, "")]
    if not places:
        return "看得见的文字和数都相同；只是另存过，或改了格式、公式、属性。"
    # First what says something else, then what is gone: some programs drop what formulas gave.
    places.sort(key=lambda at: not two.get(at))
    shown = "；".join(
        f"{_where(*at)} 由“{_short(one.get(at, ''))}”变成“{_short(two.get(at, ''))}”"
        for at in islice(places, SHOWN)
    )
    more = f"；……共 {len(places)} 处" if len(places) > SHOWN else ""
    return f"{shown}{more}。"


def _where(part: str, spot: str) -> str:
    return spot if part == "document" else f"{part}!{spot}"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
