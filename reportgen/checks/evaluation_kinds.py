"""Findings about the scores a department gives itself by the framework of its format."""

from reportgen.finding import Severity, declare

UNKNOWN_INDICATOR = declare(
    "C700",
    Severity.ERROR,
    "评分表里没有这个指标",
    "“整体自评”里的三级指标“{name}”不在评分表里{nearest}。",
    meaning="三级指标的名称要与版式 scoring.yaml“整体”里的一字不差，否则这一行的得分用不上。",
    remedy="按提示改正名称。",
)
UNKNOWN_PART = declare(
    "C701",
    Severity.ERROR,
    "指标里没有这个分项",
    "“{indicator}”没有叫“{name}”的分项{nearest}。",
    meaning="分项是评分标准里单独给分的一项，名称由版式规定。",
    remedy="按提示改正名称；整个指标的得分，“分项”留空。",
)
NO_SCORE = declare(
    "C702",
    Severity.ERROR,
    "指标没有得分",
    "“{indicator}”没有填自评得分，规则也算不出。",
    meaning="每个指标都要有得分；规则要用的数没有填，或这个指标只能由部门自己评。",
    remedy="在“整体自评”里补上得分和依据。",
)
OUT_OF_RANGE = declare(
    "C703",
    Severity.ERROR,
    "得分不在范围内",
    "“{indicator}”的得分 {score} 分，应在 0 到 {weight} 分之间。",
    meaning="得分不小于零，也不高于指标的分值。",
    remedy="改正得分。",
)
DIFFERS = declare(
    "C704",
    Severity.EXPLAIN,
    "自评得分与评分规则算出的不同",
    "“{indicator}”自评 {given} 分，按评分标准用数据算是 {computed} 分（{working}），相差 {difference} 分。",
    meaning="有算式的指标由程序照评分标准用数据里的数再算一遍。报告里印部门自己的得分。",
    remedy="核对得分和所用的数；得分有理由的写明原因。要印算出的得分，用 --computed-scores。",
)
NO_GROUND = declare(
    "C705",
    Severity.EXPLAIN,
    "扣了分没有写依据",
    "“{indicator}”分值 {weight} 分，自评 {score} 分，没有写扣分的依据。",
    meaning="没有得满分的指标要说明为什么扣分。",
    remedy="在“整体自评”的“依据”里写明扣分原因。",
)
BY_RULE = declare(
    "C706",
    Severity.HINT,
    "得分由规则算出",
    "“{indicator}”没有填自评得分，按评分标准算出 {computed} 分（{working}）。",
    meaning="没有填得分、规则又算得出的指标，用规则算出的分。",
    remedy="核对后不用改；不同意的填上自己的得分。",
)
NO_FACT = declare(
    "C707",
    Severity.HINT,
    "规则要用的数没有填",
    "“{indicator}”的规则要用的数没有填（{parts}），不能核对自评得分。",
    meaning="规则用数据里的数算分；数空着就算不出。",
    remedy="在数据里补上这个数。",
)
