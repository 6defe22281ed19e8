"""`reportgen catalogue` and `reportgen findings` as the clerk types them."""

import pytest
import typer
from typer.testing import CliRunner

from reportgen.catalogue import lists
from reportgen.cli import catalogue, findings


@pytest.fixture
def run():
    app = typer.Typer()
    catalogue.register(app)
    findings.register(app)

    def invoke(*args):
        result = CliRunner().invoke(app, args, env={"COLUMNS": "120"})
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result.exit_code, result.output

    return invoke


@pytest.fixture
def known(monkeypatch):
    """Only the kinds of this package, whatever state the other packages are in."""
    from reportgen.catalogue import kinds

    found = {kind.code: kind for kind in vars(kinds).values() if hasattr(kind, "remedy")}
    monkeypatch.setattr("reportgen.finding_catalogue.load_all", lambda: found)


def test_a_name_is_looked_up_without_a_command(run):
    status, output = run("catalogue", "组织事务", "--year", "2023")
    assert status == 0
    assert "20132" in output
    assert "201 一般公共服务支出" in output
    assert "2023年科目" in output


def test_options_may_come_first(run):
    assert "21305" in run("catalogue", "--year", "2021", "扶贫")[1]


def test_a_code_with_blanks_is_looked_up(run):
    assert "行政运行" in run("catalogue", "201", "32", "01")[1]


def test_what_is_not_found_gives_the_nearest_and_fails(run):
    status, output = run("catalogue", "组织事物")
    assert status == 1
    assert "20132 组织事务" in output


def test_a_code_in_doubt_is_said_to_be_in_doubt_once(run):
    status, output = run("catalogue", "20141")
    assert status == 0
    assert output.count("存疑") == 1


def test_brackets_in_what_is_looked_up_are_taken_literally(run):
    assert run("catalogue", "[bold]x[/bold][/]")[0] == 1


def test_help_shows_the_commands_in_chinese(run):
    status, output = run("catalogue", "--help")
    assert status == 0
    assert "导入财政局当年的科目表" in output


def test_a_list_is_imported_listed_and_removed(run, tmp_path):
    path = tmp_path / "表.csv"
    path.write_text("科目编码,科目名称\n201,一般公共服务支出\n", encoding="utf-8")
    assert run("catalogue", "list")[1].startswith("没有导入过")
    status, output = run("catalogue", "import", str(path), "--year", "2026")
    assert (status, lists.imported_years()) == (0, [2026])
    assert "支出功能分类 1 个" in output
    assert "2026年" in run("catalogue", "list")[1]
    assert "导入的科目表" in run("catalogue", "201")[1]
    assert run("catalogue", "remove", "--year", "2026")[0] == 0
    assert run("catalogue", "remove", "--year", "2026")[0] == 1


def test_an_import_with_errors_fails_and_says_where(run, tmp_path):
    path = tmp_path / "表.csv"
    path.write_text("科目编码,科目名称\n20x,甲\n", encoding="utf-8")
    status, output = run("catalogue", "import", str(path), "--year", "2026")
    assert status == 1
    assert "表.csv:2" in output
    assert "没有导入" in output


def test_an_unknown_kind_of_list_is_refused(run, tmp_path):
    status, output = run("catalogue", "import", "x", "--year", "2026", "--kind", "收入")
    assert status == 1
    assert "功能分类" in output


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("code", ["K305", "k305", "Ｋ３０５"])
def test_a_code_is_explained(run, code):
    status, output = run("findings", code)
    assert status == 0
    for part in ("K305", "须说明", "意思：", "怎么办："):
        assert part in output


@pytest.mark.usefixtures("known")
def test_all_codes_are_listed(run):
    output = run("findings")[1]
    assert "K301" in output
    assert "K331" in output


@pytest.mark.usefixtures("known")
def test_the_beginning_of_a_code_lists_what_begins_with_it(run):
    output = run("findings", "K33")[1]
    assert "K330" in output
    assert "K301" not in output


@pytest.mark.usefixtures("known")
def test_an_unknown_code_gives_the_nearest_and_fails(run):
    status, output = run("findings", "K3O5")
    assert status == 1
    assert "K305" in output
