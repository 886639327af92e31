"""The numbers of the index (docs/search-index.md, Numbers), written many at a time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]

CODES = np.frombuffer(bytes(code for code in range(0x23, 0x7F) if code != 0x5C), dtype=np.uint8)
"""The character of each code."""

_D = (0, 32, 32, 32)
_U = (64, 80, 16, 8)
"""Code of the first last digit, of the first digit with more to come, how many there are of the one and the other."""


def write(values: Ints, is_unit: npt.NDArray[np.bool_]) -> tuple[bytes, Ints]:
    """Numbers one after another, D or U as ``is_unit`` says; and where each ends."""
    lengths = np.where(is_unit, _length(values, _U), _length(values, _D))
    ends = np.cumsum(lengths)
    out = np.empty(int(ends[-1]) if len(ends) else 0, dtype=np.uint8)
    for kind, chosen in ((_D, ~is_unit), (_U, is_unit)):
        last, more, _, base = kind
        left, at, size = values[chosen], (ends - lengths)[chosen], lengths[chosen]
        for digit in range(int(size.max()) if len(size) else 0):
            final = size == digit + 1
            out[at[final] + digit] = CODES[last + left[final]]
            going = size > digit + 1
            left, at, size = left[going], at[going], size[going]
            out[at + digit] = CODES[more + left % base]
            left = left // base
    return out.tobytes(), ends


def _length(values: Ints, kind: tuple[int, int, int, int]) -> Ints:
    _, _, many, base = kind
    lengths = np.ones(len(values), dtype=np.int64)
    bound = many
    top = int(values.max()) if len(values) else 0
    while bound <= top:
        lengths += values >= bound
        bound *= base
    return lengths


def column(values: Sequence[int]) -> str:
    """D numbers one after another."""
    numbers = np.asarray(values, dtype=np.int64)
    return write(numbers, np.zeros(len(numbers), dtype=bool))[0].decode()


def unit_lists(new_list: npt.NDArray[np.bool_], documents: Ints, units: Ints) -> tuple[str, Ints]:
    """Lists of units, one after another; and where each list ends.

    The columns have a row a posting, sorted within each list, which begins where ``new_list`` is true.
    """
    new_document = new_list.copy()
    new_document[1:] |= documents[1:] != documents[:-1]
    steps = _steps(units, new_document)
    at = np.cumsum(1 + new_document) - 1  # of the unit's number; the document's stands before it
    values = np.empty(int(at[-1]) + 1 if len(at) else 0, dtype=np.int64)
    is_unit = np.zeros(len(values), dtype=bool)
    values[at], is_unit[at] = steps, True
    leading = np.flatnonzero(new_document)
    values[at[leading] - 1] = _steps(documents[leading], new_list[leading])
    text, ends = write(values, is_unit)
    return text.decode(), ends[at[_last(new_list)]]


def document_lists(new_list: npt.NDArray[np.bool_], documents: Ints, weights: Ints | None = None) -> tuple[str, Ints]:
    """Lists of documents, one after another, with one U number each if ``weights`` are given; and where each ends."""
    steps = _steps(documents, new_list)
    if weights is None:
        text, ends = write(steps, np.zeros(len(steps), dtype=bool))
        return text.decode(), ends[_last(new_list)]
    values = np.stack((steps, weights), axis=1).reshape(-1)
    text, ends = write(values, np.tile(np.array([False, True]), len(steps)))
    return text.decode(), ends[1::2][_last(new_list)]


def _steps(values: Ints, new: npt.NDArray[np.bool_]) -> Ints:
    """Each value less the one before and one more; the first of each run from -1."""
    steps = values.copy()
    steps[1:] -= np.where(new[1:], 0, values[:-1] + 1)
    return steps


def _last(new: npt.NDArray[np.bool_]) -> Ints:
    """The row of each list's last posting."""
    if not len(new):
        return np.empty(0, dtype=np.int64)
    return np.append(np.flatnonzero(new)[1:], len(new)) - 1
