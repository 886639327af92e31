"""Rendered pages of earlier builds, kept so that unchanged ones need not be rendered again.

    html/PATH.html       the page as it was rendered, the same file as in the site where the system links files
    html/PATH.json       its entries in the search index
    kept.msgpack         address -> key, size and time of both files

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
from typing import Any

import msgspec

from . import storage
from .cache import code_version, digest, read_back

SearchEntries = list[dict[str, Any]]


class _Kept(msgspec.Struct, array_like=True):
    key: str
    states: list[tuple[int, int]]


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
    """Make ``target`` the same file as ``source``, or a copy where links are not to be had."""
    target.unlink(missing_ok=True)
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
            if self._states(address) != known.states:
                return None
        except OSError:
            return None
        self._now[address] = known
        return self._path(address, ".html")

    def keep(self, address: str, key: str, rendered: Path, entries: SearchEntries) -> None:
        """Keep the page at ``address``, which has just been written to ``rendered``."""
        path = self._path(address, ".html")
        path.parent.mkdir(parents=True, exist_ok=True)
        link_or_copy(rendered, path)
        storage.write_if_changed(self._path(address, ".json"), json.dumps(entries, ensure_ascii=False).encode())
        self._now[address] = _Kept(self._whole_key(key), self._states(address))

    def search_entries(self, address: str) -> SearchEntries:
        """The search entries of a page that :meth:`find` found."""
        entries: SearchEntries = json.loads(self._path(address, ".json").read_bytes())
        return entries

    def save(self) -> None:
        """Make what was found and kept in this build all that the next one knows."""
        storage.write_if_changed(self._index, msgspec.msgpack.encode(dict(sorted(self._now.items()))))
        keep = {self._path(address, suffix) for address in self._now for suffix in (".html", ".json")}
        storage.remove_others(self._folder, keep)

    def _path(self, address: str, suffix: str) -> Path:
        return self._folder / f"{address.removesuffix('.md')}{suffix}"

    def _states(self, address: str) -> list[tuple[int, int]]:
        found = [self._path(address, suffix).stat() for suffix in (".html", ".json")]
        return [(state.st_size, state.st_mtime_ns) for state in found]

    def _whole_key(self, key: str) -> str:
        return digest(self._key.encode(), key.encode())


def by_page(entries: Iterable[dict[str, Any]]) -> Mapping[str, SearchEntries]:
    """Search entries by the address of their page, in order."""
    pages: dict[str, SearchEntries] = {}
    for entry in entries:
        pages.setdefault(entry["location"].partition("#")[0], []).append(entry)
    return pages
