"""A data fix and hand edits at random, merged: nothing of hers is lost, and no figure is stale."""

import re
import shutil
from collections import Counter
from functools import lru_cache
from pathlib import Path

from merge_excel_edits import EDITS, Desk
from office_lint import lint
from samples import ROOT

from reportgen.cell_names import cell_at
from reportgen.formats import Library
from reportgen.merge.book import read_book
from reportgen.merge.workbook import merge_workbook
from reportgen.pack.build import render_pack
from reportgen.pack.prepare import prepare

DATA = ROOT / "data"
SAMPLES = [
    "shanhaiguan-zzb/2023", "luohu-zzb/2022", "luohu-zzb/2024", "futian-zzb/2023", "gulou-zzb/2020", "example/2024",
]  # fmt: skip
ITEM = re.compile(r"^- \{.*\}\s*$")
AMOUNT = re.compile(r"((?:金额|数|总额|拨款|得分|目标值|完成值): *)(\d+(?:\.\d+)?)(?=[,}\s])")
NAME = re.compile(r"(三级指标|固定资产|名称|任务名称): ([一-鿿]{3,})")
PROJECT = re.compile(r"^- (?:\{?)名称: ([^,\n]{3,30})")


class Sample:
    """The workbooks of a data set in a folder of its own, as its lines give them."""

    def __init__(self, name: str, folder: Path):
        source = DATA / f"{name}.yaml"
        shutil.copytree(source.parent, folder, dirs_exist_ok=True)
        self.path = folder / source.name
        self.lines = source.read_text("utf-8").splitlines()

    def workbooks(self, lines):
        """The workbooks of these lines, with their figures."""
        self.path.write_text("\n".join(lines) + "\n", "utf-8")
        made, _ = prepare(self.path, Library())
        if made is None:
            return {}
        documents, _ = render_pack(made)
        return {
            item.name: (item.data, list(item.figures))
            for item in documents
            if item.name.endswith(".xlsx")
        }


def another_amount(rng, lines):
    places = [at for at, line in enumerate(lines) if AMOUNT.search(line)]
    if not places:
        return lines
    at = rng.choice(places)
    found = rng.choice(list(AMOUNT.finditer(lines[at])))
    text = str(rng.choice([rng.randrange(1, 9_999), rng.randrange(1, 99_999) / 100]))
    return replaced(lines, at, lines[at][: found.start(2)] + text + lines[at][found.end(2) :])


def an_item_less(rng, lines):
    found = [at for at, line in enumerate(lines) if ITEM.match(line)]
    if not found:
        return lines
    at = rng.choice(found)
    return lines[:at] + lines[at + 1 :]


def an_item_more(rng, lines):
    found = [at for at, line in enumerate(lines) if ITEM.match(line) and NAME.search(line)]
    if not found:
        return another_amount(rng, lines)
    at = rng.choice(found)
    line = NAME.sub(lambda m: f"{m[1]}: {m[2]}之{rng.choice('甲乙丙')}", lines[at], count=1)
    return [*lines[: at + 1], line, *lines[at + 1 :]]


def other_words(rng, lines):
    found = [at for at, line in enumerate(lines) if re.search(r"[一-鿿]{8}", line) and not ITEM.match(line) and "名称" not in line and "单位" not in line]  # fmt: skip
    if not found:
        return another_amount(rng, lines)
    at = rng.choice(found)
    spot = rng.choice([m.start() + 4 for m in re.finditer(r"[一-鿿]{8}", lines[at])])
    return replaced(lines, at, f"{lines[at][:spot]}（新写{rng.randrange(99)}）{lines[at][spot:]}")


def another_project_name(rng, lines):
    names = [found[1] for line in lines if (found := PROJECT.match(line))]
    if not names:
        return another_amount(rng, lines)
    old = rng.choice(names)
    return [line.replace(old, f"{old}（新）") for line in lines]


FIXES = [
    another_amount, another_amount, an_item_less, an_item_more, other_words, another_project_name,
]  # fmt: skip


def replaced(lines, at, line):
    return [*lines[:at], line, *lines[at + 1 :]]


@lru_cache(maxsize=len(SAMPLES))
def sample(name: str, folder: Path):
    made = Sample(name, folder / name.partition("/")[0])
    return made, made.workbooks(made.lines)


def trial(rng, folder, save=lambda data: data):
    """One random day; `save` is what another program makes of her file."""
    made, before = sample(rng.choice(SAMPLES), folder)
    name = rng.choice(sorted(before))
    lines = made.lines
    for _ in range(rng.randrange(1, 4)):
        lines = rng.choice(FIXES)(rng, lines)
    after = made.workbooks(lines)
    if name not in after:
        return
    base, old = before[name]
    new, figures = after[name]
    desk = Desk(base)
    for _ in range(rng.randrange(1, 6)):
        rng.choice(EDITS)(desk, rng)
    hers = save(desk.save())
    merged, _ = merge_workbook(base, hers, new, old, figures)
    assert merged is not None
    faults = lint(merged.data)
    lost = {fault.partition(": ")[2][:4] for fault in faults if "#REF" in fault}
    faults = [fault for fault in faults if fault.partition(": ")[2][:4] not in lost]
    assert faults == [], faults
    assert_nothing_lost(desk, hers, merged.data)
    assert_no_figure_stale(desk, old, figures, merged)
    again, _ = merge_workbook(new, merged.data, new, figures, figures)
    differ = differences(content(merged.data), content(again.data))
    assert differ == {}, differ


def assert_nothing_lost(desk, hers, merged):
    """Every word of hers stands as often as she wrote it, and her notes are there."""
    mine, found = words(hers), words(merged)
    lost = {w: (mine[w], found[w]) for w in desk.words if mine[w] != found[w]}
    assert lost == {}, lost


def assert_no_figure_stale(desk, old, figures, merged):
    """Every new figure is in the merged workbook, but where she overtyped or deleted its cell."""
    placed = Counter((item.key, item.text) for item in merged.figures)
    hers = {
        item.key for item in old if (at := cell_at(item.spot)) and (item.part, *at) in desk.touched
    }
    wanted = Counter(
        (item.key, item.text)
        for item in figures
        if (at := cell_at(item.spot)) and (item.part, at[1]) not in desk.columns
    )
    missing = [
        (key, text)
        for (key, text), _ in (wanted - placed).items()
        if key and key.replace("（新）", "") not in hers and not key.startswith("公式/")
    ]
    assert missing == [], missing


def differences(one, other):
    """The cells that two workbooks have otherwise."""
    cells = {(title, at) for book in (one, other) for title, found in book.items() for at in found}
    pairs = {
        (title, at): (one.get(title, {}).get(at), other.get(title, {}).get(at))
        for title, at in cells
    }
    return {where: pair for where, pair in pairs.items() if pair[0] != pair[1]}


def words(data):
    book = read_book(data)
    found = Counter(
        cell.value
        for sheet in book.sheets
        for cells in sheet.rows.values()
        for cell in cells.values()
        if cell.kind == "s" and not cell.formula
    )
    notes = b"".join(m.content for m in book.parts.members.values() if "comments" in m.name)
    found.update(re.findall(r"她写的\d+号\d+", notes.decode("utf-8")))
    return found


def content(data):
    """What stands in every cell, and its formula."""
    return {
        sheet.title: {
            (row, column): (cell.content, "".join(str(p) if isinstance(p, str) else p.spelt() for p in cell.formula))
            for row, cells in sheet.rows.items()
            for column, cell in cells.items()
            if not cell.is_blank
        }
        for sheet in read_book(data).sheets
    }  # fmt: skip
