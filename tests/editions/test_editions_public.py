"""The public edition leaves out what is secret, keeps totals, and checks what must be published."""

from datetime import date

import pytest
from samples import SAMPLE
from typer.testing import CliRunner

from reportgen.cli.main import app
from reportgen.cli.opening import library
from reportgen.finding import Severity
from reportgen.model.fields import Field
from reportgen.office.package import read
from reportgen.pack.build import build
from reportgen.pack.editions import Edition, check_published, edition_named, for_edition
from reportgen.pack.plan import Document
from reportgen.pack.prepare import prepare
from reportgen.pack.publishing import checklist, deadline
from reportgen.render.read_parts import spots

DATA = """
部门:
  名称: 组织部门
  地区: 某市某区
  年度: 2023
  金额单位: 万元
公开: {批复日期: 2023-02-20, 公开日期: 2023-03-20}
支出明细:
- {功能科目: 2013201, 经济科目: 30101, 类型: 基本支出, 金额: 100}
- {功能科目: 2013299, 类型: 项目支出, 项目: 雷霆行动, 金额: 30}
- {功能科目: 2013299, 类型: 项目支出, 项目: 党员培训, 金额: 20}
收入明细:
- {功能科目: 2013201, 金额: 100}
- {功能科目: 2013299, 金额: 50}
项目:
- {名称: 雷霆行动, 涉密: 是}
- {名称: 党员培训}
政府采购:
- {项目名称: 雷霆行动, 采购物品名称: 设备, 采购类别: 货物, 一般公共预算拨款: 5}
- {项目名称: 党员培训, 采购物品名称: 教材, 采购类别: 货物, 一般公共预算拨款: 2}
绩效目标:
- {项目: 雷霆行动, 一级指标: 产出指标, 三级指标: 次数, 指标值: ≥3次}
"""


@pytest.fixture
def made(tmp_path):
    """The data set, with changes, up to its Context."""

    def made(*changes):
        text = DATA
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        path = tmp_path / "2023.yaml"
        path.write_text(text, "utf-8")
        prepared, _ = prepare(path, library(None))
        return prepared

    return made


def codes(findings):
    return [finding.code for finding in findings]


def names(prepared):
    return prepared.context.names


def test_secret_projects_are_on_no_list(made):
    public, _, _ = for_edition(made(), Edition.PUBLIC)
    assert [project.get("名称") for project in names(public)["项目"]] == ["党员培训"]
    assert [row.get("采购物品名称") for row in names(public)["政府采购"]] == ["教材"]
    assert not names(public)["绩效目标"]
    assert [row.get("代码") for row in names(public)["支出"].by("项目")] == ["党员培训"]


def test_totals_stay(made):
    whole = made()
    public, _, _ = for_edition(whole, Edition.PUBLIC)
    assert names(public)["支出"].get("合计").number == names(whole)["支出"].get("合计").number
    assert names(public)["采购"].get("总额").number == names(whole)["采购"].get("总额").number


def test_what_is_left_out_is_told_with_its_amount(made):
    _, withheld, findings = for_edition(made(), Edition.PUBLIC)
    assert codes(findings) == ["P888"]
    assert "雷霆行动" in findings[0].message
    assert "30.00万元" in findings[0].message
    assert withheld.names == {"雷霆行动"}


def test_money_that_stands_in_no_line_is_told_to_be_in_no_total(made):
    line = "- {功能科目: 2013299, 类型: 项目支出, 项目: 雷霆行动, 金额: 30}\n"
    _, _, findings = for_edition(made((line, "")), Edition.PUBLIC)
    assert codes(findings) == ["P896"]


def test_the_edition_that_is_filed_leaves_nothing_out(made):
    filed, withheld, findings = for_edition(made(), Edition.FILING)
    assert len(names(filed)["项目"]) == 2
    assert names(filed)["版别"] == "报送版"
    assert (withheld.projects, findings) == ((), [])


def test_without_an_edition_its_name_is_empty(made):
    assert names(made())["版别"] == ""


@pytest.mark.parametrize("field", ["联系电话", "手机号码"])
def test_telephones_are_blank(made, tmp_path, field):
    folder = tmp_path / "versions" / "own"
    folder.mkdir(parents=True)
    (folder / "format.yaml").write_text("名称: 自己的\n继承: national\n", "utf-8")
    (folder / "fields.yaml").write_text(
        f"联系:\n  形式: 记录\n  字段:\n  - {{名称: {field}}}\n  - {{名称: 内线, 不公开: 是}}\n  - {{名称: 科室}}\n",
        "utf-8",
    )
    path = tmp_path / "2023.yaml"
    path.write_text(
        DATA + f'联系: {{{field}: "03355061234", 内线: "8001", 科室: 办公室}}\n', "utf-8"
    )
    prepared, _ = prepare(path, library(tmp_path / "versions"), "own")
    public, withheld, _ = for_edition(prepared, Edition.PUBLIC)
    record = names(public)["联系"]
    assert [record.get(name) for name in (field, "内线", "科室")] == ["", "", "办公室"]
    assert [text for text, _, _ in withheld.texts] == ["03355061234", "8001"]


