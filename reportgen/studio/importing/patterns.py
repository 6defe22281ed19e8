"""Synonyms of a mapping file: plain words, or patterns between slashes that always end soon.

A pattern is matched by stepping through all its possibilities at once, so that no text makes it
slow: the steps are at most states × characters. Not Python's `re`: a mapping file may come from
anywhere, and a badly nested pattern would hang the program.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

LONGEST_PATTERN: Final = 300
LONGEST_TEXT: Final = 200
"""A head or label is shorter; a longer text matches no pattern."""
MOST_STATES: Final = 2000
DEEPEST: Final = 20
_SPECIAL: Final = frozenset("()[]{}|*+?.\\^$")


class PatternError(ValueError):
    """A pattern cannot be used; the text says why, as part of a sentence."""


@dataclass(frozen=True, slots=True)
class Synonym:
    """One way a name may be written: `text` as it is compared, or a compiled pattern."""

    text: str
    machine: Machine | None = None

    def fits(self, text: str) -> bool:
        """Whether a text (already made comparable) is this name."""
        return text == self.text if self.machine is None else self.machine.fits(text)


def comparable(text: str) -> str:
    """A name without what varies in writing: blanks, line breaks, full-width signs, quotes."""
    text = unicodedata.normalize("NFKC", text[: LONGEST_TEXT * 4])
    return "".join(char for char in text if not char.isspace() and char not in "“”\"‘’'")


def synonym(text: str) -> Synonym:
    """A word, or a pattern where it stands between slashes; raises PatternError."""
    text = text.strip()
    if len(text) > 2 and text.startswith("/") and text.endswith("/"):
        return Synonym(text, compile_pattern(unicodedata.normalize("NFKC", text[1:-1])))
    return Synonym(comparable(text))


def first_fit(synonyms: Iterable[Synonym], text: str) -> int | None:
    """The index of the first synonym that a text is; None where it is none."""
    wanted = comparable(text)
    return next((i for i, item in enumerate(synonyms) if item.fits(wanted)), None)


class Machine:
    """A pattern as states: each takes one character that passes its test, or splits in two."""

    def __init__(self) -> None:
        self.tests: list[Callable[[str], bool] | None] = []
        self.ways: list[tuple[int, ...]] = []
        self.start = self.end = self.add(None, ())

    def add(self, test: Callable[[str], bool] | None, ways: tuple[int, ...]) -> int:
        """A new state."""
        if len(self.ways) >= MOST_STATES:
            raise PatternError("太复杂")
        self.tests.append(test)
        self.ways.append(ways)
        return len(self.ways) - 1

    def fits(self, text: str) -> bool:
        """Whether the whole text is matched."""
        if len(text) > LONGEST_TEXT:
            return False
        current = self._closed((self.start,))
        for char in text:
            current = self._closed(
                self.ways[state][0]
                for state in current
                if (test := self.tests[state]) is not None and test(char)
            )
            if not current:
                return False
        return self.end in current

    def _closed(self, states: Iterable[int]) -> set[int]:
        found: set[int] = set()
        stack = list(states)
        while stack:
            state = stack.pop()
            if state not in found:
                found.add(state)
                if self.tests[state] is None:
                    stack.extend(self.ways[state])
        return found


def compile_pattern(pattern: str) -> Machine:
    r"""A pattern that has to match the whole text.

    Knows characters, `.`, `\\d` `\\w` `\\s` `\\D`, `[…]` `[^…]`, `( )` `|`, and `* + ? {2,5}`; nothing
    that looks around or back. Raises PatternError.
    """
    if len(pattern) > LONGEST_PATTERN:
        raise PatternError(f"超过 {LONGEST_PATTERN} 个字")
    machine = Machine()
    body = pattern.removeprefix("^")
    if body.endswith("$") and not body.endswith("\\$"):
        body = body[:-1]
    parser = _Parser(body, machine)
    node = parser.alternatives(0)
    if parser.at < len(body):
        raise PatternError("括号不成对")
    machine.start = node(machine.end)
    return machine


if TYPE_CHECKING:
    _Node = Callable[[int], int]
    """Builds its states before a given next state and gives the first of them."""


class _Parser:
    def __init__(self, text: str, machine: Machine) -> None:
        self.text = text
        self.at = 0
        self.machine = machine

    def _peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def alternatives(self, depth: int) -> _Node:
        if depth > DEEPEST:
            raise PatternError("括号层次太多")
        choices = [self._sequence(depth)]
        while self._peek() == "|":
            self.at += 1
            choices.append(self._sequence(depth))
        if len(choices) == 1:
            return choices[0]
        return lambda after: self.machine.add(None, tuple(choice(after) for choice in choices))

    def _sequence(self, depth: int) -> _Node:
        parts: list[_Node] = []
        while self._peek() not in {"", "|", ")"}:
            parts.append(self._repeated(self._atom(depth)))

        def build(after: int) -> int:
            for part in reversed(parts):
                after = part(after)
            return after

        return build

    def _repeated(self, node: _Node) -> _Node:
        sign = self._peek()
        if sign in {"*", "+", "?"}:
            self.at += 1
            low, high = {"*": (0, None), "+": (1, None), "?": (0, 1)}[sign]
        elif sign == "{":
            low, high = self._counts()
        else:
            return node
        if self._peek() in {"*", "+", "?", "{"}:
            raise PatternError("重复符号不能连写")

        def build(after: int) -> int:
            add = self.machine.add
            if high is None:
                loop = add(None, ())
                self.machine.ways[loop] = (node(loop), after)
                after = loop
            else:
                end = after
                for _ in range(high - low):
                    after = add(None, (node(after), end))
            for _ in range(low):
                after = node(after)
            return after

        return build

    def _counts(self) -> tuple[int, int | None]:
        end = self.text.find("}", self.at)
        first, comma, last = self.text[self.at + 1 : max(end, self.at)].partition(",")
        if end < 0 or not first.isdecimal() or not (last.isdecimal() or not last):
            raise PatternError("花括号里应是次数，如 {2,5}")
        self.at = end + 1
        low = int(first[:4])
        high = low if not comma else int(last[:4]) if last else None
        if max(low, high or 0) > 100 or (high is not None and high < low):
            raise PatternError("重复次数最多 100")
        return low, high

    def _atom(self, depth: int) -> _Node:
        char = self._peek()
        self.at += 1
        if char == "(":
            if self.text.startswith("?", self.at):
                if not self.text.startswith("?:", self.at):
                    raise PatternError("不能用 (?…) 这样的写法")
                self.at += 2
            inner = self.alternatives(depth + 1)
            if self._peek() != ")":
                raise PatternError("括号不成对")
            self.at += 1
            return inner
        if char == "[":
            return self._taking(self._set())
        if char == ".":
            return self._taking(lambda _: True)
        if char == "\\":
            return self._taking(self._escape())
        if char in _SPECIAL:
            raise PatternError(f"这里不能有“{char}”；要表示这个字本身，前面加 \\")
        return self._taking(lambda found: found == char)

    def _taking(self, test: Callable[[str], bool]) -> _Node:
        return lambda after: self.machine.add(test, (after,))

    def _escape(self) -> Callable[[str], bool]:
        char = self._peek()
        self.at += 1
        match char:
            case "d":
                return str.isdecimal
            case "D":
                return lambda found: not found.isdecimal()
            case "s":
                return str.isspace
            case "w":
                return lambda found: found.isalnum() or found == "_"
        if not char or char.isalnum():
            raise PatternError(f"不认识“\\{char}”")
        return lambda found: found == char

    def _set(self) -> Callable[[str], bool]:
        negated = self._peek() == "^"
        self.at += negated
        tests: list[Callable[[str], bool]] = []
        while (char := self._peek()) != "]":
            if not char:
                raise PatternError("方括号不成对")
            self.at += 1
            if char == "\\":
                tests.append(self._escape())
                continue
            last = char
            if self._peek() == "-" and self.text[self.at + 1 : self.at + 2] not in {"", "]"}:
                last = self.text[self.at + 1]
                self.at += 2
            tests.append(_between(char, last))
        self.at += 1
        return lambda found: any(test(found) for test in tests) is not negated


def _between(low: str, high: str) -> Callable[[str], bool]:
    return lambda found: low <= found <= high
