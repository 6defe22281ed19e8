"""Findings about fill-in workbooks and about converting data sets."""

from reportgen.finding import Severity, declare

TARGET_EXISTS = declare(
    "G901",
    Severity.ERROR,
    "已有同名文件",
    "“{name}”已经有了，没有覆盖。",
    meaning="要写的文件已经存在，里面可能有您填好的数据。",
    remedy="换一个文件名；确实要覆盖的，加 --force。",
)
NO_ROOM = declare(
    "G902",
    Severity.ERROR,
    "放不进表里",
    "“{section}”的“{field}”{why}，放不进工作表。没有转换。",
    meaning="工作表的一个单元格只能放一个值，最多 32767 个字；有的写法只有 YAML 才行。",
    remedy="按提示改短、改成一个值，或者继续用 YAML。",
)
BAD_NAME = declare(
    "G903",
    Severity.ERROR,
    "名称不能用在工作簿里",
    "“{name}”不能作{what}：{why}。",
    meaning="Excel 的工作表名最多 31 个字，不能有 \\ / * ? : [ ]；表头末尾的（元）会被当作单位。",
    remedy="请维护版式的人改 fields.yaml 里的名称；数据里多写的，改掉或删去。",
)
EMPTY_ROW = declare(
    "G904",
    Severity.HINT,
    "空的一条没有写",
    "“{section}”里有一条什么也没填，没有写进去。",
    meaning="工作表里空行不算一条，所以转换时去掉了。",
    remedy="不用做什么；如果应当有内容，请补填。",
)
OTHER_YEAR = declare(
    "G905",
    Severity.HINT,
    "不是上一年的数据",
    "--from 给的是 {found}的数据，要填的是 {year} 年，所以没有把它写成“上年”。",
    meaning="“上年”一栏要指向前一年的数据，上年数从那里取；年度不相连就不能这样用。",
    remedy="有前一年的数据文件，就把位置写在“部门”的“上年”里；没有，就填“上年数”。",
)
NOT_CARRIED = declare(
    "G906",
    Severity.HINT,
    "上年有、今年没有的内容",
    "上年数据里的“{name}”，今年的版式里没有，没有带过来。",
    meaning="表样每年会变。上年填的这一节或这一栏，今年没有地方填。",
    remedy="核对今年的表样；如果还要填，请维护版式的人加上。",
)
OLD_YEAR = declare(
    "G907",
    Severity.HINT,
    "带来的文字里写着年份",
    "从上年带来的“{section}”的“{field}”里写着 {years}，请核对是不是要改。",
    meaning="从上年数据带来的文字里有具体年份，今年可能要改成新的年份。",
    remedy="打开填报表看这一处，该改的改，不用改的不管。",
)
LAST_YEAR_MOVED = declare(
    "G908",
    Severity.HINT,
    "“上年”的位置要核对",
    "“上年”写的是“{text}”，从新文件所在的文件夹找不到它。",
    meaning="“上年”里写的位置是从数据文件所在的文件夹算起的，新文件放到了别处。",
    remedy="把“上年”改成从新位置算起的路径，或把新文件放回原来的文件夹。",
)
NOT_READ_WHOLE = declare(
    "G909",
    Severity.ERROR,
    "没有读全，所以没有转换",
    "“{name}”里有读不出来的内容，转换会丢掉它，所以没有转换。",
    meaning="原文件有错误（位置见同时列出的问题），读不全；照读到的写，就会少东西。",
    remedy="先改正列出的错误，再转换一次。",
)
CHANGED = declare(
    "G910",
    Severity.ERROR,
    "转换后读出来不一样",
    "“{section}”{row}的“{field}”（{text}）转换后读不回原样，所以没有转换。",
    meaning="程序把转换好的文件重新读了一遍，和原来的内容核对。有的写法在另一种文件里会被当作别的东西：例如工作表里单独一格的“注：……”会被当作附注，和表头一样的一行会被当作重复的表头。",
    remedy="改一改这一处的写法再转换；不便改的，继续用原来的文件。",
)
TEXTS_STAY = declare(
    "G911",
    Severity.HINT,
    "文字文件没有跟过去",
    "“{folder}”里的文字文件没有一起转换，新数据旁边没有它们。",
    meaning="文字文件放在和数据文件同名的文件夹里；新文件换了名字或换了地方，就找不到它们。",
    remedy="把这个文件夹复制到新文件旁边，改成和新文件一样的名字；或者让新文件和原来的同名、放在一处。",
)
