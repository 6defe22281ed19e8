"""How commands write single files: never over another without being told to."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def refuse_to_overwrite(paths: Iterable[Path], *, force: bool) -> None:
    """Ends the command with status 2 where one of the files is there and `force` is not given."""
    from reportgen.cli import showing
    from reportgen.place import Place
    from reportgen.studio.kinds import TARGET_EXISTS

    found = [] if force else [path for path in paths if path.exists() or path.is_symlink()]
    if found:
        showing.show_findings([TARGET_EXISTS.at(Place(str(p)), name=p.name) for p in found])
        raise showing.fail(f"没有写。{TARGET_EXISTS.remedy}", 2)


def write(path: Path, data: bytes) -> None:
    """Writes a whole file, or ends the command with status 4 and the reason."""
    from reportgen.cli import showing
    from reportgen.writer import WriteError, write_atomic

    try:
        write_atomic(path, data)
    except WriteError as error:
        raise showing.fail(str(error), 4) from None
