"""`reportgen format check`: what it says, writes, mends and leaves alone."""

import io
import json
import re
import shutil

import openpyxl
import pytest
from docx import Document
from format_check_builders import FIELDS, USES, Mistake, docx, made, xlsx
from format_check_word_cases import LOOP, runs, table
from samples import ROOT
from typer.testing import CliRunner

from reportgen.cli.main import app
from reportgen.formats import Library
from reportgen.office.package import read
from reportgen.studio.format_check.fix import fixed_template
from reportgen.studio.format_check.run import check_format

SPELLING = '<w:proofErr w:type="spellStart"/>'
WORD = docx(
    "{{ 部们.名称 }}", "{{ 支出.合计 | 元 }}万元", xml=runs("{{ 部门", ".名称 }}", between=SPELLING)
)


def run(*args):
    return CliRunner().invoke(app, ["format", "check", *map(str, args)])


def text(data):
    return "".join(re.findall(r"<w:t[ >][^<]*", part(data, "word/document.xml")))


def part(data, name):
    return next(item.content.decode() for item in read(data) if item.name == name)


@pytest.mark.parametrize("form", sorted(Library(ROOT / "templates").ids()))
def test_every_format_of_the_program_is_without_errors(form):
    checked = check_format(Library(ROOT / "templates"), form)
    assert checked.templates
    faults = [f"{f.code} {f.place} {f.message}" for f in checked.findings]
    assert not [line for line in faults if not line.startswith(("T105", "T139", "T152"))], faults


def test_the_command_takes_a_folder_or_a_name(tmp_path):
    made(tmp_path, Mistake("", "", "", word=docx("{{ 部门.名称 }}")))
    by_folder = run(tmp_path / "forms" / "test")
    by_name = run("test", "--templates", tmp_path / "forms")
    assert by_folder.exit_code == by_name.exit_code == 0
    assert "错误 0，须说明 0，提示 0" in by_folder.output
    assert by_folder.output == by_name.output


def test_errors_give_status_one_and_json_holds_every_place(tmp_path):
    made(tmp_path, Mistake("", "", "", word=WORD))
    result = run(tmp_path / "forms" / "test", "--json")
    assert result.exit_code == 1
    found = {(item["code"], item["at"]["detail"]) for item in json.loads(result.stdout)["findings"]}
    assert found == {("L502", "第1段"), ("T111", "第2段"), ("T120", "第3段")}


def test_a_name_that_no_format_has_is_told_with_the_nearest(tmp_path):
    made(tmp_path, Mistake("", "", "", word=WORD))
    result = run("tset", "--templates", tmp_path / "forms")
    assert result.exit_code == 1
    assert "test" in result.output


def test_a_years_folder_is_checked_with_what_it_inherits(tmp_path):
    library = made(tmp_path, Mistake("", "", "", word=docx("{{ 部们 }}")))
    year = library.path("test") / "2025"
    year.mkdir()
    (year / "format.yaml").write_text("说明: 甲\n", "utf-8")
    result = run(year, "--json")
    assert json.loads(result.stdout)["format"] == "test/2025"
    assert result.exit_code == 1


def test_a_real_data_set_is_tried_as_well(tmp_path):
    library = made(
        tmp_path, Mistake("", "", "", word=docx('{{ 部门.名称 | replace("某", "") | int(无) }}'))
    )
    (library.path("test") / "模板.docx").write_bytes(
        docx("{% if 部门.名称 == '某局' %}{{ 部门.名称 - 1 }}{% endif %}")
    )
    data = tmp_path / "2024.yaml"
    data.write_text("部门: {名称: 某局, 地区: 某市某区, 年度: 2024}\n支出明细:\n", "utf-8")
    folder = library.path("test")
    assert run(folder).exit_code == 0
    result = run(folder, "--data", data, "--json")
    assert [f["code"] for f in json.loads(result.stdout)["findings"]] == ["L512"]


def test_the_word_copy_has_a_comment_at_each_finding_and_the_template_stays(tmp_path):
    made(tmp_path, Mistake("", "", "", word=WORD))
    home = tmp_path / "forms" / "test"
    run(home, "--annotate", tmp_path / "批注")
    assert (home / "模板.docx").read_bytes() == WORD
    copy = Document(tmp_path / "批注" / "模板.批注.docx")
    notes = {comment.comment_id: comment.text for comment in copy.comments}
    at = {}
    for number, paragraph in enumerate(copy.paragraphs, 1):
        for found in re.findall(r'commentReference [^>]*w:id="(\d+)"', paragraph._p.xml):
            at.setdefault(number, []).append(notes[int(found)])
    assert sorted(at) == [1, 2, 3]
    assert "L502" in at[1][0]
    assert "部们" in at[1][0]
    assert "T111" in at[2][0]
    assert "T120" in at[3][0]


def test_the_excel_copy_has_a_note_in_the_cell(tmp_path):
    made(tmp_path, Mistake("", "", "", excel=xlsx(A1="{{ 部门.名称 }}", C3="{{ 部们.名称 }}")))
    run(tmp_path / "forms" / "test", "--annotate", tmp_path / "批注")
    copy = openpyxl.load_workbook(tmp_path / "批注" / "模板.批注.xlsx")
    assert "L502" in copy["表"]["C3"].comment.text
    assert copy["表"]["A1"].comment is None
    assert copy["表"]["C3"].value == "{{ 部们.名称 }}"


