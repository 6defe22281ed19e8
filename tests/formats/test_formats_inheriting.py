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


def test_a_change_of_a_province_reaches_a_district_through_city_and_year(write):
    write("forms/x", "")
    write(
        "forms/p/format.yaml",
        "名称: 省\n数字: {金额: {同: 元, 位数: 2, 零: 无}}\n取数: {甲: 1 + 1, 乙: 2 + 2}\n",
    )
    write("forms/p/scoring.yaml", "满分: 120\n得分: {取位: 1}\n")
    write("forms/p/表.xlsx", "")
    write("forms/c/format.yaml", "名称: 市\n继承: p\n数字: {金额: {位数: 4}}\n")
    write("forms/d/format.yaml", "名称: 区\n继承: c\n取数: {乙: 3 + 3}\n适用地区: [某区]\n")
    write("forms/d/scoring.yaml", "得分: {显示位数: 0}\n")
    path = write(
        "forms/d/2025/format.yaml",
        "文档:\n- {名称: 表, 模板: 表.xlsx, 输出: 表.xlsx}\n数字: {金额: {千分位: 是}}\n",
    )
    form, findings = load(Library(path.parents[2]), "d/2025")
    assert findings == []
    assert [folder.name for folder in form.folders] == ["2025", "d", "c", "p"]
    amount = form.numbers["金额"]
    assert (amount.like, amount.decimals, amount.grouping, amount.zero) == ("元", 4, True, "无")
    assert {name: item.source for name, item in form.names.items()} == {
        "甲": "1 + 1",
        "乙": "3 + 3",
    }
    scoring = form.scoring
    assert (scoring.full, scoring.score.round_to, scoring.score.decimals) == (120, 1, 0)
    assert form.documents[0].template.parent.name == "p"


@pytest.fixture
def regions(write):
    """A library of formats, each given as id, 适用地区 and the rest of its format.yaml."""

    def regions(*formats):
        root = write("forms/x", "").parent
        for name, region, *rest in formats:
            own = f"适用地区: [{region}]\n" if region else ""
            write(f"forms/{name}/format.yaml", "\n".join([f"名称: {name}", *rest, own]))
        return Library(root)

    return regions


@pytest.mark.parametrize(
    ("region", "chosen"),
    [
        ("甲省乙市丙区", "district"),
        ("甲省乙市丁区", "city"),
        ("甲省戊市己县", "province"),
        ("乙市丙区", "short"),
        ("庚省辛市", "national"),
        ("甲省乙市外丙区", "city"),
    ],
)
def test_a_district_without_a_format_has_that_of_its_city_else_of_its_province(
    regions, region, chosen
):
    library = regions(
        ("province", "甲省"),
        ("city", "甲省乙市"),
        ("district", "甲省乙市丙区"),
        ("short", "乙市丙区"),
    )
    assert library.choose(region, 2024)[0] == chosen


def test_that_the_format_of_a_city_stands_in_is_told(regions):
    chosen, findings = regions(("city", "甲省乙市")).choose("甲省乙市丁区", 2024)
    assert chosen == "city"
    assert [f.code for f in findings] == ["F450"]
    assert "上级“甲省乙市”的版式“city”" in findings[0].message


def test_two_formats_of_one_city_are_not_chosen_between(regions):
    library = regions(("a", "甲省乙市"), ("b", "甲省乙市"))
    _, findings = library.choose("甲省乙市丁区", 2024)
    assert "F407" in [f.code for f in findings]
    assert "a、b" in findings[-1].message


def test_the_year_folder_is_chosen_for_its_year_only(regions):
    library = regions(("d", "某区"), ("d/2024", ""), ("d/2025", "", "继承: d/2024"))
    assert [library.choose("某区", year)[0] for year in (2023, 2024, 2025, 2026)] == [
        "d",
        "d/2024",
        "d/2025",
        "d",
    ]


def test_where_no_year_fits_the_nearest_year_before_stands_in_and_it_is_told(regions):
    library = regions(
        ("a", "某区", "适用年度: [2020]"),
        ("b", "某区", "适用年度: [2022-2023]"),
        ("c", "某区", "适用年度: [2026-]"),
    )
    chosen, findings = library.choose("某区", 2025)
    assert (chosen, findings[0].code) == ("b", "F402")
    assert library.choose("某区", 2019)[0] == "a"
