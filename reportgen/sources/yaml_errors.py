"""Turns a YAML syntax error into a finding that says what to mend and where.

The parser names the spot where it gave up; the fault is often a line earlier (a missing space, a
Chinese colon), so the text around the spot decides. Not for what can be read but means nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reportgen.place import Place
from reportgen.sources import kinds
from reportgen.sources.yaml_source import MAX_DEPTH

if TYPE_CHECKING:
    import yaml

    from reportgen.finding import Finding

_BEFORE_COLON = r"^\s*(?:- +)*[^\s:：'\"{\[#][^:：'\"{\[]*"
_CHINESE_COLON = re.compile(_BEFORE_COLON + "：")
_TIGHT_COLON = re.compile(_BEFORE_COLON + r":(?=[^\s:/])")
_LEADING_TAB = re.compile(r" *\t")
_WORD = re.compile(r"[^\s,\[\]{}]*")


def explain(error: yaml.YAMLError, text: str, file: str) -> Finding:
    """The finding for a syntax error in a text."""
    problem = getattr(error, "problem_mark", None)
    if problem is None:
        return kinds.SYNTAX.at(Place(file), what="内容无法识别")
    context = getattr(error, "context_mark", None) or problem
    return _Explainer(
        file,
        text.replace("\r\n", "\n").replace("\r", "\n").split("\n"),
        (problem.line, problem.column),
        (context.line, context.column),
        f"{getattr(error, 'context', '') or ''}; {getattr(error, 'problem', '') or ''}",
    ).finding()


class _Explainer:
    """The state of one explanation: the lines, where the parser stopped, where the construct began."""

    def __init__(
        self,
        file: str,
        lines: list[str],
        problem: tuple[int, int],
        context: tuple[int, int],
        message: str,
    ) -> None:
        self.file = file
        self.lines = lines
        self.problem = problem
        self.context = context
        self.message = message

    def finding(self) -> Finding:
        return (
            self._depth()
            or self._tab()
            or self._token()
            or self._quote_or_bracket()
            or self._structure()
        )

    def _line(self, number: int) -> str:
        return self.lines[number] if 0 <= number < len(self.lines) else ""

    def _at(self, spot: tuple[int, int]) -> Place:
        return Place(self.file, line=spot[0] + 1, column=spot[1] + 1)

    def _says(self, *words: str) -> bool:
        return any(word in self.message for word in words)

    def _rest(self, spot: tuple[int, int]) -> str:
        return self._line(spot[0])[spot[1] :]

    def _depth(self) -> Finding | None:
        """Libyaml refuses very deep nesting itself, before the levels can be counted."""
        if self._says("nesting depth"):
            return kinds.TOO_DEEP.at(self._at(self.context), limit=MAX_DEPTH)
        return None

    def _tab(self) -> Finding | None:
        if match := _LEADING_TAB.match(self._line(self.problem[0])):
            return kinds.TAB.at(self._at((self.problem[0], match.end() - 1)))
        return None

    def _token(self) -> Finding | None:
        char = self._rest(self.problem)[:1]
        start = self._rest(self.context)
        if self._says("scanning a tag", "parsing a tag", "tag handle"):
            spot = self.context if start.startswith("!") else self.problem
            return kinds.TAG.at(self._at(spot), tag=(_WORD.match(self._rest(spot)) or [""])[0])
        if self._says("scanning an alias"):
            name = (_WORD.match(start[1:]) or [""])[0]
            return kinds.ALIAS.at(self._at(self.context), name=name, what="的写法不对")
        if self._says("scanning an anchor", "scanning a directive", "scanning a block scalar"):
            return kinds.SPECIAL_START.at(self._at(self.context), char=start[:1])
        if self._says("cannot start any token"):
            return kinds.SPECIAL_START.at(self._at(self.problem), char=char)
        if self._says("escape", "hexdecimal"):
            return kinds.ESCAPE.at(self._at(self.problem))
        return None

    def _quote_or_bracket(self) -> Finding | None:
        start = self._rest(self.context)[:1]
        if self._says("scanning a quoted scalar"):
            what = f"从这里开始的引号（{start}）没有配对的另一半。"
            return kinds.UNCLOSED.at(self._at(self.context), what=what)
        before = self._line(self.problem[0])[: self.problem[1]].rstrip()
        if self._says("expected key", "block end", "',' or") and before[-1:] in {'"', "'"}:
            what = "引号已经在前面结束，这里却还有内容；引号里面不能再用同样的引号。"
            return kinds.UNCLOSED.at(self._at(self.problem), what=what)
        if self._says("',' or"):
            bracket = start if start in {"[", "{"} else "括号"
            what = f"从这里开始的“{bracket}”没有关上，或者其中两个值之间少了英文逗号。"
            return kinds.UNCLOSED.at(self._at(self.context), related=self._other(), what=what)
        if (extra := self._rest(self.problem)[:1]) and extra in "]},":
            return kinds.UNCLOSED.at(self._at(self.problem), what=f"这里多出了一个“{extra}”。")
        return None

    def _other(self) -> tuple[Place, ...]:
        return () if self.problem == self.context else (self._at(self.problem),)

    def _structure(self) -> Finding:
        number, column = self.problem
        if self._says("expected ':'"):
            return self._colon(self.context[0]) or kinds.COLON.at(
                self._at(self.context), what="这一行的名称后面缺少冒号和值。"
            )
        if self._says("mapping values"):
            if re.search(r":\s", self._line(number)[:column]):
                what = "值里面又出现了“冒号加空格”，程序分不清哪一个是名称后面的冒号。"
                return kinds.COLON.at(self._at(self.problem), what=what)
            return self._colon(self._filled_above(number)) or self._indent()
        if self._says(
            "expected key", "block end", "expected '-'", "sequence entries", "document start"
        ):
            return self._colon(number) or self._colon(self._filled_above(number)) or self._indent()
        shown = self._line(number).strip()[:30]
        return kinds.SYNTAX.at(self._at(self.problem), what=f"“{shown}”" if shown else "文件末尾")

    def _filled_above(self, number: int) -> int:
        number -= 1
        while number >= 0 and not self._line(number).strip():
            number -= 1
        return number

    def _colon(self, number: int) -> Finding | None:
        line = self._line(number)
        if match := _CHINESE_COLON.match(line):
            what = "名称后面用了中文冒号“：”，要用英文冒号加一个空格。"
        elif match := _TIGHT_COLON.match(line):
            what = "英文冒号后面少了一个空格。"
        else:
            return None
        return kinds.COLON.at(self._at((number, match.end() - 1)), what=what)

    def _indent(self) -> Finding:
        number = self.problem[0]
        line = self._line(number)
        return kinds.INDENT.at(self._at((number, len(line) - len(line.lstrip()))))
