"""Compose: records and lists as Markdown pages with front matter.

The body of an outline's page is its text; everything around it (facts, notice, neighbours, lists) goes into the
front matter, from which the theme's templates take it. Every ``title`` there is HTML, because Material prints a page's
raw in several places; every other value is plain text that the templates escape. Addresses are percent-encoded and
relative to the site's root.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePosixPath
from typing import Any

from .archive import crumbs, list_address, url_of
from .article import Heading, as_html, as_markdown, contents, section_ids
from .catalogue import Archive, Card, Collection, Link, Surroundings
from .dates import chinese
from .facts import spoken
from .lengths import briefly, lengths, strip
from .listing import ROLE_NAMES, shortened
from .markup import front_matter, html
from .model import SET_ASIDE, Outline, Record, Role
from .places import place

CARDS_PER_PAGE = 60
NEWEST = 12
TOPICS = 10
"""So many topics are named on the home page."""
DESCRIPTION = 150
"""Most characters of a page's description."""


def title_of(outline: Outline, path: str) -> str:
    """The outline's title; its file's name where it has none."""
    return outline.title or PurePosixPath(path).stem


@dataclass(frozen=True, slots=True)
class Composed:
    """The page of an outline."""

    front: dict[str, Any]
    """What stands around the body: what a template reads as the page's meta data."""
    markdown: str
    """The body as Markdown."""
    html: str
    """The body as HTML."""
    headings: tuple[Heading, ...]

    def text(self) -> str:
        """The page as a Markdown file with front matter."""
        return f"{front_matter(self.front)}\n{self.markdown}" if self.markdown else front_matter(self.front)


def body_of(text: str) -> str:
    """The Markdown of a page's body, of its file's ``text`` (:meth:`Composed.text`)."""
    return text[text.index("\n---\n") + len("\n---\n") :].removeprefix("\n")


def compose_outline(record: Record, around: Surroundings, address: str = "") -> Composed:
    """The page of a published record at ``address`` (``档案/守城.md``)."""
    outline = record.outline
    assert outline is not None, record.path
    ids = section_ids(outline)
    values: dict[str, Any] = {
        "template": "outline.html",
        "title": html(title_of(outline, record.path)),
        "crumbs": [link_values(link) for link in around.crumbs],
        "facts": _facts(record, around),
        "source": _provenance(record, outline),
    }
    if description := _description(outline):
        values["description"] = description
    if outline.subtitle:
        values["subtitle"] = outline.subtitle
    if outline.byline:
        values["byline"] = [scrap.text.strip() for scrap in outline.byline]
    if record.screening.notices:
        values["notice"] = list(record.screening.notices)
    values |= relations_of(around)
    if around.previous:
        values["previous"] = link_values(around.previous)
    if around.next:
        values["next"] = link_values(around.next)
    markers = {
        own: section.text[: section.marker].strip()
        for own, section in zip(ids, outline.sections, strict=True)
        if section.marker
    }
    if markers:
        values["markers"] = markers
    values |= _lengths(outline, ids)
    # What stands in the body must lead there from where the page is; templates see to the rest.
    up = "../" * address.count("/")
    links = {link.title: f"{up}{link.url}" for link in around.phrases}
    return Composed(values, as_markdown(outline, ids, links), as_html(outline, ids, links), contents(outline, ids))


def _description(outline: Outline) -> str:
    """What search engines and messengers show: the first-level headings; where there are none, how the text begins."""
    heads = [" ".join(section.text.split()).rstrip("。；：") for section in outline.sections if section.depth == 1]
    texts = (block.text for block in outline.opening if block.kind == "paragraph")
    return shortened("；".join(heads) or " ".join(next(texts, "").split()), DESCRIPTION)


def relations_of(around: Surroundings) -> dict[str, object]:
    """What the outline's page shows of its relations: the keys ``topics``, ``related``, ``versions``, ``phrases``."""
    values: dict[str, object] = {
        "topics": [link_values(link) for link in around.topics],
        "related": [{**link_values(one.link), "words": list(one.words)} for one in around.related],
        "versions": [
            {**link_values(one.link), "date_text": chinese(one.date), "comparison": one.comparison}
            for one in around.versions
        ],
        "phrases": [link_values(link) for link in around.phrases],
    }
    return {key: value for key, value in values.items() if value}


def _lengths(outline: Outline, ids: Sequence[str]) -> dict[str, object]:
    """How long it takes to say each section, and the strip of their lengths."""
    found = lengths(outline)
    values: dict[str, object] = {}
    if found:
        values["spoken"] = {own: briefly(length.whole) for own, length in zip(ids, found, strict=True)}
    if bars := strip(outline, found):
        values["strip"] = [{"section": bar.section, "x": bar.x, "width": bar.width} for bar in bars]
    return values


def _facts(record: Record, around: Surroundings) -> dict[str, object]:
    facts = record.facts
    values: dict[str, object] = {
        "genre": facts.genre,
        "date": facts.date,
        "date_text": chinese(facts.date),
        "occasion": facts.occasion,
        "speaker": facts.speaker,
        "characters": facts.characters,
        "spoken": spoken(facts.minutes),
        "keywords": [] if around.topics else list(facts.keywords),
        "tags": list(facts.tags),
    }
    return {key: value for key, value in values.items() if value}


