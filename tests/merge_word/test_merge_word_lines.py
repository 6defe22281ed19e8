"""Paragraphs, rows, columns and tables that came, went or moved, on her side and on the other."""

import pytest
from lxml import etree
from merge_word_builders import Result, T, W, doc, edited
from merge_word_edits import TBL, TC, TR, P

TITLE = "一、支出总体情况"
TABLE = [
    ["科目", "合计", "基本支出"],
    ["行政运行", "{甲=416.86}", "{甲基=416.86}"],
    ["公务员医疗补助", "{乙=28.17}", "{乙基=28.17}"],
    ["住房公积金", "{丙=40.53}", "{丙基=40.53}"],
]
CHANGED = [
    ["科目", "合计", "基本支出"],
    ["行政运行", "{甲=500.00}", "{甲基=416.86}"],
    ["公务员医疗补助", "{乙=28.17}", "{乙基=28.17}"],
    ["信息化建设", "{丁=12.00}", "{丁基=}"],
    ["住房公积金", "{丙=41.00}", "{丙基=41.00}"],
]
END = "二、机关运行经费安排情况"


def plain(table):
    return [[cell.split("=")[-1].rstrip("}") for cell in row] for row in table]


def table(hers, *, old=TABLE, new=CHANGED, **options):
    """The rows of her table after the merge."""
    return Result([TITLE, old, END], [TITLE, hers, END], [TITLE, new, END], **options)


ALL = ["科目|合计|基本支出", "行政运行|500.00|416.86", "公务员医疗补助|28.17|28.17",
       "信息化建设|12.00|", "住房公积金|41.00|41.00"]  # fmt: skip


def test_cells_and_a_row_that_came():
    assert table(plain(TABLE)).texts == [TITLE, *ALL, END]


def test_a_row_of_hers_stays():
    hers = plain(TABLE)
    hers.insert(2, ["我加的一行", "1.00", ""])
    assert table(hers).texts == [TITLE, *ALL[:2], "我加的一行|1.00|", *ALL[2:], END]


def test_a_row_that_she_deleted_stays_deleted_and_its_figures_are_told():
    hers = plain(TABLE)
    del hers[3]
    result = table(hers)
    assert result.texts == [TITLE, *ALL[:4], END]
    [told] = result.merged.unmerged
    assert (told.old, told.new) == ("住房公积金｜40.53｜40.53", "住房公积金｜41.00｜41.00")


def test_a_column_that_she_deleted_stays_deleted_and_the_others_get_their_own_figures():
    hers = [[row[0], row[2]] for row in plain(TABLE)]
    result = table(hers)
    assert result.texts == [
        TITLE, "科目|基本支出", "行政运行|416.86", "公务员医疗补助|28.17", "信息化建设|",
        "住房公积金|41.00", END,
    ]  # fmt: skip
    assert ("416.86", "500.00") in {(t.old, t.new) for t in result.merged.unmerged}


def test_a_column_that_she_added_stays():
    hers = [[row[0], "备注" if row[0] == "科目" else "无", *row[1:]] for row in plain(TABLE)]
    result = table(hers)
    assert result.texts[1:3] == ["科目|备注|合计|基本支出", "行政运行|无|500.00|416.86"]
    assert "信息化建设||12.00|" in result.texts


def test_rows_that_she_put_in_another_order():
    hers = plain(TABLE)
    hers = [hers[0], hers[3], hers[1], hers[2]]
    assert table(hers).texts == [TITLE, ALL[0], ALL[4], *ALL[1:4], END]


def test_a_row_that_is_no_longer_generated_goes_if_she_left_it_alone():
    new = [row for row in TABLE if row[0] != "公务员医疗补助"]
    assert len(table(plain(TABLE), new=new).texts) == 5


def test_a_row_that_is_no_longer_generated_stays_with_a_comment_if_she_edited_it():
    new = [row for row in TABLE if row[0] != "公务员医疗补助"]
    hers = plain(TABLE)
    hers[2][0] = "公务员医疗补助（含退休人员）"
    result = table(hers, new=new)
    assert "公务员医疗补助（含退休人员）|28.17|28.17" in result.texts
    assert len(result.told("冲突")) == len(result.comments) == 1


