"""Findings about what a finished document says in words: shares, lists, reasons, names, subjects."""

from reportgen.finding import Severity, declare

SHARE = declare(
    "E125",
    Severity.EXPLAIN,
    "占比与数对不上",
    "“{sentence}”：{part} ÷ {whole} 是 {computed}，写的是 {printed}。",
    meaning="句子里说“占…的百分之几”，用前面的数和它说的总数算出来不是这个百分数。",
    remedy="核对部分、总数和百分数；多半是一个数写错，或分母用错。",
)
SHARES = declare(
    "E126",
    Severity.HINT,
    "各项占比加起来不是 100%",
    "“{sentence}”：各项占比相加是 {summed}。",
    meaning="列全了的各项占比之和应当是 100%（四舍五入的尾差除外）。",
    remedy="核对各个占比；没有列全的不用管。",
)
COMPLETION = declare(
    "E127",
    Severity.EXPLAIN,
    "完成预算的比例算得不对",
    "“{sentence}”：{part} ÷ {whole} 是 {computed}，写的是 {printed}。",
    meaning="完成预算的百分比＝决算（执行）数÷预算数。",
    remedy="核对预算数、决算数和百分数。",
)
COMPARED = declare(
    "E128",
    Severity.EXPLAIN,
    "大于、小于、持平与数相反",
    "“{sentence}”：决算 {done}，预算 {budget}，应是决算数{truth}预算数。",
    meaning="说决算数大于、小于或等于预算数，要与这两个数一致。",
    remedy="核对两个数，改正写反的话（原因也要跟着改）。",
)
LEVEL_REASON = declare(
    "E129",
    Severity.HINT,
    "说是持平，又写了增减的原因",
    "“{sentence}”：既然持平，就没有“{reason}”可说明。",
    meaning="持平的不需要原因；写着增减的原因，多半是数或话有一个没有改。",
    remedy="核对这个数有没有变：没有变就删去原因，变了就改“持平”。",
)
REASON = declare(
    "E130",
    Severity.HINT,
    "原因与增减方向相反",
    "“{sentence}”：数是{direction}，原因说的是“{word}”。",
    meaning="减少的用增加来解释（或相反），多半是去年的话没有改。",
    remedy="核对增减方向和原因。",
)
DIRECTIONS = declare(
    "E131",
    Severity.EXPLAIN,
    "同一个增减额，一处说增加一处说减少",
    "“{sentence}”：这里说{other} {amount}，前面说{one}。",
    meaning="同一个数比上年的变化，在一份文件里只能是一个方向。",
    remedy="核对方向，改正写反的一处。",
)
LIST_LENGTH = declare(
    "E132",
    Severity.HINT,
    "个数与列出的不一样多",
    "“{words}”：说是 {told} 个，列出来 {listed} 个。",
    meaning="“下设几个科室：……”这样的话，列出来的应当与个数一样多。",
    remedy="补上漏掉的，或改正个数；名称里本身有顿号的不用管。",
)
NUMBER_MISSING = declare(
    "E133",
    Severity.EXPLAIN,
    "少了一个数",
    "“{around}”里单位前面没有数。",
    meaning="模板里的数没有填，或删掉了没有补上。",
    remedy="补上这个数。",
)
GROWTH_BASE = declare(
    "E134",
    Severity.HINT,
    "增减幅度像是除以了本年数",
    "“{sentence}”：{change} ÷ 本年 {this} 是 {printed}；增减幅度应除以上年数 {last}，是 {computed}。",
    meaning="增长率、下降率的分母是上年数。",
    remedy="核对后改正；本来就是占本年数的比例的，请换一个说法。",
)
NAME = declare(
    "E135",
    Severity.HINT,
    "单位名称前后不一样",
    "这里写的是“{name}”，全文用的是“{main}”。",
    meaning="同一个单位在一份文件里名称应当一样；常见于错字、旧名称，或从别的单位的稿子抄来没有改。",
    remedy="核对名称；确是另一个单位的不用管。",
)
OTHER_YEAR = declare(
    "E136",
    Severity.HINT,
    "年份像是没有改",
    "“{around}”里写的是 {year} 年，这份文件是 {main} 年的。",
    meaning="标题、表名、截至日期里的年份要与这份文件的年度一致。",
    remedy="核对年份；确是那一年的不用管。",
)
TEXT_SUBJECT = declare(
    "E137",
    Severity.HINT,
    "科目名称与科目目录不同",
    "{words}",
    meaning="科目的名称、级次要与当年的政府收支分类科目一致。",
    remedy="照 `reportgen catalogue` 查到的名称改；财政局另有科目的不用管。",
)
UNIT_SLIP = declare(
    "E138",
    Severity.EXPLAIN,
    "金额的单位像是写错了",
    "文字里写的是 {text}，表里“{label}”是 {known}{unit}。",
    meaning="表以元为单位、文字以万元为单位（或相反）时，容易照抄了数、写错了单位。",
    remedy="换算后改正。",
)
TEXT_TWICE = declare(
    "E139",
    Severity.HINT,
    "同一个数前后写得不一样",
    "“{label}”这里是 {one}，前面是 {other}，只差一位数字。",
    meaning="文字里同一个数在几处应当相同。",
    remedy="核对两处，改正写错的一处。",
)
NOT_IN_BODY = declare(
    "E150",
    Severity.HINT,
    "目录里有，正文里没有",
    "目录里的“{title}”，正文里没有这个标题。",
    meaning="目录列了的内容正文应当有；多半是漏了一节，或标题改了、目录没有改。",
    remedy="补上这一节，或把目录改成与正文一样。",
)
