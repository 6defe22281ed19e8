"""The sample documents, rendered in memory, and seeded fixes of their data."""

import re
import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from samples import ROOT

from reportgen.formats import Library
from reportgen.pack.build import render_pack
from reportgen.pack.prepare import prepare

SAMPLES = [
    "shanhaiguan-zzb/2023", "luohu-zzb/2022", "luohu-zzb/2024", "gulou-zzb/2020", "futian-zzb/2023", "example/2024",
]  # fmt: skip
NUMBER = re.compile(
    r"((?:金额|年初预算数|全年预算数|全年执行数|得分|价值|数值|财政拨款|预算数):\s*)(\d+(?:\.\d+)?)"
)
WORDS = re.compile(r"[\u4e00-\u9fff]{9,}")
ROW = re.compile(r"^- \{.*\}\s*$")


@cache
def rendered(sample: str, text: str = "") -> dict[str, tuple[bytes, list]]:
    """The Word documents of a sample, its data replaced by `text` where given: bytes and figures."""
    source = ROOT / "data" / f"{sample}.yaml"
    with TemporaryDirectory() as folder:
        data = Path(folder) / source.parent.name
        shutil.copytree(source.parent, data)
        if text:
            (data / source.name).write_text(text, "utf-8")
        made, _ = prepare(data / source.name, Library(ROOT / "templates"))
        if made is None:
            return {}
        documents, _ = render_pack(made)
    return {d.name: (d.data, list(d.figures)) for d in documents if d.name.endswith(".docx")}


def data_of(sample: str) -> str:
    return (ROOT / "data" / f"{sample}.yaml").read_text("utf-8")


def fixed(rng, text: str, count: int) -> str:
    """The data with some random fixes: numbers, words, rows that go or come."""
    lines = text.split("\n")
    for _ in range(count):
        rng.choice([_number, _number, _number, _words, _row_gone, _row_more])(rng, lines)
    return "\n".join(lines)


def _number(rng, lines):
    found = [at for at, line in enumerate(lines) if NUMBER.search(line) and line[:1] != "#"]
    if not found:
        return
    at = rng.choice(found)
    match = rng.choice(list(NUMBER.finditer(lines[at])))
    value = rng.choice([f"{rng.randrange(1, 90_000) / 100:.2f}", str(rng.randrange(1, 99))])
    value = value if "." in match[2] else value.split(".", maxsplit=1)[0]
    lines[at] = lines[at][: match.start(2)] + value + lines[at][match.end(2) :]


def _words(rng, lines):
    found = [
        at
        for at, line in enumerate(lines)
        if line[:1] != "#"
        and WORDS.search(line)
        and ("绩效" in line or "目标" in line or "：" in line)
    ]
    if not found:
        return
    at = rng.choice(found)
    match = rng.choice(list(WORDS.finditer(lines[at])))
    cut = rng.randrange(match.start() + 1, match.end())
    lines[at] = lines[at][:cut] + rng.choice(["切实", "进一步", "并"]) + lines[at][cut:]


def _row_gone(rng, lines):
    found = [at for at, line in enumerate(lines) if ROW.match(line)]
    if found:
        del lines[rng.choice(found)]


def _row_more(rng, lines):
    found = [at for at, line in enumerate(lines) if ROW.match(line) and WORDS.search(line)]
    if not found:
        return
    at = rng.choice(found)
    match = next(iter(WORDS.finditer(lines[at])))
    words = f"另{rng.choice('甲乙丙丁戊')}{match[0]}"
    lines.insert(at + 1, lines[at][: match.start()] + words + lines[at][match.end() :])
