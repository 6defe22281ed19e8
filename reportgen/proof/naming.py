"""Names and years that a document should use alike throughout: its unit, and the year it is about.

The unit is the one the title or the forms name; the year is that of the titles. Not for the years of
a plan's periods, and not for the names of other bodies.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from reportgen.proof import text_kinds
from reportgen.proof.document import Paragraph, squeezed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.finding import Finding
    from reportgen.place import Place
    from reportgen.proof.document import Document

_BODY: Final = r"(?:局|委员会|委|办公室|厅|部|院|政府|街道办事处|管委会|中心|联合会|总工会)"
_TITLED: Final = re.compile(rf"^([\u4e00-\u9fff]{{4,28}}?{_BODY})(?:部门)?\s*(?=20\d\d\s*年)")
_LABELLED: Final = re.compile(
    r"^(?:主管部门|部门名称|单位名称|预算单位|部门[（(]单位[)）]名称|实施单位)$"
)
_BESIDE: Final = re.compile(
    r"(?:部门|单位|编制部门|编制单位|单位名称|部门名称)[:：]"
    rf"([\u4e00-\u9fff]{{4,28}}?{_BODY})(?=金额|货币|单位|编制|20\d\d|$|[^\u4e00-\u9fff])"
)
_ALONE: Final = re.compile(rf"^[\u4e00-\u9fff]{{4,28}}?{_BODY}$")
_PREFIX: Final = re.compile(r"^.*[省市县区旗州盟]")
_SUFFIX: Final = re.compile(r"(?:局|委员会|办公室|厅)$")
_YEAR: Final = re.compile(r"(?<![\d—\-－~至〔])(20[0-4]\d)\s*年(?:度)?(?!\s*[-—－~至])")
_ABOUT: Final = re.compile(
    r"^[（(]?(?:[\u4e00-\u9fff]{2,28}?)?(20[0-4]\d)\s*年(?:度)?[)）]?(?:$|[^，。；：]{0,40}"
    r"(?:表|说明|报告|公开|预算|决算|情况|绩效|信息)$)"
)
_LEAD: Final = r"^(?:[（(].{1,4}[)）]|[一二三四五六七八九十]+、|\d{1,2}[.．、])?\s*(?:[^，。；]{2,16}情况[。：])?"
_OPENING: Final = re.compile(
    _LEAD
    + r"(20[0-4]\d)\s*年(?:度)?[，,]?\s*(?=本部门|本单位|我局|我部|我单位|填报|部门整体|预算绩效|项目绩效)"
)
_AS_OF: Final = re.compile(r"截[至止]到?\s*(20[0-4]\d)\s*年\s*(?:(\d{1,2})\s*月|底|末)")
_CAUSE: Final = re.compile(
    r"(?:^|。)(20[0-4]\d)\s*年[^，。；\d]{0,24}(?:同比|[比较]上年)[^，。；\d]{0,10}原因"
)
_FINAL: Final = re.compile(r"决算|自评|绩效评价|执行情况")
LONGEST_TITLE: Final = 60


def check_names(document: Document) -> Iterator[Finding]:
    """Names of the document's own unit that are written in another way."""
    texts = list(_texts(document))
    main = _main_name(document, texts)
    if not main:
        return
    told: set[str] = set()
    for text, place in texts:
        for name in (*_misspelt(text, main), *_otherwise(text, main)):
            if name not in told and not any(name in other for other in told):
                told.add(name)
                yield text_kinds.NAME.at(place, name=name, main=main)


def _texts(document: Document) -> Iterator[tuple[str, Place]]:
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield squeezed(block.text), block.place
            continue
        for row in block.rows:
            for cell in row:
                if not cell.copy and len(cell.text) > 3:
                    yield squeezed(cell.text), cell.place


def _main_name(document: Document, texts: list[tuple[str, Place]]) -> str:
    """The name that title, labels and 部门：… give most often; empty where none stands twice."""
    named: Counter[str] = Counter()
    for text, _ in texts:
        if (len(text) <= LONGEST_TITLE and (match := _TITLED.match(text))) or (
            match := _BESIDE.search(text)
        ):
            named[match[1]] += 1
    for table in document.tables:
        for row in table.rows:
            for cell, following in pairwise(row):
                name = squeezed(following.text)
                if _LABELLED.match(squeezed(cell.text)) and _SUFFIX.search(name):
                    named[name] += 1
    whole = "\n".join(text for text, _ in texts)
    counts = {name: whole.count(name) for name in named if _SUFFIX.search(name)}
    best = max(counts, key=lambda name: (counts[name], len(name)), default="")
    return best if best and (counts[best] > 1 or _TITLED.match(texts[0][0])) else ""


def _misspelt(text: str, main: str) -> Iterator[str]:
    """Windows of the text that differ from the name in one character."""
    half = len(main) // 2
    for part, offset in ((main[:half], 0), (main[half:], half)):
        for match in re.finditer(re.escape(part), text):
            start = match.start() - offset
            window = text[start : start + len(main)] if start >= 0 else ""
            if len(window) != len(main) or window == main:
                continue
            wrong = [at for at in range(len(main)) if window[at] != main[at]]
            if len(wrong) == 1 and "\u4e00" <= window[wrong[0]] <= "\u9fff":
                prefix = _PREFIX.match(main)
                inside = len(prefix[0]) if prefix else 0
                body = inside <= wrong[0] < len(main) - 1
                goes_on = wrong[0] == len(main) - 1 and re.match(
                    "[\u4e00-\u9fff]", text[start + len(main) :]
                )
                if (not body and not goes_on) or _acts(text, start, start + len(main)):
                    yield window


