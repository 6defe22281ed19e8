"""Goes through docs/做一个新版式.md as its reader does: commands, files, what is typed into Word.

The page keeps to a few forms. A block without a language holds commands; one of `text` shows lines that
the last command printed; one of `yaml` begins with a comment that names the file and says whether it is
the whole file or comes at its end. A table with the heads 模板, 在哪里, 写成 is typed into a Word template.
"""

import re
import shutil

import docx
from docx.oxml.ns import qn
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from samples import ROOT

TEXT = (ROOT / "docs" / "做一个新版式.md").read_text("utf-8")
STEPS = re.compile(
    r"^```(\w*)\n(.*?)^```$|^\| 模板 \| 在哪里 \| 写成 \|\n\|[-|]+\|\n((?:\|[^\n]*\|\n)+)",
    re.MULTILINE | re.DOTALL,
)
GONE = "（整段删掉）"
CHARTS = ROOT / "templates" / "national" / "图表样例.docx"


class Walk:
    """A fresh folder with the two files that the page begins with; `run` gives what a command says."""

    def __init__(self, folder, run):
        self.folder, self.run, self.said = folder, run, ""
        for path in (ROOT / "docs" / "第一个版式").iterdir():
            shutil.copy(path, folder / path.name)
        self.home = folder / "templates" / "wuqu"
        self.calls, self.missing = [], []

    def go(self):
        for match in STEPS.finditer(TEXT):
            kind, block, table = match.groups()
            if table:
                self._type(table)
            elif kind == "yaml":
                self._write(block)
            elif kind == "text":
                said = _close(self.said)
                self.missing += [t for t in block.splitlines() if _close(t) not in said]
            elif not kind:
                for line in block.splitlines():
                    self.said = self.run(line)
                    self.calls.append((line, self.said))
        return self

    def _write(self, block):
        name, how = re.match(r"# (\S+\.yaml)，(整个文件|加在最后)\n", block).groups()
        path = self.home / name
        before = path.read_text("utf-8") if how == "加在最后" and path.exists() else ""
        path.write_text(f"{before}\n{block}" if before else block, "utf-8")

    def _type(self, table):
        for line in table.splitlines():
            name, where, text = re.split(r"(?<!\\)\|", line)[1:4]
            path = self.home / name.strip().strip("`")
            if not path.exists():
                shutil.copy(CHARTS, path)
            word = docx.Document(str(path))
            type_into(word, _plain(where), _plain(text))
            word.save(str(path))


def _close(text):
    return re.sub(r"\s", "", text)


def _plain(cell):
    return cell.strip().replace("`", "").replace("\\|", "|")


def _cells(word):
    for table in word.tables:
        for row in table.rows:
            yield [_Cell(tc, table) for tc in row._tr.tc_lst]


def _fill(paragraph, text):
    runs = paragraph.runs
    for run in runs[1:]:
        run._r.getparent().remove(run._r)
    (runs[0] if runs else paragraph.add_run()).text = text


def type_into(word, where, text):
    """One line of the page's tables, carried out; nothing that fits is an error."""
    words, what = re.fullmatch(r"“(.*)”(右边一格|一格|开头的一段|的图|的替换文字)", where).groups()
    if what in {"右边一格", "一格"}:
        for cells in _cells(word):
            at = next((n for n, cell in enumerate(cells) if cell.text.strip() == words), None)
            if at is not None:
                _fill(cells[at + (what == "右边一格")].paragraphs[0], text)
                return
    elif what == "开头的一段":
        for paragraph in word.paragraphs:
            if paragraph.text.startswith(words):
                if text == GONE:
                    paragraph._p.getparent().remove(paragraph._p)
                else:
                    _fill(paragraph, text)
                return
    for item in word.element.body.iter(qn("wp:docPr")):
        if item.get("descr") == words:
            if text == GONE:
                paragraph = next(Paragraph(p, None)._p for p in item.iterancestors(qn("w:p")))
                paragraph.getparent().remove(paragraph)
            else:
                item.set("descr", text)
            return
    raise AssertionError(f"{where}: nothing like it")
