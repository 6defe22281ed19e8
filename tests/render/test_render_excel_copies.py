"""Many copies of a row, which are made together: they hold what the same tags hold alone."""

import gc
import re
from decimal import Decimal

import pytest
from render_builders import LOOP, book, compiled, faults, filled, grid, part, render, yuan

from reportgen.figure import Blank, Figure
from reportgen.language.environment import make_environment
from reportgen.language.printing import NumberFormat
from reportgen.office import package

ENV = make_environment(
    {"两位万元": NumberFormat("两位万元", "万元", Decimal(10_000), 2, round_to=2)}
)
AMOUNTS = [
    "1527543.21", "0", "-0.00", "12", "1E+9", "0.000001", "123456789012345678.99", "1527550.00",
]  # fmt: skip
KINDS = [*map(yuan, AMOUNTS), *[Figure(kind, "元") for kind in Blank]]


def bodies(template, env=ENV, **names):
    """What follows the reference of each cell of column A, in order."""
    rendered, findings = compiled(template, env).render(names)
    assert rendered is not None, findings
    return re.findall(r'<c r="A[0-9]+"(.*?)(?=<c |</row>)', part(rendered), re.DOTALL)


def loop(tag, **cells):
    return book(A1="{%tr for 行 in 行们 %}", A2=tag, A3="{%tr endfor %}", **cells)


def alone(tag, value):
    return bodies(book(A1=tag), 行={"值": value})[0]


@pytest.mark.parametrize("form", ["万元", "元", "数", "整万元", "两位万元", "万元(1)"])
@pytest.mark.parametrize("values", [KINDS, KINDS[:8], KINDS[2:3] * 5, KINDS[8:] * 2, KINDS[::-1]])
def test_numbers_are_what_they_are_alone(form, values):
    tag = f"{{{{ 行.值 | {form} }}}}"
    made = bodies(loop(tag), 行们=[{"值": value} for value in values])
    assert made == [alone(tag, value) for value in values]


def test_numbers_that_are_no_figures_are_printed_as_well():
    values = [3, Decimal("2.50"), yuan("10000"), Blank.DASH, 0]
    made = bodies(loop("{{ 行.值 | 数 }}"), 行们=[{"值": value} for value in values])
    assert made == [alone("{{ 行.值 | 数 }}", value) for value in values]


PLAIN = [f"第{n}项 résumé 𠮷" for n in range(9)]


@pytest.mark.parametrize(
    "special",
    ["", "再一项", "a & b", " 前", "后 ", "两  个", "一\n二", "一\t二", "_x0041_", "甲" * 32_767],
)
@pytest.mark.parametrize("place", [0, 4, 9])
def test_texts_are_what_they_are_alone(special, place):
    values = [*PLAIN[:place], special, *PLAIN[place:]]
    made = bodies(loop("{{ 行.值 }}"), 行们=[{"值": value} for value in values])
    assert made == [alone("{{ 行.值 }}", value) for value in values]


@pytest.mark.parametrize("text", ["{{ 忘了 }}", "None", "甲" * 32_768, "\x01"])
def test_a_text_that_no_cell_can_hold_is_told_among_many(text):
    rows = [{"值": value} for value in [*PLAIN, text]]
    assert [item.place.cell for item in faults(loop("{{ 行.值 }}"), 行们=rows)] == ["A2"]


def test_texts_and_numbers_may_take_turns_in_a_column():
    tag = "{{ 行.值 if 行.值 is string else (行.值 | 万元) }}"
    values = ["无", yuan("10000"), "有", yuan("20000"), "无"]
    made = bodies(loop(tag), 行们=[{"值": value} for value in values])
    assert made == [alone(tag, value) for value in values]


def test_fixed_texts_beside_them_stay():
    data = loop("{{ 行.值 | 万元 }}", B2="单位：万元 100% é")
    rows = grid(data, 行们=[{"值": yuan(10_000 * n)} for n in range(6)])
    assert [row[1] for row in rows] == ["单位：万元 100% é"] * 6


@pytest.mark.parametrize("wrong", ["文字", None, Figure(Decimal("0.5"), "比"), [1]])
def test_a_value_that_cannot_be_printed_so_is_told_as_it_is_alone(wrong):
    rows = [{"值": yuan(n)} for n in range(6)] + [{"值": wrong}]
    many = faults(loop("{{ 行.值 | 万元 }}"), 行们=rows)
    one = faults(book(A2="{{ 行.值 | 万元 }}"), 行={"值": wrong})
    assert [(item.code, item.place, item.message) for item in many] == [
        (item.code, item.place, item.message) for item in one
    ]


@pytest.mark.parametrize("units", [["比"], ["", "比"], ["元", "户"]])
def test_numbers_of_a_unit_that_the_format_does_not_print_are_told(units):
    rows = [{"值": Figure(Decimal(n), units[n % len(units)])} for n in range(8)]
    found = faults(loop("{{ 行.值 | 万元 }}"), 行们=rows)
    one = faults(book(A2="{{ 行.值 | 万元 }}"), 行={"值": Figure(Decimal(1), units[-1])})
    assert [(item.code, item.message) for item in found] == [
        (item.code, item.message) for item in one
    ]


