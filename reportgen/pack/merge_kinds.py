"""The findings of merging hand edits into a pack, and of bringing back earlier versions: P920 to P949."""

from typing import Final

from reportgen.finding import Severity, declare

CONFLICTS: Final = declare(
    "P920",
    Severity.EXPLAIN,
    "手工修改与新生成的内容有冲突",
    "“{name}”里有 {count} 处您改过、新生成的也变了，保留了您的写法，新的内容写在旁边的批注里，等您处理。",
    meaning="同一处文字或数，您手工改过，数据（或版式）也让它变了，程序不替您选。",
    remedy="逐条看批注：要新的就照批注改，要保留自己的就不动；处理完把批注删掉，再生成一次，报告包就“完整”了。",
)
UNMERGED: Final = declare(
    "P921",
    Severity.EXPLAIN,
    "有新内容在您改过的文档里没有位置",
    "“{name}”里有 {count} 处新生成的内容找不到放的地方（多半是您删掉了那一段、那一行），都列在“{listed}”里。",
    meaning="新内容不会丢：放不进去的另写一份文档，由您决定要不要。",
    remedy="打开所说的文档，需要的抄进去，不需要的不管；处理完把它删掉。",
)
NO_BASE: Final = declare(
    "P922",
    Severity.HINT,
    "找不到上次生成的那一份，没有合并",
    "“{name}”被手工改过，但上次生成的那一份不见了（或读不出来），分不清哪些是您改的，所以没有合并。",
    meaning="合并要有三份：上次生成的、您改过的、新生成的。上次生成的收在报告包的 .reportgen 文件夹里。",
    remedy="把您的修改搬到新生成的一份里；或者用 --discard-edits 换成新生成的（原来的一份会收好）。",
)
FAILED: Final = declare(
    "P923",
    Severity.ERROR,
    "合并时出错，文档原样未动",
    "“{name}”的合并没有做成（{why}），您改过的文件原样未动；新生成的一份在“{generated}”。",
    meaning="程序没能把新的内容放进您改过的文档。您的文件没有动过。",
    remedy="把您的修改搬到新生成的一份里，并把这句话报告给维护者。",
)
EDITED_AGAIN: Final = declare(
    "P924",
    Severity.ERROR,
    "上次并入以后又改过",
    "“{name}”在上次生成、并入新数字以后，又被手工改过，还没有核对。",
    meaning="文档里有您后来的修改，程序没有看过它们，所以证明不了里面的数还都是对的。",
    remedy="再生成一次（reportgen build），程序会并入并核对；之后再运行 verify。",
)
NO_HISTORY: Final = declare(
    "P930",
    Severity.ERROR,
    "没有可以取回的版本",
    "“{name}”里没有收着{what}。",
    meaning="每次生成换下的文档收在报告包里，留最近十次。这里没有要找的那一份。",
    remedy="不写文档名再运行一次 reportgen restore，会列出收着的全部版本。",
)
NOT_RESTORED: Final = declare(
    "P931",
    Severity.ERROR,
    "没有取回",
    "“{name}”没有取回，文件夹里的文档没有变动。{why}",
    meaning="系统拒绝写入，或者文档正打开着。",
    remedy="关闭文档，按提示处理后再取一次。",
)
