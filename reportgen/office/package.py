"""The zip side of .docx and .xlsx: read members raw, write them repeatably, tell two files apart.

Not for what stands in the parts. The same members always give the same bytes: the order is the
caller's, dates are fixed, and members that were not changed keep their deflated bytes.
"""

from __future__ import annotations

import os
import re
import struct
import zlib
from functools import cache
from hashlib import sha256
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from reportgen.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Compression = Literal["small", "fast"]
SETTING: Final = "REPORTGEN_COMPRESSION"
"""The environment variable that chooses: `zlib`, or `isal` where it is installed."""
LONG: Final = 16 * 1024
"""Bytes from which zlib deflates a part at level 3, in half to a third of the time: the part is 15 to 60 %
larger, a form of 29 KB by 2 %."""

MAX_MEMBERS: Final = 10_000
MAX_UNPACKED: Final = 512 * 1024 * 1024
"""Bytes that all members may have together: a zip bomb is refused before it is unpacked."""

_MOST_KNOWN: Final = 256
_LARGEST_KNOWN: Final = 64 * 1024

_END: Final = struct.Struct("<4s4H2LH")
_CENTRAL: Final = struct.Struct("<4s6H3L5H2L")
_LOCAL: Final = struct.Struct("<4s5H3L2H")
_UTF8: Final = 0x800
_DATE: Final = 0x21  # 1980-01-01, the first day that a zip can name
_STORED: Final = 0
_DEFLATED: Final = 8


class PackageError(ValueError):
    """The bytes are not a zip that can be read; the text says why, in Chinese."""


@frozen
class Packed:
    """Deflated (or stored) bytes as they stand in a zip, with what the directory says of them."""

    data: bytes
    crc: int
    size: int
    method: int = _DEFLATED


@frozen
class Member:
    """One file of a package: content as chunks of bytes, or packed and not unpacked yet."""

    name: str
    chunks: tuple[bytes, ...] = ()
    packed: Packed | None = None

    @property
    def content(self) -> bytes:
        """The bytes of the part; raises PackageError where they are damaged."""
        return b"".join(self.chunks) if self.packed is None else _unpack(self.packed, self.name)


def read(data: bytes) -> list[Member]:
    """The members of a package in the order of its directory, packed; raises PackageError."""
    try:
        members = [_member(data, entry) for entry in _directory(data)]
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise PackageError("压缩包的目录已损坏") from error
    if len({member.name for member in members}) != len(members):
        raise PackageError("压缩包里有重名的部件")
    total = sum(member.packed.size for member in members if member.packed)
    if total > MAX_UNPACKED:
        raise PackageError(f"解开后有 {total // 2**20} MB，超过 {MAX_UNPACKED // 2**20} MB")
    return members


def chosen() -> Compression:
    """What deflates: isal where it is installed, zlib otherwise, unless the setting says which."""
    if os.environ.get(SETTING, "").lower() == "zlib":
        return "small"
    return "fast" if _isal() else "small"


def write(members: Iterable[Member], compression: Compression | None = None) -> bytes:
    """The zip of the members in the order given.

    "small" is zlib, "fast" isal where it is installed; without either, what `chosen` says. The same
    choice gives the same bytes.
    """
    compression = compression or chosen()
    pieces: list[bytes] = []
    directory: list[bytes] = []
    offset = count = 0
    for member in members:
        packed = member.packed or pack(member.chunks, compression)
        name = member.name.encode()
        flags = 0 if name.isascii() else _UTF8
        sizes = (packed.crc, len(packed.data), packed.size)
        head = _LOCAL.pack(b"PK\3\4", 20, flags, packed.method, 0, _DATE, *sizes, len(name), 0)
        directory.append(
            _CENTRAL.pack(
                b"PK\1\2",
                20,
                20,
                flags,
                packed.method,
                0,
                _DATE,
                *sizes,
                len(name),
                0,
                0,
                0,
                0,
                0,
                offset,
            )
            + name
        )
        pieces += (head, name, packed.data)
        offset += len(head) + len(name) + len(packed.data)
        count += 1
    size = sum(map(len, directory))
    pieces += directory
    pieces.append(_END.pack(b"PK\5\6", 0, 0, count, count, size, offset, 0))
    return b"".join(pieces)


def identity(data: bytes) -> str:
    """sha256 over names and sha256 of unpacked parts, sorted by name; raises PackageError.

    Two files that differ only in compression, order or dates of members have the same identity.
    """
    return identity_of(read(data))


