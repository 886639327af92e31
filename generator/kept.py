"""Rendered pages of earlier builds, kept so that unchanged ones need not be rendered again.

    html/PATH.html       the page as it was rendered, the same file as in the site where the system links files
    kept.msgpack         address -> key, size and time of the file

The key holds all that went into the page: its Markdown and its front matter, and for the whole site the configuration,
the theme's files, the navigation and the versions of every package. A page whose files were touched since is not used.
"""

from __future__ import annotations

import datetime
import json
import os
import shutil
from collections.abc import Iterable, Mapping, Set
from importlib import metadata
from pathlib import Path, PurePath

import msgspec

from . import storage
from .cache import code_version, digest, read_back


class _Kept(msgspec.Struct, array_like=True):
    key: str
    state: tuple[int, int]
    """Size in bytes and time of the last change in nanoseconds."""


def site_key(settings: object, folders: Iterable[Path]) -> str:
    """The digest of what every page shares: ``settings``, the files below ``folders``, all installed packages."""
    versions = sorted(f"{item.name}=={item.version}" for item in metadata.distributions())
    parts = [code_version(), json.dumps(settings, default=_plain), *versions]
    data = [part.encode() for part in parts]
    for folder in folders:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            data += [path.relative_to(folder).as_posix().encode(), path.read_bytes()]
    return digest(*data)


def _plain(value: object) -> object:
    """What JSON does not know, so that equal configurations give equal texts in every run."""
    if isinstance(value, Set):
        return sorted(map(str, value))
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, datetime.date | datetime.time | PurePath):
        return str(value)
    # Functions and objects: their names, for their addresses differ from run to run.
    kind = value if hasattr(value, "__qualname__") else type(value)
    return f"{kind.__module__}.{kind.__qualname__} {getattr(value, 'keywords', '')}"


def link_or_copy(source: Path, target: Path) -> None:
    """Make ``target`` the same file as ``source``, or a copy where links are not to be had; makes the folders above."""
    try:
        target.unlink()
    except FileNotFoundError:
        target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


class KeptPages:
    """The kept pages below ``root``, for one state of the site."""

    def __init__(self, root: Path, key: str) -> None:
        self._folder = root / "html"
        self._index = root / "kept.msgpack"
        self._key = key
        self._known = read_back(self._index, dict[str, _Kept]) or {}
        self._now: dict[str, _Kept] = {}

    def find(self, address: str, key: str) -> Path | None:
        """The HTML of the page at ``address`` if it was kept under the same ``key`` and is untouched."""
        known = self._known.get(address)
        if known is None or known.key != self._whole_key(key):
            return None
        try:
            if self._state(address) != known.state:
                return None
        except OSError:
            return None
        self._now[address] = known
        return self._path(address)

    def keep(self, address: str, key: str, rendered: Path) -> None:
        """Keep the page at ``address``, which has just been written to ``rendered``."""
        path = self._path(address)
        link_or_copy(rendered, path)
        self._now[address] = _Kept(self._whole_key(key), self._state(address))

    def save(self) -> None:
        """Make what was found and kept in this build all that the next one knows."""
        storage.write_if_changed(self._index, msgspec.msgpack.encode(dict(sorted(self._now.items()))))
        storage.remove_others(self._folder, {self._path(address) for address in self._now})

    def _path(self, address: str) -> Path:
        return self._folder / f"{address.removesuffix('.md')}.html"

    def _state(self, address: str) -> tuple[int, int]:
        found = self._path(address).stat()
        return found.st_size, found.st_mtime_ns

    def _whole_key(self, key: str) -> str:
        return digest(self._key.encode(), key.encode())
