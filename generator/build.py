"""Run the pipeline over an archive: worker processes, cache, pages and report.

Only what changed is done again. A record is kept under a key made from all that went into it; a page is composed again
when its record's key or its surroundings differ from the last build's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath

import msgspec

from . import directions, pages, readers, report, storage, words, workers
from .archive import relate
from .cache import Cache, code_version, digest
from .model import Archive, Directions, Entry, Note, Settings, Severity, Source, Status, Surroundings
from .pipeline import Options, Said, entry_of, understand


@dataclass(frozen=True, slots=True)
class Folders:
    """Where a build keeps what it makes, all below one folder (``.cache``)."""

    root: Path

    @property
    def pages(self) -> Path:
        """The composed Markdown, laid out like the content folder."""
        return self.root / "pages"

    @property
    def report(self) -> Path:
        """The keeper's report."""
        return self.root / "report"

    @property
    def jieba(self) -> Path:
        """The segmenter's own cache."""
        return self.root / "jieba"


@dataclass(frozen=True, slots=True)
class Page:
    """A composed page: its Markdown file, and a key that changes whenever the file would."""

    file: Path
    key: str


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
class _Job:
    source: Source
    data: bytes
    said: Said
    key: str
    cache: Path


@dataclass(frozen=True, slots=True)
class _PageJob:
    entry: Entry
    around: Surroundings
    folders: Folders


def build(
    sources: Sequence[Source],
    settings: Mapping[str, Settings],
    options: Options,
    folders: Folders,
    *,
    count: int = 1,
    problems: Sequence[tuple[str, Note]] = (),
) -> Build:
    """Understand every source, relate them, and write pages and report below ``folders.root``.

    ``settings`` by folder; ``count`` is the number of worker processes; ``problems`` are those met before.
    """
    cache = Cache(folders.root)
    known = cache.load_entries()
    found = list(problems)
    entries: dict[str, Entry] = {}
    jobs: list[_Job] = []
    for source in sources:
        try:
            data = readers.load(source.file)
            said, notes = _said(source, settings)
        except readers.ReadError as error:
            note = Note(error.code, error.text, severity=Severity.PROBLEM)
            entries[source.path] = Entry(source.path, source.address, "", Status.FAILED, problems=(note,))
            continue
        found += [(source.path, note) for note in notes]
        key = _key(source, data, said, options)
        last = known.get(source.path)
        if last and last.key == key and last.address == source.address and cache.has(key):
            entries[source.path] = last
        else:
            jobs.append(_Job(source, data, said, key, folders.root))
    run = partial(_understand_job, options=options, jieba=folders.jieba)
    for entry in workers.run(run, jobs, count=count, lost=_lost):
        entries[entry.path] = entry
    ordered = tuple(entries[path] for path in sorted(entries))
    archive = relate(
        (entry.card for entry in ordered if entry.card),
        settings,
    )
    written = _write_pages(ordered, archive, folders, cache, count)
    cache.store_entries(ordered)
    cache.prune({entry.key for entry in ordered if entry.key})
    found += [(entry.path, note) for entry in ordered for note in entry.problems]
    report.write_index(folders.report, ordered, found)
    return Build(archive, ordered, written, tuple(found), reused=len(sources) - len(jobs))


def _said(source: Source, settings: Mapping[str, Settings]) -> tuple[Said, list[Note]]:
    defaults = Directions()
    for parent in reversed(PurePosixPath(source.path).parents):
        folder = "" if parent.as_posix() == "." else parent.as_posix()
        if folder in settings:
            defaults = directions.merge(defaults, settings[folder].defaults)
    if source.sidecar is None:
        return Said(defaults), []
    try:
        text = source.sidecar.read_text("utf-8-sig", "replace")
    except OSError as error:
        reason = f"{source.sidecar.name} 读不出来：{error.strerror or error}"
        return Said(defaults), [Note("unreadable", reason, severity=Severity.PROBLEM)]
    mapping, broken = directions.from_yaml(text, source.sidecar.name)
    given, wrong = directions.parse(mapping, source.sidecar.name)
    return Said(defaults, given), [*broken, *wrong]


def _key(source: Source, data: bytes, said: Said, options: Options) -> str:
    given = msgspec.msgpack.encode((source.path, said, options))
    return digest(code_version().encode(), given, data)


def _understand_job(job: _Job, *, options: Options, jieba: Path) -> Entry:
    words.cache_in(jieba)
    cache = Cache(job.cache)
    record = cache.load(job.key)
    if record is None:
        record = understand(job.source.path, job.source.file, job.data, options, job.said)
        cache.store(job.key, record)
    return entry_of(record, job.source.address, job.key)


def _lost(job: _Job) -> Entry:
    note = Note("worker-died", "处理这个文件时进程中断（内存不足或被系统结束）", severity=Severity.PROBLEM)
    return Entry(job.source.path, job.source.address, "", Status.FAILED, problems=(note,))


def _write_pages(
    entries: Sequence[Entry], archive: Archive, folders: Folders, cache: Cache, count: int
) -> dict[str, Page]:
    """Compose what changed; the files of documents that are gone or withheld are removed."""
    known = cache.load_pages()
    keys: dict[str, str] = {}
    jobs: list[_PageJob] = []
    for entry in entries:
        if not entry.key:
            continue
        around = archive.around.get(entry.path, Surroundings())
        keys[entry.address] = digest(entry.key.encode(), msgspec.msgpack.encode(around))
        files = [folders.pages / entry.address] if entry.card else []
        files.append(report.document_path(folders.report, entry.address))
        if known.get(entry.address) != keys[entry.address] or not all(file.is_file() for file in files):
            jobs.append(_PageJob(entry, around, folders))
    for _ in workers.run(_page_job, jobs, count=count, lost=_ignore):
        pass
    written = {entry.address: folders.pages / entry.address for entry in entries if entry.card}
    storage.remove_others(folders.pages, set(written.values()))
    reports = {report.document_path(folders.report, address) for address in keys}
    storage.remove_others(folders.report, reports | {folders.report / report.INDEX})
    cache.store_pages(keys)
    return {address: Page(file, keys[address]) for address, file in written.items()}


def _page_job(job: _PageJob) -> None:
    record = Cache(job.folders.root).load(job.entry.key)
    if record is None:
        return
    if job.entry.card:
        text = pages.compose_outline(record, job.around)
        storage.write_if_changed(job.folders.pages / job.entry.address, text.encode())
    report.write_document(job.folders.report, job.entry.address, record)


def _ignore(job: _PageJob) -> None:
    return None
