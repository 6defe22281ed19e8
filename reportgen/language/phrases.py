"""Named phrases: `短语.增减(本年, 上年, 名称="基本支出")` says a figure in the words of the format.

A phrase is a small text of the language with parameters and variants; figures in it stay figures.
Not for what the phrases say: that is in the phrases.yaml of each format.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jinja2.utils import pass_context

from reportgen.language import kinds
from reportgen.language.environment import compile_block, compile_expression
from reportgen.language.errors import (
    BadCallError,
    LanguageError,
    LimitExceeded,
    UnknownNameError,
    describe,
)
from reportgen.language.views import View, exposed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from reportgen.formats.phrases import Phrase
    from reportgen.language.environment import Environment
    from reportgen.language.limits import Run
    from reportgen.language.sandbox import LanguageContext


class PhraseError(LanguageError):
    """A phrase of the format cannot be said; the values name the phrase and what is wrong in it."""

    kind = kinds.PHRASE_FAILS


class PhraseBook(View):
    """`短语`: every phrase of the format as a function.

    `names` are looked at when a phrase is said, so that it may use names made after the book.
    """

    __slots__ = ("_environment", "_functions", "_names", "_phrases")

    def __init__(
        self,
        phrases: Mapping[str, Phrase],
        names: Mapping[str, object],
        environment: Environment,
    ) -> None:
        self._phrases = phrases
        self._names = names
        self._environment = environment
        self._functions: dict[str, Callable[..., str]] = {}

    def names(self) -> Iterable[str]:
        return self._phrases.keys()

    def get(self, name: str) -> object:
        known = self._functions.get(name)
        if known is None:
            if name not in self._phrases:
                raise UnknownNameError(name, self._phrases)
            known = self._functions[name] = self._function(self._phrases[name])
        return known

    def _function(self, phrase: Phrase) -> Callable[..., str]:
        @exposed
        @pass_context
        def say(context: LanguageContext, /, *args: object, **named: object) -> str:
            values = _bound(phrase, args, named)
            run = context.run
            if run.depth >= run.limits.depth:
                raise LimitExceeded(limit="短语互相引用的层数", maximum=run.limits.depth)
            run.depth += 1
            try:
                return self._said(phrase, values, run)
            finally:
                run.depth -= 1

        return say

    def _said(self, phrase: Phrase, values: dict[str, object], run: Run) -> str:
        declared = phrase.declaration
        names: dict[str, Any] = {**self._names, **values}
        source = ""
        try:
            for name, source in declared.names.items():
                compiled = compile_expression(self._environment, source)
                names[name] = compiled.evaluate(names, within=run)
            text = declared.text
            for variant in declared.variants.values():
                source = variant.condition
                if not source or compile_expression(self._environment, source).evaluate(
                    names, within=run
                ):
                    text = variant.text
                    break
            source = text.strip()
            return compile_block(self._environment, source).render(names, within=run)
        except (PhraseError, LimitExceeded):
            raise
        except Exception as error:
            problem = describe(error, source).at(None)
            raise PhraseError(
                problem.hint, phrase=phrase.name, stands=str(phrase.place), problem=problem.message
            ) from error


def _bound(phrase: Phrase, args: tuple[object, ...], named: dict[str, object]) -> dict[str, object]:
    """The parameters with what was given for them; `BadCallError` where they do not fit."""
    declared = phrase.declaration
    called = f"短语.{phrase.name}"
    order = [*declared.parameters, *declared.optional]
    if len(args) > len(order):
        raise BadCallError(name=called, problem=f"最多 {len(order)} 个参数")
    values: dict[str, object] = dict(zip(order, args, strict=False))
    for name, value in named.items():
        if name not in order:
            raise BadCallError(name=called, problem=f"没有“{name}”这个参数")
        if name in values:
            raise BadCallError(name=called, problem=f"“{name}”给了两次")
        values[name] = value
    missing = [name for name in declared.parameters if name not in values]
    if missing:
        raise BadCallError(name=called, problem=f"少了“{'、'.join(missing)}”")
    return {**declared.optional, **values}
