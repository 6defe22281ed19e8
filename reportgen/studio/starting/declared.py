"""The YAML files of a format that is begun, and the page 待定.md of what is left to do."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from reportgen.formats.scoring import general_scoring
from reportgen.model.common import FUNDS
from reportgen.model.fields import FieldType
from reportgen.studio.starting.found import FACTS_OF_FORM, FACTS_OF_WHOLE, INDICATORS_OF_WHOLE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reportgen.formats import Format
    from reportgen.formats.scoring import ScoringDeclaration
    from reportgen.studio.starting.found import Found, Fund, Note
    from reportgen.studio.starting.labels import Extra

PENDING: Final = "待定.md"
_PLAIN: Final = re.compile(r"[\w（）《》“”]+(?:[\w\-（）《》“”、，；·]*[\w（）《》“”])?")
_FUNDS: Final[tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]] = (
    (r"上年结转.*|.*结转.*|.*结余.*", (), ("上年结转",)),
    (r".*财政专户.*", (FUNDS[3],), ("当年",)),
    (r"单位资金|自有资金|自筹资金", FUNDS[4:], ("当年",)),
    (r".*(财政拨款|财政资金|一般公共预算).*", FUNDS[:3], ("当年",)),
    (r"其他.*", FUNDS[3:], ("当年",)),
)


@dataclass(slots=True)
class Begun:
    """A document of the new format: its template, and what kind of form it is."""

    name: str
    template: str
    found: Found


@dataclass(slots=True)
class Start:
    """What is known of the new format."""

    name: str
    parent: str
    regions: list[str] = field(default_factory=list)
    years: str = ""
    documents: list[Begun] = field(default_factory=list)
    base: Format | None = None


def format_yaml(start: Start, command: str) -> str:
    """format.yaml: what it inherits, what it is for, and its own documents."""
    lines = [
        f"# 由 {command} 起的头。没有写的都照上级“{start.parent}”；这里只写不同的地方。",
        f"# 每一项从哪里来：reportgen format show。能写的键：docs/design/format-files.md。",  # noqa: F541
        "",
        f"名称: {quoted(start.name)}",
        f"继承: {start.parent}",
    ]
    if start.regions:
        lines.append(f"适用地区: [{', '.join(map(quoted, start.regions))}]")
    else:
        lines.append("# 适用地区: [某市某区]   # 与数据里“部门”的“地区”一字不差")
    if start.years:
        lines.append(f"适用年度: [{start.years}]")
    lines += ["", *_documents(start)]
    return "\n".join([*lines, ""])


def _documents(start: Start) -> list[str]:
    own = {begun.name for begun in start.documents}
    inherited = [
        f"# - {{名称: {quoted(d.declaration.name)}, 删除: 是}}"
        for d in (start.base.documents if start.base else ())
        if d.declaration.name not in own
    ]
    if not start.documents:
        return ["# 上级的文档照旧会出；不要的，去掉下面几行前面的“# ”：", "# 文档:", *inherited]
    lines = ["文档:"]
    names = start.base.names if start.base else {}
    for begun in start.documents:
        every = "已自评项目" if "已自评项目" in names and begun.found.evaluated else "项目"
        suffix = begun.template[begun.template.rindex(".") :]
        lines += [f"- 名称: {quoted(begun.name)}", f"  模板: {quoted(begun.template)}"]
        if begun.found.of_projects:
            output = f"{begun.name}/{{{{ 项.名称 }}}}{suffix}"
            lines += [f"  输出: {quoted(output)}", f"  条件: {every}", f"  每: {every}"]
        else:
            lines += [f"  输出: {quoted(begun.template)}"]
            lines += [f"  条件: {condition}"] if (condition := _condition(begun.found)) else []
    if inherited:
        lines += ["# 上级的文档照旧会出；不要的，去掉前面的“# ”：", *inherited]
    return lines


def _condition(found: Found) -> str:
    if any(section == INDICATORS_OF_WHOLE for section, _ in found.extras):
        return INDICATORS_OF_WHOLE
    if found.ledgers and found.final:
        return '支出.金额(阶段="执行") is not 空'
    if found.listings and not found.ledgers:
        return "已自评项目" if found.evaluated else "项目"
    return "支出.行数 > 0" if found.ledgers else ""


def fields_yaml(start: Start) -> str:
    """fields.yaml for the fields that the parent has not; empty where there are none."""
    sections: dict[str, list[Extra]] = {}
    known = start.base.contract.sections if start.base else {}
    for begun in start.documents:
        for extra in begun.found.extras.values():
            section = known.get(extra.section)
            if section is None or extra.name not in section.by_name:
                rows = sections.setdefault(extra.section, [])
                rows += [extra] if extra.name not in {row.name for row in rows} else []
    if not sections:
        return ""
    lines = ["# 表样要填、通用的数据里没有的栏。类型、选项、是否必填请核对。"]
    for name, extras in sections.items():
        lines += [
            "",
            f"{name}:",
            f"  形式: {'记录' if name in {FACTS_OF_WHOLE, FACTS_OF_FORM} else '表'}",
            "  字段:",
        ]
        lines += [f"  - {{{_field(extra)}}}" for extra in extras]
    return "\n".join([*lines, ""])


def _field(extra: Extra) -> str:
    parts = [f"名称: {quoted(extra.name)}", f"类型: {extra.type.value}"]
    if extra.required:
        parts.append("必填: 是")
    if extra.options:
        parts.append(f"选项: [{', '.join(map(quoted, extra.options))}]")
    if extra.type is FieldType.QUANTITY and extra.name in {
        "分值",
        "得分",
        "执行率分值",
        "执行率得分",
    }:
        parts.append("单位: 分")
    if extra.type is FieldType.FLAG:
        parts.append("默认: 否")
    return ", ".join([*parts, f"说明: {quoted(extra.meaning)}"])


def scoring_yaml(start: Start, rows_of_base: Iterable[str]) -> str:
    """scoring.yaml where the form's weights or money rows are others than the parent's; else empty."""
    blocks = [block for block in (_groups(start), _funds(start, rows_of_base)) if block]
    return "\n".join(["\n".join([*block, ""]) for block in blocks])


def _with_points(start: Start) -> tuple[ScoringDeclaration, Found | None]:
    """The parent's scoring, and the first form about projects that prints the points of all groups."""
    scoring = start.base.scoring if start.base and start.base.scoring else general_scoring()
    forms = [begun.found for begun in start.documents if begun.found.of_projects]
    shown = (found for found in forms if found.groups and all(found.groups.values()))
    return scoring, next(shown, None)


