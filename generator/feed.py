"""The Atom feed (RFC 4287) of an archive: its outlines by their own dates."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from .archive import url_of
from .catalogue import Card
from .markup import xml

ADDRESS = "feed.xml"
NEWEST = 50
"""Entries of a feed."""


def compose(site: str, name: str, cards: Iterable[Card]) -> str:
    """The feed of the site at address ``site``; empty where no outline has a date, since an entry must have one.

    Newest first by the document's date, then by path; without outlines that carry a handling notice. A date of which
    only year or month is known counts from its first day.
    """
    dated = sorted((card for card in cards if card.date and not card.restricted), key=lambda card: card.path)
    dated.sort(key=lambda card: _moment(card.date), reverse=True)
    if not dated:
        return ""
    root = site.rstrip("/")
    return "\n".join(
        [
            '<?xml version="1.0" encoding="utf-8"?>',
            '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">',
            f"<title>{xml(name)}</title>",
            f"<id>{xml(root)}/</id>",
            f"<updated>{_moment(dated[0].date)}</updated>",
            f"<author><name>{xml(name)}</name></author>",
            f'<link rel="alternate" type="text/html" href="{xml(root)}/"/>',
            f'<link rel="self" type="application/atom+xml" href="{xml(root)}/{quote(ADDRESS)}"/>',
            *(_entry(root, card) for card in dated[:NEWEST]),
            "</feed>\n",
        ]
    )


def _entry(root: str, card: Card) -> str:
    url = xml(f"{root}/{url_of(card.address)}")
    topics = [topic for topic in (card.genre, card.organisation) if topic]
    return "".join(
        [
            f"<entry><title>{xml(card.title)}</title><id>{url}</id><updated>{_moment(card.date)}</updated>",
            f'<link rel="alternate" type="text/html" href="{url}"/>',
            *(f'<category term="{xml(topic)}"/>' for topic in topics),
            f"<summary>{xml('；'.join(marker + words for marker, words in card.headings))}</summary></entry>",
        ]
    )


def _moment(date: str) -> str:
    """A day's beginning in China, as RFC 3339 writes it."""
    year, month, day = (*date.split("-"), "01", "01")[:3]
    return f"{year}-{month}-{day}T00:00:00+08:00"
