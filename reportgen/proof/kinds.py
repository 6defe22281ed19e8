"""Findings of proof-reading a finished document."""

from reportgen.finding import Severity, declare

UNREADABLE = declare(
    "E100",
    Severity.ERROR,
    "读不了这个文件",
    "“{name}”读不了：{why}。",
    meaning="校对认得 .docx、.xlsx、文字文件（.txt、.md）和 PDF 里的文字。",
    remedy="旧格式的请用 Word、Excel 或 WPS 另存为新格式；扫描成图片的 PDF 请先转成 Word 或文字。",
)
TOTAL = declare(
    "E101",
    Severity.EXPLAIN,
    "合计不等于各行之和",
    "“{column}”一栏：“{label}”是 {total}，{parts}相加是 {summed}，相差 {difference}。",
    meaning="表里的合计应当等于它下面（或上面）各行之和。",
    remedy="逐行核对，改正合计或写错的一行。",
)
TOTAL_DOUBTFUL = declare(
    "E102",
    Severity.HINT,
    "合计与各行之和可能不符",
    "“{column}”一栏：“{label}”是 {total}，{parts}相加是 {summed}，相差 {difference}。",
    meaning="看不准这个合计包括哪几行，照最相近的一种算法不相等。",
    remedy="请看一看这个合计包括哪几行；对的不用管。",
)
ROUNDING = declare(
    "E103",
    Severity.HINT,
    "尾差",
    "“{column}”一栏：“{label}”是 {total}，{parts}相加是 {summed}，相差 {difference}，像是四舍五入的尾差。",
    meaning="各行分别四舍五入以后相加，末位可能差一。",
    remedy="不用改；可注明“由于四舍五入，合计数与分项数之和可能存在尾差”。",
)
MALFORMED = declare(
    "E104",
    Severity.ERROR,
    "数写得不对",
    "{reason}。{suggestion}。",
    meaning="千分位逗号、小数点或正负号的位置不对，或增减的数没有写单位，看不出是哪个数。",
    remedy="核对原数后改正。",
)
ROW_SUM = declare(
    "E105",
    Severity.EXPLAIN,
    "一行里的合计不等于各栏之和",
    "“{label}”一行：“{column}”是 {total}，{parts}相加是 {summed}，相差 {difference}。",
    meaning="这张表别的行里这一栏都等于那几栏之和，这一行不等。",
    remedy="核对这一行的各个数。",
)
DIFFERENCE = declare(
    "E106",
    Severity.EXPLAIN,
    "增减的数算得不对",
    "“{label}”一行：“{column}”是 {printed}，“{later}”减“{earlier}”是 {computed}。",
    meaning="增减（差异、变动）一栏应当是后面的数减前面的数。",
    remedy="核对这一行的三个数。",
)
LOST_SIGN = declare(
    "E107",
    Severity.EXPLAIN,
    "减少的数丢了负号",
    "“{label}”一行：“{later}”比“{earlier}”少 {amount}，“{column}”印的是 {printed}，没有负号。",
    meaning="增减一栏里，减少的数应是负数；同一张表（同一份文件）里有的带负号、有的不带，更容易看错。",
    remedy="补上负号，或把栏名改成说得清的（如“减少额”）。",
)
RATE = declare(
    "E108",
    Severity.EXPLAIN,
    "比率算得不对",
    "“{label}”一行：“{column}”是 {printed}，“{part}”÷“{whole}”是 {computed}。",
    meaning="执行率、占比、增长率应当能由同一行的两个数算出来。",
    remedy="核对分子、分母和比率。",
)
SCORE_ABOVE = declare(
    "E109",
    Severity.ERROR,
    "得分高于分值",
    "“{label}”一行：得分 {score}，高于分值 {weight}。",
    meaning="得分最高等于分值。",
    remedy="改正得分或分值。",
)
WEIGHTS = declare(
    "E110",
    Severity.EXPLAIN,
    "分值加起来不是满分",
    "“{column}”一栏各行相加是 {summed}，不是 100。",
    meaning="评分表各指标的分值（权重）加上执行率的分值应正好是 100。",
    remedy="逐行核对分值。",
)
CHANGE = declare(
    "E111",
    Severity.EXPLAIN,
    "增减的话与数对不上",
    "“{sentence}”：{why}。",
    meaning="一句话里的本年数、上年数、增减额、增减幅度要互相算得出来，增加、减少的字要与数的方向一致。",
    remedy="核对这几个数，改正写错的一个。",
)
PARTS = declare(
    "E112",
    Severity.EXPLAIN,
    "“其中”各项加起来不等于总数",
    "“{sentence}”：各项相加是 {summed}，总数是 {total}，相差 {difference}。",
    meaning="列全了的各项之和应当等于总数。",
    remedy="核对各项和总数；没有列全的请写“主要包括”。",
)
SENTENCE_RATE = declare(
    "E113",
    Severity.HINT,
    "句子里的百分数与数对不上",
    "“{sentence}”：{part} ÷ {whole} 是 {computed}，写的是 {printed}。",
    meaning="句子里的百分数和同一句的两个数很接近，但算出来不相等。",
    remedy="核对两个数和百分数；不是这两个数相除的不用管。",
)
NEAR_TABLE = declare(
    "E114",
    Severity.EXPLAIN,
    "文字里的数与表里的差一位",
    "文字里的 {text} 在表里没有，表里“{label}”是 {known}{how}。",
    meaning="同一个数文字和表里应当一字不差。",
    remedy="核对两处，改正写错的一处。",
)
TABLES_DIFFER = declare(
    "E115",
    Severity.EXPLAIN,
    "两张表里同一个数不同",
    "“{label}”的“{column}”，这里是 {one}，另一张表是 {other}。",
    meaning="同一个数在几张表里应当相同。",
    remedy="核对两处；口径不同的请注明。",
)
TWICE = declare(
    "E116",
    Severity.HINT,
    "同样的话印了两遍",
    "{what}“{text}”前面已经有了。",
    meaning="常见于复制粘贴。",
    remedy="删去多余的一处；确要重复的不用管。",
)
LEFT_OVER = declare(
    "E117",
    Severity.EXPLAIN,
    "模板里的字没有改掉",
    "{title}：“{fragment}”（{around}）。",
    meaning="占位的字、空着的原因、没有选的“增加（减少）”、多写的词、单位或标点。",
    remedy="补全或删去。",
)
WRONG_YEAR = declare(
    "E118",
    Severity.HINT,
    "可能是往年留下来的年份",
    "“{around}”里写的是 {year} 年，这份文件说的是 {main} 年。",
    meaning="每年在去年的稿子上改，年份容易漏改。",
    remedy="核对年份；确是那一年的不用管。",
)
RATE_BLANK = declare(
    "E119",
    Severity.EXPLAIN,
    "有预算没有执行率",
    "“{label}”一行：预算 {budget}，执行 {executed}，“{column}”是“{printed}”，应是 {computed}。",
    meaning="有预算和执行数的，执行率不应空着或写 0。",
    remedy="补上执行率。",
)
SCORE_OF_RATE = declare(
    "E120",
    Severity.EXPLAIN,
    "执行率的得分算得不对",
    "“{label}”一行：执行率 {rate}，分值 {weight}，得分应是 {computed}，印的是 {printed}。",
    meaning="执行率得分＝分值×执行率，最高为分值。",
    remedy="核对执行率和得分；本地另有规定的不用管。",
)
INDICATOR = declare(
    "E121",
    Severity.EXPLAIN,
    "没有达到指标值却是满分",
    "“{label}”一行：指标值“{target}”，实际“{actual}”，得了满分 {score}。",
    meaning="没有完成的指标不应得满分。",
    remedy="核对实际完成值和得分。",
)
EMPTY_INDICATOR = declare(
    "E122",
    Severity.EXPLAIN,
    "有得分没有完成值",
    "“{label}”一行：得分 {score}，实际完成值空着。",
    meaning="没有实际完成值，看不出得分的依据。",
    remedy="补上实际完成值。",
)
SCORE_TOTAL = declare(
    "E123",
    Severity.EXPLAIN,
    "总分不等于各项得分之和",
    "“{label}”印的是 {printed} 分，各项得分相加是 {summed} 分，相差 {difference} 分。",
    meaning="总分应当等于各指标得分（加上执行率得分）之和。",
    remedy="逐行核对得分，改正总分或写错的一行。",
)
SIDES = declare(
    "E124",
    Severity.EXPLAIN,
    "收支两边的总计不相等",
    "“{left}”是 {one}，“{right}”是 {other}，相差 {difference}。",
    meaning="收支总表左右两边的总计应当相等。",
    remedy="核对两边的合计和结转结余。",
)
