"""What a pack folder holds and what it was made from: `.reportgen/manifest.json`.

It only reads and gives bytes; `install` decides, and the writer writes.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from reportgen.frozen import frozen
from reportgen.pack.kinds import BROKEN_MANIFEST
from reportgen.pack.layout import Layout
from reportgen.place import Place
from reportgen.writer import WriteError, is_safe_document

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.finding import Finding

VERSION: Final = 1
_LARGEST: Final = 64 * 2**20


class State(Enum):
    """不一致: some document in the folder is not the one that was generated last."""

    COMPLETE = "完整"
    INCONSISTENT = "不一致"


class Left(Enum):
    """Why a document on disk was left as it is."""

    EDITED = "手工改过"
    FOREIGN = "不是程序生成"
    OPEN = "正打开着"
    OBSOLETE = "不再生成"
    CONFLICT = "有冲突待处理"
    """Merged with her edits, but something was changed by both and waits for her."""


@frozen
class PackMeta:
    """What the pack was made with and from; `data_sha256` over the files of the data set."""

    program: str
    data_name: str
    data_sha256: str
    format_name: str
    format_identity: str
    draft: bool = False
    edition: str = ""
    pages: bool = False
    """Whether page numbers were filled into tables of contents."""
    computed_scores: bool = False
    """Whether the scores that rules give were printed instead of the department's own."""


@frozen
class Copy:
    """One version of a document; `identity` is the same for equal parts, however compressed."""

    identity: str
    sha256: str
    size: int


@frozen
class Entry:
    """A document of the pack.

    `installed` is what the program last put (or found equal) in the folder: None where a file
    stands there that it never put. `generated` is the copy in `generated/`. `merged`: what stands
    in the folder is hers with what was generated merged in, so it is never replaced unasked.
    """

    name: str
    official: bool
    installed: Copy | None
    generated: Copy | None
    left: Left | None = None
    merged: bool = False


@frozen
class Manifest:
    """A pack as it was last left."""

    meta: PackMeta
    documents: tuple[Entry, ...]
    figures_sha256: str
    inputs_sha256: str = ""
    merges_sha256: str = ""

    @property
    def state(self) -> State:
        """Whether every document in the folder is the one generated last."""
        left = any(entry.left for entry in self.documents)
        return State.INCONSISTENT if left else State.COMPLETE

    def find(self, name: str) -> Entry | None:
        """The document of that name; case does not count, as on Windows."""
        folded = name.casefold()
        return next((e for e in self.documents if e.name.casefold() == folded), None)

    def to_bytes(self) -> bytes:
        """As it stands in the file: the same manifest gives the same bytes."""
        content = {
            "version": VERSION,
            "state": self.state.value,
            "meta": asdict(self.meta),
            "figures_sha256": self.figures_sha256,
            "inputs_sha256": self.inputs_sha256,
            "merges_sha256": self.merges_sha256,
            "documents": [
                {
                    "name": entry.name,
                    "official": entry.official,
                    "installed": _as_plain(entry.installed),
                    "generated": _as_plain(entry.generated),
                    "left": entry.left.value if entry.left else None,
                    "merged": entry.merged,
                }
                for entry in self.documents
            ],
        }
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        return text.encode("utf-8", "backslashreplace")


def _as_plain(copy: Copy | None) -> dict[str, object] | None:
    if copy is None:
        return None
    return {"identity": copy.identity, "sha256": copy.sha256, "size": copy.size}


class BrokenError(ValueError):
    """The file is no manifest of ours; `str()` says why in Chinese."""


def load_manifest(folder: Path) -> tuple[Manifest | None, list[Finding]]:
    """The manifest of a pack folder; None where there is none or it cannot be read.

    What cannot be read is a finding, and every document then counts as possibly edited.
    """
    try:
        path = Layout.of(folder).manifest
    except WriteError as error:
        place = Place(folder.name)
        return None, [BROKEN_MANIFEST.at(place, name=folder.name, why=str(error).rstrip("。"))]
    try:
        data = read_limited(path)
        return (None if data is None else parse_manifest(data)), []
    except (BrokenError, OSError) as error:
        why = str(error) if isinstance(error, BrokenError) else "打不开"
        shown = f"{folder.name}/{path.parent.name}/{path.name}"
        return None, [BROKEN_MANIFEST.at(Place(shown), name=shown, why=why)]


def read_limited(path: Path) -> bytes | None:
    """The bytes of one of the program's own files; None where it is not there.

    Raises:
        BrokenError: it is no file, or far larger than the program writes.
    """
    if not path.exists():
        return None
    if not path.is_file():
        raise BrokenError("不是文件")
    with path.open("rb") as file:
        data = file.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise BrokenError("文件过大")
    return data


def parse_manifest(data: bytes) -> Manifest:
    """A manifest from its bytes.

    Raises:
        BrokenError: it is not one, or holds names that no pack has.
    """
    content = parse_object(data)
    if content.get("version") != VERSION:
        raise BrokenError("由别的版本的程序写成")
    try:
        meta = PackMeta(**content["meta"])
        documents = tuple(_entry(item) for item in content["documents"])
        figures, inputs = content["figures_sha256"], content.get("inputs_sha256", "")
        merges = content.get("merges_sha256", "")
    except (KeyError, TypeError, ValueError) as error:
        raise BrokenError("内容不全") from error
    texts = (
        meta.program,
        meta.data_name,
        meta.data_sha256,
        meta.format_name,
        figures,
        inputs,
        merges,
    )
    if not all(isinstance(text, str) for text in (*texts, meta.format_identity)):
        raise BrokenError("内容不全")
    return Manifest(meta, documents, figures, inputs, merges)


def parse_object(data: bytes) -> dict[str, Any]:
    """A JSON object from bytes.

    Raises:
        BrokenError: it is none.
    """
    try:
        content = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise BrokenError("不是完整的 JSON") from error
    if not isinstance(content, dict):
        raise BrokenError("内容不对")
    return content


def _entry(item: dict[str, Any]) -> Entry:
    name = item["name"]
    if not (isinstance(name, str) and is_safe_document(name)):
        raise ValueError("unsafe name")
    left = Left(item["left"]) if item["left"] else None
    return Entry(
        name,
        bool(item["official"]),
        _copy(item["installed"]),
        _copy(item["generated"]),
        left,
        bool(item.get("merged", False)),
    )


def _copy(item: dict[str, Any] | None) -> Copy | None:
    if item is None:
        return None
    identity, sha256, size = item["identity"], item["sha256"], item["size"]
    if not (isinstance(identity, str) and isinstance(sha256, str) and isinstance(size, int)):
        raise TypeError("copy")
    return Copy(identity, sha256, size)
