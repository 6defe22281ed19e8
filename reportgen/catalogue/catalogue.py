"""政府收支分类科目 of a year: code ↔ name, level, parent.

The built-in lists, or a bureau's imported list in their place. Each list is made when it is first
asked for. Does not judge what a data set says: see `checking`.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final

from reportgen.catalogue import kinds, lists
from reportgen.catalogue.names import bare_code, comparable
from reportgen.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reportgen.catalogue.lists import Alias, Change, Doubt
    from reportgen.finding import Finding

NEWEST_BUILTIN: Final = 2025
"""The last year whose changes the built-in lists know."""

_MOST: Final = 5


@frozen
class Subject:
    """One 科目: code in digits, name, level (类, 款, 项), parent's code ("" for a 类), evidence.

    `evidence` says in Chinese how far the row is verified, or that it was imported.
    """

    code: str
    name: str
    level: str
    parent: str
    evidence: str


class Classification:
    """One list of a year: 支出功能分类, 部门预算支出经济分类 or 政府预算支出经济分类.

    Codes are plain digits here; `names.read_code` makes them so.
    """

    def __init__(
        self, kind: str, year: int, rows: Iterable[tuple[str, str, str]], *, imported: bool
    ) -> None:
        self.kind = kind
        self.year = year
        self.title = lists.TITLES[kind]
        self.imported = imported
        self._subjects = {
            code: Subject(code, name, lists.level(kind, code), _parent(code), evidence)
            for code, name, evidence in sorted(rows)
        }

    @cached_property
    def _children(self) -> dict[str, list[Subject]]:
        found: dict[str, list[Subject]] = {}
        for subject in self._subjects.values():
            found.setdefault(subject.parent, []).append(subject)
        return found

    @cached_property
    def _by_name(self) -> dict[str, list[Subject]]:
        found: dict[str, list[Subject]] = {}
        for subject in self._subjects.values():
            found.setdefault(comparable(subject.name), []).append(subject)
        return found

    def find(self, code: str) -> Subject | None:
        """The subject of a code; None where the list has none."""
        return self._subjects.get(code)

    def name(self, code: str) -> str:
        """The name of a code in this year; "" where it is unknown."""
        subject = self._subjects.get(code)
        return subject.name if subject else ""

    def level(self, code: str) -> str:
        """类, 款 or 项 by the length of the code, also of an unknown one; "" for other lengths."""
        return lists.level(self.kind, code)

    def parent(self, code: str) -> str:
        """The code one level up, also of an unknown code; "" for a 类."""
        return _parent(code)

    def children(self, code: str) -> list[Subject]:
        """The subjects right below a code, in order."""
        return list(self._children.get(code, ())) if code else []

    def classes(self) -> list[Subject]:
        """All 类, in the order of their codes."""
        return list(self._children.get("", ()))

    def named(self, name: str) -> list[Subject]:
        """The subjects of this name, whatever its brackets, blanks or trailing 支出."""
        return list(self._by_name.get(comparable(name), ()))

    def aliases(self, code: str = "") -> list[Alias]:
        """Other names, of one code or of all that the list has."""
        return [
            alias
            for alias in lists.aliases()
            if alias.code in self._subjects and code in ("", alias.code)
        ]

    def doubt(self, code: str) -> Doubt | None:
        """What is in doubt about a code that is not in the list, or about the code above it."""
        if self.imported or code in self._subjects or lists.kind_of(code) != self.kind:
            return None
        found = {doubt.code: doubt for doubt in lists.doubts()}
        return found.get(code) or found.get(code[:5])

    def change(self, code: str) -> Change | None:
        """Why a code of the built-in list does not stand in this year; None where it does."""
        if self.imported or self.kind != lists.FUNCTIONAL:
            return None
        for change in lists.changes():
            if code.startswith(change.code) and (
                self.year < change.first or (change.until and self.year > change.until)
            ):
                return change
        return None

    def nearest(self, code: str, name: str = "") -> list[Subject]:
        """The known subjects that a code may have been meant for, best first, at most five.

        One digit wrong, missing, doubled or two swapped, and the code's own siblings; a name that
        fits comes first. Where there are none, the nearest code above it.
        """
        wanted = comparable(name)
        slips = _one_slip(code)
        near = {found.code for found in self.children(_parent(code))}
        near |= slips & self._subjects.keys()
        ranked = []
        for other in near - {code}:
            fits = bool(wanted) and comparable(self.name(other)) == wanted
            ranked.append((not fits, other not in slips, _distance(code, other), other))
        if ranked:
            return [self._subjects[entry[3]] for entry in sorted(ranked)[:_MOST]]
        above = (self._subjects.get(code[:length]) for length in (7, 5, 3) if length < len(code))
        return [subject for subject in above if subject][:1]

    def search(self, text: str) -> list[Subject]:
        """Subjects by the beginning of a code, or by a name or an alias, whole or in part; best first."""
        code = bare_code(text)
        if code.isascii() and code.isdigit():
            return [s for s in self._subjects.values() if s.code.startswith(code)]
        wanted = comparable(text)
        if not wanted:
            return []
        ranks: dict[str, int] = {}
        for subject in self._subjects.values():
            if rank := _fit(wanted, comparable(subject.name)):
                ranks[subject.code] = rank
        for alias in self.aliases():
            if rank := _fit(wanted, comparable(alias.name)):
                ranks[alias.code] = min(ranks.get(alias.code, 9), rank + 1)
        best = sorted(ranks, key=lambda found: (ranks[found], found))
        return [self._subjects[found] for found in best]

    def similar(self, text: str) -> list[Subject]:
        """Subjects whose name or code looks like the text, best first, at most five."""
        code = bare_code(text)
        if code.isascii() and code.isdigit():
            return self.nearest(code[:9])
        import difflib

        close = difflib.get_close_matches(comparable(text)[:30], self._by_name, _MOST, 0.5)
        return [subject for name in close for subject in self._by_name[name]][:_MOST]


class Catalogue:
    """The three classifications of a year, and what ties them together."""

    def __init__(self, year: int, imported: dict[str, dict[str, str]] | None = None) -> None:
        self.year = year
        self._imported = imported or {}

    @cached_property
    def functional(self) -> Classification:
        """支出功能分类: 类, 款, 项."""
        return self._classification(lists.FUNCTIONAL)

    @cached_property
    def economic(self) -> Classification:
        """部门预算支出经济分类: 类, 款."""
        return self._classification(lists.ECONOMIC)

    @cached_property
    def gov_economic(self) -> Classification:
        """政府预算支出经济分类: 类, 款."""
        return self._classification(lists.GOV_ECONOMIC)

    @property
    def classifications(self) -> tuple[Classification, ...]:
        """All three, in the order of their codes."""
        return (self.functional, self.economic, self.gov_economic)

    def budget(self, code: str) -> str:
        """The budget (一般公共预算, 政府性基金预算 …) that a function code belongs to, by its 款.

        "" for a 类 and for an unknown 款. Not verified against an official list.
        """
        parent = code[:5]
        if len(parent) < 5 or not self.functional.find(parent):
            return ""
        return lists.budgets().get(parent, "一般公共预算")

    def gov_codes(self, dept_code: str) -> tuple[str, ...]:
        """The 政府 economic codes that a 部门 economic code can be entered under.

        Several where it depends on the unit: 30101 is 50101 in an 机关, 50501 in a 事业单位.
        """
        return tuple(
            gov
            for gov, codes in lists.gov_to_dept().items()
            if any(dept_code.startswith(code) for code in codes)
        )

    def dept_codes(self, gov_code: str) -> tuple[str, ...]:
        """The 部门 economic codes (款, or a whole 类) that a 政府 economic code takes in."""
        return lists.gov_to_dept().get(gov_code, ())

    def _classification(self, kind: str) -> Classification:
        if rows := self._imported.get(kind):
            entries = [(code, name, lists.IMPORTED) for code, name in rows.items()]
            return Classification(kind, self.year, entries, imported=True)
        names = dict(lists.builtin(kind))
        for alias in lists.aliases():
            if alias.code in names and alias.was_the_name_in(self.year):
                names[alias.code] = (alias.name, names[alias.code][1])
        for doubt in lists.doubts():
            if lists.kind_of(doubt.code) == kind and self.year <= doubt.until:
                names[doubt.code] = (doubt.name, lists.EVIDENCE["0"])
        entries = [(code, name, evidence) for code, (name, evidence) in names.items()]
        return Classification(kind, self.year, entries, imported=False)


def load(year: int) -> tuple[Catalogue, list[Finding]]:
    """The catalogue of a year: the built-in lists, an imported list of that year over them.

    An imported list that cannot be read is a finding, and the built-in list is used.
    """
    imported, reason = lists.read_imported(year)
    if reason:
        from reportgen.place import Place

        place = Place(str(lists.imported_file(year)))
        return _built_in(year), [kinds.DAMAGED_LIST.at(place, year=year, reason=reason)]
    return Catalogue(year, imported) if imported else _built_in(year), []


@lru_cache(maxsize=64)
def _built_in(year: int) -> Catalogue:
    """The built-in lists alone: the same for every data set of a year."""
    return Catalogue(year)


def newest_year() -> int:
    """The newest year that there is a list for, imported or built in."""
    return max([NEWEST_BUILTIN, *lists.imported_years()])


def _parent(code: str) -> str:
    return code[:-2] if len(code) > 3 else ""


def _fit(wanted: str, name: str) -> int:
    """1 the whole name, 3 its beginning, 5 a part of it, 0 none; an alias counts one more."""
    if name == wanted:
        return 1
    if name.startswith(wanted):
        return 3
    return 5 if wanted in name else 0


def _one_slip(code: str) -> set[str]:
    """The codes that differ by one digit mistyped, left out or added, or two neighbours swapped."""
    cuts = [(code[:at], code[at:]) for at in range(len(code) + 1)]
    digits = "0123456789"
    found = {left + right[1:] for left, right in cuts if right}
    found |= {left + digit + right[1:] for left, right in cuts if right for digit in digits}
    found |= {left + digit + right for left, right in cuts for digit in digits}
    found |= {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    return found


def _distance(written: str, known: str) -> int:
    """How far apart two codes lie as numbers of seven digits."""
    return abs(int(written[:7].ljust(7, "0")) - int(known.ljust(7, "0")))
