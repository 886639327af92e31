"""From glyphs on a page to rows of text in reading order; what PDF and OFD have in common.

Lengths are points, ``x`` runs to the right and ``y`` down from the top of the page. A row is what stands on one
baseline in one column: a quote set in a second font stays in its sentence because rows are put together by place,
not by the order of the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import isnan
from operator import attrgetter
from statistics import median
from typing import Final, NamedTuple

# All of these are in parts of the type's size.
_BASELINE: Final = 0.3
"""How far baselines of one row may lie apart."""
_SPACE_LATIN: Final = 0.16
"""Least gap between Latin letters that is a space: a space is 0.22 to 0.33 wide."""
_SPACE_HAN: Final = 0.18
"""Least gap beside a Han character that is one, over what is usual in its row."""
_SPACE_WIDE: Final = 0.6
"""The same beside a mark, whose room is squeezed and spread, and between Han and Latin where all have a gap."""
_SPACE_KEPT: Final = 0.12
"""A space character beside a Han character that takes less room was invented by the program."""
_CELL: Final = 2.0
"""Least gap that separates cells rather than words."""
_GUTTER: Final = 1.2
"""Least width between two columns."""

_LEAST_ROWS: Final = 3
"""Fewest rows of a column."""
_FILLED: Final = 0.6
"""How much of its width a column's rows fill; cells of a table fill less."""
_FARTHEST: Final = 20_000.0
"""Points; the largest page of a PDF measures 14,400 (ISO 32000-1, annex C)."""
_BIN: Final = 2.0
"""Points that the search for a gutter takes at a time."""


class Face(NamedTuple):
    """What a stretch of text is set in."""

    font: str
    bold: bool = False


class Glyph(NamedTuple):
    """A character, white space included, in its place."""

    text: str
    x0: float
    x1: float
    y: float
    """Its baseline."""
    size: float
    face: Face


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its size and its glyphs in the order of the file."""

    number: int
    """From 1."""
    width: float
    height: float
    glyphs: Sequence[Glyph]
    asides: Sequence[Sequence[Glyph]] = ()
    """What runs askew or upward, each in its own order: watermarks, notes on the margin."""


@dataclass(slots=True)
class Row:
    """A line of text on a page."""

    page: int
    glyphs: list[Glyph]
    """From left to right; the first is not white space."""
    x0: float
    x1: float
    """Where the last glyph that is not white space ends."""
    y: float
    size: float
    """Of most of its characters."""
    text: str = ""
    faces: list[Face] = field(default_factory=list)
    """The face of every character of ``text``."""
    cells: int = 1
    """Stretches that wide gaps separate; a tab stands for each gap."""
    column: int = 0
    """0: the whole width; 1 and 2: left and right of a gutter."""

    @property
    def width(self) -> float:
        """From its first to its last glyph."""
        return self.x1 - self.x0


def is_wide(character: str) -> bool:
    """Whether a character is set on a full square: Han, kana, full-width and CJK punctuation, quotes and dashes."""
    return character >= "\u2e80" or "\u2014" <= character <= "\u2026" or "\u2150" <= character <= "\u27ff"


def rows_of(sheet: Sheet) -> list[Row]:
    """The rows of a page in reading order: of two columns the left one first."""
    glyphs = _within(sheet.glyphs)
    solid = [glyph.size for glyph in glyphs if not glyph.text.isspace()]
    if not solid:
        return []
    size = median(solid)
    lines = [[_row(sheet.number, piece) for piece in _pieces(line, size * _GUTTER)] for line in _lines(glyphs)]
    rows = list(_in_order(lines, size))
    beside_latin = _SPACE_WIDE if _is_autospaced(rows) else _SPACE_HAN
    for row in rows:
        _compose(row, beside_latin)
    return rows


def aside_of(page: int, glyphs: Sequence[Glyph]) -> Row:
    """What stands aside as a row without a place; its text may be empty."""
    text = "".join(glyph.text for glyph in glyphs).strip()
    faces = [glyphs[0].face] * len(text)
    return Row(page, list(glyphs), 0.0, 0.0, 0.0, _clamped(glyphs[0].size), text, faces)


def _within(glyphs: Sequence[Glyph]) -> Sequence[Glyph]:
    """The glyphs, those of a damaged file moved to where they can be reckoned with."""
    if all(
        -_FARTHEST < glyph.x0 <= glyph.x1 < _FARTHEST and abs(glyph.y) < _FARTHEST and 1.0 <= glyph.size <= _FARTHEST
        for glyph in glyphs
    ):
        return glyphs
    return [
        Glyph(text, _clamped(x0), max(_clamped(x0), _clamped(x1)), _clamped(y), max(1.0, _clamped(size)), face)
        for text, x0, x1, y, size, face in glyphs
    ]


def _clamped(length: float) -> float:
    return 0.0 if isnan(length) else max(-_FARTHEST, min(_FARTHEST, length))


# --- rows -------------------------------------------------------------------------------------------------------


def _lines(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Glyphs by baseline, from the top; each line from left to right and not of white space only."""
    groups: list[list[Glyph]] = []
    base = float("-inf")
    for glyph in sorted(glyphs, key=attrgetter("y")):
        if glyph.y - base <= _BASELINE * glyph.size:
            groups[-1].append(glyph)
        else:
            groups.append([glyph])
            base = glyph.y
    lines = [group for group in groups if any(not glyph.text.isspace() for glyph in group)]
    for line in (lines := _with_raised(lines)):
        line.sort(key=lambda glyph: glyph.x0 + glyph.x1)
    return lines


