"""A stand-in for LibreOffice, small packs and PDFs for the tests of editions."""

import io
import sys
from pathlib import Path

import pytest
from pypdf import PdfWriter

from reportgen.pack import libreoffice
from reportgen.pack.install import install
from reportgen.pack.manifest import PackMeta
from reportgen.pack.plan import Document

_SCRIPT = """#!{python}
import pathlib, sys, time
out = pathlib.Path(sys.argv[sys.argv.index("--outdir") + 1])
sources = sys.argv[sys.argv.index("--outdir") + 2:]
with open({log!r}, "a") as log:
    log.write(f"{{len(sources)}} {{sys.argv[1]}}\\n")
for source in sources:
    data = pathlib.Path(source).read_bytes()
    if b"SLOW" in data:
        time.sleep(60)
    if b"CRASH" in data and len(sources) > 1:
        sys.exit(0)
    if b"BROKEN" not in data:
        end = b"" if b"CUT" in data else b"\\n%%EOF\\n"
        (out / (pathlib.Path(source).stem + ".pdf")).write_bytes(b"%PDF-1.6\\n" + data + end)
"""


class Office:
    """A program that is called like LibreOffice and notes its calls."""

    def __init__(self, folder: Path) -> None:
        self.log = folder / "calls"
        self.path = folder / "soffice"
        self.path.write_text(_SCRIPT.format(python=sys.executable, log=str(self.log)), "utf-8")
        self.path.chmod(0o755)

    @property
    def calls(self) -> list[str]:
        return self.log.read_text("utf-8").splitlines() if self.log.exists() else []


@pytest.fixture
def office(tmp_path, monkeypatch):
    """LibreOffice as far as the program can tell."""
    folder = tmp_path / "office"
    folder.mkdir()
    made = Office(folder)
    monkeypatch.setattr(libreoffice, "find_office", lambda: made.path)
    return made


@pytest.fixture
def pack(tmp_path):
    """Puts a pack with these documents (name=text) in place and gives its folder."""

    def pack(**texts):
        documents = [
            Document(name.replace("_", "."), text.encode()) for name, text in texts.items()
        ]
        meta = PackMeta("0", "2023.yaml", "d" * 64, "national", "f" * 64)
        report, findings = install(tmp_path / "out", "部门-2023", documents, meta=meta)
        assert not [f for f in findings if f.severity.value == "错误"]
        return report.folder

    return pack


def pdf(*outline, pages=0):
    """A PDF whose outline has these (title, page) items."""
    writer = PdfWriter()
    for _ in range(max([pages, *(page for _, page in outline)], default=1) or 1):
        writer.add_blank_page(100, 100)
    for title, page in outline:
        writer.add_outline_item(title=title, page_number=page - 1)
    data = io.BytesIO()
    writer.write(data)
    return data.getvalue()
