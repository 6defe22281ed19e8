"""Turns Office documents into PDFs through LibreOffice, if it is installed.

It trusts nothing LibreOffice says: its exit status is 0 even where it could not load a file, so
each PDF is looked for and looked at. Not for reading PDFs, and not for putting them into a pack.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reportgen.frozen import frozen
from reportgen.writer import WriteError, make_folder, write_atomic

if TYPE_CHECKING:
    from collections.abc import Mapping

START_SECONDS: Final = 60.0
"""How long LibreOffice may take to start on a slow machine with a new profile."""
DOCUMENT_SECONDS: Final = 20.0
"""How long each document may take besides."""
_TAIL: Final = 2048
_COMMANDS: Final = ("soffice", "libreoffice")


@frozen
class Converted:
    """The PDFs by the name of their document, and in plain words why others have none."""

    pdfs: dict[str, bytes] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)


def find_office() -> Path | None:
    """The program, on the path or where its installers put it; None where there is none."""
    for command in _COMMANDS:
        found = shutil.which(command)
        if found:
            return Path(found)
    return next((path for path in _usual_places() if path.is_file()), None)


def to_pdf(
    office: Path,
    documents: Mapping[str, bytes],
    *,
    start_seconds: float = START_SECONDS,
    document_seconds: float = DOCUMENT_SECONDS,
) -> Converted:
    """One PDF for each document (file name → bytes), in one call of the program.

    Where that call leaves documents without a PDF, each of these is tried once more alone, since
    one document that brings LibreOffice down takes those after it along.
    """
    result = Converted()
    if not documents:
        return result
    try:
        with tempfile.TemporaryDirectory(
            prefix="reportgen-", ignore_cleanup_errors=True
        ) as temporary:
            desk = _Desk(office, Path(temporary).resolve())
            names = {name: desk.put(index, name, data) for index, (name, data) in enumerate(documents.items())}  # fmt: skip
            why = desk.run(list(names.values()), start_seconds + document_seconds * len(names))
            for name, source in names.items():
                pdf = desk.pdf(source)
                if pdf is None and len(names) > 1:
                    why = desk.run([source], start_seconds + document_seconds)
                    pdf = desk.pdf(source)
                if pdf is None:
                    result.failed[name] = why or "LibreOffice 打不开它"
                else:
                    result.pdfs[name] = pdf
    except (OSError, WriteError) as error:
        reason = str(error).rstrip("。") if isinstance(error, WriteError) else "临时文件夹用不了"
        result.failed.update({name: reason for name in documents if name not in result.pdfs})
    return result


def is_pdf(data: bytes) -> bool:
    """Whether these bytes begin and end as a PDF does."""
    return data.startswith(b"%PDF-") and b"%%EOF" in data[-_TAIL:]


@frozen
class _Desk:
    """A private folder: the documents under names that nothing can trip over, profile, output."""

    office: Path
    folder: Path

    def put(self, index: int, name: str, data: bytes) -> Path:
        path = self.folder / "in" / f"{index:04}{Path(name).suffix.lower()}"
        write_atomic(path, data)
        return path

    def run(self, sources: list[Path], seconds: float) -> str:
        """Converts; why that went wrong as far as the program says, else nothing."""
        out = self.folder / "out"
        make_folder(out)
        command = [
            str(self.office),
            f"-env:UserInstallation={(self.folder / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            "pdf",
            "--outdir",
            str(out),
            *map(str, sources),
        ]
        try:
            process = subprocess.Popen(  # noqa: S603 - the program found above, no shell
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError:
            return "LibreOffice 启动不了"
        try:
            process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            return f"LibreOffice 用了 {seconds:.0f} 秒还没有做完，已停止"
        finally:
            _end(process)
        return ""

    def pdf(self, source: Path) -> bytes | None:
        path = self.folder / "out" / f"{source.stem}.pdf"
        try:
            data = path.read_bytes()
        except OSError:
            return None
        return data if is_pdf(data) else None


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends the program where it still runs, with the processes it started."""
    if process.poll() is not None:
        return
    if sys.platform == "win32":
        subprocess.run(  # noqa: S603
            ["taskkill", "/F", "/T", "/PID", str(process.pid)],  # noqa: S607
            check=False,
            capture_output=True,
        )
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()


def _usual_places() -> list[Path]:
    """Where installers put LibreOffice; on Windows the .com waits for the end, the .exe may not."""
    found: list[Path] = []
    for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "PROGRAMW6432"):
        folder = os.environ.get(variable)
        if folder:
            program = Path(folder) / "LibreOffice" / "program"
            found += [program / "soffice.com", program / "soffice.exe"]
    found.append(Path("/Applications/LibreOffice.app/Contents/MacOS/soffice"))
    found += sorted(Path("/opt").glob("libreoffice*/program/soffice"), reverse=True)
    return found
