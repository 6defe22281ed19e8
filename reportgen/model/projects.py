"""The sections about projects: 项目, 项目资金, 绩效目标, 绩效指标.

Field names follow the 项目支出绩效自评表 of 财预〔2020〕10号 and the indicator fields of
财预〔2021〕101号. What a district's form asks for besides (一级预算单位, 负责人 …) is declared in its
`fields.yaml`. Nothing is computed here: see `reportgen.compute.scoring`.
"""

from typing import Final

from reportgen.model.fields import Field, FieldType, Section, SectionKind

DIRECTIONS: Final = ("正向", "反向")
DEGREES: Final = ("达成", "部分达成", "未达成")
"""How far a qualitative indicator was reached; the bands of a format's scoring.yaml use the words."""

AMOUNTS: Final = ("年初预算数", "全年预算数", "全年执行数")
"""The money columns of the form."""

POINTS: Final = "分"

_PROJECT = Field("项目", required=True, meaning="项目名称，与“项目”里的名称一字不差")
_TARGET_FIELDS = (
    Field("一级指标", required=True, meaning="产出、效益、满意度、成本等", example="产出指标"),
    Field("二级指标", meaning="数量、质量、时效等", example="数量指标"),
    Field("三级指标", meaning="具体指标；没有设置的留空", example="全年中心开放天数"),
    Field("指标值", meaning="目标，照绩效目标表写；也可分三栏写", example="≥336天"),
    Field("性质", meaning="分三栏写时的第一栏：≥、≤、＝、定性等", example="≥"),
    Field("目标值", meaning="分三栏写时的第二栏", example="336"),
    Field("计量单位", meaning="分三栏写时的第三栏；表样有度量单位一栏时也填这里", example="天"),
    Field(
        "方向",
        FieldType.OPTION,
        options=DIRECTIONS,
        meaning="越大越好填正向，越小越好填反向；目标里写了 ≥ 或 ≤ 的不用填",
    ),
    Field("权重", FieldType.QUANTITY, unit=POINTS, meaning="这个指标的分值", example="20"),
)

PROJECTS = Section(
    "项目",
    SectionKind.TABLE,
    (
        Field("名称", required=True, meaning="项目名称", example="公务员管理工作经费"),
        Field("标题", meaning="表头上的名称，与项目名称不同时才填", example="公务员管理工作"),
        Field("编码", FieldType.CODE, meaning="项目编码"),
        Field("单位", meaning="项目所属的预算单位，与支出明细里的单位一致"),
        Field("单位编码", FieldType.CODE, meaning="预算单位编码"),
        Field("主管部门", meaning="主管部门名称"),
        Field("实施单位", meaning="实施单位名称"),
        Field("预期目标", FieldType.LONG_TEXT, meaning="年度总体目标：年初预期"),
        Field("实际完成情况", FieldType.LONG_TEXT, meaning="年度总体目标：年末实际完成情况"),
        Field(
            "执行率得分",
            FieldType.QUANTITY,
            unit=POINTS,
            meaning="已上报或已公布的得分，只用来核对，不用来填表",
        ),
        Field(
            "总分",
            FieldType.QUANTITY,
            unit=POINTS,
            meaning="已上报或已公布的总分，只用来核对，不用来填表",
        ),
        Field("涉密", FieldType.FLAG, default="否", meaning="涉密项目公开时不列出"),
    ),
    identity=("名称",),
    meaning="项目，一行一个",
)
FUNDS = Section(
    "项目资金",
    SectionKind.TABLE,
    (
        _PROJECT,
        Field("资金", required=True, meaning="资金行的名称", example="当年财政拨款"),
        *(
            Field(name, FieldType.AMOUNT, meaning="支出明细里有这个项目的，可以不填，由明细汇总")
            for name in AMOUNTS
        ),
    ),
    identity=("项目", "资金"),
    meaning="项目资金，一行一种来源；写了总额的，只用来核对",
)
_INDICATOR = ("项目", "一级指标", "二级指标", "三级指标")
TARGETS = Section(
    "绩效目标",
    SectionKind.TABLE,
    (_PROJECT, *_TARGET_FIELDS),
    identity=_INDICATOR,
    meaning="年初批复的绩效指标；自评时由这里带入，目标改动了会提示",
)
INDICATORS = Section(
    "绩效指标",
    SectionKind.TABLE,
    (
        _PROJECT,
        *_TARGET_FIELDS,
        Field("实际完成值", meaning="年末实际完成的数或情况", example="366天"),
        Field(
            "完成程度",
            FieldType.OPTION,
            options=DEGREES,
            meaning="只用于定性指标：填了就按档次提示得分范围",
        ),
        Field("得分", FieldType.QUANTITY, unit=POINTS, meaning="自评得分", example="20"),
        Field("偏差原因", FieldType.LONG_TEXT, meaning="扣分或偏差的原因及改进措施"),
    ),
    identity=_INDICATOR,
    meaning="绩效指标自评，一行一个指标，顺序就是打印的顺序",
)
PROJECT_SECTIONS: Final = (PROJECTS, FUNDS, TARGETS, INDICATORS)
