"""The kinds of finding of the language of templates, rules and authored text (L5xx).

Every sentence begins with `{where}`, the tag or expression as its author wrote it.
"""

from typing import Final

from reportgen.finding import Severity, declare

SYNTAX: Final = declare(
    "L501",
    Severity.ERROR,
    "标签写法不对",
    "{where}写法不对：{problem}。",
    meaning="标签的括号、引号或关键字不成对，或者多写、少写了字，程序读不懂。",
    remedy="对照手册改正；若标签在 Word 里改过多次，把整个标签删掉，一次重新输入。",
)
UNKNOWN_NAME: Final = declare(
    "L502",
    Severity.ERROR,
    "名称不存在",
    "{where}用到的“{name}”不存在。",
    meaning="标签里写的名称，数据和版式里都没有。",
    remedy="检查是否写错字；可用的名称见“reportgen format names”列出的清单。",
)
UNKNOWN_FILTER: Final = declare(
    "L503",
    Severity.ERROR,
    "没有这种格式或判断",
    "{where}里“{name}”不是能用的格式或判断。",
    meaning="竖线“|”后面的格式名，或“is”后面的判断名，没有声明过。",
    remedy="常用的有：元、整元、万元、整万元、亿元、百分比、数、整数、两位、大写、日期、顿号、默认。",
)
NOT_CALLABLE: Final = declare(
    "L504",
    Severity.ERROR,
    "不能带括号",
    "{where}里“{name}”不是函数，后面不能带括号。",
    meaning='括号只能跟在函数后面，如“支出.金额(类型="基本支出")”。',
    remedy="去掉括号；若要筛选，用台账的“金额”或“按”。",
)
BAD_CALL: Final = declare(
    "L505",
    Severity.ERROR,
    "函数的参数不对",
    "{where}里给“{name}”的参数不对：{problem}。",
    meaning="括号里的参数多了、少了，或者名称、内容不是这个函数认得的。",
    remedy="对照手册中这个函数的用法改正参数。",
)
REFUSED: Final = declare(
    "L506",
    Severity.ERROR,
    "不允许这样用",
    "{where}里的“{name}”不允许使用。",
    meaning="模板只能用公开的名称、格式和函数，不能碰程序内部的东西，也不能读别的文件。",
    remedy="删去这一处，改用手册中列出的名称。",
)
LIMIT: Final = declare(
    "L507",
    Severity.ERROR,
    "计算量太大",
    "{where}{limit}超过上限 {maximum}，已停止。",
    meaning="循环次数、文字长度或结果大小超过了上限，多半是循环写错了。",
    remedy="检查循环的范围和嵌套；确实需要这么多时，把表分成几份。",
)
NOT_A_NUMBER: Final = declare(
    "L508",
    Severity.ERROR,
    "不是数",
    "{where}用了数字格式“{filter}”，但{got}不是数。",
    meaning="“万元”“百分比”这类格式只能用在数上。",
    remedy="检查竖线前的名称是否写对；文字直接打印，不加数字格式。",
)
UNIT: Final = declare(
    "L509",
    Severity.ERROR,
    "单位对不上",
    "{where}单位对不上：{problem}。",
    meaning="单位不同的数不能相加减，金额不能印成百分比，比率不能印成万元。",
    remedy="检查取的是不是想要的数；比率用“百分比”，金额用“元”或“万元”。",
)
DIVISION: Final = declare(
    "L510",
    Severity.ERROR,
    "除数为零",
    "{where}除以了 0。",
    meaning="算式中除号后面的数是 0。",
    remedy="先判断除数不为 0 再相除。",
)
PRINTED: Final = declare(
    "L511",
    Severity.ERROR,
    "对已定格式的数再作计算",
    "{where}对已经定了打印格式的数（{text}）作了{action}，请先{action}再加格式。",
    meaning="竖线之后得到的是要打印的文字，四舍五入过，不能再比较、计算、量长度或截取。",
    remedy="把比较或计算放在竖线之前，如“(甲 - 乙) | 万元”“甲 > 乙”。",
)
WRONG_VALUE: Final = declare(
    "L512",
    Severity.ERROR,
    "值的种类不对",
    "{where}值的种类不对：{problem}。",
    meaning="例如拿文字和数相加、比大小，或对单个值作循环。",
    remedy="检查这一处用到的名称各是什么：文字、数，还是一列记录。",
)
UNPRINTABLE: Final = declare(
    "L513",
    Severity.ERROR,
    "不能直接打印",
    "{where}的结果{problem}。",
    meaning="一列记录、整条记录、没有给格式的金额和空值不能直接打印成文字。",
    remedy="写明要打印哪一项；金额和比率在后面加格式，如“| 万元”“| 百分比”。",
)
LITERAL: Final = declare(
    "L514",
    Severity.ERROR,
    "数字写法不能用",
    "{where}里直接写的数字“{text}”不能用：有效数字最多 15 位，不用科学计数法。",
    meaning="标签里直接写的数字太长，会失去精度。",
    remedy="把数放到数据表里，在标签里用它的名称。",
)
PRIVATE_NAME: Final = declare(
    "L515",
    Severity.ERROR,
    "名称以下划线开头",
    "{where}里的“{name}”以下划线开头，这样的名称留给程序自己用。",
    meaning="以下划线开头的名称不对模板开放。",
    remedy="换一个不以下划线开头的名称。",
)
UNSUPPORTED_TAG: Final = declare(
    "L516",
    Severity.ERROR,
    "不支持的标签",
    "{where}用了不支持的标签“{name}”。",
    meaning="模板不能引用别的文件，也不能改变转义方式。",
    remedy="把要引用的内容写进本模板，或放到版式的常用语里。",
)
BAD_OPTION: Final = declare(
    "L517",
    Severity.ERROR,
    "格式的选项不对",
    "{where}里格式“{filter}”的选项不对：{problem}。",
    meaning="格式后面括号里的选项只有：小数位数（0 到 10）、千分位、空。",
    remedy='例如“| 万元(1)”“| 元(千分位=True)”“| 元(空="—")”。',
)
BROKEN_MARK: Final = declare(
    "L518",
    Severity.ERROR,
    "打印的数被截断",
    "{where}里一个已定格式的数被截断或改写，找不到它的来源。",
    meaning="带数的文字被截取、替换或逐字拆开，数就不完整了。",
    remedy="先截取或替换文字，再接上带格式的数。",
)
UNEXPECTED: Final = declare(
    "L519",
    Severity.ERROR,
    "无法计算",
    "{where}无法计算（{problem}）。",
    meaning="程序没有预料到的情况。",
    remedy="把这一处改成更简单的写法；仍不行时把模板和数据发给维护者。",
)
FORMULA_SYNTAX: Final = declare(
    "L520",
    Severity.ERROR,
    "公式写法不对",
    "{where}公式写法不对：{problem}。",
    meaning="单元格里的公式读不懂。",
    remedy="在 Excel 里打开模板，检查这个单元格的公式。",
)
FORMULA_UNSUPPORTED: Final = declare(
    "L521",
    Severity.HINT,
    "公式留给 Excel 计算",
    "{where}公式里的“{name}”本程序不计算，打开文件时由 Excel 计算。",
    meaning="程序只计算求和、计数、条件、舍入等常用函数。",
    remedy="不需要处理；若要核对这个数，改用 SUM、SUMIFS、ROUND、IF 等函数。",
)
PHRASE_FAILS: Final = declare(
    "L530",
    Severity.ERROR,
    "短语有问题",
    "{where}用到的短语“{phrase}”（{stands}）说不出来：{problem}",
    meaning="版式 phrases.yaml 里这个短语的算式、条件或文字有误，或给它的数不对。",
    remedy="按后半句改正 phrases.yaml 里的这个短语，或改正用它的地方。",
)
