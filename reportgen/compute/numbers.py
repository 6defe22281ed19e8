"""The number formats of a format: those every format has, changed and added to by its 数字."""

from __future__ import annotations

from dataclasses import fields, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from reportgen.figure import RATIO, YUAN
from reportgen.formats.kinds import BAD_FORMAT_FILE
from reportgen.language.printing import NumberFormat, defaults
from reportgen.model.values import nearest
from reportgen.place import Place
from reportgen.sources import read
from reportgen.sources.tree import Mapping

if TYPE_CHECKING:
    from reportgen.finding import Finding
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


def number_faults(form: Format) -> list[Finding]:
    """What 数字 says of formats that are not there, or of a filter that is something else."""
    from reportgen.language.filters import make_filters

    formats = number_formats(form)
    others = make_filters({})
    findings = []
    for name, declared in form.numbers.items():
        if declared.like and declared.like not in formats:
            reason = f"的“同”指的格式“{declared.like}”不存在{nearest(declared.like, formats)}"
            findings.append(BAD_FORMAT_FILE.at(_place(form, name), name=name, reason=reason))
        if name in others:
            reason = "是别的格式的名称，用了会把它盖住，请换一个"
            findings.append(BAD_FORMAT_FILE.at(_place(form, name), name=name, reason=reason))
    return findings


def _place(form: Format, name: str) -> Place:
    """Where a format is declared; looked for only where it is at fault."""
    for folder in form.folders:
        tree, _ = read(folder / "format.yaml")
        node = tree.entries.get("数字") if tree else None
        if isinstance(node, Mapping) and name in node.key_places:
            return node.key_places[name]
    return Place("format.yaml")


def _settings(declared: NumberDeclaration) -> dict[str, Any]:
    given = {item.name: getattr(declared, item.name) for item in fields(declared)}
    settings = {
        name: value
        for name, value in given.items()
        if value is not None and name not in ("unit", "like")
    }
    if declared.unit is not None:
        settings = {**_UNITS.get(declared.unit, {"unit": declared.unit}), **settings}
    return settings
