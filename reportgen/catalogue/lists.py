"""The lists as they are stored: built-in files, the user's imported ones, and where those lie.

Reads only; for writing an imported list see `importing`. Built-in files are plain fields without
quoting (see data/README.md) and are read once.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from reportgen.unread import why_unread

if TYPE_CHECKING:
    from collections.abc import Mapping

FUNCTIONAL: Final = "functional"
ECONOMIC: Final = "economic"
GOV_ECONOMIC: Final = "gov_economic"

FIRST_DIGIT: Final = {FUNCTIONAL: "2", ECONOMIC: "3", GOV_ECONOMIC: "5"}
TITLES: Final = {
    FUNCTIONAL: "支出功能分类",
    ECONOMIC: "部门预算支出经济分类",
    GOV_ECONOMIC: "政府预算支出经济分类",
}
EVIDENCE: Final = {
    "3": "多个公开文件",
    "2": "一个公开文件",
    "1": "旧版目录同名",
    "0": "未核实",
}
IMPORTED: Final = "导入的科目表"
FIRST_YEAR: Final = 2007
"""政府收支分类 in its present shape began with the budget year 2007."""
LAST_YEAR: Final = 2099
HEAD: Final = ("科目编码", "科目名称")

_DATA: Final = Path(__file__).parent / "data"


class Alias(NamedTuple):
    """Another name of a code; years are 0 where they are not known."""

    code: str
    name: str
    kind: str
    first: int
    until: int
    maybe: int
    note: str

    def was_the_name_in(self, year: int) -> bool:
        """Whether this surely was the official name in that year."""
        return bool(self.until) and self.first <= year <= self.until


class Change(NamedTuple):
    """The years in which a code, and all below it, stands in the list; 0 = no bound known."""

    code: str
    first: int
    until: int
    sure: bool
    note: str


class Doubt(NamedTuple):
    """A code whose existence or name is in doubt; valid without doubt up to `until` (0: never)."""

    code: str
    name: str
    until: int
    note: str


def kind_of(code: str) -> str:
    """The kind of list that a code belongs to by its first digit; "" where none."""
    return next((kind for kind, digit in FIRST_DIGIT.items() if code.startswith(digit)), "")


def level(kind: str, code: str) -> str:
    """类, 款 or 项 by the length of a code, also of an unknown one; "" where no level has it."""
    if kind != FUNCTIONAL and len(code) > 5:
        return ""
    return {3: "类", 5: "款", 7: "项"}.get(len(code), "")


@cache
def builtin(kind: str) -> Mapping[str, tuple[str, str]]:
    """Code → (name, evidence) of a built-in list, in the order of the codes."""
    return {code: (name, EVIDENCE[evidence]) for code, name, evidence in _fields(kind)}


@cache
def aliases() -> tuple[Alias, ...]:
    """Other names, of all kinds of list."""
    return tuple(
        Alias(code, name, kind, _year(first), _year(until), _year(maybe), note)
        for code, name, kind, first, until, maybe, note in _fields("aliases")
    )


@cache
def changes() -> tuple[Change, ...]:
    """Codes that do not stand in every year."""
    return tuple(
        Change(code, _year(first), _year(until), sure == "1", note)
        for code, first, until, sure, note in _fields("changes")
    )


@cache
def doubts() -> tuple[Doubt, ...]:
    """Codes in doubt, of all kinds of list."""
    return tuple(
        Doubt(code, name, _year(until), note) for code, name, until, note in _fields("doubtful")
    )


@cache
def budgets() -> dict[str, str]:
    """款 → the budget it belongs to, for those outside 一般公共预算."""
    return {fields[0]: fields[1] for fields in _fields("budgets")}


@cache
def gov_to_dept() -> dict[str, tuple[str, ...]]:
    """A 政府 economic class → the 部门 classes that it takes in."""
    return {code: tuple(codes.split()) for code, codes in _fields("gov_to_dept")}


@cache
def _fields(name: str) -> tuple[list[str], ...]:
    lines = (_DATA / f"{name}.csv").read_text(encoding="utf-8").splitlines()
    return tuple(line.split(",") for line in lines[1:])


def _year(text: str) -> int:
    return int(text) if text else 0


def user_folder() -> Path:
    """The user's own folder: REPORTGEN_HOME, else where the platform keeps a program's data."""
    if home := os.environ.get("REPORTGEN_HOME"):
        return Path(home)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
        return Path(base or Path.home() / "AppData" / "Local") / "reportgen"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "reportgen"
    base = os.environ.get("XDG_DATA_HOME")
    return Path(base or Path.home() / ".local" / "share") / "reportgen"


def imported_file(year: int) -> Path:
    """Where the imported list of a year lies, if there is one."""
    return user_folder() / "catalogue" / f"{year}.csv"


def imported_years() -> list[int]:
    """The years that have an imported list, oldest first."""
    folder = user_folder() / "catalogue"
    try:
        names = [entry.name for entry in folder.iterdir()]
    except OSError:
        return []
    return sorted(
        int(name[:4])
        for name in names
        if len(name) == 8 and name.endswith(".csv") and name[:4].isascii() and name[:4].isdigit()
    )


def read_imported(year: int) -> tuple[dict[str, dict[str, str]], str]:
    """Kind → (code → name) of a year's imported list, and what is wrong with the file ("" = well).

    Both empty where the year has none.
    """
    import csv

    path = imported_file(year)
    try:
        if path.stat().st_size > 5_000_000:
            return {}, "文件太大"
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return {}, ""
    except UnicodeDecodeError:
        return {}, "文字编码不对"
    except OSError as error:
        return {}, why_unread(error)
    found: dict[str, dict[str, str]] = {}
    try:
        rows = list(csv.reader(text.splitlines()))
    except csv.Error:
        return {}, "不是程序写的格式"
    if not rows or tuple(rows[0]) != HEAD:
        return {}, "第 1 行不是“科目编码,科目名称”"
    for number, row in enumerate(rows[1:], 2):
        kind = kind_of(row[0]) if len(row) == 2 and row[1] else ""
        if not kind or not (row[0].isascii() and row[0].isdigit()) or not level(kind, row[0]):
            return {}, f"第 {number} 行不是代码和名称"
        found.setdefault(kind, {})[row[0]] = row[1]
    return (found, "") if found else ({}, "里面没有科目")
