"""The archive from one side: lists of the outlines of a genre, a year, a month, a topic, an organisation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from ..archive import HOME, url_of
from ..catalogue import Archive, Card, Link
from ..markup import html
from ..pages import CARDS_PER_PAGE, card_values, link_values, list_values, page_count, pager
from ..places import BROWSE, Side, place, skeletons
from .base import Listed, ListPage, Stamps

SIDE_NAMES: dict[Side, str] = {"genre": "体裁", "year": "年份", "topic": "主题", "organisation": "单位"}
BROWSE_LINK = Link("浏览", url_of(BROWSE))
FEW = 500
"""An organisation has a page where it speaks in one of so many outlines."""
COLUMNS = 30
"""So many skeletons stand side by side on a page."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """The outlines that have something in common."""

    side: Side
    name: str
    """As it stands in its address: ``讲话``, ``2024``, ``2024-06``."""
    cards: Sequence[Card]
    within: str = ""
    """The year of a month."""

    @property
    def title(self) -> str:
        """As readers see it: ``讲话``, ``2024 年``, ``2024 年 6 月``."""
        if self.side != "year":
            return self.name
        year, _, month = self.name.partition("-")
        return f"{year} 年 {int(month)} 月" if month else f"{year} 年"

    @property
    def url(self) -> str:
        """Of the first page of its list."""
        return url_of(place(self.side, self.name))


def shelves(archive: Archive) -> dict[Side, list[Shelf]]:
    """All sides of the archive: years newest first with their months, all others by size."""
    genres: defaultdict[str, list[Card]] = defaultdict(list)
    years: defaultdict[str, list[Card]] = defaultdict(list)
    organisations: defaultdict[str, list[Card]] = defaultdict(list)
    for card in archive.cards:
        if card.genre:
            genres[card.genre].append(card)
        if card.organisation:
            organisations[card.organisation].append(card)
        if card.date:
            years[card.date[:4]].append(card)
        if len(card.date) >= 7:
            years[card.date[:7]].append(card)

    def by_size(side: Side, found: dict[str, Sequence[Card]]) -> list[Shelf]:
        ordered = sorted(found, key=lambda name: (-len(found[name]), name))
        return [Shelf(side, name, found[name]) for name in ordered]

    return {
        "genre": by_size("genre", dict(genres)),
        "year": [
            Shelf("year", name, years[name], name[:4] if "-" in name else "") for name in sorted(years, reverse=True)
        ],
        "topic": by_size("topic", dict(archive.topics)),
        "organisation": by_size(
            "organisation",
            {name: cards for name, cards in organisations.items() if len(cards) * FEW >= len(archive.cards)},
        ),
    }


def pages(sides: dict[Side, list[Shelf]], stamps: Stamps) -> Listed:
    """The lists of all shelves, and the skeletons of each topic's outlines side by side."""
    for side, found in sides.items():
        months = defaultdict(list)
        for shelf in found:
            if shelf.within:
                months[shelf.within].append(shelf)
        for shelf in found:
            yield from _lists(shelf, months.get(shelf.name, []) if not shelf.within else [], stamps)
            if side == "topic":
                yield from _skeletons(shelf, stamps)


def _lists(shelf: Shelf, months: Sequence[Shelf], stamps: Stamps) -> Listed:
    address = partial(place, shelf.side, shelf.name)
    count = page_count(len(shelf.cards))
    inside = [[month.title, len(month.cards)] for month in months]
    for number in range(1, count + 1):
        shown = shelf.cards[(number - 1) * CARDS_PER_PAGE : number * CARDS_PER_PAGE]
        key = stamps.key(["list", shelf.side, shelf.name, number, count, len(shelf.cards), inside], shown)
        yield address(number), ListPage(partial(_list, shelf, months, number, address), key)


def _list(shelf: Shelf, months: Sequence[Shelf], number: int, address: Callable[[int], str]) -> dict[str, object]:
    crumbs = [HOME, BROWSE_LINK]
    if shelf.within:
        crumbs.append(Link(f"{shelf.within} 年", url_of(place("year", shelf.within))))
    values: dict[str, object] = {
        "template": "collection.html",
        "title": html(shelf.title),
        "kind": SIDE_NAMES[shelf.side],
        "crumbs": [link_values(link) for link in crumbs],
        **list_values(shelf.cards, number, address, _month if shelf.side == "year" else None),
    }
    if number == 1:
        values["months"] = [
            {"name": f"{int(month.name[5:])} 月", "url": month.url, "count": len(month.cards)}
            for month in reversed(months)
        ]
    if shelf.side == "topic":
        values["actions"] = [{"title": "骨架并列", "url": url_of(skeletons(shelf.name))}]
    return values


def _month(card: Card) -> str:
    return f"{int(card.date[5:7])} 月" if len(card.date) >= 7 else "未注明月份"


def _skeletons(shelf: Shelf, stamps: Stamps) -> Listed:
    count = -(-len(shelf.cards) // COLUMNS)
    for number in range(1, count + 1):
        shown = shelf.cards[(number - 1) * COLUMNS : number * COLUMNS]
        key = stamps.key(["skeletons", shelf.name, number, count], shown)
        yield skeletons(shelf.name, number), ListPage(partial(_side_by_side, shelf, number, count, shown), key)


def _side_by_side(shelf: Shelf, number: int, count: int, shown: Sequence[Card]) -> dict[str, object]:
    crumbs = [HOME, BROWSE_LINK, Link(shelf.title, shelf.url)]
    values: dict[str, object] = {
        "template": "skeletons.html",
        "title": f"{html(shelf.title)}：骨架并列",
        "topic": shelf.title,
        "crumbs": [link_values(link) for link in crumbs],
        "count": len(shelf.cards),
        "cards": [card_values(card) for card in shown],
    }
    if count > 1:
        values["pager"] = pager(number, count, partial(skeletons, shelf.name))
    return values
