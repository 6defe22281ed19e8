"""Whether a pack is already what this data, this format and these options give, without making it.

Marks are of contents, not of times. A file that changed while it was read is not sealed.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen import __version__
from reportgen.catalogue.lists import imported_file
from reportgen.checks.explanations import explanations_file
from reportgen.formats import load
from reportgen.pack.layout import STORE, Layout
from reportgen.pack.manifest import State, load_manifest
from reportgen.pack.plan import look
from reportgen.sources.prose import FOLDER
from reportgen.writer import WriteError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportgen.formats import Library
    from reportgen.pack.batch.results import Seal


def seal(sources: Sequence[Path], year: int, started_ns: int) -> tuple[tuple[str, str], ...] | None:
    """Every file that has a say in what is made from these data sets, with marks of their contents.

    None where one changed since reading began, at `started_ns` by the clock of files.
    """
    files: list[tuple[str, str]] = []
    for path in dict.fromkeys(_files(sources, year)):
        try:
            if path.exists() and path.stat().st_mtime_ns >= started_ns:
                return None
            files.append((str(path), _mark(path)))
        except OSError:
            return None
    return tuple(files)


def manifest_mark(folder: Path) -> str:
    """The mark of a pack's own record."""
    return _mark(folder / STORE / "manifest.json")


def companions(source: Path) -> Iterator[Path]:
    """What belongs to a data set: its explanations and texts, whether they are there or not."""
    yield explanations_file(source)
    for folder in (source.parent / source.stem / FOLDER, source.parent / FOLDER):
        yield folder
        if folder.is_dir():
            yield from (path for path in sorted(folder.iterdir()) if path.is_file())


def stands(known: Seal, asked: str, library: Library, format_id: str) -> bool:
    """Whether nothing has changed: inputs, format, options, program, and every document on disk."""
    if (known.program, known.asked) != (__version__, asked):
        return False
    chosen = format_id or library.choose(known.region, known.year)[0]
    if chosen != known.format_id:
        return False
    form, _ = load(library, chosen)
    if form is None or form.identity != known.format_identity:
        return False
    try:
        if any(_mark(Path(path)) != mark for path, mark in known.files):
            return False
        return _is_whole(Path(known.folder), known.manifest)
    except (OSError, WriteError):
        return False


def _is_whole(folder: Path, mark: str) -> bool:
    """Whether the pack is as its record says, and the record the one that is known."""
    layout = Layout.of(folder)
    if _mark(layout.manifest) != mark or layout.journal.exists():
        return False
    manifest, _ = load_manifest(folder)
    if manifest is None or manifest.state is not State.COMPLETE:
        return False
    for entry in manifest.documents:
        seen = look(layout.document(entry.name))
        if seen is None or entry.installed is None or seen.sha256 != entry.installed.sha256:
            return False
    return True


def _files(sources: Sequence[Path], year: int) -> Iterator[Path]:
    """Every file that can have a say in the pack, whether it is there or not."""
    for source in sources:
        yield source.absolute()
        yield from companions(source.absolute())
    for number in range(year - len(sources), year + 1):
        yield imported_file(number)


def _mark(path: Path) -> str:
    """A mark of a file's content, or of the names in a folder; empty for what is not there."""
    if path.is_dir():
        names = "\n".join(sorted(item.name for item in path.iterdir()))
        return "names:" + hashlib.sha256(names.encode("utf-8", "backslashreplace")).hexdigest()
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return ""
