"""Values of our own: dataclasses that nobody changes, and that are quick to define.

`@dataclass(frozen=True, slots=True)` compiles six methods from text for every class, which is a
tenth of the time that a short command takes. A frozen class compiles one here, `__init__`, and shares the
rest; that nobody changes it is held by the type checker, not by a method. `dataclasses.replace`,
`fields` and `field` work as ever.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar, dataclass_transform, overload

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


@overload
def frozen(cls: type[T], /) -> type[T]: ...
@overload
def frozen(*, slots: bool = True, kw_only: bool = False) -> Callable[[type[T]], type[T]]: ...
@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(
    cls: type[T] | None = None, /, *, slots: bool = True, kw_only: bool = False
) -> type[T] | Callable[[type[T]], type[T]]:
    """Freezes a class; without `slots` where it keeps what it works out (cached_property)."""

    def made(cls: type[T]) -> type[T]:
        defined = dataclass(slots=slots, kw_only=kw_only, eq=False, repr=False)(cls)
        _share(defined)
        return defined

    return made if cls is None else made(cls)


def _share(cls: type[Any]) -> None:
    """The methods that need no text of their own; one that the class defines itself stays."""
    compared = [item.name for item in fields(cls) if item.compare]
    values = attrgetter(*compared) if compared else _nothing

    def equal(self: object, other: object) -> bool:
        return NotImplemented if type(other) is not type(self) else values(self) == values(other)

    def hashed(self: object) -> int:
        return hash(values(self))

    own = vars(cls)
    if "__eq__" not in own:
        cls.__eq__ = equal  # type: ignore[assignment]
        if own.get("__hash__") is None:
            cls.__hash__ = hashed  # type: ignore[assignment]
    if "__repr__" not in own:
        cls.__repr__ = _shown  # type: ignore[assignment]


def _nothing(_: object) -> tuple[()]:
    return ()


def _shown(self: Any) -> str:
    parts = (f"{item.name}={getattr(self, item.name)!r}" for item in fields(self) if item.repr)
    return f"{type(self).__qualname__}({', '.join(parts)})"
