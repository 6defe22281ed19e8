import hashlib
import io
import json
import zipfile
from dataclasses import replace

import pytest
from pack_desk import NAME, document_of, packed

from reportgen.finding import Severity
from reportgen.pack.figure_map import Printed, parse_figures
from reportgen.pack.install import install
from reportgen.pack.manifest import Left, State
from reportgen.pack.plan import Document


def test_a_first_build_writes_every_document(desk):
    report = desk.build({"说明.docx": "一", "表.xlsx": "二"})
    assert (report.written, report.state) == (["说明.docx", "表.xlsx"], State.COMPLETE)
    assert desk.text("说明.docx") == "一"
    assert desk.findings == []


def test_the_program_keeps_a_copy_of_what_it_generated(desk):
    desk.build({"说明.docx": "一"})
    assert desk.text(".reportgen/generated/说明.docx") == "一"


def test_the_manifest_says_what_the_pack_was_made_from(desk):
    desk.build({"说明.docx": "一"}, meta=replace(desk.meta, draft=True))
    assert desk.manifest.meta == replace(desk.meta, draft=True)
    assert desk.manifest.find("说明.docx").installed.size == len(packed("一"))


def test_a_build_with_the_same_content_touches_no_file(desk):
    desk.build({"说明.docx": "一"})
    before = {path: path.stat().st_mtime_ns for path in desk.folder.rglob("*")}
    report = desk.build({"说明.docx": "一"})
    assert (report.written, report.unchanged) == ([], ["说明.docx"])
    lock = desk.folder / ".reportgen" / "lock"
    after = {path: path.stat().st_mtime_ns for path in desk.folder.rglob("*")}
    assert {p: t for p, t in after.items() if p != lock} == {
        p: t for p, t in before.items() if p != lock
    }


def test_a_document_that_did_not_change_is_not_rewritten_beside_one_that_did(desk):
    desk.build({"说明.docx": "一", "表.xlsx": "一"})
    before = (desk.folder / "表.xlsx").stat()
    report = desk.build({"说明.docx": "二", "表.xlsx": "一"})
    after = (desk.folder / "表.xlsx").stat()
    assert (report.written, report.unchanged) == (["说明.docx"], ["表.xlsx"])
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)


def test_a_document_compressed_otherwise_counts_as_the_same(desk):
    desk.build({"说明.docx": "一"})
    other = Document("说明.docx", _recompressed(packed("一")))
    report, _ = install(desk.out, NAME, [other], meta=desk.meta)
    assert report.unchanged == ["说明.docx"]
    assert (desk.folder / "说明.docx").read_bytes() == packed("一")


def test_a_document_saved_again_without_a_change_is_no_edit(desk):
    desk.build({"说明.docx": "一"})
    desk.edit("说明.docx", _recompressed(packed("一")))
    assert desk.build({"说明.docx": "二"}).written == ["说明.docx"]


def test_an_edited_document_is_never_overwritten(desk):
    desk.build({"说明.docx": "一"})
    desk.edit("说明.docx")
    report = desk.build({"说明.docx": "二"})
    assert (report.kept, report.state) == (["说明.docx"], State.INCONSISTENT)
    assert desk.text("说明.docx") == b"edited by hand"
    assert desk.text(".reportgen/generated/说明.docx") == "二"
    assert desk.manifest.state is State.INCONSISTENT


def test_an_edited_document_is_told_with_the_place_of_the_new_one(desk):
    desk.build({"说明.docx": "一"})
    desk.edit("说明.docx")
    desk.build({"说明.docx": "二"})
    [finding] = desk.findings
    assert (finding.code, finding.severity) == ("P802", Severity.EXPLAIN)
    assert f"{NAME}/.reportgen/generated/说明.docx" in finding.message
    assert str(finding.place) == f"{NAME}/说明.docx"


def test_an_edited_document_whose_figures_did_not_change_is_only_a_hint(desk):
    desk.build({"说明.docx": "一"})
    desk.edit("说明.docx")
    desk.build({"说明.docx": "一"})
    assert desk.codes == ["P801"]


def test_an_explanation_of_an_edit_is_asked_again_when_the_document_changes(desk):
    desk.build({"说明.docx": "一"})
    desk.edit("说明.docx")
    seen = set()
    for text in ("二", "二", "三"):
        desk.build({"说明.docx": text})
        seen.add((desk.findings[0].key, desk.findings[0].figures))
    assert len(seen) == 2


