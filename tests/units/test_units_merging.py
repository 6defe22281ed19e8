"""A department of three units: merged, checked, built; and what can be wrong with it."""

import textwrap
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.compute.context import evaluate
from reportgen.formats import Expression, Library
from reportgen.pack.build import build
from reportgen.pack.prepare import prepare
from reportgen.place import Place

ROOT = Path(__file__).resolve().parents[2]

DEPARTMENT = """\
部门: {名称: 某局, 地区: 某市某区, 年度: 2024, 金额单位: 万元}
单位:
- {名称: 某局本级, 性质: 行政}
- {名称: 老干局, 性质: 行政}
- {名称: 服务中心, 性质: 财政补助事业}
下属: [./lgb.yaml, 中心/2024.yaml]
收入明细:
- {资金性质: 一般公共预算拨款, 金额: 10}
支出明细:
- {功能科目: 2013201, 经济科目: 30101, 类型: 基本支出, 金额: 10}
固定资产:
- {项目: 房屋, 数量: 1, 价值: 5}
"""
OFFICE = """\
部门: {名称: 老干局, 地区: 某市某区, 年度: 2024, 金额单位: 元, 版本: 单位}
收入明细:
- {资金性质: 一般公共预算拨款, 金额: 200000}
支出明细:
- {功能科目: 2013250, 经济科目: 30101, 类型: 基本支出, 金额: 150000}
- {功能科目: 2013299, 经济科目: 30201, 类型: 项目支出, 项目: 活动费, 金额: 50000}
固定资产:
- {项目: 房屋, 数量: 2, 价值: 30000}
- {项目: 车辆, 数量: 1, 价值: 90000}
政府采购:
- {项目名称: 活动费, 采购物品名称: 座椅, 采购类别: 货物, 数量: 2, 单价: 500, 一般公共预算拨款: 1000}
"""
CENTRE = """\
部门: {名称: 服务中心, 地区: 某市某区, 年度: 2024, 金额单位: 万元, 版本: 单位}
收入明细:
- {资金性质: 一般公共预算拨款, 金额: 3.5}
支出明细:
- {功能科目: 2013250, 经济科目: 30101, 类型: 基本支出, 金额: 3.5}
"""


class Folder:
    def __init__(self, path):
        self.path = path
        self.write("部门.yaml", DEPARTMENT)
        self.write("lgb.yaml", OFFICE)
        self.write("中心/2024.yaml", CENTRE)

    def write(self, name, text, *changes):
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text), "utf-8")
        return path

    def prepare(self, name="部门.yaml"):
        return prepare(self.path / name, Library(ROOT / "templates"))


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path)


def value(prepared, source):
    return evaluate(prepared.context, Expression(source, Place("")))[0]


def codes(findings):
    return [f.code for f in findings if f.code[:2] in {"M2", "C6"} and f.code != "M235"]


def test_the_department_is_the_sum_of_its_own_part_and_its_units(folder):
    prepared, findings = folder.prepare()
    assert codes(findings) == []
    assert value(prepared, "支出.合计").value == Decimal(335000)
    assert value(prepared, '支出.金额(单位="老干局")').value == Decimal(200000)
    assert value(prepared, '支出.金额(单位="某局本级")').value == Decimal(100000)


def test_lines_keep_the_place_in_the_units_own_file(folder):
    prepared, _ = folder.prepare()
    places = {line.unit: line.place.file for line in prepared.year.expenditure.lines}
    assert places == {"某局本级": "部门.yaml", "老干局": "lgb.yaml", "服务中心": "中心/2024.yaml"}


def test_keys_of_lines_name_the_unit(folder):
    prepared, _ = folder.prepare()
    keys = [line.amount.key for line in prepared.year.expenditure.lines]
    assert "支出明细/服务中心/2013250/30101/基本支出/一般公共预算拨款/当年/年初" in keys
    assert len(set(keys)) == len(keys)


def test_tables_of_numbers_are_added_up_by_their_key_and_others_put_together(folder):
    prepared, _ = folder.prepare()
    assets = {r.text("项目"): r.values["价值"].value for r in prepared.year.tables["固定资产"]}
    assert assets == {"房屋": Decimal(80000), "车辆": Decimal(90000)}
    assert [r.text("采购物品名称") for r in prepared.year.tables["政府采购"]] == ["座椅"]


def test_x11_is_checked_table_by_table(folder):
    prepared, _ = folder.prepare()
    subjects = [o.subject for o in prepared.outcomes if o.number == "X11" and o.subject]
    assert {"收入", "支出", "支出/201", "支出/基本支出", "固定资产", "三公"} <= set(subjects)


def test_another_money_unit_is_told_and_converted(folder):
    _, findings = folder.prepare()
    assert [f.message for f in findings if f.code == "M235"] == [
        "“老干局”的金额单位是元，部门是万元，已经换算。"
    ]


def test_a_unit_that_is_listed_without_data_is_named(folder):
    folder.write(
        "部门.yaml", DEPARTMENT, ("下属: [./lgb.yaml, 中心/2024.yaml]", "下属: [./lgb.yaml]")
    )
    _, findings = folder.prepare()
    assert [f.message for f in findings if f.code == "M231"] == [
        "“单位”里有“服务中心”，但没有它的数据，部门的数里没有它。"
    ]


def test_a_file_that_is_not_there_is_named_at_its_line(folder):
    folder.write("部门.yaml", DEPARTMENT, ("./lgb.yaml", "./没有.yaml"))
    _, findings = folder.prepare()
    found = next(f for f in findings if f.code == "M230")
    assert (found.place.line, found.place.column) == (6, 6)
    assert "M231" in codes(findings)


