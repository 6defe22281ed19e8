"""What several commands open in the same way."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.cli.showing import fail

if TYPE_CHECKING:
    from reportgen.formats import Library


def library(own: Path | None) -> Library:
    """The formats within reach: the folder given, `templates` where the user works, the built-in."""
    from reportgen.formats import Library

    if own is not None and not own.is_dir():
        raise fail(f"没有“{own}”这个文件夹，找不到里面的版式。请核对 --templates 后面的位置。", 2)
    return Library(*([own] if own else []), Path("templates"))
