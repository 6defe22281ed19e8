"""A desk to build packs on: documents of one part each, and what then stands on the disk."""

from pathlib import Path

from reportgen.office.package import Member, write
from reportgen.pack.install import install
from reportgen.pack.manifest import PackMeta, load_manifest
from reportgen.pack.plan import Document

NAME = "罗湖区委组织部-2022"


def document_of(name, text, figures=(), *, official=True):
    return Document(name, packed(text), figures, official)


def packed(text, compression="small"):
    return write([Member("word/document.xml", (text.encode() * 20,))], compression)


class Desk:
    """An output folder; `build` takes the documents as a dict of name and text."""

    meta = PackMeta("0.1.0", "2022.yaml", "d" * 64, "shenzhen-luohu", "f" * 64)

    def __init__(self, out: Path):
        self.out = out
        self.folder = out / NAME

    def build(self, documents, **options):
        options = {"meta": self.meta} | options
        made = [document_of(name, text) for name, text in documents.items()]
        report, self.findings = install(self.out, NAME, made, **options)
        return report

    @property
    def codes(self):
        return [finding.code for finding in self.findings]

    @property
    def manifest(self):
        manifest, findings = load_manifest(self.folder)
        assert not findings
        return manifest

    def files(self):
        """Every file below the output folder, but the lock, with its content."""
        return {
            path.relative_to(self.out).as_posix(): path.read_bytes()
            for path in self.out.rglob("*")
            if path.is_file() and path.name != "lock"
        }

    def text(self, name):
        """Which text a file of the pack was made from; None where there is no file."""
        path = self.folder / name
        if not path.exists():
            return None
        data = path.read_bytes()
        return next((t for t in ("一", "二", "三", "四") if packed(t) == data), data)

    def edit(self, name, data=b"edited by hand"):
        (self.folder / name).write_bytes(data)
