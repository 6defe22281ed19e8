"""Findings about marked copies (G980–G989)."""

from reportgen.finding import Severity, declare

NOT_MARKED = declare(
    "G980", Severity.ERROR, "做不出批注副本", "“{name}”做不出批注副本：{why}。",
    meaning="批注副本由原文件复制而来；原文件打不开、已损坏，就复制不了。",
    remedy="先照列出的问题改好原文件；问题都已列在屏幕上。",
)  # fmt: skip
ALREADY_MARKED = declare(
    "G981", Severity.ERROR, "已经是批注副本", "“{name}”是检查时做出的批注副本，没有再批注。",
    meaning="副本里有上次的批注和颜色，再批注会混在一起。",
    remedy="请在原来的文件里改，再检查一次；副本只用来看。",
)  # fmt: skip
SAME_FILE = declare(
    "G982", Severity.ERROR, "不能写在原文件上", "“{name}”就是要检查的文件，批注副本没有写。",
    meaning="批注副本从不覆盖原文件。",
    remedy="-o 换一个文件名。",
)  # fmt: skip
OTHER_FILE = declare(
    "G983", Severity.ERROR, "已有别的文件", "“{name}”已经有了，而且不是批注副本，没有覆盖。",
    meaning="只有以前做出的批注副本才会被新的替换。",
    remedy="-o 换一个文件名，或把那个文件移开。",
)  # fmt: skip
TOO_MANY_NOTES = declare(
    "G984", Severity.HINT, "批注太多", "工作表「{sheet}」有 {count} 格有问题，只给前 {shown} 格加了批注；全部在“问题清单”里。",
    meaning="批注太多的工作簿打开很慢。",
    remedy="先改前面的，再检查一次。",
)  # fmt: skip
