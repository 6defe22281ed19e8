"""Proof-reads wholes and their parts in running text: money and counts behind 其中, and counted lists.

A list in text may be incomplete on purpose; what is near to its whole, or one slip of the hand from
it, is a slip. Not for totals in tables: `sums`.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from reportgen.finding import Severity
from reportgen.proof import kinds, text_kinds
from reportgen.proof.clauses import UP, of_budget, sentences, shown
from reportgen.proof.numbers import slipped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportgen.finding import Finding
    from reportgen.proof.clauses import Said, Sentence
    from reportgen.proof.document import Paragraph

_MARK: Final = re.compile(
    r"其中|包括|分别为|分别是|(?<=[，。；：])由|(?<=元)（(?=[^（）\d]+[\d,.]+\s*[万亿]?元、[^（），；]*元）)"
)
_MAINLY: Final = re.compile(
    r"主要(?!领导|原因)|等(?:[。，；]|$|\d)|等[^，。；]{0,6}(?:项目|支出|经费)"
)
_PUBLIC: Final = re.compile('三公[”"]?经费')
LONGEST_PART: Final = 24
"""A paragraph that is one part names it in so many characters before the amount."""
_HEADS: Final = frozenset({"辆", "人", "名", "台"})
"""What is counted by its own word alone; 个 and 家 may count several kinds in one sentence."""
_LISTED: Final = re.compile(
    r"(\d{1,3}|[一二两三四五六七八九十]{1,3})\s*(?:个|家|项|名|类|所|支|门)[^，。；：\d]{0,16}?"
    r"(?:[，,]\s*)?(?:分别为|分别是|具体(?:包括|为|是)|包括|即|[:：])\s*[:：]?\s*([^。；]+)"
)
_NOT_A_LIST: Final = re.compile(r"等[。，；]?$|等\d|\d|其中|主要|占|比|为[^、]*，|负责|承担")
_WORDS: Final = {word: at for at, word in enumerate("零一二三四五六七八九十")} | {"两": 2}


class Sum(NamedTuple):
    """One reading of a list: the whole, its parts."""

    whole: Said
    parts: Sequence[Said]

    @property
    def apart(self) -> Decimal:
        """The parts less the whole."""
        summed = sum((p.amount.value for p in self.parts), Decimal(0))
        return summed - self.whole.amount.value


def check_parts(item: Paragraph) -> Iterator[Finding]:
    """The wholes of a paragraph that are not their parts, and lists that are not as long as they say."""
    before: Sentence | None = None
    yield from _changes_below(item)
    for sentence in sentences(item.text):
        for finding_sum in _sums(sentence, before):
            yield from _judged(finding_sum, sentence, item)
        yield from _changes(sentence, before, item)
        yield from _lists(sentence, item)
        before = sentence


def _sums(sentence: Sentence, before: Sentence | None) -> Iterator[Sum]:
    """For each list of a sentence the reading that fits, or the nearest."""
    inside = _brackets(sentence.text)
    marks = list(_MARK.finditer(sentence.text))
    for mark in marks:
        outer = inside[mark.end() - 1]
        level = [m for m in marks if inside[m.end() - 1] == outer]
        at = level.index(mark)
        start = level[at - 1].end() if at else 0
        start = max(start, sentence.text.rfind("；", 0, mark.start()) + 1)
        end = level[at + 1].start() if at + 1 < len(level) else len(sentence.text)
        rest = sentence.text[mark.start() : end]
        if "主要" in sentence.text[: mark.start()][-3:] or _MAINLY.search(rest):
            continue
        wholes = [s for s in sentence.said if start <= s.amount.start < mark.start() and s.is_this]
        if (
            not wholes
            and before is not None
            and not at
            and not sentence.text[: mark.start()].strip("（(“")
        ):
            wholes = [s for s in before.said if s.is_this]
        if mark[0] == "（":
            wholes = wholes[-1:]
        listed = [
            s
            for s in sentence.said
            if s.amount.start > mark.start() and s.is_this and inside[s.amount.start] == outer
        ]
        yield from _readings(wholes, listed, end, sentence)


def _brackets(text: str) -> list[int]:
    """For each character where the bracket opens that it stands in (itself included); -1 for none."""
    opened: list[int] = []
    found: list[int] = []
    for at, char in enumerate(text):
        if char == "（":
            opened.append(at)
        found.append(opened[-1] if opened else -1)
        if char == "）" and opened:
            opened.pop()
    return found


def _changes(sentence: Sentence, before: Sentence | None, item: Paragraph) -> Iterator[Finding]:
    """减少 61.29，其中：基本支出增加 68.26，项目支出减少 129.55: the changes of the parts make the whole's."""
    mark = _MARK.search(sentence.text)
    if mark is None or _MAINLY.search(sentence.text[mark.start() :][:40]):
        return
    changes = [s for s in sentence.of_money() if s.role == "change"]
    holder = sentence
    wholes = [s for s in changes if s.amount.end <= mark.start()]
    if not wholes and before is not None and not sentence.text[: mark.start()].strip():
        holder, wholes = before, [s for s in before.of_money() if s.role == "change"]
    parts = [s for s in changes if s.amount.start > mark.start()]
    level = sentence.text.count("持平", mark.start())
    if not wholes or not parts or len(parts) + level < 2 or "；其中" in sentence.text:
        return
    if len({s.amount.unit for s in (*wholes, *parts)}) != 1:
        return
    summed = sum((_signed(sentence, part) for part in parts), Decimal(0))
    whole = wholes[-1]
    stated = _signed(holder, whole)
    slip = slipped(stated, summed) or any(
        slipped(abs(_signed(sentence, p) - summed + stated), p.amount.value) for p in parts
    )
    if summed != stated and slip and (summed < 0) == (stated < 0):
        yield kinds.PARTS.at(
            item.place,
            sentence=shown(sentence.text),
            summed=f"{summed:+f}{whole.amount.unit}",
            total=f"{stated:+f}{whole.amount.unit}",
            difference=f"{abs(summed - stated):f}{whole.amount.unit}",
        )


