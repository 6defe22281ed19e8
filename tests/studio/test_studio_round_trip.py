"""Whatever a data set holds comes back from a workbook, and from YAML, as it was."""

from decimal import Decimal

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportgen.figure import Blank, Figure
from reportgen.model.common import COMMON
from reportgen.model.fields import Contract, Field, FieldType, Section, SectionKind
from reportgen.model.reading import read_year
from reportgen.sources.workbook import read_workbook
from reportgen.sources.yaml_source import read_yaml
from reportgen.studio.cells import faults
from reportgen.studio.convert import differences
from reportgen.studio.grid import lay_out
from reportgen.studio.workbook_writing import Form, workbook_bytes
from reportgen.studio.yaml_writing import yaml_data

BLANK_ROW = {"G904"}
KNOWN = ("部门", "支出明细", "上年数", "声明数")
OWN = (
    Section(
        "固定资产",
        SectionKind.TABLE,
        (
            Field("项目", example="房屋"),
            Field("数量", FieldType.QUANTITY),
            Field("价值", FieldType.AMOUNT),
            Field("单价", FieldType.AMOUNT, unit="元"),
            Field("占比", FieldType.RATIO),
            Field("台数", FieldType.INTEGER),
            Field("其中", FieldType.FLAG, default="否"),
            Field("入账", FieldType.DATE),
        ),
    ),
    Section("职能", SectionKind.TABLE, (Field("内容", FieldType.LONG_TEXT),)),
    Section("名词", SectionKind.TABLE, (Field("项目"), Field("内容", FieldType.LONG_TEXT))),
    Section(
        "资产",
        SectionKind.RECORD,
        (
            Field("截止日期", FieldType.DATE, required=True),
            Field("总额", FieldType.AMOUNT),
            Field("建账年度", FieldType.YEAR),
            Field("备注", FieldType.LONG_TEXT),
        ),
    ),
)
CONTRACT = Contract({name: COMMON.sections[name] for name in KNOWN}).extended(OWN)


def read_of(data, contract=CONTRACT):
    reader = read_workbook if data.startswith(b"PK") else read_yaml
    tree, findings = reader(data, "数据")
    assert findings == []
    return tree, read_year(tree, contract, "数据")


def to_workbook(tree, contract=CONTRACT):
    grids, findings = lay_out(tree, contract)
    assert {f.code for f in findings + faults(grids)} <= BLANK_ROW
    data = workbook_bytes(Form("数据", "试验", "数据.xlsx", tuple(grids)))
    assert differences(data, grids, contract) == []
    return data


def to_yaml(tree, contract=CONTRACT):
    grids, findings = lay_out(tree, contract, everything=False)
    assert {f.code for f in findings} <= BLANK_ROW
    data = yaml_data(grids, "数据").encode()
    assert differences(data, grids, contract) == []
    return data


def value(found):
    return (found.value, found.unit) if isinstance(found, Figure) else found


def content(year):
    """Everything of a data set except places and how many zeros were written behind a point."""
    records = {
        name: {key: value(item) for key, item in record.values.items()}
        for name, record in year.records.items()
    }
    tables = {
        name: [{key: value(item) for key, item in row.values.items()} for row in rows]
        for name, rows in year.tables.items()
    }
    attributes = "unit function economic government_economic kind project fund vintage stage"
    ledgers = [
        [
            (
                value(line.amount),
                line.amount.origin.note,
                *(getattr(line, name) for name in attributes.split()),
            )
            for line in ledger.lines
        ]
        for ledger in (year.expenditure, year.income)
    ]
    stated = [
        [(claim.name, value(claim.amount), claim.remark) for claim in claims]
        for claims in (year.claims, year.given_last_year)
    ]
    return records, tables, ledgers, stated


def there_and_back(text, contract=CONTRACT):
    """The data set as it was read, from the workbook, and from the YAML made of that."""
    tree, (first, _) = read_of(text.encode(), contract)
    book, (second, _) = read_of(to_workbook(tree, contract), contract)
    _, (third, _) = read_of(to_yaml(book, contract), contract)
    return first, second, third


