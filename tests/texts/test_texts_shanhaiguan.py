"""The computed sentences of the 山海关 2023 explanation, word for word as published."""

import pytest

from reportgen.formats import Library
from reportgen.language.environment import compile_block
from reportgen.language.printing import Marks, strip_marks
from reportgen.pack.prepare import prepare

DATA = """
部门: {名称: 组织部门, 地区: 秦皇岛市山海关区, 年度: 2023, 金额单位: 万元}
收入明细:
- {资金性质: 一般公共预算拨款, 金额: 1018.24}
- {资金性质: 一般公共预算拨款, 年度来源: 上年结转, 金额: 11.35}
支出明细:
- {功能科目: 2013201, 经济科目: 30101, 类型: 基本支出, 金额: 535.27}
- {功能科目: 2013201, 经济科目: 30201, 类型: 基本支出, 金额: 49.57}
- {功能科目: 2013201, 经济科目: 30217, 类型: 基本支出, 金额: 0.30}
- {功能科目: 2013201, 经济科目: 30231, 类型: 基本支出, 金额: 1.80}
- {功能科目: 2013299, 经济科目: 30231, 类型: 项目支出, 金额: 9.20}
- {功能科目: 2013299, 类型: 项目支出, 金额: 422.10}
- {功能科目: 2130152, 类型: 项目支出, 年度来源: 上年结转, 金额: 11.35}
上年数:
- {名称: 支出, 金额: 1090.88}
- {名称: 支出/基本支出, 金额: 518.68}
- {名称: 支出/项目支出, 金额: 572.20}
- {名称: 三公/合计, 金额: 11.31}
- {名称: 三公/因公出国, 金额: 0}
- {名称: 三公/公务用车购置费, 金额: 0}
- {名称: 三公/公务用车运行维护费, 金额: 11.00}
- {名称: 三公/公务接待费, 金额: 0.31}
增减原因:
- {名称: 支出/基本支出, 原因: 人员经费工资调整支出}
- {名称: 支出/项目支出, 原因: 按照“三保”规则压缩项目支出，本年度项目数量及经费均比上年减少。}
- {名称: 三公/公务接待费, 原因: 严格按照三公经费预算要求，切实落实勤俭节约各项规定，严格控制支出}
"""
PHRASES = """
短语:
  原因句: {文字: "{% if 原因 %}{{ 引 }}{{ 原因 }}{% endif %}", 可选: {引: ，主要原因为}}
  三公项:
    文字: >-
      {{ 名称 }}{{ 短语.万元简写(本年) }}万元（{{ 短语.比上年(本年, 上年) }}）{{ 短语.原因句(主要原因(本年, 上年), "，主要原因是") }}
  收入说明:
    文字: >-
      {{ 年度 }}年预算收入为{{ 收入.合计 | 万元 }}万元，其中：{{ 短语.列举金额([["一般公共预算收入", 收入.金额(资金性质="一般公共预算拨款", 年度来源="当年")], ["政府性基金预算收入", 收入.金额(资金性质="政府性基金预算拨款")], ["上年结转结余", 收入.金额(年度来源="上年结转")]]) }}。
  支出说明:
    文字: >-
      {{ 年度 }}年预算支出为{{ 支出.合计 | 万元 }}万元，其中：基本支出{{ 支出.金额(类型="基本支出") | 万元 }}万元，主要是人员经费{{ 人员经费 | 万元 }}万元和日常公用经费{{ 公用经费 | 万元 }}万元
  支出增减:
    文字: >-
      {{ 年度 }}年预算支出安排{{ 支出.合计 | 万元 }}万元，较{{ 上年度 }}年预算{{ 短语.增减额(支出.合计, 上年.支出.合计) }}，其中：{{ 短语.增减额及原因(支出.金额(类型="基本支出"), 上年.支出.金额(类型="基本支出"), "基本支出") }}；{{ 短语.增减额及原因(支出.金额(类型="项目支出"), 上年.支出.金额(类型="项目支出"), "项目支出") }}。
增减说明:
  项目:
  - {名称: 支出/基本支出}
  - {名称: 支出/项目支出}
  - {名称: 三公/因公出国}
  - {名称: 三公/公务用车购置费}
  - {名称: 三公/公务用车运行维护费}
  - {名称: 三公/公务接待费}
"""


