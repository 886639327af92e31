"""Generated outlines, rendered in many families and with errors, are read back."""

from __future__ import annotations

import pytest

from benchmarks.evaluate import round_trip


@pytest.mark.slow
def test_without_errors_all_is_found() -> None:
    tally = round_trip(range(200), noise=0.0)
    assert (tally.f1, tally.f1_level) == (1.0, 1.0)


@pytest.mark.slow
@pytest.mark.parametrize(("noise", "floor", "levels"), [(0.15, 0.985, 0.95), (0.35, 0.97, 0.94)])
def test_errors_are_repaired(noise: float, floor: float, levels: float) -> None:
    tally = round_trip(range(200), noise=noise)
    assert tally.f1 >= floor
    assert tally.f1_level >= levels
