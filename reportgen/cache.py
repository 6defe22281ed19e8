"""The user's cache on disk: what costs time to make again, never anything that is needed.

A file is believed only where it is this user's, nobody else can write it, and its mark fits a secret
that never leaves the folder; anything else counts as not there. Not for what has to be kept.
"""

from __future__ import annotations

import os
import secrets
import stat
import sys
from contextlib import suppress
from functools import cache as once
from hashlib import blake2b
from pathlib import Path
from typing import Final

from reportgen import __version__
from reportgen.writer import WriteError, make_private_folder, remove_file, write_private

SETTING: Final = "REPORTGEN_CACHE"
"""The environment variable: `off`, or a folder to use instead of the user's usual one."""
LARGEST: Final = 64 * 1024 * 1024
MOST_FILES: Final = 200
"""Files that are kept; of more, the oldest go."""

_MAGIC: Final = b"reportgen cache 1\n"
_MARK: Final = 32
_SECRET: Final = "secret"  # noqa: S105 - the name of the file
_ENDING: Final = ".bin"
_NO_OTHERS: Final = stat.S_IWGRP | stat.S_IWOTH


def folder() -> Path | None:
    """Where the cache is, whether or not it is there yet; None where it is switched off."""
    setting = os.environ.get(SETTING, "")
    if setting.lower() in {"off", "0", "no"}:
        return None
    try:
        if setting:
            return Path(setting).absolute() / "reportgen"
        if sys.platform == "win32":
            local = os.environ.get("LOCALAPPDATA")
            return Path(local) / "reportgen" / "Cache" if local else None
        if sys.platform == "darwin":
            return Path.home() / "Library" / "Caches" / "reportgen"
        named = os.environ.get("XDG_CACHE_HOME", "")
        home = Path(named) if named.startswith("/") else Path.home() / ".cache"
    except (OSError, RuntimeError):  # there is no home
        return None
    return home / "reportgen"


def load(name: str) -> bytes | None:
    """What was saved under a name by this user and this version; None for anything else."""
    place = folder()
    key = _secret(place) if place else None
    if place is None or key is None:
        return None
    data = _own_bytes(place / _file_name(name))
    if data is None or not data.startswith(_MAGIC):
        return None
    mark, content = data[len(_MAGIC) : len(_MAGIC) + _MARK], data[len(_MAGIC) + _MARK :]
    return content if secrets.compare_digest(mark, _mark(key, name, content)) else None


def save(name: str, content: bytes) -> bool:
    """Keep bytes under a name; False where the disk or the setting does not allow it."""
    place = folder()
    if place is None or len(content) > LARGEST:
        return False
    try:
        make_private_folder(place)
        key = _secret(place)
        if key is None:
            if not _is_own(place.stat(), folder=True):
                return False
            key = secrets.token_bytes(_MARK)
            write_private(place / _SECRET, key)
        write_private(place / _file_name(name), _MAGIC + _mark(key, name, content) + content)
        _drop_oldest(place)
    except (WriteError, OSError):
        return False
    return True


def clear() -> int:
    """Remove all that was saved, the secret too; how many files there were."""
    place = folder()
    count = 0
    for path in _files(place) if place else ():
        with suppress(WriteError):
            remove_file(path)
            count += 1
    if place:
        with suppress(WriteError):
            remove_file(place / _SECRET)
    return count


def usage() -> tuple[int, int]:
    """How many files there are, and their bytes."""
    place = folder()
    sizes = []
    for path in _files(place) if place else ():
        with suppress(OSError):
            sizes.append(path.stat().st_size)
    return len(sizes), sum(sizes)


def _files(place: Path) -> list[Path]:
    try:
        return [path for path in place.iterdir() if path.suffix == _ENDING]
    except OSError:
        return []


def _drop_oldest(place: Path) -> None:
    files = _files(place)
    if len(files) > MOST_FILES:
        files.sort(key=lambda path: path.stat().st_mtime)
        for path in files[: len(files) - MOST_FILES // 2]:
            remove_file(path)


def _file_name(name: str) -> str:
    return blake2b(f"{_version()}\0{name}".encode(), digest_size=20).hexdigest() + _ENDING


def _mark(key: bytes, name: str, content: bytes) -> bytes:
    digest = blake2b(key=key, digest_size=_MARK)
    digest.update(f"{_version()}\0{name}\0".encode())
    digest.update(content)
    return digest.digest()


def _secret(place: Path) -> bytes | None:
    """The secret of the folder; None where it is not there or the folder is not this user's."""
    try:
        if not _is_own(place.stat(), folder=True):
            return None
    except OSError:
        return None
    key = _own_bytes(place / _SECRET)
    return key if key and len(key) == _MARK else None


def _own_bytes(path: Path) -> bytes | None:
    """The bytes of a plain file that is this user's and that nobody else can write."""
    try:
        handle = os.open(
            path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        )
        with os.fdopen(handle, "rb") as file:
            state = os.fstat(file.fileno())
            if not _is_own(state, folder=False) or state.st_size > LARGEST + 1024:
                return None
            return file.read()
    except OSError:
        return None


def _is_own(state: os.stat_result, *, folder: bool) -> bool:
    right = stat.S_ISDIR(state.st_mode) if folder else stat.S_ISREG(state.st_mode)
    if not right or os.name == "nt":  # there the profile folder is the user's by its own rules
        return right
    return state.st_uid == os.geteuid() and not state.st_mode & _NO_OTHERS


@once
def _version() -> str:
    """Whatever makes a file of another program, Python or library not ours."""
    import jinja2

    return f"{__version__}\0{_state_of_the_program()}\0{sys.version}\0{jinja2.__version__}"


def _state_of_the_program() -> str:
    """Names, sizes and times of the program's modules: a source tree changes without its version."""
    digest = blake2b(digest_size=16)
    folders = [str(Path(__file__).parent)]
    for place in folders:
        with os.scandir(place) as entries:
            for entry in sorted(entries, key=lambda item: item.name):
                if entry.name.endswith(".py"):
                    state = entry.stat()
                    digest.update(f"{entry.name} {state.st_size} {state.st_mtime_ns}\0".encode())
                elif "." not in entry.name and not entry.name.startswith("_") and entry.is_dir():
                    folders.append(entry.path)
    return digest.hexdigest()
