"""The findings of saving explanations that were typed: P914 and P915. It decides nothing."""

from typing import Final

from reportgen.finding import Severity, declare

BESIDE: Final = declare(
    "P914",
    Severity.HINT,
    "说明没有写进工作簿，写在了旁边",
    "说明没有写进“{name}”（{why}），写在了旁边的“{other}”，一样算数。",
    meaning="工作簿正打开着，或者它的写法程序不敢改。程序两处的说明都读。",
    remedy="不用做什么。要写进工作簿，关上它，把旁边文件里的说明照抄到工作表“说明”（问题、键、数、说明四栏）。",
)
NOT_ADDED: Final = declare(
    "P915",
    Severity.ERROR,
    "说明文件不能接着写",
    "说明文件“{name}”的写法不对，接不上去，这次的说明没有存。",
    meaning="程序把新的说明接在文件末尾，原来写的一个字也不动。文件里“说明”不是一条一条列的，接上去就读不出来。",
    remedy="照问题目录里 C607 的写法改好这个文件，或把它移走，再来一次。",
)
