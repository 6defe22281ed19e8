"""`reportgen format new`: a format begun from another one, and what of the base is copied."""

import json

import pytest
from format_builders import run  # noqa: F401
from samples import ROOT

from reportgen.formats import Library, load


@pytest.fixture
def made(run, tmp_path):  # noqa: F811
    """Runs the command, which must succeed; gives a loader of what was made."""

    def made(*words):
        result = run("format", "new", *words)
        assert result.exit_code == 0, result.output
        return load(Library(tmp_path / "templates"), words[0])

    return made


def test_a_new_format_is_a_few_lines_and_inherits_the_rest(made, tmp_path):
    form, findings = made("west", "--from", "shenzhen-luohu", "--region", "某市西区")
    assert findings == []
    assert [path.name for path in (tmp_path / "templates/west").iterdir()] == ["format.yaml"]
    assert next(d.declaration.name for d in form.documents) == "部门预算表"
    assert Library(tmp_path / "templates").choose("某市西区", 2024) == ("west", [])


def test_only_the_files_asked_for_are_copied(made, tmp_path):
    made("west", "--copy", "部门预算表.xlsx", "--copy", "scoring.yaml")
    folder = tmp_path / "templates/west"
    assert sorted(p.name for p in folder.iterdir()) == [
        "format.yaml",
        "scoring.yaml",
        "部门预算表.xlsx",
    ]
    own = ROOT / "templates/national/部门预算表.xlsx"
    assert (folder / "部门预算表.xlsx").read_bytes() == own.read_bytes()


def test_the_next_year_of_a_format_is_a_folder_in_it(run, tmp_path):  # noqa: F811
    words = ("--from", "shenzhen-luohu", "--year", "2030", "--copy", "项目支出绩效自评表.docx")
    result = run("format", "new", "shenzhen-luohu", *words)
    assert result.exit_code == 0, result.output
    library = Library(tmp_path / "templates")
    assert library.choose("深圳市罗湖区", 2030)[0] == "shenzhen-luohu/2030"
    assert library.choose("深圳市罗湖区", 2029)[0] == "shenzhen-luohu"
    form, findings = load(library, "shenzhen-luohu/2030")
    assert findings == []
    copied = next(d for d in form.documents if d.declaration.name == "项目支出绩效自评表")
    assert copied.template.parent == tmp_path / "templates/shenzhen-luohu/2030"


def test_this_years_format_can_be_made_from_last_years(run, tmp_path):  # noqa: F811
    for year, base in ((2030, "shenzhen-luohu"), (2031, "shenzhen-luohu/2030")):
        run("format", "new", "shenzhen-luohu", "--from", base, "--year", year)
    folder = tmp_path / "templates/shenzhen-luohu/2030/format.yaml"
    folder.write_text(folder.read_text("utf-8") + "数字: {金额: {位数: 4}}\n", "utf-8")
    form, _ = load(Library(tmp_path / "templates"), "shenzhen-luohu/2031")
    assert form.numbers["金额"].decimals == 4


def test_a_file_that_the_base_has_not_is_refused_with_the_nearest(run, tmp_path):  # noqa: F811
    result = run("format", "new", "west", "--copy", "部门预算.xlsx")
    assert result.exit_code == 2
    assert "T202" in result.output
    assert "部门预算表.xlsx" in result.output
    assert not (tmp_path / "templates/west").exists()


def test_a_format_that_is_there_is_not_touched(run, tmp_path):  # noqa: F811
    run("format", "new", "west")
    before = (tmp_path / "templates/west/format.yaml").read_bytes()
    result = run("format", "new", "west", "--from", "shenzhen-luohu")
    assert (result.exit_code, "T203" in result.output) == (2, True)
    assert (tmp_path / "templates/west/format.yaml").read_bytes() == before


@pytest.mark.parametrize("name", ["../west", "a/b", "", "西 区"])
def test_a_name_that_is_no_folder_is_refused(run, tmp_path, name):  # noqa: F811
    result = run("format", "new", name)
    assert result.exit_code == 2
    assert not list(tmp_path.rglob("format.yaml"))


def test_documents_of_the_base_can_be_taken_out_by_uncommenting(run, tmp_path):  # noqa: F811
    run("format", "new", "west")
    path = tmp_path / "templates/west/format.yaml"
    text = path.read_text("utf-8")
    path.write_text(
        text.replace("# 文档:", "文档:").replace("# - {名称: 部门", "- {名称: 部门"), "utf-8"
    )
    form, findings = load(Library(tmp_path / "templates"), "west")
    assert findings == []
    assert "部门预算表" not in [d.declaration.name for d in form.documents]


def test_a_base_that_is_not_there_is_told(run):  # noqa: F811
    result = run("format", "new", "west", "--from", "shenzhen-louhu")
    assert (result.exit_code, "F401" in result.output) == (2, True)


def test_show_tells_what_the_new_format_has_of_its_own(run):  # noqa: F811
    run("format", "new", "west", "--copy", "scoring.yaml")
    files = json.loads(run("format", "show", "west", "--json").output)["format"]["files"]
    assert files["scoring.yaml"] == ["west", "national"]
    assert files["checks.yaml"] == ["national"]
