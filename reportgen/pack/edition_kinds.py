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
NO_PAGES: Final = declare(
    "P887",
    Severity.ERROR,
    "目录的页码没有填",
    "“{name}”目录里的页码没有填：{why}。文档已照常生成。",
    meaning="目录的页码要先排版才知道。没有填的，目录里只列标题。",
    remedy="在 Word 或 WPS 里打开这份文档，在目录上点右键，选“更新域”。",
)
LEFT_OUT: Final = declare(
    "P888",
    Severity.HINT,
    "公开版没有列出涉密项目",
    "公开版没有列出涉密项目“{name}”，各处清单、绩效表里都没有它；它的金额（{amount}）仍在支出合计里。",
    meaning="涉密内容不公开。清单少了这个项目，清单各行之和会小于合计；别人可以由差额推出它的金额。",
    remedy="请保密部门核定合计能不能这样公开；文字里数项目个数、列项目名称的句子，也请通读一遍。",
)
STILL_THERE: Final = declare(
    "P889",
    Severity.EXPLAIN,
    "公开版里还有不公开的内容",
    "公开版这里印着{what}：“{text}”。",
    meaning="程序按名称逐处核对了公开版的文档。多半是您自己写的文字（职能、目标、说明等）里提到了它。",
    remedy="改掉这段文字再生成。如果只是碰巧同字、并不涉密，在 <年度>.说明.yaml 里写明。",
)
TELEPHONE: Final = declare(
    "P890",
    Severity.HINT,
    "公开版里像是有电话号码",
    "公开版这里印着“{text}”，像是电话号码。",
    meaning="个人的电话不公开；公开的咨询电话可以有。",
    remedy="不该公开的，把它从文字里删掉再生成。",
)
NO_TABLE: Final = declare(
    "P891",
    Severity.HINT,
    "公开版缺一张表",
    "公开版的文档里没有找到“{name}”。",
    meaning="《地方预决算公开操作规程》（财预〔2016〕143号）要求公开这张表；没有数也要列出空表并说明。程序按表名找，本地叫法不同的可能找不到。",
    remedy="核对公开检查表：确实缺的补上；叫法不同的，在版式的“列表: 公开表”里写上本地的叫法。",
)
NO_NOTE: Final = declare(
    "P892",
    Severity.HINT,
    "空表没有说明",
    "“{name}”没有一个数，也没有写明是空表。",
    meaning="财预〔2016〕143号：没有数据的表也要公开，并说明为什么是空表。",
    remedy="在表下加一行说明，例如“注：本部门没有政府性基金预算，本表为空表。”",
)
NO_APPROVAL: Final = declare(
    "P893",
    Severity.HINT,
    "没有填批复日期",
    "没有填财政部门批复的日期，算不出最迟哪一天公开。",
    meaning="部门预算、决算要在财政部门批复后 20 日内公开。",
    remedy="在“公开”里填“批复日期”，例如 2023-02-20。",
)
LATE: Final = declare(
    "P894",
    Severity.HINT,
    "公开日期晚了",
    "批复日期是 {approved}，最迟应在 {deadline} 公开，而公开日期填的是 {published}，晚了 {days} 天。",
    meaning="部门预算、决算要在财政部门批复后 20 日内公开。",
    remedy="核对两个日期；确实晚了的，按财政部门的要求说明。",
)
NOT_BOUND: Final = declare(
    "P895",
    Severity.ERROR,
    "合订本没有装订成",
    "“{name}”没有装订成：{why}。各份文档和它们的 PDF 不受影响。",
    meaning="公开版把全部文档的 PDF 合成一份、前面加目录。文件夹里的合订本（如果有）还是旧的内容。",
    remedy="按提示处理后再用 --pdf 生成一次；急用时把各份 PDF 分别公开。",
)
LEFT_OUT_WHOLLY: Final = declare(
    "P896",
    Severity.HINT,
    "公开版的合计不含涉密项目",
    "公开版没有列出涉密项目“{name}”；支出明细里没有它，所以项目个数和项目资金的合计也不含它的钱。",
    meaning="项目的钱填在“项目资金”里、支出明细里没有的，公开版数项目、合计资金时都没有它，会与批复数不同。",
    remedy="请保密部门核定个数和合计这样公开行不行；需要与批复数一致的，把项目的钱填进支出明细。",
)
