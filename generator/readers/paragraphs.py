"""From rows on pages to the paragraphs that they were broken from.

A row ends where the next word did not fit: the room at its end is compared with what stands first on the row after
it, with what may not begin a row (避头) or end one (避尾). Where it would have fitted, the paragraph ended. Where it
would not, the first-line indent, the distance of the rows and the type say whether a new paragraph begins.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import Final, Literal, NamedTuple

from generator.model import Line, Place, Style
from generator.readers.furniture import places_of
from generator.readers.layout import Face, Row, Sheet, aside_of, is_wide, rows_of

# In parts of the size.
_INDENT: Final = 1.2
"""Least indent that begins a paragraph; two characters are usual."""
_NARROWEST: Final = 16
"""Narrowest text area of a whole page."""
_SLACK: Final = 0.35
"""How much narrower than its room a word may be that did not fit."""
_APART: Final = 1.25
"""Rows further apart than this many usual distances belong to two paragraphs."""

_NO_START: Final = frozenset("，。、；：！？）》」』】〕〉”’…—·,.;:!?)]}%％")
_NO_END: Final = frozenset("（《「『【〔〈“‘([{")
_STOPS: Final = frozenset("。！？；：!?;:")
_ITEM: Final = re.compile(
    r"[（(]?[一二三四五六七八九十百]{1,4}[、）)．.]|第[一二三四五六七八九十百\d]{1,4}[章节条编部]|[（(]?\d{1,3}[、．.）)](?!\d)|[①-⑳]"
)

# Faces that headings are set in, by a part of their names.
_FAMILIES: Final = (("hei", ("黑", "hei", "gothic", "sanscjk", "hansans")), ("kai", ("楷", "kai")))

Align = Literal["", "center", "right"]
_Kind = tuple[str, bool]


class Heading(NamedTuple):
    """An entry of a document's own outline (bookmarks)."""

    title: str
    level: int
    """From 1."""
    page: int
    """From 1; 0: unknown."""


def lines_of(sheets: Iterable[Sheet]) -> tuple[Line, ...]:
    """The paragraphs of a document, headers and footers of each page where its first and last paragraphs stand."""
    kept: list[Sheet] = []
    pages: list[list[Row]] = []
    for sheet in sheets:
        pages.append(rows_of(sheet))
        kept.append(replace(sheet, glyphs=()))
    places = places_of(kept, pages)
    for sheet, rows in zip(kept, pages, strict=True):
        asides = [aside_of(sheet.number, aside) for aside in sheet.asides]
        rows[:0] = asides = [aside for aside in asides if aside.text]
        places |= dict.fromkeys(map(id, asides), Place.HEADER)
    frames = _frames(kept, pages, places)
    usual = _usual_kind(row for rows in pages for row in rows if id(row) not in places)
    paragraphs = list(_paragraphs(pages, places, frames))
    tables = _tables(paragraphs)
    return tuple(_line(paragraph, index + 1, usual, tables.get(index, 0)) for index, paragraph in enumerate(paragraphs))


def with_levels(lines: Sequence[Line], headings: Sequence[Heading]) -> tuple[Line, ...]:
    """Lines with the levels of the outline's entries, each on the first line after the last one's that begins so."""
    found = list(lines)
    squeezed = ["".join(line.text.split()) for line in lines]
    at = 0
    for heading in headings:
        title = "".join(heading.title.split())
        for index in range(at, len(found)) if title else ():
            line = found[index]
            if heading.page and line.style.page > heading.page:
                break
            # A paragraph that began on the page before may hold the heading's page, but not begin with it.
            if line.place is Place.BODY and line.style.page >= heading.page and squeezed[index].startswith(title):
                found[index] = replace(line, style=replace(line.style, level=min(heading.level, 9)))
                at = index + 1
                break
    return tuple(found)


# --- frames -----------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Frame:
    """The text area that the rows of one column have on pages of one kind."""

    left: float
    right: float
    size: float
    pitch: float
    """The usual distance of baselines; 0: unknown."""
    indented: bool
    """Paragraphs begin with an indent."""

    def indent(self, row: Row) -> float:
        """How far a row begins from the left edge, in sizes."""
        return (row.x0 - self.left) / self.size

    def align(self, row: Row) -> Align:
        """How a row that does not fill its line stands in it."""
        left, right = (row.x0 - self.left) / self.size, (self.right - row.x1) / self.size
        if right < 4.2 and left > right + 6 and left * self.size > (self.right - self.left) / 3:
            return "right"
        # An indented paragraph of one line may end anywhere, also two characters early.
        if (
            left >= 1
            and abs(left - right) <= max(1.0, 0.1 * left)
            and not (abs(left - 2) < 0.3 and row.size < 1.1 * self.size)
        ):
            return "center"
        return ""


