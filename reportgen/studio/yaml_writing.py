"""Writes a data set as YAML: plain for one that was converted, commented for one to be filled in.

Scalars are written so that `reportgen.sources.yaml_source` gives back the very same text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reportgen.studio.cells import head
from reportgen.studio.notes import describe, example, how, width

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reportgen.checks.explanations import Explanation
    from reportgen.studio.grid import Column, Grid

_PLAIN: Final = re.compile(
    r"-?\d+(?:\.\d+)?|[\w（《“][\w\-./（）《》“”、，。；：！？·≥≤＝＋+%×]*(?: [\w（《“][\w\-./（）《》“”、，。；：！？·≥≤＝＋+%×]*)*"
)
"""Texts that stand as they are everywhere, also within { }; everything else is quoted."""
_NULLS: Final = frozenset({"null", "Null", "NULL"})
_WIDEST_ROW: Final = 150
_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def yaml_data(grids: Iterable[Grid], title: str) -> str:
    """The sections with what is filled in, a comment above each."""
    pieces = [_comment(title)]
    for grid in grids:
        if grid.is_record and grid.is_empty:
            continue
        meaning = _comment(grid.section.meaning) if grid.section.meaning else ""
        pieces.append(meaning + _section(grid))
    return "\n".join(pieces)


def yaml_form(grids: Iterable[Grid], title: str, format_name: str, file_name: str) -> str:
    """All sections to be filled in, each field explained."""
    pieces = [
        _comment(
            f"{title}（版式：{format_name}）",
            "冒号后面填内容，冒号要用英文的，后面空一格。没有的空着，不要填 0。",
            "# 后面是说明，程序不读；【】里的是必填的。合计不用填，程序由明细加总。",
            f"填好后检查：reportgen check {file_name}",
            f"没有错误后生成：reportgen build {file_name}",
        )
    ]
    for grid in grids:
        must = "必填" if grid.section.required else "有就填，没有就空着"
        meaning = f"{grid.section.meaning.rstrip('。')}。" if grid.section.meaning else ""
        shape = "" if grid.is_record else "一条一条写，每条以 - 开头。"
        lines = ["─" * 30, f"{grid.section.name}：{meaning}{shape}{must}。"]
        if grid.is_record:
            pieces.append(_comment(*lines) + _commented_record(grid))
            continue
        lines += [f"  {_explained(column)}" for column in grid.columns]
        if grid.is_empty and (sample := example(grid.section)):
            lines += ["样子（照着在下面写，不要行首的 #）：", *_sample(sample)]
        pieces.append(_comment(*lines) + _section(grid, blank=True))
    return "\n".join(pieces)


def yaml_explanations(explanations: Iterable[Explanation]) -> str:
    """The file of explanations (`<年度>.说明.yaml`)."""
    lines = ["说明:\n"]
    for item in explanations:
        figures = ", ".join(f"{quoted(name)}: {quoted(value)}" for name, value in item.figures)
        lines.append(
            f"- 问题: {scalar(item.code)}\n  键: {quoted(item.key)}\n  数: {{{figures}}}\n"
            f"  说明: {_block(item.text, '  ')}\n"
        )
    return "".join(lines)


def scalar(text: str) -> str:
    """A text as a scalar on one line."""
    if _PLAIN.fullmatch(text) and text not in _NULLS:
        return text
    return quoted(text)


def quoted(text: str) -> str:
    """A text in double quotes, on one line."""
    return '"' + "".join(_ESCAPES.get(char, char) for char in text) + '"'


def _section(grid: Grid, *, blank: bool = False) -> str:
    name = scalar(grid.section.name)
    keys = [scalar(_key(column)) for column in grid.columns]
    rows = [[(key, text) for key, text in zip(keys, row, strict=True) if text] for row in grid.rows]
    if grid.is_record:
        body = "".join(f"  {key}: {_block(text, '  ')}\n" for key, text in rows[0])
        return f"{name}:\n{body}"
    if not rows:
        return f"{name}:\n" if blank else f"{name}: []\n"
    return f"{name}:\n" + "".join(map(_row, rows))


def _row(row: list[tuple[str, str]]) -> str:
    line = ", ".join(f"{key}: {scalar(text)}" for key, text in row)
    if width(line) <= _WIDEST_ROW:
        return f"- {{{line}}}\n"
    lines = [f"{key}: {_block(text, '  ')}\n" for key, text in row]
    return "- " + "  ".join(lines)


def _block(text: str, indent: str) -> str:
    """A text as the value of a key, on lines of its own where it has several."""
    lines = text.split("\n")
    if len(lines) == 1 or text != text.strip() or "\t" in text or "\r" in text:
        return scalar(text)
    return "|-\n" + "\n".join(f"{indent}  {line}" if line else "" for line in lines)


def _key(column: Column) -> str:
    return column.spec.name if column.usual else head(column)


def _comment(*lines: str) -> str:
    return "".join(f"# {line}".rstrip() + "\n" for text in lines for line in text.split("\n"))


def _commented_record(grid: Grid) -> str:
    pieces = [f"{scalar(grid.section.name)}:\n"]
    for column, text in zip(grid.columns, grid.rows[0], strict=True):
        pieces.append("".join(f"  {line}\n" for line in _comment(_explained(column)).splitlines()))
        value = f" {_block(text, '  ')}" if text else ""
        pieces.append(f"  {scalar(_key(column))}:{value}\n")
    return "".join(pieces)


def _explained(column: Column) -> str:
    name = column.spec.name
    text = f"【{name}】" if column.spec.required else name
    about = describe(column.spec)
    return f"{text}：{how(column)}" + (f"。{about}" if about else "")


def _sample(sample: dict[str, str]) -> list[str]:
    lines = [f"{scalar(name)}: {scalar(text)}" for name, text in sample.items()]
    return [f"- {lines[0]}", *(f"  {line}" for line in lines[1:])]
