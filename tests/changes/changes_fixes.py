"""Data fixes as a clerk makes them, and what they change, found out from the documents themselves."""

import difflib
import re
import shutil
import zipfile
from collections import Counter
from decimal import Decimal
from io import BytesIO
from pathlib import Path

from docx import Document
from lxml import etree
from openpyxl import load_workbook
from samples import ROOT, SAMPLE

from reportgen.figure import round_half_up
from reportgen.formats import Library
from reportgen.pack.build import build
from reportgen.pack.prepare import prepare

LUOHU = ROOT / "data" / "luohu-zzb" / "2022.yaml"
AMOUNT = re.compile(r"-?\d[\d,]*(?:\.\d+|(?=万元))")
ADJUSTED = re.compile(r"^- \{.*类型: (?:基本|项目)支出.*金额: ([\d.]+)")
FACT = re.compile(
    r"(?:流动资产|固定资产净值|无形资产净值|负债|编制数|人数|实际支出数|累计执行率|件数|发放|有效|满意度|扫描|得分|原值|"
    r"项数|项目数|计划金额|年末结转结余): (\d+(?:\.\d+)?)(?=[,}%\s]|$)"
)
NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?%?")
LINE = re.compile(r"^- \{功能科目: (\d{7}).*?金额:\s*([\d.]+)")


def another_amount(rng, lines):
    at = rng.choice(expenditure(lines))
    return replaced(lines, at, f"{rng.randrange(1, 90_000) / 100:.2f}")


def a_slipped_digit(rng, lines):
    at = rng.choice(expenditure(lines))
    old = LINE.match(lines[at])[2]
    return replaced(lines, at, str(Decimal(old) * 10))


def a_finer_amount(rng, lines):
    """To the 厘: more digits than a sentence prints."""
    at = rng.choice(expenditure(lines))
    return replaced(lines, at, f"{LINE.match(lines[at])[2]}{rng.randrange(11, 99)}")


def a_line_too_many(rng, lines):
    at = rng.choice(expenditure(lines))
    return lines[:at] + lines[at + 1 :]


def a_forgotten_line(rng, lines):
    at = rng.choice(expenditure(lines))
    code = rng.choice(["2080506", "2210203", "2050803", "2010601", "2299999"])
    line = re.sub(r"功能科目: \d{7}", f"功能科目: {code}", lines[at])
    return [*lines[: at + 1], line, *lines[at + 1 :]]


def another_subject(rng, lines):
    at = rng.choice(expenditure(lines))
    code = rng.choice(["2080506", "2013299", "2101102", "2210202"])
    fixed = re.sub(r"功能科目: \d{7}", f"功能科目: {code}", lines[at])
    return [*lines[:at], fixed, *lines[at + 1 :]]


def another_kind(rng, lines):
    at = rng.choice([at for at in expenditure(lines) if "基本支出" in lines[at]])
    fixed = lines[at].replace("类型: 基本支出", "类型: 项目支出")
    return [*lines[:at], fixed, *lines[at + 1 :]]


def last_years_amount(rng, lines):
    start = lines.index("上年数:")
    at = start + rng.randrange(1, 4)
    return replaced(lines, at, f"{rng.randrange(1, 200_000) / 100:.2f}")


def an_asset(rng, lines):
    found = [at for at, line in enumerate(lines) if re.search(r"价值:\s*\d", line)]
    at = rng.choice(found)
    fixed = re.sub(r"价值:\s*[\d.]+", f"价值: {rng.randrange(100, 9_999) / 100:.2f}", lines[at])
    return [*lines[:at], fixed, *lines[at + 1 :]]


def an_adjustment(rng, lines):
    """An amount of 罗湖's, at the beginning of the year or as adjusted."""
    at = rng.choice([at for at, line in enumerate(lines) if ADJUSTED.match(line)])
    return replaced(lines, at, f"{rng.randrange(1, 90_000) / 100:.2f}")


def a_slip(rng, lines):
    at = rng.choice([at for at, line in enumerate(lines) if ADJUSTED.match(line)])
    return replaced(lines, at, str(Decimal(ADJUSTED.match(lines[at])[1]) * 10))


