"""The page docs/版式检查.md: what each finding of a format means, with the shortest thing that has it.

Made by scripts/make-docs. Not used by the command.
"""

from __future__ import annotations

from typing import Final

from reportgen.finding import KINDS

EXAMPLES: Final = {
    "名称、格式、算式": {
        "L501": '{{ 支出.金额(类型="基本支出" | 万元 }}：括号少了一半',
        "L502": '{{ 部们.名称 }}；{{ 行.名稱 }}；支出.金额(类型="基本支岀")',
        "L503": "{{ 支出.合计 | 万圆 }}",
        "L505": '{{ 支出.金额("基本支出") | 万元 }}：条件要写名称',
        "L508": "{{ 部门.名称 | 万元 }}",
        "L509": "{{ 支出.合计 | 百分比 }}",
        "L511": "{% if 支出.合计 | 万元 > 5 %}",
        "L512": "{% for 字 in 部门.名称 %}",
        "L513": "{{ 支出.合计 }}：没有写格式",
        "L515": "{{ 部门._名称 }}",
        "L516": "{% include '别的.docx' %}",
        "L517": "{{ 支出.合计 | 万元(20) }}",
        "T101": '{{ 部门.名稱 | 默认("无") }}',
        "T102": '{% if 行.类别 == "甲种" %}，选项里只有甲类、乙类',
        "T103": "{%tr for 行 in 任务 %}，中间却写 {{ 项.名称 }} 以外的固定内容",
        "T111": "{{ 支出.合计 | 元 }}万元；{{ 增减率 | 百分比 }}%",
        "T112": "表头写“单位：万元”，格里写 {{ 支出.合计 | 元 }}",
        "T113": "{{ 行.执行率 | 执行率 }}，这一格的数字格式是“百分比”",
    },
    "Word 模板": {
        "R760": "把 .doc 改名成 .docx",
        "R761": "另存为带宏的文档；插入网上的图片；DDEAUTO、INCLUDETEXT 一类的域；指向共享文件夹的链接",
        "R762": "批注里写 {{ 部门.名称 }}；修订里删掉的标签",
        "R763": "{{ 部门.名称 }",
        "R764": "{{ 部门⇥.名称 }}：中间按了制表键",
        "R765": "{%p if 年度 %}重要：旁边的“重要”会丢",
        "R766": "在表格外写 {%tr for 行 in 任务 %}",
        "R767": "{%tr for 行 in 任务 %} 没有 {%tr endfor %}",
        "R768": "{%tr for %} 用 {%p endfor %} 结束；开始在表1、结束在表2",
        "R769": "循环外写 {% vm %}",
        "R770": "{%p if %} 所在的段末有分节符",
        "T104": "{%tr for 行 in 任务 %} 下一行就是 {%tr endfor %}",
        "T120": "先打 {{ 部门 }}，再回去改成 {{ 部门.名称 }}",
        "T121": "｛｛ 部门.名称 ｝｝",
        "T122": "从别的文档粘贴来的段落带着这里没有的样式",
        "T123": "某一段用了自己装的手写字体",
        "T124": "开着修订改模板，没有接受",
    },
    "Excel 模板": {
        "R701": "把 .xls 改名成 .xlsx",
        "R702": "=WEBSERVICE(…)；=cmd|'/c calc'!A0；='[别的.xlsx]表1'!A1；外部数据连接",
        "R704": "工作表名写 {{ 年度 }}；公式里写 {{ 年度 }}",
        "R710": "{{ 部门.名称 }；｛｛ 部门.名称 ｝｝（Excel 里全角的会照印）",
        "R711": "{%tr for 行 in 任务 %} 那一行的另一格写了“备注”",
        "R712": "{%tr for 行 in 任务 %} 没有 {%tr endfor %}",
        "R713": "{%p if 年度 %}；{%tr fro 行 in 任务 %}",
        "R714": "D3:D6 合并，循环只到第 4 行",
        "R715": "循环行里的数组公式",
        "R716": "{%tc for 列 in 任务 %} 没有 {%tc endfor %}",
        "R717": "循环外写 {% vm %}",
        "R718": "{%sheet for 项 in 项目 %}：没有写“名称=”",
        "R741": "A3 里写 =SUM(A1:A3)",
        "R744": "=没有的表!A1",
        "T130": "A1:B1 合并了，标签写在 B1",
        "T131": "循环行是第 4 行和第 6 行，合计写 =SUM(B4:B4)",
        "T132": "循环列出类、款、项，合计写 =SUM(B3:B3)；区域包住了小计行",
        "T133": "数前面有撇号：'1,200",
        "T134": "=SUM(D3:D3)，D3 是 {{ 行.金额 | 万元 }}（估）",
        "T135": '=INDIRECT("B3")',
        "T136": "名称管理器里的“合计数”指到删掉的表",
        "T137": "打印区域是 A1:A5，标签写在 D1",
        "T138": "标签写在隐藏的行、列、工作表",
        "T139": "循环外写 =B3，B3 是循环行",
    },
    "版式文件": {
        "F401": "继承: shenzhen-louhu",
        "F403": "主键里的栏不存在；“同”指的格式不存在；取数叫“支出”；模板写成 ../x.docx；分值加起来不是满分",
        "F404": "数目: {}",
        "F405": "模板: 没有.docx",
        "F406": "继承: 自己",
        "C601": "取数：甲: 乙，乙: 甲",
        "C602": "增减说明里写 支出/基本支岀",
        "T105": "fields.yaml 里有“备注”，模板没有印",
        "T106": "口径: {总数: 部门.名称}",
        "T107": "规则的左、右都写 支出.合计",
        "T108": "资金行的资金性质写成“一般公共予算拨款”",
        "T109": "等级最低一等从 60 分起",
        "T110": "每: 项目，输出: 自评表.docx",
    },
    "试着生成": {
        "T150": "{{ 任务[0].名称 }}：列表空的时候没有第一行；=1/A1：金额是零的时候",
        "T151": "生成的文档里有 XX、{{、#REF!",
        "T152": "{% for 行 in 任务[:5] %}",
        "T153": '{{ 行.名称 | replace("<", "") }}',
        "T154": "条件: 年度 < 1900",
        "T160": "每次生成都查：公式同时加了“支出/201”和“支出/20103”",
        "T161": "每次生成都查：公式加了一级科目，独独少了有钱的一个",
    },
    "改模板": {"T170": "--fix 改过以后文字不一样"},
}
"""By subject: code → the shortest template, formula or declaration that has the finding."""

