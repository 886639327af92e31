"""Take the sources in: each is known from an earlier build, or understood in a worker.

A record is kept under a key made from all that goes into it: the bytes of the source and of its sidecar, the folder's
defaults, the options, the code. The main process asks for digests only; bytes are read where they are needed.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from . import directions, readers, redirects, words
from .cache import Cache, code_version, digest, encoded
from .catalogue import Entry, Settings, Status
from .cluster import Cluster
from .folders import Folders
from .model import Directions, Note, Record, Severity, Source
from .pipeline import Options, Said, entry_of, searched, understand
from .progress import Progress
from .refusals import reason
from .settings import parse_sidecar
from .stamps import Digests
from .wording import Wording
from .workers import Workers

WORTH_CLUSTER = 64
"""Fewer documents than this are read here: what remains of a day's changes needs no cluster."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What a record is made from, but for the bytes."""

    source: Source
    defaults: Directions
    options: Options

    def key(self, source: str, sidecar: str) -> str:
        """The key of the record made of a source and a sidecar with these digests (none: empty)."""
        beside = self.source.sidecar.name if self.source.sidecar else ""
        given = msgspec.msgpack.encode((self.source.path, beside, self.defaults, self.options))
        return digest(code_version().encode(), given, source.encode(), sidecar.encode())

    def load(self) -> Parcel:
        """All that the record is made from, as the files are now. Raises ReadError."""
        data = readers.load(self.source.file)
        return Parcel(self, data, load_sidecar(self.source.sidecar) if self.source.sidecar else b"")

    def understand(self, cache: Cache) -> tuple[str, Record]:
        """Key and record of what the files hold now, from the cache where it has them. Raises ReadError."""
        parcel = self.load()
        key = parcel.key()
        record = cache.load(key)
        if record is None:
            record, searched = parcel.understand()
            if not _is_transient(record):
                _store(cache, key, encoded(record), searched)
        return key, record


@dataclass(frozen=True, slots=True)
class Parcel:
    """All that a record is made from; it can be sent where the files are not."""

    origin: Origin
    data: bytes
    sidecar: bytes

    def key(self) -> str:
        """The key of the record."""
        return self.origin.key(digest(self.data), digest(self.sidecar) if self.origin.source.sidecar else "")

    def understand(self) -> tuple[Record, bytes]:
        """The record, and what the search index needs of it if it is published."""
        source = self.origin.source
        said = Said(self.origin.defaults)
        if source.sidecar:
            given, notes = parse_sidecar(self.sidecar, source.sidecar.name)
            said = Said(self.origin.defaults, given, notes)
        wording = Wording()
        record = understand(source.path, source.file, self.data, self.origin.options, said, wording)
        return record, searched(record, wording) if record.outline else b""


@dataclass(frozen=True, slots=True)
class Intake:
    """The sources as a build knows them."""

    entries: dict[str, Entry]
    """By path."""
    origins: dict[str, Origin]
    """By path, of all that could be read."""
    new: int
    """How many were understood that the last build did not have."""
    changed: int
    """How many were understood that the last build had otherwise."""


@dataclass(frozen=True, slots=True)
class _Job:
    origin: Origin
    folders: Folders
    key: str


def take_in(
    sources: Sequence[Source],
    settings: Mapping[str, Settings],
    options: Options,
    folders: Folders,
    pool: Workers,
    progress: Progress,
    *,
    cluster: str = "",
) -> Intake:
    """The entries of all sources. ``settings`` by folder; ``pool`` reads what is not known.

    Where that is much, the ``cluster`` at this address reads it first. All that it does is to fill the cache: what it
    has lost, or could not read, is read here as if there were none. Raises :class:`~generator.cluster.ClusterError`.
    """
    cache = Cache(folders.root)
    known, kept = cache.load_entries(), cache.kept()
    digests = Digests(folders.digests)
    defaults = _Defaults(settings)
    entries: dict[str, Entry] = {}
    origins: dict[str, Origin] = {}
    jobs: list[_Job] = []
    with progress.stage("查对", len(sources)) as advance:
        for source in sources:
            try:
                read = digests.of(source.file, readers.load)
                beside = digests.of(source.sidecar, load_sidecar) if source.sidecar else ""
            except readers.ReadError as error:
                entries[source.path] = failed(source, error.code, error.text)
            else:
                origin = origins[source.path] = Origin(source, defaults.of(source.path), options)
                key = origin.key(read, beside)
                last = known.get(source.path)
                if last and last.key == key and last.address == source.address and key in kept:
                    entries[source.path] = last
                else:
                    jobs.append(_Job(origin, folders, key))
            advance()
    unread = [job for job in jobs if job.key not in kept]
    if cluster and len(unread) >= WORTH_CLUSTER:
        with progress.stage("集群", len(unread)) as advance, Cluster(cluster) as machines:
            for key, *made in machines.run(_understand_elsewhere, _parcels(unread), _weight, _prepared):
                if made[0]:
                    _store(cache, key, *made)
                    kept.add(key)
                advance()
        unread = [job for job in unread if job.key not in kept]
    with progress.stage("阅读", len(jobs)) as advance:
        readers.prepare(_for_others(unread), folders.office, count=max(pool.count, 1))
        for entry in pool.run(_understand, jobs, _lost, load=_load):
            entries[entry.path] = entry
            advance()
        # What other programs made of files may hold text that must not stay.
        shutil.rmtree(folders.office, ignore_errors=True)
    digests.save()
    entries = {entry.path: entry for entry in redirects.with_moves(entries.values(), known)}
    changed = sum(job.origin.source.path in known for job in jobs)
    return Intake(entries, origins, len(jobs) - changed, changed)


