"""Findings about explanations."""

from reportgen.checks import performance_kinds  # noqa: F401 - declares C650 and after
from reportgen.finding import Severity, declare

BAD_EXPLANATIONS = declare(
    "C607",
    Severity.ERROR,
    "说明文件写得不对",
    "说明文件应以“说明:”开头，下面每条以 - 开头。",
    meaning="数据文件旁边的“<年度>.说明.yaml”读不出说明。",
    remedy="用 `reportgen check --write-explanations` 生成，再填写各条的“说明”。",
)
OUTDATED = declare(
    "C608",
    Severity.HINT,
    "说明已过时",
    "数变了，原来的说明不再算数，请重新说明：{text}",
    meaning="这条说明是针对原来的数写的，现在数不同了。",
    remedy="核对原说明是否仍成立，照新数重写。",
)
