"""What can go wrong in an expression, and how any exception becomes a finding.

The language raises; it does not know the document. Whoever evaluates catches every exception,
asks `describe` and adds the place.
"""

from __future__ import annotations

import decimal
import difflib
import re
from dataclasses import field
from typing import TYPE_CHECKING, Any, ClassVar, Final

from reportgen.figure import UnitMismatchError
from reportgen.frozen import frozen
from reportgen.language import kinds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reportgen.finding import Finding, Kind
    from reportgen.place import Place

SHOWN: Final = 60
"""So many characters of a tag are repeated in a sentence."""


class LanguageError(Exception):
    """Something the language refuses: a kind of finding, the values of its sentence, a hint.

    LanguageError
      UnknownNameError, UnknownFilterError    nothing is called so
      SecurityRefused, PrivateNameError, UnsupportedTagError    not open to templates
      LimitExceeded    too much
      NotANumberError, WrongUnitError, PrintedMisuseError, WrongValueError, UnprintableError
      NotCallableError, BadCallError, BadOptionError, LiteralError, DivisionError
      BrokenMarkError
    """

    kind: ClassVar[Kind] = kinds.UNEXPECTED
    _hint: str | None

    def __init__(self, hint: str = "", **values: object) -> None:
        super().__init__()
        self.hint = hint
        self.values = values

    @property
    def hint(self) -> str:
        """What may help; worked out when asked for, as many exceptions are never told."""
        if self._hint is None:
            self._hint = self._suggested()
        return self._hint

    @hint.setter
    def hint(self, text: str) -> None:
        self._hint = text

    def _suggested(self) -> str:
        return ""

    @property
    def code(self) -> str:
        return self.kind.code

    @property
    def sentence(self) -> str:
        """The sentence without the tag that it happened in."""
        return self.kind.sentence.format(**{"where": "这里", **self.values})

    def __str__(self) -> str:
        return self.sentence


class UnknownNameError(LanguageError):
    """A name that is not there; `known` are the names that are, for a suggestion."""

    kind = kinds.UNKNOWN_NAME

    def __init__(self, name: str, known: Iterable[str] = ()) -> None:
        super().__init__(name=name)
        self.name = name
        self.learn(known)

    def learn(self, known: Iterable[str]) -> None:
        """Take the names that are known; the hint is made from the nearest."""
        self.known = tuple(known)
        self._hint = None

    def _suggested(self) -> str:
        return nearest(self.name, self.known)


class UnknownFilterError(LanguageError):
    kind = kinds.UNKNOWN_FILTER


class SecurityRefused(LanguageError):  # noqa: N818 - the seam names it so
    """Something that is not open to templates."""

    kind = kinds.REFUSED


class PrivateNameError(LanguageError):
    kind = kinds.PRIVATE_NAME


class UnsupportedTagError(LanguageError):
    kind = kinds.UNSUPPORTED_TAG


class LimitExceeded(LanguageError):  # noqa: N818 - the seam names it so
    """A counted limit was reached."""

    kind = kinds.LIMIT


class NotANumberError(LanguageError):
    kind = kinds.NOT_A_NUMBER


class WrongUnitError(LanguageError):
    kind = kinds.UNIT


class PrintedMisuseError(LanguageError):
    """A number that already has its printed form was compared, measured or cut."""

    kind = kinds.PRINTED


class WrongValueError(LanguageError):
    kind = kinds.WRONG_VALUE


class UnprintableError(LanguageError):
    kind = kinds.UNPRINTABLE


class NotCallableError(LanguageError):
    kind = kinds.NOT_CALLABLE


class BadCallError(LanguageError):
    kind = kinds.BAD_CALL


class BadOptionError(LanguageError):
    kind = kinds.BAD_OPTION


class LiteralError(LanguageError):
    kind = kinds.LITERAL


class DivisionError(LanguageError):
    kind = kinds.DIVISION


class BrokenMarkError(LanguageError):
    kind = kinds.BROKEN_MARK


@frozen
class Problem:
    """An exception in the clerk's words, for whoever knows the place."""

    kind: Kind
    values: dict[str, object] = field(default_factory=dict)
    hint: str = ""
    line: int = 0

    def at(self, place: Place | None) -> Finding:
        values: dict[str, Any] = self.values
        return self.kind.at(place, hint=self.hint, **values)


