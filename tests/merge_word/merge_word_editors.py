"""What Word and WPS do to a file whose text nobody touched: other XML for the same words."""

import io
import zipfile
from copy import deepcopy

from lxml import etree
from merge_word_edits import PPR, P, Paper, R, T, W

W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
STYLED = [f"{W}{n}" for n in ("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link")]
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def split_runs(rng, data):
    """Every few characters a run of its own, as after editing and language detection."""
    paper = Paper(data)
    for run in list(paper.root.iter(R)):
        nodes = [child for child in run if child.tag == T]
        if len(nodes) != 1 or len(run) - (run.find(f"{W}rPr") is not None) != 1:
            continue
        words = nodes[0].text or ""
        if len(words) < 2 or rng.random() < 0.3:
            continue
        at = rng.randrange(1, len(words))
        other = deepcopy(run)
        nodes[0].text, other.find(T).text = words[:at], words[at:]
        for node in (nodes[0], other.find(T)):
            node.set(SPACE, "preserve")
        run.addnext(other)
    return paper.to_bytes()


def rsids(rng, data):
    paper = Paper(data)
    for element in paper.root.iter(P, R):
        element.set(f"{W}rsidR", f"{rng.randrange(16**8):08X}")
    return paper.to_bytes()


def proofing_marks(rng, data):
    """Spelling marks, page breaks as last seen, a bookmark of the place last edited."""
    paper = Paper(data)
    for paragraph in list(paper.root.iter(P)):
        runs = [child for child in paragraph if child.tag == R]
        if runs and rng.random() < 0.3:
            run = rng.choice(runs)
            run.addprevious(etree.Element(f"{W}proofErr", {f"{W}type": "spellStart"}))
            run.addnext(etree.Element(f"{W}proofErr", {f"{W}type": "spellEnd"}))
        if runs and rng.random() < 0.05:
            at = 1 if runs[0].find(f"{W}rPr") is not None else 0
            runs[0].insert(at, etree.Element(f"{W}lastRenderedPageBreak"))
    first = next(p for p in paper.root.iter(P) if p.find(R) is not None)
    first.find(R).addprevious(
        etree.Element(f"{W}bookmarkStart", {f"{W}id": "770", f"{W}name": "_GoBack"})
    )
    first.append(etree.Element(f"{W}bookmarkEnd", {f"{W}id": "770"}))
    return paper.to_bytes()


def paragraph_ids(rng, data):
    """New paragraph ids on everything."""
    paper = Paper(data)
    for element in paper.root.iter(P):
        element.set(f"{{{W14}}}paraId", f"{rng.randrange(1, 2**31 - 1):08X}")
    text = etree.tostring(paper.root)
    return _with(paper, text)


def content_controls(rng, data):
    """Some paragraphs inside a content control, some runs inside a smart tag."""
    paper = Paper(data)
    for paragraph in [c for c in paper.body if c.tag == P]:
        if rng.random() < 0.2 and paragraph.find(f".//{W}fldChar") is None:
            if paragraph.find(f"{PPR}/{W}sectPr") is not None:
                continue
            control = etree.Element(f"{W}sdt")
            etree.SubElement(control, f"{W}sdtPr")
            inside = etree.SubElement(control, f"{W}sdtContent")
            paragraph.addprevious(control)
            inside.append(paragraph)
    for run in [r for r in paper.root.iter(R) if r.getparent().tag == P and r.find(T) is not None]:
        if rng.random() < 0.1:
            tag = etree.Element(f"{W}smartTag", {f"{W}uri": "urn:x", f"{W}element": "date"})
            run.addprevious(tag)
            tag.append(run)
    return paper.to_bytes()


def other_style_ids(rng, data):
    """Short style ids, as Chinese Word writes them: a1, a2 …, the names as they were."""
    paper = Paper(data)
    sheet = etree.fromstring(paper.package.read("word/styles.xml"))
    new = {}
    for at, style in enumerate(sheet.iter(f"{W}style")):
        new[style.get(f"{W}styleId")] = f"a{at}"
        style.set(f"{W}styleId", f"a{at}")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in paper.package.namelist():
            content = paper.package.read(name)
            if name.startswith("word/") and name.endswith(".xml"):
                root = sheet if name == "word/styles.xml" else etree.fromstring(content)
                for use in root.iter(*STYLED):
                    use.set(f"{W}val", new.get(use.get(f"{W}val"), use.get(f"{W}val")))
                content = etree.tostring(root)
            made.writestr(name, content)
    return out.getvalue()


def _with(paper, body):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in paper.package.namelist():
            made.writestr(name, body if name == paper.name else paper.package.read(name))
    return out.getvalue()


EDITORS = [split_runs, rsids, proofing_marks, paragraph_ids, content_controls, other_style_ids]
