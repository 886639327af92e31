"""Stamps of files: what tells that a file was not touched, without reading it.

A stamp that is the same as last time means the same bytes, unless the file was written again so soon that the clock of
the file system did not move between the two: such a stamp is not :func:`settled`, and its file is read again.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from . import storage
from .cache import digest, read_back

Stamp = tuple[int, int, int, int]
"""Size in bytes, times of the last change of content and of status in nanoseconds, number of the file."""

SETTLED = 2_000_000_000
"""Nanoseconds after which another change shows in a file's times: the coarsest clock in use (FAT) ticks every 2 s."""


def stamp_of(file: str) -> Stamp:
    """The stamp of a file. Raises OSError."""
    state = os.stat(file)  # noqa: PTH116
    # On Windows the second time is that of the file's making, and says nothing more than its number does.
    return state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino


def settled(stamp: Stamp, now: int) -> bool:
    """Whether a file with this stamp, taken at ``now`` (nanoseconds since 1970), cannot change without a new one."""
    return max(stamp[1], stamp[2]) + SETTLED < now


State = tuple[int, int]
"""Size in bytes and time of the last change of content in nanoseconds: what a file shares with all links to it."""


def state_of(file: str | os.DirEntry[str]) -> State:
    """The state of a file. Raises OSError."""
    state = os.stat(file) if isinstance(file, str) else file.stat()  # noqa: PTH116
    return state.st_size, state.st_mtime_ns


def states(folder: Path) -> dict[str, State]:
    """The states of all files below ``folder``, by POSIX path below it; empty where there is no such folder."""
    return {path: state_of(entry) for path, entry in storage.files_below(folder)}


Number = tuple[int, int]
"""Of the device, and of the file on it: which file it is, whatever its name."""


def numbered(folder: Path) -> Iterator[tuple[str, Number | None, os.DirEntry[str]]]:
    """Every file below ``folder``, by POSIX path below it, with the number that the list of its folder tells.

    On Windows lists do not tell it.
    """
    for device, files in storage.folders_below(folder):
        for path, entry in files:
            yield path, None if _UNNUMBERED else (device, entry.inode()), entry


_UNNUMBERED = os.name == "nt"


class _Read(msgspec.Struct, array_like=True, frozen=True):
    stamp: Stamp
    at: int
    digest: str


class Digests:
    """The digests of files, read only where a stamp is new; kept in a file between builds."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._known = read_back(file, dict[str, _Read]) or {}
        self._now: dict[str, _Read] = {}

    def of(self, file: Path, load: Callable[[Path], bytes]) -> str:
        """The digest of a file's bytes, which ``load`` reads where they may have changed; its errors come out here."""
        name = str(file)
        try:
            stamp = stamp_of(name)
        except OSError:
            return digest(load(file))  # says better what is wrong
        read = self._known.get(name)
        if read is None or read.stamp != stamp or not settled(stamp, read.at):
            # The stamp is older than the bytes: a change between the two shows next time.
            at = time.time_ns()
            read = _Read(stamp, at, digest(load(file)))
        self._now[name] = read
        return read.digest

    def save(self) -> None:
        """Make the digests that were asked for in this build all that the next one knows."""
        storage.write_if_changed(self._file, msgspec.msgpack.encode(dict(sorted(self._now.items()))))
