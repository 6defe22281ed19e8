"""What is put right in the pieces of a part, without making a text of the whole: merges, line breaks.

Only the cells and paragraphs concerned become text. What concerns tables as a whole is in `finish`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeAlias

from reportgen.language.printing import MARK_CLOSE, MARK_OPEN
from reportgen.render.leftovers import in_order
from reportgen.render.word import finish
from reportgen.render.word.following import Follower
from reportgen.render.word.marks import PartMarks, parted
from reportgen.render.word.pieces import Broken, marked
from reportgen.render.word.structure import LOOP, MERGED, MERGED_ROW

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.render.word.pieces import Piece
    from reportgen.render.word.spots import Events

_SIGN: Final = re.compile(f'(<{MERGED} c="[^"]*"/>|<{MERGED_ROW}/>|<{LOOP}/>|</w:tc>)'.encode())
_MERGED: Final = f"<{MERGED} ".encode()
_END: Final = b"</w:tc>"
_MARK: Final = re.compile(f"{MARK_OPEN}[\ue010-\ue019]+|{MARK_CLOSE}")
_ELEMENT: Final = re.compile(rb"<[^>]*>")
_TEXT: Final = re.compile(rb"(<w:t(?: [^>]*)?>)[^<]*")
_TEXT_ENDS: Final = re.compile(rb"<(/?)w:t(?: [^>]*)?>")
_PARAGRAPH: Final = re.compile(rb"<w:p[ >]")
_PARAGRAPH_END: Final = b"</w:p>"
_KEPT: Final = 20_000

Deeds: TypeAlias = "tuple[tuple[int, bytes], ...]"
SAY, ROW, ROUND, OPEN, CLOSE = range(5)
"""What a fixed piece does about merging: says words, begins a row or round, opens a cell, ends it."""
_COUNTED: Final = {f"<{MERGED_ROW}/>".encode(): ROW, f"<{LOOP}/>".encode(): ROUND}


class Fitting:
    """Puts right the pieces of one part, document after document; what a fixed piece holds is kept."""

    def __init__(self) -> None:
        self.fixed: dict[bytes, str] = {}
        self.known: dict[bytes, Events] = {}
        self.follower = Follower(in_order)
        self._outside: dict[bytes, Deeds] = {}
        self._inside: dict[bytes, Deeds] = {}
        self._words: dict[tuple[bytes, bool], tuple[str, bool]] = {}
        self._bare: dict[tuple[bytes, bool], tuple[bytes, bool]] = {}

    def merge_down(self, pieces: Sequence[Piece]) -> list[Piece]:
        """Cells marked `{% vm %}` merge with an equal one above, if all marked to their left do.

        The text of a cell that merges is emptied, its numbers with it.
        """
        done: list[Piece] = []
        add = done.append
        row = rounds = 0
        last: dict[bytes, tuple[int, int, str]] = {}
        places: dict[bytes, int] = {}
        row_of_left, left = -1, True
        cell: bytes | None = None
        begin = 0
        known = self._outside
        for piece in pieces:
            if not isinstance(piece, bytes):
                add(piece)
                continue
            deeds = known.get(piece)
            if deeds is None:
                deeds = known[piece] = _deeds(piece, inside=cell is not None)
            if not deeds:
                add(piece)
                continue
            for deed, text in deeds:
                if deed == SAY:
                    add(text)
                elif deed == ROW:
                    row += 1
                elif deed == ROUND:
                    rounds += 1
                elif deed == OPEN:
                    cell, begin = text, len(done)
                    add(b"")
                    known = self._inside
                elif cell is not None:
                    words = self._read(done[begin + 1 :])
                    if row != row_of_left:
                        row_of_left, left = row, True
                    left = left and last.get(cell) == (row - 1, rounds, words)
                    last[cell] = (row, rounds, words)
                    if left:
                        done[places[cell]] = b'<w:vMerge w:val="restart"/>'
                        emptied = self._emptied(done[begin + 1 :])
                        done[begin:] = [b'<w:vMerge w:val="continue"/>', *emptied]
                    else:
                        places[cell] = begin
                    cell, known = None, self._outside
        return done

    def resolve_breaks(self, pieces: Sequence[Piece], marks: PartMarks) -> list[Piece]:
        """The paragraphs that hold a line break, tab, paragraph or page sign from a value, put right."""
        done: list[Piece] = []
        rest = list(reversed(pieces))
        barrier = 0
        while rest:
            piece = rest.pop()
            if not (
                isinstance(piece, Broken)
                or (isinstance(piece, tuple) and piece[1] is None and finish.has_breaks(piece[0]))
            ):
                done.append(piece)
                continue
            window: list[Piece] = [piece]
            if not _back_to_paragraph(done, window, barrier) or not _on_to_its_end(rest, window):
                done += (
                    finish.blank_breaks(item) if isinstance(item, Broken) else item
                    for item in window
                )
                continue
            numbers, printed = parted(finish.fit_paragraph(marked(window, {}, marks)), marks)
            for at, text in enumerate(numbers):
                # What has tags in it is a piece of the part, and no value.
                done.append((text, printed[at // 2]) if at % 2 else text.encode())
            barrier = len(done)
        return done

    def _read(self, pieces: Sequence[Piece]) -> str:
        """The words of a cell: all that stands outside tags."""
        found: list[str] = []
        in_tag = False
        for piece in pieces:
            if isinstance(piece, bytes):
                known = self._words.get((piece, in_tag))
                if known is None:
                    if len(self._words) > _KEPT:
                        self._words.clear()
                    known = self._words[piece, in_tag] = _words(piece, in_tag=in_tag)
                words, in_tag = known
                found.append(words)
            elif not in_tag:
                found.append(_MARK.sub("", piece[0]) if isinstance(piece, tuple) else piece)
        return "".join(found)

    def _emptied(self, pieces: Sequence[Piece]) -> list[Piece]:
        """A cell without its words; values of attributes stay."""
        done: list[Piece] = []
        in_text = False
        for piece in pieces:
            if isinstance(piece, bytes):
                known = self._bare.get((piece, in_text))
                if known is None:
                    if len(self._bare) > _KEPT:
                        self._bare.clear()
                    known = self._bare[piece, in_text] = _bare(piece, in_text=in_text)
                bare, in_text = known
                done.append(bare)
            elif not in_text:
                done.append(piece)
        return done


def _deeds(piece: bytes, *, inside: bool) -> Deeds:
    """What a fixed piece does, met inside a cell that may merge or outside; nothing where it is as it is."""
    deeds: list[tuple[int, bytes]] = []
    said = b""
    for part in _SIGN.split(piece):
        sign = _COUNTED.get(part) or (OPEN if part.startswith(_MERGED) else SAY)
        if part == _END and inside:
            sign = CLOSE
        if sign == SAY:
            said += part
            continue
        if sign in {ROW, ROUND} and inside:
            continue
        if said:
            deeds.append((SAY, said))
        deeds.append((sign, part))
        inside = sign == OPEN
        said = part if sign == CLOSE else b""
    if said == piece:
        return ()
    return (*deeds, (SAY, said)) if said or not deeds else tuple(deeds)


def _words(piece: bytes, *, in_tag: bool) -> tuple[str, bool]:
    """The words of a fixed piece, and whether it ends inside a tag."""
    if in_tag:
        piece = piece.partition(b">")[2]
    at = piece.rfind(b"<")
    in_tag = at > piece.rfind(b">")
    if in_tag:
        piece = piece[:at]
    return _ELEMENT.sub(b"", piece).decode(), in_tag


def _bare(piece: bytes, *, in_text: bool) -> tuple[bytes, bool]:
    """A fixed piece without the words of its texts, and whether a text is open at its end."""
    if in_text:
        start = piece.find(b"<")
        piece = piece[start:] if start >= 0 else b""
    ends = _TEXT_ENDS.findall(piece)
    if ends:
        in_text = not ends[-1]
    return _TEXT.sub(rb"\1", piece), in_text


def _back_to_paragraph(done: list[Piece], window: list[Piece], barrier: int) -> bool:
    """Take what was done back until the paragraph begins; False where none does."""
    for at in range(len(done) - 1, barrier - 1, -1):
        piece = done[at]
        starts = [*_PARAGRAPH.finditer(piece)] if isinstance(piece, bytes) else []
        if isinstance(piece, bytes) and starts:
            start = starts[-1].start()
            window[:0] = [piece[start:], *done[at + 1 :]]
            done[at:] = [piece[:start]]
            return True
    return False


def _on_to_its_end(rest: list[Piece], window: list[Piece]) -> bool:
    """Take what comes until the paragraph ends; its end stays. False where it does not end."""
    while rest:
        piece = rest.pop()
        at = piece.find(_PARAGRAPH_END) if isinstance(piece, bytes) else -1
        if isinstance(piece, bytes) and at >= 0:
            window.append(piece[:at])
            rest.append(piece[at:])
            return True
        window.append(piece)
    return False
