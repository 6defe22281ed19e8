"""The text inside a tag: full-width punctuation and curly quotes, private names.

Not for finding tags in a document, and not for parsing them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reportgen.language.errors import PrivateNameError

if TYPE_CHECKING:
    from collections.abc import Iterator

_DOUBLE: Final = "”“＂"
_SINGLE: Final = "’‘＇"
_QUOTES: Final = frozenset("\"'" + _DOUBLE + _SINGLE)
_QUOTED: Final = {
    quotes: re.compile(rf"\\.|([{quotes}])", re.DOTALL) for quotes in ('"', "'", _DOUBLE, _SINGLE)
}
_OUTSIDE: Final = str.maketrans(
    {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    | dict.fromkeys("\u00a0\u3000\u2002\u2003\u2009\u202f", " ")
    | dict.fromkeys("\u200b\u200c\u200d\ufeff\u2060", "")
    | {"、": ",", "。": ".", "【": "[", "】": "]", "−": "-", "×": "*", "÷": "/"}
    | {"≥": ">=", "≤": "<=", "≠": "!="}
)
_TAG: Final = re.compile(r"[{｛]{2}.*?[}｝]{2}|[{｛][%％].*?[%％][}｝]", re.DOTALL)
_PRIVATE: Final = re.compile(r"(?<!\w)_\w*")


def normalise_tag(source: str) -> str:
    """A tag as the language reads it: ASCII punctuation, straight quotes, plain spaces.

    The content of strings stays as it is, whichever quotes they stand in.
    """
    return "".join(
        _string(piece) if is_string else piece.translate(_OUTSIDE)
        for is_string, piece in _pieces(source)
    )


def normalise_tags(text: str) -> str:
    """A text with its `{{ }}` and `{% %}` normalised, whatever braces they are written with."""
    return _TAG.sub(lambda match: normalise_tag(match[0]), text)


def forbid_private_names(source: str) -> None:
    """`PrivateNameError` where an author's tag uses a name that begins with `_`."""
    for is_string, piece in _pieces(source):
        if not is_string and (match := _PRIVATE.search(piece.translate(_OUTSIDE))):
            raise PrivateNameError(name=match[0])


def _pieces(source: str) -> Iterator[tuple[bool, str]]:
    start = at = 0
    while at < len(source):
        if source[at] not in _QUOTES:
            at += 1
            continue
        end = _end_of_string(source, at)
        if end < 0:
            break
        if at > start:
            yield False, source[start:at]
        yield True, source[at : end + 1]
        start = at = end + 1
    if start < len(source):
        yield False, source[start:]


def _end_of_string(source: str, opening: int) -> int:
    """Where the string ends that begins at `opening`; -1 where it does not.

    Word may have curled one quote of a pair, both in one direction, or none.
    """
    straight, curly = ('"', _DOUBLE) if source[opening] in _DOUBLE + '"' else ("'", _SINGLE)
    first_straight = _find(source, opening + 1, straight)
    if source[opening] == straight and first_straight >= 0:
        return first_straight
    first_curly = _find(source, opening + 1, curly)
    if source[opening] == straight:
        return first_curly
    if first_curly < 0:
        return first_straight
    # “a" ~ “b”: the next curly quote opens another string, the straight one ended this.
    ended = 0 <= first_straight < first_curly and source[first_curly] == source[opening]
    return first_straight if ended else first_curly


def _find(source: str, at: int, quotes: str) -> int:
    # A tag may be one long chain of strings: the search is left to the machine's own.
    for found in _QUOTED[quotes].finditer(source, at):
        if found[1]:
            return found.start()
    return -1


def _string(piece: str) -> str:
    quote = '"' if piece[0] in _DOUBLE + '"' else "'"
    content = piece[1:-1]
    if piece[0] != quote:
        content = re.sub(rf"(?<!\\){quote}", f"\\\\{quote}", content)
    return f"{quote}{content}{quote}"