def a_project_more(rng, lines):
    """Two lines of the ledger, and the task that the project belongs to."""
    found = [at for at, line in enumerate(lines) if " 项目: " in line and "阶段: 年初" in line]
    at = rng.choice(found)
    pair = [re.sub(r"项目: [^,]+", "项目: 党建阵地建设", line) for line in lines[at : at + 2]]
    pair = [replaced([line], 0, f"{rng.randrange(100, 9_999) / 100:.2f}")[0] for line in pair]
    task = next(i for i, line in enumerate(lines) if line.startswith("预算项目:")) + 1
    unit = re.search(r"单位: ([^,]+)", pair[0])[1]
    named = f"- {{单位: {unit}, 名称: 党建阵地建设, 任务: 党建管理}}"
    return [*lines[: at + 2], *pair, *lines[at + 2 : task], named, *lines[task:]]


def a_project_less(rng, lines):
    found = [at for at, line in enumerate(lines) if " 项目: " in line and "阶段: 年初" in line]
    at = rng.choice(found)
    name = re.search(r"(单位: [^,]+), .*(?:项目|名称): ([^,]+),", lines[at])
    left = [*lines[:at], *lines[at + 2 :]]
    gone = f"- {{{name[1]}, 名称: {name[2]},"
    return [line for line in left if not line.startswith(gone)]


def a_fact(rng, lines):
    """A number of 罗湖's report that is no ledger: assets, staff, quarters, questionnaires, points."""
    at = rng.choice([at for at, line in enumerate(lines) if FACT.search(line)])
    found = rng.choice(list(FACT.finditer(lines[at])))
    old = found[1]
    new = str(rng.randrange(2, 99)) + (f".{rng.randrange(1, 100):02}" if "." in old else "")
    fixed = lines[at][: found.start(1)] + new + lines[at][found.end(1) :]
    return [*lines[:at], fixed, *lines[at + 1 :]]


def a_line_of_last_year(rng, lines):
    start = lines.index("上年数:")
    at = start + rng.randrange(1, 5)
    return replaced(lines, at, f"{rng.randrange(1, 200_000) / 100:.2f}")


LUOHU_FIXES = [
    an_adjustment, a_slip, a_project_more, a_project_less, a_fact, a_fact, a_fact, a_line_of_last_year,
]  # fmt: skip
FIXES = [
    another_amount, a_slipped_digit, a_finer_amount, a_line_too_many, a_forgotten_line,
    another_subject, another_kind, last_years_amount, an_asset,
]  # fmt: skip


def expenditure(lines):
    return [at for at, line in enumerate(lines) if LINE.match(line)]


def replaced(lines, at, amount):
    fixed = re.sub(r"金额:\s*[\d.]+", f"金额: {amount}", lines[at])
    return [*lines[:at], fixed, *lines[at + 1 :]]


class Desk:
    """The sample beside its companions in a folder of its own, built again after each fix."""

    def __init__(self, folder: Path, sample: Path = SAMPLE):
        shutil.copytree(sample.parent, folder / "data")
        self.data = folder / "data" / sample.name
        self.lines = sample.read_text("utf-8").splitlines()
        self.numbers = AMOUNT if sample == SAMPLE else NUMBER
        """What of a Word document may be a figure: 罗湖's report prints counts and rates as well."""
        self.out = folder / "out"
        self.report = self.build()

    def build(self):
        made, findings = prepare(self.data, Library())
        assert made is not None, findings
        report, findings = build(made, self.out, draft=True)
        assert report is not None, findings
        assert report.state is not None, findings
        return report

    def documents(self):
        return {
            path.name: path.read_bytes()
            for path in self.report.folder.iterdir()
            if path.suffix in {".xlsx", ".docx"} and path.stem not in {"校验报告", "变更清单"}
        }

    def fix(self, rng, kind):
        """A fix of the sample as it was (the one before taken back), and the build after it."""
        text = "\n".join(kind(rng, self.lines))
        before = self.documents()
        self.data.write_text(f"{text}\n", "utf-8")
        self.report = self.build()
        return before, self.report.changes


