"""What templates and rules see of a department's year: ledgers, rows of their trees, records.

Views only ask `reportgen.compute.rollup`; they compute nothing themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

from reportgen.compute.conditions import Conditions, conditions, values_of
from reportgen.compute.rollup import LEVELS, Node, Totals, level_of
from reportgen.language.views import UnknownNameError, View, exposed
from reportgen.model.ledger import CODED, DIMENSIONS, BudgetLine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from reportgen.figure import Figure
    from reportgen.model.ledger import Ledger
    from reportgen.model.year import Record

_DEPTHS: Final = {name: depth for depth, name in enumerate(LEVELS, start=1)}


class LedgerView(View):
    """A ledger: `.合计`, `.金额(**条件)`, `.按(维度, 到=, 全部=, **条件)`, `.明细(**条件)`.

    `base` are conditions that always hold (年初 for a budget, unless 阶段 is asked for).
    """

    __slots__ = ("base", "classes", "name_of", "totals")
    meanings: ClassVar = {
        "合计": "全部明细的和",
        "金额": "合条件的明细的和；条件有类型、资金性质、年度来源、功能科目、经济科目、项目、单位、阶段等",
        "按": "按功能科目、经济科目、项目、单位等分行，各级合计都有；到=“款”时只到款",
        "明细": "合条件的明细，一行一笔",
        "行数": "明细有几行",
    }

    def __init__(
        self,
        totals: Totals,
        name_of: Callable[[str, str], str],
        classes: Callable[[], list[tuple[str, str]]],
        base: Conditions = (),
    ) -> None:
        self.totals = totals
        self.name_of = name_of
        self.classes = classes
        self.base = base

    def names(self) -> Iterable[str]:
        return self.meanings

    def get(self, name: str) -> object:
        match name:
            case "合计":
                return self.totals.amount(self.base)
            case "金额":
                return self.amount
            case "按":
                return self.by
            case "明细":
                return self.lines
            case "行数":
                return len(self.totals.lines(self.base))
        raise UnknownNameError(name, self.names())

    @exposed
    def amount(self, **asked: Any) -> Figure:
        """The sum of the lines that meet the conditions, in 元."""
        return self.totals.amount(self._wanted(asked))

    @exposed
    def by(self, 维度: str, 到: str = "项", 全部: bool = False, **asked: Any) -> list[RowView]:
        """The rows of the ledger by a dimension, each 类 before its 款 before their 项.

        `到` is the lowest level that is wanted; with `全部` every 类 of the catalogue has a row.
        """
        if 维度 not in DIMENSIONS:
            raise UnknownNameError(维度, DIMENSIONS)
        wanted = self._wanted(asked)
        depth = _DEPTHS.get(到)
        if depth is None:
            raise UnknownNameError(到, LEVELS)
        roots = self.totals.tree(维度, wanted, lambda code: self.name_of(维度, code))
        if 全部 and 维度 == "功能科目":
            known = {node.code: node for node in roots}
            listed = [known.pop(code, Node(code, name, 1)) for code, name in self.classes()]
            roots = [*listed, *known.values()]
        return [
            RowView(self, 维度, node, wanted, depth) for root in roots for node in root.walk(depth)
        ]

    @exposed
    def lines(self, **asked: Any) -> list[LineView]:
        """The lines that meet the conditions, in the order of the data set."""
        return [LineView(line, self.name_of) for line in self.totals.lines(self._wanted(asked))]

    def amount_at(self, path: list[str]) -> Figure | None:
        """The amount a key's path leads to: codes and values in any order; None where nowhere."""
        asked: dict[str, str] = {}
        for part in path:
            dimension = _dimension_of(part, self.totals.ledger)
            if not dimension or dimension in asked:
                return None
            asked[dimension] = part
        return self.amount(**asked)

    def _wanted(self, asked: dict[str, Any]) -> Conditions:
        if not asked.keys() <= DIMENSIONS.keys():
            raise UnknownNameError(min(asked.keys() - DIMENSIONS.keys()), DIMENSIONS)
        base = self.base
        if "阶段" in asked:
            base = tuple(pair for pair in base if pair[0] != "阶段")
        return _conditions(asked, base, self.totals.ledger)


def _conditions(asked: dict[str, Any], base: Conditions, ledger: Ledger) -> Conditions:
    """What was asked, on top of `base`.

    A value that no line can have is a slip: it would print as a blank, and a total be too small.
    """
    for dimension, known in (ledger.options or {}).items():
        if dimension in asked:
            for value in values_of(asked[dimension]):
                if value and value not in known:
                    raise UnknownNameError(value, known)
    return conditions(asked, base)