def test_numbers_with_and_without_a_unit_stand_in_one_column():
    values = [Figure(Decimal(n), "元" if n % 2 else "") for n in range(1, 8)]
    made = bodies(loop("{{ 行.值 | 元 }}"), 行们=[{"值": value} for value in values])
    assert made == [alone("{{ 行.值 | 元 }}", value) for value in values]


def test_a_name_that_one_row_does_not_know_is_told():
    rows = [{"值": yuan(n)} for n in range(6)] + [{"别的": yuan(1)}]
    assert [item.place.cell for item in faults(loop("{{ 行.值 | 万元 }}"), 行们=rows)] == ["A2"]


def test_rows_of_two_kinds_keep_their_order():
    data = book(
        A1="{%tr for 行 in 行们 %}", A2="{%tr if 行.大 %}", A3="{{ 行.值 | 万元 }}", B3="大",
        A4="{%tr else %}", A5="{{ 行.值 | 元 }}", A6="{%tr endif %}", A7="{%tr endfor %}",
        A8="=SUM(A3:A5)",
    )  # fmt: skip
    rows = [{"大": n % 3 == 0, "值": yuan(10_000 * n)} for n in range(1, 13)]
    made = grid(data, 行们=rows)
    assert [row[0] for row in made[:-1]] == [n if n % 3 == 0 else 10_000 * n for n in range(1, 13)]
    assert made[-1][0] == sum(row[0] for row in made[:-1])


def test_totals_of_groups_add_up_their_own_rows():
    data = book(
        A1="{%tr for 类 in 类们 %}", A2="{%tr for 行 in 类.行 %}", A3="{{ 行.值 | 万元 }}",
        A4="{%tr endfor %}", A5="=SUM(A3:A3)", A6="{%tr endfor %}",
    )  # fmt: skip
    groups = [{"行": [{"值": yuan(10_000 * n)} for n in range(1, size)]} for size in (6, 8, 12)]
    made = [row[0] for row in grid(data, 类们=groups)]
    assert made == [*range(1, 6), 15, *range(1, 8), 28, *range(1, 12), 66]


def test_a_total_passes_over_kinds_of_blank_and_names_what_it_rests_on():
    data = book(**LOOP | {"A5": "合计", "B5": "=SUM(B3:B3)"})
    values = [yuan("10000", "甲"), Figure(Blank.DASH, "元", key="乙"), yuan("25000", "丙")] * 2
    rows = [{"名称": f"第{n}项", "金额": value} for n, value in enumerate(values)]
    rendered = render(data, 行们=rows)
    total = rendered.figures[-1]
    assert (total.spot, total.text, total.key) == ("B8", "7", "公式/模板/表/B5")
    assert "<f>SUM(B2:B7)</f><v>7" in part(rendered)
    assert [item.key for item in total.figure.origin.operands[0].origin.operands] == [
        "甲",
        "乙",
        "丙",
    ] * 2


def test_the_figure_map_says_how_each_number_was_printed():
    rows = [{"名称": str(n), "金额": yuan(10_000 * n + 1, f"支出/{n}")} for n in range(5)]
    found = render(book(**LOOP), 行们=rows).figures
    assert [(item.spot, item.key, item.text, item.exact) for item in found] == [
        (f"B{n + 2}", f"支出/{n}", f"{n}.00", f"{n}.0001") for n in range(5)
    ]


def test_equal_numbers_of_copies_merge_on_request():
    data = loop("{{ 行.值 | 万元 }}{% vm %}")
    rows = [{"值": yuan(value)} for value in (10_000, 10_000, 10_000, 20_000, 20_000)]
    made = filled(data, 行们=rows).worksheets[0]
    assert sorted(map(str, made.merged_cells.ranges)) == ["A1:A3", "A4:A5"]


def test_a_document_is_the_same_whatever_was_made_before():
    def arrange(sheet):
        sheet.freeze_panes = "A2"
        sheet.print_area = "A1:B5"
        sheet.print_title_rows = "1:1"
        sheet.auto_filter.ref = "A1:B3"

    data = book(**LOOP, arrange=arrange)
    rows = [{"名称": f"第{n}项", "金额": yuan(n)} for n in range(40)]
    again = compiled(data)
    for count in (3, 40, 3, 0, 3):
        made, _ = again.render({"行们": rows[:count]})
        fresh, _ = compiled(data).render({"行们": rows[:count]})
        assert package.write(made.members) == package.write(fresh.members)


def test_a_sheet_longer_than_a_chunk_has_all_its_rows(monkeypatch):
    from reportgen.render.excel import emit

    rows = [{"名称": f"第{n}项", "金额": yuan(10_000 * n)} for n in range(50)]
    whole = part(render(book(**LOOP), 行们=rows))
    monkeypatch.setattr(emit, "CHUNK", 7)
    assert part(render(book(**LOOP), 行们=rows)) == whole


def test_what_others_keep_from_the_collector_stays_kept():
    gc.freeze()
    try:
        kept = gc.get_freeze_count()
        render(book(**LOOP), 行们=[])
        assert gc.isenabled()
        assert gc.get_freeze_count() >= kept - 100
    finally:
        gc.unfreeze()
