"""Random edits and random data fixes: the merge must give what the same edits give on the new one."""

import difflib
import random
import re
from collections import Counter
from copy import deepcopy

from lxml import etree
from merge_word_editors import EDITORS
from merge_word_edits import PPR, TBL, TC, TR, P, Paper, R, T, W, cut, insert_at, set_text, text
from merge_word_samples import SAMPLES, data_of, fixed, rendered
from office_lint import lint

from reportgen.merge.word import merge_document
from reportgen.render.read_parts import spots

WORDS = re.compile(r"[\u4e00-\u9fff]{3}")
TURNING = re.compile("增加|减少|持平|增长|下降|变化")


def plain(paragraph):
    """A paragraph of the body that is nothing but words: no field, no section."""
    odd = f".//{W}fldChar", f".//{W}sectPr", f".//{W}drawing"
    return all(paragraph.find(tag) is None for tag in odd) and paragraph.getparent().tag.endswith(
        "body"
    )


class Author:
    """Chooses edits that mean the same in the old and in the new document, and makes them."""

    def __init__(self, rng, old: bytes, new: bytes):
        self.rng = rng
        self.papers = [Paper(old), Paper(new)]
        self.count = 0
        self.made = []
        self.used = set()

    def sign(self):
        self.count += 1
        return f"〔手改{'甲乙丙丁戊己庚辛壬癸'[self.count % 10]}{self.count}〕"

    def choose(self, want):
        """An element that both documents have and that was not edited yet."""
        sides = [dict(paper.numbered()) for paper in self.papers]
        counts = [Counter(name[0] for name in side) for side in sides]
        names = [
            name
            for name, element in sides[0].items()
            if name in sides[1]
            and name not in self.used
            and counts[0][name[0]] == counts[1][name[0]]
            and "手改" not in name[0][1]
            and want(element)
            and want(sides[1][name])
        ]
        if not names:
            return None
        name = self.rng.choice(names)
        self.used.add(name)
        return [side[name] for side in sides]

    def edit(self):
        kind = self.rng.choice(KINDS)
        if kind(self):
            self.made.append(kind.__name__)


def body(element):
    return element.tag == P and plain(element) and len(text(element)) > 12


def row(element):
    table = element.getparent()
    regular = element.tag == TR and all(
        c.find(f"{W}tcPr/{W}vMerge") is None for c in element.iter(TC)
    )
    return regular and table.index(element) > 2 and re.search(r"[\u4e00-\u9fff]", text(element))


def places(pair):
    """Three characters that stand once in both versions of a paragraph, away from figures."""
    texts = [text(e) for e in pair]
    words = [texts[0][at : at + 3] for at in range(len(texts[0]) - 2)]
    return [
        w
        for w in words
        if WORDS.fullmatch(w) and all(t.count(w) == 1 for t in texts) and not TURNING.search(w)
        and not re.search(f"[增减加少持平][^。]?{w}|{w}[增减持]", texts[0])
    ]  # fmt: skip


def words_put_in(author):
    pair = author.choose(body)
    found = places(pair) if pair else []
    if not found:
        return False
    word, sign = author.rng.choice(found), author.sign()
    for element in pair:
        insert_at(element, text(element).index(word) + 1, sign)
    return True


def words_in_a_cell(author):
    """Words put into one cell of a row, before its last character."""
    pair = author.choose(lambda e: e.tag == TR and any(len(text(p)) > 7 for p in e.iter(P)))
    cells = [list(e.iter(P)) for e in pair] if pair else []
    if len({len(side) for side in cells}) != 1:
        return False
    found = [at for at, p in enumerate(cells[0]) if places([p, cells[1][at]])]
    if not found:
        return False
    at = author.rng.choice(found)
    word, sign = author.rng.choice(places([side[at] for side in cells])), author.sign()
    for side in cells:
        insert_at(side[at], text(side[at]).index(word) + 1, sign)
    return True


