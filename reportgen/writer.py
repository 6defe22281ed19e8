"""Every change on the disk goes through here: whole files or none, and refusals in plain words.

Not for reading. A refusal of the system becomes a `WriteError`, whose text is a sentence for the
clerk; the caller makes it a finding.
"""

from __future__ import annotations

import errno
import os
import secrets
import stat
import time
from contextlib import contextmanager, suppress
from enum import Enum
from itertools import islice
from typing import TYPE_CHECKING, Final

from reportgen.names_on_disk import is_safe, is_safe_document, safe_document_name, safe_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

__all__ = [
    "TEMPORARY",
    "Reason",
    "WriteError",
    "append",
    "check_writable",
    "claim",
    "flush_folder",
    "inside",
    "is_link",
    "is_safe",
    "is_safe_document",
    "make_folder",
    "make_private_folder",
    "move",
    "refusals",
    "remove_empty_folder",
    "remove_file",
    "remove_tree",
    "safe_document_name",
    "safe_name",
    "second_name",
    "write_atomic",
    "write_private",
    "write_together",
    "write_unflushed",
]

TEMPORARY: Final = ".rg-"
"""How the names of half-written files begin: one that stays behind is rubbish."""


class Reason(Enum):
    """Why the disk refused, with the sentence that says so."""

    DENIED = "没有权限写入“{path}”。请检查这个文件夹是不是只读、文件是不是正被别的程序打开；也可以换一个输出文件夹。"
    FULL = "磁盘空间不足，“{path}”写不下了。请清理磁盘或换一个磁盘，再生成一次。"
    READ_ONLY = "“{path}”所在的磁盘是只读的，写不进去。请换一个输出文件夹。"
    TOO_LONG = "路径太长，系统不接受：“{path}”。请把输出文件夹放到层级更浅的位置，例如 D:\\输出。"
    IN_USE = "“{path}”正被别的程序（Word、Excel、WPS 等）打开着。请关闭后再生成一次。"
    NOT_A_FOLDER = "要用“{path}”作文件夹，但那里已有一个同名的文件。请把那个文件改名或移走。"
    IS_FOLDER = "要写文件“{path}”，但那里已有一个同名的文件夹。请把那个文件夹改名或移走。"
    LINK = "“{path}”是一个指向别处的链接，写进去就出了输出文件夹，所以没有写。请删掉这个链接再生成一次。"
    BAD_NAME = "路径里有系统不接受的字符：“{path}”。请换一个输出文件夹。"
    OTHER = "写“{path}”时出错：{detail}。"


_BY_ERRNO: Final = {
    errno.EACCES: Reason.DENIED,
    errno.EPERM: Reason.DENIED,
    errno.ENOSPC: Reason.FULL,
    errno.EDQUOT: Reason.FULL,
    errno.EFBIG: Reason.FULL,
    errno.EROFS: Reason.READ_ONLY,
    errno.ENAMETOOLONG: Reason.TOO_LONG,
    errno.EBUSY: Reason.IN_USE,
    errno.ETXTBSY: Reason.IN_USE,
    errno.ENOTDIR: Reason.NOT_A_FOLDER,
    errno.EEXIST: Reason.NOT_A_FOLDER,
    errno.EISDIR: Reason.IS_FOLDER,
}
_BY_WINERROR: Final = {
    19: Reason.READ_ONLY,
    32: Reason.IN_USE,
    33: Reason.IN_USE,
    39: Reason.FULL,
    112: Reason.FULL,
    123: Reason.BAD_NAME,
    206: Reason.TOO_LONG,
}
_LONGEST_ON_WINDOWS: Final = 259
_FORBIDDEN_IN_A_NAME: Final = frozenset("/\\:\0")
_JUNCTIONS: Final = frozenset({0xA0000003, 0xA000000C})
_BINARY: Final = getattr(os, "O_BINARY", 0)
_TOGETHER: Final = 100
"""So many files are open at once; systems allow 256 and more."""
_RETRIES: Final = 4
"""On Windows a virus scanner or indexer holds a new file for a moment; then it lets go."""


class WriteError(Exception):
    """The disk refused; `str()` of it is the sentence for the clerk."""

    def __init__(self, reason: Reason, path: Path, detail: str = "") -> None:
        super().__init__(reason.value.format(path=_printable(path), detail=detail))
        self.reason = reason
        self.path = path


def write_atomic(path: Path, data: bytes) -> None:
    """Write a whole file, or leave what was there; missing folders above it are made.

    The data is on the disk before the name points at it. A link at `path` is replaced, not
    followed.

    Raises:
        WriteError: the disk refused; nothing half-written stays behind.
    """
    make_folder(path.parent)
    temporary = path.parent / f"{TEMPORARY}{secrets.token_hex(8)}"
    with refusals(path):
        try:
            with temporary.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            _replace(temporary, path)
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise


def write_unflushed(path: Path, data: bytes) -> None:
    """Write a file that is not there yet, without waiting until it is on the disk.

    Killed in between, a part of it may stand there.
    """
    with refusals(path):
        os.close(_new(path, data))


