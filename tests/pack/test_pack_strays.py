"""Edits that a build cannot see: a renamed document, a draft that she worked on, a file that is open."""

import io
import json
import shutil
import zipfile

import pytest
from samples import ROOT
from typer.testing import CliRunner

from reportgen.cli.main import app

SAMPLE = ROOT / "data/luohu-zzb/2022.yaml"
REPORT = "整体支出绩效目标申报表.docx"


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """The sample built once; not to be changed."""
    folder = tmp_path_factory.mktemp("first")
    shutil.copytree(SAMPLE.parent, folder / "data")
    build(folder, "--draft")
    return folder


@pytest.fixture
def desk(first, tmp_path):
    shutil.copytree(first, tmp_path / "desk")
    return tmp_path / "desk"


def build(folder, *options):
    words = ["build", folder / "data/2022.yaml", "-o", folder / "out", "--json", *options]
    done = CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)
    return json.loads(done.stdout)


def pack(folder):
    return next((folder / "out").iterdir())


def edit(folder):
    """Another file: the same with a word more."""
    path = pack(folder) / REPORT
    package = zipfile.ZipFile(io.BytesIO(path.read_bytes()))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name in package.namelist():
            content = package.read(name)
            if name == "word/document.xml":
                content = content.replace(b"</w:t>", b"edited</w:t>", 1)
            made.writestr(name, content)


def codes(built):
    return [finding["code"] for finding in built["findings"]]


def test_a_document_that_she_renamed_is_pointed_out(desk):
    path = pack(desk) / REPORT
    path.rename(path.with_name("申报表（定稿）.docx"))
    (pack(desk) / "别的说明.docx").write_bytes(b"something else")
    built = build(desk, "--draft")
    [told] = [f for f in built["findings"] if f["code"] == "H131"]
    assert "“申报表（定稿）.docx”像是" in told["message"]
    assert REPORT in built["written"]
    assert "H131" not in codes(build(desk, "--draft"))


def test_a_document_that_is_only_gone_is_made_again(desk):
    (pack(desk) / REPORT).unlink()
    built = build(desk, "--draft")
    assert "H131" not in codes(built)
    assert REPORT in built["written"]


def test_edits_in_a_draft_are_not_forgotten_when_the_final_pack_is_made(desk):
    edit(desk)
    built = build(desk)
    [told] = [f for f in built["findings"] if f["code"] == "H132"]
    assert REPORT in told["message"]
    assert "H132" not in codes(build(desk))


def test_the_remedy_brings_them_over(desk):
    edit(desk)
    draft = pack(desk)
    draft.rename(draft.with_name(draft.name.removesuffix("-草稿")))
    built = build(desk)
    assert "H132" not in codes(built)
    assert built["state"] == "完整"
    assert b"edited" in b"".join(_parts(pack(desk) / REPORT))


def test_a_draft_that_she_left_alone_is_not_mentioned(desk):
    assert "H132" not in codes(build(desk))


def test_of_an_open_document_nothing_is_said_to_be_renewed(desk):
    edit(desk)
    data = desk / "data/2022.yaml"
    data.write_text(data.read_text("utf-8").replace("金额: 2886.51", "金额: 2901.26"), "utf-8")
    owner = pack(desk) / f"~${REPORT[2:]}"
    owner.write_bytes(b"")
    built = build(desk, "--draft")
    assert "P804" in codes(built)
    assert built["edits"] == []
    owner.unlink()
    [edited] = build(desk, "--draft")["edits"]
    assert edited["renewed"] > 0
    assert b"edited" in b"".join(_parts(pack(desk) / REPORT))


def _parts(path):
    package = zipfile.ZipFile(path)
    return [package.read(name) for name in package.namelist()]
