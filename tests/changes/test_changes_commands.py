"""The commands that follow a build: changes, explain, verify, and build that watches."""

import json
import shutil
from io import BytesIO

import pytest
from docx import Document
from openpyxl import load_workbook
from samples import SAMPLE
from typer.testing import CliRunner

from reportgen.cli import watching
from reportgen.cli.main import app

TABLES, TEXT = "部门预算表.xlsx", "部门预算信息公开.docx"
FIX = ("价值:  83.00", "价值:  84.00")


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A copy of the sample with its companions, built once; not to be changed."""
    folder = tmp_path_factory.mktemp("built")
    return made(folder)


def made(folder):
    shutil.copytree(SAMPLE.parent, folder / "data")
    result = run("build", folder / "data/2023.yaml", "-o", folder / "out", "--draft")
    assert result.exit_code == 0, result.output
    return folder


@pytest.fixture
def desk(built, tmp_path):
    """The same in a folder of one's own."""
    shutil.copytree(built, tmp_path / "desk")
    return tmp_path / "desk"


def run(*words):
    return CliRunner().invoke(app, [str(word) for word in words], env={"COLUMNS": "300"})


def pack(folder):
    return next(path for path in (folder / "out").iterdir())


def fix(folder, old=FIX[0], new=FIX[1]):
    path = folder / "data/2023.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def as_json(*words):
    result = run(*words, "--json")
    return json.loads(result.stdout), result.exit_code


def codes(found):
    return {finding["code"] for finding in found["findings"]}


def test_a_rebuild_ends_with_inputs_figures_and_documents(desk):
    fix(desk)
    result = run("build", desk / "data/2023.yaml", "-o", desk / "out", "--draft")
    assert "变动的数据（1 个）" in result.stdout
    assert "83.00万元" in result.stdout
    assert "固定资产占用表!C5" in result.stdout
    assert f"已写入  {TABLES}" in result.stdout


def test_the_same_is_in_json(desk):
    fix(desk)
    found, status = as_json("build", desk / "data/2023.yaml", "-o", desk / "out", "--draft")
    assert status == 0
    [change] = found["changes"]["inputs"]
    assert (change["old"], change["new"]) == ("83.00万元", "84.00万元")
    assert {"document": TABLES, "part": "固定资产占用表", "spot": "C5", "old": "83.00", "new": "84.00",
            "key": "固定资产/房屋（平方米）/价值"} in found["changes"]["figures"]  # fmt: skip


def test_a_damaged_record_is_told_and_written_again(desk):
    (pack(desk) / ".reportgen/inputs.json").write_bytes(b"{}")
    found, status = as_json("build", desk / "data/2023.yaml", "-o", desk / "out", "--draft")
    assert (status, "P840" in codes(found)) == (0, True)
    found, _ = as_json("build", desk / "data/2023.yaml", "-o", desk / "out", "--draft")
    assert "P840" not in codes(found)


def test_two_data_sets_are_compared_without_building(desk):
    fix(desk)
    found, status = as_json("changes", SAMPLE, desk / "data/2023.yaml")
    assert status == 0
    assert [c["key"] for c in found["figures"]] == ["固定资产/房屋（平方米）/价值", "资产总额"]


def test_two_packs_are_compared_by_what_they_remember(desk, built):
    fix(desk)
    run("build", desk / "data/2023.yaml", "-o", desk / "out", "--draft")
    found, status = as_json("changes", pack(built), pack(desk))
    assert status == 0
    assert {f["document"] for f in found["figures"]} == {TABLES, TEXT}
    assert {"name": TEXT, "change": "改写"} in found["documents"]


def test_a_pack_beside_a_data_set_compares_the_data(desk):
    fix(desk)
    found, status = as_json("changes", pack(desk), desk / "data/2023.yaml")
    assert (status, len(found["inputs"]), codes(found)) == (0, 1, {"P860"})


