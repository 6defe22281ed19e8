"""Findings about departments that are merged from units (M230–M249)."""

from reportgen.finding import Severity, declare

_ERROR, _EXPLAIN, _HINT = Severity.ERROR, Severity.EXPLAIN, Severity.HINT

NO_FILE = declare(
    "M230", _ERROR, "找不到下属单位的数据", "“下属”写的是“{text}”，但没有这个文件，这个单位没有并进来。",
    meaning="下属单位数据文件的位置从本数据文件所在的文件夹算起。",
    remedy="改正位置；单位还没有报数据的，催报后再汇总。",
)  # fmt: skip
NO_DATA = declare(
    "M231", _EXPLAIN, "单位没有数据", "“单位”里有“{name}”，但没有它的数据，部门的数里没有它。",
    meaning="“单位”一节列出的每个单位都应有数据：在“下属”里给出数据文件，或者在明细里有它的行。",
    remedy="在“下属”里补上这个单位的数据文件；确实没有收支的，写明说明。",
)  # fmt: skip
NOT_LISTED = declare(
    "M232", _ERROR, "不在单位名单里", "下属单位“{name}”不在“单位”一节里{nearest}。",
    meaning="“单位”一节列出纳入部门预算的单位，下属数据的单位名称要与它一字不差。",
    remedy="名称写错的改正，也可以在“下属”的“名称”里写明它在“单位”里的名称；漏列的，补进“单位”。",
)  # fmt: skip
UNIT_TWICE = declare(
    "M233", _ERROR, "同一个单位两次", "“{name}”在“下属”里有两份数据，只算了前一份。",
    meaning="同一个单位并进来两次，数就重复计算了。",
    remedy="删去多余的一份；是两个单位的，在“下属”的“名称”里写明各自的名称。",
)  # fmt: skip
OTHER_YEAR = declare(
    "M234", _ERROR, "下属单位的年度不同", "“{name}”的数据是 {found} 年的，部门是 {expected} 年的，没有并进来。",
    meaning="只有同一年度的数据才能相加。",
    remedy="在“下属”里改成这个单位 {expected} 年的数据文件。",
)  # fmt: skip
OTHER_MONEY = declare(
    "M235", _HINT, "下属单位的金额单位不同", "“{name}”的金额单位是{found}，部门是{expected}，已经换算。",
    meaning="各份数据可以用不同的金额单位，程序都按元相加。",
    remedy="看一眼这个单位的数是不是确实按它的金额单位填的，没有差一万倍。",
)  # fmt: skip
IN_OWN_LINES = declare(
    "M236", _ERROR, "单位的数填了两处", "部门的“{section}”里有“{name}”的 {count} 行，共 {mine}；它自己的数据里是 {theirs}。只算了它自己的数据。",
    meaning="这个单位的数既在部门数据里，又在“下属”的数据里，都算就重复了。",
    remedy="删去部门数据里这个单位的行，或者从“下属”里去掉它。",
)  # fmt: skip
UNREADABLE = declare(
    "M237", _ERROR, "下属单位的数据读不出来", "“{text}”读不出来，这个单位没有并进来。",
    meaning="原因见同时列出的、位置在这个文件里的问题。",
    remedy="改好那个文件，再检查部门的数据。",
)  # fmt: skip
SAME_RECORD = declare(
    "M238", _EXPLAIN, "两个单位有同名的记录", "“{section}”里的“{label}”在{names}都有。",
    meaning="部门合在一起时，同名的两条分不清是哪个单位的。",
    remedy="名称里写明单位，例如“物业费（某某中心）”；确是两个单位共有的，写明说明。",
)  # fmt: skip
CIRCLE = declare(
    "M239", _ERROR, "下属绕回了自己", "“下属”写的“{text}”就是它自己，或者是它的上级，没有并进来。",
    meaning="一份数据不能是它自己的下属。",
    remedy="改正“下属”。",
)  # fmt: skip
OWN_NAME = declare(
    "M240", _HINT, "没有填单位的行", "有 {count} 行没有填单位，算作“{name}”的。",
    meaning="有下属单位时，部门数据里没有填单位的行是本级的。“单位”一节里没有这个名称。",
    remedy="在“单位”里列上本级（名称以“本级”结尾），或在明细里填上单位。",
)  # fmt: skip