def test_a_unit_given_twice_counts_once(folder):
    folder.write("部门.yaml", DEPARTMENT, ("中心/2024.yaml]", "中心/2024.yaml, 中心/2024.yaml]"))
    prepared, findings = folder.prepare()
    assert "M233" in codes(findings)
    assert value(prepared, "支出.合计").value == Decimal(335000)


def test_a_unit_whose_lines_stand_in_the_departments_data_too_counts_once(folder):
    line = "- {单位: 服务中心, 功能科目: 2013250, 经济科目: 30101, 类型: 基本支出, 金额: 3.4}\n固定资产:\n"
    folder.write("部门.yaml", DEPARTMENT, ("固定资产:\n", line))
    prepared, findings = folder.prepare()
    message = next(f.message for f in findings if f.code == "M236")
    assert "34000元" in message
    assert "35000元" in message
    assert value(prepared, "支出.合计").value == Decimal(335000)


def test_a_unit_of_another_year_is_left_out_and_told(folder):
    folder.write("lgb.yaml", OFFICE, ("年度: 2024", "年度: 2023"))
    prepared, findings = folder.prepare()
    assert "M234" in codes(findings)
    assert value(prepared, "支出.合计").value == Decimal(135000)


def test_a_unit_that_is_not_listed_is_told_with_the_nearest_name(folder):
    folder.write("lgb.yaml", OFFICE, ("名称: 老干局", "名称: 老干部局"))
    _, findings = folder.prepare()
    assert "老干局" in next(f.message for f in findings if f.code == "M232")


def test_a_unit_may_be_given_its_listed_name(folder):
    folder.write("lgb.yaml", OFFICE, ("名称: 老干局", "名称: 老干部局"))
    folder.write(
        "部门.yaml",
        DEPARTMENT,
        (
            "下属: [./lgb.yaml, 中心/2024.yaml]",
            "下属:\n- {数据: lgb.yaml, 名称: 老干局}\n- 中心/2024.yaml",
        ),
    )
    _, findings = folder.prepare()
    assert codes(findings) == []


def test_a_department_without_a_list_of_units_gets_one_from_them(folder):
    start, end = DEPARTMENT.index("单位:\n-"), DEPARTMENT.index("下属:")
    folder.write("部门.yaml", DEPARTMENT[:start] + DEPARTMENT[end:])
    prepared, findings = folder.prepare()
    assert codes(findings) == []
    assert [r.text("名称") for r in prepared.year.tables["单位"]] == [
        "某局本级",
        "老干局",
        "服务中心",
    ]


def test_a_unit_that_leads_back_to_the_department_is_refused(folder):
    folder.write("中心/2024.yaml", CENTRE + "下属: [../部门.yaml]\n")
    prepared, findings = folder.prepare()
    assert "M239" in codes(findings)
    assert value(prepared, "支出.合计").value == Decimal(335000)


def test_faults_in_a_units_file_are_told_at_their_place_there(folder):
    folder.write(
        "中心/2024.yaml", CENTRE, ("类型: 基本支出, 金额: 3.5", "类型: 基本支处, 金额: 3.5")
    )
    _, findings = folder.prepare()
    assert "中心/2024.yaml" in {f.place.file for f in findings if f.code == "M207"}


def test_a_unit_that_cannot_be_read_is_named(folder):
    (folder.path / "lgb.yaml").write_text("[", "utf-8")
    _, findings = folder.prepare()
    assert "M237" in codes(findings)


def test_what_the_department_states_is_held_against_what_its_units_state(folder):
    folder.write("部门.yaml", DEPARTMENT + "声明数:\n- {名称: 支出, 金额: 33.5}\n")
    folder.write("lgb.yaml", OFFICE + "声明数:\n- {名称: 支出, 金额: 210000}\n")
    _, findings = folder.prepare()
    messages = [f.message for f in findings if f.code == "C605"]
    assert any("X11" in m and "33.50万元" in m and "34.50万元" in m for m in messages)
    assert any(f.code == "C603" and f.place.file == "lgb.yaml" for f in findings)


def test_a_list_of_units_may_stand_as_a_sheet_of_records_too(folder):
    folder.write(
        "部门.yaml",
        DEPARTMENT,
        (
            "下属: [./lgb.yaml, 中心/2024.yaml]",
            "下属:\n- {数据: ./lgb.yaml}\n- {数据: 中心/2024.yaml}",
        ),
    )
    assert codes(folder.prepare()[1]) == []


def test_the_edition_is_a_name_that_templates_can_use(folder):
    department, _ = folder.prepare()
    unit, _ = folder.prepare("lgb.yaml")
    assert value(department, '版本 ~ "预算"') == "部门预算"
    assert value(unit, '部门.版本 ~ "预算"') == "单位预算"


def test_the_pack_of_the_department_follows_the_correction_of_one_unit(folder, tmp_path):
    prepared, _ = folder.prepare()
    first, faults = build(prepared, tmp_path / "out", draft=True)
    assert first is not None, faults
    again, _ = build(folder.prepare()[0], tmp_path / "out", draft=True)
    table = next(name for name in first.written if "公开表" in name)
    assert table in again.unchanged
    folder.write(
        "中心/2024.yaml",
        CENTRE,
        ("一般公共预算拨款, 金额: 3.5", "一般公共预算拨款, 金额: 4"),
        ("类型: 基本支出, 金额: 3.5", "类型: 基本支出, 金额: 4"),
    )
    corrected, findings = folder.prepare()
    assert codes(findings) == []
    rebuilt, _ = build(corrected, tmp_path / "out", draft=True)
    assert table in rebuilt.written


def test_a_unit_alone_makes_its_own_edition(folder, tmp_path):
    prepared, findings = folder.prepare("lgb.yaml")
    assert codes(findings) == []
    report, _ = build(prepared, tmp_path / "out", draft=True)
    assert report.folder.name.startswith("老干局-2024")
