"""Tags inside a running text: `填报单位：`, `（2023年度）`, `□是 □否`. The rest of the text stays.

For paragraphs, and for cells that hold label and value together. Nothing is decided about tables.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reportgen.language.ticks import EMPTY
from reportgen.model.fields import FieldType
from reportgen.studio.starting.grid import bare, label_of
from reportgen.studio.starting.labels import PROJECT, SIGNED, Extra, extra_of, meaning_of

if TYPE_CHECKING:
    from reportgen.studio.starting.found import Found

_LABELLED: Final = re.compile(r"(?P<label>[^\s:：\u3000]{2,14}?)\s*(?P<colon>[:：])[ \u3000\xa0]*")
_UNIT: Final = re.compile(r"(?:金额)?单位\s*[:：]\s*(?:人民币)?\s*(元|千元|万元|亿元)")
_BRACKETED_UNIT: Final = re.compile(r"[(（](元|千元|万元|亿元)[)）]")
_VALUE: Final = re.compile(r"[^\t\n]*?(?=[ \u3000\xa0]{2,}|\t|\n|$)")
_BLANK_DATE: Final = re.compile(r"(?:20\d\d|[ \u3000\xa0]*)年[\d \u3000\xa0]*月[\d \u3000\xa0]*日")
_YEAR: Final = re.compile(
    r"20\d\d(?=\s*年)|(?:20)?[×xXＸ*]{2,4}(?=\s*年)|(?<=[(（])[ \u3000_]*(?=年)"
)
_BOX: Final = "□☐☑☒√■◻✓✔"
_TICKS: Final = re.compile(rf"[{_BOX}]")
_BEFORE: Final = re.compile(rf"([{_BOX}])(\s*)([^\s{_BOX}、，,；;\u3000]+)")
_AFTER: Final = re.compile(rf"([^\s{_BOX}、，,；;:：\u3000]+)(\s*)([{_BOX}])")
_OPTIONS_OF: Final = re.compile(r"^(?P<label>[^:：]{2,16}[:：])")


def money_unit(text: str) -> str:
    """The unit that a text says the form is in; empty where it says none."""
    match = _UNIT.search(text) or _BRACKETED_UNIT.search(text)
    return match[1] if match else ""


def with_year(text: str) -> str:
    """A title with the tag in the place of its year."""
    return _YEAR.sub("{{ 年度 }}", text)


def with_ticks(text: str, label: str, found: Found, where: str, *, scope: str = "项目") -> str:
    """The options of a text as tick boxes; "" where there are none.

    `label` is what stands before them, in a cell of its own.
    """
    if not _TICKS.search(text):
        return ""
    head = _OPTIONS_OF.match(text)
    own = label_of(head["label"]) if head else label
    if not own:
        found.asks(where, text, "有打勾的框，看不出是哪一栏的，请自己写 勾选(…)")
        return ""
    start = head.end() if head else 0
    options_text = text[start:]
    after = not _TICKS.match(options_text.lstrip())
    pattern = _AFTER if after else _BEFORE
    options = tuple(match[1] if after else match[3] for match in pattern.finditer(options_text))
    if not options:
        return ""
    name = found.declared(Extra(scope, own, FieldType.OPTION, "", options))
    behind = ", 框在后=True" if after else ""
    variable = "行" if scope == "绩效指标" else "项"

    def tag(match: re.Match[str]) -> str:
        option = match[1] if after else match[3]
        return f'{{{{ 勾选({variable}.{name}, "{option}"{behind}) }}}}'

    made = text[:start] + pattern.sub(tag, options_text)
    found.did(where, text, made)
    return made


def with_labels(text: str, found: Found, where: str) -> str:
    """A text with tags behind the labels in it; "" where there is none that is known."""
    pieces: list[str] = []
    at = 0
    for match in _LABELLED.finditer(text):
        if match.start() < at:
            continue
        tag = _tag_for(match["label"], found)
        if not tag:
            continue
        colon = match.end("colon")
        start = match.end()
        rest = text[start:]
        filled = _BLANK_DATE.match(rest) or _VALUE.match(rest)
        value = filled[0] if filled and not _LABELLED.match(rest) else ""
        if _TICKS.search(value):
            continue
        # Blanks that only keep the next label away stay where they are.
        pieces += (text[at : start if value else colon], tag)
        at = start + len(value) if value else colon
        found.did(where, match["label"], tag)
        if value and not _is_date_blank(value):
            found.replaced(where, value, tag)
    return "".join([*pieces, text[at:]]) if pieces else ""


def _tag_for(typed: str, found: Found) -> str:
    label = label_of(typed)
    if SIGNED.search(bare(typed)) and not re.search(r"单位|部门", label):
        return ""  # signed by hand
    if label.endswith("负责人") and SIGNED.search(bare(typed)):
        return ""
    if label in {"单位", "金额单位"}:
        return ""
    known = meaning_of(label, PROJECT)
    if known:
        return known
    wanted = extra_of(label)
    if wanted is None:
        return ""
    return tag_of(wanted, found)


def tag_of(wanted: Extra, found: Found) -> str:
    """Declares a field of a project and gives the tag that prints it."""
    name = found.declared(wanted)
    return (
        f"{{{{ 项.{name} | 日期 }}}}" if wanted.type is FieldType.DATE else f"{{{{ 项.{name} }}}}"
    )


def _is_date_blank(text: str) -> bool:
    return not bare(text).strip("年月日")


__all__ = ["EMPTY", "money_unit", "tag_of", "with_labels", "with_ticks", "with_year"]
