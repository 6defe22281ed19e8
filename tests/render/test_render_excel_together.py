"""What is looked at for many copies of a row together gives what each copy alone would give."""

import random
import re
from decimal import Decimal, localcontext

import pytest
from render_builders import book, compile_faults, compiled, faults, grid, part, render, sheet, yuan

from reportgen.figure import EXACT, Blank, Figure
from reportgen.language.printing import defaults
from reportgen.language.views import Record, UnknownNameError, View, exposed
from reportgen.render.excel.digits import decimal_text, digits
from reportgen.render.excel.values import TOGETHER

LONG = 2 * TOGETHER + 40
TWO = {"A1": "{%tr for 行 in 行们 %}", "A2": "{{ 行.名称 }}", "B2": "{{ 行.年初 | 万元 }}",
       "C2": "{{ 行.执行 | 万元 }}", "A3": "{%tr endfor %}", "A4": "合计",
       "B4": "=SUM(B2:B2)", "C4": "=SUM(C2:C2)"}  # fmt: skip


def lines(count, change=None, kind=Record):
    """Rows of a name and two amounts; `change(values, place)` for those that are different."""
    found = []
    for place in range(count):
        values = {"名称": f"第{place}项", "年初": yuan(place * 100), "执行": yuan(place)}
        if change:
            change(values, place)
        found.append(kind(values))
    return found


def shown(count, **changed):
    """What `lines` print, amounts in 万元, and the totals below."""
    rows = [[f"第{n}项", n / 100, n / 10_000] for n in range(count)]
    for spot, value in changed.items():
        column, _, row = spot.partition("_")
        rows[int(row)]["ABC".index(column)] = value
    sums = [round(sum(row[at] or 0 for row in rows if row[at] != "—"), 6) for at in (1, 2)]
    return [*rows, ["合计", *sums]]


def rounded(rows):
    return [[round(v, 6) if isinstance(v, float) else v for v in row] for row in rows]


class Asked(View):
    """A row whose amounts are asked for with conditions."""

    def __init__(self, amounts):
        self.amounts = amounts

    def names(self):
        return ("金额",)

    def get(self, _name):
        return self.amount

    @exposed
    def amount(self, 类型="甲"):
        return self.amounts[类型]


class Other(View):
    """A view that looks its names up in a way of its own."""

    def __init__(self, values):
        self.values = values

    def names(self):
        return self.values

    def get(self, name):
        if name not in self.values:
            raise UnknownNameError(name, self.values)
        return self.values[name]


@pytest.mark.parametrize("kind", [Record, Other, dict])
@pytest.mark.parametrize("count", [1, 3, 4, LONG])
def test_rows_of_any_kind_print_their_names(kind, count):
    rows = grid(book(**TWO), 行们=lines(count, kind=kind))
    assert rounded(rows) == shown(count)


def test_rows_of_several_kinds_print_their_names():
    rows = [item for kind in (Record, Other, dict) for item in lines(3, kind=kind)]
    assert [row[0] for row in grid(book(**TWO), 行们=rows)[:9]] == ["第0项", "第1项", "第2项"] * 3


def test_a_name_that_one_row_lacks_is_told_at_its_cell():
    rows = lines(LONG, lambda values, n: values.pop("执行") if n == LONG - 1 else None)
    (found,) = faults(book(**TWO), 行们=rows)
    assert found.place.cell == "C2"
    assert "执行" in found.message


@pytest.mark.parametrize("at", [0, TOGETHER + 1, LONG - 1])
def test_a_blank_among_figures_is_printed_as_its_format_says(at):
    def change(values, place):
        if place == at:
            values["年初"] = Figure(Blank.DASH, "元")
            values["执行"] = Figure(Blank.EMPTY, "元")

    rows = grid(book(**TWO), 行们=lines(LONG, change))
    assert rounded(rows) == shown(LONG, **{f"B_{at}": "—", f"C_{at}": None})


@pytest.mark.parametrize("at", [0, TOGETHER + 1, LONG - 1])
def test_a_plain_number_among_figures_goes_through_the_filter(at):
    def change(values, place):
        if place == at:
            values["执行"] = Decimal(70_000)

    rows = grid(book(**TWO), 行们=lines(LONG, change))
    assert rounded(rows) == shown(LONG, **{f"C_{at}": 7})