def _beside(scoring: ScoringDeclaration) -> Decimal:
    """The points of the execution rate that stand beside those of the groups."""
    return Decimal(0) if scoring.rate.inside else scoring.rate.weight


def points_that_do_not_add_up(start: Start) -> str:
    """What is told where the points of a form make neither the full score nor that without the rate."""
    scoring, found = _with_points(start)
    if found is None:
        return ""
    rate = _beside(scoring)
    total = sum(map(Decimal, found.groups.values()), Decimal(0))
    if total in {scoring.full, scoring.full - rate}:
        return ""
    return (
        f"各一级指标的分值加上执行率的 {rate} 分是 {total + rate}，不是 {scoring.full}，"
        "没有写进 scoring.yaml，请核对"
    )


def _groups(start: Start) -> list[str]:
    """The level-1 groups with the points that the form prints behind them, where they make it up."""
    scoring, found = _with_points(start)
    known = {g.name: str(g.points) for g in scoring.groups if g.points is not None}
    if found is None or points_that_do_not_add_up(start) or found.groups == known:
        return []
    own = found.groups
    lines = ["# 表样上印的分值。", "一级指标:"]
    if sum(map(Decimal, own.values())) == scoring.full and _beside(scoring):
        group, name = found.rate
        where = (
            f"{{所在一级指标: {quoted(group)}, 指标名称: [{quoted(name)}]}}"
            if name
            else "{分值: 0}"
        )
        lines = [
            "# 各一级指标的分值加起来已是满分，执行率不在外面另计分。",
            f"执行率: {where}",
            *lines,
        ]
    lines += [f"- {{名称: {quoted(name)}, 删除: 是}}" for name in known if name not in own]
    lines += [f"- {{名称: {quoted(name)}, 分值: {points}}}" for name, points in own.items()]
    if scoring.schemes:
        # Their points were made for the parent's groups.
        lines += ["方案:"]
        lines += [f"- {{名称: {quoted(scheme.name)}, 删除: 是}}" for scheme in scoring.schemes]
    return lines


