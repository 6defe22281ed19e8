"""Findings in the terminal: what, where, and what is told of it, each place on one line."""

from reportgen.cli.showing import show_findings
from reportgen.finding import Finding, Severity
from reportgen.place import Place

LONG = "支出明细里的" + "很长的项目名称" * 30


def finding(severity=Severity.ERROR, code="C605", **more):
    return Finding(
        code, severity, "两边相差 1.00万元。", Place("2023.yaml", line=31, column=78), **more
    )


def test_severity_code_and_place_stand_on_the_line_above_the_message(capsys):
    show_findings([finding(), finding(Severity.EXPLAIN, "C604")])
    assert capsys.readouterr().out.splitlines() == [
        "错误   C605  2023.yaml:31:78",
        "  两边相差 1.00万元。",
        "须说明 C604  2023.yaml:31:78",
        "  两边相差 1.00万元。",
    ]


def test_a_hint_and_the_other_places_are_below(capsys):
    places = tuple(Place("2023.yaml", line=line, column=1) for line in range(1, 9))
    show_findings([finding(hint="请改成 201。\n或写明原因。", related=places)])
    below = capsys.readouterr().out.splitlines()[2:]
    assert below[:2] == ["  请改成 201。", "  或写明原因。"]
    assert below[2].startswith("  另见：2023.yaml:1:1；")
    assert "2023.yaml:7:1" not in below[2]


def test_no_line_is_broken_whatever_the_window(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    show_findings([Finding("C605", Severity.HINT, LONG, Place(LONG))], err=True)
    told = capsys.readouterr()
    assert told.err.splitlines() == [f"提示   C605  {LONG}", f"  {LONG}"]
    assert not told.out


def test_of_many_findings_of_one_kind_the_rest_is_counted(capsys):
    show_findings([finding()] * 75 + [finding(code="C604")])
    lines = capsys.readouterr().out.splitlines()
    assert sum("C605  " in line for line in lines) == 60
    assert lines[-1].startswith("C605 另有 15 条")
