"""What the pages of outlines show of the relations between them, with the addresses of the pages that these have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from .archive import url_of
from .catalogue import Archive, Card, Link, Phrase, Related, Relations, Surroundings, Version
from .places import comparison, place

TOPIC = 2
"""A topic has a page where so many outlines have it."""
SHARE = 100
"""A keyword is no topic of a large archive unless one outline in so many has it; what the keeper named is."""


def connect(archive: Archive, relations: Relations) -> Archive:
    """``archive`` with the relations of its outlines. Paths that are not in the archive are passed over."""
    cards = archive.cards
    by_path = {card.path: card for card in cards}
    versions = _versions(by_path, relations)
    topics = _topics(cards, relations, versions)
    beside: dict[str, tuple[Version, ...]] = {}
    for group in versions:
        for card in group:
            beside[card.path] = tuple(_version(other, card, group) for other in group if other is not card)
    urls = {name: url_of(place("topic", name)) for name in topics}
    counted = {name for counts in relations.counts.values() for name, _ in counts}
    phrase_links = {name: Link(name, url_of(place("phrase", name))) for name in counted}
    links = {card.path: Link(card.title, url_of(card.address)) for card in cards}

    def around(path: str, given: Surroundings) -> Surroundings:
        return replace(
            given,
            topics=tuple(Link(name, urls.get(name, "")) for name in relations.topics.get(path, ())),
            related=tuple(
                Related(links[other], words) for other, words in relations.related.get(path, ()) if other in links
            ),
            versions=beside.get(path, ()),
            phrases=tuple(phrase_links[name] for name, _ in relations.counts.get(path, ())),
        )

    return replace(
        archive,
        around={path: around(path, given) for path, given in archive.around.items()},
        topics=topics,
        phrases=_phrases(cards, relations),
        versions=versions,
        relations=relations,
    )


def older(card: Card, group: Sequence[Card]) -> Card | None:
    """The version before ``card`` in its group, which its comparison shows."""
    index = group.index(card)
    return group[index + 1] if index + 1 < len(group) else None


def _topics(
    cards: Sequence[Card], relations: Relations, versions: Sequence[Sequence[Card]]
) -> dict[str, tuple[Card, ...]]:
    # Versions of one text count once.
    text = {card.path: group[0].path for group in versions for card in group}
    found: defaultdict[str, list[Card]] = defaultdict(list)
    for card in cards:
        for name in relations.topics.get(card.path, ()):
            found[name].append(card)
    tags = set(relations.tags)
    least = max(TOPIC, len(cards) // SHARE)
    return {
        name: tuple(found[name])
        for name in sorted(found)
        if len({text.get(card.path, card.path) for card in found[name]}) >= (TOPIC if name in tags else least)
    }


def _versions(by_path: Mapping[str, Card], relations: Relations) -> tuple[tuple[Card, ...], ...]:
    groups = ([by_path[path] for path in group if path in by_path] for group in relations.versions)
    # Of two of one day the later name is the newer: 讲话（修改稿） follows 讲话.
    ordered = (
        sorted(sorted(group, key=lambda card: card.path, reverse=True), key=lambda card: card.date, reverse=True)
        for group in groups
    )
    return tuple(sorted((tuple(group) for group in ordered if len(group) > 1), key=lambda group: group[0].path))


def _version(other: Card, card: Card, group: Sequence[Card]) -> Version:
    # Neighbours in time have a page that compares them, under the address of the newer.
    newer = other if older(other, group) is card else card if older(card, group) is other else None
    url = url_of(comparison(newer.address)) if newer else ""
    return Version(Link(other.title, url_of(other.address)), other.date, url)


def _phrases(cards: Sequence[Card], relations: Relations) -> dict[str, Phrase]:
    held: defaultdict[str, list[tuple[Card, int]]] = defaultdict(list)
    for card in cards:
        for name, count in relations.counts.get(card.path, ()):
            held[name].append((card, count))
    return {
        name: Phrase(
            name,
            tuple(card for card, _ in held[name]),
            tuple(count for _, count in held[name]),
            relations.together.get(name, ()),
        )
        for name in sorted(held)
    }
