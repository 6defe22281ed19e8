"""Writes the marked copies of `check --annotate` and `proof --annotate`; never over the file that was checked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeAlias

    from reportgen.finding import Finding

    Marker: TypeAlias = Callable[[Path, Sequence[Finding]], tuple[bytes | None, list[Finding]]]


def write_marked_copy(
    source: Path,
    findings: Sequence[Finding],
    out: Path | None,
    *,
    shown: bool,
    annotate: Marker | None = None,
) -> None:
    """Writes the copy beside the source, or where asked; with `shown` says where.

    `annotate` makes it; left out, it is the one for data sets.

    Raises:
        typer.Exit: 4 where it could not be written.
    """
    from reportgen.cli import showing
    from reportgen.place import Place
    from reportgen.studio import annotate_kinds as kinds
    from reportgen.studio.annotate import annotate as usual
    from reportgen.studio.annotate import default_name, is_marked_copy
    from reportgen.writer import WriteError, write_atomic

    target = out or source.with_name(default_name(source))
    refusal = None
    if _same(source, target):
        refusal = kinds.SAME_FILE.at(Place(target.name), name=str(target))
    elif target.exists() and not is_marked_copy(_bytes(target)):
        refusal = kinds.OTHER_FILE.at(Place(target.name), name=str(target))
    marked, faults = (None, [refusal]) if refusal else (annotate or usual)(source, findings)
    showing.show_findings(faults, err=True)
    if marked is None:
        raise typer.Exit(4)
    try:
        write_atomic(target, marked)
    except WriteError as error:
        raise showing.fail(str(error), 4) from None
    if shown:
        typer.echo(f"批注副本：{target}（原文件没有改动）。")


def _same(source: Path, target: Path) -> bool:
    try:
        return source.resolve() == target.resolve() or (
            target.exists() and source.exists() and target.samefile(source)
        )
    except OSError:
        return False


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
