"""What the index needs of one document, as bytes: made in a worker, kept in the cache, read by the index."""

from __future__ import annotations

import re
from dataclasses import dataclass

import msgspec
import numpy as np

from ..words import segment
from .folding import fold
from .postings import Postings, postings
from .units import Searchable

_HAN_WORD = re.compile("[\u3400-\u9fff]{2,8}")
_LONGEST = 24
"""A suggestion is no longer than this."""


class Entry(msgspec.Struct, array_like=True):
    """One document."""

    headings: int
    bodies: int
    date: str
    genre: str
    collection: str
    topics: list[str]
    words: list[str]
    """Words and set phrases that may be suggested, each once."""
    lines: list[str]
    """Headings without their markers, and the title."""
    pairs: bytes
    followers: bytes
    units: bytes
    singles: bytes
    weights: bytes
    text: bytes
    """The value of its text file, as JSON."""

    def postings(self) -> Postings:
        """The grams."""
        return Postings(
            np.frombuffer(self.pairs, dtype=np.uint64),
            np.frombuffer(self.followers, dtype=np.uint32),
            np.frombuffer(self.units, dtype=np.uint16),
            np.frombuffer(self.singles, dtype=np.uint32),
            np.frombuffer(self.weights, dtype=np.uint8),
        )


def entry(document: Searchable) -> bytes:
    """The entry of a document; the same for the same document."""
    words = _Cut()
    grams = postings(document, words)
    made = Entry(
        headings=len(document.headings),
        bodies=len(document.bodies),
        date=document.date,
        genre=document.genre,
        collection=document.collection,
        topics=list(document.topics),
        words=_words(document, words),
        lines=_lines(document),
        pairs=grams.pairs.tobytes(),
        followers=grams.followers.tobytes(),
        units=grams.units.tobytes(),
        singles=grams.singles.tobytes(),
        weights=grams.weights.tobytes(),
        text=_text(document),
    )
    return msgspec.msgpack.encode(made)


def read(data: bytes) -> Entry:
    """The entry that :func:`entry` wrote. Raises :class:`msgspec.MsgspecError` for anything else."""
    return msgspec.msgpack.decode(data, type=Entry)


class _Cut(dict[str, list[str]]):
    """The words of each paragraph, cut once."""

    def __missing__(self, text: str) -> list[str]:
        self[text] = words = segment(text)
        return words


def _words(document: Searchable, cut: _Cut) -> list[str]:
    seen = set().union(*cut.values())
    phrases = {fold(phrase) for phrase in (*document.quoted, *document.topics, *document.keywords)}
    return sorted({word for word in seen if _HAN_WORD.fullmatch(word)} | {text for text in phrases if len(text) > 1})


def _lines(document: Searchable) -> list[str]:
    heads = [heading.text[heading.marker :] for heading in document.headings]
    lines = [re.sub(r"^\W+|\W+$", "", text) for text in (*heads, *document.title[:1])]
    return [line for line in dict.fromkeys(lines) if 1 < len(line) <= _LONGEST]


@dataclass(frozen=True, slots=True)
class _Text:
    """The value of a text file."""

    u: str
    t: str
    f: tuple[str, ...]
    m: tuple[str, ...]
    h: list[tuple[str, int, str]]
    b: list[tuple[int | str, ...]]


def _text(document: Searchable) -> bytes:
    return msgspec.json.encode(
        _Text(
            u=document.url,
            t="\n".join(document.title),
            f=document.facts,
            m=document.shown,
            h=[(heading.id, heading.depth, heading.text) for heading in document.headings],
            b=[(body.section, int(body.runin), *body.paragraphs) for body in document.bodies],
        )
    )
