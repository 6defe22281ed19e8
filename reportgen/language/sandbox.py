"""The rules of evaluation: what can be reached, called and computed, and at what cost.

By allow-list: a view's names, the keys of a dict, a loop's counters, functions that were declared.
Everything is counted in the `Run` of the rendering. Not for what filters do.
"""

from __future__ import annotations

from decimal import Decimal
from types import MethodType
from typing import TYPE_CHECKING, Any, Final

from jinja2.runtime import Context, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace, pass_context
from markupsafe import Markup

from reportgen.figure import EXACT, Blank, Figure
from reportgen.language.arithmetic import calculate, operand
from reportgen.language.codegen import Generator, bounded, prepare
from reportgen.language.codes import Codes
from reportgen.language.errors import (
    BadCallError,
    LimitExceeded,
    NotCallableError,
    PrintedMisuseError,
    SecurityRefused,
    UnknownFilterError,
    UnknownNameError,
    WrongValueError,
    nearest,
)
from reportgen.language.limits import Limits, Run
from reportgen.language.numbers import shown
from reportgen.language.printing import Marks, Printed
from reportgen.language.values import Missing, fail_if_missing, output, rows, scalar
from reportgen.language.views import View
from reportgen.numbering import DEFAULT, Scheme

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2 import nodes

RUN: Final = "__run"
_LOOP_NAMES: Final = frozenset(
    [
        "index",
        "index0",
        "revindex",
        "revindex0",
        "first",
        "last",
        "length",
        "previtem",
        "nextitem",
        "depth",
        "depth0",
        "changed",
        "cycle",
    ]
)
_FIGURE_NAMES: Final = {
    "单位": lambda item: item.unit,
    "为空": lambda item: item.is_blank,
}


class LanguageContext(Context):
    """The names of one rendering and what it has used up."""

    def __init__(
        self,
        environment: Environment,
        parent: dict[str, Any],
        name: str | None,
        blocks: dict[str, Any],
        globals: Any = None,  # noqa: A002 - the name of jinja
    ) -> None:
        super().__init__(environment, parent, name, blocks, globals)
        self.run: Run = parent.get(RUN) or Run(environment.limits, Marks())


@pass_context
def _finalize(context: LanguageContext, value: object) -> str:
    text = value if isinstance(value, str) else output(value, context.run)
    context.run.write(len(text))
    return text


