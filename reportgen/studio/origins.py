"""Where everything in a format comes from: which folder of the chain, which line of which file.

Gathers what `reportgen format show` prints. Nothing of the format is evaluated; templates are only
compiled to learn their lane.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from reportgen.formats import kinds, load
from reportgen.formats.overlay import FILES, SCOPE, format_tree, merged_file
from reportgen.sources.tree import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reportgen.finding import Finding
    from reportgen.formats import Format, Library
    from reportgen.formats.library import Folder
    from reportgen.place import Place
    from reportgen.sources.tree import Node

GROUPS: Final = {
    "format.yaml": {
        "图表": "图表",
        "文档": "文档",
        "数字": "数字格式",
        "列表": "列表",
        "取数": "取数",
        "口径": "口径",
    },
    "fields.yaml": {"": "数据栏目"},
    "scoring.yaml": {"": "评分"},
    "checks.yaml": {"规则": "核对关系"},
    "phrases.yaml": {"短语": "短语", "增减说明": "增减说明"},
}
"""What each key of a file holds, as it is called in the page; "": the whole file."""
_LONGEST: Final = 60


@dataclass(frozen=True, slots=True)
class Item:
    """One declaration: what it says in short, where it stands, and where parts of it stand.

    `changes` are keys that come from another folder than the declaration itself.
    """

    group: str
    name: str
    says: str
    place: Place
    changes: tuple[tuple[str, Place], ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    """Every value below it by its path, for comparing."""

    def as_dict(self) -> dict[str, object]:
        return {
            "group": self.group,
            "name": self.name,
            "says": self.says,
            "place": str(self.place),
            "changes": {name: str(place) for name, place in self.changes},
        }


@dataclass(frozen=True, slots=True)
class Template:
    """A Word or Excel file of the format: of which folder it is, who prints it, its lane."""

    document: str
    file: str
    folder: str
    lane: str
    hidden: tuple[str, ...] = ()
    """Folders further up whose file of that name is not used."""


@dataclass(frozen=True, slots=True)
class Origins:
    """A format with where its parts come from."""

    id: str
    name: str
    chain: tuple[Folder, ...]
    files: dict[str, tuple[str, ...]]
    templates: tuple[Template, ...]
    items: tuple[Item, ...] = field(default=())


def show(library: Library, format_id: str, year: int = 0) -> tuple[Origins | None, list[Finding]]:
    """The format (of that year, where it has a folder for it) and everything wrong with it."""
    findings: list[Finding] = []
    if year:
        format_id, findings = of_year(library, format_id, year)
    form, faults = load(library, format_id)
    findings += faults
    chain, _ = library.chain(format_id)
    if not chain:
        return None, findings
    items, files = declarations(chain)
    templates, faults = _templates(form, chain) if form else ([], [])
    findings += faults
    own = chain[0].declaration.name
    found = Origins(format_id, own, tuple(chain), files, tuple(templates), tuple(items))
    return found, findings


def declarations(chain: list[Folder]) -> tuple[list[Item], dict[str, tuple[str, ...]]]:
    """Everything that the YAML files of a chain declare, and which folders have which file."""
    items: list[Item] = []
    files: dict[str, tuple[str, ...]] = {}
    for name in ("format.yaml", *FILES):
        owners = tuple(folder.id for folder in chain if (folder.path / name).is_file())
        tree = format_tree(chain) if name == "format.yaml" else merged_file(chain, name)[0]
        if owners and tree is not None:
            files[name] = owners
            items += _items(tree, name)
    return items, files


def of_year(library: Library, format_id: str, year: int) -> tuple[str, list[Finding]]:
    """The id of the year's folder where there is one; a hint where the format is for other years."""
    inner = f"{format_id}/{year}"
    if library.path(inner) is not None:
        return inner, []
    folder, _ = library.folder(format_id)
    spans = folder.declaration.years if folder else []
    if not spans or any(first <= year <= last for first, last in spans):
        return format_id, []
    return format_id, [
        kinds.NOT_FOR_YEAR.at(None, name=format_id, year=year, years=years_in_words(spans))
    ]


def years_in_words(spans: list[tuple[int, int]]) -> str:
    """`2021-2023、2025 年以后`; 各年 where there is no span."""
    words = []
    for first, last in spans:
        end = f"-{last}" if last != first else ""
        words.append(f"{first} 年以后" if last == 9999 else f"{first}{end}")
    return "、".join(words) or "各年"


