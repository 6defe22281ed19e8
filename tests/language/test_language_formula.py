"""Formulas are computed as Excel computes them, and results know what entered them."""

import re
from decimal import Decimal

import pytest

from reportgen.cell_names import column_number
from reportgen.figure import YUAN, Blank, Derived, Figure
from reportgen.language.formula import (
    FormulaError,
    FormulaSyntaxError,
    UnsupportedFormula,
    parse,
)
from reportgen.language.formula_parser import Corner


def cells(text):
    """`A1=5 B2="字" C3=TRUE`, sheets as `支出!A1=5`; `A1=—` for a blank that is written."""
    found = {}
    for part in text.split():
        spot, _, content = part.partition("=")
        sheet, _, spot = spot.rpartition("!")
        letters, digits = re.fullmatch(r"([A-Z]+)(\d+)", spot).groups()
        value = (
            content.strip('"')
            if content[:1] == '"'
            else content == "TRUE"
            if content in {"TRUE", "FALSE"}
            else FormulaError(content)
            if content[:1] == "#"
            else Figure(Blank.DASH)
            if content == "—"
            else Figure(Blank.EMPTY)
            if content == "空"
            else Figure(Decimal(content), YUAN, key=spot)
        )
        found[sheet or None, int(digits), column_number(letters)] = value
    return found


def compute(formula, text=""):
    grid = cells(text)
    last_row = max((row for _, row, _ in grid), default=0)
    last_column = max((column for _, _, column in grid), default=0)

    def resolver(sheet, top, left, bottom, right):
        for row in range(top, min(bottom, last_row) + 1):
            yield [grid.get((sheet, row, c)) for c in range(left, min(right, last_column) + 1)]

    return parse(formula).evaluate(resolver)


def shown(value):
    return (
        str(value.value)
        if isinstance(value, Figure)
        else value
        if isinstance(value, bool | str)
        else str(value)
    )


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=1+2*3", "7"),
        ("=(1+2)*3", "9"),
        ("=-2^2", "4"),
        ("=2^3^2", "64"),
        ("=10-4-3", "3"),
        ("=50%", "0.5"),
        ("=1/4", "0.25"),
        ("=2*-3", "-6"),
        ("=0.1+0.2=0.3", True),
        ('="甲"&1.50&"乙"', "甲1.5乙"),
        ('="a"="A"', True),
        ('=5<"a"', True),
        ('="z"<TRUE', True),
        ("=1<>2", True),
        ('="3"+4', "7"),
        ('="甲"+4', "#VALUE!"),
        ("=1/0", "#DIV/0!"),
        ("=A9+1", "1"),
        ("=A9", "0"),
        ("=#N/A+1", "#N/A"),
        ("=TRUE+1", "2"),
        ("=ROUND(2.345,2)", "2.35"),
        ("=ROUND(-2.345,2)", "-2.35"),
        ("=ROUND(2.5,0)", "3"),
        ("=ROUND(1234.5,-2)", "1200"),
        ("=ROUNDUP(2.341,2)", "2.35"),
        ("=ROUNDUP(-2.341,2)", "-2.35"),
        ("=ROUNDDOWN(2.349,2)", "2.34"),
        ("=ABS(-3)", "3"),
        ("=IF(1>2,5)", False),
        ("=IF(1>2,5,)", "0"),
        ("=IF(TRUE,1,1/0)", "1"),
        ("=IFERROR(1/0,7)", "7"),
        ("=IFERROR(3,7)", "3"),
        ('=IF("甲",1,2)', "#VALUE!"),
        ("=AND(TRUE,1,0)", False),
        ("=OR(FALSE,0,2)", True),
        ("=NOT(0)", True),
        ('=LEN("三个字")', "3"),
        ("=MAX(3,9,2)", "9"),
        ("=MIN(3,9,2)", "2"),
        ("=AVERAGE(1,2)", "1.5"),
        ('=SUM(1,TRUE,"3")', "5"),
        ('=2^0.5&""', None),
    ],
)  # fmt: skip
def test_operators_and_functions_are_excels(formula, expected):
    if expected is None:
        with pytest.raises(UnsupportedFormula):
            compute(formula)
    else:
        assert shown(compute(formula)) == expected