def test_a_cell_that_she_overtyped_stays_with_a_comment():
    hers = plain(TABLE)
    hers[1][1] = "418.00"
    result = table(hers)
    assert result.texts[2] == "行政运行|418.00|416.86"
    assert result.told("冲突") == [("表1 第2行 第2格", "418.00", "416.86", "500.00")]
    assert len(result.comments) == 1


def test_a_table_that_she_copied_is_renewed_twice():
    new = [TABLE[0], ["行政运行", "{甲=500.00}", "{甲基=500.00}"], *TABLE[2:]]
    result = Result(
        [TITLE, TABLE, END], [TITLE, plain(TABLE), END, plain(TABLE)], [TITLE, new, END]
    )
    assert result.texts.count("行政运行|500.00|500.00") == 2
    assert not result.told("冲突")


def test_a_table_that_she_deleted_does_not_come_back():
    result = Result([TITLE, TABLE, END], [TITLE, END], [TITLE, CHANGED, END])
    assert result.texts == [TITLE, END]
    news = {t.new for t in result.merged.unmerged}
    assert {"行政运行｜500.00｜416.86", "住房公积金｜41.00｜41.00"} <= news
    assert any("信息化建设" in t.new for t in result.merged.unmerged)


def test_a_section_that_she_moved_to_the_end_gets_the_new_figures_there():
    more = ["第三部分说明文字，仅供参考。", "三、政府采购预算情况", "四、国有资产信息"]
    old = [TITLE, TABLE, "上表合计{甲=416.86}万元。", END, *more]
    new = [TITLE, CHANGED, "上表合计{甲=500.00}万元。", END, *more]
    hers = [END, *more, TITLE, plain(TABLE), "上表合计416.86万元。"]
    assert Result(old, hers, new).texts == [END, *more, TITLE, *ALL, "上表合计500.00万元。"]


def test_new_paragraphs_go_behind_their_neighbour_in_her_format():
    def centre(paper):
        for paragraph in paper.root.iter(P):
            paragraph[0].append(etree.fromstring(f"<w:jc xmlns:w='{W[1:-1]}' w:val='center'/>"))

    hers = edited(doc(TITLE, "第一项工作。", "我写的一段。", END), centre)
    result = Result(
        [TITLE, "第一项工作。", END],
        hers,
        [TITLE, "第一项工作。", "第二项工作，{数=3.00}万元。", END],
    )
    assert result.texts == [TITLE, "第一项工作。", "第二项工作，3.00万元。", "我写的一段。", END]
    assert all(p.find(f"{W}pPr/{W}jc") is not None for p in result.paper.root.iter(P))
    assert result.merged.figures[0].spot == "第3段@6"


def test_a_new_paragraph_without_neighbours_is_told():
    middle = [f"第{n}条说明内容，共{n}款。" for n in "一二三四五六七"]
    new = [TITLE, *middle[:4], "新增的一条，必须公开。", *middle[4:], END]
    result = Result([TITLE, *middle, END], [TITLE, "全部由我重写，与原来无关联。", END], new)
    assert [t.new for t in result.merged.unmerged] == ["新增的一条，必须公开。"]
    assert "新增的一条，必须公开。" not in result.texts


def test_a_table_that_comes_with_the_data_is_brought_over():
    result = Result([TITLE, END], [TITLE, "我的话。", END], [TITLE, CHANGED, END])
    assert result.texts == [TITLE, *ALL, "我的话。", END]
    assert {f.key for f in result.merged.figures} >= {"甲", "丁"}


def test_a_table_that_is_no_longer_generated_goes():
    assert Result([TITLE, TABLE, END], [TITLE, plain(TABLE), END], [TITLE, END]).texts == [
        TITLE,
        END,
    ]


def test_a_table_with_other_columns_replaces_the_one_she_left_alone():
    wider = [[*row, "项目支出" if not at else f"{{新{at}=7.00}}"] for at, row in enumerate(TABLE)]
    result = Result(
        [TITLE, TABLE, END], [TITLE, "我的话。", plain(TABLE), END], [TITLE, wider, END]
    )
    assert result.texts[-3:-1] == [
        "公务员医疗补助|28.17|28.17|7.00",
        "住房公积金|40.53|40.53|7.00",
    ]
    assert len(list(result.paper.root.iter(TBL))) == 1
    assert "我的话。" in result.texts


