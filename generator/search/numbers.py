"""The numbers of the index (docs/search-index.md, Numbers), written many at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from ..arrays import changes

Ints = npt.NDArray[np.int32]
Indexes = npt.NDArray[np.int64]
"""What is wide enough for any index is taken as it is; narrower ones are widened first each time."""
Flags = npt.NDArray[np.bool_]

CODES = np.frombuffer(bytes(code for code in range(0x23, 0x7F) if code != 0x5C), dtype=np.uint8)
"""The character of each code."""

LAST = 75
"""So many codes are last digits: nearly all numbers have one digit."""
_BITS = 4
"""Bits of a digit with more to come."""
WEIGHT = 4
"""Bits of a single character's weight, the lowest of its number."""
_MORE = 4
"""The bit of a unit's number that says that the document has more: steps of up to 15 units are single digits."""


def write(values: Ints) -> tuple[bytes, Indexes]:
    """Numbers one after another, and where each ends."""
    lengths = np.ones(len(values), dtype=np.int8)
    long = np.flatnonzero(values >= LAST)
    at, left = long, values[long]
    while len(at):
        lengths[at] += 1
        left = left >> _BITS
        going = left >= LAST
        at, left = at[going], left[going]
    ends = np.cumsum(lengths, dtype=np.int64)
    out = np.empty(int(ends[-1]) if len(ends) else 0, dtype=np.uint8)
    out[ends - 1] = CODES[:LAST].take(values, mode="clip")  # right where one digit is enough
    at, left = ends[long] - lengths[long], values[long]
    while len(at):
        last = left < LAST
        out[at] = CODES[np.where(last, left, LAST + (left & ((1 << _BITS) - 1)))]
        at, left = at[~last] + 1, left[~last] >> _BITS
    return out.tobytes(), ends


def column(values: Sequence[int]) -> str:
    """Numbers one after another."""
    return write(np.array(values, dtype=np.int32))[0].decode()


def unit_lists(new_list: Flags, documents: Ints, units: Ints) -> Iterator[str]:
    """Lists of units. The columns have a row a posting, sorted within each list, which begins where ``new_list`` is."""
    new_document = new_list | changes(documents)
    at = np.cumsum(1 + new_document.astype(np.int8), dtype=np.int64) - 1  # of the unit; the document's is before it
    values = np.empty(int(at[-1]) + 1 if len(at) else 0, dtype=np.int32)
    more = np.append(~new_document[1:], False)[: len(units)]
    steps = _steps(units, new_document)
    low = (1 << _MORE) - 1
    values[at] = (steps & ~low) << 1 | more.astype(np.int32) << _MORE | steps & low
    leading = np.flatnonzero(new_document)
    values[at[leading] - 1] = _steps(documents[leading], new_list[leading])
    text, ends = write(values)
    return _cut(text, ends[at[_last(new_list)]])


def document_lists(new_list: Flags, documents: Ints, weights: Ints | None = None) -> Iterator[str]:
    """Lists of documents, each with its weight if ``weights`` are given; columns as in :func:`unit_lists`."""
    steps = _steps(documents, new_list)
    text, ends = write(steps if weights is None else steps << WEIGHT | weights)
    return _cut(text, ends[_last(new_list)])


def _steps(values: Ints, new: Flags) -> Ints:
    """Each value less the one before and one more; the first of each run from -1."""
    steps = values.copy()
    steps[1:] -= (values[:-1] + 1) * ~new[1:]
    return steps


def _last(new: Flags) -> npt.NDArray[np.intp]:
    """The last row of each run."""
    return np.append(np.flatnonzero(new)[1:], len(new)) - 1 if len(new) else np.empty(0, dtype=np.intp)


def _cut(text: bytes, ends: Indexes) -> Iterator[str]:
    whole, start = text.decode("ascii"), 0
    for end in ends.tolist():
        yield whole[start:end]
        start = end
