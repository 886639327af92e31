"""The page where facets combine, which also has the ways into every side of the archive, and its picture."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial

from ..archive import HOME, list_address, url_of
from ..catalogue import Archive, Card
from ..pages import link_values, span
from ..places import BROWSE, Side
from .base import Listed, ListPage, Stamps
from .sides import Shelf

SHOWN = 40
"""So many topics and organisations are named on the page."""
ROWS = 8
"""Genres in the picture; the rest are counted together."""
COLUMNS = 16
"""Years in the picture: the last ones."""


def pages(archive: Archive, sides: dict[Side, list[Shelf]], version: str, stamps: Stamps) -> Listed:
    """The page; ``version`` is that of the facets' data."""
    said: list[object] = [version, len(archive.cards)]
    said += [[shelf.side, shelf.name, len(shelf.cards)] for found in sides.values() for shelf in found]
    said += [[folder, archive.collections[folder].title] for folder in archive.collections]
    said.append(_picture(archive.cards))
    yield BROWSE, ListPage(partial(_values, archive, sides, version), stamps.key(["browse", said], ()))


def _values(archive: Archive, sides: dict[Side, list[Shelf]], version: str) -> dict[str, object]:
    def ways(found: Sequence[Shelf], most: int = 10**6) -> list[dict[str, object]]:
        return [{"title": shelf.title, "url": shelf.url, "count": len(shelf.cards)} for shelf in found[:most]]

    top = archive.collections[""]
    values: dict[str, object] = {
        "template": "browse.html",
        "title": "浏览",
        "crumbs": [link_values(HOME)],
        "count": len(archive.cards),
        "version": version,
        "collections": [
            {"title": child.title, "url": url_of(list_address(folder)), "count": len(child.cards)}
            for folder in top.children
            for child in (archive.collections[folder],)
        ],
        "genres": ways(sides["genre"]),
        "years": ways([shelf for shelf in sides["year"] if not shelf.within]),
        "topics": ways(sides["topic"], SHOWN),
        "organisations": ways(sides["organisation"], SHOWN),
    }
    if picture := _picture(archive.cards):
        urls = {shelf.name: shelf.url for shelf in (*sides["genre"], *sides["year"])}
        values["picture"] = {**picture, "urls": {name: url for name, url in urls.items() if "-" not in name}}
    return values


def _picture(cards: Sequence[Card]) -> dict[str, object]:
    """How many outlines there are of each genre in each year; empty where nothing is dated."""
    counts = Counter((card.genre, card.date[:4]) for card in cards if card.genre and card.date)
    if not counts:
        return {}
    years = span(Counter(year for _, year in counts.elements()))[-COLUMNS:]
    totals = Counter(genre for genre, year in counts.elements() if year in years)
    named = [genre for genre, _ in sorted(totals.items(), key=lambda item: (-item[1], item[0]))]
    rows = [(genre, [counts[genre, year] for year in years]) for genre in named[:ROWS]]
    if rest := named[ROWS:]:
        rows.append(("其他", [sum(counts[genre, year] for genre in rest) for year in years]))
    return {
        "years": years,
        "rows": [{"name": name, "counts": own, "total": sum(own)} for name, own in rows],
        "totals": [sum(own[index] for _, own in rows) for index in range(len(years))],
        "most": max(max(own) for _, own in rows),
    }
