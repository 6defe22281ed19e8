"""How many single digits changed in a finished pack are found: a floor that may only rise."""

import random
from dataclasses import replace
from pathlib import Path

import pytest

from reportgen.finding import Severity
from reportgen.formats import Library
from reportgen.pack.build import render_pack
from reportgen.pack.prepare import prepare
from reportgen.proof import look_over
from reportgen.proof.document import Document, Paragraph
from reportgen.proof.reading import read_document

ROOT = Path(__file__).resolve().parents[2]
TRIED = 30
FLOOR_TABLES = 0.9
FLOOR_TEXT = 0.8


@pytest.fixture(scope="module")
def pack(tmp_path_factory):
    """The documents of a sample pack, as proof-reading reads them."""
    folder = tmp_path_factory.mktemp("pack")
    made, _ = prepare(ROOT / "data/shanhaiguan-zzb/2023.yaml", Library(ROOT / "templates"))
    documents, _ = render_pack(made)
    found = {}
    for document in documents:
        path = folder / document.name
        path.write_bytes(document.data)
        found[document.name] = read_document(path)[0]
    return found


def with_another_digit(text, chosen):
    """A money amount with one of its digits changed; None where the text holds none."""
    import re

    amounts = [m for m in re.finditer(r"\d+\.\d\d(?=$|万元)", text) if m[0] != "0.00"]
    if not amounts:
        return None
    amount = chosen.choice(amounts)
    places = [at for at in range(*amount.span()) if text[at].isdigit()]
    at = chosen.choice(places)
    digit = str((int(text[at]) + chosen.randint(1, 9)) % 10)
    return text[:at] + digit + text[at + 1 :]


def changed(document, block, inside):
    """The document with one paragraph or cell replaced."""
    return Document(document.name, [inside if b is block else b for b in document.blocks])


def table_changes(document, chosen):
    cells = [
        (table, r, c)
        for table in document.tables
        for r, row in enumerate(table.rows)
        for c, cell in enumerate(row)
        if not cell.copy and with_another_digit(cell.text.strip(), random.Random(0))
    ]
    for table, r, c in chosen.sample(cells, min(TRIED, len(cells))):
        rows = [list(row) for row in table.rows]
        rows[r][c] = replace(rows[r][c], text=with_another_digit(rows[r][c].text.strip(), chosen))
        yield changed(document, table, replace(table, rows=rows))


def text_changes(document, chosen):
    told = [p for p in document.paragraphs if with_another_digit(p.text, random.Random(0))]
    for item in chosen.choices(told, k=TRIED):
        yield changed(document, item, Paragraph(with_another_digit(item.text, chosen), item.place))


def share_found(document, variants):
    clean = {(f.code, f.message) for f in look_over(document)}
    hits = [
        any((f.code, f.message) not in clean for f in look_over(variant)) for variant in variants
    ]
    assert hits
    return sum(hits) / len(hits)


def test_digits_changed_in_the_tables_of_a_pack_are_found(pack):
    document = pack["部门预算表.xlsx"]
    assert share_found(document, table_changes(document, random.Random(7))) >= FLOOR_TABLES


def test_digits_changed_in_the_text_of_a_pack_are_found(pack):
    document = pack["部门预算信息公开.docx"]
    assert share_found(document, text_changes(document, random.Random(7))) >= FLOOR_TEXT


def test_an_unchanged_pack_has_nothing_to_mend_or_explain(pack):
    for document in pack.values():
        assert [f.message for f in look_over(document) if f.severity is not Severity.HINT] == []