def _for_others(jobs: Iterable[_Job]) -> Iterator[tuple[Path, bytes]]:
    """The files that other programs may have to read, one at a time."""
    for job in jobs:
        file = job.origin.source.file
        if readers.may_need(file):
            with suppress(readers.ReadError):  # the worker will say why
                yield file, readers.load(file)


def _parcels(jobs: Iterable[_Job]) -> Iterator[Parcel]:
    for job in jobs:
        with suppress(readers.ReadError):  # the worker will say why
            yield job.origin.load()


def _weight(parcel: Parcel) -> int:
    return len(parcel.data) + len(parcel.sidecar)


@contextmanager
def _prepared(parcels: Sequence[Parcel]) -> Iterator[None]:
    """Let other programs do their part for all of these at once, on the machine where they are."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        readers.prepare(((parcel.origin.source.file, parcel.data) for parcel in parcels), Path(folder))
        readers.cache_in(Path(folder))
        yield


def _understand_elsewhere(parcel: Parcel) -> tuple[str, bytes, bytes]:
    """What :func:`_store` keeps, from a machine that has no folders of ours; no record where it is not worth it."""
    record, searched = parcel.understand()
    return parcel.key(), b"" if _is_transient(record) else encoded(record), searched


def _store(cache: Cache, key: str, record: bytes, searched: bytes) -> None:
    """Keep an encoded record, and before it what goes with it: where there is a record, nothing is made again."""
    if searched:
        cache.store_searched(key, searched)
    cache.store_encoded(key, record)


class _Defaults:
    """The defaults of the folders above a document, merged once a folder."""

    def __init__(self, settings: Mapping[str, Settings]) -> None:
        self._settings = settings
        self._merged: dict[str, Directions] = {}

    def of(self, path: str) -> Directions:
        return self._below(path.rpartition("/")[0])

    def _below(self, folder: str) -> Directions:
        if folder not in self._merged:
            above = self._below(folder.rpartition("/")[0]) if folder else Directions()
            own = self._settings.get(folder)
            self._merged[folder] = directions.merge(above, own.defaults) if own else above
        return self._merged[folder]


def load_sidecar(file: Path) -> bytes:
    """The bytes of a sidecar. Raises :class:`~generator.readers.ReadError`, which names it."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise readers.ReadError("unreadable", f"{file.name} 读不出来：{reason(error)}") from None


def _understand(job: _Job) -> Entry:
    prepare_process(job.folders)
    source = job.origin.source
    try:
        key, record = job.origin.understand(Cache(job.folders.root))
    except readers.ReadError as error:
        return failed(source, error.code, error.text)
    # Without a key nothing of it is kept, and the next build tries again.
    return entry_of(record, source.address, "" if _is_transient(record) else key)


def _load() -> None:
    """Load the libraries that understanding takes, which the main process wants too, and of dictionaries the small."""
    from . import search  # noqa: F401
    from .frequencies import frequencies
    from .relations import profiles  # noqa: F401

    frequencies()


def _is_transient(record: Record) -> bool:
    return any(note.code in readers.TRANSIENT for note in record.notes)


def prepare_process(folders: Folders) -> None:
    """Tell the libraries of this process where to keep what they keep."""
    words.cache_in(folders.jieba)
    readers.cache_in(folders.office)


def _lost(job: _Job, reason: str) -> Entry:
    return failed(job.origin.source, "worker-lost", reason)


def failed(source: Source, code: str, reason: str) -> Entry:
    """The entry of a source that could not be read."""
    note = Note(code, reason, severity=Severity.PROBLEM)
    return Entry(source.path, source.address, "", Status.FAILED, problems=(note,))
