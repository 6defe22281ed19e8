"""Two formats (or two years of one) side by side: what was added, dropped, moved, changed.

With a data set, the same year goes through both and its totals stand side by side. Nothing is
written, and neither format is judged.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from reportgen.compute.numbers import number_formats
from reportgen.figure import Blank, Figure
from reportgen.formats import load
from reportgen.formats.declaring import as_written
from reportgen.formats.scoring import general_scoring
from reportgen.language.environment import make_environment
from reportgen.pack.prepare import prepare
from reportgen.studio.origins import declarations, shortened
from reportgen.studio.vocabulary.uses import Use, uses_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reportgen.compute.context import Context
    from reportgen.finding import Finding
    from reportgen.formats import Format, Library
    from reportgen.model.fields import Field
    from reportgen.pack.prepare import Prepared

ADDED: Final = "增加"
DROPPED: Final = "去掉"
CHANGED: Final = "改动"
MOVED: Final = "移动"
_EFFECTIVE: Final = frozenset({"数据栏目", "评分"})
"""Groups that are compared as they take effect, what no file says included."""
_ASPECTS: Final = {
    "type": "类型",
    "required": "必填",
    "unit": "单位",
    "options": "选项",
    "default": "默认",
    "catalogue": "目录",
    "meaning": "说明",
    "carried": "沿用",
    "withheld": "不公开",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs: in which group, what it is called, how, and both sides."""

    group: str
    kind: str
    name: str
    old: str = ""
    new: str = ""

    def as_dict(self) -> dict[str, str]:
        return {
            "group": self.group,
            "kind": self.kind,
            "name": self.name,
            "old": self.old,
            "new": self.new,
        }


@dataclass(frozen=True, slots=True)
class Total:
    """One figure of a data set in both formats; blank where one has no such figure."""

    name: str
    old: str
    new: str

    @property
    def differs(self) -> bool:
        return self.old != self.new

    def as_dict(self) -> dict[str, str | bool]:
        return {"name": self.name, "old": self.old, "new": self.new, "differs": self.differs}


@dataclass(slots=True)
class Comparison:
    """What differs between two formats, and the totals of a data set where one was given."""

    old: str
    new: str
    differences: list[Difference] = field(default_factory=list)
    totals: list[Total] = field(default_factory=list)


def compare(
    library: Library, old_id: str, new_id: str, data: Path | None = None
) -> tuple[Comparison | None, list[Finding]]:
    """Both formats compared; None where one of them cannot be loaded."""
    old, findings = load(library, old_id)
    new, faults = load(library, new_id)
    findings = list(dict.fromkeys([*findings, *faults]))
    if old is None or new is None:
        return None, findings
    found = Comparison(old_id, new_id)
    found.differences += _declared(library, old_id, new_id)
    found.differences += _fields(old, new)
    found.differences += _flat("评分", _scoring(old), _scoring(new))
    found.differences += _tags(old, new)
    if data is not None:
        sides: list[Prepared] = []
        for format_id in (old_id, new_id):
            prepared, faults = prepare(data, library, format_id)
            if prepared is None:
                return None, [*findings, *faults]
            sides.append(prepared)
        found.totals = _totals(sides[0].context, sides[1].context)
    return found, findings


def _declared(library: Library, old_id: str, new_id: str) -> Iterator[Difference]:
    """What the YAML files say, record by record and key by key."""
    sides = []
    for format_id in (old_id, new_id):
        items, _ = declarations(library.chain(format_id)[0])
        sides.append({(i.group, i.name): i for i in items if i.group not in _EFFECTIVE})
    old, new = sides
    for key in dict.fromkeys([*old, *new]):
        group, name = key
        if key not in new:
            yield Difference(group, DROPPED, name, old[key].says)
        elif key not in old:
            yield Difference(group, ADDED, name, "", new[key].says)
        else:
            before, after = dict(old[key].values), dict(new[key].values)
            for path in dict.fromkeys([*before, *after]):
                if before.get(path) != after.get(path):
                    whole = f"{name}.{path}" if path else name
                    texts = (shortened(before.get(path, "")), shortened(after.get(path, "")))
                    yield Difference(group, CHANGED, whole, *texts)


def _fields(old: Format, new: Format) -> Iterator[Difference]:
    sides = [
        {f"{s.name}.{f.name}": f for s in form.contract.sections.values() for f in s.fields}
        for form in (old, new)
    ]
    before, after = sides
    for name in dict.fromkeys([*before, *after]):
        if name not in after:
            yield Difference("数据栏目", DROPPED, name, _described(before[name]))
        elif name not in before:
            yield Difference("数据栏目", ADDED, name, "", _described(after[name]))
        else:
            for aspect, word in _ASPECTS.items():
                was, now = _aspect(before[name], aspect), _aspect(after[name], aspect)
                if was != now:
                    yield Difference("数据栏目", CHANGED, f"{name} 的{word}", was, now)