def _changes_below(item: Paragraph) -> Iterator[Finding]:
    """三公 less by 19.00 than last year, 其中 in a later sentence: cars less by 16.00, receptions by 2.50.

    Against last year and against the budget each by itself. What is not told of may have changed as
    well, so the finding is a hint.
    """
    whole: dict[str, tuple[Sentence, Said]] = {}
    for sentence in sentences(item.text):
        if not re.match(r"\s*其中", sentence.text):
            found = _compared_with(sentence, 0, len(sentence.text))
            if _PUBLIC.search(sentence.text) and found:
                whole = {base: (sentence, items[0]) for base, items in found.items()}
            continue
        listed = _compared_with(sentence, 0, len(sentence.text))
        for base, (holder, total) in whole.items():
            parts = listed.get(base, [])
            if not _told_of_all(sentence.text) or len(parts) < 2:
                continue
            summed = sum((_signed(sentence, part) for part in parts), Decimal(0))
            stated = _signed(holder, total)
            if summed != stated and {p.amount.unit for p in parts} == {total.amount.unit}:
                yield kinds.PARTS.at(
                    item.place,
                    severity=Severity.HINT,
                    sentence=shown(sentence.text),
                    summed=f"{summed:+f}{total.amount.unit}（比{base}）",
                    total=f"{stated:+f}{total.amount.unit}",
                    difference=f"{abs(summed - stated):f}{total.amount.unit}",
                )
        whole = {}


def _compared_with(sentence: Sentence, start: int, end: int) -> dict[str, list[Said]]:
    """The changes of a sentence by what they are against: 上年 or 预算."""
    found: dict[str, list[Said]] = {}
    for said in sentence.of_money():
        if said.role != "change" or not start <= said.amount.start < end:
            continue
        words = re.split(r"[，。；：]", sentence.text[: said.amount.start])[-1]
        if re.search("[较比与同].*(?:年初|全年)?预算", words):
            found.setdefault("预算", []).append(said)
        elif re.search("上年|去年|同比", words):
            found.setdefault("上年", []).append(said)
    return found


def _told_of_all(text: str) -> bool:
    return "公务接待" in text and bool(re.search("公务用车|公车", text))


def _signed(sentence: Sentence, said: Said) -> Decimal:
    up = UP.search(sentence.text[: said.amount.start][-6:])
    return said.amount.value if up else -said.amount.value


def _readings(
    wholes: list[Said], listed: list[Said], end: int, sentence: Sentence
) -> Iterator[Sum]:
    for unit in dict.fromkeys(item.amount.unit for item in listed):
        parts = [item for item in listed if item.amount.unit == unit]
        usable = [item for item in wholes if item.amount.unit == unit]
        inner = [item for item in parts if item.amount.start < end]
        stop = sentence.text.rfind("；", 0, end)
        inner_ends = [item for item in inner if item.amount.start < stop] if stop > 0 else inner
        choices = [c for c in (inner, inner_ends, inner[:-1], parts) if len(c) > 1]
        if not usable or len(inner) < 2:
            continue
        readings = [Sum(whole, choice) for whole in usable for choice in choices]
        if inner[0].amount.money:
            readings += [Sum(w, inner[:n]) for w in usable for n in range(2, len(inner))]
        fitting = next((reading for reading in readings if not reading.apart), None)
        if fitting is not None:
            yield fitting
            continue
        whole = usable[-1] if unit in {*_HEADS, "个", "家"} else None
        plain = [Sum(w, inner) for w in usable if whole in (None, w)]
        yield min(plain, key=lambda reading: abs(reading.apart))


