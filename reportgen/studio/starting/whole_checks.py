"""checks.yaml for a form about a whole department: what the general checks hold of projects.

Its indicators are a section of the new format, which no general check knows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.studio.starting.found import FACTS_OF_WHOLE, INDICATORS_OF_WHOLE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reportgen.studio.starting.found import Found

_HEAD: Final = "# 整体指标的核对；满分不是 100 的、不要核对的，请改。\n规则:\n"
_NOT_ABOVE: Final = """- 编号: ZT01
  名称: 整体指标的得分不超过分值
  逐行: {section}
  对象: "{{{{ 行.三级指标 }}}}"
  左: 行.得分
  左名: 得分
  关系: ≤
  右: 行.分值
  右名: 分值
  级别: 错误
  说明: 请核对得分和分值。
"""
_FULL: Final = """- 编号: ZT02
  名称: 整体指标的分值合计是 100 分
  条件: {section}
  左: {sum}
  左名: 分值合计
  关系: =
  右: 100
  右名: 满分
  级别: 须说明
  说明: 请核对各指标的分值。
"""
_REASON: Final = """- 编号: ZT03
  名称: 整体指标扣了分要写原因
  逐行: {section}
  条件: 行.得分 is not 空 and not 行.偏差原因
  对象: "{{{{ 行.三级指标 }}}}"
  左: 行.得分
  左名: 得分
  关系: ≥
  右: 行.分值
  右名: 分值
  级别: 须说明
  说明: 扣了分，请在“偏差原因”里写明原因。
"""


def checks_yaml(forms: Iterable[Found]) -> str:
    """The file; empty where no form needs it."""
    extras = [key for found in forms for key in found.extras]
    fields = {name for section, name in extras if section == INDICATORS_OF_WHOLE}
    if not {"三级指标", "分值"} <= fields:
        return ""
    total = f'求和({INDICATORS_OF_WHOLE} | map(attribute="分值"))'
    if (FACTS_OF_WHOLE, "执行率分值") in extras:
        total += f" + {FACTS_OF_WHOLE}.执行率分值"
    rules = [_NOT_ABOVE] if "得分" in fields else []
    rules.append(_FULL)
    rules += [_REASON] if {"得分", "偏差原因"} <= fields else []
    return _HEAD + "".join(rule.format(section=INDICATORS_OF_WHOLE, sum=total) for rule in rules)
