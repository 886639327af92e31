"""How long the sections of an outline are: the time each takes to say, and the strip that shows their shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .facts import PACE, aloud, units
from .model import Block, Outline

STRIP = 1000
"""The width of the strip in its own units."""
_GAP = 5
_WIDER = 16


@dataclass(frozen=True, slots=True)
class Length:
    """The length of a section in spoken characters, counted as :func:`generator.facts.units` counts."""

    own: int
    """Of its heading and its own paragraphs."""
    whole: int
    """With the sections below it."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A section's place in the strip, in units of which the strip has :data:`STRIP`."""

    section: int
    """Index of the section; -1: what stands before the first."""
    x: int
    width: int


def lengths(outline: Outline) -> list[Length]:
    """The lengths of the sections, in order."""
    own = [units(section.text) + _blocks(section.blocks) for section in outline.sections]
    whole = list(own)
    trail: list[int] = []
    for index, section in enumerate(outline.sections):
        while trail and outline.sections[trail[-1]].depth >= section.depth:
            trail.pop()
        for above in trail:
            whole[above] += own[index]
        trail.append(index)
    return [Length(*pair) for pair in zip(own, whole, strict=True)]


def strip(outline: Outline, found: Sequence[Length]) -> list[Bar]:
    """The strip: a bar for what stands before the first section, if anything, and one for each section's own text.

    Sections of the first depth stand a little apart. Nothing where there are fewer than two bars, or so many that no
    room would be left between them.
    """
    parts = [(-1, 1, _blocks(outline.opening)), *((i, s.depth, found[i].own) for i, s in enumerate(outline.sections))]
    parts = [part for part in parts if part[2]]
    gaps = [0, *(_WIDER if depth == 1 else _GAP for _, depth, _ in parts[1:])]
    room = STRIP - sum(gaps)
    total = sum(size for _, _, size in parts)
    if len(parts) < 2 or room < STRIP // 2:
        return []
    bars: list[Bar] = []
    said = at = 0
    for (section, _, size), gap in zip(parts, gaps, strict=True):
        at += gap
        start, said = round(room * said / total), said + size
        width = round(room * said / total) - start
        bars.append(Bar(section, at + start, max(1, width)))
    return bars


def briefly(count: int) -> str:
    """The time that ``count`` characters take to say, for a narrow place: 40 秒, 2 分半, 12 分."""
    seconds = count * 60 / PACE
    if seconds < 55:
        return f"{max(1, round(seconds / 10)) * 10} 秒"
    if seconds < 585:
        whole, half = divmod(round(seconds / 30), 2)
        return f"{whole} 分半" if half else f"{whole} 分"
    return f"{round(seconds / 60)} 分"


def _blocks(blocks: Sequence[Block]) -> int:
    return sum(units(block.text) for block in blocks if aloud(block))
