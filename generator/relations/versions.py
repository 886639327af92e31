"""Near-duplicates: outlines that are versions of one text.

Candidates share hashes of the order sample; rare hashes are looked at first and only so many, so that the cost grows
with the archive and not with its square, even where all documents are put together from the same sentences. A pair is
one text where both samples agree (:mod:`.sketches`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from ..arrays import distinct, run_starts
from .joins import I64, best, expand, summed
from .sketches import U32, likeness

TEXT = 0.42
"""Versions share as much of their wording: about three fifths of all grams."""
ORDER = 0.165
"""And as much of its order. With 5 % of the characters altered at random 0.2 to 0.5 is left, with halves swapped 0.9;
documents put together from the same few sentences stay below 0.15."""
_DIGITS = (1 << 21) - 1
_LOOKED = 96
"""So many other holders of its hashes are looked at for a document."""
_SHARED = 3
_PARTNERS = 4
"""A document is compared with so many others; larger groups are linked through them."""


def group(sketches: Sequence[tuple[bytes, bytes]]) -> list[int]:
    """For each document the number of its group: the index of the group's first document, its own where it is alone."""
    first: dict[tuple[bytes, bytes], int] = {}
    parents = [first.setdefault(one, index) if one[0] else index for index, one in enumerate(sketches)]

    def root(index: int) -> int:
        while parents[index] != index:
            parents[index] = parents[parents[index]]
            index = parents[index]
        return index

    distinct = sorted(set(parents))
    for one, other in _candidates(distinct, [sketches[index][1] for index in distinct]):
        a, b = root(one), root(other)
        if a != b and _alike(sketches[one], sketches[other]):
            parents[max(a, b)] = min(a, b)
    return [root(index) for index in range(len(parents))]


def _alike(one: tuple[bytes, bytes], other: tuple[bytes, bytes]) -> bool:
    (text, order), (its_text, its_order) = (map(_numbers, both) for both in (one, other))
    return likeness(order, its_order) >= ORDER and likeness(text, its_text) >= TEXT


def _numbers(sample: bytes) -> U32:
    return np.frombuffer(sample, dtype=np.uint32)


def groups(numbers: Sequence[int]) -> list[tuple[int, ...]]:
    """The groups of two and more, from what :func:`group` found."""
    members: defaultdict[int, list[int]] = defaultdict(list)
    for index, number in enumerate(numbers):
        members[number].append(index)
    return [tuple(group) for group in members.values() if len(group) > 1]


def _candidates(indices: Sequence[int], samples: Sequence[bytes]) -> list[tuple[int, int]]:
    """Pairs of documents that share several of their rarest hashes."""
    held = _numbers(b"".join(samples))
    sizes = [len(sample) // 4 for sample in samples]
    if not len(held):
        return []
    owners = np.repeat(np.asarray(indices, dtype=np.int64), sizes)
    # Most hashes stand in one document: those of which no other has the last digits are left out before the sort.
    digits = held & _DIGITS
    several = np.flatnonzero((np.bincount(digits) > 1)[digits])
    keys = np.sort((held[several].astype(np.int64) << 24) | owners[several])
    hashes, owners = keys >> 24, keys & 0xFFFFFF
    starts = run_starts(hashes)
    counts = np.diff(np.append(starts, len(hashes)))
    starts, counts = starts[counts > 1], counts[counts > 1]
    index, shared = expand(starts, counts)
    # by owner, those with the fewest holders first
    keys = np.sort((owners[index] << 44) | (np.minimum(counts, 0xFFFFF)[shared] << 24) | starts[shared])
    owners_of, holders, begins = keys >> 44, keys >> 24 & 0xFFFFF, keys & 0xFFFFFF
    looked = np.cumsum(holders)
    change = run_starts(owners_of)
    before = np.concatenate([[0], looked])[change]
    looked -= np.repeat(before, np.diff(np.append(change, len(owners_of))))
    kept = looked <= _LOOKED
    index, owner = expand(begins[kept], holders[kept])
    left, right = owners_of[kept][owner], owners[index]
    other = left != right
    ones: I64 = np.ones(int(other.sum()), dtype=np.int64)
    left, right, common = summed(left[other], right[other], ones)
    enough = common >= _SHARED
    left, right, _ = best(left[enough], right[enough], common[enough], _PARTNERS)
    pairs = distinct((np.minimum(left, right) << 24) | np.maximum(left, right))
    return [(int(pair) >> 24, int(pair) & 0xFFFFFF) for pair in pairs]
