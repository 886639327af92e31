"""Run the stages over an archive: what stands below the cache folder afterwards is what the site is made of.

Sources are taken in (:mod:`generator.intake`), related to one another, and written as pages
(:mod:`generator.output`); only what changed is done again.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from . import export, intake, lists, output, pipeline, relating, report
from .archive import relate, url_of
from .cache import Cache
from .catalogue import Archive, Entry, Settings, Surroundings
from .connections import connect
from .folders import Folders
from .index import Searched
from .model import Note, Source
from .output import Page
from .pipeline import Options
from .progress import Progress
from .screening import hide_name
from .workers import Workers


@dataclass(frozen=True, slots=True)
class Build:
    """What a build knows when all pages are written."""

    archive: Archive
    entries: tuple[Entry, ...]
    """By path, every source."""
    pages: Mapping[str, Page] = field(default_factory=dict)
    """By address, the page of every published outline."""
    lists: Mapping[str, Page] = field(default_factory=dict)
    """By address, the home page and the lists."""
    problems: tuple[tuple[str, Note], ...] = ()
    """(path, note) of every problem, of sources and of sidecars and collection files."""
    new: int = 0
    """Documents that the last build did not have."""
    changed: int = 0
    """Documents that the last build had otherwise."""
    restricted: frozenset[str] = frozenset()
    """The addresses of pages that show text of outlines with a handling notice."""

    @property
    def reused(self) -> int:
        """Documents that are as the last build understood them."""
        return sum(bool(entry.key) for entry in self.entries) - self.new - self.changed


def build(
    sources: Sequence[Source],
    settings: Mapping[str, Settings],
    options: Options,
    folders: Folders,
    pool: Workers,
    *,
    site_name: str = "",
    by_hand: Collection[str] = (),
    downloads: export.Downloads = export.ALL,
    held: Collection[str] = (),
    problems: Sequence[tuple[str, Note]] = (),
    phrases: Sequence[str] = (),
    show_report: bool = False,
    cluster: str = "",
    progress: Progress | None = None,
) -> Build:
    """Understand every source, relate them, and write pages and report below ``folders.root``.

    ``settings`` by folder; ``pool`` reads the documents; ``by_hand`` are the addresses of pages that the keeper wrote,
    of which no list is made; ``held`` are paths of the site that no download may have; ``problems`` are those met
    before; ``phrases`` are the keeper's; ``show_report`` says that readers may see the report too; ``cluster`` is the
    address of one that reads what is not known (:mod:`generator.cluster`).
    """
    progress = progress or Progress()
    cache = Cache(folders.root)
    taken = intake.take_in(sources, settings, options, folders, pool, progress, cluster=cluster)
    entries = taken.entries
    while True:
        ordered = tuple(entries[path] for path in sorted(entries))
        with progress.stage("关联"):
            relations = relating.relations(folders, ordered, phrases, pool)
            archive = connect(relate((entry.card for entry in ordered if entry.card), settings), relations)
            listed = lists.pages(archive, site_name, by_hand, ordered, folders)
        published = [(entry.address, entry.path) for entry in ordered if entry.card]
        offers = export.offers(published, downloads, held)
        written = output.write(
            ordered, taken.origins, archive, listed, offers, folders, pool, progress, show_report=show_report
        )
        if not written.failed:
            break
        entries |= written.failed  # without their cards: lists and neighbours are made again
    cache.store_entries(ordered)
    cache.prune({entry.key for entry in ordered if entry.key})
    found = (*problems, *((entry.path, note) for entry in ordered for note in entry.problems))
    imports, hide = report.load_imports(folders), partial(hide_name, policy=options.policy)
    report.write_index(folders.report, ordered, found, imports, hide)
    report.write_imports(folders.report, imports, entries, hide, "已经不在 content 里")
    if show_report:
        report.write_public_index(folders.public_report, ordered)
    restricted = {card.address for card in archive.cards if card.restricted}
    restricted |= {address for address, page in listed.items() if page.restricted}
    return Build(
        archive, ordered, written.outlines, written.lists, found, taken.new, taken.changed, frozenset(restricted)
    )


def searched(built: Build, folders: Folders) -> dict[str, Searched]:
    """What is searched of every outline, by URL."""
    cache = Cache(folders.root)
    found = {}
    for entry in built.entries:
        if entry.card:
            crumbs = built.archive.around.get(entry.path, Surroundings()).crumbs
            title = crumbs[-1].title if crumbs else ""
            found[url_of(entry.address)] = Searched(entry.key, cache.searched(entry.key), title)
    return found


def searched_again(built: Build, folders: Folders, url: str) -> bytes | None:
    """Write anew what the search index needs of the page at ``url``; none where its record is damaged too."""
    entry = next(entry for entry in built.entries if entry.card and url_of(entry.address) == url)
    cache = Cache(folders.root)
    record = cache.load(entry.key)
    if record is None:
        return None
    made = pipeline.searched(record)
    cache.store_searched(entry.key, made)
    return made