def words_replaced(author):
    pair = author.choose(body)
    found = places(pair) if pair else []
    # What the data changed as well is a conflict, which is tested elsewhere.
    texts = [text(e) for e in pair] if pair else []
    same = [
        w for w in found
        if all(
            tag == "equal" or i2 <= texts[0].index(w) - 8 or i1 >= texts[0].index(w) + 11
            for tag, i1, i2, _, _ in difflib.SequenceMatcher(None, *texts, autojunk=False).get_opcodes()
        )
    ]  # fmt: skip
    if not same:
        return False
    word, sign = author.rng.choice(same), author.sign()
    for element in pair:
        at = text(element).index(word)
        insert_at(element, at + 3, sign)
        cut(element, at, at + 3)
    return True


def a_sentence_behind(author):
    pair = author.choose(body)
    if not pair or text(pair[0])[-4:] != text(pair[1])[-4:]:
        return False
    sign = author.sign()
    for element in pair:
        insert_at(element, len(text(element)), f"另作说明{sign}。")
    return True


def a_paragraph_more(author):
    pair = author.choose(body)
    if not pair:
        return False
    sign = author.sign()
    for element in pair:
        made = deepcopy(element)
        set_text(made, f"我自己加的一段话{sign}，请领导阅示。")
        element.addnext(made)
    return True


def a_paragraph_less(author):
    pair = author.choose(body)
    if not pair:
        return False
    for element in pair:
        element.getparent().remove(element)
    return True


def a_paragraph_moved(author):
    pair, other = author.choose(body), author.choose(body)
    if not pair or not other:
        return False
    for element, place in zip(pair, other, strict=True):
        place.addnext(element)
    return True


def a_paragraph_split(author):
    pair = author.choose(body)
    found = places(pair) if pair else []
    if not found:
        return False
    word = author.rng.choice(found)
    for element in pair:
        words = text(element)
        at = words.index(word) + 1
        made = deepcopy(element)
        set_text(made, words[at:])
        cut(element, at, len(words))
        element.addnext(made)
    return True


def paragraphs_joined(author):
    pair = author.choose(body)
    if not pair:
        return False
    others = [element.getnext() for element in pair]
    if any(o is None or o.tag != P or not plain(o) or not text(o) for o in others):
        return False
    names = [
        next(n for n, e in p.numbered() if e is o)
        for p, o in zip(author.papers, others, strict=True)
    ]
    if names[0] != names[1] or names[0] in author.used:
        return False
    author.used.add(names[0])
    for element, other in zip(pair, others, strict=True):
        for run in list(other.iter(R)):
            element.append(run)
        other.getparent().remove(other)
    return True


def a_row_more(author):
    pair = author.choose(row)
    if not pair:
        return False
    sign = author.sign()
    for element in pair:
        made = deepcopy(element)
        for paragraph in made.iter(P):
            set_text(paragraph, sign)
        element.addnext(made)
    return True


def a_table_moved(author):
    """A title and the table below it, cut and pasted at the end."""
    pair = author.choose(lambda e: e.tag == P and plain(e) and following(e) is not None)
    if not pair or len({len(list(following(e).iter(TC))) for e in pair}) > 1:
        return False
    for element, paper in zip(pair, author.papers, strict=True):
        table = following(element)
        last = paper.body[-1]
        last.addprevious(element)
        last.addprevious(table)
        last.addprevious(etree.Element(P))
    return True


def following(element):
    found = element.getnext()
    return found if found is not None and found.tag == TBL and text(element) else None


def a_column_less(author):
    """A column of a table without merged cells, deleted."""
    pair = author.choose(lambda e: e.tag == P and following(e) is not None)
    tables = [following(e) for e in pair] if pair else []
    rows = [[list(r.iter(TC)) for r in t.iter(TR)] for t in tables]
    widths = {len(r) for side in rows for r in side}
    spans = any(t.find(f".//{W}{n}") is not None for t in tables for n in ("gridSpan", "vMerge"))
    heads = {tuple(text(c) for c in side[0]) for side in rows}
    if len(widths) != 1 or spans or len(heads) != 1:
        return False
    at = author.rng.randrange(min(widths))
    if min(widths) < 3 or len({text(c) for c in rows[0][0]}) < min(widths):
        return False
    author.used |= {n for p in author.papers for n, e in p.numbered() if e.getparent() in tables}
    for table, side in zip(tables, rows, strict=True):
        for row in side:
            row[at].getparent().remove(row[at])
        grid = table.find(f"{W}tblGrid")
        grid.remove(grid[at])
    return True