def test_the_copy_that_was_edited_stays_as_the_base_of_a_merge(desk):
    desk.build({"说明.docx": "一"})
    desk.edit("说明.docx")
    desk.build({"说明.docx": "二"})
    desk.build({"说明.docx": "三"})
    assert desk.text(".reportgen/base/说明.docx") == "一"
    assert desk.text(".reportgen/generated/说明.docx") == "三"


def test_an_edit_that_is_taken_back_is_generated_again(desk):
    desk.build({"说明.docx": "一"})
    desk.edit("说明.docx")
    desk.build({"说明.docx": "二"})
    desk.edit("说明.docx", packed("一"))
    report = desk.build({"说明.docx": "三"})
    assert (report.written, report.state) == (["说明.docx"], State.COMPLETE)
    assert desk.text(".reportgen/base/说明.docx") is None


def test_a_new_copy_taken_over_by_hand_makes_the_pack_whole(desk):
    desk.build({"说明.docx": "一"})
    desk.edit("说明.docx")
    desk.build({"说明.docx": "二"})
    desk.edit("说明.docx", packed("二"))
    report = desk.build({"说明.docx": "二"})
    assert (report.unchanged, report.state) == (["说明.docx"], State.COMPLETE)
    assert desk.text(".reportgen/base/说明.docx") is None
    assert desk.build({"说明.docx": "三"}).written == ["说明.docx"]


def test_an_edited_document_that_is_deleted_is_made_anew(desk):
    desk.build({"说明.docx": "一"})
    (desk.folder / "说明.docx").unlink()
    assert desk.build({"说明.docx": "一"}).written == ["说明.docx"]
    assert desk.text("说明.docx") == "一"


def test_an_edit_is_overwritten_only_when_asked_and_kept_aside(desk):
    desk.build({"说明.docx": "一"})
    desk.edit("说明.docx")
    report = desk.build({"说明.docx": "二"}, keep_edits=False)
    assert (report.written, report.state, desk.codes) == (["说明.docx"], State.COMPLETE, ["P807"])
    assert desk.text("说明.docx") == "二"
    assert desk.text(".reportgen/history/0001/edited/说明.docx") == b"edited by hand"
    assert ".reportgen/history/0001/edited/说明.docx" in desk.findings[0].message


def test_two_edits_overwritten_one_after_the_other_are_both_kept_aside(desk):
    desk.build({"说明.docx": "一"})
    for edit in (b"first", b"second"):
        desk.edit("说明.docx", edit)
        desk.build({"说明.docx": "二"}, keep_edits=False)
    for build, edit in (("0001", b"first"), ("0002", b"second")):
        assert desk.text(f".reportgen/history/{build}/edited/说明.docx") == edit


def test_a_file_that_the_program_did_not_make_is_not_overwritten(desk):
    desk.folder.mkdir(parents=True)
    desk.edit("说明.docx", b"mine")
    report = desk.build({"说明.docx": "一", "表.xlsx": "一"})
    assert (report.kept, report.written, desk.codes) == (["说明.docx"], ["表.xlsx"], ["P803"])
    assert desk.text("说明.docx") == b"mine"
    assert desk.manifest.find("说明.docx").left is Left.FOREIGN


def test_a_file_that_the_program_did_not_make_stays_foreign(desk):
    desk.folder.mkdir(parents=True)
    desk.edit("说明.docx", b"mine")
    for text in ("一", "二"):
        desk.build({"说明.docx": text})
    assert desk.codes == ["P803"]
    assert desk.text(".reportgen/base/说明.docx") is None


def test_a_foreign_file_is_left_when_its_document_is_no_longer_made(desk):
    desk.folder.mkdir(parents=True)
    desk.edit("说明.docx", b"mine")
    desk.build({"说明.docx": "一"})
    report = desk.build({})
    assert (report.state, desk.findings) == (State.COMPLETE, [])
    assert desk.text("说明.docx") == b"mine"
    assert desk.text(".reportgen/generated/说明.docx") is None


def test_a_folder_in_the_way_of_a_document_is_left(desk):
    (desk.folder / "说明.docx").mkdir(parents=True)
    report = desk.build({"说明.docx": "一"}, keep_edits=False)
    assert (report.kept, desk.codes) == (["说明.docx"], ["P803"])


def test_a_document_no_longer_made_leaves_the_folder(desk):
    desk.build({"说明.docx": "一", "表.xlsx": "一"})
    report = desk.build({"说明.docx": "一"})
    assert (report.removed, report.state, desk.codes) == (["表.xlsx"], State.COMPLETE, ["P805"])
    assert desk.text("表.xlsx") is None
    assert desk.text(".reportgen/history/0001/documents/表.xlsx") == "一"
    assert desk.manifest.find("表.xlsx") is None