@pytest.mark.parametrize("at", [0, TOGETHER + 1, LONG - 1])
def test_a_figure_of_another_unit_is_told_at_its_cell(at):
    def change(values, place):
        if place == at:
            values["执行"] = Figure(Decimal(3), "人")

    assert [item.place.cell for item in faults(book(**TWO), 行们=lines(LONG, change))] == ["C2"]


def test_a_column_of_another_unit_is_told_at_its_cell():
    def change(values, _):
        values["执行"] = Figure(Decimal(3), "人")

    assert [item.place.cell for item in faults(book(**TWO), 行们=lines(9, change))] == ["C2"]


def test_totals_of_columns_in_different_formats_are_each_in_their_own():
    cells = {**TWO, "C2": "{{ 行.执行 | 元 }}"}
    assert grid(book(**cells), 行们=lines(6))[-1] == ["合计", 0.15, 15]


def test_the_figure_map_of_many_rows_names_every_figure():
    rendered = render(book(**TWO), 行们=lines(LONG))
    found = {item.spot: item for item in rendered.figures}
    assert len(found) == 2 * LONG + 2
    assert found[f"C{LONG}"].text == "0.06"
    assert found[f"C{LONG}"].figure.value == LONG - 1
    whole = found[f"B{LONG + 1}"].figure
    assert whole.value == sum(range(LONG)) / Decimal(100)
    assert len(whole.origin.operands[0].origin.operands) == LONG


def test_subtotals_of_inner_rows_add_up_their_own_rounds():
    cells = {"A1": "{%tr for 类 in 类们 %}", "A2": "{%tr for 行 in 类.行们 %}",
             "A3": "{{ 行.名称 }}", "B3": "{{ 行.年初 | 万元 }}", "C3": "{{ 行.执行 | 万元 }}",
             "A4": "{%tr endfor %}", "A5": "{{ 类.名称 }}", "B5": "=SUM(B3:B3)", "C5": "=SUM(C3:C3)",
             "A6": "{%tr endfor %}"}  # fmt: skip
    kinds = [Record({"名称": f"类{n}", "行们": lines(n)}) for n in (5, 0, 300)]
    rows = {row[0]: row[1:] for row in grid(book(**cells), 类们=kinds)}
    assert rows["类5"] == [0.1, 0.001]
    assert rows["类0"] == [0, 0]
    assert rows["类300"] == [448.5, 4.485]


def test_what_changes_from_round_to_round_is_printed_as_it_was_then():
    cells = {"A1": "{%tr set 计 = namespace(数=0) %}", "A2": "{%tr for 项 in [计, 计, 计] %}",
             "A3": "{%tr set 计.数 = 计.数 + 1 %}", "A4": "{{ 项.数 }}", "A5": "{%tr endfor %}"}  # fmt: skip
    assert grid(book(**cells)) == [[1], [2], [3]]


def test_a_loop_handed_on_counts_as_it_did_then():
    cells = {"A1": "{%tr for 行 in [7, 8] %}", "A2": "{%tr for 圈 in [loop] %}",
             "A3": "{{ 圈.index }}", "A4": "{%tr endfor %}", "A5": "{%tr endfor %}"}  # fmt: skip
    assert grid(book(**cells)) == [[1], [2]]


def test_a_name_set_anew_inside_the_loop_is_the_one_that_counts():
    cells = {"A1": "{%tr for 行 in 行们 %}", "A2": "{%tr set 行 = 行.甲 %}", "A3": "{{ 行.名称 }}",
             "B3": "{{ 行.乙.名称 }}", "A4": "{%tr endfor %}"}  # fmt: skip
    rows = [Record({"甲": Record({"名称": n, "乙": Record({"名称": n * 2})})}) for n in "子丑"]
    assert grid(book(**cells), 行们=rows) == [["子", "子子"], ["丑", "丑丑"]]


def test_private_names_of_a_row_stay_closed():
    cells = {"A1": "{%tr for 行 in 行们 %}", "A2": "{{ 行._values }}", "A3": "{%tr endfor %}"}
    assert [item.place.cell for item in compile_faults(book(**cells))] == ["A2"]


