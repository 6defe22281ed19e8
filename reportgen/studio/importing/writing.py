"""Puts an imported data set into text: a new file, or into one that exists, section by section.

In a file that exists only the imported sections are replaced; everything else, comments included,
stays character for character. Text out; the caller writes it to disk.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.place import Place
from reportgen.sources.tree import Mapping, Scalar, Sequence, plain
from reportgen.sources.yaml_source import read_yaml
from reportgen.studio.grid import lay_out
from reportgen.studio.importing.claims import MARK
from reportgen.studio.importing.keeping import USUAL_STAGE, stages_of, with_other_stages
from reportgen.studio.yaml_writing import yaml_data

if TYPE_CHECKING:
    from reportgen.finding import Finding
    from reportgen.model.fields import Contract
    from reportgen.sources.tree import Node
    from reportgen.studio.grid import Grid

CLAIMS = "声明数"
DEPARTMENT = "部门"


def new_file(tree: Mapping, contract: Contract, title: str) -> tuple[str, list[Finding]]:
    """The whole data set as YAML."""
    grids, findings = lay_out(tree, contract, everything=False)
    return yaml_data(grids, title), findings


def merged(old: Mapping, new: Mapping) -> Mapping:
    """The old data set with the imported sections in place of its own.

    部门 stays as it was; claims that were typed in by hand stay beside the imported ones.
    """
    stages = stages_of(new)
    new = with_other_stages(old, new)
    entries = dict(old.entries)
    places = dict(old.key_places)
    for name, node in new.entries.items():
        if name == DEPARTMENT and name in entries:
            continue
        claims = name == CLAIMS
        entries[name] = _with_hand_claims(entries.get(name), node, stages) if claims else node
        places[name] = node.place
    return Mapping(entries, places, old.place)


def into_text(
    text: str, old: Mapping, tree: Mapping, names: list[str], contract: Contract
) -> tuple[str, list[Finding]]:
    """The text of the old file with the sections named taken from `tree`.

    A section ends where the next one begins, comments above that one left to it. Where the file is
    written in a way that cannot be cut so (all on one line, parts that refer to each other), the
    whole data set is written anew, without its comments.
    """
    grids, findings = lay_out(tree, contract, everything=False)
    pieces = {g.section.name: yaml_data([g], "") for g in grids if g.section.name in names}
    text = text.removeprefix("\ufeff")
    spliced = _spliced(text, old, pieces)
    data = spliced.encode()
    again, _ = read_yaml(data, tree.place.file)
    if again is not None and plain(again) == plain(read_back(grids, tree.place.file)):
        return spliced, findings
    return yaml_data(grids, ""), findings


def read_back(grids: list[Grid], name: str) -> Mapping:
    """The data set as it will be read from its text."""
    tree, _ = read_yaml(yaml_data(grids, "").encode(), name)
    return tree or Mapping({}, {}, Place(name))


def _spliced(text: str, old: Mapping, pieces: dict[str, str]) -> str:
    lines = text.splitlines(keepends=True)
    pieces = dict(pieces)
    starts = sorted((place.line, name) for name, place in old.key_places.items() if place.line)
    result = "".join(lines[: starts[0][0] - 1]) if starts else text
    for index, (line, name) in enumerate(starts):
        end = starts[index + 1][0] - 1 if index + 1 < len(starts) else len(lines)
        body = lines[line - 1 : end]
        if name in pieces:
            body = [_section_only(pieces.pop(name)), *_trailing_comments(body)]
        result += "".join(body)
    if result and not result.endswith("\n"):
        result += "\n"
    return result + "".join(f"\n{piece.lstrip('# ').lstrip()}" for piece in pieces.values())


def _section_only(piece: str) -> str:
    """A section without the comment that says what it means: the file has its own."""
    lines = piece.splitlines(keepends=True)
    while lines and (lines[0].startswith("#") or not lines[0].strip()):
        lines.pop(0)
    return "".join(lines)


def _trailing_comments(body: list[str]) -> list[str]:
    """The blank lines and comments at the end of a section: they belong to the next one."""
    end = len(body)
    while end > 1 and (not body[end - 1].strip() or body[end - 1].startswith("#")):
        end -= 1
    return body[end:]


def _with_hand_claims(old: Node | None, new: Node, stages: set[str]) -> Node:
    if not isinstance(old, Sequence) or not isinstance(new, Sequence):
        return new
    names = {_text(item, "名称") for item in new.items}
    kept = [
        item
        for item in old.items
        if (name := _text(item, "名称")) not in names
        and (_stage(name) not in stages or not _text(item, "说明").startswith(MARK))
    ]
    return Sequence([*kept, *new.items], new.place)


def _stage(name: str) -> str:
    """The 阶段 that a claim is of; an import of final accounts replaces none of the budget's."""
    last = name.rpartition("/")[2]
    return last if last in {"调整", "执行"} else USUAL_STAGE


def _text(item: Node, name: str) -> str:
    entry = item.entries.get(name) if isinstance(item, Mapping) else None
    return entry.text if isinstance(entry, Scalar) else ""
