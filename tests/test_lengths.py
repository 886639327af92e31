"""How long sections are, and the strip that shows it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.lengths import STRIP, Length, briefly, lengths, strip
from generator.model import Block, Outline, Section


def section(depth: int, size: int, kind: str = "paragraph") -> Section:
    return Section("修堤", depth, 1, blocks=(Block("堤" * size, 1, kind),) if size else ())  # type: ignore[arg-type]


def test_a_section_is_as_long_as_all_below_it() -> None:
    outline = Outline("题", sections=(section(1, 8), section(2, 18), section(3, 28), section(2, 38), section(1, 48)))
    assert lengths(outline) == [Length(10, 100), Length(20, 50), Length(30, 30), Length(40, 40), Length(50, 50)]


def test_what_is_not_read_aloud_has_no_length() -> None:
    assert lengths(Outline("题", sections=(section(1, 90, "table"),))) == [Length(2, 2)]


def test_the_strip_shows_shares() -> None:
    outline = Outline("题", opening=(Block("堤" * 100, 1),), sections=(section(1, 198), section(2, 98)))
    bars = strip(outline, lengths(outline))
    assert [bar.section for bar in bars] == [-1, 0, 1]
    widths = [bar.width for bar in bars]
    assert widths[0] == pytest.approx(widths[2], abs=1)
    assert widths[1] == pytest.approx(2 * widths[0], abs=2)
    assert bars[0].x == 0
    assert bars[-1].x + bars[-1].width == STRIP


@given(st.lists(st.tuples(st.integers(1, 6), st.integers(0, 300)), max_size=60), st.integers(0, 300))
def test_bars_stand_side_by_side(sizes: list[tuple[int, int]], opening: int) -> None:
    sections = tuple(section(depth, size) for depth, size in sizes)
    outline = Outline("题", opening=(Block("堤" * opening, 1),) if opening else (), sections=sections)
    bars = strip(outline, lengths(outline))
    assert not bars or bars[-1].x + bars[-1].width in (STRIP, STRIP + 1)
    for before, after in pairwise(bars):
        assert before.width >= 1
        assert before.x + before.width < after.x + 1


def test_no_strip_of_one() -> None:
    outline = Outline("题", sections=(section(1, 90),))
    assert strip(outline, lengths(outline)) == []


@pytest.mark.parametrize(
    ("count", "said"),
    [(1, "10 秒"), (110, "30 秒"), (205, "1 分"), (220, "1 分"), (330, "1 分半"), (1320, "6 分"), (2640, "12 分")],
)
def test_times_for_a_narrow_place(count: int, said: str) -> None:
    assert briefly(count) == said