letters = st.characters(
    codec="utf-8",
    exclude_categories=("Cc", "Cs", "Co", "Cn"),
    exclude_characters="\u2028\u2029\ufeff",
    include_characters="\n\t",
)
texts = st.text(letters, max_size=12).filter(lambda t: not t.strip().startswith("示例"))
words = st.one_of(
    texts,
    st.sampled_from(
        ["=1+1", "null", "~", "2013201", "-", "0.10", "是", "a: b", "# x", "_x0041_", "'", "- a",
         "甲\n乙", " 甲", "{}", "1e5", "甲：乙", "TRUE", "@x", "%", "|", "&a", "*a", '"', "\\", "甲\t乙"]
    ),
)  # fmt: skip
amounts = st.one_of(
    st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**10), max_value=10**10).map(
        lambda d: f"{d:f}"
    ),
    st.integers(-(10**10), 10**10).map(str),
    st.sampled_from(["—", "-", "不适用", "/", "1,234.50", "１２.５", " 3 ", "0", "0.10", "-0", "0.1234567890123456", "12345678901.2345678"]),
)  # fmt: skip
BY_TYPE = {
    FieldType.TEXT: words,
    FieldType.LONG_TEXT: words,
    FieldType.CODE: st.sampled_from(["2013201", "0203", "A-1", "20132 01", "1.5"]),
    FieldType.AMOUNT: amounts,
    FieldType.QUANTITY: amounts,
    FieldType.INTEGER: st.integers(-(10**17), 10**17).map(str),
    FieldType.RATIO: st.sampled_from(["59.08%", "0.5908", "１％", "-3.5%", "不适用", "100%"]),
    FieldType.DATE: st.one_of(
        st.dates().map(str), st.sampled_from(["2022年12月31日", "20221231", "2022/1/2"])
    ),
    FieldType.YEAR: st.sampled_from(["2023", "2023年", "２０２３"]),
    FieldType.FLAG: st.sampled_from(["是", "否", "√", "true", "0"]),
}


def values(spec):
    kind = st.sampled_from(spec.options) if spec.options else BY_TYPE[spec.type]
    if spec.required:
        return kind.filter(lambda text: text.strip())
    return st.one_of(st.just(""), kind)


def record(section, units):
    """A mapping of a section; an amount's key may carry a unit."""
    entries = {}
    for spec in section.fields:
        key = st.just(spec.name)
        if spec.type is FieldType.AMOUNT and units:
            key = st.sampled_from([spec.name, f"{spec.name}（元）", f"{spec.name}（亿元）"])
        entries[spec.name] = st.tuples(key, values(spec))
    return st.fixed_dictionaries(entries).map(
        lambda found: {key: text for key, text in found.values() if text}
    )


@st.composite
def data_sets(draw):
    units = draw(st.booleans())
    tree = {}
    for section in CONTRACT.sections.values():
        if section.name == "部门":
            tree["部门"] = {**draw(record(section, False)), "年度": "2023"}
        elif section.kind is SectionKind.RECORD:
            if draw(st.booleans()):
                tree[section.name] = draw(record(section, units))
        elif section.required or draw(st.booleans()):
            tree[section.name] = draw(st.lists(record(section, units), max_size=3))
    return tree


