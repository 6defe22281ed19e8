"""Which files of folders and patterns are data sets. It looks at names, not at what stands in them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reportgen.pack.batch import kinds
from reportgen.pack.layout import STORE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reportgen.finding import Finding

_SUFFIXES: Final = frozenset({".yaml", ".yml", ".xlsx", ".xlsm"})
_NOT_DATA: Final = (".说明.yaml", ".说明.yml", ".批注.xlsx", ".问题.txt")
_HIDDEN: Final = ("~$", ".", "#", "_")
_OWN: Final = "批量汇总"


def find_data(given: Iterable[Path], out: Path) -> tuple[list[Path], list[Finding]]:
    """The data sets that files, folders and patterns mean, in order, each once, as absolute paths.

    A file that is named is taken as it is; in folders, packs and the output folder are passed over.
    """
    found: dict[Path, None] = {}
    findings: list[Finding] = []
    out = out.absolute()
    for path in given:
        before = len(found)
        if path.is_dir():
            found.update(dict.fromkeys(_below(path.absolute(), out)))
        elif any(sign in str(path) for sign in "*?[") and not path.exists():
            found.update(dict.fromkeys(sorted(_matching(path, out))))
        else:
            found[path.absolute()] = None
            continue
        if len(found) == before:
            findings.append(kinds.NOTHING.at(None, where=path))
    return list(found), findings


def _below(folder: Path, out: Path) -> Iterator[Path]:
    for at, folders, names in os.walk(folder):
        here = Path(at)
        if STORE in folders and here != folder and (here / STORE / "manifest.json").is_file():
            folders.clear()  # a pack: its workbooks are no data
            continue
        folders[:] = sorted(
            name for name in folders if not name.startswith(_HIDDEN) and here / name != out
        )
        yield from (here / name for name in sorted(names) if _is_data(name))


def _matching(pattern: Path, out: Path) -> Iterator[Path]:
    import glob

    for name in glob.iglob(str(pattern.absolute()), recursive=True):  # noqa: PTH207 - whole paths
        path = Path(name)
        if path.is_file() and _is_data(path.name) and out not in path.parents:
            yield path


def _is_data(name: str) -> bool:
    return (
        Path(name).suffix.lower() in _SUFFIXES
        and not name.startswith((*_HIDDEN, _OWN))
        and not name.endswith(_NOT_DATA)
    )
