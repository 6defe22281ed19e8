"""Goes through templates and expressions with example values, all branches of them.

A loop is gone through once, with the first item of its list; a condition in each of its branches.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from jinja2 import nodes
from jinja2.parser import Parser
from jinja2.runtime import LoopContext, Undefined

from reportgen.language.codegen import bounded
from reportgen.language.errors import LanguageError, describe
from reportgen.language.tags import normalise_tag, normalise_tags
from reportgen.language.values import rows
from reportgen.language.views import EmptyRow
from reportgen.studio.format_check.evaluator import UNKNOWN, Evaluator, Scope, Seen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from reportgen.place import Place

__all__ = ["UNKNOWN", "Seen", "Walker"]


class Walker(Evaluator):
    """One environment with the example values of a format's names.

    `at` of the walks says for a line of the source where its tag stands and how it is typed.
    """

    def expression(self, source: str, place: Place, given: Scope | None = None) -> Any:
        """The example value of an expression of a format's file; UNKNOWN where there is none."""
        try:
            parser = Parser(self.env, normalise_tag(source).strip(), state="variable")
            tree = parser.parse_expression()
            bounded(tree)
            tree.set_environment(self.env)
        except Exception as error:  # noqa: BLE001 - whatever Jinja says becomes a finding
            self.seen.findings.append(describe(error, source).at(place))
            return UNKNOWN
        self._begin(lambda _: (place, source))
        return self.value(tree, {**self.names, **(given or {})})

    def text(self, source: str, place: Place, given: Scope | None = None) -> None:
        """Go through a text with tags, such as a phrase."""
        self.template(normalise_tags(source), lambda _: (place, source), given)

    def template(
        self,
        source: str,
        at: Callable[[int], tuple[Place, str]],
        given: Scope | None = None,
    ) -> None:
        """Go through a template whose line numbers `at` knows."""
        try:
            tree = self.env.parse(source)
        except Exception as error:  # noqa: BLE001 - whatever Jinja says becomes a finding
            place, typed = at(getattr(error, "lineno", 1) or 1)
            self.seen.findings.append(describe(error, typed).at(place))
            return
        self._begin(at)
        self.statements(tree.body, {**self.names, **(given or {})})

    # Statements

    def statements(self, body: Iterable[nodes.Node], scope: Scope) -> None:
        for node in body:
            self.statement(node, scope)

    def statement(self, node: nodes.Node, scope: Scope) -> None:
        match node:
            case nodes.Output():
                for item in node.nodes:
                    if not isinstance(item, nodes.TemplateData):
                        self._printed(item, self.value(item, scope))
            case nodes.For():
                self._loop(node, scope)
            case nodes.If():
                for branch in (node, *node.elif_):
                    self._truth(branch.test, self.value(branch.test, scope))
                    self.statements(branch.body, scope)
                self.statements(node.else_, scope)
            case nodes.Assign():
                self._bind(node.target, self.value(node.node, scope), scope)
            case nodes.AssignBlock():
                self.statements(node.body, dict(scope))
                self._bind(node.target, "", scope)
            case nodes.Macro() | nodes.CallBlock():
                inner = {**scope, **{item.name: UNKNOWN for item in node.args}}
                inner |= {"caller": UNKNOWN, "varargs": [], "kwargs": {}}
                for item in node.defaults:
                    self.value(item, scope)
                if isinstance(node, nodes.Macro):
                    scope[node.name] = inner[node.name] = UNKNOWN
                else:
                    self.value(node.call, scope)
                self.statements(node.body, inner)
            case nodes.With():
                inner = dict(scope)
                for target, value in zip(node.targets, node.values, strict=True):
                    self._bind(target, self.value(value, scope), inner)
                self.statements(node.body, inner)
            case nodes.FilterBlock():
                self.statements(node.body, dict(scope))
            case nodes.ExprStmt():
                self.value(node.node, scope)

    def loose(self, loops: Iterable[str], given: Scope | None = None) -> Scope:
        """The names that these `for` sources bind, for tags whose loops do not pair.

        `loops` are sources without braces, in order: `for 行 in 任务`.
        """
        scope = {**self.names, **(given or {})}
        bound: Scope = {}
        for source in loops:
            node: nodes.Node | None = None
            with suppress(Exception):  # the engine tells what cannot be read
                node = self.env.parse(f"{{% {source} %}}{{% endfor %}}").body[0]
            if isinstance(node, nodes.For):
                told = len(self.seen.findings)
                inner = dict(scope)
                self._bind(node.target, self._first(node, scope), inner)
                del self.seen.findings[told:]
                own = {name.name: inner[name.name] for name in _names(node.target)}
                bound |= own
                scope |= own
        return bound

    def _first(self, node: nodes.For, scope: Scope) -> Any:
        """The first item of a loop's list, as far as it is known."""
        found = self.value(node.iter, scope)
        if found is UNKNOWN or isinstance(found, EmptyRow):
            return UNKNOWN
        try:
            items = rows(found, self._run)
        except LanguageError as error:
            self._tell(node, error)
            return UNKNOWN
        return items[0] if items else UNKNOWN

    def _loop(self, node: nodes.For, scope: Scope) -> None:
        item = self._first(node, scope)
        inner = dict(scope)
        counters = LoopContext([item], Undefined, None)
        for _ in counters:
            inner["loop"] = counters
        self._bind(node.target, item, inner)
        if node.test is not None:
            self._truth(node.test, self.value(node.test, inner))
        self.statements(node.body, inner)
        self.statements(node.else_, dict(scope))
        self._unused(node)

    def _unused(self, node: nodes.For) -> None:
        """A loop that prints the same in every round has another loop's name in it."""
        if isinstance(node.iter, nodes.Call) and isinstance(node.iter.node, nodes.Name):
            return
        targets = {item.name for item in _names(node.target)}
        used = {item.name for part in node.body for item in _names(part)}
        prints = any(
            not isinstance(item, nodes.TemplateData)
            for part in node.body
            for output in _all(part, nodes.Output)
            for item in output.nodes
        )
        if prints and not used & (targets | {"loop"}):
            self.seen.unused_loops.append(("、".join(sorted(targets)), self._at(node.lineno)[0]))

    def _bind(self, target: nodes.Node, value: Any, scope: Scope) -> None:
        if isinstance(target, nodes.Name):
            scope[target.name] = value
        elif isinstance(target, nodes.Tuple):
            try:
                parts: list[Any] = list(value)
            except TypeError:
                parts = []
            for at, item in enumerate(target.items):
                self._bind(item, parts[at] if at < len(parts) else UNKNOWN, scope)


def _names(node: nodes.Node) -> list[nodes.Name]:
    return [*([node] if isinstance(node, nodes.Name) else []), *node.find_all(nodes.Name)]


def _all(node: nodes.Node, kind: type[nodes.Output]) -> list[nodes.Output]:
    return [*([node] if isinstance(node, kind) else []), *node.find_all(kind)]
