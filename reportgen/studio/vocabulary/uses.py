"""Where a format uses which name: in its templates by document and spot, in its YAML by line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.compute.charts import CATEGORY
from reportgen.render.read_parts import Spot, UnreadableError, spots
from reportgen.render.word.spots import part_words
from reportgen.render.word.tags import BLOCK, VALUE, Tag, scan
from reportgen.studio.vocabulary.paths import Scope

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from reportgen.formats import Format
    from reportgen.formats.format import Chart
    from reportgen.language.environment import Environment

_TESTS: Final = frozenset({"if", "elif"})


@dataclass(frozen=True, slots=True)
class Use:
    """One tag (or expression of a YAML file) and the paths that it uses.

    `source` is the template's file name, or `版式文件`; `spot` is a cell, a paragraph, or a line.
    """

    document: str
    source: str
    spot: str
    tag: str
    paths: frozenset[str]

    @property
    def where(self) -> str:
        """As it is shown: `部门预算表.xlsx「收支总表」C5`."""
        return (
            f"{self.source}{self.spot}" if self.spot[:1] == "「" else f"{self.source} {self.spot}"
        )


def uses_in(form: Format, environment: Environment) -> list[Use]:
    """Every use in the templates of the format's documents, then those in its YAML files."""
    found: list[Use] = []
    read: set[tuple[Path, str]] = set()
    for document in form.documents:
        declared = document.declaration
        key = (document.template, declared.each)
        if key not in read:
            read.add(key)
            found += template_uses(
                document.template, declared.name, _scope(form, environment), declared.each
            )
    return [*found, *_declared(form, environment)]


def template_uses(template: Path, document: str, scope: Scope, each: str = "") -> list[Use]:
    """The tags of one template; none where it cannot be read (compiling it tells why)."""
    try:
        data = template.read_bytes()
        read = list(spots(data))
    except (OSError, UnreadableError):
        return []
    if each and (tree := scope.parse(each)) is not None:
        scope.bind("项", scope.item_of(tree))
    for body in _column_loops(read):
        scope.open_loop(body, closes=False)
    found: list[Use] = []
    for spot in read:
        for tag in tags_in(spot.text):
            paths = _tag_paths(tag, scope)
            if paths:
                where = _where(spot)
                found.append(Use(document, template.name, where, tag.typed, frozenset(paths)))
    return found


def tags_in(text: str) -> Iterator[Tag]:
    """The tags of a text that print or ask something, comments and `{% vm %}` left out."""
    if "{" not in text and "｛" not in text:
        return
    for piece in scan(text):
        if isinstance(piece, Tag) and piece.kind in {VALUE, BLOCK}:
            yield piece


def _column_loops(read: Iterable[Spot]) -> Iterator[str]:
    """Loops over columns hold for the whole sheet, above their own row too."""
    for spot in read:
        for tag in tags_in(spot.text):
            if tag.scope == "tc" and tag.keyword == "for":
                yield tag.body


def _tag_paths(tag: Tag, scope: Scope) -> set[str]:
    if tag.kind == VALUE:
        return scope.uses_of(tag.body)
    keyword, rest = tag.keyword, tag.rest
    if keyword == "sheet":
        # It holds for the rest of its sheet; other sheets bind the name anew.
        return scope.open_loop(rest, closes=False)
    if tag.scope == "tc" and keyword in {"for", "endfor"}:
        return scope.uses_of(rest.partition(" in ")[2]) if keyword == "for" else set()
    if keyword == "for":
        return scope.open_loop(tag.body)
    if keyword == "endfor":
        scope.close_loop()
    elif keyword == "set":
        return scope.assign(rest)
    elif keyword in _TESTS:
        return scope.uses_of(rest)
    return set()


def _where(spot: Spot) -> str:
    if spot.kind != "text" or spot.part not in {"document", "core"}:
        words = part_words(spot.part)
        word_part = words != spot.part
        return f"{words} {spot.spot}".strip() if word_part else f"「{spot.part}」{spot.spot}"
    return f"{part_words(spot.part)} {spot.spot}".strip()


def _scope(form: Format, environment: Environment) -> Scope:
    return Scope(environment, {name: item.source for name, item in form.names.items()})


def _declared(form: Format, environment: Environment) -> Iterator[Use]:
    """Expressions of the YAML files: 取数, 口径, 规则, 短语, and what documents are made of."""
    for group, items in (("取数", form.names), ("口径", form.meanings)):
        for name, expression in items.items():
            scope = _scope(form, environment)
            paths = scope.uses_of(expression.source)
            yield Use(
                group, str(expression.place), f"{group} {name}", expression.source, frozenset(paths)
            )
    for document in form.documents:
        scope = _scope(form, environment)
        paths = scope.uses_of(document.declaration.condition)
        if document.declaration.each:
            paths |= scope.uses_of(document.declaration.each)
            tree = scope.parse(document.declaration.each)
            scope.bind("项", scope.item_of(tree))
        for tag in tags_in(document.declaration.output):
            paths |= _tag_paths(tag, scope)
        name = document.declaration.name
        yield Use(name, str(document.place), f"文档 {name}", "", frozenset(paths))
    for rule in form.rules:
        declared = rule.declaration
        scope = _scope(form, environment)
        paths = scope.uses_of(declared.each)
        if declared.each:
            scope.bind("行", scope.item_of(scope.parse(declared.each)))
        for source in (declared.condition, declared.left, declared.right):
            paths |= scope.uses_of(source)
        yield Use("规则", str(rule.place), f"规则 {declared.number}", "", frozenset(paths))
    for chart in form.charts.values():
        yield Use(
            "图表",
            str(chart.place),
            f"图表 {chart.name}",
            "",
            frozenset(_chart(chart, form, environment)),
        )
    for phrase in form.phrases.phrases.values() if form.phrases else ():
        scope = _scope(form, environment)
        declared_phrase = phrase.declaration
        for name in (*declared_phrase.parameters, *declared_phrase.optional):
            scope.bind(name, "")
        paths = set()
        for name, source in declared_phrase.names.items():
            paths |= scope.uses_of(source)
            scope.bind(name, "")
        variants = declared_phrase.variants.values()
        for source in (v.condition for v in variants):
            paths |= scope.uses_of(source)
        for text in (*(v.text for v in variants), declared_phrase.text):
            for tag in tags_in(text):
                paths |= _tag_paths(tag, scope)
        yield Use("短语", str(phrase.place), f"短语 {phrase.name}", "", frozenset(paths))


def _chart(chart: Chart, form: Format, environment: Environment) -> set[str]:
    declared = chart.declaration
    scope = _scope(form, environment)
    paths = scope.uses_of(declared.categories)
    scope.bind(CATEGORY, scope.item_of(scope.parse(declared.categories)))
    for source in (declared.label, *(series.values for series in declared.series)):
        paths |= scope.uses_of(source)
    for text in (declared.title, *(series.name for series in declared.series)):
        for tag in tags_in(text):
            paths |= _tag_paths(tag, scope)
    return paths
