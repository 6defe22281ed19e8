"""A year's overlay need not repeat what the folder around it says of itself."""

from reportgen.sources.tree import Mapping, Scalar


def complete(tree: Mapping, format_id: str) -> Mapping:
    """The tree of format.yaml with a 名称 of its own: the id, where an overlay has none."""
    if "名称" in tree.entries or "/" not in format_id:
        return tree
    return Mapping(
        {**tree.entries, "名称": Scalar(format_id, tree.place)}, tree.key_places, tree.place
    )
