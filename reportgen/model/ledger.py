"""The fact table of a department's year: budget lines, and the dimensions they are asked by.

Only holds lines; adding them up is `reportgen.compute.rollup`.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from reportgen.frozen import frozen

if TYPE_CHECKING:
    from reportgen.figure import Figure
    from reportgen.place import Place

DIMENSIONS: Final = {
    "单位": "unit",
    "功能科目": "function",
    "经济科目": "economic",
    "政府经济科目": "government_economic",
    "类型": "kind",
    "项目": "project",
    "资金性质": "fund",
    "年度来源": "vintage",
    "阶段": "stage",
}
"""What a line can be asked by: the clerk's name and the attribute, in the order used in keys."""

CODED: Final = {"功能科目": "功能科目", "经济科目": "部门经济科目", "政府经济科目": "政府经济科目"}
"""The dimensions that are codes of a classification, and which."""


@frozen
class BudgetLine:
    """One line of the ledger; `amount` in 元, codes as in the 政府收支分类科目 of the year.

    `fund` is the 资金性质, `vintage` the 年度来源 (当年 or 上年结转): 上年结转 is not a kind of money.
    """

    amount: Figure
    place: Place
    unit: str = ""
    function: str = ""
    economic: str = ""
    government_economic: str = ""
    kind: str = ""
    project: str = ""
    fund: str = ""
    vintage: str = ""
    stage: str = ""


@frozen(slots=False)
class Ledger:
    """Budget lines under the name that templates ask them by (支出, 收入).

    `names` are the names of codes as the data set writes them, by dimension; `options` what the
    format allows a dimension to be (类型, 资金性质 …), none where it may be anything.
    """

    name: str
    lines: tuple[BudgetLine, ...] = ()
    names: dict[str, dict[str, tuple[str, Place]]] | None = None
    options: dict[str, tuple[str, ...]] | None = None

    @cached_property
    def codes(self) -> dict[str, dict[str, Place]]:
        """The codes that occur, by dimension, each with the place of its first line."""
        found: dict[str, dict[str, Place]] = {}
        for dimension in CODED:
            attribute = DIMENSIONS[dimension]
            seen = found[dimension] = {}
            for line in self.lines:
                code = getattr(line, attribute)
                if code and code not in seen:
                    seen[code] = line.place
        return found
