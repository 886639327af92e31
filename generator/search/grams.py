"""The grams of streams: which characters stand where, alone and with the one that follows.

A gram is one number, ``first << 21 | second``; the second character of a single one is 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from .numbers import WEIGHT, Ints, changes
from .rows import CODE_BITS, FLAG, FOLLOWER, U64, UNITS, Indexes, Rows
from .streams import CODE, U32, UNIT

FIELDS = 3
"""Units besides body and headings: title, facts, quoted phrases. The headings are the last units."""
HEADING, TITLE = 4, 8
"""Flags of a single character's weight."""

_FIRST, _SECOND = 0x9E3779B1, 0x85EBCA6B


@dataclass(frozen=True, slots=True)
class Text:
    """The streams of some documents, one after another."""

    codes: U32
    lengths: Ints
    """Codes of each document."""
    bodies: Ints
    """Body units of each document."""
    first: int = 0
    """The number of the first document."""


@dataclass(frozen=True)
class Grams:
    """Grams that are looked for."""

    all: U64
    """Ascending."""

    @cached_property
    def _marks(self) -> npt.NDArray[np.uint8]:
        """Of each code point: 1 where it is one of the grams, 2 where one begins with it, 4 where one ends."""
        marks = np.zeros(1 << CODE_BITS, dtype=np.uint8)
        first, second = split(self.all)
        pairs = second > 0
        marks[first[~pairs]] |= 1
        marks[first[pairs]] |= 2
        marks[second[pairs]] |= 4
        return marks

    def choose(self, codes: U32) -> tuple[Indexes, Indexes]:
        """Where such single characters stand, and where such pairs."""
        marks = self._marks[codes]
        pairs = np.flatnonzero(marks[:-1] & marks[1:] >> 1 & 2)
        found = gram(codes[pairs], codes[pairs + 1])
        at = np.minimum(np.searchsorted(self.all, found), len(self.all) - 1)
        return np.flatnonzero(marks & 1), np.compress(self.all[at] == found, pairs)


def gram(first: U32, second: U32 | None) -> U64:
    """The grams of characters."""
    wide = first.astype(np.uint64) << np.uint64(CODE_BITS)
    return wide if second is None else wide | second


def split(grams: U64) -> tuple[U32, U32]:
    """First and second character of grams."""
    return (grams >> np.uint64(CODE_BITS)).astype(np.uint32), (grams & np.uint64((1 << CODE_BITS) - 1)).astype(
        np.uint32
    )


def gram_hash(grams: U64) -> U32:
    """Where grams belong: the high bits are the number of the shard."""
    first, second = split(grams)
    with np.errstate(over="ignore"):
        return first * np.uint32(_FIRST) + second * np.uint32(_SECOND)


def character_hash(character: str) -> int:
    """As :func:`gram_hash`, of a single character."""
    return ord(character) * _FIRST & 0xFFFFFFFF


def order(*keys: U32) -> Indexes:
    """The rows in the order of their keys, the last of which counts most; equal ones as they stood."""
    return np.lexsort([_ranks(key) for key in keys])


def _ranks(values: U32) -> npt.NDArray[np.uint16] | U32:
    """Numbers in the same order, and as small as may be: those of two bytes are sorted in no more than two passes."""
    known = np.zeros(int(values.max(initial=0)) + 1, dtype=bool)
    known[values] = True
    ranks = np.cumsum(known, dtype=np.uint32)
    return (ranks.astype(np.uint16) if ranks[-1] < 1 << 16 else ranks)[values]


def rows(text: Text, grams: Grams | None = None) -> tuple[Rows, Rows]:
    """The rows of single characters and of pairs: of all, or of these."""
    codes = text.codes & np.uint32(CODE)
    places, fields = _places(codes, text)
    if grams:
        singles, pairs = grams.choose(codes)
    else:
        letters = codes > UNIT
        singles, pairs = np.flatnonzero(letters), np.flatnonzero(letters[:-1] & letters[1:])
    return _singles(codes, places, fields, singles), _pairs(text.codes, places, pairs)


def _places(codes: U32, text: Text) -> tuple[U32, npt.NDArray[np.uint8]]:
    """The place of each code, and the flag of its field."""
    ends = np.flatnonzero(codes == UNIT) + 1
    document_ends = np.cumsum(text.lengths, dtype=np.int64)
    documents = np.searchsorted(document_ends, ends)
    units = np.arange(len(ends)) - np.searchsorted(documents, documents)
    fields = np.where(units == 0, TITLE, 0).astype(np.uint8)
    fields[units >= FIELDS + text.bodies[documents]] = HEADING
    places = (documents + text.first << UNITS | units).astype(np.uint32)
    lengths = np.diff(ends, prepend=0)
    return np.repeat(places, lengths), np.repeat(fields, lengths)


def _singles(codes: U32, places: U32, fields: npt.NDArray[np.uint8], at: Indexes) -> Rows:
    """A row a character and document."""
    at = at[order(codes[at])]
    characters, documents = codes[at], places[at] >> np.uint32(UNITS)
    starts = np.flatnonzero(changes(characters) | changes(documents))
    if not len(starts):
        return Rows.of(np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.uint64))
    counts = np.diff(starts, append=len(at))
    weights = np.minimum(3, np.log2(counts).astype(np.uint64)) | np.bitwise_or.reduceat(fields[at], starts)
    found = documents[starts].astype(np.uint64) << np.uint64(WEIGHT) | weights
    return Rows.of(gram(characters[starts], None), found)


def _pairs(codes: U32, places: U32, at: Indexes) -> Rows:
    """A row for each time that a pair stands somewhere; ``codes`` with their flags."""
    at = at[order(codes[at + 1] & np.uint32(CODE), codes[at] & np.uint32(CODE))]
    first, second, after = codes[at], codes[at + 1] & np.uint32(CODE), codes[at + 2]
    own = (first & after) >> np.uint32(31)
    followers = after & np.uint32(CODE)
    followers[followers <= UNIT] = 0
    found = places[at].astype(np.uint64) << np.uint64(FOLLOWER) | (followers << np.uint32(FLAG) | own)
    return Rows.of(gram(first & np.uint32(CODE), second), found)


def differing(old: U32, old_bodies: int, new: U32, new_bodies: int) -> set[int]:
    """The grams that two versions of a document do not have alike."""
    before, after = (
        {
            row
            for found in rows(Text(codes, np.array([len(codes)], dtype=np.int32), np.array([bodies], dtype=np.int32)))
            for row in zip(np.repeat(found.grams, found.counts).tolist(), found.rows.tolist(), strict=True)
        }
        for codes, bodies in ((old, old_bodies), (new, new_bodies))
    )
    return {gram for gram, _ in before ^ after}
