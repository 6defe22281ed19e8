"""Mistakes in the YAML files of a format, each with its one finding."""

from format_check_builders import FIELDS, USES, Mistake, docx

PAGE = docx("{{ 部门.名称 }}")
TASKS = docx("{% for 行 in 任务 %}" + USES + "{% endfor %}")
RULE = "规则:\n- {{编号: Y01, 名称: 试, {}}}\n"
SCORING = "一级指标:\n- {名称: 产出指标, 分值: 50}\n- {名称: 效益指标, 分值: 40}\n"


def form(name, code, place, words="", text="", **more):
    return Mistake(name, code, place, words, word=PAGE, format=text, **more)


def file(name, code, place, words, file_name, text, **more):
    return Mistake(name, code, place, words, word=PAGE, files={file_name: text}, **more)


CASES = [
    # format.yaml
    form("不认识的键", "F404", "format.yaml:5", "数目", "数目: {}\n"),
    form("模板不在文件夹里", "F405", "format.yaml:4", "没有.docx",
         documents="- {名称: 文字, 模板: 没有.docx, 输出: 文字.docx}"),
    form("模板写到文件夹外面", "F403", "format.yaml:4", "文件名",
         documents="- {名称: 文字, 模板: ../../x.docx, 输出: 文字.docx}"),
    form("继承写到文件夹外面", "F401", "", "../../etc", "继承: ../../etc\n"),
    form("继承绕成圈", "F406", "format.yaml", "圈", "继承: test\n"),
    form("取数里名称写错", "L502", "format.yaml:6", "支岀", "取数:\n  合计数: 支岀.合计\n"),
    form("取数里写法不对", "L501", "format.yaml:6", "写法不对", "取数:\n  合计数: 支出.金额(\n"),
    form("取数盖住了程序的名称", "F403", "format.yaml:6", "盖住", "取数:\n  收入: 支出.合计\n"),
    form("取数互相绕圈", "C601", "format.yaml:6", "", "取数:\n  甲: 乙\n  乙: 甲\n"),
    form("口径得到的不是数", "T106", "format.yaml:6", "口径", "口径:\n  总数: 部门.名称\n"),
    form("数字照抄的格式不存在", "F403", "format.yaml:6", "万圆", "数字:\n  表内: {同: 万圆}\n"),
    form("数字用了别的格式的名称", "F403", "format.yaml:6", "盖住", "数字:\n  日期: {单位: 元}\n"),
    form("文档的条件名称写错", "L502", "format.yaml:4", "支岀",
         documents="- {名称: 文字, 模板: 模板.docx, 输出: 文字.docx, 条件: 支岀.行数}"),
    form("文档的条件永远不成立", "T154", "format.yaml:4", "条件",
         documents="- {名称: 文字, 模板: 模板.docx, 输出: 文字.docx, 条件: 年度 < 1900}"),
    form("每一份的文件名相同", "T110", "format.yaml:4", "覆盖",
         documents="- {名称: 文字, 模板: 模板.docx, 输出: 文字.docx, 每: 项目}"),
    form("文件名里名称写错", "L502", "format.yaml:4", "名子",
         documents='- {名称: 文字, 模板: 模板.docx, 输出: "{{ 项.名子 }}.docx", 每: 项目}'),
    # fields.yaml
    Mistake("声明了却没有印", "T105", "fields.yaml:8", "备注", word=TASKS,
            fields=FIELDS + "  - {名称: 备注, 类型: 文本}\n"),
    Mistake("主键指的栏不存在", "F403", "fields.yaml:4", "名稱", word=TASKS,
            fields=FIELDS.replace("  形式: 表\n", "  形式: 表\n  主键: [名稱]\n")),
    Mistake("选项没有写选项", "F403", "fields.yaml:7", "选项", word=TASKS,
            fields=FIELDS.replace(", 选项: [甲类, 乙类]", "")),
    Mistake("默认值不在选项里", "F403", "fields.yaml:7", "甲种", word=TASKS,
            fields=FIELDS.replace("乙类]", "乙类], 默认: 甲种")),
    Mistake("类型写错", "F403", "fields.yaml:6", "类型", word=PAGE,
            fields=FIELDS.replace("类型: 金额", "类型: 钱")),
    Mistake("节的名称盖住程序的名称", "F403", "fields.yaml:2", "盖住", word=PAGE,
            fields="\n上年:\n  形式: 表\n"),
    # checks.yaml
    file("规则里名称写错", "L502", "checks.yaml:2", "支岀", "checks.yaml",
         RULE.format("左: 支岀.合计, 右: 收入.合计")),
    file("规则两边一样", "T107", "checks.yaml:2", "一样", "checks.yaml",
         RULE.format("左: 支出.合计, 右: 支出.合计")),
    file("规则的一边不是数", "T106", "checks.yaml:2", "左", "checks.yaml",
         RULE.format("左: 部门.名称, 右: 支出.合计")),
    file("规则逐行的属性写错", "L502", "checks.yaml:2", "名子", "checks.yaml",
         RULE.format('逐行: "支出.明细()", 左: 行.名子, 右: 行.金额')),
    file("规则的关系写错", "F403", "checks.yaml:2", "关系", "checks.yaml",
         RULE.format("左: 支出.合计, 右: 收入.合计, 关系: 等于")),
    # scoring.yaml
    file("分值加起来不是满分", "F403", "scoring.yaml", "满分", "scoring.yaml",
         SCORING.replace("40", "30")),
    file("执行率指的一级指标不存在", "T108", "scoring.yaml", "管理", "scoring.yaml",
         SCORING.replace("40", "50") + "执行率: {所在一级指标: 管理}\n"),
    file("资金行指的资金性质不存在", "T108", "scoring.yaml", "一般公共予算拨款", "scoring.yaml",
         SCORING + "资金:\n  行:\n  - {名称: 财政拨款, 资金性质: [一般公共予算拨款]}\n"),
    file("等级没有从零开始", "T109", "scoring.yaml", "60", "scoring.yaml",
         SCORING + "等级:\n- {名称: 优, 下限: 90}\n- {名称: 中, 下限: 60}\n"),
    # phrases.yaml
    file("短语里名称写错", "L502", "phrases.yaml:2", "本念", "phrases.yaml",
         '短语:\n  说:\n    参数: [本年]\n    文字: "{{ 本念 | 万元 }}"\n'),
    file("短语的条件写法不对", "L501", "phrases.yaml:2", "写法不对", "phrases.yaml",
         "短语:\n  说:\n    变体:\n      甲: {条件: 年度 >, 文字: 甲}\n"),
    Mistake("用没有的短语", "L502", "第1段", "说明白", word=docx("{{ 短语.说明白() }}"),
            files={"phrases.yaml": "短语:\n  说:\n    文字: 甲\n"}),
    Mistake("短语少了参数", "L505", "第1段", "少了", word=docx("{{ 短语.说() }}"),
            files={"phrases.yaml": '短语:\n  说:\n    参数: [甲]\n    文字: "{{ 甲 }}"\n'}),
    file("增减说明指的数不存在", "C602", "phrases.yaml:2", "支出/基本支岀", "phrases.yaml",
         "增减说明:\n  项目: [{名称: 支出/基本支岀}]\n"),
    # What only odd data shows
    Mistake("列表空的时候取第一行", "T150", "第1段", "列表全空", word=docx(
        "{% for 行 in 任务 %}" + USES + "{% endfor %}{{ 任务[0].名称 }}"), fields=FIELDS),
    Mistake("只印前五行", "T152", "模板.docx", "只印出 5 行", word=docx(
        "{% for 行 in 任务[:5] %}{{ 行.名称 }}{% endfor %}"
        "{% for 行 in 任务 %}{{ 行.金额 | 万元 }}{{ 行.类别 }}{% endfor %}"), fields=FIELDS),
    Mistake("替换掉了符号", "T153", "模板.docx", "没有完整地印出来", word=docx(
        '{% for 行 in 任务 %}{{ 行.名称 | replace("<", "") }}{{ 行.金额 | 万元 }}{{ 行.类别 }}'
        "{% endfor %}"), fields=FIELDS),
]  # fmt: skip