def check_fix(desk, rng, kind):
    """The list of changes is what a comparison of the documents finds, no more and no less."""
    before, changes = desk.fix(rng, kind)
    after = desk.documents()
    assert before.keys() == after.keys()
    for name, data in after.items():
        listed = [item for item in changes.figures if item.document == name]
        found = (
            cells(before[name], data)
            if name.endswith("xlsx")
            else words(before[name], data, desk.numbers)
        )
        if name.endswith("xlsx"):
            # A row that went and one that came may have stood in the same place.
            seen = {(f.part, f.spot, not f.old, not f.new): (f.old, f.new) for f in listed}
            found = {(t, at, old is None, new is None): (old, new) for t, at, old, new in found}
            # So may a figure that is blank now and one that went: each is told, both alike.
            assert len(seen) == len({(f.part, f.spot, f.old, f.new) for f in listed})
            joined(found, seen)
            moved(found, seen)
            differ = {at: (seen.get(at), found.get(at)) for at in seen.keys() | found.keys()}
            differ = {at: pair for at, pair in differ.items() if not all(pair) or not alike(*pair)}
            assert differ == {}, differ
        else:
            drawn = [f for f in listed if f.part.startswith("图表")]
            # A chart keeps numbers without the zeros at their end.
            shown = Counter((number(f.old), number(f.new)) for f in drawn)
            assert shown == points(before[name], data)
            seen = Counter((f.old, f.new) for f in listed if f not in drawn)
            if any("" in pair for pair in [*found, *seen]):
                seen, found = net(seen), net(found)
            assert seen == found, (seen, found)
        touched = {item.name for item in changes.documents}
        assert (name in touched) == (before[name] != data)


def joined(found, seen):
    """A row whose words changed seems to go and come; where it is listed as the same, it is."""
    for title, at, gone, come in list(found):
        there = title, at, False, False
        if gone and not come and (title, at, False, True) in found:
            pair = found[title, at, False, True][0], found[title, at, True, False][1]
            if there in seen or pair[0] == pair[1]:
                del found[title, at, False, True], found[title, at, True, False]
                if pair[0] != pair[1]:
                    found[there] = pair


def moved(found, seen):
    """A row that changed its place among the others seems to go and come; the list tells one change."""
    for (title, at, *_), (old, new) in seen.items():
        come = (title, at, True, False)
        if (title, at, False, False) in found or come not in found or not old:
            continue
        for gone in [
            k for k in found if k[0] == title and k[1][0] == at[0] and k[2:] == (False, True)
        ]:
            pair = found[gone][0], found[come][1]
            if alike((old, new), pair):
                del found[gone], found[come]
                found[title, at, False, False] = pair
                break


def net(pairs):
    """The amounts that went and those that came: where sentences changed, no more can be told."""
    gone, come = Counter(), Counter()
    for (old, new), count in pairs.items():
        gone[old] += count
        come[new] += count
    gone.pop("", None)
    come.pop("", None)
    return gone - come, come - gone


def number(text):
    return Decimal(text.replace(",", "")).normalize() if text else None


def alike(texts, numbers):
    """Whether cells that differ show what is listed: rounded as printed, or just as they are."""
    listed = [number(text) for text in texts]
    places = max(len(text.partition(".")[2].rstrip("%")) for text in texts)
    shown = [None if n is None else round_half_up(n, places).normalize() for n in numbers]
    return listed in (shown, list(numbers))


