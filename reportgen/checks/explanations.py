"""Explanations of 须说明 findings, kept beside the data set in `<年度>.说明.yaml`.

A workbook may hold them in a sheet 说明 as well.

An explanation belongs to a finding (its code and key) and to the figures it was given for: when
these change, it no longer counts and is asked for again.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reportgen.checks import kinds
from reportgen.finding import Severity
from reportgen.frozen import frozen
from reportgen.model.reading import EXPLANATIONS
from reportgen.model.values import stripped
from reportgen.sources import read, read_sheet
from reportgen.sources.tree import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from reportgen.finding import Finding
    from reportgen.place import Place
    from reportgen.sources.tree import Node

_FIGURE = re.compile(r"((?:[^\\=]|\\.)*) = ((?:[^\\=]|\\.)*)")
_ESCAPE = re.compile(r"\\(.)")
_KEYS = ("问题", "键", "数", "说明")


@frozen
class Explanation:
    """What was explained, for which figures, and how."""

    code: str
    key: str
    figures: tuple[tuple[str, str], ...]
    text: str
    place: Place

    def explains(self, finding: Finding) -> bool:
        """Whether it was given for this finding with these figures."""
        return bool(self.text) and (self.code, self.key, self.figures) == (
            finding.code,
            finding.key,
            finding.figures,
        )


def explanations_file(source: Path) -> Path:
    """Where the explanations of a data set stand."""
    return source.with_name(f"{source.stem}.说明.yaml")


def read_explanations(source: Path) -> tuple[list[Explanation], list[Finding]]:
    """The explanations beside a data set and in its sheet 说明; none where there are neither."""
    explanations = explanations_in(read_sheet(source, EXPLANATIONS))
    path = explanations_file(source)
    if not path.is_file():
        return explanations, []
    tree, findings = read(path)
    node = tree.entries.get(EXPLANATIONS) if tree else None
    explanations += explanations_in(node)
    if tree is not None and not isinstance(node, Sequence):
        findings.append(kinds.BAD_EXPLANATIONS.at(tree.place))
    return explanations, findings


def settle(
    findings: Iterable[Finding], explanations: list[Explanation]
) -> tuple[list[Finding], dict[int, str]]:
    """The findings with those taken away that are explained; and texts for those, by `id`.

    An explanation whose figures have changed makes its finding say so.
    """
    open_findings: list[Finding] = []
    explained: dict[int, str] = {}
    for finding in findings:
        if finding.severity is not Severity.EXPLAIN:
            open_findings.append(finding)
            continue
        text = next((e.text for e in explanations if e.explains(finding)), "")
        if text:
            explained[id(finding)] = text
            continue
        open_findings.append(finding)
        outdated = next(
            (e for e in explanations if e.text and (e.code, e.key) == (finding.code, finding.key)),
            None,
        )
        if outdated is not None:
            open_findings.append(kinds.OUTDATED.at(outdated.place, text=outdated.text))
    return open_findings, explained


def to_ask(findings: Iterable[Finding]) -> list[Finding]:
    """The open 须说明 findings that an explanation can answer, each once."""
    asked = {
        (f.code, f.key, f.figures): f for f in findings if f.severity is Severity.EXPLAIN and f.key
    }
    return list(asked.values())


def outdated(finding: Finding, explanations: Iterable[Explanation]) -> str:
    """What was written for a finding when its figures were others; the last, empty for nothing."""
    texts = [
        e.text
        for e in explanations
        if e.text and (e.code, e.key) == (finding.code, finding.key) and not e.explains(finding)
    ]
    return texts[-1] if texts else ""


def template(findings: Iterable[Finding]) -> str:
    """YAML text with an entry to fill in for each open 须说明 finding."""
    entries = []
    for finding in findings:
        if finding.severity is Severity.EXPLAIN and finding.key:
            figures = ", ".join(f"{name}: {_quoted(value)}" for name, value in finding.figures)
            entries.append(
                f"# {finding.message}\n- 问题: {finding.code}\n  键: {_quoted(finding.key)}\n"
                f"  数: {{{figures}}}\n  说明: \n"
            )
    return "".join(entries)


def figures_text(figures: Iterable[tuple[str, str]]) -> str:
    """The figures of an explanation as one cell holds them: a line each, `支出/201 = 5481600`."""
    return "\n".join(f"{_escaped(name)} = {_escaped(value)}" for name, value in figures)


def read_figures(text: str) -> tuple[tuple[str, str], ...]:
    """The figures of a cell; a line that is no figure makes one that no finding has."""
    lines = [line for line in text.split("\n") if stripped(line)]
    return tuple(
        (_unescaped(match[1]), _unescaped(match[2]))
        if (match := _FIGURE.fullmatch(line))
        else (line, "")
        for line in lines
    )


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r").replace("=", "\\=")


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda match: {"n": "\n", "r": "\r"}.get(match[1], match[1]), text)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def explanations_in(node: Node | None) -> list[Explanation]:
    """The explanations of a section 说明; none where it is no list."""
    items = node.items if isinstance(node, Sequence) else []
    return [_explanation(item) for item in items if isinstance(item, Mapping)]


def _explanation(item: Mapping) -> Explanation:
    texts = {
        name: stripped(entry.text)
        for name, entry in item.entries.items()
        if name in _KEYS and isinstance(entry, Scalar)
    }
    figures = item.entries.get("数")
    values: tuple[tuple[str, str], ...] = ()
    if isinstance(figures, Mapping):
        values = tuple(
            (name, entry.text)
            for name, entry in figures.entries.items()
            if isinstance(entry, Scalar)
        )
    elif isinstance(figures, Scalar):
        values = read_figures(figures.text)
    return Explanation(
        texts.get("问题", ""), texts.get("键", ""), values, texts.get("说明", ""), item.place
    )
