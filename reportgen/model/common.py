"""The sections that every department's year has, whatever the district.

Names are those of 预算管理一体化 and of the 部门预算 tables (财预〔2016〕143号); what only some
districts ask for is declared in their `fields.yaml`.
"""

from reportgen.model.fields import Contract, Field, FieldType, Section, SectionKind
from reportgen.model.projects import PROJECT_SECTIONS

FUNDS = (
    "一般公共预算拨款",
    "政府性基金预算拨款",
    "国有资本经营预算拨款",
    "财政专户管理资金",
    "事业收入",
    "事业单位经营收入",
    "上级补助收入",
    "附属单位上缴收入",
    "其他收入",
)
"""资金性质, in the order of the 收支总表."""

KINDS_OF_EXPENDITURE = (
    "基本支出",
    "项目支出",
    "事业单位经营支出",
    "上缴上级支出",
    "对附属单位补助支出",
)
VINTAGES = ("当年", "上年结转")
STAGES = ("年初", "调整", "执行")
MONEY_UNITS = ("元", "千元", "万元", "亿元")

_STAGE = Field(
    "阶段", FieldType.OPTION, options=STAGES, default="年初", meaning="年初预算、调整后预算或执行数"
)
_FUND = Field(
    "资金性质", FieldType.OPTION, options=FUNDS, default=FUNDS[0], meaning="钱从哪一本预算来"
)
_VINTAGE = Field(
    "年度来源", FieldType.OPTION, options=VINTAGES, default="当年", meaning="当年安排，还是上年结转"
)
_AMOUNT = Field(
    "金额", FieldType.AMOUNT, required=True, meaning="按“部门”里的金额单位填写", example="152.75"
)
_ASSUMED = Field("假定", meaning="这个数若不是原始数据而是推定的，在这里写明理由")

DEPARTMENT = Section(
    "部门",
    SectionKind.RECORD,
    (
        Field("名称", required=True, meaning="封面和表头用的部门名称", example="组织部门"),
        Field("代码", FieldType.CODE, meaning="部门预算编码", example="203"),
        Field("全称", meaning="机构全称"),
        Field("地区", required=True, meaning="决定用哪个区县的版式", example="秦皇岛市山海关区"),
        Field("年度", FieldType.YEAR, required=True, meaning="预算年度", example="2023"),
        Field(
            "金额单位",
            FieldType.OPTION,
            options=MONEY_UNITS,
            default="元",
            meaning="本数据集金额用什么单位填",
        ),
        Field("上年", meaning="上年数据文件的位置", example="./2022.yaml"),
        Field(
            "版本",
            FieldType.OPTION,
            options=("部门", "单位"),
            default="部门",
            meaning="部门预算还是单位预算",
        ),
    ),
    required=True,
    meaning="这一套数据是谁的、哪一年的",
)
INCOME = Section(
    "收入明细",
    SectionKind.TABLE,
    (
        Field("单位", meaning="所属单位"),
        Field("功能科目", FieldType.CODE, catalogue="功能科目", meaning="支出功能分类科目编码"),
        _FUND,
        _VINTAGE,
        _STAGE,
        _AMOUNT,
        _ASSUMED,
    ),
    identity=("单位", "功能科目", "资金性质", "年度来源", "阶段"),
    meaning="收入，一行一笔",
)
EXPENDITURE = Section(
    "支出明细",
    SectionKind.TABLE,
    (
        Field("单位", meaning="所属单位"),
        Field(
            "功能科目",
            FieldType.CODE,
            required=True,
            catalogue="功能科目",
            meaning="支出功能分类科目编码，到项",
            example="2013201",
        ),
        Field("功能科目名称", meaning="可不填，按编码取目录中的名称"),
        Field(
            "经济科目",
            FieldType.CODE,
            catalogue="部门经济科目",
            meaning="部门预算支出经济分类科目编码，到款",
            example="30101",
        ),
        Field("经济科目名称", meaning="可不填，按编码取目录中的名称"),
        Field(
            "政府经济科目",
            FieldType.CODE,
            catalogue="政府经济科目",
            meaning="政府预算支出经济分类科目编码",
        ),
        Field(
            "类型",
            FieldType.OPTION,
            required=True,
            options=KINDS_OF_EXPENDITURE,
            meaning="基本支出、项目支出等",
            example="基本支出",
        ),
        Field("项目", meaning="项目支出所属项目的名称"),
        _FUND,
        _VINTAGE,
        _STAGE,
        _AMOUNT,
        _ASSUMED,
    ),
    required=True,
    identity=(
        "单位",
        "功能科目",
        "经济科目",
        "政府经济科目",
        "类型",
        "项目",
        "资金性质",
        "年度来源",
        "阶段",
    ),
    meaning="支出，一行一笔，各表的合计都由这里算出",
)
LAST_YEAR = Section(
    "上年数",
    SectionKind.TABLE,
    (
        Field("名称", required=True, meaning="数的名称，各级用 / 隔开", example="支出/基本支出"),
        _AMOUNT,
        Field("说明", meaning="这个数的来历"),
    ),
    identity=("名称",),
    meaning="没有上年数据文件时，需要对比的上年数",
)
CLAIMS = Section(
    "声明数",
    SectionKind.TABLE,
    (
        Field("名称", required=True, meaning="数的名称，各级用 / 隔开", example="支出/基本支出"),
        _AMOUNT,
        Field("说明", meaning="这个数写在哪里"),
    ),
    identity=("名称",),
    meaning="批复或已公布的合计数，用来核对，不用来填表",
)

UNITS = Section(
    "下属",
    SectionKind.TABLE,
    (
        Field(
            "数据",
            required=True,
            meaning="下属单位数据文件的位置，从本文件所在的文件夹算起",
            example="./lgb-2024.yaml",
        ),
        Field("名称", meaning="这个单位在“单位”里的名称；与它自己数据里的名称相同的不用填"),
    ),
    identity=("数据",),
    meaning="部门预算由本级和下属单位汇总时，一行一个单位；只做本单位的不用填",
)
REASONS = Section(
    "增减原因",
    SectionKind.TABLE,
    (
        Field("名称", required=True, meaning="数的名称，各级用 / 隔开", example="支出/基本支出"),
        Field(
            "原因",
            FieldType.LONG_TEXT,
            required=True,
            meaning="与上年相比增减的原因，只写原因本身，不写“主要原因是”",
            example="人员经费工资调整",
        ),
    ),
    identity=("名称",),
    meaning="与上年相比有增减的，一个数写一行原因；印在说明的句子里",
)

COMMON = Contract(
    {
        s.name: s
        for s in (
            DEPARTMENT,
            UNITS,
            INCOME,
            EXPENDITURE,
            *PROJECT_SECTIONS,
            LAST_YEAR,
            CLAIMS,
            REASONS,
        )
    }
)
"""The data contract before a format adds to it."""
