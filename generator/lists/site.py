"""All pages of the archive as a whole."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import chain

from .. import relating
from ..cache import Cache
from ..catalogue import Archive, Card, Entry
from ..folders import Folders
from ..model import Outline
from . import browse, collections, facets, phrases, sides, versions
from .base import ListPage, Stamps


def pages(
    archive: Archive, site_name: str, by_hand: Collection[str], entries: Sequence[Entry], folders: Folders
) -> dict[str, ListPage]:
    """The pages by address, but for those at addresses of outlines and ``by_hand``; the facets' data is written."""
    keys = {entry.path: entry.key for entry in entries}
    cache, uses = Cache(folders.root), relating.Uses(folders)
    stamps = Stamps(keys)

    def outline(card: Card) -> Outline | None:
        record = cache.load(keys[card.path])
        return record.outline if record else None

    shelves = sides.shelves(archive)
    version = facets.update(folders.facets, archive, stamps)
    taken = {*by_hand, *(card.address for card in archive.cards)}
    made = chain(
        collections.pages(archive, site_name, stamps),
        browse.pages(archive, shelves, version, stamps),
        sides.pages(shelves, stamps),
        phrases.pages(archive, stamps, lambda card: uses.of(card.path)),
        versions.pages(archive, stamps, outline),
    )
    listed: dict[str, ListPage] = {}
    for address, page in made:
        if address not in taken:
            listed.setdefault(address, page)
    return listed
