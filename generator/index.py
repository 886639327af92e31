"""Keep the search index up to date: what is cheap to know is known here, without numpy and the dictionaries.

site/             what is published as search/
kept/             what :mod:`generator.search` keeps between builds
index.msgpack     what the files were made from: the digest of all keys, size and time of all files
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from . import storage
from .cache import code_version, digest, read_back
from .stamps import State, state_of, states


@dataclass(frozen=True, slots=True)
class Searched:
    """What is searched of an outline."""

    key: str
    """Of its record: changes whenever the entry does."""
    file: str
    """Where the entry is."""
    collection: str
    """The title of the folder that the outline stands in."""


class DamagedError(Exception):
    """A file of the cache was damaged and has been removed; its message names it."""


class _State(msgspec.Struct, array_like=True):
    key: str
    files: dict[str, State]
    """By name below ``site``."""


def update(
    folder: Path,
    outlines: Mapping[str, Searched],
    by_hand: Mapping[str, tuple[str, str]],
    again: Callable[[str], bytes | None],
) -> tuple[Path, Mapping[str, State]]:
    """Make the index of all documents below ``folder``; return the folder to publish and its files.

    Outlines are given by URL; so are pages written by hand, with title and HTML. ``again`` makes the entry of an
    outline whose file is damaged, and where it cannot, :class:`DamagedError` is raised.
    """
    site, kept = folder / "site", folder / "index.msgpack"
    version = code_version().encode()
    all_keys = {url: f"{outline.key} {outline.collection}" for url, outline in outlines.items()}
    for url, (title, html) in by_hand.items():
        all_keys[url] = digest(version, title.encode(), html.encode())
    key = digest(version, *(f"{url} {all_keys[url]}".encode() for url in sorted(all_keys)))
    state = read_back(kept, _State)
    there = states(site)
    sound = state is not None and state.files == there
    if state and sound and state.key == key:
        return site, there
    if not sound:
        shutil.rmtree(folder / "kept", ignore_errors=True)
    from . import search

    def load(url: str) -> search.Entry:
        if url in by_hand:
            return search.read(search.entry(search.from_html(*by_hand[url])), url)
        outline = outlines[url]
        try:
            return search.read(storage.read(outline.file), url, outline.collection)
        except (OSError, msgspec.MsgspecError) as error:
            Path(outline.file).unlink(missing_ok=True)
            if (made := again(url)) is not None:
                return search.read(made, url, outline.collection)
            raise DamagedError(f"{outline.file} 损坏，已经删去，请再构建一次") from error

    written = search.update(folder, all_keys, load)
    found = _again(site, there, written) if sound and written is not None else states(site)
    storage.write(kept, msgspec.msgpack.encode(_State(key, found)))
    return site, found


def _again(site: Path, there: Mapping[str, State], written: Iterable[str]) -> dict[str, State]:
    """The files ``there`` after some, given by path, were ``written`` or removed: only these are looked at again."""
    found = dict(there)
    for path in written:
        try:
            found[path] = state_of(f"{site}/{path}")
        except FileNotFoundError:
            found.pop(path, None)
    return found
