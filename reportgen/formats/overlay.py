"""What a folder of a format says of itself, and what it need not say: a year's overlay repeats nothing."""

from reportgen.sources.tree import Mapping, Scalar

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