def _with_raised(lines: list[list[Glyph]]) -> list[list[Glyph]]:
    """Put superscripts and subscripts into the line that they touch."""
    if len(lines) < 2:
        return lines
    merged: list[list[Glyph]] = []
    for index, line in enumerate(lines):
        size = max(glyph.size for glyph in line)
        for other in (lines[index + 1] if index + 1 < len(lines) else [], merged[-1] if merged else []):
            if other and _is_raised(line, size, other):
                other.extend(line)
                break
        else:
            merged.append(line)
    return merged


def _is_raised(line: list[Glyph], size: float, other: list[Glyph]) -> bool:
    large = max(glyph.size for glyph in other)
    if size > 0.8 * large or not -0.3 * large <= other[0].y - line[0].y <= 0.6 * large:
        return False
    return all(any(abs(small.x0 - big.x1) <= large for big in other) for small in line[:1])


def _pieces(line: list[Glyph], gap: float) -> Iterator[list[Glyph]]:
    """Cut a line at wide gaps; white space ends a piece and begins none."""
    piece: list[Glyph] = []
    end = 0.0
    for glyph in line:
        if glyph.text.isspace():
            if piece:
                piece.append(glyph)
            continue
        if piece and glyph.x0 - end > gap:
            yield piece
            piece = []
        piece.append(glyph)
        end = glyph.x1
    yield piece


