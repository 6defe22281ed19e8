"""What a clerk wrote in one field, as a value of the field's type.

Amounts become Figures in 元 whatever unit they were typed in. Nothing is guessed: what can be read
in two ways is a finding.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final, TypeAlias

from reportgen.figure import EXACT, RATIO, YUAN, Blank, Figure, Read
from reportgen.model import kinds
from reportgen.model.fields import FieldType
from reportgen.sources.amounts import AmountProblem, parse_number
from reportgen.sources.tree import PERCENT, Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reportgen.finding import Finding
    from reportgen.model.fields import Field
    from reportgen.place import Place
    from reportgen.sources.tree import Node

FieldValue: TypeAlias = "Figure | str | int | bool | None"

MONEY: Final = {
    "元": Decimal(1),
    "千元": Decimal(1000),
    "万元": Decimal(10000),
    "亿元": Decimal(100000000),
}
UNIT_WORDS: Final = {
    **MONEY,
    "元整": Decimal(1),
    "千": Decimal(1000),
    "万": Decimal(10000),
    "W": Decimal(10000),
    "w": Decimal(10000),
    "亿": Decimal(100000000),
}
"""What is written behind a number, in 元."""
MOST_MONEY: Final = Decimal(10) ** 20
"""元: more than a country has in a year; a longer number is two numbers, or in another unit."""
_CENT: Final = Decimal("0.01")
SIGNS: Final = {
    "-": Blank.DASH,
    "—": Blank.DASH,
    "——": Blank.DASH,
    "－": Blank.DASH,
    "–": Blank.DASH,
    "不适用": Blank.NOT_APPLICABLE,
    "/": Blank.NOT_APPLICABLE,
}
_MOST_SHOWN: Final = 60
_SPACES: Final = " \t\r\n\u3000\xa0"
_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
_FULL_WIDTH: Final = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x3000: 0x20}
_DATE: Final = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]0?0:00(?::00)?)?"
)
_COMPACT_DATE: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_CODE_AND_NAME: Final = re.compile(r"([0-9A-Za-z][\w.-]*)\s+([^\x00-\x7f].*)", re.ASCII)
_YES: Final = frozenset({"是", "√", "☑", "true", "yes", "y", "1"})
_NO: Final = frozenset({"否", "×", "☐", "false", "no", "n", "0"})


@dataclass(slots=True)
class Reading:
    """What the reading of a data set needs and gathers: the money unit, and the findings so far."""

    money_unit: str = YUAN
    findings: list[Finding] = field(default_factory=list)
    finer: list[tuple[Place, str, str]] = field(default_factory=list)
    """Amounts written to less than a cent: place, field, text."""


def stripped(text: str) -> str:
    """Without the spaces around it, also full-width ones, nor what cannot be seen inside it."""
    if not text.isascii() and _INVISIBLE.search(text):
        text = _INVISIBLE.sub("", text)
    return text.strip(_SPACES)


def half_width(text: str) -> str:
    """Full-width letters, digits and signs as the ordinary ones."""
    return text if text.isascii() else text.translate(_FULL_WIDTH)


def shown(text: str, most: int = _MOST_SHOWN) -> str:
    """As it is quoted in a sentence: a pasted page is cut short."""
    return text if len(text) <= most else f"{text[:most]}……"


def wrong_shape(name: str, expected: str, node: Node) -> Finding:
    """The finding for a list or mapping where a value has to stand, or the other way round."""
    found = {Scalar: "单个值", Mapping: "一组“名称: 内容”", Sequence: "列表"}[type(node)]
    return kinds.WRONG_SHAPE.at(node.place, name=name, expected=expected, found=found)


def nearest(name: str, known: Iterable[str], *, form: str = "，是不是“{}”") -> str:
    """A half sentence naming the known name nearest to a wrong one; empty when none is near."""
    if len(name) > _MOST_SHOWN:
        return ""
    close = get_close_matches(name, list(known), n=1, cutoff=0.5)
    return form.format(close[0]) if close else ""


def read_value(spec: Field, scalar: Scalar, key: str, reading: Reading) -> FieldValue:
    """The value of a field, None where it is blank or unreadable (then a finding says so).

    A blank number is None too: the caller decides between an absent value and a blank figure.
    """
    if scalar.kind == "error":
        reading.findings.append(
            kinds.CELL_ERROR.at(scalar.place, field=spec.name, text=shown(scalar.text))
        )
        return None
    text = stripped(scalar.text)
    if not text:
        return None
    match spec.type:
        case FieldType.AMOUNT | FieldType.QUANTITY | FieldType.INTEGER | FieldType.RATIO:
            return _number(spec, scalar, text, key, reading)
        case FieldType.OPTION:
            return _option(spec, scalar, text, reading)
        case FieldType.CODE:
            return _code(spec, scalar, text, reading)
        case FieldType.DATE:
            return _date(spec, scalar, text, reading)
        case FieldType.YEAR:
            return _year(spec, scalar, text, reading)
        case FieldType.FLAG:
            return _flag(spec, scalar, text, reading)
        case FieldType.LONG_TEXT:
            return scalar.text.strip("\r\n")
        case _:
            return text


def _number(spec: Field, scalar: Scalar, text: str, key: str, reading: Reading) -> Figure | None:
    if scalar.unit == PERCENT and spec.type is not FieldType.RATIO:
        reason = f"单元格是百分比格式，存的数是 {text}；请把单元格格式改为“数值”，核对后重新填写"
        reading.findings.append(
            kinds.BAD_NUMBER.at(
                scalar.place, field=spec.name, text=_percentage(text), reason=reason
            )
        )
        return None
    factor, unit = _scale(spec, scalar, reading)
    sign = SIGNS.get(text)
    if sign is not None:
        return Figure(sign, unit, Read(scalar.place), key)
    if scalar.kind == "date":
        reading.findings.append(
            kinds.BAD_NUMBER.at(
                scalar.place,
                field=spec.name,
                text=shown(text),
                reason="单元格是日期，不是数，请把单元格格式改为“数值”后重新填写",
            )
        )
        return None
    if scalar.kind == "bool":
        reading.findings.append(
            kinds.BAD_NUMBER.at(scalar.place, field=spec.name, text=shown(text), reason="不是数")
        )
        return None
    if spec.type is FieldType.RATIO and half_width(text).endswith("%"):
        text, factor = half_width(text)[:-1], Decimal("0.01")
    parsed = parse_number(text)
    if isinstance(parsed, AmountProblem):
        reading.findings.append(
            kinds.BAD_NUMBER.at(
                scalar.place,
                field=spec.name,
                text=shown(text),
                reason=parsed.reason,
                hint=_in_column_unit(parsed, factor, unit) or parsed.suggestion,
            )
        )
        return None
    if spec.type is FieldType.INTEGER and parsed != parsed.to_integral_value():
        reading.findings.append(
            kinds.BAD_NUMBER.at(scalar.place, field=spec.name, text=shown(text), reason="应是整数")
        )
        return None
    exponent = parsed.as_tuple().exponent
    quantum = EXACT.multiply(Decimal(1).scaleb(min(0, int(exponent))), factor)
    value = parsed if factor == 1 else _plain(EXACT.multiply(parsed, factor))
    if unit == YUAN:
        if abs(value) > MOST_MONEY:
            reason = "这个数大得不可能，多半是两个数连在了一起，或者单位写错了"
            reading.findings.append(
                kinds.BAD_NUMBER.at(scalar.place, field=spec.name, text=shown(text), reason=reason)
            )
            return None
        if quantum < _CENT and int(value.normalize(EXACT).as_tuple().exponent) < -2:
            reading.finer.append((scalar.place, spec.name, text))
    return Figure(value, unit, Read(scalar.place, quantum=quantum), key)


def _in_column_unit(problem: AmountProblem, factor: Decimal, unit: str) -> str:
    """What to type where the unit stood behind a number of money: 120000 for 12万 in a column of 元.

    Empty where there was no such unit, or the number would not be a usual decimal.
    """
    size = UNIT_WORDS.get(problem.unit)
    number = parse_number(problem.number) if size else None
    if size is None or not isinstance(number, Decimal) or unit != YUAN:
        return ""
    value = EXACT.divide(EXACT.multiply(number, size), factor)
    column = next((name for name, scale in MONEY.items() if scale == factor), YUAN)
    return f"这一栏的单位是{column}，请核对后填 {_plain(value):f}"


def _percentage(text: str) -> str:
    parsed = parse_number(text)
    return f"{_plain(parsed * 100):f}%" if isinstance(parsed, Decimal) else text


def _plain(value: Decimal) -> Decimal:
    """Without the zeros that a change of unit leaves behind the point: 1527500.00 → 1527500."""
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize(EXACT)


def _scale(spec: Field, scalar: Scalar, reading: Reading) -> tuple[Decimal, str]:
    if spec.type is FieldType.AMOUNT:
        return MONEY[scalar.unit or spec.unit or reading.money_unit], YUAN
    if spec.type is FieldType.RATIO:
        return Decimal(1), RATIO
    return Decimal(1), spec.unit


def _option(spec: Field, scalar: Scalar, text: str, reading: Reading) -> str | None:
    if text in spec.options:
        return text
    folded = {half_width(item).replace(" ", ""): item for item in spec.options}
    known = folded.get(half_width(text).replace(" ", ""))
    if known is None:
        reading.findings.append(
            kinds.BAD_OPTION.at(
                scalar.place,
                field=spec.name,
                text=shown(text),
                options="、".join(spec.options),
                nearest=nearest(text, spec.options),
            )
        )
    return known


def code_and_name(text: str) -> tuple[str, str]:
    """The parts of what the drop-downs of the fill-in workbook offer: 2013201 行政运行."""
    match = _CODE_AND_NAME.fullmatch(text)
    return (match[1], match[2]) if match else (text, "")


def _code(spec: Field, scalar: Scalar, text: str, reading: Reading) -> str | None:
    if spec.catalogue:
        text, _ = code_and_name(text)
    code = half_width(text).replace(" ", "")
    if code.isascii() and code.replace("-", "").replace("_", "").replace(".", "").isalnum():
        return code
    reading.findings.append(kinds.BAD_CODE.at(scalar.place, field=spec.name, text=shown(text)))
    return None


def _date(spec: Field, scalar: Scalar, text: str, reading: Reading) -> str | None:
    plain = half_width(text)
    match = _DATE.fullmatch(plain) or _COMPACT_DATE.fullmatch(plain)
    if match:
        try:
            return date(*map(int, match.groups())).isoformat()
        except ValueError:
            pass
    reading.findings.append(kinds.BAD_DATE.at(scalar.place, field=spec.name, text=shown(text)))
    return None


def _year(spec: Field, scalar: Scalar, text: str, reading: Reading) -> int | None:
    plain = half_width(text).removesuffix("年度").removesuffix("年")
    if re.fullmatch(r"(19|20)\d\d", plain):
        return int(plain)
    reading.findings.append(kinds.BAD_YEAR.at(scalar.place, field=spec.name, text=shown(text)))
    return None


def _flag(spec: Field, scalar: Scalar, text: str, reading: Reading) -> bool | None:
    plain = half_width(text).lower()
    if plain in _YES or plain in _NO:
        return plain in _YES
    reading.findings.append(kinds.BAD_FLAG.at(scalar.place, field=spec.name, text=shown(text)))
    return None