@settings(
    max_examples=20, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
@given(data_sets())
def test_any_data_set_survives_the_way_to_a_workbook_and_back(tree):
    text = yaml.safe_dump(tree, allow_unicode=True, sort_keys=False, default_style='"')
    first, second, third = there_and_back(text)
    assert content(second) == _without_blank_rows(content(first))
    assert content(third) == content(second)


def _without_blank_rows(found):
    """A row of nothing but defaults is no row in a workbook."""
    records, tables, *rest = found
    blank = {(Blank.EMPTY, "元"), (Blank.EMPTY, "比"), (Blank.EMPTY, ""), None, False}
    kept = {name: [row for row in rows if not set(row.values()) <= blank] for name, rows in tables.items()}  # fmt: skip
    return records, kept, *rest


HEAD = "部门: {名称: 某局, 地区: 某区, 年度: 2023, 金额单位: 万元}\n支出明细: []\n"


def test_figures_come_back_exactly():
    figures = ["0.1", "9.95", "1018.24", "123456789012.345", "12345678901.2345678", "-0.000001"]
    rows = "".join(f"- {{项目: 某, 价值: {figure}}}\n" for figure in figures)
    for year in there_and_back(f"{HEAD}固定资产:\n{rows}"):
        assert [r.values["价值"].value for r in year.tables["固定资产"]] == [
            Decimal(figure) * 10000 for figure in figures
        ]


def test_the_kinds_of_blank_come_back():
    rows = (
        "- {项目: 一, 价值: —}\n- {项目: 二, 价值: 不适用}\n- {项目: 三}\n- {项目: 四, 价值: 0}\n"
    )
    for year in there_and_back(f"{HEAD}固定资产:\n{rows}"):
        assert [r.values["价值"].value for r in year.tables["固定资产"]] == [
            Blank.DASH, Blank.NOT_APPLICABLE, Blank.EMPTY, Decimal(0),
        ]  # fmt: skip


def test_amounts_of_several_units_meet_in_one_column():
    rows = "- {项目: 一, 价值（元）: 12.5}\n- {项目: 二, 价值（亿元）: 3}\n- {项目: 三, 价值: 7}\n"
    for year in there_and_back(f"{HEAD}固定资产:\n{rows}"):
        assert [r.values["价值"].value for r in year.tables["固定资产"]] == [
            Decimal("12.5"), Decimal(300000000), Decimal(70000),
        ]  # fmt: skip


def test_a_unit_that_differs_from_the_data_sets_stays_with_its_key():
    tree, _ = read_of(f"{HEAD}资产: {{总额（元）: 5, 截止日期: 2022-12-31}}\n".encode())
    book, _ = read_of(to_workbook(tree))
    assert "总额（元）: 5" in to_yaml(book).decode()


def test_the_usual_unit_is_not_repeated_in_the_keys():
    tree, _ = read_of(f"{HEAD}固定资产:\n- {{项目: 一, 价值: 1, 单价: 2}}\n".encode())
    book, _ = read_of(to_workbook(tree))
    assert "- {项目: 一, 价值: 1, 单价: 2}" in to_yaml(book).decode()


def test_a_table_of_one_field_stays_a_table():
    first, second, third = there_and_back(f"{HEAD}职能:\n- 内容: 一\n- 内容: |-\n    二\n    三\n")
    expected = ["一", "二\n三"]
    for year in (first, second, third):
        assert [row.text("内容") for row in year.tables["职能"]] == expected


def test_a_table_that_looks_like_a_record_stays_a_table():
    for year in there_and_back(
        f"{HEAD}名词:\n- {{项目: 一, 内容: 甲}}\n- {{项目: 一, 内容: 乙}}\n"
    ):
        assert [row.text("内容") for row in year.tables["名词"]] == ["甲", "乙"]


def test_text_that_looks_like_a_formula_stays_text():
    for year in there_and_back(f"{HEAD}职能:\n- 内容: =HYPERLINK(1)\n"):
        assert year.tables["职能"][0].text("内容") == "=HYPERLINK(1)"


def test_what_the_format_does_not_know_is_kept():
    tree, _ = read_of(f"{HEAD}固定资产:\n- {{项目: 一, 颜色: 红}}\n别的:\n- {{甲: 一}}\n".encode())
    book, _ = read_of(to_workbook(tree))
    text = to_yaml(book).decode()
    assert "- {项目: 一, 颜色: 红}" in text
    assert "别的:\n- {甲: 一}" in text


def test_an_absent_optional_record_is_not_missing_anything_in_the_workbook():
    tree, _ = read_of(HEAD.encode())
    _, (_, findings) = read_of(to_workbook(tree))
    assert findings == []


def test_text_that_looks_like_an_escape_stays_text():
    for year in there_and_back(f"{HEAD}职能:\n- 内容: a_x0041_b_x005F_\n"):
        assert year.tables["职能"][0].text("内容") == "a_x0041_b_x005F_"
