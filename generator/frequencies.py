"""The inverse document frequencies of jieba: how telling a word is, by how few texts have it.

The table has 270,000 words, of which a document asks for a hundred. It is not taken apart: a word is found by its hash,
and its number is read when it is asked for. So it is there in a third of the time, and takes a quarter of the memory.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cache

import numpy as np
import numpy.typing as npt

from .packaged import file_of

USUAL = 11.9547675029
"""The median of jieba's table, for words that it does not have; a test computes it."""
_LINE = (1 << 20) - 1
"""The bits of a line's number: they take the place of the last ones of its word's hash."""
_FACTOR = 0x9E3779B97F4A7C15
_WORD = (1 << 64) - 1
_KNOWN = 50_000
"""So many words are remembered."""


class Frequencies(dict[str, float]):
    """Word to its inverse document frequency; 0 for a word that the table does not have."""

    def __init__(self, table: str) -> None:
        """``table`` has a line for each word: the word, a blank, the number."""
        self._table = table = table.rstrip() + "\n"
        codes = np.frombuffer(table.encode("utf-32-le"), np.uint32)
        blanks, ends = (np.flatnonzero(codes == ord(sign)).astype(np.int32) for sign in " \n")
        starts = np.zeros_like(ends)
        starts[1:] = ends[:-1] + 1
        hashes = _hashes(codes, starts, blanks)
        lines = np.arange(len(hashes), dtype=np.uint64)
        # As memory, a number at a time is read as Python's own.
        self._hashes = np.sort(hashes & np.uint64(_WORD ^ _LINE) | lines).data
        self._starts, self._blanks, self._ends = starts.data, blanks.data, ends.data

    def __missing__(self, word: str) -> float:
        if len(self) >= _KNOWN:
            self.clear()
        found = self[word] = self._find(word)
        return found

    def _find(self, word: str) -> float:
        hashed = _hash(word) & ~_LINE
        for at in range(bisect_left(self._hashes, hashed), len(self._hashes)):
            line = self._hashes[at] ^ hashed
            if line > _LINE:
                break
            if self._table[self._starts[line] : self._blanks[line]] == word:
                return float(self._table[self._blanks[line] : self._ends[line]])
        return 0.0


def _hash(word: str) -> int:
    value = 0
    for character in word:
        value = (value + ord(character)) * _FACTOR & _WORD
    return value


def _hashes(
    codes: npt.NDArray[np.uint32], starts: npt.NDArray[np.int32], ends: npt.NDArray[np.int32]
) -> npt.NDArray[np.uint64]:
    """:func:`_hash` of the words at these places."""
    found = np.zeros(len(starts), np.uint64)
    lengths = ends - starts
    for at in range(int(lengths.max(initial=0))):
        longer = np.flatnonzero(lengths > at)
        found[longer] = (found[longer] + codes[starts[longer] + at]) * np.uint64(_FACTOR)
    return found


@cache
def frequencies() -> Frequencies:
    """Those of Han words as jieba counted them, read on first use."""
    return Frequencies(file_of("jieba", "analyse", "idf.txt").read_text("utf-8"))
