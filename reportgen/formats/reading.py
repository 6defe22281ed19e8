"""Reads a format: its files and those it inherits, merged and checked."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from reportgen.formats import kinds
from reportgen.formats.declarations import (
    ChecksDeclaration,
    FormatDeclaration,
    SectionDeclaration,
)
from reportgen.formats.format import Chart, Document, Expression, Format, Rule
from reportgen.formats.loading import identity_of
from reportgen.formats.overlay import complete, format_tree, merged_file
from reportgen.formats.phrases import Phrases, PhrasesDeclaration, located
from reportgen.formats.scoring import ScoringDeclaration, general_scoring, scoring_numbers
from reportgen.formats.soundness import name_faults, section_faults
from reportgen.formats.validation import validate
from reportgen.model.common import COMMON
from reportgen.model.evaluation import EVALUATION
from reportgen.model.fields import Field, Section
from reportgen.sources.tree import Mapping, Sequence

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.finding import Finding
    from reportgen.formats.library import Folder, Library
    from reportgen.model.fields import Contract
    from reportgen.place import Place
    from reportgen.sources.tree import Node


def read_format(library: Library, format_id: str) -> tuple[Format | None, list[Finding]]:
    """The format with everything it inherits, or None and what is wrong with it."""
    chain, findings = library.chain(format_id)
    if not chain:
        return None, findings
    folders = tuple(folder.path for folder in chain)
    tree = format_tree(chain)
    declaration, faults = validate(FormatDeclaration, complete(tree, format_id))
    findings += faults
    if declaration is None:
        return None, findings
    fields, faults = merged_file(chain, "fields.yaml")
    findings += faults
    contract, faults = _contract(fields)
    findings += faults
    checks, faults = merged_file(chain, "checks.yaml")
    findings += faults
    rules, faults = _rules(checks)
    findings += faults
    scoring, indicator_places, faults = _scoring(chain)
    findings += faults
    if scoring.framework is not None:
        contract = contract.extended((EVALUATION,))
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
        indicator_places=indicator_places,
        phrases=phrases,
        numbering=declaration.numbering,
        charts=_charts(declaration, tree),
        identity=identity_of(folders),
    ), findings


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


def _scoring(
    chain: list[Folder],
) -> tuple[ScoringDeclaration, dict[str, Place], list[Finding]]:
    """scoring.yaml, and where its framework declares each indicator.

    The general rules where there is none, or where it is wrong.
    """
    tree, findings = merged_file(chain, "scoring.yaml")
    if tree is None:
        return general_scoring(), {}, findings
    declaration, faults = validate(ScoringDeclaration, tree)
    findings += faults
    if declaration is None or declaration.framework is None:
        return declaration or general_scoring(), {}, findings
    node = tree.entries["整体"]
    listed = node.entries.get("指标") if isinstance(node, Mapping) else None
    names = [item.name for item in declaration.framework.indicators]
    return declaration, dict(zip(names, _item_places(listed), strict=True)), findings


def _phrases(chain: list[Folder]) -> tuple[Phrases, list[Finding]]:
    """phrases.yaml; none where there is none, or where it is wrong."""
    tree, findings = merged_file(chain, "phrases.yaml")
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


def _charts(declaration: FormatDeclaration, tree: Mapping) -> dict[str, Chart]:
    node = tree.entries.get("图表")
    places = node.key_places if isinstance(node, Mapping) else {}
    return {
        name: Chart(name, item, places.get(name, tree.place))
        for name, item in declaration.charts.items()
    }
