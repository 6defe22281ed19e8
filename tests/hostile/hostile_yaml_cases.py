"""YAML data sets with one thing wrong in each, and the codes of what is said about it."""

from __future__ import annotations

from hostile_builders import DEPARTMENT, INCOME, LINES, YAML, Case, yaml_line


def amount(name: str, text: str, *codes: str) -> Case:
    return Case(f"yaml amount {name}", yaml_line(amount=text), codes)


def code(name: str, text: str, *codes: str) -> Case:
    return Case(f"yaml code {name}", yaml_line(code=text), codes)


def department(name: str, old: str, new: str, *codes: str) -> Case:
    assert old in DEPARTMENT
    return Case(f"yaml {name}", YAML.replace(old, new, 1), codes)


def last_year(name: str, text: str, *codes: str) -> Case:
    return department(f"last year {name}", "  年度", f"  上年: {text}\n  年度", *codes)


AMOUNTS = [
    amount("with thousands separators cut by a flow mapping", "1,234.5", "M204"),
    amount("with a space inside", '"1 2"', "M206"),
    amount("negative in brackets", "(12)", "M206"),
    amount("negative", "-5", "M219"),
    amount("with its unit", "12万元", "M206"),
    amount("of percent", "50%", "M206"),
    amount("that is a date", "2023-01-01", "M206"),
    amount("that is an error sign", '"#REF!"', "M206"),
    amount("that is a formula", '"=1+1"', "M206"),
    amount("that is true", "true", "M206"),
    amount("of 60 digits", "1" * 60, "M206"),
    amount("with an exponent", "1e308", "M206"),
    amount("NaN", "NaN", "M206"),
    amount("infinite", ".inf", "M206"),
    amount("hexadecimal", "0x10", "M206"),
    amount("in Chinese", "十二万", "M206"),
    amount("left out", "", "M205"),
    amount("of ten thousand characters", "字" * 10_000, "M206"),
    amount("as a list", "[1, 2]", "M203"),
    amount("as a mapping", "{万元: 1}", "M203"),
    amount("with a control character", '"10\\u0007"', "S121", "M206"),
]
CODES = [
    code("read as a float", "2013201.0", "K301"),
    code("with an apostrophe", '"\'2013201"', "M211"),
    code("with its leading digits lost", "13201", "K301"),
    code("in scientific notation", "2.013201E+6", "M211"),
    code("with its name attached", "2013201一般", "M211"),
    code("of a level too high", "20132", "K308"),
    code("of no class", "9999999", "K301"),
    code("of letters", "abc", "K301"),
    code("that is a sign", '"-"', "M211"),
    code("as a list", "[2013201]", "M203"),
    code("of ten thousand digits", "2" * 10_000, "K301"),
]
STRUCTURE = [
    Case("yaml without 部门", INCOME + LINES, ("M201",)),
    Case("yaml without 支出明细", DEPARTMENT + INCOME, ("M201",), lost=True),
    Case("yaml with 部门 as a list", YAML.replace(DEPARTMENT, "部门: [1]\n"), ("M203",)),
    Case("yaml with 部门 as a text", YAML.replace(DEPARTMENT, "部门: 某局\n"), ("M203",)),
    Case("yaml with 支出明细 as a text", DEPARTMENT + "支出明细: 1\n", ("M203",), lost=True),
    Case(
        "yaml with 支出明细 as a mapping", DEPARTMENT + "支出明细: {a: 1}\n", ("M203",), lost=True
    ),
    Case("yaml with texts among the lines", YAML + "- 合计\n- [1]\n-\n", ("M203",)),
    Case("yaml with an unknown section", YAML + "备注: 1\n", ("M202",)),
    Case("yaml with an unknown field", yaml_line("10, 备住: 1"), ("M204",)),
    Case("yaml with a section twice", YAML + LINES, ("S126",)),
    Case("yaml with a field twice", yaml_line("10, 金额: 11"), ("S126",)),
    Case(
        "yaml with a line twice",
        YAML + "- {功能科目: 2013201, 经济科目: 30101, 类型: 基本支出, 金额: 10}\n",
        ("M214",),
    ),
    Case("yaml with two documents", YAML + "---\na: 1\n", ("S130",), lost=True),
    Case("yaml that is a list", "- a\n- b\n", ("S134",), lost=True),
    Case("yaml that is one word", "预算\n", ("S134",), lost=True),
    Case("yaml of comments only", "# 预算\n\n", ("S104",), lost=True),
    Case("yaml nested without end", "a: " + "[" * 100_000, ("S132",), lost=True),
    Case("yaml with a merge key", YAML + "单位: [{<<: {a: 1}}]\n", ("S135",)),
    Case("yaml with a list as a key", YAML + "? [a]\n: b\n", ("S135",), lost=True),
    Case("yaml with a python tag", yaml_line("!!python/object:os.system 1"), ("S129",)),
    Case("yaml with an own tag", yaml_line("!amount 1"), ("S129",)),
    Case("yaml with an alias of itself", YAML + "单位: &a [*a]\n", ("S131",), lost=True),
    Case("yaml with an alias of nothing", yaml_line("*没有"), ("S131",), lost=True),
    Case("yaml with a tab", YAML.replace("  年度", "\t年度"), ("S124",), lost=True),
    Case("yaml with a Chinese colon", YAML.replace("名称: ", "名称："), ("S125",), lost=True),
    Case("yaml with an open quote", YAML.replace("某局", '"某局'), ("S127",), lost=True),
    Case("yaml with a wrong indent", YAML.replace("  年度", "   年度"), ("S128",), lost=True),
]
TEXT = [
    Case("yaml in GBK", YAML.encode("gbk"), ("S120",), lost=True),
    Case("yaml cut inside a character", YAML.encode()[:-30] + b"\xe9", ("S120",), lost=True),
    Case("yaml with a control character", YAML.replace("某局", "某\x07局"), ("S121",)),
    Case("yaml with a NUL", YAML.replace("某局", "某\0局"), ("S121",)),
    Case("yaml with a lone surrogate", YAML.replace("某局", "某\ud800局"), ("S121",)),
    Case(
        "yaml with an escaped surrogate",
        YAML.replace("某局", '"某\\ud800局"'),
        ("S137",),
        lost=True,
    ),
    Case("yaml with a private-use character", YAML.replace("某局", "某\ue000局"), ("S122",)),
    Case("yaml with a line separator", YAML.replace("某局", "某\u2028局"), ("S121",)),
    Case("yaml with a BOM inside a text", YAML.replace("某局", "某\ufeff局"), ("S121",)),
    Case(
        "yaml with a BOM before a section",
        YAML.replace("支出明细", "\ufeff支出明细"),
        ("S121",),
        unsaid=("M201", "M202"),
    ),
    Case("yaml with right-to-left marks", YAML.replace("某局", "某\u202e局"), ("S121",)),
    Case("yaml with a text without end", YAML.replace("某局", "局" * 40_000), ("S166",)),
    Case("yaml with a BOM and Windows line ends", "\ufeff" + YAML.replace("\n", "\r\n"), ()),
    Case("yaml with old Mac line ends", YAML.replace("\n", "\r"), ()),
    Case("yaml in UTF-16", YAML.encode("utf-16"), ()),
]
DEPARTMENTS = [
    department("year 9999", "2023", "9999", "M209"),
    department("year that is a date", "2023", "2023-01-01", "M209"),
    department("year of two digits", "2023", "23", "M209"),
    department("year in Chinese", "2023", "二〇二三", "M209"),
    department("year as a list", "2023", "[2023]", "M203"),
    department("year of a far future", "2023", "2099", "F402"),
    department("unknown region", "秦皇岛市山海关区", "某市", "F402"),
    department("region as a path", "秦皇岛市山海关区", "../..", "F402"),
    department("region left out", "秦皇岛市山海关区", "", "M205"),
    department("unknown money unit", "万元", "美元", "M207"),
    department("money unit as a list", "万元", "[万元]", "M203"),
    department("name left out", "某局", "", "M205"),
]
LAST_YEARS = [
    last_year("that is itself", "data.yaml", "M218"),
    last_year("that is a folder", ".", "M217"),
    last_year("that is not there", "./2022.yaml", "M217"),
    last_year("that is a device", "/dev/zero", "M217"),
    last_year("that is an address", "http://a/b.yaml", "M217"),
    last_year("that is a path of Windows", "C:\\预算\\2022.yaml", "M217"),
    last_year("as a list", "[1]", "M203"),
    last_year("with a NUL", '"a\\0b"', "S121", "M217"),
]
CASES = AMOUNTS + CODES + STRUCTURE + TEXT + DEPARTMENTS + LAST_YEARS
