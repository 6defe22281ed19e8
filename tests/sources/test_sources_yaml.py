"""What a YAML file becomes, and what is said about one that cannot be read."""

from decimal import Decimal

import pytest

from reportgen.finding import Severity
from reportgen.sources import parse_number, plain, read
from reportgen.sources import yaml_source as module


@pytest.fixture
def load(tmp_path):
    def build(content, name="2022.yaml"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read(path)

    return build


def codes(findings):
    return [finding.code for finding in findings]


def spots(findings):
    return [str(finding.place) for finding in findings]


def test_values_stay_as_they_are_written(load):
    tree, findings = load(
        "部门:\n  代码: 0101\n  数: 1e5\n  日: 2022-12-31\n  是: yes\n  空: null\n"
    )
    assert findings == []
    assert plain(tree) == {"部门": {"代码": "0101", "数": "1e5", "日": "2022-12-31", "是": "yes"}}


def test_every_value_has_its_line_and_column(load):
    tree, _ = load("部门:\n  名称: 罗湖\n支出:\n- {科目: '2013201', 金额: 1}\n")
    line = tree.entries["支出"].items[0]
    assert str(tree.entries["部门"].entries["名称"].place) == "2022.yaml:2:7"
    assert str(line.place) == "2022.yaml:4:3"
    assert str(line.entries["金额"].place) == "2022.yaml:4:23"
    assert str(line.key_places["金额"]) == "2022.yaml:4:19"


def test_lines_are_counted_the_same_with_windows_line_ends(load):
    tree, _ = load("部门:\r\n  名称: 罗湖\r\n  代码: 1\r\n")
    assert str(tree.entries["部门"].entries["代码"].place) == "2022.yaml:3:7"


def test_null_tilde_nothing_and_empty_quotes_are_blank_with_a_place(load):
    tree, _ = load("a: null\nb: ~\nc:\nd: ''\ne: 'null'\n")
    assert [node.kind for node in tree.entries.values()] == ["blank"] * 4 + ["text"]
    assert str(tree.entries["a"].place) == "2022.yaml:1:4"


def test_a_literal_block_keeps_its_lines(load):
    tree, _ = load("文字: |\n  第一段\n  第二段\n")
    assert tree.entries["文字"].text == "第一段\n第二段\n"


def test_a_key_carries_the_unit_of_its_value(load):
    tree, _ = load("金额（万元）: 12\n限额(元): 5\n总额（单位：千元）: 6\n数量（个）: 3\n")
    assert {name: node.unit for name, node in tree.entries.items()} == {
        "金额": "万元",
        "限额": "元",
        "总额": "千元",
        "数量（个）": None,
    }


def test_a_unit_reaches_the_values_below_that_have_none(load):
    tree, _ = load("支出（万元）:\n- {金额: 1, 单价（元）: 2}\n")
    line = tree.entries["支出"].items[0]
    assert line.entries["金额"].unit == "万元"
    assert line.entries["单价"].unit == "元"


def test_the_same_name_with_and_without_unit_is_a_duplicate(load):
    _, findings = load("金额: 1\n金额（万元）: 2\n")
    assert codes(findings) == ["S126"]


def test_all_duplicates_are_reported_each_with_the_first_place(load):
    tree, findings = load("a: 1\na: 2\nb: {c: 1, c: 2}\n")
    assert codes(findings) == ["S126", "S126"]
    assert spots(findings) == ["2022.yaml:2:1", "2022.yaml:3:11"]
    assert str(findings[0].related[0]) == "2022.yaml:1:1"
    assert plain(tree) == {"a": "1", "b": {"c": "1"}}


@pytest.mark.parametrize(
    ("content", "code", "spot", "words"),
    [
        ("部门:\n\t名称: a\n", "S124", "2:1", "制表符"),
        ("部门:\n  名称：罗湖\n  代码: 1\n", "S125", "2:5", "中文冒号"),
        ("名称:罗湖\n代码: 1\n", "S125", "1:3", "少了一个空格"),
        ("名称: 罗湖\n代码：1\n", "S125", "2:3", "中文冒号"),
        ("名称: 罗湖\n代码\n其他: 1\n", "S125", "2:1", "缺少冒号"),
        ("说明: 依据: 财预\n", "S125", "1:7", "冒号加空格"),
        ("a: {名称:罗湖}\n", "S125", "1:5", "名称:罗湖"),
        ('a: "x\nb: y\n', "S127", "1:4", "配对"),
        ("a: '1' b\n", "S127", "1:8", "引号已经在前面结束"),
        ("a: [1, 2\nb: 3\n", "S127", "1:4", "没有关上"),
        ("a: [1]]\n", "S127", "1:7", "多出了"),
        ("a:\n  b: 1\n c: 2\n", "S128", "3:2", "缩进"),
        ("a: 1\n  b: 2\n", "S128", "2:3", "缩进"),
        ("a: !!python/object:os.system x\n", "S129", "1:4", "!!python/object:os.system"),
        ("a: 1\n---\nb: 2\n", "S130", "2:1", "第二个文档"),
        ("a: *没有\n", "S131", "1:4", "*没有"),
        ("a: &x [*x]\n", "S131", "1:8", "它自己"),
        ("- a\n", "S134", "1:1", "名称: 值"),
        ("? [a]\n: b\n", "S135", "1:3", "一组值"),
        ("<<: {a: 1}\n", "S135", "1:1", "<<"),
        ("a: @b\n", "S136", "1:4", "@"),
        ("a: |abc\n", "S136", "1:4", "|"),
    ],
)
@pytest.mark.parametrize("loader", ["CSafeLoader", "SafeLoader"])
def test_a_fault_is_named_at_its_place(load, monkeypatch, loader, content, code, spot, words):
    monkeypatch.setattr(module, "_LOADER", getattr(module.yaml, loader))
    _, findings = load(content)
    assert [(f.code, str(f.place)) for f in findings] == [(code, f"2022.yaml:{spot}")]
    assert words in findings[0].message


def test_a_backslash_in_double_quotes_is_explained(load):
    _, findings = load('a: "D:\\工作"\n')
    assert codes(findings) == ["S137"]


def test_an_alias_gives_the_same_values(load):
    tree, findings = load("a: &x {b: 1}\nc: *x\nd（万元）: *x\n")
    assert findings == []
    assert plain(tree)["c"] == {"b": "1"}
    assert tree.entries["d"].entries["b"].unit == "万元"
    assert tree.entries["c"].entries["b"].unit is None


def test_aliases_that_multiply_are_refused(load):
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 12)]
    tree, findings = load("\n".join(lines))
    assert tree is None
    assert codes(findings) == ["S138"]


