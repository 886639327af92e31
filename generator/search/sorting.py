"""The rows of grams of all documents, put apart by the shards they belong to in one reading of the documents.

They are several times the text, so that they are put apart on disk where they are many.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import IO

import numpy as np

from .grams import gram_hash
from .numbers import Indexes, Ints
from .rows import Rows, merged

AT_ONCE = 1 << 19
"""About so many rows are in memory together."""

_WORD = 8
"""Bytes of each number on disk."""


@dataclass(frozen=True, slots=True)
class _Written:
    """Rows on disk, group by group: the grams, then how many rows each has, then the rows."""

    ends: Indexes
    """Where each group ends; before the first, where it begins."""
    grams: Ints
    """How many grams each group has."""

    def read(self, file: IO[bytes], group: int) -> Rows:
        start, end = self.ends[group : group + 2].tolist()
        file.seek(start)
        data = np.frombuffer(file.read(end - start), dtype=np.uint64)
        grams = int(self.grams[group])
        return Rows(data[:grams], data[grams : 2 * grams].view(np.int64), data[2 * grams :])


class Sorter:
    """Takes rows in the order of their documents and gives them back in groups of shards, in the same order."""

    def __init__(self, folder: Path, rows: int, most: int) -> None:
        """For about so many ``rows``; a group has one shard where shards' numbers have ``most`` bits."""
        self._folder = folder
        self._bits = min(most, (2 * rows // AT_ONCE).bit_length())

    def groups(self, found: Iterator[tuple[Rows, Rows]]) -> Iterator[tuple[Rows, Rows]]:
        """The rows of ``found``, single characters and pairs, group by group; grams ascending."""
        held: list[tuple[Rows, Rows]] = []
        written: list[tuple[_Written, _Written]] = []
        size = 0
        with tempfile.TemporaryFile(dir=self._folder) as file:
            for singles, pairs in found:
                held.append((singles, pairs))
                size += len(singles) + len(pairs)
                if size > AT_ONCE and self._bits:
                    written += self._written(file, held)
                    held, size = [], 0
            if not written:
                if held:
                    yield _merged(held)
                return
            written += self._written(file, held)
            for group in range(1 << self._bits):
                yield _merged([(singles.read(file, group), pairs.read(file, group)) for singles, pairs in written])

    def _written(self, file: IO[bytes], held: list[tuple[Rows, Rows]]) -> list[tuple[_Written, _Written]]:
        return [(self._write(file, singles), self._write(file, pairs)) for singles, pairs in held]

    def _write(self, file: IO[bytes], rows: Rows) -> _Written:
        groups = (gram_hash(rows.grams) >> np.uint32(32 - self._bits)).astype(np.uint16)
        rows = rows.at(np.argsort(groups, kind="stable"))
        grams = np.bincount(groups, minlength=1 << self._bits)
        gram_ends = np.append(0, np.cumsum(grams))
        row_ends = np.append(0, np.cumsum(rows.counts))[gram_ends]
        begin = file.tell()
        parts = (
            part.tobytes()
            for (start, end), (first, last) in zip(
                pairwise(gram_ends.tolist()), pairwise(row_ends.tolist()), strict=True
            )
            for part in (rows.grams[start:end], rows.counts[start:end], rows.rows[first:last])
        )
        file.write(b"".join(parts))
        return _Written(begin + _WORD * (2 * gram_ends + row_ends), grams.astype(np.int32))


def _merged(parts: list[tuple[Rows, Rows]]) -> tuple[Rows, Rows]:
    singles, pairs = zip(*parts, strict=True)
    return merged(singles), merged(pairs)