class Environment(ImmutableSandboxedEnvironment):
    """The one environment of templates, rules and authored text; made by `make_environment`."""

    code_generator_class = Generator
    context_class = LanguageContext
    intercepted_binops = frozenset(("+", "-", "*", "/", "//", "%", "**"))
    intercepted_unops = frozenset(("+", "-"))

    decimal = Decimal
    """What compiled code makes of a literal with decimals."""

    piece: Any = None
    """What the code of an engine's own generator calls for a value that it prints."""

    def __init__(self, limits: Limits, *, autoescape: bool) -> None:
        super().__init__(
            undefined=Missing,
            finalize=_finalize,
            autoescape=autoescape,
            optimized=False,
            keep_trailing_newline=True,
            cache_size=0,
            auto_reload=False,
        )
        self.limits = limits
        self.expressions: dict[str, Any] = {}
        self.blocks: dict[str, Any] = {}
        self.numbering: Scheme = DEFAULT
        self.codes = Codes()

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        bounded(tree)
        return tree

    def _generate(
        self,
        source: nodes.Template,
        name: str | None,
        filename: str | None,
        defer_init: bool = False,
    ) -> str:
        prepare(source, self)
        return super()._generate(source, name, filename, defer_init)

    # Reaching values

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A name of a view, a key of a dict, or one of the few names of a loop or figure."""
        if isinstance(obj, View):
            try:
                return obj.get(attribute)
            except UnknownNameError as error:
                return Missing(obj=obj, name=attribute, exc=error)
        if type(obj) is dict and attribute in obj and attribute[0] != "_":
            return obj[attribute]
        return self._reach(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """`行["名称"]`, `列表[0]`, a slice of a list or text."""
        if isinstance(argument, str):
            return self.getattr(obj, argument)
        fail_if_missing(obj)
        fail_if_missing(argument)
        if isinstance(argument, slice):
            if isinstance(obj, str):
                from reportgen.language.values import text

                return text(obj)[argument]
            if isinstance(obj, list | tuple):
                return obj[argument]
        elif isinstance(argument, int) and isinstance(obj, list | tuple | range):
            try:
                return obj[argument]
            except IndexError:
                return Missing(name=f"第 {argument + 1} 项")
        elif isinstance(obj, dict):
            return obj.get(argument, Missing(name=shown(argument)))
        if isinstance(obj, Printed):
            return obj[0]
        raise WrongValueError(problem=f"{shown(obj)}不能用方括号取值")

    def _reach(self, obj: Any, attribute: str) -> Any:
        if attribute.startswith("_"):
            raise SecurityRefused(name=attribute)
        if isinstance(obj, dict):
            if attribute in obj:
                return obj[attribute]
            known = [key for key in obj if isinstance(key, str)]
            return Missing(name=attribute, exc=UnknownNameError(attribute, known))
        fail_if_missing(obj)
        if isinstance(obj, Figure):
            if callable(obj):
                return obj
            if attribute in _FIGURE_NAMES:
                return _FIGURE_NAMES[attribute](obj)
            return Missing(name=attribute, exc=UnknownNameError(attribute, _FIGURE_NAMES))
        if isinstance(obj, LoopContext):
            if attribute in _LOOP_NAMES:
                return getattr(obj, attribute)
        elif isinstance(obj, Namespace):
            try:
                return getattr(obj, attribute)
            except AttributeError:
                return Missing(name=attribute)
        if isinstance(obj, list | tuple) and not attribute.isascii():
            error = UnknownNameError(attribute)
            error.hint = "这是一列：先用循环取每一行，或者写“| map(attribute=…)”。"
            raise error
        raise SecurityRefused(name=attribute)

    # Calls

    def invoke(self, context: LanguageContext, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call a declared function, a macro or a loop; each call is a step."""
        run = context.run
        run.step()
        if getattr(obj, "language_function", False) is True and not isinstance(obj, type):
            for argument in (*args, *kwargs.values()) if kwargs else args:
                if type(argument) is Missing:
                    fail_if_missing(argument)
            if getattr(obj, "jinja_pass_arg", None) is not None:
                args = (context, *args)
            return _called(obj, args, kwargs)
        if isinstance(obj, Macro | LoopContext):
            return self._nested(run, obj, args, kwargs)
        if obj is Namespace:
            if args:
                raise BadCallError(name="namespace", problem="要写成 名称=值")
            return Namespace(**kwargs)
        if isinstance(obj, MethodType) and isinstance(obj.__self__, LoopContext):
            return _called(obj, args, kwargs)
        fail_if_missing(obj)
        raise NotCallableError(name=shown(obj).strip("“”"))

    def call(self, __context: Any, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: PYI063 - the signature of jinja
        """As `invoke`; what jinja's own code calls."""
        return self.invoke(__context, __obj, *args, **kwargs)

    def call_filter(self, name: str, *args: Any, **kwargs: Any) -> Any:
        """A filter that is named in a text: `map("万元")`."""
        if name not in self.filters:
            raise UnknownFilterError(nearest(str(name), self.filters), name=name)
        return super().call_filter(name, *args, **kwargs)

    def call_test(self, name: str, *args: Any, **kwargs: Any) -> Any:
        """A test that is named in a text: `select("空")`."""
        if name not in self.tests:
            raise UnknownFilterError(nearest(str(name), self.tests), name=name)
        return super().call_test(name, *args, **kwargs)

    def _nested(self, run: Run, obj: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        if run.depth >= run.limits.depth:
            raise LimitExceeded(limit="嵌套层数", maximum=run.limits.depth)
        if isinstance(obj, LoopContext):
            args = tuple(rows(item, run) for item in args)
        run.depth += 1
        try:
            result = _called(obj, args, kwargs)
        finally:
            run.depth -= 1
        run.size(len(result))
        return result

    def counted(self, context: LanguageContext, iterable: object, weight: int) -> list[Any]:
        """The rows of a loop, their number and the text of its body counted beforehand."""
        found = rows(iterable, context.run)
        context.run.write(weight * len(found))
        return found

    def spend(self, context: LanguageContext, weight: int) -> None:
        """Count one pass through a macro or recursive loop and the text of its body."""
        context.run.step()
        context.run.write(weight)

    # Computing

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Arithmetic: exact on numbers, bounded on texts and lists, refused on the rest."""
        run: Run = context.run
        if isinstance(left, str) or isinstance(right, str):
            return self._join_texts(context, operator, left, right)
        if isinstance(left, Printed) or isinstance(right, Printed):
            printed = left if isinstance(left, Printed) else right
            raise PrintedMisuseError(text=printed.text, action="计算")
        fail_if_missing(left)
        fail_if_missing(right)
        if operator == "+" and isinstance(left, list) and isinstance(right, list):
            run.count(len(left) + len(right))
            return left + right
        return calculate(operator, left, right, run.limits)

    def _join_texts(self, context: Any, operator: str, left: Any, right: Any) -> str:
        if operator != "+":
            raise WrongValueError(problem=f"文字不能用“{operator}”计算")
        return self.concat_texts(context, (left, right))

    def concat_texts(self, context: LanguageContext, parts: tuple[object, ...]) -> str:
        """Texts and printed numbers one after the other, the marks kept."""
        run = context.run
        texts = [item if isinstance(item, str) else output(item, run) for item in parts]
        run.size(sum(map(len, texts)))
        if any(isinstance(item, Markup) for item in texts):
            return Markup("").join(texts)
        return "".join(texts)

    def call_unop(self, context: Any, operator: str, arg: Any) -> Any:  # noqa: ARG002
        if isinstance(arg, Printed):
            raise PrintedMisuseError(text=arg.text, action="计算")
        arg = operand(arg)
        if operator == "+":
            return arg
        return -arg if isinstance(arg, Figure | int) else EXACT.minus(arg)

    def compare(self, context: LanguageContext, operator: str, left: Any, right: Any) -> bool:
        """A comparison of two single values, or whether a value is in a list or text."""
        if operator in {"in", "notin"}:
            found = self._contains(context.run, left, right)
            return found if operator == "in" else not found
        left, right = scalar(left, "比较"), scalar(right, "比较")
        if operator == "eq":
            return bool(left == right)
        if operator == "ne":
            return bool(left != right)
        try:
            return bool(_ORDER[operator](left, right))
        except (TypeError, AttributeError):
            raise WrongValueError(problem=f"{_kind(left)}和{_kind(right)}不能比大小") from None

    def _contains(self, run: Run, left: Any, right: Any) -> bool:
        left = scalar(left, "比较")
        if isinstance(right, str):
            if not isinstance(left, str):
                raise WrongValueError(problem="“in”后面是文字时，前面也要是文字")
            run.step(1 + (len(right) >> 9))
            return left in right
        if isinstance(right, View):
            return left in tuple(right.names())
        if isinstance(right, dict):
            return left in right
        return left in rows(right, run)


_ORDER: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "lt": lambda left, right: left < right,
    "lteq": lambda left, right: left <= right,
    "gt": lambda left, right: left > right,
    "gteq": lambda left, right: left >= right,
}


def _kind(value: object) -> str:
    if isinstance(value, Figure | int | Decimal | Blank):
        return "数"
    return "文字" if isinstance(value, str) else shown(value)


def _called(obj: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    try:
        return obj(*args, **kwargs)
    except TypeError as error:
        # Only the call itself: a TypeError from inside has deeper frames.
        if error.__traceback__ is not None and error.__traceback__.tb_next is None:
            name = getattr(obj, "__name__", None) or getattr(obj, "name", "")
            raise BadCallError(name=name, problem="个数或名称不对") from None
        raise