def test_a_field_is_public_unless_it_says_otherwise():
    assert not Field("名称").withheld


def word(text):
    from test_editions_pages import document, p

    return document(p(text))


def test_a_secret_name_in_a_text_must_be_explained(made):
    prepared, withheld, _ = for_edition(made(), Edition.PUBLIC)
    findings = check_published(prepared, [word("开展雷霆行动三次")], withheld)
    assert codes(findings) == ["P889"]
    assert findings[0].severity is Severity.EXPLAIN


def test_something_like_a_telephone_is_pointed_out(made):
    prepared, withheld, _ = for_edition(made(), Edition.PUBLIC)
    findings = check_published(
        prepared, [word("咨询电话：0335-5061234"), word("共13800.13元")], withheld
    )
    assert codes(findings) == ["P890"]


def test_the_public_pack_stands_apart_and_says_nothing_secret(made, tmp_path):
    report, findings = build(made(), tmp_path / "out", draft=True, edition=Edition.PUBLIC)
    assert report.folder.name == "组织部门-2023-公开版-草稿"
    files = sorted(path for path in report.folder.iterdir() if path.is_file())
    assert "公开检查表.xlsx" in [path.name for path in files]
    assert "校验报告.xlsx" not in [path.name for path in files]
    for path in files:
        assert not [s for s in spots(path.read_bytes()) if "雷霆行动" in s.text]
    for path in (report.folder / ".reportgen").glob("*.json"):
        assert "雷霆行动" not in path.read_text("utf-8")
    assert "P889" not in codes(findings)


def test_twenty_days_after_approval_is_the_last():
    assert deadline(date(2023, 2, 20)) == date(2023, 3, 12)


def test_publishing_late_is_told(made):
    prepared, withheld, _ = for_edition(made(), Edition.PUBLIC)
    _, findings = checklist(prepared, [], withheld)
    late = next(finding for finding in findings if finding.code == "P894")
    assert "2023年3月12日" in late.message
    assert "8 天" in late.message


def test_an_approval_that_is_not_filled_in_is_asked_for(made):
    prepared, withheld, _ = for_edition(made(("批复日期: 2023-02-20, ", "")), Edition.PUBLIC)
    _, findings = checklist(prepared, [], withheld)
    assert "P893" in codes(findings)


def test_tables_are_found_by_their_names(made):
    prepared, withheld, _ = for_edition(made(), Edition.PUBLIC)
    _, findings = checklist(prepared, [word("2023年部门收入总表")], withheld)
    missing = [finding.message for finding in findings if finding.code == "P891"]
    assert not [text for text in missing if "收入总体情况表" in text]
    assert [text for text in missing if "支出总体情况表" in text]


def test_an_empty_table_without_a_note_is_told(made):
    from test_editions_pages import document, p

    prepared, withheld, _ = for_edition(made(), Edition.PUBLIC)
    bare = [document(p("收入总表"), p("合计"), p("支出总表"), p("注：本表为空表。"))]
    _, findings = checklist(prepared, bare, withheld)
    assert [f.message[:6] for f in findings if f.code == "P892"] == ["“收入总表”"]


def test_an_unknown_edition_is_a_wrong_call(tmp_path):
    result = CliRunner().invoke(app, ["build", str(SAMPLE), "--edition", "公示版"])
    assert result.exit_code == 2
    assert edition_named("公示版") is None


def test_places_for_seal_and_signature_stand_in_the_edition_that_is_filed_alone(tmp_path):
    source = SAMPLE.parent.parent / "gulou-zzb" / "2020.yaml"
    prepared, _ = prepare(source, library(None))
    for edition, wanted in ((Edition.PLAIN, 0), (Edition.FILING, 1), (Edition.PUBLIC, 0)):
        report, _ = build(prepared, tmp_path, draft=True, edition=edition)
        data = (report.folder / "预算绩效目标情况说明.docx").read_bytes()
        body = next(m.content for m in read(data) if m.name == "word/document.xml").decode()
        assert body.count("盖章") == wanted


def test_a_document_can_be_no_office_file(made):
    prepared, withheld, _ = for_edition(made(), Edition.PUBLIC)
    assert check_published(prepared, [Document("图.docx", b"x")], withheld) == []


def test_a_secret_record_of_a_section_of_the_form_is_left_out(tmp_path):
    folder = tmp_path / "versions" / "own"
    folder.mkdir(parents=True)
    (folder / "format.yaml").write_text("名称: 自己的\n继承: national\n", "utf-8")
    (folder / "fields.yaml").write_text(
        "课题:\n  形式: 表\n  字段:\n  - {名称: 题目}\n  - {名称: 涉密, 类型: 是否}\n", "utf-8"
    )
    path = tmp_path / "2023.yaml"
    rows = "课题:\n- {题目: 甲, 涉密: 是}\n- {题目: 乙, 涉密: 否}\n"
    path.write_text(DATA + rows, "utf-8")
    prepared, _ = prepare(path, library(tmp_path / "versions"), "own")
    public, _, _ = for_edition(prepared, Edition.PUBLIC)
    assert [row.get("题目") for row in names(public)["课题"]] == ["乙"]
