"""Rendered pages of earlier builds, kept so that unchanged ones need not be rendered again.

    html/PATH.html       the page as it was rendered, the same file as in the site where the system links files
    kept.msgpack         the site's key, and address -> key and state of the file

The keys hold all that went into a page: its own its Markdown and its front matter, the site's the configuration, the
theme's files, the navigation and the versions of every package. A page whose files were touched since is not used.
"""

from __future__ import annotations

import datetime
import json
import sys
from collections.abc import Iterable, Mapping, Set
from pathlib import Path, PurePath

import msgspec

from . import storage
from .cache import code_version, digest, read_back
from .stamps import State, state_of, states


class _Kept(msgspec.Struct, array_like=True):
    key: str
    state: State


class _Site(msgspec.Struct, array_like=True):
    key: str
    pages: dict[str, _Kept]


def site_key(settings: object, folders: Iterable[Path]) -> str:
    """The digest of what every page shares: ``settings``, the files below ``folders``, all installed packages."""
    parts = [code_version(), json.dumps(settings, default=_plain), *_installed()]
    data = [part.encode() for part in parts]
    for folder in folders:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            data += [path.relative_to(folder).as_posix().encode(), path.read_bytes()]
    return digest(*data)


def _installed() -> list[str]:
    """Every installed package with its version, as the names of their folders tell: ``mkdocs-1.6.1.dist-info``."""
    folders = (Path(path) for path in dict.fromkeys(sys.path) if path)
    return sorted(
        entry.name for folder in folders if folder.is_dir() for entry in folder.iterdir() if entry.suffix in _PACKAGED
    )


_PACKAGED = {".dist-info", ".egg-info"}


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


class KeptPages:
    """The rendered pages below ``folder``, for one state of the site; ``index`` is the file that tells of them."""

    def __init__(self, folder: Path, index: Path, key: str) -> None:
        self.folder = folder
        self._index = index
        self._key = key
        last = read_back(index, _Site)
        self._known = last.pages if last and last.key == key else {}
        self._there = states(folder)
        self._now: dict[str, _Kept] = {}

    def find(self, address: str, key: str) -> bool:
        """Whether the page at ``address`` is kept under the same ``key`` and untouched."""
        known = self._known.get(address)
        if known is None or known.key != key or self._there.get(rendered(address)) != known.state:
            return False
        self._now[address] = known
        return True

    def path(self, address: str) -> Path:
        """Where the page at ``address`` is to be written."""
        return self.folder / rendered(address)

    def keep(self, address: str, key: str) -> None:
        """Keep the page at ``address``, which has just been written."""
        self._now[address] = _Kept(key, state_of(str(self.path(address))))

    def save(self) -> dict[str, State]:
        """Make what was found and kept in this build all that the next one knows; give their files, by path."""
        site = _Site(self._key, dict(sorted(self._now.items())))
        storage.write_if_changed(self._index, msgspec.msgpack.encode(site))
        files = {rendered(address): kept.state for address, kept in self._now.items()}
        if not self._there.keys() <= files.keys():
            storage.keep_only(self.folder, files)
        return files


def rendered(address: str) -> str:
    """The path of the page at ``address`` in the site: ``a b.md`` -> ``a b.html``."""
    return f"{address.removesuffix('.md')}.html"
