"""Documents that she edited, through builds: merged, told, discarded, brought back."""

import io
import json
import re
import shutil

import pytest
from openpyxl import load_workbook
from samples import SAMPLE

from reportgen.formats import Library
from reportgen.pack.build import HandEdits, build
from reportgen.pack.change_list import UNMERGED_FILE
from reportgen.pack.explain import printed_at
from reportgen.pack.history import remembered, restore
from reportgen.pack.manifest import Left, State, load_manifest
from reportgen.pack.prepare import prepare
from reportgen.pack.remaking import remake_pack
from reportgen.pack.verify import Verdict, verify

BOOK = "部门预算表.xlsx"
FIRST = re.compile(r"(功能科目: 2013201, 经济科目: 30101, .*?金额: *)[\d.]+")


class Office:
    """A data set and its pack: the data is changed, the workbook edited, all is built again."""

    def __init__(self, folder):
        shutil.copytree(SAMPLE.parent, folder / "data")
        self.data = folder / "data" / SAMPLE.name
        self.out = folder / "out"
        self.build()
        self.folder = self.report.folder
        self.book = self.folder / BOOK

    def build(self, **options):
        made, _ = prepare(self.data, Library())
        self.report, self.findings = build(
            made, self.out, draft=True, hand_edits=HandEdits(**options)
        )
        assert self.report.state is not None, self.findings
        return self.report

    def amount(self, text):
        old = self.data.read_text("utf-8")
        new = FIRST.sub(rf"\g<1>{text}", old, count=1)
        assert new != old
        self.data.write_text(new, "utf-8")

    def edit(self, **cells):
        book = load_workbook(self.book)
        for where, content in cells.items():
            book["支出总表"][where] = content
        book.save(self.book)

    def cell(self, where):
        return load_workbook(io.BytesIO(self.book.read_bytes()), data_only=True)["支出总表"][
            where
        ].value

    @property
    def codes(self):
        return [f.code for f in self.findings if f.code[0] in "PH"]

    @property
    def manifest(self):
        return load_manifest(self.folder)[0]


@pytest.fixture
def office(tmp_path):
    return Office(tmp_path)


def test_her_words_and_the_new_figures_are_both_in_the_document(office):
    office.edit(C9="她改的名称")
    office.amount("999.99")
    report = office.build()
    assert (report.merged, report.state) == ([BOOK], State.COMPLETE)
    assert (office.cell("C9"), office.cell("D7")) == ("她改的名称", 1395.4)
    [edited] = report.edits
    assert (edited.name, edited.count("保留"), edited.waits) == (BOOK, 1, 0)
    assert edited.count("更新") > 10


def test_a_second_build_changes_nothing(office):
    office.edit(C9="她改的名称")
    office.amount("999.99")
    office.build()
    before = {
        p: p.read_bytes() for p in office.folder.rglob("*") if p.is_file() and p.name != "lock"
    }
    report = office.build()
    assert (report.written, report.merged, report.state) == ([], [], State.COMPLETE)
    after = {
        p: p.read_bytes() for p in office.folder.rglob("*") if p.is_file() and p.name != "lock"
    }
    assert after == before


def test_an_edited_document_without_new_data_stays_byte_for_byte(office):
    office.edit(C9="她改的名称")
    hers = office.book.read_bytes()
    report = office.build()
    assert (report.state, office.book.read_bytes()) == (State.COMPLETE, hers)
    assert office.manifest.find(BOOK).merged


def test_edits_survive_one_data_fix_after_the_other(office):
    office.edit(C9="她改的名称")
    for text, total in (("999.99", 1395.4), ("100", 495.41)):
        office.amount(text)
        office.build()
        assert (office.cell("C9"), office.cell("D7")) == ("她改的名称", total)


def test_a_conflict_makes_the_pack_inconsistent_until_its_note_is_gone(office):
    office.edit(D9=1)
    office.amount("999.99")
    report = office.build()
    assert report.state is State.INCONSISTENT
    assert office.manifest.find(BOOK).left is Left.CONFLICT
    assert "P920" in office.codes
    assert office.cell("D9") == 1
    assert office.build().state is State.INCONSISTENT
    book = load_workbook(office.book)
    assert "1264.1" in book["支出总表"]["D9"].comment.text
    book["支出总表"]["D9"].comment = None
    book.save(office.book)
    assert office.build().state is State.COMPLETE


def test_a_conflict_is_settled_by_typing_the_new_figure(office):
    office.edit(D9=1)
    office.amount("999.99")
    office.build()
    office.edit(D9=1264.1)
    assert office.build().state is State.COMPLETE


def test_the_list_of_changes_tells_what_became_of_her_edits(office):
    office.edit(C9="她改的名称", D10=1)
    office.amount("999.99")
    office.build()
    sheet = load_workbook(office.folder / "变更清单.xlsx")["手工修改"]
    told = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    assert [BOOK, "保留", "支出总表!C9", "她改的名称", "行政运行", None] in told
    assert [BOOK, "更新", "支出总表!D7", None, "548.16", "1395.4"] in told
    assert "H155" in office.codes