def _funds(start: Start, rows_of_base: Iterable[str]) -> list[str]:
    begun = next((b for b in start.documents if b.found.funds), None)
    if begun is None:
        return []
    scoring = start.base.scoring if start.base else None
    known = [(row.name, row.label or row.name) for row in scoring.funds.rows] if scoring else []
    own = [(fund.name, fund.label) for fund in begun.found.funds]
    if own == known:
        return []
    lines = ["# 表样上的资金各行；“项目资金”里的“资金”照这里的名称填。资金性质请核对。", "资金:"]
    if begun.found.total and (scoring is None or scoring.funds.total != begun.found.total):
        lines.append(f"  总额: {quoted(begun.found.total)}")
    lines.append("  行:")
    lines += [
        f"  - {{名称: {quoted(name)}, 删除: 是}}"
        for name in rows_of_base
        if name not in {fund.name for fund in begun.found.funds}
    ]
    return [*lines, *(f"  - {{{_fund(fund)}}}" for fund in begun.found.funds)]


def _fund(fund: Fund) -> str:
    parts = [f"名称: {quoted(fund.name)}"]
    if fund.label != fund.name:
        parts.append(f"打印: {quoted(fund.label)}")
    for pattern, funds, vintages in _FUNDS:
        if re.fullmatch(pattern, fund.name):
            parts += [f"资金性质: [{', '.join(funds)}]"] if funds else []
            parts += [f"年度来源: [{', '.join(vintages)}]"] if vintages else []
            break
    return ", ".join(parts)


def pending_page(start: Start, folder: str) -> str:
    """待定.md: what was not recognised, what was put in, and what to do next."""
    lines = ["# 待定", "", "程序照表样起了头。下面的请一条一条看；都看完了，这个文件可以删掉。"]
    for begun in start.documents:
        found = begun.found
        lines += ["", f"## {begun.template}", ""]
        lines += _notes("没有认出来、要您自己写的", found.pending)
        lines += _notes("程序猜的，请核对叫法、类型、取的数", found.guessed)
        lines += _notes("已经写上的标签", found.proposed)
    extras = [e for b in start.documents for e in b.found.extras.values()]
    if extras:
        names = "、".join(dict.fromkeys(f"{e.section}.{e.name}（{e.type.value}）" for e in extras))
        lines += ["", "## 另要填的栏", "", f"写在 fields.yaml 里，填报表里会多出来：{names}。"]
    for begun in start.documents:
        lines += _printed(begun.found)
    groups = {
        n: p for b in start.documents if b.found.of_projects for n, p in b.found.groups.items()
    }
    if groups:
        words = "、".join(
            f"{name}{f'（{points}分）' if points else ''}" for name, points in groups.items()
        )
        lines += [
            "",
            "## 分值",
            "",
            f"表样上的一级指标：{words}。与上级的评分办法不同的，写在 scoring.yaml 里。",
        ]
    lines += [
        "",
        "## 接下来",
        "",
        f"1. 看能写哪些名称：`reportgen format names {folder}`。",
        f"2. 边改边看样子：`reportgen format try {folder}`。",
        f"3. 出一份填报表：`reportgen init --format {folder} --year 年度`。",
        "",
    ]
    return "\n".join(lines)


def _printed(found: Found) -> list[str]:
    """Indicators that the bureau prints in its form, as they go into the data set."""
    if not found.printed:
        return []
    section = "绩效指标" if found.of_projects else INDICATORS_OF_WHOLE
    lines = ["", "## 表样上印好的指标", ""]
    lines += [
        f"表上的指标行换成了循环。印好的这些抄到数据的“{section}”里，再填完成情况：",
        "",
        "```yaml",
    ]
    if found.of_projects:
        lines = [*lines[:3], "表上印好的指标，供填“绩效目标”“绩效指标”时参照：", "", "```yaml"]
    lines.append(f"{section}:")
    before: dict[str, str] = {}
    for row in found.printed:
        full = {
            name: row.get(name) or before.get(name, "") for name in ("一级指标", "二级指标")
        } | row
        before = full
        parts = (f"{name}: {quoted(text)}" for name, text in full.items() if text)
        lines.append(f"- {{{', '.join(parts)}}}")
    return [*lines, "```"]


def _notes(head: str, notes: list[Note]) -> list[str]:
    if not notes:
        return []
    lines = [f"{head}（{len(notes)} 处）：", ""]
    for note in notes:
        text = " ".join(note.text.split())[:40]
        lines.append(f"- {note.where}“{text}”：{_code(note.says)}")
    return [*lines, ""]


def _code(says: str) -> str:
    return f"`{says}`" if says.startswith("{") else says


def quoted(text: str) -> str:
    """A text as YAML holds it: plain where that is safe, else in quotes."""
    return (
        text
        if _PLAIN.fullmatch(text) and text not in {"是", "否"}
        else json.dumps(text, ensure_ascii=False)
    )
