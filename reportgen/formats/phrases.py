"""What may stand in phrases.yaml: named phrases with variants, and which changes need a reason.

docs/design/format-files.md describes the same for those who write it. Nothing is evaluated here.
"""

from __future__ import annotations

from dataclasses import field
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

from reportgen.formats.declarations import Texts  # noqa: TC001 - pydantic reads it
from reportgen.formats.declaring import Before, declaration, under
from reportgen.frozen import frozen
from reportgen.sources.tree import Mapping, Sequence

if TYPE_CHECKING:
    from reportgen.place import Place
    from reportgen.sources.tree import Node


def _empty(value: Any) -> Any:
    return "" if value is None else value


def _none(value: Any) -> Any:
    return {} if value is None else value


def _percent(value: Any) -> Any:
    return value.strip().removesuffix("%") if isinstance(value, str) else value


Words = Annotated[str, Before(_empty)]
Percent = Annotated[Decimal, Before(_percent)]


@declaration
class VariantDeclaration:
    """One wording and when it is used; without a condition, always."""

    condition: Words = under("条件", default="")
    text: Words = under("文字", default="")


@declaration
class PhraseDeclaration:
    """One phrase: its parameters, names computed for it, its variants and its text otherwise."""

    remark: Words = under("说明", default="")
    parameters: Texts = under("参数", default_factory=list)
    optional: Annotated[dict[str, Words], Before(_none)] = under("可选", default_factory=dict)
    names: Annotated[dict[str, str], Before(_none)] = under("取数", default_factory=dict)
    variants: Annotated[dict[str, VariantDeclaration], Before(_none)] = under(
        "变体", default_factory=dict
    )
    text: Words = under("文字", default="")


@declaration
class ChangeDeclaration:
    """A figure whose change from last year has to be explained."""

    name: str = under("名称")
    threshold: Decimal | None = under("阈值", default=None, ge=0)
    rate: Annotated[Decimal | None, Before(_percent)] = under("幅度", default=None, ge=0)


@declaration
class ChangesDeclaration:
    """Which changes need a reason: `阈值` in 元 and `幅度` in percent, both to be passed."""

    threshold: Decimal = under("阈值", default=Decimal(0), ge=0)
    rate: Percent = under("幅度", default=Decimal(0), ge=0)
    items: list[ChangeDeclaration] = under("项目", default_factory=list)


@declaration
class PhrasesDeclaration:
    """phrases.yaml."""

    phrases: dict[str, PhraseDeclaration] = under("短语", default_factory=dict)
    changes: ChangesDeclaration = under("增减说明", default_factory=ChangesDeclaration)


@frozen
class Phrase:
    """One phrase with its place in the format's files."""

    name: str
    declaration: PhraseDeclaration
    place: Place


@frozen
class Phrases:
    """The phrases of a format by name, and the changes it wants explained, each with its place."""

    phrases: dict[str, Phrase] = field(default_factory=dict)
    changes: tuple[tuple[ChangeDeclaration, Place], ...] = ()
    threshold: Decimal = Decimal(0)
    rate: Decimal = Decimal(0)


def located(declaration: PhrasesDeclaration, tree: Mapping) -> Phrases:
    """The declaration with the places of its phrases and changes."""
    node = tree.entries.get("短语")
    places = node.key_places if isinstance(node, Mapping) else {}
    changes = declaration.changes
    spots = _places(tree.entries.get("增减说明"))
    return Phrases(
        {
            name: Phrase(name, item, places.get(name, tree.place))
            for name, item in declaration.phrases.items()
        },
        tuple(zip(changes.items, spots, strict=True)),
        changes.threshold,
        changes.rate,
    )


def _places(node: Node | None) -> list[Place]:
    items = node.entries.get("项目") if isinstance(node, Mapping) else None
    return [item.place for item in items.items] if isinstance(items, Sequence) else []