@pytest.mark.parametrize(
    "text",
    ["甲&乙", "a<b", "a>b", " 前", "后 ", "两  个", "_x0041_", "缩\u3000进", "甲\n乙", "制\t表"],
)
def test_special_texts_in_a_long_column_are_kept(text):
    rows = [{"名称": text if n == 7 else f"第{n}项", "金额": yuan(1)} for n in range(20)]
    cells = {"A1": "{%tr for 行 in 行们 %}", "A2": "{{ 行.名称 }}", "A3": "{%tr endfor %}"}
    found = [row[0] for row in grid(book(**cells), 行们=rows)]
    wanted = text.replace("_x0041_", "_x005F_x0041_")
    kept = ' xml:space="preserve"' in part(render(book(**cells), 行们=rows))
    assert kept == (" " in text or "\n" in text)
    assert found == [wanted if n == 7 else f"第{n}项" for n in range(20)]


@pytest.mark.parametrize("text", ["控\x01制", "{{ 甲 }}", "None", "nan", "#REF!", "长" * 32_768])
def test_texts_that_no_cell_can_hold_are_told_in_a_long_column(text):
    rows = [{"名称": text if n == 7 else f"第{n}项"} for n in range(20)]
    cells = {"A1": "{%tr for 行 in 行们 %}", "A2": "{{ 行.名称 }}", "A3": "{%tr endfor %}"}
    assert [item.place.cell for item in faults(book(**cells), 行们=rows)] == ["A2"]


@pytest.mark.parametrize("name", ["万元", "亿元", "百分比", "元", "数"])
def test_digits_of_many_numbers_are_those_of_each(name):
    form, made = defaults()[name], random.Random(7)
    numbers = [Decimal(made.randrange(-(10**9), 10**9)).scaleb(-2) for _ in range(50)]
    odd = [Decimal(text) for text in ("0.00", "-0", "0E+3", "3E+9", "1E-9", "12345678901234.56",
                                      "100000000000000000000.00", "0.1234567890123456789")]  # fmt: skip
    with localcontext(EXACT):
        third = Decimal(1) / 3
        for some in (numbers, [*numbers, *odd], [*numbers, third], odd, odd[:2], []):
            assert digits(form, some) == [decimal_text(form.scaled(item)) for item in some]
            assert EXACT.prec == 60


def test_a_row_of_totals_and_other_formulas_is_computed_cell_by_cell():
    cells = {**TWO, "D4": "=B4-C4"}
    assert grid(book(**cells), 行们=lines(6))[-1] == ["合计", 0.15, 0.0015, 0.1485]


def test_a_formula_above_may_need_a_total_below():
    cells = {"A1": "=B5*2", "A2": "{%tr for 行 in 行们 %}", "B3": "{{ 行.年初 | 万元 }}",
             "A4": "{%tr endfor %}", "B5": "=SUM(B3:B3)"}  # fmt: skip
    assert sheet(book(**cells), cached=True, 行们=lines(6))["A1"].value == 0.3
    assert "<f>B8*2</f><v>0.3" in part(render(book(**cells), 行们=lines(6)))


def test_lifted_formats_with_decimals_are_told_apart():
    cells = {"A1": "{%tr for 行 in 行们 %}", "A2": "{{ 行.年初 | 万元(0) }}", "B2": "{{ 行.执行 | 元 }}",
             "A3": "{%tr endfor %}"}  # fmt: skip
    rendered = render(book(**cells), 行们=lines(6))
    texts = {item.spot: item.text for item in rendered.figures}
    assert (texts["A6"], texts["B6"]) == ("0", "5.00")


def test_a_template_filled_twice_takes_each_column_as_it_is():
    template = compiled(book(**TWO))

    def names(text):
        rendered, _ = template.render(
            {"行们": lines(6, lambda values, _: values.update(名称=text))}
        )
        return re.findall("<is><t.*?</t></is>", part(rendered))

    plain = ["<is><t>甲</t></is>"] * 6
    assert names("甲")[:6] == plain
    assert names("甲&乙")[:6] == ["<is><t>甲&amp;乙</t></is>"] * 6
    assert names("甲")[:6] == plain


