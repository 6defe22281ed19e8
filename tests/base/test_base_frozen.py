"""Frozen classes behave as frozen dataclasses do, where anybody looks."""

import copy
import pickle
from dataclasses import dataclass, field, fields, replace
from functools import cached_property

import pytest

from reportgen.frozen import frozen


@frozen
class Spot:
    name: str
    number: int = 3
    notes: tuple = field(default=(), compare=False)
    kept: object = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Usual:
    name: str
    number: int = 3
    notes: tuple = field(default=(), compare=False)
    kept: object = field(default=None, compare=False, repr=False)


@frozen
class Other:
    name: str
    number: int = 3


@frozen
class Empty:
    pass


@frozen
class Special:
    name: str

    def __eq__(self, other):
        return isinstance(other, Special)

    def __hash__(self):
        return 7

    def __repr__(self):
        return "special"


@frozen(slots=False, kw_only=True)
class Wide:
    first: int = 1
    second: int

    @cached_property
    def both(self):
        return self.first + self.second


def test_equal_values_are_equal_and_hash_alike():
    assert Spot("a") == Spot("a", 3, (1,), object())
    assert hash(Spot("a")) == hash(Spot("a", 3, (1,)))
    assert Spot("a") != Spot("b")
    assert Spot("a") != Spot("a", 4)
    assert len({Spot("a"), Spot("a"), Spot("a", 4)}) == 2


def test_another_class_is_another_value():
    assert Spot("a") != Other("a")
    assert Spot("a").__eq__(Other("a")) is NotImplemented
    assert Empty() == Empty()
    assert hash(Empty()) == hash(Empty())


def test_it_is_shown_as_a_dataclass_is():
    assert repr(Spot("a", 4, (1,), 5)) == repr(Usual("a", 4, (1,), 5)).replace("Usual", "Spot")
    assert repr(Empty()) == "Empty()"


def test_what_a_class_defines_itself_stays():
    assert Special("a") == Special("b")
    assert hash(Special("a")) == 7
    assert repr(Special("a")) == "special"


def test_it_has_no_room_for_other_attributes():
    with pytest.raises(AttributeError):
        Spot("a").other = 1


def test_it_is_replaced_copied_and_sent_to_other_processes():
    spot = Spot("a", 4, (1,))
    assert replace(spot, number=5) == Spot("a", 5)
    assert [item.name for item in fields(Spot)] == [item.name for item in fields(Usual)]
    for again in (copy.copy(spot), copy.deepcopy(spot), pickle.loads(pickle.dumps(spot))):
        assert again == spot
        assert again.notes == (1,)
    match spot:
        case Spot(name, number):
            assert (name, number) == ("a", 4)


def test_without_slots_it_keeps_what_it_works_out():
    wide = Wide(second=2)
    assert wide.both == 3
    assert "both" in vars(wide)
    with pytest.raises(TypeError):
        Wide(1, 2)
