"""What is kept of a document's text to compare it with others: two samples of hashes, and a filter of its characters.

The grams are runs of four letters, digits or Han characters, across all else. The *text* sample holds the smallest
hashes of all grams: it tells how much of the wording two documents share. Documents that are put together from the
same sentences share most of it without being versions of one another, so the *order* sample holds the smallest hashes
of pairs of grams some twenty characters apart (of every third gram, chosen by hash, which insertions leave alone). Of
two samples, the hashes up to the smaller of their maxima are a fair sample of both documents together (bottom-k
sketches, Cohen and Kaplan 2007), so that documents of any length can be compared.
"""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import numpy.typing as npt

from ..arrays import distinct

U32 = npt.NDArray[np.uint32]

GRAM = 4
TEXT = 96
"""Hashes of the text sample."""
ORDER = 128
"""Hashes of the order sample."""
_RATE = 3
_APART = (5, 6, 7, 8)
"""How many chosen grams further on the other one of a pair stands."""
FILTER = 8192
"""Bits of the filter: an outline of 3,000 characters sets a fifth of them."""

_NOT_TEXT = re.compile(r"[\W_]+")
_PLANE = 0x10000
"""Code points below this have two octets."""


def codes(text: str) -> U32:
    """The letters, digits and Han characters of a text as code points."""
    found = _code_points(text)
    if len(found) and found.max() >= _PLANE:
        return _code_points(_NOT_TEXT.sub("", text))
    return found[_is_text()[found]]


def _code_points(text: str) -> U32:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


@cache
def _is_text() -> npt.NDArray[np.bool_]:
    """Of each code point of the first plane, whether it is text: to look them up takes a tenth of a pattern's time."""
    table = np.zeros(_PLANE, dtype=np.bool_)
    table[_code_points(_NOT_TEXT.sub("", "".join(map(chr, range(_PLANE)))))] = True
    return table


def sketch(text: U32) -> tuple[bytes, bytes]:
    """The text sample and the order sample of a text's codes, each as ascending 32-bit numbers."""
    grams = _grams(text, GRAM)
    chosen = grams[grams % _RATE == 0]
    spread = chosen * np.uint32(0x9E3779B1)
    pairs = [spread[:-apart] + chosen[apart:] for apart in _APART if len(chosen) > apart]
    order = _smallest(_mixed(np.concatenate(pairs)), ORDER).tobytes() if pairs else b""
    return _smallest(grams, TEXT).tobytes(), order


def _smallest(hashes: U32, count: int) -> U32:
    """The smallest ``count`` different hashes, ascending."""
    if len(hashes) > 4 * count:
        # Hashes are spread evenly: twice as many as are wanted lie below this, and only they need be sorted.
        below = np.uint32(2**32 * 2 * count // len(hashes))
        few: U32 = distinct(hashes[hashes < below])
        if len(few) >= count:
            return few[:count]
    return distinct(hashes)[:count]


def likeness(one: U32, other: U32) -> float:
    """How much two samples of one kind have in common (Jaccard), from 0 to 1."""
    if not len(one) or not len(other):
        return 0.0
    end = min(one[-1], other[-1])
    one, other = one[one <= end], other[other <= end]
    both = len(np.intersect1d(one, other, assume_unique=True))
    return both / (len(one) + len(other) - both)


def character_filter(text: U32) -> bytes:
    """A Bloom filter of the pairs of neighbouring codes."""
    bits = np.zeros(FILTER, dtype=np.uint8)
    bits[_places(text)] = 1
    return np.packbits(bits).tobytes()


def filter_places(phrase: str) -> list[int]:
    """The bits (from the highest of the first byte) that a text's filter has set if the phrase stands in the text."""
    return sorted(set(_places(codes(phrase)).tolist()))


def _places(text: U32) -> npt.NDArray[np.int64]:
    return (_grams(text, 2) % FILTER).astype(np.int64)


def _grams(text: U32, length: int) -> U32:
    count = len(text) - length + 1
    if count <= 0:
        return np.zeros(0, dtype=np.uint32)
    hashes = np.zeros(count, dtype=np.uint32)
    for start in range(length):
        hashes = hashes * np.uint32(0x01000193) + text[start : start + count]
    return _mixed(hashes)


def _mixed(hashes: U32) -> U32:
    """Bits spread over all of each number (the finalizer of Prospecting for Hash Functions, lowbias32)."""
    sixteen, fifteen = np.uint32(16), np.uint32(15)
    hashes = (hashes ^ (hashes >> sixteen)) * np.uint32(0x7FEB352D)
    hashes = (hashes ^ (hashes >> fifteen)) * np.uint32(0x846CA68B)
    return hashes ^ (hashes >> sixteen)