def _speaks(text: str, start: int, end: int) -> bool:
    """Whether a name is the subject of the document: it opens a sentence, a year or 本 follows."""
    opens = start == 0 or text[start - 1] in "。：；“”"
    return opens and bool(re.match(r"20\d\d年|$|没有|无|部门|单位|是|主管", text[end:]))


def _acts(text: str, start: int, end: int) -> bool:
    """Whether a name one character off acts as the document's own unit does."""
    opens = start == 0 or text[start - 1] in "。：；，“”"
    follows = r"20\d\d年|$|没有|无|部门|单位|是|主管|机关运行|本级|收入|支出|共有|安排|开展|下属"
    return opens and bool(re.match(follows, text[end:]))


def _otherwise(text: str, main: str) -> Iterator[str]:
    """Names of the same place: an older form of the name, or another body that speaks as this one."""
    prefix = _PREFIX.match(main)
    if prefix is None:
        return
    place, body = prefix[0], main[prefix.end() :]
    pattern = (
        rf"{re.escape(place)}([\u4e00-\u9fff]{{2,10}}?(?:局|委员会|办公室|厅|委))(?!员会|公室)"
    )
    for match in re.finditer(pattern, text):
        name = match[1]
        if name == body or body.startswith(name) or name.startswith(body):
            continue
        alike = name[:2] == body[:2] and len(set(name) & set(body)) >= 3
        if _speaks(text, match.start(), match.end()) or (
            alike and match.end() - match.start() != len(main)
        ):
            yield match[0]


def main_year(document: Document) -> int:
    """The year of the titles; 0 where none names a year."""
    years: Counter[int] = Counter()
    for text, _ in _titles(document):
        if match := _ABOUT.match(text):
            years[int(match[1])] += 1
    if not years:
        for item in document.paragraphs[:6]:
            years.update(int(m[1]) for m in _YEAR.finditer(item.text))
    return max(years, key=lambda year: (years[year], year)) if years else 0


def _titles(document: Document) -> Iterator[tuple[str, Place]]:
    for block in document.blocks:
        if isinstance(block, Paragraph):
            text = squeezed(block.text)
            if len(text) <= LONGEST_TITLE and "。" not in text:
                yield text, block.place
            continue
        for row in block.rows[:3]:
            said = [cell for cell in row if cell.text.strip() and not cell.copy]
            if len(said) == 1:
                yield squeezed(said[0].text), said[0].place


def check_years(document: Document) -> Iterator[Finding]:
    """Titles, openings and dates of a year that the document is not about."""
    main = main_year(document)
    if not main:
        return
    titles = list(_titles(document))
    dated = [(int(m[1]), t, place) for t, place in titles if (m := _ABOUT.match(t))]
    if sum(1 for year, _, _ in dated if year == main) >= sum(1 for y, _, _ in dated if y != main):
        for year, text, place in dated:
            if 0 < abs(year - main) <= 2 and str(main) not in text and not _compares(text):
                yield _told(place, text, year, main)
    named = _main_name(document, list(_texts(document)))
    final = any(_FINAL.search(text) for text, _ in titles[:8])
    for item in document.paragraphs:
        for sentence in re.split(r"(?<=[。；])", item.text):
            opening = _OPENING.match(sentence.strip()) or (
                re.match(
                    rf"{_LEAD}(20[0-4]\d)\s*年(?:度)?[，,]?\s*{re.escape(named)}", sentence.strip()
                )
                if named
                else None
            )
            if (
                opening
                and int(opening[1]) == main - 1
                and str(main) not in sentence
                and not re.search(r"比|较|上年|去年", sentence)
            ):
                yield _told(item.place, sentence.strip()[:40], main - 1, main)
        cause = _CAUSE.search(item.text)
        if cause and int(cause[1]) == main - 1:
            yield _told(item.place, cause[0], main - 1, main)
        for match in _AS_OF.finditer(item.text):
            year = int(match[1])
            if (final and year == main - 1) or year == main - 2:
                yield _told(item.place, match[0], year, main)
    yield from _goals(document, main)


def _compares(text: str) -> bool:
    return bool(re.search(r"比|较|上年|去年|与", text))


def _goals(document: Document, main: int) -> Iterator[Finding]:
    """A goal that begins with a year gone by."""
    for table in document.tables:
        for row in table.rows:
            label = squeezed(row[0].text) if row else ""
            if "目标" not in label or len(label) > 12:
                continue
            for cell in row[1:]:
                match = re.match(r"(20[0-4]\d)\s*年", cell.text.strip())
                if match and not cell.copy and main - 2 <= int(match[1]) < main:
                    yield _told(cell.place, cell.text.strip()[:30], int(match[1]), main)


def _told(place: Place, text: str, year: int, main: int) -> Finding:
    return text_kinds.OTHER_YEAR.at(place, around=text[:60], year=year, main=main)
