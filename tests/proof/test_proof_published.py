"""What districts publish in ways of their own: notices of 三公, half-width marks, this year before last."""

import pytest
from openpyxl import Workbook
from proof_builders import codes, found, table

from reportgen.proof import proofread


@pytest.mark.parametrize(
    ("text", "code"),
    [
        # two comparisons of one figure: each against the figure, not against the other change
        ("“三公”经费30万元，较上年减少10万元，下降25%，较年初预算数减少20万元，下降40%。", None),
        ("“三公”经费30万元，较上年减少10万元，下降25%，较年初预算数减少20万元，下降4%。", "E111"),
        ("“三公”经费30万元，较年初预算数减少20万元，下降40%，较上年减少10万元，下降33.33%。", "E134"),
        # the figure is named again, and stands in a sentence before
        ("镇本级“三公”经费决算4.8万元，公务接待费1.2万元。经比较，“三公”经费较上年减少1.2万元，下降20%。", None),
        ("镇本级“三公”经费决算4.8万元，公务接待费1.2万元。经比较，“三公”经费较上年减少1.2万元，下降30%。", "E111"),
        ("经费预算40万元，其中：接待费10万元，运行费30万元。比上年减少10万元，下降20%。", None),
        # a change of a figure that stands nowhere
        ("预算较上年增加8万元，其中公务接待较上年减少3万元，减少20%。", None),
        ("运行费20万元，比上年10万元增加10万元，增长100%。", None),
        # a rate in brackets
        ("接待费3.00万元，较上年减少1.00万元（25.00%），原因是压减。", None),
        ("接待费3.00万元，较上年减少1.00万元（33.33%），原因是压减。", "E134"),
        ("接待费3.00万元，较上年减少1.00万元（52.00%），原因是压减。", "E111"),
        # two rates in one go
        ("收入400.50、支总计380.40万元。与上年相比，收入增加100.50、支出总计增加95.10万元，分别增长33.50%、33.33%。", None),
        ("收入400.50、支总计380.40万元。与上年相比，收入增加100.50、支出总计增加95.10万元，分别增长33.50%、25.00%。", "E134"),
        # half-width punctuation, as text copied from web pages has it
        ("“三公”经费100万元,与上年持平,其中:因公出国(境)费10万元,接待费20万元,公车70万元(包括:运行费60万元、购置费10万元)。", None),
        ("“三公”经费100万元,与上年持平,其中:因公出国(境)费10万元,接待费25万元,公车70万元(包括:运行费60万元、购置费10万元)。", "E112"),
        ("“三公”经费100万元,其中:出国费10万元,接待费20万元,公车70.00万元(购置费10.00万元、运行费60.50万元)。", "E112"),
        ("公车50.00万元（购置费10.00万元，无变化；运行费40.00万元，无变化。）与上年持平；接待费2.00万元。", None),
        ("安排52亿元,减少3亿元,其中:出国费7亿元,减少0.5亿元;公车43亿元(包括购置费9亿元、运行费34亿元),减少2亿元;接待费2亿元,减少0.5亿元。", None),
        # names of funds that hold the word 预算, and are no budgets
        ("一般公共预算支出45亿元，完成调整预算的101%（其中：街道支出2亿元，完成调整预算的100.0%）。", None),
        ("债务还本支出2680万元、安排预算稳定调节基金36万元、年终结余45万元，支出总计2761万元。", None),
        # what is counted by a word that counts everything
        ("102个部门作了说明，其中，有81个部门公开了104个项目，有99个部门公开了128个项目。", None),
        # the rate of two figures, without the change between them
        ("培训费预算4.00万元，较上年预算3.20万元增长25%，原因是场次增加。", None),
        ("培训费预算4.00万元，较上年预算3.20万元增长52%，原因是场次增加。", "E111"),
        ("培训费预算4.00万元，较上年预算3.20万元减少25%，原因是场次减少。", "E111"),
        ("税收收入8100万元，比上年增收1300万元，增长19.1%；非税收入16500万元，比上年减收2300万元，下降12.2%。", None),
        ("税收收入8100万元，比上年增收1300万元，增长91.1%；非税收入16500万元，比上年减收2300万元，下降12.2%。", "E111"),
        ("财政总收入完成5600万元，同比增长12%，增收600万元。", None),
        ("财政总收入完成5600万元，同比增长21%，增收600万元。", "E111"),
        ("收入（同口径）完成5600万元，同比增长21%，增收600万元。", None),
        # 亿元 are rounded far more than their rates
        ("非税收入完成6.50亿元，同比增加1.87亿元，增长40.2%。", None),
        ("非税收入完成6.50亿元，同比增加1.87亿元，增长42.0%。", "E111"),
        # words that contradict their own percentage
        ("支出100.00万元，完成年初预算96%，决算数小于预算数的主要原因是结转。", None),
        ("支出100.00万元，完成年初预算96%，决算数大于预算数的主要原因是追加。", "E111"),
        ("支出106.00万元，完成年初预算100%，决算数大于预算数6.00万元，主要原因是追加。", "E111"),
        ("支出106.00万元，完成年初预算106%，决算数大于预算数6.00万元，主要原因是追加。", None),
        ("完成预算的15%，决算数大小于预算数的主要原因是疫情影响。", "E117"),
        # a change without its unit; a number without its head; a word or a place written twice
        ("预算1,520万元，同比增长2%；接待费52万元，同比下降8.75；公车40万元，比上年下降2%。", "E104"),
        ("接待费52万元，比上年减少3，下降5.45%。", "E104"),
        ("接待费52万元，比上年减少3,520元。", None),
        ("投入52万元，优良天数增加12，综合指数下降0.35。", None),
        ("支出总计,520.15万元，由一般公共预算支出3,520.15万元构成。", "E104"),
        ("支出总计,520.15万元，由基本支出构成。", None),
        ("接待费减少2万元，减少原因原因是压减。", "E117"),
        ("支出合计9万元，其中：其中：甲4万元，乙5万元。", "E117"),
        ("某某县某某县财政局负责本级预算。", "E117"),
        ("城乡社区社区工作者补贴、老旧小区小区道路、各乡镇乡镇干部培训。", None),
        ("县级财政负责县县通公路，各镇镇村道路由乡镇负责。", None),
        # shares in a row, each of the amount in its place
        ("采购规模100.0亿元。货物、工程和服务采购分别为20.0亿元、50.0亿元和30.0亿元，占采购规模的比重为20.0%、50.0%和30.0%。", None),
        ("采购规模100.0亿元。货物、工程和服务采购分别为20.0亿元、50.0亿元和30.0亿元，占采购规模的比重为20.0%、55.0%和30.0%。", "E125"),
        ("货物、工程和服务采购分别为21.0亿元、50.0亿元和29.0亿元，占采购规模的21.0%、50.0%和29.0%。", None),
        ("货物、工程和服务采购分别为21.0亿元、50.0亿元和29.0亿元，占采购规模的21.0%、50.0%和92.0%。", "E125"),
        # one reason for several figures
        ("甲减少1万元。主要原因：人员变动，以及合同支付进度等原因减少支付。乙减少2万元。主要原因：人员变动，以及合同支付进度等原因减少支付。", None),
    ],
)  # fmt: skip
def test_a_sentence(tmp_path, text, code):
    found_codes = codes(tmp_path, text)
    assert (code in found_codes) if code else found_codes == []


