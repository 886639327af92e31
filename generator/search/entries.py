"""What the index needs of one document, as bytes: made in a worker, kept in the cache, read by the index.

It follows from the document alone; where its page is, and in which collection, is said when it is read.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import chain
from zlib import crc32

import msgspec
from msgspec.structs import replace

from ..words import general_words, neighbours
from .folding import fold
from .streams import stream
from .units import Searchable

_HAN_WORDS = re.compile("^[\u3400-\u9fff]{2,8}$", re.MULTILINE)
"""Of words, one a line."""
_LONGEST = 24
"""A suggestion is no longer than this."""


class Facts(msgspec.Struct, array_like=True, frozen=True):
    """What the tables of documents and facets say of one."""

    bodies: int
    date: str
    genre: str
    topics: tuple[str, ...]
    collection: str = ""
    """The title of the folder that it stands in."""


class Said(msgspec.Struct, array_like=True, frozen=True):
    """What of a document may be suggested, each once."""

    words: tuple[str, ...] = ()
    """Words and set phrases."""
    lines: tuple[str, ...] = ()
    """Headings without their markers, and the title."""


class Entry(msgspec.Struct, array_like=True, frozen=True):
    """One document."""

    facts: Facts
    stream: bytes
    """See :mod:`.streams`."""
    said: bytes
    """:class:`Said`, packed by itself: it is read only when the document changes again."""
    text: bytes
    """The value of its text file, a JSON object."""


def entry(document: Searchable) -> bytes:
    """The entry of a document; the same for the same document."""
    codes = stream(document)
    facts = Facts(
        bodies=len(document.bodies),
        date=document.date,
        genre=document.genre,
        topics=document.topics,
    )
    said = Said(_words(document), _lines(document))
    packed = msgspec.msgpack.encode(Entry(facts, codes.tobytes(), msgspec.msgpack.encode(said), _text(document)))
    return _checksum(packed) + packed


def read(data: bytes, url: str, collection: str = "") -> Entry:
    """The entry that :func:`entry` wrote, of the page at ``url``. Raises :class:`msgspec.MsgspecError` for others."""
    packed = data[_CHECKSUM:]
    if data[:_CHECKSUM] != _checksum(packed):
        raise msgspec.DecodeError("damaged")
    found = msgspec.msgpack.decode(packed, type=Entry)
    facts = replace(found.facts, collection=collection)
    return replace(found, facts=facts, text=b'{"u":%b,%b' % (msgspec.json.encode(url), found.text[1:]))


_CHECKSUM = 4
"""Bytes before an entry that tell whether it is whole: what it holds is read in parts, and some of it much later."""


def _checksum(packed: bytes) -> bytes:
    return crc32(packed).to_bytes(_CHECKSUM, "little")


_REPEATED = 2
"""How often two words must stand together in a document to be suggested as one: 应急 + 预案."""


def _words(document: Searchable) -> tuple[str, ...]:
    said: list[str] = []
    for text in dict.fromkeys(chain.from_iterable(document.units())):
        said += document.wording[text]
        said.append("")  # parts the paragraphs
    seen = Counter(said)
    words = dict.fromkeys(_HAN_WORDS.findall("\n".join(seen)))
    # What is repeated together is repeated alone: few pairs are left to be counted.
    halves = {word for word in words if len(word) == 2 and seen[word] >= _REPEATED} - general_words()
    pairs = Counter(neighbours(said, halves))
    words.update(dict.fromkeys(one + two for (one, two), count in pairs.items() if count >= _REPEATED))
    phrases = map(fold, (*document.quoted, *document.topics, *document.keywords))
    words.update(dict.fromkeys(phrase for phrase in phrases if len(phrase) > 1))
    return tuple(words)


def _lines(document: Searchable) -> tuple[str, ...]:
    heads = [heading.text[heading.marker :] for heading in document.headings]
    lines = [re.sub(r"^\W+|\W+$", "", text) for text in (*heads, *document.title[:1])]
    return tuple(line for line in dict.fromkeys(lines) if 1 < len(line) <= _LONGEST)


@dataclass(frozen=True, slots=True)
class _Text:
    """The value of a text file, but for its address ``u``, which stands first."""

    t: str
    f: tuple[str, ...]
    m: tuple[str, ...]
    h: list[tuple[str, int, str]]
    b: list[tuple[int | str, ...]]


def _text(document: Searchable) -> bytes:
    return msgspec.json.encode(
        _Text(
            t="\n".join(document.title),
            f=document.facts,
            m=document.shown,
            h=[(heading.id, heading.depth, heading.text) for heading in document.headings],
            b=[(body.section, int(body.runin), *body.paragraphs) for body in document.bodies],
        )
    )
