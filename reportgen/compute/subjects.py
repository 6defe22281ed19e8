"""The names of the codes of a department's year, from the catalogue and from the data itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.catalogue import check_subject
from reportgen.model.ledger import CODED

if TYPE_CHECKING:
    from reportgen.catalogue import Catalogue, Classification
    from reportgen.finding import Finding
    from reportgen.model.ledger import Ledger
    from reportgen.model.year import DepartmentYear

LOWEST = {"功能科目": "项", "经济科目": "款", "政府经济科目": "款"}
"""To which level lines are coded (财预〔2016〕143号: function to 项, economic class to 款)."""


def classification(catalogue: Catalogue, dimension: str) -> Classification:
    """The classification the codes of a dimension belong to."""
    return {
        "功能科目": catalogue.functional,
        "部门经济科目": catalogue.economic,
        "政府经济科目": catalogue.gov_economic,
    }[CODED[dimension]]


class Subjects:
    """Gives the name of any code as it is to be printed, in the year's catalogue."""

    def __init__(self, catalogue: Catalogue, *ledgers: Ledger) -> None:
        self.catalogue = catalogue
        self._names: dict[tuple[str, str], str] = {}
        for ledger in ledgers:
            for dimension, named in (ledger.names or {}).items():
                for code, (name, _) in named.items():
                    self._names[dimension, code] = name

    def name(self, dimension: str, code: str) -> str:
        """The name of a code (of any value of a dimension without codes: the value itself)."""
        if dimension not in CODED:
            return code
        known = self._names.get((dimension, code))
        if known is None:
            found = classification(self.catalogue, dimension).find(code)
            known = self._names[dimension, code] = found.name if found else code
        return known

    def classes(self) -> list[tuple[str, str]]:
        """Every 类 of the functional classification, in order."""
        return [(s.code, s.name) for s in self.catalogue.functional.classes()]


def check_subjects(year: DepartmentYear, catalogue: Catalogue) -> list[Finding]:
    """Each code that occurs held against the catalogue, once, at its first place."""
    findings: list[Finding] = []
    for ledger in (year.expenditure, year.income):
        for dimension, codes in ledger.codes.items():
            subjects = classification(catalogue, dimension)
            named = (ledger.names or {}).get(dimension, {})
            for code, place in codes.items():
                name, name_place = named.get(code, (None, place))
                _, _, found = check_subject(
                    subjects, code, name, name_place, level=LOWEST[dimension]
                )
                findings += found
    return findings
