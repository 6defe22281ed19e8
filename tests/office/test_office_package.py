"""Packages: read raw, written repeatably, told apart."""

import io
import zipfile
import zlib

import pytest

from reportgen.office import package
from reportgen.office.core import fixed_core


def zipped(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def names_and_texts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return [(name, archive.read(name).decode()) for name in archive.namelist()]


def test_members_are_written_in_the_order_given():
    members = package.read(zipped(b="1", a="2"))
    assert names_and_texts(package.write(members)) == [("b", "1"), ("a", "2")]


def test_an_unchanged_member_keeps_its_deflated_bytes():
    members = package.read(zipped(a="x" * 1000))
    again = package.read(package.write(members))
    assert again[0].packed.data == members[0].packed.data


def test_the_same_members_give_the_same_bytes():
    member = package.Member("a", (b"one", b"two"))
    assert package.write([member]) == package.write([member])


def test_dates_are_the_first_day_of_zip():
    data = package.write([package.Member("a", (b"x",))])
    assert zipfile.ZipFile(io.BytesIO(data)).getinfo("a").date_time == (1980, 1, 1, 0, 0, 0)


def test_chunks_are_one_content():
    data = package.write([package.Member("a", (b"one", b"two"))])
    assert names_and_texts(data) == [("a", "onetwo")]


def test_a_chinese_member_name_is_readable():
    data = package.write([package.Member("表/甲.xml", (b"x",))])
    assert names_and_texts(data) == [("表/甲.xml", "x")]
    assert package.read(data)[0].name == "表/甲.xml"


def test_fast_compression_holds_the_same_content():
    member = package.Member("a", (b"x" * 5000,))
    assert names_and_texts(package.write([member], "fast")) == [("a", "x" * 5000)]


def test_identity_does_not_depend_on_compression_or_order():
    one = package.write([package.Member("a", (b"x" * 99,)), package.Member("b", (b"y",))])
    two = zipped(b="y", a="x" * 99)
    assert one != two
    assert package.identity(one) == package.identity(two)


def test_identity_sees_a_changed_part_and_a_changed_name():
    base = package.identity(zipped(a="x"))
    assert package.identity(zipped(a="y")) != base
    assert package.identity(zipped(b="x")) != base


@pytest.mark.parametrize("data", [b"", b"nothing", b"PK\3\4", zipped(a="x")[:-30]])
def test_what_is_not_a_zip_is_refused(data):
    with pytest.raises(package.PackageError):
        package.read(data)


def test_a_damaged_member_is_refused_when_it_is_opened():
    data = bytearray(zipped(a="some text that is long enough to be deflated" * 9))
    data[40] ^= 0xFF
    with pytest.raises(package.PackageError, match="损坏"):
        _ = package.read(bytes(data))[0].content


def test_a_member_that_unpacks_to_more_than_it_says_is_refused():
    honest = package.pack([b"0" * 100_000])
    lying = package.Member("a", (), package.Packed(honest.data, honest.crc, 10))
    with pytest.raises(package.PackageError):
        _ = package.read(package.write([lying]))[0].content


def test_a_package_that_would_fill_the_memory_is_refused(monkeypatch):
    monkeypatch.setattr(package, "MAX_UNPACKED", 100)
    with pytest.raises(package.PackageError, match="MB"):
        package.read(zipped(a="x" * 101))


def test_core_properties_keep_the_title_and_lose_dates_and_names():
    core = fixed_core(
        b"<cp:coreProperties><dc:title>\xe8\xa1\xa8</dc:title><dc:creator>Li</dc:creator>"
        b"<dcterms:modified>2023-01-01</dcterms:modified></cp:coreProperties>"
    ).decode()
    assert "<dc:title>表</dc:title>" in core
    assert "<dc:creator>reportgen</dc:creator>" in core
    assert "Li" not in core
    assert "2023" not in core


PARTS = [package.Member("a", (b"one two three " * 900,)), package.Member("b", (b"y" * 600_000,))]


def test_the_setting_chooses_zlib(monkeypatch):
    monkeypatch.setenv(package.SETTING, "zlib")
    assert package.write(PARTS) == package.write(PARTS, "small")


def test_isal_is_chosen_where_it_is_installed(monkeypatch):
    monkeypatch.delenv(package.SETTING, raising=False)
    monkeypatch.setattr(package, "_isal", lambda: zlib)
    assert package.write(PARTS) == package.write(PARTS, "fast") != package.write(PARTS, "small")


def test_zlib_is_chosen_where_isal_is_not_installed(monkeypatch):
    monkeypatch.delenv(package.SETTING, raising=False)
    monkeypatch.setattr(package, "_isal", lambda: None)
    assert package.write(PARTS) == package.write(PARTS, "fast") == package.write(PARTS, "small")


@pytest.mark.parametrize("compression", ["small", "fast"])
def test_a_long_part_is_whole_and_the_same_again(compression):
    made = package.write(PARTS, compression)
    assert names_and_texts(made)[1] == ("b", "y" * 600_000)
    assert package.write(PARTS, compression) == made
