"""Figures and words that changed go into sentences that she worked on."""

import pytest
from lxml import etree
from merge_word_builders import Result, T, W, doc, edited

OLD = "2023年预算支出{合计=1029.59}万元，比上年减少{差=61.29}万元。"
NEW = "2023年预算支出{合计=1100.00}万元，比上年增加{差=9.12}万元。"


def one(hers, *, old=OLD, new=NEW, **options):
    return Result([old], [hers] if isinstance(hers, str) else hers, [new], **options)


def test_a_file_that_she_left_alone_becomes_the_new_one():
    assert one("2023年预算支出1029.59万元，比上年减少61.29万元。").texts == [
        "2023年预算支出1100.00万元，比上年增加9.12万元。"
    ]


def test_where_nothing_changed_her_file_stays_as_it_is():
    result = Result([OLD], ["全改了：1029.59万元。"], [OLD])
    assert result.merged.data == result.hers


@pytest.mark.parametrize(
    ("hers", "wanted"),
    [
        ("本年支出共计1029.59万元，较上年减少了61.29万元。", "本年支出共计1100.00万元，较上年增加了9.12万元。"),
        ("比上年减少61.29万元，2023年预算支出1029.59万元。", "比上年增加9.12万元，2023年预算支出1100.00万元。"),
        ("经测算，2023年预算支出（含结转）1029.59万元，比上年减少61.29万元，主要是压缩。", "经测算，2023年预算支出（含结转）1100.00万元，比上年增加9.12万元，主要是压缩。"),
        ("支出安排1029.59万元。", "支出安排1100.00万元。"),
    ],
)  # fmt: skip
def test_figures_and_what_hangs_on_them_change_inside_her_words(hers, wanted):
    assert one(hers).texts == [wanted]


def test_a_figure_keeps_the_bold_type_that_she_gave_it():
    def bold(paper):
        node = next(paper.root.iter(T))
        run = node.getparent()
        head, tail = node.text.split("1029.59")
        node.text = head
        for words, strong in ((tail, False), ("1029.59", True)):
            made = etree.fromstring(
                f"<w:r xmlns:w='{W[1:-1]}'>{'<w:rPr><w:b/></w:rPr>' * strong}<w:t>{words}</w:t></w:r>"
            )
            run.addnext(made)

    hers = edited(
        doc(OLD.replace("{合计=1029.59}", "1029.59").replace("{差=61.29}", "61.29")), bold
    )
    result = Result([OLD], hers, [NEW])
    strong = [r for r in result.paper.root.iter(f"{W}r") if r.find(f"{W}rPr/{W}b") is not None]
    assert ["".join(t.text for t in r.iter(T)) for r in strong] == ["1100.00"]
    assert result.texts == ["2023年预算支出1100.00万元，比上年增加9.12万元。"]


def test_a_paragraph_split_around_a_figure():
    result = one(["2023年预算支出1029.59", "万元，比上年减少61.29万元。"])
    assert result.texts == ["2023年预算支出1100.00", "万元，比上年增加9.12万元。"]


def test_all_paragraphs_joined_into_one():
    old = [f"第{n}项资金{{数{n}=1{n}.50}}万元，用于第{n}项工作。" for n in range(1, 7)]
    new = [f"第{n}项资金{{数{n}=2{n}.75}}万元，用于第{n}项工作。" for n in range(1, 7)]
    result = Result(
        old, ["".join(f"第{n}项资金1{n}.50万元，用于第{n}项工作。" for n in range(1, 7))], new
    )
    assert result.texts == [
        "".join(f"第{n}项资金2{n}.75万元，用于第{n}项工作。" for n in range(1, 7))
    ]
    assert not result.merged.unmerged


def test_equal_numbers_are_told_apart_by_what_stands_around_them():
    result = one(
        "公务接待费1.00万元不变，会议费1.00万元。",
        old="会议费{会=1.00}万元，公务接待费{接=1.00}万元。",
        new="会议费{会=3.00}万元，公务接待费{接=2.00}万元。",
    )
    assert result.texts == ["公务接待费2.00万元不变，会议费3.00万元。"]


def test_a_number_is_not_found_inside_a_longer_one():
    result = one("共161.29万元，比上年减少61.29万元。")
    assert result.texts == ["共161.29万元，比上年增加9.12万元。"]


def test_a_figure_that_she_overtyped_stays_with_a_comment():
    result = one("2023年预算支出1029.60万元，比上年减少61.29万元。")
    assert result.texts == ["2023年预算支出1029.60万元，比上年增加9.12万元。"]
    assert result.told("冲突") == [("第1段", "1029.60", "1029.59", "1100.00")]
    assert "1100.00" in result.comments[0]


def test_a_figure_that_she_already_put_right_is_no_conflict():
    result = one("2023年预算支出1100.00万元，比上年减少61.29万元。")
    assert result.texts == ["2023年预算支出1100.00万元，比上年增加9.12万元。"]
    assert not result.told("冲突")


def test_words_that_both_rewrote_stay_hers_and_the_new_ones_stand_beside():
    result = one(
        "重点保障基层党建与教育培训。",
        old="主要用于开展党员教育。",
        new="主要用于干部考核。",
    )
    assert result.texts == ["重点保障基层党建与教育培训。"]
    assert result.told("冲突")
    assert "主要用于干部考核。" in result.comments[0]


