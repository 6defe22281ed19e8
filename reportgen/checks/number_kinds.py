"""The findings about numbers in authored text that are no sure slips (C730 to C739)."""

from __future__ import annotations

from typing import Final

from reportgen.finding import Severity, declare

PERHAPS_NUMBER: Final = declare(
    "C730",
    Severity.HINT,
    "数和已有的数差一位",
    "“{name}”里手写的 {text} 与{label} {known} 只差一位数字。",
    meaning="这句话说到的数，数据里也有，只差一位数字。可能是打错了，也可能本来就是两个数。",
    remedy="核对一下；就是那个数的，照提示改为引用。",
)
