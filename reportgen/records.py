"""Small classes of values that nothing changes, for those of which a data set makes thousands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar, dataclass_transform

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


@dataclass_transform(frozen_default=True)
def values(cls: type[T]) -> type[T]:
    """As `@dataclass(frozen=True, slots=True)`, in a third of the time for each object.

    That nothing is assigned to is seen by the type checker; a frozen dataclass sees to it again, by
    setting each field of each object through `object.__setattr__`.
    """
    made: Callable[[type[T]], type[T]] = dataclass(slots=True, unsafe_hash=True)
    return made(cls)
