import json

import pytest
from pack_desk import Desk

from reportgen.pack.figure_map import Printed, figures_to_bytes, parse_figures
from reportgen.pack.manifest import BrokenError, Manifest, State, load_manifest, parse_manifest


@pytest.fixture
def content(desk):
    desk.build({"说明.docx": "一"})
    return json.loads((desk.folder / ".reportgen" / "manifest.json").read_bytes())


def test_a_manifest_reads_back_as_it_was_written(desk):
    desk.build({"说明.docx": "一", "表.xlsx": "二"})
    desk.edit("说明.docx")
    desk.build({"说明.docx": "三"})
    assert parse_manifest(desk.manifest.to_bytes()) == desk.manifest


def test_a_folder_without_a_manifest_has_none(tmp_path):
    assert load_manifest(tmp_path) == (None, [])


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b"{}", b"null", b"\xff\xfe", b"[" * 100_000, b'{"version": 1}']
)
def test_a_broken_manifest_is_a_finding(desk, data):
    (desk.folder / ".reportgen").mkdir(parents=True)
    desk.edit(".reportgen/manifest.json", data)
    manifest, [finding] = load_manifest(desk.folder)
    assert (manifest, finding.code) == (None, "P812")


def test_a_folder_in_place_of_a_manifest_is_a_finding(desk):
    (desk.folder / ".reportgen" / "manifest.json").mkdir(parents=True)
    manifest, [finding] = load_manifest(desk.folder)
    assert (manifest, finding.code) == (None, "P812")


@pytest.mark.parametrize("name", ["../x", "a/../b", "a/b/c", "/etc/passwd", "", 3, None])
def test_a_manifest_with_a_name_outside_the_folder_is_broken(content, name):
    content["documents"][0]["name"] = name
    with pytest.raises(BrokenError):
        parse_manifest(json.dumps(content).encode())


@pytest.mark.parametrize(
    ("key", "value"),
    [("version", 2), ("meta", {}), ("meta", 3), ("documents", [3]), ("figures_sha256", None)],
)
def test_a_manifest_with_other_content_is_broken(content, key, value):
    content[key] = value
    with pytest.raises(BrokenError):
        parse_manifest(json.dumps(content).encode())


def test_a_pack_without_documents_is_whole(desk):
    assert Manifest(Desk.meta, (), "").state is State.COMPLETE


def test_a_document_is_found_in_any_case_of_letters(desk):
    desk.build({"Report.docx": "一"})
    assert desk.manifest.find("report.DOCX").name == "Report.docx"


def test_a_figure_map_reads_back_as_it_was_written():
    figures = {"表.xlsx": [Printed("支出", "C35", "支出/合计", "1,234.50")], "说明.docx": []}
    assert parse_figures(figures_to_bytes(figures.items())) == figures


def test_a_figure_map_stands_on_one_line_for_each_document():
    data = figures_to_bytes([("甲", []), ("乙", [Printed("a", "b", "c", "\n")])])
    assert len(data.splitlines()) == 4


@pytest.mark.parametrize("data", [b"", b"[]", b'{"version":1}', b'{"version":1,"documents":3}'])
def test_a_broken_figure_map_is_refused(data):
    with pytest.raises(BrokenError):
        parse_figures(data)


@pytest.mark.parametrize("rows", [[[1, 2, 3, 4]], [["a"]], 3, [None]])
def test_a_figure_map_with_other_rows_is_refused(rows):
    with pytest.raises(BrokenError):
        parse_figures(json.dumps({"version": 1, "documents": {"甲": rows}}).encode())
