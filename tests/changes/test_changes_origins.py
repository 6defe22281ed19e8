"""Every figure printed in every sample pack is explained down to its cells, and back."""

from pathlib import Path

import pytest
from samples import ROOT

from reportgen.figure import Blank, places
from reportgen.formats import Library
from reportgen.pack.explain import tree, uses
from reportgen.pack.remaking import printings, remake_data

WITHOUT_CELLS = {"常数", "计数", "实际÷目标"}
"""Ends of an origin that name no cell: points that the format sets, how many rows there are, and the
rate of an indicator, whose target and actual value are typed as text."""
SAMPLES = sorted(path for path in (ROOT / "data").glob("*/*.yaml") if path.stem.isdigit())


@pytest.fixture(scope="module", params=SAMPLES, ids=lambda p: f"{p.parent.name}-{p.stem}")
def remade(request):
    made, findings = remake_data(request.param, Library())
    assert made is not None, findings
    assert made.documents, findings
    return made


def printed(remade):
    return [(d.name, item) for d in remade.documents for item in printings(d)]


def test_every_figure_is_explained_down_to_its_cells(remade):
    explained = {}
    for name, item in printed(remade):
        figure = item.figure
        if id(figure) in explained:
            continue
        nodes = explained[id(figure)] = tree(figure, "万元", everything=True)
        read = {place for node in nodes for place in node.places}
        assert read == set(places(figure)), f"{name} {item.part} {item.spot}"
        if not isinstance(figure.value, Blank) and figure.value:
            ends = {node.operation for node in nodes if not node.operands and not node.places}
            assert read or ends <= WITHOUT_CELLS, f"{name} {item.part} {item.spot}"
        assert all(node.operation or node.places for node in nodes)


def test_the_reverse_list_matches(remade):
    rests = {}
    for name, item in printed(remade):
        if item.key:
            for place in places(item.figure):
                rests.setdefault(place, set()).add((name, item.part, item.spot))
    assert rests
    for place, expected in rests.items():
        found = uses(remade.documents, place.__eq__)
        spots = {(u.spot.document, u.spot.printing.part, u.spot.printing.spot) for u in found}
        assert spots == expected, place


def test_every_place_of_an_origin_is_in_the_data(remade):
    named = {path.name for path in Path(remade.prepared.year.source).parent.iterdir()}
    for _, item in printed(remade):
        for place in places(item.figure):
            assert place.file in named
            assert place.line or place.cell