def test_totals_may_stand_in_other_columns_than_what_they_add_up():
    cells = {**TWO, "B4": "=SUM(C2:C2)", "C4": "=SUM(B2:B2)"}
    assert grid(book(**cells), 行们=lines(6))[-1] == ["合计", 0.0015, 0.15]


def test_one_column_of_several_may_have_a_total():
    cells = {key: value for key, value in TWO.items() if key != "B4"}
    assert grid(book(**cells), 行们=lines(6))[-1] == ["合计", None, 0.0015]


def test_totals_of_one_row_may_add_up_different_rows():
    cells = {**TWO, "A5": "{%tr for 行 in 别的 %}", "B6": "{{ 行.年初 | 万元 }}",
             "C6": "{{ 行.执行 | 万元 }}", "A7": "{%tr endfor %}", "A8": "另计",
             "B8": "=SUM(B6:B6)", "C8": "=SUM(C2:C2)"}  # fmt: skip
    others = [{"年初": yuan(700), "执行": yuan(9)}] * 4
    rows = grid(book(**cells), 行们=lines(6), 别的=others)
    assert rows[-1] == ["另计", 0.28, 0.0015]


def test_a_reference_covers_all_copies_of_a_row_that_alternates_with_another():
    cells = {"A1": "=COUNTA(A4:A4)", "B1": "=COUNTA(A6:A6)", "A2": "{%tr for 行 in 行们 %}",
             "A3": "{%tr if loop.index % 2 %}", "A4": "{{ 行.名称 }}", "A5": "{%tr else %}",
             "A6": "另：{{ 行.名称 }}", "A7": "{%tr endif %}", "A8": "{%tr endfor %}"}  # fmt: skip
    rendered = render(book(**cells), 行们=lines(6))
    assert re.findall("<f>(.*?)</f>", part(rendered)) == ["COUNTA(A2:A6)", "COUNTA(A3:A7)"]


CALLS = {"A1": "{%tr for 行 in 行们 %}", "A2": "{{ 行.金额() | 万元 }}", "B2": '{{ 行.金额(类型="乙（|）") | 万元 }}',
         "C2": '{{ 行.金额(类型="丙") | 万元(0) }}', "A3": "{%tr endfor %}", "A4": "=SUM(A2:A2)",
         "B4": "=SUM(B2:B2)", "C4": "=SUM(C2:C2)",
         "D2": '{{ 行.金额(类型=["丙", "丙"] | first) | 万元 }}', "D4": "=SUM(D2:D2)"}  # fmt: skip


def asked(count, change=None):
    found = []
    for place in range(count):
        amounts = {"甲": yuan(place * 100), "乙（|）": yuan(place), "丙": yuan(place * 10_000)}
        if change:
            change(amounts, place)
        found.append(Asked(amounts))
    return found


@pytest.mark.parametrize("count", [2, 6, LONG])
def test_amounts_asked_for_with_conditions_are_printed_and_added_up(count):
    rows = grid(book(**CALLS), 行们=asked(count))
    whole = sum(range(count))
    assert rounded(rows[:-1]) == [[n / 100, n / 10_000, n, n] for n in range(count)]
    assert rounded(rows[-1:]) == [[whole / 100, whole / 10_000, whole, whole]]
    texts = {item.spot: item.text for item in render(book(**CALLS), 行们=asked(count)).figures}
    assert (texts["A2"], texts["C2"]) == ("0.01", "1")


@pytest.mark.parametrize("at", [0, TOGETHER + 1, LONG - 1])
def test_one_answer_that_is_no_figure_goes_through_the_filter(at):
    def change(amounts, place):
        if place == at:
            amounts["甲"] = Decimal(70_000)
            amounts["丙"] = Figure(Blank.DASH, "元")

    rows = grid(book(**CALLS), 行们=asked(LONG, change))
    assert [rows[at][0], rows[at][2], rows[at][3]] == [7, "—", "—"]
    assert rounded(rows[1:2]) == [[0.01, 0.0001, 1, 1]]


def test_a_condition_that_is_not_known_is_told_at_its_cell():
    cells = {**CALLS, "C2": "{{ 行.金额(种类=1) | 万元 }}"}
    assert [item.place.cell for item in faults(book(**cells), 行们=asked(6))] == ["C2"]
