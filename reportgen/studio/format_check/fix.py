"""Mends in a template what can be mended for certain: split tags, full-width braces, curly quotes.

The text of a tag is put where it begins, with the format that stands there; nothing else of the
file changes. What was mended is read again before it is given out.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Final

from reportgen.language.tags import normalise_tag
from reportgen.office.package import Member, PackageError, read, write
from reportgen.office.tree import escape
from reportgen.place import Place
from reportgen.render.word.package import open_template
from reportgen.render.word.tags import spans
from reportgen.studio import format_check_kinds as kinds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reportgen.finding import Finding

_PARAGRAPH: Final = re.compile(r"<w:p(?=[ >])[^>]*(?<!/)>|</w:p>")
_TEXT: Final = re.compile(r"(<w:t(?: [^>]*)?(?<!/)>)([^<]*)(</w:t>)")
_MARK: Final = re.compile(r"<w:proofErr [^>]*/>")
_SOLID: Final = re.compile(
    r"<w:(?:tab|br|cr|drawing|pict|object|fldChar|instrText|footnoteReference|endnoteReference)\b"
    r"|</?w:(?:hyperlink|ins|del|moveFrom|moveTo|sdt|sdtContent|smartTag|fldSimple)\b"
)
_STRING: Final = re.compile(r"(<t(?: [^>]*)?(?<!/)>)([^<]*)(</t>)")
_ITEM: Final = re.compile(r"<si>.*?</si>|<is>.*?</is>", re.DOTALL)
_BRACES: Final = str.maketrans("｛｝％＃", "{}%#")
_TAG: Final = re.compile(
    r"[{｛][{｛].*?[}｝][}｝]|[{｛][%％].*?[%％][}｝]|[{｛][#＃].*?[#＃][}｝]", re.DOTALL
)


def fixed_template(data: bytes, name: str) -> tuple[bytes | None, list[Finding]]:
    """The mended template; None where there is nothing to mend."""
    word = name.lower().endswith(".docx")
    try:
        members = read(data)
        if word and open_template(data, name)[0] is None:
            return None, []
        wanted = _is_word_text if word else _is_sheet_text
        mend = _mended_word if word else _mended_sheet
        done: list[Member] = []
        changed = False
        for member in members:
            text = member.content.decode() if wanted(member.name) else ""
            new = mend(text)
            changed = changed or new != text
            done.append(Member(member.name, (new.encode(),)) if new != text else member)
    except (PackageError, UnicodeDecodeError) as error:
        return None, [kinds.NOT_FIXED.at(Place(name), name=name, reason=error)]
    if not changed:
        return None, []
    made = write(done)
    if _visible(made, wanted) != _visible(data, wanted):
        reason = "改过以后文字不一样"
        return None, [kinds.NOT_FIXED.at(Place(name), name=name, reason=reason)]
    return made, []


def _is_word_text(name: str) -> bool:
    return (
        re.fullmatch(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml", name)
        is not None
    )


def _is_sheet_text(name: str) -> bool:
    return name == "xl/sharedStrings.xml" or name.startswith("xl/worksheets/sheet")


def _visible(data: bytes, wanted: Callable[[str], bool]) -> list[str]:
    """The text of the parts with tags written in one way: what mending must not change."""
    return [
        _TAG.sub(lambda found: _plain(found[0]), unescape(re.sub(r"<[^>]*>", "", text)))
        for member in read(data)
        if wanted(member.name)
        for text in [member.content.decode()]
    ]


def _plain(tag: str) -> str:
    """A tag with braces and quotes of the keyboard; what stands in its strings stays."""
    opening, closing = tag[:2].translate(_BRACES), tag[-2:].translate(_BRACES)
    if opening == "{#":
        return opening + tag[2:-2] + closing
    return opening + normalise_quotes(tag[2:-2]) + closing


def normalise_quotes(body: str) -> str:
    """The inside of a tag as the language reads it, where its strings have curly quotes."""
    straight = normalise_tag(body)
    if not any(sign in body for sign in "“”‘’＂＇"):
        return body
    return straight


# Word


def _mended_word(text: str) -> str:
    if "{" not in text and "｛" not in text:
        return text
    out: list[str] = []
    at = 0
    for start, end in _innermost(text):
        out += (text[at:start], _paragraph(text[start:end]))
        at = end
    return "".join([*out, text[at:]])


def _innermost(text: str) -> Iterator[tuple[int, int]]:
    """The paragraphs that hold no other paragraph, with their content only."""
    opened = -1
    for token in _PARAGRAPH.finditer(text):
        if token[0] == "</w:p>":
            if opened >= 0:
                yield opened, token.start()
            opened = -1
        else:
            opened = token.end()


def _paragraph(xml: str) -> str:
    pieces = list(_TEXT.finditer(xml))
    texts = [unescape(piece[2]) for piece in pieces]
    full = "".join(texts)
    starts = [sum(map(len, texts[:number])) for number in range(len(texts) + 1)]
    found = list(spans(full))
    if not found:
        return xml
    joined: set[int] = set()
    for start, end in reversed(found):
        first = max(number for number in range(len(texts)) if starts[number] <= start)
        last = max(number for number in range(len(texts)) if starts[number] < end)
        between = xml[pieces[first].end() : pieces[last].start()] if last > first else ""
        if _SOLID.search(between):
            continue
        tag = _plain(full[start:end])
        head = texts[first][: start - starts[first]]
        tail = texts[last][end - starts[last] :]
        if first == last:
            texts[first] = head + tag + tail
            continue
        texts[first] = head + tag
        for number in range(first + 1, last):
            texts[number] = ""
        texts[last] = tail
        joined.update(range(first, last))
    return _rewritten(xml, pieces, texts, joined)


def _rewritten(xml: str, pieces: list[re.Match[str]], texts: list[str], joined: set[int]) -> str:
    """The paragraph with the new texts; spelling marks inside joined tags are taken out."""
    out: list[str] = []
    at = 0
    for number, (piece, text) in enumerate(zip(pieces, texts, strict=True)):
        between = xml[at : piece.start()]
        if number - 1 in joined:
            between = _MARK.sub("", between)
        opening = piece[1]
        if text != unescape(piece[2]):
            if text != text.strip() and "xml:space" not in opening:
                opening = f'{opening[:-1]} xml:space="preserve">'
            out += (between, opening, escape(text), piece[3])
        else:
            out += (between, piece[0])
        at = piece.end()
    return "".join([*out, xml[at:]])


# Excel


def _mended_sheet(text: str) -> str:
    return _ITEM.sub(_string, text)


def _string(item: re.Match[str]) -> str:
    """A string whose tags stand each in one run; a tag over several runs is put into the first."""
    pieces = list(_STRING.finditer(item[0]))
    full = "".join(unescape(piece[2]) for piece in pieces)
    if not _TAG.search(full):
        return item[0]
    mended = _TAG.sub(lambda found: _plain(found[0]), full)
    if len(pieces) > 1:
        return item[0] if mended == full else _STRING.sub(_each, item[0])
    piece = pieces[0]
    if mended == full:
        return item[0]
    return item[0][: piece.start(2)] + escape(mended) + item[0][piece.end(2) :]


def _each(piece: re.Match[str]) -> str:
    text = unescape(piece[2])
    mended = _TAG.sub(lambda found: _plain(found[0]), text)
    return piece[0] if mended == text else piece[1] + escape(mended) + piece[3]
