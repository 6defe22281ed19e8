"""The findings of charts in templates (R810 to R819)."""

from __future__ import annotations

from typing import Final

from reportgen.finding import Severity, declare

UNKNOWN_CHART: Final = declare(
    "R810",
    Severity.ERROR,
    "没有这个图表",
    "模板里的图表要显示“{name}”，format.yaml 的“图表”里没有它。",
    meaning="图表的替换文字写着 {{ 图表.名称 }}，名称要在 format.yaml 的“图表”里说明取哪些数。",
    remedy="改正名称，或在 format.yaml 的“图表”里补上。",
)
UNBOUND_CHART: Final = declare(
    "R811",
    Severity.HINT,
    "图表里的数不会变",
    "{where}里的图表（{title}）没有写明显示哪些数，原样留着。",
    meaning="模板里画的图表，替换文字里没有 {{ 图表.名称 }}，生成的文档里就是模板里的那些数。",
    remedy="右键图表→“编辑替换文字”，写上 {{ 图表.名称 }}，并在 format.yaml 的“图表”里说明取哪些数。",
)
UNSUPPORTED_CHART: Final = declare(
    "R812",
    Severity.ERROR,
    "这种图表填不了",
    "图表“{name}”填不了：{reason}。",
    meaning="能填的是柱形图、条形图、折线图、面积图、饼图、圆环图和雷达图，并且是 Word 里插入的、带数据表的图表。",
    remedy="在 Word 里“插入→图表”重新画一个，或复制 templates/national/图表样例.docx 里的。",
)
REPEATED_CHART: Final = declare(
    "R813",
    Severity.ERROR,
    "图表不能放在循环里",
    "图表“{name}”放在循环里，一份文档里只能画一次。",
    meaning="每个图表在文档里有自己的一份数据，放在 {%p for … %} 里重复不了。条件 {%p if … %} 里可以。",
    remedy="把图表移到循环外面；每项一张图的，按“每”做成每项一份文档。",
)
CHART_TAG: Final = declare(
    "R814",
    Severity.ERROR,
    "图表里的标签不起作用",
    "图表{where}里有标签 {tag}，放在这里不起作用。",
    meaning="图表里只认 {{ 图表.名称 }} 一个标签，写在替换文字或图表标题里；其他文字不会换成数据。",
    remedy="要随数据变的标题，写在 format.yaml 的“图表”的“标题”里，那里可以写标签。",
)
NO_POINTS: Final = declare(
    "R815",
    Severity.ERROR,
    "图表没有数",
    "图表“{name}”一个类别也没有。",
    meaning="format.yaml 里“类别”的结果是空的，图表画不出来。",
    remedy="核对“类别”；没有数就不画的，把图表放在 {%p if … %} 里。",
)
