"""All pages of the archive as a whole."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import chain

from .. import pages as composing
from .. import relating
from ..cache import Cache
from ..catalogue import Archive, Card, Entry, Use
from ..folders import Folders
from ..model import Outline
from . import browse, facets, phrases, sides, versions
from .base import ListPage, Stamps


def pages(
    archive: Archive, site_name: str, by_hand: Collection[str], entries: Sequence[Entry], folders: Folders
) -> dict[str, ListPage]:
    """The pages by address, but for those at addresses of outlines and ``by_hand``; the facets' data is written."""
    keys = {entry.path: entry.key for entry in entries}
    cache = Cache(folders.root)
    stamps = Stamps()

    def key(card: Card) -> str:
        return keys[card.path]

    def outline(card: Card) -> Outline | None:
        record = cache.load(keys[card.path])
        return record.outline if record else None

    def uses(card: Card) -> list[Use]:
        return relating.uses(folders, card.address)

    found = sides.shelves(archive)
    version = facets.update(folders.facets, archive, stamps)
    made = {
        address: ListPage(lambda make=make: make().front)  # type: ignore[misc]
        for address, make in composing.lists(archive, site_name, by_hand).items()
    }
    taken = {*made, *by_hand, *(card.address for card in archive.cards)}
    more = chain(
        browse.pages(archive, found, version, stamps),
        sides.pages(found, stamps),
        phrases.pages(archive, stamps, key, uses),
        versions.pages(archive, stamps, key, outline),
    )
    return made | {address: page for address, page in more if address not in taken}
