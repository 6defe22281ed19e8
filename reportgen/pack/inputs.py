"""What a build was made from, value by value: `.reportgen/inputs.json`.

A compact copy of the data set's own values, so that the next build can tell what the clerk changed.
Described in docs/design/figure-map.md. Not for reading data sets: nothing is computed from it.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import field
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Final, NamedTuple

from reportgen.figure import EXACT, Blank, Figure
from reportgen.frozen import frozen
from reportgen.pack.manifest import BrokenError, parse_object

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reportgen.model.texts import Text
    from reportgen.model.year import DepartmentYear, Record
    from reportgen.place import Place

VERSION: Final = 1
_LONGEST: Final = 80
"""A longer text is kept as its beginning and a mark of the whole."""


class Input(NamedTuple):
    """One value of the data set: exact digits with their unit, or a text; its place as printed."""

    key: str
    value: str
    unit: str
    place: str


@frozen
class Inputs:
    """The values of a data set by key, in order.

    `source` is the data file as seen from the pack's folder, `money_unit` the unit it is typed in.
    """

    source: str = ""
    money_unit: str = "元"
    values: dict[str, Input] = field(default_factory=dict)


def inputs_of(year: DepartmentYear, folder: Path | None = None) -> Inputs:
    """The values of a data set, last year's under `上年/…`; blanks are left out.

    `folder` is the pack's, for the way from there to the data file.
    """
    values: dict[str, Input] = {}
    for key, value, place in _values(year):
        unit = value.unit if isinstance(value, Figure) else ""
        text = _text(value)
        if not text:
            continue
        name, number = key, 1
        while name in values:
            number += 1
            name = f"{key}#{number}"
        values[name] = Input(name, text, unit, str(place))
    return Inputs(way(year.source, folder) if folder else "", year.money_unit, values)


def inputs_to_bytes(inputs: Inputs) -> bytes:
    """As it stands in the file: one value a line."""
    head = _json({"version": VERSION, "source": inputs.source, "unit": inputs.money_unit})
    lines = ",\n".join(
        [f"[{','.join(map(encode_basestring, item))}]" for item in inputs.values.values()]
    )
    return f'{head[:-1]},"inputs":[\n{lines}\n]}}\n'.encode("utf-8", "backslashreplace")


def parse_inputs(data: bytes) -> Inputs:
    """The inputs of a build from their bytes.

    Raises:
        BrokenError: they are none.
    """
    content = parse_object(data)
    if content.get("version") != VERSION:
        raise BrokenError("由别的版本的程序写成")
    try:
        rows = [Input(*row) for row in content["inputs"]]
        source, unit = content["source"], content["unit"]
    except (KeyError, TypeError) as error:
        raise BrokenError("内容不全") from error
    if not all(isinstance(text, str) for text in (source, unit, *(t for row in rows for t in row))):
        raise BrokenError("内容不全")
    return Inputs(source, unit, {row.key: row for row in rows})


def _values(year: DepartmentYear) -> Iterator[tuple[str, object, Place]]:
    """Key, value and place of everything in a data set; ledger lines by their codes."""
    for record in year.records.values():
        yield from _record(record, record.section.name)
    for ledger in (year.income, year.expenditure):
        for line in ledger.lines:
            yield line.amount.key, line.amount, line.place
        for dimension, names in (ledger.names or {}).items():
            for code, (name, place) in names.items():
                yield f"{ledger.name}/{dimension}名称/{code}", name, place
    for section, records in year.tables.items():
        for record in records:
            known = record.section.identity or tuple(record.section.by_name)[:1]
            label = "/".join(filter(None, (_text(record.values.get(name)) for name in known)))
            yield from _record(record, f"{section}/{label}", known)
    for section, claims in (("上年数", year.given_last_year), ("声明数", year.claims)):
        for claim in claims:
            yield f"{section}/{claim.name}", claim.amount, claim.place
    for name, text in year.texts.items():
        yield f"文字/{name}", _words(text), text.place
    if year.last_year is not None:
        for key, value, place in _values(year.last_year):
            yield f"上年/{key}", value, place


def _record(
    record: Record, key: str, known: tuple[str, ...] = ()
) -> Iterator[tuple[str, object, Place]]:
    """The fields of a record; not those that stand in its key."""
    for name, value in record.values.items():
        if value is not None and name not in known:
            yield f"{key}/{name}", value, record.place(name)


def _words(text: Text) -> str:
    return "\n".join(f"{item.number}{item.text}" for item in text.paragraphs)


def _text(value: object) -> str:
    if isinstance(value, Figure):
        if isinstance(value.value, Blank):
            return value.value.value
        return format(value.value.normalize(EXACT), "f")
    if isinstance(value, bool):
        return "是" if value else "否"
    text = "" if value is None else str(value).strip()
    if len(text) <= _LONGEST:
        return text
    mark = hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:8]
    return f"{text[: _LONGEST - 30]}…（共 {len(text)} 字，标记 {mark}）"


def way(source: Path, folder: Path) -> str:
    """The way from the pack's folder to a file; the whole path where there is none."""
    try:
        return os.path.relpath(source.resolve(), folder.resolve()).replace(os.sep, "/")
    except ValueError:  # another drive of Windows
        return str(source.resolve())


_json: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
