"""Findings about slips of the hand in names, numbers and citations."""

from reportgen.finding import Severity, declare

TITLE_TWICE = declare(
    "C740",
    Severity.EXPLAIN,
    "一句话里把同一个文件列了两次",
    "“{name}”的一句话里，{title}列了两次：…{around}…",
    meaning="列举依据时多贴了一次，或者本来要写的是另一个文件。",
    remedy="删去重复的，或改成本来要写的文件。",
)
CUT_NAME = declare(
    "C741",
    Severity.EXPLAIN,
    "名称没有写完",
    "“{name}”像是没有写完{guess}。",
    meaning="从系统导出或复制时，太长的名称会被截断，印出来就不成话。",
    remedy="照批复的项目名称写全；批复就是这样的，在说明文件里写明。",
)
GROUPING = declare(
    "C742",
    Severity.EXPLAIN,
    "数字的分节不对",
    "{where}里的“{number}”分节不对：逗号应当三位一节{guess}。",
    meaning="逗号放错了位置，读的人不知道是多一位还是少一位。",
    remedy="核对这个数，改正逗号的位置。",
)
LATER_TITLE = declare(
    "C743",
    Severity.HINT,
    "引用的文件是以后年度的",
    "“{name}”里引用了{title}，是 {found} 年起的，本年是 {year} 年。",
    meaning="本年的工作不会依据以后才有的文件，多半是照后来的材料抄的。",
    remedy="核对该引用哪一年的文件；说的是以后的工作，不用改。",
)
NUMBER_BRACKETS = declare(
    "C744",
    Severity.HINT,
    "文号的括号不规范",
    "“{example}”{more}里文号的年份没有用六角括号〔〕，共有 {count} 处，用了 {used} 几种括号。",
    meaning="GB/T 9704—2012：发文字号的年份用六角括号“〔〕”括入。",
    remedy="把年份的括号换成〔〕；项目名称以批复为准。",
)
TARGET_IN_NAME = declare(
    "C745",
    Severity.EXPLAIN,
    "指标名称后面带着目标的开头",
    "“{name}”的末尾“{tail}”是目标“{target}”的开头，两格连在了一起。",
    meaning="复制时把目标的几个字带进了指标名称。",
    remedy="删去指标名称末尾多出的字。",
)
SKIPPED_NUMBER = declare(
    "C746",
    Severity.HINT,
    "序号跳了号",
    "“{name}”里的序号由 {before} 跳到了 {after}。",
    meaning="中间少了一条，或者序号没有跟着改。",
    remedy="核对是否漏了一条；没有漏的改正序号。",
)
DATE_AS_COST = declare(
    "C747",
    Severity.HINT,
    "成本指标写的是时间",
    "“{name}”列在“{group}”里，目标“{target}”却是时间，像是时效指标。",
    meaning="成本指标要写花多少钱；写时间的应列在时效指标里。",
    remedy="核对这个指标该列在哪一组。",
)
