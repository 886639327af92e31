"""The home page and the lists of the collections."""

from __future__ import annotations

from functools import partial

from ..archive import crumbs, list_address
from ..catalogue import Archive, Collection
from ..markup import html
from ..pages import CARDS_PER_PAGE, collection_values, home_values, page_count
from .base import Listed, ListPage, Stamps


def pages(archive: Archive, site_name: str, stamps: Stamps) -> Listed:
    """The home page first."""
    yield "index.md", ListPage(lambda: {"title": html(site_name), **home_values(archive)})
    for collection in archive.collections.values():
        trail = [link.title for link in crumbs(archive.collections, collection.folder)]
        children = [
            [child.folder, child.title, child.description, len(child.cards)]
            for child in (archive.collections[folder] for folder in collection.children)
        ]
        count = page_count(len(collection.cards))
        for number in range(1, count + 1):
            shown = collection.cards[(number - 1) * CARDS_PER_PAGE : number * CARDS_PER_PAGE]
            said = ["collection", trail, collection.description, children, number, count, len(collection.cards)]
            key = stamps.key(said, shown)
            make = partial(_list, archive, collection, number)
            yield list_address(collection.folder, number), ListPage(make, key)


def _list(archive: Archive, collection: Collection, number: int) -> dict[str, object]:
    return {"title": html(collection.title), **collection_values(archive, collection, number)}
