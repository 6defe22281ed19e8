"""A compiled Word template in the user's cache: as plain values, and back.

What its tags compile to is kept with the environment (`language.codes`); the members of the package
are read from the template itself. Not for templates in which something is wrong.
"""

from __future__ import annotations

import marshal
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from reportgen import cache
from reportgen.language.codes import signature
from reportgen.language.environment import engine_template
from reportgen.render.word.part import CompiledPart
from reportgen.render.word.tags import Tag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from reportgen.language.environment import Environment
    from reportgen.place import Place

    Places = Callable[[str], Callable[[str], Place]]


def keep(
    data: bytes, environment: Environment, parts: Iterable[CompiledPart], title: CompiledPart | None
) -> None:
    """Keep the parts of a template (its bytes), and its title where that holds tags."""
    if cache.folder() is None:
        return
    values = [_values(part) for part in parts], _values(title) if title else None
    cache.save(_name(data, environment), marshal.dumps(values))


def kept(
    data: bytes, environment: Environment, places: Places
) -> tuple[list[CompiledPart], CompiledPart | None] | None:
    """The parts and the title of a template that was kept; None where it was not.

    `places` gives, for the label of a part, what makes a place of a spot in it.
    """
    found = cache.load(_name(data, environment))
    if found is None:
        return None
    try:
        parts, title = marshal.loads(found)  # noqa: S302 - written by this user, its mark was held
        made = [_part(values, environment, places) for values in parts]
        return made, title and _part(title, environment, places)
    except (EOFError, ValueError, TypeError):
        return None


def _name(data: bytes, environment: Environment) -> str:
    return f"word {sha256(data).hexdigest()} {signature(environment)}"


def _values(part: CompiledPart) -> tuple[Any, ...]:
    return (
        part.member,
        part.label,
        part.template.source,
        list(map(_tag_values, part.tags)),
        part.signs,
        part.numbers_drawings,
        part.has_literals,
        list(map(_tag_values, part.printed)),
    )


def _part(values: tuple[Any, ...], environment: Environment, places: Places) -> CompiledPart:
    member, label, source, tags, signs, numbers_drawings, has_literals, printed = values
    return CompiledPart(
        member,
        label,
        environment,
        engine_template(environment, source),
        tuple(map(_tag, tags)),
        signs,
        numbers_drawings,
        has_literals,
        tuple(map(_tag, printed)),
        places(label),
    )


def _tag_values(tag: Tag) -> tuple[Any, ...]:
    return tag.kind, tag.body, tag.typed, tag.scope, tag.spot, tag.left, tag.right


def _tag(values: tuple[Any, ...]) -> Tag:
    kind, body, typed, scope, spot, left, right = values
    tag = Tag(kind, body, typed, scope, spot)
    tag.left, tag.right = left, right
    return tag