def _provenance(record: Record, outline: Outline) -> dict[str, object]:
    counts = Counter(scrap.role for scrap in outline.set_aside)
    return {
        "name": PurePosixPath(record.path).name,
        "set_aside": [
            {"role": ROLE_NAMES[role], "count": counts[role]} for role in Role if role in SET_ASIDE and counts[role]
        ],
        "masked": len(record.screening.masks),
    }


# --- lists --------------------------------------------------------------------------------------------------------


def home_values(archive: Archive) -> dict[str, object]:
    """What the home template reads."""
    cards = archive.cards
    years = Counter(card.date[:4] for card in cards if card.date)
    genres = Counter(card.genre for card in cards if card.genre)
    stats: dict[str, object] = {"outlines": len(cards), "headings": sum(card.section_count for card in cards)}
    if years:
        stats["years"] = min(years) if len(years) == 1 else f"{min(years)}—{max(years)}"
    return {
        "template": "home.html",
        "stats": stats,
        "all": link_values(crumbs(archive.collections, "")[-1]),
        "collections": _children(archive, archive.collections[""]),
        "genres": [
            {"name": name, "count": count, "url": url_of(place("genre", name))} for name, count in genres.most_common()
        ],
        "years": [{"year": year, "count": years[year], **_year_url(year, years)} for year in span(years)],
        "topics": _topics(archive),
        "newest": [card_values(card) for card in cards[:NEWEST]],
    }


def _topics(archive: Archive) -> list[dict[str, object]]:
    largest = sorted(archive.topics, key=lambda name: (-len(archive.topics[name]), name))[:TOPICS]
    return [
        {"title": html(name), "url": url_of(place("topic", name)), "count": len(archive.topics[name])}
        for name in largest
    ]


def _year_url(year: str, years: Counter[str]) -> dict[str, str]:
    return {"url": url_of(place("year", year))} if years[year] else {}


def span(years: Counter[str]) -> list[str]:
    """Every year between the first and the last, so that a gap in the archive shows as one."""
    return [str(year) for year in range(int(min(years)), int(max(years)) + 1)] if years else []


def collection_values(archive: Archive, collection: Collection, number: int = 1) -> dict[str, object]:
    """What the collection template reads for page ``number`` (from 1) of the list."""
    return {
        "template": "collection.html",
        "description": collection.description,
        "crumbs": [link_values(link) for link in crumbs(archive.collections, collection.folder)[:-1]],
        "children": _children(archive, collection),
        **list_values(collection.cards, number, lambda number: list_address(collection.folder, number)),
    }


def list_values(
    cards: Sequence[Card], number: int, address: Callable[[int], str], group: Callable[[Card], str] | None = None
) -> dict[str, object]:
    """``count``, ``groups`` and ``pager`` of page ``number`` (from 1) of a list; ``address`` gives that of each page.

    Cards stand under their years, or under what ``group`` names.
    """
    name = group or (lambda card: f"{card.date[:4]} 年" if card.date else "未注明日期")
    pages = page_count(len(cards))
    shown = cards[(number - 1) * CARDS_PER_PAGE : number * CARDS_PER_PAGE]
    values: dict[str, object] = {
        "count": len(cards),
        "groups": [
            {"name": own, "cards": [card_values(card) for card in those]} for own, those in groupby(shown, name)
        ],
    }
    if pages > 1:
        values["pager"] = pager(number, pages, address)
    return values


def pager(number: int, pages: int, address: Callable[[int], str]) -> dict[str, object]:
    """Where a list's page stands among its pages."""
    values: dict[str, object] = {"page": number, "pages": pages}
    if number > 1:
        values["previous"] = url_of(address(number - 1))
    if number < pages:
        values["next"] = url_of(address(number + 1))
    return values


def page_count(items: int) -> int:
    """How many pages a list of so many items has: at least one."""
    return max(1, -(-items // CARDS_PER_PAGE))


def _children(archive: Archive, collection: Collection) -> list[dict[str, object]]:
    return [
        {
            "title": html(child.title),
            "url": url_of(list_address(folder)),
            "count": len(child.cards),
            "description": child.description,
        }
        for folder in collection.children
        for child in (archive.collections[folder],)
    ]


def card_values(card: Card) -> dict[str, object]:
    """What a list shows of an outline."""
    return {
        "title": html(card.title),
        "url": url_of(card.address),
        "genre": card.genre,
        "date_text": chinese(card.date),
        "spoken": spoken(card.minutes),
        "headings": [list(heading) for heading in card.headings],
        "restricted": card.restricted,
    }


def link_values(link: Link) -> dict[str, str]:
    """A link as templates read it."""
    return {"title": html(link.title), "url": link.url}


def compose_sitemap(site: str, urls: Iterable[str]) -> str:
    """A sitemap (sitemaps.org 0.9) of ``urls``, which are relative to the address ``site``."""
    root = site.rstrip("/")
    entries = [f"<url><loc>{html(f'{root}/{url}')}</loc></url>" for url in urls]
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
            *entries,
            "</urlset>\n",
        ]
    )
