"""The numbers of the index (docs/search-index.md, Numbers), written many at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]

CODES = np.frombuffer(bytes(code for code in range(0x23, 0x7F) if code != 0x5C), dtype=np.uint8)
"""The character of each code."""

_BITS = np.array([5, 3], dtype=np.int32)
"""Bits of a digit with more to come, in a D and in a U number."""
_MORE = np.array([32, 80], dtype=np.int32)
"""The code of the first of these."""
_MANY = np.array([32, 16], dtype=np.int32)
"""How many last digits there are."""
_LAST = np.array([0, 64], dtype=np.int32)
"""The code of the first of these."""


def write(values: Ints, is_unit: Flags) -> tuple[bytes, Ints]:
    """Numbers one after another, D or U as ``is_unit`` says; and where each ends."""
    kind = is_unit.astype(np.int8)
    many = _MANY[kind]
    lengths = np.ones(len(values), dtype=np.int32)
    long = np.flatnonzero(values >= many)
    left = values[long]
    while len(left):
        lengths[long] += 1
        left = left >> _BITS[kind[long]]
        going = left >= many[long]
        long, left = long[going], left[going]
    ends = np.cumsum(lengths, dtype=np.int32)
    at = ends - lengths
    out = np.empty(int(ends[-1]) if len(ends) else 0, dtype=np.uint8)
    out[at] = CODES[_LAST[kind] + np.minimum(values, many - 1)]  # right where one digit is enough
    long = np.flatnonzero(lengths > 1)
    left, at, kind, many = values[long], at[long], kind[long], many[long]
    while len(left):
        last = left < many
        base = _BITS[kind]
        digit = left & ((1 << base) - 1)
        out[at] = CODES[np.where(last, _LAST[kind] + left, _MORE[kind] + digit)]
        going = ~last
        left, at, kind, many = (left >> base)[going], at[going] + 1, kind[going], many[going]
    return out.tobytes(), ends


def column(values: Sequence[int]) -> str:
    """D numbers one after another."""
    return write(np.array(values, dtype=np.int32), np.zeros(len(values), dtype=bool))[0].decode()


def unit_lists(new_list: Flags, documents: Ints, units: Ints) -> Iterator[str]:
    """Lists of units. The columns have a row a posting, sorted within each list, which begins where ``new_list`` is."""
    new_document = new_list | changes(documents)
    at = np.cumsum(1 + new_document.astype(np.int32), dtype=np.int32) - 1  # of the unit; the document's is before it
    values = np.empty(int(at[-1]) + 1 if len(at) else 0, dtype=np.int32)
    is_unit = np.zeros(len(values), dtype=bool)
    values[at], is_unit[at] = _steps(units, new_document), True
    leading = np.flatnonzero(new_document)
    values[at[leading] - 1] = _steps(documents[leading], new_list[leading])
    text, ends = write(values, is_unit)
    return _cut(text, ends[at[_last(new_list)]])


def document_lists(new_list: Flags, documents: Ints, weights: Ints | None = None) -> Iterator[str]:
    """Lists of documents, with one U number each if ``weights`` are given; columns as in :func:`unit_lists`."""
    steps = _steps(documents, new_list)
    if weights is None:
        text, ends = write(steps, np.zeros(len(steps), dtype=bool))
        return _cut(text, ends[_last(new_list)])
    values = np.stack((steps, weights), axis=1).reshape(-1)
    text, ends = write(values, np.tile(np.array([False, True]), len(steps)))
    return _cut(text, ends[1::2][_last(new_list)])


def changes(values: npt.NDArray[np.generic]) -> Flags:
    """Where a value differs from the one before; true for the first."""
    changed = np.ones(len(values), dtype=bool)
    np.not_equal(values[1:], values[:-1], out=changed[1:])
    return changed


def _steps(values: Ints, new: Flags) -> Ints:
    """Each value less the one before and one more; the first of each run from -1."""
    steps = values.copy()
    steps[1:] -= np.where(new[1:], 0, values[:-1] + 1)
    return steps


def _last(new: Flags) -> npt.NDArray[np.intp]:
    """The last row of each run."""
    return np.append(np.flatnonzero(new)[1:], len(new)) - 1 if len(new) else np.empty(0, dtype=np.intp)


def _cut(text: bytes, ends: Ints) -> Iterator[str]:
    whole, start = text.decode("ascii"), 0
    for end in ends.tolist():
        yield whole[start:end]
        start = end
