"""The record of runs into an output folder, `.reportgen/batch.jsonl`: a line for each data set done.

A run that was interrupted goes on from it. Lines are only added; the last one of a data set counts, and
a line cut off by a kill is passed over. In memory are places in the file, not what stands there.
"""

from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING, Any, Final

from reportgen.pack.batch.results import Result, from_dict
from reportgen.pack.layout import STORE
from reportgen.writer import TEMPORARY, append, inside, make_folder, move, write_atomic

if TYPE_CHECKING:
    from pathlib import Path

VERSION: Final = 1
_SUMMARY: Final = "summary"
_WASTE: Final = 4
"""The file is written anew once it has so many times the lines that count."""


class Record:
    """What is known of each data set from earlier runs and this one."""

    def __init__(self, out: Path) -> None:
        """Opens the record of an output folder.

        Raises:
            WriteError: the folder cannot be made, or a link stands in the way.
        """
        self.store = inside(out, STORE)
        make_folder(self.store)
        self.path = inside(self.store, "batch.jsonl")
        self.lock = inside(self.store, "batch.lock")
        self._at: dict[str, int] = {}
        self._summaries: dict[str, str] = {}
        self._end = 0
        self._ended = True
        lines = self._read()
        if lines > _WASTE * max(len(self._at), 8):
            self._compact()

    def find(self, data: Path) -> Result | None:
        """The last result of a data set."""
        at = self._at.get(str(data))
        if at is None:
            return None
        try:
            with self.path.open("rb") as file:
                file.seek(at)
                return from_dict(json.loads(file.readline()))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def add(self, result: Result) -> None:
        """Adds a result.

        Raises:
            WriteError: it cannot be written.
        """
        self._at[result.data] = self._add(result.as_dict())

    def summary(self, name: str) -> str:
        """The sha256 of the summary that was last written under a name."""
        return self._summaries.get(name, "")

    def add_summary(self, name: str, sha256: str) -> None:
        """Remembers a summary that was written."""
        self._summaries[name] = sha256
        self._add({_SUMMARY: name, "sha256": sha256})

    def _add(self, content: dict[str, Any]) -> int:
        line = _line(content)
        # A line cut off by a kill is ended first, else it would take this one with it.
        data = line if self._end == 0 or self._ended else b"\n" + line
        append(self.path, data)
        at = self._end + len(data) - len(line)
        self._end += len(data)
        self._ended = True
        return at

    def _read(self) -> int:
        count = 0
        try:
            file = self.path.open("rb")
        except FileNotFoundError:
            return 0
        with file:
            for line in file:
                count += 1
                self._know(line, self._end)
                self._end += len(line)
                self._ended = line.endswith(b"\n")
        return count

    def _know(self, line: bytes, at: int) -> None:
        try:
            content = json.loads(line)
            if content["version"] != VERSION:
                return
            if _SUMMARY in content:
                self._summaries[str(content[_SUMMARY])] = str(content["sha256"])
            else:
                self._at[str(content["data"])] = at
        except (ValueError, KeyError, TypeError):
            return

    def _compact(self) -> None:
        """Writes the lines that count into a new file, one by one, and puts it in place."""
        temporary = self.store / f"{TEMPORARY}{secrets.token_hex(8)}"
        write_atomic(temporary, b"")
        at: dict[str, int] = {}
        end = 0
        with self.path.open("rb") as file:
            for data, place in sorted(self._at.items(), key=lambda item: item[1]):
                file.seek(place)
                line = file.readline()
                append(temporary, line)
                at[data] = end
                end += len(line)
        for name, sha256 in self._summaries.items():
            line = _line({_SUMMARY: name, "sha256": sha256})
            append(temporary, line)
            end += len(line)
        move(temporary, self.path)
        self._at, self._end, self._ended = at, end, True


def _line(content: dict[str, Any]) -> bytes:
    text = json.dumps({"version": VERSION, **content}, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "backslashreplace") + b"\n"
