"""The pages of set phrases: the index by pinyin, and of each phrase every use in context."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from functools import cache, partial

from ..archive import HOME, url_of
from ..catalogue import Archive, Card, Link, Phrase, Use
from ..dates import chinese
from ..markup import html
from ..pages import CARDS_PER_PAGE, link_values, pager, span
from ..pinyin import syllable
from ..places import PHRASES, place
from .base import Listed, ListPage, Stamps

PHRASES_LINK = Link("提法", url_of(PHRASES))
TOGETHER = 6

Load = Callable[[Card], Sequence[Use]]
"""The uses of phrases in an outline."""


def pages(archive: Archive, stamps: Stamps, load: Load) -> Listed:
    """The index, and the pages of each phrase."""
    found = archive.phrases
    if found:
        said = [[phrase.name, len(phrase.cards), sum(phrase.counts)] for phrase in found.values()]
        yield PHRASES, ListPage(partial(_index, found), stamps.key(["phrases", said], ()))
    for phrase in found.values():
        yield from _phrase(phrase, stamps, load)


def pinyin(text: str) -> str:
    """The pinyin of a text, by which it is sorted, character by character; what has none stands as it is."""
    return " ".join(map(_syllable, text))


_syllable = cache(lambda character: syllable(character).lower())


def _initial(text: str) -> str:
    first = pinyin(text)[:1].upper()
    return first if "A" <= first <= "Z" else "#"


def _index(found: dict[str, Phrase]) -> dict[str, object]:
    letters: defaultdict[str, list[Phrase]] = defaultdict(list)
    for phrase in sorted(found.values(), key=lambda phrase: (pinyin(phrase.name), phrase.name)):
        letters[_initial(phrase.name)].append(phrase)
    return {
        "template": "phrases.html",
        "title": "提法",
        "crumbs": [link_values(HOME)],
        "count": len(found),
        "letters": [
            {
                "letter": letter,
                "phrases": [
                    {
                        "name": phrase.name,
                        "url": _url(phrase.name),
                        "outlines": len(phrase.cards),
                        "uses": sum(phrase.counts),
                    }
                    for phrase in letters[letter]
                ],
            }
            for letter in sorted(letters, key=lambda letter: (letter == "#", letter))
        ],
    }


def _phrase(phrase: Phrase, stamps: Stamps, load: Load) -> Listed:
    """Pages of so many uses; an outline's uses stand together."""
    parts = _parts(phrase)
    years = _years(phrase)
    whole = cache(partial(_whole, phrase, years))
    for number, part in enumerate(parts, 1):
        cards = [phrase.cards[index] for index in part]
        said = ["phrase", phrase.name, number, len(parts), phrase.together, years, len(phrase.cards)]
        yield (
            place("phrase", phrase.name, number),
            ListPage(
                partial(_page, phrase, number, len(parts), cards, load, whole),
                stamps.key(said, cards),
                any(card.restricted for card in cards),
            ),
        )


def _parts(phrase: Phrase) -> list[list[int]]:
    """The indices of the outlines on each page: as many as fill it with uses."""
    parts: list[list[int]] = [[]]
    size = 0
    for index, count in enumerate(phrase.counts):
        if size and size + count > CARDS_PER_PAGE:
            parts.append([])
            size = 0
        parts[-1].append(index)
        size += count
    return parts


def _whole(phrase: Phrase, years: list[dict[str, object]]) -> dict[str, object]:
    """What all pages of a phrase show."""
    values: dict[str, object] = {"outlines": len(phrase.cards), "uses": sum(phrase.counts)}
    if dated := [card.date for card in phrase.cards if card.date]:
        values |= {"first": chinese(min(dated)), "last": chinese(max(dated)), "years": years}
    return values


def _page(
    phrase: Phrase,
    number: int,
    count: int,
    cards: Sequence[Card],
    load: Load,
    whole: Callable[[], dict[str, object]],
) -> dict[str, object]:
    values: dict[str, object] = {
        "template": "phrase.html",
        "title": html(phrase.name),
        "phrase": phrase.name,
        "crumbs": [link_values(link) for link in (HOME, PHRASES_LINK)],
        "lines": [_line(card, use) for card in cards for use in load(card) if use.phrase == phrase.name],
        "together": [{"name": name, "url": _url(name)} for name in phrase.together[:TOGETHER]],
    }
    if count > 1:
        values["pager"] = pager(number, count, partial(place, "phrase", phrase.name))
    return values | whole()


def _line(card: Card, use: Use) -> dict[str, str]:
    return {
        "before": use.before,
        "after": use.after,
        "url": url_of(card.address) + (f"#{use.section}" if use.section else ""),
        "title": card.title,
        "year": card.date[:4],
    }


def _years(phrase: Phrase) -> list[dict[str, object]]:
    counts: Counter[str] = Counter()
    for card, count in zip(phrase.cards, phrase.counts, strict=True):
        if card.date:
            counts[card.date[:4]] += count
    return [{"year": year, "count": counts[year]} for year in span(counts)]


def _url(name: str) -> str:
    return url_of(place("phrase", name))
