"""Tick boxes: `勾选(值, 选项)` prints the options of a form with the one that was chosen ticked."""

from __future__ import annotations

from typing import Any, Final

from jinja2.utils import pass_context

from reportgen.language.errors import BadCallError, WrongValueError
from reportgen.language.values import rows, text

TICKED: Final = "☑"
EMPTY: Final = "□"


@pass_context
def ticks(
    context: Any, 值: object, 选项: object, 框在后: object = False, 间隔: object = "　"
) -> str:
    """The options side by side, each with its box; a blank value ticks none.

    One option given as a text prints that one alone, so that a form keeps its own spaces. Several
    may be chosen, 、 between them. A value that is none of a list of options raises: no box would
    be ticked, and nobody would see it.
    """
    chosen = text(值).strip()
    options = [选项] if isinstance(选项, str) else rows(选项, context.run)
    words = [text(option) for option in options]
    if not words:
        raise BadCallError(name="勾选", problem="没有写选项")
    wanted = {chosen} if chosen in words else {part.strip() for part in chosen.split("、")} - {""}
    strange = sorted(wanted - set(words))
    if strange and not isinstance(选项, str):
        raise WrongValueError(problem=f"“{strange[0][:40]}”不在选项里：{'、'.join(words)[:80]}")
    boxes = [(word, TICKED if word in wanted else EMPTY) for word in words]
    return text(间隔).join(word + box if 框在后 else box + word for word, box in boxes)
