"""Documents in a folder of the pack: written, kept, taken away, and never outside it."""

import json

import pytest

from reportgen.writer import is_safe_document, safe_document_name


def test_a_document_may_stand_in_a_folder_of_the_pack(desk):
    report = desk.build({"自评表/甲.docx": "一", "说明.docx": "二"})
    assert report.written == ["自评表/甲.docx", "说明.docx"]
    assert (desk.text("自评表/甲.docx"), desk.text("说明.docx")) == ("一", "二")
    assert desk.text(".reportgen/generated/自评表/甲.docx") == "一"


def test_the_same_build_again_touches_nothing(desk):
    desk.build({"自评表/甲.docx": "一"})
    before = desk.files()
    assert desk.build({"自评表/甲.docx": "一"}).unchanged == ["自评表/甲.docx"]
    assert desk.files() == before


def test_an_edited_document_in_a_folder_is_kept_and_its_base_with_it(desk):
    desk.build({"自评表/甲.docx": "一"})
    desk.edit("自评表/甲.docx")
    assert desk.build({"自评表/甲.docx": "二"}).kept == ["自评表/甲.docx"]
    assert desk.text("自评表/甲.docx") == b"edited by hand"
    assert desk.text(".reportgen/base/自评表/甲.docx") == "一"
    assert desk.text(".reportgen/generated/自评表/甲.docx") == "二"


def test_an_edit_that_she_gave_up_is_set_aside(desk):
    desk.build({"自评表/甲.docx": "一"})
    desk.edit("自评表/甲.docx")
    desk.build({"自评表/甲.docx": "二"}, keep_edits=False)
    assert desk.text("自评表/甲.docx") == "二"
    aside = desk.folder / ".reportgen/history/0001/edited/自评表/甲.docx"
    assert aside.read_bytes() == b"edited by hand"


def test_a_folder_goes_with_its_last_document(desk):
    desk.build({"自评表/甲.docx": "一", "说明.docx": "一"})
    assert desk.build({"说明.docx": "一"}).removed == ["自评表/甲.docx"]
    assert not (desk.folder / "自评表").exists()
    assert desk.text(".reportgen/history/0001/documents/自评表/甲.docx") == "一"


def test_a_folder_in_which_she_keeps_something_stays(desk):
    desk.build({"自评表/甲.docx": "一", "说明.docx": "一"})
    (desk.folder / "自评表/我的.txt").write_text("", "utf-8")
    desk.build({"说明.docx": "一"})
    assert [path.name for path in (desk.folder / "自评表").iterdir()] == ["我的.txt"]


def test_a_file_in_place_of_the_folder_refuses_the_build_and_stays(desk):
    desk.build({"说明.docx": "一"})
    (desk.folder / "自评表").write_text("her own", "utf-8")
    report = desk.build({"说明.docx": "二", "自评表/甲.docx": "一"})
    assert report.state is None
    assert desk.text("说明.docx") == "一"
    assert (desk.folder / "自评表").read_text("utf-8") == "her own"


@pytest.mark.parametrize("store", ["", ".reportgen/generated/"])
def test_a_link_in_place_of_the_folder_is_not_followed(desk, tmp_path, store):
    desk.build({"说明.docx": "一"})
    (tmp_path / "elsewhere").mkdir()
    (desk.folder / f"{store}自评表").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    assert desk.build({"说明.docx": "一", "自评表/甲.docx": "一"}).state is None
    assert not list((tmp_path / "elsewhere").iterdir())


@pytest.mark.parametrize(
    "name",
    [
        "../甲.docx",
        "/甲.docx",
        "甲/乙/丙.docx",
        "./甲.docx",
        ".reportgen/甲.docx",
        "甲/..",
        "C:/甲",
    ],
)
def test_no_name_leads_out_of_the_pack_or_into_the_store(desk, name):
    report = desk.build({name: "一"})
    (written,) = report.written
    path = desk.folder / written
    assert is_safe_document(written)
    assert path.resolve().is_relative_to(desk.folder.resolve())
    assert ".reportgen" not in path.relative_to(desk.folder).parts


def test_a_folder_and_a_name_are_made_safe_each_by_itself():
    assert safe_document_name("自评表 / 甲.docx") == "自评表/甲.docx"
    folder, name = safe_document_name("自*评/甲?.docx").split("/")
    assert folder.startswith("自_评~")
    assert name.startswith("甲_~")


def test_a_project_whose_name_has_a_slash_stands_in_the_same_folder(desk):
    (name,) = desk.build({"自评表/甲/乙.docx": "一"}).written
    assert name.startswith("自评表/甲_乙~")


def test_a_manifest_that_names_a_document_outside_the_pack_is_not_believed(desk):
    desk.build({"自评表/甲.docx": "一"})
    path = desk.folder / ".reportgen/manifest.json"
    content = json.loads(path.read_text("utf-8"))
    content["documents"][0]["name"] = "自评表/../../甲.docx"
    path.write_text(json.dumps(content), "utf-8")
    desk.build({"自评表/甲.docx": "一"})
    assert desk.codes
