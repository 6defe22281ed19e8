"""The findings of the pack on disk: P801 to P839. It decides nothing."""

from typing import Final

from reportgen.finding import Severity, declare

EDITED: Final = declare(
    "P801",
    Severity.HINT,
    "文档被手工改过，已保留",
    "“{name}”在上次生成之后被改过，没有覆盖；这次生成的内容与您改之前的相同。",
    meaning="文件夹里的文档与程序上次放进去的不一样，说明有人用 Word、Excel 或 WPS 改过。程序从不覆盖手工改过的文档。",
    remedy="要保留您的修改，不用做什么。不要修改，就删掉这个文件再生成一次。",
)
EDITED_AND_CHANGED: Final = declare(
    "P802",
    Severity.EXPLAIN,
    "文档被手工改过，而生成的内容也变了",
    "“{name}”被改过，没有覆盖；但数据或版式变了，这次生成的与您手里的不是同一版，新的一份在“{generated}”。",
    meaning="手工改过的文档保留在原处，里面的数字可能还是旧的，与报告包里别的文档对不上。",
    remedy="打开新的一份，把您的修改搬过去，再用它替换原文件；或者删掉原文件再生成一次。",
)
FOREIGN: Final = declare(
    "P803",
    Severity.ERROR,
    "同名文件不是程序生成的",
    "“{name}”的位置上已有一个不是程序放进去的文件（或查不到生成记录），没有覆盖；这次生成的一份在“{generated}”。",
    meaning="输出文件夹里有同名文件，但生成记录里没有它。它可能是您自己的文件，程序不敢覆盖。",
    remedy="把原来的文件改名或移到别处，再生成一次。",
)
OPEN: Final = declare(
    "P804",
    Severity.ERROR,
    "文档正打开着，没有更新",
    "“{name}”正在 Word、Excel 或 WPS 里打开着（或不允许写入），没有更新，里面还是上一次的内容。",
    meaning="打开着的文档不能替换，所以报告包里这一份是旧的，与别的文档不一致。",
    remedy="关闭这个文档，再生成一次。如果并没有打开，删掉文件夹里以“~$”或“.~”开头的隐藏文件再生成。",
)
REMOVED: Final = declare(
    "P805",
    Severity.HINT,
    "不再生成的文档已移走",
    "这次不再生成“{name}”，已移到“{aside}”。",
    meaning="版式或数据变了，报告包里不再有这份文档；它没有被手工改过。",
    remedy="如果还需要它，从所说的位置取回；平时不用做什么。",
)
OBSOLETE: Final = declare(
    "P806",
    Severity.EXPLAIN,
    "不再生成的文档被改过，已保留",
    "这次不再生成“{name}”，但它被改过（或正打开着），所以留在原处。",
    meaning="文件夹里留着一份不属于这次报告包的文档，里面的数字不会再更新。",
    remedy="不需要就删掉它；需要就移到别的文件夹保存，再生成一次。",
)
SET_ASIDE: Final = declare(
    "P807",
    Severity.HINT,
    "按要求覆盖了手工改过的文档",
    "“{name}”按您的要求换成了新生成的；原来的一份收在“{aside}”。",
    meaning="要求覆盖手工修改时，被换下的文档仍留一份，以防后悔。",
    remedy="确认不需要后可以删掉那一份。",
)
CANNOT_WRITE: Final = declare(
    "P810",
    Severity.ERROR,
    "写不进输出文件夹",
    "报告包没有生成，原有的文件没有变动。{why}",
    meaning="系统拒绝写入：没有权限、磁盘满、只读、路径太长等。程序先把全部文档写在一旁，写齐了才替换，所以原来的报告包是完整的。",
    remedy="按提示处理后再生成一次。",
)
BUSY: Final = declare(
    "P811",
    Severity.ERROR,
    "另一次生成正在进行",
    "“{folder}”正由另一次生成使用，这一次没有进行，原有的文件没有变动。",
    meaning="同一个部门同一年度的报告包，一次只能由一个程序生成。",
    remedy="等另一次完成后再生成。",
)
BROKEN_MANIFEST: Final = declare(
    "P812",
    Severity.HINT,
    "生成记录读不懂",
    "生成记录“{name}”读不懂（{why}），不知道哪些文档被改过，所以与这次生成不同的文档一律不覆盖。",
    meaning="记录文件损坏、被改动，或是更新版本的程序写的。程序宁可多留，不敢覆盖。",
    remedy="把文件夹里的旧文档移到别处再生成一次，记录会重新建立。",
)
FINISHED: Final = declare(
    "P813",
    Severity.HINT,
    "接着完成了上次中断的生成",
    "上一次生成“{folder}”在替换文档时中断，现已接着完成。",
    meaning="程序曾在替换文档的途中被关掉（断电、强行结束等）。全部文档当时已经写好，现在换齐了。",
    remedy="不用做什么。",
)
WITHDRAWN: Final = declare(
    "P814",
    Severity.HINT,
    "撤回了上次中断的生成",
    "上一次生成“{folder}”没有写完就中断了，已清理；文件夹里仍是再上一次的文档。",
    meaning="程序曾在写文档的途中被关掉，原有的文档没有动过。",
    remedy="不用做什么，再生成一次即可。",
)
BROKEN_JOURNAL: Final = declare(
    "P815",
    Severity.ERROR,
    "中断的生成无法自动恢复",
    "上一次生成“{folder}”在替换文档时中断，而恢复记录读不懂；当时的文件都收在“{aside}”，一份没有丢。",
    meaning="恢复记录损坏，程序不知道替换到了哪一步。文件夹里的文档可能有新有旧。",
    remedy="再生成一次，核对各文档；确认无误后可以删掉收起的文件。",
)
SAME_NAME: Final = declare(
    "P816",
    Severity.ERROR,
    "两份文档同名",
    "这次要生成的文档里，“{name}”与“{other}”在磁盘上是同一个名字，报告包没有生成。",
    meaning="Windows 不分大小写，两份文档会互相覆盖。",
    remedy="在版式的 format.yaml 里给其中一份换一个文件名。",
)
UNLOCKABLE: Final = declare(
    "P817",
    Severity.HINT,
    "这个磁盘不能加锁",
    "“{folder}”所在的磁盘不支持加锁，程序看不出有没有另一次生成正在进行。",
    meaning="有些网络磁盘不支持文件锁。",
    remedy="不要同时生成两次；或把输出文件夹放到本机磁盘。",
)
