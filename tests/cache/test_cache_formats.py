"""Formats kept from run to run: the same as read anew, and never those of files that have changed."""

import marshal
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from samples import SAMPLE

from reportgen import cache
from reportgen.formats import Library, kept, load, reading
from reportgen.formats.library import built_in
from reportgen.formats.values import as_values, from_values


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv(cache.SETTING, str(tmp_path / "home"))
    return tmp_path / "home" / "reportgen"


@pytest.fixture
def forms(write):
    """A folder of formats: 区 inherits from 市."""
    write("forms/市/format.yaml", "名称: 市\n取数: {甲: 年度}\n文档: []\n")
    write("forms/市/checks.yaml", "规则:\n- {编号: 甲1, 名称: 甲, 左: 1, 右: 1}\n")
    path = write("forms/区/format.yaml", "名称: 区\n继承: 市\n适用地区: [某市某区]\n")
    return path.parent.parent


def unread(monkeypatch):
    """From here on no file of a format may be taken apart."""
    monkeypatch.setattr(reading, "read_format", lambda *_: pytest.fail("the format was read again"))
    monkeypatch.setattr(Library, "_folder", lambda *_: pytest.fail("format.yaml was read again"))


BUILT_IN = Library().ids()


@pytest.mark.parametrize("name", BUILT_IN)
def test_a_kept_format_is_the_one_that_was_read(name, monkeypatch):
    read, _ = load(Library(), name)
    unread(monkeypatch)
    form, findings = load(Library(), name)
    assert form == read
    assert form is not read
    assert findings == []


def test_a_format_is_chosen_as_before_without_reading_any(monkeypatch):
    asked = [
        ("广东省深圳市罗湖区", 2024),
        ("某省某市", 2024),
        ("", 0),
        ("河北省秦皇岛市山海关区", 1999),
    ]
    chosen = [Library().choose(*each) for each in asked]
    unread(monkeypatch)
    assert [Library().choose(*each) for each in asked] == chosen