def test_a_table_with_other_columns_leaves_the_one_she_edited_and_is_told():
    wider = [[*row, "项目支出" if not at else f"{{新{at}=7.00}}"] for at, row in enumerate(TABLE)]
    hers = plain(TABLE)
    hers[2][0] = "公务员医疗补助（含退休）"
    result = Result([TITLE, TABLE, END], [TITLE, hers, END], [TITLE, wider, END])
    assert result.texts[3] == "公务员医疗补助（含退休）|28.17|28.17"
    assert any("7.00" in t.new for t in result.merged.unmerged)


def test_a_document_written_anew_keeps_every_word():
    hers = ["关于经费使用的说明", "我们重新写了全部内容，没有保留任何原文。"]
    result = Result([TITLE, TABLE, END], hers, [TITLE, CHANGED, END])
    assert result.texts == hers
    assert result.merged.unmerged


def test_an_emptied_document_stays_empty():
    result = Result([TITLE, TABLE, END], [""], [TITLE, CHANGED, END])
    assert result.texts == []
    assert "行政运行｜500.00｜416.86" in {t.new for t in result.merged.unmerged}


def test_a_comment_on_a_paragraph_keeps_it_from_being_deleted():
    def comment(paper):
        paragraph = list(paper.root.iter(P))[1]
        run = etree.SubElement(paragraph, f"{W}r")
        etree.SubElement(run, f"{W}commentReference", {f"{W}id": "7"})

    hers = edited(doc(TITLE, "第一项工作。", END), comment)
    result = Result([TITLE, "第一项工作。", END], hers, [TITLE, END])
    assert "第一项工作。" in result.texts
    assert result.told("冲突")


def test_a_bookmark_survives_the_paragraph_it_began_in():
    def mark(paper):
        paragraphs = list(paper.root.iter(P))
        start = etree.Element(f"{W}bookmarkStart", {f"{W}id": "3", f"{W}name": "x"})
        paragraphs[1].insert(1, start)
        paragraphs[2].append(etree.Element(f"{W}bookmarkEnd", {f"{W}id": "3"}))

    hers = edited(doc(TITLE, "第一项工作。", END), mark)
    assert Result([TITLE, "第一项工作。", END], hers, [TITLE, END]).texts == [TITLE, END]


@pytest.mark.parametrize("new", [CHANGED, TABLE[:2]])
def test_rows_as_tracked_changes(new):
    result = table(plain(TABLE), new=new, tracked=True)
    rows = [r for r in result.paper.root.iter(TR) if r.find(f"{W}trPr/{W}del") is None]
    texts = ["|".join("".join(t.text or "" for t in c.iter(T)) for c in r.iter(TC)) for r in rows]
    assert texts == ["|".join(row) for row in plain(new)]
    for row in list(result.paper.root.iter(TR)):
        if row.find(f"{W}trPr/{W}ins") is not None:
            row.getparent().remove(row)
    for inserted in list(result.paper.root.iter(f"{W}ins")):
        if inserted.getparent() is not None:
            inserted.getparent().remove(inserted)
    before = ["|".join("".join(t.text or "" for t in c.iter(T, f"{W}delText")) for c in r.iter(TC)) for r in result.paper.root.iter(TR)]  # fmt: skip
    assert before == ["|".join(row) for row in plain(TABLE)]


def test_merged_cells_follow_the_rows():
    def merging(marks):
        def edit(paper):
            rows = list(next(paper.root.iter(TBL)).iter(TR))
            for number, mark in marks.items():
                properties = rows[number][0][0]
                properties.append(
                    etree.fromstring(f"<w:vMerge xmlns:w='{W[1:-1]}' w:val='{mark}'/>")
                )

        return edit

    from reportgen.merge.word import merge_document

    old = doc([["类", "款"], ["甲", "一"], ["", "二"], ["", "三"]])
    new = doc([["类", "款"], ["甲", "二"], ["", "三"]])
    old = edited(old, merging({1: "restart", 2: "continue", 3: "continue"}))
    new = edited(new, merging({1: "restart", 2: "continue"}))
    from merge_word_edits import Paper

    merged, _ = merge_document(old, old, new, [], [])
    paper = Paper(merged.data)
    signs = [m.get(f"{W}val") for m in paper.root.iter(f"{W}vMerge")]
    assert paper.texts() == ["类|款", "甲|二", "|三"]
    assert signs == ["restart", "continue"]
