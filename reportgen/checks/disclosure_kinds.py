"""Findings about what a disclosure document says of itself: targets, names, campaigns, grades."""

from reportgen.finding import Severity, declare

CAMPAIGN = declare(
    "C610",
    Severity.EXPLAIN,
    "提到了别的年份的活动",
    "“{name}”里提到“{campaign}”，那是 {years}的活动，本年是 {year} 年：…{around}…",
    meaning="党内集中教育、疫情防控这类有起止年份的活动，多半是从旧文件里沿用下来的。",
    remedy="核对是否该换成本年的活动；确是回顾过去的，在说明文件里写明。",
)
EMPTY_BASIS = declare(
    "C611",
    Severity.HINT,
    "指标值确定依据只是照抄名称",
    "“{project}”有 {count} 个指标的“指标值确定依据”照抄了指标名称或描述，例如“{example}”。",
    meaning="依据要写指标值是怎么定下来的，如上年实际数、行业标准、合同约定；照抄名称等于没有写。",
    remedy="补上真正的依据。",
)
SAME_VALUE = declare(
    "C612",
    Severity.HINT,
    "不同的指标都用同一个指标值",
    "“{project}”的 {count} 个指标，指标值都是“{value}”，都没有计量单位，其中“{example}”不是比率。",
    meaning="数量、时效、成本各有各的单位，不会都是同一个数；多半是一个数填到底，评价时没法比。",
    remedy="逐个核对指标值，并填上计量单位。",
)
BASIS_OF_ANOTHER = declare(
    "C613",
    Severity.EXPLAIN,
    "依据是另一个指标的",
    "{label}的“指标值确定依据”写的是“{basis}”，那是另一个指标的名称。",
    meaning="依据与指标对不上，多半是填错了一行。",
    remedy="改正依据；确实相关的，在说明文件里写明。",
)
NUMBER_AND_WORDS = declare(
    "C614",
    Severity.EXPLAIN,
    "指标值既有数又有定性的话",
    "{label}的指标值是“{value}{words}”：“{words}”不是这个指标的描述，前面的数不知道量的是什么。",
    meaning="定性指标写文字，定量指标写数和单位；两样连在一起，没法评价。",
    remedy="定性的去掉数，定量的改写描述。",
)
SAME_INDICATORS = declare(
    "C615",
    Severity.EXPLAIN,
    "两个项目的指标完全一样",
    "“{project}”的 {count} 个指标与“{other}”的一字不差。",
    meaning="不同的项目应有各自的指标；一样的多半是复制以后没有改。",
    remedy="按项目内容改写指标；确实应当相同的，在说明文件里写明。",
)
OTHER_NAME = declare(
    "C616",
    Severity.EXPLAIN,
    "文字里的项目名称与表里不同",
    "项目“{project}”在支出说明里写成“{other}”。",
    meaning="同一个项目前后名称要一致，否则读者会以为是两个项目。",
    remedy="改成同一个名称；要照原样公开的，在说明文件里写明。",
)
NOT_LISTED = declare(
    "C617",
    Severity.HINT,
    "支出说明没有列全项目",
    "支出说明列举了 {listed} 个项目，绩效目标表有 {count} 个，没有列举的是：{names}。",
    meaning="列举主要项目时可以不列全，但要确认不是漏写。",
    remedy="请看一眼有没有漏写；要列举的，填上“说明次序”。",
)
UNIT_NAME = declare(
    "C618",
    Severity.EXPLAIN,
    "单位名称里多了部门名称",
    "单位名称“{name}”前面多了部门名称“{department}”，去掉以后是“{rest}”。",
    meaning="多半是系统导出时把部门名称和单位名称连在了一起。",
    remedy="去掉多余的部分；要照原样公开的，在说明文件里写明。",
)
GRADE_GAP = declare(
    "C619",
    Severity.EXPLAIN,
    "等级的标准有空缺",
    "“{name}”按{unit}数分等级：{grades}，没有说 {missing}是哪一等。",
    meaning="分等级的数要连着，不然评价时会落空。",
    remedy="补上空缺的一等，或把等级改成“…以上”“…以下”。",
)