def nearest(name: str, known: Iterable[str]) -> str:
    """A hint with the known names that look like this one; empty where none does."""
    shown = [word for word in known if word and not word.startswith("_")]
    close = difflib.get_close_matches(name, shown[:2000], n=3, cutoff=0.5)
    if not close and len(name) >= 2:
        close = [word for word in shown if name in word or word in name][:3]
    if close:
        return "是不是要写：" + "、".join(close) + "？"
    if shown and len(shown) <= 12:
        return "这里能用的有：" + "、".join(shown) + "。"
    return ""


def describe(exception: BaseException, source: str = "", line: int = 0) -> Problem:
    """Any exception of compiling or evaluating `source` as a kind of finding with its values.

    `line` is the line in the template where it is known; a syntax error brings its own.
    """
    from jinja2 import TemplateSyntaxError, UndefinedError

    where = _where(source)
    if isinstance(exception, LanguageError):
        return Problem(exception.kind, {"where": where, **exception.values}, exception.hint, line)
    if isinstance(exception, TemplateSyntaxError):
        problem = _syntax(exception.message or "")
        return Problem(kinds.SYNTAX, {"where": where, "problem": problem}, "", exception.lineno)
    values: dict[str, object] = {"where": where}
    if isinstance(exception, UnitMismatchError):
        left, _, right = str(exception).partition(" ")
        values["problem"] = f"“{left}”和“{right[2:]}”的数不能相加减" if right else str(exception)
        return Problem(kinds.UNIT, values, "", line)
    if isinstance(exception, ZeroDivisionError | decimal.DivisionByZero):
        return Problem(kinds.DIVISION, values, "", line)
    if isinstance(exception, RecursionError):
        values |= {"limit": "嵌套层数", "maximum": ""}
        return Problem(kinds.LIMIT, values, "", line)
    if isinstance(exception, MemoryError | OverflowError | decimal.Overflow):
        values |= {"limit": "结果的大小", "maximum": ""}
        return Problem(kinds.LIMIT, values, "", line)
    if isinstance(exception, TypeError | AttributeError | decimal.InvalidOperation):
        values["problem"] = "文字、数和记录混用了，或数太大"
        return Problem(kinds.WRONG_VALUE, values, "", line)
    if isinstance(exception, UndefinedError):
        values["problem"] = "用到了没有的名称"
        return Problem(kinds.UNEXPECTED, values, "", line)
    values["problem"] = type(exception).__name__
    return Problem(kinds.UNEXPECTED, values, "", line)


def _where(source: str) -> str:
    text = " ".join(source.split())
    if not text:
        return "这里"
    return f"“{text}”" if len(text) <= SHOWN else f"“{text[:SHOWN]}…”"


_SYNTAX: Final = (
    (r"expected token 'end of (?:print|statement)[^']*', got '(.*)'", "“{0}”处多写了内容，或前面少了运算符、逗号"),
    (r"expected token '(.*)', got 'end of .*'", "结尾处少了“{0}”"),
    (r"expected token '(.*)', got '(.*)'", "“{1}”处应为“{0}”"),
    (r"unexpected end of template, expected '(.*)'", "缺少“{0}”"),
    (r"Unexpected end of template\..*innermost block.*'(.*)'\.?", "“{0}”没有写结束标签"),
    (r"Unexpected end of template.*", "模板到末尾还有标签没有结束"),
    (r"Encountered unknown tag '(.*?)'\. Jinja was looking for.*", "“{0}”用得不是地方，前面有标签没有结束"),
    (r"Encountered unknown tag '(.*?)'.*", "不认识标签“{0}”"),
    (r"unexpected char (.*) at \d+", "有不能用的字符 {0}"),
    (r"unexpected '(.*)', expected '(.*)'", "“{0}”处应为“{1}”"),
    (r"unexpected '(.*)'", "“{0}”多余或不成对"),
    (r"unexpected end of template|Expected an expression.*|Expected identifier.*", "内容不完整"),
    (r"chunk after expression", "算式后面多写了内容"),
    (r"Missing end of (?:comment|raw).*", "注释或原样标签没有结束"),
    (r"cannot assign to '(.*)'|can't assign to '(.*)'", "不能给“{0}”赋值"),
    (r"tag name expected", "“{{%”后面缺少标签名"),
)  # fmt: skip

_TOKENS: Final = {"integer": "数字", "float": "数字", "string": "文字", "name": "名称"}


def _syntax(message: str) -> str:
    for pattern, sentence in _SYNTAX:
        if match := re.fullmatch(pattern, message, re.DOTALL):
            return sentence.format(*(_TOKENS.get(group, group or "") for group in match.groups()))
    return "括号、引号或关键字不成对"
