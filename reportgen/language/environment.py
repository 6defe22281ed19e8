"""The one environment of templates, rules and authored text, and what is compiled with it.

`compile_expression` gives objects (rules, cells), `compile_block` gives text (phrases, authored
text), `engine_template` is for the render engines, which pass callables of their own under names
that begin with `__`. Not for finding tags in documents.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from jinja2 import TemplateSyntaxError, nodes
from jinja2.environment import Template
from jinja2.meta import find_undeclared_variables
from jinja2.parser import Parser

from reportgen.language.codegen import bounded, forbid_private
from reportgen.language.errors import UnknownNameError
from reportgen.language.filters import make_filters, make_tests
from reportgen.language.functions import make_functions
from reportgen.language.limits import Limits, Run
from reportgen.language.numerals import make_numeral_functions
from reportgen.language.printing import Marks, NumberFormat, defaults
from reportgen.language.sandbox import RUN, Environment, LanguageContext
from reportgen.language.tags import normalise_tag, normalise_tags
from reportgen.language.views import View, exposed
from reportgen.numbering import DEFAULT, Scheme

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from types import TracebackType

CACHED: Final = 20_000
"""So many expressions are kept by an environment before it forgets them all."""


def make_environment(
    numbers: Mapping[str, NumberFormat] | None = None,
    limits: Limits | None = None,
    extra_functions: Mapping[str, Any] | None = None,
    *,
    autoescape: bool = False,
    numbering: Scheme = DEFAULT,
) -> Environment:
    """The environment with its number filters, functions and limits.

    `numbers` add to the default number formats or change them. `numbering` is how headings and
    captions are numbered. `autoescape` is for templates whose
    fixed text is XML. Names of `extra_functions` are open to templates as if declared `exposed`.
    """
    env = Environment(limits or Limits(), autoescape=autoescape)
    env.filters = make_filters({**defaults(), **(numbers or {})})
    env.tests = make_tests()
    env.globals = {**make_functions(env.limits), **make_numeral_functions(numbering)}
    env.numbering = numbering
    for name, function in (extra_functions or {}).items():
        env.globals[name] = exposed(function)
    return env


class Compiled:
    """A compiled template or expression and the names that it uses."""

    __slots__ = ("_env", "_names", "_parse", "_template", "source")

    def __init__(
        self,
        env: Environment,
        source: str,
        parse: Callable[[Environment, str], nodes.Template],
        *,
        keep: bool = True,
    ) -> None:
        self._env = env
        self.source = source
        self._parse = parse
        self._names: frozenset[str] | None = None
        kind = parse.__name__
        code = env.codes.find(env, source, kind) if keep else None
        if code is None:
            code = env.compile(parse(env, source))
            if keep:
                env.codes.add(env, source, kind, code)
        self._template = Template.from_code(env, code, env.globals)

    @property
    def names(self) -> frozenset[str]:
        """The names that it asks of its context, with their paths: `部门.名称`."""
        if self._names is None:
            tree = self._parse(self._env, self.source)
            tree.set_environment(self._env)
            self._names = used_names(tree, self._env)
        return self._names

    def _context(
        self, names: Mapping[str, object], marks: Marks | None, run: Run | None = None
    ) -> LanguageContext:
        run = run or Run(self._env.limits, marks)
        parent = {**self._env.globals, **names, RUN: run}
        return LanguageContext(self._env, parent, None, {})

    def line_of(self, exception: BaseException) -> int:
        """The line of the source in which an exception arose; 0 where it is not known."""
        if isinstance(exception, TemplateSyntaxError):
            return exception.lineno
        found = 0
        step: TracebackType | None = exception.__traceback__
        while step is not None:
            if step.tb_frame.f_globals.get("environment") is self._env:
                found = self._template.get_corresponding_lineno(step.tb_lineno)
            step = step.tb_next
        return found


class Expression(Compiled):
    """One expression; evaluating gives the object itself."""

    __slots__ = ()

    def evaluate(
        self,
        names: Mapping[str, object],
        marks: Marks | None = None,
        *,
        within: Run | None = None,
    ) -> Any:
        """The value: a Printed, a Figure, a str, …; a name that is not there raises.

        Printed numbers that become part of a text are marked where `marks` are given. `within` is
        the rendering that this is part of: its counters and marks are used on.
        """
        context = self._context(names, marks, within)
        try:
            for _ in self._template.root_render_func(context):
                pass
            value = context.vars["result"]
            if hasattr(value, "language_error"):
                raise value.language_error()
        except UnknownNameError as error:
            _teach(error, names, self._env)
            raise
        return value


class TextTemplate(Compiled):
    """A template whose rendering is text."""

    __slots__ = ()

    def pieces(
        self,
        names: Mapping[str, object],
        marks: Marks | None = None,
        *,
        within: Run | None = None,
    ) -> Iterator[str]:
        """The text piece by piece; printed numbers marked where `marks` are given.

        `within` is the rendering that this is part of: its counters and marks are used on.
        """
        context = self._context(names, marks, within)
        most = self._env.limits.output
        written = 0
        try:
            for piece in self._template.root_render_func(context):
                written += len(piece)
                if written > most:
                    context.run.write(written)
                yield piece
        except UnknownNameError as error:
            _teach(error, names, self._env)
            raise

    def raw_pieces(self, names: Mapping[str, object], run: Run) -> Iterator[Any]:
        """What the code yields as it is, for an engine whose generator yields more than text."""
        try:
            yield from self._template.root_render_func(self._context(names, None, run))
        except UnknownNameError as error:
            _teach(error, names, self._env)
            raise

    def render(
        self,
        names: Mapping[str, object],
        marks: Marks | None = None,
        *,
        within: Run | None = None,
    ) -> str:
        """The whole text."""
        return "".join(self.pieces(names, marks, within=within))


def compile_expression(env: Environment, source: str) -> Expression:
    """The expression of a tag without its braces; kept by the environment.

    Raises `LanguageError` or `jinja2.TemplateSyntaxError`: `describe` knows both.
    """
    known = env.expressions.get(source)
    if isinstance(known, Expression):
        return known
    found = Expression(env, source, _parse_expression)
    if len(env.expressions) >= CACHED:
        env.expressions.clear()
    env.expressions[source] = found
    return found


def compile_block(env: Environment, source: str, *, keep: bool = True) -> TextTemplate:
    """A text with tags in it: a phrase, a paragraph that a clerk wrote; kept by the environment.

    Without `keep` it does not go to the cache on the disk: what she wrote stays in her files.
    """
    known = env.blocks.get(source)
    if isinstance(known, TextTemplate):
        return known
    found = TextTemplate(env, source, _parse_block, keep=keep)
    if len(env.blocks) >= CACHED:
        env.blocks.clear()
    env.blocks[source] = found
    return found


def engine_template(env: Environment, source: str) -> TextTemplate:
    """A template that an engine generated; names that begin with `__` are callables it passes.

    The engine checks its author's tags with `normalise_tag` and `forbid_private_names` beforehand.
    """
    return TextTemplate(env, source, _parse_template)


def _parse_expression(env: Environment, source: str) -> nodes.Template:
    parser = Parser(env, normalise_tag(source).strip(), state="variable")
    tree = parser.parse_expression()
    bounded(tree)
    if not parser.stream.eos:
        raise TemplateSyntaxError("chunk after expression", parser.stream.current.lineno)
    forbid_private(tree)
    body: list[nodes.Node] = [nodes.Assign(nodes.Name("result", "store"), tree, lineno=1)]
    return nodes.Template(body, lineno=1)


def _parse_block(env: Environment, source: str) -> nodes.Template:
    tree = env.parse(normalise_tags(source))
    forbid_private(tree)
    return tree


def _parse_template(env: Environment, source: str) -> nodes.Template:
    return env.parse(source)


def used_names(tree: nodes.Template, env: Environment) -> frozenset[str]:
    """The undeclared names of a tree, each with the longest paths that are asked of it."""
    undeclared = find_undeclared_variables(tree) - set(env.globals)
    inner: set[int] = set()
    found: set[str] = set()
    for node in tree.find_all((nodes.Getattr, nodes.Name)):
        if id(node) in inner:
            continue
        path: list[str] = []
        current: nodes.Node = node
        while isinstance(current, nodes.Getattr):
            path.append(current.attr)
            current = current.node
            inner.add(id(current))
        if isinstance(current, nodes.Name) and current.name in undeclared:
            found.add(".".join([current.name, *reversed(path)]))
    return frozenset(found)


def _teach(error: UnknownNameError, names: Mapping[str, object], env: Environment) -> None:
    if not error.known:
        known = [name for name in names if not name.startswith("_")]
        inside = [
            f"{name}.{part}"
            for name, value in names.items()
            if isinstance(value, View)
            for part in value.names()
            if part == error.name
        ]
        error.learn([*known, *inside, *env.globals])


__all__ = [
    "Environment",
    "Expression",
    "Limits",
    "TextTemplate",
    "compile_block",
    "compile_expression",
    "engine_template",
    "make_environment",
]
