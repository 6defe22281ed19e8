"""The findings of merging documents edited by hand: H100 to H149 Word."""

from typing import Final

from reportgen.finding import Severity, declare

UNREADABLE: Final = declare(
    "H100",
    Severity.ERROR,
    "改过的文档读不出来，没有合并",
    "改过的文档读不出来（{reason}），没有把新的数字合并进去，文件原样未动。",
    meaning="手工改过的文档要先读懂，才能把新的数字放进去。这个文件不是 Word 文档、加了密码，或者已经损坏。",
    remedy="用 Word 或 WPS 打开它，取消密码，另存为“Word 文档（*.docx）”，再生成一次。",
)
OVERTYPED: Final = declare(
    "H130",
    Severity.EXPLAIN,
    "手工改的数与数据不一致（Word）",
    "“{spot}”里是您改的“{found}”，按数据应是 {made}（{source}）。",
    meaning="这里印的是数据里的数，您把它改成了别的，所以与表格、与别的文档里印的不同。您的数保留着。",
    remedy="数据错了，请改数据再生成一次；写错了，请改回来。只是换了单位、四舍五入的，看过就行。",
)
RENAMED: Final = declare(
    "H131",
    Severity.EXPLAIN,
    "文档像是改了名",
    "“{found}”像是“{name}”改名来的。程序只认原来的名字：新的数不会放进“{found}”，原来的名字下另生成了一份。",
    meaning="改了名的文档，程序不知道它是哪一份，里面的数就停在改名的那一天；文件夹里也会有两份内容相近的文档。",
    remedy="要接着用您改过的那一份，请删掉新生成的“{name}”，把“{found}”改回这个名字，再生成一次；不用它了，请移到别处。",
)
DRAFT_EDITED: Final = declare(
    "H132",
    Severity.EXPLAIN,
    "草稿里有您改过的文档，没有带过来",
    "“{draft}”里的{names}您改过；这次生成的是正式的报告包“{name}”，那些修改不在里面。",
    meaning="草稿和正式的报告包是两个文件夹，手工修改留在它所在的那一个里。",
    remedy="要把修改带过来：删掉刚生成的“{name}”，把文件夹“{draft}”改名为“{name}”，再生成一次。",
)
