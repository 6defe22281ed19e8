"""Holds a located tree against a declaration, by pydantic; its errors become findings with places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from reportgen.formats import kinds
from reportgen.model.values import nearest
from reportgen.sources.tree import Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from pydantic import TypeAdapter

    from reportgen.finding import Finding
    from reportgen.place import Place

T = TypeVar("T")

_checkers: dict[type[Any], TypeAdapter[Any]] = {}

_REASONS = {
    "missing": "没有写，是必填的",
    "list_type": "应是列表（每行以 - 开头）",
    "dict_type": "应是一组“名称: 内容”",
    "dataclass_type": "应是一组“名称: 内容”",
    "string_type": "应是一个值",
    "int_parsing": "应是整数",
    "decimal_parsing": "应是数",
    "bool_parsing": "应写“是”或“否”",
    "bool_type": "应写“是”或“否”",
    "literal_error": "只能是 {expected} 之一",
    "enum": "只能是 {expected} 之一",
    "greater_than_equal": "不能小于 {ge}",
    "less_than_equal": "不能大于 {le}",
    "value_error": "{error}",
}


def validate(declaration: type[T], tree: Node) -> tuple[T | None, list[Finding]]:
    """The declaration in a tree, or None and every fault in it."""
    from pydantic import ValidationError

    try:
        return checked(declaration, plain(tree)), []
    except ValidationError as error:
        return None, [_finding(fault, declaration, tree) for fault in error.errors()]


def checked(declaration: type[T], written: Any) -> T:
    """The declaration in what a file holds; pydantic's ValidationError where it is not right."""
    found: T = _checker(declaration).validate_python(written)
    return found


def _checker(declaration: type[Any]) -> TypeAdapter[Any]:
    if declaration not in _checkers:
        from pydantic import TypeAdapter

        _checkers[declaration] = TypeAdapter(declaration)
    return _checkers[declaration]


def plain(node: Node) -> Any:
    """The tree as dicts, lists and texts; blanks are None."""
    if isinstance(node, Mapping):
        return {name: plain(item) for name, item in node.entries.items()}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return None if node.kind == "blank" else node.text


def _finding(fault: Any, declaration: type[Any], tree: Node) -> Finding:
    place, name, known = _locate(fault["loc"], declaration, tree)
    if fault["type"] == "unexpected_keyword_argument":
        return kinds.UNKNOWN_KEY.at(place, name=name, nearest=nearest(name, known))
    context = {key: str(value) for key, value in (fault.get("ctx") or {}).items()}
    reason = _REASONS.get(fault["type"], "写得不对")
    try:
        reason = reason.format(**context)
    except KeyError:
        reason = "写得不对"
    return kinds.BAD_FORMAT_FILE.at(place, name=name, reason=reason)


def _locate(
    loc: tuple[int | str, ...], declaration: type[Any], tree: Node
) -> tuple[Place, str, list[str]]:
    """The place a fault's location leads to, the last name on the way, and the names known there."""
    node, place, name = tree, tree.place, str(loc[-1]) if loc else ""
    for step in loc:
        if isinstance(node, Mapping) and isinstance(step, str):
            if step not in node.entries:
                place = node.key_places.get(step, node.place)
                break
            place = node.key_places.get(step, node.place)
            node, name = node.entries[step], step
            if isinstance(node, Scalar):
                place = node.place
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
            place = node.place
    if loc and isinstance(loc[-1], str):
        name = loc[-1]
    return place, name, _known(loc, declaration)


def _known(loc: tuple[int | str, ...], declaration: type[Any]) -> list[str]:
    """The keys a declaration knows where a location ends, for the nearest right one."""
    schema = _checker(declaration).json_schema()
    definitions = schema.get("$defs", {})
    current: Any = schema
    for step in loc[:-1]:
        current = _follow(current, definitions)
        current = (
            current.get("items", {})
            if isinstance(step, int)
            else current.get("properties", {}).get(step) or current.get("additionalProperties", {})
        )
        if not isinstance(current, dict):
            return []
    return list(_follow(current, definitions).get("properties", {}))


def _follow(schema: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        return dict(definitions.get(schema["$ref"].rsplit("/", 1)[-1], {}))
    return dict(schema)
