"""Makes bad inputs out of good ones by small changes, and holds what is true of every input.

A change is drawn from a `random.Random`: hypothesis gives one that it can shrink, scripts/soak one
with a seed.
"""

from __future__ import annotations

import errno
import io
import json
import re
import shutil
import signal
import zipfile
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from reportgen.formats import Library
from reportgen.pack.prepare import prepare

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "data" / "shanhaiguan-zzb"
SECONDS = 30
"""CPU that one input may take: far more than any needs, far less than a hang."""
LONGEST = 2000
PLACELESS = {"F401", "F402", "F403", "F404"}

HOSTILE = [
    "", " ", "\u3000", "~", "null", "-", "—", "不适用", "合计", "小计", "注：略", "示例：1", "#", "0", "-0",
    "1e308", "1E-300", "9" * 29, "9" * 60, "0." + "1" * 25, "NaN", "inf", ".inf", "0x1F", "1_000",
    "1,234.5", "1，234", "(12)", "１２", "12万元", "50%", "12 34", "--1", "1-", "+-1", "１．２．３", "十二",
    "2013201.0", "'2013201", "02013201", "201 32 01", "2013201 行政运行", "行政运行 2013201", "A", "201.32",
    "9999", "1899", "2023-02-30", "2023年2月", "20230229", "0001-01-01", "9999-12-31", "是", "TRUE", "√",
    "=1+1", "@SUM(A1)", "{{ 支出 }}", "{% for %}", "}}", "{", "%s%n", "<a>&amp;", "]]>", "../..", "a/b\\c",
    "\0", "\x07", "\x1b[31m", "\u200b", "\u202e", "\ufeff", "\ufffe", "\ue000", "\U0010fffd", "\ud800",
    "\U0001f600", "e\u0301", "\u2028", "\r\n", "\t", "字" * 400, " " * 400, "a: b", "- a", "*a", "&a", "!a",
    "支出/基本支出", "支出/2013201", "支出//", "/", "三公/没有", "上年/支出", "本年", "秦皇岛市山海关区", "2023.yaml",
    ".", "~/x", "/dev/null", "金额（万元）", "金额(亿元)", "（元）",
]  # fmt: skip
KEYS = [
    "金额",
    "名称",
    "功能科目",
    "类型",
    "项目",
    "内容",
    "部门",
    "支出明细",
    "声明数",
    "绩效指标",
    "说明",
    "",
    "<<",
    "没有",
]
CHARACTERS = "：:，,、。.（）()[]{}'\"#&*!|>%@`~-—+＝= \t\r\n\u3000\0\x07\u200b\ufeff\ue000\ud800\u20280９a字"


class HangError(AssertionError):
    """An input took more CPU than any should."""


@contextmanager
def bounded() -> Iterator[None]:
    """Ends what takes too much CPU; where the system has no such clock, nothing is watched."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def stop(*_: object) -> None:
        raise HangError(f"more than {SECONDS} s")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def survives(path: Path, library: Library | None = None, format_id: str = "") -> None:
    """Asserts what holds for every input: no exception, no hang, findings that can be found and read."""
    try:
        with bounded():
            prepared, findings = prepare(path, library or Library(), format_id)
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:  # the command answers this in a sentence of its own
            return
        raise
    assert prepared is not None or findings
    for finding in findings:
        assert finding.place or finding.related or finding.code in PLACELESS, finding
        assert finding.message, finding
        assert len(finding.message) <= LONGEST, finding.code
        if finding.place:
            assert finding.place.file, finding


def text_of(rng: random.Random, text: str) -> str:
    """A text with a few of its characters changed, or another text."""
    if not text or rng.random() < 0.6:
        return rng.choice(HOSTILE)
    spot = rng.randrange(len(text))
    match rng.randrange(4):
        case 0:
            return text[:spot] + rng.choice(CHARACTERS) + text[spot:]
        case 1:
            return text[:spot] + text[spot + 1 :]
        case 2:
            return text[:spot]
        case _:
            return text + rng.choice(HOSTILE)


def spots(node: Any) -> list[tuple[Any, Any]]:
    """Every (container, key or index) of a tree, outermost first."""
    found: list[tuple[Any, Any]] = []
    waiting = [node]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict | list):
            found += [(item, key) for key in (item if isinstance(item, dict) else range(len(item)))]
            waiting += item.values() if isinstance(item, dict) else item
    return found


def change_tree(rng: random.Random, tree: Any) -> None:
    """One change of a tree in place: a key, a value or the structure."""
    container, key = rng.choice(spots(tree) or [({"": ""}, "")])
    value = container[key]
    match rng.randrange(10):
        case 0:
            del container[key]
        case 1 if isinstance(container, dict):
            container[rng.choice([*KEYS, text_of(rng, str(key))])] = container.pop(key)
        case 2 if isinstance(container, list):
            container.insert(rng.randrange(len(container) + 1), value)
        case 3:
            container[key] = [value]
        case 4:
            container[key] = {rng.choice(KEYS): value}
        case 5:
            other, name = rng.choice(spots(tree))
            container[key] = json.loads(json.dumps(other[name]))
        case 6 if isinstance(container, dict):
            container[rng.choice(KEYS)] = rng.choice([*HOSTILE, [], {}, [[]], None])
        case _:
            container[key] = text_of(rng, str(value) if isinstance(value, str) else "")


def change_text(rng: random.Random, text: str) -> str:
    """One change of a file's text that pays no heed to what it means."""
    lines = text.split("\n")
    number = rng.randrange(len(lines))
    match rng.randrange(6):
        case 0:
            del lines[number]
        case 1:
            lines.insert(number, rng.choice(lines))
        case 2:
            lines[number] = rng.choice(["  ", "\t", "- ", "# "]) + lines[number]
        case 3:
            lines[number] = text_of(rng, lines[number])
        case 4:
            lines[number] = lines[number].replace(": ", rng.choice([":", "：", " :", ": : "]), 1)
        case _:
            spot = rng.randrange(len(text) + 1)
            return text[:spot] + rng.choice(CHARACTERS) + text[spot:]
    return "\n".join(lines)


