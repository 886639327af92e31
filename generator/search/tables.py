"""The tables of all documents: what every query reads, and the facets (docs/search-index.md, Files)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from .entries import Facts
from .numbers import column


def documents(facts: Sequence[Facts]) -> dict[str, str]:
    """The value of ``documents.js``."""
    return {
        "bodies": column([one.bodies for one in facts]),
        "months": column([_month(one.date) for one in facts]),
    }


def facets(facts: Sequence[Facts]) -> dict[str, object]:
    """The value of ``facets.js``."""
    genres = sorted({one.genre for one in facts if one.genre})
    collections = sorted({one.collection for one in facts if one.collection})
    topics = sorted({topic for one in facts for topic in one.topics})
    kinds = {text: index for index, text in enumerate(("", *genres))}
    folders = {text: index for index, text in enumerate(("", *collections))}
    numbers = {text: index for index, text in enumerate(topics)}
    topic: list[int] = []
    for one in facts:
        topic += [len(one.topics), *(numbers[name] for name in one.topics)]
    return {
        "genres": genres,
        "collections": collections,
        "topics": topics,
        "genre": column([kinds[one.genre] for one in facts]),
        "collection": column([folders[one.collection] for one in facts]),
        "topic": column(topic),
        "year": column([int(one.date[:4] or 0) for one in facts]),
        "day": column([_day(one.date) for one in facts]),
    }


def _month(date: str) -> int:
    """Months from 1900-01, which is 1; 0 where the date is unknown."""
    if not date:
        return 0
    year, month = int(date[:4]), int(date[5:7] or 1)
    return max(0, (year - 1900) * 12 + month)


def _day(date: str) -> int:
    """The day of the year from 1; 0 where it is unknown."""
    try:
        return datetime.date.fromisoformat(date).timetuple().tm_yday
    except ValueError:
        return 0