def identity_of(members: Iterable[Member]) -> str:
    """The `identity` of the package that is written of these members."""
    digest = sha256()
    for member in sorted(members, key=_name):
        name = member.name.encode()
        digest.update(struct.pack("<Q", len(name)))
        digest.update(name)
        digest.update(_digest(member))
    return digest.hexdigest()


_name: Final = attrgetter("name")
_digests: dict[tuple[int, bytes], bytes] = {}
"""sha256 of unpacked parts by their packed bytes: documents of one template share most of theirs."""


def _digest(member: Member) -> bytes:
    """The sha256 of a part, unpacked once for all documents that have the same packed bytes."""
    packed = member.packed
    if packed is None:
        digest = sha256()
        for chunk in member.chunks:
            digest.update(chunk)
        return digest.digest()
    if len(packed.data) > _LARGEST_KNOWN:
        return sha256(member.content).digest()
    key = (packed.crc, packed.data)
    known = _digests.get(key)
    if known is None:
        known = _digests[key] = sha256(member.content).digest()
        if len(_digests) > _MOST_KNOWN:
            del _digests[next(iter(_digests))]
    return known


def pack(chunks: Sequence[bytes], compression: Compression = "small") -> Packed:
    """The chunks deflated one after the other, so that no second copy of a long whole is held."""
    length = sum(map(len, chunks))
    deflater, crc32 = _deflater(compression, length)
    if length < LONG:
        chunks = (b"".join(chunks),)
    crc = size = 0
    pieces = []
    for chunk in chunks:
        crc = crc32(chunk, crc)
        size += len(chunk)
        pieces.append(deflater.compress(chunk))
    pieces.append(deflater.flush())
    return Packed(b"".join(pieces), crc, size)


def _deflater(compression: Compression, size: int) -> tuple[Any, Any]:
    isal = _isal() if compression == "fast" else None
    if isal:
        return isal.compressobj(1, isal.DEFLATED, -15), isal.crc32
    return zlib.compressobj(3 if size >= LONG else 6, zlib.DEFLATED, -15), zlib.crc32


@cache
def _isal() -> Any:
    try:
        from isal import isal_zlib
    except ImportError:
        return None
    return isal_zlib


class _Entry(NamedTuple):
    """One line of a zip's directory."""

    name: str
    flags: int
    method: int
    crc: int
    packed: int
    unpacked: int
    offset: int


def _directory(data: bytes) -> list[_Entry]:
    start = data.rfind(b"PK\5\6", max(0, len(data) - 65_557))
    if start < 0:
        raise PackageError("不是压缩包格式（.xlsx、.docx 都是压缩包）")
    _, _, _, _, count, size, at, _ = _END.unpack_from(data, start)
    if count > MAX_MEMBERS or at == 0xFFFFFFFF or at + size > start:
        raise PackageError("压缩包的目录已损坏，或部件太多")
    entries = []
    for _ in range(count):
        fields = _CENTRAL.unpack_from(data, at)
        if fields[0] != b"PK\1\2":
            raise PackageError("压缩包的目录已损坏")
        flags, length, extra, comment = fields[3], *fields[10:13]
        raw = data[at + _CENTRAL.size : at + _CENTRAL.size + length]
        name = raw.decode("utf-8" if flags & _UTF8 else "cp437")
        if name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or ":" in name:
            raise PackageError("压缩包里有指到包外面的部件")
        crc, packed, unpacked = fields[7:10]
        entries.append(_Entry(name, flags, fields[4], crc, packed, unpacked, fields[16]))
        at += _CENTRAL.size + length + extra + comment
    return entries


def _member(data: bytes, entry: _Entry) -> Member:
    name, offset, packed = entry.name, entry.offset, entry.packed
    if entry.flags & 1:
        raise PackageError("文件加了密码，请先取消密码再用")
    if entry.method not in {_STORED, _DEFLATED}:
        raise PackageError(f"部件 {name} 的压缩方法不认识")
    head = _LOCAL.unpack_from(data, offset)
    start = offset + _LOCAL.size + head[9] + head[10]
    body = data[start : start + packed]
    if head[0] != b"PK\3\4" or len(body) != packed:
        raise PackageError(f"部件 {name} 不完整")
    return Member(name, (), Packed(body, entry.crc, entry.unpacked, entry.method))


def _unpack(packed: Packed, name: str) -> bytes:
    if packed.method == _STORED:
        content = packed.data
    else:
        inflater = zlib.decompressobj(-15)
        try:
            content = inflater.decompress(packed.data, packed.size + 1)
        except zlib.error as error:
            raise PackageError(f"部件 {name} 已损坏") from error
    if len(content) != packed.size or zlib.crc32(content) != packed.crc:
        raise PackageError(f"部件 {name} 已损坏")
    return content
