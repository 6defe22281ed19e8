"""Findings about importing exports and published tables (G950–G979)."""

from reportgen.finding import Severity, declare

_ERROR, _EXPLAIN, _HINT = Severity.ERROR, Severity.EXPLAIN, Severity.HINT

NOT_A_WORKBOOK = declare(
    "G950", _ERROR, "不是工作簿", "“{name}”不是工作簿或 Word 文档，不能导入。",
    meaning="导入的是从预算管理一体化等系统导出的 Excel 工作簿，或已经公开的 Excel、Word 里的表。",
    remedy="YAML 数据文件不用导入，可以直接检查、生成；导出的文件请另存为 .xlsx。",
)  # fmt: skip
BAD_MAPPING = declare(
    "G951", _ERROR, "映射文件写得不对", "映射文件里{what}。",
    meaning="映射文件（映射.yaml）说明导出的各张表、各列是数据集的哪一节、哪一栏。",
    remedy="照 templates/national/映射.yaml 里同样的地方改。",
)  # fmt: skip
NOTHING = declare(
    "G952", _ERROR, "没有可导入的表", "“{name}”里没有一张表是映射文件认得的。",
    meaning="工作表的名称和表头都与映射文件对不上，什么也没有导入。",
    remedy="在映射文件的“工作表”里补上这些表的叫法，再导入一次。",
)  # fmt: skip
NO_FIGURES = declare(
    "G977", _EXPLAIN, "表里没有一行数", "“{name}”里的表认得，但没有读到一行数，什么也没有导入。",
    meaning="表头对得上，下面却没有金额：多半是空白表样，或者数在另一个文件里。",
    remedy="换成填好了数的文件，再导入一次。",
)  # fmt: skip
UNKNOWN_SHEET = declare(
    "G953", _HINT, "没有导入的工作表", "工作表「{sheet}」没有导入：映射文件里没有这张表。",
    meaning="映射文件的“工作表”里没有哪一种叫法与这张表的名称或标题相同。",
    remedy="用得着就在映射文件里补上叫法；用不着的可以写进“不导入”，以后不再提示。",
)  # fmt: skip
NO_HEADS = declare(
    "G954", _ERROR, "找不到表头", "工作表「{sheet}」的表头与映射文件对不上，这张表没有导入：{what}。",
    meaning="程序按表头认列。表头不必在第一行，可以有几行、可以合并，但叫法要在映射文件里。",
    remedy="打开这张表看表头的写法，把它补进映射文件里这张表的“表头”。",
)  # fmt: skip
UNKNOWN_COLUMN = declare(
    "G955", _HINT, "没有导入的列", "工作表「{sheet}」的“{head}”列没有导入。",
    meaning="映射文件里没有说这一列是什么。",
    remedy="用得着就补进映射文件；用不着的写进这张表的“不取”，以后不再提示。",
)  # fmt: skip
UNKNOWN_ROW = declare(
    "G956", _EXPLAIN, "没有导入的行", "工作表「{sheet}」第 {row} 行“{label}”没有导入：{why}。金额是 {amount}。",
    meaning="这一行有金额，但不知道它是明细、合计还是别的，所以没有计入。",
    remedy="核对这一行；是明细的，补全科目编码，或在映射文件里补上这一行的叫法。",
)  # fmt: skip
BAD_AMOUNT = declare(
    "G957", _ERROR, "金额读不出来", "“{head}”列写的是“{text}”：{reason}。这一格没有导入。",
    meaning="这一格应是一个数，但写法有歧义或不是数。程序不猜。",
    remedy="在导出的表里改成普通的数，再导入一次；或者导入后在数据里补上。",
)  # fmt: skip
NO_UNIT = declare(
    "G958", _ERROR, "不知道金额单位", "工作表「{sheet}」没有写金额单位，当作{unit}。",
    meaning="表头、标题和表名里都没有“单位：元”或“单位：万元”，映射文件里也没有写。",
    remedy="核对金额单位；不对的话，在映射文件里写“金额单位”，再导入一次。",
)  # fmt: skip
AMBIGUOUS_COLUMN = declare(
    "G959", _HINT, "两列都像", "工作表「{sheet}」有两列都像“{field}”，用了“{head}”，没有用“{other}”。",
    meaning="映射文件里的叫法同时对得上两列。",
    remedy="在映射文件里写上一级表头，如 本年收入/财政拨款收入，把两列分清。",
)  # fmt: skip
CONTRADICTION = declare(
    "G960", _EXPLAIN, "同一个数两处不同", "“{name}”这里是 {first}，另一处是 {second}。",
    meaning="导出的（或公开的）两张表里，同一个数不一样。数据里留的是前一处的。",
    remedy="查清哪一处对；数据里“声明数”的这一行改成对的，或写明原因。",
)  # fmt: skip
NOT_CROSSED = declare(
    "G961", _EXPLAIN, "分不到一起的数", "{what}",
    meaning="公开表只给出各行、各列的合计，两张表之间哪一笔对哪一笔，只有唯一可能时才能推出来。程序不编。",
    remedy="按原始预算把这些行补全：要拆开的拆开，再删去“假定”一栏。",
)  # fmt: skip
PAIRED = declare(
    "G962", _HINT, "按对应关系推定", "{count} 笔的经济科目是按映射文件的“科目对应”推定的：{what}。",
    meaning="公开表没有直接写明，但映射文件写明了这些科目通常的对应，金额也分毫不差。推定的行都写了“假定”。",
    remedy="有原始预算的，照原始预算核对，对的就删去“假定”。",
)  # fmt: skip
ROW_SUM = declare(
    "G963", _EXPLAIN, "这一行的合计不对", "工作表「{sheet}」第 {row} 行“{label}”：合计是 {total}，各列加起来是 {sum}。",
    meaning="导出的表里，这一行写的合计与各列之和不一样。数据里用的是各列的数。",
    remedy="回到系统里核对这一行。",
)  # fmt: skip
LOOKS_LIKE_SUBTOTAL = declare(
    "G964", _EXPLAIN, "像小计，但数不对", "工作表「{sheet}」第 {row} 行“{label}”像是下面 {count} 行的小计，但它是 {total}，下面加起来是 {sum}。当作一笔明细导入了。",
    meaning="这一行的科目，下面几行分得更细；如果它是小计，就多算了一遍。",
    remedy="是小计的，删去数据里的这一行，并查清哪一行的数不对；是单独一笔的，不用改。",
)  # fmt: skip
UNKNOWN_NAME = declare(
    "G965", _ERROR, "科目名称认不出来", "“{text}”不能确定是哪个{what}。",
    meaning="这一行没有科目编码，只有名称，而目录里没有这个名称，或者有好几个同名的。",
    remedy="在导出的表里补上科目编码，或导入后在数据里补上。",
)  # fmt: skip
UNKNOWN_OPTION = declare(
    "G966", _ERROR, "映射文件里没有的说法", "“{field}”写的是“{text}”，映射文件的“值”里没有这个说法，照原样导入了。",
    meaning="这一栏只能填规定的几项，导出的叫法要在映射文件里对上其中一项。",
    remedy="在映射文件的“值”里补上这个说法，再导入一次；或者在数据里改正。",
)  # fmt: skip
NOT_STATED = declare(
    "G967", _EXPLAIN, "合计有数，明细没有", "“{name}”的合计是 {amount}，但导入的明细里没有这样的一笔，没有放进“声明数”。",
    meaning="合计行写着一个数，明细里却没有属于它的任何一行，多半是缺了一张明细表。",
    remedy="看看导出的工作簿是不是少了一张表，或在映射文件里补上那张表的叫法。",
)  # fmt: skip
OTHER_COPY = declare(
    "G968", _HINT, "同一种表有几张", "工作表「{sheet}」没有导入：“{table}”用的是「{used}」。",
    meaning="映射文件里的一张表对上了几张工作表，例如单位表和部门表；只用了叫法排在最前面的。",
    remedy="要用另一张的，在映射文件里把它的叫法写到前面。",
)  # fmt: skip
CARRIED_INCOME = declare(
    "G969", _HINT, "上年结转的资金性质", "上年结转 {amount} 的资金性质取自支出：用上年结转安排的支出都是{fund}。",
    meaning="收入表没有写明上年结转是什么资金，但支出里写明了，而且数相同。",
    remedy="请核对；收入明细里的这一行写了“假定”，对的就删去它。",
)  # fmt: skip
FILL_IN = declare(
    "G970", _HINT, "导入后还要填", "“部门”的“{field}”没有从导出的表里找到，请填上。",
    meaning="数据集要有部门名称、地区和年度，才能选出版式。",
    remedy="在数据文件的“部门”一节里填上；也可以导入时用 --name、--region、--year 写明。",
)  # fmt: skip
FINAL_ACCOUNTS = declare(
    "G976", _HINT, "导入的是决算", "“{name}”里有决算表，导入为“阶段”是“执行”的明细，不当作年初预算。",
    meaning="决算数和年初预算数是两回事：执行数用来写绩效评价报告、与预算比较，预算公开的各张表仍由年初预算的明细生成。",
    remedy="已有这一年预算数据的，用 --into 并进去，原来的年初数都留着；只有决算的，生成不了预算公开表。决算的“三公”经费表没有年初预算数，不导入。",
)  # fmt: skip
NO_TARGET = declare(
    "G971", _ERROR, "不能合并到这个文件", "“{name}”不是 YAML 数据文件，不能合并进去。",
    meaning="--into 要给已有的 YAML 数据文件；工作簿可以先转换成 YAML。",
    remedy="先用 reportgen convert 把工作簿转成 YAML，再导入。",
)  # fmt: skip
SKIPPED_CELL = declare(
    "G972", _ERROR, "单元格没有值", "“{head}”列的这一格{why}，没有导入。",
    meaning="公式没有保存结果，或者单元格是错误值。",
    remedy="用 Excel 或 WPS 打开导出的文件，重新计算并保存，再导入一次。",
)  # fmt: skip
KEPT_FIELDS = declare(
    "G973", _HINT, "保留了手填的栏", "“{section}”有 {count} 行保留了您填的{fields}（导出的表里没有这些栏）。",
    meaning="再次导入时，同一笔的其他内容没有变，您补填的栏照旧留着。",
    remedy="不用做什么。",
)  # fmt: skip
HAND_ROWS = declare(
    "G974", _HINT, "再次导入时去掉的行", "“{section}”里这一行新的导出里没有，已去掉：{label}，{amount}。",
    meaning="这一节由导入得来，再次导入时整节换成新的；原来的内容在“导入前”的备份里。",
    remedy="这一行若是您自己补的，请从备份里抄回来；若是系统里删去的，不用管。",
)  # fmt: skip
