"""What several commands open in the same way."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportgen.formats import Library


def library(own: Path | None) -> Library:
    """The formats within reach: the folder given, `templates` where the user works, the built-in."""
    from reportgen.formats import Library

    return Library(*([own] if own else []), Path("templates"))
