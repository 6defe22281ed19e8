"""What may stand in phrases.yaml: named phrases with variants, and which changes need a reason.

docs/design/format-files.md describes the same for those who write it. Nothing is evaluated here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BeforeValidator, Field

from reportgen.formats.declarations import Declaration, Texts
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


Words = Annotated[str, BeforeValidator(_empty)]
Percent = Annotated[Decimal, BeforeValidator(_percent)]


class VariantDeclaration(Declaration):
    """One wording and when it is used; without a condition, always."""

    condition: Words = Field("", alias="条件")
    text: Words = Field("", alias="文字")


class PhraseDeclaration(Declaration):
    """One phrase: its parameters, names computed for it, its variants and its text otherwise."""

    remark: Words = Field("", alias="说明")
    parameters: Texts = Field(default_factory=list, alias="参数")
    optional: Annotated[dict[str, Words], BeforeValidator(_none)] = Field(
        default_factory=dict, alias="可选"
    )
    names: Annotated[dict[str, str], BeforeValidator(_none)] = Field(
        default_factory=dict, alias="取数"
    )
    variants: Annotated[dict[str, VariantDeclaration], BeforeValidator(_none)] = Field(
        default_factory=dict, alias="变体"
    )
    text: Words = Field("", alias="文字")


class ChangeDeclaration(Declaration):
    """A figure whose change from last year has to be explained."""

    name: str = Field(alias="名称")
    threshold: Decimal | None = Field(None, alias="阈值", ge=0)
    rate: Annotated[Decimal | None, BeforeValidator(_percent)] = Field(None, alias="幅度", ge=0)


class ChangesDeclaration(Declaration):
    """Which changes need a reason: `阈值` in 元 and `幅度` in percent, both to be passed."""

    threshold: Decimal = Field(Decimal(0), alias="阈值", ge=0)
    rate: Percent = Field(Decimal(0), alias="幅度", ge=0)
    items: list[ChangeDeclaration] = Field(default_factory=list, alias="项目")


class PhrasesDeclaration(Declaration):
    """phrases.yaml."""

    phrases: dict[str, PhraseDeclaration] = Field(default_factory=dict, alias="短语")
    changes: ChangesDeclaration = Field(
        default_factory=lambda: ChangesDeclaration.model_validate({}), alias="增减说明"
    )


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase with its place in the format's files."""

    name: str
    declaration: PhraseDeclaration
    place: Place


@dataclass(frozen=True, slots=True)
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
