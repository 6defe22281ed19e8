"""Explanations of 须说明 findings, kept beside the data set in `<年度>.说明.yaml`.

An explanation belongs to a finding (its code and key) and to the figures it was given for: when
these change, it no longer counts and is asked for again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.checks import kinds
from reportgen.finding import Severity
from reportgen.model.values import stripped
from reportgen.sources import read
from reportgen.sources.tree import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from reportgen.finding import Finding
    from reportgen.place import Place

_KEYS = ("问题", "键", "数", "说明")


@dataclass(frozen=True, slots=True)
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
    """The explanations beside a data set; none where there is no file."""
    path = explanations_file(source)
    if not path.is_file():
        return [], []
    tree, findings = read(path)
    node = tree.entries.get("说明") if tree else None
    items = node.items if isinstance(node, Sequence) else []
    explanations = [_explanation(item) for item in items if isinstance(item, Mapping)]
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


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


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
    return Explanation(
        texts.get("问题", ""), texts.get("键", ""), values, texts.get("说明", ""), item.place
    )