OPENING: Final = """# 版式检查

*Made by `python scripts/make-docs`: what `reportgen format check` finds, with the shortest thing that has it.*

做好或改过版式以后，运行：

```
reportgen format check shenzhen-luohu            # 或者版式的文件夹
reportgen format check 版式 --data 数据.yaml      # 再用一份真实的数据试一遍
reportgen format check 版式 --annotate 批注        # 模板另存一份，每个问题批注在它的段落、单元格上
reportgen format check 版式 --fix                 # 接好拆开的标签，改正全角花括号；原文件留作“….原件”
reportgen format check 版式 --json
```

检查做三件事，一次列出全部问题：

1. **逐个试标签**。按版式的栏目造一份数据，把模板、取数、规则、短语里的每个名称、格式、函数都取一遍，
   不成立的条件、空的循环里面也试。写错的名称会告诉您最像的那个。
2. **看模板的结构**。循环有没有配对，旁边有没有会丢的字，合并单元格、求和区域、打印区域、样式、字体对不对。
3. **试着生成**。换八种古怪的数据：列表全空、只有一行、三百行、很长的文字、`<` `&` 引号、全是零、全是负数、
   不必填的都不填；生成后重新读一遍，少了什么都会说。

错误必须改；提示请看一看。查一个代码：`reportgen findings T131`。
"""


def markdown() -> str:
    """The whole page."""
    from reportgen import finding_catalogue

    finding_catalogue.load_all()
    pieces = [OPENING]
    for subject, examples in EXAMPLES.items():
        pieces.append(f"## {subject}\n")
        pieces.append("| 代码 | 级别 | 问题 | 这样写就会有 | 怎么办 |\n|---|---|---|---|---|")
        for code, example in examples.items():
            kind = KINDS[code]
            cells = (code, kind.severity.value, kind.title, example, kind.remedy)
            pieces.append("| " + " | ".join(_cell(cell) for cell in cells) + " |")
        pieces.append("")
    return "\n".join(pieces)


def _cell(text: str) -> str:
    return text.replace("{{{{", "{{").replace("}}}}", "}}").replace("|", "\\|").replace("\n", " ")
