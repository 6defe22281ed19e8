"""The number formats of a format: those every format has, changed and added to by its 数字."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from reportgen.figure import RATIO, YUAN
from reportgen.language.printing import NumberFormat, defaults

if TYPE_CHECKING:
    from reportgen.formats import Format
    from reportgen.formats.declarations import NumberDeclaration

_UNITS: Final[dict[str, dict[str, Any]]] = {
    "元": {"unit": YUAN, "scale": Decimal(1)},
    "千元": {"unit": "千元", "scale": Decimal(1000)},
    "万元": {"unit": "万元", "scale": Decimal(10000)},
    "亿元": {"unit": "亿元", "scale": Decimal(100000000)},
    "百分比": {"unit": RATIO, "scale": Decimal("0.01"), "suffix": "%"},
    "数": {"unit": "", "scale": Decimal(1)},
}


def number_formats(form: Format) -> dict[str, NumberFormat]:
    """The filters by name; a declaration changes the format of its name, or of the one it is `同`."""
    formats = defaults()
    for name, declared in form.numbers.items():
        base = formats.get(declared.like or name) or NumberFormat(name)
        formats[name] = replace(base, name=name, **_settings(declared))
    return formats


def _settings(declared: NumberDeclaration) -> dict[str, Any]:
    settings = declared.model_dump(exclude_none=True, exclude={"unit", "like"})
    if declared.unit is not None:
        settings = {**_UNITS.get(declared.unit, {"unit": declared.unit}), **settings}
    return settings
