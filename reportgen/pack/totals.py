"""Totals that Excel formulas make, held against the ledger that their rows come from.

Rows of a ledger have keys that tell their codes: a sum of a 类 and of a 款 in it counts money twice,
a sum of most codes leaves the rest out. What a formula adds is known from its origin.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from reportgen.compute.context import follow
from reportgen.compute.views import LedgerView
from reportgen.figure import Derived, Figure
from reportgen.language.errors import LanguageError
from reportgen.model.ledger import CODED
from reportgen.pack import total_kinds as kinds
from reportgen.place import Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportgen.compute.context import Context
    from reportgen.finding import Finding
    from reportgen.pack.plan import Document

MOST: Final = 200_000
"""So many addends of one document are looked at; running totals add the same ones again and again."""
_FORMULA: Final = "公式/"
_NAMED: Final = 3
_ADDING: Final = frozenset({"SUM", "+", "折算", "合计"})
_DIMENSION: Final = {"2": "功能科目", "3": "经济科目", "5": "政府经济科目"}


class _Asked(NamedTuple):
    """What a ledger was asked, its code left out: the parts of the key before and after it."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    dimension: str


def check_totals(context: Context, documents: Sequence[Document]) -> list[Finding]:
    """The findings of all formulas of the documents."""
    return [item for document in documents for item in _document(context, document)]


def _document(context: Context, document: Document) -> Iterator[Finding]:
    if not document.name.lower().endswith(".xlsx"):
        return
    looked_at = 0
    for item in document.figures:
        total = getattr(item, "figure", None)  # a map that was read from the disk has none
        if not item.key.startswith(_FORMULA) or not isinstance(total, Figure):
            continue
        asked: dict[_Asked, dict[str, Figure]] = {}
        whole = True
        for leaf in _addends(total):
            looked_at += 1
            if looked_at > MOST:
                return
            found = _split(leaf.key)
            if found is None:
                whole = whole and not leaf.number
            else:
                asked.setdefault(found[0], {})[found[1]] = leaf
        place = Place(document.name, item.part, item.spot)
        for group, codes in asked.items():
            finding = _twice(group, codes, item.text, place)
            if finding is None and whole and len(asked) == 1:
                finding = _missing(context, group, codes, item.text, place)
            if finding is not None:
                yield finding
                break


def _addends(figure: Figure) -> Iterator[Figure]:
    """What a formula adds up, as far as it only adds: figures of ledgers stand for themselves."""
    stack = [figure]
    while stack:
        current = stack.pop()
        origin = current.origin
        if _split(current.key) is not None or not isinstance(origin, Derived):
            yield current
        elif origin.operation in _ADDING:
            stack.extend(origin.operands)
        else:
            yield current


def _split(key: str) -> tuple[_Asked, str] | None:
    """The one code in the key of a ledger's figure, and what was asked besides."""
    parts = key.split("/")
    if parts[0] not in {"支出", "收入"}:
        return None
    codes = [at for at, part in enumerate(parts) if part.isdigit()]
    if len(codes) != 1 or "+" in key or parts[codes[0]][0] not in _DIMENSION:
        return None
    at = codes[0]
    dimension = _DIMENSION[parts[at][0]]
    return _Asked(tuple(parts[:at]), tuple(parts[at + 1 :]), dimension), parts[at]


def _twice(group: _Asked, codes: dict[str, Figure], text: str, place: Place) -> Finding | None:
    for code, figure in codes.items():
        outer = next((code[:n] for n in range(3, len(code)) if code[:n] in codes), "")
        if outer and figure.number and codes[outer].number:
            inner = _key(group, code)
            return kinds.TOTAL_DOUBLE.at(place, text=text, inner=inner, outer=_key(group, outer))
    return None


def _missing(
    context: Context, group: _Asked, codes: dict[str, Figure], text: str, place: Place
) -> Finding | None:
    """The codes of the same level that have money and are not among those added.

    A sum of a few codes out of many is a form's own choice, and so is one of all that stand under one
    code (the 款 of a 类): only where more are added than left out it means to be the sum of all.
    """
    levels = {len(code) for code in codes}
    ledger = context.names.get(group.before[0])
    if len(levels) != 1 or len(codes) < 2 or not isinstance(ledger, LedgerView):
        return None
    level = levels.pop()
    if group.dimension not in CODED:
        return None
    known = ledger.totals.ledger.codes[group.dimension]
    above = _above(codes)
    others = dict.fromkeys(
        code[:level] for code in known if code[:level] not in codes and code.startswith(above)
    )
    missing = []
    for code in others:
        try:
            amount = follow(_key(group, code), context.names)
        except LanguageError:
            return None
        if isinstance(amount, Figure) and amount.number:
            missing.append((code, amount))
    added = sum(1 for figure in codes.values() if figure.number)
    if not missing or (len(missing) > 1 and len(missing) >= added):
        return None
    named = "、".join(f"“{_key(group, code)}”" for code, _ in missing[:_NAMED])
    named += f"等 {len(missing)} 个科目" if len(missing) > _NAMED else ""
    amount = sum((figure.number or Decimal(0) for _, figure in missing), Decimal(0))
    return kinds.TOTAL_DIFFERS.at(
        place, text=text, count=str(len(codes)), missing=named, amount=f"{amount:,.2f}"
    )


def _above(codes: dict[str, Figure]) -> str:
    """The 类 or 款 that all the codes stand under; "" where they have none in common."""
    first = next(iter(codes))
    for length in range(len(first) - 2, 2, -2):
        if all(code.startswith(first[:length]) for code in codes):
            return first[:length]
    return ""


def _key(group: _Asked, code: str) -> str:
    return "/".join([*group.before, code, *group.after])