CHANGES = {
    "own file": ("区/format.yaml", "名称: 别的区\n继承: 市\n"),
    "inherited file": ("市/checks.yaml", "规则:\n- {编号: 甲1, 名称: 乙, 左: 1, 右: 1}\n"),
    "new file": ("区/checks.yaml", "规则:\n- {编号: 甲1, 名称: 丙, 左: 1, 右: 1}\n"),
    "no heir any more": ("区/format.yaml", "名称: 区\n"),
    "a mistake": ("市/checks.yaml", "规则:\n- {编号: 甲1, 名称: 甲, 左: 1, 右: 1, 多余: 1}\n"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_changed_file_is_read(forms, change, monkeypatch):
    before, _ = load(Library(forms), "区")
    name, text = change
    (forms / name).write_text(text, "utf-8")
    found = load(Library(forms), "区")
    monkeypatch.setenv(cache.SETTING, "off")
    assert found == load(Library(forms), "区")
    assert found[0] != before


def test_a_file_that_is_gone_is_gone(forms):
    load(Library(forms), "区")
    (forms / "市" / "checks.yaml").unlink()
    assert load(Library(forms), "区")[0].rules == ()


def test_a_template_that_is_gone_is_missed(forms, write):
    write("forms/区/甲.docx", "")
    write("forms/区/format.yaml", "名称: 区\n文档:\n- {名称: 甲, 模板: 甲.docx, 输出: 甲.docx}\n")
    assert load(Library(forms), "区")[1] == []
    (forms / "区" / "甲.docx").unlink()
    assert [f.code for f in load(Library(forms), "区")[1]] == ["F405"]


def test_a_template_that_the_identity_does_not_know_keeps_a_format_out(forms, write, monkeypatch):
    write("forms/区/.甲.docx", "")
    write("forms/区/format.yaml", "名称: 区\n文档:\n- {名称: 甲, 模板: .甲.docx, 输出: 甲.docx}\n")
    assert load(Library(forms), "区")[1] == []
    (forms / "区" / ".甲.docx").unlink()
    assert [f.code for f in load(Library(forms), "区")[1]] == ["F405"]


def test_a_second_check_does_without_pydantic_and_rich(home):
    code = (
        f"import sys; sys.argv = ['reportgen', 'check', {str(SAMPLE)!r}]\n"
        "from reportgen.cli.main import run\n"
        "try: run()\n"
        "except SystemExit: pass\n"
        "print([name for name in ('pydantic', 'rich') if name in sys.modules])\n"
    )
    environ = {"PATH": os.environ["PATH"], "PYTHONIOENCODING": "utf-8", "COLUMNS": "120"}
    environ[cache.SETTING] = str(home.parent)
    runs = [
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            encoding="utf-8",
            check=True,
            env={**environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        for _ in range(2)
    ]
    (first, loaded), (second, loaded_again) = (run.stdout.splitlines()[-2:] for run in runs)
    assert first == second
    assert (loaded, loaded_again) == ("['pydantic']", "[]")
    assert len(runs[0].stdout) == len(runs[1].stdout) + len("'pydantic'")


def test_a_district_that_is_declared_now_is_found(forms, write):
    assert Library(forms).choose("某市某县", 2024)[0] == "national"
    write("forms/县/format.yaml", "名称: 县\n适用地区: [某市某县]\n")
    assert Library(forms).choose("某市某县", 2024)[0] == "县"
    write("forms/县/format.yaml", "名称: 县\n适用地区: [某市别县]\n")
    assert Library(forms).choose("某市某县", 2024)[0] == "national"


def test_a_nearer_folder_hides_the_kept_one(forms, tmp_path):
    load(Library(forms), "区")
    shutil.copytree(forms / "市", tmp_path / "own" / "市")
    own = tmp_path / "own" / "市" / "checks.yaml"
    own.write_text("规则:\n- {编号: 甲1, 名称: 近, 左: 1, 右: 1}\n", "utf-8")
    form, _ = load(Library(tmp_path / "own", forms), "区")
    assert form.rules[0].declaration.name == "近"
    assert load(Library(forms), "区")[0].rules[0].declaration.name == "甲"


MISTAKES = {
    "refused": ("名称: 区\n继承: 市\n多余: 1\n", "F404"),
    "left out": ("名称: 区\n文档:\n- {名称: 甲, 模板: 没有.docx, 输出: 甲.docx}\n", "F405"),
    "twice": ("名称: 区\n继承: 市\n继承: 市\n", "S126"),
}


@pytest.mark.parametrize(("text", "code"), MISTAKES.values(), ids=MISTAKES)
def test_mistakes_are_told_every_time(forms, write, text, code):
    write("forms/区/format.yaml", text)
    told = [load(Library(forms), "区") for _ in range(3)]
    assert told[0] == told[1] == told[2]
    assert [f.code for f in told[0][1]] == [code]
    scope = Library(forms).scope("区")
    Library(forms).choose("某市某区", 2024)
    assert Library(forms).scope("区") == scope


def test_a_copy_of_a_format_has_its_own_folders(forms, tmp_path):
    load(Library(forms), "区")
    copy = tmp_path / "copy"
    shutil.copytree(forms, copy)
    assert load(Library(copy), "区")[0].folders == (copy / "区", copy / "市")


def test_a_format_that_changed_while_it_was_read_is_not_kept(forms, monkeypatch):
    def changed():
        (forms / "市" / "checks.yaml").write_text("规则: []\n", "utf-8")

    monkeypatch.setattr(reading, "_documents", before(reading._documents, changed))
    assert load(Library(forms), "区")[0].rules
    monkeypatch.setattr(reading, "_documents", before(reading._documents, lambda: None))
    assert load(Library(forms), "区")[0].rules == ()


def test_a_scope_that_changed_while_it_was_read_is_not_kept(forms, monkeypatch):
    path = forms / "区" / "format.yaml"
    text = path.read_text("utf-8")
    read = Library._folder

    def folder(self, name):
        if name == "区":
            path.write_text(text.replace("某区", "别区"), "utf-8")
        return read(self, name)

    with monkeypatch.context() as patched:
        patched.setattr(Library, "_folder", folder)
        Library(forms).choose("某市某区", 2024)
    path.write_text(text, "utf-8")
    assert Library(forms).scope("区")[0].regions == ["某市某区"]


def before(function, first):
    def both(*given):
        first()
        return function(*given)

    return both


def files(home):
    return [path for path in home.iterdir() if path.suffix == ".bin"]


def edited(path):
    data = bytearray(path.read_bytes())
    data[-3] ^= 1
    path.write_bytes(data)


DAMAGE = {
    "edited": edited,
    "cut": lambda path: path.write_bytes(path.read_bytes()[:-7]),
    "empty": lambda path: path.write_bytes(b""),
    "open to others": lambda path: path.chmod(0o666),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_file_is_not_believed(forms, home, damage):
    read = load(Library(forms), "区"), Library(forms).choose("某市某区", 2024)
    assert len(files(home)) == 2
    for path in files(home):
        damage(path)
    assert (load(Library(forms), "区"), Library(forms).choose("某市某区", 2024)) == read


NONSENSE = [None, 7, (), ("", ()), ((1, 2), 3), [1], {"区": 1}, {"区": (b"", (9999,))}]


@pytest.mark.parametrize("content", NONSENSE, ids=map(str, range(len(NONSENSE))))
def test_what_is_no_format_is_not_believed(forms, content, monkeypatch):
    wanted = load(Library(forms), "区"), Library(forms).choose("某市某区", 2024)
    monkeypatch.setattr(cache, "load", lambda _: marshal.dumps(content))
    assert (load(Library(forms), "区"), Library(forms).choose("某市某区", 2024)) == wanted


def test_a_scope_that_is_none_is_not_believed(forms, monkeypatch):
    mark = kept._mark(forms / "区" / "format.yaml")
    monkeypatch.setattr(cache, "load", lambda _: marshal.dumps({"区": (mark, (0,))}))
    assert Library(forms).scope("区")[0].regions == ["某市某区"]


def test_values_that_make_something_else_are_not_believed(forms, monkeypatch):
    form, _ = load(Library(forms), "区")
    for values in (as_values(form.contract), as_values(form)[:-1], (0,), "text", (5, "没有")):
        content = marshal.dumps((form.identity, values))
        monkeypatch.setattr(cache, "load", lambda _, content=content: content)
        assert kept.find("区", form.folders, form.identity) is None


def test_another_version_of_the_program_reads_anew(forms, monkeypatch):
    load(Library(forms), "区")
    monkeypatch.setattr(cache, "_version", lambda: "another")
    monkeypatch.setattr(reading, "read_format", lambda *_: (None, ["read"]))
    assert load(Library(forms), "区") == (None, ["read"])


def test_without_a_cache_everything_is_read_and_nothing_written(forms, home, monkeypatch):
    wanted = load(Library(forms), "区")
    shutil.rmtree(home)
    monkeypatch.setenv(cache.SETTING, "off")
    library, read = Library(forms), []
    monkeypatch.setattr(Library, "_folder", before(Library._folder, lambda: read.append(1)))
    assert load(library, "区") == load(library, "区") == wanted
    assert len(read) == 2 * (2 + 2)
    assert not home.exists()


def test_only_known_classes_are_kept():
    with pytest.raises(TypeError):
        as_values(object())


def test_plain_values_come_back_as_they_were():
    for item in (None, True, 3, "字", [1, "a"], (1, (2,)), {"a": [()]}, Path("a/b"), built_in()):
        assert from_values(as_values(item)) == item