def encoded(rng: random.Random, text: str) -> bytes:
    """A file's bytes: nearly always UTF-8, now and then what editors make of it."""
    chance = rng.random()
    if chance < 0.03:
        return text.encode("gb18030", "replace")
    if chance < 0.06:
        return text.encode("utf-16", "surrogatepass")
    data = text.encode("utf-8", "surrogatepass")
    if chance < 0.09:
        return data[: rng.randrange(len(data) + 1)]
    return data.replace(b"\n", b"\r\n") if chance < 0.12 else data


@cache
def sample_text() -> str:
    return (SAMPLE / "2023.yaml").read_text("utf-8")


@cache
def sample_json() -> str:
    return json.dumps(yaml.load(sample_text(), yaml.BaseLoader), ensure_ascii=False)


def changed_yaml(rng: random.Random) -> bytes:
    """The sample data set with some changes, of its tree or of its text."""
    if rng.random() < 0.4:
        text = sample_text()
        for _ in range(rng.randrange(1, 5)):
            text = change_text(rng, text)
        return encoded(rng, text)
    tree = json.loads(sample_json())
    for _ in range(rng.randrange(1, 8)):
        change_tree(rng, tree)
    return encoded(rng, flow(tree))


def flow(node: Any) -> str:
    """A tree as YAML: sections as blocks, the rest in flow style with every text quoted."""
    if not isinstance(node, dict) or not node:
        return json.dumps(node, ensure_ascii=False)
    return "".join(
        f"{json.dumps(str(key), ensure_ascii=False)}: {json.dumps(value, ensure_ascii=False)}\n"
        for key, value in node.items()
    )


@cache
def sample_parts() -> dict[str, bytes]:
    with zipfile.ZipFile(SAMPLE / "2023.xlsx") as package:
        return {name: package.read(name) for name in package.namelist()}


TOKEN = re.compile(r"<[^>]*>|[^<]+")
ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')
ATTRIBUTES = {
    "r": ["A1", "XFD1048576", "XFE1", "A0", "a1", "A1048577", "1", "", "AAAA1", "A1:B2"],
    "t": ["s", "str", "n", "b", "e", "d", "inlineStr", "x", ""],
    "s": ["0", "1", "99999", "-1", "x"],
    "ref": ["A1:A1", "A1:XFD1048576", "B2:A1", "A1:A9", "x", ""],
    "hidden": ["1", "true", "0", "x"],
    "name": ["支出明细", "部门", " 部门 ", "#x", "填报说明", "支出明细（万元）", "", "a&apos;b"],
    "state": ["hidden", "veryHidden", "x"],
    "min": ["0", "1", "99999999999", "x"],
}
INSERTED = [
    '<c r="D2"><v>1</v></c>', '<c t="e"><v>#REF!</v></c>', "<c><f>A1</f></c>", "<v>NaN</v>", "<f>1+1</f>",
    '<row r="5" hidden="1"/>', "<row/>", '<mergeCell ref="A1:B3"/>', "<t>x</t>", "<is/>", "<rPh><t>x</t></rPh>",
    "<!-- x -->", "<![CDATA[x]]>", "<?x y?>", "&lt;", "&x;", "\x01", "<!DOCTYPE a>", "</row>", "<x:y/>",
]  # fmt: skip


