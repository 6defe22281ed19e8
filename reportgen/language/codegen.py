"""From Jinja's syntax tree to code: what is refused when compiling, and what the code calls.

`prepare` checks and rewrites the tree; `Generator` writes operations as calls of the environment,
which counts and checks them. Names that begin with `__` are the engine's own and are called directly.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame

from reportgen.language.errors import (
    LimitExceeded,
    LiteralError,
    PrivateNameError,
    SecurityRefused,
    UnknownFilterError,
    UnsupportedTagError,
    nearest,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2 import Environment

LONGEST_LITERAL: Final = 15
"""Significant digits that survive the float that Jinja's lexer makes."""

DEEPEST: Final = 300
"""Levels of a syntax tree; a sum of so many terms is that deep."""
MOST_BLOCKS: Final = 15
"""Loops, macros and the like inside each other; Python's compiler takes twenty."""
_BLOCKS: Final = (nodes.For, nodes.Macro, nodes.CallBlock, nodes.AssignBlock, nodes.With)

_REFUSED_TAGS: Final = {
    nodes.Extends: "extends",
    nodes.Include: "include",
    nodes.Import: "import",
    nodes.FromImport: "from",
    nodes.Block: "block",
    nodes.EvalContextModifier: "autoescape",
    nodes.ScopedEvalContextModifier: "autoescape",
}
_REFUSED_NAMES: Final = frozenset({"self", "super"})


def bounded(tree: nodes.Node) -> nodes.Node:
    """The tree as it is; `LimitExceeded` where it is nested more deeply than anyone writes.

    The work of compiling grows with the square of the depth, and Python's compiler with more: a chain
    of three thousand `['名称']` would take minutes.
    """
    level: list[tuple[nodes.Node, int]] = [(tree, 0)]
    depth = 0
    while level:
        depth += 1
        if depth > DEEPEST:
            raise LimitExceeded(limit="标签里的嵌套层数", maximum=DEEPEST)
        below: list[tuple[nodes.Node, int]] = []
        for node, blocks in level:
            inside = blocks + isinstance(node, _BLOCKS)
            if inside > MOST_BLOCKS:
                raise LimitExceeded(limit="循环套循环的层数", maximum=MOST_BLOCKS)
            below += [(child, inside) for child in node.iter_child_nodes()]
        level = below
    return tree


def prepare(tree: nodes.Template, environment: Environment) -> None:
    """Check a tree and make its loops countable and its decimals exact.

    Raises the `LanguageError` of the first thing that is refused.
    """
    for node in list(tree.find_all(nodes.Node)):
        _check(node, environment)
        if isinstance(node, nodes.Const):
            node.value = literal(node.value)
        elif isinstance(node, nodes.For):
            weight = _static_size(node.body)
            node.iter = _call("counted", node.iter, nodes.Const(weight), line=node.lineno)
            if node.recursive:
                node.body.insert(0, _spend(weight, node.lineno))
        elif isinstance(node, nodes.Macro | nodes.CallBlock):
            node.body.insert(0, _spend(_static_size(node.body), node.lineno))
    tree.set_environment(environment)


def forbid_private(tree: nodes.Node) -> None:
    """`PrivateNameError` where the tree names, sets or asks for something that begins with `_`."""
    for node in tree.find_all((nodes.Name, nodes.Getattr, nodes.Keyword, nodes.NSRef, nodes.Macro)):
        for field in ("name", "attr", "key"):
            name = getattr(node, field, None)
            if isinstance(name, str) and name.startswith("_"):
                raise PrivateNameError(name=name)


def _check(node: nodes.Node, environment: Environment) -> None:
    for kind, tag in _REFUSED_TAGS.items():
        if isinstance(node, kind):
            raise UnsupportedTagError(name=tag)
    if isinstance(node, nodes.Name) and node.name in _REFUSED_NAMES:
        raise SecurityRefused(name=node.name)
    if isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
        raise SecurityRefused(name=node.attr)
    if isinstance(node, nodes.Filter) and node.name not in environment.filters:
        raise UnknownFilterError(nearest(node.name, environment.filters), name=node.name)
    if isinstance(node, nodes.Test) and node.name not in environment.tests:
        raise UnknownFilterError(nearest(node.name, environment.tests), name=node.name)


def literal(value: Any) -> Any:
    """A constant of an expression as it counts: an exact Decimal where Jinja's lexer made a float."""
    if isinstance(value, float):
        number = Decimal(repr(value)) if value - value == 0 else None
        if number is None or "e" in repr(value) or len(number.as_tuple().digits) > LONGEST_LITERAL:
            raise LiteralError(text=repr(value))
        return number
    if isinstance(value, int) and not isinstance(value, bool) and value >= 10**LONGEST_LITERAL:
        raise LiteralError(text=f"{str(value)[:20]}…")
    return value


def _static_size(body: list[nodes.Node]) -> int:
    return sum(len(item.data) for node in body for item in _own_text(node))


def _own_text(node: nodes.Node) -> Iterator[nodes.TemplateData]:
    """The fixed text of a body; that of loops and macros inside counts with them."""
    if isinstance(node, nodes.TemplateData):
        yield node
    elif not isinstance(node, nodes.For | nodes.Macro | nodes.CallBlock):
        for child in node.iter_child_nodes():
            yield from _own_text(child)


def _call(method: str, *arguments: Any, line: int) -> nodes.Call:
    return nodes.Call(
        nodes.EnvironmentAttribute(method),
        [nodes.ContextReference(), *arguments],
        [],
        None,
        None,
        lineno=line,
    )


def _spend(weight: int, line: int) -> nodes.ExprStmt:
    return nodes.ExprStmt(_call("spend", nodes.Const(weight), line=line), lineno=line)


class Generator(CodeGenerator):
    """Writes the operations of the language as calls of the environment."""

    def visit_Const(self, node: nodes.Const, frame: Frame) -> None:
        if isinstance(node.value, Decimal):
            self.write(f"environment.decimal({str(node.value)!r})")
        else:
            super().visit_Const(node, frame)

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:
        self.write("environment.concat_texts(context, (")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")

    def visit_Compare(self, node: nodes.Compare, frame: Frame) -> None:
        # a < b < c is a < b and b < c; b is written twice, which is harmless: nothing has effects.
        self.write("(")
        left = node.expr
        for at, operand in enumerate(node.ops):
            if at:
                self.write(" and ")
            self.write(f"environment.compare(context, {operand.op!r}, ")
            self.visit(left, frame)
            self.write(", ")
            self.visit(operand.expr, frame)
            self.write(")")
            left = operand.expr
        self.write(")")

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:
        self.write("environment.getitem(")
        self.visit(node.node, frame)
        self.write(", ")
        self.visit(node.arg, frame)
        self.write(")")

    def visit_Slice(self, node: nodes.Slice, frame: Frame) -> None:
        self.write("slice(")
        for part in (node.start, node.stop, node.step):
            if part is None:
                self.write("None")
            else:
                self.visit(part, frame)
            self.write(", ")
        self.write(")")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        target = node.node
        own = isinstance(target, nodes.EnvironmentAttribute) or (
            isinstance(target, nodes.Name) and target.name.startswith("__")
        )
        if own:
            self.visit(target, frame)
            self.write("(")
            for argument in node.args:
                self.visit(argument, frame)
                self.write(", ")
            self.write(")")
            return
        self.write("environment.invoke(context, ")
        self.visit(target, frame)
        self.signature(node, frame, {"caller": "caller"} if forward_caller else None)
        self.write(")")
