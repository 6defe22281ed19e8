"""The JavaScript peers as processes that keep their modules loaded, and their installation.

They come from the npm registry into `benchmarks/node_modules`, which git ignores (or into the folder that
`REPORTGEN_PEERS` names); without node or npm the page is made without them.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent


def folder() -> Path | None:
    """Where the peers are installed, installing them where they are not; None where they cannot be."""
    place = Path(os.environ.get("REPORTGEN_PEERS", HERE))
    if not shutil.which("node"):
        return None
    if not (place / "node_modules" / "docxtemplater").is_dir():
        npm = shutil.which("npm")
        if npm is None:
            return None
        if place != HERE:
            place.mkdir(parents=True, exist_ok=True)
            shutil.copy(HERE / "package.json", place)
        command = [npm, "install", "--no-audit", "--no-fund", "--no-package-lock", "--silent"]
        if subprocess.run(command, cwd=place, check=False).returncode:
            return None
    return place


def versions(place: Path) -> dict[str, str]:
    """The version of each peer."""
    wanted = json.loads((HERE / "package.json").read_text("utf-8"))["dependencies"]
    return {
        name: json.loads((place / "node_modules" / name / "package.json").read_text("utf-8"))["version"]
        for name in wanted
    }  # fmt: skip


class PeerError(Exception):
    """A peer could not make the document."""


class Peer:
    """One engine in a process of its own."""

    def __init__(self, place: Path, engine: str, template: Path, data: Path) -> None:
        self._process = subprocess.Popen(
            ["node", str(HERE / "peers.mjs")],
            env={**os.environ, "PEERS_FOLDER": str(place)},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        self.ask(op="load", engine=engine, template=str(template), data=str(data))

    def ask(self, **asked: object) -> dict:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        answer = json.loads(line) if line else {"error": "the process ended"}
        if "error" in answer:
            raise PeerError(answer["error"])
        return answer

    def make(self, out: Path) -> bytes:
        """The document."""
        self.ask(op="run", times=1, out=str(out))
        return out.read_bytes()

    def seconds(self, times: int = 1) -> float:
        """Seconds of CPU for one document."""
        return self.ask(op="run", times=times, out=None)["ms"] / 1000

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(10)