def test_a_base_is_told_by_what_it_is(tmp_path):
    text = "“三公”经费30万元，较上年减少10万元，下降25%，较年初预算数减少20万元，下降4%。"
    (finding,) = found(tmp_path, text)
    assert "预算是 50万元，幅度应是 40.00%，写的是 4%" in finding.message


def test_a_rate_on_a_base_of_nothing_is_a_hint_where_it_is_100(tmp_path):
    text = "机关运行经费10.00万元，比上年增加10.00万元，增长{}%。"
    assert [f.severity.value for f in found(tmp_path, text.format("100"))] == ["提示"]
    assert [f.severity.value for f in found(tmp_path, text.format("80"))] == ["须说明"]


def test_changes_of_the_items_make_the_change_of_three_public_expenses(tmp_path):
    text = (
        "“三公”经费较上年减少9万元，较年初预算数减少3万元。其中：公务用车运行维护费较上年减少{}万元，"
        "较年初预算数减少1万元；公务接待费较上年减少4万元，较年初预算数减少2万元。"
    )
    assert codes(tmp_path, text.format(5)) == []
    (finding,) = found(tmp_path, text.format(7))
    assert (finding.code, finding.severity.value) == ("E112", "提示")
    assert "-11万元（比上年）" in finding.message


def test_the_total_of_the_text_is_the_total_of_its_table(tmp_path):
    rows = table(
        "项目 决算数", "本年收入合计 90.00", "年初结转 10.00", "总计 100.00", head="收入支出决算总表 单位：万元"
    )  # fmt: skip
    assert codes(tmp_path, rows + "\n2024年度收入支出总计100.00万元。") == []
    assert codes(tmp_path, rows + "\n2024年度财政拨款收入支出总计83.47万元。") == []
    assert codes(tmp_path, rows + "\n2024年度收入支出总计0万元。") == ["E114"]


