"""Loads a format: its files and those it inherits, merged and checked."""

from __future__ import annotations

import hashlib
from pathlib import PurePath
from typing import TYPE_CHECKING

from reportgen.formats import kinds
from reportgen.formats.declarations import (
    ChecksDeclaration,
    FormatDeclaration,
    SectionDeclaration,
)
from reportgen.formats.format import Document, Expression, Format, Rule
from reportgen.formats.merging import merge
from reportgen.formats.overlay import SCOPE, complete
from reportgen.formats.phrases import Phrases, PhrasesDeclaration, located
from reportgen.formats.scoring import ScoringDeclaration, general_scoring, scoring_numbers
from reportgen.formats.soundness import name_faults, section_faults
from reportgen.formats.validation import validate
from reportgen.model.common import COMMON
from reportgen.model.fields import Field, Section
from reportgen.sources import read
from reportgen.sources.tree import Mapping, Sequence

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.finding import Finding
    from reportgen.formats.library import Folder, Library
    from reportgen.model.fields import Contract
    from reportgen.place import Place
    from reportgen.sources.tree import Node


def load(library: Library, format_id: str) -> tuple[Format | None, list[Finding]]:
    """The format with everything it inherits, or None and what is wrong with it."""
    chain, findings = library.chain(format_id)
    if not chain:
        return None, findings
    folders = tuple(folder.path for folder in chain)
    tree = _inherited([_without_scope(folder.tree) for folder in chain[1:]], chain[0].tree)
    declaration, faults = validate(FormatDeclaration, complete(tree, format_id))
    findings += faults
    if declaration is None:
        return None, findings
    fields, faults = _merged_file(chain, "fields.yaml")
    findings += faults
    contract, faults = _contract(fields)
    findings += faults
    checks, faults = _merged_file(chain, "checks.yaml")
    findings += faults
    rules, faults = _rules(checks)
    findings += faults
    scoring, faults = _scoring(chain)
    findings += faults
    phrases, faults = _phrases(chain)
    findings += faults
    findings += name_faults(tree.entries.get("取数"), contract)
    documents, faults = _documents(declaration, tree, folders)
    findings += faults
    return Format(
        id=format_id,
        name=declaration.name,
        folders=folders,
        contract=contract,
        documents=documents,
        numbers={**scoring_numbers(scoring), **declaration.numbers},
        lists=declaration.lists,
        names=_expressions(declaration.names, tree.entries.get("取数")),
        meanings=_expressions(declaration.meanings, tree.entries.get("口径")),
        rules=rules,
        scoring=scoring,
        phrases=phrases,
        identity=_identity(folders),
    ), findings


def _inherited(parents: list[Mapping], own: Mapping) -> Mapping:
    merged: Node = own
    if parents:
        merged = parents[-1]
        for tree in [*reversed(parents[:-1]), own]:
            merged = merge(merged, tree)
    assert isinstance(merged, Mapping)
    return merged


def _without_scope(tree: Mapping) -> Mapping:
    """What a format says of itself alone is not inherited."""
    entries = {name: node for name, node in tree.entries.items() if name not in SCOPE}
    return Mapping(entries, tree.key_places, tree.place)


def _merged_file(chain: list[Folder], name: str) -> tuple[Mapping | None, list[Finding]]:
    findings: list[Finding] = []
    trees: list[Mapping] = []
    for folder in chain:
        if (folder.path / name).is_file():
            tree, faults = read(folder.path / name)
            findings += faults
            if tree is not None:
                trees.append(tree)
    return (_inherited(trees[1:], trees[0]) if trees else None), findings


def _contract(tree: Mapping | None) -> tuple[Contract, list[Finding]]:
    findings: list[Finding] = []
    sections: list[Section] = []
    for name, node in tree.entries.items() if tree else ():
        declaration, faults = validate(SectionDeclaration, node)
        findings += faults
        if declaration is None:
            continue
        fields = tuple(
            Field(
                item.name,
                item.type,
                item.required,
                item.unit,
                tuple(item.options),
                item.default,
                item.catalogue,
                item.meaning,
                item.example,
                item.carried,
                item.withheld,
            )
            for item in declaration.fields_
        )
        sections.append(
            Section(
                name,
                declaration.kind,
                fields,
                declaration.required,
                tuple(declaration.identity),
                declaration.meaning,
                declaration.carried,
            )
        )
    contract = COMMON.extended(tuple(sections))
    return contract, findings + (section_faults(tree, contract) if tree else [])


def _rules(tree: Mapping | None) -> tuple[tuple[Rule, ...], list[Finding]]:
    if tree is None:
        return (), []
    declaration, findings = validate(ChecksDeclaration, tree)
    if declaration is None:
        return (), findings
    places = _item_places(tree.entries.get("规则"))
    return tuple(map(Rule, declaration.rules, places)), findings


def _scoring(chain: list[Folder]) -> tuple[ScoringDeclaration, list[Finding]]:
    """scoring.yaml; the general rules where there is none, or where it is wrong."""
    tree, findings = _merged_file(chain, "scoring.yaml")
    if tree is None:
        return general_scoring(), findings
    declaration, faults = validate(ScoringDeclaration, tree)
    return declaration or general_scoring(), [*findings, *faults]


def _phrases(chain: list[Folder]) -> tuple[Phrases, list[Finding]]:
    """phrases.yaml; none where there is none, or where it is wrong."""
    tree, findings = _merged_file(chain, "phrases.yaml")
    if tree is None:
        return Phrases(), findings
    declaration, faults = validate(PhrasesDeclaration, tree)
    return located(declaration, tree) if declaration else Phrases(), [*findings, *faults]


def _documents(
    declaration: FormatDeclaration, tree: Mapping, folders: tuple[Path, ...]
) -> tuple[tuple[Document, ...], list[Finding]]:
    documents: list[Document] = []
    findings: list[Finding] = []
    places = _item_places(tree.entries.get("文档"))
    for item, place in zip(declaration.documents, places, strict=True):
        if PurePath(item.template).name != item.template or "\\" in item.template:
            reason = "只写文件名：模板放在版式自己的文件夹里"
            findings.append(kinds.BAD_FORMAT_FILE.at(place, name="模板", reason=reason))
            continue
        template = next((f / item.template for f in folders if (f / item.template).is_file()), None)
        if template is None:
            findings.append(kinds.NO_TEMPLATE.at(place, document=item.name, template=item.template))
        else:
            documents.append(Document(item, template, place))
    return tuple(documents), findings


def _item_places(node: Node | None) -> list[Place]:
    return [item.place for item in node.items] if isinstance(node, Sequence) else []


def _expressions(sources: dict[str, str], node: Node | None) -> dict[str, Expression]:
    if not isinstance(node, Mapping):
        return {}
    return {name: Expression(source, node.entries[name].place) for name, source in sources.items()}


def _identity(folders: tuple[Path, ...]) -> str:
    """A hash over names and bytes of every file of the format; lock files of Office left out."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.iterdir()):
            if path.is_file() and not path.name.startswith(("~$", ".")):
                digest.update(path.name.encode() + b"\0")
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
