"""Budget lines from the rows of 支出明细 and 收入明细.

Twenty thousand rows are usual for a bureau: the same words recur in them, so each distinct text of
an option or code is understood once.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from reportgen.figure import Figure, Read
from reportgen.finding import Severity
from reportgen.model import kinds
from reportgen.model.fields import FieldType
from reportgen.model.ledger import CODED, DIMENSIONS, BudgetLine, Ledger
from reportgen.model.values import Reading, code_and_name, read_value, shown, stripped, wrong_shape
from reportgen.sources.tree import Scalar

if TYPE_CHECKING:
    from reportgen.model.fields import Field, Section
    from reportgen.place import Place
    from reportgen.sources.tree import Mapping

_REPEATED = frozenset({FieldType.OPTION, FieldType.CODE, FieldType.TEXT})


def read_ledger(name: str, section: Section, rows: list[Mapping], reading: Reading) -> Ledger:
    """The ledger in the rows of a section; rows without a readable amount are left out."""
    columns = _Columns(section, reading)
    dimensions = [
        (dimension, attribute, section.by_name[dimension])
        for dimension, attribute in DIMENSIONS.items()
        if dimension in section.by_name
    ]
    required = [spec for spec in section.fields if spec.required]
    lines: list[BudgetLine] = []
    names: dict[str, dict[str, tuple[str, Place]]] = {dimension: {} for dimension in CODED}
    coded = [d for d in CODED if d in section.by_name]
    seen: dict[str, BudgetLine] = {}
    repeated: Counter[str] = Counter()
    amount_spec, assumed_spec = section.by_name["金额"], section.by_name.get("假定")
    for row in rows:
        for spec in required:
            entry = row.entries.get(spec.name)
            if entry is None or (isinstance(entry, Scalar) and not stripped(entry.text)):
                reading.findings.append(
                    kinds.MISSING_FIELD.at(
                        entry.place if entry else row.place, section=section.name, field=spec.name
                    )
                )
        values = {attribute: columns.text(spec, row) for _, attribute, spec in dimensions}
        for dimension in coded:
            code = values[DIMENSIONS[dimension]]
            given, place = columns.subject_name(dimension, row)
            if given and code and code not in names[dimension]:
                names[dimension][code] = (given, place)
        entry = row.entries.get("金额")
        if not isinstance(entry, Scalar):
            if entry is not None:
                reading.findings.append(wrong_shape("金额", "一个值", entry))
            continue
        key = f"{section.name}/{'/'.join(v for v in values.values() if v)}"
        amount = read_value(amount_spec, entry, key, reading)
        if not isinstance(amount, Figure) or amount.is_blank:
            continue
        note = columns.text(assumed_spec, row) if assumed_spec else ""
        if note and isinstance(amount.origin, Read):
            amount.origin.note = note
            reading.findings.append(
                kinds.ASSUMED.at(
                    entry.place,
                    label=_label(values),
                    reason=shown(note, 300),
                    amount=_written(entry, reading),
                )
            )
        line = BudgetLine(amount, entry.place, **values)
        known = seen.setdefault(key, line)
        if known is not line:
            _report_repeated(section, known, line, _written(entry, reading), reading)
            repeated[key] += 1
            line.amount.key = f"{key}#{repeated[key] + 1}"
        if amount.number < 0 and line.stage == "年初":
            reading.findings.append(
                kinds.NEGATIVE_AMOUNT.at(
                    entry.place,
                    label=_label(values),
                    amount=_written(entry, reading),
                    key=key,
                    figures=[(key, str(amount.value))],
                )
            )
        lines.append(line)
    return Ledger(name, tuple(lines), names, _options(section))


def _options(section: Section) -> dict[str, tuple[str, ...]]:
    known = section.by_name
    return {
        name: known[name].options for name in DIMENSIONS if name in known and known[name].options
    }


class _Columns:
    """Reads option, code and text columns, each distinct text once."""

    def __init__(self, section: Section, reading: Reading) -> None:
        self.section = section
        self.reading = reading
        self.known: dict[str, dict[str, str]] = {
            spec.name: {} for spec in section.fields if spec.type in _REPEATED
        }

    def subject_name(self, dimension: str, row: Mapping) -> tuple[str, Place]:
        """The name given to a code, in a column of its own or behind the code."""
        spec = self.section.by_name.get(f"{dimension}名称")
        entry = row.entries.get(f"{dimension}名称")
        if spec is not None and entry is not None and (name := self.text(spec, row)):
            return name, entry.place
        entry = row.entries.get(dimension)
        if isinstance(entry, Scalar) and " " in entry.text:
            return code_and_name(stripped(entry.text))[1], entry.place
        return "", row.place

    def text(self, spec: Field, row: Mapping) -> str:
        entry = row.entries.get(spec.name)
        if not isinstance(entry, Scalar):
            if entry is not None:
                self.reading.findings.append(wrong_shape(spec.name, "一个值", entry))
            return spec.default
        if not entry.text:
            return spec.default
        known = self.known[spec.name]
        value = known.get(entry.text)
        if value is None:
            before = len(self.reading.findings)
            read = read_value(spec, entry, "", self.reading)
            value = read if isinstance(read, str) else spec.default
            if len(self.reading.findings) == before:
                known[entry.text] = value
        return value


def _written(entry: Scalar, reading: Reading) -> str:
    return f"{shown(stripped(entry.text))}{entry.unit or reading.money_unit}"


def _label(values: dict[str, str]) -> str:
    return " ".join(
        shown(values[name])
        for name in ("function", "economic", "kind", "project")
        if values.get(name)
    )


def _report_repeated(
    section: Section, known: BudgetLine, line: BudgetLine, amount: str, reading: Reading
) -> None:
    label = " ".join(
        filter(None, (line.function, line.economic, line.kind, line.project, line.fund))
    )
    same = known.amount == line.amount
    kind = kinds.DUPLICATE_LINE if same else kinds.LINE_TWICE
    reading.findings.append(
        kind.at(
            line.place,
            section=section.name,
            label=label,
            amount=amount,
            related=[known.place],
            severity=Severity.EXPLAIN if same else Severity.HINT,
            key=line.amount.key,
            figures=[(line.amount.key, str(line.amount.value))],
        )
    )
