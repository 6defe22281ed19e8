"""A day with the budget report of 山海关: built, polished by hand, the data mended, built again."""

import re
import zipfile
from copy import deepcopy
from io import BytesIO

import pytest
from lxml import etree
from merge_word_edits import P, Paper, R, T, W, listed, set_text, text
from merge_word_samples import data_of, rendered
from office_lint import lint
from office_tools import convert, needs_soffice, needs_validator, validate

from reportgen.merge.word import merge_document
from reportgen.render.read_parts import spots

SAMPLE = "shanhaiguan-zzb/2023"
NAME = "部门预算信息公开.docx"
REWORDED = [
    ("即全部收入和支出都反映在预算中", "全部收支都列入预算"),
    ("按照预算管理有关规定", "根据预算管理的有关规定"),
    ("2023年预算支出安排", "本年共安排预算支出"),
    ("较2022年预算", "同2022年预算相比"),
    ("等日常运行支出", "等机关日常开支"),
    ("建成专业门类齐全的", "形成门类齐全的"),
    ("推进重点人才工程，以人才促进经济发展", "抓实重点人才工程，用人才推动发展"),
    ("抓好机关自身建设；承担", "加强机关自身建设，承担"),
    ("信息系统运行畅通无阻", "信息系统运行平稳顺畅"),
    ("我部门无其他需要说明的事项", "我部门没有其他需要说明的事项"),
]
FIXES = [
    ("金额: 152.75", "金额: 268.20"),
    ("金额:  88.52", "金额:  80.10"),
    ("金额:   9.20", "金额:  12.60"),
    ("价值: 132.82", "价值: 140.00"),
    ("金额:   0.30", "金额:   0.45"),
    ("- {名称: 综合事务经费, 说明次序: 9", "- {名称: 党建阵地建设经费, 说明次序: 12, 预期目标: 建好阵地}\n- {名称: 综合事务经费, 说明次序: 9"),
    ("# 15 综合事务经费\n", "- {项目: 党建阵地建设经费, 一级指标: 产出指标, 二级指标: 数量指标, 三级指标: 阵地数, 绩效指标描述: 阵地数, 性质: ≥, 目标值: 8, 指标值确定依据: 阵地数}\n"),
]  # fmt: skip


def mended() -> str:
    data = data_of(SAMPLE)
    for old, new in FIXES:
        assert old in data, old
        data = data.replace(old, new, 1)
    return data


def paragraph(paper, words):
    found = [p for p in paper.root.iter(P) if words in text(p) and not listed(p)]
    assert found, words
    return found[0]


def polish(paper):
    """What she does to the words; the same on any version."""
    for old, new in REWORDED:
        place = paragraph(paper, old)
        set_text(place, text(place).replace(old, new))
    more = deepcopy(paragraph(paper, "列入预算"))
    set_text(more, "以上情况已经部务会研究同意。")
    paragraph(paper, "列入预算").addnext(more)
    gone = paragraph(paper, "9、上年结转：")
    gone.getparent().remove(gone)
    paragraph(paper, "10、事业单位经营支出：").addnext(paragraph(paper, "3、其他收入："))
    row = next(e for e in paper.root.iter(f"{W}tr") if "住房公积金" in text(e))
    own = deepcopy(row)
    for cell, words in zip(own.iter(P), ["", "", "其中：住房补贴", "1.20"], strict=False):
        set_text(cell, words)
    for cell in list(own.iter(P))[4:]:
        set_text(cell, "")
    row.addnext(own)
    tracked = paragraph(paper, "我部门没有其他")
    mark = etree.SubElement(tracked, f"{W}ins", {f"{W}id": "901", f"{W}author": "她"})
    etree.SubElement(etree.SubElement(mark, R), T).text = "特此说明。"


def beautify(paper):
    """What leaves no trace in the text: a font and a comment."""
    heading = paragraph(paper, "三、机关运行经费安排情况")
    for run in heading.iter(R):
        properties = etree.Element(f"{W}rPr")
        etree.SubElement(properties, f"{W}rFonts", {f"{W}eastAsia": "黑体"})
        etree.SubElement(properties, f"{W}color", {f"{W}val": "FF0000"})
        run.insert(0, properties)
    place = paragraph(paper, "公务接待费")
    start = etree.Element(f"{W}commentRangeStart", {f"{W}id": "0"})
    place.find(R).addprevious(start)
    etree.SubElement(place, f"{W}commentRangeEnd", {f"{W}id": "0"})
    etree.SubElement(etree.SubElement(place, R), f"{W}commentReference", {f"{W}id": "0"})