def test_tables_of_other_money_are_not_held_against_each_other(tmp_path):
    one = table("项目 基本支出 项目支出", "行政运行 1096.91 8.77", "事业运行 200.00 0.00", "合计 1296.91 8.77", head="支出决算表 单位：万元")  # fmt: skip
    other = table("项目 基本支出 项目支出", "行政运行 {} 0.00", "事业运行 200.00 0.00", "合计 {} 0.00", head="一般公共预算财政拨款支出决算表 单位：万元")  # fmt: skip
    assert codes(tmp_path, one + "\n" + other.format("1092.80", "1292.80")) == []
    same = one.replace("支出决算表", "一般公共预算财政拨款支出决算表")
    assert "E115" in codes(tmp_path, same + "\n" + other.format("1092.91", "1292.91"))


def test_a_change_is_taken_in_the_order_the_heads_give(tmp_path):
    rows = ("项目 2016年预算数 上年完成数 比上年增减额", "增值税 2319 2070 {}", "营业税 8365 7469 896", "其他 10 20 -10")  # fmt: skip
    assert codes(tmp_path, table(*(row.format("249") for row in rows))) == []
    assert codes(tmp_path, table(*(row.format("294") for row in rows))) == ["E106"]


def test_a_total_adds_a_subtotal_and_the_rows_after_it_without_their_detail(tmp_path):
    rows = ("项目 预算数", "税收 300", "非税 141", "区级收入合计 441", "上级补助收入 378", "转移支付补助 378", "上年结余 14", "其中：结转 11", "收入总计 {}")  # fmt: skip
    assert codes(tmp_path, table(*(row.format("833") for row in rows))) == []
    assert codes(tmp_path, table(*(row.format("873") for row in rows))) == ["E102"]


def test_three_public_expenses_by_other_names_and_with_rates_below(tmp_path):
    rows = (
        "年度 合计 因公出国（境）经费 公务接待费 公车购置及运行维护费/合计 车辆购置 车辆运行",
        "2015年 2840 90 1400 1350 73 1277",
        "2016年 {} 12 1356 996 37 959",
        "增减% -16.8 -86.7 -3.1 -26.2 -49.3 -24.9",
    )
    book = Workbook()
    sheet = book.active
    sheet.append(["年度", "合计", "因公出国（境）经费", "公务接待费", "公车购置及运行维护费", None, None])  # fmt: skip
    sheet.append([None, None, None, None, "合计", "车辆购置", "车辆运行"])
    for row in rows[1:]:
        sheet.append(
            [
                float(x) if x.lstrip("-").replace(".", "").isdigit() else x
                for x in row.format(2364).split()
            ]
        )
    for merged in ("A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:G1"):
        sheet.merge_cells(merged)
    path = tmp_path / "三公.xlsx"
    book.save(path)
    assert proofread(path)[1] == []
    sheet["B4"] = 2384
    book.save(path)
    assert {f.place.cell for f in proofread(path)[1]} == {"B4"}


