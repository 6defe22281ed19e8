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
