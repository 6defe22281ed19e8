"""Makes the project's own environment in .venv; needs nothing but Python. Used by start.py and test.py."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = Path(os.environ.get("REPORTGEN_VENV", ROOT / ".venv"))
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
OLDEST = (3, 11)


def prepare(extra: str = "") -> Path:
    """The environment's Python, with the project (and an extra) installed; made when missing."""
    if sys.version_info < OLDEST:
        sys.exit(
            f"reportgen needs Python {'.'.join(map(str, OLDEST))} or newer; this is {sys.version.split()[0]}."
        )
    if not PYTHON.exists():
        _make()
    stamp = VENV / f"installed{extra}"
    wanted = hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()
    if not stamp.is_file() or stamp.read_text() != wanted:
        target = f"{ROOT}[{extra}]" if extra else str(ROOT)
        _pip("install", "--quiet", "--disable-pip-version-check", "--editable", target)
        stamp.write_text(wanted)
    return PYTHON


def run(*command: str) -> int:
    """Runs a command of the environment in the project's folder."""
    return subprocess.run([str(PYTHON), *command], cwd=ROOT, check=False).returncode


def _make() -> None:
    print(f"Making the environment in {VENV.name} …", flush=True)
    made = subprocess.run(
        [sys.executable, "-m", "venv", str(VENV)], check=False, capture_output=True
    )
    if made.returncode == 0:
        return
    # a system Python without ensurepip: an environment without pip, filled by the system's pip
    subprocess.run(
        [sys.executable, "-m", "venv", "--clear", "--without-pip", str(VENV)], check=True
    )
    if subprocess.run(
        [sys.executable, "-m", "pip", "--version"], check=False, capture_output=True
    ).returncode:
        sys.exit(
            "This Python has neither ensurepip nor pip. On Debian or Ubuntu: apt install python3-venv"
        )


def _pip(*arguments: str) -> None:
    own = [str(PYTHON), "-m", "pip"]
    if subprocess.run([*own, "--version"], check=False, capture_output=True).returncode:
        own = [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    subprocess.run([*own, *arguments], check=True)
