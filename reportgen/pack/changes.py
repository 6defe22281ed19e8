"""What changed between two builds, two packs or two data sets: inputs, figures, documents.

It compares what was recorded and builds nothing. Figures are matched by document and key, never by
position: a row that only moved is no change.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from dataclasses import field, replace
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

from reportgen.checks.wording import wording
from reportgen.frozen import frozen
from reportgen.pack import change_kinds as kinds
from reportgen.pack.figure_map import parse_figures
from reportgen.pack.inputs import Input, Inputs, parse_inputs
from reportgen.pack.layout import Layout
from reportgen.pack.manifest import BrokenError, Manifest, load_manifest, read_limited
from reportgen.pack.merge_record import MergeRecord, parse_merges
from reportgen.pack.plan import identity_of
from reportgen.place import Place
from reportgen.writer import WriteError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from reportgen.finding import Finding
    from reportgen.pack.figure_map import Printing
    from reportgen.pack.manifest import PackMeta
    from reportgen.pack.plan import Document

NEW: Final = "新增"
GONE: Final = "不再生成"
REWRITTEN: Final = "改写"
CHANGE_LIST: Final = "变更清单.xlsx"
"""The list itself is no change."""

_SUM: Final = "+"
_NOTHING: Final = "无"
"""The name in the key of a sum over no lines."""
_NAMES: Final = re.compile(r"[-+/()|]")
_ALIKE: Final = 0.6


@frozen
class InputChange:
    """A value of the data set that changed, as it is read; empty where there was or is none."""

    key: str
    place: str
    old: str
    new: str


@frozen
class FigureChange:
    """A printed figure that changed: where it stands now (or stood), as printed before and now.

    Where both print alike and only the cell's own number differs, the exact numbers are given.
    """

    document: str
    part: str
    spot: str
    key: str
    old: str
    new: str

    @property
    def where(self) -> str:
        """Sheet and cell, or paragraph, as `reportgen explain` takes it."""
        return self.spot if self.part in {"", "document"} else f"{self.part}!{self.spot}"


@frozen
class DocumentChange:
    """A document that is not as it was: 改写, 新增 or 不再生成."""

    name: str
    what: str
    official: bool = True


@frozen
class Changes:
    """Everything that changed; figures of documents that are new or gone are not listed singly."""

    inputs: tuple[InputChange, ...] = ()
    figures: tuple[FigureChange, ...] = ()
    documents: tuple[DocumentChange, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything changed that is more than a working paper."""
        official = any(document.official for document in self.documents)
        return bool(self.inputs or self.figures or official)

    def as_dict(self) -> dict[str, list[dict[str, str]]]:
        """As it is written to JSON."""
        return {
            "inputs": [
                {"key": i.key, "place": i.place, "old": i.old, "new": i.new} for i in self.inputs
            ],
            "figures": [
                {
                    "document": f.document,
                    "part": f.part,
                    "spot": f.spot,
                    "key": f.key,
                    "old": f.old,
                    "new": f.new,
                }
                for f in self.figures
            ],
            "documents": [{"name": d.name, "change": d.what} for d in self.documents],
        }


@frozen
class Recorded:
    """What a pack on disk remembers of its last build."""

    manifest: Manifest
    inputs: Inputs | None
    figures: Mapping[str, Sequence[Printing]]
    merges: Mapping[str, MergeRecord] = field(default_factory=dict)


def load_recorded(folder: Path) -> tuple[Recorded | None, list[Finding]]:
    """The records of a pack; None where there is none. What cannot be read is left out and told."""
    manifest, findings = load_manifest(folder)
    if manifest is None:
        return None, findings
    figures: Mapping[str, Sequence[Printing]] = {}
    merges: Mapping[str, MergeRecord] = {}
    inputs: Inputs | None = None
    try:
        layout = Layout.of(folder)
    except WriteError:
        return None, findings
    for path, wanted in (
        (layout.figures, manifest.figures_sha256),
        (layout.inputs, manifest.inputs_sha256),
        (layout.merges, manifest.merges_sha256),
    ):
        if path == layout.merges and not wanted:
            continue
        try:
            data = read_limited(path)
            if data is None:
                if path == layout.figures or wanted:
                    raise BrokenError("不见了")  # noqa: TRY301 - told like any other fault
                continue
            if hashlib.sha256(data).hexdigest() != wanted:
                raise BrokenError("与生成记录不是同一次的")  # noqa: TRY301
            if path == layout.figures:
                figures = parse_figures(data)
            elif path == layout.merges:
                merges = parse_merges(data)
            else:
                inputs = parse_inputs(data)
        except (BrokenError, OSError) as error:
            why = str(error) if isinstance(error, BrokenError) else "打不开"
            shown = layout.shown(path)
            findings.append(kinds.BROKEN_RECORD.at(Place(shown), name=shown, why=why))
    return Recorded(manifest, inputs, figures, merges), findings


