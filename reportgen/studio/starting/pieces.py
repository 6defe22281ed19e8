"""Tags inside a running text: `填报单位：`, `（2023年度）`, `□是 □否`. The rest of the text stays.

For paragraphs, and for cells that hold label and value together. Nothing is decided about tables.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reportgen.language.ticks import EMPTY
from reportgen.model.fields import FieldType
from reportgen.studio.starting.found import INDICATORS_OF_WHOLE
from reportgen.studio.starting.grid import bare, label_of
from reportgen.studio.starting.labels import PROJECT, SIGNED, Extra, extra_of, meaning_of
from reportgen.studio.starting.own_fields import tag_for

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
_FOUR: Final = re.compile(r"20\d\d(?=\s*年)(?![^《]*》)")
"""A year, but not in the title of a rule."""
_BOX: Final = "□☐☑☒√■◻✓✔"
_TICKS: Final = re.compile(rf"[{_BOX}]")
_BEFORE: Final = re.compile(rf"([{_BOX}])(\s*)([^\s{_BOX}、，,；;\u3000]+)")
_AFTER: Final = re.compile(rf"([^\s{_BOX}、，,；;:：\u3000]+)(\s*)([{_BOX}])")
_OPTIONS_OF: Final = re.compile(r"^(?P<label>[^:：]{2,16}[:：])")


def money_unit(text: str) -> str:
    """The unit that a text says the form is in; empty where it says none."""
    match = _UNIT.search(text) or _BRACKETED_UNIT.search(text)
    return match[1] if match else ""


def with_year(text: str, year: int = 0) -> str:
    """A text with tags in the place of years; where the form's year is known, the one before is 上年度."""
    if year:
        names = {str(year): "{{ 年度 }}", str(year - 1): "{{ 上年度 }}"}
        return _FOUR.sub(lambda match: names.get(match[0], match[0]), text)
    return _YEAR.sub("{{ 年度 }}", text)


def with_ticks(text: str, label: str, found: Found, where: str, *, scope: str = "") -> str:
    """The options of a text as tick boxes; "" where there are none.

    `label` is what stands before them, in a cell of its own; `scope` is the section of a list whose
    row they are in.
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
    name = found.declared(Extra(scope or found.scope, own, FieldType.OPTION, "", options))
    behind = ", 框在后=True" if after else ""
    variable = "行" if scope else found.item

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
        colon = match.end("colon")
        start = match.end()
        rest = text[start:]
        filled = _BLANK_DATE.match(rest) or _VALUE.match(rest)
        value = filled[0] if filled and not _LABELLED.match(rest) else ""
        if _TICKS.search(value):
            continue
        tag = _tag_for(match["label"], found)
        if not tag:
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
    if label == "部门":
        return "{{ 部门.名称 }}"
    known = known_tag(label, found)
    if known:
        return known
    wanted = extra_of(label)
    if wanted is None:
        return ""
    return tag_of(wanted, found)


def tag_of(wanted: Extra, found: Found) -> str:
    """Declares a field of a project and gives the tag that prints it."""
    own = wanted._replace(section=found.scope)
    return tag_for(f"{found.item}.{found.declared(own)}", wanted.type, found.money)


def known_tag(label: str, found: Found) -> str:
    """The tag for a label that is known; "" where it is not."""
    tag = meaning_of(label, PROJECT)
    if not tag or found.of_projects or "项." not in tag:
        return tag
    if "编码" in tag:
        return "{{ 部门.代码 }}"
    if "部门.名称" in tag or "项.名称" in tag:
        return "{{ 部门.名称 }}"
    if "总分" in tag:
        return f'{{{{ 求和({INDICATORS_OF_WHOLE} | map(attribute="得分")) | 得分 }}}}'
    name = "等级" if "等级" in tag else "实际完成情况" if "完成" in tag else "预期目标"
    kind = FieldType.TEXT if name == "等级" else FieldType.LONG_TEXT
    return tag_of(Extra(found.scope, name, kind), found)


def _is_date_blank(text: str) -> bool:
    return not bare(text).strip("年月日")


__all__ = ["EMPTY", "known_tag", "money_unit", "tag_of", "with_labels", "with_ticks", "with_year"]
