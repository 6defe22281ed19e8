"""Findings about the files of a format."""

from reportgen.finding import Severity, declare

NO_FORMAT = declare(
    "F401",
    Severity.ERROR,
    "没有这个版式",
    "没有叫“{name}”的版式{nearest}。",
    meaning="指定的（或被继承的）版式文件夹不存在。",
    remedy="检查名称；版式是 templates 里的一个文件夹，里面有 format.yaml。",
)
GENERAL_FORMAT = declare(
    "F402",
    Severity.HINT,
    "用通用版式",
    "没有“{region}”{year}年的版式，用“{name}”代替。",
    meaning="程序按“部门”里的地区和年度挑版式；没有合适的，就用最接近的。",
    remedy="地区写错了就改正；确实没有的，可以照 templates/README.md 做一个。",
)
BAD_FORMAT_FILE = declare(
    "F403",
    Severity.ERROR,
    "版式文件写得不对",
    "“{name}”{reason}。",
    meaning="版式的 YAML 文件里有一处不合约定。",
    remedy="照 docs/design/format-files.md 改正。",
)
UNKNOWN_KEY = declare(
    "F404",
    Severity.ERROR,
    "版式文件里不认识的键",
    "版式文件里没有“{name}”这个键{nearest}。",
    meaning="键名写错了，这一项不起作用。",
    remedy="按提示改成正确的键名。",
)
NO_TEMPLATE = declare(
    "F405",
    Severity.ERROR,
    "找不到模板",
    "文档“{document}”的模板“{template}”不在版式文件夹里。",
    meaning="format.yaml 的“文档”指名的 Word 或 Excel 文件不存在。",
    remedy="把模板放进版式文件夹，或改正文件名。",
)
INHERITANCE_CIRCLE = declare(
    "F406",
    Severity.ERROR,
    "继承绕成了圈",
    "版式的继承绕成了圈或超过 {limit} 层：{chain}。",
    meaning="一个版式直接或间接地继承了自己。",
    remedy="改正 format.yaml 里的“继承”。",
)
AMBIGUOUS_FORMAT = declare(
    "F407",
    Severity.ERROR,
    "版式不止一个",
    "“{region}”{year}年有几个版式都合适：{names}。",
    meaning="几个版式的适用地区和适用年度重叠，程序不替您挑。",
    remedy="用 --format 指定一个，或改正它们的适用年度。",
)
FORMAT_OF_ABOVE = declare(
    "F450",
    Severity.HINT,
    "用上级的版式",
    "没有“{region}”的版式，用上级“{above}”的版式“{name}”。",
    meaning="数据里的地区没有自己的版式，按地区名称找到了包含它的市或省的版式。",
    remedy="确实照上级表样报的，不用管；有自己表样的，用 reportgen format new 做一个。",
)
NOT_FOR_YEAR = declare(
    "F451",
    Severity.HINT,
    "版式不是为这一年的",
    "版式“{name}”写明适用 {years}，不含 {year} 年。",
    meaning="指定的年度不在这个版式（和它的年度文件夹）的适用年度里。",
    remedy="新年度的表样有变的，用 reportgen format new 照上年的做一个；没有变的，改“适用年度”。",
)
UNREADABLE_TEMPLATE = declare(
    "F452",
    Severity.ERROR,
    "模板打不开",
    "模板“{name}”打不开（{why}）。",
    meaning="模板文件刚被移走、正在保存，或者正被别的程序占用。",
    remedy="等它保存好，或关掉占用它的程序，再来一次。",
)