def test_aliases_that_nest_are_counted_as_depth(load):
    lines = ["a0: &a0 [x]"] + [f"a{i}: &a{i} [*a{i - 1}]" for i in range(1, 200)]
    tree, findings = load("\n".join(lines))
    assert tree is None
    assert codes(findings) == ["S132"]


def test_brackets_without_end_are_refused_early(load):
    tree, findings = load("a: " + "[" * 100_000)
    assert tree is None
    assert codes(findings) == ["S132"]


def test_more_values_than_the_limit_are_refused(load, monkeypatch):
    monkeypatch.setattr(module, "MAX_VALUES", 100)
    tree, findings = load("a: [" + "1," * 200 + "]")
    assert tree is None
    assert codes(findings) == ["S138"]


def test_forbidden_characters_are_all_reported_and_reading_goes_on(load):
    tree, findings = load("a: 1\ue000\nb: 2\x07\nc: \U000f0001\nc: 3\n")
    assert codes(findings) == ["S122", "S121", "S122", "S126"]
    assert spots(findings)[:3] == ["2022.yaml:1:5", "2022.yaml:2:5", "2022.yaml:3:4"]
    assert list(tree.entries) == ["a", "b", "c"]


def test_an_escape_cannot_bring_in_a_forbidden_character(load):
    tree, findings = load('a: "\\uE000"\n')
    assert codes(findings) == ["S122"]
    assert tree.entries["a"].text == "\ufffd"


def test_a_half_character_is_reported(load):
    _, findings = load(b"a: \xed\xa0\x80\n")
    assert codes(findings) == ["S121"]
    assert spots(findings) == ["2022.yaml:1:4"]


def test_a_line_separator_from_a_web_page_does_not_shift_the_lines(load):
    tree, findings = load("a: x\u2028y\nb: 1\n")
    assert codes(findings) == ["S121"]
    assert str(tree.entries["b"].place) == "2022.yaml:2:4"


def test_a_thousand_faults_of_a_kind_are_counted_not_listed(load):
    _, findings = load("a: " + "\x07" * 1000)
    assert len(findings) == 51
    assert "950" in findings[-1].message


def test_a_byte_order_mark_is_taken_at_the_start_only(load):
    tree, findings = load(b"\xef\xbb\xbfa: 1\nb: \xef\xbb\xbf2\n")
    assert tree.entries["a"].text == "1"
    assert [(f.code, str(f.place)) for f in findings] == [("S121", "2022.yaml:2:4")]


def test_unicode_saved_by_notepad_is_read(load):
    tree, findings = load("部门: 罗湖\n".encode("utf-16"))
    assert findings == []
    assert plain(tree) == {"部门": "罗湖"}


def test_a_gbk_file_is_named_as_such(load):
    tree, findings = load("a: 1\n部门: 罗湖\n".encode("gb18030"))
    assert tree is None
    assert codes(findings) == ["S120"]
    assert spots(findings) == ["2022.yaml:2:1"]
    assert "GBK" in findings[0].message


@pytest.mark.parametrize("content", ["", "  \n\n", "# 只有注释\n"])
def test_a_file_without_content_is_one_finding(load, content):
    tree, findings = load(content)
    assert tree is None
    assert codes(findings) == ["S104"]


def test_every_finding_of_a_broken_file_is_an_error(load):
    _, findings = load("a: \x07\na: {b: 1\n")
    assert codes(findings) == ["S121", "S126", "S127"]
    assert {f.severity for f in findings} == {Severity.ERROR}


def test_amounts_are_read_from_the_written_text(load):
    tree, _ = load("金额: 1,234.50\n")
    assert parse_number(tree.entries["金额"].text) == Decimal("1234.50")
