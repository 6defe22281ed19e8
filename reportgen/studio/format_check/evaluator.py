"""The example value of an expression, and what in it is wrong whatever the data.

What cannot be known is `UNKNOWN`, of which every name is allowed. What is wrong with some data only
shows when the format is rendered.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from jinja2 import nodes
from jinja2.runtime import Undefined

from reportgen.compute.projects import _Computed
from reportgen.compute.views import RecordView
from reportgen.language.errors import (
    BadCallError,
    BadOptionError,
    LanguageError,
    NotANumberError,
    NotCallableError,
    PrintedMisuseError,
    UnknownFilterError,
    UnknownNameError,
    UnprintableError,
    WrongUnitError,
    WrongValueError,
    describe,
    nearest,
)
from reportgen.language.limits import Limits, Run
from reportgen.language.printing import Marks, Printed
from reportgen.language.sandbox import RUN, LanguageContext
from reportgen.language.values import cell_value, rows
from reportgen.language.views import NOTHING, EmptyRow, View

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reportgen.finding import Finding
    from reportgen.language.environment import Environment
    from reportgen.model.fields import Field
    from reportgen.place import Place

UNKNOWN: Final = NOTHING
ALWAYS_WRONG: Final = (
    UnknownNameError,
    UnprintableError,
    UnknownFilterError,
    BadCallError,
    BadOptionError,
    NotCallableError,
    PrintedMisuseError,
    NotANumberError,
    WrongUnitError,
)
_LENIENT: Final = frozenset({"默认", "default", "d"})
_NARROWING: Final = frozenset({"select", "reject", "selectattr", "rejectattr"})
_BY_FIELD: Final = _NARROWING | {"map", "sort", "unique", "groupby", "sum", "求和", "join"}
_LIMITS: Final = Limits(steps=200_000, text=200_000, items=200_000, output=2_000_000)

Scope = dict[str, Any]


@dataclass(slots=True)
class Seen:
    """What a walk has come across: fields that are used, findings, and notes for further rules."""

    findings: list[Finding] = field(default_factory=list)
    fields: set[tuple[str, str]] = field(default_factory=set)
    unused_loops: list[tuple[str, Place]] = field(default_factory=list)
    never_there: list[tuple[LanguageError, str, Place]] = field(default_factory=list)
    never_equal: list[tuple[str, Field, str, Place]] = field(default_factory=list)


class Evaluator:
    """One environment with the example values of a format's names.

    `at` of the walks says for a line of the source where its tag stands and how it is typed.
    """

    def __init__(
        self, environment: Environment, names: Mapping[str, object], seen: Seen | None = None
    ) -> None:
        self.env = environment
        self.names = dict(names)
        self.seen = seen or Seen()
        self._at: Callable[[int], tuple[Place, str]] = lambda _: (_NOWHERE, "")
        self._lenient = 0
        self._told: set[tuple[int, str]] = set()
        self._run = Run(_LIMITS, Marks())

    def _begin(self, at: Callable[[int], tuple[Place, str]]) -> None:
        self._at = at
        self._told = set()
        self._run = Run(_LIMITS, Marks())

    def _printed(self, node: nodes.Node, value: Any) -> None:
        if value is UNKNOWN or isinstance(node, nodes.CondExpr) or self._engines_own(node):
            return
        try:
            cell_value(value)
        except UnprintableError as error:
            self._tell(node, error)
        except LanguageError:
            pass

    def _truth(self, node: nodes.Node, value: Any) -> None:
        if isinstance(value, Printed):
            self._tell(node, PrintedMisuseError(text=value.text, action="比较"))

    # Expressions

    def value(self, node: nodes.Node, scope: Scope) -> Any:
        """The example value of an expression; what is always wrong in it is told on the way."""
        try:
            return self._value(node, scope)
        except ALWAYS_WRONG as error:
            self._tell(node, error)
        except Exception:  # noqa: BLE001 - with other data it may well be right
            return UNKNOWN
        return UNKNOWN

    def _value(self, node: nodes.Node, scope: Scope) -> Any:
        match node:
            case nodes.Const():
                # Compiled code has decimals exact as well.
                value = node.value
                return Decimal(repr(value)) if isinstance(value, float) else value
            case nodes.TemplateData():
                return node.data
            case nodes.Name():
                return self._name(node, scope)
            case nodes.Getattr():
                return self._attribute(node, self.value(node.node, scope), node.attr)
            case nodes.Getitem():
                return self._item(node, scope)
            case nodes.Call():
                return self._call(node, scope)
            case nodes.Filter():
                return self._filter(node, scope)
            case nodes.Test():
                return self._test(node, scope)
            case nodes.CondExpr():
                self._truth(node.test, self.value(node.test, scope))
                first = self.value(node.expr1, scope)
                second = self.value(node.expr2, scope) if node.expr2 else UNKNOWN
                return second if first is UNKNOWN else first
            case nodes.And() | nodes.Or():
                left, right = self.value(node.left, scope), self.value(node.right, scope)
                self._truth(node.left, left)
                return right if isinstance(node, nodes.And) or left is UNKNOWN else left
            case nodes.Not():
                self._truth(node.node, self.value(node.node, scope))
                return True
            case nodes.Compare():
                return self._compare(node, scope)
            case nodes.Concat():
                parts = tuple(self.value(item, scope) for item in node.nodes)
                return self.env.concat_texts(self._context(scope), parts)
            case nodes.List() | nodes.Tuple():
                items = [self.value(item, scope) for item in node.items]
                return items if isinstance(node, nodes.List) else tuple(items)
            case nodes.Dict():
                return {
                    self.value(pair.key, scope): self.value(pair.value, scope)
                    for pair in node.items
                }
            case nodes.BinExpr():
                left, right = self.value(node.left, scope), self.value(node.right, scope)
                if left is UNKNOWN or right is UNKNOWN:
                    return UNKNOWN
                return self.env.call_binop(self._context(scope), node.operator, left, right)
            case nodes.UnaryExpr():
                return self.value(node.node, scope)
        for child in node.iter_child_nodes():
            self.value(child, scope)
        return UNKNOWN

    def _context(self, scope: Scope) -> LanguageContext:
        parent = {**self.env.globals, **scope, RUN: self._run}
        return LanguageContext(self.env, parent, None, {})

    def _name(self, node: nodes.Name, scope: Scope) -> Any:
        if node.name in scope:
            return scope[node.name]
        if node.name in self.env.globals:
            return self.env.globals[node.name]
        if not node.name.startswith("__"):
            known = [name for name in scope if not name.startswith("_")]
            error = UnknownNameError(node.name, [*known, *self.env.globals])
            parts = [
                f"{name}.{node.name}"
                for name, value in self.names.items()
                if isinstance(value, View) and node.name in value.names()
            ]
            if parts:
                error.hint = "是不是要写：" + "、".join(parts[:3]) + "？"
            self._tell(node, error)
        return UNKNOWN

    def _attribute(self, node: nodes.Node, value: Any, name: str) -> Any:
        if value is UNKNOWN or isinstance(value, EmptyRow):
            return UNKNOWN
        self._use(value, name)
        found = self.env.getattr(value, name)
        if isinstance(found, Undefined):
            problem = getattr(found, "language_error", None)
            self._tell(node, problem() if problem else UnknownNameError(name))
            return UNKNOWN
        return found

    def _use(self, value: Any, name: str) -> None:
        section = _section(value)
        if section:
            self.seen.fields.add((section.name, name))
            return
        names = getattr(value, "_declared", None)
        if isinstance(names, tuple):
            self.seen.fields.add(("文字说明", name))

    def _item(self, node: nodes.Getitem, scope: Scope) -> Any:
        value = self.value(node.node, scope)
        if isinstance(node.arg, nodes.Slice):
            return value
        key = self.value(node.arg, scope)
        if value is UNKNOWN or key is UNKNOWN:
            return UNKNOWN
        if isinstance(key, str):
            return self._attribute(node, value, key)
        found = self.env.getitem(value, key)
        return UNKNOWN if isinstance(found, Undefined) else found

    def _arguments(
        self, node: nodes.Call | nodes.Filter | nodes.Test, scope: Scope
    ) -> tuple[list[Any], dict[str, Any]]:
        args = [self.value(item, scope) for item in node.args]
        named = {str(item.key): self.value(item.value, scope) for item in node.kwargs}
        if node.dyn_args is not None or node.dyn_kwargs is not None:
            raise WrongValueError(problem="")
        return args, named

    def _call(self, node: nodes.Call, scope: Scope) -> Any:
        if isinstance(node.node, nodes.Name) and node.node.name.startswith("__"):
            for item in node.args:
                self._printed(item, self.value(item, scope))
            return UNKNOWN
        called = self.value(node.node, scope)
        args, named = self._arguments(node, scope)
        if called is UNKNOWN:
            return UNKNOWN
        return self.env.invoke(self._context(scope), called, *args, **named)

    def _filter(self, node: nodes.Filter, scope: Scope) -> Any:
        lenient = node.name in _LENIENT
        self._lenient += lenient
        value = UNKNOWN if node.node is None else self.value(node.node, scope)
        self._lenient -= lenient
        args, named = self._arguments(node, scope)
        if node.name not in self.env.filters:
            raise UnknownFilterError(nearest(node.name, self.env.filters), name=node.name)
        if value is UNKNOWN:
            self._empty_call(node, args, named, scope)
            return UNKNOWN
        if node.name in _BY_FIELD:
            self._by_field(node, value, args, named)
        found = self.env.call_filter(node.name, value, args, named, context=self._context(scope))
        if node.name in _NARROWING and not found and value:
            return value
        return found

    def _empty_call(
        self, node: nodes.Filter, args: list[Any], named: dict[str, Any], scope: Scope
    ) -> None:
        """Filters on what is not known: at least whether they can be called so."""
        import inspect

        function = self.env.filters[node.name]
        skipped = 1 if getattr(function, "jinja_pass_arg", None) is not None else 0
        try:
            inspect.signature(function).bind(*([None] * skipped), None, *args, **named)
        except TypeError:
            raise BadCallError(name=node.name, problem="个数或名称不对") from None
        except ValueError:
            self._context(scope)

    def _by_field(
        self, node: nodes.Filter, value: Any, args: list[Any], named: dict[str, Any]
    ) -> None:
        """The fields that a filter asks of the rows, and options that no row can have."""
        try:
            item = next(iter(rows(value, self._run)), None)
        except LanguageError:
            return
        name = named.get("attribute")
        if name is None and node.name in {"selectattr", "rejectattr", "groupby"} and args:
            name = args[0]
        if not isinstance(name, str):
            return
        for part in name.split("."):
            if item is None or item is UNKNOWN:
                return
            if isinstance(item, View) and part not in item.names():
                raise UnknownNameError(part, item.names())
            self._use(item, part)
            if len(args) == 3 and args[1] in {"equalto", "eq", "=="}:
                self._option(node, item, part, args[2])
            found = self.env.getattr(item, part)
            item = None if isinstance(found, Undefined) else found

    def _test(self, node: nodes.Test, scope: Scope) -> Any:
        lenient = node.name in {"defined", "undefined"}
        self._lenient += lenient
        value = self.value(node.node, scope)
        self._lenient -= lenient
        args, named = self._arguments(node, scope)
        if node.name not in self.env.tests:
            raise UnknownFilterError(nearest(node.name, self.env.tests), name=node.name)
        if value is UNKNOWN or lenient:
            return True
        return self.env.call_test(node.name, value, args, named, context=self._context(scope))

    def _compare(self, node: nodes.Compare, scope: Scope) -> Any:
        left_node: nodes.Node = node.expr
        left = self.value(left_node, scope)
        for operand in node.ops:
            right = self.value(operand.expr, scope)
            for value in (left, right):
                if isinstance(value, Printed):
                    raise PrintedMisuseError(text=value.text, action="比较")
            if operand.op in {"eq", "ne"}:
                self._equal(left_node, operand.expr, scope)
                self._equal(operand.expr, left_node, scope)
            left_node, left = operand.expr, right
        return True

    def _equal(self, asked: nodes.Node, other: nodes.Node, scope: Scope) -> None:
        if not isinstance(other, nodes.Const) or not isinstance(asked, nodes.Getattr):
            return
        self._lenient += 1
        item = self.value(asked.node, scope)
        self._lenient -= 1
        self._option(asked, item, asked.attr, other.value)

    def _option(self, node: nodes.Node, item: Any, name: str, wanted: object) -> None:
        section = _section(item)
        spec = section.by_name.get(name) if section else None
        if spec and spec.options and isinstance(wanted, str) and wanted not in {"", *spec.options}:
            place, typed = self._at(node.lineno)
            self.seen.never_equal.append((wanted, spec, typed, place))

    # Telling

    def _engines_own(self, node: nodes.Node) -> bool:
        return (
            isinstance(node, nodes.Call)
            and isinstance(node.node, nodes.Name)
            and node.node.name.startswith("__")
        )

    def _tell(self, node: nodes.Node, error: LanguageError) -> None:
        place, typed = self._at(node.lineno)
        told = (id(place) if not typed else hash((place, typed)), str(error))
        if told in self._told:
            return
        self._told.add(told)
        if self._lenient:
            if isinstance(error, UnknownNameError):
                self.seen.never_there.append((error, typed, place))
            return
        self.seen.findings.append(describe(error, typed).at(place))


def _section(value: Any) -> Any:
    """The section of the data set that a view's record belongs to; None for other values."""
    if isinstance(value, RecordView | _Computed):
        record = value._record  # noqa: SLF001 - a view shows templates its names only
        return record.section if record is not None else None
    return None


_NOWHERE: Final[Any] = None