def test_a_folder_that_is_no_pack_is_refused(tmp_path):
    result = run("changes", tmp_path, SAMPLE)
    assert result.exit_code == 1
    assert "P841" in result.output


def test_one_data_set_stands_beside_its_last_year():
    found, status = as_json("changes", SAMPLE)
    assert status == 0
    lines = {line["key"]: line for line in found["lines"]}
    line = lines["支出/项目支出"]
    assert (line["this"], line["last"], line["difference"]) == (
        "4426500",
        "5722000",
        "-1295500",
    )
    assert "压缩项目支出" in line["reason"]


def test_two_years_give_every_line_by_code_and_kind(desk):
    last = desk / "data/2022.yaml"
    text = (desk / "data/2023.yaml").read_text("utf-8")
    text = text.replace("年度: 2023", "年度: 2022").replace("金额: 152.75", "金额: 100.00")
    last.write_text(text, "utf-8")
    found, status = as_json("changes", last, desk / "data/2023.yaml")
    assert status == 0
    lines = {(line["section"], line["key"]): line for line in found["lines"]}
    line = lines["支出（按功能科目）", "支出/2013201/基本支出"]
    assert line["difference"] == "527500"
    assert lines["支出（按功能科目）", "支出/2210201"]["rate"] == "0"


def test_a_cell_is_explained_down_to_the_lines(built):
    found, status = as_json("explain", pack(built) / TABLES, "固定资产占用表!C5")
    assert status == 0
    [[*_, leaf]] = found["trees"]
    assert leaf["value"] == "83.00万元"
    assert leaf["places"][0].startswith("2023.yaml:")


def test_a_printed_text_is_explained_at_all_its_places(built):
    found, status = as_json("explain", pack(built) / TEXT, "1,029.59")
    assert status == 0
    assert len(found["printed"]) > 5
    assert {p["text"] for p in found["printed"]} == {"1029.59"}


@pytest.mark.parametrize("name", ["支出.合计", "支出", "支出/合计", '支出.金额(类型="基本支出")'])
def test_an_expression_or_a_key_is_explained(built, name):
    found, status = as_json("explain", built / "data/2023.yaml", name)
    if name == "支出/合计":  # no such key: the sentence says so
        assert (status, found["trees"]) == (1, [])
        assert found["findings"]
    elif name == "支出":
        assert codes(found) == {"P847"}
    else:
        assert status == 0
        assert found["trees"][0][0]["depth"] == 0


@pytest.mark.parametrize("what", ["收支总表!Z99", "没有的表!A1", "98765.43"])
def test_where_nothing_is_printed_is_said(built, what):
    found, status = as_json("explain", pack(built) / TABLES, what)
    assert (status, codes(found) & {"P844"}) == (1, {"P844"})


def test_the_tree_in_the_terminal_says_what_it_left_out(built):
    result = run("explain", pack(built) / TABLES, "收支总表!E37")
    assert "共 31 项" in result.stdout
    result = run("explain", pack(built) / TABLES, "收支总表!E37", "--all")
    assert "只列" not in result.stdout


def test_an_input_is_found_wherever_it_is_printed(built):
    lines = (built / "data/2023.yaml").read_text("utf-8").splitlines()
    line = next(n for n, text in enumerate(lines, 1) if "价值:  83.00" in text)
    found, status = as_json("explain", "--from", f"{built / 'data/2023.yaml'}:{line}")
    assert status == 0
    spots = {(p["document"], p["part"], p["spot"], p["direct"]) for p in found["printed"]}
    assert (TABLES, "固定资产占用表", "C5", True) in spots
    assert (TABLES, "固定资产占用表", "C4", False) in spots


