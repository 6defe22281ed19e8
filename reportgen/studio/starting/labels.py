"""What the labels of official forms mean: which name of a template belongs beside or below each.

Labels are matched without blanks, brackets and numbering (`grid.label_of`). Sources: 财预〔2020〕10号,
财预〔2016〕143号, and the forms that districts publish.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from reportgen.model.fields import FieldType
from reportgen.studio.starting.grid import bare, label_of


class Extra(NamedTuple):
    """A field beyond the common model, which the new format declares in its fields.yaml."""

    section: str
    name: str
    type: FieldType
    meaning: str = ""
    options: tuple[str, ...] = ()
    required: bool = False


def _rules(table: dict[str, str]) -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(pattern), target) for pattern, target in table.items()]


PROJECT: Final = _rules(
    {
        r"项目(名称|全称)": "{{ 项.名称 }}",
        r"项目(编码|代码|编号)": "{{ 项.编码 }}",
        r"(项目)?(业务)?主管(部门|单位)(名称|及代码)?": "{{ 项.主管部门 or 部门.名称 }}",
        r"(项目)?(具体)?(实施|执行|承担)(单位|部门)(名称)?|项目单位": (
            "{{ 项.实施单位 or 项.单位 or 部门.名称 }}"
        ),
        r"(预算)?单位(编码|代码)": "{{ 项.单位编码 }}",
        r"部门(编码|代码)": "{{ 部门.代码 }}",
        r"(预算|填报|编制|编报|申报)(单位|部门)(名称)?|(部门|单位)名称": "{{ 部门.名称 }}",
        r"(预算|自评|评价)?年(度|份)": "{{ 年度 }}",
        r"(年度|年初|项目)?(年度)?(总体)?(绩效)?(预期|设定)(绩效)?目标|(项目)?年度(总体|绩效|总体绩效)?目标"
        r"|总体(绩效)?目标|预期(总体)?目标|绩效目标": "{{ 项.预期目标 }}",
        r"(全年)?(目标)?(实际)?完成情况(综述)?|(年度|总体)+(绩效)?目标(实际)?完成情况(综述)?": (
            "{{ 项.实际完成情况 }}"
        ),
        r"(自评|评价|绩效|评定)(等级|等次)|等级": "{{ 项.等级 }}",
        r"(自评)?(总得分|总分|综合得分)|自评(总)?得分": "{{ 项.总分 | 得分 }}",
        r"(预算)?执行率得分": "{{ 项.执行率得分 | 得分 }}",
    }
)
"""Labels of a form about one project, with what stands beside or below them."""

_LONG: Final = (
    r"(自评|评价|绩效评价)?结论|(主要)?存在(的)?(主要)?问题(及原因)?|(下一步)?(改进|整改)(的)?(措施|建议)|其他(需要|应当)?说明的?(事项|问题|情况)"
    r"|(主要)?经验(及)?做法|项目实施(内容及)?(过程)?(概述|情况)|项目(概况|概述|简介|基本情况说明)|立项依据|项目实施内容及过程概述"
    r"|有关建议|备注|偏差(大|较大)?(原因|情况)?说明"
)
_SHORT: Final = (
    r"(项目|财务|单位|部门)?负责人|(项目)?联系人|经办人|(联系|办公)?电话|(填表|填报|制表|审核|编制)人(员)?(姓名)?"
    r"|项目(类别|类型|属性|级次|期限|周期|起止时间|起止年限|来源)|资金(用途|来源)|项目实施期|行业(领域)?|评价(机构|方式|人员)"
)
_UNIT_AT_END: Final = re.compile(r"\((万元|元|%|分)\)$")
_DATE: Final = r"(填报|填表|自评|评价|编制|制表)(日期|时间)"

COLUMNS: Final = _rules(
    {
        r"一级(绩效)?(指标|目标)(名称)?": "一级指标",
        r"二级(绩效)?(指标|目标)(名称)?": "二级指标",
        r"三级(绩效)?(指标|目标)(名称|内容)?|(绩效)?指标(名称|内容)|具体指标": "三级指标",
        r"三级指标(及|和|与)(指标|目标)值": "三级指标及值",
        r"(指标)?性质|符号|计算符号|目标值性质": "性质",
        r"(年度|年初|预期|计划|全年|设定)?(绩效)?(指标|目标|指标目标)值|(年度)?指标值|(年度|预期)?目标|数值|值": "指标值",
        r"(计量|度量|指标)?单位": "单位",
        r"(全年|年度|年末)?(实际)?完成(值|情况)|实际(完成)?值|(指标)?完成情况": "实际完成值",
        r"(指标)?(分值|权重)(分值)?|标准分|满分": "权重",
        r"(自评|评价|指标)?得分|评分": "得分",
        r"得分系数": "得分系数",
        r"(指标)?完成率|完成比例|完成程度": "完成率",
        r"(未完成|偏差|扣分|未达标|偏离)+.{0,14}(原因|措施|分析|说明).*|原因(分析)?(及改进措施)?|备注": "偏差原因",
    }
)
"""Heads of the table of indicators."""

MONEY: Final = _rules(
    {
        r"(年初|期初)预算(数|金额|安排)?": "年初预算数",
        r"(全年|调整后?|年度|追加后)预算(数|金额)?|预算(数|金额|安排数)": "全年预算数",
        r"(全年|预算|实际)?(执行|支出|支付|完成)(数|金额|情况)|决算(数|金额)|实际支出": "全年执行数",
        r"分值|权重|标准分": "分值",
        r"(预算)?(支出)?(执行|完成)(率|比例)": "执行率",
        r"(预算)?(执行率)?(自评)?得分": "得分",
    }
)
"""Heads of the table of money."""
AMOUNTS: Final = frozenset({"年初预算数", "全年预算数", "全年执行数"})

TOTAL_OF_FUNDS: Final = re.compile(r"(年度|项目)*(资金|预算)?(总额|合计|总计|小计)|(年度)?资金总额")
FUND: Final = re.compile(
    r"(其中:?)?.{0,8}(财政|拨款|预算|基金|结转|结余|资金|收入|支出|专户|债券|自筹|贷款).{0,8}|(其中:?)?(中央|省级?|市级?|区级?|县级?)"
)
SUM: Final = re.compile(r"(总分|总计|合计|总得分|得分合计|分值合计|自评总分|综合得分)")
TAIL: Final = re.compile(
    rf"{SUM.pattern}|{_LONG}|(自评|评价|绩效|评定)(等级|等次)|注.*|说明.*|{_SHORT}|{_DATE}"
)
"""What the table of indicators ends before."""
HEAD: Final = re.compile(
    r"\D{0,10}(资金|金额|指标|名称|编码|情况|内容|依据|分值|权重|方向|说明|科目|品目|目录)"
)
"""What reads like the head of a column, and so is no value that was filled in."""
MONEY_UNIT: Final = re.compile(r"(金额|计量|货币)?单位:(人民币)?[百千万亿]?元")
"""The line 单位：万元 beside a title: neither a label nor a value."""
SIGNED: Final = re.compile(r"签字|签章|盖章|签名|公章")


def meaning_of(label: str, rules: list[tuple[re.Pattern[str], str]]) -> str:
    """What a label means by the first rule that fits it whole; empty where none does."""
    return next((target for pattern, target in rules if pattern.fullmatch(label)), "")


def extra_of(label: str) -> Extra | None:
    """The field that a label asks for beyond the common model, where it is known which."""
    if re.fullmatch(_DATE, label):
        return Extra("项目", label, FieldType.DATE)
    if re.fullmatch(_LONG, label):
        return Extra("项目", label, FieldType.LONG_TEXT)
    if re.fullmatch(_SHORT, label):
        return Extra("项目", label, FieldType.TEXT)
    return None


def is_label(text: str) -> bool:
    """Whether a text is a label of a form (or begins with one), and so no value that was filled in."""
    words = bare(text)
    before, colon, _ = words.partition(":")
    if colon and before and before != words.rstrip(":") and is_label(before):
        return True
    label = label_of(text)
    return bool(
        MONEY_UNIT.fullmatch(words)
        or HEAD.fullmatch(label)
        or _UNIT_AT_END.search(words)
        or meaning_of(label, PROJECT)
        or meaning_of(label, COLUMNS)
        or meaning_of(label, MONEY)
        or extra_of(label)
        or SUM.fullmatch(label)
        or TOTAL_OF_FUNDS.fullmatch(label)
    )
