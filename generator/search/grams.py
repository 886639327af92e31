"""The grams of streams: which characters stand where, alone and with the one that follows.

A gram is one number, ``first << 21 | second``; the second character of a single one is 0.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from .numbers import Flags, Ints, changes
from .streams import CODE, PARAGRAPH, U32, UNIT, WORD

U64 = npt.NDArray[np.uint64]

BITS = 21
"""A code point has so many bits."""
FIELDS = 3
"""Units besides body and headings: title, facts, quoted phrases. The headings are the last units."""
HEADING, TITLE = 4, 8
"""Flags of a single character's weight."""

_FIRST, _SECOND = 0x9E3779B1, 0x85EBCA6B
_ROW = 22
"""So many bits are left for a row's number beside a gram."""
_COARSE = 16
"""So many high bits of the hash tell most grams that are not wanted."""


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
    def _table(self) -> Flags:
        table = np.zeros(1 << _COARSE, dtype=bool)
        table[gram_hash(self.all) >> np.uint32(32 - _COARSE)] = True
        return table

    def choose(self, first: U32, second: U32 | None, valid: Flags) -> npt.NDArray[np.intp]:
        """The rows of characters that are such grams; ``second`` is None for single characters."""
        with np.errstate(over="ignore"):
            hashes = first * np.uint32(_FIRST)
            if second is not None:
                hashes += second * np.uint32(_SECOND)
        rows = np.flatnonzero(valid & self._table[hashes >> np.uint32(32 - _COARSE)])
        found = gram(first[rows], second[rows] if second is not None else None)
        at = np.minimum(np.searchsorted(self.all, found), len(self.all) - 1)
        return np.compress(self.all[at] == found, rows)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Rows of pairs, equal columns, in the order of the documents and of the characters in them."""

    grams: U64
    followers: U32
    """The character that follows in the paragraph, 0 at its end; with WORD where the pair is words of its own."""
    documents: Ints
    units: Ints

    def __len__(self) -> int:
        return len(self.grams)


@dataclass(frozen=True, slots=True)
class Singles:
    """Rows of single characters, each once a document; equal columns, in the order of the documents."""

    grams: U64
    documents: Ints
    weights: Ints
    """``min(3, log2 of their number)``, + HEADING, + TITLE."""

    def __len__(self) -> int:
        return len(self.grams)


def gram(first: U32, second: U32 | None) -> U64:
    """The grams of characters."""
    wide = first.astype(np.uint64) << np.uint64(BITS)
    return wide if second is None else wide | second


def split(grams: U64) -> tuple[U32, U32]:
    """First and second character of grams."""
    return (grams >> np.uint64(BITS)).astype(np.uint32), (grams & np.uint64((1 << BITS) - 1)).astype(np.uint32)


def gram_hash(grams: U64) -> U32:
    """Where grams belong: the high bits are the number of the shard."""
    first, second = split(grams)
    with np.errstate(over="ignore"):
        return first * np.uint32(_FIRST) + second * np.uint32(_SECOND)


def character_hash(character: str) -> int:
    """As :func:`gram_hash`, of a single character."""
    return ord(character) * _FIRST & 0xFFFFFFFF


def order(keys: U64) -> npt.NDArray[np.int64]:
    """The rows in the order of their keys (below 2^42), equal ones as they stood."""
    if len(keys) > 1 << _ROW:
        return np.argsort(keys, kind="stable")
    # Sorting numbers that hold their own row is several times faster than asking for the order.
    packed = keys << np.uint64(_ROW) | np.arange(len(keys), dtype=np.uint64)
    packed.sort()
    return (packed & np.uint64((1 << _ROW) - 1)).astype(np.int64)


def rows(text: Text, grams: Grams | None = None) -> tuple[Singles, Pairs]:
    """The rows of all grams, or of these."""
    codes = text.codes & np.uint32(CODE)
    starts = np.cumsum(text.lengths, dtype=np.int64) - text.lengths
    ends = np.flatnonzero(codes == UNIT)
    before = np.searchsorted(ends, starts)

    def place(at: npt.NDArray[np.intp]) -> tuple[Ints, Ints]:
        own = np.searchsorted(starts, at, side="right") - 1
        return own.astype(np.int32), (np.searchsorted(ends, at) - before[own]).astype(np.int32)

    letters = codes > UNIT
    at = grams.choose(codes, None, letters) if grams else np.flatnonzero(letters)
    documents, units = place(at)
    singles = _singles(gram(codes[at], None), documents, units, text)

    first, second = codes[:-1], codes[1:]
    both = letters[:-1] & letters[1:]
    at = grams.choose(first, second, both) if grams else np.flatnonzero(both)
    documents, units = place(at)
    followers = codes[at + 2]
    followers[followers <= UNIT] = PARAGRAPH
    followers |= text.codes[at] & text.codes[at + 2] & np.uint32(WORD)
    return singles, Pairs(gram(first[at], second[at]), followers, documents + np.int32(text.first), units)


def _singles(grams: U64, documents: Ints, units: Ints, text: Text) -> Singles:
    field = np.where(units == 0, TITLE, 0)
    field[units >= FIELDS + text.bodies[documents]] = HEADING
    sorted_ = order(grams)
    grams, documents, field = grams[sorted_], documents[sorted_], field[sorted_]
    starts = np.flatnonzero(changes(grams) | changes(documents))
    if not len(starts):
        return Singles(grams, documents, np.zeros(0, dtype=np.int32))
    counts = np.diff(np.append(starts, len(grams)))
    weights = np.minimum(3, np.log2(counts).astype(np.int32)) + np.bitwise_or.reduceat(field, starts)
    return Singles(grams[starts], documents[starts] + np.int32(text.first), weights.astype(np.int32))


def joined(found: Iterable[tuple[Singles, Pairs]]) -> tuple[Singles, Pairs]:
    """The rows of several texts, one after another."""
    singles, pairs = zip(*found, strict=True)
    return (
        Singles(*(np.concatenate([getattr(one, name) for one in singles]) for name in Singles.__slots__)),
        Pairs(*(np.concatenate([getattr(one, name) for one in pairs]) for name in Pairs.__slots__)),
    )


def differing(old: U32, old_bodies: int, new: U32, new_bodies: int) -> set[int]:
    """The grams that two versions of a document do not have alike."""
    before, after = (
        {
            *zip(singles.grams.tolist(), singles.weights.tolist(), strict=True),
            *zip(pairs.grams.tolist(), pairs.units.tolist(), pairs.followers.tolist(), strict=True),
        }
        for singles, pairs in (
            rows(Text(codes, np.array([len(codes)], dtype=np.int32), np.array([bodies], dtype=np.int32)))
            for codes, bodies in ((old, old_bodies), (new, new_bodies))
        )
    )
    return {row[0] for row in before ^ after}
