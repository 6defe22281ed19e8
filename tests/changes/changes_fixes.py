"""Data fixes as a clerk makes them, and what they change, found out from the documents themselves."""

import difflib
import re
import shutil
from collections import Counter
from decimal import Decimal
from io import BytesIO
from pathlib import Path

from docx import Document
from openpyxl import load_workbook
from samples import SAMPLE

from reportgen.figure import round_half_up
from reportgen.formats import Library
from reportgen.pack.build import build
from reportgen.pack.prepare import prepare

AMOUNT = re.compile(r"-?\d[\d,]*(?:\.\d+|(?=万元))")
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

    def __init__(self, folder: Path):
        shutil.copytree(SAMPLE.parent, folder / "data")
        self.data = folder / "data" / SAMPLE.name
        self.lines = SAMPLE.read_text("utf-8").splitlines()
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
        found = cells(before[name], data) if name.endswith("xlsx") else words(before[name], data)
        if name.endswith("xlsx"):
            seen = {(f.part, f.spot, *shown(number(f.old), number(f.new))) for f in listed}
            found = {(title, at, *shown(one, two)) for title, at, one, two in found}
            assert seen == found, sorted(seen ^ found, key=str)
        else:
            seen = Counter((f.old, f.new) for f in listed)
            if any("" in pair for pair in found):
                seen, found = net(seen), net(found)
            assert seen == found, (seen, found)
        touched = {item.name for item in changes.documents}
        assert (name in touched) == (before[name] != data)


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


def shown(*numbers):
    """As the cells show them; where that is the same, as they are."""
    rounded = [None if n is None else round_half_up(n, 2).normalize() for n in numbers]
    return numbers if rounded[0] == rounded[1] else rounded


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
        words = tuple(cell.value for cell in row if isinstance(cell.value, str))
        numbers = {
            cell.column_letter: Decimal(str(cell.value)).normalize()
            for cell in row
            if isinstance(cell.value, int | float) and cell.column > 1
        }
        found.append((words, numbers))
    return found


def words(old, new):
    """The printed amounts that differ, paragraphs and rows held together by what else they say."""
    left, right = paragraphs(old), paragraphs(new)
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


def paragraphs(data):
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
                said = [text for text in map(masked, texts) if text not in {"", "#"}]
                found.append((tuple(said), [t if AMOUNT.fullmatch(t) else "" for t in texts]))
        else:
            text = "".join(t.text or "" for t in item.iter(T))
            found.append((masked(text), AMOUNT.findall(text)))
    return found


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
T, ROW, CELL = f"{W}t", f"{W}tr", f"{W}tc"


def masked(text):
    return re.sub(r"[\d.]+|增加|减少|持平", "~", AMOUNT.sub("#", text))
