"""Findings about explanations."""

from reportgen.checks import performance_kinds  # noqa: F401 - declares C650 and after
from reportgen.finding import Severity, declare

BAD_EXPLANATIONS = declare(
    "C607",
    Severity.ERROR,
    "说明文件写得不对",
    "说明文件应以“说明:”开头，下面每条以 - 开头。",
    meaning="数据文件旁边的“<年度>.说明.yaml”读不出说明。",
    remedy="用 `reportgen check --write-explanations` 生成，再填写各条的“说明”。",
)
OUTDATED = declare(
    "C608",
    Severity.HINT,
    "说明已过时",
    "数变了，原来的说明不再算数，请重新说明：{text}",
    meaning="这条说明是针对原来的数写的，现在数不同了。",
    remedy="核对原说明是否仍成立，照新数重写。",
)
MISSING_REASON = declare(
    "C684",
    Severity.EXPLAIN,
    "增减没有写原因",
    "“{name}”比上年{direction} {amount}（本年 {this}，上年 {last}），没有写原因。",
    meaning="预算公开要逐项说明与上年相比增减的原因；超过版式规定的变化都要有。",
    remedy="在“增减原因”里给这个数加一行，写明原因；数填错的，改正数。",
)
REASON_CONTRADICTS = declare(
    "C685",
    Severity.EXPLAIN,
    "原因与增减方向相反",
    "“{name}”比上年{direction} {amount}，原因里写的却是“{word}”：{text}",
    meaning="数减少了，原因却说增加、提高；或者数增加了，原因却说减少、压缩。多半是数改了，原因没有改。",
    remedy="核对数和原因，改正错的一个；确实不矛盾的，在说明文件里写明。",
)
REASON_FOR_NOTHING = declare(
    "C686",
    Severity.EXPLAIN,
    "持平却写了原因",
    "“{name}”与上年持平，都是 {amount}，却写了原因：{text}",
    meaning="没有增减的不用写原因；多半是数改了，原因没有删。",
    remedy="核对本年和上年的数；确实持平的，删去这一行原因。",
)
