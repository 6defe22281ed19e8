"""How the declarations of format files are written down: dataclasses under Chinese names.

pydantic reads these marks when a file is checked (`validation`), and is not loaded before: a format
that was checked in an earlier run is made without it (`kept`). Unknown keys are refused.
"""

from __future__ import annotations

from dataclasses import MISSING, field, fields, is_dataclass
from typing import TYPE_CHECKING, Any, TypeVar, dataclass_transform

from reportgen.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


def under(
    alias: str, default: Any = MISSING, *, default_factory: Any = MISSING, **limits: int
) -> Any:
    """A field that a file writes under `alias`; `limits` are pydantic's: ge, le, min_length."""
    return field(
        default=default, default_factory=default_factory, metadata={"alias": alias, **limits}
    )


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(under,))
def declaration(cls: type[T]) -> type[T]:
    """Makes a class what may stand in a file."""
    cls.__pydantic_config__ = {"extra": "forbid"}  # type: ignore[attr-defined]
    return frozen(slots=False, kw_only=True)(cls)


class Before:
    """What is written is sent through a function before its type is looked at."""

    def __init__(self, change: Callable[[Any], Any]) -> None:
        self.change = change

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable[[Any], Any]) -> Any:
        """The schema of the type behind the function."""
        from pydantic_core.core_schema import no_info_before_validator_function

        return no_info_before_validator_function(self.change, handler(source))


class Within:
    """A number from `low` to `high`."""

    def __init__(self, low: int, high: int) -> None:
        self.limits = {"ge": low, "le": high}

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable[[Any], Any]) -> Any:
        """The schema of the number with its limits."""
        return {**handler(source), **self.limits}


def as_written(value: Any) -> Any:
    """A declaration under the names that a file gives its parts, defaults included."""
    if is_dataclass(value):
        names = {item.name: item.metadata.get("alias", item.name) for item in fields(value)}
        return {alias: as_written(getattr(value, name)) for name, alias in names.items()}
    if isinstance(value, dict):
        return {name: as_written(inner) for name, inner in value.items()}
    return [as_written(inner) for inner in value] if isinstance(value, list) else value
