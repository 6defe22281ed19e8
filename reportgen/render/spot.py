"""One place of a produced document as the figure map names it, and what it says there."""

from __future__ import annotations

from typing import NamedTuple


class Spot(NamedTuple):
    """One cell or paragraph: where it stands as the figure map names it, and what it says.

    `kind` is "number" for a cell or point that stores one, "text" for everything else.
    """

    part: str
    spot: str
    kind: str
    text: str