def _described(spec: Field) -> str:
    words = [spec.type.value, "必填" if spec.required else "", spec.unit, "、".join(spec.options)]
    return "，".join(word for word in (*words, spec.meaning) if word)


def _aspect(spec: Field, aspect: str) -> str:
    value = getattr(spec, aspect)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, tuple):
        return "、".join(value)
    return str(getattr(value, "value", value))


def _scoring(form: Format) -> dict[str, str]:
    return dict(_leaves(as_written(form.scoring or general_scoring())))


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _leaves(inner, f"{path}.{name}" if path else str(name))
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for inner in value:
            yield from _leaves(inner, f"{path}.{inner.get('名称', '')}")
    elif isinstance(value, list) and value:
        yield path, "、".join(map(str, value))
    elif isinstance(value, bool):
        yield path, "是" if value else "否"
    elif value is not None and value != []:
        yield path, str(value)


def _flat(group: str, old: dict[str, str], new: dict[str, str]) -> Iterator[Difference]:
    for path in dict.fromkeys([*old, *new]):
        if path.endswith(".名称") or old.get(path) == new.get(path):
            continue
        kind = ADDED if path not in old else DROPPED if path not in new else CHANGED
        yield Difference(group, kind, path, old.get(path, ""), new.get(path, ""))


def _tags(old: Format, new: Format) -> Iterator[Difference]:
    """Tags of the templates, document by document."""
    sides = [_by_document(form) for form in (old, new)]
    for document in dict.fromkeys([*sides[0], *sides[1]]):
        if all(document in side for side in sides):
            yield from _tags_of(document, sides[0][document], sides[1][document])


def _by_document(form: Format) -> dict[str, list[Use]]:
    names = {d.declaration.name for d in form.documents}
    found: dict[str, list[Use]] = {name: [] for name in names}
    for use in uses_in(form, make_environment(number_formats(form))):
        if use.tag and use.document in names and use.source.endswith((".docx", ".xlsx")):
            found[use.document].append(use)
    return {name: found[name] for name in sorted(found)}


def _tags_of(document: str, old: list[Use], new: list[Use]) -> Iterator[Difference]:
    where: list[dict[str, list[str]]] = [{}, {}]
    for side, uses in zip(where, (old, new), strict=True):
        for use in uses:
            side.setdefault(use.tag, []).append(use.spot)
    group = f"标签：{document}"
    for tag in dict.fromkeys([*where[0], *where[1]]):
        before, after = (Counter(side.get(tag, [])) for side in where)
        gone, come = list((before - after).elements()), list((after - before).elements())
        for was, now in zip(gone, come, strict=False):
            yield Difference(group, MOVED, tag, was, now)
        for spot in gone[len(come) :]:
            yield Difference(group, DROPPED, tag, spot)
        for spot in come[len(gone) :]:
            yield Difference(group, ADDED, tag, "", spot)


def _totals(old: Context, new: Context) -> list[Total]:
    sides = [dict(_figures(context)) for context in (old, new)]
    return [
        Total(name, sides[0].get(name, ""), sides[1].get(name, ""))
        for name in dict.fromkeys([*sides[0], *sides[1]])
    ]


def _figures(context: Context) -> Iterator[tuple[str, str]]:
    """The sums of the ledgers, what 取数 computes, and what projects score."""
    for ledger in ("收入", "支出"):
        view: Any = context.names[ledger]
        yield f"{ledger}.合计", _shown(view.get("合计"))
    for name in context.format.names:
        head, _, rest = name.partition(".")
        value: Any = context.names.get(name) if not rest else context.names.get(head)
        if rest and value is not None:
            value = value.get(rest)
        if isinstance(value, Figure):
            yield name, _shown(value)
    for project in context.projects:
        yield f"{project.name}：分值合计", _shown(project.weight)
        yield f"{project.name}：执行率", _shown(project.rate)
        yield f"{project.name}：总分", _shown(project.score)
        yield f"{project.name}：等级", project.grade or ""


def _shown(figure: Figure) -> str:
    value = figure.value
    if isinstance(value, Blank):
        return "" if value is Blank.EMPTY else value.value
    if figure.unit == "比":
        return f"{value * 100:f}".rstrip("0").rstrip(".") + "%"
    number = f"{value:,f}"
    number = number.rstrip("0").rstrip(".") if "." in number else number
    return f"{number} {figure.unit}".strip()
