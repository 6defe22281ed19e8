"""Holds the score and grade that a report's text tells against its scoring table.

Grades after 财预〔2020〕10号: 优 from 90, 良 from 80, 中 from 60, else 差.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from reportgen.proof import table_kinds
from reportgen.proof.document import squeezed
from reportgen.proof.layout import TOTAL
from reportgen.proof.numbers import cell_number, slipped
from reportgen.proof.scores import SCORE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.finding import Finding
    from reportgen.proof.document import Cell, Document, Table

_SCORED: Final = re.compile(
    r"(?:得分|总分|总得分|评分|自评分|综合得分)(?:数)?(?:为|是|：|:)?\s*(\d{1,3}(?:\.\d+)?)\s*分"
)
_GRADE: Final = re.compile(
    r"(?:等级|级别|结果|结论)(?:评定|确定)?(?:为|是|：|:)?\s*[“\"]?(优秀?|良好?|中等?|差)[”\"]?(?![\u4e00-\u9fff]*率)"
)
_BOUNDS: Final = (("优", 90), ("良", 80), ("中", 60), ("差", 0))


def check_text_scores(document: Document) -> Iterator[Finding]:
    """Scores and grades in the text that are not those of the table, or not of each other."""
    totals = [cell for table in document.tables for cell in _totals(table)]
    values = [number.value for cell in totals if (number := cell_number(cell.text))]
    for item in document.paragraphs:
        for match in _SCORED.finditer(item.text):
            score = Decimal(match[1])
            if values and score not in values:
                near = [v for v in values if slipped(v, score, 3) or abs(v - score) <= 5]
                if len(set(values)) == 1 and near:
                    yield table_kinds.TEXT_SCORE.at(
                        item.place,
                        related=[totals[0].place],
                        words=f"文字里的得分是 {score:f} 分，评分表的总分是 {near[0]:f} 分。",
                    )
            grade = _GRADE.search(item.text[match.end() : match.end() + 24])
            wanted = next(name for name, least in _BOUNDS if score >= least)
            if grade and score <= 100 and grade[1][0] != wanted:
                yield table_kinds.TEXT_SCORE.at(
                    item.place,
                    words=f"得分 {score:f} 分，按 90、80、60 分档应为“{wanted}”，写的是“{grade[1]}”。",
                )


def _totals(table: Table) -> Iterator[Cell]:
    """The cell of the total score of each form in a table."""
    column = -1
    for row in table.rows:
        heads = [at for at, cell in enumerate(row) if SCORE.match(squeezed(cell.text))]
        if heads:
            column = heads[-1]
            continue
        label = next((squeezed(cell.text) for cell in row if cell.text.strip()), "")
        if column >= 0 and TOTAL.fullmatch(label) and "总额" not in label:
            yield row[column]
