"""Keep the search index up to date: what is cheap to know is known here, without numpy and the dictionaries.

site/             what is published as search/
index.msgpack     what the files were made from: the digest of all keys, size and time of all files
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from . import storage
from .cache import code_version, digest, read_back


class DamagedError(Exception):
    """A file of the cache was damaged and has been removed; its message names it."""


class _State(msgspec.Struct, array_like=True):
    key: str
    files: dict[str, tuple[int, int]]
    """Size in bytes and time of the last change in nanoseconds, by name."""
    pinyin: dict[str, str]


def update(
    folder: Path, keys: Mapping[str, str], files: Mapping[str, Path], by_hand: Mapping[str, tuple[str, str]]
) -> Path:
    """Make the index of all documents below ``folder``, and return the folder to publish.

    Outlines are given by URL, each with the ``keys`` that change whenever their entries do and the ``files`` that hold
    these; pages written by hand with title and HTML. Raises :class:`DamagedError`.
    """
    site, kept = folder / "site", folder / "index.msgpack"
    parts = [f"{url} {keys[url]}" for url in sorted(keys)]
    parts += [f"{url} {title} {html}" for url, (title, html) in sorted(by_hand.items())]
    key = digest(code_version().encode(), *(part.encode() for part in parts))
    state = read_back(kept, _State)
    if state and state.key == key and state.files == _states(site):
        return site
    from . import search

    entries = {}
    for url, file in files.items():
        try:
            entries[url] = search.read(file.read_bytes())
        except (OSError, msgspec.MsgspecError) as error:
            file.unlink(missing_ok=True)
            raise DamagedError(f"{file} 损坏，已经删去，请再构建一次") from error
    for url, (title, html) in by_hand.items():
        entries[url] = search.read(search.entry(search.from_html(url, title, html)))
    said = search.write(site, entries, state.pinyin if state else {})
    storage.write(kept, msgspec.msgpack.encode(_State(key, _states(site), said)))
    return site


def _states(site: Path) -> dict[str, tuple[int, int]]:
    found = {}
    for path in sorted(site.rglob("*.js")):
        state = path.stat()
        found[path.relative_to(site).as_posix()] = (state.st_size, state.st_mtime_ns)
    return found
