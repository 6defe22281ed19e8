"""The findings of rendering: templates that cannot be used, values that cannot be printed."""

from __future__ import annotations

from typing import Final

from reportgen.finding import Severity, declare

_REDO: Final = "整个标签删掉，一次重新输入；标签里不要设置不同的字体或颜色。"

NOT_A_WORKBOOK: Final = declare(
    "R701",
    Severity.ERROR,
    "模板打不开",
    "模板打不开：{reason}。",
    meaning="模板不是 .xlsx 工作簿，或者文件已经损坏、加了密码。",
    remedy="用 Excel 或 WPS 打开模板，另存为“Excel 工作簿（.xlsx）”，不设密码。",
)
ACTIVE_CONTENT: Final = declare(
    "R702",
    Severity.ERROR,
    "模板带宏或外部链接",
    "模板里有{what}，不能使用。",
    meaning="带宏、引用别的文件的模板，生成的表交出去后会报警或取不到数。",
    remedy="在 Excel 里“数据→编辑链接→断开链接”，或另存为不带宏的 .xlsx。",
)
UNKNOWN_TEMPLATE: Final = declare(
    "R703",
    Severity.ERROR,
    "不认识的模板",
    "“{suffix}”这种文件不能作模板。",
    meaning="模板是 Word（.docx）或 Excel（.xlsx）文件。",
    remedy="用 Word、Excel 或 WPS 打开，另存为 .docx 或 .xlsx；并核对 format.yaml 里的模板名。",
)
MISPLACED_TAG: Final = declare(
    "R704",
    Severity.ERROR,
    "标签放的地方不起作用",
    "{where}里有标签 {tag}，放在这里不起作用。",
    meaning="只有单元格、页眉和页脚里的标签会换成数据；工作表名、文本框、批注、图表、公式里的不会。",
    remedy="把标签移到单元格里；工作表名写成固定的字。",
)
BROKEN_TAG: Final = declare(
    "R710",
    Severity.ERROR,
    "标签没有写完整",
    "标签 {tag} 没有写完整：{reason}。",
    meaning="标签要成对：{{ 对 }}，{% 对 %}，括号和引号也要成对。",
    remedy=_REDO,
)
CONTROL_NOT_ALONE: Final = declare(
    "R711",
    Severity.ERROR,
    "控制行里有别的内容",
    "控制行里除了 {tag} 还有“{other}”，这一行生成时会去掉，内容会丢失。",
    meaning="{%tr … %} 单独占一行、单独占一格，生成后这一行不保留；{%tc … %} 所在的列也是这样。",
    remedy="把其他内容移到别的行；一行只放一个 {%tr … %}。",
)
UNBALANCED: Final = declare(
    "R712",
    Severity.ERROR,
    "循环或条件没有配对",
    "{tag} {reason}。",
    meaning="for 要有 endfor，if 要有 endif，并且要套好，不能交叉。",
    remedy="从里到外逐个核对 for、if 和它们的结束标签。",
)
FOREIGN_TAG: Final = declare(
    "R713",
    Severity.ERROR,
    "Excel 里不能用的标签",
    "标签 {tag} 在 Excel 模板里不能用。",
    meaning="{%p … %}、{%r … %} 是 Word 段落和文字的标签；{% include %} 一类的标签不支持。",
    remedy="重复或取舍整行用 {%tr … %}，重复整列用 {%tc … %}。",
)
CROSSING_MERGE: Final = declare(
    "R714",
    Severity.ERROR,
    "合并单元格跨出循环",
    "合并单元格 {merge} 一头在循环里，一头在循环外，无法重复。",
    meaning="合并的单元格要么都在同一个循环里面，要么把整个循环包在里面。",
    remedy="取消这处合并，或者调整 {%tr for … %}、{%tr endfor %} 的位置。",
)
LOOPED_ARRAY: Final = declare(
    "R715",
    Severity.ERROR,
    "循环里有数组公式",
    "循环里的公式 {formula} 是{what}，不能随行重复。",
    meaning="数组公式、模拟运算表占的是固定区域，不能一行一行地重复。",
    remedy="改成普通公式，例如用 SUMIFS 代替数组公式，或者移到循环外面。",
)
COLUMN_LOOP: Final = declare(
    "R716",
    Severity.ERROR,
    "列循环写法有误",
    "列循环 {tag} {reason}。",
    meaning="{%tc for … %} 和 {%tc endfor %} 放在同一行的两格，中间的列重复，这两列生成后不保留。",
    remedy="把开始和结束标签放到同一行，中间至少隔一列，不要套用，也不要放进行循环里。",
)
SHEET_LOOP: Final = declare(
    "R718",
    Severity.ERROR,
    "工作表标签写法有误",
    "工作表标签 {tag} {reason}。",
    meaning="{%sheet for … 名称=… %} 让列表里的每一个生成一张工作表，{%sheet if … %} 让工作表有条件地生成；单独占一行、单独占一格。",
    remedy="照 {%sheet for 项 in 项目 名称=项.名称 %}、{%sheet if 政府采购 %} 的写法，放在这张工作表的第一行。",
)
REPEATED_SHEET: Final = declare(
    "R719",
    Severity.ERROR,
    "公式引用了会重复、会不要的工作表",
    "公式 {formula} 引用了工作表“{title}”，这张表会重复成多张，或者有时没有，不知道指哪一张。",
    meaning="带 {%sheet … %} 的工作表有几张、叫什么名字由数据定，别的工作表里的公式、名称、链接、图表不能引用它。",
    remedy="汇总用的数直接从数据取，例如用 {%tr for 项 in 项目 %} 逐行列出。",
)
NO_SHEET: Final = declare(
    "R720",
    Severity.ERROR,
    "一张工作表也没有",
    "模板里的工作表都按列表重复，列表是空的，一张表也没有。",
    meaning="Excel 文件至少要有一张工作表。",
    remedy="在 format.yaml 的“文档”里写“条件”，没有内容时不生成；或者加一张不重复的工作表。",
)
MERGE_DOWN: Final = declare(
    "R717",
    Severity.ERROR,
    "纵向合并不能用在这里",
    "{{% vm %}} 不能用在这里：{reason}。",
    meaning="{% vm %} 把同一个循环里上下相同的格合并成一格。",
    remedy="把 {% vm %} 放在循环行的单元格里，这一格不要再跨行合并。",
)
TEXT_TOO_LONG: Final = declare(
    "R731",
    Severity.ERROR,
    "文字太长",
    "这一格有 {length} 个字，Excel 一格最多放 {limit} 个字。",
    meaning="Excel 打不开文字超长的单元格。",
    remedy="缩短文字，或者分成几格。",
)
FORBIDDEN_CHARACTER: Final = declare(
    "R732",
    Severity.ERROR,
    "文字里有看不见的控制字符",
    "文字“{text}”里有 Excel 不能保存的字符（{code}）。",
    meaning="从别的系统粘贴的文字有时带控制字符，写进 Excel 后文件会打不开。",
    remedy="在数据里把这段文字删掉，重新手工输入。",
)
TOO_MANY_ROWS: Final = declare(
    "R733",
    Severity.ERROR,
    "表太长或太宽",
    "生成后有 {count} {what}，Excel 一张表最多 {limit} {what}。",
    meaning="Excel 的工作表最多 1,048,576 行、16,384 列。",
    remedy="核对循环用的列表，或者分成几张表。",
)
NOT_EVALUATED: Final = declare(
    "R740",
    Severity.HINT,
    "公式由 Excel 计算",
    "公式 {formula} 里有本程序不会算的内容（{what}），要等 Excel 打开时才算出来。",
    meaning="这一格在 Excel、WPS 打开后有数；在预览、手机上看可能是空的。",
    remedy="改用 SUM、SUMIFS、COUNTIFS、ROUND、IF、IFERROR 等函数；或者用 Excel 打开保存一次。",
)
CIRCULAR: Final = declare(
    "R741",
    Severity.ERROR,
    "公式循环引用",
    "公式 {formula} 引用到了它自己。",
    meaning="公式直接或间接地用到自己的结果，Excel 会报“循环引用”。",
    remedy="核对求和区域，不要把合计行自己包进去。",
)
FORMULA_ERROR: Final = declare(
    "R742",
    Severity.ERROR,
    "公式结果是错误值",
    "公式 {formula} 的结果是 {value}。",
    meaning="例如除数是 0 或空白，文字参加了加减。",
    remedy='除法写成 =IFERROR(算式,"") 或 =IF(除数=0,"",算式)，并核对引用的格。',
)
FORMULA_TOO_LARGE: Final = declare(
    "R743",
    Severity.HINT,
    "公式要读的格太多",
    "公式要读的单元格超过 {limit} 个，从 {formula} 起由 Excel 打开时计算。",
    meaning="逐行累计一类的公式，行数多了计算量按平方增长。",
    remedy="累计改成“上一行的累计加本行”。",
)
MISSING_SHEET: Final = declare(
    "R744",
    Severity.ERROR,
    "公式引用的工作表不存在",
    "公式 {formula} 引用的{what}不存在。",
    meaning="工作表改了名或删掉了，公式找不到它，Excel 会显示 #REF!。",
    remedy="在模板里改正公式。",
)
LEFTOVER: Final = declare(
    "R750",
    Severity.ERROR,
    "生成的表里有残留",
    "生成的表里有“{what}”，不应该打印出来。",
    meaning="标签没有换成数据，或者数据里有空值、错误值的写法。",
    remedy="核对这一格的标签，以及它取的数据。",
)
NOT_AS_MAPPED: Final = declare(
    "R792",
    Severity.ERROR,
    "印出来的数与来源不符",
    "这里应印 {text}（{source}），生成的文件里却是“{found}”。",
    meaning="文件生成后重新读了一遍，有一个数不在它该在的地方，或与数据来源记录的不同。",
    remedy="这多半是模板或程序的问题：检查模板里这一处；改不好的，把模板和数据发给维护者。",
)
LEFT_OVER: Final = declare(
    "R793",
    Severity.ERROR,
    "文件里有残留",
    "生成的文件里有不该有的“{fragment}”：…{around}…",
    meaning="没有换成数据的标签、空值的写法或表格的错误值留在了文件里。",
    remedy="检查模板里这一处的标签和公式；从数据里带来的，改正数据。",
)
DOUBTFUL: Final = declare(
    "R794",
    Severity.EXPLAIN,
    "文件里有可疑的字样",
    "生成的文件里有“{fragment}”：…{around}…",
    meaning="XX、写了两遍的单位、空的原因，多半是没有填完，或模板和数据各写了一遍单位。",
    remedy="改正模板或数据；确实要这样印的，在说明文件里写明。",
)
PRIVATE_LEFT: Final = declare(
    "R795",
    Severity.ERROR,
    "文件里有看不见的记号",
    "生成的文件里留下了程序的记号：{text}",
    meaning="程序标记数字用的看不见的字符没有去干净，打开时会显示成方框。",
    remedy="把模板和数据发给维护者。",
)
NEARLY_A_FIGURE: Final = declare(
    "R796",
    Severity.HINT,
    "手写的数可能有误",
    "“{text}”不是由程序印的，与印出的一个数（数字是 {known}）只差一位：{around}",
    meaning="模板或文字里手写的数，与文件里由程序印出的数几乎相同，多半是旧数或打错了。",
    remedy="核对这个数；应随数据变的，改成标签。",
)
UNREADABLE: Final = declare(
    "R797",
    Severity.ERROR,
    "生成的文件读不出来",
    "生成的文件重新读时出错：{reason}。",
    meaning="生成的文件不完整或结构有误，Word、Excel 多半也打不开。",
    remedy="把模板和数据发给维护者。",
)
