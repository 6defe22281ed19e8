"""Where the time of one document goes, for docxtpl and for us, by the names of the steps."""

from __future__ import annotations

import cProfile
import pstats
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

DOCXTPL = {
    "open the package": ("docx/api.py", "Document"),
    "regular expressions over the source (patch_xml)": ("docxtpl/template.py", "patch_xml"),
    "compile with Jinja": ("jinja2/environment.py", "from_string"),
    "render with Jinja": ("jinja2/environment.py", "render"),
    "line breaks (resolve_listing)": ("docxtpl/template.py", "resolve_listing"),
    "parse again and mend tables (fix_tables)": ("docxtpl/template.py", "fix_tables"),
    "move the body (map_tree)": ("docxtpl/template.py", "map_tree"),
    "write the package": ("docxtpl/template.py", "save"),
}
WORD = {
    "evaluate the tags": ("language/environment.py", "raw_pieces"),
    "join and encode": ("word/pieces.py", "encoded"),
    "look for braces left over": ("word/part.py", "_leftovers"),
    "deflate": ("office/package.py", "pack"),
    "write the package without deflating": ("office/package.py", "write"),
}
EXCEL = {
    "evaluate the rows": ("excel/engine.py", "_lay_out"),
    "formulas": ("excel/formulas.py", "bodies"),
    "write the rows": ("excel/emit.py", "rows"),
    "sheets, without rows and formulas": ("excel/assemble.py", "sheet_parts"),
    "deflate": ("office/package.py", "pack"),
    "write the package without deflating": ("office/package.py", "write"),
}
_INSIDE = {
    "sheets, without rows and formulas": ("formulas", "write the rows"),
    "write the package without deflating": ("deflate",),
}


def shares(
    work: Callable[[], object], steps: dict[str, tuple[str, str]], times: int
) -> list[tuple[str, float]]:
    """The share of each step in percent, as the profiler sees it, the rest at the end."""
    profile = cProfile.Profile()
    profile.enable()
    for _ in range(times):
        work()
    profile.disable()
    stats = pstats.Stats(profile)
    total = stats.total_tt  # type: ignore[attr-defined]
    spent = dict.fromkeys(steps, 0.0)
    for (file, _, name), (_, _, _, cumulative, _) in stats.stats.items():  # type: ignore[attr-defined]
        for label, (path, function) in steps.items():
            if name == function and file.replace("\\", "/").endswith(path):
                spent[label] += cumulative
    for label, inside in _INSIDE.items():
        if label in spent:
            spent[label] = max(spent[label] - sum(spent.get(item, 0) for item in inside), 0)
    found = [(label, 100 * seconds / total) for label, seconds in spent.items()]
    return [*found, ("the rest", max(100 - sum(share for _, share in found), 0))]
