"""Every Word template of the project, on the sample data sets, against docxtpl after C14N."""

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from docxtpl import DocxTemplate
from word_bench import canonical, part, saved

from reportgen.formats import Library
from reportgen.language.limits import Run
from reportgen.language.numerals import Numerals
from reportgen.language.sandbox import RUN
from reportgen.office.package import Member, read, write
from reportgen.office.tree import escape
from reportgen.pack.build import plan_documents
from reportgen.pack.prepare import prepare
from reportgen.render.word import compile_document

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = sorted(
    path for path in (ROOT / "data").glob("*/*.yaml") if re.fullmatch(r"\d{4}\.yaml", path.name)
)
VERTICAL = re.compile(rb"\{%\s*vm\s*%\}")
PARTS = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml")


def without_merges(data: bytes) -> bytes:
    """The template without `{% vm %}`, which means less to docxtpl: it merges unequal cells as well."""
    return write(
        [
            Member(item.name, (VERTICAL.sub(b"", item.content),))
            if item.name.endswith(".xml")
            else item
            for item in read(data)
        ]
    )


def by_docxtpl(data: bytes, names, environment) -> bytes:
    """docxtpl with the words of our language; its numbers are not marked."""
    template = DocxTemplate(io.BytesIO(data))
    given = {**names, RUN: Run(environment.limits, None)}
    template.render(given, environment.overlay(autoescape=True))
    return saved(template)


def numbered(parts: list[bytes], environment) -> list[bytes]:
    """What docxtpl printed, with the numbers of headings and captions put in as we do afterwards."""
    numerals = Numerals(environment.numbering)
    texts = [content.decode() for content in parts]
    for text in texts:
        numerals.take(text)
    numerals.settle()
    return [numerals.put(text, escape).encode() for text in texts]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.parent.name)
def test_the_templates_of_a_sample_print_what_docxtpl_prints(sample):
    prepared, _ = prepare(sample, Library())
    environment = prepared.context.environment
    documents, _ = plan_documents(prepared)
    templates = {item.declared.template: item for item in documents}
    compared = 0
    for path, item in templates.items():
        if path.suffix != ".docx":
            continue
        data = without_merges(path.read_bytes())
        compiled, findings = compile_document(data, path.name, environment)
        assert not findings
        if compiled.charts:
            continue  # docxtpl has none
        compared += 1
        # docxtpl does not fill the table of contents.
        rendered, findings = replace(compiled, lister=None).render(item.names)
        assert not findings
        ours, theirs = write(rendered.members), by_docxtpl(data, item.names, environment)
        names = [member.name for member in read(ours) if PARTS.fullmatch(member.name)]
        assert "word/document.xml" in names
        wanted = numbered([part(theirs, name) for name in names], environment)
        for name, content in zip(names, wanted, strict=True):
            assert canonical(part(ours, name)) == canonical(content), (path.name, name)
    assert compared or all(path.suffix != ".docx" for path in templates)
