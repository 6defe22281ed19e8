"""Adds explanations to where a data set keeps them: `<年度>.说明.yaml`, or the sheet 说明 of a workbook.

What is there stays byte for byte; what was added is read back before it is given out. Nothing is written
here, nobody is asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.checks.explanations import Explanation, explanations_file, explanations_in
from reportgen.model.reading import EXPLANATIONS
from reportgen.office.package import PackageError
from reportgen.office.scan import ScanError
from reportgen.place import Place
from reportgen.sources.files import read
from reportgen.sources.tree import Mapping, Sequence
from reportgen.sources.workbook import read_workbook
from reportgen.sources.yaml_source import read_yaml
from reportgen.studio import explaining_kinds as kinds
from reportgen.studio.annotate import is_workbook
from reportgen.studio.explaining_sheet import sheet_with
from reportgen.studio.yaml_writing import yaml_explanations

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from reportgen.finding import Finding

HEAD: Final = f"{EXPLANATIONS}:\n"


def explanation(finding: Finding, text: str) -> Explanation:
    """The explanation of a finding in these words."""
    return Explanation(finding.code, finding.key, finding.figures, text, Place(""))


def with_explanations(
    source: Path, added: list[Explanation], *, beside: str = ""
) -> tuple[tuple[Path, bytes] | None, list[Finding]]:
    """The file to write and its bytes; None where it cannot be.

    A workbook gets them in its sheet 说明, unless `beside` says why not, or it cannot be patched: then
    they stand beside it, with a 提示.
    """
    findings: list[Finding] = []
    if is_workbook(source):
        why = beside
        if not why:
            made, why = _workbook(source, added)
            if made is not None:
                return (source, made), []
        place, other = Place(source.name), explanations_file(source).name
        findings.append(kinds.BESIDE.at(place, name=source.name, why=why, other=other))
    path = explanations_file(source)
    made = _beside(path, added)
    if made is None:
        return None, [kinds.NOT_ADDED.at(Place(path.name), name=path.name)]
    return (path, made), findings


def _workbook(source: Path, added: list[Explanation]) -> tuple[bytes | None, str]:
    """The workbook with the explanations in its sheet; None, and why, where it cannot be done."""
    try:
        data = source.read_bytes()
        made = sheet_with(data, added)
    except (PackageError, ScanError) as error:
        return None, str(error)
    except (OSError, KeyError, ValueError, StopIteration):
        return None, "工作簿的内部写法不认识"
    before, _ = read_workbook(data, source.name)
    after, _ = read_workbook(made, source.name)
    if before is None or after is None or not _only_added(before, after, added):
        return None, "工作簿的内部写法不认识"
    return made, ""


def _only_added(before: Mapping, after: Mapping, added: list[Explanation]) -> bool:
    """Whether nothing but these explanations came to a data set."""
    from reportgen.sources import plain

    old = {name: node for name, node in before.entries.items() if name != EXPLANATIONS}
    new = {name: node for name, node in after.entries.items() if name != EXPLANATIONS}
    same = plain(Mapping(old, {}, before.place)) == plain(Mapping(new, {}, after.place))
    known = explanations_in(before.entries.get(EXPLANATIONS))
    return same and _all(after, [*known, *added])


def _beside(path: Path, added: list[Explanation]) -> bytes | None:
    """The file of explanations with more at its end."""
    text, known = HEAD, []
    if path.is_file():
        tree, _ = read(path)
        node = tree.entries.get(EXPLANATIONS) if tree else None
        known = explanations_in(node)
        try:
            text = path.read_text("utf-8-sig").rstrip() + "\n"
        except (OSError, UnicodeDecodeError):
            return None
        if tree is not None and isinstance(node, Sequence) and not node.items:
            text = _without_empty_list(text)
    more = yaml_explanations(added).removeprefix(HEAD)
    if path.is_file() and text.strip() == "":
        text = HEAD
    made = (text + more).encode()
    tree, _ = read_yaml(made, path.name)
    return made if tree is not None and _all(tree, [*known, *added]) else None


def _without_empty_list(text: str) -> str:
    """`说明: []` as the beginning of a list."""
    lines = text.splitlines()
    return "".join(
        f"{EXPLANATIONS}:\n" if line.replace(" ", "") == f"{EXPLANATIONS}:[]" else f"{line}\n"
        for line in lines
    )


def _all(tree: Mapping, wanted: Iterable[Explanation]) -> bool:
    found = {_content(e) for e in explanations_in(tree.entries.get(EXPLANATIONS))}
    return all(_content(item) in found for item in wanted)


def _content(item: Explanation) -> tuple[object, ...]:
    return item.code, item.key, item.figures, item.text
