"""What `reportgen format check` finds beyond what every build finds (T100–T199)."""

from typing import Final

from reportgen.finding import Severity, declare

NEVER_THERE: Final = declare(
    "T101",
    Severity.HINT,
    "“默认”掩盖了写错的名称",
    "{where}用到的“{name}”哪里也没有，“默认”或“is defined”让它总是空的。",
    meaning="名称写错了，本来会报错；后面写了“默认”，就变成永远印空。",
    remedy="核对名称；这个版式确实没有、留给下级版式填的，不用管。",
)
NEVER_EQUAL: Final = declare(
    "T102",
    Severity.ERROR,
    "比较的字不在选项里",
    "{where}拿“{field}”和“{text}”比，选项里没有它{nearest}，永远不相等。",
    meaning="这一栏只能填几个选项里的一个，模板里写的字不在里面，这个条件就永远不成立，内容不会印出来。",
    remedy="按提示改正写的字，或在 fields.yaml 里补上这个选项。",
)
UNUSED_LOOP: Final = declare(
    "T103",
    Severity.HINT,
    "循环里没有用到循环的名称",
    "循环的名称“{name}”在循环里没有用到，每一行会印得一样。",
    meaning="多半是循环里的标签写了别的名称，印出来的每一行都相同。",
    remedy="核对 for 后面的名称和循环里的标签是不是同一个。",
)
EMPTY_LOOP: Final = declare(
    "T104",
    Severity.ERROR,
    "循环里什么也没有",
    "{tag} 和它的结束标签之间没有内容，循环不印任何东西。",
    meaning="要重复的行不在开始和结束标签之间。",
    remedy="把要重复的行放到两个标签之间。",
)
NOT_PRINTED: Final = declare(
    "T105",
    Severity.HINT,
    "声明了却没有用到的栏",
    "“{section}”的“{field}”没有一个模板、取数、规则用到，填了也不会印出来。",
    meaning="fields.yaml 里要人填的一栏，这个版式的表里没有印。",
    remedy="在模板里印出它；不用填的，从 fields.yaml 里删去。",
)
NO_FIGURE: Final = declare(
    "T106",
    Severity.ERROR,
    "应是一个数",
    "{what}得到的不是数。",
    meaning="口径和规则两边要是金额或别的数，才能核对。",
    remedy='写到具体的数，例如“支出.合计”“行.金额(类型="基本支出")”。',
)
SAME_SIDES: Final = declare(
    "T107",
    Severity.ERROR,
    "规则两边一样",
    "规则 {number} 的左和右写得一样，什么也核对不了。",
    meaning="两边是同一个算式，永远成立。",
    remedy="改成两个来路不同的数；不需要的规则删去。",
)
REFERS_TO_NOTHING: Final = declare(
    "T108",
    Severity.ERROR,
    "指的东西不存在",
    "{what}里的“{name}”在{where}里没有{nearest}。",
    meaning="版式文件里提到一个名称，别处没有声明它，这一条不起作用。",
    remedy="按提示改正名称，或补上声明。",
)
BAD_GRADES: Final = declare(
    "T109",
    Severity.ERROR,
    "等级的下限不对",
    "scoring.yaml 的“等级”不对：{reason}。",
    meaning="每个总分都要正好落在一个等级里。",
    remedy="最低一等的下限写 0，其余各不相同，不超过满分。",
)
SAME_OUTPUT: Final = declare(
    "T110",
    Severity.ERROR,
    "每一份的文件名都相同",
    "文档“{document}”写了“每”，“输出”却固定是“{output}”，各份会互相覆盖。",
    meaning="每个项目一份文档，文件名里要有能区分的内容。",
    remedy="例如“自评表/{{{{ 项.名称 }}}}.docx”。",
)
UNIT_BESIDE: Final = declare(
    "T111",
    Severity.ERROR,
    "格式和后面的单位不一致",
    "{where}按“{printed}”打印，后面写的却是“{typed}”。",
    meaning="数按一种单位打印，后面又写了另一种单位，或者单位、百分号印了两遍。",
    remedy="让竖线后面的格式和写出来的单位一致。",
)
UNIT_OF_SHEET: Final = declare(
    "T112",
    Severity.HINT,
    "和表头的单位不一致",
    "表头写“{note}”，这里却按“{printed}”打印。",
    meaning="同一张表的金额一般用同一种单位。",
    remedy="核对表头的单位和竖线后面的格式。",
)
PERCENT_CELL: Final = declare(
    "T113",
    Severity.ERROR,
    "百分数会印大一百倍",
    "{tag} 放进格子的是 95.23 这样的数，这一格的数字格式“{form}”会把它印成 9523%。",
    meaning="百分数在格子里是 95.23，不是 0.9523；Excel 的“百分比”格式会再乘一百。",
    remedy='把这一格的数字格式改成自定义的 0.00"%"，不要选“百分比”。',
)
SPLIT_TAG: Final = declare(
    "T120",
    Severity.HINT,
    "标签被 Word 拆成几段",
    "标签 {tag} 在文件里被拆成 {count} 段，中间有{marks}。",
    meaning="改过的标签，Word 会拆成几段；生成时会接起来，但中间的格式只取第一段的，以后再改容易出错。",
    remedy="运行 reportgen format check … --fix 自动接好，或删掉后一次重新输入。",
)
FULL_WIDTH: Final = declare(
    "T121",
    Severity.HINT,
    "标签里有全角的花括号或弯引号",
    "标签 {tag} 里有全角的花括号、百分号或弯引号。",
    meaning="中文输入法打出的 ｛｝％“” 在 Word 模板里看得懂，在别的工具里不行。",
    remedy="运行 reportgen format check … --fix 自动改成半角。",
)
NO_STYLE: Final = declare(
    "T122",
    Severity.HINT,
    "样式没有定义",
    "用到的样式“{style}”在模板里没有定义，Word 会按正文显示。",
    meaning="从别的文档粘贴来的段落或表格，带着这个模板里没有的样式。",
    remedy="选中这一段，重新套用一个样式。",
)
STRANGE_FONT: Final = declare(
    "T123",
    Severity.HINT,
    "不常见的字体",
    "这里用了字体“{font}”，别的电脑上多半没有。",
    meaning="公文常用仿宋、黑体、楷体、宋体、小标宋；没有的字体打开时会换成别的，行数、页数会变。",
    remedy="改用常见的字体。",
)
REVISIONS: Final = declare(
    "T124",
    Severity.HINT,
    "模板里有没有接受的修订",
    "模板里有没有接受的修订（{what}），会带到每一份生成的文档里。",
    meaning="修订记录会随文档交出去。",
    remedy="在“审阅”里接受或拒绝全部修订。",
)
COVERED_TAG: Final = declare(
    "T130",
    Severity.ERROR,
    "标签在合并单元格盖住的格里",
    "{cell} 在合并单元格 {merge} 里面，不是左上角，标签 {tag} 印不出来。",
    meaning="合并单元格只显示左上角的内容。",
    remedy="把标签移到合并单元格的左上角。",
)
LEFT_OUT: Final = declare(
    "T131",
    Severity.ERROR,
    "求和漏了行",
    "公式 {formula} 没有包住第 {row} 行，那一行也是这张表里的数。",
    meaning="公式的区域要包住循环里的每一行（{{%tr if %}} 的每一种），否则合计会少。",
    remedy="把区域改成从循环的第一行到最后一行。",
)
DOUBLE_COUNT: Final = declare(
    "T132",
    Severity.ERROR,
    "求和把上下级重复相加",
    "公式 {formula} 把{what}加了起来，同一笔钱加了两遍以上。",
    meaning="按科目列出的行里有类、款、项几级，或者有小计行，直接求和会重复。",
    remedy="合计直接取数，例如 {{{{ 支出.合计 | 万元 }}}}；或者只加最末一级。",
)
TEXT_NUMBER: Final = declare(
    "T133",
    Severity.ERROR,
    "数写成了文字",
    "{cell} 的“{text}”是文字不是数，公式 {formula} 不会把它加进去。",
    meaning="单元格设成了文本格式，或数前面有撇号，求和时会被当作 0。",
    remedy="把这一格改成数字格式，重新输入。",
)
ADDS_TEXT: Final = declare(
    "T134",
    Severity.ERROR,
    "公式引用的格印出来是文字",
    "公式 {formula} 引用的 {cell} 印出来是文字（{tag}），加不起来。",
    meaning="一格里除了一个标签还有别的字，印出来就是文字，求和会当作 0。",
    remedy="一格里只写一个标签，单位写在表头；或者公式不引用它。",
)
BY_TEXT: Final = declare(
    "T135",
    Severity.ERROR,
    "公式用文字拼出引用",
    "公式 {formula} 用了 {name}，行数变了以后它指的格就错了。",
    meaning="INDIRECT、OFFSET、ADDRESS 拼出来的引用不会随循环的行移动。",
    remedy="直接引用单元格。",
)
BROKEN_NAME: Final = declare(
    "T136",
    Severity.ERROR,
    "名称指的区域不存在",
    "名称“{name}”指的是 {target}。",
    meaning="名称管理器里的名称指到了删掉的单元格或工作表。",
    remedy="在“公式→名称管理器”里改正或删除。",
)
OUTSIDE_PRINT: Final = declare(
    "T137",
    Severity.HINT,
    "标签在打印区域外",
    "{cell} 的标签 {tag} 在打印区域 {area} 外面，印出来看不到。",
    meaning="打印和转 PDF 时只有打印区域里的内容。",
    remedy="把打印区域改大，或者取消打印区域。",
)
HIDDEN_TAG: Final = declare(
    "T138",
    Severity.HINT,
    "标签在隐藏的地方",
    "标签 {tag} 在隐藏的{what}里，打开文件看不到。",
    meaning="隐藏的工作表、行、列会随文件交出去，收到的人可以取消隐藏。",
    remedy="取消隐藏，或者删掉不要的内容。",
)
FIRST_ONLY: Final = declare(
    "T139",
    Severity.HINT,
    "公式只取循环的第一行",
    "公式 {formula} 引用循环里的一格 {cell}，生成后只指第一行。",
    meaning="循环的行印成许多行，循环外面的公式引用其中一格，只会取到第一行。",
    remedy="要全部加起来的，写成区域，例如 =SUM(D8:D8)；不要循环的，把这一行移出循环。",
)
TRIAL_FAILS: Final = declare(
    "T150",
    Severity.ERROR,
    "换一种数据就生成不了",
    "用“{variant}”试着生成时出错：{message}",
    meaning="平常的数据能生成，遇到这样的数据就会失败。",
    remedy='在模板里先判断再取，例如 {{% if 列表 %}}、| 默认("")；除法先看除数是不是 0。',
)
TRIAL_READ_BACK: Final = declare(
    "T151",
    Severity.ERROR,
    "试着生成的文档有问题",
    "用“{variant}”试着生成后重新读一遍：{message}",
    meaning="文档生成了，但里面有残留的标签、错误值，或者数不在该在的地方。",
    remedy="按后半句检查模板里对应的地方。",
)
ROWS_LOST: Final = declare(
    "T152",
    Severity.HINT,
    "后面的行没有印出来",
    "用“{variant}”试着生成时，“{section}”的“{field}”只印出 {shown} 行，共 {count} 行。",
    meaning="模板里的行数是固定的，或者只取了前几条；数据多的时候后面的会丢。",
    remedy="用 {{%tr for %}} 循环列出全部；确实只要前几条的，不用管。",
)
TEXT_LOST: Final = declare(
    "T153",
    Severity.ERROR,
    "文字印得不全",
    "用“{variant}”试着生成时，“{section}”的“{field}”没有完整地印出来。",
    meaning="文字里的 < & 等符号，或者很长的文字，在生成的文档里少了。",
    remedy="检查模板里印这一栏的标签有没有截取、替换。",
)
NOT_BUILT: Final = declare(
    "T154",
    Severity.HINT,
    "这个文档没有试到",
    "文档“{document}”的条件在每一种试印数据里都不成立，没有试过。",
    meaning="“条件”写的内容，按版式的栏目造出来的数据都不满足。",
    remedy="核对“条件”有没有写错；没有错的，用 --data 给一份真实的数据再试。",
)
NOT_FIXED: Final = declare(
    "T170",
    Severity.ERROR,
    "没有修好",
    "“{name}”没有修改：{reason}。",
    meaning="--fix 只改能确定的毛病，改完要重新读一遍；读出来不对就不写。",
    remedy="用 Word 或 Excel 打开模板，按提示手工改。",
)