def test_money_of_nothing_above_money_of_one_kind(tmp_path):
    rows = ("资金 年初预算数 全年预算数", "年度资金总额： {} {}", "其中：财政拨款 90.00 89.00", "其他资金 . .")  # fmt: skip
    assert codes(tmp_path, table(*rows).format("0", "0").replace(".|", "|")) == ["E101", "E101"]
    assert codes(tmp_path, table(*rows).format("90.00", "89.00").replace(".|", "|")) == []


def test_a_form_may_ask_for_the_rate_of_the_whole_alone(tmp_path):
    form = (
        "|资金|全年预算数|全年执行数|执行率|\n|---|---|---|---|\n|年度资金总额|43.20|37.24|86.20%|\n"
        "|其中：财政拨款|30.00|30.00|{}|\n|其中：其他资金|13.20|7.24||\n"
    )
    assert codes(tmp_path, form.format("")) == []
    assert codes(tmp_path, form.format("100.00%")) == ["E119"]


def test_codes_in_three_cells_under_a_broken_head_are_no_numbers(tmp_path):
    rows = [
        "|项目||||本年收入|财政拨款|",
        "|功能分类|||科目名称|||",
        "|科目编码||||||",
        "|类|款|项|合计|30.00|30.00|",
        "|201|||一般公共服务支出|10.00|10.00|",
        "|201|06||财政事务|10.00|10.00|",
        "|201|06|01|行政运行|10.00|10.00|",
        "|208|||社会保障和就业支出|15.00|15.00|",
        "|208|05||行政事业单位养老支出|15.00|15.00|",
        "|208|05|01|行政单位离退休|15.00|15.00|",
        "|210|||卫生健康支出|5.00|5.00|",
        "|210|11||行政事业单位医疗|5.00|5.00|",
        "|210|11|01|行政单位医疗|5.00|5.00|",
    ]
    text = "\n".join([rows[0], "|---|---|---|---|---|---|", *rows[1:], ""])
    assert codes(tmp_path, text) == []
    assert "E101" in codes(tmp_path, text.replace("财政事务|10.00", "财政事务|12.00"))


def test_a_longer_name_that_begins_alike_is_another_body(tmp_path):
    text = "某市某区规划和资源局2024年度部门决算\n\n单位：某市某区规划和资源局（本级）、某市某区规划和资源{}\n"
    assert codes(tmp_path, text.format("服务中心")) == []
    assert codes(tmp_path, text.format("厅")) == ["E135"]


def test_last_years_cause_is_told(tmp_path):
    text = "2016年“三公”经费20万元，比上年下降。2016年压减了支出。\n\n{}年某区“三公”经费同比下降的原因主要是：厉行节约。\n"
    assert codes(tmp_path, text.format(2016)) == []
    assert codes(tmp_path, text.format(2015)) == ["E136"]


def test_parts_may_stand_in_the_paragraphs_below(tmp_path):
    text = "一般公共预算基本支出900.50元，其中：\n\n人员经费800.00元，主要包括工资。\n\n公用经费{}元，主要包括办公费。\n\n七、其他情况\n"
    assert codes(tmp_path, text.format("100.50")) == []
    assert codes(tmp_path, text.format("70.50")) == ["E112"]


def test_budgets_below_a_final_figure_are_not_its_parts(tmp_path):
    text = "支出决算为900.50万元，其中：\n\n教育支出年初预算为800.00万元，支出决算为790.00万元。\n\n卫生支出年初预算为110.50万元，支出决算为110.50万元。\n"
    assert codes(tmp_path, text) == []


