"""题号(级), 表号("键"), 图号("键"), 见("键"): what they leave in a text until its document is printed.

Which number it will be is known only when all of a document stands in order, so each leaves a
*numeral*: what it asks for, written in private characters, which goes through texts, phrases and
authored paragraphs as it is. The engines number them at the end (`Numerals`). Not for patterns.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from markupsafe import Markup

from reportgen.figure import Figure
from reportgen.language.errors import BadCallError
from reportgen.language.printing import NUMERAL_CLOSE, NUMERAL_OPEN, Printed, is_marked
from reportgen.language.views import exposed
from reportgen.numbering import SERIES, Counter, NumberingError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reportgen.numbering import Scheme

LONGEST_KEY: Final = 100
_HEX: Final = "".join(chr(0xE020 + at) for at in range(16))
_TO_PRIVATE: Final = str.maketrans("0123456789abcdef", _HEX)
_FROM_PRIVATE: Final = str.maketrans(_HEX, "0123456789abcdef")
_NUMERAL: Final = re.compile(f"{NUMERAL_OPEN}([{_HEX}]*){NUMERAL_CLOSE}")
_HEADING: Final = "题"
_REFERENCE: Final = "见"
_BETWEEN: Final = "\x1f"


class Asked(NamedTuple):
    """What one numeral asks for: 题, 见 or the name of a series; the level; the key."""

    what: str
    level: int
    key: str


class Fault(NamedTuple):
    """A numeral that cannot be printed: its number in document order, why, and its key."""

    at: int
    why: str
    key: str


UNKNOWN: Final = "unknown"
TWICE: Final = "twice"


def has_numerals(text: str) -> bool:
    """Whether a text waits for its numbers."""
    return NUMERAL_OPEN in text


def forbid_numerals(text: str) -> None:
    """BadCallError where the name of a file or tab waits for a number: it is made before any is."""
    if has_numerals(text):
        raise BadCallError(name="编号", problem="不能用在文件名和工作表名里")


def numerals_in(text: str) -> Iterator[int]:
    """Where the numerals of a text begin."""
    return (found.start() for found in _NUMERAL.finditer(text))


def without_numerals(text: str) -> str:
    """The text as a finding shows it: a □ where a number would be."""
    return _NUMERAL.sub("□", text)


def make_numeral_functions(scheme: Scheme) -> dict[str, Any]:
    """The four functions by the names that templates use."""

    def heading(level: object, key: object = "") -> str:
        if level == 0:
            return ""
        most = len(scheme.levels)
        if type(level) is not int or not 1 <= level <= most:
            raise BadCallError(name="题号", problem=f"级写 1 到 {most} 的整数，正文写 0")
        return _numeral(_HEADING, level, _key("题号", key) if key else "")

    def refer(key: object) -> str:
        return _numeral(_REFERENCE, 0, _key("见", key))

    functions: dict[str, Any] = {"题号": heading, "见": refer}
    for series in SERIES:
        functions[f"{series}号"] = _caption(series)
    return {name: exposed(function) for name, function in functions.items()}


def _caption(series: str) -> Any:
    def caption(key: object) -> str:
        return _numeral(series, 0, _key(f"{series}号", key))

    return caption


def _key(name: str, key: object) -> str:
    if isinstance(key, Markup):
        key = key.unescape()
    if type(key) is int:
        key = str(key)
    if isinstance(key, Printed | Figure) or not isinstance(key, str) or is_marked(key):
        raise BadCallError(name=name, problem='括号里写一个名字，加引号，例如 表号("近年支出")')
    key = key.strip()
    if not key or len(key) > LONGEST_KEY:
        raise BadCallError(name=name, problem=f"名字不能空着，也不能超过 {LONGEST_KEY} 个字")
    return key


def _numeral(what: str, level: int, key: str) -> str:
    asked = _BETWEEN.join((what, str(level), key))
    return f"{NUMERAL_OPEN}{asked.encode().hex().translate(_TO_PRIVATE)}{NUMERAL_CLOSE}"


def _asked(private: str) -> Asked:
    what, level, key = bytes.fromhex(private.translate(_FROM_PRIVATE)).decode().split(_BETWEEN, 2)
    return Asked(what, int(level), key)


class Numerals:
    """The numbers of one document: `take` its texts in printing order, then `put` them in.

    The texts are put in in the order in which they were taken.
    """

    def __init__(self, scheme: Scheme) -> None:
        self._counter = Counter(scheme)
        self._known: dict[str, str] = {}
        self._numbers: list[str | Asked] = []
        self._next = 0
        self.faults: list[Fault] = []

    def take(self, text: str) -> None:
        """Count what a text prints; texts come in the order in which they are read."""
        for found in _NUMERAL.finditer(text):
            asked = _asked(found[1])
            number: str | Asked = asked
            try:
                if asked.what == _HEADING:
                    number = self._counter.heading(asked.level)
                elif asked.what != _REFERENCE:
                    number = self._counter.caption(asked.what)
            except NumberingError as error:
                self.faults.append(Fault(len(self._numbers), str(error), asked.key))
                number = ""
            if isinstance(number, str) and asked.key:
                if asked.key in self._known:
                    self.faults.append(Fault(len(self._numbers), TWICE, asked.key))
                self._known.setdefault(asked.key, number)
            self._numbers.append(number)

    def settle(self) -> None:
        """Give the references their numbers, once everything was taken."""
        for at, number in enumerate(self._numbers):
            if isinstance(number, Asked):
                known = self._known.get(number.key)
                if known is None:
                    self.faults.append(Fault(at, UNKNOWN, number.key))
                self._numbers[at] = known or ""
        self.faults.sort()

    def late(self, text: str) -> str:
        """A text beside the others (a heading of all pages): references alone are known in it.

        BadCallError where it numbers something itself or refers to nothing.
        """

        def number(found: re.Match[str]) -> str:
            asked = _asked(found[1])
            known = self._known.get(asked.key)
            if asked.what != _REFERENCE or known is None:
                problem = f"在页眉页脚里只能用 见(…)，并且要引用打印了的编号（{asked.key}）"
                raise BadCallError(name="编号", problem=problem)
            return known

        return _NUMERAL.sub(number, text)

    @property
    def known(self) -> list[str]:
        """The keys that were given."""
        return list(self._known)

    def put(self, text: str, spell: Callable[[str], str] = str) -> str:
        """The next text with its numbers; `spell` escapes a number where the text is XML."""

        def number(_: re.Match[str]) -> str:
            given = self._numbers[self._next]
            self._next += 1
            assert isinstance(given, str)
            return spell(given)

        return _NUMERAL.sub(number, text)
