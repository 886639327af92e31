"""Rows of grams: in which document or unit each stands. A row is one number:

    of a single character   document, weight
    of a pair               place, the character that follows, whether the pair is words of its own

Rows are put in order once, where they are made; from there on they are moved a gram at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..arrays import run_starts
from .numbers import Indexes

U64 = npt.NDArray[np.uint64]

CODE_BITS = 21
"""A code point has so many bits."""
UNITS = 13
"""A document has fewer than 2^13 units: a document's number and so many bits for the unit's are a place."""
FLAG = 1
FOLLOWER = CODE_BITS + FLAG
"""After a place stand so many bits: the character that follows in the paragraph, 0 at its end, and the flag."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of some grams, those of each together, in the order of the documents and of the characters in them."""

    grams: U64
    """Each once."""
    counts: Indexes
    """How many rows each has."""
    rows: U64

    def __len__(self) -> int:
        return len(self.rows)

    @classmethod
    def of(cls, grams: U64, rows: U64) -> Rows:
        """From a gram for each row; equal ones stand together."""
        starts = run_starts(grams)
        return cls(grams[starts], np.diff(starts, append=len(grams)), rows)

    @property
    def starts(self) -> Indexes:
        """Where the rows of each gram begin."""
        return np.cumsum(self.counts) - self.counts

    def at(self, order: Indexes) -> Rows:
        """These of the grams, in this order."""
        counts = self.counts[order]
        shifts = self.starts[order] - np.cumsum(counts) + counts
        return Rows(self.grams[order], counts, self.rows[np.repeat(shifts, counts) + np.arange(counts.sum())])


def merged(parts: Sequence[Rows]) -> Rows:
    """The rows of several texts, one after another, as of one; grams ascending."""
    if len(parts) == 1:
        return parts[0]
    grams = np.concatenate([one.grams for one in parts])
    order = np.argsort(grams, kind="stable")  # which takes what is ascending already as it is
    counts, rows = np.concatenate([one.counts for one in parts]), np.concatenate([one.rows for one in parts])
    found = Rows(grams, counts, rows).at(order)
    starts = run_starts(found.grams)
    if not len(starts):
        return found
    return Rows(found.grams[starts], np.add.reduceat(found.counts, starts), found.rows)
