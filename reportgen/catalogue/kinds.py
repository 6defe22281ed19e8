"""The kinds of finding about 政府收支分类科目: codes and names in a data set, and imported lists.

Not for amounts or for fields left out: those belong to the packages that read them.
"""

from typing import Final

from reportgen.finding import Severity, declare

MALFORMED_CODE: Final = declare(
    "K301",
    Severity.ERROR,
    "科目代码写错",
    "科目代码“{code}”写得不对：{reason}。",
    meaning="功能分类科目代码以 2 开头，为 3 位（类）、5 位（款）或 7 位（项）数字；部门预算支出经济分类"
    "以 3 开头，政府预算支出经济分类以 5 开头，为 3 位（类）或 5 位（款）数字。",
    remedy="按预算批复或科目表改正代码。数字之间可以有空格或短横（201 32 01、201-32-01），不能有小数点和字母。",
)
UNKNOWN_CODE: Final = declare(
    "K302",
    Severity.HINT,
    "内置科目表里没有这个科目",
    "{year}年的{title}科目里没有找到 {code}{nearest}。",
    meaning="程序自带的科目表是根据公开文件整理的，不一定齐全，所以只作提示。",
    remedy="对照本年科目表核对代码：写错了就改正；确有这个科目，不用改。"
    "也可以导入财政局的科目表：reportgen catalogue import 科目表.xlsx --year 年度。",
)
NOT_IN_IMPORTED_LIST: Final = declare(
    "K303",
    Severity.ERROR,
    "导入的科目表里没有这个科目",
    "导入的{year}年{title}科目表里没有 {code}{nearest}。",
    meaning="这一年用的是您导入的科目表，表里没有的代码不能用。",
    remedy="代码写错了就改正；科目表不全，就补全后重新导入，或用 reportgen catalogue remove --year 年度 撤掉它。",
)
DOUBTFUL_CODE: Final = declare(
    "K304",
    Severity.HINT,
    "科目存疑",
    "科目 {subject} 存疑：{note}。",
    meaning="这个代码在部分公开文件里出现过，但在这一年是否有效或叫什么名称没有核实。",
    remedy="对照本年科目表核对代码和名称；没有错就不用改。",
)
OTHER_NAME: Final = declare(
    "K305",
    Severity.EXPLAIN,
    "科目名称与代码不符",
    "科目 {code} 的名称写的是“{name}”，科目表里是“{expected}”。",
    meaning="代码和名称对不上，多半是其中一个抄错了。文档里仍照您写的名称印出。",
    remedy="核对代码和名称，改正写错的一个；名称留空时程序会自动填上。确须这样写的，说明原因。",
)
OLD_NAME: Final = declare(
    "K306",
    Severity.EXPLAIN,
    "科目名称是旧名或误写",
    "科目 {code} 的名称“{name}”是{kind}{note}，{year}年应为“{expected}”。",
    meaning="名称是以前年度用过的，或是常见的误写。文档里仍照您写的名称印出。",
    remedy="改成本年科目表的名称，或把名称留空由程序填上。确须这样写的，说明原因。",
)
UNCERTAIN_NAME: Final = declare(
    "K307",
    Severity.HINT,
    "科目名称请再核对",
    "科目 {code} 的名称写的是“{name}”，科目表里是“{expected}”；“{name}”{note}。",
    meaning="这是口语、简称，或改名年份没有核实的名称，可能对，也可能不对。",
    remedy="对照本年科目表核对；没有错就不用改。",
)
WRONG_LEVEL: Final = declare(
    "K308",
    Severity.EXPLAIN,
    "科目级次不对",
    "这里要填到“{wanted}”级（{digits} 位代码），{code} {name} 是“{level}”级。",
    meaning="金额要落在规定的级次上，填到上级科目，类、款、项的汇总就分不清。",
    remedy="改填下级科目的代码；确实只批复到上级科目的，说明原因。",
)
OTHER_YEAR: Final = declare(
    "K309",
    Severity.HINT,
    "科目不是这一年的",
    "科目 {code} {name} 在{year}年{state}：{note}。",
    meaning="科目每年有增减，这个代码在别的年度才有效。",
    remedy="对照本年科目表核对代码；没有错就不用改。",
)
NEWER_NAME: Final = declare(
    "K310",
    Severity.HINT,
    "科目名称是以后才用的",
    "科目 {code} 在{year}年叫“{expected}”，“{name}”是以后年度的名称。",
    meaning="这个科目后来改了名，当年的文件一般用当年的名称。",
    remedy="对照当年科目表核对；没有错就不用改。",
)
NO_CODE: Final = declare(
    "K311",
    Severity.ERROR,
    "没有填科目代码",
    "没有填科目代码（名称：{name}）。",
    meaning="金额按科目代码汇总，只有名称不行：行政运行这样的名称，各款下面都有。",
    remedy="按预算批复填上科目代码，名称可以留空。",
)

