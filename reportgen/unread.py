"""Why the system gave no file to read, in the clerk's words; why it took none to write: `writer`."""

from __future__ import annotations

import errno
from typing import Final

_WHY: Final = {
    errno.ENOENT: "没有这个文件",
    errno.ENOTDIR: "没有这个文件夹",
    errno.EISDIR: "这是一个文件夹",
    errno.EACCES: "没有权限，或正被别的程序打开",
    errno.EPERM: "没有权限，或正被别的程序打开",
    errno.EBUSY: "正被别的程序打开",
    errno.ENAMETOOLONG: "名称太长",
    errno.ENOSPC: "磁盘满了",
    errno.EROFS: "磁盘只能读，不能写",
    errno.EIO: "磁盘读不出来",
}


def why_unread(error: OSError) -> str:
    """The reason of an error of the system; its number where it is a rare one."""
    return _WHY.get(error.errno or 0, f"系统报错（{error.errno}）")
