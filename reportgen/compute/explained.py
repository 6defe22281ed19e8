"""The name 说明 of templates: what was explained, for forms that have a box for it.

Not for asking or judging: `reportgen.checks.explanations` does.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Final

from reportgen.language.errors import UnknownNameError
from reportgen.language.views import Record, View

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reportgen.finding import Finding

ALL: Final = "全部"
_NUMBER: Final = re.compile(r"[A-Z]{1,2}[0-9]{1,4}[a-z]?")


class ExplanationsView(View):
    """`说明.Y02`, `说明.C610`: the explanations of a relation or a kind of finding, one below the other.

    `说明["增减原因/支出"]` is that of one finding by its key; `说明.全部` are the rows of all. What nothing
    was explained for is empty.
    """

    __slots__ = ("_explained",)
    meanings: ClassVar[Mapping[str, str]] = {ALL: "各条说明，一行一条：.编号 .键 .问题 .说明"}

    def __init__(self, explained: Sequence[tuple[Finding, str]] = ()) -> None:
        self._explained = list(dict.fromkeys(explained))

    def get(self, name: str) -> object:
        """The texts of a number or a key; `UnknownNameError` for what can be neither."""
        if name == ALL:
            return [
                Record({"编号": f.code, "键": f.key, "问题": f.message, "说明": text})
                for f, text in self._explained
            ]
        texts = [
            text
            for f, text in self._explained
            if name in {f.code, f.key} or f.key.partition("/")[0] == name
        ]
        if not texts and "/" not in name and not _NUMBER.fullmatch(name):
            raise UnknownNameError(name, self.names())
        return "\n".join(dict.fromkeys(texts))

    def names(self) -> Iterable[str]:
        """The numbers that there are explanations for, and 全部."""
        numbers = (n for f, _ in self._explained for n in (f.key.partition("/")[0], f.code))
        return [ALL, *dict.fromkeys(n for n in numbers if _NUMBER.fullmatch(n))]
