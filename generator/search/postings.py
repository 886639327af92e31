"""The grams of one document: which characters stand beside which, in which unit, and where words begin and end.

Arrays are plain columns, sorted by :func:`shard_hash`, so that the grams of a range of shards are one slice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from .folding import fold_word, years
from .units import Searchable

U32 = npt.NDArray[np.uint32]
U64 = npt.NDArray[np.uint64]

BITS = 21
"""A code point has so many bits."""
CLEAN = 1 << 15
"""Flag in :attr:`Postings.units`: the pair stands as words of its own somewhere in the document."""
FIELDS = 3
"""Units before the headings: title, facts, quoted phrases."""


@dataclass(frozen=True, slots=True)
class Postings:
    """The grams of one document, two tables of equal columns."""

    pairs: U64
    """First and second character of each pair, ``first << 21 | second``."""
    followers: U32
    """The character that follows in the stream; 0 at the paragraph's end. (pair, follower, unit) is there once."""
    units: npt.NDArray[np.uint16]
    """The unit, and :data:`CLEAN`."""
    singles: U32
    """Each character of the document once, ascending."""
    weights: npt.NDArray[np.uint8]
    """Of the singles: ``min(3, log2 of their number)``, + 4 in a heading, + 8 in the title."""


def shard_hash(first: U32, second: U32) -> U32:
    """Where the gram of two characters (the second 0 for one alone) belongs: the high bits tell the shard."""
    with np.errstate(over="ignore"):
        return first * np.uint32(0x9E3779B1) + second * np.uint32(0x85EBCA6B)


def split(pairs: U64) -> tuple[U32, U32]:
    """First and second character of pairs."""
    return (pairs >> np.uint64(BITS)).astype(np.uint32), (pairs & np.uint64((1 << BITS) - 1)).astype(np.uint32)


def postings(document: Searchable, words: Mapping[str, Sequence[str]]) -> Postings:
    """The grams of a document; ``words`` gives the words of each paragraph."""
    streams: list[str] = []
    units: list[int] = []
    edges: list[int] = []
    start = 0
    for unit, paragraphs in enumerate(document.units()):
        for text in paragraphs:
            folded = [fold_word(word) for word in words[text]]
            stream = "".join(folded)
            dated = years(stream)
            for form in (stream, dated) if dated != stream else (stream,):
                streams.append(form)
                units.append(min(unit, CLEAN - 1))
                edges += accumulate((len(word) for word in folded), initial=start)
                start += len(form) + 1
    codes = np.frombuffer("\0".join([*streams, ""]).encode("utf-32-le"), dtype=np.uint32)
    lengths = np.fromiter((len(stream) + 1 for stream in streams), dtype=np.int64, count=len(streams))
    where = np.repeat(np.array(units, dtype=np.uint16), lengths)
    boundary = np.zeros(len(codes) + 3, dtype=bool)
    boundary[edges] = True
    singles, weights = _singles(codes, where, len(document.headings))
    pairs, followers, own = _pairs(codes, where, boundary)
    return Postings(pairs, followers, own, singles, weights)


def _singles(codes: U32, where: npt.NDArray[np.uint16], headings: int) -> tuple[U32, npt.NDArray[np.uint8]]:
    singles, inverse, counts = np.unique(codes, return_inverse=True, return_counts=True)
    weights = np.minimum(3, np.log2(counts)).astype(np.uint8)
    field = np.zeros(len(codes), dtype=np.uint8)
    field[(where >= FIELDS) & (where < FIELDS + headings)] = 4
    field[where == 0] = 8
    np.bitwise_or.at(weights, inverse, field)
    kept = singles != 0
    return singles[kept], weights[kept]


def _pairs(
    codes: U32, where: npt.NDArray[np.uint16], boundary: npt.NDArray[np.bool_]
) -> tuple[U64, U32, npt.NDArray[np.uint16]]:
    first, second = codes[:-1], codes[1:]
    follower = np.append(codes[2:], np.uint32(0))
    at = np.flatnonzero((first != 0) & (second != 0))
    pair = first[at].astype(np.uint64) << np.uint64(BITS) | second[at]
    clean = boundary[at] & boundary[at + 2]
    order = np.lexsort((follower[at], where[at], pair, shard_hash(first[at], second[at])))
    pair, clean, at = pair[order], clean[order], at[order]
    follower, where = follower[at], where[at]
    fresh = np.ones(len(pair), dtype=bool)
    fresh[1:] = (pair[1:] != pair[:-1]) | (follower[1:] != follower[:-1]) | (where[1:] != where[:-1])
    # The flag is the pair's in the whole document.
    starts = np.flatnonzero(np.append(True, pair[1:] != pair[:-1])) if len(pair) else np.empty(0, dtype=np.int64)
    if len(pair):
        whole = np.logical_or.reduceat(clean, starts)
        clean = np.repeat(whole, np.diff(np.append(starts, len(pair))))
    flagged = where | np.where(clean, np.uint16(CLEAN), np.uint16(0))
    return pair[fresh], follower[fresh], flagged[fresh]
