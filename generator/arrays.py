"""Runs of equal numbers in arrays."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import numpy.typing as npt

N = TypeVar("N", bound=np.generic)


def run_starts(values: npt.NDArray[N]) -> npt.NDArray[np.intp]:
    """The indices at which runs of equal values begin."""
    new = np.ones(len(values), dtype=np.bool_)
    np.not_equal(values[1:], values[:-1], out=new[1:])
    return np.flatnonzero(new)


def distinct(values: npt.NDArray[N]) -> npt.NDArray[N]:
    """The different values, ascending. As ``numpy.unique``, which would load all of ``numpy.ma`` first."""
    ordered = np.sort(values)
    return ordered[run_starts(ordered)]
