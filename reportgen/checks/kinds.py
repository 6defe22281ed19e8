"""Findings about explanations."""

from reportgen.checks import (
    disclosure_kinds,  # noqa: F401 - declares C610 to C619
    performance_kinds,  # noqa: F401 - declares C650 and after
    target_kinds,  # noqa: F401 - declares C630 to C643
)
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
PLACEHOLDER = declare(
    "C687",
    Severity.EXPLAIN,
    "还有没填的地方",
    "{where}里还有没填的“{fragment}”：…{around}…",
    meaning="XX、待填、空的横线这类占位的字，是起草时留的，不该出现在正式文件里。",
    remedy="填上内容；确实要印这几个字的，在说明文件里写明。",
)
EMPTY_REASON = declare(
    "C688",
    Severity.EXPLAIN,
    "原因是空的",
    "{where}里写了“{fragment}”，后面没有原因：…{around}…",
    meaning="套用的句子留下了“主要原因是”，没有接着写原因。",
    remedy="补上原因；没有增减的，把这半句删去。",
)
LOOSE_CHOICE = declare(
    "C689",
    Severity.EXPLAIN,
    "二选一没有选",
    "{where}里的“{fragment}”没有选定：…{around}…",
    meaning="表样里的“增加（减少）”是让人选一个，要按实际的增减写。",
    remedy="留下对的一个；也可以改用 {{ 短语.增减(…) }}，由程序按数选词。",
)
UNUSED_INDICATOR = declare(
    "C690",
    Severity.EXPLAIN,
    "没有用上的指标",
    "{where}里有没写内容的“{fragment}”：…{around}…",
    meaning="表样里预留的“指标2”没有填，也没有删。",
    remedy="填上指标，或删去。",
)
DOUBLED_UNIT = declare(
    "C691",
    Severity.EXPLAIN,
    "单位写了两遍",
    "{where}里单位写了两遍“{fragment}”：…{around}…",
    meaning="数后面的单位重复了，如“万元万元”。",
    remedy="删去多的一个。",
)
DOUBLED_WORD = declare(
    "C748",
    Severity.EXPLAIN,
    "词写了两遍",
    "{where}里写了两遍“{fragment}”：…{around}…",
    meaning="同一个词或地名连写了两遍，如“原因原因”“某县某县财政局”，多半是套用句子时多填了一遍。",
    remedy="删去多的一个。",
)
DOUBLED_SIGN = declare(
    "C692",
    Severity.EXPLAIN,
    "标点重复",
    "{where}里标点重复或是空的“{fragment}”：…{around}…",
    meaning="两个标点连在一起，或括号、书名号里没有内容，多半是中间的内容没有填。",
    remedy="补上内容或删去多的标点。",
)
DOUBLED_TEXT = declare(
    "C693",
    Severity.EXPLAIN,
    "同样的话出现两次",
    "“{name}”里{what}出现了两次：{text}",
    meaning="一字不差的一段或一句写了两遍，多半是复制时多贴了一遍。",
    remedy="删去一处；确要重复的，在说明文件里写明。",
)
OTHER_YEAR = declare(
    "C694",
    Severity.HINT,
    "提到了别的年份",
    "“{name}”里提到 {years}，一般只说 {year} 年和 {last} 年：…{around}…",
    meaning="预算说明通常只说本年和上年；更早的年份常是从旧文件里带来的。",
    remedy="请看一眼是否该改；书名号里的文件、“第…届”和“截至…”的日期不算。",
)
LAST_YEAR_LEFT = declare(
    "C695",
    Severity.EXPLAIN,
    "还写着上年的年份",
    "“{name}”里这句话说的是本年，却写着 {last} 年：{sentence}",
    meaning="从上年文件沿用的文字，年份没有改成今年。",
    remedy="把年份改成 {{ 年度 }}，程序会填上今年的年份；说的确是上年的，写成“上年”或在说明文件里写明。",
)
KNOWN_NUMBER = declare(
    "C696",
    Severity.HINT,
    "数可以改为引用",
    "“{name}”里手写的 {text} 就是{label}，可以改为引用。",
    meaning="文字里手写的数与算出的数相同。现在没有错，但数据一改，这里不会跟着改。",
    remedy="照提示把这个数换成标签，以后随数据变。",
)
NEARLY_NUMBER = declare(
    "C697",
    Severity.EXPLAIN,
    "数差一位",
    "“{name}”里手写的 {text} 与{label} {known} 只差一位数字。",
    meaning="文字里手写的数与算出的数几乎相同，多半是打错一个数字，或数据改了文字没有改。",
    remedy="核对后改正，最好照提示改为引用；确是两个不同的数，在说明文件里写明。",
)
WRONG_UNIT = declare(
    "C698",
    Severity.EXPLAIN,
    "单位可能写错",
    "“{name}”里写的是 {text}，而{label}是 {known}，单位可能写错了。",
    meaning="数字与算出的数相同，单位不同，多半是该写“万元”写成了“元”。",
    remedy="改正单位，最好照提示改为引用。",
)
NUMBERING = declare(
    "C699",
    Severity.HINT,
    "序号不连续",
    "“{name}”里“{number}”前面{before}，这里应是第 {expected} 个。",
    meaning="同一级的标题序号跳过了、重复了，或级别写错（如一、二、三之后写成“4、”）。",
    remedy="改正序号或级别。",
)
