"""Write what each document and each list becomes: its page, the files beside it, its part of the report.

Only what changed is composed again: a page's key is made from its record's key and all that the page shows of the
archive around it, and a list's from what it shows.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from . import export, pages, readers, report, storage
from .cache import Cache, digest
from .catalogue import Archive, Entry, Surroundings
from .folders import Folders
from .intake import Origin, failed, prepare_process
from .lists import ListPage
from .model import Record
from .progress import Progress
from .workers import Workers

WORTH_WORKERS = 48
"""So many pages are composed in workers even where none has started yet, which takes about half a second."""


@dataclass(frozen=True, slots=True)
class Page:
    """A composed page."""

    address: str
    key: str
    """Changes whenever its files would."""
    folders: Folders

    @property
    def file(self) -> Path:
        """Its Markdown."""
        return self.folders.pages / self.address

    @property
    def composed(self) -> str:
        """The same with its body as HTML (:class:`~generator.pages.Composed`), which has the Markdown's place."""
        return f"{self.folders.composed}/{_packed(self.address)}"


@dataclass(frozen=True, slots=True)
class Written:
    """What stands below the folders now."""

    outlines: dict[str, Page]
    """By address, the page of every published outline."""
    lists: dict[str, Page]
    """By address, the home page and the lists."""
    failed: dict[str, Entry]
    """By path, a new entry of each document whose page could not be made."""


class _Shown(msgspec.Struct, array_like=True, frozen=True):
    """What a page shows besides its record."""

    around: Surroundings
    offers: tuple[export.Offer, ...]
    show_report: bool


@dataclass(frozen=True, slots=True)
class _Job:
    origin: Origin
    entry: Entry
    shown: bytes
    """A :class:`_Shown`, as its key was made from it: it is handed over in a third of the time."""
    folders: Folders


def write(
    entries: Sequence[Entry],
    origins: Mapping[str, Origin],
    archive: Archive,
    lists: Mapping[str, ListPage],
    offers: Mapping[str, tuple[export.Offer, ...]],
    folders: Folders,
    pool: Workers,
    progress: Progress,
    *,
    show_report: bool = False,
) -> Written:
    """Compose what changed; the files of documents and lists that are gone are removed.

    ``lists`` are the list pages, ``offers`` the files beside outlines' pages, by address; ``show_report`` says that
    readers may see the report too.
    """
    cache = Cache(folders.root)
    known = cache.load_pages()

    def shown(entry: Entry) -> bytes:
        around = archive.around.get(entry.path, Surroundings())
        return msgspec.msgpack.encode(_Shown(around, offers.get(entry.address, ()), show_report))

    keys = {entry.address: digest(entry.key.encode(), shown(entry)) for entry in entries if entry.key}
    # What is gone goes first: a folder may take the name of a file that was there.
    whole = _keep_only(folders, [entry.address for entry in entries if entry.card], lists, keys, offers, show_report)
    jobs = [
        _Job(origins[entry.path], entry, shown(entry), folders)
        for entry in entries
        if entry.key and not (entry.address in whole and known.get(entry.address) == keys[entry.address])
    ]
    # If this build breaks off, the next one must not take what it wrote for what the last one had written.
    due = {job.entry.address for job in jobs}
    due |= {address for address, page in lists.items() if not page.key or known.get(address) != page.key}
    cache.store_pages({address: key for address, key in known.items() if address in whole and address not in due})
    listed: dict[str, Page] = {}

    def write_lists() -> Iterator[None]:
        for address, page in lists.items():
            composed = None if page.key else page.compose()
            key = page.key or digest(msgspec.msgpack.encode(composed and composed.front))
            listed[address] = Page(address, key, folders)
            if address not in whole or known.get(address) != key:
                _write_page(listed[address], composed or page.compose())
                yield

    writing = write_lists()
    missing = {}
    with progress.stage("排版", len(jobs)) as advance:
        for entry in pool.run(_write_outline, jobs, _lost, worth=WORTH_WORKERS):
            if entry is not None:
                missing[entry.path] = entry
            advance()
            next(writing, None)  # in this process, while others write outlines
    deque(writing, maxlen=0)
    outlines = {entry.address: Page(entry.address, keys[entry.address], folders) for entry in entries if entry.card}
    cache.store_pages(keys | {address: page.key for address, page in listed.items()})
    return Written(outlines, listed, missing)


