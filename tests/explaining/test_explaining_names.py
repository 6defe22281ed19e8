import pytest
from explaining_desk import DATA

from reportgen.compute.explained import ExplanationsView
from reportgen.finding import Finding, Severity
from reportgen.formats import Library
from reportgen.language.environment import compile_expression
from reportgen.language.errors import UnknownNameError
from reportgen.pack.editions import Edition, for_edition
from reportgen.pack.prepare import prepare


def finding(code, key, message="不等"):
    return Finding(code, Severity.EXPLAIN, message, key=key)


VIEW = ExplanationsView(
    [
        (finding("C605", "X06/201 一般公共服务"), "甲"),
        (finding("C605", "X06/208 社会保障"), "乙"),
        (finding("C603", "声明数/支出"), "丙"),
    ]
)


def test_a_relation_a_kind_and_a_key_name_their_explanations():
    assert VIEW.get("X06") == "甲\n乙"
    assert VIEW.get("C603") == "丙"
    assert VIEW.get("声明数/支出") == "丙"
    assert [row.get("说明") for row in VIEW.get("全部")] == ["甲", "乙", "丙"]


def test_what_nothing_was_explained_for_is_empty():
    assert VIEW.get("X11") == ""
    assert VIEW.get("声明数/收入") == ""
    assert ExplanationsView().get("全部") == []


def test_what_can_be_no_number_is_unknown():
    with pytest.raises(UnknownNameError):
        VIEW.get("原因")


EXPLAINED = """\
说明:
- {问题: C603, 键: 声明数/支出, 数: {声明: "7", 算出: "100"}, 说明: 批复数是旧的}
- {问题: C603, 键: 声明数/收入, 数: {声明: "8", 算出: "100"}, 说明: 秘密工程另有批复}
"""


def test_a_template_can_print_what_was_explained_while_the_figures_stand(tmp_path):
    data = tmp_path / "2024.yaml"
    (tmp_path / "2024.说明.yaml").write_text(EXPLAINED, "utf-8")
    for amount, text in ((100, "批复数是旧的"), (200, "")):
        data.write_text(DATA.format(amount=amount), "utf-8")
        made, _ = prepare(data, Library())
        expression = compile_expression(made.context.environment, '说明["声明数/支出"]')
        assert expression.evaluate(made.context.names) == text
    assert "说明" in made.context.names


def test_the_public_edition_does_not_print_explanations_that_name_a_secret_project(tmp_path):
    data = tmp_path / "2024.yaml"
    (tmp_path / "2024.说明.yaml").write_text(EXPLAINED, "utf-8")
    projects = "项目:\n- {名称: 秘密工程, 涉密: 是}\n"
    data.write_text(DATA.format(amount=100) + projects, "utf-8")
    made, _ = prepare(data, Library())
    assert len(made.context.names["说明"].get("全部")) == 2
    public, _, _ = for_edition(made, Edition.PUBLIC)
    assert public.context.names["说明"].get("C603") == "批复数是旧的"