def test_a_document_no_longer_made_but_edited_is_kept_and_told_each_time(desk):
    desk.build({"说明.docx": "一", "表.xlsx": "一"})
    desk.edit("表.xlsx")
    for _ in range(2):
        report = desk.build({"说明.docx": "一"})
        assert (report.kept, desk.codes) == (["表.xlsx"], ["P806"])
    assert desk.text("表.xlsx") == b"edited by hand"
    assert desk.manifest.state is State.INCONSISTENT


def test_a_document_made_again_after_it_was_kept_is_still_known_as_edited(desk):
    desk.build({"表.xlsx": "一"})
    desk.edit("表.xlsx")
    desk.build({})
    desk.build({"表.xlsx": "二"})
    assert desk.codes == ["P802"]


@pytest.mark.parametrize(
    ("name", "owner"),
    [
        ("说明.docx", "~$说明.docx"),
        ("部门预算公开说明.docx", "~$预算公开说明.docx"),
        ("一二三四五六七.docx", "~$二三四五六七.docx"),
        ("部门预算收支总表集.xlsx", "~$部门预算收支总表集.xlsx"),
        ("说明.docx", ".~说明.docx"),
        ("说明.docx", ".~lock.说明.docx#"),
    ],
)
def test_a_document_open_in_an_office_program_is_left(desk, name, owner):
    desk.build({name: "一", "另.docx": "一"})
    desk.edit(owner)
    report = desk.build({name: "二", "另.docx": "二"})
    assert (report.kept, report.written, desk.codes) == ([name], ["另.docx"], ["P804"])
    assert desk.text(name) == "一"
    assert desk.manifest.state is State.INCONSISTENT


def test_a_document_is_brought_up_to_date_once_it_is_closed(desk):
    desk.build({"说明.docx": "一"})
    desk.edit("~$说明.docx")
    desk.build({"说明.docx": "二"})
    (desk.folder / "~$说明.docx").unlink()
    report = desk.build({"说明.docx": "二"})
    assert (report.written, report.state) == (["说明.docx"], State.COMPLETE)
    assert desk.text("说明.docx") == "二"


def test_an_open_document_that_did_not_change_is_no_matter(desk):
    desk.build({"说明.docx": "一"})
    desk.edit("~$说明.docx")
    assert desk.build({"说明.docx": "一"}).state is State.COMPLETE


def test_an_open_document_is_not_overwritten_even_when_asked(desk):
    desk.build({"说明.docx": "一"})
    desk.edit("说明.docx")
    desk.edit("~$说明.docx")
    desk.build({"说明.docx": "二"}, keep_edits=False)
    assert desk.codes == ["P804"]
    assert desk.text("说明.docx") == b"edited by hand"


def test_a_broken_manifest_makes_every_other_document_count_as_edited(desk):
    desk.build({"说明.docx": "一", "表.xlsx": "一"})
    desk.edit(".reportgen/manifest.json", b'{"version": 1, "docu')
    report = desk.build({"说明.docx": "二", "表.xlsx": "一"})
    assert (report.kept, report.unchanged) == (["说明.docx"], ["表.xlsx"])
    assert desk.codes == ["P812", "P803"]
    assert desk.text("说明.docx") == "一"


def test_a_build_after_a_broken_manifest_leaves_a_sound_one(desk):
    desk.build({"说明.docx": "一"})
    desk.edit(".reportgen/manifest.json", b"[]")
    desk.build({"说明.docx": "一"})
    assert desk.manifest.state is State.COMPLETE


@pytest.mark.parametrize("name", ["../../etc", "CON", "nul.txt", "a/b", "", "...", "局" * 260])
def test_a_hostile_department_has_a_folder_directly_below_the_output(desk, name):
    report, findings = install(desk.out, name, [document_of("一.docx", "一")], meta=desk.meta)
    assert findings == []
    assert list(desk.out.iterdir()) == [report.folder]
    assert report.folder.parent == desk.out
    assert list(desk.out.parent.iterdir()) == [desk.out]


@pytest.mark.parametrize("name", ["../../evil.docx", ".reportgen/manifest.json", "/etc/x.docx"])
def test_a_hostile_document_name_stays_in_the_folder(desk, name):
    report = desk.build({name: "一"})
    [written] = report.written
    assert (desk.folder / written).read_bytes() == packed("一")
    assert list(desk.out.parent.iterdir()) == [desk.out]


