"""Proof-reads the rows of indicators: weights of the levels, targets and actual values left out or odd.

Works by the heads 一级指标, 分值, 指标值, 实际完成值, wherever they stand. Points and totals of a form are
the affair of `scores`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from reportgen.proof import kinds, table_kinds
from reportgen.proof.document import squeezed
from reportgen.proof.layout import TOTAL
from reportgen.proof.numbers import cell_number, counts, digits_of, is_blank, slipped
from reportgen.proof.scores import ACTUAL, REASON, SCORE, TARGET, UNIT, WEIGHT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reportgen.finding import Finding
    from reportgen.proof.document import Cell, Table

_NAME: Final = re.compile(r"^(?:三级指标|指标名称|具体指标|指标内容)(?:[（(].*[)）])?$")
_LEVEL: Final = re.compile(r"^[一二三]级指标")
_PERCENT_NAME: Final = re.compile(
    r"合格率|及时率|准确率|满意度|完好率|覆盖率|达标率|完成率|完工率|到位率"
)
_AMOUNT: Final = re.compile(
    r"^\s*([≥≤＝=><＞＜]|大于等于|小于等于|不少于|不低于|不超过|约)?\s*([\d,]+(?:\.\d+)?)\s*(.*?)\s*$"
)
_LEFT: Final = re.compile(r"^(?:指标|目标)\s*\d{1,2}\s*[:：]?$|^[.…]{2,}$|^……$")
_COUNTED: Final = frozenset("人户次期个家件台辆份批项处所条") | {
    "人次",
    "批次",
    "万人",
    "万人次",
    "万户",
}
_GOAL: Final = re.compile(r"总体目标|年度目标|绩效目标$|预期目标")
FULL: Final = Decimal(100)
FAR: Final = 3
"""So many times the target is far above it."""


@dataclass
class Form:
    """The heads of the indicators met last, and what their rows hold."""

    heads: dict[str, int] = field(default_factory=dict)
    weights: list[int] = field(default_factory=list)
    rows: list[list[Cell]] = field(default_factory=list)
    goal: list[Cell] = field(default_factory=list)
    scored: bool = False


def check_indicators(tables: Iterable[Table]) -> Iterator[Finding]:
    """The findings of all tables of a document."""
    for table in tables:
        form = Form()
        goal: list[Cell] = []
        for row in table.rows:
            label = next((squeezed(cell.text) for cell in row if cell.text.strip()), "")
            if _is_head(row):
                yield from _close(form)
                form = _opened(row, goal)
                goal = []
            elif form.heads:
                form.rows.append(row)
            if _GOAL.search(label) and len(label) <= 12 and not _is_head(row):
                goal += [c for c in row if len(c.text.strip()) >= 8 and not c.copy]
        yield from _close(form)


def _is_head(row: list[Cell]) -> bool:
    texts = [squeezed(cell.text) for cell in row]
    named = sum(1 for text in texts if _LEVEL.match(text) or _NAME.match(text))
    return named >= 1 and any(TARGET.match(t) or WEIGHT.match(t) for t in texts)


def _opened(row: list[Cell], goal: list[Cell]) -> Form:
    form = Form(goal=goal)
    for at, cell in enumerate(row):
        text = squeezed(cell.text)
        if cell.copy and at and squeezed(row[at - 1].text) == text:
            continue
        for key, pattern in (
            ("target", TARGET),
            ("actual", ACTUAL),
            ("score", SCORE),
            ("unit", UNIT),
            ("reason", REASON),
            ("name", _NAME),
        ):
            if pattern.match(text):
                form.heads.setdefault(key, at)
        if WEIGHT.match(text):
            form.weights.append(at)
    form.scored = "score" in form.heads
    if "name" not in form.heads:
        levels = [at for at, cell in enumerate(row) if _LEVEL.match(squeezed(cell.text))]
        form.heads["name"] = levels[-1]
    return form


def _close(form: Form) -> Iterator[Finding]:
    if not form.heads:
        return
    rows = [row for row in form.rows if not _is_total(row)]
    yield from _levels(form, rows)
    yield from _sum_of_weights(form, rows)
    reasons = _gives_reasons(form, rows)
    for row in rows:
        yield from _row(form, row, reasons=reasons)
    yield from _goal(form, rows)


def _is_total(row: list[Cell]) -> bool:
    texts = [squeezed(cell.text) for cell in row if cell.text.strip()]
    return any(TOTAL.fullmatch(text) for text in texts[:3])


def _levels(form: Form, rows: list[list[Cell]]) -> Iterator[Finding]:
    """Where each level has its weights, a weight is the sum of those below it."""
    for upper, lower in zip(form.weights, form.weights[1:], strict=False):
        groups: list[tuple[Cell, str, list[Cell]]] = []
        for row in rows:
            cell = row[upper]
            if cell_number(cell.text) and not cell.copy:
                groups.append((cell, squeezed(row[upper - 1].text), []))
            if groups and cell_number(row[lower].text) and not row[lower].copy:
                groups[-1][2].append(row[lower])
        if len(groups) < 2:
            continue
        for cell, label, parts in groups:
            number = cell_number(cell.text)
            values = [found.value for part in parts if (found := cell_number(part.text))]
            summed = sum(values, Decimal(0))
            if number and values and summed != number.value:
                yield table_kinds.WEIGHT_LEVELS.at(
                    cell.place, label=label, weight=cell.text.strip(), summed=f"{summed:f}"
                )


def _sum_of_weights(form: Form, rows: list[list[Cell]]) -> Iterator[Finding]:
    """Weights of a form of targets make 100, or 90 beside the 10 of the rate of execution."""
    if form.scored or not form.weights:
        return
    cells = [row[form.weights[-1]] for row in rows]
    values = [n.value for c in cells if not c.copy and (n := cell_number(c.text)) is not None]
    summed = sum(values, Decimal(0))
    if len(values) >= 4 and 60 <= summed <= 140 and summed not in {FULL, FULL - 10}:
        yield kinds.WEIGHTS.at(cells[0].place, column="分值", summed=f"{summed:f}")


def _gives_reasons(form: Form, rows: list[list[Cell]]) -> bool:
    """Whether the form gives reasons for points taken off in some rows at least."""
    if "reason" not in form.heads:
        return False
    return any(not is_blank(row[form.heads["reason"]].text) for row in rows)


def _row(form: Form, row: list[Cell], *, reasons: bool) -> Iterator[Finding]:
    name = row[form.heads["name"]]
    label = squeezed(name.text)
    if not re.search("[\u4e00-\u9fff]", label) or name.copy or len(label) > 60:
        return
    if _LEFT.match(label):
        yield table_kinds.INCOMPLETE.at(name.place, label=label, what="模板里的字没有改掉")
        return
    weight = cell_number(row[form.weights[-1]].text) if form.weights else None
    target = row[form.heads["target"]] if "target" in form.heads else None
    actual = row[form.heads["actual"]] if "actual" in form.heads else None
    if target is not None and not target.copy:
        yield from _target(form, row, label, target, weighed=weight is not None)
    if actual is not None and target is not None:
        yield from _actual(label, target, actual)
    if not form.scored or weight is None:
        return
    score = cell_number(row[form.heads["score"]].text)
    if score is None:
        return
    given = target is not None and target.text.strip()
    partly = 0 < score.value < weight.value  # with full marks `scores` tells it
    if actual is not None and is_blank(actual.text) and given and partly:
        yield table_kinds.INCOMPLETE.at(actual.place, label=label, what="有得分，实际完成值空着")
    if reasons and score.value < weight.value and is_blank(row[form.heads["reason"]].text):
        yield table_kinds.INCOMPLETE.at(
            row[form.heads["reason"]].place,
            label=label,
            what=f"分值 {weight.value:f}，得分 {score.value:f}，扣分的原因空着",
        )


def _target(
    form: Form, row: list[Cell], label: str, target: Cell, *, weighed: bool
) -> Iterator[Finding]:
    text = squeezed(target.text)
    if "不适用" in label or "未设置" in label:
        return
    if not text:
        if weighed:
            yield table_kinds.INCOMPLETE.at(target.place, label=label, what="指标值空着")
        return
    if text == label:
        yield table_kinds.DOUBTFUL_TARGET.at(
            target.place, label=label, what=f"指标值写的是指标的名称“{text}”"
        )
        return
    match = _AMOUNT.match(text)
    if match is None:
        return
    unit = squeezed(row[form.heads["unit"]].text) if "unit" in form.heads else match[3]
    number = Decimal(match[2].replace(",", ""))
    if unit in {"%", "％"} and number > FULL and _PERCENT_NAME.search(label):
        yield table_kinds.DOUBTFUL_TARGET.at(
            target.place, label=label, what=f"指标值是 {number:f}%，超过了 100%"
        )
    words = "".join(squeezed(cell.text) for cell in row[: form.heads["name"]])
    if "成本" in words and match[1] in {"≥", ">", "＞", "大于等于"} and "元" in unit:
        yield table_kinds.DOUBTFUL_TARGET.at(
            target.place, label=label, what=f"成本指标写的是“{text}”，越多越好？多半应是“≤”"
        )
    counted = re.search(r"([户人个家件台辆])数$", label)
    if counted and unit in "户人个家件台辆" and unit and unit != counted[1]:
        yield table_kinds.DOUBTFUL_TARGET.at(
            target.place, label=label, what=f"名称说的是{counted[1]}数，单位是“{unit}”"
        )


def _actual(label: str, target: Cell, actual: Cell) -> Iterator[Finding]:
    wanted, reached = squeezed(target.text), squeezed(actual.text)
    if re.match(r"[≥≤＞＜><]", reached) and wanted == reached:
        yield table_kinds.INCOMPLETE.at(
            actual.place, label=label, what=f"实际完成值照抄了指标值“{wanted}”"
        )
        return
    if re.search(r"\d[.．,，]{2,}\d", reached):
        yield kinds.MALFORMED.at(
            actual.place,
            reason=f"“{reached}”里有两个小数点或逗号连在一起",
            suggestion="核对原数后改正",
        )
        return
    first, second = _AMOUNT.match(wanted), _AMOUNT.match(reached)
    if first is None or second is None:
        return
    if (
        first[3]
        and second[3]
        and first[3] != second[3]
        and first[3] not in second[3]
        and second[3] not in first[3]
        and {first[3], second[3]} <= _COUNTED
    ):
        yield table_kinds.DOUBTFUL_TARGET.at(
            actual.place,
            label=label,
            what=f"指标值是“{wanted}”，实际完成值是“{reached}”，单位不同",
        )
    goal, done = (Decimal(m[2].replace(",", "")) for m in (first, second))
    if first[1] in {"≥", "不少于", "不低于", "大于等于"} and goal > 1 and done >= goal * FAR:
        yield table_kinds.DOUBTFUL_TARGET.at(
            actual.place,
            label=label,
            what=f"实际完成值“{reached}”是指标值“{wanted}”的 {done / goal:.1f} 倍，请核对是否多写一位，或写明偏差原因",
        )


def _goal(form: Form, rows: list[list[Cell]]) -> Iterator[Finding]:
    """A number in the goal that an indicator of the same unit has with a digit wrong."""
    if "target" not in form.heads:
        return
    stated = [(cell, item) for cell in form.goal for item in counts(cell.text)]
    if not stated:
        return
    for row in rows:
        target = row[form.heads["target"]]
        match = _AMOUNT.match(squeezed(target.text))
        if match is None or target.copy:
            continue
        unit = squeezed(row[form.heads["unit"]].text) if "unit" in form.heads else match[3]
        number = Decimal(match[2].replace(",", ""))
        same = [(cell, item) for cell, item in stated if item.unit == unit]
        if not same or any(item.value == number for _, item in same):
            continue
        near = next(
            (
                (cell, item)
                for cell, item in same
                if slipped(item.value, number) and len(digits_of(number)) >= 2
            ),
            None,
        )
        if near is not None:
            cell, item = near
            yield table_kinds.DOUBTFUL_TARGET.at(
                target.place,
                related=[cell.place],
                label=squeezed(row[form.heads["name"]].text),
                what=f"指标值是“{squeezed(target.text)}”，总体目标里写的是 {item.value:f}{unit}",
            )
