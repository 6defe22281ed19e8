"""What a district writes over the format that it inherits: records taken out, changed, and misspelt."""

import pytest

from reportgen.formats import Library, load

PARENT = """
    名称: 上级
    文档:
    - {名称: 甲, 模板: 甲.xlsx, 输出: 甲.xlsx}
    - {名称: 乙, 模板: 甲.xlsx, 输出: 乙.xlsx}
"""


@pytest.fixture
def own(write):
    """Loads a format that inherits PARENT, given as the rest of its format.yaml."""

    def own(text):
        write("forms/parent/甲.xlsx", "")
        write("forms/parent/format.yaml", PARENT)
        write("forms/own/format.yaml", "名称: 某区\n继承: parent\n适用地区: [某区]\n" + text)
        return load(Library(write("forms/x", "").parent), "own")

    return own


def test_a_document_of_the_parent_can_be_taken_out(own):
    form, findings = own("文档:\n- {名称: 甲, 删除: 是}\n")
    assert findings == []
    assert [item.declaration.name for item in form.documents] == ["乙"]


def test_a_document_of_the_parent_can_be_changed_in_one_key(own):
    form, findings = own("文档:\n- {名称: 乙, 条件: 年度 > 2020}\n")
    assert findings == []
    second = form.documents[1].declaration
    assert (second.condition, second.output) == ("年度 > 2020", "乙.xlsx")


def test_a_key_that_is_misspelt_is_told_once(own):
    _, findings = own("文擋: []\n")
    assert [item.code for item in findings] == ["F404"]


def test_a_format_that_cannot_be_read_is_told_where_none_fits(write):
    path = write("forms/own/format.yaml", "名称: [某区\n")
    _, findings = Library(path.parent.parent).choose("某区", 2024)
    assert any("format.yaml" in str(item.place) for item in findings)
    assert findings[-1].code == "F402"