def a_row_less(author):
    pair = author.choose(row)
    if not pair:
        return False
    for element in pair:
        element.getparent().remove(element)
    return True


def a_figure_in_bold(author):
    pair = author.choose(body)
    if not pair:
        return False
    for node in [n for n in pair[0].iter(T) if re.search(r"\d\.\d", n.text or "")][:1]:
        found = re.search(r"\d+\.\d+", node.text)
        run = node.getparent()
        pieces = node.text[: found.start()], found[0], node.text[found.end() :]
        for at, words in reversed(list(enumerate(pieces))):
            made = deepcopy(run)
            for child in list(made):
                if child.tag == T:
                    made.remove(child)
            child = etree.SubElement(made, T)
            child.text = words
            child.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            if at == 1:
                properties = made.find(f"{W}rPr")
                if properties is None:
                    properties = etree.Element(f"{W}rPr")
                    made.insert(0, properties)
                properties.insert(0, etree.Element(f"{W}b"))
            if words:
                run.addnext(made)
        run.getparent().remove(run)
    return True


def a_tracked_insertion(author):
    pair = author.choose(body)
    if not pair:
        return False
    sign = author.sign()
    for element in pair:
        mark = etree.SubElement(
            element, f"{W}ins", {f"{W}id": f"{9000 + author.count}", f"{W}author": "她"}
        )
        node = etree.SubElement(etree.SubElement(mark, R), T)
        node.text = sign
    return True


KINDS = [
    words_put_in, words_put_in, words_in_a_cell, words_replaced, a_sentence_behind, a_paragraph_more,
    a_paragraph_less, a_paragraph_moved, a_paragraph_split, paragraphs_joined, a_row_more,
    a_row_less, a_table_moved, a_column_less, a_figure_in_bold, a_tracked_insertion,
]  # fmt: skip


def check_random(rng: random.Random, sample: str = "", *, edits: int = 0) -> None:
    """One case; asserts."""
    sample = sample or rng.choice(SAMPLES)
    old = rendered(sample)
    new = {}
    while not new:
        new = rendered(sample, fixed(rng, data_of(sample), rng.randrange(1, 6)))
    rendered.cache_clear() if rendered.cache_info().currsize > 40 else None
    name = rng.choice(sorted(old.keys() & new.keys()))
    (base, old_figures), (fresh, new_figures) = old[name], new[name]
    author = Author(rng, base, fresh)
    for _ in range(edits or rng.randrange(1, 9)):
        author.edit()
    wanted = author.papers[1].texts()
    hers = author.papers[0].to_bytes()
    for editor in EDITORS:
        if rng.random() < 0.4:
            hers = editor(rng, hers)
            author.made.append(editor.__name__)
    assert Paper(hers).texts() == author.papers[0].texts(), author.made
    tracked = rng.random() < 0.25
    merged, findings = merge_document(
        base, hers, fresh, old_figures, new_figures, tracked=tracked, date="2024-02-01T08:00:00Z"
    )
    assert merged is not None, findings
    got = Paper(merged.data).texts()
    assert got == wanted, report(sample, name, author, got, wanted, merged)
    conflicts = [t for t in merged.told if t.kind == "冲突"]
    assert not conflicts, report(sample, name, author, got, wanted, merged)
    if not any("less" in kind for kind in author.made):
        assert not merged.unmerged, report(sample, name, author, got, wanted, merged)
    assert not lint(merged.data), (author.made, lint(merged.data))
    there = {(s.part, s.spot): s.text for s in spots(merged.data)}
    for figure in merged.figures:
        spot, _, offset = figure.spot.partition("@")
        stands = there.get((figure.part, spot), "")[int(offset or 0) :]
        # A point of a chart holds the number itself: 54, where a sentence would print 54.00.
        assert stands.startswith(figure.exact or figure.text), (figure, stands)
    again, _ = merge_document(fresh, merged.data, fresh, new_figures, new_figures)
    assert again.data == merged.data


def report(sample, name, author, got, wanted, merged):
    lines = [f"{sample} {name} {author.made}"]
    lines += difflib.unified_diff(wanted, got, "wanted", "got", lineterm="", n=0)
    lines += [str(t) for t in merged.told if t.kind in {"冲突", "未合并"}]
    return "\n".join(lines)


__all__ = ["PPR", "TBL", "check_random"]
