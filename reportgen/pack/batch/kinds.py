"""The findings of a run over many departments: P900 to P919. It decides nothing."""

from typing import Final

from reportgen.finding import Severity, declare

CRASHED: Final = declare(
    "P900",
    Severity.ERROR,
    "程序在这个单位上出错",
    "处理“{name}”时程序出错了（{what}），这个单位没有生成，别的单位照常。",
    meaning="程序有毛病，碰上这份数据就出错。数据没有改动，别的单位不受影响。",
    remedy="用 reportgen build 单独生成这个单位再看一次；仍然出错，请把这句话和所用的数据一起报告给维护者。",
)
LOST: Final = declare(
    "P901",
    Severity.ERROR,
    "处理这个单位的进程被中断",
    "处理“{name}”的进程被系统中断（例如内存不足），重做又被中断，这个单位没有生成，别的单位照常。",
    meaning="进程被系统或别人结束时，程序会把手上的单位重做一次；再次中断，就不再试。原来的报告包是完整的。",
    remedy="关掉占内存的程序，用 --workers 1 再来一次；仍然不行，用 reportgen build 单独生成这个单位。",
)
SAME_PACK: Final = declare(
    "P902",
    Severity.ERROR,
    "两份数据是同一个单位同一年度",
    "“{name}”和“{other}”生成的是同一个报告包“{folder}”，只生成了后者。",
    meaning="报告包按单位名称和年度取名。两份数据的名称和年度都相同，会互相覆盖，程序只生成先处理的那一份。",
    remedy="只留一份数据（例如 YAML 和 Excel 留一种），或改正其中一份的名称、年度；也可以写明要生成哪些文件。",
)
BUSY_RUN: Final = declare(
    "P903",
    Severity.ERROR,
    "另一次批量生成正在进行",
    "“{folder}”正由另一次批量生成使用，这一次没有进行，原有的文件没有变动。",
    meaning="同一个输出文件夹，一次只能有一个批量生成。刚刚强行结束的，等它手上的单位做完就放开。",
    remedy="等另一次完成后再来，或用 -o 换一个输出文件夹。",
)
NOTHING: Final = declare(
    "P904",
    Severity.ERROR,
    "没有找到数据文件",
    "“{where}”里没有数据文件。",
    meaning="文件夹里逐层找 .yaml、.yml、.xlsx、.xlsm 文件；说明文件、批注副本、以“~$”“.”“#”开头的和报告包里的不算。",
    remedy="核对文件夹或文件名；文件名里的 * 可以代替任意几个字。",
)
NO_SUMMARY: Final = declare(
    "P905",
    Severity.ERROR,
    "批量汇总没有写成",
    "报告包照常生成，但批量汇总写不进去。{why}",
    meaning="系统拒绝写入：文件正打开着、没有权限、磁盘满等。",
    remedy="关掉打开着的批量汇总，再运行一次；已经生成的单位不会重做。",
)
SUMMARY_KEPT: Final = declare(
    "P906",
    Severity.HINT,
    "批量汇总被改过，另存了一份",
    "“{name}”在上次生成之后被改过，没有覆盖，这次的写在“{other}”。",
    meaning="程序从不覆盖手工改过的文件。",
    remedy="不需要旧的一份，删掉它，下次就写回原来的名字。",
)
MORE: Final = declare(
    "P907",
    Severity.HINT,
    "还有问题没有列出",
    "还有 {count} 条问题没有列在这里，见各单位的校验报告。",
    meaning="一个单位最多列 {most} 条，全部单位最多列 {total} 条，先列重的。",
    remedy="打开所说单位的校验报告.xlsx，或用 reportgen check 检查它的数据。",
)
NO_CLUSTER: Final = declare(
    "P908",
    Severity.ERROR,
    "连不上调度程序",
    "连不上调度程序“{address}”：{why}。没有生成。",
    meaning="--cluster 后面要写正在运行的 dask 调度程序的地址，并且至少有一个工作程序连着它。",
    remedy="核对地址；在那台机器上运行 dask scheduler，在各台机器上运行 dask worker tcp://地址:端口 --nthreads 1，再来一次。",
)
NO_DASK: Final = declare(
    "P909",
    Severity.ERROR,
    "没有装 dask.distributed",
    "这台电脑没有装 dask.distributed，不能用 --cluster。没有生成。",
    meaning="用多台机器一起生成，要装附加的 cluster 一组：pip install reportgen[cluster]。",
    remedy="装好再来；不用 --cluster 也能在这一台机器上批量生成。",
)
OTHER_WORKER: Final = declare(
    "P910",
    Severity.ERROR,
    "工作程序的版本不同",
    "工作程序“{worker}”上的 reportgen 是 {theirs}，这里是 {ours}，没有用它生成“{name}”。",
    meaning="版本不同，生成的文档可能不同。",
    remedy="在各台机器上装同一个版本，重新启动工作程序，再来一次。",
)
NOT_SENT: Final = declare(
    "P911",
    Severity.ERROR,
    "数据提到的文件送不到别的机器",
    "“{name}”提到的文件“{file}”写的是完整路径，送不到别的机器。",
    meaning="数据由这台机器送给别的机器时，只送数据所在位置起算的文件（上年、下属写相对路径的）。",
    remedy="把路径改写成从数据文件所在文件夹起算的；或把数据放在各台机器路径相同的共享盘上，加 --shared。",
)
OTHER_FORMAT: Final = declare(
    "P912",
    Severity.ERROR,
    "工作程序上的版式不同",
    "别的机器上的版式“{format}”与这里的内容不同，没有生成“{name}”。",
    meaning="程序自带的版式随程序安装。两台机器的程序不是同一份，生成的文档可能不同。",
    remedy="在各台机器上装同一个版本，重新启动工作程序，再来一次。",
)
CLUSTER_GONE: Final = declare(
    "P913",
    Severity.ERROR,
    "与调度程序的连接断了",
    "与调度程序“{address}”的连接断了，还没有做的单位没有做。",
    meaning="调度程序停了，或网络断了。已经做好的单位不受影响。",
    remedy="恢复以后再运行一次同样的命令，就接着做。",
)
