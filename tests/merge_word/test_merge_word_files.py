"""Whole files: headers, charts, comments, the title; files that are none, and those of another kind."""

import io
import random
import re
import zipfile

import pytest
from merge_word_builders import Result, W, build, doc, edited, packed
from merge_word_edits import Paper
from merge_word_random import check_random
from merge_word_samples import SAMPLES
from office_lint import lint

from reportgen.merge.word import merge_document

OLD, NEW = "支出{合计=1029.59}万元。", "支出{合计=1100.00}万元。"


def parts(data: bytes) -> dict[str, bytes]:
    package = zipfile.ZipFile(io.BytesIO(data))
    return {name: package.read(name) for name in package.namelist()}


def merged(base, hers, new, **options):
    result, findings = merge_document(base, hers, new, [], [], **options)
    assert result is not None, findings
    assert not lint(result.data)
    return result


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "压缩包"),
        (b"hello", "压缩包"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "密码"),
        (packed({"a.txt": "x"}), "正文"),
        (packed({**parts(doc("x")), "word/document.xml": "<w:document"}), "损坏"),
        (packed({**parts(doc("x")), "word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "文档类型"),
        (packed({n: c.replace(b"schemas.openxmlformats.org/wordprocessingml/2006/main", b"purl.oclc.org/ooxml/wordprocessingml/main") for n, c in parts(doc("x")).items()}), "Strict"),
    ],
)  # fmt: skip
def test_what_is_no_readable_document_is_a_finding(data, words):
    result, findings = merge_document(doc("甲"), data, doc("乙"), [], [])
    assert result is None
    assert [f.code for f in findings] == ["H100"]
    assert words in findings[0].message


def test_a_document_with_macros_is_merged_and_keeps_them():
    members = parts(doc("支出1029.59万元。"))
    members["[Content_Types].xml"] = members["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    members["word/vbaProject.bin"] = b"macro"
    result = merged(build([OLD])[0], packed(members), build([NEW])[0])
    assert Paper(result.data).texts() == ["支出1100.00万元。"]
    assert parts(result.data)["word/vbaProject.bin"] == b"macro"


def test_members_that_do_not_change_keep_their_bytes():
    members = {**parts(doc("我的话，支出1029.59万元。")), "customXml/item1.xml": b"<a  b='c'/>"}
    after = parts(Result([OLD], packed(members), [NEW]).merged.data)
    assert after.keys() == members.keys()
    assert [name for name in members if after[name] != members[name]] == ["word/document.xml"]


def test_a_page_foot_takes_in_its_figure_whatever_its_file_is_called():
    (base, old), (new, fresh) = (build(["正文"], footer=text) for text in (OLD, NEW))
    members = {
        name.replace("footer1", "footer7"): content.replace(b"footer1", b"footer7")
        for name, content in parts(base).items()
    }
    result, _ = merge_document(base, packed(members), new, old, fresh)
    assert "支出1100.00万元。" in parts(result.data)["word/footer7.xml"].decode()
    assert [(f.part, f.spot) for f in result.figures] == [("footer7", "第1段@2")]
    assert result.told[0].spot == "页脚7 第1段"


def test_a_conflict_where_word_allows_no_comment_is_unmerged():
    (base, old), (new, fresh) = (build(["正文"], footer=text) for text in (OLD, NEW))
    result, _ = merge_document(base, doc("正文", footer="支出1000.00万元。"), new, old, fresh)
    assert "word/comments.xml" not in parts(result.data)
    assert [t.new for t in result.unmerged] == ["1100.00"]


def test_her_comments_stay_and_the_new_one_has_its_own_number():
    result = Result([OLD], ["支出1000.00万元。"], [NEW])
    once = result.merged.data
    own = parts(once)["word/comments.xml"].decode()
    own = own.replace("reportgen", "科长")
    hers = packed({**parts(once), "word/comments.xml": own})
    again = Result([NEW], hers, ["支出{合计=1200.00}万元。"])
    assert len(again.comments) == 2
    ids = re.findall(
        r'<w:comment w:id="(\d+)"', parts(again.merged.data)["word/comments.xml"].decode()
    )
    assert len(set(ids)) == 2


def test_an_older_comment_of_the_program_gives_way_to_the_new_one():
    once = Result([OLD], ["支出1000.00万元。"], [NEW]).merged.data
    again = Result([NEW], once, ["支出{合计=1200.00}万元。"])
    assert len(again.comments) == 1
    assert "1200.00" in again.comments[0]


def test_the_title_in_the_properties_follows():
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>%s</dc:title></cp:coreProperties>'
    )
    relation = b'<Relationship Id="rId5" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>'

    def titled(title):
        members = parts(doc("甲"))
        members["_rels/.rels"] = members["_rels/.rels"].replace(b"</Relationships>", relation)
        return packed({**members, "docProps/core.xml": core % title})

    for hers, wanted in (("旧", "新"), ("我的", "我的")):
        result = merged(titled("旧"), titled(hers), titled("新"))
        assert f"<dc:title>{wanted}<" in parts(result.data)["docProps/core.xml"].decode()


CHART = """<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
<c:chart><c:plotArea><c:barChart><c:ser><c:val><c:numRef><c:f>表!$B$1:$B$2</c:f><c:numCache><c:formatCode>0.00</c:formatCode>
<c:ptCount val="2"/><c:pt idx="0"><c:v>%s</c:v></c:pt><c:pt idx="1"><c:v>%s</c:v></c:pt></c:numCache></c:numRef></c:val></c:ser></c:barChart></c:plotArea></c:chart>
<c:externalData r:id="rId1"/></c:chartSpace>"""


def charted(one, two, *, name="chart1", chart=CHART, book=b"book"):
    """A document with a chart and its workbook."""
    drawing = '<w:r><w:drawing><c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" r:id="rId8"/></w:drawing></w:r></w:p>'
    members = parts(doc("图"))
    body = members["word/document.xml"].decode().replace("</w:p>", drawing, 1)
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    rels = members["word/_rels/document.xml.rels"].decode()
    more = f'<Relationship Id="rId8" Type="{office}/chart" Target="charts/{name}.xml"/></Relationships>'
    return packed(
        {
            **members,
            "word/document.xml": body,
            "word/_rels/document.xml.rels": rels.replace("</Relationships>", more),
            f"word/charts/{name}.xml": chart % (one, two),
            f"word/charts/_rels/{name}.xml.rels": f'<Relationships xmlns="{space}"><Relationship Id="rId1" Type="{office}/package" Target="../embeddings/b.xlsx"/></Relationships>',
            "word/embeddings/b.xlsx": book,
        }
    )


def test_a_chart_gets_the_new_values_and_the_new_workbook():
    base, new = charted("1.5", "2"), charted("1.5", "3.25", book=b"new")
    result = merged(base, edited(base, lambda paper: None), new)
    after = parts(result.data)
    assert after["word/charts/chart1.xml"] == parts(new)["word/charts/chart1.xml"]
    assert after["word/embeddings/b.xlsx"] == b"new"
    assert [(t.kind, t.spot) for t in result.told] == [("更新", "图表1")]


def test_a_chart_that_an_editor_rewrote_keeps_its_looks():
    looks = CHART.replace("<c:ser>", '<c:gapWidth val="50"/><c:ser>')
    hers = charted("1.50", "2.00", name="chart5", chart=looks)
    result = merged(charted("1.5", "2"), hers, charted("1.5", "3.25", book=b"new"))
    after = parts(result.data)["word/charts/chart5.xml"].decode()
    assert "3.25" in after
    assert "gapWidth" in after


def test_a_chart_whose_data_she_changed_is_a_conflict():
    hers = charted("1.5", "9")
    result = merged(charted("1.5", "2"), hers, charted("1.5", "3.25"))
    chart = "word/charts/chart1.xml"
    assert parts(result.data)[chart] == parts(hers)[chart]
    assert [t.kind for t in result.told] == ["冲突"]
    assert "3.25" in parts(result.data)["word/comments.xml"].decode()


def with_charts(*charts):
    """A document with a paragraph 头, each chart (name, part, values) in a paragraph of its own, and 尾."""
    members = parts(doc("头", "尾"))
    drawn = []
    for at, (name, part, values) in enumerate(charts):
        more = parts(charted(*values, name=part))
        book = f"word/embeddings/{part}.xlsx"
        members[f"word/charts/{part}.xml"] = more[f"word/charts/{part}.xml"]
        rels = more[f"word/charts/_rels/{part}.xml.rels"].replace(
            b"b.xlsx", f"{part}.xlsx".encode()
        )
        members[f"word/charts/_rels/{part}.xml.rels"] = rels
        members[book] = f"book {values}".encode()
        office = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        link = b'<Relationship Id="rId%d" Type="%s/chart" Target="charts/%s.xml"/></Relationships>' % (50 + at, office, part.encode())  # fmt: skip
        main = "word/_rels/document.xml.rels"
        members[main] = members[main].replace(b"</Relationships>", link)
        types = b'<Override PartName="/word/charts/%s.xml" ContentType="application/vnd.openxmlformats-officedocument.drawingml.chart+xml"/><Default Extension="xlsx" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"/></Types>' % part.encode()  # fmt: skip
        if b"xlsx" in members["[Content_Types].xml"]:
            types = types.replace(types[types.index(b"<Default") : types.index(b"</Types>")], b"")
        members["[Content_Types].xml"] = members["[Content_Types].xml"].replace(b"</Types>", types)
        drawn.append(
            f'<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"><wp:docPr id="{9 + at}" name="{name}"/>'
            f'<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" r:id="rId{50 + at}"/></wp:inline></w:drawing></w:r></w:p>'
        )
    body = members["word/document.xml"].decode()
    head, tail = body.split("</w:p>", 1)
    members["word/document.xml"] = f"{head}</w:p>{''.join(drawn)}{tail}"
    return packed(members)


def values_of(data, part):
    return re.findall(r"<c:v>([^<]*)</c:v>", parts(data)[f"word/charts/{part}.xml"].decode())


def test_a_chart_of_hers_in_front_of_ours_is_left_alone():
    """Word numbers the parts anew: hers is chart1 then, and ours chart2."""
    base, new = (with_charts(("图表 支出", "chart1", ("1.5", v))) for v in ("2", "3.25"))
    hers = with_charts(("图表 1", "chart1", ("7", "8")), ("图表 支出", "chart2", ("1.5", "2")))
    result = merged(base, hers, new)
    assert values_of(result.data, "chart1") == ["7", "8"]
    assert values_of(result.data, "chart2") == ["1.5", "3.25"]
    assert [(t.kind, t.spot) for t in result.told] == [("更新", "图表 支出")]


def test_a_chart_that_she_copied_is_renewed_twice():
    base, new = (with_charts(("图表 支出", "chart1", ("1.5", v))) for v in ("2", "3.25"))
    hers = with_charts(("图表 支出", "chart1", ("1.5", "2")), ("图表 4", "chart4", ("1.5", "2")))
    result = merged(base, hers, new)
    assert values_of(result.data, "chart1") == values_of(result.data, "chart4") == ["1.5", "3.25"]


def test_a_chart_that_comes_with_the_data_is_brought_over_with_its_workbook():
    base = with_charts(("图表 支出", "chart1", ("1.5", "2")))
    new = with_charts(("图表 支出", "chart1", ("1.5", "2")), ("图表 收入", "chart2", ("5", "6")))
    hers = with_charts(("图表 支出", "chart1", ("1.5", "2")), ("图表 我的", "chart2", ("7", "8")))
    hers = edited(hers, lambda paper: None)
    result = merged(base, hers, new)
    after = parts(result.data)
    [more] = set(after) - set(parts(hers)) - {n for n in after if "rels" in n or "embedd" in n}
    assert values_of(result.data, more.split("/")[-1].removesuffix(".xml")) == ["5", "6"]
    assert values_of(result.data, "chart2") == ["7", "8"]
    assert b"book ('5', '6')" in after.values()
    assert [t.new for t in result.told if t.kind == "更新"] == ["图表 收入"]
    assert not result.unmerged
    ids = re.findall(r'docPr id="(\d+)"', after["word/document.xml"].decode())
    assert len(ids) == len(set(ids)) == 3


def test_a_chart_that_is_no_longer_made_goes():
    base = with_charts(("图表 支出", "chart1", ("1.5", "2")), ("图表 收入", "chart2", ("5", "6")))
    new = with_charts(("图表 支出", "chart1", ("1.5", "2")))
    result = merged(base, edited(base, lambda paper: None), new)
    assert "图表 收入" not in parts(result.data)["word/document.xml"].decode()
    assert [t.old for t in result.told] == ["图表 收入"]


def test_the_data_of_a_chart_that_she_deleted_is_told():
    base, new = (with_charts(("图表 支出", "chart1", ("1.5", v))) for v in ("2", "3.25"))
    [told] = merged(base, with_charts(), new).unmerged
    assert (told.spot, "3.25" in told.new) == ("图表 支出", True)


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("seed", range(3))
def test_random_edits_and_data_fixes(sample, seed):
    check_random(random.Random(f"{sample}{seed}"), sample)


def test_whatever_is_broken_in_her_file_nothing_is_raised():
    rng = random.Random(5)
    base, old = build([OLD, [["甲", "{甲=1.00}"], ["乙", "{乙=2.00}"]], "尾"], footer="页脚")
    new, fresh = build([NEW, [["甲", "{甲=1.50}"], ["乙", "{乙=2.50}"]], "尾"], footer="页脚2")
    members = parts(base)
    for _ in range(400):
        name = rng.choice(list(members))
        words = members[name].decode()
        pieces = re.findall(r"<[^>]*>|[^<]+", words)
        at = rng.randrange(len(pieces))
        pieces[at : at + 1] = rng.choice(
            [[], [pieces[at]] * 2, [re.sub(r"=(['\"])[^'\"]*\1", "='-7'", pieces[at])], ["<w:x/>"]]
        )
        hers = packed({**members, name: "".join(pieces)})
        result, findings = merge_document(base, hers, new, old, fresh)
        assert (result is None) == bool(findings)


__all__ = ["W"]