def since(
    recorded: Recorded, documents: Iterable[Document], inputs: Inputs, meta: PackMeta
) -> Changes:
    """What these documents, made from these inputs, change in a pack."""
    from reportgen.office.package import identity

    made = {document.name: document for document in documents if document.name != CHANGE_LIST}
    changed: list[DocumentChange] = []
    for document in made.values():
        entry = recorded.manifest.find(document.name)
        known = entry.generated if entry else None
        if known is None:
            changed.append(DocumentChange(document.name, NEW, document.official))
        elif (
            hashlib.sha256(document.data).hexdigest() != known.sha256
            and identity_of(document.data, identity) != known.identity
        ):
            changed.append(DocumentChange(document.name, REWRITTEN, document.official))
    changed += [
        DocumentChange(entry.name, GONE, entry.official)
        for entry in recorded.manifest.documents
        if entry.name not in {*made, CHANGE_LIST}
    ]
    compared = compare_inputs(recorded.inputs, inputs) if recorded.inputs else []
    return Changes(
        (*compared, *_means(recorded.manifest.meta, meta)),
        tuple(compare_figures(recorded.figures, {d.name: d.figures for d in made.values()})),
        tuple(changed),
    )


def between(old: Recorded, new: Recorded) -> Changes:
    """What differs between two packs."""
    one, two = old.manifest, new.manifest
    documents: list[DocumentChange] = []
    for entry in two.documents:
        other = one.find(entry.name)
        if entry.name == CHANGE_LIST:
            continue
        if other is None:
            documents.append(DocumentChange(entry.name, NEW, entry.official))
        elif (other.generated and other.generated.identity) != (
            entry.generated and entry.generated.identity
        ):
            documents.append(DocumentChange(entry.name, REWRITTEN, entry.official))
    documents += [
        DocumentChange(entry.name, GONE, entry.official)
        for entry in one.documents
        if entry.name != CHANGE_LIST and two.find(entry.name) is None
    ]
    compared = compare_inputs(old.inputs, new.inputs) if old.inputs and new.inputs else []
    return Changes(
        (*compared, *_means(one.meta, two.meta)),
        tuple(compare_figures(old.figures, new.figures)),
        tuple(documents),
    )


def _means(old: PackMeta, new: PackMeta) -> Iterator[InputChange]:
    """Another format, or another version of the program, as a change of input."""
    one = (old.format_name, old.format_identity)
    two = (new.format_name, new.format_identity)
    if one != two:
        yield InputChange("版式", new.format_name, *(f"{n}（{i[:8]}）" for n, i in (one, two)))
    if old.program != new.program:
        yield InputChange("程序版本", "", old.program, new.program)


def compare_inputs(old: Inputs, new: Inputs) -> list[InputChange]:
    """The values that differ, in the order of the new data set, then those that are gone."""
    found: list[InputChange] = []
    for key, item in new.values.items():
        before = old.values.get(key)
        if before is None or (before.value, before.unit) != (item.value, item.unit):
            text = _shown(before, new.money_unit) if before else ""
            found.append(InputChange(key, item.place, text, _shown(item, new.money_unit)))
    found += [
        InputChange(key, item.place, _shown(item, new.money_unit), "")
        for key, item in old.values.items()
        if key not in new.values
    ]
    return found


