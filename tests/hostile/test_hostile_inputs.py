"""Whatever a clerk's file holds: findings with places, never a traceback, and the rest still read."""

import io
import os
import re
import sys
import zipfile
from pathlib import Path

import hostile_sheet_cases
import hostile_yaml_cases
import pytest
from hostile_builders import FIRST, HEAD, LAST, YAML, book, line, measured, rows, run
from hostile_file_cases import FILES, NAMES

CASES = hostile_yaml_cases.CASES + hostile_sheet_cases.CASES
PLACELESS = {"F401", "F402"}
"""Findings about the choice of a format, which stands in no cell."""
LONGEST = 600
"""Characters of a sentence that can still be read."""


def broken(said):
    return said.status == 70 or "程序出错了" in said.err or "Traceback" in said.out + said.err


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_bad_input_is_said_at_its_place_and_the_rest_is_read(case, tmp_path):
    path = case.write(tmp_path)
    said = run("check", "--json", path)
    assert not broken(said), said.err
    assert said.status == 1
    assert set(case.codes) <= set(said.codes), said.findings
    assert not set(case.unsaid) & set(said.codes), said.findings
    assert said.canary or case.lost, said.findings
    for finding in said.findings:
        assert finding["place"] or finding["code"] in PLACELESS, finding
        assert re.search("[\u4e00-\u9fff]", finding["message"])
        assert len(finding["message"]) <= LONGEST, finding["code"]


def test_the_cases_are_distinct():
    assert len({case.name for case in CASES}) == len(CASES)
    assert len({case.content for case in CASES}) == len(CASES) >= 60


@pytest.mark.parametrize("case", CASES[::6], ids=[case.name for case in CASES[::6]])
def test_the_table_of_findings_shows_every_bad_input(case, tmp_path):
    said = run("check", case.write(tmp_path))
    assert not broken(said), said.err
    assert said.status == 1
    for code in case.codes:
        assert code in said.out


