"""What each function and filter of the language is for, in the words of those who write templates.

The vocabulary page (`reportgen format names`) is made from this; a test holds it against the names
that the environment really has. Names from other template languages that say the same are `ALIASES`.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Meaning(NamedTuple):
    """What a function or filter does, and one way of writing it."""

    says: str
    written: str


FUNCTIONS: Final = {
    "求和": Meaning("一列数、或几个数的和；空的不算", '求和(项目 | map(attribute="总分"))'),
    "平均": Meaning("平均数；空的不算", '平均(项目 | map(attribute="总分"))'),
    "最大": Meaning("最大的数", "最大(甲, 乙)"),
    "最小": Meaning("最小的数", "最小(甲, 乙)"),
    "占比": Meaning(
        "一列数各占多少；凑整=True 时打印出来的加起来正好 100%",
        "占比([人员经费, 公用经费], 合计=支出.合计)",
    ),
    "计数": Meaning("一列有几个，带单位", '计数(项目, 单位="个")'),
    "对比": Meaning(
        "本年和上年：.增减 .增减额 .增减率 .增减幅度 .方向（增加、减少、持平）.升降",
        "对比(支出.合计, 上年.支出.合计).增减率 | 百分比",
    ),
    "主要原因": Meaning("“增减原因”里为这个数写的原因", "主要原因(支出.合计, 上年.支出.合计)"),
    "并列": Meaning(
        "几列并排：每行有 .甲 .乙 .丙 和 .序号，短的补空行", "并列(列表.收入项目, 列表.支出类)"
    ),
    "范围": Meaning("1 到几的数；范围(3, 5) 是 3、4、5", "范围(5)"),
    "range": Meaning("从 0 数起的整数，比给的数少一个", "range(5)"),
    "四舍五入": Meaning("四舍五入到几位小数", "四舍五入(行.得分, 1)"),
    "取整": Meaning("去掉小数", "取整(行.得分)"),
    "绝对值": Meaning("去掉正负号", "绝对值(甲 - 乙)"),
    "勾选": Meaning(
        "打勾的框：选中的是 ☑，没选的是 □；框在后=True 时框在字的后面",
        '勾选(项.是否核心, ["是", "否"])',
    ),
    "题号": Meaning("标题的编号：一、（一）1.（1）甲.；括号里写第几级", "题号(1)"),
    "表号": Meaning("表的编号：表 1；括号里写这张表的名字", '表号("近年支出")'),
    "图号": Meaning("图的编号：图 1；括号里写这张图的名字", '图号("近年支出")'),
    "见": Meaning("引用表、图、标题的编号，写在前面后面都行", '见("近年支出")'),
    "namespace": Meaning("能在循环里改的变量", "namespace(数=0)"),
}
FILTERS: Final = {
    "大写": Meaning("人民币大写", "支出.合计 | 大写"),
    "中文数字": Meaning("11 写成十一", "loop.index | 中文数字"),
    "绝对值": Meaning("去掉正负号", "甲 | 绝对值"),
    "日期": Meaning(
        "2024年3月5日；也可以写成年月、年、月日、-、.、/", '项.填报日期 | 日期("年月")'
    ),
    "顿号": Meaning("一列文字用顿号连起来", '项目 | map(attribute="名称") | 顿号'),
    "逗号": Meaning("一列文字用逗号连起来", '项目 | map(attribute="名称") | 逗号'),
    "join": Meaning("一列文字连起来，间隔自己写", '单位 | map(attribute="名称") | join("；")'),
    "默认": Meaning("没有这个名字时印什么；默认(…, True) 时空着也算", '项.备注 | 默认("无", True)'),
    "replace": Meaning("把文字里的甲换成乙", '项.名称 | replace("（", "(")'),
    "trim": Meaning("去掉前后的空格", "项.名称 | trim"),
    "upper": Meaning("字母变大写", "项.编码 | upper"),
    "lower": Meaning("字母变小写", "项.编码 | lower"),
    "string": Meaning("当作文字", "年度 | string"),
    "个数": Meaning("一列有几个，文字有几个字", "项目 | 个数"),
    "first": Meaning("一列里的第一个", "项目 | first"),
    "last": Meaning("一列里的最后一个", "项目 | last"),
    "list": Meaning("变成一列，好再用一次", '项目 | selectattr("已自评") | list'),
    "reverse": Meaning("倒过来", "项目 | reverse"),
    "items": Meaning("一组名称和内容", "甲 | items"),
    "batch": Meaning("几个几个地分组", "项目 | batch(3)"),
    "sort": Meaning("按一栏排序", '项目 | sort(attribute="编码")'),
    "unique": Meaning("一栏相同的只留第一个", '项目 | unique(attribute="主管部门")'),
    "groupby": Meaning("按一栏分组，每组有 .名称 .行", '项目 | groupby("主管部门")'),
    "dictsort": Meaning("一组名称和内容按名称排序", "甲 | dictsort"),
    "求和": Meaning("一列记录某一栏的和", '项目 | 求和("总分")'),
    "四舍五入": Meaning("四舍五入到几位小数", "行.得分 | 四舍五入(1)"),
    "取整": Meaning("去掉小数", "行.得分 | 取整"),
    "int": Meaning("文字变成整数", "行.序号 | int"),
    "map": Meaning("从一列记录取出一栏", '项目 | map(attribute="名称")'),
    "select": Meaning("留下合条件的", "甲 | select"),
    "reject": Meaning("去掉合条件的", "甲 | reject"),
    "selectattr": Meaning("留下某一栏合条件的", '项目 | selectattr("已自评")'),
    "rejectattr": Meaning("去掉某一栏合条件的", '固定资产 | rejectattr("其中")'),
}
ALIASES: Final = {
    "abs": "绝对值",
    "default": "默认",
    "d": "默认",
    "length": "个数",
    "count": "个数",
    "sum": "求和",
    "round": "四舍五入",
}
LOOP: Final = {
    "loop.index": "第几行，从 1 数起",
    "loop.first": "是不是第一行",
    "loop.last": "是不是最后一行",
    "loop.length": "一共几行",
}
"""What stands in every loop."""