def _dimension_of(value: str, ledger: Ledger) -> str:
    """Which dimension a value belongs to; codes by their first digit, since the ranges differ.

    What the format allows a dimension to be belongs to it in a ledger without such lines, too.
    """
    if value.isdigit():
        return {"2": "功能科目", "3": "经济科目", "5": "政府经济科目"}.get(value[0], "")
    for dimension, attribute in DIMENSIONS.items():
        if any(getattr(line, attribute) == value for line in ledger.lines):
            return dimension
    allowed = (ledger.options or {}).items()
    return next((dimension for dimension, values in allowed if value in values), "")


class RowView(View):
    """One row of a ledger's tree: `.代码 .名称 .级次 .深度 .末级 .下级 .金额(**条件)`."""

    __slots__ = ("_depth", "_dimension", "_ledger", "_node", "_wanted")
    meanings: ClassVar = {
        "代码": "科目编码；分三栏印时写 行.代码[:3]、行.代码[3:5]、行.代码[5:7]",
        "名称": "科目（或项目、单位）的名称",
        "级次": "类、款或项",
        "深度": "第几级，从 1 数起",
        "末级": "下面有没有更细的行",
        "下级": "直接下一级的各行",
        "金额": "这一行的金额，可以再加条件",
        "下级合计": "直接下一级各行的和",
    }

    def __init__(
        self, ledger: LedgerView, dimension: str, node: Node, wanted: Conditions, depth: int
    ) -> None:
        self._ledger = ledger
        self._dimension = dimension
        self._node = node
        self._wanted = wanted
        self._depth = depth

    def names(self) -> Iterable[str]:
        return self.meanings

    def get(self, name: str) -> object:
        node = self._node
        match name:
            case "金额":
                return self.amount
            case "代码":
                return node.code
            case "名称":
                return node.name
            case "级次":
                return level_of(node.code) if self._dimension in CODED else ""
            case "深度":
                return node.depth
            case "末级":
                return node.is_leaf or node.depth >= self._depth
            case "下级":
                return self.children()
            case "下级合计":
                return self.children_total
        raise UnknownNameError(name, self.names())

    def children(self) -> list[RowView]:
        """The rows directly below."""
        return [
            RowView(self._ledger, self._dimension, child, self._wanted, self._depth)
            for child in self._node.children
        ]

    @exposed
    def amount(self, **asked: Any) -> Figure:
        """The amount of this row under further conditions, in 元."""
        wanted = self._asked(asked)
        return self._ledger.totals.amount_of(self._dimension, self._node.code, wanted)

    @exposed
    def children_total(self, **asked: Any) -> Figure:
        """The sum of the rows directly below, in 元."""
        from reportgen.figure import total

        amounts = [child.amount(**asked) for child in self.children()]
        return total(amounts, f"{self.amount(**asked).key}/下级合计")

    def _asked(self, asked: dict[str, Any]) -> Conditions:
        if not asked:
            return self._wanted
        if not asked.keys() <= DIMENSIONS.keys():
            raise UnknownNameError(min(asked.keys() - DIMENSIONS.keys()), DIMENSIONS)
        return _conditions(asked, self._wanted, self._ledger.totals.ledger)


class LineView(View):
    """One budget line: its dimensions by name, the names of its codes, `.金额`."""

    __slots__ = ("_line", "_name_of")
    meanings: ClassVar = {
        **{name: f"这一笔的{name}" for name in DIMENSIONS},
        **{f"{name}名称": f"这一笔的{name}的名称" for name in CODED},
        "金额": "这一笔的金额",
    }

    def __init__(self, line: BudgetLine, name_of: Callable[[str, str], str]) -> None:
        self._line = line
        self._name_of = name_of

    def names(self) -> Iterable[str]:
        return self.meanings

    def get(self, name: str) -> object:
        if name == "金额":
            return self._line.amount
        attribute = DIMENSIONS.get(name)
        if attribute is not None:
            return getattr(self._line, attribute)
        dimension = name.removesuffix("名称")
        if dimension in CODED and name != dimension:
            return self._name_of(dimension, getattr(self._line, DIMENSIONS[dimension]))
        raise UnknownNameError(name, self.names())


class RecordView(View):
    """One record of a section: its fields by name."""

    __slots__ = ("_record",)

    def __init__(self, record: Record) -> None:
        self._record = record

    def names(self) -> Iterable[str]:
        return self._record.values

    def meaning(self, name: str) -> str:
        declared = self._record.section.by_name.get(name)
        return declared.meaning if declared else ""

    def get(self, name: str) -> object:
        try:
            value = self._record.values[name]
        except KeyError:
            raise UnknownNameError(name, self.names()) from None
        return "" if value is None else value