_Key = tuple[int, int, int, int]


def _key(sheet: Sheet, row: Row) -> _Key:
    # Pages bound at the left have other margins at odd and even numbers.
    return round(sheet.width), round(sheet.height), row.column, row.page % 2


def _frames(sheets: Sequence[Sheet], pages: Sequence[Sequence[Row]], places: dict[int, Place]) -> dict[int, _Frame]:
    """The frame of every row, by ``id``."""
    groups: dict[_Key, list[Row]] = {}
    widths: dict[_Key, float] = {}
    for sheet, rows in zip(sheets, pages, strict=True):
        for row in rows:
            if id(row) not in places:
                key = _key(sheet, row)
                groups.setdefault(key, []).append(row)
                widths[key] = sheet.width
    found: dict[int, _Frame] = {}
    for key, group in groups.items():
        frame = _frame(group, widths[key] if key[2] == 0 else 0.0)
        found |= dict.fromkeys(map(id, group), frame)
    return found


def _frame(rows: Sequence[Row], width: float) -> _Frame:
    sizes: Counter[float] = Counter()
    for row in rows:
        sizes[round(row.size * 2) / 2] += len(row.text)
    size = max(sizes, key=sizes.__getitem__)
    # A few rows may stand outside: a label, a mark that hangs over the edge.
    enough = max(2, len(rows) // 30)
    left = _outer(sorted(row.x0 for row in rows), 0.5 * size, enough)
    right = -_outer(sorted(-row.x1 for row in rows), 0.6 * size, max(3, len(rows) // 10))
    if width and right < width - left - 3 * size:
        long = sum(row.width > (right - left) / 2 for row in rows)
        ends = sum(row.x1 > right - 1.5 * size for row in rows)
        if right - left < _NARROWEST * size or ends < max(3, long / 2):
            # No row fills the page: it is as wide as its margins are alike.
            right = width - left
    pitches = Counter(
        round((b.y - a.y) * 2) / 2 for a, b in pairwise(rows) if a.page == b.page and 0.9 < (b.y - a.y) / size < 3.5
    )
    # Short paragraphs that stand apart may be more than the rows within paragraphs.
    pitch = min((pitch for pitch, count in pitches.items() if count * 12 >= pitches.total()), default=0.0)
    indents = sum(_INDENT <= (row.x0 - left) / size <= 3 for row in rows)
    flush = sum((row.x0 - left) / size < 0.6 for row in rows)
    return _Frame(left, right, size, pitch, indents >= 2 and indents * 8 >= len(rows) and flush > 0)


def _outer(values: list[float], near: float, enough: int) -> float:
    """The first of sorted values that has ``enough`` values near it, else the first."""
    for index, value in enumerate(values):
        if index + enough <= len(values) and values[index + enough - 1] - value <= near:
            return value
    return values[0]


# --- paragraphs -------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Paragraph:
    """Rows that belong together."""

    rows: list[Row]
    place: Place
    align: Align = ""


def _paragraphs(
    pages: Sequence[Sequence[Row]], places: dict[int, Place], frames: dict[int, _Frame]
) -> Iterator[_Paragraph]:
    """Paragraphs in order; a footer stands after the paragraph that goes on over its page's end."""
    current: _Paragraph | None = None
    waiting: list[_Paragraph] = []
    for rows in pages:
        for row in rows:
            if id(row) in places:
                waiting.append(_Paragraph([row], places[id(row)]))
            elif current is not None and _goes_on(current, row, frames):
                current.rows.append(row)
            else:
                if current is not None:
                    yield current
                yield from waiting
                waiting.clear()
                current = _Paragraph([row], Place.BODY, frames[id(row)].align(row))
    if current is not None:
        yield current
    yield from waiting


def _goes_on(paragraph: _Paragraph, row: Row, frames: dict[int, _Frame]) -> bool:
    """Whether a row continues the paragraph."""
    last = paragraph.rows[-1]
    frame, other = frames[id(last)], frames[id(row)]
    if last.cells > 1 or row.cells > 1 or abs(last.size - row.size) > 0.12 * last.size:
        return False
    if bool(last.column) != bool(row.column) or not _is_full(last, row, frame, paragraph.align == "center"):
        return False
    align = other.align(row)
    if paragraph.align:
        return align == paragraph.align and not _is_apart(last, row, frame)
    stopped = last.text[-1] in _STOPS
    if last.page == row.page and last.column == row.column:
        if _is_apart(last, row, frame):
            return False
    elif not other.indented and stopped:
        return False
    if other.indent(row) < _INDENT:
        # Without indents only the words can tell a paragraph that ends at the very end of its row.
        return other.indented or not (stopped and _ITEM.match(row.text))
    # Deeper: a new paragraph, or all of this one stands deeper (a quotation, an item below its number).
    hanging = abs(row.x0 - last.x0) < 0.5 * row.size if len(paragraph.rows) > 1 else not other.indented
    return hanging and not (stopped and (other.indented or _ITEM.match(row.text)))


def _is_apart(last: Row, row: Row, frame: _Frame) -> bool:
    usual = frame.pitch * max(1.0, row.size / frame.size)
    return bool(usual) and row.y - last.y > _APART * usual


def _is_full(last: Row, row: Row, frame: _Frame, centered: bool) -> bool:
    """Whether the first word of ``row`` had no room at the end of ``last``."""
    room = frame.right - frame.left - last.width if centered else frame.right - last.x1
    return room < _first_width(row) + _SLACK * row.size


def _first_width(row: Row) -> float:
    """The width of what cannot be parted at the start of a row: a Latin word, or a character with its marks."""
    glyphs = row.glyphs
    end = 0
    while end < len(glyphs) - 1 and glyphs[end].text in _NO_END:
        end += 1
    if not is_wide(glyphs[end].text):
        while end < len(glyphs) - 1 and not is_wide(glyphs[end + 1].text) and not glyphs[end + 1].text.isspace():
            end += 1
    # What may not begin a row stays with the word before it.
    while end < len(glyphs) - 1 and glyphs[end + 1].text in _NO_START:
        end += 1
    return glyphs[end].x1 - glyphs[0].x0


# --- lines ------------------------------------------------------------------------------------------------------


def _line(paragraph: _Paragraph, number: int, usual: _Kind, table: int) -> Line:
    """A paragraph as a line of the manuscript; a space stands where Latin words meet over a row's end."""
    parts: list[str] = []
    faces: list[Face] = []
    for row in paragraph.rows:
        if parts and not is_wide(parts[-1][-1]) and not is_wide(row.text[0]) and parts[-1][-1] != "-":
            parts.append(" ")
            faces.append(faces[-1])
        parts.append(row.text)
        faces += row.faces
    style = Style(
        bold=tuple(_heavy(faces, usual)),
        font=Counter(faces).most_common(1)[0][0].font,
        size=round(paragraph.rows[0].size * 2) / 2,
        align=paragraph.align,
        table=table,
        page=paragraph.rows[0].page,
    )
    return Line("".join(parts), number, Place.ROW if table else paragraph.place, style)


def _tables(paragraphs: Sequence[_Paragraph]) -> dict[int, int]:
    """The table that a paragraph is a row of, by its index: rows in cells that follow each other."""
    found: dict[int, int] = {}
    table = 0
    run: list[int] = []
    for index, paragraph in enumerate([*paragraphs, None]):
        if paragraph is not None and paragraph.place is not Place.BODY:
            continue
        if paragraph is not None and paragraph.rows[0].cells > 1:
            run.append(index)
            continue
        if len(run) > 1:
            table += 1
            found |= dict.fromkeys(run, table)
        run = []
    return found


def _kind(face: Face) -> _Kind:
    """What sets a face off: its weight, and whether it is one that headings are set in."""
    name = face.font.lower()
    return next((family for family, parts in _FAMILIES if any(part in name for part in parts)), ""), face.bold


def _usual_kind(rows: Iterable[Row]) -> _Kind:
    count: Counter[Face] = Counter()
    for row in rows:
        count.update(row.faces)
    kinds: Counter[_Kind] = Counter()
    for face, characters in count.items():
        kinds[_kind(face)] += characters
    return max(kinds, key=kinds.__getitem__, default=("", False))


def _heavy(faces: Sequence[Face], usual: _Kind) -> Iterator[tuple[int, int]]:
    """Spans in bold or in a heading face, where that is not how the body is set."""
    at = 0
    start = -1
    for face, run in groupby(faces):
        family, bold = _kind(face)
        heavy = (bold and not usual[1]) or bool(family and family != usual[0])
        if heavy and start < 0:
            start = at
        elif not heavy and start >= 0:
            yield start, at
            start = -1
        at += len(list(run))
    if start >= 0:
        yield start, at