def cells(old, new):
    """The number cells that differ, rows held together by what their other cells say."""
    found = set()
    one, two = (load_workbook(BytesIO(data), data_only=True) for data in (old, new))
    assert one.sheetnames == two.sheetnames
    for title in one.sheetnames:
        left, right = rows(one[title]), rows(two[title])
        matcher = difflib.SequenceMatcher(
            None, [label for label, _ in left], [label for label, _ in right], autojunk=False
        )
        for tag, i1, i2, j1, j2 in matcher.get_opcodes():
            if tag == "equal":
                for row, (_, before) in enumerate(left[i1:i2], start=j1 + 1):
                    after = right[row - 1][1]
                    found |= {
                        (title, f"{letter}{row}", before.get(letter), after.get(letter))
                        for letter in before.keys() | after.keys()
                    }
                continue
            for row, (_, numbers) in enumerate(left[i1:i2], start=i1 + 1):
                found |= {(title, f"{at}{row}", value, None) for at, value in numbers.items()}
            for row, (_, numbers) in enumerate(right[j1:j2], start=j1 + 1):
                found |= {(title, f"{at}{row}", None, value) for at, value in numbers.items()}
    return {item for item in found if item[2] != item[3]}


def rows(sheet):
    """Each row as its words, and its numbers by column; running numbers in column A are neither."""
    found = []
    for row in sheet.iter_rows():
        # A zero may be printed as a sign, which is text.
        words = tuple(c.value for c in row if isinstance(c.value, str) and c.value != "0")
        numbers = {
            cell.column_letter: Decimal(str(cell.value)).normalize()
            for cell in row
            if (isinstance(cell.value, int | float) or cell.value == "0") and cell.column > 1
        }
        found.append((words, numbers))
    return found


def words(old, new, numbers=AMOUNT):
    """The printed amounts that differ, paragraphs and rows held together by what else they say."""
    left, right = paragraphs(old, numbers), paragraphs(new, numbers)
    matcher = difflib.SequenceMatcher(
        None, [label for label, _ in left], [label for label, _ in right], autojunk=False
    )
    found = Counter()
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        # a paragraph whose phrase changed (增加 to 持平) is still the same paragraph
        counts = [[len(amounts) for _, amounts in part] for part in (left[i1:i2], right[j1:j2])]
        if tag == "equal" or counts[0] == counts[1]:
            for (_, before), (_, after) in zip(left[i1:i2], right[j1:j2], strict=True):
                found.update(zip(before, after, strict=True))
        else:
            found.update((text, "") for _, amounts in left[i1:i2] for text in amounts)
            found.update(("", text) for _, amounts in right[j1:j2] for text in amounts)
    return Counter({pair: count for pair, count in found.items() if pair[0] != pair[1]})


def points(old, new):
    """The points of the charts that differ, old and new, by position."""
    shown = []
    for data in (old, new):
        package = zipfile.ZipFile(BytesIO(data))
        parts = sorted(
            name for name in package.namelist() if re.search(r"charts/chart\d+\.xml$", name)
        )
        roots = [etree.fromstring(package.read(name)) for name in parts]
        shown.append([v.text for root in roots for v in root.iterfind(f".//{C}val//{C}v")])
    pairs = zip(*([number(text) for text in side] for side in shown), strict=True)
    return Counter(pair for pair in pairs if pair[0] != pair[1])


def paragraphs(data, numbers=AMOUNT):
    """Each paragraph, and each row of a table, as its label and the amounts in it.

    The label leaves out amounts, running numbers, codes and directions; a cell of a row that holds
    no amount counts as an empty one.
    """
    body = Document(BytesIO(data)).element.body
    found = []
    for item in body.iterchildren():
        if item.tag.endswith("}tbl"):
            for row in item.iter(ROW):
                texts = ["".join(t.text or "" for t in cell.iter(T)) for cell in row.iter(CELL)]
                said = [
                    text for text in (masked(t, numbers) for t in texts) if text not in {"", "#"}
                ]
                found.append((tuple(said), [t if numbers.fullmatch(t) else "" for t in texts]))
        else:
            text = "".join(t.text or "" for t in item.iter(T))
            found.append((masked(text, numbers), numbers.findall(text)))
    return found


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
T, ROW, CELL = f"{W}t", f"{W}tr", f"{W}tc"


def masked(text, numbers=AMOUNT):
    return re.sub(r"[\d.]+|增加|减少|持平|调增|调减", "~", numbers.sub("#", text))