def test_two_documents_of_one_name_are_refused_before_anything_is_written(desk):
    report = desk.build({"Report.docx": "一", "report.docx": "二"})
    assert (desk.codes, report.state) == (["P816"], None)
    assert not desk.out.exists()


def test_a_pack_folder_that_is_a_link_is_refused(desk, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    desk.out.mkdir()
    desk.folder.symlink_to(outside)
    report = desk.build({"说明.docx": "一"})
    assert (desk.codes, report.state) == (["P810"], None)
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize("inner", [".reportgen", ".reportgen/generated", ".reportgen/lock"])
def test_a_link_where_the_program_keeps_its_files_is_refused(desk, tmp_path, inner):
    outside = tmp_path / "outside"
    outside.mkdir()
    (desk.folder / inner).parent.mkdir(parents=True)
    (desk.folder / inner).symlink_to(outside)
    assert desk.build({"说明.docx": "一"}).state is None
    assert "链接" in desk.findings[0].message
    assert list(outside.iterdir()) == []


def test_a_document_that_is_a_link_is_left_and_not_written_through(desk, tmp_path):
    outside = tmp_path / "mine.docx"
    outside.write_bytes(b"mine")
    desk.folder.mkdir(parents=True)
    (desk.folder / "说明.docx").symlink_to(outside)
    desk.build({"说明.docx": "一"}, keep_edits=False)
    assert desk.codes == ["P803"]
    assert outside.read_bytes() == b"mine"


def test_an_output_folder_that_is_a_file_is_one_clear_finding(desk):
    desk.out.write_bytes(b"")
    report = desk.build({"说明.docx": "一"})
    assert (desk.codes, report.state) == (["P810"], None)
    assert "同名的文件" in desk.findings[0].message


def test_the_figure_map_says_which_figure_stands_where(desk):
    printing = Printed("支出", "C35", "支出/2013201/基本支出", "416.86")
    install(desk.out, NAME, [document_of("表.xlsx", "一", [printing])], meta=desk.meta)
    path = desk.folder / ".reportgen" / "figures.json"
    assert parse_figures(path.read_bytes()) == {"表.xlsx": [printing]}
    assert json.loads(path.read_bytes())["documents"]["表.xlsx"] == [list(printing[:4])]


def test_a_figure_map_that_changed_alone_is_brought_up_to_date(desk):
    one, two = (Printed("document", spot, "支出", "1") for spot in ("1:2", "1:3"))
    for printing in (one, two):
        made = [document_of("说明.docx", "一", [printing])]
        install(desk.out, NAME, made, meta=desk.meta)
    path = desk.folder / ".reportgen" / "figures.json"
    assert parse_figures(path.read_bytes()) == {"说明.docx": [two]}


def test_a_figure_map_that_was_lost_is_written_again(desk):
    desk.build({"说明.docx": "一"})
    path = desk.folder / ".reportgen" / "figures.json"
    path.unlink()
    desk.build({"说明.docx": "一"})
    assert parse_figures(path.read_bytes()) == {"说明.docx": []}


def test_a_damaged_copy_of_what_was_generated_is_written_again(desk):
    desk.build({"说明.docx": "一"})
    desk.edit(".reportgen/generated/说明.docx", b"PK")
    desk.build({"说明.docx": "一"})
    assert desk.text(".reportgen/generated/说明.docx") == "一"


def test_an_open_document_no_longer_made_stays_until_it_is_closed(desk):
    desk.build({"表.xlsx": "一"})
    desk.edit("~$表.xlsx")
    assert desk.build({}).kept == ["表.xlsx"]
    (desk.folder / "~$表.xlsx").unlink()
    assert desk.build({}).removed == ["表.xlsx"]


def test_the_manifest_knows_the_bytes_that_stand_in_the_folder(desk):
    desk.build({"说明.docx": "一"})
    other = _recompressed(packed("一"))
    desk.edit("说明.docx", other)
    desk.build({"说明.docx": "一"})
    installed = desk.manifest.find("说明.docx").installed
    assert (installed.sha256, installed.size) == (hashlib.sha256(other).hexdigest(), len(other))


def test_nothing_of_the_staging_stays_behind(desk):
    for text in ("一", "二"):
        desk.build({"说明.docx": text})
    names = {path.name for path in (desk.folder / ".reportgen").iterdir() if path.is_file()}
    assert names == {"manifest.json", "figures.json", "lock"}
    assert not list((desk.folder / ".reportgen").glob("staging-*"))


def _recompressed(data):
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as copy,
    ):
        for name in source.namelist():
            copy.writestr(name, source.read(name))
    return target.getvalue()
