"""What may be printed into a Word part: texts that XML can hold, widths, colours, rich objects.

Made once a template, on top of the language's environment. Not for expressions.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from jinja2.utils import pass_context
from markupsafe import Markup

from reportgen.figure import Figure
from reportgen.language.errors import LanguageError, UnprintableError
from reportgen.language.printing import Printed
from reportgen.language.values import fail_if_missing, output
from reportgen.render.word import kinds
from reportgen.render.word.marks import PartMarks

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportgen.language.sandbox import LanguageContext

LANE: Final = "__lane"
"""Under this name the docxtpl lane gives the function that turns a rich object into XML."""
WIDEST: Final = 63

_SPECIAL: Final = re.compile("[\x00-\x1f\ud800-\udfff\ufffe\uffff{Nn]")
"""Characters with which a text has to be looked at again; in most there is none."""
LEFTOVER: Final = re.compile(r"\{\{|\{%|(?<![A-Za-z0-9_])(?:None|NaN|nan)(?![A-Za-z0-9_])")
_FORBIDDEN: Final = re.compile("[\x00-\x06\x08\x0b\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BREAK: Final = re.compile(r"[\n\t\a\f]")
_COLOUR: Final = re.compile(r"[0-9A-Fa-f]{6}|auto")


class ForbiddenCharacterError(LanguageError):
    """A text holds what XML cannot."""

    kind = kinds.FORBIDDEN


class LeftoverError(LanguageError):
    """A text has what looks like a tag or like a value that is not there."""

    kind = kinds.LEFTOVER


class WidthError(LanguageError):
    kind = kinds.BAD_WIDTH


class ColourError(LanguageError):
    kind = kinds.BAD_COLOUR


class NotRichError(LanguageError):
    kind = kinds.NOT_RICH


class NeedsDocxtpl(Exception):  # noqa: N818 - no error: the other lane is taken
    """A rich object is printed: the document takes docxtpl's lane."""


class Rich:
    """A picture, subdocument or rich text, made for each document by docxtpl.

    `build` is given the `DocxTemplate` of the document and returns docxtpl's object.
    """

    __slots__ = ("build",)

    def __init__(self, build: Callable[[Any], object]) -> None:
        self.build = build


def is_rich(value: object) -> bool:
    """Whether only docxtpl can print this."""
    return isinstance(value, Rich) or type(value).__module__.partition(".")[0] == "docxtpl"


@pass_context
def finalize(context: LanguageContext, value: object) -> str:
    """What a value is in the text of a part, not escaped yet; numbers marked."""
    run = context.run
    if isinstance(value, str):
        text = value
    elif isinstance(value, Printed):
        text = run.mark(value)
        run.write(len(text))
        return text
    else:
        try:
            text = output(value, run)
        except UnprintableError:
            if not is_rich(value):
                raise
            return _rich_xml(context, value)
    run.write(len(text))
    if _SPECIAL.search(text) is not None:
        clean = _clean(text)
        if isinstance(run.marks, PartMarks) and _BREAK.search(clean):
            run.marks.breaks = True
        return Markup(clean) if isinstance(text, Markup) else clean  # noqa: S704 - escaped before
    return text


def _clean(text: str) -> str:
    wrong = _FORBIDDEN.search(text)
    if wrong is not None:
        shown = _FORBIDDEN.sub("□", text[max(0, wrong.start() - 15) : wrong.end() + 15])
        raise ForbiddenCharacterError(text=shown, code=f"U+{ord(wrong[0]):04X}")
    left = LEFTOVER.search(text)
    if left is not None:
        raise LeftoverError(what=left[0])
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _rich_xml(context: LanguageContext, value: object) -> Markup:
    lane = context.get(LANE)
    if lane is None:
        raise NeedsDocxtpl
    return Markup(lane(value))  # noqa: S704 - XML made by docxtpl


def span(value: object) -> str:
    """The number of columns of a cell."""
    fail_if_missing(value)
    number = value.value if isinstance(value, Figure) else value
    whole = isinstance(number, int | Decimal) and not isinstance(number, bool)
    if not whole or number != int(number) or not 1 <= number <= WIDEST:  # type: ignore[call-overload,operator]
        raise WidthError(got=_shown(value))
    return str(int(number))  # type: ignore[call-overload]


def colour(value: object) -> str:
    """The colour of a cell: six hexadecimal digits or `auto`."""
    fail_if_missing(value)
    text = value.removeprefix("#") if isinstance(value, str) else ""
    if not _COLOUR.fullmatch(text):
        raise ColourError(got=_shown(value))
    return text


def rich(value: object) -> object:
    """What `{{p x}}` and `{{r x}}` print: nothing but rich objects."""
    fail_if_missing(value)
    if not is_rich(value):
        raise NotRichError(got=_shown(value))
    return value


def _shown(value: object) -> str:
    if isinstance(value, Figure):
        return str(value.value)
    return value.text if isinstance(value, Printed) else str(value)[:30]


HELPERS: Final = {"__span": span, "__colour": colour, "__rich": rich}
"""What the engine's own tags call."""
