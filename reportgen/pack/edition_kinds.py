"""The findings of PDFs, page numbers of contents, and editions: P880 to P899. It decides nothing."""

from typing import Final

from reportgen.finding import Severity, declare

NO_OFFICE: Final = declare(
    "P880",
    Severity.ERROR,
    "没有装 LibreOffice",
    "这台电脑上没有找到 LibreOffice，{what}。Word、Excel 文档已照常生成。",
    meaning="PDF 和目录的页码要靠 LibreOffice 排版得到。程序在系统路径和常用的安装位置都没有找到它。",
    remedy="从 zh-cn.libreoffice.org 免费下载安装 LibreOffice，再生成一次；或在 Word、WPS 里打开文档，自己另存为 PDF、更新目录。",
)
NOT_CONVERTED: Final = declare(
    "P881",
    Severity.ERROR,
    "一份文档没有转成 PDF",
    "“{name}”没有转成 PDF：{why}。文档本身已照常生成。",
    meaning="LibreOffice 没有给出这份文档的 PDF，或给出的文件不完整。程序逐份核对，不会把坏文件当成 PDF 放进去；这份文档的旧 PDF（如果有）还是旧的内容。",
    remedy="再生成一次；仍不行，用 Word、WPS 打开这份文档，自己另存为 PDF。",
)
PDF_EDITED: Final = declare(
    "P882",
    Severity.HINT,
    "PDF 不是程序放的，已保留",
    "“{name}”与程序上次放进去的不同（例如换成了盖章的扫描件），没有覆盖。",
    meaning="程序从不覆盖别人放的文件。这份 PDF 所依据的文档没有变。",
    remedy="要保留它，不用做什么；要程序重做，删掉它再生成一次。",
)
PDF_EDITED_OLD: Final = declare(
    "P883",
    Severity.EXPLAIN,
    "PDF 不是程序放的，而文档已变",
    "“{name}”与程序上次放进去的不同（例如换成了盖章的扫描件），没有覆盖；但“{document}”后来变了或已不再生成，PDF 里的数可能是旧的。",
    meaning="程序从不覆盖别人放的文件，可这份 PDF 与现在的文档可能对不上。",
    remedy="核对后重新盖章扫描；要程序重做，删掉它再生成一次。",
)
PDF_UNWRITABLE: Final = declare(
    "P884",
    Severity.ERROR,
    "写不进 PDF 文件夹",
    "PDF 没有放全。{why}",
    meaning="系统拒绝写入 PDF：正在阅读器里打开着、没有权限、磁盘满等。Word、Excel 文档不受影响。",
    remedy="按提示处理（多半是关掉正打开的 PDF），再用 --pdf 生成一次。",
)
PDF_OLD: Final = declare(
    "P885",
    Severity.HINT,
    "PDF 还是旧的",
    "“{document}”变了或已不再生成，而“{name}”是按以前的做的。",
    meaning="这次生成没有加 --pdf，PDF 文件夹里的没有跟着更新。",
    remedy="用 reportgen build … --pdf 再生成一次；不用 PDF 的，把它删掉。",
)
PDF_RECORD: Final = declare(
    "P886",
    Severity.HINT,
    "PDF 的记录读不懂",
    "记录“{name}”读不懂，不知道 PDF 文件夹里哪些是程序放的，所以已有的一律不覆盖。",
    meaning="记录文件损坏或被改动。",
    remedy="把 PDF 文件夹里的旧文件移到别处，再用 --pdf 生成一次。",
)
