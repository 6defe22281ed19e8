"""Holds the subjects of a finished document against the catalogue: codes, names, levels.

In tables where code and name stand together, in lists of the 类 of expenditure, and in text that
writes 某支出（类）某款（款）某项（项）. The built-in lists are not complete: what they do not know is passed over.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reportgen.catalogue import load, newest_year
from reportgen.catalogue.names import comparable
from reportgen.proof import table_kinds, text_kinds
from reportgen.proof.document import squeezed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportgen.catalogue import Catalogue, Classification, Subject
    from reportgen.finding import Finding
    from reportgen.place import Place
    from reportgen.proof.document import Paragraph, Table
    from reportgen.proof.layout import Entry, Layout

_NUMBERED: Final = re.compile(
    r"^(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）]|\d+[、.．])"
)
_IN_TEXT: Final = re.compile(
    r"([\u4e00-\u9fff]{2,24}(?:[（(](?![类款项])[\u4e00-\u9fff]{1,3}[)）][\u4e00-\u9fff]{1,8})?)[（(](类|款|项)[)）]"
)
_LEADING: Final = re.compile(
    r"^(?:其中|按|包括|用于|主要用于|列|为|在|及|和|与|从|的|属于|使用|万元|支出)+"
)
_OTHER_KINDS: Final = re.compile(
    r"^(?:基本|项目|人员|公用|经营|上缴|对附属|事业|专项|结转|预备|转移|债务|工资|商品|资本|对个人|其他)"
)
"""Rows of a 收支总表 that are no 类 of expenditure."""
HEAD_ROWS: Final = 8
"""The heads of a table stand in its first rows."""
_ENOUGH: Final = 3
"""So many names of 类 make a column a list of them."""


def check_subjects(
    paragraphs: Sequence[Paragraph], layouts: Sequence[Layout], year: int
) -> Iterator[Finding]:
    """The subjects that the catalogue of the year names otherwise."""
    catalogue, _ = load(min(year, newest_year()) if year else newest_year())
    seen: set[tuple[str, str]] = set()
    for layout in layouts:
        for place, code, name in _subjects(layout.table):
            if (code, name) not in seen:
                seen.add((code, name))
                yield from _coded(place, code, name, catalogue)
        yield from _classes(layout, catalogue.functional)
    for item in paragraphs:
        yield from _text(item, catalogue.functional)


def _subjects(table: Table) -> Iterator[tuple[Place, str, str]]:
    """The codes of a table, in one cell or in three, each with the name in the cell that follows."""
    coded = {
        index
        for row in table.rows[:HEAD_ROWS]
        for index, cell in enumerate(row)
        if re.search("编码|代码|科目", cell.text) or squeezed(cell.text) in {"类", "款", "项"}
    }
    for row in table.rows:
        texts = ["" if cell.copy else squeezed(cell.text) for cell in row]
        at = 0
        while at < len(texts):
            code, end = _code_at(texts, at)
            if code and at in coded:
                named = (t for t in texts[end : end + 3] if re.search("[\u4e00-\u9fff]", t))
                name = next(named, "")
                if name:
                    yield row[end].place, code, _NUMBERED.sub("", name)
            led = re.fullmatch(r"(\d{5}|\d{7}|\d{3}(?=\D))[-—_ ]?([\u4e00-\u9fff].*)", texts[at])
            if led and at in coded and led[1][0] in "235":
                yield row[at].place, led[1], led[2]
            at = max(end, at + 1)


def _code_at(texts: list[str], at: int) -> tuple[str, int]:
    """The code that begins in a cell, and the cell after it."""
    if not re.fullmatch(r"[235]\d{2}(?:\d{2}){0,2}", texts[at]):
        return "", at
    code, end = texts[at], at + 1
    if len(code) == 3:
        while end < min(at + 3, len(texts)) and re.fullmatch(r"\d{2}", texts[end]):
            code += texts[end]
            end += 1
    return (code, end) if end < len(texts) else ("", at)


def _of(code: str, catalogue: Catalogue) -> Classification | None:
    first = {"2": catalogue.functional, "3": catalogue.economic, "5": catalogue.gov_economic}
    return first.get(code[0])


def _coded(place: Place, code: str, name: str, catalogue: Catalogue) -> Iterator[Finding]:
    classification = _of(code, catalogue)
    if classification is None:
        return
    subject = classification.find(code)
    if subject is None:
        meant = classification.named(name)
        if 0 < len(meant) <= 3 and any(one_away(code, s.code) for s in meant):
            yield table_kinds.SUBJECT.at(
                place,
                code=code,
                name=name,
                why=f"科目目录里没有这个代码，“{meant[0].name}”的代码是 {meant[0].code}",
            )
        return
    if _fits(classification, subject, name):
        return
    others = [s.code for s in classification.named(name) if s.parent == subject.parent]
    others = others or [s.code for s in classification.named(name)][:3]
    also = f"，“{name}”的代码是 {'、'.join(others)}" if others else ""
    yield table_kinds.SUBJECT.at(
        place,
        code=code,
        name=name,
        why=f"科目目录里 {code} 是“{subject.name}”{also}",
    )


def one_away(code: str, other: str) -> bool:
    """Whether two codes are of one length and differ in few digits."""
    return len(code) == len(other) and sum(a != b for a, b in zip(code, other, strict=True)) <= 2


def _fits(classification: Classification, subject: Subject, name: str) -> bool:
    written = comparable(name)
    if comparable(subject.name).startswith(written):  # 其他, 社会保障: cut short, not wrong
        return True
    for alias in classification.aliases(subject.code):
        if comparable(alias.name) == written:
            return not (alias.kind == "误写" or _outdated(alias, classification.year))
    return False


def _outdated(alias: object, year: int) -> bool:
    kind, until = (
        getattr(alias, "kind", ""),
        max(getattr(alias, "until", 0), getattr(alias, "maybe", 0)),
    )
    return kind == "旧名" and year > until


def _classes(layout: Layout, functional: Classification) -> Iterator[Finding]:
    """The list of 类 in a 收支总表: a name that is none of the others' kind."""
    known = {comparable(subject.name) for subject in functional.classes()}
    groups: dict[int, list[Entry]] = {}
    for column in layout.columns:
        groups.setdefault(column.group, column.entries)
    for entries in groups.values():
        named = [(entry, _NUMBERED.sub("", entry.label)) for entry in entries if not entry.code]
        hits = [item for item in named if comparable(item[1]) in known]
        if len(hits) < _ENOUGH:
            continue
        below = {name for _, name in named if comparable(name) not in known}
        lower = {name for name in below if functional.named(name)}
        levels = lower if len(lower) > 1 else set()  # 款 and 项 stand below their 类
        for entry, name in named:
            if name in levels:
                continue
            if not name.endswith("支出") or comparable(name) in known or "本年" in name:
                continue
            if _OTHER_KINDS.search(name):
                continue
            meant = _meant(name, functional, "类")
            known_as = f"，相近的是“{meant.name}”" if meant else ""
            yield table_kinds.SUBJECT_NAME.at(entry.place, name=name, known=known_as)


