"""Zip, tar and folders as lists of members. Nothing is unpacked to disk: bytes go from the pack to their reader."""

from __future__ import annotations

import bz2
import gzip
import lzma
import os
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Final, cast

from generator.readers import ReadError
from generator.readers.base import MEGABYTE
from generator.sources import Kind, classify

from .members import Budget, Member, MemberError, Outcome, too_much
from .names import decode_names, readable

# A table of contents, a header of a tar: no honest one takes more in one piece.
_PIECE: Final = 32 * MEGABYTE

_DAMAGE: Final = (zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, struct.error)
_FAILURES: Final = (*_DAMAGE, EOFError, OSError, ValueError, RuntimeError, NotImplementedError, OverflowError)

_UNICODE_PATH: Final = 0x7075
_TIMESTAMPS: Final = 0x5455

_OPENERS: Final[dict[bytes, Callable[[Path], Any]]] = {b"\x1f\x8b": gzip.open, b"BZh": bz2.open, b"\xfd7zXZ": lzma.open}


class _Guarded:
    """A stream that gives up before a pack makes its library hold too much, or read on for too long."""

    def __init__(self, stream: IO[bytes], length: int) -> None:
        self._stream = stream
        self._length = length

    def read(self, size: int = -1) -> bytes:
        if size > _PIECE or self._stream.tell() > self._length:
            raise too_much()
        return self._stream.read(size if size >= 0 else _PIECE)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        if whence == os.SEEK_SET and offset > self._length:
            raise too_much()  # before anything is unpacked to get there
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()

    def seekable(self) -> bool:
        return True

    def close(self) -> None:
        self._stream.close()


# --- zip --------------------------------------------------------------------------------------------------------


def zip_members(stream: IO[bytes], size: int, budget: Budget, stack: ExitStack) -> list[Member]:
    """The files of a zip of ``size`` bytes; raises ReadError. The stream must stay open while they are read."""
    try:
        pack = stack.enter_context(zipfile.ZipFile(cast("IO[bytes]", _Guarded(stream, size))))
    except _FAILURES:
        raise ReadError("pack-damaged", "压缩包损坏或不完整，打不开。") from None
    infos = [info for info in pack.infolist() if not info.orig_filename.endswith(("/", "\\"))]
    for _ in infos:
        budget.count()
    return [
        Member(name, _zip_reader(pack, info, budget), _zip_date(info), _zip_refusal(info))
        for info, name in zip(infos, _zip_names(infos), strict=True)
    ]


def _zip_names(infos: list[zipfile.ZipInfo]) -> Iterator[str]:
    # zipfile reads names without the flag as cp437, in which every byte has its character.
    stated = [_stated_name(info) for info in infos]
    raw = [info.orig_filename.encode("cp437") for info, name in zip(infos, stated, strict=True) if name is None]
    guessed = iter(decode_names(raw))
    for name in stated:
        yield (next(guessed) if name is None else name).partition("\0")[0]


def _stated_name(info: zipfile.ZipInfo) -> str | None:
    """The name, where the zip states its encoding."""
    if info.flag_bits & 0x800:
        return info.orig_filename
    field = _extra(info, _UNICODE_PATH)
    # The checksum tells whether the name was changed later by a tool that does not know the field.
    if (
        len(field) > 5
        and field[0] == 1
        and field[1:5] == struct.pack("<I", zlib.crc32(info.orig_filename.encode("cp437")))
    ):
        return field[5:].decode("utf-8", "replace")
    return None


def _zip_date(info: zipfile.ZipInfo) -> float | None:
    field = _extra(info, _TIMESTAMPS)
    if len(field) >= 5 and field[0] & 1:
        return float(struct.unpack_from("<i", field, 1)[0])
    try:
        return datetime(*info.date_time).timestamp()  # in the time of the place, which zip does not name
    except (ValueError, OverflowError):
        return None


def _extra(info: zipfile.ZipInfo, wanted: int) -> bytes:
    rest = info.extra
    while len(rest) >= 4:
        kind, length = struct.unpack_from("<HH", rest)
        if kind == wanted:
            return rest[4 : 4 + length]
        rest = rest[4 + length :]
    return b""


def _zip_refusal(info: zipfile.ZipInfo) -> Outcome | None:
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        return Outcome.LINK if kind == stat.S_IFLNK else Outcome.SPECIAL
    if info.flag_bits & 0x41:
        return Outcome.ENCRYPTED
    # zipfile unpacks bzip2 and LZMA without a bound: 4 KB of the one may become gigabytes in memory.
    usual = info.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    return None if usual else Outcome.METHOD