UNREADABLE_LIST: Final = declare(
    "K321",
    Severity.ERROR,
    "科目表读不了",
    "科目表“{file}”读不了：{reason}。",
    meaning="导入科目表可以用 .xlsx、.csv 或 .txt 文件。",
    remedy="按提示处理后重新导入；旧的 .xls 文件请先在 Excel 或 WPS 里另存为 .xlsx。",
)
NO_HEAD_ROW: Final = declare(
    "K322",
    Severity.ERROR,
    "找不到科目表的表头",
    "在“{file}”里没有找到表头：前 {rows} 行里要有一行同时写着“科目编码”和“科目名称”，"
    "或“类、款、项”和“科目名称”。",
    meaning="程序靠表头认出哪一列是代码、哪一列是名称。表头上面可以有标题。",
    remedy="在科目表上加一行表头，再重新导入。",
)
BAD_LIST_CODE: Final = declare(
    "K323",
    Severity.ERROR,
    "科目表里的代码不对",
    "科目表里的代码“{code}”（{name}）不对：{reason}。",
    meaning="2 开头是支出功能分类，3 开头是部门预算支出经济分类，5 开头是政府预算支出经济分类。",
    remedy="改正科目表里的代码，再重新导入。改好以前，原来的科目表不变。",
)
TWO_NAMES: Final = declare(
    "K324",
    Severity.ERROR,
    "科目表里同一代码有两个名称",
    "科目表里 {code} 出现两次，名称不同：“{first}”和“{second}”。",
    meaning="一个代码只能有一个名称。",
    remedy="删去错的一行，再重新导入。",
)
ORPHAN_CODE: Final = declare(
    "K325",
    Severity.HINT,
    "科目表里缺上级科目",
    "科目表里有 {code} {name}，没有它的上级 {parent}。",
    meaning="缺了上级科目，类、款两级的汇总行就没有名称。",
    remedy="在科目表里补上上级科目，再重新导入。",
)
NO_LIST_NAME: Final = declare(
    "K326",
    Severity.ERROR,
    "科目表里没有名称",
    "科目表里 {code} 没有名称。",
    meaning="每个代码都要有名称，文档里要印出来。",
    remedy="补上名称，再重新导入。",
)
EMPTY_LIST: Final = declare(
    "K327",
    Severity.ERROR,
    "科目表里没有科目",
    "“{file}”里没有找到{title}科目，没有导入。",
    meaning="认出了表头，但下面没有可用的代码和名称。",
    remedy="检查是不是选错了文件或工作表。",
)
CANNOT_STORE: Final = declare(
    "K328",
    Severity.ERROR,
    "科目表存不下来或删不掉",
    "科目表没有改成：{reason}",
    meaning="导入的科目表存在您自己的用户文件夹里。",
    remedy="检查文件夹是否可写、磁盘是否已满、文件是否正被别的程序打开，再重试。",
)
YEAR_OUT_OF_RANGE: Final = declare(
    "K329",
    Severity.ERROR,
    "年度不对",
    "年度 {year} 不对，应在 {first} 到 {last} 之间。",
    meaning="科目表按年度存放，年度写四位数字。",
    remedy="改正年度，例如 --year 2025。",
)
DAMAGED_LIST: Final = declare(
    "K330",
    Severity.ERROR,
    "导入过的科目表坏了",
    "{year}年导入的科目表读不出来（{reason}），暂用程序自带的科目表。",
    meaning="存放在用户文件夹里的科目表被改动或损坏了。",
    remedy="重新导入这一年的科目表，或用 reportgen catalogue remove --year 年度 撤掉它。",
)
ROWS_PASSED_OVER: Final = declare(
    "K331",
    Severity.HINT,
    "科目表里有没读的行",
    "科目表里有 {count} 行没有导入（如“{example}”）：{reason}。",
    meaning="标题、说明、合计和收入科目不是支出科目，导入时跳过。",
    remedy="看一看跳过的是不是科目；是的话，补上代码后重新导入。",
)