def _meant(name: str, functional: Classification, level: str) -> Subject | None:
    """The subject of a level that a wrong name most likely means: by an old name, or by one character."""
    written = comparable(name)
    for alias in functional.aliases():
        subject = functional.find(alias.code)
        if comparable(alias.name) == written and subject and subject.level == level:
            return subject if alias.kind in {"旧名", "误写"} else None
    for subject in functional.similar(name):
        known = comparable(subject.name)
        if subject.level == level and _near(written, known):
            return subject
    if level == "类":
        core = {c for c in written if c not in "与和及"}
        for subject in functional.classes():
            shared = core & set(comparable(subject.name))
            if len(shared) >= 3 and len(shared) * 2 > len(comparable(subject.name)):
                return subject
    return None


def _near(one: str, other: str) -> bool:
    """Whether two names of four and more characters differ in one, or by one left out."""
    if min(len(one), len(other)) < 4:
        return False
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) == 1
    short, long = sorted((one, other), key=len)
    return len(long) - len(short) == 1 and any(
        long[:at] + long[at + 1 :] == short for at in range(len(long))
    )


def _text(item: Paragraph, functional: Classification) -> Iterator[Finding]:
    for match in _IN_TEXT.finditer(item.text):
        name, level = _LEADING.sub("", match[1]), match[2]
        found = functional.named(name)
        if any(subject.level == level for subject in found):
            continue
        if found and {s.level for s in found} and not _also(name, functional, level):
            levels = "、".join(dict.fromkeys(s.level for s in found))
            yield text_kinds.TEXT_SUBJECT.at(
                item.place, words=f"“{name}（{level}）”：在科目目录里“{name}”是{levels}级科目。"
            )
            continue
        meant = _meant(name, functional, level) if not found else None
        if meant is not None and comparable(meant.name) != comparable(name):
            yield text_kinds.TEXT_SUBJECT.at(
                item.place,
                words=f"“{name}（{level}）”：科目目录里没有这个名称，相近的是 {meant.code}“{meant.name}”。",
            )


def _also(name: str, functional: Classification, level: str) -> bool:
    """Whether an alias of that level has this name."""
    written = comparable(name)
    return any(
        comparable(alias.name) == written and functional.level(alias.code) == level
        for alias in functional.aliases()
    )
