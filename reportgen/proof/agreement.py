"""Holds what a document says in several places against each other: text and tables, table and table.

Figures that differ by one digit, paragraphs that stand twice, years of another year.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from reportgen.checks.text_amounts import one_slip
from reportgen.proof import kinds
from reportgen.proof.columns import name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportgen.finding import Finding
    from reportgen.place import Place
    from reportgen.proof.document import Paragraph
    from reportgen.proof.layout import Column, Entry, Layout

_PERIODS: Final = ("年初", "调整", "全年", "执行", "决算", "上年", "本年", "预算", "实际")
_FUNDS: Final = ("财政拨款", "一般公共预算", "基金", "国有资本", "基本支出", "项目支出")
"""Words of a title that say of which money its table is."""
_IDENTITY: Final = re.compile(r"编码|代码|编号|电话|文号")
SURE_DIGITS: Final = 5
SHORTEST_NAME: Final = 4
SHORTEST_PARAGRAPH: Final = 24
SHORTEST_SENTENCE: Final = 22
_SENTENCE: Final = re.compile(r"[^。；！？\n]+")
_LABEL: Final = re.compile(r"[\u4e00-\u9fff]{2,8}[：:]")
MANY: Final = 3
_REASON: Final = re.compile(
    r"(?:[^，]{0,12}(?:[决预]算数|增减变动|变动|增加|减少)[^，]{0,12})?的?(?:主要)?原因|主要(?:用于|是)"
)
_TITLES: Final = re.compile(r"《[^》]+》")
_YEAR: Final = re.compile(
    r"(?<!\d)(20[0-4]\d)\s*年度?(?:部门|单位|我部|我局|年初)?(?:整体|部门)?[^，。；]{0,6}(?:预算|支出|绩效|收支|决算)"
)
_MONEY: Final = {
    "亿元": Decimal(10**8),
    "万元": Decimal(10**4),
    "千元": Decimal(10**3),
    "元": Decimal(1),
}


def check_agreement(
    paragraphs: Sequence[Paragraph], layouts: Sequence[Layout]
) -> Iterator[Finding]:
    """The findings of a whole document."""
    yield from _tables(layouts)
    yield from _twice(paragraphs)
    yield from _years(paragraphs)


def _tables(layouts: Sequence[Layout]) -> Iterator[Finding]:
    """The same row and column in two tables, with figures that nearly agree."""
    known: dict[tuple[str, str, str], list[tuple[int, Column, Entry, Decimal]]] = defaultdict(list)
    totals = [_largest(layout) for layout in layouts]
    for at, layout in enumerate(layouts):
        scale = _MONEY.get(layout.table.unit, Decimal(1))
        for column in layout.columns:
            period, flow = _period(name(column)), _flow(layout, column)
            for entry in column.entries:
                label = _bare(entry.label)
                if (
                    len(label) < SHORTEST_NAME
                    or _IDENTITY.search(label)
                    or label.endswith(("：", ":"))
                    or entry.number is None
                    or not entry.number.value
                ):
                    continue
                if entry.number.percent:
                    continue
                value = entry.number.value * scale
                for other_at, other_column, other, amount in known[label, period, flow]:
                    if (
                        other_at != at
                        and _nearly(value, amount, entry, other)
                        and _comparable(layout, layouts[other_at], totals[at], totals[other_at])
                    ):
                        yield kinds.TABLES_DIFFER.at(
                            entry.place,
                            related=[other.place],
                            label=entry.label,
                            column=name(other_column),
                            one=entry.text,
                            other=other.text,
                        )
                        break
                known[label, period, flow].append((at, column, entry, value))


def _largest(layout: Layout) -> Decimal:
    scale = _MONEY.get(layout.table.unit, Decimal(1))
    values = [abs(e.number.value) for c in layout.columns for e in c.entries if e.number]
    return max(values, default=Decimal(0)) * scale


def _comparable(one: Layout, other: Layout, first: Decimal, second: Decimal) -> bool:
    """Whether two tables are of the same money: by their titles, or as their totals agree."""
    funds = [tuple(fund for fund in _FUNDS if fund in t.table.title) for t in (one, other)]
    return funds[0] == funds[1] or first == second


def _period(head: str) -> str:
    return "".join(word for word in _PERIODS if word in head)


def _flow(layout: Layout, column: Column) -> str:
    """Whether a column tells of 收入 or of 支出; what comes in is not what goes out."""
    for words in (column.head, layout.table.title):
        told = [word for word in ("收入", "支出") if word in words]
        if len(told) == 1:
            return told[0]
    return ""


def _bare(label: str) -> str:
    return re.sub(
        r"^(?:其中[:：])?(?:[一二三四五六七八九十]+、|[（(].{1,3}[)）]|\d+[、.．])", "", label
    )


def _nearly(one: Decimal, other: Decimal, entry: Entry, second: Entry) -> bool:
    """Whether two figures differ, but by less than one in a hundred, or by one digit."""
    assert entry.number is not None
    assert second.number is not None
    if one == other:
        return False
    coarser = max(
        Decimal(1).scaleb(-item.number.decimals) * (abs(value) / abs(item.number.value))
        for item, value in ((entry, one), (second, other))
        if item.number is not None
    )
    if abs(one - other) < coarser:
        return False  # the same figure, printed with fewer decimals
    if abs(one - other) <= max(abs(one), abs(other)) / 200:
        return True
    digits = _digits(one), _digits(other)
    return min(map(len, digits)) >= SURE_DIGITS and one_slip(*digits)


def _digits(value: Decimal) -> str:
    return format(abs(value).normalize(), "f").replace(".", "").strip("0")


def _twice(paragraphs: Sequence[Paragraph]) -> Iterator[Finding]:
    labels = Counter(m[0] for item in paragraphs if (m := _LABEL.match(item.text)))
    seen: dict[str, Place] = {}
    sentences: dict[str, Place] = {}
    for item in paragraphs:
        words = "".join(item.text.split())
        label = _LABEL.match(words)
        if label and labels[label[0]] >= MANY:
            continue  # 主要职责：… of each duty: a form says alike what is alike
        first = seen.setdefault(words, item.place)
        if first is not item.place:
            if len(words) >= SHORTEST_PARAGRAPH and re.search("[，。；]", words):
                yield _told(item.place, first, "这一段", words)
            continue
        for match in _SENTENCE.finditer(words):
            if len(match[0]) < SHORTEST_SENTENCE or "，" not in match[0]:
                continue
            if _REASON.match(match[0]):
                continue  # several figures may well have changed for one reason
            before = sentences.setdefault(match[0], item.place)
            if before is not item.place:
                yield _told(item.place, before, "这一句", match[0])
        titles = Counter(_TITLES.findall(words))
        for title, count in titles.items():
            if count > 1 and re.search(
                rf"{re.escape(title)}[、和及，]{{1,2}}{re.escape(title)}", words
            ):
                yield _told(item.place, item.place, "文件名", title)


def _told(place: Place, first: Place, what: str, words: str) -> Finding:
    shown = words[:40] + ("…" if len(words) > 40 else "")
    related = [] if first is place else [first]
    return kinds.TWICE.at(place, related=related, what=what, text=shown)


def _years(paragraphs: Sequence[Paragraph]) -> Iterator[Finding]:
    """A budget of a year that the document is hardly about."""
    found = [
        (int(match[1]), match, item) for item in paragraphs for match in _YEAR.finditer(item.text)
    ]
    counts = Counter(year for year, _, _ in found)
    if not counts:
        return
    main, most = counts.most_common(1)[0]
    for year, match, item in found:
        if main - 3 <= year <= main - 2 and counts[year] <= max(1, most // 6):
            start = max(0, match.start() - 4)
            yield kinds.WRONG_YEAR.at(
                item.place, around=item.text[start : match.end()], year=year, main=main
            )
