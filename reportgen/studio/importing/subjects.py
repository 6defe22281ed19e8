"""Codes and words of an export's rows as a data set writes them.

A code may stand alone, with its name, or not at all: then the name is looked up below the rows
above it. Words (经费拨款) become the options of the data set (一般公共预算拨款).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.catalogue.checking import check_subject
from reportgen.catalogue.names import comparable as comparable_name
from reportgen.compute.subjects import classification
from reportgen.model.fields import FieldType
from reportgen.model.ledger import CODED
from reportgen.model.values import shown
from reportgen.sources.tree import Scalar
from reportgen.studio.importing import kinds
from reportgen.studio.importing.labels import code_and_name, is_subject_code, without_number
from reportgen.studio.importing.mapping import Manner
from reportgen.studio.importing.patterns import first_fit

if TYPE_CHECKING:
    from reportgen.catalogue import Catalogue
    from reportgen.finding import Finding
    from reportgen.model.fields import Contract
    from reportgen.studio.importing.mapping import ImportMap, TableRule
    from reportgen.studio.importing.rows import TableRow


class Words:
    """Settles the fields of one table's rows; remembers the codes above for rows without one."""

    def __init__(
        self,
        rule: TableRule,
        mapping: ImportMap,
        catalogue: Catalogue,
        contract: Contract,
        findings: list[Finding],
    ) -> None:
        self.rule = rule
        self.mapping = mapping
        self.catalogue = catalogue
        self.section = contract.sections.get(rule.section)
        self.findings = findings
        self._above: dict[str, list[str]] = {}
        self._unknown: set[tuple[str, str]] = set()

    def settle(self, row: TableRow) -> None:
        """The row's codes and words in place."""
        for dimension in CODED:
            if dimension in row.fields or f"{dimension}名称" in row.fields:
                self._code(row, dimension)
        for name in list(row.fields):
            if name not in CODED:
                self._word(row, name, row.fields[name])
        unit = row.fields.get("单位")
        if unit is not None and all(parts := code_and_name(unit.text)):
            row.fields["单位"] = Scalar(parts[1], unit.place)

    def fixed(self, row: TableRow) -> None:
        """What the rule says of every row, and what it guesses of blank fields."""
        for name, values in self.rule.fixed:
            if len(values) == 1 and name not in row.fields:
                row.fields[name] = Scalar(values[0], row.place)
        for guess in self.rule.guesses:
            if guess.field in row.fields:
                continue
            text = row.text(guess.source) if guess.source else ""
            wanted = not guess.when and not guess.blank
            fits = first_fit(guess.when, text) is not None if text else guess.blank
            if wanted or fits:
                row.fields[guess.field] = Scalar(guess.value, row.place)

    def _code(self, row: TableRow, dimension: str) -> None:
        entry = row.fields.pop(dimension, None)
        named = row.fields.pop(f"{dimension}名称", None)
        code, name = code_and_name(entry.text) if entry else ("", "")
        if not entry and named is not None:  # [2120803]城市建设支出 below 科目名称
            code, name = code_and_name(named.text)
            code, name = (code, name) if is_subject_code(code) and name else ("", "")
        name = name or (named.text.strip() if named else "")
        place = entry.place if entry else named.place if named else row.place
        if row.is_total and not is_subject_code(code):
            return
        if not code:
            if not name or self.mapping.is_total(name):
                return
            code = self._by_name(dimension, name, row)
            if not code:
                return
            name = ""
        self._above[dimension] = [code[:3], code[:5], code]
        row.fields[dimension] = Scalar(code, place)
        subjects = classification(self.catalogue, dimension)
        name = without_number(name)
        if not name or comparable_name(subjects.name(code)) == comparable_name(name):
            return
        row.fields[f"{dimension}名称"] = Scalar(name, place)
        if self.rule.manner is Manner.SUMS and subjects.find(code) and subjects.named(name):
            # Names of sums do not come into the data set, so that of another code is told here.
            self.findings += check_subject(subjects, code, name, named.place if named else place)[2]

    def _by_name(self, dimension: str, name: str, row: TableRow) -> str:
        """The code of a name: the one below the rows above, else the only one there is."""
        found = classification(self.catalogue, dimension).named(without_number(name))
        above = self._above.get(dimension, [])
        below = [s for s in found if s.parent and s.parent in above]
        best = max((len(s.parent) for s in below), default=0)
        chosen = [s for s in below if len(s.parent) == best] or found
        if len(chosen) > 1:  # 卫生健康支出 is a 类, and in 转移性支出 a 项 as well
            chosen = [s for s in chosen if not s.parent] or chosen
        if len(chosen) == 1:
            return str(chosen[0].code)
        if any(amount.value for amount in row.amounts) or not row.amounts:
            self.findings.append(
                kinds.UNKNOWN_NAME.at(row.place, text=shown(name), what=CODED[dimension])
            )
        return ""

    def _word(self, row: TableRow, name: str, entry: Scalar) -> None:
        word = self.mapping.word(name, entry.text)
        if word is not None:
            if word.value:
                row.fields[name] = Scalar(word.value, entry.place)
            else:
                del row.fields[name]
            for other, value in word.others:
                row.fields[other] = Scalar(value, entry.place)
            return
        spec = self.section.by_name.get(name) if self.section else None
        if spec is None or spec.type is not FieldType.OPTION or entry.text in spec.options:
            return
        if not row.is_total and (name, entry.text) not in self._unknown:
            self._unknown.add((name, entry.text))
            self.findings.append(
                kinds.UNKNOWN_OPTION.at(entry.place, field=name, text=shown(entry.text))
            )
