"""The findings of Word templates and of rendering them (R76x to R79x)."""

from __future__ import annotations

from typing import Final

from reportgen.finding import Severity, declare

_REDO: Final = "把整个标签删掉，一次重新输入；标签里不要设置不同的字体或颜色。"

NOT_A_DOCUMENT: Final = declare(
    "R760",
    Severity.ERROR,
    "Word 模板打不开",
    "模板打不开：{reason}。",
    meaning="模板不是 .docx 文档，或者文件已经损坏、加了密码。",
    remedy="用 Word 或 WPS 打开模板，另存为“Word 文档（.docx）”，不设密码。",
)
REFUSED_CONTENT: Final = declare(
    "R761",
    Severity.ERROR,
    "Word 模板带宏或外部链接",
    "模板里有{what}，不能使用。",
    meaning="带宏、引用网上图片或别的文件的文档，交出去后打开会报警，或者缺内容。",
    remedy="另存为不带宏的 .docx；网上的图片复制下来，再粘贴成嵌入的图片。普通的超链接可以保留。",
)
MISPLACED: Final = declare(
    "R762",
    Severity.ERROR,
    "标签放的地方不起作用",
    "{where}里有标签 {tag}，放在这里不起作用。",
    meaning="正文、表格、文本框、页眉、页脚、脚注、尾注和文档标题里的标签会换成数据；批注、图表和修订删掉的文字里的不会。",
    remedy="把标签移到正文里；写给自己看的批注，请先删掉；修订请先全部接受或拒绝。",
)
BROKEN: Final = declare(
    "R763",
    Severity.ERROR,
    "标签没有写完整",
    "标签 {tag} 没有写完整：{reason}。",
    meaning="标签要成对：{{ 对 }}，{% 对 %}，{# 对 #}，并且写在同一段里。",
    remedy=_REDO,
)
SPLIT: Final = declare(
    "R764",
    Severity.ERROR,
    "标签中间夹着别的东西",
    "标签 {tag} 中间夹着{what}，接不起来。",
    meaning="标签的几个字之间有制表符、图片、域、超链接或脚注，程序不能把它们合成一个标签。",
    remedy=_REDO,
)
LOST: Final = declare(
    "R765",
    Severity.ERROR,
    "标签旁边的内容会丢失",
    "标签 {tag} 所在的{unit}里还有{other}，这{unit}生成时会去掉，内容会丢失。",
    meaning="{%p … %} 单独占一段，{%tr … %} 单独占一行，{%tc … %} 单独占一格，生成后都不保留。",
    remedy="把其他内容移到别的段、行、格里；一段、一行、一格只放一个这样的标签。",
)
NO_UNIT: Final = declare(
    "R766",
    Severity.ERROR,
    "标签不在它要管的地方",
    "标签 {tag} 不在{unit}里，不起作用。",
    meaning="{%tr … %}、{%tc … %}、{% vm %}、{% hm %}、{% colspan %}、{% cellbg %} 只能写在表格的格里。",
    remedy="重复或取舍整段文字用 {%p … %}；要管表格的行、格，把标签放进表格。",
)
UNPAIRED: Final = declare(
    "R767",
    Severity.ERROR,
    "循环或条件没有配对",
    "标签 {tag} {reason}。",
    meaning="for 要有 endfor，if 要有 endif，并且要套好，不能交叉。",
    remedy="从里到外逐个核对 for、if 和它们的结束标签。",
)
MIXED: Final = declare(
    "R768",
    Severity.ERROR,
    "开始和结束标签不在同一层",
    "标签 {tag} 和{opened_at}的 {other} 不在同一层：一个在{here}，一个在{there}。",
    meaning="开始标签和结束标签要用同一种写法、放在同一层，例如 {%tr for %} 要用 {%tr endfor %} 结束。",
    remedy="整段的用 {%p … %} 开始和结束，整行的用 {%tr … %}，同一段文字里的用 {% … %}。",
)
MERGE: Final = declare(
    "R769",
    Severity.ERROR,
    "合并标签不能用在这里",
    "标签 {tag} 不能用在这里：{reason}。",
    meaning="{% vm %} 把循环行里上下相同的格合并成一格；{% hm %} 把循环列合并成一格。",
    remedy="{% vm %} 放在 {%tr for %} 和 {%tr endfor %} 之间的格里，{% hm %} 放在 {%tc for %} 和 {%tc endfor %} 之间的格里。",
)
SECTION: Final = declare(
    "R770",
    Severity.ERROR,
    "分节符会丢失",
    "标签 {tag} 所在的段末有分节符，这一段生成时会去掉，后面的纸张方向、页眉会错。",
    meaning="分节符记在它前面那一段里；{%p … %} 占的段生成后不保留。",
    remedy="在标签和分节符之间另起一段，让分节符跟着一个空段。",
)
NOT_RICH: Final = declare(
    "R771",
    Severity.ERROR,
    "这里要图片、子文档或富文本",
    "{where}取到的是普通文字（{got}），不能用这种写法打印。",
    meaning="{{p …}}、{{r …}} 这样的写法只给子文档和富文本用。",
    remedy="普通文字和数写成 {{ … }}，两个花括号后面空一格。",
)
BAD_WIDTH: Final = declare(
    "R780",
    Severity.ERROR,
    "跨列数不对",
    "{where}的结果是“{got}”，跨列数要是 1 到 63 的整数。",
    meaning="{% colspan … %} 里写的是这一格占几列。",
    remedy="核对跨列数的算式。",
)
BAD_COLOUR: Final = declare(
    "R781",
    Severity.ERROR,
    "底色写法不对",
    "{where}的结果是“{got}”，底色要写六位颜色，例如 FFF2CC，或者 auto。",
    meaning="{% cellbg … %} 里写的是这一格的底色。",
    remedy="用六位十六进制的颜色，不用颜色的名字。",
)
FORBIDDEN: Final = declare(
    "R782",
    Severity.ERROR,
    "文字里有看不见的控制字符",
    "{where}取到的文字“{text}”里有 Word 不能保存的字符（{code}）。",
    meaning="从别的系统粘贴的文字有时带控制字符，写进 Word 后文件会打不开。",
    remedy="在数据里把这段文字删掉，重新手工输入。",
)
LEFTOVER: Final = declare(
    "R790",
    Severity.ERROR,
    "生成的文档里有残留",
    "{where}会印出“{what}”，不应该出现在文档里。",
    meaning="数据或模板里有标签、空值、错误值的写法（{{、{%、None、nan），会原样印到文档里。",
    remedy="核对这一处的数据和模板；真要印花括号时写成 {_{ 和 }_}。",
)
OBJECT_FAILS: Final = declare(
    "R791",
    Severity.ERROR,
    "图片或子文档放不进去",
    "图片或子文档放不进文档：{reason}。",
    meaning="图片不是 PNG、JPG，子文档不是 .docx，或者文件已经损坏。",
    remedy="用看图软件或 Word 打开它，另存一份再试。",
)
