"""Edits of hers that a build cannot see: a document under another name, a draft beside the final pack.

They are told, not touched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.merge.kinds import DRAFT_EDITED, RENAMED
from reportgen.office.package import identity
from reportgen.pack.changes import load_recorded
from reportgen.pack.layout import Layout
from reportgen.pack.plan import identity_of, look
from reportgen.place import Place
from reportgen.render.read_parts import UnreadableError, spots
from reportgen.writer import WriteError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from reportgen.finding import Finding
    from reportgen.pack.changes import Recorded
    from reportgen.pack.plan import Document

_ALIKE: Final = 0.5
_LARGEST: Final = 64 * 2**20
_SUFFIXES: Final = (".docx", ".xlsx")


def renamed(
    folder: Path, documents: Sequence[Document], recorded: Recorded | None
) -> list[Finding]:
    """Files that hold what a missing document held: she renamed it."""
    if recorded is None:
        return []
    try:
        layout = Layout.of(folder)
        known = {entry.name for entry in recorded.manifest.documents}
        names = {document.name for document in documents} & known
        missing = [name for name in sorted(names) if look(layout.document(name)) is None]
        found = []
        for name in missing:
            place, suffix = layout.document(name), name[name.rfind(".") :]
            inside = name.rpartition("/")[0]
            words = _words(layout.generated(name)) if suffix in _SUFFIXES else set()
            others = sorted(place.parent.glob(f"*{suffix}")) if words else []
            for path in others:
                own = f"{inside}/{path.name}".lstrip("/")
                if own not in known and len(words & _words(path)) > _ALIKE * len(words):
                    at = Place(layout.shown(path))
                    found.append(RENAMED.at(at, found=own, name=name, key=f"改名/{own}"))
    except (OSError, WriteError):
        return []
    return found


def drafts_left(folder: Path, draft: Path) -> list[Finding]:
    """Documents that she edited in the draft, where the final pack is made for the first time."""
    if folder == draft or folder.exists() or not draft.is_dir():
        return []
    recorded, _ = load_recorded(draft)
    try:
        layout = Layout.of(draft)
        names = [
            entry.name
            for entry in (recorded.manifest.documents if recorded is not None else ())
            if entry.official and (entry.merged or _edited(layout, entry.name, entry.installed))
        ]
    except (OSError, WriteError):
        return []
    if not names:
        return []
    listed = "、".join(f"“{name}”" for name in names)
    told = DRAFT_EDITED.at(
        Place(draft.name), draft=draft.name, name=folder.name, names=listed, key="草稿"
    )
    return [told]


def _edited(layout: Layout, name: str, installed: object) -> bool:
    path = layout.document(name)
    seen = look(path)
    left = getattr(installed, "identity", "")
    if seen is None or not seen.sha256 or not left or seen.size > _LARGEST:
        return False
    return identity_of(path.read_bytes(), identity) != left


def _words(path: Path) -> set[str]:
    """The texts of a document, each once."""
    seen = look(path)
    if seen is None or not seen.sha256 or seen.size > _LARGEST:
        return set()
    try:
        return {text for spot in spots(path.read_bytes()) if (text := spot.text.strip())}
    except UnreadableError:
        return set()
