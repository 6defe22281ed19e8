"""The kinds of finding about files that cannot be read, or not as the clerk sees them (S1xx)."""

from typing import Final

from reportgen.finding import Severity, declare

_ERROR, _HINT = Severity.ERROR, Severity.HINT

MISSING: Final = declare(
    "S101", _ERROR, "找不到文件", "找不到文件“{name}”。",
    meaning="给出的路径上没有这个文件。",
    remedy="核对文件名和所在的文件夹；文件名要带扩展名，例如 2022.xlsx。",
)  # fmt: skip
NOT_A_FILE: Final = declare(
    "S102", _ERROR, "不是文件", "“{name}”不是文件，而是{what}。",
    meaning="这里要的是一个 YAML 文件或 .xlsx 工作簿。",
    remedy="写出文件夹里那个文件的名字。",
)  # fmt: skip
NOT_READABLE: Final = declare(
    "S103", _ERROR, "文件打不开", "“{name}”打不开：{why}。",
    meaning="系统拒绝了读取：没有权限，被别的程序占用，或者网络盘断开。",
    remedy="关闭正在使用它的 Excel 或 WPS，确认自己能打开它，然后再试。",
)  # fmt: skip
EMPTY: Final = declare(
    "S104", _ERROR, "文件没有内容", "“{name}”里没有内容。",
    meaning="文件是空的，或者只有注释和空行；也可能上次保存没有成功。",
    remedy="打开文件看一看；需要时从备份中取回。",
)  # fmt: skip
OLD_EXCEL: Final = declare(
    "S105", _ERROR, "旧格式的工作簿", "“{name}”是旧的 .xls 格式，读不了。",
    meaning="Excel 97–2003 的 .xls（以及 WPS 的 .et）不是 .xlsx，改扩展名没有用。",
    remedy="用 Excel 或 WPS 打开，另存为“Excel 工作簿（*.xlsx）”。",
)  # fmt: skip
ENCRYPTED: Final = declare(
    "S106", _ERROR, "工作簿有密码", "“{name}”设了打开密码，读不了。",
    meaning="加密的工作簿只有输入密码才能打开。",
    remedy="在 Excel 中打开，“文件—信息—保护工作簿—用密码进行加密”里清空密码，再保存。",
)  # fmt: skip
TEXT_TABLE: Final = declare(
    "S107", _ERROR, "文本表格", "“{name}”是文本（CSV 一类），不是 .xlsx 工作簿。",
    meaning="从系统导出的“Excel”有时只是用逗号或制表符分隔的文本。",
    remedy="用 Excel 或 WPS 打开，另存为“Excel 工作簿（*.xlsx）”；科目代码一类的列先设为文本格式。",
)  # fmt: skip
WEB_TABLE: Final = declare(
    "S108", _ERROR, "网页表格", "“{name}”其实是网页（HTML 或 XML），不是 .xlsx 工作簿。",
    meaning="从系统导出的“Excel”有时只是改了扩展名的网页。",
    remedy="用 Excel 或 WPS 打开，另存为“Excel 工作簿（*.xlsx）”。",
)  # fmt: skip
UNKNOWN_FORMAT: Final = declare(
    "S109", _ERROR, "不认识的文件", "“{name}”是{what}，不是 YAML 文件或 .xlsx 工作簿。",
    meaning="程序按文件的内容判断格式，扩展名不算。",
    remedy="选对文件，或者另存为 .xlsx。",
)  # fmt: skip
TOO_LARGE: Final = declare(
    "S110", _ERROR, "文件太大", "“{name}”有 {size} MB，超过了 {limit} MB 的上限。",
    meaning="一个部门一年的数据远远用不到这么大，多半是混进了图片或别的内容。",
    remedy="删去无关的工作表、图片和空行空列，另存后再试。",
)  # fmt: skip
MACROS: Final = declare(
    "S111", _HINT, "工作簿带有宏", "“{name}”带有宏；宏没有运行，只读了单元格里的内容。",
    meaning="程序不运行宏。由宏填写的单元格以最后一次保存的内容为准。",
    remedy="没有用到宏就另存为 .xlsx。",
)  # fmt: skip
LOCK_FILE: Final = declare(
    "S112", _ERROR, "临时文件", "“{name}”是打开工作簿时产生的临时文件，不是工作簿本身。",
    meaning="名字以 ~$ 开头的文件由 Excel 或 WPS 自动产生，里面没有数据。",
    remedy="选没有 ~$ 的那个同名文件。",
)  # fmt: skip

