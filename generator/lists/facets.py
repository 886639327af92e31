"""The data of the page where facets combine, as scripts, so that it works from a folder too.

    columns.js      a row a number for every outline, in the order of the whole list (newest first)
    titles-N.js     titles and addresses of ``CHUNK`` outlines: only what is shown is loaded

What repeats is named once and numbered; -1: none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from .. import storage
from ..archive import url_of
from ..cache import digest, read_back
from ..catalogue import Archive, Card
from .base import Stamps
from .phrases import pinyin

CHUNK = 256
TOPICS = 300
"""The commonest topics are facets; others have their pages."""


def _files(archive: Archive, topics: Mapping[str, Sequence[str]], ranks: Sequence[int]) -> Iterator[tuple[str, bytes]]:
    """(name, content) of each file; ``topics`` by path, ``ranks`` of the titles in the order of cards."""
    cards = archive.cards
    yield "columns.js", _script("columns", _columns(archive, cards, topics, ranks))
    for number, start in enumerate(range(0, len(cards), CHUNK)):
        rows = [[card.title, url_of(card.address)] for card in cards[start : start + CHUNK]]
        yield f"titles-{number}.js", _script("titles", [number, rows])


def update(folder: Path, archive: Archive, stamps: Stamps) -> str:
    """Bring the files in ``folder`` up to date; give their version."""
    topics = archive.relations.topics
    collections = [(name, collection.title) for name, collection in archive.collections.items()]
    key = stamps.key([collections, sorted(topics.items()), sorted(archive.topics)], archive.cards)
    names = {"columns.js", *(f"titles-{number}.js" for number in range(-(-len(archive.cards) // CHUNK)))}
    mark = folder.with_suffix(".key")
    known = read_back(mark, tuple[str, str])
    if storage.keep_only(folder, names) == names and known and known[0] == key:
        return known[1]
    ranks = _ranks(folder.with_suffix(".ranks"), [card.title for card in archive.cards])
    files = dict(_files(archive, topics, ranks))
    for name, content in files.items():
        storage.write_if_changed(folder / name, content)
    # Of the files themselves: the key is also of what no page shows, and would tell two builds of one site apart.
    version = digest(*files.values())[:8]
    storage.write(mark, msgspec.msgpack.encode((key, version)))
    return version


def _columns(
    archive: Archive, cards: Sequence[Card], topics: Mapping[str, Sequence[str]], ranks: Sequence[int]
) -> dict[str, object]:
    genres = _numbers(card.genre for card in cards)
    organisations = _numbers(card.organisation for card in cards)
    common = sorted(archive.topics, key=lambda name: (-len(archive.topics[name]), name))[:TOPICS]
    numbers = {name: number for number, name in enumerate(common)}
    tops = _numbers(card.path.partition("/")[0] if "/" in card.path else "" for card in cards)
    return {
        "chunk": CHUNK,
        "names": {
            "genre": list(genres),
            "organisation": list(organisations),
            "topic": common,
            "collection": [archive.collections[folder].title for folder in tops],
        },
        "date": [int((card.date.replace("-", "") + "0000")[:8]) if card.date else 0 for card in cards],
        "characters": [card.characters for card in cards],
        "title": list(ranks),
        "genre": [genres.get(card.genre, -1) for card in cards],
        "organisation": [organisations.get(card.organisation, -1) for card in cards],
        "collection": [tops.get(card.path.partition("/")[0] if "/" in card.path else "", -1) for card in cards],
        "topic": [[numbers[name] for name in topics.get(card.path, ()) if name in numbers] for card in cards],
        "restricted": [index for index, card in enumerate(cards) if card.restricted],
    }


def _ranks(file: Path, titles: Sequence[str]) -> list[int]:
    """The place of each title among all by pinyin; kept in ``file``, for pinyin is dear and titles seldom change."""
    key = digest("\n".join(titles).encode())
    known = read_back(file, tuple[str, list[int]])
    if known and known[0] == key:
        return known[1]
    ranks = [0] * len(titles)
    for rank, index in enumerate(sorted(range(len(titles)), key=lambda one: (pinyin(titles[one][:8]), titles[one]))):
        ranks[index] = rank
    storage.write(file, msgspec.msgpack.encode((key, ranks)))
    return ranks


def _numbers(names: Iterable[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(sorted({name for name in names if name}))}


def _script(name: str, value: object) -> bytes:
    # A name of its own, so that the page need not trust the order in which scripts arrive.
    return b"tigangBrowse(" + msgspec.json.encode(name) + b"," + msgspec.json.encode(value) + b");\n"
