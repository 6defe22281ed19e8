"""Totals of formulas that do not agree with the ledger they add up (T160–T169)."""

from typing import Final

from reportgen.finding import Severity, declare

TOTAL_DOUBLE: Final = declare(
    "T160",
    Severity.ERROR,
    "公式把上下级的数重复相加",
    "公式算出的 {text} 里同时加了“{inner}”和包含它的“{outer}”，同一笔钱加了两遍。",
    meaning="表里类、款、项各级都有一行，公式把它们全加了起来。",
    remedy="在模板里改公式：只加同一级的行；或者合计直接取数。",
)
TOTAL_DIFFERS: Final = declare(
    "T161",
    Severity.EXPLAIN,
    "公式的合计与台账不符",
    "公式算出的 {text} 与台账里的“{source}”（{ledger}）不相等。",
    meaning="这个合计由表里同一本台账、同样条件的各行相加，却不等于台账的合计，可能漏了行。",
    remedy="核对模板里公式的区域和循环的条件；只列一部分的表，在说明文件里写明。",
)
