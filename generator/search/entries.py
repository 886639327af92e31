"""What the index needs of one document, as bytes: made in a worker, kept in the cache, read by the index.

It follows from the document alone; where its page is, and in which collection, is said when it is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from zlib import crc32

import msgspec
import numpy as np
from msgspec.structs import replace

from ..arrays import distinct
from ..words import general_words
from .folding import fold_words
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


def _words(document: Searchable) -> tuple[str, ...]:
    said: list[str] = []
    for text in dict.fromkeys(chain.from_iterable(document.units())):
        said += document.wording[text]
        said.append("")  # parts the paragraphs
    words = dict.fromkeys(_HAN_WORDS.findall("\n".join(dict.fromkeys(said))))
    general = general_words()
    words.update(dict.fromkeys(one + two for one, two in _repeated(said) if one not in general and two not in general))
    phrases = fold_words((*document.quoted, *document.topics, *document.keywords))
    words.update(dict.fromkeys(phrase for phrase in phrases if len(phrase) > 1))
    return tuple(words)


def _repeated(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Two words of two Han characters each that stand together more than once, to be suggested as one: 应急 + 预案.

    Such a pair is one number of four times sixteen bits, so that all of them are compared at once.
    """
    codes = np.frombuffer("\n".join(["", *words, ""]).encode("utf-16-le", "surrogatepass"), np.uint16)
    ends = np.flatnonzero(codes == ord("\n"))
    short = np.diff(ends) == 3
    before = ends[:-2][short[:-1] & short[1:]]
    two = codes[:-1] | codes[1:].astype(np.uint64) << np.uint64(16)
    pairs = np.sort(two[before + 1] | two[before + 4] << np.uint64(32))
    repeated = distinct(pairs[1:][pairs[1:] == pairs[:-1]])
    signs = repeated.view(np.uint16).reshape(-1, 4)
    text = repeated[((signs >= 0x3400) & (signs <= 0x9FFF)).all(axis=1)].tobytes().decode("utf-16-le")
    return ((text[at : at + 2], text[at + 2 : at + 4]) for at in range(0, len(text), 4))


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
