"""Documents are read back by what was printed in them, and that says what reading their bytes says."""

import io
import pickle
import random
from decimal import Decimal
from pathlib import Path

import docx as python_docx
import pytest
from word_bench import body, compiled, docx, p, tbl, tc, tr

from reportgen.figure import Figure
from reportgen.formats import Library
from reportgen.office.package import Member, write
from reportgen.pack.build import render_pack
from reportgen.pack.prepare import prepare
from reportgen.render.leftovers import in_order
from reportgen.render.readback import read_back
from reportgen.render.word import following
from reportgen.render.word.following import Follower, NotFollowedError
from reportgen.render.word.spots import spots_in

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = sorted(path for path in (ROOT / "data").glob("*/20*.yaml") if "说明" not in path.name)


def figure(value, key="支出"):
    return Figure(Decimal(value), key=key)


def printed(template, **names):
    """A document with its figures and what is known of it."""
    made, findings = template.render(names)
    assert not findings, findings
    data = write(made.members)
    made.reading.written(data, made.members)
    return data, made.figures, made.reading


def judged(documents, readings=()):
    return read_back(
        [(f"{at}.docx", data, f) for at, (data, f, _) in enumerate(documents)], readings
    )


def known(data, **names):
    """A template of which so many documents were read that the next are followed."""
    template = compiled(data)
    for _ in range(2):
        document = printed(template, **names)
        judged([document], [document[2]])
    return template


def both(template, figures=None, **names):
    """The findings by what was printed and by the bytes; the document was followed."""
    data, own, reading = printed(template, **names)
    assert reading.spots(data) is not None
    document = (data, own if figures is None else figures(list(own)), reading)
    found = judged([document], [reading])
    assert found == judged([document])
    return found


TEXTS = [
    "2",
    "万元",
    "XX",
    "×",
    "%",
    "%％",
    "元",
    "原因是",
    "。",
    "",
    "a & b < c",
    "\t",
    "1029.95万元",
    "甲\n乙",
]


@pytest.mark.parametrize("text", TEXTS)
def test_a_slip_that_a_value_makes_beside_fixed_text_is_found_either_way(text):
    data = docx(
        "共{{ 甲 }}万元",
        "占{{ 甲 }}%",
        "X{{ 甲 }}×",
        "主要原因是{{ 甲 }}",
        "增加的原因是{{ 甲 }}。",
    )
    both(known(data, 甲="5"), 甲=text)


@pytest.mark.parametrize(("text", "code"), [("万元", "R794"), ("5元", "R794")])
def test_what_is_doubtful_in_what_was_printed_is_told(text, code):
    found = both(known(docx("共{{ 甲 }}万元"), 甲="5"), 甲=text)
    assert [item.code for item in found] == [code]


def test_a_typed_amount_near_a_figure_is_told_either_way():
    data = docx("共{{ 数 | 两位 }}万元", "计{{ 甲 }}", "另计1029.95万元")
    found = both(known(data, 数=figure(1), 甲="无"), 数=figure("1029.59"), 甲="1092.59万元")
    assert [item.code for item in found] == ["R796", "R796"]
    assert [str(item.place) for item in found] == ["0.docx 第2段", "0.docx 第3段"]


def test_what_parts_without_tags_say_is_told_of_every_document():
    def footer(document):
        document.sections[0].footer.paragraphs[0].text = "XX区"

    found = both(known(docx("共{{ 甲 }}", build=footer), 甲="5"), 甲="6")
    assert [(item.code, str(item.place)) for item in found] == [("R794", "0.docx footer1 第1段")]


@pytest.mark.parametrize("wrong", ["text", "spot", "part"])
def test_a_figure_that_stands_elsewhere_than_mapped_is_found_either_way(wrong):
    changed = {"text": "9.99", "spot": "表1 第1行 第2格@0", "part": "header1"}[wrong]

    def mapped(figures):
        return [figures[0]._replace(**{wrong: changed}), *figures[1:]]

    data = docx("共{{ 数 | 两位 }}", rows=(("{{ 数 | 两位 }}", "甲"),))
    found = both(known(data, 数=figure(1)), mapped, 数=figure("1.5"))
    assert [item.code for item in found] == ["R792"]


def test_rows_merges_and_line_breaks_are_followed():
    row = tr(tc("{{ 行.名 }}", "{% vm %}"), tc("{{ 行.数 | 两位 }}"))
    data = body(
        p("前{{ 甲 }}")
        + tbl(tr("名", "数"), tr("{%tr for 行 in 列 %}", ""), row, tr("{%tr endfor %}", ""))
    )
    template = known(data, 甲="一", 列=[])
    for seed in range(12):
        rng = random.Random(seed)
        rows = [
            {"名": rng.choice("甲乙"), "数": figure(rng.randrange(9), f"行/{at}")}
            for at in range(rng.randrange(7))
        ]
        # A template is known by what its documents have in common, whatever these are like.
        assert both(template, 甲=rng.choice(["一", "一\n二", "三\f四", "五\a六"]), 列=rows) == []


