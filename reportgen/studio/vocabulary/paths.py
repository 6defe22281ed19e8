"""Which names an expression uses, as paths that do not depend on loop variables.

`项目[].资金[].打印` is what `{{ 行.打印 }}` asks inside `{%tr for 行 in 项.资金 %}` of a sheet for each
项 in 项目. Nothing is evaluated.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from jinja2 import TemplateSyntaxError, nodes

from reportgen.language.errors import LanguageError
from reportgen.language.functions import COLUMNS
from reportgen.language.tags import normalise_tag

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.language.environment import Environment

ITEM: Final = "[]"
FUNCTION: Final = "函数 "
FILTER: Final = "| "
_FOR: Final = re.compile(r"for\s+(?P<targets>.+?)\s+in\s+(?P<items>.+)", re.DOTALL)
_SET: Final = re.compile(r"(?P<target>\w+)\s*=(?!=)\s*(?P<value>.+)", re.DOTALL)
_TITLE: Final = re.compile(r"\s+名称\s*=(?!=)\s*")
_SAME_ITEMS: Final = frozenset(
    ["selectattr", "rejectattr", "select", "reject", "list", "sort", "reverse", "unique"]
)
_OF_ITEMS: Final = frozenset(
    ["map", "selectattr", "rejectattr", "sort", "unique", "groupby", "sum", "求和"]
)


class Scope:
    """The names of a format, and what is bound where: loop variables, `{% set %}`."""

    def __init__(self, environment: Environment, computed: Mapping[str, str]) -> None:
        self.environment = environment
        self.computed = computed
        """取数: names whose lists stand for the lists that they are made from."""
        self._bound: list[dict[str, object]] = [{}]
        self._resolving: set[str] = set()

    def bind(self, name: str, meaning: object) -> None:
        """A name for what follows."""
        self._bound[-1][name] = meaning

    def open_loop(self, body: str, *, closes: bool = True) -> set[str]:
        """`for 行 in …`: binds its variables; the paths that the list uses."""
        match = _FOR.match(body)
        if match is None:
            return set()
        items, *title = _TITLE.split(match["items"], maxsplit=1)
        tree = self.parse(items)
        if tree is None:
            return set()
        if isinstance(tree, nodes.CondExpr):
            tree = tree.expr1
        found = self.uses(tree)
        if closes:
            self._bound.append({})
        targets = [name.strip() for name in match["targets"].split(",")]
        item = self.item_of(tree)
        for target in targets:
            self.bind(target, item if len(targets) == 1 else "")
        if title and (named := self.parse(title[0])) is not None:
            found |= self.uses(named)
        return found

    def close_loop(self) -> None:
        """`endfor`."""
        if len(self._bound) > 1:
            self._bound.pop()

    def assign(self, body: str) -> set[str]:
        """`set 甲 = …`: the paths that the value uses."""
        match = _SET.match(body)
        tree = self.parse(match["value"]) if match else None
        if match is None or tree is None:
            return set()
        found = self.uses(tree)
        path = self.path(tree)
        self.bind(match["target"], path or "")
        return found

    def parse(self, expression: str) -> nodes.Expr | None:
        """The tree of an expression; None for one that is wrong (the checks tell of it)."""
        try:
            source = "{{ " + normalise_tag(expression) + " }}"
            output = self.environment.parse(source).body[0]
        except (TemplateSyntaxError, LanguageError, IndexError):
            return None
        inner = output.nodes[0] if isinstance(output, nodes.Output) else None
        return inner if isinstance(inner, nodes.Expr) else None

    def uses_of(self, expression: str) -> set[str]:
        """The paths of an expression given as text."""
        tree = self.parse(expression)
        return self.uses(tree) if tree is not None else set()

    def uses(self, tree: nodes.Node) -> set[str]:
        """Every path, function and filter that an expression uses."""
        found: set[str] = set()
        inner: set[int] = set()
        for node in [tree, *tree.find_all(nodes.Node)]:
            if isinstance(node, nodes.Filter):
                found.add(f"{FILTER}{node.name}")
                found |= self._attributes(node)
            elif isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name):
                if self._lookup(node.node.name) is None:
                    found.add(f"{FUNCTION}{node.node.name}")
                    inner.add(id(node.node))
            elif isinstance(node, nodes.Getattr | nodes.Name) and id(node) not in inner:
                below: nodes.Node = node
                while isinstance(below, nodes.Getattr | nodes.Call | nodes.Getitem):
                    below = below.node
                    inner.add(id(below))
                path = self.path(node)
                if isinstance(path, str) and path:
                    found.add(path)
        return found

    def _attributes(self, node: nodes.Filter) -> set[str]:
        """Fields that a filter names in quotes: `map(attribute="名称")`, `selectattr("已自评")`."""
        item = self.item_of(node.node) if node.name in _OF_ITEMS and node.node else ""
        texts = [*node.args[:1], *(pair.value for pair in node.kwargs if pair.key == "attribute")]
        names = [text.value for text in texts if isinstance(text, nodes.Const)]
        if not isinstance(item, str) or not item:
            return set()
        return {f"{item}.{name}" for name in names if isinstance(name, str)}

    def path(self, node: nodes.Node) -> object:
        """What a chain of names leads to: a path, the columns of 并列, or "" where it is not known."""
        if isinstance(node, nodes.Name):
            known = self._lookup(node.name)
            return node.name if known is None else known
        if isinstance(node, nodes.Getattr):
            before = self.path(node.node)
            if isinstance(before, dict):
                return before.get(node.attr, "")
            return f"{before}.{node.attr}" if before else ""
        if isinstance(node, nodes.Call):
            return self.path(node.node)
        if isinstance(node, nodes.Getitem):
            is_item = isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, int)
            return self.item_of(node.node) if is_item else self.path(node.node)
        return ""

    def item_of(self, node: nodes.Node | None) -> object:
        """The path of one item of a list."""
        if isinstance(node, nodes.Filter):
            if node.name in {"first", "last"}:
                return self.item_of(node.node)
            return self.item_of(node.node) if node.name in _SAME_ITEMS else ""
        if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name):
            if node.node.name == "并列":
                columns = dict(zip(COLUMNS, map(self.item_of, node.args), strict=False))
                return {**columns, **{pair.key: self.item_of(pair.value) for pair in node.kwargs}}
            return ""
        if isinstance(node, nodes.Name) and self._lookup(node.name) is None:
            made = self._made_from(node.name)
            if made:
                return made
        path = self.path(node) if node is not None else ""
        return f"{path}{ITEM}" if isinstance(path, str) and path else ""

    def _made_from(self, name: str) -> object:
        """The items behind a name of 取数 that selects from a list."""
        source = self.computed.get(name)
        if source is None or name in self._resolving:
            return ""
        self._resolving.add(name)
        tree = self.parse(source)
        found = self.item_of(tree) if isinstance(tree, nodes.Filter) else ""
        self._resolving.discard(name)
        return found

    def _lookup(self, name: str) -> object:
        """What a bound name stands for; None for a name of the Context."""
        for frame in reversed(self._bound):
            if name in frame:
                return frame[name]
        return None