def _zip_reader(pack: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget) -> Callable[[int], bytes]:
    def read(limit: int) -> bytes:
        if info.file_size > limit:
            raise MemberError(Outcome.TOO_LARGE)
        try:
            with pack.open(info) as stream:
                return budget.read(stream, limit, info.compress_size)
        except _FAILURES:
            raise MemberError(Outcome.DAMAGED) from None

    return read


# --- tar --------------------------------------------------------------------------------------------------------


def tar_members(path: Path, budget: Budget, stack: ExitStack) -> list[Member]:
    """The files of a tar, packed by gzip, bzip2 or xz or not at all; raises ReadError.

    They are best read in their order: to go back means to unpack from the start.
    """
    try:
        with path.open("rb") as head:
            magic = head.read(8)
        opener: Callable[[Path], Any] = next(
            (opener for start, opener in _OPENERS.items() if magic.startswith(start)), lambda path: path.open("rb")
        )
        length = budget.limits.allowance(path.stat().st_size)
        stream = cast("IO[bytes]", _Guarded(stack.enter_context(opener(path)), length))
        pack = stack.enter_context(tarfile.TarFile(fileobj=stream))
    except _FAILURES:
        raise ReadError("pack-damaged", "不是压缩包，或已损坏，打不开。") from None
    infos = []
    try:
        for info in pack:
            budget.count()
            if not info.isdir():
                infos.append(info)
    except _FAILURES:
        pass  # what stands before the damage is read
    return [
        Member(name, _tar_reader(pack, info, budget), info.mtime, _tar_refusal(info))
        for info, name in zip(infos, readable([info.name for info in infos]), strict=True)
    ]


def _tar_refusal(info: tarfile.TarInfo) -> Outcome | None:
    if info.islnk() or info.issym():
        return Outcome.LINK
    # A sparse file of a few bytes may claim any size.
    return None if info.isreg() and not info.issparse() else Outcome.SPECIAL


def _tar_reader(pack: tarfile.TarFile, info: tarfile.TarInfo, budget: Budget) -> Callable[[int], bytes]:
    def read(limit: int) -> bytes:
        if info.size > limit:
            raise MemberError(Outcome.TOO_LARGE)
        try:
            stream = pack.extractfile(info)
            data = budget.read(stream, limit) if stream else b""
        except _FAILURES:
            raise MemberError(Outcome.DAMAGED) from None
        if len(data) < info.size:
            raise MemberError(Outcome.DAMAGED)
        return data

    return read


# --- folder -----------------------------------------------------------------------------------------------------


def folder_members(folder: Path, budget: Budget, *, unpacked: bool = False) -> list[Member]:
    """The files below a folder, in order; raises ReadError. No link is followed.

    ``unpacked`` says that a program made the folder from a pack: a file with a second name may then be any file.
    """
    found: list[tuple[Path, os.stat_result | None]] = []

    def add(path: Path) -> None:
        budget.count()
        try:
            found.append((path, path.lstat()))
        except OSError:
            found.append((path, None))

    for parent, folders, names in os.walk(folder, onerror=lambda error: add(Path(error.filename))):
        here = Path(parent)
        leaves = {name for name in folders if (here / name).is_symlink() or classify(name) is Kind.IGNORED}
        folders[:] = sorted(set(folders) - leaves)
        for name in sorted(leaves.union(names)):
            add(here / name)
    relative = [path.relative_to(folder).as_posix() for path, _ in found]
    return [
        Member(name, _file_reader(path, budget), status.st_mtime if status else None, _file_refusal(status, unpacked))
        for (path, status), name in zip(found, readable(relative), strict=True)
    ]


def _file_refusal(status: os.stat_result | None, unpacked: bool) -> Outcome | None:
    if status is None or stat.S_ISDIR(status.st_mode):
        return Outcome.DAMAGED  # it could not be looked at, or into
    if stat.S_ISLNK(status.st_mode) or (unpacked and status.st_nlink > 1):
        return Outcome.LINK
    return None if stat.S_ISREG(status.st_mode) else Outcome.SPECIAL


def _file_reader(path: Path, budget: Budget) -> Callable[[int], bytes]:
    def read(limit: int) -> bytes:
        try:
            with path.open("rb") as stream:
                return budget.read(stream, limit)
        except OSError:
            raise MemberError(Outcome.DAMAGED) from None

    return read
