"""The rows of grams of all documents, put apart by the shards they belong to in one reading of the documents.

They are several times the text, so that they are put apart on disk where they are many.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import IO

import numpy as np
import numpy.typing as npt

from .grams import BITS, U64, Pairs, Singles, gram_hash, joined
from .numbers import WEIGHT
from .streams import CODE, U32, WORD

AT_ONCE = 1 << 19
"""About so many rows are in memory together."""

_UNIT = 13
"""A document has fewer than 2^13 units."""
_ROW = 12
"""Bytes of a row on disk: a key of eight, a place of four."""


class Sorter:
    """Takes rows in the order of their documents and gives them back in groups of shards, in the same order."""

    def __init__(self, folder: Path, rows: int, most: int) -> None:
        """For about so many ``rows``; a group has one shard where shards' numbers have ``most`` bits."""
        self._folder = folder
        self._bits = min(most, (2 * rows // AT_ONCE).bit_length())
        self._held: list[tuple[Singles, Pairs]] = []
        self._size = 0
        self._records: defaultdict[int, list[tuple[bool, int, int]]] = defaultdict(list)
        """By group: whether its rows are pairs, where they begin, how many they are."""

    def groups(self, found: Iterator[tuple[Singles, Pairs]]) -> Iterator[tuple[Singles, Pairs]]:
        """The rows of ``found``, group by group."""
        with tempfile.TemporaryFile(dir=self._folder) as file:
            for singles, pairs in found:
                self._held.append((singles, pairs))
                self._size += len(singles) + len(pairs)
                if self._size > AT_ONCE and self._bits:
                    self._put(file)
            if not self._records:
                if self._held:
                    yield joined(self._held)
                return
            self._put(file)
            for group in sorted(self._records):
                yield self._get(file, group)

    def _put(self, file: IO[bytes]) -> None:
        if not self._held:
            return
        singles, pairs = joined(self._held)
        self._held, self._size = [], 0
        for is_pair, grams, (keys, places) in (
            (False, singles.grams, _packed_singles(singles)),
            (True, pairs.grams, _packed_pairs(pairs)),
        ):
            groups = (gram_hash(grams) >> np.uint32(32 - self._bits)).astype(np.uint16)
            order = np.argsort(groups, kind="stable")
            keys, places = keys[order], places[order]
            ends = np.cumsum(np.bincount(groups, minlength=1 << self._bits)).tolist()
            for group, (start, end) in enumerate(pairwise([0, *ends])):
                if start < end:
                    self._records[group].append((is_pair, file.tell(), end - start))
                    file.write(keys[start:end].tobytes())
                    file.write(places[start:end].tobytes())

    def _get(self, file: IO[bytes], group: int) -> tuple[Singles, Pairs]:
        parts: tuple[list[tuple[U64, U32]], list[tuple[U64, U32]]] = ([], [])
        for is_pair, start, count in self._records[group]:
            file.seek(start)
            data = file.read(count * _ROW)
            keys = np.frombuffer(data, dtype=np.uint64, count=count)
            parts[is_pair].append((keys, np.frombuffer(data, dtype=np.uint32, offset=count * 8)))
        singles, pairs = map(_joined, parts)
        return _singles(*singles), _pairs(*pairs)


def _joined(parts: list[tuple[U64, U32]]) -> tuple[U64, U32]:
    none = (np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.uint32))
    keys, places = zip(*(parts or [none]), strict=True)
    return np.concatenate(keys), np.concatenate(places)


def _packed_singles(rows: Singles) -> tuple[U64, U32]:
    return rows.grams, rows.documents.astype(np.uint32) << np.uint32(WEIGHT) | rows.weights.astype(np.uint32)


def _singles(keys: U64, places: U32) -> Singles:
    return Singles(keys, _ints(places >> np.uint32(WEIGHT)), _ints(places & np.uint32((1 << WEIGHT) - 1)))


def _packed_pairs(rows: Pairs) -> tuple[U64, U32]:
    # A follower with its flag has one bit more than a code point.
    followers = (rows.followers & np.uint32(CODE)) << np.uint32(1) | rows.followers >> np.uint32(31)
    keys = rows.grams << np.uint64(BITS + 1) | followers.astype(np.uint64)
    return keys, rows.documents.astype(np.uint32) << np.uint32(_UNIT) | rows.units.astype(np.uint32)


def _pairs(keys: U64, places: U32) -> Pairs:
    followers = (keys & np.uint64((1 << BITS + 1) - 1)).astype(np.uint32)
    return Pairs(
        keys >> np.uint64(BITS + 1),
        followers >> np.uint32(1) | (followers & np.uint32(1)) * np.uint32(WORD),
        _ints(places >> np.uint32(_UNIT)),
        _ints(places & np.uint32((1 << _UNIT) - 1)),
    )


def _ints(values: U32) -> npt.NDArray[np.int32]:
    return values.astype(np.int32)