# --fix


def test_fix_joins_a_split_tag_and_keeps_the_original(tmp_path):
    data = docx(xml=runs("前{{ 部门", ".名", "称 }}后", between=SPELLING))
    library = made(tmp_path, Mistake("", "", "", word=data))
    home = library.path("test")
    result = run(home, "--fix")
    assert result.exit_code == 0, result.output
    assert (home / "模板.原件.docx").read_bytes() == data
    mended = (home / "模板.docx").read_bytes()
    assert "<w:t>前{{ 部门.名称 }}</w:t>" in part(mended, "word/document.xml")
    assert "proofErr" not in part(mended, "word/document.xml")
    assert "提示 0" in result.output
    again = run(home, "--fix")
    assert "已改好" not in again.output


def test_fix_keeps_the_format_of_every_run():
    bold = "<w:r><w:rPr><w:b/></w:rPr><w:t>{}</w:t></w:r>"
    plain = "<w:r><w:t>{}</w:t></w:r>"
    data = docx(xml=f"<w:p>{bold.format('甲{{ 部门')}{plain.format('.名称 }}乙')}</w:p>")
    mended, _ = fixed_template(data, "模板.docx")
    found = Document(io.BytesIO(mended)).paragraphs[0]
    assert [(item.text, bool(item.bold)) for item in found.runs] == [
        ("甲{{ 部门.名称 }}", True), ("乙", False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "mended"),
    [
        ("｛｛ 部门.名称 ｝｝", "{{ 部门.名称 }}"),
        ("｛％p if 年度 ％｝", "{%p if 年度 %}"),
        ("{{ 支出.金额(类型=“基本支出”) | 万元 }}", '{{ 支出.金额(类型="基本支出") | 万元 }}'),
        ("“引号”在标签外｛｛ 年度 ｝｝", "“引号”在标签外{{ 年度 }}"),
        ("{{ 短语.说(‘“原话”’) }}", "{{ 短语.说('“原话”') }}"),
    ],
)
def test_fix_writes_braces_and_quotes_of_the_keyboard(typed, mended):
    found, _ = fixed_template(docx(typed), "模板.docx")
    assert Document(io.BytesIO(found)).paragraphs[0].text == mended
    found, _ = fixed_template(xlsx(A1=typed), "模板.xlsx")
    assert openpyxl.load_workbook(io.BytesIO(found))["表"]["A1"].value == mended


@pytest.mark.parametrize(
    "data",
    [
        docx("“引号”", "{{ 部门.名称 }}"),
        docx(xml="<w:p><w:r><w:t>{{ 部门</w:t><w:tab/><w:t>.名称 }}</w:t></w:r></w:p>"),
        docx(xml=table(*LOOP)),
        b"hello",
    ],
)
def test_fix_leaves_alone_what_is_right_or_not_certain(data):
    assert fixed_template(data, "模板.docx")[0] is None


def test_what_was_mended_prints_what_it_printed(tmp_path):
    """Splitting every tag of a real template and mending it again gives the same documents."""
    from reportgen.language.environment import make_environment
    from reportgen.render.word import compile_document

    name = ROOT / "templates" / "example-district" / "项目支出绩效自评表.docx"
    whole = name.read_bytes()
    text = part(whole, "word/document.xml")
    tag = re.compile(
        r"(<w:r>(?:<w:rPr>(?:(?!</w:r>).)*?</w:rPr>)?)<w:t[^>]*>(\{\{[^<]*)(\}\}[^<]*)</w:t></w:r>"
    )
    split = tag.sub(
        lambda m: f"{m[1]}<w:t>{m[2]}</w:t></w:r>{SPELLING}{m[1]}<w:t>{m[3]}</w:t></w:r>", text
    )
    assert split.count(SPELLING) > 10
    from format_check_builders import with_part

    broken = with_part(whole, "word/document.xml", split)
    mended, findings = fixed_template(broken, name.name)
    assert findings == []
    assert SPELLING not in part(mended, "word/document.xml")
    sources = [
        [
            tag.body
            for p in compile_document(d, "x.docx", make_environment(numbers(whole)))[0].parts
            for tag in p.tags
        ]
        for d in (whole, mended)
    ]
    assert sources[0] == sources[1]


def numbers(_):
    from reportgen.compute.numbers import number_formats
    from reportgen.formats import load

    form, _ = load(Library(ROOT / "templates"), "example-district")
    return number_formats(form)


# What docxtpl loses without a word


LOST = {
    "< 和 & 后面的字": docx("{% for 行 in 任务 %}" + USES + "{% endfor %}"),
}


def test_what_docxtpl_cuts_at_a_sign_is_printed_whole(tmp_path):
    """docxtpl without autoescape drops what follows < or &; here the odd data comes out whole."""
    mistake = Mistake("", "", "", word=LOST["< 和 & 后面的字"], fields=FIELDS)
    assert check_format(made(tmp_path, mistake), "test").findings == []


def test_a_format_is_left_as_it_was(tmp_path):
    shutil.copytree(ROOT / "templates" / "example-district", tmp_path / "f" / "example-district")
    before = {p.name: p.read_bytes() for p in (tmp_path / "f").rglob("*") if p.is_file()}
    run(tmp_path / "f" / "example-district")
    after = {p.name: p.read_bytes() for p in (tmp_path / "f").rglob("*") if p.is_file()}
    assert before == after