def test_new_words_replace_those_she_left_alone():
    result = one(
        "我加的一句。主要用于开展党员教育。",
        old="主要用于开展党员教育。另有{数=12.50}万元结转。",
        new="主要用于干部考核和培训。另有{数=13.50}万元结转。",
    )
    assert result.texts == ["我加的一句。主要用于干部考核和培训。"]
    assert [t.new for t in result.merged.unmerged] == ["13.50"]


def test_a_clause_she_deleted_stays_deleted_and_its_new_figure_is_told():
    result = one("2023年预算支出1029.59万元。")
    assert result.texts == ["2023年预算支出1100.00万元。"]
    assert "9.12" in str([t.new for t in result.merged.told])


def test_an_old_figure_in_her_own_sentence_is_told_and_left():
    result = one(
        ["2023年预算支出1029.59万元，比上年减少61.29万元。", "上述1029.59万元已经部务会研究。"]
    )
    assert result.texts[1] == "上述1029.59万元已经部务会研究。"
    assert ("第2段", "1029.59", "1029.59", "1100.00") in result.told("冲突")
    assert "1100.00" in result.comments[0]


def test_a_sentence_that_comes_with_the_data_goes_between_her_words():
    result = one(
        "经研究，支出1029.59万元，其中：甲10.00万元。以上均已落实。",
        old="支出{合计=1029.59}万元，其中：甲{甲=10.00}万元。",
        new="支出{合计=1049.59}万元，其中：甲{甲=10.00}万元，乙{乙=20.00}万元。",
    )
    assert result.texts == [
        "经研究，支出1049.59万元，其中：甲10.00万元，乙20.00万元。以上均已落实。"
    ]


def test_tracked_changes_of_hers_count_as_accepted_and_stay():
    def mark(paper):
        node = next(paper.root.iter(T))
        node.text = "2023年预算支出1029.59万元"
        paragraph = node.getparent().getparent()
        paragraph.append(
            etree.fromstring(
                f"<w:del xmlns:w='{W[1:-1]}' w:id='5' w:author='她'><w:r><w:delText>，比上年</w:delText></w:r></w:del>"
            )
        )
        paragraph.append(
            etree.fromstring(
                f"<w:ins xmlns:w='{W[1:-1]}' w:id='6' w:author='她'><w:r><w:t>，较上一年度减少61.29万元。</w:t></w:r></w:ins>"
            )
        )

    result = Result([OLD], edited(doc(OLD), mark), [NEW])
    assert result.texts == ["2023年预算支出1100.00万元，较上一年度增加9.12万元。"]
    assert result.paper.root.find(f".//{W}ins/{W}r/{W}t") is not None
    assert result.paper.root.find(f".//{W}del/{W}r/{W}delText") is not None


def test_new_words_as_tracked_changes_can_be_accepted_or_rejected():
    hers = "本年支出共计1029.59万元，较上年减少了61.29万元。"
    result = one(hers, tracked=True, date="2024-02-01T08:00:00Z")
    assert result.texts == ["本年支出共计1100.00万元，较上年增加了9.12万元。"]
    for mark in list(result.paper.root.iter(f"{W}ins")):
        assert mark.get(f"{W}author") == "reportgen"
        mark.getparent().remove(mark)
    assert "".join(n.text for n in result.paper.root.iter(T, f"{W}delText")) == hers


def test_the_map_says_where_the_figures_stand_in_her_document():
    result = one(["我加的一段。", "本年支出共计1029.59万元，较上年减少了61.29万元。"])
    found = {f.key: (f.spot, f.text) for f in result.merged.figures}
    assert found == {"合计": ("第2段@6", "1100.00"), "差": ("第2段@22", "9.12")}


@pytest.mark.parametrize(
    ("hers", "wanted"),
    [
        ("预算20089.17万元。", "预算20137.22万元。"),
        ("预算２０，０８９．１７万元。", "预算２０，１３７．２２万元。"),
        ("我部预算总计为20089.17万元整。", "我部预算总计为20137.22万元整。"),
    ],
)
def test_a_number_that_she_only_wrote_otherwise_is_renewed_in_her_writing(hers, wanted):
    result = one(hers, old="预算{合计=20,089.17}万元。", new="预算{合计=20,137.22}万元。")
    assert result.texts == [wanted]
    assert not result.told("冲突")
    assert [f.key for f in result.merged.figures] == ["合计"]


def test_a_figure_that_she_overtyped_earlier_is_pointed_out():
    old = "支出{合计=1029.59}万元，资产{资产=5.00}万元。"
    result = one("支出为1030.00万元，资产5.00万元。", old=old, new=old.replace("5.00", "6.00"))
    assert result.texts == ["支出为1030.00万元，资产6.00万元。"]
    [finding] = result.findings
    assert finding.code == "H130"
    assert "您改的“1030.00”" in finding.message
    assert "1029.59" in finding.message


def test_a_long_paragraph_without_a_place_is_told_whole():
    long = "我部严格执行预算，" * 30
    result = Result(["甲段", "乙段", "丙段"], ["她写的"], ["甲段", "乙段", f"{long}新的。", "丙段"])
    assert [t.new for t in result.merged.unmerged] == [f"{long}新的。"]
