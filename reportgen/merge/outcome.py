"""What a merge gives: her document with the new figures, and everything that happened, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.frozen import frozen

if TYPE_CHECKING:
    from reportgen.render.rendered import Printing


@frozen
class Told:
    """One thing that happened, for the table of the build.

    `kind`: 保留 (her edit kept), 更新 (a figure or text renewed), 冲突 (both changed), 未合并 (text
    without a place). `spot`: where, in HER document, in words (`第14段`, `表2 第5行 第3格`,
    `支出总表!C35`). `hers`, `old`, `new`: her text, the last generated, the newly generated, short.
    `key`: of the figure, where it is one. `words`: whether `new` is text that the new document
    holds; else it says something about it, of a chart or a sheet.
    """

    kind: str
    spot: str
    hers: str = ""
    old: str = ""
    new: str = ""
    key: str = ""
    words: bool = True


@frozen
class Merged:
    """Her document (`data`) with the new figures, and what was done to it.

    `unmerged`: new text that has no place in her document (it goes to 未合并的修改.docx). `figures`:
    where each figure of the new map stands in the merged document, as far as found.
    """

    data: bytes
    told: tuple[Told, ...]
    unmerged: tuple[Told, ...] = ()
    figures: tuple[Printing, ...] = ()
