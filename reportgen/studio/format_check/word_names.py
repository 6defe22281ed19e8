"""The tags of a Word template as one text that the walker can go through, each with its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reportgen.place import Place
from reportgen.render.word.charts import bind_charts
from reportgen.render.word.engine import CHARTS
from reportgen.render.word.package import open_template
from reportgen.render.word.part import read_part
from reportgen.render.word.spots import part_words
from reportgen.render.word.tags import VALUE, Tag
from reportgen.render.word.tree import Node, PartError, parse
from reportgen.studio.format_check.walker import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportgen.finding import Finding
    from reportgen.render.word.package import Opened
    from reportgen.studio.format_check.walker import Walker


@dataclass(slots=True)
class WordPart:
    """A part of a template: its tree as it stands in the file, and its tags in order."""

    member: str
    label: str
    root: Node
    at: Callable[[str], Place]
    tags: list[Tag] = field(default_factory=list)
    source: str = ""
    """The Jinja source; empty where the part has no tags. It may not be one that can be read."""


def word_parts(data: bytes, name: str) -> tuple[Opened | None, list[WordPart]]:
    """The printed parts of a template; none where it cannot be read."""
    if CHARTS in data:
        # The tag of a chart is no name to print: which charts there are is told by the engine.
        bound, _ = bind_charts(data, name)
        data = bound.data if bound else data
    opened, _ = open_template(data, name)
    if opened is None:
        return None, []
    parts: list[WordPart] = []
    for member in (opened.main, *opened.others):
        label = (
            "document" if member == opened.main else member.rpartition("/")[2].removesuffix(".xml")
        )
        try:
            parts.append(_part(opened.content(member), member, label, _places(name, label)))
        except PartError:
            continue
    return opened, parts


def walk_word(part: WordPart, walker: Walker, given: dict[str, object] | None = None) -> None:
    """Go through the tags of a part; where loops do not pair, each tag by itself."""

    def at(line: int) -> tuple[Place, str]:
        number = min(max(line - 2, 0), len(part.tags) - 1)
        tag = part.tags[number]
        return part.at(tag.spot), tag.typed

    if part.source and _reads(part.source, walker):
        walker.template(part.source, at, given)
        return
    loops = [f"{tag.keyword} {tag.rest}" for tag in part.tags if tag.keyword == "for"]
    sets = [t.rest.partition("=")[0].strip() for t in part.tags if t.keyword == "set"]
    bound = {**dict.fromkeys(sets, UNKNOWN), **walker.loose(loops, given)}
    for tag in part.tags:
        if tag.kind == VALUE:
            source = f"{{{{ {tag.body} }}}}"
        elif tag.keyword in {"for", "if", "set"}:
            source = _closed(tag)
        elif tag.keyword == "elif":
            source = f"{{% if {tag.rest} %}}{{% endif %}}"
        else:
            continue
        place = part.at(tag.spot)
        before = len(walker.seen.findings)
        walker.template(source, lambda _, p=place, t=tag.typed: (p, t), {**(given or {}), **bound})  # type: ignore[misc]
        # A tag that cannot be read is told by the engine.
        walker.seen.findings[before:] = [
            item for item in walker.seen.findings[before:] if item.code != "L501"
        ]


def _reads(source: str, walker: Walker) -> bool:
    """Whether the source of a part can be read as a whole; the engine tells where it cannot."""
    try:
        walker.env.parse(source)
    except Exception:  # noqa: BLE001 - each tag is then tried by itself
        return False
    return True


def _closed(tag: Tag) -> str:
    end = f"{{% end{tag.keyword} %}}"
    if tag.keyword == "set" and "=" in tag.rest:
        end = ""
    return f"{{% {tag.body} %}}{end}"


def _part(content: bytes, member: str, label: str, at: Callable[[str], Place]) -> WordPart:
    part = WordPart(member, label, parse(content), at)
    findings: list[Finding] = []
    read = read_part(content, label, at, findings)
    if read is not None:
        _, source = read
        part.tags = source.tags
        part.source = source.text
    return part


def _places(name: str, label: str) -> Callable[[str], Place]:
    words = part_words(label)
    return lambda spot: Place(name, detail=f"{words} {spot}".strip())
