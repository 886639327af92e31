"""Pairs of documents that share something, counted without comparing every document with every other."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from ..arrays import run_starts

I64 = npt.NDArray[np.int64]

_TOP = (1 << 23) - 1


def expand(starts: I64, sizes: I64) -> tuple[I64, I64]:
    """All indices of the runs ``starts[i] : starts[i] + sizes[i]``, and beside each the ``i`` that it comes from."""
    ends = np.cumsum(sizes)
    total = int(ends[-1]) if len(ends) else 0
    owners = np.repeat(np.arange(len(sizes), dtype=np.int64), sizes)
    return np.arange(total, dtype=np.int64) - (ends - sizes)[owners] + starts[owners], owners


def summed(left: I64, right: I64, values: I64) -> tuple[I64, I64, I64]:
    """The pairs (left, right), each once, in order, with the sum of their values; all are below 2**20."""
    keys = np.sort((left << 40) | (right << 20) | values)
    pairs = keys >> 20
    first = run_starts(pairs)
    if not len(first):
        return pairs, pairs, pairs
    sums = np.add.reduceat(keys & 0xFFFFF, first)
    return pairs[first] >> 20, pairs[first] & 0xFFFFF, sums


def best(left: I64, right: I64, scores: I64, most: int) -> tuple[I64, I64, I64]:
    """Of each ``left`` the ``most`` pairs with the highest scores, ties by ``right``; in that order.

    Scores are from 0 and below 2**23, the others below 2**20.
    """
    keys = np.sort((left << 43) | ((_TOP - scores) << 20) | right)
    left, right, scores = keys >> 43, keys & 0xFFFFF, _TOP - (keys >> 20 & _TOP)
    kept = np.ones(len(left), dtype=np.bool_)
    np.not_equal(left[most:], left[:-most], out=kept[most:])
    return left[kept], right[kept], scores[kept]


def runs(values: I64) -> Iterator[tuple[int, int, int]]:
    """(value, start, end) of each run of equal values."""
    begin = run_starts(values)
    starts = begin.tolist()  # numbers of Python's own: numpy's are slow one by one
    ends = [*starts[1:], len(values)] if starts else []
    return zip(values[begin].tolist(), starts, ends, strict=True)
