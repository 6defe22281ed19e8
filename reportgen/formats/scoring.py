"""What may stand in a format's scoring.yaml: how its projects, and the department, are scored.

Weights, rules, rounding and grades only; the arithmetic is `reportgen.compute.scoring`. The
defaults are those of 财预〔2020〕10号, so that a file only says what is different.
docs/design/format-files.md describes the same for those who write it.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from reportgen.formats.declarations import Flag, NumberDeclaration, Texts
from reportgen.formats.declaring import Before, Within, declaration, under
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


Share = Annotated[Decimal, Before(_percent)]
Points = Annotated[Decimal, Within(0, 10000)]


@declaration
class RateDeclaration:
    """预算执行率: executed money over the budget, and the points it earns."""

    weight: Points = under("分值", default=Decimal(10))
    inside: str = under("所在一级指标", default="")
    indicators: Texts = under("指标名称", default_factory=list)
    denominator: Literal["全年预算数", "年初预算数"] = under("分母", default="全年预算数")
    round_to: int | None = under("取位", default=2, ge=0, le=8)
    decimals: int = under("显示位数", default=2, ge=0, le=8)
    rounded_first: Flag = under("按取位后计分", default=True)
    every_row: Flag = under("各行", default=False)
    zero_budget: Literal["不计分", "满分", "零分"] = under("预算为零", default="不计分")


@declaration
class ScoreDeclaration:
    """How scores are rounded and shown."""

    round_to: int = under("取位", default=2, ge=0, le=6)
    decimals: int = under("显示位数", default=2, ge=0, le=6)


@declaration
class GroupDeclaration:
    """One level-1 group; without points its weight is not prescribed."""

    name: str = under("名称")
    points: Points | None = under("分值", default=None)
    aliases: Texts = under("又名", default_factory=list)


@declaration
class SchemeDeclaration:
    """Other weights, used for a project that has indicators in one of the groups `when`."""

    name: str = under("名称")
    when: Texts = under("含一级指标")
    points: dict[str, Points] = under("分值")
    rate: Points | None = under("执行率", default=None)


@declaration
class FundRowDeclaration:
    """One row of the money table, and which lines of the ledger belong to it."""

    name: str = under("名称")
    label: str = under("打印", default="")
    funds: Texts = under("资金性质", default_factory=list)
    vintages: Texts = under("年度来源", default_factory=list)


def _usual_rows() -> list[FundRowDeclaration]:
    """The rows of the form of 财预〔2020〕10号."""
    fiscal, other = list(FUNDS[:3]), list(FUNDS[3:])
    return [
        FundRowDeclaration(name="当年财政拨款", funds=fiscal, vintages=["当年"]),
        FundRowDeclaration(name="上年结转资金", vintages=["上年结转"]),
        FundRowDeclaration(name="其他资金", funds=other, vintages=["当年"]),
    ]


@declaration
class FundsDeclaration:
    """The money table: the row of the total, and the rows it is the sum of."""

    total: str = under("总额", default="年度资金总额")
    total_aliases: Texts = under("总额又名", default_factory=list)
    rows: list[FundRowDeclaration] = under("行", default_factory=_usual_rows)


@declaration
class QuantitativeDeclaration:
    """The rule for indicators with a number."""

    rule: Literal["按比例", "达标得满分"] = under("规则", default="按比例")
    floor: Share = under("低于此比例得零分", default=Decimal(0), ge=0, le=1)
    about: Share = under("约数允许偏差", default=Decimal("0.1"), ge=0, le=1)
    excess: Share | None = under("超额比例", default=Decimal("0.3"), ge=0)
    excess_level: Level = under("超额级别", default="提示")


@declaration
class BandDeclaration:
    """The points of a degree of attainment, as shares of the weight."""

    name: str = under("名称")
    upper: Share = under("上限", ge=0, le=1)
    lower: Share = under("下限", ge=0, le=1)


@declaration
class NotApplicableDeclaration:
    """Indicators that a project does not have: how that is written, and what they are given."""

    words: Texts = under(
        "写法", default_factory=lambda: ["不适用", "未设置", "无须设置", "无需设置", "不涉及"]
    )
    score: Literal["照填写", "满分", "零分"] = under("计分", default="照填写")


@declaration
class GradeDeclaration:
    """A grade and the total it begins at."""

    name: str = under("名称")
    lower: Decimal = under("下限")


@declaration
class ScoringDeclaration:
    """scoring.yaml."""

    full: Points = under("满分", default=Decimal(100))
    rate: RateDeclaration = under("执行率", default_factory=RateDeclaration)
    score: ScoreDeclaration = under("得分", default_factory=ScoreDeclaration)
    groups: list[GroupDeclaration] = under("一级指标", default_factory=list)
    schemes: list[SchemeDeclaration] = under("方案", default_factory=list)
    funds: FundsDeclaration = under("资金", default_factory=FundsDeclaration)
    quantitative: QuantitativeDeclaration = under(
        "定量指标", default_factory=QuantitativeDeclaration
    )
    bands: list[BandDeclaration] = under("定性指标", default_factory=list)
    not_applicable: NotApplicableDeclaration = under(
        "不适用", default_factory=NotApplicableDeclaration
    )
    no_reason: Texts = under(
        "不算原因的写法", default_factory=lambda: ["无", "无偏差", "没有偏差", "—", "-", "/"]
    )
    cost_words: Texts = under("成本类指标", default_factory=lambda: ["成本"])
    grades: list[GradeDeclaration] = under("等级", default_factory=list)
    framework: FrameworkDeclaration | None = under("整体", default=None)

    def __post_init__(self) -> None:
        """ValueError where the weights do not add up."""
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


def general_scoring() -> ScoringDeclaration:
    """What holds where a format has no scoring.yaml: 财预〔2020〕10号 without prescribed weights."""
    return ScoringDeclaration()


def scoring_numbers(scoring: ScoringDeclaration) -> dict[str, NumberDeclaration]:
    """The number filters 执行率 (no % sign: the head has it) and 得分, as scoring.yaml shows them."""
    return {
        "执行率": NumberDeclaration(unit="百分比", decimals=scoring.rate.decimals, suffix=""),
        "得分": NumberDeclaration(unit="数", decimals=scoring.score.decimals),
    }
