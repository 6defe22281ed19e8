"""Findings about computed names, claims and relations."""

from reportgen.finding import Severity, declare

CIRCLE = declare(
    "C601",
    Severity.ERROR,
    "取数绕成了圈",
    "“取数”里的这几个名称互相引用，算不出来：{names}。",
    meaning="format.yaml 的“取数”里，甲要用乙、乙又要用甲。",
    remedy="改正算式，让每个名称只用已有的名称。",
)
NO_MEANING = declare(
    "C602",
    Severity.ERROR,
    "不知道这个数指什么",
    "“{section}”里的“{name}”不知道指哪个数{nearest}。",
    meaning="声明数、上年数的名称要写成“支出/基本支出”这样的路径，或版式“口径”里列出的名称。",
    remedy="按提示改正名称。",
)
CLAIM_DIFFERS = declare(
    "C603",
    Severity.EXPLAIN,
    "声明数与算出的数不一致",
    "“{name}”写明是 {stated}，由明细算出是 {computed}，相差 {difference}。",
    meaning="批复或已公布的合计数，与明细相加的结果不同。文件里印的是算出的数。",
    remedy="先查明细有无漏行、错行；确是原文如此的，在说明文件里写明原因。",
)
ROUNDING = declare(
    "C604",
    Severity.HINT,
    "尾差",
    "{label}：{left_name} {left} 与 {right_name} {right} 相差 {difference}，是四舍五入的尾差。",
    meaning="写明的数是取过整的（如两位小数的万元），各级分别四舍五入，末位差一不算错。",
    remedy="不用改；公开时可注明“由于四舍五入，合计数与分项数之和可能存在尾差”。",
)
RELATION_FAILS = declare(
    "C605",
    Severity.ERROR,
    "勾稽关系不成立",
    "{label}：{left_name} {left}，应{relation} {right_name} {right}，相差 {difference}。{remark}",
    meaning="两处应当相符的数不相符。校验报告里列出了每一条关系的两边。",
    remedy="照两边的来源逐行核对，改正错的一边。",
)
ASSUMED_LAST_YEAR = declare(
    "C606",
    Severity.HINT,
    "没有上年数",
    "没有上年的“{name}”，与上年的对比留空。",
    meaning="版式要与上年比较，但数据里没有上年数据文件，也没有在“上年数”里填这个数。",
    remedy="在“部门”里写明上年数据文件的位置，或在“上年数”里补上这个数。",
)
