"""The findings of merging workbooks edited by hand: H150 to H199."""

from typing import Final

from reportgen.finding import Severity, declare

UNREADABLE_BOOK: Final = declare(
    "H150",
    Severity.ERROR,
    "改过的工作簿读不出来，没有合并",
    "改过的工作簿读不出来（{reason}），没有把新的数字合并进去，文件原样未动。",
    meaning="手工改过的工作簿要先读懂，才能把新的数字放进去。这个文件不是 Excel 工作簿、加了密码，或者已经损坏。",
    remedy="用 Excel 或 WPS 打开它，取消密码，另存为“Excel 工作簿（*.xlsx）”，再生成一次。",
)
TOO_LARGE: Final = declare(
    "H151",
    Severity.ERROR,
    "工作表太大，没有合并",
    "工作表“{sheet}”用到了第 {rows} 行、第 {columns} 列，太大了，这份工作簿没有合并，文件原样未动。",
    meaning="合并要逐行比较三个版本。一般是很远的单元格里误放了内容。",
    remedy="删掉离表格很远的行和列，保存后再生成一次。",
)
LEFT_TO_EXCEL: Final = declare(
    "H152",
    Severity.HINT,
    "有的公式要由 Excel 重算",
    "{count} 个公式程序算不了（{cells}），没有保留旧的结果，用 Excel 或 WPS 打开时会自动重算。",
    meaning="数据变了，引用它的公式也要重算。您自己加的公式用了程序不会算的函数；旧结果留着会骗人，所以去掉了。",
    remedy="用 Excel 或 WPS 打开这份工作簿，保存一次。",
)
OTHER_RESULT: Final = declare(
    "H153",
    Severity.EXPLAIN,
    "表里算出来的数与数据不一致",
    "“{cell}”按您改过的表算得 {found}，按数据应是 {made}（{source}）。",
    meaning="您在表里加过行或改过数，公式把它们也算进去了，所以合计与别的文档里印的不同。",
    remedy="如果加的行是对的，请把它补进数据里，再生成一次；否则改回来。",
)
OVERTYPED: Final = declare(
    "H155",
    Severity.EXPLAIN,
    "手工改的数与数据不一致",
    "“{cell}”里是您改的“{found}”，按数据应是 {made}（{source}）。",
    meaning="这一格印的是数据里的数，您把它改成了别的，所以与别的表、别的文档里印的不同。您的数保留着。",
    remedy="数据错了，请改数据再生成一次；表里改错了，请改回来。",
)
NOT_MERGED: Final = declare(
    "H154",
    Severity.HINT,
    "这种文档不能合并手工修改",
    "“{name}”被手工改过，但程序不会合并这种文档，仍按原样保留。",
    meaning="程序会合并 Word 文档（docx）和 Excel 工作簿（xlsx）。",
    remedy="把修改搬到新生成的一份里，或把文档另存为 docx、xlsx。",
)
