"""The numbers of headings, captions and references, put into the parts of a printed document.

Parts are numbered in the order in which they are printed, the body first, so that a reference in a
header knows every caption. Not for how numbers look: that is the scheme of the format.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reportgen.language.errors import nearest
from reportgen.language.numerals import (
    Numerals,
    numerals_in,
    without_numerals,
)
from reportgen.language.printing import NUMERAL_OPEN
from reportgen.office.tree import escape
from reportgen.render.numeral_kinds import finding
from reportgen.render.word.marks import Printout
from reportgen.render.word.spots import spots_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.finding import Finding
    from reportgen.render.word.part import CompiledPart

_SIGN: Final = NUMERAL_OPEN.encode()
_ELEMENT: Final = re.compile(r"<[^>]*>")
_SHOWN: Final = 30


def put_numbers(parts: Sequence[CompiledPart], printed: dict[str, Printout]) -> list[Finding]:
    """Number the printed parts in place; findings where a number cannot be given."""
    asking = [part for part in parts if printed[part.member].numerals]
    if not asking:
        return []
    numerals = Numerals(asking[0].environment.numbering)
    texts = [printed[part.member].content.decode() for part in asking]
    for text in texts:
        numerals.take(text)
    numerals.settle()
    if numerals.faults:
        return _findings(asking, texts, numerals)
    for part in asking:
        printout = printed[part.member]
        pieces = [
            numerals.put(piece.decode(), escape).encode() if _SIGN in piece else piece
            for piece in printout.pieces
        ]
        printed[part.member] = Printout(
            b"".join(pieces), pieces, printout.figures, printout.known, follower=printout.follower
        )
    return []


def _findings(
    parts: Sequence[CompiledPart], texts: Sequence[str], numerals: Numerals
) -> list[Finding]:
    findings: list[Finding] = []
    first = 0
    for part, text in zip(parts, texts, strict=True):
        starts = list(numerals_in(text))
        for fault in numerals.faults:
            if first <= fault.at < first + len(starts):
                start = starts[fault.at - first]
                place = part.at(spots_of(text, [start])[0].rpartition("@")[0])
                hint = nearest(fault.key, numerals.known)
                findings.append(finding(fault, place, _around(text, start), hint))
        first += len(starts)
    return findings


def _around(text: str, start: int) -> str:
    """The words of the paragraph around an offset."""
    begin = max(text.rfind("<w:p>", 0, start), text.rfind("<w:p ", 0, start), 0)
    end = text.find("</w:p>", start)
    before = without_numerals(_ELEMENT.sub("", text[begin:start]))[-_SHOWN:]
    return before + without_numerals(_ELEMENT.sub("", text[start:end]))[:_SHOWN]


__all__ = ["put_numbers"]
