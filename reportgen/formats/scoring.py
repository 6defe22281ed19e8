"""What may stand in a format's scoring.yaml: how its projects, and the department, are scored.

Weights, rules, rounding and grades only; the arithmetic is `reportgen.compute.scoring`. The
defaults are those of 财预〔2020〕10号, so that a file only says what is different.
docs/design/format-files.md describes the same for those who write it.
"""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from reportgen.formats.declarations import Declaration, Flag, NumberDeclaration, Texts
from reportgen.formats.evaluation import FrameworkDeclaration  # noqa: TC001 - pydantic reads it
from reportgen.model.common import FUNDS

Level = Literal["错误", "须说明", "提示"]


def _percent(value: Any) -> Any:
    """A share may be written 30% or 0.3."""
    if isinstance(value, str) and value.strip().endswith("%"):
        try:
            return Decimal(value.strip()[:-1]) / 100
        except ArithmeticError:
            raise ValueError("应是数或百分数，如 30%") from None
    return value


Share = Annotated[Decimal, BeforeValidator(_percent)]
Points = Annotated[Decimal, Field(ge=0, le=10000)]


class RateDeclaration(Declaration):
    """预算执行率: executed money over the budget, and the points it earns."""

    weight: Points = Field(Decimal(10), alias="分值")
    inside: str = Field("", alias="所在一级指标")
    indicators: Texts = Field(default_factory=list, alias="指标名称")
    denominator: Literal["全年预算数", "年初预算数"] = Field("全年预算数", alias="分母")
    round_to: int | None = Field(2, alias="取位", ge=0, le=8)
    decimals: int = Field(2, alias="显示位数", ge=0, le=8)
    rounded_first: Flag = Field(True, alias="按取位后计分")
    every_row: Flag = Field(False, alias="各行")
    zero_budget: Literal["不计分", "满分", "零分"] = Field("不计分", alias="预算为零")


class ScoreDeclaration(Declaration):
    """How scores are rounded and shown."""

    round_to: int = Field(2, alias="取位", ge=0, le=6)
    decimals: int = Field(2, alias="显示位数", ge=0, le=6)


class GroupDeclaration(Declaration):
    """One level-1 group; without points its weight is not prescribed."""

    name: str = Field(alias="名称")
    points: Points | None = Field(None, alias="分值")
    aliases: Texts = Field(default_factory=list, alias="又名")


class SchemeDeclaration(Declaration):
    """Other weights, used for a project that has indicators in one of the groups `when`."""

    name: str = Field(alias="名称")
    when: Texts = Field(alias="含一级指标")
    points: dict[str, Points] = Field(alias="分值")
    rate: Points | None = Field(None, alias="执行率")


class FundRowDeclaration(Declaration):
    """One row of the money table, and which lines of the ledger belong to it."""

    name: str = Field(alias="名称")
    label: str = Field("", alias="打印")
    funds: Texts = Field(default_factory=list, alias="资金性质")
    vintages: Texts = Field(default_factory=list, alias="年度来源")


def _usual_rows() -> list[FundRowDeclaration]:
    """The rows of the form of 财预〔2020〕10号."""
    fiscal, other = list(FUNDS[:3]), list(FUNDS[3:])
    return [
        FundRowDeclaration.model_validate(row)
        for row in (
            {"名称": "当年财政拨款", "资金性质": fiscal, "年度来源": ["当年"]},
            {"名称": "上年结转资金", "年度来源": ["上年结转"]},
            {"名称": "其他资金", "资金性质": other, "年度来源": ["当年"]},
        )
    ]


class FundsDeclaration(Declaration):
    """The money table: the row of the total, and the rows it is the sum of."""

    total: str = Field("年度资金总额", alias="总额")
    total_aliases: Texts = Field(default_factory=list, alias="总额又名")
    rows: list[FundRowDeclaration] = Field(default_factory=_usual_rows, alias="行")