def _templates(form: Format, chain: list[Folder]) -> tuple[list[Template], list[Finding]]:
    from reportgen.compute.numbers import number_formats
    from reportgen.language.environment import make_environment
    from reportgen.render.documents import compile_template
    from reportgen.render.excel import CompiledWorkbook

    environment = make_environment(number_formats(form))
    found: list[Template] = []
    findings: list[Finding] = []
    for document in form.documents:
        name = document.declaration.template
        compiled, faults = compile_template(document.template, environment)
        findings += [f for f in faults if f not in findings]
        lane = "Excel" if isinstance(compiled, CompiledWorkbook) else ""
        if compiled is None:
            lane = "有错，不能生成"
        elif not isinstance(compiled, CompiledWorkbook):
            lane = f"Word，{compiled.lane}"
        owners = [folder.id for folder in chain if (folder.path / name).is_file()]
        found.append(Template(document.declaration.name, name, owners[0], lane, tuple(owners[1:])))
    return found, findings


def _items(tree: Mapping, file: str) -> Iterator[Item]:
    for key, group in GROUPS[file].items():
        node: Node | None = tree if not key else tree.entries.get(key)
        if isinstance(node, Mapping):
            for name, item in node.entries.items():
                if file == "format.yaml" and not key and name in SCOPE:
                    continue
                yield from _declared(group, name, item, node.key_places.get(name, node.place))
        elif isinstance(node, Sequence):
            for item in node.items:
                yield _item(group, _title(item), item, item.place)


def _declared(group: str, name: str, node: Node, place: Place) -> Iterator[Item]:
    """A declaration under a name; the fields of a section stand below it, one each."""
    fields = node.entries.get("字段") if isinstance(node, Mapping) else None
    rows = node.entries.get("项目") if isinstance(node, Mapping) and group == "增减说明" else node
    if isinstance(fields, Sequence):
        for item in fields.items:
            yield _item(group, f"{name}.{label(item)}", item, item.place)
    elif isinstance(rows, Sequence) and rows.items and group != "列表" and label(rows.items[0]):
        for item in rows.items:
            yield _item(group, f"{name}.{label(item)}", item, item.place)
    else:
        yield _item(group, name, node, place)


def _item(group: str, name: str, node: Node, place: Place) -> Item:
    changes = {key: spot for key, spot in leaves(node) if spot.file != place.file and spot.line}
    values = tuple((path, value.text) for path, value in _scalars(node))
    return Item(group, name, in_short(node), place, tuple(changes.items()), values)


def label(node: Node) -> str:
    """编号 or 名称 of a record, else nothing."""
    if isinstance(node, Mapping):
        for key in ("编号", "名称"):
            entry = node.entries.get(key)
            if isinstance(entry, Scalar) and entry.text.strip():
                return entry.text.strip()
    return ""


def _title(node: Node) -> str:
    """编号 and 名称 of a rule, 名称 of another record."""
    known, name = label(node), node.entries.get("名称") if isinstance(node, Mapping) else None
    own = name.text.strip() if isinstance(name, Scalar) else ""
    return known if own in {known, ""} else f"{known} {own}"


def leaves(node: Node) -> Iterator[tuple[str, Place]]:
    """Every value below a node with its path and place."""
    return ((path, value.place) for path, value in _scalars(node))


def _scalars(node: Node, path: str = "") -> Iterator[tuple[str, Scalar]]:
    if isinstance(node, Mapping):
        for name, item in node.entries.items():
            yield from _scalars(item, f"{path}.{name}" if path else name)
    elif isinstance(node, Sequence):
        for number, item in enumerate(node.items, start=1):
            yield from _scalars(item, f"{path}.{label(item) or number}" if path else str(number))
    else:
        yield path, node


def in_short(node: Node) -> str:
    """A declaration on one line."""
    return shortened(_words(node))


def shortened(text: str) -> str:
    """A text cut to what a line of a table holds."""
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _words(node: Node) -> str:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        if len(node.items) > 3 and all(isinstance(item, Mapping) for item in node.items):
            return f"{len(node.items)} 行"
        return "、".join(label(item) or _words(item) for item in node.items)
    pairs = [(name, item) for name, item in node.entries.items() if name not in {"名称", "编号"}]
    return "，".join(f"{name} {_words(item)}" for name, item in pairs)


def listed(library: Library) -> tuple[list[tuple[str, Folder, Path]], list[Finding]]:
    """Every format within reach: its id, its folder read, and the root it stands in."""
    found: list[tuple[str, Folder, Path]] = []
    findings: list[Finding] = []
    for format_id in library.ids():
        folder, faults = library.folder(format_id)
        findings += faults
        if folder is not None:
            root = next(r for r in library.roots if folder.path.is_relative_to(r))
            found.append((format_id, folder, root))
    return found, findings
