"""A format's files with those of the folders it inherits laid under them.

What a folder says of itself is not inherited, and a year's overlay need not repeat it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.formats.merging import merge
from reportgen.sources import read
from reportgen.sources.tree import Mapping, Scalar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.finding import Finding
    from reportgen.formats.library import Folder

FILES: Final = ("fields.yaml", "checks.yaml", "scoring.yaml", "phrases.yaml")
"""The files of a format beside format.yaml."""
SCOPE = ("名称", "说明", "继承", "适用地区", "适用年度")
"""The keys of format.yaml by which a format is found; they are not inherited."""


def scope_of(tree: Mapping) -> Mapping:
    """The tree with nothing but those keys."""
    return Mapping(
        {name: node for name, node in tree.entries.items() if name in SCOPE},
        tree.key_places,
        tree.place,
    )


def complete(tree: Mapping, format_id: str) -> Mapping:
    """The tree of format.yaml with a 名称 of its own: the id, where an overlay has none."""
    if "名称" in tree.entries or "/" not in format_id:
        return tree
    return Mapping(
        {**tree.entries, "名称": Scalar(format_id, tree.place)}, tree.key_places, tree.place
    )


def format_tree(chain: Sequence[Folder]) -> Mapping:
    """format.yaml of the first folder over those of the others, each value with its place."""
    return _laid([*(_without_scope(folder.tree) for folder in reversed(chain[1:])), chain[0].tree])


def merged_file(chain: Sequence[Folder], name: str) -> tuple[Mapping | None, list[Finding]]:
    """One of `FILES` merged in the same way; None where no folder has it."""
    findings: list[Finding] = []
    trees: list[Mapping] = []
    for folder in reversed(chain):
        if (folder.path / name).is_file():
            tree, faults = read(folder.path / name, called=f"{folder.id}/{name}")
            findings = faults + findings
            if tree is not None:
                trees.append(tree)
    return (_laid(trees) if trees else None), findings


def _laid(trees: Sequence[Mapping]) -> Mapping:
    merged = trees[0]
    for tree in trees[1:]:
        laid = merge(merged, tree)
        assert isinstance(laid, Mapping)
        merged = laid
    return merged


def _without_scope(tree: Mapping) -> Mapping:
    entries = {name: node for name, node in tree.entries.items() if name not in SCOPE}
    return Mapping(entries, tree.key_places, tree.place)