def change_xml(rng: random.Random, xml: str) -> str:
    """One change of a part's XML, mostly one that leaves it well-formed."""
    tokens = TOKEN.findall(xml)
    number = rng.randrange(len(tokens))
    token = tokens[number]
    if rng.random() < 0.06:
        tokens[number] = rng.choice(["", token * 2, rng.choice(INSERTED), token[: len(token) // 2]])
    elif token.startswith("<"):
        found = ATTRIBUTE.findall(token)
        if found and rng.random() < 0.8:
            name, value = rng.choice(found)
            known = ATTRIBUTES.get(name, ["", "0", "-1", "x", "9" * 30])
            fresh = f' {name}="{rng.choice(known)}"' if rng.random() < 0.9 else ""
            tokens[number] = token.replace(f' {name}="{value}"', fresh, 1)
        elif not token.startswith(("</", "<?")):
            tokens[number] = token + rng.choice(INSERTED)
    else:
        fresh = text_of(rng, token)
        fresh = fresh.replace("&", "&amp;").replace("<", "&lt;")
        tokens[number] = re.sub("[\ud800-\udfff]", "_xD800_", fresh)
    return "".join(tokens)


def changed_workbook(rng: random.Random) -> bytes:
    """The sample workbook with some changes of its parts or of its package."""
    parts = dict(sample_parts())
    sheets = [name for name in parts if "sheet" in name.lower() or "sharedStrings" in name]
    others = [name for name in parts if name not in sheets]
    for _ in range(rng.randrange(1, 10)):
        name = rng.choice(sheets if rng.random() < 0.85 else others)
        if name not in parts:
            continue
        if rng.random() < 0.01:
            del parts[name]
            continue
        text = parts[name].decode("utf-8", "surrogatepass")
        parts[name] = change_xml(rng, text).encode("utf-8", "surrogatepass")
    stream = io.BytesIO()
    with zipfile.ZipFile(
        stream, "w", rng.choice([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
    ) as book:
        for name, content in parts.items():
            book.writestr(name, content)
    data = bytearray(stream.getvalue())
    chance = rng.random()
    if chance < 0.04:
        del data[rng.randrange(len(data)) :]
    elif chance < 0.10:
        for _ in range(rng.randrange(1, 5)):
            data[rng.randrange(len(data))] = rng.randrange(256)
    return bytes(data)


FORMATS = ("national", "qinhuangdao-shanhaiguan")
FILES = {"format", "fields", "checks", "scoring", "phrases"}
EXPRESSIONS = [
    "支出", "支出.合计", "支出.没有", "收入.金额()", "支出.按('功能科目')", "支出.按('没有')", "支出.金额(类型=支出)", "上年.支出",
    "1 / 0", "9 ** 9 ** 9", "'a' * 10 ** 9", "[1] * 10 ** 9", "范围(10 ** 12)", "range(10 ** 9)", "年度 ** 年度",
    "().__class__", "支出.__class__", "''.format(支出)", "x.y.z", "支出 + '1'", "支出.合计 | 万元 | 万元", "-支出",
    "列表.没有", "列表.支出类[99]", "(((((1)))))", "1 if", "not", "行", "行.代码", "{{ 1 }}", "并列()", "对比(1)", "sum(支出)",
    "支出.明细() | map(attribute='x') | list", "部门.名称 < 1", "支出.合计 == 部门", "lambda: 1", "1e400", "0" * 5000, "(" * 500,
]  # fmt: skip


def change_format_tree(rng: random.Random, tree: Any) -> None:
    """One change of a format's file: an expression, or anything."""
    texts = [(c, k) for c, k in spots(tree) if isinstance(c[k], str) and re.search(r"[.(|]", c[k])]
    if not texts or rng.random() < 0.4:
        change_tree(rng, tree)
        return
    container, key = rng.choice(texts)
    source = container[key]
    words = re.findall(r"\w+|\W", source)
    number = rng.randrange(len(words))
    match rng.randrange(5):
        case 0:
            container[key] = rng.choice(EXPRESSIONS)
        case 1:
            del words[number]
            container[key] = "".join(words)
        case 2:
            words[number] = rng.choice(EXPRESSIONS)
            container[key] = "".join(words)
        case 3:
            container[key] = (
                source + rng.choice([" + ", " | ", " if ", ".", "("]) + rng.choice(EXPRESSIONS)
            )
        case _:
            container[key] = text_of(rng, source)


def changed_formats(rng: random.Random, folder: Path) -> Library:
    """The general format and that of the sample, one file of theirs changed."""
    for name in FORMATS:
        shutil.copytree(
            ROOT / "templates" / name,
            folder / name,
            ignore=shutil.ignore_patterns("*.xlsx", "*.docx"),
        )
    path = rng.choice(sorted(path for path in folder.rglob("*.yaml") if path.stem in FILES))
    text = path.read_text("utf-8")
    if rng.random() < 0.3:
        for _ in range(rng.randrange(1, 4)):
            text = change_text(rng, text)
    else:
        tree = yaml.load(text, yaml.BaseLoader)
        for _ in range(rng.randrange(1, 6)):
            change_format_tree(rng, tree)
        text = flow(tree)
    path.write_bytes(encoded(rng, text))
    return Library(folder)


def property_of(
    make: Callable[[random.Random], bytes], name: str
) -> Callable[[random.Random, Path], None]:
    """A property of the inputs that `make` draws, each written to a file of this name."""

    def fuzz(rng: random.Random, folder: Path) -> None:
        path = folder / name
        path.write_bytes(make(rng))
        survives(path)

    fuzz.__name__ = make.__name__
    return fuzz


fuzz_yaml = property_of(changed_yaml, "2023.yaml")
fuzz_workbook = property_of(changed_workbook, "2023.xlsx")


def fuzz_format(rng: random.Random, folder: Path) -> None:
    """Whatever stands in the files of a format, preparing the sample in it ends in findings."""
    survives(SAMPLE / "2023.yaml", changed_formats(rng, folder), FORMATS[-1])
