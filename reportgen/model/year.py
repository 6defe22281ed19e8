"""A department's year: one validated data set."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from reportgen.frozen import frozen
from reportgen.model.ledger import Ledger

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.figure import Figure
    from reportgen.model.fields import Contract, Section
    from reportgen.model.texts import Text
    from reportgen.model.values import FieldValue
    from reportgen.place import Place
    from reportgen.sources.tree import Mapping


@frozen
class Record:
    """One record of a section: a value for each declared field, blank ones included."""

    section: Section
    values: dict[str, FieldValue]
    node: Mapping

    def place(self, name: str = "") -> Place:
        """Where a field stands; where the record begins when the field is not written."""
        entry = self.node.entries.get(name) if name else None
        return entry.place if entry is not None else self.node.place

    def text(self, name: str) -> str:
        """A text field, empty where it is blank."""
        value = self.values.get(name)
        return value if isinstance(value, str) else ""


@frozen
class Claim:
    """A figure that the data set states itself, under the clerk's name for it (`支出/基本支出`)."""

    name: str
    amount: Figure
    place: Place
    remark: str = ""


@frozen(slots=False)
class DepartmentYear:
    """One department's year as it was read: sections, ledgers, claims, last year.

    `records` and `tables` hold the sections by name; the ledgers and the claims stand apart.
    `texts` are the authored texts by name, last year's where it is carried over.
    """

    source: Path
    contract: Contract
    records: dict[str, Record] = field(default_factory=dict)
    tables: dict[str, tuple[Record, ...]] = field(default_factory=dict)
    expenditure: Ledger = field(default_factory=lambda: Ledger("支出"))
    income: Ledger = field(default_factory=lambda: Ledger("收入"))
    claims: tuple[Claim, ...] = ()
    given_last_year: tuple[Claim, ...] = ()
    last_year: DepartmentYear | None = None
    texts: dict[str, Text] = field(default_factory=dict)

    @property
    def department(self) -> Record:
        """The section 部门."""
        return self.records["部门"]

    @property
    def name(self) -> str:
        """The department's name as it is printed."""
        return self.department.text("名称")

    @property
    def region(self) -> str:
        """The district, which decides on the format."""
        return self.department.text("地区")

    @property
    def year(self) -> int:
        """The budget year."""
        value = self.department.values.get("年度")
        return value if isinstance(value, int) else 0

    @property
    def money_unit(self) -> str:
        """The unit amounts were typed in, unless their head said otherwise."""
        return self.department.text("金额单位") or "元"