GRID = 'A1="2013201" A2="2013299" A3="其他" A4=5 A5="5" B1=1 B2=20 B3=300 B4=4000 B5=50000'


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=SUM(A1:B5)", "54326"),
        ("=SUM(B:B)", "54321"),
        ("=SUM(2:2)", "20"),
        ("=COUNT(A1:B5)", "6"),
        ("=COUNTA(A1:C5)", "10"),
        ("=COUNTA(C1:C5)", "0"),
        ("=AVERAGE(B1:B2,A1)", "10.5"),
        ("=AVERAGE(A1:A3)", "#DIV/0!"),
        ("=MAX(A1:A3)", "0"),
        ('=SUMIF(A1:A5,"2013*",B1:B5)', "21"),
        ('=SUMIF(A1:A5,"2013*",B1)', "21"),
        ('=SUMIF(A:A,"20132??",B:B)', "21"),
        ("=SUMIF(A1:A5,5,B1:B5)", "54000"),
        ('=SUMIF(A1:A5,"=5",B1:B5)', "54000"),
        ('=SUMIF(B1:B5,">20")', "54300"),
        ('=SUMIF(B1:B5,">="&B2)', "54320"),
        ('=SUMIF(A1:A5,"<>其他",B1:B5)', "54021"),
        ('=SUMIFS(B1:B5,A1:A5,"*",B1:B5,">1")', "50320"),
        ('=SUMIFS(B1:B5,A1:A4,"*")', "#VALUE!"),
        ('=COUNTIF(A1:A5,"???????")', "2"),
        ('=COUNTIF(A1:A5,"?")', "1"),
        ('=COUNTIF(A1:A5,"<>")', "5"),
        ('=COUNTIF(A1:B5,"<>5")', "8"),
        ('=COUNTIFS(A1:A5,"2*",B1:B5,"<10")', "1"),
        ('=COUNTIF(C1:C5,"")', "0"),
        ("=ISBLANK(C1)", True),
        ("=ISBLANK(A1)", False),
        ("=B1:B2", None),
        ("=SUM(B1:B2*2)", None),
    ],
)  # fmt: skip
def test_ranges_and_criteria_are_excels(formula, expected):
    if expected is None:
        with pytest.raises(UnsupportedFormula):
            compute(formula, GRID)
    else:
        assert shown(compute(formula, GRID)) == expected


def test_a_tilde_takes_a_wildcard_as_it_is():
    assert shown(compute('=COUNTIF(A1:A3,"~*")', 'A1="*" A2="甲" A3="**"')) == "1"


def test_text_criteria_ignore_case():
    assert shown(compute('=COUNTIF(A1:A2,"ab")', 'A1="AB" A2="abc"')) == "1"


def test_a_criterion_of_equals_finds_cells_with_nothing_and_an_empty_one_also_empty_texts():
    grid = 'A1="" A3=1'
    assert shown(compute('=COUNTIF(A1:A3,"=")', grid)) == "1"
    assert shown(compute('=COUNTIF(A1:A3,"")', grid)) == "2"


def test_many_stars_do_not_take_for_ever():
    subject = "a" * 3000
    assert shown(compute('=COUNTIF(A1:A1,"' + "*a" * 50 + '*b")', f'A1="{subject}"')) == "0"


def test_an_error_in_a_summed_range_is_the_result():
    assert shown(compute("=SUM(A1:A2)", "A1=1 A2=#N/A")) == "#N/A"


def test_a_sumif_passes_over_errors_in_cells_that_do_not_match():
    assert shown(compute("=SUMIF(A1:A2,1,B1:B2)", "A1=1 A2=2 B1=7 B2=#N/A")) == "7"