def test_new_text_without_a_place_is_in_a_document_of_its_own_until_she_is_done(office):
    book = load_workbook(office.book)
    sheet = book["固定资产占用表"]
    sheet.delete_rows(7)
    sheet["C4"] = '=SUMIFS(C5:C8,A5:A8,"<>其中*")'
    book.save(office.book)
    text = office.data.read_text("utf-8")
    office.data.write_text(
        text.replace("数量: 3     , 价值:  60.51", "数量: 4, 价值: 77.77"), "utf-8"
    )
    office.build()
    assert "P921" in office.codes
    assert (office.folder / UNMERGED_FILE).is_file()
    assert UNMERGED_FILE in office.build().unchanged
    (office.folder / UNMERGED_FILE).unlink()
    office.build()
    assert not (office.folder / UNMERGED_FILE).exists()
    assert "P921" not in office.codes


def test_discarded_edits_are_kept_and_can_be_brought_back(office):
    office.edit(C9="她改的名称")
    office.amount("999.99")
    report = office.build(discard=True)
    assert (report.state, office.cell("C9")) == (State.COMPLETE, "行政运行")
    assert "P807" in office.codes
    names, findings = restore(office.folder, BOOK)
    assert (names, findings) == ([BOOK], [])
    assert (office.cell("C9"), office.cell("D7")) == ("她改的名称", 548.16)
    report = office.build()
    assert (report.merged, report.state) == ([BOOK], State.COMPLETE)
    assert (office.cell("C9"), office.cell("D7")) == ("她改的名称", 1395.4)


def test_what_stood_there_goes_to_the_history_when_a_document_is_brought_back(office):
    office.amount("999.99")
    office.build()
    new = office.book.read_bytes()
    restore(office.folder, BOOK, "1")
    assert office.cell("D7") == 548.16
    restore(office.folder, BOOK)
    assert office.book.read_bytes() == new
    assert [item.build for item in remembered(office.folder)[0]] == ["0003", "0002", "0001"]


def test_a_version_that_is_not_there_is_told_and_nothing_changes(office):
    before = office.book.read_bytes()
    names, [finding] = restore(office.folder, "没有.xlsx")
    assert (names, finding.code, office.book.read_bytes()) == ([], "P930", before)


def test_an_open_document_is_not_brought_back(office):
    office.amount("999.99")
    office.build()
    (office.folder / f"~${BOOK}").write_bytes(b"")
    names, [finding] = restore(office.folder, BOOK)
    assert (names, finding.code, office.cell("D7")) == ([], "P931", 1395.4)


def test_an_edited_document_that_is_open_takes_in_the_figures_once_it_is_closed(office):
    office.edit(C9="她改的名称")
    owner = office.folder / f"~${BOOK}"
    owner.write_bytes(b"")
    office.amount("999.99")
    report = office.build()
    assert (report.kept, report.state) == ([BOOK], State.INCONSISTENT)
    office.amount("100")
    office.build()
    owner.unlink()
    report = office.build()
    assert (report.merged, report.state) == ([BOOK], State.COMPLETE)
    assert (office.cell("C9"), office.cell("D7")) == ("她改的名称", 495.41)


def test_verify_proves_a_merged_document_and_not_one_edited_since(office):
    office.edit(C9="她改的名称")
    office.amount("999.99")
    office.build()
    verified, _ = verify(office.folder, Library())
    assert verified.holds
    assert verified.documents[BOOK] is Verdict.MERGED
    office.edit(C9="又改了")
    verified, findings = verify(office.folder, Library())
    assert verified.documents[BOOK] is Verdict.TOUCHED
    assert "P924" in [f.code for f in findings]


def test_explain_and_the_changes_name_the_cells_where_figures_stand_now(office):
    book = load_workbook(office.book)
    book["支出总表"].insert_cols(1)
    book.save(office.book)
    office.amount("999.99")
    report = office.build()
    assert "支出总表!E7" in {c.where for c in report.changes.figures if c.document == BOOK}
    remade, _ = remake_pack(office.folder, Library())
    [spot], _ = printed_at(remade, BOOK, "支出总表!E7")
    assert (spot.printing.key, spot.printing.text) == ("支出/201", "1395.40")


def test_a_merge_that_fails_leaves_her_document_and_says_so(office, monkeypatch):
    office.edit(C9="她改的名称")
    hers = office.book.read_bytes()
    office.amount("999.99")

    def fails(*_args, **_options):
        raise RuntimeError

    monkeypatch.setattr("reportgen.merge.workbook.merge_workbook", fails)
    report = office.build()
    assert (report.kept, report.state, office.book.read_bytes()) == (
        [BOOK],
        State.INCONSISTENT,
        hers,
    )
    assert "P923" in office.codes
    monkeypatch.undo()
    office.amount("100")
    office.build()
    assert (office.cell("C9"), office.cell("D7")) == ("她改的名称", 495.41)


def test_a_lost_generated_copy_means_no_merge_and_is_told(office):
    office.edit(C9="她改的名称")
    hers = office.book.read_bytes()
    (office.folder / ".reportgen/generated" / BOOK).unlink()
    office.amount("999.99")
    report = office.build()
    assert (report.kept, office.book.read_bytes()) == ([BOOK], hers)
    assert "P922" in office.codes


def test_a_manifest_of_an_earlier_version_is_read(office):
    path = office.folder / ".reportgen/manifest.json"
    content = json.loads(path.read_text("utf-8"))
    del content["merges_sha256"]
    for entry in content["documents"]:
        del entry["merged"]
    path.write_text(json.dumps(content), "utf-8")
    assert office.build().state is State.COMPLETE