def test_figures_have_the_spots_that_reading_the_pieces_gives():
    data = docx(
        "共{{ 甲 }}{{ 数 | 两位 }}", rows=(("{{ 数 | 两位 }}", "{{ 甲 }}&{{ 数 | 两位 }}"),)
    )
    template = known(data, 数=figure(1), 甲="a")
    figures = printed(template, 数=figure(2), 甲="<&>")[1]
    assert [item.spot for item in figures] == ["第1段@4", "表1 第1行 第1格@0", "表1 第1行 第2格@4"]


@pytest.mark.parametrize("source", SAMPLES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_documents_of_the_samples_are_judged_alike(source, monkeypatch):
    monkeypatch.setattr(following, "_WORTH", 50_000)
    library = Library()
    for _ in range(2):
        made, _ = prepare(source, library)
        documents, _ = render_pack(made)
        words = [item for item in documents if item.reading is not None]
        found = read_back(
            [(item.name, item.data, item.figures) for item in documents],
            [item.reading for item in documents],
        )
    assert found == read_back([(item.name, item.data, item.figures) for item in documents])
    assert all(item.reading.spots(item.data) is not None for item in words)


BROKEN = {
    "a sign of markup in a value": [b"<w:p><w:r><w:t>", b"a<b", b"</w:t></w:r></w:p>"],
    "an escape cut short": [b"<w:p><w:r><w:t>", b"a&am", b"</w:t></w:r></w:p>"],
    "a control character": [b"<w:p><w:r><w:t>", b"a\x01", b"</w:t></w:r></w:p>"],
    "ends that do not pair": [b"<w:p><w:r><w:t>", b"a", b"</w:t></w:p></w:r>"],
    "an end that is missing": [b"<w:p><w:r><w:t>", b"a", b"</w:t></w:r>"],
    "an attribute given twice": [b'<w:p a="1" a="2"><w:r><w:t>', b"a", b"</w:t></w:r></w:p>"],
    "a value outside quotes": [b"<w:p ", b"a", b"><w:r/></w:p>"],
    "no UTF-8": [b"<w:p><w:r><w:t>", b"\xff", b"</w:t></w:r></w:p>"],
}


@pytest.mark.parametrize("pieces", BROKEN.values(), ids=BROKEN)
def test_what_is_no_part_is_not_followed(pieces):
    follower = Follower(in_order)
    for _ in range(3):
        with pytest.raises(NotFollowedError):
            follower.follow(pieces, [])


def test_a_number_in_an_attribute_is_left_to_reading():
    follower = Follower(in_order)
    pieces = [b'<w:p><w:r w:a="', b"5", b'"><w:t>x</w:t></w:r></w:p>']
    for _ in range(2):
        with pytest.raises(NotFollowedError):
            follower.follow(pieces, [1])
    assert follower.follow(pieces, []).paragraphs == [("第1段", "x")]


def test_text_boxes_and_tab_stops_count_as_in_the_figure_map():
    pieces = [
        b'<w:p><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr><w:r><w:tab/><w:t>',
        b"1",
        b"</w:t></w:r><w:r><w:txbxContent><w:p><w:r><w:t>&lt;",
        b"2",
        b"</w:t></w:r></w:p></w:txbxContent><w:t>",
        b"3",
        b"</w:t></w:r></w:p>",
    ]
    follower = Follower(in_order)
    with pytest.raises(NotFollowedError):
        follower.follow(pieces, [1, 3, 5])
    found = follower.follow(pieces, [1, 3, 5])
    assert found.numbers == spots_in(pieces, [1, 3, 5])
    assert found.paragraphs == [("第1段 文本框1", "<2"), ("第1段", "\t1<23")]


def test_other_bytes_than_those_that_were_written_are_read():
    template = known(docx("共{{ 甲 }}"), 甲="5")
    data, figures, reading = printed(template, 甲="6")
    opened = python_docx.Document(io.BytesIO(data))
    opened.add_paragraph("XX")
    stream = io.BytesIO()
    opened.save(stream)
    found = read_back([("文.docx", stream.getvalue(), figures)], [reading])
    assert [item.code for item in found] == ["R794"]


def test_a_template_whose_document_says_something_else_is_always_read():
    template = compiled(docx("共{{ 甲 }}"))
    for _ in range(3):
        made, _ = template.render({"甲": "5"})
        other = [
            Member(item.name, (item.content.replace("共".encode(), "XX共".encode()),))
            if item.name == "word/document.xml"
            else item
            for item in made.members
        ]
        data = write(other)
        made.reading.written(data, made.members)
        found = read_back([("文.docx", data, made.figures)], [made.reading])
        assert [item.code for item in found] == ["R794"]


def test_what_is_known_of_a_document_stays_in_its_process():
    template = known(docx("共{{ 数 | 两位 }}"), 数=figure(1))
    _, _, reading = printed(template, 数=figure(2))
    assert pickle.loads(pickle.dumps(reading)) is None
