"""The findings of numbering: references to nothing, keys given twice (R800 to R802)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.finding import Severity, declare
from reportgen.language.numerals import TWICE, UNKNOWN

if TYPE_CHECKING:
    from reportgen.finding import Finding
    from reportgen.language.numerals import Fault
    from reportgen.place import Place

UNKNOWN_REFERENCE: Final = declare(
    "R800",
    Severity.ERROR,
    "引用的编号没有打印",
    "“{around}”里引用了“{name}”的编号，这份文档里没有打印它。",
    meaning='见("…") 引用的表、图或标题，要在同一份文档里用同一个名字编号：表号("…")、图号("…")、'
    '题号(级, "…")。按条件没有打印的表，也就没有编号。',
    remedy="核对名字；表按条件省去的，引用它的那句话也用同样的条件省去。",
)
KEY_TWICE: Final = declare(
    "R801",
    Severity.ERROR,
    "两个编号用了同一个名字",
    "“{around}”这里的编号用了名字“{name}”，前面已经用过。",
    meaning="两张表（图、标题）用了同一个名字，引用时分不清指哪一个。循环里的表，名字要带上各自的名称。",
    remedy='给其中一个换个名字，例如 表号("指标" ~ 项.名称)；只想再印一遍同一个编号的，用 见("…")。',
)
NO_NUMBER: Final = declare(
    "R802",
    Severity.ERROR,
    "编号编不出来",
    "“{around}”这里编不出编号：{why}。",
    meaning="format.yaml 的“编号”要求的章号，在这里还没有。",
    remedy="章的标题用 {{ 题号(1) }} 编号；或者把编号改成不带章号的样式。",
)


def finding(fault: Fault, place: Place, around: str, hint: str = "") -> Finding:
    """The finding of a numeral that cannot be printed; `around` are the words it stands in."""
    if fault.why == UNKNOWN:
        return UNKNOWN_REFERENCE.at(place, hint=hint, name=fault.key, around=around)
    if fault.why == TWICE:
        return KEY_TWICE.at(place, name=fault.key, around=around)
    return NO_NUMBER.at(place, why=fault.why, around=around)
