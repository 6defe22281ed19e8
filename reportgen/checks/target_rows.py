"""What is wrong with the wording of single targets: units, signs, direction, left-over years and numbers.

For every table section that holds indicators (三级指标 with 指标值 or 目标值), of projects or of the whole
department. Comparisons of rows with each other are `reportgen.checks.target_sets`; weights, actual
values and scores are `reportgen.checks.performance`.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from reportgen.checks import target_kinds as kinds
from reportgen.checks.performance_indicators import inner
from reportgen.checks.performance_kinds import NO_TARGET, ODD_COMPARATOR
from reportgen.compute.measures import PERCENT
from reportgen.compute.scoring import NO_INDICATOR, level_one, target_of
from reportgen.compute.targets import Kind as TargetKind
from reportgen.compute.targets import Target, folded
from reportgen.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reportgen.finding import Finding, Kind
    from reportgen.formats.scoring import ScoringDeclaration
    from reportgen.model.fields import Section
    from reportgen.model.year import DepartmentYear, Record
    from reportgen.place import Place

NOT_APPLICABLE: Final = "不适用"
_LEVELS: Final = ("一级指标", "二级指标", "三级指标")
_TARGETS: Final = ("指标值", "目标值")
_TWICE: Final = re.compile(r"([%‰≥≤＞＜><=＝。，；])\1")
_TWO: Final = re.compile(r"[^/]{0,10}\d[^/]*/[^/]{0,10}\d[^/]*")
_RATE: Final = re.compile(r"(?:率|比例|比重|满意度)$")
_GROWTH: Final = re.compile(r"增长|增幅|增速|提高|上升")
_UNIT_IN_NAME: Final = re.compile(r"[（(](?:%|‰|[^（()）]{1,4})[)）]$")
_NUMBERED: Final = re.compile(r"\s*(\d{1,2}[.．、](?!\d)|[（(]\d{1,2}[)）])")
_UNWANTED: Final = re.compile(
    r"(?:不满意?|投诉|差错|失误|事故|违规|违纪|超支|延误|上访|信访|流失|空置|闲置)"
    r"(?:发生)?(?:度|率|数|量|次数|件数|人数|起数)?$"
)
YEAR: Final = re.compile(r"(?<![较比自从至到—\-–])(20\d\d)年")
_COUNTED: Final = (("人次", "人次", {"人"}), ("人数", "人数", {"人次"}), ("次数", "次数", {"人"}))
"""Ends of names, what they count, and units that count something else."""
_MEASURED: Final = frozenset(
    {PERCENT, "分", "级", "星级", "星", "天", "工作日", "小时", "分钟", "年", "月"}
)
"""Units that quality may well be measured in."""


@frozen
class Row:
    """One indicator: its record, its project (if any), its names and its target."""

    record: Record
    project: str
    levels: tuple[str, str, str]
    text: str
    target: Target
    key: str

    @property
    def name(self) -> str:
        """The level-3 name."""
        return self.levels[2]

    @property
    def is_set(self) -> bool:
        """Whether there is an indicator in the row: not blank, 无 or 不适用."""
        return self.name not in NO_INDICATOR and NOT_APPLICABLE not in self.name

    @property
    def label(self) -> str:
        """What the indicator is called in a sentence."""
        own = f"“{inner(self.name)}”"
        return f"“{inner(self.project)}”的{own}" if self.project else own

    @property
    def spot(self) -> Place:
        """Where the target is typed."""
        return self.record.place("指标值" if self.record.text("指标值") else "目标值")

    @property
    def is_rate(self) -> bool:
        """Whether the name says that it is a share of something."""
        return bool(_RATE.search(_UNIT_IN_NAME.sub("", self.name)))

    @property
    def described(self) -> Iterator[tuple[str, str]]:
        """The fields that describe the indicator, with their text."""
        for spec in self.record.section.fields:
            if spec.name.startswith("指标") and spec.name.endswith(("说明", "描述", "解释")):
                yield spec.name, self.record.text(spec.name)


def holds_indicators(section: Section) -> bool:
    """Whether the records of a section are indicators with targets."""
    names = section.by_name
    return all(level in names for level in _LEVELS) and any(name in names for name in _TARGETS)


def indicator_rows(year: DepartmentYear) -> dict[str, list[Row]]:
    """The indicators by section; one that is both in 绩效目标 and 绩效指标 counts once."""
    found: dict[str, list[Row]] = {}
    own = {_names(record) for record in year.tables.get("绩效指标", ())}
    for name, records in year.tables.items():
        section = year.contract.sections[name]
        if not holds_indicators(section):
            continue
        wanted = (r for r in records if name != "绩效目标" or _names(r) not in own)
        found[name] = [_row(record, year.year) for record in wanted]
    return found


def _names(record: Record) -> tuple[str, ...]:
    return (record.text("项目"), *map(record.text, _LEVELS))


def _row(record: Record, year: int) -> Row:
    text, target = target_of(record, year)
    project, one, two, three = _names(record)
    one = level_one(one)
    added = (n for n in record.section.identity if n != "项目" and n not in _LEVELS)
    prefix = f"项目/{project}/指标" if project else record.section.name
    parts = (prefix, one, two, three, *map(record.text, added))
    return Row(
        record, project, (one, two, three), text.strip(), target, "/".join(filter(None, parts))
    )


def check_row(row: Row, year: int, scoring: ScoringDeclaration) -> Iterable[Finding]:
    """The findings about the wording of one indicator."""
    if not row.is_set:
        return
    if not row.project:
        yield from _of_department(row, scoring)
    if match := _NUMBERED.match(row.name):
        yield _at(kinds.NUMBERED, row, "三级指标", number=match[1])
    for field, text in (("三级指标", row.name), ("目标", row.text)):
        for found in dict.fromkeys(map(int, YEAR.findall(folded(text)))):
            if year and found < year:
                place = row.record.place(field) if field == "三级指标" else row.spot
                yield kinds.OLD_YEAR.at(
                    place,
                    label=f"{row.label}的{field}" if field == "目标" else row.label,
                    found=found,
                    year=year,
                    key=row.key,
                    figures=[("年份", str(found))],
                )
    for field, text in row.described:
        if text and _same(text, row.name):
            yield _at(kinds.SAYS_NOTHING, row, field, field=field, text=inner(text))
    if row.text and NOT_APPLICABLE not in row.text:
        yield from _target(row)


def _of_department(row: Row, scoring: ScoringDeclaration) -> Iterable[Finding]:
    """What `reportgen.checks.performance_indicators` asks of the indicators of projects."""
    if not row.text:
        yield NO_TARGET.at(row.spot, label=row.label, key=row.key)
    cost = any(word in level for word in scoring.cost_words for level in row.levels[:2])
    if cost and row.target.comparator in {"≥", ">"}:
        yield _on(ODD_COMPARATOR, row)


def _target(row: Row) -> Iterable[Finding]:
    target = row.target
    if match := _TWICE.search(row.text):
        yield _on(kinds.MALFORMED, row, sign=match[1])
        return
    if target.kind is TargetKind.TEXT and _TWO.fullmatch(folded(row.text)):
        yield _on(kinds.TWO_VALUES, row)
    if target.kind is TargetKind.TEXT and _repeats(row.text, row.name):
        yield _on(kinds.SAYS_NOTHING, row, field="目标", text=inner(row.text))
    if target.kind is not TargetKind.NUMBER or target.number is None:
        return
    if said := lost_percent(row):
        yield _on(kinds.NO_UNIT, row, guess=said)
    if what := "、".join(_odd_units(row)):
        yield _on(kinds.WRONG_UNIT, row, what=what)
    if target.comparator in {"≥", ">"} and _UNWANTED.search(row.name):
        yield _on(kinds.UNWANTED, row)


def _odd_units(row: Row) -> Iterable[str]:
    """What the name and the level-2 group count, where the unit of the target counts something else."""
    unit = row.target.measure
    if not unit.base:
        return
    for ending, what, others in _COUNTED:
        if row.name.endswith(ending) and unit.base in others:
            yield what
    if row.is_rate and unit.base != PERCENT:
        yield "比率"
    if row.levels[1].startswith("质量") and unit.base not in _MEASURED:
        yield "质量"
    if row.levels[1].startswith("数量") and unit.base == PERCENT:
        yield "数量"


def has_no_unit(row: Row) -> bool:
    """Whether the target is a number and neither it nor the name says of what."""
    target = row.target
    return target.kind is TargetKind.NUMBER and not (
        target.unit or _UNIT_IN_NAME.search(row.name) or not row.is_set
    )


def lost_percent(row: Row) -> str:
    """Half a sentence where a bare 1 is likely to be 100% that lost its sign; else empty."""
    counts = row.name.endswith(("数", "量", "次"))
    if has_no_unit(row) and row.target.number == 1 and not counts:
        return "；1 也许是 100% 粘贴时丢了百分号"
    return ""


def above_all(row: Row) -> bool:
    """Whether a share that cannot pass 100% is to be at least that."""
    target = row.target
    return (
        target.kind is TargetKind.NUMBER
        and target.comparator in {"≥", ">"}
        and target.measure.base == PERCENT
        and target.number is not None
        and target.number >= Decimal(100)
        and bool(re.search(r"(?:率|比例|度)$", row.name))
        and not _GROWTH.search(row.name)
    )


def _repeats(text: str, name: str) -> bool:
    """及时 as the target of …及时性: nothing that the name does not say."""
    said = folded(text).rstrip("。")
    return len(said) > 1 and any(
        folded(name).endswith(said + end) for end in ("", "性", "率", "度")
    )


def _same(text: str, name: str) -> bool:
    """Whether a description is the name again, but for a bracket and what stands in it."""
    return _bare(text) == _bare(name)


def _bare(text: str) -> str:
    return re.sub(r"\([^()]*\)", "", folded(text))


def _at(kind: Kind, row: Row, spot: str, **words: Any) -> Finding:
    return kind.at(row.record.place(spot), label=row.label, key=row.key, **words)


def _on(kind: Kind, row: Row, **words: Any) -> Finding:
    """A finding about the target, which an explanation holds on to."""
    return kind.at(
        row.spot,
        label=row.label,
        target=inner(row.text),
        key=row.key,
        figures=[("目标", row.text)],
        **words,
    )
