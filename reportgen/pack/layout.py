"""Where things stand in the folder of a report pack. It reads no content and changes nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reportgen.frozen import frozen
from reportgen.writer import TEMPORARY, Reason, WriteError, inside, is_link, safe_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STORE: Final = ".reportgen"
STAGING: Final = re.compile(r"staging-[0-9a-f]{8}")
_FOLDERS: Final = ("generated", "base", "history", "rescued")
_FILES: Final = (
    "manifest.json", "figures.json", "inputs.json", "merges.json", "journal.json", "lock",
)  # fmt: skip
HISTORY: Final = re.compile(r"[0-9]{4,8}")
"""How the folders of earlier builds are called: by their number."""


@frozen
class Layout:
    """The places of one pack, none of them behind a link.

    `generated/` holds the last generated copy of each document. `base/` holds, for a document that
    was edited or could not be replaced, the copy that stands below the file on disk; without it,
    that is the one in `generated/`. `history/` holds what left the folder, build by build.
    """

    folder: Path
    store: Path

    @staticmethod
    def of(folder: Path) -> Layout:
        """The layout of a pack folder.

        Raises:
            WriteError: a link stands where the program keeps its own files.
        """
        if is_link(folder):
            raise WriteError(Reason.LINK, folder)
        store = inside(folder, STORE)
        for name in (*_FOLDERS, *_FILES):
            inside(store, name)
        return Layout(folder, store)

    @property
    def manifest(self) -> Path:
        """What stands in the folder, and what it was made from."""
        return self.store / "manifest.json"

    @property
    def figures(self) -> Path:
        """The figure map of the last generated documents."""
        return self.store / "figures.json"

    @property
    def inputs(self) -> Path:
        """The values of the data set that the last build was made from."""
        return self.store / "inputs.json"

    @property
    def merges(self) -> Path:
        """What merging with her edits gave: where figures stand now, what found no place."""
        return self.store / "merges.json"

    @property
    def journal(self) -> Path:
        """There while documents are being swapped in."""
        return self.store / "journal.json"

    @property
    def lock(self) -> Path:
        """Held while a build changes this folder."""
        return self.store / "lock"

    def document(self, name: str) -> Path:
        """Where a document stands; its name may hold one folder of the pack.

        Raises:
            WriteError: a link stands on the way, or the name leads out of the pack.
        """
        *folders, last = name.split("/")
        return inside(self.folder, *folders) / last

    def aside(self, name: str) -> Path:
        """Where a file that left the pack is kept: `history/0003/documents/甲.docx`."""
        *folders, last = name.split("/")
        return inside(self.store, *folders) / last

    def generated(self, name: str) -> Path:
        """The last generated copy of a document."""
        return self.aside(f"generated/{name}")

    def base(self, name: str) -> Path:
        """The generated copy that a document left in place goes back to."""
        return self.aside(f"base/{name}")

    def history(self, build: str) -> Path:
        """What a build took away: the documents, and the records of the pack before it."""
        return inside(self.store, "history", build)

    def builds(self) -> list[str]:
        """The numbers of the builds that are remembered, the oldest first."""
        names = [path.name for path in _listed(self.store / "history") if not is_link(path)]
        return sorted((name for name in names if HISTORY.fullmatch(name)), key=int)

    def next_build(self) -> str:
        """The number for what is taken away next."""
        known = self.builds()
        return f"{int(known[-1]) + 1 if known else 1:04}"

    def shown(self, path: Path) -> str:
        """A path below the pack as it is told to the user: `部门-2022/说明.docx`."""
        return path.relative_to(self.folder.parent).as_posix()

    def staging_folders(self) -> Iterator[Path]:
        """The staging folders there are: more than none means that a build was interrupted."""
        for path in _listed(self.store):
            if STAGING.fullmatch(path.name) and not is_link(path):
                yield path

    def rubbish(self) -> Iterator[Path]:
        """Half-written files of an interrupted build."""
        for folder in (self.folder, self.store):
            for path in _listed(folder):
                if path.name.startswith(TEMPORARY) and path.is_file():
                    yield path


def pack_folder(out: Path, pack_name: str) -> Path:
    """The folder of a pack: directly below `out`, whatever the name holds."""
    return inside(out, safe_name(pack_name))


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []
