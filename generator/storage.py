"""Files the generator writes: whole or not at all, and only when they changed."""

from __future__ import annotations

import itertools
import os
import sys
import unicodedata
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path


def write(path: str | Path, data: bytes) -> None:
    """Write ``data`` to ``path`` so that no reader ever sees a part of it; makes the folders above."""
    try:
        _replace(path, data)
    except FileNotFoundError:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        _replace(path, data)


def read(path: str | Path) -> bytes:
    """What a file of ours holds. Raises OSError."""
    file = os.open(path, _OLD)
    try:
        return os.read(file, os.fstat(file).st_size)
    finally:
        os.close(file)


def write_if_changed(path: str | Path, data: bytes) -> bool:
    """As :func:`write`, but leaves a file alone that already holds ``data``; says whether it wrote."""
    try:
        if os.stat(path).st_size == len(data) and read(path) == data:  # noqa: PTH116
            return False
    except OSError:
        pass
    write(path, data)
    return True


Files = list[tuple[str, "os.DirEntry[str]"]]
"""Files with their POSIX paths below a folder."""


def files_below(folder: str | Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Every file below ``folder``, by POSIX path below it; folders that links lead to are not entered."""
    for _, files in folders_below(folder):
        yield from files


def folders_below(folder: str | Path) -> Iterator[tuple[int, Files]]:
    """For ``folder`` and each below it, the number of the device that it lies on, and its files."""
    waiting = [(str(folder), "")]
    while waiting:
        here, below = waiting.pop()
        try:
            device = os.stat(here).st_dev  # noqa: PTH116
            entries = os.scandir(here)
        except (FileNotFoundError, NotADirectoryError):
            continue
        files: Files = []
        with entries:
            for entry in entries:
                path = f"{below}{_composed(entry.name)}"
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((entry.path, f"{path}/"))
                elif entry.is_file():
                    files.append((path, entry))
        yield device, files


def keep_only(folder: Path, paths: Collection[str]) -> set[str]:
    """Remove everything below ``folder`` but the files at ``paths`` and the folders that lead to them.

    Paths are POSIX, below ``folder``. Gives those of them at which there is a file.
    """
    found: set[str] = set()
    if folder.is_dir():
        _keep_only(str(folder), "", paths, found)
    return found


def _keep_only(here: str, below: str, paths: Collection[str], found: set[str]) -> bool:
    left = False
    with os.scandir(here) as entries:
        for entry in entries:
            path = f"{below}{_composed(entry.name)}"
            if entry.is_dir(follow_symlinks=False):
                if _keep_only(entry.path, f"{path}/", paths, found):
                    left = True
                else:
                    os.rmdir(entry.path)  # noqa: PTH106
            elif path in paths:
                found.add(path)
                left = True
            else:
                os.unlink(entry.path)  # noqa: PTH108
    return left


def _composed(name: str) -> str:
    # macOS may hand names out decomposed that were composed when they were given.
    return unicodedata.normalize("NFC", name) if sys.platform == "darwin" else name


_numbers = itertools.count()
# Without Python's own buffers and paths, which take as long as the rest of it: a build writes ten files an outline.
_NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
_OLD = os.O_RDONLY | getattr(os, "O_BINARY", 0)


def _replace(path: str | Path, data: bytes) -> None:
    # The temporary name is short and unrelated to the final one, which may be as long as the system allows.
    name = f"{os.path.dirname(path) or '.'}{os.sep}.{os.getpid()}-{next(_numbers)}.tmp"  # noqa: PTH120
    try:
        file = os.open(name, _NEW, 0o666)
        try:
            left = memoryview(data)
            while left:
                left = left[os.write(file, left) :]
        finally:
            os.close(file)
        os.replace(name, path)  # noqa: PTH105
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(name)  # noqa: PTH108
        raise
