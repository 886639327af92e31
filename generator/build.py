"""Run the pipeline over an archive: worker processes, cache, pages and report.

Only what changed is done again. A record is kept under a key made from all that went into it; a page is composed again
when its record's key or its surroundings differ from the last build's.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import msgspec

from . import directions, pages, readers, report, storage, words
from .archive import relate, url_of
from .cache import Cache, code_version, digest
from .catalogue import Archive, Entry, Settings, Status, Surroundings
from .model import Directions, Note, Record, Severity, Source
from .pipeline import Options, Said, entry_of, understand
from .settings import load_sidecar
from .workers import Workers

WORTH_WORKERS = 48
"""So many pages are composed in workers; fewer are done before a worker has started (about half a second)."""


@dataclass(frozen=True, slots=True)
class Folders:
    """Where a build keeps what it makes, all below one folder (``.cache``)."""

    root: Path

    @property
    def pages(self) -> Path:
        """The composed Markdown, laid out like the content folder."""
        return self.root / "pages"

    @property
    def composed(self) -> Path:
        """The same pages with their bodies as HTML (:class:`~generator.pages.Composed`)."""
        return self.root / "composed"

    @property
    def searched(self) -> Path:
        """What the search index needs of each page."""
        return self.root / "searched"

    @property
    def index(self) -> Path:
        """The search index."""
        return self.root / "index"

    @property
    def report(self) -> Path:
        """The keeper's report."""
        return self.root / "report"

    @property
    def office(self) -> Path:
        """What other programs made of files that are not read directly."""
        return self.root / "office"

    @property
    def jieba(self) -> Path:
        """The segmenter's own cache."""
        return self.root / "jieba"


@dataclass(frozen=True, slots=True)
class Page:
    """A composed page."""

    file: Path
    """Its Markdown."""
    composed: Path
    """The same with its body as HTML."""
    searched: Path
    """What the search index needs of it."""
    key: str
    """Changes whenever the files would."""


@dataclass(frozen=True, slots=True)
class Build:
    """What a build knows when all pages are written."""

    archive: Archive
    entries: tuple[Entry, ...]
    """By path, every source."""
    pages: Mapping[str, Page] = field(default_factory=dict)
    """By address, the page of every published outline."""
    problems: tuple[tuple[str, Note], ...] = ()
    """(path, note) of every problem, of sources and of sidecars and collection files."""
    reused: int = 0
    """Documents that an earlier build had understood."""


@dataclass(frozen=True, slots=True)
class _Origin:
    """What a record is made from, but for the bytes."""

    source: Source
    said: Said
    options: Options

    def key(self, data: bytes) -> str:
        given = msgspec.msgpack.encode((self.source.path, self.said, self.options))
        return digest(code_version().encode(), given, data)

    def understand(self, data: bytes) -> Record:
        return understand(self.source.path, self.source.file, data, self.options, self.said)


@dataclass(frozen=True, slots=True)
class _Job:
    origin: _Origin
    data: bytes
    key: str
    folders: Folders


@dataclass(frozen=True, slots=True)
class _PageJob:
    origin: _Origin
    entry: Entry
    around: Surroundings
    folders: Folders


def build(
    sources: Sequence[Source],
    settings: Mapping[str, Settings],
    options: Options,
    folders: Folders,
    pool: Workers,
    problems: Sequence[tuple[str, Note]] = (),
) -> Build:
    """Understand every source, relate them, and write pages and report below ``folders.root``.

    ``settings`` by folder; ``pool`` reads the documents; ``problems`` are those met before.
    """
    cache = Cache(folders.root)
    known = cache.load_entries()
    found = list(problems)
    entries: dict[str, Entry] = {}
    origins: dict[str, _Origin] = {}
    jobs: list[_Job] = []
    reused = 0
    for source in sources:
        try:
            data = readers.load(source.file)
        except readers.ReadError as error:
            entries[source.path] = _failed(source, Note(error.code, error.text, severity=Severity.PROBLEM))
            continue
        said, notes = _said(source, settings)
        found += [(source.path, note) for note in notes]
        origin = origins[source.path] = _Origin(source, said, options)
        key = origin.key(data)
        last = known.get(source.path)
        if last and last.key == key and last.address == source.address and cache.has(key):
            entries[source.path] = last
            reused += 1
        else:
            jobs.append(_Job(origin, data, key, folders))
    readers.prepare(((job.origin.source.file, job.data) for job in jobs), folders.office, count=max(pool.count, 1))
    for entry in pool.run(_understand_job, jobs, _lost):
        entries[entry.path] = entry
    while True:
        ordered = tuple(entries[path] for path in sorted(entries))
        archive = relate((entry.card for entry in ordered if entry.card), settings)
        written, missing = _write_pages(ordered, origins, archive, folders, pool)
        if not missing:
            break
        entries |= missing  # without their cards: lists and neighbours are made again
    # The records are kept now; what they were made from may hold text that must not stay.
    shutil.rmtree(folders.office, ignore_errors=True)
    cache.store_entries(ordered)
    cache.prune({entry.key for entry in ordered if entry.key})
    found += [(entry.path, note) for entry in ordered for note in entry.problems]
    report.write_index(folders.report, ordered, found)
    return Build(archive, ordered, written, tuple(found), reused)


