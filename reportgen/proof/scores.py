"""Proof-reads scoring tables: points above weights, weights that do not make 100, unearned full marks.

Works on the columns that heads call 分值 or 权重, 得分, 指标值 and 实际完成值, wherever they stand.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from reportgen.compute.scoring_rules import compare
from reportgen.compute.targets import parse_actual, parse_target
from reportgen.formats.scoring import general_scoring
from reportgen.proof import kinds
from reportgen.proof.document import squeezed
from reportgen.proof.layout import TOTAL
from reportgen.proof.numbers import cell_number, is_blank, printed_equal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reportgen.finding import Finding
    from reportgen.proof.document import Cell, Table

WEIGHT: Final = re.compile(r"^(?:分值|权重|标准分|指标分值|参考分值|满分)(?:[（(].*[)）])?$")
SCORE: Final = re.compile(
    r"^(?:得分|自评得分|自评分|评价得分|实际得分|\*分值|评分|自评得分情况)(?:[（(].*[)）])?$"
)
TARGET: Final = re.compile(
    r"^(?:年度|年初)?(?:设定)?(?:指标值|目标值|绩效目标值)(?:[（(].*[)）])?$"
)
ACTUAL: Final = re.compile(
    r"^(?:全年|年度)?(?:实际)?(?:完成值|完成情况|实际值|实际完成)(?:[（(].*[)）])?$"
)
REASON: Final = re.compile(r"^(?:未完成|偏差|扣分)?(?:原因|说明)|偏差原因|扣分原因|改进措施")
_NATURE: Final = re.compile(r"^(?:指标)?性质$")
UNIT: Final = re.compile(r"^(?:计量|度量)?单位$")
_RATE: Final = re.compile(r"^(?:预算)?执行率(?:[（(].*[)）])?$")
_MONEY: Final = re.compile(r"资金总额|预算执行|执行率")
FULL: Final = Decimal(100)
_POINTS: Final = re.compile(r"[（(](\d{1,3}(?:\.\d+)?)\s*分[)）]$")
_POINTS_OF_RATE: Final = re.compile(r"(\d{1,3}(?:\.\d+)?)\s*分?\s*[*×xX]\s*(?:预算)?执行率")


def check_scores(tables: Iterable[Table]) -> Iterator[Finding]:
    """The findings of all tables of a document; a form may be several tables, its money first."""
    points = _Points()
    for table in tables:
        yield from _table(table, points)
    yield from points.close([], {}, "")


def _table(table: Table, points: _Points) -> Iterator[Finding]:
    heads: dict[str, int] = {}
    fresh = True
    score_head = ""
    for at, row in enumerate(table.rows):
        named = _named(row)
        if named and not any(cell_number(cell.text) for cell in row):
            if "score" in named or "weight" in named:
                heads = {**heads, **named} if fresh else {**_kept(heads, named), **named}
                fresh = True
            if "score" in named:
                score_head = squeezed(row[named["score"]].text)
            if "rate" in named:  # another form begins
                yield from points.close([], heads, "")
            continue
        fresh = False
        cells, heads_of_row = _with_weight(row, heads, score_head)
        if "weight" not in heads_of_row or "score" not in heads_of_row:
            points.add_unweighted(row, heads_of_row)
            continue
        if heads_of_row["weight"] == heads_of_row["score"]:
            continue
        yield from _row(cells, heads_of_row, at)
        label = _label(cells, heads_of_row)
        if TOTAL.fullmatch(label) and "总额" not in label:
            yield from points.close(cells, heads_of_row, label)
        else:
            points.add(cells, heads_of_row)


def _with_weight(
    row: list[Cell], heads: dict[str, int], score_head: str
) -> tuple[list[Cell], dict[str, int]]:
    """The row with its weight in a cell of its own where the form writes it elsewhere.

    In the name of the indicator (建档人数（10分）), or in the head of the score (得分（20分*执行率）).
    """
    if "weight" in heads or "score" not in heads:
        return row, heads
    score = heads["score"]
    named = [m for c in row[:score] if not c.copy and (m := _POINTS.search(squeezed(c.text)))]
    by_rate = _POINTS_OF_RATE.search(score_head)
    text = named[-1][1] if named else by_rate[1] if by_rate and "rate" in heads else ""
    filled = any(squeezed(cell.text) for cell in row[:score])
    if not filled or (not text and not TOTAL.fullmatch(_first(row))):
        return row, heads
    cell = replace(row[score], text=text, copy=False)
    return [*row, cell], {**heads, "weight": len(row)}


def _first(row: list[Cell]) -> str:
    return next((squeezed(cell.text) for cell in row if cell.text.strip()), "")


def _kept(heads: dict[str, int], named: dict[str, int]) -> dict[str, int]:
    """Of the heads above, what goes on where new heads stand: nothing where these name both points."""
    return {} if {"weight", "score"} <= named.keys() else heads


def _named(row: list[Cell]) -> dict[str, int]:
    """Where the heads of a row stand; a second, starred 分值 is the score itself."""
    found: dict[str, int] = {}
    for at, cell in enumerate(row):
        text = squeezed(cell.text).lstrip("*＊")
        starred = squeezed(cell.text) != text
        for key, pattern in (
            ("weight", WEIGHT),
            ("score", SCORE),
            ("target", TARGET),
            ("actual", ACTUAL),
            ("rate", _RATE),
            ("nature", _NATURE),
            ("unit", UNIT),
        ):
            if pattern.match(text) and key not in found:
                found[key] = at
            elif key == "weight" and pattern.match(text) and "score" not in found and not starred:
                found[key] = at  # weights of each level: the last are the indicators' own
            elif key == "weight" and starred and pattern.match(text):
                found.setdefault("score", at)
    others = [squeezed(cell.text) for cell in row]
    if "score" not in found and "*分值" in others and found.get("weight") == others.index("*分值"):
        found["score"] = found.pop("weight")
    return found


class _Points:
    """The weights and scores of the rows since the last total."""

    def __init__(self) -> None:
        self.weights: list[tuple[Cell, Decimal]] = []
        self.scores: list[Decimal] = []

    def add(self, row: list[Cell], heads: dict[str, int]) -> None:
        """One more row, copies of merged cells left out."""
        weight, score = row[heads["weight"]], row[heads["score"]]
        number = cell_number(weight.text)
        if number and not weight.copy:
            self.weights.append((weight, number.value))
        number = cell_number(score.text)
        if number and not score.copy:
            self.scores.append(number.value)

    def add_unweighted(self, row: list[Cell], heads: dict[str, int]) -> None:
        """The score of the rate of execution in a form that writes no points beside it."""
        if {"rate", "score"} <= heads.keys() and _MONEY.search(
            "".join(squeezed(c.text) for c in row)
        ):
            score = row[heads["score"]]
            number = cell_number(score.text)
            if number and not score.copy:
                self.scores.append(number.value)

    def close(self, row: list[Cell], heads: dict[str, int], label: str) -> Iterator[Finding]:
        """What a row of totals (or the end of the table) shows to be wrong; the rows are done with."""
        weights, scores = self.weights, sum(self.scores, Decimal(0))
        counted = len(self.scores)
        self.weights, self.scores = [], []
        summed = sum((value for _, value in weights), Decimal(0))
        if len(weights) >= 4 and summed != FULL and 60 <= summed <= 140 and summed != FULL - 10:
            yield kinds.WEIGHTS.at(weights[0][0].place, column="分值", summed=f"{summed:f}")
        printed = cell_number(row[heads["score"]].text) if row else None
        if printed is None or counted < 3:
            return
        difference = abs(printed.value - scores)
        if difference and difference <= FULL / 2:
            yield kinds.SCORE_TOTAL.at(
                row[heads["score"]].place,
                label=label,
                printed=row[heads["score"]].text.strip(),
                summed=f"{scores:f}",
                difference=f"{difference:f}",
            )


def _label(row: list[Cell], heads: dict[str, int]) -> str:
    """What a row is called: the last text before its target or weight."""
    end = min(at for key, at in heads.items() if key in {"target", "weight", "actual"})
    words = [squeezed(cell.text) for cell in row[:end] if squeezed(cell.text)]
    for word in words:
        if TOTAL.fullmatch(word):
            return word
    texts = [word for word in words if cell_number(word) is None]
    return texts[-1][:40] if texts else ""


def _row(row: list[Cell], heads: dict[str, int], at: int) -> Iterator[Finding]:
    weight, score = cell_number(row[heads["weight"]].text), cell_number(row[heads["score"]].text)
    if weight is None or score is None or row[heads["score"]].copy:
        return
    label = _label(row, heads) or f"第{at + 1}行"
    place = row[heads["score"]].place
    if score.value > weight.value and not TOTAL.fullmatch(label):
        yield kinds.SCORE_ABOVE.at(
            place, label=label, score=row[heads["score"]].text, weight=row[heads["weight"]].text
        )
        return
    rate = cell_number(row[heads["rate"]].text) if "rate" in heads else None
    money = rate is not None and _MONEY.search("".join(squeezed(cell.text) for cell in row))
    if rate is not None and money:
        share = rate.value if rate.percent or abs(rate.value) > 1 else rate.value * 100
        computed = min(weight.value, weight.value * share / 100)
        if not printed_equal(computed, score.value, min(2, score.decimals)):
            yield kinds.SCORE_OF_RATE.at(
                place,
                label=label,
                rate=row[heads["rate"]].text,
                weight=row[heads["weight"]].text,
                computed=f"{computed:.2f}",
                printed=row[heads["score"]].text,
            )
        return
    if "target" in heads and "actual" in heads and score.value == weight.value and score.value:
        yield from _earned(row, heads, label)


def _earned(row: list[Cell], heads: dict[str, int], label: str) -> Iterator[Finding]:
    """Full marks for what was not reached, or not stated."""
    target, actual, score = (row[heads[key]] for key in ("target", "actual", "score"))
    words: dict[str, Any] = {"label": label, "score": score.text.strip()}
    if is_blank(actual.text) and target.text.strip():
        yield kinds.EMPTY_INDICATOR.at(actual.place, **words)
        return
    nature, unit = (
        row[heads[key]].text.strip() if key in heads else "" for key in ("nature", "unit")
    )
    text = target.text.strip()
    wanted = (
        parse_target("", nature=nature, value=text, unit=unit) if nature else parse_target(text)
    )
    reached = parse_actual(actual.text.strip())
    if not (wanted.is_measured and reached.is_measured):
        return
    if compare(wanted, reached, general_scoring().quantitative).met is False:
        yield kinds.INDICATOR.at(
            actual.place, target=target.text.strip(), actual=actual.text.strip(), **words
        )
