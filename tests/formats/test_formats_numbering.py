"""编号 in format.yaml: read, merged key by key, and answered in the author's words."""

import pytest

from reportgen.formats import Library, load
from reportgen.numbering import DEFAULT


@pytest.fixture
def numbered(write):
    """Loads a format with this 编号 that inherits one whose tables begin with 表 1-1."""

    def numbered(text):
        parent = "名称: 上级\n编号:\n  标题: {一级: 第一章}\n  表: {样式: 表 1-1}\n"
        write("forms/parent/format.yaml", parent)
        head = "名称: 某区\n继承: parent\n适用地区: [某区]\n"
        write("forms/own/format.yaml", head + text)
        return load(Library(write("forms/x", "").parent), "own")

    return numbered


def test_a_format_without_numbering_has_the_general_one(write):
    write("forms/own/format.yaml", "名称: 某区\n适用地区: [某区]\n")
    form, _ = load(Library(write("forms/x", "").parent), "own")
    assert form.numbering == DEFAULT


def test_one_level_and_one_chapter_are_changed_and_the_rest_stays(numbered):
    form, findings = numbered('编号:\n  标题: {三级: "1. "}\n  表: {第2章: 附表 1}\n')
    assert findings == []
    levels = [item.spelt((2,)) for item in form.numbering.levels]
    assert levels[:4] == ["第二章", "（二）", "2. ", "（2）"]
    tables = dict(form.numbering.series)["表"]
    assert tables.of(1).spelt((1, 4)) == "表 1-4"
    assert tables.of(2).spelt((3,)) == "附表 3"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("标题: {一级: 部分、}", "没有编号"),
        ("标题: {一级: 二、}", "“二”处写“一”"),
        ("标题: {一级: 1.1}", "最多 1 个"),
        ("标题: {第一级: 一、}", "第一级"),
        ("标题: {七级: A}", "六级"),
        ("表: {样式: 表 1-1-1}", "最多 2 个"),
        ("表: {第二部分: 表 1}", "第二部分"),
        ("表: 表 1", "一组"),
        ("表格: {样式: 表 1}", "表格"),
    ],
)
def test_a_pattern_that_cannot_be_used_is_told_at_its_place(numbered, text, word):
    _, findings = numbered(f"编号:\n  {text}\n")
    (found,) = findings
    assert found.code == "F403"
    assert word in found.message
    assert "format.yaml" in str(found.place)
