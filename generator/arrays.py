"""Runs of equal numbers in arrays."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import numpy.typing as npt

N = TypeVar("N", bound=np.generic)


def changes(values: npt.NDArray[N]) -> npt.NDArray[np.bool_]:
    """Where a value differs from the one before; true for the first."""
    changed = np.ones(len(values), dtype=np.bool_)
    np.not_equal(values[1:], values[:-1], out=changed[1:])
    return changed


def run_starts(values: npt.NDArray[N]) -> npt.NDArray[np.intp]:
    """The indices at which runs of equal values begin."""
    return np.flatnonzero(changes(values))


def distinct(values: npt.NDArray[N]) -> npt.NDArray[N]:
    """The different values, ascending. As ``numpy.unique``, which would load all of ``numpy.ma`` first."""
    ordered = np.sort(values)
    return ordered[run_starts(ordered)]