def _said(source: Source, settings: Mapping[str, Settings]) -> tuple[Said, tuple[Note, ...]]:
    defaults = Directions()
    for parent in reversed(PurePosixPath(source.path).parents):
        folder = "" if parent.as_posix() == "." else parent.as_posix()
        if folder in settings:
            defaults = directions.merge(defaults, settings[folder].defaults)
    if source.sidecar is None:
        return Said(defaults), ()
    try:
        given, notes = load_sidecar(source.sidecar)
    except OSError as error:
        reason = f"{source.sidecar.name} 读不出来：{error.strerror or error}"
        return Said(defaults), (Note("unreadable", reason, severity=Severity.PROBLEM),)
    return Said(defaults, given), notes


def _understand_job(job: _Job) -> Entry:
    _cache_in(job.folders)
    cache = Cache(job.folders.root)
    record = cache.load(job.key)
    if record is None:
        record = job.origin.understand(job.data)
        if any(note.code in readers.TRANSIENT for note in record.notes):
            # Without a key nothing of it is kept, and the next build tries again.
            return entry_of(record, job.origin.source.address, "")
        cache.store(job.key, record)
    return entry_of(record, job.origin.source.address, job.key)


def _cache_in(folders: Folders) -> None:
    words.cache_in(folders.jieba)
    readers.cache_in(folders.office)


def _lost(job: _Job | _PageJob, reason: str) -> Entry:
    return _failed(job.origin.source, Note("worker-lost", reason, severity=Severity.PROBLEM))


def _failed(source: Source, note: Note) -> Entry:
    return Entry(source.path, source.address, "", Status.FAILED, problems=(note,))


def _write_pages(
    entries: Sequence[Entry], origins: Mapping[str, _Origin], archive: Archive, folders: Folders, pool: Workers
) -> tuple[dict[str, Page], dict[str, Entry]]:
    """Compose what changed; the files of documents that are gone or withheld are removed.

    Gives the pages by address, and by path a new entry of each document whose page could not be made.
    """
    cache = Cache(folders.root)
    known = cache.load_pages()
    keys: dict[str, str] = {}
    jobs: list[_PageJob] = []
    for entry in entries:
        if not entry.key:
            continue
        around = archive.around.get(entry.path, Surroundings())
        keys[entry.address] = digest(entry.key.encode(), msgspec.msgpack.encode(around))
        files = list(_page_files(folders, entry.address)) if entry.card else []
        files.append(report.document_path(folders.report, entry.address))
        if known.get(entry.address) != keys[entry.address] or not all(file.is_file() for file in files):
            jobs.append(_PageJob(origins[entry.path], entry, around, folders))
    # What is gone goes first: a folder may take the name of a file that was there.
    written = {entry.address: _page_files(folders, entry.address) for entry in entries if entry.card}
    for folder, index in ((folders.pages, 0), (folders.composed, 1), (folders.searched, 2)):
        storage.remove_others(folder, {paths[index] for paths in written.values()})
    reports = {report.document_path(folders.report, address) for address in keys}
    storage.remove_others(folders.report, reports | {folders.report / report.INDEX})
    # If this build breaks off, the next one must not take what it wrote for what the last one had written.
    due = {job.entry.address for job in jobs}
    cache.store_pages({address: key for address, key in known.items() if address not in due})
    hands = pool if len(jobs) >= WORTH_WORKERS else Workers(0)
    made = hands.run(_page_job, jobs, _lost)
    missing = {entry.path: entry for entry in made if entry is not None}
    cache.store_pages(keys)
    return {address: Page(*files, keys[address]) for address, files in written.items()}, missing


def _page_files(folders: Folders, address: str) -> tuple[Path, Path, Path]:
    """Where the page at ``address`` is written: as Markdown, composed, and for the search."""
    name = f"{address.removesuffix('.md')}.msgpack"
    return folders.pages / address, folders.composed / name, folders.searched / name


def _page_job(job: _PageJob) -> Entry | None:
    cache = Cache(job.folders.root)
    record = cache.load(job.entry.key)
    if record is None:  # damaged since it was kept
        _cache_in(job.folders)
        try:
            data = readers.load(job.origin.source.file)
        except readers.ReadError as error:
            return _failed(job.origin.source, Note(error.code, error.text, severity=Severity.PROBLEM))
        if job.origin.key(data) != job.entry.key:
            note = Note("changed-meanwhile", "处理时文件有改动，请再构建一次", severity=Severity.PROBLEM)
            return _failed(job.origin.source, note)
        record = job.origin.understand(data)
        cache.store(job.entry.key, record)
    if job.entry.card:
        page = pages.compose_outline(record, job.around)
        file, composed, searched = _page_files(job.folders, job.entry.address)
        storage.write_if_changed(file, page.text().encode())
        storage.write(composed, msgspec.msgpack.encode(page))
        # Imported where it is used: a build that changes nothing needs neither numpy nor the dictionaries.
        from . import search

        folder = job.around.crumbs[-1].title if job.around.crumbs else ""
        found = search.entry(search.searchable(record, url_of(job.entry.address), folder))
        storage.write_if_changed(searched, found)
    report.write_document(job.folders.report, job.entry.address, record)
    return None
