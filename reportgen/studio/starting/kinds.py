"""Findings about beginning a format."""

from reportgen.finding import Severity, declare

BAD_FORM = declare(
    "T200",
    Severity.ERROR,
    "表样读不出来",
    "“{name}”读不出来：{reason}。",
    meaning="给的表样不是 Word（.docx）或 Excel（.xlsx）文件，或者坏了、加了密码。",
    remedy="旧格式的（.doc、.xls、.et、.wps）先用 Word、Excel 或 WPS 另存为 .docx、.xlsx。",
)
NOTHING_FOUND = declare(
    "T201",
    Severity.EXPLAIN,
    "表样里没有认出栏目",
    "“{name}”里没有认出可以写标签的地方，照原样放进了版式。",
    meaning="程序按栏目的名称（项目名称、年初预算数、一级指标、科目编码等）找要填的地方，这份表里一个也没有认出来。",
    remedy="照 reportgen format names 列出的名称，自己把标签写进去。",
)
NOT_IN_CHAIN = declare(
    "T202",
    Severity.ERROR,
    "没有这个文件可以复制",
    "“{base}”和它继承的版式里没有“{name}”{nearest}。",
    meaning="--copy 指的文件不在上级版式里。",
    remedy="用 reportgen format show 看上级有哪些文件。",
)
FORMAT_EXISTS = declare(
    "T203",
    Severity.ERROR,
    "已有这个版式",
    "“{name}”已经有了（{folder}），没有改动。",
    meaning="要建的版式文件夹里已有 format.yaml。",
    remedy="换一个名称；要做新年度的，加 --year。",
)
BAD_FORMAT_NAME = declare(
    "T204",
    Severity.ERROR,
    "版式名称不能用",
    "“{name}”不能作版式的名称：{why}。",
    meaning="版式的名称就是文件夹的名称。",
    remedy="用字母、数字、连字符或汉字，例如 yunnan-xishan。",
)
PENDING = declare(
    "T205",
    Severity.HINT,
    "有待定的地方",
    "还有 {count} 处请您看一看，列在{file}里。",
    meaning="表样里有认不出来的栏目，或换掉了原来填着的内容。",
    remedy="打开版式文件夹里的“待定.md”，一条一条改好。",
)