ENCODING: Final = declare(
    "S120", _ERROR, "编码不是 UTF-8", "这个文件不是 UTF-8 编码{what}，从这里起读不出文字。",
    meaning="YAML 文件要用 UTF-8 编码保存，否则汉字会变成乱码。",
    remedy="用记事本打开，“另存为”，编码选 UTF-8。",
)  # fmt: skip
CHARACTER: Final = declare(
    "S121", _ERROR, "不能用的字符", "这里有一个不能用的字符（{code}，{what}）。",
    meaning="控制字符、文件中间的 BOM 等看不见的字符不能写进公文，多半是从网页或别的系统粘贴带来的。",
    remedy="删去这个字符；看不见时，把前后几个字一起删掉重新输入。",
)  # fmt: skip
PRIVATE_CHARACTER: Final = declare(
    "S122", _ERROR, "自造字", "这里有一个私用区的字符（{code}），别的电脑上显示不出来。",
    meaning="私用区（U+E000–U+F8FF 等）的字没有统一的字形，程序也用它们作内部记号。",
    remedy="换成标准的字；人名中的生僻字请用输入法的“生僻字”输入标准编码的字。",
)  # fmt: skip
MORE: Final = declare(
    "S123", _ERROR, "同类问题还有", "“{title}”还有 {count} 处，没有逐一列出。",
    meaning="同类的问题太多时只列出前面的。",
    remedy="先改好列出的，再检查一次。",
)  # fmt: skip
TAB: Final = declare(
    "S124", _ERROR, "用制表符缩进", "这一行开头用了制表符（Tab 键），YAML 只能用空格缩进。",
    meaning="制表符看起来像空格，但 YAML 不认。",
    remedy="把行首的制表符换成空格，与上下同级的行对齐。",
)  # fmt: skip
COLON: Final = declare(
    "S125", _ERROR, "冒号写法不对", "{what}",
    meaning="YAML 的名称和值之间要用英文冒号加一个空格：名称: 值。",
    remedy="改成“名称: 值”；值里面本来就有冒号的，整个值加上英文单引号。",
)  # fmt: skip
DUPLICATE_KEY: Final = declare(
    "S126", _ERROR, "名称重复", "“{name}”在同一处写了两次，前一次在{first}。",
    meaning="同一个名称只能有一个值，程序不能替您选。",
    remedy="删去其中一个，或者改正名称。",
)  # fmt: skip
UNCLOSED: Final = declare(
    "S127", _ERROR, "引号或括号不成对", "{what}",
    meaning="引号、方括号、花括号要成对，值之间用英文逗号隔开。",
    remedy="补上缺的那一半；多出来的内容移到引号里面。",
)  # fmt: skip
INDENT: Final = declare(
    "S128", _ERROR, "缩进不对", "这一行的缩进与上面的行对不上。",
    meaning="YAML 靠行首空格的多少表示从属：同级的行要对齐，下级的行多缩进两格。",
    remedy="检查这一行和它上面一行的行首空格。",
)  # fmt: skip
TAG: Final = declare(
    "S129", _ERROR, "不支持的标签", "“{tag}”是 YAML 的类型标签，这里不能用。",
    meaning="以感叹号开头的内容在 YAML 中是标签；为安全起见只接受文字和数字。",
    remedy="删去标签；如果感叹号是文字的一部分，给整个值加上英文单引号。",
)  # fmt: skip
DOCUMENTS: Final = declare(
    "S130", _ERROR, "多个文档", "从这里（---）开始是第二个文档，一个文件只能有一个。",
    meaning="单独一行的 --- 会把 YAML 文件分成几个文档。",
    remedy="删去这一行，或者把后面的内容存成另一个文件。",
)  # fmt: skip
ALIAS: Final = declare(
    "S131", _ERROR, "引用不对", "引用“*{name}”{what}。",
    meaning="以 * 开头的内容在 YAML 中是引用，指向前面用 & 起名的内容。",
    remedy="直接写出内容；如果 * 是文字的一部分，给整个值加上英文单引号。",
)  # fmt: skip
TOO_DEEP: Final = declare(
    "S132", _ERROR, "层次太多", "这里的层次超过了 {limit} 层。",
    meaning="数据只有几层，层次过多说明括号或缩进有误。",
    remedy="检查这里的缩进和括号。",
)  # fmt: skip
SYNTAX: Final = declare(
    "S133", _ERROR, "YAML 写法有误", "这里的写法不合 YAML 的规则，读不下去：{what}。",
    meaning="从这里起程序不知道怎样理解。",
    remedy="对照上面几行的写法改正；值里有特殊符号时，整个值加上英文单引号。",
)  # fmt: skip
NOT_A_MAPPING: Final = declare(
    "S134", _ERROR, "没有分节", "这个文件的内容不是“名称: 值”的形式，分不出各节。",
    meaning="数据文件由若干节组成，每节以顶格的“节名:”开头。",
    remedy="检查第一行：节名后面要有英文冒号，例如 部门:。",
)  # fmt: skip
BAD_KEY: Final = declare(
    "S135", _ERROR, "名称不对", "这里冒号前面的名称{what}。",
    meaning="名称只能是一段简单的文字。",
    remedy="在冒号前写一个名称。",
)  # fmt: skip
SPECIAL_START: Final = declare(
    "S136", _ERROR, "特殊符号开头", "值不能以“{char}”开头。",
    meaning="% @ ` 等符号在 YAML 中有特别的含义。",
    remedy="给整个值加上英文单引号，例如 '@例'。",
)  # fmt: skip
ESCAPE: Final = declare(
    "S137", _ERROR, "反斜杠写法不对", "双引号里的反斜杠“\\”是转义符号，这里的写法不认识。",
    meaning="双引号里的 \\ 与后面的字合起来表示一个特殊字符，路径等内容会被误读。",
    remedy="把双引号改成英文单引号。",
)  # fmt: skip
TOO_MANY: Final = declare(
    "S138", _ERROR, "内容太多", "读到这里已经超过 {limit} 个值，后面的没有再读。",
    meaning="一个部门一年的数据远远没有这么多；也可能是用引用（*）成倍展开的危险内容。",
    remedy="核对文件；确实需要时拆成几个文件。",
)  # fmt: skip