def test_a_cell_of_a_workbook_is_found_as_well(built):
    sheet = load_workbook(built / "data/2023.xlsx")["支出明细"]
    cell = next(c for row in sheet for c in row if c.value == 152.75)
    found, status = as_json(
        "explain", "--from", built / "data/2023.xlsx", f"支出明细!{cell.coordinate}"
    )
    assert status == 0
    assert (TABLES, "收支总表", "E6") in {
        (p["document"], p["part"], p["spot"]) for p in found["printed"]
    }


def test_a_place_that_is_none_is_refused(built):
    found, status = as_json("explain", "--from", built / "data/2023.yaml")
    assert (status, codes(found)) == (1, {"P845"})


def test_a_pack_is_proved(built):
    result = run("verify", pack(built))
    assert result.exit_code == 0, result.output
    assert "核对无误" in result.stdout


def test_a_cell_that_was_typed_over_is_named(desk):
    path = pack(desk) / TABLES
    book = load_workbook(path)
    book["固定资产占用表"]["C5"] = 99
    book.save(path)
    result = run("verify", pack(desk))
    assert result.exit_code == 1
    assert "固定资产占用表!C5 由“83”变成“99”" in result.output


def test_a_paragraph_that_was_typed_over_is_named(desk):
    path = pack(desk) / TEXT
    document = Document(BytesIO(path.read_bytes()))
    at, paragraph = next((i, p) for i, p in enumerate(document.paragraphs, 1) if p.text)
    paragraph.text = "改过的一段"
    document.save(path)
    result = run("verify", pack(desk))
    assert result.exit_code == 1
    assert f"第{at}段 由" in result.output


@pytest.mark.parametrize("damage", [b"", b"PK", b"PK\5\6" + bytes(18)])
def test_a_document_that_is_none_any_more_is_named(desk, damage):
    (pack(desk) / TABLES).write_bytes(damage)
    found, status = as_json("verify", pack(desk))
    assert (status, found["documents"][TABLES]) == (1, "被动过")


def test_a_missing_document_is_named(desk):
    (pack(desk) / TABLES).unlink()
    found, status = as_json("verify", pack(desk))
    assert (status, codes(found)) == (1, {"P854"})


def test_data_changed_since_is_no_proof(desk):
    fix(desk)
    found, status = as_json("verify", pack(desk))
    assert (status, codes(found)) == (1, {"P850", "P855"})


def test_data_that_was_moved_is_asked_for(desk):
    (desk / "data").rename(desk / "elsewhere")
    found, status = as_json("verify", pack(desk))
    assert (status, codes(found)) == (1, {"P842"})
    _, status = as_json("verify", pack(desk), "--data", desk / "elsewhere/2023.yaml")
    assert status == 0


def test_watching_builds_at_each_save_and_survives_errors(desk, monkeypatch):
    steps = iter([(*FIX,), ("部门:", "部门: ["), ("部门: [", "部门:")])

    def saved(paths, before):
        assert desk / "data/2023.yaml" in set(paths)
        step = next(steps, None)
        if step is None:
            raise KeyboardInterrupt
        fix(desk, *step)
        return [desk / "data/2023.yaml"]

    monkeypatch.setattr(watching, "wait_for_change", saved)
    result = run("build", desk / "data/2023.yaml", "-o", desk / "out", "--draft", "--watch")
    assert result.exit_code == 0
    assert "变动的数据（1 个）" in result.output
    assert "没有生成" in result.output
    assert result.output.count("守候中") == 4
    assert "不再守候" in result.output


def test_a_save_is_noticed_once_it_is_at_rest(tmp_path):
    path = tmp_path / "2023.yaml"
    path.write_text("一", "utf-8")
    (tmp_path / "~$2023.xlsx").write_text("", "utf-8")
    writes = iter(["", "二二", "二二三"])

    def sleep(_):
        text = next(writes, "")
        if text:
            path.write_text(text, "utf-8")

    before = watching.states([tmp_path])
    assert list(before) == [path]
    assert watching.wait_for_change([tmp_path], before, sleep) == [path]
    assert next(writes, None) is None