def compare_figures(
    old: Mapping[str, Sequence[Printing]], new: Mapping[str, Sequence[Printing]]
) -> list[FigureChange]:
    """The figures that differ in documents that are in both, in the order of the new ones."""
    found: list[FigureChange] = []
    for name, printings in new.items():
        if name not in old:
            continue
        before, after = _by_key(old[name]), _by_key(printings)
        order = {(item.part, item.spot): at for at, item in enumerate(printings)}
        changed = [
            change
            for key in {**after, **before}
            for change in _differences(name, before.get(key, []), after.get(key, []))
        ]
        changed = _regrouped(changed)
        found += sorted(changed, key=lambda c: order.get((c.part, c.spot), len(order)))
    return found


def _by_key(printings: Iterable[Printing]) -> dict[tuple[str, str], list[Printing]]:
    grouped: dict[tuple[str, str], list[Printing]] = defaultdict(list)
    for item in printings:
        if item.key:
            grouped[item.part, _whole(item.key)].append(item)
    return grouped


def _whole(key: str) -> str:
    """The key without the bars of an absolute value, which come and go with the sign."""
    return key[1:-1] if key.startswith("|") and key.endswith("|") else key


def _differences(
    document: str, old: Sequence[Printing], new: Sequence[Printing]
) -> Iterable[FigureChange]:
    """The changes of one figure in one sheet, which may print it several times."""
    if len(old) != len(new):
        # What prints alike is the same; of the rest, the first go together.
        alike = Counter(map(_content, old)) & Counter(map(_content, new))
        old, new = _without(old, alike), _without(new, alike)
    for index in range(max(len(old), len(new))):
        before = old[index] if index < len(old) else None
        after = new[index] if index < len(new) else None
        stands = after or before
        if stands is None or (before and after and _content(before) == _content(after)):
            continue
        texts = (before.text if before else "", after.text if after else "")
        if before and after and texts[0] == texts[1]:
            texts = (before.exact or before.text, after.exact or after.text)
        if texts == ("", ""):
            continue  # a blank that came or went with its row
        yield FigureChange(document, stands.part, stands.spot, stands.key, *texts)


def _regrouped(changes: list[FigureChange]) -> list[FigureChange]:
    """Sums that took in other lines are the same sums: what went and what came is one change."""
    gone = [c for c in changes if not c.new]
    come = [c for c in changes if not c.old]
    if not gone or not come:
        return changes
    ranked = sorted(
        (-likeness, at, there)
        for at, new in enumerate(come)
        for there, old in enumerate(gone)
        if new.part == old.part and (likeness := _likeness(old, new)) >= _ALIKE
    )
    pairs: dict[int, int] = {}
    for _, at, there in ranked:
        if at not in pairs and there not in pairs.values():
            pairs[at] = there
    joined = {come[at]: gone[there] for at, there in pairs.items()}
    left = set(joined.values())
    made = [replace(c, old=joined[c].old) if c in joined else c for c in changes if c not in left]
    return [c for c in made if c.old != c.new]


def _likeness(old: FigureChange, new: FigureChange) -> float:
    """How many of the names in two sums are in both; 0 where each has names of its own.

    What was taken from nothing (`支出/无/…`) before or now, in the same place, is the same figure.
    """
    left, right = (set(_NAMES.split(key)) for key in (old.key, new.key))
    if (_NOTHING in left) != (_NOTHING in right):
        left, right = left - {_NOTHING}, right - {_NOTHING}
        return float(old.spot == new.spot and (left <= right or right <= left))
    if _SUM not in old.key + new.key:
        return 0.0
    return len(left & right) / len(left | right) if left <= right or right <= left else 0.0


def _content(item: Printing) -> tuple[str, str]:
    return item.text, item.exact


def _without(items: Sequence[Printing], alike: Counter[tuple[str, str]]) -> list[Printing]:
    left = alike.copy()
    kept: list[Printing] = []
    for item in items:
        if left[_content(item)] > 0:
            left[_content(item)] -= 1
        else:
            kept.append(item)
    return kept


def _shown(item: Input, money_unit: str) -> str:
    if not item.unit:
        return item.value
    try:
        return wording(Decimal(item.value), money_unit, item.unit)
    except InvalidOperation:
        return item.value