def with_comment(data: bytes) -> bytes:
    """The comment's own part."""
    package = zipfile.ZipFile(BytesIO(data))
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in package.namelist():
            content = package.read(name)
            if name == "[Content_Types].xml":
                content = content.replace(b"</Types>", b'<Override PartName="/word/comments.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"/></Types>')  # fmt: skip
            if name == "word/_rels/document.xml.rels":
                content = content.replace(b"</Relationships>", b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments" Target="comments.xml"/></Relationships>')  # fmt: skip
            made.writestr(name, content)
        made.writestr(
            "word/comments.xml",
            f'<w:comments xmlns:w="{W[1:-1]}"><w:comment w:id="0" w:author="科长" w:initials="k">'
            "<w:p><w:r><w:t>请核对接待费。</w:t></w:r></w:p></w:comment></w:comments>",
        )
    return out.getvalue()


@pytest.fixture(scope="module")
def versions():
    """Last generated, hers, newly generated, the figures of both, and the texts to be expected."""
    (base, old), (new, fresh) = rendered(SAMPLE)[NAME], rendered(SAMPLE, mended())[NAME]
    mine, wanted = Paper(base), Paper(new)
    polish(mine)
    beautify(mine)
    polish(wanted)
    return base, with_comment(mine.to_bytes()), new, old, fresh, wanted.texts()


def check(versions, hers):
    base, _, new, old, fresh, wanted = versions
    merged, findings = merge_document(base, hers, new, old, fresh)
    assert merged is not None, findings
    paper = Paper(merged.data)
    assert paper.texts() == wanted
    assert lint(merged.data) == []
    assert not merged.unmerged
    assert not [t for t in merged.told if t.kind == "冲突"]
    kept = " ".join(t.hers for t in merged.told if t.kind == "保留")
    assert all(words in kept for _, words in REWORDED)
    # The figures: each stands where the map says, and the map has them all.
    there = {(s.part, s.spot): s.text for s in spots(merged.data)}
    assert len(merged.figures) == len(fresh)
    for figure in merged.figures:
        spot, _, offset = figure.spot.rpartition("@")
        assert there.get((figure.part, spot), "")[int(offset) :].startswith(figure.text), figure
    again, _ = merge_document(new, merged.data, new, fresh, fresh)
    assert again.data == merged.data
    return paper


def test_all_edits_and_all_new_figures_are_there(versions):
    paper = check(versions, versions[1])
    heading = paragraph(paper, "三、机关运行经费安排情况")
    assert heading.find(f".//{W}color").get(f"{W}val") == "FF0000"
    assert paper.root.find(f".//{W}commentReference") is not None
    assert "请核对接待费。" in paper.package.read("word/comments.xml").decode()
    assert paper.root.find(f".//{W}ins") is not None


def test_the_contents_list_the_new_headings(versions):
    paper = check(versions, versions[1])
    wanted = [text(entry) for entry in Paper(versions[2]).entries()]
    assert [text(entry) for entry in paper.entries()] == wanted
    assert wanted != [text(entry) for entry in Paper(versions[0]).entries()]
    names = [mark.get(f"{W}name") for mark in paper.root.iter(f"{W}bookmarkStart")]
    assert len(names) == len(set(names))
    for link in paper.root.iter(f"{W}hyperlink"):
        assert link.get(f"{W}anchor") in names


@pytest.mark.parametrize("mark", [".....7", ""])
def test_contents_that_word_filled_or_she_touched_stay_and_are_marked(versions, mark):
    paper = Paper(versions[1])
    for entry in paper.entries():
        link = entry.find(f"{W}hyperlink")
        etree.SubElement(etree.SubElement(link, R), T).text = mark
    if not mark:
        gone = paper.entries()[4]
        gone.getparent().remove(gone)
    mine = [text(entry) for entry in paper.entries()]
    merged = check(versions, paper.to_bytes())
    assert [text(entry) for entry in merged.entries()] == mine
    begin = next(f for f in merged.root.iter(f"{W}fldChar") if f.get(f"{W}fldCharType") == "begin")
    assert begin.get(f"{W}dirty") == "true"


def test_the_report_tells_each_figure_that_was_renewed(versions):
    base, hers, new, old, fresh, _ = versions
    merged, _ = merge_document(base, hers, new, old, fresh)
    renewed = {(t.old, t.new) for t in merged.told if t.kind == "更新" and t.key}
    was, now = ({f.key: f.text for f in figures} for figures in (old, fresh))
    changed = {(was[k], now[k]) for k in was.keys() & now.keys() if was[k] != now[k] and was[k]}
    assert changed <= renewed
    assert any(re.search("党建阵地建设经费", t.new) for t in merged.told if t.kind == "更新")


@needs_soffice
@pytest.mark.office
def test_the_same_after_libreoffice_has_saved_her_file(versions, tmp_path):
    path = tmp_path / "hers.docx"
    path.write_bytes(versions[1])
    (saved,) = convert([path], "docx:MS Word 2007 XML", tmp_path)
    paper = check(versions, saved.read_bytes())
    assert "请核对接待费。" in paper.package.read("word/comments.xml").decode()


@needs_validator
@pytest.mark.office
@pytest.mark.parametrize("tracked", [False, True])
def test_the_merged_file_is_as_valid_as_the_generated_one(versions, tmp_path, tracked):
    base, hers, new, old, fresh, _ = versions
    merged, _ = merge_document(base, hers, new, old, fresh, tracked=tracked, date="2024-02-01T08:00:00Z")  # fmt: skip
    found = []
    for name, data in (("new", new), ("merged", merged.data)):
        path = tmp_path / f"{name}.docx"
        path.write_bytes(data)
        found.append(validate(path))
    assert not set(found[1]) - set(found[0])
