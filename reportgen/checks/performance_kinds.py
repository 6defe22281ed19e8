"""Findings about projects: their money, indicators, weights and scores."""

from reportgen.finding import Severity, declare

UNKNOWN_PROJECT = declare(
    "C650",
    Severity.ERROR,
    "没有这个项目",
    "“{section}”里的项目“{name}”不在“项目”里{nearest}。",
    meaning="项目资金、绩效目标、绩效指标各行的“项目”要与“项目”一节里的名称一字不差，否则这一行用不上。",
    remedy="按提示改正名称，或在“项目”里补上这个项目。",
)
NO_INDICATORS = declare(
    "C651",
    Severity.EXPLAIN,
    "项目没有绩效指标",
    "“{project}”没有绩效指标，做不出它的自评表。",
    meaning="“项目”里有这个项目，“绩效目标”和“绩效指标”里都没有它的行。",
    remedy="补上绩效指标；不需要自评的项目从“项目”里去掉，或写明原因。",
)
AMOUNT_DIFFERS = declare(
    "C652",
    Severity.EXPLAIN,
    "填的金额与算出的不一致",
    "“{project}”的{row}，{column}填的是 {stated}，算出是 {computed}，相差 {difference}。",
    meaning="总额由各项来源相加，各项来源由支出明细汇总；自己填的只用来核对，表里印算出的数。",
    remedy="先查各项来源或支出明细有无漏填、错填；确是原文如此的，写明原因。",
)
ONLY_TOTAL = declare(
    "C653",
    Severity.HINT,
    "只有资金总额",
    "“{project}”的{columns}只填了总额，没有填各项来源，表里印填的总额。",
    meaning="没有各项来源，就不能核对总额。",
    remedy="补上当年财政拨款、上年结转等各行；没有的来源填 0。",
)
NO_BUDGET = declare(
    "C654",
    Severity.ERROR,
    "缺少算执行率的数",
    "“{project}”没有填{column}，算不出执行率。",
    meaning="执行率＝全年执行数÷全年预算数（有的版式用年初预算数）。空着不等于零。",
    remedy="在“项目资金”里补上；确实没有花钱的填 0。",
)
ZERO_BUDGET = declare(
    "C655",
    Severity.EXPLAIN,
    "预算是零或负数",
    "“{project}”的{column}是 {amount}，算不出执行率；执行率得分按“{policy}”处理。",
    meaning="除数是零（或负数），执行率没有意义。怎样计分由版式的评分办法决定。",
    remedy="核对预算数；年中全部调减的，写明原因。",
)
OVERSPENT = declare(
    "C656",
    Severity.EXPLAIN,
    "执行数大于预算数",
    "“{project}”的全年执行数 {executed} 大于{column} {budget}，执行率 {rate}。",
    meaning="支出一般不超过预算。执行率得分按满分封顶。",
    remedy="核对预算调整是否都填了；确实超支的写明原因。",
)
WEIGHTS = declare(
    "C657",
    Severity.ERROR,
    "权重加起来不是满分",
    "“{project}”各指标的权重{rate}合计 {weights} 分，应是 {full} 分。",
    meaning="各指标的权重与执行率的分值合起来应正好是满分。",
    remedy="逐行核对权重，改正多了或少了的一行。",
)
GROUP_WEIGHT = declare(
    "C658",
    Severity.EXPLAIN,
    "一级指标的权重与规定不同",
    "“{project}”的{group}权重合计 {weights} 分，评分办法规定 {points} 分。",
    meaning="评分办法给每个一级指标规定了分值；有特殊情况才可以调整。",
    remedy="照规定改权重；确需调整的写明原因。",
)
UNKNOWN_GROUP = declare(
    "C659",
    Severity.ERROR,
    "没有这个一级指标",
    "“{project}”的一级指标“{group}”不在评分办法里{nearest}。",
    meaning="一级指标的名称要与版式的评分办法一致，才知道它的分值。",
    remedy="按提示改正名称。",
)
ABOVE_WEIGHT = declare(
    "C660",
    Severity.ERROR,
    "得分高于权重",
    "{label}的得分 {score} 分高于权重 {weight} 分。",
    meaning="得分最高等于权重。",
    remedy="改正得分或权重。",
)
NEGATIVE = declare(
    "C661",
    Severity.ERROR,
    "分数是负数",
    "{label}的{field}是 {number} 分，不能是负数。",
    meaning="权重和得分都不小于零。",
    remedy="改正这个数。",
)
NO_REASON = declare(
    "C662",
    Severity.EXPLAIN,
    "扣了分没有写原因",
    "{label}权重 {weight} 分，得 {score} 分，没有写偏差原因{written}。",
    meaning="没有得满分的指标要写明偏差原因和改进措施（财预〔2020〕10号）。",
    remedy="在“偏差原因”里写明为什么扣分、准备怎样改进；不该扣的改回满分。",
)
SCORE_DIFFERS = declare(
    "C663",
    Severity.HINT,
    "得分与规则算出的不同",
    "{label}目标是“{target}”，实际是“{actual}”，按评分办法得 {suggested} 分，填的是 {score} 分。",
    meaning="填的得分算数，程序只提醒它与评分办法算出的不同。",
    remedy="核对目标、实际完成值和得分；有道理的不用改。",
)
FULL_BELOW_TARGET = declare(
    "C664",
    Severity.EXPLAIN,
    "没有达到目标却是满分",
    "{label}目标是“{target}”，实际只有“{actual}”，却得了满分 {score} 分{suggested}。",
    meaning="没有完成目标的指标按完成的比例得分，不能得满分。",
    remedy="核对实际完成值；确未达到的照规则改得分，并写明偏差原因。",
)
COPIED = declare(
    "C665",
    Severity.EXPLAIN,
    "实际完成值照抄了目标",
    "{label}的实际完成值与目标一字不差，都是“{target}”，看不出实际完成了多少。",
    meaning="“≤10%”这样的目标，实际完成值应是一个确切的数。",
    remedy="填上实际完成的数，如 8.5%；确无统计的写明原因。",
)
NO_ACTUAL = declare(
    "C666",
    Severity.EXPLAIN,
    "有得分没有实际完成值",
    "{label}得了 {score} 分，实际完成值空着。",
    meaning="没有实际完成值，就看不出得分的依据。",
    remedy="补上实际完成值；不适用的写“不适用”。",
)
INAPPLICABLE_SCORED = declare(
    "C667",
    Severity.EXPLAIN,
    "不适用的指标有得分",
    "{label}没有设置或不适用，却得了 {score} 分。",
    meaning="不适用的指标怎样计分由版式的评分办法决定。",
    remedy="核对评分办法；本地允许给满分的，可在 scoring.yaml 的“不适用”里写明。",
)
NO_SCORE = declare(
    "C668",
    Severity.ERROR,
    "没有得分",
    "{label}有权重 {weight} 分，没有填得分，规则也算不出。",
    meaning="定性指标要由人评分；看不出数的定量指标也一样。",
    remedy="填上得分。",
)
SCORED_BY_RULE = declare(
    "C669",
    Severity.HINT,
    "得分由程序算出",
    "{label}没有填得分，按评分办法算出 {score} 分。",
    meaning="没有填得分的定量指标，用规则算出的分。",
    remedy="核对后不用改；不同意的填上自己的得分。",
)
EXCESS = declare(
    "C670",
    Severity.HINT,
    "大大超过目标",
    "{label}目标是“{target}”，实际是“{actual}”，超过目标 {excess}，没有写原因。",
    meaning="远远超过目标，可能是年初目标定得太低（财预〔2020〕10号要求分析原因）。",
    remedy="在“偏差原因”里说明；目标定低了的，下一年改。",
)
UNREADABLE = declare(
    "C671",
    Severity.EXPLAIN,
    "实际完成值看不出数",
    "{label}目标是“{target}”，实际完成值“{actual}”里看不出可以比较的数。",
    meaning="目标是一个数，实际完成值也应是同样的数，才能判断完成了没有。",
    remedy="写成数加单位，如 12次；说明放到“偏差原因”里。",
)
UNIT_DIFFERS = declare(
    "C672",
    Severity.EXPLAIN,
    "实际完成值的单位对不上",
    "{label}目标是“{target}”，实际完成值写的是“{actual}”：{problem}。",
    meaning="目标带百分号或单位，实际完成值没有，或两边的单位不同。常见的是百分比格式的单元格粘贴成了小数。",
    remedy="实际完成值照目标的单位写，如 73%。",
)
ODD_COMPARATOR = declare(
    "C673",
    Severity.HINT,
    "成本指标的目标写了“≥”",
    "{label}是成本指标，目标却是“{target}”：成本一般越少越好。",
    meaning="成本指标一般写“≤”。写“≥”时，花得越多得分越高。",
    remedy="核对目标；是保障标准（不低于多少）的，可以不改，也可改列数量或质量指标。",
)
ODD_DIRECTION = declare(
    "C674",
    Severity.HINT,
    "方向与目标相反",
    "{label}的方向填的是{direction}，目标却是“{target}”。",
    meaning="“≥”是正向，“≤”是反向。两处相反时，程序照目标里的符号。",
    remedy="改正方向或目标。",
)
TARGET_CHANGED = declare(
    "C675",
    Severity.EXPLAIN,
    "自评的目标与年初批复的不同",
    "{label}的{field}年初批复的是“{agreed}”，自评时写成了“{target}”。",
    meaning="自评要照年初批复的绩效目标，不能自己改。",
    remedy="改回批复的目标；年中经批准调整的，写明批准的情况。",
)
NOT_EVALUATED = declare(
    "C676",
    Severity.EXPLAIN,
    "批复的指标没有自评",
    "{label}在“绩效目标”里，“绩效指标”里没有它。",
    meaning="年初批复的每个指标都要自评。",
    remedy="在“绩效指标”里补上这一行的实际完成值和得分。",
)
SCORE_CLAIM = declare(
    "C677",
    Severity.EXPLAIN,
    "写明的分数与算出的不一致",
    "“{project}”的{name}写明是 {stated} 分，算出是 {computed} 分。",
    meaning="执行率得分和总分由程序算；自己写的只用来核对，表里印算出的数。",
    remedy="核对各指标的得分和资金；确是原文如此的写明原因。",
)
NAMES_DIFFER = declare(
    "C678",
    Severity.EXPLAIN,
    "同一单位写了两种名称",
    "“{one}”和“{other}”只差一两个字，像是同一个单位。",
    meaning="同一个单位在各张表里的名称应当一字不差。",
    remedy="改成同一个名称；确是两个单位或原文如此的，写明原因。",
)
PROJECT_NOT_LISTED = declare(
    "C679",
    Severity.HINT,
    "支出明细里的项目不在“项目”里",
    "支出明细里的项目“{name}”不在“项目”里{nearest}，没有它的自评表。",
    meaning="“项目”里列出的项目才有绩效目标和自评表。",
    remedy="名称写得不一致的改成一致；需要自评的在“项目”里补上。",
)
NO_WEIGHT = declare(
    "C680",
    Severity.ERROR,
    "没有填权重",
    "{label}没有填权重。",
    meaning="每个指标都要有权重；不计分的填 0。",
    remedy="补上权重。",
)
NO_TARGET = declare(
    "C681",
    Severity.EXPLAIN,
    "没有指标值",
    "{label}没有指标值。",
    meaning="每个指标都要有目标；只有名称就没法评。",
    remedy="补上指标值。",
)
COPIED_TEXT = declare(
    "C682",
    Severity.HINT,
    "定性指标的实际完成值照抄了目标",
    "{label}的实际完成值与目标一字不差，都是“{target}”。",
    meaning="文字的目标照抄一遍，看不出做了什么、凭什么说达到了。",
    remedy="最好写上实际情况和依据，如“明显，招聘后缺编由12人减为3人”。",
)
ROW_OF_NO_PROJECT = declare(
    "C683",
    Severity.HINT,
    "这一行不属于哪个项目",
    "“{section}”里的项目“{name}”不在“项目”里{nearest}，哪个项目的表都不会印这一行。",
    meaning="这一节按项目分开印，别的行都写着“项目”里的名称，这一行的名称对不上。",
    remedy="照“项目”里的名称改；不按项目印的表，不用管。",
)
