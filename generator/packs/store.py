"""The archive that packs are copied into: what it holds, and how a file gets a place there of its own."""

from __future__ import annotations

import errno
import os
import stat
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Final

from generator import storage
from generator.cache import digest
from generator.readers import ReadError
from generator.refusals import reason
from generator.sources import Kind, classify

from .members import MemberError, Outcome
from .names import same

# Failures that no other name mends.
_HOPELESS: Final = (errno.EACCES, errno.EPERM, errno.ENOSPC, errno.EROFS, errno.EDQUOT)

# Times that every file system takes; packs hold others too.
_TIMES: Final = range(2**32)


class Store:
    """Outlines on disk, known by content; new files are written whole or not at all, and over no other."""

    def __init__(self, content: Path, *, dry_run: bool = False) -> None:
        """``content`` is the archive's content folder; with ``dry_run`` everything is done but the writing."""
        self.content = content
        self._dry = dry_run
        self._sizes: dict[int, list[Path]] = {}  # not looked into yet: most sizes occur once
        self._digests: dict[str, Path] = {}
        self._learnt: set[Path] = set()
        self._names: set[str] = set()
        self._counts: Counter[str] = Counter()
        self._folders: dict[Path, bool] = {}
        self.learn(content)

    def learn(self, folder: Path) -> None:
        """Take note of the outlines below a folder, once."""
        if folder in self._learnt:
            return
        self._learnt.add(folder)
        for path in _files(folder):
            with suppress(OSError):
                status = path.stat()
                if stat.S_ISREG(status.st_mode):
                    self._sizes.setdefault(status.st_size, []).append(path)

    def find(self, data: bytes) -> Path | None:
        """The outline that holds these bytes."""
        for path in self._sizes.pop(len(data), ()):
            with suppress(OSError):
                self._digests.setdefault(digest(path.read_bytes()), path)
        return self._digests.get(digest(data))

    def add(self, folder: Path, path: str, data: bytes, modified: float | None) -> str:
        """Write an outline below a folder, by its path or the nearest free one, which is returned.

        Raises :class:`MemberError` for one that cannot be written there, ReadError where nothing can.
        """
        path = self._free(folder, path)
        self._write(folder / path, folder, data, modified)
        self._digests[digest(data)] = folder / path
        return path

    def add_settings(self, folder: Path, path: str, data: bytes, modified: float | None) -> Outcome:
        """Write a sidecar or a collection file, whose name is its meaning: by its path or not at all."""
        target = folder / path
        if self._is_taken(target):
            with suppress(OSError):
                if target.read_bytes() == data:
                    return Outcome.PRESENT
            return Outcome.CLASH
        self._write(target, folder, data, modified)
        return Outcome.COPIED

    def _free(self, folder: Path, path: str) -> str:
        """The path, or with ``-2`` and so on where there is something already."""
        target = folder / path
        if not self._is_taken(target):
            return path
        # Of a thousand files of one name, the last does not ask for the names of all others.
        key = same(str(target))
        for number in count(self._counts[key] or 2):
            other = target.with_name(f"{target.stem}-{number}{target.suffix}")
            if not self._is_taken(other):
                self._counts[key] = number + 1
                return other.relative_to(folder).as_posix()
        raise AssertionError

    def _is_taken(self, target: Path) -> bool:
        # Also by a name that is the same on Windows, and by a link that leads nowhere.
        return same(str(target)) in self._names or os.path.lexists(target)

    def _write(self, target: Path, folder: Path, data: bytes, modified: float | None) -> None:
        if not self._is_inside(target.parent, folder):
            raise MemberError(Outcome.OUTSIDE)
        if not self._dry:
            try:
                storage.write(target, data)
            except OSError as error:
                if error.errno in _HOPELESS:
                    raise ReadError("unwritable", f"写不进 {folder}：{reason(error)}。") from None
                raise MemberError(Outcome.UNWRITABLE) from None
            if modified is not None and int(modified) in _TIMES:
                os.utime(target, (modified, modified))
        self._names.add(same(str(target)))

    def _is_inside(self, parent: Path, folder: Path) -> bool:
        """Whether no link that was there before leads out of the folder."""
        known = self._folders.get(parent)
        if known is None:
            try:
                known = parent.resolve().is_relative_to(folder.resolve())
            except (OSError, RuntimeError):  # a loop of links
                known = False
            self._folders[parent] = known
        return known


def _files(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if classify(name) is not Kind.IGNORED]
        yield from (Path(parent, name) for name in names if classify(name) is Kind.OUTLINE)