def made(folder, data):
    forms = folder / "forms" / "test"
    forms.mkdir(parents=True)
    (forms / "format.yaml").write_text("名称: 试验\n继承: national\n", "utf-8")
    (forms / "phrases.yaml").write_text(PHRASES, "utf-8")
    (folder / "2023.yaml").write_text(data, "utf-8")
    return prepare(folder / "2023.yaml", Library(folder / "forms"), "test")


@pytest.fixture(scope="module")
def shanhaiguan(tmp_path_factory):
    return made(tmp_path_factory.mktemp("as_published"), DATA)


def said(result, phrase):
    marks = Marks()
    context = result[0].context
    text = compile_block(context.environment, f"{{{{ 短语.{phrase} }}}}").render(
        context.names, marks
    )
    return strip_marks(text, marks)


@pytest.mark.parametrize(
    ("phrase", "sentence"),
    [
        (
            "收入说明()",
            "2023年预算收入为1029.59万元，其中：一般公共预算收入1018.24万元，政府性基金预算收入0.00万元，上年结转结余11.35万元。",
        ),
        (
            "支出说明()",
            "2023年预算支出为1029.59万元，其中：基本支出586.94万元，主要是人员经费535.27万元和日常公用经费51.67万元",
        ),
        (
            "支出增减()",
            (
                "2023年预算支出安排1029.59万元，较2022年预算减少61.29万元，其中：基本支出增加68.26万元，"
                "主要原因为人员经费工资调整支出；项目支出减少129.55万元，主要原因为按照“三保”规则压缩项目支出，"
                "本年度项目数量及经费均比上年减少。"
            ),
        ),
        (
            '机关运行经费("办公费、印刷费、办公用房水电费、办公用房取暖费等日常运行支出")',
            (
                "2023年我部门机关运行经费共计安排51.67万元，主要用于办公费、印刷费、办公用房水电费、"
                "办公用房取暖费等日常运行支出。"
            ),
        ),
        (
            "三公()",
            (
                "2023年，我部门财政拨款“三公”经费预算安排11.30万元，比上年减少0.01万元。其中："
                "因公出国（境）费0万元（与上年持平，无增减变化），公务用车购置费0万元（与上年持平，无增减变化），"
                "公务用车运行维护费11万元（与上年持平，无增减变化），公务接待费0.30万元（比上年减少0.01万元），"
                "主要原因是严格按照三公经费预算要求，切实落实勤俭节约各项规定，严格控制支出。"
            ),
        ),
    ],
)
def test_a_sentence_reads_as_published(shanhaiguan, phrase, sentence):
    assert said(shanhaiguan, phrase)[0] == sentence


def test_the_sample_with_its_reasons_has_nothing_to_explain(shanhaiguan):
    assert [f.code for f in shanhaiguan[1]] == []


def test_every_amount_of_the_sentence_is_a_figure(shanhaiguan):
    text, marks = said(shanhaiguan, "支出增减()")
    assert [text[at : at + length] for at, length, _ in marks] == [
        "1029.59",
        "61.29",
        "68.26",
        "129.55",
    ]


def test_a_changed_reception_fee_changes_sentence_word_and_total_and_contradicts_its_reason(
    tmp_path,
):
    changed = DATA.replace("金额: 0.30}", "金额: 0.50}")
    assert changed != DATA
    result = made(tmp_path, changed)
    text, _ = said(result, "三公()")
    assert "预算安排11.50万元，比上年增加0.19万元" in text
    assert "公务接待费0.50万元（比上年增加0.19万元）" in text
    assert [f.code for f in result[1] if f.code == "C685"] == ["C685"]
