"""What a template can hold: views with a fixed set of names, and functions declared for it.

A view never gives a model object. Not for computing: the functions that a view exposes are given
to it by the packages that make views.
"""

from __future__ import annotations

from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, Any, ClassVar, Final, TypeVar

from reportgen.figure import Blank, Figure
from reportgen.language.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

__all__ = [
    "EMPTY_ROW",
    "NOTHING",
    "EmptyRow",
    "Listing",
    "Record",
    "UnknownNameError",
    "View",
    "exposed",
    "fields",
]

Function = TypeVar("Function", bound="Callable[..., Any]")


def exposed(function: Function) -> Function:
    """Declare a function or method as one that templates may call."""
    function.language_function = True  # type: ignore[attr-defined]
    return function


class View:
    """Something with a fixed set of Chinese names.

    `meanings` says of each name what it is, for the vocabulary of templates; only what no other
    declaration explains stands there (a field of the data is explained by its own).
    """

    __slots__ = ()
    meanings: ClassVar[Mapping[str, str]] = {}

    def get(self, name: str) -> object:
        """The value of a name; `UnknownNameError` where there is no such name."""
        raise UnknownNameError(name, self.names())

    def names(self) -> Iterable[str]:
        """The names that `get` knows."""
        return ()

    def meaning(self, name: str) -> str:
        """What a name is, in the words of those who write templates; empty where it is not said."""
        return self.meanings.get(name, "")


class Listing(View):
    """A view that is a list of rows as well, and prints as the text `whole` gives."""

    __slots__ = ("rows",)

    def __init__(self, rows: list[Any]) -> None:
        self.rows = rows

    def __iter__(self) -> Iterator[Any]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def whole(self) -> object:
        """What `{{ }}` prints of it."""
        return ""


class Record(View):
    """A view over a mapping of names to values; `explained` says what they are."""

    __slots__ = ("_explained", "_values")

    def __init__(
        self, values: Mapping[str, object], explained: Mapping[str, str] | None = None
    ) -> None:
        self._values = values
        self._explained = explained

    def get(self, name: str) -> object:
        try:
            return self._values[name]
        except KeyError:
            raise UnknownNameError(name, self._values) from None

    def names(self) -> Iterable[str]:
        return self._values.keys()

    def meaning(self, name: str) -> str:
        return self._explained.get(name, "") if self._explained else ""

    def __repr__(self) -> str:
        return f"Record({', '.join(self._values)})"


def fields(
    things: Sequence[object], names: tuple[str, ...], reach: Callable[[Any, str], object]
) -> list[object]:
    """The values of names of many things, one thing after the other.

    Records that have the names are all asked at once; `reach` gives a value of anything else.
    """
    if set(map(type, things)) == {Record}:
        records: Sequence[Record] = things  # type: ignore[assignment]
        mappings = [item._values for item in records]  # noqa: SLF001 - of its own module
        try:
            if len(names) == 1:
                return list(map(itemgetter(*names), mappings))
            return list(chain.from_iterable(map(itemgetter(*names), mappings)))
        except KeyError:
            pass
    return [reach(item, name) for item in things for name in names]


class Group(Record):
    """One group of `groupby`: `.名称` and `.行`; unpacks into the two."""

    __slots__ = ()
    meanings: ClassVar = {"名称": "这一组的名称", "行": "这一组的各行"}

    def __init__(self, name: object, rows: list[object]) -> None:
        super().__init__({"名称": name, "行": rows, "grouper": name, "list": rows})

    def __iter__(self) -> Iterator[object]:
        return iter((self._values["名称"], self._values["行"]))


class _Nothing(Figure):
    """Every name of an empty row: prints blank, is false, has no rows, may be called."""

    __slots__ = ()

    language_function: Final = True

    def __call__(self, *_: object, **__: object) -> _Nothing:
        return self

    def __iter__(self) -> Iterator[object]:
        return iter(())

    def __len__(self) -> int:
        return 0


NOTHING: Final = _Nothing(Blank.EMPTY)


class EmptyRow(View):
    """The row that stands where a shorter list has none: all its names print blank."""

    __slots__ = ()

    def get(self, name: str) -> object:
        if name.startswith("_"):
            raise UnknownNameError(name)
        return NOTHING

    def __bool__(self) -> bool:
        return False


EMPTY_ROW: Final = EmptyRow()
