"""Findings about what a data set says: its sections, fields and values."""

from reportgen.finding import Severity, declare

MISSING_SECTION = declare(
    "M201",
    Severity.ERROR,
    "缺少必填的部分",
    "缺少“{section}”。",
    meaning="数据里没有这一部分（YAML 的一级键，或工作簿里同名的工作表），没有它做不出文件。",
    remedy="补上这一部分。`reportgen findings M201` 所说的名称要与报错里的一字不差。",
)
UNKNOWN_SECTION = declare(
    "M202",
    Severity.ERROR,
    "不认识的部分",
    "不认识“{section}”{nearest}。",
    meaning="这个一级键或工作表的名称不在本版式的数据约定里，里面的内容没有被读取。",
    remedy="按提示改成正确的名称；若只是自己的备注，工作表名前加 #，程序就不读它。",
)
WRONG_SHAPE = declare(
    "M203",
    Severity.ERROR,
    "写法不对",
    "“{name}”应写成{expected}，这里是{found}。",
    meaning="这一处的结构与约定不符，比如该写一列多行的地方只写了一个值。",
    remedy="照样例数据中同名部分的写法改。",
)
UNKNOWN_FIELD = declare(
    "M204",
    Severity.ERROR,
    "不认识的栏目",
    "“{section}”里没有“{field}”这一栏{nearest}。",
    meaning="这个键或表头不在约定里，这一栏的内容没有被读取。多半是写错了一个字。",
    remedy="按提示改成正确的名称。",
)
MISSING_FIELD = declare(
    "M205",
    Severity.ERROR,
    "必填项没有填",
    "“{section}”的“{field}”没有填。",
    meaning="这一项是必填项。",
    remedy="在报错的位置补上。",
)
BAD_NUMBER = declare(
    "M206",
    Severity.ERROR,
    "数写得不对",
    "“{field}”写的是“{text}”：{reason}。",
    meaning="这里应是一个数，但写法有歧义或不是数。程序不猜。",
    remedy="改成普通的数，如 1234.50 或 1,234.50。",
)
BAD_OPTION = declare(
    "M207",
    Severity.ERROR,
    "不在可选项里",
    "“{field}”写的是“{text}”，只能是：{options}{nearest}。",
    meaning="这一栏只能从给定的几项里选。",
    remedy="改成其中一项。",
)
BAD_DATE = declare(
    "M208",
    Severity.ERROR,
    "日期写得不对",
    "“{field}”写的是“{text}”，不是日期。",
    meaning="这里应是一个日期。",
    remedy="写成 2023-12-31 或 2023年12月31日。",
)
BAD_YEAR = declare(
    "M209",
    Severity.ERROR,
    "年度写得不对",
    "“{field}”写的是“{text}”，应是四位年份，如 2023。",
    meaning="年度决定用哪一年的版式和科目。",
    remedy="写成四位数字。",
)
BAD_FLAG = declare(
    "M210",
    Severity.ERROR,
    "应填是或否",
    "“{field}”写的是“{text}”，应填“是”或“否”。",
    meaning="这一栏只有是、否两种回答。",
    remedy="填“是”或“否”。",
)
BAD_CODE = declare(
    "M211",
    Severity.ERROR,
    "编码写得不对",
    "“{field}”写的是“{text}”，编码只能由数字和字母组成。",
    meaning="编码里有空格以外的其他符号。",
    remedy="只写编码，名称另写一栏。",
)
CELL_ERROR = declare(
    "M212",
    Severity.ERROR,
    "单元格是错误值",
    "“{field}”的单元格是错误值 {text}。",
    meaning="表格里的公式算错了（如引用的格子被删），没有可用的数。",
    remedy="在 Excel 里改好公式，或直接填数，保存后再来。",
)
DUPLICATE_RECORD = declare(
    "M213",
    Severity.ERROR,
    "重复",
    "“{section}”里“{label}”出现了两次。",
    meaning="这几栏应当唯一，两行相同就不知道该用哪一行。",
    remedy="删去或改正其中一行。",
)
DUPLICATE_LINE = declare(
    "M214",
    Severity.EXPLAIN,
    "同样的明细出现两次",
    "“{section}”里有两行科目、类型、资金和金额（{amount}）都相同：{label}。两行都算进了合计。",
    meaning="两行完全一样，常是复制粘贴时多贴了一行；也可能确有两笔。",
    remedy="多贴的删去；确有两笔的，写明说明，或在“项目”栏里分开。",
)
LINE_TWICE = declare(
    "M215",
    Severity.HINT,
    "同样的科目分了两行",
    "“{section}”里有两行的科目、类型和资金相同、金额不同：{label}。程序把它们相加。",
    meaning="同一口径的明细有两行，合计是两行之和。",
    remedy="若是同一笔的更正，删去旧的一行；否则不用改。",
)
ASSUMED = declare(
    "M216",
    Severity.HINT,
    "推定的数",
    "“{label}”的 {amount} 是推定的：{reason}",
    meaning="数据里标明这个数没有原始依据，是推定的。",
    remedy="有了原始数据就换掉，并删去“假定”一栏。",
)
MISSING_FILE = declare(
    "M217",
    Severity.ERROR,
    "找不到上年数据",
    "“上年”写的是“{text}”，但没有这个文件。",
    meaning="上年数据文件的位置从本数据文件所在的文件夹算起。",
    remedy="改正位置，或删去这一项，改在“上年数”里填写。",
)
LAST_YEAR_MISMATCH = declare(
    "M218",
    Severity.ERROR,
    "上年数据不对",
    "“上年”指向的数据是 {found} 的，应是 {expected} 的。",
    meaning="上年数据应是同一部门、前一年度的数据。",
    remedy="改正“上年”，或检查那份数据的年度和名称。",
)
NEGATIVE_AMOUNT = declare(
    "M219",
    Severity.EXPLAIN,
    "预算是负数",
    "“{label}”的金额是 {amount}。",
    meaning="年初预算的明细一般不会是负数。",
    remedy="检查正负号；确是冲减的写明说明。",
)
TOTAL_ROW = declare(
    "M220",
    Severity.HINT,
    "合计行",
    "“{section}”的这一行是“{label}”，没有计入：合计由程序从各行算出。",
    meaning="明细里的合计、小计行若当作一笔，就会重复计算。",
    remedy="不用改；要核对合计，请写在“声明数”里。若其实是一笔明细，改正它的名称。",
)
TOO_FINE = declare(
    "M221",
    Severity.HINT,
    "金额写到了分以下",
    "有 {count} 个金额写到了分以下，第一个是这里的“{field}”（{text}）。",
    meaning="多半是公式的结果没有取整。程序照原样相加，打印时才四舍五入，各行打印出来的数相加可能差一分。",
    remedy="在 Excel 里用 ROUND 把公式的结果取到分，再保存。",
)
MISSING_TEXT = declare(
    "M250",
    Severity.ERROR,
    "缺少必写的文字",
    "缺少“{name}”这段文字。",
    meaning="版式要求有这段文字，但“文字说明”一节没有写，数据旁边的文字文件夹里没有，上年数据里也没有可沿用的。",
    remedy="写在“文字说明”一节（工作簿里是同名的工作表），或在数据文件旁边建文件“<年度>/文字/<名称>.md”。",
)
UNKNOWN_TEXT = declare(
    "M251",
    Severity.ERROR,
    "不认识的文字文件",
    "版式里没有“{name}”这段文字{nearest}，这个文件没有用上。",
    meaning="“文字”文件夹里的文件名就是这段文字的名称，要与版式里的一字不差。",
    remedy="按提示改正文件名；不用的文件移到别处。",
)
CARRIED = declare(
    "M252",
    Severity.HINT,
    "沿用上年",
    "“{name}”今年没有写，沿用 {year} 年的内容。",
    meaning="职能、机构、名词解释这类基本信息，今年没有写就用上年的。",
    remedy="请看一遍是否仍然适用；有变化的，在今年的数据里重写。",
)
TEXT_TWICE = declare(
    "M253",
    Severity.ERROR,
    "同一段文字写了两处",
    "“{name}”已经写在别处，这个文件没有用上。",
    meaning="“文字说明”一节和文字文件里都有同名的内容，程序不替您挑。",
    remedy="只留一处，删去另一处。",
)
INEXPRESSIBLE = declare(
    "M254",
    Severity.ERROR,
    "公文里印不出来的写法",
    "“{name}”里有{what}，公文里印不出来：{text}",
    meaning="文字说明只用段落、一、（一）1.（1）标题和列表；表格、图片、网页标记会原样印成符号。",
    remedy="删去这些标记，只留文字；表格由模板生成，图片放进模板。",
)