def write_together(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write files that are not there yet, and wait until all of them are on the disk.

    They are written before the first is waited for, which takes a third of the time.
    """
    waiting = iter(contents.items())
    while some := list(islice(waiting, _TOGETHER)):
        handles: list[tuple[Path, int]] = []
        try:
            for name, data in some:
                path = folder / name
                with refusals(path):
                    handles.append((path, _new(path, data)))
            for path, handle in handles:
                with refusals(path):
                    os.fsync(handle)
        finally:
            for _, handle in handles:
                os.close(handle)


def _new(path: Path, data: bytes) -> int:
    """A new file with this content, still open; the system is asked to begin writing it at once."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o666)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
        if hasattr(os, "posix_fadvise"):
            with suppress(OSError):
                os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
    except BaseException:
        os.close(handle)
        raise
    return handle


def append(path: Path, data: bytes) -> None:
    """Add to the end of a file; what reads it must bear an end that is missing."""
    with refusals(path), path.open("ab") as file:
        file.write(data)


def claim(path: Path, text: str) -> str:
    """Write a short file that is not there yet; the text that stands there, ours or who came first."""
    with refusals(path):
        try:
            with path.open("x", encoding="utf-8") as file:
                file.write(text)
        except FileExistsError:
            return _claimed_by(path)
    return text


def _claimed_by(path: Path) -> str:
    """What stands in a claim; the other process may be just about to write it."""
    for _ in range(_RETRIES):
        if text := path.read_text("utf-8"):
            return text
        time.sleep(0.05)
    return ""


def write_private(path: Path, data: bytes) -> None:
    """Write a whole file that only this user can read; not flushed: it can be made again.

    Raises:
        WriteError: the disk refused; nothing half-written stays behind.
    """
    temporary = path.parent / f"{TEMPORARY}{secrets.token_hex(8)}"
    with refusals(path):
        try:
            with open(
                temporary, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)
            ) as file:
                file.write(data)
            _replace(temporary, path)
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise


def move(source: Path, target: Path) -> None:
    """Give a file another name on the same disk; a file of that name is replaced at once."""
    with refusals(target):
        _replace(source, target)


def second_name(source: Path, target: Path) -> None:
    """Give a file that is on the disk a second name, without waiting for the disk again.

    Not for files that a person may change: both names then say the new. Where the system has no
    second names, the file is written once more.
    """
    with refusals(target):
        target.unlink(missing_ok=True)
        try:
            os.link(source, target)
        except OSError:
            write_atomic(target, source.read_bytes())


def remove_file(path: Path) -> None:
    """Remove a file; one that is not there is no problem."""
    with refusals(path):
        path.unlink(missing_ok=True)


def remove_tree(path: Path) -> None:
    """Remove a folder and all in it; links in it are removed, never followed."""
    import shutil

    with refusals(path):
        if path.exists():
            shutil.rmtree(path)


def make_folder(path: Path) -> None:
    """Make a folder and the missing ones above it."""
    with refusals(path):
        path.mkdir(parents=True, exist_ok=True)


def make_private_folder(path: Path) -> None:
    """Make a folder that only this user can enter; one that is there stays as it is."""
    make_folder(path.parent)
    with refusals(path):
        path.mkdir(mode=0o700, exist_ok=True)


def remove_empty_folder(path: Path) -> None:
    """Remove a folder in which nothing is left; one that is in use or holds something stays."""
    with suppress(OSError):
        path.rmdir()


def check_writable(path: Path) -> None:
    """Find out whether files can be made in a folder, before anything depends on it."""
    probe = path / f"{TEMPORARY}{secrets.token_hex(8)}"
    with refusals(path):
        probe.touch(exist_ok=False)
        probe.unlink()


def flush_folder(path: Path) -> None:
    """Bring the names in a folder onto the disk; where the system cannot, it does so itself."""
    if os.name == "nt":
        return
    with refusals(path), suppress(PermissionError):
        handle = os.open(path, os.O_RDONLY)
        try:
            with suppress(OSError):
                os.fsync(handle)
        finally:
            os.close(handle)


def inside(folder: Path, *names: str) -> Path:
    """The path of names below a folder, refused where it would lead out of the folder.

    Raises:
        WriteError: a name is no plain name, or a link stands on the way.
    """
    path = folder
    for name in names:
        path = path / name
        if name in {"", ".", ".."} or not _FORBIDDEN_IN_A_NAME.isdisjoint(name):
            raise WriteError(Reason.BAD_NAME, path)
        if is_link(path):
            raise WriteError(Reason.LINK, path)
    return path


def is_link(path: Path) -> bool:
    """Whether a symbolic link or a Windows junction stands here."""
    try:
        found = path.lstat()
    except (OSError, ValueError):
        return False
    return stat.S_ISLNK(found.st_mode) or getattr(found, "st_reparse_tag", 0) in _JUNCTIONS


def _replace(source: Path, target: Path) -> None:
    for attempt in range(_RETRIES):
        try:
            source.replace(target)
        except PermissionError as error:
            if getattr(error, "winerror", None) not in {5, 32, 33} or attempt == _RETRIES - 1:
                raise
            time.sleep(0.05 * 2**attempt)
        else:
            return


@contextmanager
def refusals(path: Path) -> Iterator[None]:
    """Where the system refuses something in the block, say so as a `WriteError` about the path."""
    try:
        yield
    except OSError as error:
        raise _explained(error, path) from error
    except ValueError as error:
        raise WriteError(Reason.BAD_NAME, path) from error


def _explained(error: OSError, path: Path) -> WriteError:
    winerror: int | None = getattr(error, "winerror", None)
    reason = _BY_WINERROR.get(winerror or 0) or _BY_ERRNO.get(error.errno or 0, Reason.OTHER)
    if os.name == "nt" and reason is Reason.OTHER and len(str(path)) > _LONGEST_ON_WINDOWS:
        reason = Reason.TOO_LONG
    return WriteError(reason, path, error.strerror or type(error).__name__)


def _printable(path: Path) -> str:
    """The path as text that can be printed: undecodable bytes become ?."""
    return str(path).encode("utf-8", "replace").decode()