CONTENTS = """\
目 录
第一部分 单位概况
一、主要职责
二、机构设置
第二部分 决算情况说明
一、收入支出决算总体情况说明
二、政府采购支出情况说明........5
三、国有资产占用情况说明
第一部分 单位概况
一、主要职责
负责甲。
二、机构设置
设乙科。
第二部分 决算情况说明
一、收入支出决算总体情况
收入一百元。
{}
采购为零。
三、国有资产占用情况说明
没有车辆。
""".replace("\n", "\n\n")


def test_what_the_contents_list_stands_in_the_body(tmp_path):
    assert codes(tmp_path, CONTENTS.format("二、政府采购支出情况")) == []
    (finding,) = found(tmp_path, CONTENTS.format("没有别的。"))
    assert finding.code == "E150"
    assert "二、政府采购支出情况说明" in finding.message


def test_row_numbers_of_final_accounts_are_no_amounts(tmp_path):
    rows = (
        "收入 收入 收入 支出 支出 支出",
        "项目 行次 决算数 项目 行次 决算数",
        "栏次 . 1 栏次 . 2",
        "一、财政拨款 1 80.00 一、教育支出 31 85.00",
        "二、事业收入 2 20.00 二、卫生支出 32 10.00",
        "本年收入合计 27 {} 本年支出合计 57 95.00",
        "年初结转 28 5.00 年末结转 58 10.00",
        "总计 29 105.00 总计 59 105.00",
    )
    right = table(*(row.format("100.00") for row in rows)).replace("|.|", "||")
    assert codes(tmp_path, right) == []
    assert "E101" in codes(tmp_path, right.replace("|100.00|", "|110.00|"))


def test_names_of_lower_subjects_below_their_class_are_well(tmp_path):
    rows = ("科目 合计", "社会保障和就业支出 5.00", "行政事业单位养老支出 5.00", "卫生健康支出 3.00", "行政事业单位医疗 3.00", "住房保障支出 2.00", "住房改革支出 2.00")  # fmt: skip
    assert "E141" not in codes(tmp_path, table(*rows))
    lone = ("科目 合计", "社会保障和就业支出 5.00", "卫生健康支出 3.00", "住房保障支出 2.00", "医疗卫生支出 1.00")  # fmt: skip
    assert "E141" in codes(tmp_path, table(*lone))


def test_three_public_expenses_with_a_blank_column(tmp_path):
    rows = "|“三公”经费合计|因公出国（境）费|公务用车购置及运行维护费|公务接待费|\n|---|---|---|---|\n|{}||6.00|1.20|\n"
    assert codes(tmp_path, "单位：万元\n\n" + rows.format("7.20")) == []
    assert codes(tmp_path, "单位：万元\n\n" + rows.format("9.20")) == ["E142"]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("公务接待费支出3.20万元，与2023年度预算相比，减少6.80万元，原因是活动减少。", None),
        ("公务接待费支出3.20万元，与2023年度预算相比，减少0.10万元，原因是活动减少。", "E111"),
        ("公务接待费支出3.20万元，与2023年度预算相比，增加6.80万元，原因是活动增多。", "E111"),
        ("公务接待费支出3.20万元，与2023年度预算相比无变化。", "E128"),
        ("公务接待费支出3.20万元，与2022年度预算相比无变化。", None),
        ("因公出国（境）费支出0.00万元，与2023年度预算相比无变化。", None),
    ],
)
def test_a_change_against_the_budget_of_the_table(tmp_path, said, code):
    rows = ("项目 预算数 决算数", "合计 26.00 17.20", "因公出国（境）费 0.00 0.00", "公务接待费 10.00 3.20", "公务用车购置及运行维护费 16.00 14.00", "其中：公务用车运行维护费 16.00 14.00", "公务用车购置费 0.00 0.00")  # fmt: skip
    text = "2023年度“三公”经费支出决算表\n\n单位：万元\n\n" + table(*rows) + "\n\n" + said
    assert codes(tmp_path, text) == ([code] if code else [])
