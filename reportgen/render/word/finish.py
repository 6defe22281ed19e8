"""What is put right in the printed text of a whole part: signs, breaks, ids.

Each step looks for what only its own sign or character can mean, so a part without it costs one
search. Not for numbers that were printed, and not for grids.
"""

from __future__ import annotations

import re
from itertools import count
from typing import Final

from reportgen.render.word.structure import EMPTY_ROW, EMPTY_TABLE, END, LINE, TAB

FIRST_ID: Final = 1001
"""docxtpl numbers drawings from here."""

_DRAWING: Final = re.compile(r'(<wp:docPr (?:[^>]*? )?id=")[^"]*(")')
_BARE_ROW: Final = re.compile(
    rf"<w:tr(?: [^>]*)?>(?:<w:tblPrEx>(?:(?!</w:tblPrEx>).)*</w:tblPrEx>)?"
    rf"(?:<w:trPr>(?:(?!</w:trPr>).)*</w:trPr>)?<{EMPTY_ROW}/></w:tr>",
    re.DOTALL,
)
_PARAGRAPH_PROPERTIES: Final = re.compile(r"<w:pPr>.*?</w:pPr>|<w:pPr/>", re.DOTALL)
_SECTION: Final = re.compile(r"<w:sectPr.*?</w:sectPr>|<w:sectPr[^>]*/>", re.DOTALL)
_RUN: Final = re.compile(r"<w:r(?: [^>]*)?>.*?</w:r>", re.DOTALL)
_RUN_PROPERTIES: Final = re.compile(r"<w:rPr>.*?</w:rPr>", re.DOTALL)
_TEXT: Final = re.compile(r"<w:t(?: [^>]*)?>.*?</w:t>", re.DOTALL)
_BREAK: Final = re.compile(r"[\n\t\a\f]")


def empty_containers(text: str, signs: frozenset[str]) -> str:
    """Rows without cells and tables without rows go; a container without a last paragraph gets one."""
    if EMPTY_ROW in signs:
        text = _BARE_ROW.sub("", text).replace(f"<{EMPTY_ROW}/>", "")
    if EMPTY_TABLE in signs:
        text = _without_bare_tables(text)
    if END in signs:
        text = text.replace(f"</w:p><{END}/>", "</w:p>").replace(f"<{END}/>", "<w:p></w:p>")
    return text


def _without_bare_tables(text: str) -> str:
    sign = f"<{EMPTY_TABLE}/>"
    if f"</w:tblGrid>{sign}" not in text:
        return text.replace(sign, "")
    pieces = text.split(sign)
    done = pieces[0]
    for piece in pieces[1:]:
        if done.endswith("</w:tblGrid>"):
            start = max(done.rfind("<w:tbl>"), done.rfind("<w:tbl "))
            done = done[:start] + piece[piece.index("</w:tbl>") + len("</w:tbl>") :]
        else:
            done += piece
    return done


def number_drawings(text: str) -> str:
    """Drawings numbered from 1001 in document order."""
    numbers = count(FIRST_ID)
    return _DRAWING.sub(lambda found: f"{found[1]}{next(numbers)}{found[2]}", text)


def typed_breaks(text: str) -> str:
    """Line breaks and tabs that stand in the template's own text."""
    return text.replace(f"<{LINE}/>", "\n").replace(f"<{TAB}/>", "\t")


def has_breaks(text: str) -> bool:
    """Whether a line break, tab, paragraph or page sign is to be resolved."""
    return "\n" in text or "\t" in text or "\a" in text or "\f" in text


def resolve_breaks(text: str) -> str:
    r"""`\n` as a line break, `\t` as a tab, `\a` as a new paragraph, `\f` as a new page."""
    pieces: list[str] = []
    done = 0
    while found := _BREAK.search(text, done):
        at = found.start()
        start = max(text.rfind("<w:p>", done, at), text.rfind("<w:p ", done, at))
        end = text.find("</w:p>", at)
        if start < 0 or end < 0:
            pieces += (text[done:at], " ")
            done = at + 1
            continue
        pieces += (text[done:start], fit_paragraph(text[start:end]))
        done = end
    pieces.append(text[done:])
    return "".join(pieces)


def blank_breaks(text: str) -> str:
    """Breaks outside a paragraph, where they can only be blanks."""
    return _BREAK.sub(" ", text)


def fit_paragraph(text: str) -> str:
    """A paragraph (without its end tag) with the breaks in its texts resolved."""
    found = _PARAGRAPH_PROPERTIES.search(text)
    properties = _SECTION.sub("", found[0]) if found else ""
    resolved = _RUN.sub(lambda run: _run(run[0], properties), text)
    # Outside w:t, in attributes and fields, a break is a blank.
    return _BREAK.sub(" ", resolved)


def _run(text: str, paragraph: str) -> str:
    found = _RUN_PROPERTIES.search(text)
    properties = found[0] if found else ""
    again = f'<w:r>{properties}<w:t xml:space="preserve">'
    breaks = {
        "\n": '</w:t><w:br/><w:t xml:space="preserve">',
        "\t": f"</w:t></w:r><w:r>{properties}<w:tab/></w:r>{again}",
        "\a": f"</w:t></w:r></w:p><w:p>{paragraph}{again}",
        "\f": "</w:t></w:r></w:p>"
        f'<w:p><w:r><w:br w:type="page"/></w:r></w:p><w:p>{paragraph}{again}',
    }
    return _TEXT.sub(lambda item: _BREAK.sub(lambda sign: breaks[sign[0]], item[0]), text)
