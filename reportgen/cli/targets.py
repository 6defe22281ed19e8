"""Shows what was understood of each target and actual value: `reportgen check --explain-targets`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.compute.scoring import Indicator, Project


def targets_as_dicts(projects: Sequence[Project]) -> list[dict[str, str]]:
    """A row an indicator, for the table and for JSON."""
    from reportgen.checks.performance_indicators import points

    return [
        {
            "项目": project.name,
            "指标": item.label,
            "目标": item.text,
            "理解为": _understood(item),
            "实际完成值": item.actual.text,
            "判断": _judged(item),
            "权重": points(item.weight),
            "建议得分": "" if item.suggested.is_blank else points(item.suggested),
            "得分": "" if item.score.is_blank else points(item.score),
        }
        for project in projects
        for item in project.indicators
    ]


def show_targets(projects: Sequence[Project]) -> None:
    """The same as a table a project in the terminal."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    if not projects:
        typer.echo("数据里没有项目，也就没有绩效目标。")
        return
    console = Console(highlight=False)
    for project in projects:
        rows = targets_as_dicts([project])
        table = Table(title=Text(project.name), title_justify="left", box=SIMPLE_HEAD)
        for name in ("指标", "目标", "理解为", "实际完成值", "判断"):
            table.add_column(name, overflow="fold", max_width=30)
        for name in ("权重", "建议得分", "得分"):
            table.add_column(name, justify="right", no_wrap=True)
        for row in rows:
            table.add_row(*(Text(text) for name, text in row.items() if name != "项目"))
        console.print(table)


def _understood(item: Indicator) -> str:
    from reportgen.compute.targets import understood

    return understood(item.target) if item.applies else "不适用"


def _judged(item: Indicator) -> str:
    comparison = item.comparison
    if not item.applies:
        return ""
    if comparison.met is None:
        return comparison.problem.value or ("由人评" if item.target.text else "")
    taken_as = f"（照 {comparison.taken_as}）" if comparison.taken_as else ""
    return ("达到" if comparison.met else "没有达到") + taken_as
