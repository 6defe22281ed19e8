"""Findings about the tables of a finished document: subjects, 三公, scoring forms."""

from reportgen.finding import Severity, declare

SUBJECT = declare(
    "E140",
    Severity.HINT,
    "科目代码与名称对不上",
    "“{code} {name}”：{why}。",
    meaning="表里的科目代码、名称与政府收支分类科目目录不同：多半是错字、旧名称或代码写错。",
    remedy="照目录改正（`reportgen catalogue 代码` 可查）；财政局另有科目的不用管。",
)
SUBJECT_NAME = declare(
    "E141",
    Severity.HINT,
    "科目名称像是旧的或写错的",
    "“{name}”：类级科目里没有这个名称{known}。",
    meaning="收支总表里列的类级科目名称应与当年目录一致。",
    remedy="照目录改正。",
)
PUBLIC_SUM = declare(
    "E142",
    Severity.EXPLAIN,
    "“三公”经费各项加起来不对",
    "“{whole}”是 {printed}，{parts}相加是 {summed}，相差 {difference}。",
    meaning="“三公”经费＝因公出国（境）费＋公务用车购置及运行费＋公务接待费，公务用车费＝购置费＋运行费。",
    remedy="核对各项。",
)
BELOW_BASIC = declare(
    "E143",
    Severity.EXPLAIN,
    "“三公”经费低于基本支出里的同一项",
    "{item}是 {printed}，基本支出里 {code} 就有 {basic}{unit}。",
    meaning="“三公”经费包括基本支出和项目支出里的同类费用，不会比基本支出里的那一行还少。",
    remedy="核对两张表。",
)
PUBLIC_TEXT = declare(
    "E144",
    Severity.EXPLAIN,
    "文字里的“三公”经费与表里的不同",
    "“{sentence}”：{item}这里是 {said}，表里是 {printed}。",
    meaning="说明里的“三公”经费各项应与“三公”经费表一致。",
    remedy="核对两处，改正写错的一处。",
)
WEIGHT_LEVELS = declare(
    "E145",
    Severity.EXPLAIN,
    "上下级指标的分值对不上",
    "“{label}”的分值是 {weight}，它下面各指标相加是 {summed}。",
    meaning="一级指标的分值等于它的二级指标分值之和，二级指标等于它的三级指标之和。",
    remedy="核对分值。",
)
INCOMPLETE = declare(
    "E146",
    Severity.HINT,
    "指标没有填全",
    "“{label}”一行：{what}。",
    meaning="每个指标要有名称、指标值；有扣分的要写原因；实际完成值写做到的数，不能照抄指标值。",
    remedy="补全；本地的表不要求的不用管。",
)
DOUBTFUL_TARGET = declare(
    "E147",
    Severity.HINT,
    "指标值看着不对",
    "“{label}”一行：{what}。",
    meaning="指标值、实际完成值、计量单位之间说不通，多半是填错了。",
    remedy="核对；确是如此的不用管。",
)
TEXT_SCORE = declare(
    "E148",
    Severity.EXPLAIN,
    "文字里的得分、等级与评分表不同",
    "{words}",
    meaning="报告里的总分与评分表的总分是同一个数，等级按总分定。",
    remedy="核对两处。",
)
WRONG_NOTE = declare(
    "E149",
    Severity.HINT,
    "空表的说明像是说错了表",
    "“{note}”写在“{title}”后面，说的不是这张表。",
    meaning="没有数的表要附说明，说明里的表名（资金性质）要与这张表一致。",
    remedy="核对说明。",
)
