"""Random templates, tags split anywhere: the engine and docxtpl print the same part."""

from __future__ import annotations

import itertools
import random

import pytest
from word_bench import agree, body

CELL = '<w:tc><w:tcPr><w:tcW w:w="50" w:type="dxa"/></w:tcPr>{}</w:tc>'
BLANK = "<w:tc><w:p/></w:tc>"


class Author:
    """Writes a template as somebody might who edits it often."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)

    def inline(self, depth: int = 0) -> str:
        choice = self.dice.randrange(9 if depth < 3 else 6)
        if choice < 2:
            return self.dice.choice(["文", "甲 乙", " 空 ", "a;b"])
        if choice < 5:
            return self.dice.choice(
                ["{{ 名 }}", "{{名}}", "{{ 行 }}", "{{ 额 + 1 }}", "{{ 名 ~ 额 }}"]
            )
        if choice == 5:
            return "{# 注 #}"
        if choice == 6:
            return f"{{% if 真 %}}{self.inline(depth + 1)}{{% endif %}}"
        if choice == 7:
            return f"{{% for x in 列 %}}{self.inline(depth + 1)}{{{{ x }}}}{{% endfor %}}"
        return self.inline(depth + 1) + self.inline(depth + 1)

    def paragraph(self, text: str = "") -> str:
        text = text or self.inline()
        cuts = self.dice.sample(
            range(1, len(text)), min(len(text) - 1, self.dice.choice([0, 0, 1, 3]))
        )
        ends = [0, *sorted(cuts), len(text)]
        runs = ""
        for start, end in itertools.pairwise(ends):
            look = self.dice.choice(["", "", "<w:rPr><w:b/></w:rPr>"])
            space = self.dice.choice(["", ' xml:space="preserve"'])
            check = self.dice.choice(["", '<w:proofErr w:type="spellEnd"/>'])
            runs += f"<w:r>{look}<w:t{space}>{text[start:end]}</w:t></w:r>{check}"
        return f"<w:p>{runs}</w:p>"

    def row(self, width: int, tag: str = "") -> str:
        if tag:
            return f"<w:tr>{CELL.format(self.paragraph(tag))}{BLANK * (width - 1)}</w:tr>"
        return "<w:tr>" + "".join(CELL.format(self.paragraph()) for _ in range(width)) + "</w:tr>"

    def rows(self, width: int, depth: int = 0) -> str:
        choice = self.dice.randrange(5 if depth < 3 else 2)
        if choice < 2:
            return self.row(width)
        inner = self.rows(width, depth + 1)
        if choice == 2:
            return (
                self.row(width, "{%tr for 行 in 列 %}") + inner + self.row(width, "{%tr endfor %}")
            )
        if choice == 3:
            other = self.row(width, "{%tr else %}") + self.rows(width, depth + 1)
            return (
                self.row(width, "{%tr if 真 %}") + inner + other + self.row(width, "{%tr endif %}")
            )
        return inner + self.rows(width, depth + 1)

    def blocks(self, depth: int = 0) -> str:
        choice = self.dice.randrange(6 if depth < 3 else 2)
        if choice < 2:
            return self.paragraph()
        if choice == 2:
            width = self.dice.choice([1, 2, 3])
            grid = '<w:gridCol w:w="100"/>' * width
            rows = self.row(width) + self.rows(width)
            return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl><w:p/>"
        inner = self.blocks(depth + 1)
        if choice == 3:
            return self.paragraph("{%p if 真 %}") + inner + self.paragraph("{%p endif %}")
        if choice == 4:
            return self.paragraph("{%p for 行 in 列 %}") + inner + self.paragraph("{%p endfor %}")
        return inner + self.blocks(depth + 1)


@pytest.mark.parametrize("seed", range(20))
def test_a_random_template(seed):
    author = Author(seed)
    choose = author.dice.choice
    agree(
        body(author.blocks() + author.blocks()),
        名=choose(["甲", "<a&b>", "a\nb"]),
        真=choose([True, False]),
        列=choose([[], [1], [1, 2, 2]]),
        行="外",
        额=5,
    )
