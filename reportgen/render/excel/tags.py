"""Tags in the text of a cell: found, told apart, and made ready for Jinja.

Not for what the expressions mean: that is the language's.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_OPEN: Final = re.compile(r"\{\{|\{%|\{#")
_STRAY: Final = re.compile(r"\}\}|%\}|#\}")
_WIDE: Final = re.compile(r"｛[{｛%％]|\{[｛％]|[}｝%％]｝|｝[}｝]|％\}")
"""Braces of a tag, one of them full-width: Excel prints them as they stand."""
_ANY: Final = re.compile(r"\{[{%#]|[}%#]\}")
_CLOSE: Final = {"{{": "}}", "{%": "%}", "{#": "#}"}
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
_BRACKETS: Final = {")": "(", "]": "[", "}": "{"}
_LATIN: Final = str.maketrans("（）［］｛｝【】", "()[]{}[]")
_PREFIX: Final = re.compile(r"[-+]?\s*(tr|tc|sheet|p|r)\s+")


class Tag(NamedTuple):
    """A piece of a cell's text: `kind` is "text", "value" ({{ }}), "block" ({% %}) or "comment".

    `body` is what stands inside; `prefix` is tr, tc, sheet, p or r; `typed` is the piece as it stands.
    """

    kind: str
    body: str
    typed: str
    prefix: str = ""


class TagError(ValueError):
    """A tag that is not complete: the tag, and why, in Chinese."""

    def __init__(self, tag: str, reason: str) -> None:
        super().__init__(reason)
        self.tag = tag
        self.reason = reason


def has_tags(text: str) -> bool:
    """Whether there is anything of a tag in the text, if with full-width braces."""
    return _ANY.search(text) is not None or (
        any(sign in text for sign in "｛｝％") and _WIDE.search(text) is not None
    )


def scan(text: str) -> list[Tag]:
    """The pieces of a text in order; raises TagError for what is not closed or not opened."""
    tags: list[Tag] = []
    at = 0
    while found := _OPEN.search(text, at):
        if found.start() > at:
            tags.append(_plain(text[at : found.start()]))
        mark = found[0]
        end = text.find("#}", found.end()) if mark == "{#" else _end(text, found.end(), mark)
        if end < 0:
            wide = _WIDE.search(text, found.end())
            why = f"缺少 {_CLOSE[mark]}" + ("（花括号要用半角的）" if wide else "")
            raise TagError(_short(text[found.start() :]), why)
        typed = text[found.start() : end + 2]
        body = text[found.end() : end]
        if mark == "{#":
            tags.append(Tag("comment", body, typed))
        else:
            if not body.strip():
                raise TagError(typed, "里面没有内容")
            check_brackets(body, typed)
            tags.append(_value(body, typed) if mark == "{{" else _block(body, typed))
        at = end + 2
    if at < len(text):
        tags.append(_plain(text[at:]))
    return tags


def check_brackets(body: str, typed: str) -> None:
    """Raise TagError unless brackets and quotes pair: an expression must not end its surroundings."""
    opened: list[str] = []
    for character in _outside_strings(body, typed):
        if character in "([{":
            opened.append(character)
        elif character in ")]}" and (not opened or opened.pop() != _BRACKETS[character]):
            raise TagError(typed, "括号不成对")
    if opened:
        raise TagError(typed, "括号不成对")


def _outside_strings(body: str, typed: str) -> list[str]:
    found = []
    quote = ""
    characters = iter(body)
    for character in characters:
        if character == "\\":
            next(characters, "")
        elif quote:
            quote = "" if character in quote else quote
        elif character in _QUOTES:
            quote = _QUOTES[character]
        else:
            found.append(character.translate(_LATIN))
    if quote:
        raise TagError(typed, "引号不成对")
    return found


def _end(text: str, at: int, mark: str) -> int:
    close = _CLOSE[mark]
    quote = ""
    index = at
    while index < len(text) - 1:
        character = text[index]
        if character == "\\":
            index += 1
        elif quote:
            quote = "" if character in quote else quote
        elif character in _QUOTES:
            quote = _QUOTES[character]
        elif text.startswith(close, index):
            # {{ {"a": {}}} }}: the last two braces of a run close the tag.
            while close == "}}" and text.startswith(close, index + 1):
                index += 1
            return index
        index += 1
    return text.find(close, at)


def _plain(text: str) -> Tag:
    wide = _WIDE.search(text)
    if wide:
        raise TagError(
            _short(text[wide.start() :]), "花括号或百分号是全角的，要用半角的 {{ }}、{% %}"
        )
    stray = _STRAY.search(text)
    if stray:
        raise TagError(_short(text[: stray.end()]), f"{stray[0]} 前面没有开头")
    return Tag("text", text, text)


def _value(body: str, typed: str) -> Tag:
    prefix = "r" if re.match(r"[rp]\s", body) else ""
    return Tag("value", _trim(body), typed, prefix)


def _block(body: str, typed: str) -> Tag:
    found = _PREFIX.match(body)
    prefix = found[1] if found else ""
    rest = body[found.end() :] if found else body
    return Tag("block", _trim(rest), typed, prefix)


def _trim(body: str) -> str:
    """Without Jinja's white space marks, which touch the braces: `{{-` but not `{{ -`."""
    return body.removeprefix("-").removesuffix("-").strip()


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"


def outside_cells(xml: str) -> str:
    """The first thing in a part's text that looks like a tag; runs of text are joined."""
    text = re.sub(r"<[^>]*>", "", xml)
    found = re.search(r"\{\{.*?(?:\}\}|$)|\{%.*?(?:%\}|$)", text, re.DOTALL)
    return _short(found[0]) if found else ""