@pytest.mark.parametrize("case", CASES[3::6], ids=[case.name for case in CASES[3::6]])
def test_no_pack_is_built_from_a_bad_input(case, tmp_path):
    said = run("build", case.write(tmp_path), "-o", tmp_path / "out")
    assert not broken(said), said.err
    assert said.status == 1
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and links are made otherwise there")
@pytest.mark.parametrize(("make", "code"), FILES.values(), ids=FILES)
def test_what_is_no_data_set_is_one_finding(make, code, tmp_path):
    path = make(tmp_path)
    for command in ("check", "build"):
        said = run(
            command, "--json", path, *(["-o", tmp_path / "out"] if command == "build" else ())
        )
        assert not broken(said), said.err
        assert said.status == 1
        assert said.codes == [code], said.findings
        assert said.findings[0]["place"]
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="no devices there")
@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null", "/dev/tty"])
def test_a_device_is_not_read(device):
    assert run("check", "--json", device).codes == ["S102"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows allows none of these names")
@pytest.mark.parametrize("name", NAMES)
def test_a_file_of_an_odd_name_is_read_and_its_name_printed_harmlessly(name, tmp_path):
    (tmp_path / name).write_text(YAML, "utf-8")
    said = run("check", "--json", tmp_path / name)
    assert said.canary
    assert all(str(finding["place"]).isprintable() for finding in said.findings)
    text = run("check", tmp_path / name)
    assert not broken(text), text.err
    assert "\x1b[31m" not in text.out


def test_a_workbook_that_is_open_in_excel_is_read(tmp_path):
    (tmp_path / "预算.xlsx").write_bytes(book())
    (tmp_path / "~$预算.xlsx").write_bytes(b"\x06abc")
    assert run("check", "--json", tmp_path / "预算.xlsx").canary


def test_a_workbook_that_may_not_be_read_says_what_to_close(tmp_path, monkeypatch):
    (tmp_path / "预算.xlsx").write_bytes(book())
    allowed = Path.open

    def refuse(path, *arguments, **options):
        if path.name == "预算.xlsx":
            raise PermissionError(13, "refused")
        return allowed(path, *arguments, **options)

    monkeypatch.setattr(Path, "open", refuse)
    said = run("check", "--json", tmp_path / "预算.xlsx")
    assert said.codes == ["S103"]
    assert "占用" in said.findings[0]["message"]


CALLS = {
    "no file": (("check",), 2, "数据文件"),
    "an unknown command": (("chekc", "DATA"), 2, "chekc"),
    "an unknown option": (("check", "--jsno", "DATA"), 2, "--json"),
    "two files": (("check", "DATA", "DATA"), 2, "多写"),
    "an option without its value": (("check", "DATA", "--format"), 2, "--format"),
    "a format that leads elsewhere": (("check", "--format", "../../etc", "DATA"), 1, "版式"),
    "a format that is a path": (("check", "--format", "/etc", "DATA"), 1, "版式"),
    "a format that is nothing": (("check", "--format", ".", "DATA"), 1, "版式"),
    "a format too long for the disk": (("check", "--format", "x" * 3000, "DATA"), 1, "版式"),
    "templates that are not there": (("check", "--templates", "没有", "DATA"), 2, "--templates"),
    "templates that are a file": (("check", "--templates", "DATA", "DATA"), 2, "--templates"),
    "templates too long for the disk": (("check", "--templates", "x" * 3000, "DATA"), 4, "太长"),
    "a pack into a file": (("build", "--draft", "DATA", "-o", "DATA"), 4, "没有生成"),
    "a pack below a file": (("build", "--draft", "DATA", "-o", "DATA/x"), 4, "没有生成"),
    "a pack into a name too long": (("build", "--draft", "DATA", "-o", "x" * 3000), 4, "没有"),
}


@pytest.mark.parametrize(("call", "status", "word"), CALLS.values(), ids=CALLS)
def test_a_wrong_call_is_answered_in_one_sentence(call, status, word, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data.yaml").write_text(YAML, "utf-8")
    said = run(*(part.replace("DATA", "data.yaml") for part in call))
    assert not broken(said), said.err
    assert said.status == status, said.err
    assert word in said.out + said.err
    assert "Error" not in said.err
    assert (tmp_path / "data.yaml").read_text("utf-8") == YAML


DEPARTMENT_NAMES = [
    "../../某局",
    "=1+1",
    "CON",
    "a/b\\c:d",
    "局" * 300,
    "<w:t>&amp;",
    "{{ 部门.名称 }}",
    ".",
]


@pytest.mark.parametrize("name", DEPARTMENT_NAMES)
def test_a_draft_is_built_whatever_the_department_is_called(name, tmp_path):
    path = tmp_path / "data.yaml"
    path.write_text(YAML.replace("某局", f"'{name}'"), "utf-8")
    said = run("build", "--draft", "--json", path, "-o", tmp_path / "out" / "here")
    assert not broken(said), said.err
    assert said.status == 0, said.findings
    packs = [entry for entry in (tmp_path / "out" / "here").iterdir() if entry.is_dir()]
    assert len(packs) == 1
    assert {entry.name for entry in tmp_path.iterdir()} == {"data.yaml", "out"}
    assert "=1+1</f>" not in "".join(
        zipfile.ZipFile(book).read(part).decode()
        for book in packs[0].glob("*.xlsx")
        for part in zipfile.ZipFile(book).namelist()
        if part.startswith("xl/worksheets/sheet")
    )


def last_years(folder, *links):
    """Data sets 2023, 2022, …, each with a 上年; the first is given back."""
    for number, link in enumerate(links):
        text = YAML.replace("年度: 2023", f"年度: {2023 - number}\n  上年: {link}")
        (folder / f"{2023 - number}.yaml").write_text(text, "utf-8")
    return folder / "2023.yaml"


def test_last_years_that_point_at_each_other_end(tmp_path):
    said = run("check", "--json", last_years(tmp_path, "./2022.yaml", "./2023.yaml"))
    assert not broken(said), said.err
    assert said.canary


def test_a_long_chain_of_last_years_is_followed_a_few_steps(tmp_path):
    said = run("check", "--json", last_years(tmp_path, *(f"{2022 - n}.yaml" for n in range(12))))
    assert not broken(said), said.err
    assert said.canary


def test_a_last_year_that_cannot_be_read_is_said_and_this_year_is_read(tmp_path):
    (tmp_path / "2022.xlsx").write_bytes(book()[:-100])
    said = run("check", "--json", last_years(tmp_path, "2022.xlsx"))
    assert "S150" in said.codes
    assert said.canary


@pytest.mark.parametrize("link", ["2023.link", "字" * 300])
def test_a_unit_that_the_system_refuses_is_said_and_the_department_is_read(link, tmp_path):
    (tmp_path / "2023.link").symlink_to(tmp_path / "2023.link")
    data = last_years(tmp_path, "2023.link")
    data.write_text(f"{data.read_text('utf-8')}\n下属: [./{link}]\n", "utf-8")
    said = run("check", "--json", data)
    assert "M230" in said.codes
    assert said.canary


@pytest.mark.parametrize("link", ["2023.link", "字" * 300])
def test_a_last_year_that_the_system_refuses_is_said_and_this_year_is_read(link, tmp_path):
    (tmp_path / "2023.link").symlink_to(tmp_path / "2023.link")
    said = run("check", "--json", last_years(tmp_path, link))
    assert "M217" in said.codes
    assert said.canary


def bomb() -> bytes:
    """A workbook of 400 KB whose sheet 支出明细 inflates to 400 MB."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target,
        zipfile.ZipFile(io.BytesIO(book())) as source,
    ):
        for name in source.namelist():
            if not name.endswith("s3.xml"):
                target.writestr(name, source.read(name))
        with target.open("xl/worksheets/s3.xml", "w") as sheet:
            for _ in range(400):
                sheet.write(b" " * 1_000_000)
    return stream.getvalue()


def aliases() -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"]
    for number in range(1, 12):
        many = ", ".join([f"*a{number - 1}"] * 10)
        lines.append(f"a{number}: &a{number} [{many}]\n")
    return "".join(lines)


def every_column() -> bytes:
    cells = "".join(f'<c t="str"><v>列{number}</v></c>' for number in range(16_384))
    return book("<sheetData>" + f"<row>{cells}</row>" * 20 + "</sheetData>")


def formatted_rows() -> bytes:
    empty = '<row s="1" customFormat="1"><c s="1"/><c s="1"/></row>' * 200_000
    return book(rows(HEAD, FIRST, LAST).replace("</sheetData>", empty + "</sheetData>"))


HEAVY = {
    "a zip bomb": (bomb, "S151"),
    "aliases that multiply": (aliases, "S138"),
    "twenty megabytes of lines": (lambda: YAML + LINE * 190_000, "S138"),
    "one cell of eighteen megabytes": (lambda: line("字" * 6_000_000), "S151"),
    "one text of eighteen megabytes": (lambda: YAML.replace("某局", "字" * 6_000_000), "S166"),
    "sixteen thousand columns": (every_column, "S151"),
    "more texts than any workbook has": (
        lambda: book(strings="<si><t>x</t></si>" * 500_000),
        "S151",
    ),
}
LINE = "- {功能科目: 2013201, 经济科目: 30101, 类型: 基本支出, 金额: 10, 项目: 一}\n"
CPU, PEAK = 4, 200
"""Seconds of CPU, start included, and MB; what is refused takes half of that where nobody else works."""


@pytest.mark.skipif(sys.platform == "win32", reason="no limits on a process there")
@pytest.mark.parametrize(("make", "code"), HEAVY.values(), ids=HEAVY)
def test_what_is_refused_costs_little(make, code, tmp_path):
    content = make()
    data = content.encode() if isinstance(content, str) else content
    path = tmp_path / ("data.xlsx" if data.startswith(b"PK") else "data.yaml")
    path.write_bytes(data)
    said = measured("check", "--json", path, cwd=tmp_path)
    assert not broken(said), said.err
    assert said.status == 1
    assert code in said.codes
    assert said.cpu < CPU
    assert said.peak < PEAK


@pytest.mark.skipif(sys.platform == "win32", reason="no limits on a process there")
def test_empty_formatted_rows_take_no_memory(tmp_path):
    (tmp_path / "data.xlsx").write_bytes(formatted_rows())
    said = measured("check", "--json", tmp_path / "data.xlsx", cwd=tmp_path)
    assert said.canary
    assert said.peak < PEAK


@pytest.mark.skipif(sys.platform == "win32", reason="pipes are made otherwise there")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "data.yaml")
    said = measured("check", "--json", tmp_path / "data.yaml", cwd=tmp_path)
    assert said.codes == ["S102"]


def test_the_file_itself_runs_as_a_user_starts_it(tmp_path):
    (tmp_path / "data.yaml").write_text(YAML.replace("某局", "某\x07局"), "utf-8")
    said = measured("check", tmp_path / "data.yaml", cwd=tmp_path)
    assert not broken(said), said.err
    assert said.status == 1
    assert "S121" in said.out
