"""Finds docxtpl's tags in the text of a paragraph, as typed, with full-width signs too.

Not for what the expressions mean: that is the language's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reportgen.language.tags import normalise_tag

if TYPE_CHECKING:
    from collections.abc import Iterator

_OPEN: Final = re.compile(r"[{｛](?=[%％#＃]|[{｛](?![%％#＃]))")
_STRAY: Final = re.compile(r"[}｝]{2}|[%％#＃][}｝]")
_ANY: Final = re.compile(r"[{｛][{｛%％#＃]|[}｝]{2}|[%％#＃][}｝]")
_LATIN: Final = str.maketrans("｛｝％＃", "{}%#")
_QUOTES: Final = {
    '"': '"',
    "'": "'",
    "“": "”“",
    "”": "”“",
    "‘": "’‘",
    "’": "’‘",
    "＂": "＂",
    "＇": "＇",
}
_SCOPE: Final = re.compile(r"\s*(tr|tc|p|r)\s+(?=\S)")
_PRINTED_SCOPE: Final = re.compile(r"(tr|tc|p|r)\s+(?=\S)")
_KEYWORD: Final = re.compile(r"\w+")
_RAW_END: Final = re.compile(r"[{｛][%％]\s*endraw\s*[%％][}｝]")
_ESCAPES: Final = (("{_{", "{{"), ("}_}", "}}"), ("{_%", "{%"), ("%_}", "%}"))

VALUE: Final = "value"
BLOCK: Final = "block"
COMMENT: Final = "comment"


class Tag:
    """One tag: `{{ }}` (value), `{% %}` (block) or `{# #}` (comment).

    `scope` is tr, tc, p, r or empty; `body` is what the language reads; `typed` is the tag as it
    stands; `left` and `right` are Jinja's marks of trimming; `spot` says where it stands.
    """

    __slots__ = ("body", "kind", "left", "right", "scope", "spot", "typed")

    def __init__(self, kind: str, body: str, typed: str, scope: str = "", spot: str = "") -> None:
        self.kind = kind
        self.body = body
        self.typed = typed
        self.scope = scope
        self.spot = spot
        self.left = False
        self.right = False

    @property
    def keyword(self) -> str:
        """`for`, `endif`, …; empty for what is no block."""
        found = _KEYWORD.match(self.body) if self.kind == BLOCK else None
        return found[0] if found else ""

    @property
    def rest(self) -> str:
        """What follows the keyword."""
        return self.body[len(self.keyword) :].strip()

    @property
    def jinja(self) -> str:
        """The tag as Jinja reads it, with its one line break inside the opening."""
        left, right = "-" * self.left, "-" * self.right
        if self.kind == VALUE:
            return f"{{{{{left}\n{self.body} {right}}}}}"
        return f"{{%{left}\n{self.body} {right}%}}"

    def like(self, kind: str, body: str) -> Tag:
        """A tag that the engine makes in place of this one."""
        return Tag(kind, body, self.typed, "", self.spot)


class Raw(str):
    """Text between `{% raw %}` and `{% endraw %}`."""

    __slots__ = ()


class Broken:
    """A tag that cannot be read: as typed, and why."""

    __slots__ = ("reason", "typed")

    def __init__(self, typed: str, reason: str) -> None:
        self.typed = typed if len(typed) <= 40 else f"{typed[:40]}…"
        self.reason = reason


Piece = str | Tag | Broken


def has_tags(text: str) -> bool:
    """Whether there is anything of a tag in the text."""
    return _ANY.search(text) is not None


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Where complete tags begin and end."""
    at = 0
    while found := _OPEN.search(text, at):
        end = _end(text, found.start())
        if end < 0:
            return
        yield found.start(), end
        at = end


def scan(text: str, spot: str = "") -> list[Piece]:
    """The pieces of a text in order: plain text, tags, and what is not closed or not opened."""
    pieces: list[Piece] = []
    at = 0
    while found := _OPEN.search(text, at):
        start = found.start()
        if start > at:
            pieces += _plain(text[at:start])
        end = _end(text, start)
        if end < 0:
            opening = text[start : start + 2].translate(_LATIN)
            closing = opening[::-1].replace("{", "}")
            pieces.append(Broken(text[start:], f"这一段里找不到 {closing}"))
            return pieces
        tag = _tag(text[start:end], spot)
        at = end
        if tag.kind == BLOCK and tag.body == "raw" and (close := _RAW_END.search(text, end)):
            pieces.append(Raw(text[end : close.start()]))
            at = close.end()
        else:
            pieces.append(tag)
    if at < len(text):
        pieces += _plain(text[at:])
    return pieces


def _plain(text: str) -> list[Piece]:
    stray = _STRAY.search(text)
    if stray:
        return [Broken(text[max(0, stray.start() - 20) : stray.end()], f"{stray[0]} 前面没有开头")]
    changed = text
    for escape, plain in _ESCAPES:
        changed = changed.replace(escape, plain)
    return [changed]


def _end(text: str, start: int) -> int:
    """The end of the tag that opens at `start`, quotes and braces inside minded; -1 if none."""
    mark = text[start + 1].translate(_LATIN)
    close = {"{": "}}", "%": "%}", "#": "#}"}[mark]
    plain = text.translate(_LATIN) if any(sign in text for sign in "｛｝％＃") else text
    if mark != "#":
        quote = ""
        depth = 0
        at = start + 2
        while at < len(plain):
            character = plain[at]
            if quote:
                if character == "\\":
                    at += 1
                elif character in quote:
                    quote = ""
            elif plain.startswith(close, at) and not depth:
                return at + 2
            elif character in _QUOTES:
                quote = _QUOTES[character]
            elif character == "{":
                depth += 1
            elif character == "}" and depth:
                depth -= 1
            at += 1
    found = plain.find(close, start + 2)
    return found + 2 if found >= 0 else -1


def _tag(typed: str, spot: str) -> Tag:
    kind = {"{": VALUE, "%": BLOCK, "#": COMMENT}[typed[1].translate(_LATIN)]
    inner = typed[2:-2]
    left = inner[:1] in {"-", "+"}
    right = inner[-1:] in {"-", "+"} and len(inner) > 1
    trims = inner[:1] == "-", right and inner[-1] == "-"
    inner = inner[left : len(inner) - right]
    scoped = (_PRINTED_SCOPE if kind == VALUE else _SCOPE).match(inner)
    body = inner[scoped.end() :] if scoped else inner
    if kind != COMMENT:
        body = normalise_tag(body)
    shown = typed if len(typed) <= 60 else f"{typed[:60]}…"
    tag = Tag(kind, " ".join(body.splitlines()).strip(), shown, scoped[1] if scoped else "", spot)
    tag.left, tag.right = trims
    return tag
