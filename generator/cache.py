"""What earlier builds understood, by the digest of everything it was made from.

    records/AB/KEY.msgpack   one record
    searched/AB/KEY.msgpack  what the search index needs of it (:mod:`generator.search.entries`)
    entries.msgpack          the entries, so that an unchanged archive is known from one file
    pages.msgpack            address -> key of the page composed last

A file that cannot be read back as what it should be is as good as absent: it is made again, never trusted.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import TypeVar

import msgspec

from . import storage
from .catalogue import Entry
from .model import Record

T = TypeVar("T")

_PACKAGES = (
    "jieba",
    "rjieba",
    "msgspec",
    "numpy",
    "opencc-purepy",
    "pypdfium2",
    "pypinyin",
    "PyYAML",
    "selectolax",
    "striprtf",
)

_SUFFIXES = frozenset({".py", ".toml", ".txt", ".xml", ".rels", ".css", ".js"})


def digest(*parts: bytes) -> str:
    """blake2b of the parts, each told apart by its length, as 32 hex digits."""
    state = hashlib.blake2b(digest_size=16)
    for part in parts:
        state.update(len(part).to_bytes(8, "little"))
        state.update(part)
    return state.hexdigest()


@cache
def code_version() -> str:
    """The digest of the generator's own files and of the packages its results depend on."""
    folder = Path(__file__).parent
    files = sorted(path for path in folder.rglob("*") if path.suffix in _SUFFIXES)
    parts = [part for path in files for part in (str(path.relative_to(folder)).encode(), path.read_bytes())]
    for name in _PACKAGES:
        try:
            parts.append(f"{name}=={metadata.version(name)}".encode())
        except metadata.PackageNotFoundError:
            parts.append(f"{name}: none".encode())
    return digest(*parts)


def encoded(record: Record) -> bytes:
    """A record as its file holds it."""
    return msgspec.msgpack.encode(record)


class Cache:
    """The records of an archive, in a folder that can be deleted at any time."""

    def __init__(self, folder: Path) -> None:
        self._records = f"{folder}/records"  # one is made for each document: a path would take as long as the rest
        self._searched = f"{folder}/searched"
        self._entries = f"{folder}/entries.msgpack"
        self._pages = f"{folder}/pages.msgpack"

    def load(self, key: str) -> Record | None:
        """The record kept under ``key``; None where there is none or it is damaged."""
        return read_back(self._path(key), Record)

    def store(self, key: str, record: Record) -> None:
        """Keep ``record`` under ``key``."""
        self.store_encoded(key, encoded(record))

    def store_encoded(self, key: str, data: bytes) -> None:
        """Keep a record that was encoded elsewhere under ``key``."""
        storage.write(self._path(key), data)

    def searched(self, key: str) -> str:
        """The file of what the search index needs of the record under ``key``."""
        return f"{self._searched}/{_name(key)}"

    def store_searched(self, key: str, data: bytes) -> None:
        """Keep what the search index needs of the record under ``key``."""
        storage.write(self.searched(key), data)

    def kept(self) -> set[str]:
        """All keys under which something is kept."""
        return {entry.name.removesuffix(".msgpack") for _, entry in storage.files_below(self._records)}

    def load_entries(self) -> dict[str, Entry]:
        """The entries of the last build, by path; empty where there was none."""
        entries = read_back(self._entries, list[Entry])
        return {entry.path: entry for entry in entries or []}

    def store_entries(self, entries: Iterable[Entry]) -> None:
        """Keep ``entries`` for the next build."""
        storage.write_if_changed(self._entries, msgspec.msgpack.encode(list(entries)))

    def load_pages(self) -> dict[str, str]:
        """The key under which each page was composed last, by address."""
        return read_back(self._pages, dict[str, str]) or {}

    def store_pages(self, keys: Mapping[str, str]) -> None:
        """Keep ``keys`` for the next build."""
        storage.write_if_changed(self._pages, msgspec.msgpack.encode(dict(keys)))

    def prune(self, keys: set[str]) -> None:
        """Drop every record that is not under one of ``keys``, and what goes with it."""
        names = {_name(key) for key in keys}
        for folder in (self._records, self._searched):
            storage.keep_only(Path(folder), names)

    def _path(self, key: str) -> str:
        return f"{self._records}/{_name(key)}"


def _name(key: str) -> str:
    return f"{key[:2]}/{key}.msgpack"


def read_back(path: str | Path, kind: type[T]) -> T | None:
    """What a file holds, if it is whole and of this kind; None otherwise."""
    try:
        return msgspec.msgpack.decode(storage.read(path), type=kind)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