def test_a_printed_blank_is_text_and_an_empty_one_nothing():
    assert shown(compute("=A1+1", "A1=空")) == "1"
    assert shown(compute("=A1+1", "A1=—")) == "#VALUE!"
    assert shown(compute("=SUM(A1:A2)", "A1=— A2=3")) == "3"


def test_a_quoted_sheet_name_is_asked_for_unquoted():
    assert shown(compute("='支出 总''表'!A1+收入!B2", "收入!B2=5")) == "5"
    assert parse("='支出 总''表'!A1").references[0].sheet == "支出 总'表"


def test_a_result_rests_on_the_cells_that_matched():
    result = compute('=SUMIF(A1:A3,"甲",B1:B3)', 'A1="甲" A2="乙" A3="甲" B1=1 B2=2 B3=3')
    assert isinstance(result.origin, Derived)
    assert [item.key for item in result.origin.operands] == ["B1", "B3"]
    assert result.unit == YUAN


def test_a_share_of_two_amounts_is_a_ratio():
    assert compute("=A1/A2", "A1=1 A2=4").unit == "比"


def test_mixed_units_have_no_unit_and_are_no_error():
    def resolver(*_):
        return [[Figure(Decimal(1), "元"), Figure(Decimal(2), "人")]]

    assert parse("=SUM(A1:B1)").evaluate(resolver).unit == ""


def test_an_unknown_function_is_left_for_excel_by_name():
    formula = parse('=IF(A1>0,VLOOKUP(A1,B:C,2,0),"")')
    assert formula.unsupported == "VLOOKUP"
    with pytest.raises(UnsupportedFormula) as caught:
        formula.evaluate(lambda *_: [])
    assert "VLOOKUP" in caught.value.sentence
    assert [str(item) for item in formula.references] == ["A1", "A1", "B:C"]


@pytest.mark.parametrize("formula", ["=合计+1", "={1,2}", "=[1]表!A1", "=A1#", "=@A1", "=表[金额]"])
def test_names_arrays_and_other_files_are_left_for_excel(formula):
    assert parse(formula).unsupported


@pytest.mark.parametrize(
    "formula", ["=1+", "=(1", "=1)", "=SUM(A1", "=*2", "=", "=1 2", "=XFE1", "=?", "=" + "(" * 500]
)
def test_what_is_no_formula_is_a_sentence(formula):
    with pytest.raises(FormulaSyntaxError) as caught:
        compute(formula)
    assert caught.value.sentence.startswith("这里公式写法不对")


def test_a_very_long_sum_is_computed():
    assert shown(compute("=" + "+".join(["1"] * 3000))) == "3000"


def test_a_rewritten_formula_keeps_everything_but_its_references():
    def grow(reference):
        if reference.last is None:
            return reference
        last = Corner(reference.last.row + 3, reference.last.column, *(False, False))
        return reference.moved_to(reference.first, last)

    formula = "=SUM(D8:D8) + '支出 表'!$B$2&\"A1:A2\""
    assert parse(formula).rewrite(grow) == "=SUM(D8:D11) + '支出 表'!$B$2&\"A1:A2\""


def test_a_reference_can_become_an_error():
    assert parse("=A1+B1").rewrite(lambda r: "#REF!" if r.first.column == 2 else r) == "=A1+#REF!"


@pytest.mark.parametrize("formula", ["=$A$1", "=A$1:$B2", "=$A:B", "=1:$3", "='a b'!A1", "=表!A1"])
def test_references_are_written_as_they_were(formula):
    assert parse(formula).rewrite(lambda reference: reference) == formula


def test_a_function_whose_name_looks_like_a_cell_is_no_reference():
    assert parse("=LOG10(5)").references == ()


def test_the_wrong_number_of_arguments_is_a_sentence():
    with pytest.raises(FormulaSyntaxError):
        compute("=ROUND(1)")
