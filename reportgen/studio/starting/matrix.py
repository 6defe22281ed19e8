"""Recognises tables of fixed rows by fixed columns of a whole department: 三公 … by 上年决算, 本年预算.

A row is known by its label (三公经费, 公用经费, 会议费、培训费), a column by its stage and year.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reportgen.studio.starting.conditions import condition_of, public_figure, with_conditions
from reportgen.studio.starting.part import Part

if TYPE_CHECKING:
    from reportgen.studio.starting.grid import Cell

_HEAD: Final = re.compile(
    r"(?P<year>20\d\d年?度?|上年度?|去年|本年度?|当年)?(?P<stage>年初预算|调整预算|全年预算|预算|决算|执行)(数|额|金额)?"
)
_STAGES: Final = {"决算": "执行", "执行": "执行", "调整预算": "调整", "全年预算": "调整"}
_LEAST: Final = 2
_PUBLIC: Final = (
    (re.compile(r"(因公)?出国.*"), "因公出国（境）费"),
    (re.compile(r"公(务用)?车购置(费)?"), "公务用车购置费"),
    (re.compile(r"公(务用)?车运行(维护)?(费)?"), "公务用车运行维护费"),
    (re.compile(r"公(务用)?车(购置)?(和|及)(运行)?(维护).*"), "公务用车购置及运行费"),
    (re.compile(r"(国内)?公务接待(费)?"), "公务接待费"),
)
_USUAL: Final = {"办公经费": "办公费"}


class MatrixTable(Part):
    """One pass over the rows that nothing else has taken."""

    def recognise(self) -> None:
        """Every head row with two stages, and the rows below it."""
        for number in self.grid.rows():
            if number in self.taken:
                continue
            heads = {
                cell.column: match
                for cell in self.grid.own(number)
                if (match := _HEAD.fullmatch(cell.label))
            }
            if len(heads) >= _LEAST:
                self._rows(number, heads)

    def _rows(self, head: int, heads: dict[int, re.Match[str]]) -> None:
        first = min(heads)
        for number in range(head + 1, self.grid.height):
            label = self.grid.at(number, first - 1) if first else None
            cells = [c for c in self.grid.own(number) if c.column in heads]
            if number in self.taken or label is None or label.row != number or not label.words:
                return
            if len(cells) < _LEAST:
                return
            figure = self._figure(label)
            done = False
            for cell in cells:
                if cell.words or cell.formula:
                    continue
                if not figure:
                    self.found.asks(
                        self.where(cell), label.text, "认不出这一行取什么数，没有写标签"
                    )
                    continue
                tag = f"{{{{ {self._of(figure, heads[cell.column])} | %s }}}}"
                done = self.put(cell, tag, "money") or done
            if done:
                tag = f"{{{{ {figure} }}}}"
                self.found.guesses(self.where(label), label.text, f"按 {figure} 取数")
            self.taken.add(number)
        self.taken.add(head)

    def _of(self, figure: str, head: re.Match[str]) -> str:
        """A figure in the year and at the stage of its column."""
        year = head["year"] or ""
        digits = re.sub(r"\D", "", year)
        last = digits == str(self.found.year - 1) if digits else year.startswith(("上年", "去年"))
        stage = _STAGES.get(head["stage"], "")
        own = with_conditions(figure, f'阶段="{stage}"') if stage else figure
        return f"上年.{own}" if last else own

    def _figure(self, label: Cell) -> str:
        name = re.sub(r"^其中[:：]?", "", label.label)
        for pattern, known in _PUBLIC:
            if pattern.fullmatch(name):
                return public_figure(known)
        if re.fullmatch(r"[“\"]?三公[”\"]?经费(支出)?", name):
            return public_figure("合计")
        condition = condition_of(name)
        if condition:
            return f"支出.金额({condition})"
        codes = [self._code(_USUAL.get(part, part)) for part in name.split("、")]
        if codes and all(codes):
            listed = ", ".join(f'"{code}"' for code in codes)
            asked = f"经济科目={listed}" if len(codes) == 1 else f"经济科目=[{listed}]"
            return f'支出.金额(类型="基本支出", {asked})'
        return ""

    def _code(self, name: str) -> str:
        named = self.found.economic.named(name) if self.found.economic is not None else []
        return named[0].code if named else ""
