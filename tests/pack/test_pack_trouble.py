"""Builds that the disk or another build gets in the way of, by the command itself."""

import errno
import subprocess
import sys
from pathlib import Path

import pytest

from reportgen.formats import Library
from reportgen.pack.build import build
from reportgen.pack.prepare import prepare

DATA = """\
部门: {{名称: 合成单位, 地区: 合成区, 年度: 2024, 金额单位: 元}}
支出明细:
- {{功能科目: 2013201, 经济科目: 30201, 类型: 基本支出, 资金性质: 一般公共预算拨款, 年度来源: 当年, 金额: {amount}}}
收入明细:
- {{资金性质: 一般公共预算拨款, 年度来源: 当年, 金额: {amount}}}
"""
CROWDED = (
    "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))\n"
    "from reportgen.cli.main import run; run()"
)
"""The command on a disk that takes no file beyond a size, as one does that is nearly full."""


def data(folder, amount):
    path = folder / f"{amount}.yaml"
    path.write_text(DATA.format(amount=amount), "utf-8")
    return path


def started(path, out, code="from reportgen.cli.main import run; run()"):
    return subprocess.Popen(
        [sys.executable, "-c", code, "build", str(path), "-o", str(out)],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip


def ended(running):
    told, _ = running.communicate(timeout=60)
    return running.returncode, told


def files(out):
    """The documents of the pack, without the working papers, which tell of the builds before."""
    return {
        path.name: path.read_bytes()
        for path in out.glob("合成单位-2024/*")
        if path.is_file() and path.name not in {"校验报告.xlsx", "变更清单.xlsx"}
    }


@pytest.mark.skipif(sys.platform == "win32", reason="Windows limits no file sizes")
@pytest.mark.parametrize("limit", [0, 300, 3_000, 12_000])
def test_a_disk_that_is_full_leaves_the_last_pack_and_the_next_build_works(tmp_path, limit):
    out = tmp_path / "out"
    assert ended(started(data(tmp_path, 100), out))[0] == 0
    before = {p: p.read_bytes() for p in out.rglob("*") if p.is_file() and p.name != "lock"}
    status, told = ended(started(data(tmp_path, 200), out, CROWDED.format(limit=limit)))
    assert (status, "磁盘空间不足" in told) == (4, True), told
    assert "原来的报告包没有改动" in told
    after = {p: p.read_bytes() for p in out.rglob("*") if p.is_file() and p.name != "lock"}
    assert after == before
    assert ended(started(data(tmp_path, 200), out))[0] == 0
    assert files(out) != {p.name: d for p, d in before.items() if p.parent.name != ".reportgen"}


@pytest.mark.parametrize("code", [errno.EROFS, errno.EACCES], ids=["EROFS", "EACCES"])
def test_an_output_folder_that_is_read_only_is_one_finding(tmp_path, monkeypatch, code):
    out = tmp_path / "out"
    made, _ = prepare(data(tmp_path, 100), Library())

    def refuse(_path, *_rest, **_options):
        raise OSError(code, "refused")

    monkeypatch.setattr(Path, "mkdir", refuse)
    report, findings = build(made, out)
    monkeypatch.undo()
    assert report.state is None
    told = [finding for finding in findings if finding.code == "P810"]
    assert len(told) == 1
    assert "只读" in told[0].message
    assert not out.exists()
    assert build(made, out)[0].state is not None


def test_two_builds_at_once_leave_the_pack_of_one_of_them(tmp_path):
    both = [data(tmp_path, 100), data(tmp_path, 200)]
    alone = []
    for path in both:
        ended(started(path, tmp_path / path.stem))
        alone.append(files(tmp_path / path.stem))
    assert alone[0] != alone[1]
    out = tmp_path / "out"
    for _ in range(3):
        for status, told in map(ended, [started(path, out) for path in (*both, *both)]):
            assert status in {0, 4}, told
            assert status == 0 or "P811" in told
        assert files(out) in alone
    assert not list(out.glob("*/.reportgen/staging-*"))
    assert ended(started(both[0], out))[0] == 0
    assert files(out) == alone[0]
