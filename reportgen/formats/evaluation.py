"""What may stand under 整体 in scoring.yaml: the 指标体系 a whole department is scored by.

Indicators with their weights and standards, and for each, where it can be computed, a rule made of
parts. The arithmetic is `reportgen.compute.evaluation`; docs/design/format-files.md describes the
same for those who write it.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, Field, model_validator

from reportgen.formats.declarations import Declaration, Flag

Points = Annotated[Decimal, Field(ge=0, le=10000)]

_COMPARISON: Final = re.compile(r"(>=|<=|[≥≤><=])([0-9]+(?:\.[0-9]+)?)(%?)")
_SAME: Final = str.maketrans({"＞": ">", "＜": "<", "＝": "=", "％": "%", "≧": "≥", "≦": "≤"})

Bound = tuple[str, Decimal]


def _bounds(value: Any) -> Any:
    """`≥90%` or `≥90% <95%`: the comparisons that must all hold, shares as plain ratios."""
    if value is None or value == "":
        return ()
    if not isinstance(value, str):
        return value
    text = re.sub(r"[\s,，、且]", "", value.translate(_SAME))
    found = list(_COMPARISON.finditer(text))
    if not found or "".join(match[0] for match in found) != text:
        raise ValueError("写成“≥90%”，或两头都有的“≥80% <90%”")
    signs = {">=": "≥", "<=": "≤"}
    return tuple(
        (signs.get(m[1], m[1]), Decimal(m[2]) / 100 if m[3] else Decimal(m[2])) for m in found
    )


class BandDeclaration(Declaration):
    """One band of a part that is scored by bands; without a condition it always fits."""

    bounds: Annotated[tuple[Bound, ...], BeforeValidator(_bounds)] = Field((), alias="条件")
    points: Points = Field(alias="得分")


class PartDeclaration(Declaration):
    """A part of an indicator's rule: one way of computing its points, or none (the department judges).

    Every expression is in the language of templates; a part never earns more than its points, nor
    less than 0.
    """

    name: str = Field("", alias="名称")
    points: Points = Field(alias="分值")
    ratio: str = Field("", alias="比例")
    zero_above: Flag = Field(False, alias="超过得零分")
    value: str = Field("", alias="值")
    bands: list[BandDeclaration] = Field(default_factory=list, alias="分档")
    count: str = Field("", alias="扣分次数")
    each: Points = Field(Decimal(1), alias="每次扣")
    score: str = Field("", alias="得分")

    @property
    def judged(self) -> bool:
        """Whether only the department itself can say what this part earns."""
        return not (self.ratio or self.value or self.count or self.score)

    @model_validator(mode="after")
    def _one_way(self) -> PartDeclaration:
        ways = [
            alias
            for alias, source in (
                ("比例", self.ratio),
                ("值", self.value),
                ("扣分次数", self.count),
                ("得分", self.score),
            )
            if source
        ]
        if len(ways) > 1:
            raise ValueError(f"一项只能有一种算法，这里写了{'、'.join(ways)}")
        if bool(self.value) != bool(self.bands):
            raise ValueError("“值”和“分档”要一起写")
        over = [band.points for band in self.bands if band.points > self.points]
        if over:
            raise ValueError(f"有一档得 {max(over)} 分，高于这一项的分值 {self.points}")
        return self


class IndicatorDeclaration(Declaration):
    """One 三级指标 of the framework: where it stands, its weight, its texts and its rule."""

    name: str = Field(alias="名称")
    first: str = Field(alias="一级指标")
    second: str = Field("", alias="二级指标")
    points: Points = Field(alias="分值")
    meaning: str = Field("", alias="指标说明")
    standard: str = Field("", alias="评分标准")
    parts: list[PartDeclaration] = Field(default_factory=list, alias="规则")
    veto: str = Field("", alias="得零分")

    @property
    def computed(self) -> bool:
        """Whether the data can say anything about its score."""
        return bool(self.veto) or any(not part.judged for part in self.parts)

    @model_validator(mode="after")
    def _parts_add_up(self) -> IndicatorDeclaration:
        if self.parts:
            summed = sum((part.points for part in self.parts), Decimal(0))
            if summed != self.points:
                raise ValueError(
                    f"“{self.name}”规则各项的分值合计 {summed}，应等于它的分值 {self.points}"
                )
        return self


class FrameworkDeclaration(Declaration):
    """整体: the framework of indicators; the weights make the full score."""

    full: Points = Field(Decimal(100), alias="满分")
    round_to: int = Field(2, alias="取位", ge=0, le=6)
    indicators: list[IndicatorDeclaration] = Field(alias="指标")

    @model_validator(mode="after")
    def _weights_add_up(self) -> FrameworkDeclaration:
        summed = sum((item.points for item in self.indicators), Decimal(0))
        if summed != self.full:
            raise ValueError(f"各指标的分值合计 {summed}，应等于满分 {self.full}")
        return self
