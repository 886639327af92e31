"""The grams of streams: which characters stand where, alone and with the one that follows.

A gram is one number, ``first << 21 | second``; the second character of a single one is 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from ..arrays import changes
from .numbers import WEIGHT, Indexes, Ints
from .rows import CODE_BITS, FLAG, FOLLOWER, U64, UNITS, Rows
from .streams import CODE, U32, UNIT

FIELDS = 3
"""Units besides body and headings: title, facts, quoted phrases. The headings are the last units."""
HEADING, TITLE = 4, 8
"""Flags of a single character's weight."""

Fields = npt.NDArray[np.uint8]

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


@dataclass(frozen=True, slots=True)
class Alphabet:
    """Some characters."""

    characters: U32
    """Ascending."""
    ranks: npt.NDArray[np.unsignedinteger]
    """By character. Numbers as small as these are sorted in time that grows with how many there are, and no more."""

    @classmethod
    def of(cls, codes: U32) -> Alphabet:
        """All characters that occur."""
        known = np.zeros(int(codes.max(initial=0)) + 1, dtype=bool)
        known[codes] = True
        characters = np.flatnonzero(known).astype(np.uint32)
        ranks = np.zeros(len(known), dtype=np.min_scalar_type(len(characters)))
        ranks[characters] = np.arange(len(characters))
        return cls(characters, ranks)


@dataclass(frozen=True)
class Grams:
    """Grams that are looked for."""

    all: U64
    """Ascending."""

    @cached_property
    def _marks(self) -> npt.NDArray[np.uint8]:
        """Of each code point: 1 where a pair begins with it, 2 where one ends, 4 where it is a gram alone."""
        marks = np.zeros(1 << CODE_BITS, dtype=np.uint8)
        first, second = split(self.all)
        pairs = second > 0
        marks[first[pairs]] |= 1
        marks[second[pairs]] |= 2
        marks[first[~pairs]] |= 4
        return marks

    @cached_property
    def alphabet(self) -> Alphabet:
        """The characters of the grams."""
        return Alphabet.of(np.concatenate(split(self.all)))

    def choose(self, codes: U32) -> tuple[Indexes, Indexes]:
        """Where such single characters stand, and where such pairs."""
        marks = self._marks.take(codes)
        pairs = np.flatnonzero((marks[:-1] & marks[1:] >> 1 & 1).view(bool))
        found = gram(codes[pairs], codes[pairs + 1])
        at = np.minimum(np.searchsorted(self.all, found), len(self.all) - 1)
        return np.flatnonzero((marks >> 2).view(bool)), np.compress(self.all[at] == found, pairs)


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


def rows(text: Text, grams: Grams | None = None) -> tuple[Rows, Rows]:
    """The rows of single characters and of pairs: of all, or of these."""
    codes = text.codes & np.uint32(CODE)
    if grams:
        alphabet = grams.alphabet
        singles, pairs = grams.choose(codes)
    else:
        alphabet = Alphabet.of(codes)
        letters = codes > UNIT
        singles, pairs = np.flatnonzero(letters), np.flatnonzero(letters[:-1] & letters[1:])
    places, fields = _places(codes, text)
    return (
        _singles(codes[singles], places[singles], fields[singles], alphabet),
        _pairs(text.codes, places, pairs, alphabet),
    )


def _places(codes: U32, text: Text) -> tuple[U32, Fields]:
    """The place of each code, and the flag of its field."""
    ends = np.flatnonzero(codes == UNIT) + 1
    documents = np.searchsorted(np.cumsum(text.lengths, dtype=np.int64), ends)
    units = np.arange(len(ends)) - np.searchsorted(documents, documents)
    fields = np.where(units == 0, TITLE, 0).astype(np.uint8)
    fields[units >= FIELDS + text.bodies[documents]] = HEADING
    places = (documents + text.first << UNITS | units).astype(np.uint32)
    lengths = np.diff(ends, prepend=0)
    return np.repeat(places, lengths), np.repeat(fields, lengths)


def _singles(codes: U32, places: U32, fields: Fields, alphabet: Alphabet) -> Rows:
    """A row a character and document, counted in a table of all characters and documents."""
    documents = (places >> np.uint32(UNITS)).astype(np.int64)
    first = documents[0] if len(documents) else np.int64(0)
    documents -= first
    width = documents.max(initial=0) + 1
    cells = alphabet.ranks.take(codes) * width + documents
    counts = np.bincount(cells)
    flags = np.zeros(len(counts), dtype=np.uint8)
    for flag in (HEADING, TITLE):
        flags[cells[fields == flag]] |= flag
    found = np.flatnonzero(counts)
    ranks, documents = np.divmod(found, width)
    weights = np.minimum(3, np.log2(counts[found]).astype(np.uint64)) | flags[found]
    grams = gram(alphabet.characters[ranks], None)
    return Rows.of(grams, (documents + first).astype(np.uint64) << np.uint64(WEIGHT) | weights)


def _pairs(codes: U32, places: U32, at: Indexes, alphabet: Alphabet) -> Rows:
    """A row for each time that a pair stands somewhere; ``codes`` with their flags."""
    characters = codes & np.uint32(CODE)
    first, second = (alphabet.ranks.take(characters.take(one)) for one in (at, at + 1))
    at = at.take(np.lexsort((second, first)))
    flagged, after = codes.take(at), codes.take(at + 2)
    own = (flagged & after) >> np.uint32(31)
    first, second, followers = flagged & np.uint32(CODE), characters.take(at + 1), after & np.uint32(CODE)
    followers[followers <= UNIT] = 0
    found = places.take(at).astype(np.uint64) << np.uint64(FOLLOWER) | (followers << np.uint32(FLAG) | own)
    starts = np.flatnonzero(changes(first) | changes(second))
    return Rows(gram(first[starts], second[starts]), np.diff(starts, append=len(at)), found)


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
