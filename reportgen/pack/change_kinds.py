"""The findings of comparing, explaining and verifying packs: P840 to P879. It decides nothing."""

from typing import Final

from reportgen.finding import Severity, declare

BROKEN_RECORD: Final = declare(
    "P840",
    Severity.HINT,
    "上次生成的记录读不懂",
    "上次生成的记录“{name}”读不懂（{why}），所以这次列不全有哪些变动。",
    meaning="程序靠报告包里的记录（.reportgen 文件夹）比较前后两次生成。记录损坏或缺失，不影响这次生成的文档。",
    remedy="不用做什么，这次生成以后记录会重新建立。",
)
NOT_A_PACK: Final = declare(
    "P841",
    Severity.ERROR,
    "不是报告包",
    "“{name}”不是程序生成的报告包，也不在报告包里：找不到生成记录。",
    meaning="报告包的文件夹里有一个隐藏的 .reportgen 文件夹，记着数据、版式和每个数的位置。文档搬到别处以后，程序就认不出它了。",
    remedy="写报告包文件夹（或其中文档）原来的位置，例如 out/组织部门-2023；没有就先生成一次。",
)
NO_DATA: Final = declare(
    "P842",
    Severity.ERROR,
    "找不到报告包所用的数据",
    "报告包“{name}”是用数据文件“{data}”生成的，现在找不到这个文件。",
    meaning="数的来历、报告包的核对都要重新读数据。数据文件搬走或改名以后，程序找不到它。",
    remedy="用 --data 写明数据文件现在的位置。",
)
DATA_CHANGED: Final = declare(
    "P843",
    Severity.HINT,
    "数据在生成之后改过",
    "数据“{data}”在生成“{name}”之后改过；下面按现在的数据说明，可能与文档里印的不同。",
    meaning="报告包是用改动以前的数据生成的。",
    remedy="先用 reportgen build 重新生成，再查。",
)
NOTHING_THERE: Final = declare(
    "P844",
    Severity.ERROR,
    "这里没有程序印的数",
    "“{name}”的“{spot}”没有程序印的数。{near}",
    meaning="要查的单元格、段落或数字不在数据来源记录里：可能是文字、空白，或手工填的数。",
    remedy="核对位置或数字的写法，例如 收支总表!C35，或文档里印的样子“1029.59”。",
)
BAD_TARGET: Final = declare(
    "P845",
    Severity.ERROR,
    "看不懂要查什么",
    "看不懂要查的“{target}”。{how}",
    meaning="要查的可以是报告包里的文档和其中一处，也可以是数据文件和其中一个名称。",
    remedy="例如：explain out/…/部门预算表.xlsx 收支总表!C35；explain 2023.yaml 支出.合计；explain --from 2023.yaml:31。",
)
LEFT_DOCUMENT: Final = declare(
    "P846",
    Severity.HINT,
    "文档不是程序最后生成的那一份",
    "“{name}”{why}，与程序最后生成的不同；位置和数都照程序生成的那一份说明。",
    meaning="手工改过、或生成时正打开着的文档留在原处，里面的数可能是旧的，位置也可能移动了。",
    remedy="要对照的话，打开 .reportgen/generated 里的同名文件。",
)
NOT_A_FIGURE: Final = declare(
    "P847",
    Severity.ERROR,
    "得到的不是一个数",
    "“{target}”得到的不是一个数，而是{what}。",
    meaning="只有数才有来历可查。",
    remedy='写到具体的数为止，例如 支出.合计、支出.金额(类型="基本支出")、支出/2013201/基本支出。',
)
NOT_USED: Final = declare(
    "P848",
    Severity.HINT,
    "这个位置的数没有印在文档里",
    "“{target}”没有印在任何文档里，也没有计入别的数。",
    meaning="可能这一行是文字，或者是只用来核对的声明数，也可能位置写错了。",
    remedy="核对行号、单元格；工作簿写作：预算.xlsx 支出明细!F12。",
)
OTHER_DATA: Final = declare(
    "P850",
    Severity.ERROR,
    "报告包不是现在的数据生成的",
    "数据“{data}”在生成之后改过，报告包“{name}”里还是改动以前的数。",
    meaning="生成记录里记着数据文件的标记，现在的数据文件与它不同。",
    remedy="重新生成一次；要看改了什么，用 reportgen changes 报告包 数据文件。",
)
OTHER_FORMAT: Final = declare(
    "P851",
    Severity.ERROR,
    "报告包不是现在的版式生成的",
    "版式“{format}”在生成之后改过，报告包“{name}”还是照改动以前的表样生成的。",
    meaning="生成记录里记着版式文件夹的标记，现在的版式与它不同。",
    remedy="重新生成一次。",
)
OTHER_PROGRAM: Final = declare(
    "P852",
    Severity.HINT,
    "报告包是别的版本的程序生成的",
    "报告包“{name}”是 {old} 版程序生成的，现在的程序是 {new} 版。",
    meaning="版本不同，生成的文档可能不同；逐份比较的结果见下。",
    remedy="不用做什么；要用新版本的结果，重新生成一次。",
)
TOUCHED: Final = declare(
    "P853",
    Severity.ERROR,
    "文档被动过",
    "“{name}”与生成的不同：{what}",
    meaning="文件夹里的文档与程序最后放进去的不是同一份内容，说明生成之后有人改过（另存一次也会改变文件内部）。",
    remedy="要保留修改，不用做什么；不要修改，删掉这个文件再生成一次。",
)
MISSING: Final = declare(
    "P854",
    Severity.ERROR,
    "文档不见了",
    "报告包里的“{name}”不见了。",
    meaning="生成记录里有这份文档，文件夹里没有。",
    remedy="再生成一次，它会重新写出来。",
)
NOT_REPRODUCED: Final = declare(
    "P855",
    Severity.ERROR,
    "现在的数据和版式生成不出这份文档",
    "用现在的数据和版式重新生成“{name}”，结果与报告包里记录的不同：{what}",
    meaning="数据、版式、程序，或数据引用的上年数据、文字、说明有变动。",
    remedy="重新生成一次，再看变更清单。",
)
UNMADE: Final = declare(
    "P856",
    Severity.ERROR,
    "现在的数据生成不出报告包",
    "用现在的数据重新生成时出了错，报告包“{name}”无法核对。",
    meaning="数据或版式有错误，见其他各条。",
    remedy="先改正数据里的错误。",
)
MIXED: Final = declare(
    "P860",
    Severity.HINT,
    "只比较了数据",
    "“{one}”是报告包，“{other}”是数据文件，所以只比较了两边的数据，没有比较文档里的数。",
    meaning="报告包里存着生成时的数据，可以与现在的数据文件比较；文档里的数要生成以后才有。",
    remedy="要看文档里哪些数会变，先用 reportgen build 生成，末尾就会列出。",
)
OTHER_DEPARTMENT: Final = declare(
    "P861",
    Severity.HINT,
    "两边不是同一个部门",
    "比较的两边不是同一个部门：“{one}”与“{other}”。",
    meaning="不同部门的数据放在一起比较，多半是文件选错了。",
    remedy="核对两个文件。",
)
NO_LAST_YEAR: Final = declare(
    "P862",
    Severity.ERROR,
    "没有可以比较的另一边",
    "数据“{name}”里没有写上年的数据文件，也没有填上年数，没有可以比较的另一边。",
    meaning="只写一个数据文件时，是与上年比较：要么在“部门”的“上年”里写上年数据文件的位置，要么填“上年数”。",
    remedy="补上其中之一，或者写两个文件：reportgen changes 2022.yaml 2023.yaml。",
)
