"""What heads and labels of budget tables ask of the ledgers, as templates write it."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

FISCAL: Final = '["一般公共预算拨款", "政府性基金预算拨款", "国有资本经营预算拨款"]'
_CONDITIONS: Final = {
    r"(本年)?(收入|支出|预算|资金)?(合计|总计|小计)|预算数|金额|(本|当)年(度)?预算(数|安排数)?": "",
    r"(调整|全年|调整后)预算(数)?": '阶段="调整"',
    r"(本年|全年)?(决算|执行)(数|金额)?": '阶段="执行"',
    r"基本支出(小计|合计)?": '类型="基本支出"',
    r"项目支出(小计|合计)?": '类型="项目支出"',
    r"(事业单位)?经营支出": '类型="事业单位经营支出"',
    r"上缴上级(支出)?": '类型="上缴上级支出"',
    r"对?附属单位补助(支出)?": '类型="对附属单位补助支出"',
    r"人员(经费|支出)": '类型="基本支出", 经济科目=人员科目',
    r"(日常)?公用(经费|支出)": '类型="基本支出", 经济科目=公用科目',
    r"财政拨款(收入)?": f"资金性质={FISCAL}",
    r"一般公共预算(财政)?(拨款)?(收入|资金|支出)?": '资金性质="一般公共预算拨款"',
    r"政府性?基金(预算)?(财政)?(拨款)?(收入|资金|支出)?": '资金性质="政府性基金预算拨款"',
    r"国有资本经营(预算)?(财政)?(拨款)?(收入|资金|支出)?": '资金性质="国有资本经营预算拨款"',
    r"(财政)?专户(管理)?(资金)?(收入)?": '资金性质="财政专户管理资金"',
    r"事业收入": '资金性质="事业收入"',
    r"(事业单位)?经营收入": '资金性质="事业单位经营收入"',
    r"上级补助(收入)?": '资金性质="上级补助收入"',
    r"附属单位上缴(收入)?": '资金性质="附属单位上缴收入"',
    r"其他收入": '资金性质="其他收入"',
    r"上年结转(结余|资金)?": '年度来源="上年结转"',
    r"(本|当)年(收入|支出|预算|拨款)": '年度来源="当年"',
}
_RULES: Final = [(re.compile(pattern), condition) for pattern, condition in _CONDITIONS.items()]
_PART: Final = re.compile(r'\w+=(?:\[[^\]]*\]|"[^"]*"|[\w.]+)')
_RATE: Final = re.compile(r".*(增减|增长|增幅|变动).{0,3}(%|率|比例|幅度|百分比)|增长率?%?|增幅")
_CHANGE: Final = re.compile(r".*(增减|增加|变动)(额|数|金额|情况|变化)?")
_LAST: Final = re.compile(r"(上|去)年(度)?(预算|执行|决算)?(数|金额|安排数)?")
_PUBLIC: Final = (
    (re.compile(r"因公出国.*"), "三公.因公出国"),
    (re.compile(r"公务用车购置(费)?"), "三公.公务用车购置费"),
    (re.compile(r"公务用车运行(维护)?(费)?"), "三公.公务用车运行维护费"),
    (re.compile(r"公务用车购置及运行.*|公务用车(费)?"), "三公.公务用车"),
    (re.compile(r"公务接待(费)?"), "三公.公务接待费"),
    (re.compile(r"合计|总计|[“\"]?三公[”\"]?经费(合计)?"), "三公.合计"),
)
_PUBLIC_CODES: Final = {
    "三公.因公出国": '"30212"',
    "三公.公务用车购置费": '"31013"',
    "三公.公务用车运行维护费": '"30231"',
    "三公.公务用车": '["31013", "30231"]',
    "三公.公务接待费": '"30217"',
    "三公.合计": "三公科目",
}


def condition_of(label: str) -> str | None:
    """The conditions of an amount that a head names; "" for all of it, None where it is not known."""
    return next((found for pattern, found in _RULES if pattern.fullmatch(label)), None)


class Asked(NamedTuple):
    """What a column asks: the conditions of an amount, whether last year's, or the change from it."""

    conditions: str = ""
    last: bool = False
    change: str = ""
    """增减 or 增减率."""
    before: str = ""
    """What last year's figure is asked besides: its stage."""

    def of(self, this: str, last: str) -> str:
        """The expression of the column for this year's and last year's figure."""
        if self.change:
            return f"对比({this}, {last}).{self.change}"
        return last if self.last else this


def asked_of(heads: list[str], year: int) -> Asked | None:
    """What the heads above each other ask, the lowest last; None where that is not known.

    `year` is the one the form is for: its own number means 本年, the one before 上年.
    """
    labels = [_named(head, year) for head in heads]
    above = "".join(labels)
    before = '阶段="执行"' if re.search(r"[上去]年度?(执行|决算)", above) else ""
    found: list[str] = []
    last, change = False, ""
    for label in labels:
        lowest = label is labels[-1]
        known = condition_of(label)
        if known is None and lowest and _RATE.fullmatch(label):
            change = "增减率"
        elif known is None and lowest and _CHANGE.fullmatch(label):
            change = "增减"
        elif known is None and _LAST.fullmatch(label):
            last = True
        elif known is None and lowest:
            return None
        elif known:
            found.append(known)
    return Asked(merged(found), last, change, before)


def is_head(label: str) -> bool:
    """Whether a text reads like the head of a column of amounts, whatever the year."""
    return asked_of([re.sub(r"20\d\d年度?", "本年", label)], 0) is not None


def _named(head: str, year: int) -> str:
    """A head with the form's year as 本年 and the one before as 上年."""
    if not year:
        return head
    return re.sub(rf"{year - 1}年度?", "上年", re.sub(rf"{year}年度?", "本年", head))


def public_figure(label: str) -> str:
    """The figure of a kind of 三公; "" where the label is none of them."""
    return next((name for pattern, name in _PUBLIC if pattern.fullmatch(label)), "")


def with_conditions(figure: str, asked: str) -> str:
    """`支出.合计` or `支出.金额(…)` or `三公.…` under further conditions."""
    if figure in _PUBLIC_CODES:
        return f"支出.金额({merged([f'经济科目={_PUBLIC_CODES[figure]}', '资金性质=财政拨款', asked])})"
    inner = re.search(r"\((.*)\)$", figure)
    if inner and "经济科目=" in inner[1]:
        # The subject of a row is narrower than that of the block it stands in.
        asked = merged([part for part in _PART.findall(asked) if not part.startswith("经济科目=")])
    return f"{figure[:2]}.金额({merged([part for part in (inner[1] if inner else '', asked) if part])})"


def merged(conditions: list[str]) -> str:
    """Conditions side by side, each name once: the last, which is the narrowest, stands."""
    found: dict[str, str] = {}
    for condition in conditions:
        for part in _PART.findall(condition):
            found[part.partition("=")[0]] = part
    return ", ".join(found.values())
