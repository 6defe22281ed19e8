"""The section 整体自评: what a department gives itself for each indicator of the 指标体系.

It is part of a data set only where the format's scoring.yaml has a framework (整体). Nothing is
computed here: see `reportgen.compute.evaluation`.
"""

from typing import Final

from reportgen.model.fields import Field, FieldType, Section, SectionKind
from reportgen.model.projects import POINTS

EVALUATION: Final = Section(
    "整体自评",
    SectionKind.TABLE,
    (
        Field(
            "三级指标", required=True, meaning="与评分表里的名称一字不差", example="预算编制合理性"
        ),
        Field("分项", meaning="评分标准里的一项单独给分时填它的名称；整个指标的得分留空"),
        Field("得分", FieldType.QUANTITY, unit=POINTS, required=True, meaning="自评得分"),
        Field("依据", FieldType.LONG_TEXT, meaning="得分的依据；没有得满分的写明扣分原因"),
    ),
    identity=("三级指标", "分项"),
    meaning="部门整体支出绩效自评，一行一个三级指标",
)
