"""Comments are added beside paragraphs, and nothing else of the document changes."""

import io
import re

from docx import Document

from reportgen.office.package import read, write
from reportgen.office.word_comments import Comment, add_comments


def document(*paragraphs, table=()):
    made = Document()
    for text in paragraphs:
        made.add_paragraph(text)
    if table:
        grid = made.add_table(rows=1, cols=len(table))
        for cell, text in zip(grid.rows[0].cells, table, strict=True):
            cell.text = text
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def commented(data, *comments):
    return write(add_comments(read(data), comments))


def noted(data):
    """Text of each commented paragraph → texts of its comments, read by python-docx."""
    made = Document(io.BytesIO(data))
    texts = {comment.comment_id: comment.text for comment in made.comments}
    found = {}
    for paragraph in made.element.body.iter(
        "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"
    ):
        ids = re.findall(r'commentReference [^>]*w:id="(\d+)"', paragraph.xml)
        words = "".join(re.findall(r"<w:t[^>]*>([^<]*)", paragraph.xml))
        if ids:
            found[words] = [texts[int(number)] for number in ids]
    return found


def test_a_comment_stands_at_its_paragraph():
    data = commented(document("一", "二", "三"), Comment(1, "检查", "这里\n不对 <&>"))
    assert noted(data) == {"二": ["这里\n不对 <&>"]}


def test_paragraphs_in_cells_are_counted():
    data = commented(document("一", table=("甲", "乙")), Comment(2, "检查", "说"))
    assert noted(data) == {"乙": ["说"]}


def test_several_comments_of_one_paragraph_and_old_ones_stay():
    once = commented(document("一", "二"), Comment(0, "甲", "先"), Comment(0, "甲", "后"))
    twice = commented(once, Comment(1, "乙", "新"))
    assert noted(twice) == {"一": ["先", "后"], "二": ["新"]}


def test_a_paragraph_that_is_not_there_means_the_last():
    data = commented(document("一", "二"), Comment(99, "检查", "末"))
    assert noted(data) == {"二": ["末"]}


def test_an_empty_paragraph_can_be_commented():
    made = Document()
    made.element.body.insert(
        0,
        made.element.body.makeelement(
            "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"
        ),
    )
    out = io.BytesIO()
    made.save(out)
    assert noted(commented(out.getvalue(), Comment(0, "检查", "空"))) == {"": ["空"]}


def test_other_parts_stay_as_they_are():
    data = document("一")
    before = {item.name: item.content for item in read(data)}
    after = {item.name: item.content for item in read(commented(data, Comment(0, "甲", "说")))}
    touched = {name for name in after if after[name] != before.get(name)}
    assert touched <= {
        "word/document.xml", "word/comments.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"
    }  # fmt: skip
    assert commented(data, Comment(0, "甲", "说")) == commented(data, Comment(0, "甲", "说"))
