"""Units as they stand in targets and actual values: 天, 人次, 万元, %, 次/年.

Only for telling whether two measured values can be compared, and in which scale. Amounts of the
ledger are not read here.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Final

from reportgen.frozen import frozen

PERCENT: Final = "%"
_WORDS: Final = (
    "个工作日 工作日 个自然日 自然日 天 日 个小时 小时 分钟 秒 个月 个季度 季度 年 周岁 岁 周 星期 "
    "人次 人天 人日 人 名 位 户次 户 家次 家 "
    "批次 批 班次 场次 频次 车次 次 场 期 轮 遍 趟 届 "
    "个百分点 个 项次 项 件次 件 条 篇 份 册 本 部 卷 宗 起 例 单 张 幅 块 支 封 枚 枝 只 头 株 棵 "
    "台套 台 套 辆 架 艘 座 栋 幢 间 处 所 站 点 根 盏 扇 路 "
    "课时 学时 班 门 节 集 分 星级 星 级 "
    "平方公里 平方千米 平方米 平米 m2 km2 立方米 m3 公顷 亩 公里 千米 km 米 m 厘米 毫米 "
    "吨标准煤 吨 公斤 千克 kg 克 升 毫升 千瓦时 千瓦 度 ℃ 兆 G T M 元 港元 美元 % ‰"
)
_BASE: Final = "|".join(re.escape(word) for word in sorted(_WORDS.split(), key=len, reverse=True))
_PER: Final = r"(?:/(?:每)?(?:人|年|月|日|天|次|场|季度|季|周|个|件|家|户|台|项|平方米|学期|批次|班|期|半年){1,2}){0,2}"
UNIT: Final = rf"(?:(?:百万|千万|万|亿|千)?(?:{_BASE}){_PER}|百万|千万|万|亿)"
"""A unit as a pattern: multiplier, measure word, and per what."""

_PARTS: Final = re.compile(rf"(百万|千万|万|亿|千(?!米|克|瓦))?({_BASE})?({_PER})")
_MULTIPLIERS: Final = {
    "": Decimal(1),
    "千": Decimal(1000),
    "万": Decimal(10_000),
    "百万": Decimal(1_000_000),
    "千万": Decimal(10_000_000),
    "亿": Decimal(100_000_000),
}
_ALIASES: Final = {
    "个工作日": "工作日",
    "个自然日": "天",
    "自然日": "天",
    "日": "天",
    "个小时": "小时",
    "名": "人",
    "位": "人",
    "个季度": "季度",
    "场次": "场",
    "批": "批次",
    "频次": "次",
    "星期": "周",
    "周岁": "岁",
    "平米": "平方米",
    "m2": "平方米",
    "km2": "平方公里",
    "平方千米": "平方公里",
    "m3": "立方米",
    "m": "米",
    "km": "公里",
    "千米": "公里",
    "kg": "公斤",
    "千克": "公斤",
    "个百分点": PERCENT,
}
_SCALED: Final = {PERCENT: (PERCENT, Decimal(1)), "‰": (PERCENT, Decimal("0.1"))}


@frozen
class Unit:
    """What is counted (`base`), how many of it one stands for, and per what (`/年`)."""

    base: str
    factor: Decimal
    per: str

    def fits(self, other: Unit) -> bool:
        """Whether values in the two can be compared; what is left unsaid fits everything."""
        return (not self.base or not other.base or self.base == other.base) and (
            not self.per or not other.per or self.per == other.per
        )


NO_UNIT: Final = Unit("", Decimal(1), "")


@lru_cache(maxsize=4096)
def unit(text: str) -> Unit:
    """The unit in a text; a text that is no known unit counts itself, in ones."""
    match = _PARTS.fullmatch(text)
    if match is None:
        return Unit(text, Decimal(1), "")
    multiplier, base, per = match[1] or "", match[2] or "", match[3]
    base = _ALIASES.get(base, base)
    base, factor = _SCALED.get(base, (base, Decimal(1)))
    return Unit(base, factor * _MULTIPLIERS[multiplier], per.replace("每", ""))