class QuantitativeDeclaration(Declaration):
    """The rule for indicators with a number."""

    rule: Literal["按比例", "达标得满分"] = Field("按比例", alias="规则")
    floor: Share = Field(Decimal(0), alias="低于此比例得零分", ge=0, le=1)
    about: Share = Field(Decimal("0.1"), alias="约数允许偏差", ge=0, le=1)
    excess: Share | None = Field(Decimal("0.3"), alias="超额比例", ge=0)
    excess_level: Level = Field("提示", alias="超额级别")


class BandDeclaration(Declaration):
    """The points of a degree of attainment, as shares of the weight."""

    name: str = Field(alias="名称")
    upper: Share = Field(alias="上限", ge=0, le=1)
    lower: Share = Field(alias="下限", ge=0, le=1)


class NotApplicableDeclaration(Declaration):
    """Indicators that a project does not have: how that is written, and what they are given."""

    words: Texts = Field(
        default_factory=lambda: ["不适用", "未设置", "无须设置", "无需设置", "不涉及"], alias="写法"
    )
    score: Literal["照填写", "满分", "零分"] = Field("照填写", alias="计分")


class GradeDeclaration(Declaration):
    """A grade and the total it begins at."""

    name: str = Field(alias="名称")
    lower: Decimal = Field(alias="下限")


class ScoringDeclaration(Declaration):
    """scoring.yaml."""

    full: Points = Field(Decimal(100), alias="满分")
    rate: RateDeclaration = Field(
        default_factory=partial(RateDeclaration.model_validate, {}), alias="执行率"
    )
    score: ScoreDeclaration = Field(
        default_factory=partial(ScoreDeclaration.model_validate, {}), alias="得分"
    )
    groups: list[GroupDeclaration] = Field(default_factory=list, alias="一级指标")
    schemes: list[SchemeDeclaration] = Field(default_factory=list, alias="方案")
    funds: FundsDeclaration = Field(
        default_factory=partial(FundsDeclaration.model_validate, {}), alias="资金"
    )
    quantitative: QuantitativeDeclaration = Field(
        default_factory=partial(QuantitativeDeclaration.model_validate, {}), alias="定量指标"
    )
    bands: list[BandDeclaration] = Field(default_factory=list, alias="定性指标")
    not_applicable: NotApplicableDeclaration = Field(
        default_factory=partial(NotApplicableDeclaration.model_validate, {}), alias="不适用"
    )
    no_reason: Texts = Field(
        default_factory=lambda: ["无", "无偏差", "没有偏差", "—", "-", "/"], alias="不算原因的写法"
    )
    cost_words: Texts = Field(default_factory=lambda: ["成本"], alias="成本类指标")
    grades: list[GradeDeclaration] = Field(default_factory=list, alias="等级")
    framework: FrameworkDeclaration | None = Field(None, alias="整体")

    @model_validator(mode="after")
    def _weights_add_up(self) -> ScoringDeclaration:
        own = {group.name: group.points for group in self.groups}
        schemes = [("", own, self.rate.weight)] + [
            (
                f"方案“{s.name}”的",
                dict(s.points),
                s.rate if s.rate is not None else self.rate.weight,
            )
            for s in self.schemes
        ]
        for label, points, rate in schemes:
            given = [value for value in points.values() if value is not None]
            if not points or len(given) < len(points):
                continue
            apart = Decimal(0) if self.rate.inside else rate
            if sum(given, apart) != self.full:
                raise ValueError(
                    f"{label}各一级指标的分值加上执行率的分值是 {sum(given, apart)}，应等于满分 {self.full}"
                )
        return self


def general_scoring() -> ScoringDeclaration:
    """What holds where a format has no scoring.yaml: 财预〔2020〕10号 without prescribed weights."""
    return ScoringDeclaration.model_validate({})


def scoring_numbers(scoring: ScoringDeclaration) -> dict[str, NumberDeclaration]:
    """The number filters 执行率 (no % sign: the head has it) and 得分, as scoring.yaml shows them."""
    return {
        "执行率": NumberDeclaration.model_validate(
            {"单位": "百分比", "位数": scoring.rate.decimals, "后缀": ""}
        ),
        "得分": NumberDeclaration.model_validate({"单位": "数", "位数": scoring.score.decimals}),
    }
