"""Findings about how targets, indicator names and tasks are written."""

from reportgen.finding import Severity, declare

NO_UNIT = declare(
    "C630",
    Severity.EXPLAIN,
    "目标只有数，没有单位",
    "{label}的目标只写了“{target}”，没有单位{guess}。",
    meaning="没有单位就不知道是几次、几人还是百分之几。百分比格式的单元格粘贴成文字，100% 会变成 1。",
    remedy="补上单位，如 100%、1次。",
)
MALFORMED = declare(
    "C631",
    Severity.EXPLAIN,
    "目标里的符号重复了",
    "{label}的目标“{target}”里，“{sign}”写了两遍。",
    meaning="多打一个符号，打印出来是错的，程序也读不出数。",
    remedy="删掉多余的符号。",
)
NO_UNITS = declare(
    "C644",
    Severity.HINT,
    "指标的目标没有单位",
    "{label}{more}的目标没有单位，如“{target}”。",
    meaning="没有单位就不知道是几次、几人还是百分之几。单位写在别的栏里、或表样本来不写的，不用改。",
    remedy="补上单位，如 90%、15人。",
)
TWO_VALUES = declare(
    "C632",
    Severity.HINT,
    "一个目标里写了两个值",
    "{label}的目标“{target}”里有两个值，年末按哪一个评看不出来。",
    meaning="几个单位合填，或计划数和完成数并写时，会有两个值。",
    remedy="分成两个指标，或只留一个值；确要并写的，不用改。",
)
WRONG_UNIT = declare(
    "C633",
    Severity.HINT,
    "目标的单位与指标不合",
    "{label}说的是{what}，目标却是“{target}”。",
    meaning="人数用人，人次用人次，率用百分号；数量指标写个数，质量指标写程度。",
    remedy="改正单位，或改正指标的名称、类别。",
)
UNWANTED = declare(
    "C634",
    Severity.EXPLAIN,
    "越少越好的指标写了“≥”",
    "{label}是越少越好的，目标却是“{target}”，方向反了。",
    meaning="不满意度、投诉率、差错率一类的指标，目标应是“≤”。",
    remedy="改成“≤”，或把指标改成正面的说法（如满意度）。",
)
REPEATED = declare(
    "C635",
    Severity.EXPLAIN,
    "同一个指标写了两遍",
    "{label}写了两遍：一处目标是“{one}”，一处是“{other}”。",
    meaning="同一张表里名称相同的指标，多半是重复，或该用不同的名称。",
    remedy="删去重复的一行，或把名称写得有区别。",
)
SAME_GOAL = declare(
    "C636",
    Severity.EXPLAIN,
    "两个项目的总体目标一字不差",
    "“{one}”和“{other}”的总体目标一字不差{money}，像是重复列了一个项目。",
    meaning="两个项目目标相同，要么是一个项目列了两次，要么有一个的目标是照抄的。",
    remedy="核对是不是同一个项目；不是的，把目标写得有区别，或写明原因。",
)
OLD_YEAR = declare(
    "C637",
    Severity.EXPLAIN,
    "留有以前年度",
    "{label}里写的是 {found} 年，本年是 {year} 年。",
    meaning="照上年的文字改，容易漏改年份。",
    remedy="改成本年；确是以前年度的事，写明原因。",
)
NUMBERED = declare(
    "C638",
    Severity.HINT,
    "指标名称带着序号",
    "{label}的名称开头带着序号“{number}”，同一列别的指标没有。",
    meaning="从分条的文字里粘贴过来的，序号没有删。",
    remedy="删掉序号。",
)
TWO_SPELLINGS = declare(
    "C639",
    Severity.HINT,
    "同一个指标写了两种名称",
    "“{one}”和“{other}”只差一两个字，像是同一个指标。",
    meaning="同一个指标在各个项目里的名称应当一致，才好汇总、比较。",
    remedy="改成同一个名称；确是两个指标的不用改。",
)
SAYS_NOTHING = declare(
    "C640",
    Severity.HINT,
    "目标或说明只是重复名称",
    "{label}的{field}“{text}”只是重复了指标的名称。",
    meaning="如“完工及时率：及时”：没有可以衡量的内容，年末没法评。",
    remedy="目标写成数（如 100%、几月几日前）；说明写清指什么、怎么算。",
)
ABOVE_ALL = declare(
    "C641",
    Severity.HINT,
    "比率的目标写了“≥100%”",
    "{label}{more}的目标是“≥100%”，这样的比率不会超过 100%，“≥”没有意义。",
    meaning="满意度、合格率、完成率一类的比率最高是 100%。",
    remedy="写成“=100%”，或定一个做得到的目标，如“≥95%”。",
)
NOT_SET = declare(
    "C642",
    Severity.HINT,
    "不适用的指标写法不一致",
    "{label}写了“不适用”，{field}空着，别处两栏都写“不适用”。",
    meaning="空着，看不出是不适用还是漏填。",
    remedy="两栏都写“不适用”，或都空着。",
)
TASK_AMOUNTS = declare(
    "C643",
    Severity.EXPLAIN,
    "内容里的金额与预算金额不符",
    "“{task}”的内容里写的 {count} 笔金额合计 {parts}，预算金额是 {amount}，相差 {difference}。",
    meaning="内容里逐笔写了用多少钱的，加起来应等于这一项的预算金额。",
    remedy="核对内容里各笔金额有无遗漏、写错；只写了主要几笔的，写明原因。",
)