DAMAGED: Final = declare(
    "S150", _ERROR, "工作簿已损坏", "“{name}”已损坏，读不出来：{why}。",
    meaning="文件没有下载完、没有保存好，或者被别的程序改坏了。",
    remedy="用 Excel 或 WPS 打开（必要时让它修复），另存为新的 .xlsx；打不开就重新取一份。",
)  # fmt: skip
INFLATED: Final = declare(
    "S151", _ERROR, "工作簿内容过大", "“{name}”解开后的内容太多（{why}），没有读。",
    meaning="正常的工作簿不会这样大；可能是整列带格式的空单元格，也可能是有意做成的危险文件。",
    remedy="把要填的内容复制到一个新的工作簿中保存。",
)  # fmt: skip
FORBIDDEN_XML: Final = declare(
    "S152", _ERROR, "工作簿含有禁用内容", "“{name}”里含有外部声明（DTD），没有读。",
    meaning="正常的工作簿不含 DTD；这种内容可以用来偷看别的文件。",
    remedy="向提供文件的人要一份由 Excel 或 WPS 保存的工作簿。",
)  # fmt: skip
NO_SHEET: Final = declare(
    "S153", _ERROR, "没有填报的工作表", "“{name}”里没有填了内容的工作表。",
    meaning="空的工作表、名称以 # 开头的工作表和“填报说明”不算。",
    remedy="确认打开的是填好并保存过的工作簿。",
)  # fmt: skip
NOT_CALCULATED: Final = declare(
    "S154", _ERROR, "公式没有结果", "工作表「{sheet}」有 {count} 个公式没有保存计算结果：{cells}。",
    meaning="文件由别的程序生成后没有在 Excel 中算过，公式的值还不存在。",
    remedy="用 Excel 或 WPS 打开文件，重新计算（F9）并保存；或者直接填数。",
)  # fmt: skip
HIDDEN_SHEET: Final = declare(
    "S155", _HINT, "隐藏的工作表", "工作表「{sheet}」是隐藏的，里面的内容也读了。",
    meaning="隐藏的工作表平时看不见，容易忘记其中还有旧数据。",
    remedy="取消隐藏后核对；不要的就删去，或在名称前加 #。",
)  # fmt: skip
HIDDEN_ROWS: Final = declare(
    "S156", _HINT, "隐藏的行", "工作表「{sheet}」有 {count} 行被隐藏或筛选掉了，也都读了：第 {rows} 行。",
    meaning="隐藏或被筛选掉的行平时看不见，但仍计入合计。",
    remedy="清除筛选、取消隐藏，核对这些行；不要的就删去。",
)  # fmt: skip
HIDDEN_COLUMNS: Final = declare(
    "S157", _HINT, "隐藏的列", "工作表「{sheet}」的{columns}列是隐藏的，里面的内容也读了。",
    meaning="隐藏的列平时看不见，容易忘记其中还有旧数据。",
    remedy="取消隐藏后核对。",
)  # fmt: skip
MERGED: Final = declare(
    "S158", _ERROR, "合并的单元格", "{range} 是合并的单元格，只有左上角 {first} 有值，其余的都按空白读。",
    meaning="数据行里的合并单元格，下面各行其实没有内容。",
    remedy="取消合并，在每一行都填上内容。",
)  # fmt: skip
MERGED_HEAD: Final = declare(
    "S159", _ERROR, "表头不止一行", "表头的 {range} 与下面的行合并了；表头只能有一行。",
    meaning="程序把第一个有两格以上内容的行当作表头，它下面的行都当作数据。",
    remedy="取消合并，把表头写成一行，例如“年初预算（万元）”。",
)  # fmt: skip
DUPLICATE_HEAD: Final = declare(
    "S160", _ERROR, "表头重复", "表头“{name}”在同一张表里有两列，前一列在 {first}。",
    meaning="同名的两列分不清该用哪一列；程序只读前一列。",
    remedy="改正其中一列的名称，或者删去一列。",
)  # fmt: skip
NO_HEAD_ABOVE: Final = declare(
    "S161", _ERROR, "没有表头的内容", "{column} 列没有表头，但有 {count} 格内容（第一格是 {cell}），没有读。",
    meaning="程序按表头认列，没有表头的列不知道是什么。",
    remedy="给这一列写上表头；与填报无关的内容请删去，或移到名称以 # 开头的工作表。",
)  # fmt: skip
NO_HEAD_ROW: Final = declare(
    "S162", _ERROR, "没有表头行", "工作表「{sheet}」有内容，但找不到表头行，没有读。",
    meaning="表头行是第一个有两格以上内容的行。",
    remedy="补上表头行；与填报无关的工作表，请在名称前加 #。",
)  # fmt: skip
DUPLICATE_SHEET: Final = declare(
    "S163", _ERROR, "工作表重名", "有两张工作表都叫“{name}”（名称前后的空格和单位不算），后一张没有读。",
    meaning="每张工作表是一节，节名不能重复。",
    remedy="改名，或者把内容合到一张表里；不要的那张在名称前加 #。",
)  # fmt: skip
UNREADABLE_CELL: Final = declare(
    "S164", _ERROR, "单元格读不出来", "这一格的内容读不出来：{why}。",
    meaning="单元格里的内容不合 Excel 的规则，或者日期超出了范围。",
    remedy="在 Excel 或 WPS 中重新输入这一格。",
)  # fmt: skip
TOO_LONG: Final = declare(
    "S166", _ERROR, "文字太长", "这里的文字有 {count} 个字，一格最多 {limit} 个字，后面的没有读。",
    meaning="Excel 的一格最多放 32767 个字；这么长的多半是误贴了整篇文章或别的文件。",
    remedy="核对这里的内容，删去多余的。",
)  # fmt: skip
NOTE_ROW: Final = declare(
    "S167", _HINT, "表下的注", "工作表「{sheet}」的第 {row} 行是注（{text}），不是数据，没有读。",
    meaning="一行里只有一格，又以“注：”“说明：”“填表人：”一类开头的，是写给人看的，不是数据。",
    remedy="不用改；若其实是数据，请填到对应的栏里。",
)  # fmt: skip
REPEATED_HEAD: Final = declare(
    "S168", _HINT, "重复的表头行", "工作表「{sheet}」里又出现了 {count} 次表头（第 {rows} 行），没有当作数据。",
    meaning="分页打印的表格每页都有表头，合并、粘贴之后表头就混在了数据中间。",
    remedy="不用改；最好删去这些行。",
)  # fmt: skip
NO_NAME: Final = declare(
    "S165", _ERROR, "没有项目名称", "这一行“内容”里填了“{text}”，但“项目”是空的。",
    meaning="“项目—内容”式的表，每一行要先有项目名称。",
    remedy="补上项目名称，或者删去内容。",
)  # fmt: skip
