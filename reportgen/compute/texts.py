"""What templates see of authored text: `文字.职能`, its paragraphs, and the figures put into them.

Tags in a text are evaluated once, when all names are there; a tag that fails is a finding at its
paragraph. Not for judging texts: that is done by `reportgen.checks.texts`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from reportgen.language.composed import Composed, composed, join
from reportgen.language.environment import compile_block
from reportgen.language.errors import describe
from reportgen.language.printing import Marks
from reportgen.language.views import Listing, UnknownNameError, View
from reportgen.model.authoring import TEXTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reportgen.finding import Finding
    from reportgen.language.environment import Environment
    from reportgen.model.texts import Paragraph, Text
    from reportgen.model.year import DepartmentYear
    from reportgen.place import Place


class ParagraphView(View):
    """One paragraph: `.级` `.号` `.文` (without its number) `.全文` `.标题` (是否) `.列表` (是否)."""

    __slots__ = ("_paragraph", "_text")
    meanings: ClassVar = {
        "级": "标题是第几级，正文是 0",
        "号": "前面的序号：一、（一）1.（1）",
        "文": "去掉序号的文字",
        "全文": "序号和文字",
        "标题": "是不是标题",
        "列表": "是不是列表的一条",
    }

    def __init__(self, paragraph: Paragraph, text: str | Composed) -> None:
        self._paragraph = paragraph
        self._text = text

    def names(self) -> Iterable[str]:
        return self.meanings

    def get(self, name: str) -> object:
        paragraph = self._paragraph
        match name:
            case "级":
                return paragraph.level
            case "号":
                return paragraph.number
            case "文":
                return self._text
            case "全文":
                return self.whole
            case "标题":
                return paragraph.is_heading
            case "列表":
                return paragraph.bullet
        raise UnknownNameError(name, self.names())

    @property
    def whole(self) -> str | Composed:
        """Number and text."""
        number = self._paragraph.number
        return join("", (number, self._text)) if number else self._text


class TextView(Listing):
    """A text as the list of its paragraphs; printed by itself, it is their lines."""

    __slots__ = ()
    meanings: ClassVar = {"段落": "各段", "全文": "全文，一段一行"}

    def names(self) -> Iterable[str]:
        return self.meanings

    def get(self, name: str) -> object:
        match name:
            case "段落":
                return self.rows
            case "全文":
                return self.whole
        raise UnknownNameError(name, self.names())

    @property
    def whole(self) -> str | Composed:
        return join("\n", (row.whole for row in self.rows))


class TextsView(View):
    """The texts by name; one that is declared but not written has no paragraphs."""

    __slots__ = ("_declared", "_texts")

    def __init__(self, texts: Mapping[str, TextView], declared: Iterable[str]) -> None:
        self._texts = texts
        self._declared = tuple(declared)

    def names(self) -> Iterable[str]:
        return dict.fromkeys((*self._declared, *self._texts))

    def get(self, name: str) -> object:
        if name in self._texts:
            return self._texts[name]
        if name in self._declared:
            return TextView([])
        raise UnknownNameError(name, self.names())


def text_names(
    year: DepartmentYear, names: Mapping[str, object], environment: Environment
) -> tuple[TextsView, list[Finding]]:
    """`文字`, every paragraph evaluated with the names; and the tags that failed, at their places."""
    findings: list[Finding] = []
    views = {
        name: _text_view(text, names, environment, findings) for name, text in year.texts.items()
    }
    section = year.contract.sections.get(TEXTS)
    return TextsView(views, section.by_name if section else ()), findings


def _text_view(
    text: Text,
    names: Mapping[str, object],
    environment: Environment,
    findings: list[Finding],
) -> TextView:
    return TextView(
        [
            ParagraphView(item, evaluated(item.text, item.place, names, environment, findings))
            for item in text.paragraphs
        ]
    )


def evaluated(
    source: str,
    place: Place | None,
    names: Mapping[str, object],
    environment: Environment,
    findings: list[Finding],
) -> str | Composed:
    """What the clerk wrote with its tags evaluated; as written, and a finding, where one fails."""
    if "{" not in source and "｛" not in source:
        return source
    marks = Marks()
    try:
        compiled = compile_block(environment, source, keep=False)
        return composed(compiled.render(names, marks), marks)
    except Exception as error:  # noqa: BLE001 - whatever an expression raises is a finding
        findings.append(describe(error, source).at(place))
        return source
