"""What a text says about its figures: shares, completion, direction, reasons, lists, names and years."""

import pytest
from proof_builders import codes, found, table


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("收入合计200.00万元，其中：财政拨款150.00万元，占75.00%；其他收入50.00万元，占25.00%。", None),
        ("收入合计200.00万元，其中：财政拨款150.00万元，占57.00%；其他收入50.00万元，占25.00%。", "E125"),
        ("用于：教育支出60.00万元，占60.00%；卫生支出30.00万元，占30.00%；住房支出10.00万元，占12.00%。", "E125"),
        ("政府采购支出总额80.00万元。授予中小企业合同金额40.00万元，占政府采购支出总额的50.00%。", None),
        ("政府采购支出总额80.00万元。授予中小企业合同金额40.00万元，占政府采购支出总额的80.00%。", "E125"),
        ("填报目标的项目26个，占部门项目28个的100%。", "E125"),
        ("年初预算为50.00万元，支出决算为60.00万元，完成年初预算的120.00%。", None),
        ("年初预算为50.00万元，支出决算为60.00万元，完成年初预算的83.33%。", "E127"),
        ("年初预算为50.00万元，支出决算为60.00万元，决算数大于年初预算数。", None),
        ("年初预算为50.00万元，支出决算为60.00万元，决算数小于年初预算数的主要原因是结转。", "E128"),
        ("年初预算为50.00万元，支出决算为60.00万元，决算数与年初预算数持平。", "E128"),
        ("公务接待费2万元，与上年持平，主要原因是未安排出访。", None),
        ("公务接待费2万元，与上年持平，主要原因是减少接待批次。", "E129"),
        ("比上年减少3万元，主要原因是压减会议。", None),
        ("比上年减少3万元，主要原因是会议增加。", "E130"),
        ("比上年减少3万元，主要原因是上年新增项目较多。", None),
        ("与2022年相比，减少3万元，下降4%。主要是新增了项目。", "E130"),
        ("共有车辆5辆，其中：应急用车2辆、其他用车3辆。", None),
        ("共有车辆5辆，其中：应急用车2辆、其他用车4辆。", "E112"),
        ("编制86名，其中行政编制28名、事业编制58名；在职81人，其中行政人员26人、事业人员55人。", None),
        ("编制86名，其中行政编制28名、事业编制85名；在职81人，其中行政人员26人、事业人员55人。", "E112"),
        ("预算减少61.29万元，其中：基本支出增加68.26万元；项目支出减少129.55万元。", None),
        ("预算减少61.09万元，其中：基本支出增加68.26万元；项目支出减少129.55万元。", "E112"),
        ("本年12.00万元，比2023年10.00万元增加2.00万元。", None),
        ("本年12.00万元，比2023年15.00万元增加2.00万元。", "E111"),
        ("内设科室3个，分别为：办公室、规划科、工程科。", None),
        ("内设科室4个，分别为：办公室、规划科、工程科。", "E132"),
        ("绩效目标的项目共个，涉及资金12万元。", "E133"),
        ("收入增加12.00万元，增长%。", "E133"),
        ("填报日期：2024年13月20日。", "E104"),
        ("教育支出（类）普通教育（款）小学教育（项）。", None),
        ("教育支出（类）普通教育（款）小学教肓（项）。", "E137"),
        ("教育支出（类）普通教育（项）小学教育（项）。", "E137"),
    ],
)  # fmt: skip
def test_a_sentence(tmp_path, text, code):
    found_codes = codes(tmp_path, text)
    assert (code in found_codes) if code else found_codes == []


def test_one_change_of_one_figure_has_one_direction(tmp_path):
    text = "收入预算500万元，比上年增加120万元。\n\n支出预算500万元，比上年{}120万元。"
    assert codes(tmp_path, text.format("增加")) == []
    assert codes(tmp_path, text.format("减少")) == ["E131"]


def test_a_list_below_is_as_long_as_the_sentence_above_says(tmp_path):
    text = "行政单位1家，事业单位{}家，包括：\n\n1. 本级\n\n2. 服务中心\n\n3. 科普中心"
    assert codes(tmp_path, text.format(2)) == []
    assert codes(tmp_path, text.format(3)) == ["E132"]


def test_an_amount_in_another_unit_than_its_table_is_told(tmp_path):
    rows = table("项目 预算数", "甲 1204300", "乙 600000", "合计 1804300", head="单位：元")
    assert codes(tmp_path, rows + "\n预算合计180.43万元。") == []
    assert codes(tmp_path, rows + "\n预算合计1804300万元。") == ["E138"]


def test_a_rounded_amount_is_the_tables_own(tmp_path):
    rows = table(
        "项目 预算数", "住房保障支出 2111700", "其他支出 600000", "合计 2711700", head="单位：元"
    )
    assert codes(tmp_path, rows + "\n“住房保障支出”科目211万元。") == []
    (finding,) = found(tmp_path, rows + "\n“住房保障支出”科目221万元。")
    assert finding.code == "E114"


def test_a_last_years_amount_that_its_sentence_proves_is_no_slip(tmp_path):
    rows = table("项目 上年", "甲 16980.40", "乙 1.00", "合计 16981.40", head="单位：万元")
    text = "收入17806.52万元，比2023年16680.40万元增加1126.12万元。"
    assert codes(tmp_path, rows + "\n" + text) == []


def test_a_name_that_is_one_character_off_is_told(tmp_path):
    text = "翁江县教育局2023年度部门决算\n\n翁江县教育局主管教育。\n\n{}县教育局2023年度收入平稳。"
    assert codes(tmp_path, text.format("翁江")) == []
    (finding,) = found(tmp_path, text.format("瓮江"))
    assert finding.code == "E135"
    assert "瓮江县教育局" in finding.message


def test_other_bodies_may_be_named(tmp_path):
    text = "翁江县教育局2023年度部门决算\n\n翁江县教育局会同翁江县财政局、翁江县民政局开展检查。"
    assert codes(tmp_path, text) == []


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("2024年收入预算表", "E136"),
        ("2025年收入预算表", None),
        ("2024年度，本部门编报绩效目标。", "E136"),
        ("截至2024年8月31日，本部门共有车辆3辆。", None),
        ("截至2023年8月31日，本部门共有车辆3辆。", "E136"),
    ],
)
def test_years_are_those_of_the_title(tmp_path, line, code):
    text = f"某区科委2025年部门预算\n\n2025年支出预算表\n\n{line}\n"
    assert codes(tmp_path, text) == ([code] if code else [])