def _row(page: int, glyphs: list[Glyph]) -> Row:
    solid = [glyph for glyph in glyphs if not glyph.text.isspace()]
    sizes = sorted(glyph.size for glyph in solid)
    start = min(glyph.x0 for glyph in solid)
    end = max(start, *(glyph.x1 for glyph in solid))
    return Row(page, glyphs, start, end, max(glyph.y for glyph in solid), sizes[len(sizes) // 2])


def _is_autospaced(rows: Sequence[Row]) -> bool:
    """Whether the program put a gap wherever Han and Latin meet, as Word does: a quarter of the size."""
    gaps = [
        (b.x0 - a.x1) / row.size
        for row in rows
        for a, b in pairwise(row.glyphs)
        if is_wide(a.text) != is_wide(b.text) and not a.text.isspace() and not b.text.isspace()
    ]
    return len(gaps) > 1 and sum(gap > 0.1 for gap in gaps) * 2 > len(gaps)


def _compose(row: Row, beside_latin: float) -> None:
    """Write a row's text: its characters, and the spaces that its geometry shows."""
    text: list[str] = []
    faces = row.faces
    spaces = ""
    usual: float | None = None
    last: Glyph | None = None
    for glyph in row.glyphs:
        if glyph.text.isspace():
            spaces += glyph.text
            continue
        if last is not None:
            gap = (glyph.x0 - last.x1) / row.size
            if gap >= _SPACE_KEPT or spaces:
                # Characters that are spread over the line have gaps and no spaces.
                usual = _usual_gap(row) if usual is None else usual
                if between := _between(last.text, glyph.text, gap, usual, spaces, beside_latin):
                    row.cells += between == "\t"
                    text.append(between)
                    faces += [last.face] * len(between)
        text.append(glyph.text)
        faces += [glyph.face] * len(glyph.text)
        last = glyph
        spaces = ""
    row.text = "".join(text)


def _between(a: str, b: str, gap: float, usual: float, spaces: str, beside_latin: float) -> str:
    """What stands between two characters ``gap`` sizes apart, with the ``spaces`` that the file has there."""
    latin = (not is_wide(a)) + (not is_wide(b))
    if spaces:
        return spaces.replace("\xa0", " ") if latin == 2 or gap >= _SPACE_KEPT else ""
    if gap >= _CELL:
        return "\t"
    if a in "—…" or b in "—…":
        # Two of them may be one glyph of double width.
        return ""
    if latin == 2:
        least = _SPACE_LATIN
    elif latin:
        least = beside_latin
    else:
        least = _SPACE_HAN if a.isalnum() and b.isalnum() else _SPACE_WIDE
    return " " if gap - (usual if latin < 2 else 0.0) >= least else ""


def _usual_gap(row: Row) -> float:
    gaps = [b.x0 - a.x1 for a, b in pairwise(row.glyphs) if is_wide(a.text) and is_wide(b.text)]
    return max(0.0, median(gaps)) / row.size if len(gaps) > 3 else 0.0


# --- reading order ----------------------------------------------------------------------------------------------


def _in_order(lines: list[list[Row]], size: float) -> Iterator[Row]:
    """Pieces of lines as rows: those beside each other are one row, but in two columns."""
    gutter = _gutter([piece for line in lines for piece in line], size)
    if gutter is None:
        yield from map(_whole, lines)
        return
    band: list[list[Row]] = []
    for line in lines:
        if any(piece.x0 < gutter < piece.x1 for piece in line):
            yield from _band(band, gutter)
            band = []
            yield _whole(line)
        else:
            band.append(line)
    yield from _band(band, gutter)


def _gutter(pieces: list[Row], size: float) -> float | None:
    """The middle of the widest upright strip near the middle that nearly no piece crosses."""
    left, right = min(piece.x0 for piece in pieces), max(piece.x1 for piece in pieces)
    if right - left < 16 * size:
        return None
    count = int((right - left) / _BIN) + 2
    steps = [0] * (count + 1)
    for piece in pieces:
        steps[int((piece.x0 - left) / _BIN)] += 1
        steps[int((piece.x1 - left) / _BIN) + 1] -= 1
    allowed = len(pieces) // 8
    best = (0, 0)
    covered = run = 0
    for index in range(count):
        covered += steps[index]
        run = run + 1 if covered <= allowed else 0
        if 0.3 * count < index - run / 2 < 0.7 * count:
            best = max(best, (run, index))
    run, index = best
    if run * _BIN < _GUTTER * size:
        return None
    return left + (index - run / 2 + 0.5) * _BIN


def _band(lines: list[list[Row]], gutter: float) -> Iterator[Row]:
    """Lines of which none crosses the gutter: two columns where both are filled, else rows."""
    sides = [[piece for line in lines for piece in line if (piece.x0 > gutter) == right] for right in (False, True)]
    if all(_is_column(side) for side in sides):
        for number, right in ((1, False), (2, True)):
            for line in lines:
                if side := [piece for piece in line if (piece.x0 > gutter) == right]:
                    row = _whole(side)
                    row.column = number
                    yield row
    else:
        yield from map(_whole, lines)


def _is_column(pieces: list[Row]) -> bool:
    if len(pieces) < _LEAST_ROWS:
        return False
    width = max(piece.x1 for piece in pieces) - min(piece.x0 for piece in pieces)
    full = sum(piece.width >= _FILLED * width for piece in pieces)
    return width >= 8 * pieces[0].size and full * 2 >= len(pieces)


def _whole(line: list[Row]) -> Row:
    """The pieces of a line as one row."""
    return _row(line[0].page, [glyph for piece in line for glyph in piece.glyphs]) if len(line) > 1 else line[0]