def _keep_only(
    folders: Folders,
    outlines: Collection[str],
    lists: Collection[str],
    reported: Collection[str],
    offers: Mapping[str, tuple[export.Offer, ...]],
    show_report: bool,
) -> set[str]:
    """Remove what belongs to none of these addresses; give those of which every file is there."""
    pages_there = storage.keep_only(folders.pages, {*outlines, *lists})
    composed = storage.keep_only(folders.composed, {_packed(address) for address in (*outlines, *lists)})
    reports = {report.document_path(address): address for address in reported}
    reports_there = storage.keep_only(folders.report, {*reports, report.INDEX, report.IMPORTS, *report.SHARED})
    public = {report.document_path(address) for address in outlines} if show_report else set()
    public_there = storage.keep_only(folders.public_report, {*public, report.INDEX, *report.SHARED} if public else ())
    beside = storage.keep_only(folders.downloads, {offer.path for made in offers.values() for offer in made})
    shown = {
        address
        for address in outlines
        if address in pages_there
        and (not show_report or report.document_path(address) in public_there)
        and _packed(address) in composed
        # Of originals some may not be offered.
        and all(offer.path in beside or offer.kind == export.ORIGINAL for offer in offers.get(address, ()))
    }
    listed = {address for address in lists if address in pages_there and _packed(address) in composed}
    said = {address for path, address in reports.items() if path in reports_there}
    # A document that is not published has a page in the report only.
    return listed | (said & shown) | (said - set(outlines))


def _packed(address: str) -> str:
    return f"{address.removesuffix('.md')}.msgpack"


def _write_page(page: Page, composed: pages.Composed) -> None:
    storage.write_if_changed(f"{page.folders.pages}/{page.address}", composed.text().encode())
    storage.write_if_changed(page.composed, msgspec.msgpack.encode(replace(composed, markdown="")))


def _write_outline(job: _Job) -> Entry | None:
    """Write all that a document becomes; give a new entry where its record is gone and cannot be made again."""
    entry, source = job.entry, job.origin.source
    shown = msgspec.msgpack.decode(job.shown, type=_Shown)
    record = Cache(job.folders.root).load(entry.key)
    if record is None:  # damaged since it was kept
        prepare_process(job.folders)
        try:
            key, record = job.origin.understand(Cache(job.folders.root))
        except readers.ReadError as error:
            return failed(source, error.code, error.text)
        if key != entry.key:
            return failed(source, "changed-meanwhile", "处理时文件有改动，请再构建一次")
    if entry.card:
        page = Page(entry.address, "", job.folders)
        composed = pages.compose_outline(record, shown.around, entry.address)
        if links := _write_downloads(job, shown.offers, record):
            composed = replace(composed, front={**composed.front, "downloads": links})
        _write_page(page, composed)
        if shown.show_report:
            report.write_public_document(job.folders.public_report, entry.address, record)
    report.write_document(job.folders.report, entry.address, record)
    return None


def _write_downloads(job: _Job, offers: Iterable[export.Offer], record: Record) -> list[dict[str, str]]:
    """Write the files beside a page; what the page shows of them."""
    links = []
    for offer in offers:
        file = f"{job.folders.downloads}/{offer.path}"
        data = export.contents(offer, record, lambda: readers.load(job.origin.source.file))
        if data is None:
            Path(file).unlink(missing_ok=True)
        else:
            storage.write_if_changed(file, data)
            links.append(export.link(offer, len(data)))
    return links


def _lost(job: _Job, reason: str) -> Entry:
    return failed(job.origin.source, "worker-lost", reason)
