"""Relate: collections, order and neighbours of the published outlines.

Addresses here are Markdown paths below the content folder (``档案/守城.md``), as MkDocs knows pages; a
:class:`~generator.model.Link` carries the page's own address, percent-encoded and relative to the site's root.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import PurePosixPath
from urllib.parse import quote

from .catalogue import Archive, Card, Collection, Link, Settings, Surroundings

HOME = Link("首页", "index.html")
ALL = "全部提纲"
ALL_ADDRESS = "outlines.md"
"""The list of the whole archive; the home page shows only the newest."""


@lru_cache(maxsize=1 << 17)
def url_of(address: str) -> str:
    """The page's address in the site: ``a b.md`` -> ``a%20b.html``."""
    return quote(address.removesuffix(".md") + ".html")


def list_address(folder: str, number: int = 1) -> str:
    """The address of page ``number`` (from 1) of a collection's list."""
    stem = PurePosixPath(folder, "index") if folder else PurePosixPath(ALL_ADDRESS).with_suffix("")
    return f"{stem}.md" if number == 1 else f"{stem}-{number}.md"


def relate(cards: Iterable[Card], settings: Mapping[str, Settings]) -> Archive:
    """The archive of ``cards``; ``settings`` by folder (POSIX path below the content folder)."""
    ordered = sorted(cards, key=lambda card: (_newest_first(card.date), card.path))
    members: dict[str, list[Card]] = defaultdict(list)
    for card in ordered:
        members[""].append(card)
        for folder in folders_above(card.path):
            members[folder].append(card)
    members.setdefault("", [])

    def rank(folder: str) -> tuple[float, str]:
        order = settings.get(folder, Settings()).order
        return (float("inf") if order is None else order, folder)

    children: dict[str, list[str]] = defaultdict(list)
    for folder in members:
        if folder:
            children[_parent(folder)].append(folder)
    collections = {}
    for folder, own in members.items():
        said = settings.get(folder, Settings())
        collections[folder] = Collection(
            folder=folder,
            title=said.title or PurePosixPath(folder).name or ALL,
            description=said.description,
            cards=tuple(own),
            children=tuple(sorted(children[folder], key=rank)),
        )
    return Archive(collections=collections, around=_surroundings(collections))


@lru_cache(maxsize=1 << 14)
def _newest_first(date: str) -> tuple[int, ...]:
    # A partial date sorts after the full ones of its year or month; no date at all comes last.
    if not date:
        return (1,)
    numbers = [-int(part) for part in date.split("-")]
    return (0, *numbers, *([0] * (3 - len(numbers))))


def _parent(folder: str) -> str:
    return folder.rpartition("/")[0]


def folders_above(path: str) -> list[str]:
    """The folders above a path, outermost first, the content folder itself left out."""
    return [path[:end] for end, character in enumerate(path) if character == "/"]


def crumbs(collections: Mapping[str, Collection], folder: str) -> tuple[Link, ...]:
    """The way from the home page to a collection, the collection included."""
    trail = folders_above(f"{folder}/x") if folder else [""]
    return (HOME, *(Link(collections[above].title, url_of(list_address(above))) for above in trail))


def _surroundings(collections: Mapping[str, Collection]) -> dict[str, Surroundings]:
    around = {}
    for folder, collection in collections.items():
        own = [card for card in collection.cards if _parent(card.path) == folder]
        trail = crumbs(collections, folder)
        links = [Link(card.title, url_of(card.address)) for card in own]
        for index, card in enumerate(own):
            around[card.path] = Surroundings(
                crumbs=trail,
                previous=links[index - 1] if index else None,
                next=links[index + 1] if index + 1 < len(links) else None,
            )
    return around
