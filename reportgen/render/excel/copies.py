"""The package around sheets that repeat: parts, relations, content types, tabs and local names.

Not for what stands in the sheets, nor for how often they repeat: `sheets`.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from reportgen.office import package, tree
from reportgen.office.tree import Element
from reportgen.render.excel.references import Area, join_formula, split_formula
from reportgen.render.excel.sheets import Titles
from reportgen.render.excel.workbook import TYPES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reportgen.render.excel.prepare import Prepared
    from reportgen.render.excel.sheets import Round
    from reportgen.render.excel.workbook import Workbook

APP_PART: Final = "docProps/app.xml"
_NUMBERED: Final = re.compile(r"sheet(\d+)\.xml$")
_TAB_LISTS: Final = frozenset({"HeadingPairs", "TitlesOfParts"})
_PLAIN_TITLE: Final = re.compile(r"[^\W\d]\w*")


def with_copies(
    book: Workbook, sheets: list[Prepared], repeated: dict[str, list[Round]]
) -> tuple[Workbook, list[Prepared], dict[str, dict[str, object]]]:
    """The workbook and its sheets with each copy in its place, and the names of each copy."""
    maker = _Maker(book, repeated)
    made: list[Prepared] = []
    names: dict[str, dict[str, object]] = {}
    for item in sheets:
        title = item.sheet.title
        if title not in repeated:
            made.append(item)
            continue
        copies = maker.copies[title]
        for (part, new), one in zip(copies, repeated[title], strict=True):
            made.append(replace(item, sheet=replace(item.sheet, part=part), title=new))
            names[new] = one.names
    return maker.book(made), made, names


class _Maker:
    """The copies of one document: for each repeated sheet its parts and tabs."""

    def __init__(self, book: Workbook, repeated: dict[str, list[Round]]) -> None:
        self._book = book
        listed = book.root.find("sheets")
        self._listed = [] if listed is None else listed.elements()
        self._old_titles = [item.attributes.get("name", "") for item in self._listed]
        titles = Titles(title for title in self._old_titles if title not in repeated)
        self._parts = {s.title: s.part for s in book.sheets if s.title in repeated}
        number = max((int(f[1]) for p in book.order if (f := _NUMBERED.search(p))), default=0)
        self.copies: dict[str, list[tuple[str, str]]] = {}
        for title, rounds in repeated.items():
            folder = posixpath.dirname(self._parts[title])
            found: list[tuple[str, str]] = []
            for one in rounds:
                part = self._parts[title]
                if found:
                    number += 1
                    part = f"{folder}/sheet{number}.xml"
                found.append((part, titles.make(one.title)))
            self.copies[title] = found

    def book(self, sheets: list[Prepared]) -> Workbook:
        book = self._book
        order = list(book.order)
        fixed = dict(book.fixed)
        for title, copies in self.copies.items():
            self._add_parts(order, fixed, self._parts[title], [part for part, _ in copies])
        relations = _relations_part(book.part)
        identifiers = self._change_relations(fixed, relations)
        self._change_types(fixed)
        if APP_PART in fixed:
            root = tree.parse(fixed[APP_PART].content)
            kept = [item for item in root.elements() if item.tag not in _TAB_LISTS]
            root.children = list(kept)
            fixed[APP_PART] = _member(APP_PART, root)
        root = self._root(identifiers)
        related = {item.title: book.related.get(item.sheet.title, []) for item in sheets}
        return replace(book, order=order, fixed=fixed, root=root, related=related)

    def _add_parts(
        self, order: list[str], fixed: dict[str, package.Member], part: str, copies: list[str]
    ) -> None:
        """The copies behind their template in the package, each with the template's relations."""
        own = _relations_part(part)
        kept = None
        if own in fixed:
            root = tree.parse(fixed[own].content)
            items = root.elements()
            root.children = [
                i for i in items if not i.attributes["Type"].endswith("/printerSettings")
            ]
            order.remove(own)
            if root.children:
                kept = _member(own, root)
        at = order.index(part)
        order[at : at + 1] = copies
        if kept is None:
            return
        for name in map(_relations_part, copies):
            fixed[name] = replace(kept, name=name)
            order.append(name)

    def _change_relations(
        self, fixed: dict[str, package.Member], part: str
    ) -> dict[str, list[str]]:
        """One relation of the workbook for each copy; their ids by the template's title."""
        root = tree.parse(fixed[part].content)
        known = {item.attributes.get("Id", "") for item in root.elements()}
        targets = {part: title for title, part in self._parts.items()}
        found: dict[str, list[str]] = {}
        kept: list[Element] = []
        folder = posixpath.dirname(self._book.part)
        for item in root.elements():
            target = item.attributes.get("Target", "")
            whole = (
                target[1:] if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
            )
            title = targets.get(whole)
            if title is None:
                kept.append(item)
                continue
            found[title] = []
            for copy, _ in self.copies[title]:
                identifier = item.attributes["Id"]
                if found[title]:
                    identifier = next(
                        f"rIdSheet{n}" for n in range(1, 10**6) if f"rIdSheet{n}" not in known
                    )
                    known.add(identifier)
                found[title].append(identifier)
                attributes = {**item.attributes, "Id": identifier, "Target": f"/{copy}"}
                kept.append(Element(item.tag, attributes))
        root.children = list(kept)
        fixed[part] = _member(part, root)
        return found

    def _change_types(self, fixed: dict[str, package.Member]) -> None:
        root = tree.parse(fixed[TYPES].content)
        titles = {f"/{part}": title for title, part in self._parts.items()}
        kept: list[Element] = []
        for item in root.elements():
            title = titles.get(item.attributes.get("PartName", ""))
            if title is None:
                kept.append(item)
            else:
                kept += [
                    Element(item.tag, {**item.attributes, "PartName": f"/{part}"})
                    for part, _ in self.copies[title]
                ]
        root.children = list(kept)
        fixed[TYPES] = _member(TYPES, root)

    def _root(self, identifiers: dict[str, list[str]]) -> Element:
        """The workbook part: a tab for each copy, local names for each, the first tab in front."""
        new: list[Element] = []
        places: list[list[int]] = []
        number = max((int(i.attributes.get("sheetId", "0")) for i in self._listed), default=0)
        for item in self._listed:
            title = item.attributes.get("name", "")
            places.append([])
            copies = self.copies.get(title)
            if copies is None:
                places[-1].append(len(new))
                new.append(item)
                continue
            for (_, tab), identifier in zip(copies, identifiers[title], strict=True):
                attributes = {**item.attributes, "name": tab}
                if places[-1]:
                    number += 1
                    attributes["sheetId"] = str(number)
                attributes = {
                    k: identifier if k.endswith(":id") else v for k, v in attributes.items()
                }
                places[-1].append(len(new))
                new.append(Element(item.tag, attributes))
        old = self._book.root
        root = Element(old.tag, old.attributes)
        for child in old.children:
            if isinstance(child, Element) and child.tag == "sheets":
                child = _with(child, new)  # noqa: PLW2901
            elif isinstance(child, Element) and child.tag == "definedNames":
                child = _with(child, list(self._names(child, places)))  # noqa: PLW2901
            elif isinstance(child, Element) and child.tag == "bookViews":
                child = _with(child, [_front(view, places) for view in child.elements()])  # noqa: PLW2901
            root.children.append(child)
        return root

    def _names(self, element: Element, places: list[list[int]]) -> Iterable[Element]:
        for item in element.elements():
            index = item.attributes.get("localSheetId", "")
            if not index.isdigit():
                yield item
                continue
            title = self._old_titles[int(index)]
            for number, place in enumerate(places[int(index)]):
                copy = Element(item.tag, {**item.attributes, "localSheetId": str(place)})
                text = item.text()
                if title in self.copies:
                    text = _renamed(text, title, self.copies[title][number][1])
                copy.children = [text]
                yield copy


def _renamed(text: str, old: str, new: str) -> str:
    """A formula in which a sheet has another name."""
    spelt = new if _PLAIN_TITLE.fullmatch(new) else "'" + new.replace("'", "''") + "'"
    return join_formula(
        tuple(
            piece._replace(sheet=f"{spelt}!")
            if isinstance(piece, Area) and piece.title == old
            else piece
            for piece in split_formula(text)
        )
    )


def _front(view: Element, places: list[list[int]]) -> Element:
    copy = Element(view.tag, dict(view.attributes))
    copy.children = view.children
    for name in ("activeTab", "firstSheet"):
        index = view.attributes.get(name, "")
        if index.isdigit():
            found = places[int(index)] if int(index) < len(places) else []
            copy.attributes[name] = str(found[0] if found else 0)
    return copy


def _with(element: Element, children: list[Element]) -> Element:
    copy = Element(element.tag, dict(element.attributes))
    copy.children = list(children)
    return copy


def _member(part: str, root: Element) -> package.Member:
    return package.Member(part, (), package.pack([tree.document(root)]))


def _relations_part(part: str) -> str:
    folder, name = posixpath.split(part)
    return f"{folder}/_rels/{name}.rels"
