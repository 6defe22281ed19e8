"""Finished documents from a few lines of text: tables between upright strokes."""

from reportgen.proof import proofread


def found(tmp_path, text, name="稿.md"):
    """The findings about a text."""
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return proofread(path)[1]


def codes(tmp_path, text):
    return [finding.code for finding in found(tmp_path, text)]


def table(*rows, head=""):
    """Rows written as `项目 预算 决算`, cells parted by blanks."""
    lines = ["|" + "|".join(row.split()) + "|" for row in rows]
    return "\n".join([head, lines[0], "|---|---|", *lines[1:], ""])