def _judged(found: Sum, sentence: Sentence, item: Paragraph) -> Iterator[Finding]:
    whole, apart = found.whole.amount, found.apart
    if not apart:
        yield from _counted(found, sentence, item)
        return
    summed = whole.value + apart
    near = bool(whole.value) and abs(apart) <= abs(whole.value) / 10
    slip = slipped(summed, whole.value) or any(
        part.amount.value - apart > 0 and slipped(part.amount.value - apart, part.amount.value)
        for part in found.parts
    )
    if whole.decimals and abs(apart) <= Decimal(1).scaleb(-whole.decimals):
        severity = Severity.HINT  # rounded each by itself
    elif near or slip:
        severity = Severity.EXPLAIN
    elif whole.unit in _HEADS:
        severity = Severity.HINT
    else:
        return
    yield kinds.PARTS.at(
        item.place,
        severity=severity,
        sentence=shown(sentence.text),
        summed=f"{summed:f}{whole.unit}",
        total=f"{whole.value:f}{whole.unit}",
        difference=f"{abs(apart):f}{whole.unit}",
    )


def _counted(found: Sum, sentence: Sentence, item: Paragraph) -> Iterator[Finding]:
    """共 3 个项目，资金…，其中：as many amounts are listed as there are projects."""
    listed = [part for part in found.parts if part.amount.money]
    before = sentence.text[: found.parts[0].amount.start]
    told = re.search(
        r"项目(?:绩效目标|支出)?(?:共|共计)?\s*(\d{1,3})\s*个|(\d{1,3})\s*个项目", before
    )
    if told is None or len(listed) < 2 or not all("项目" in part.label for part in listed):
        return
    number = int(told[1] or told[2])
    if number != len(listed):
        yield text_kinds.LIST_LENGTH.at(
            item.place, told=number, listed=len(listed), words=shown(sentence.text)
        )


def check_below(paragraphs: Sequence[Paragraph]) -> Iterator[Finding]:
    """支出 90 万元，其中： and a paragraph for each part below it, without numbers."""
    for at, item in enumerate(paragraphs):
        if not re.search("其中[：:]?$", item.text.strip()):
            continue
        head = sentences(item.text.strip())[-1]
        wholes = [s for s in head.of_money() if s.is_this]
        if not wholes:
            continue
        whole = wholes[-1]
        parts: list[Said] = []
        for below in paragraphs[at + 1 :]:
            part = _part_below(below, head, whole)
            if part is None:
                break
            parts.append(part)
        readings = [Sum(whole, parts[:count]) for count in range(2, len(parts) + 1)]
        if readings and all(reading.apart for reading in readings):
            yield from _judged(readings[-1], head, item)


def _part_below(item: Paragraph, head: Sentence, whole: Said) -> Said | None:
    """The amount of a paragraph that is one part; None for another paragraph."""
    found = sentences(item.text)
    said = next((s for s in found[0].of_money()), None) if found else None
    if (
        said is None
        or not said.is_this
        or said.amount.unit != whole.amount.unit
        or said.amount.start > LONGEST_PART
        or re.match(r"\s*(?:[（(]|\d+[.．、]|[一二三四五六七八九十]+[、.])", item.text)
    ):
        return None
    words = [text[: s.amount.start] for text, s in ((item.text, said), (head.text, whole))]
    kinds_of = [("决算" in w, of_budget(w)) for w in words]
    return said if kinds_of[0] in (kinds_of[1], (False, False)) else None


def check_lists(paragraphs: Sequence[Paragraph]) -> Iterator[Finding]:
    """行政单位 1 家，事业单位 2 家，具体包括： and a numbered list below of as many."""
    for at, item in enumerate(paragraphs):
        text = item.text.strip()
        if not re.search(r"(?:包括|如下|分别为|分别是|名单)[:：]$", text):
            continue
        found = [s for s in sentences(text)[-1].said if s.amount.unit in {"家", "个"} and s.is_this]
        listed = 0
        for below in paragraphs[at + 1 :]:
            number = re.match(r"\s*[（(]?(\d{1,2})[)）]?[.．、)）\s]", below.text)
            if number is None or int(number[1]) != listed + 1:
                break
            listed += 1
        whole = re.search(r"共(?:有|计)?\s*(\d{1,3})\s*[家个]", text)
        numbers = [int(s.amount.value) for s in found]
        told = {int(whole[1])} if whole else {sum(numbers)}
        if listed > 1 and found and listed not in told and abs(max(told) - listed) <= 2:
            yield text_kinds.LIST_LENGTH.at(
                item.place, told=max(told), listed=listed, words=shown(text)
            )


def _lists(sentence: Sentence, item: Paragraph) -> Iterator[Finding]:
    """下设 5 个科室：甲、乙、丙…: as many names as the number says."""
    for match in _LISTED.finditer(sentence.text):
        words = match[2].rstrip("。；，")
        if _NOT_A_LIST.search(words) or "、" not in words:
            continue
        told = int(match[1]) if match[1].isdigit() else _chinese(match[1])
        names = [name for name in re.split(r"、|，|(?<=[室科股处部心院所站队])和", words) if name]
        if told and told != len(names) and abs(told - len(names)) <= max(2, told // 4):
            yield text_kinds.LIST_LENGTH.at(
                item.place, told=told, listed=len(names), words=shown(match[0])
            )


def _chinese(words: str) -> int:
    if len(words) == 1:
        return _WORDS.get(words, 0)
    tens, _, ones = words.partition("十")
    return _WORDS.get(tens, 1) * 10 + _WORDS.get(ones, 0)
