"""Totals of formulas that do not agree with the ledger they add up (T160–T169)."""

from typing import Final

from reportgen.finding import Severity, declare

TOTAL_DOUBLE: Final = declare(
    "T160",
    Severity.ERROR,
    "公式把上下级的数重复相加",
    "公式算出的 {text} 同时加了“{outer}”和它下级的“{inner}”，同一笔钱加了两遍。",
    meaning="表里类、款、项各级都有一行，公式把它们全加了起来。",
    remedy="在模板里改公式：只加同一级的行；或者合计直接取数。",
)
TOTAL_DIFFERS: Final = declare(
    "T161",
    Severity.HINT,
    "公式的合计少加了科目",
    "公式算出的 {text} 加了 {count} 个科目，没有加{missing}（共 {amount}元）。",
    meaning="公式加的是同一本台账、同样条件、同一级的各个科目，却漏了有钱的科目（漏的比加的多，当作本来只列一部分，不提）。",
    remedy="核对模板里公式的区域和循环的条件；只列一部分科目的表，不用管。",
)
