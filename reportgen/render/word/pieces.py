"""What a compiled part prints, piece by piece: its own text as bytes, values as text, numbers with their text.

A piece is `bytes` (of the template, encoded when it was compiled), `str` (a value, escaped) or a pair
of a text and the number that it prints; the pair holds None where numbers are marked inside the text
(`~`, macros). Not for what a part looks like: fixed text may end anywhere.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from markupsafe import escape

from reportgen.language.codegen import Generator
from reportgen.language.errors import BrokenMarkError
from reportgen.language.printing import MARK_OPEN, NUMERAL_OPEN, Printed
from reportgen.render.word.finish import has_breaks
from reportgen.render.word.marks import PRIVATE, PartMarks, Printout, parted
from reportgen.render.word.values import finalize

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from jinja2 import nodes
    from jinja2.compiler import Frame

    from reportgen.language.environment import Environment
    from reportgen.language.sandbox import LanguageContext
    from reportgen.render.word.following import Follower
    from reportgen.render.word.spots import Events

Piece: TypeAlias = bytes | str | tuple[str, Printed | None]

_LOOKED_AT: Final = re.compile(
    "[\x00-\x1f&<>\"'\ud800-\udfff\ue000-\ue002\ue010-\ue019\ufffe\uffff{Nn]"
)
"""Characters with which a text has to be looked at again; in most there is none."""


class Broken(str):
    """A value with a line break, tab, paragraph or page sign in it."""

    __slots__ = ()


class PieceGenerator(Generator):
    """Writes what a part prints as pieces; inside macros, whose result is a text, as any template."""

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:
        self._straight = frame.buffer is None
        super().visit_Output(node, frame)

    def _output_const_repr(self, group: Iterable[Any]) -> str:
        return (
            repr("".join(group).encode()) if self._straight else super()._output_const_repr(group)
        )

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if self._straight:
            self.write("environment.piece(context, ")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if self._straight:
            self.write(")")
        else:
            super()._output_child_post(node, frame, finalize)


def word_environment(environment: Environment) -> Environment:
    """The same language, for templates whose fixed text is XML and which print pieces."""
    made = environment.overlay(autoescape=True, finalize=finalize)
    made.expressions = {}
    made.code_generator_class = PieceGenerator
    made.piece = piece
    return made


def piece(context: LanguageContext, value: object) -> Piece:
    """What a tag prints of a value."""
    if type(value) is Printed:
        form = value.format
        text = form.text(value.figure.value)
        context.run.output += len(text)
        return (str(escape(text)) if form.markup else text, value)
    if type(value) is str and _LOOKED_AT.search(value) is None:
        context.run.write(len(value))
        return value
    text = str(escape(finalize(context, value)))
    marks = context.run.marks
    if NUMERAL_OPEN in text and isinstance(marks, PartMarks):
        marks.numerals = True
    if MARK_OPEN in text:
        return text, None
    if PRIVATE.search(text) is not None:
        raise BrokenMarkError
    return Broken(text) if has_breaks(text) else text


def marked(pieces: Iterable[Piece], fixed: dict[bytes, str], marks: PartMarks) -> str:
    """The pieces as one text in which numbers are marked, for what has to be put right in it."""
    done: list[str] = []
    for item in pieces:
        if isinstance(item, bytes):
            text = fixed.get(item)
            if text is None:
                text = fixed[item] = item.decode()
            done.append(text)
        elif isinstance(item, tuple):
            text, printed = item
            done.append(text if printed is None else marks.wrap(printed, text))
        else:
            done.append(item)
    return "".join(done)


def encoded(
    pieces: Sequence[Piece],
    marks: PartMarks,
    known: dict[bytes, Events] | None = None,
    follower: Follower | None = None,
) -> Printout:
    """The pieces as UTF-8 without marks, and each number with its place."""
    done: list[bytes] = []
    add = done.append
    found: list[tuple[int, Printed]] = []
    for item in pieces:
        if isinstance(item, bytes):
            add(item)
        elif isinstance(item, str):
            add(item.encode())
        else:
            text, printed = item
            if printed is not None:
                found.append((len(done), printed))
                add(text.encode())
            else:
                _add_marked(text, marks, done, found)
    return Printout(b"".join(done), done, found, known, marks.numerals, follower)


def unmarked(text: str, marks: PartMarks) -> Printout:
    """A text in which numbers are marked, as UTF-8 without marks."""
    done: list[bytes] = []
    found: list[tuple[int, Printed]] = []
    _add_marked(text, marks, done, found)
    return Printout(b"".join(done), done, found, None, marks.numerals)


def _add_marked(
    text: str,
    marks: PartMarks,
    done: list[bytes],
    found: list[tuple[int, Printed]],
) -> None:
    pieces, numbers = parted(text, marks)
    first = len(done) + 1
    found += [(first + 2 * at, number) for at, number in enumerate(numbers)]
    done += [part.encode() for part in pieces]
