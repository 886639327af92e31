"""Markdown: headings, bold, lists, quotes and tables are structure; everything else is text as it is written.

The only characters dropped are the markup of those: ``#`` and underlines of headings, ``**``, bullets, ``>``, cell
bars, separator rows, rules, fences, the backslash of an escape, and the front matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from generator import directions
from generator.model import Directions, Line, Manuscript, Note, Place, Style
from generator.readers.base import Reader
from generator.readers.encodings import split_lines
from generator.readers.text import decode_text

_FRONT: Final = re.compile(r"---[ \t]*")
_FRONT_END: Final = re.compile(r"(?:---|\.\.\.)[ \t]*")
_KEY: Final = re.compile(r"\s*[\w-]+\s*:(?:\s|$)")

# `##标题` without a space is a heading to Python-Markdown and to many who write it; `#话题#` is not.
_ATX: Final = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?)(?:[ \t]+#+)?|([^#\s!][^#]*))[ \t]*")
_LONGEST_HEADING: Final = 500
_SETEXT: Final = re.compile(r" {0,3}(=+|-+)[ \t]*")
_RULE: Final = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})")
_FENCE: Final = re.compile(r" {0,3}(`{3,}|~{3,})[ \t]*(?:[A-Za-z][\w+.#-]*)?[ \t]*")
_QUOTE: Final = re.compile(r"(?: {0,3}> ?)+")
_BULLET: Final = re.compile(r"([ \t]*)[-*+][ \t]+(?=\S)")
_NUMBER: Final = re.compile(r"([ \t]*)(?=\d{1,9}[.)][ \t]+\S)")
_SEPARATOR: Final = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?")
_BAR: Final = re.compile(r"(?<!\\)\|")
_MARKUP: Final = re.compile(r"\\([!-/:-@\[-`{-~])|\*\*")


def parse(data: bytes) -> Manuscript:
    """Read a Markdown file; its front matter becomes the directions, and broken front matter a problem note."""
    decoded = decode_text(data)
    rows = split_lines(decoded.text)
    start, given, notes = front_matter(rows)
    broken = any(note.code == "broken-yaml" for note in notes)
    foreign = () if broken or not start else _foreign(rows[: start - 1])
    lines = (*_Scanner(rows, start).scan(), *foreign)
    return Manuscript("md", lines, encoding=decoded.encoding, directions=given, notes=(*decoded.notes, *notes))


def front_mapping(rows: list[str]) -> tuple[int, dict[str, object], tuple[Note, ...]]:
    """Front matter as (number of lines that it takes, mapping, notes); 0 lines where there is none."""
    if not rows or not _FRONT.fullmatch(rows[0].removeprefix("\ufeff")):
        return 0, {}, ()
    end = next((index for index, row in enumerate(rows[1:], 1) if _FRONT_END.fullmatch(row)), 0)
    inside = [row for row in rows[1:end] if row.strip()]
    # Between two rules may also stand text; it is not swallowed.
    if not end or (inside and not _KEY.match(inside[0]) and not inside[0].startswith("#")):
        return 0, {}, ()
    # An empty line for the first rule: line numbers in notes are the file's.
    mapping, notes = directions.from_yaml("\n".join(["", *rows[1:end]]), "文件头")
    return end + 1, mapping, notes


def front_matter(rows: list[str]) -> tuple[int, Directions, tuple[Note, ...]]:
    """Front matter as (number of lines that it takes, directions, notes)."""
    start, mapping, broken = front_mapping(rows)
    given, notes = directions.parse(mapping, "文件头")
    return start, given, broken + notes


def _foreign(rows: list[str]) -> Iterator[Line]:
    """The rows of front matter under keys that mean nothing here, as a page header: 密级: 秘密★1年."""
    strange = False
    for number, row in enumerate(rows[1:], 2):
        if not row.startswith((" ", "\t", "-")):
            key = row.partition(":")[0].strip()
            strange = key not in directions.KEYS | directions.PAGE_KEYS
        if strange and row.strip():
            yield Line(row, number, Place.HEADER)


@dataclass(slots=True)
class _Scanner:
    """One pass over the lines; what it must remember from line to line."""

    rows: list[str]
    at: int
    """Index of the line to read next."""
    indents: list[int] = field(default_factory=list)
    """Columns of the open list items."""
    paragraph: int = 0
    """How many lines the paragraph has so far."""
    tables: int = 0
    unclosed: set[str] = field(default_factory=set)
    """Fences that nothing further down closes."""

    def scan(self) -> Iterator[Line]:
        while self.at < len(self.rows):
            row = self._row(self.at)
            if not row.strip():
                self.paragraph = 0
                self.at += 1
            elif fence := self._fence_end(row):
                yield from self._plain(self.at + 1, fence)
                self.at = fence + 1
                self.paragraph = 0
            elif self._is_table():
                yield from self._table()
            elif _RULE.fullmatch(row) or (self.paragraph and _SETEXT.fullmatch(row)):
                # An underline that makes no heading divides all the same.
                self.at += 1
                self.paragraph = 0
            else:
                yield from self._text(row)

    def _row(self, index: int) -> str:
        row = self.rows[index]
        quote = _QUOTE.match(row)
        return row[quote.end() :] if quote else row

    def _fence_end(self, row: str) -> int:
        """Index of the line that closes the fence which the row opens; 0 where it opens none."""
        fence = _FENCE.fullmatch(row)
        if not fence or fence[1] in self.unclosed:
            return 0
        closing = re.compile(rf" {{0,3}}{re.escape(fence[1])}[`~]*\s*")
        for index in range(self.at + 1, len(self.rows)):
            if closing.fullmatch(self._row(index)):
                return index
        self.unclosed.add(fence[1])
        return 0

    def _plain(self, start: int, end: int) -> Iterator[Line]:
        for index in range(start, end):
            if text := self._row(index).rstrip():
                yield Line(text, index + 1)

    def _is_table(self) -> bool:
        if self.at + 1 >= len(self.rows):
            return False
        below = self._row(self.at + 1)
        return "|" in below and bool(_SEPARATOR.fullmatch(below.strip())) and bool(_BAR.search(self._row(self.at)))

    def _table(self) -> Iterator[Line]:
        self.tables += 1
        first = self.at
        while self.at < len(self.rows) and _BAR.search(row := self._row(self.at)):
            if self.at != first + 1:
                cells = [_inline(cell.strip()) for cell in _BAR.split(row.strip().removeprefix("|").removesuffix("|"))]
                if line := _join(cells, self.at + 1, self.tables):
                    yield line
            self.at += 1
        self.paragraph = 0

    def _text(self, row: str) -> Iterator[Line]:
        number = self.at + 1
        self.at += 1
        if len(row) <= _LONGEST_HEADING and (heading := _ATX.fullmatch(row)):
            self.paragraph = 0
            self.indents.clear()
            yield from _line(heading[2] or heading[3] or "", number, level=len(heading[1]))
            return
        bullet = _BULLET.match(row) or _NUMBER.match(row)
        if bullet:
            self.paragraph = 1
            yield from _line(row[bullet.end() :], number, Place.ITEM, depth=self._depth(bullet[1]))
            return
        if not self.paragraph and not row.startswith((" ", "\t")):
            self.indents.clear()
        self.paragraph += 1
        level = self._underline(row)
        yield from _line(row, number, level=level, depth=0 if level else len(self.indents))

    def _depth(self, indent: str) -> int:
        column = len(indent.expandtabs(4))
        while self.indents and self.indents[-1] > column:
            self.indents.pop()
        # One column more is a slip, not a level.
        if not self.indents or column >= self.indents[-1] + 2:
            self.indents.append(column)
        return len(self.indents)

    def _underline(self, row: str) -> int:
        """The level that an underline below gives the row, which it takes; 0: none."""
        below = _SETEXT.fullmatch(self._row(self.at)) if self.at < len(self.rows) else None
        if not below or self.paragraph != 1 or len(row) > 60 or row.rstrip().endswith(("。", "；", "，")):
            return 0
        self.at += 1
        self.paragraph = 0
        return 1 if below[1][0] == "=" else 2


def _line(markup: str, number: int, place: Place = Place.BODY, level: int = 0, depth: int = 0) -> Iterator[Line]:
    text, bold = _inline(markup.rstrip())
    if text.strip():
        yield Line(text, number, place, Style(level=level, depth=depth, bold=bold))


def _join(cells: list[tuple[str, tuple[tuple[int, int], ...]]], number: int, table: int) -> Line | None:
    """A table row; trailing empty cells leave no tabs."""
    text, bold = "", []
    for index, (cell, spans) in enumerate(cells):
        text += "\t" if index else ""
        bold += [(len(text) + start, len(text) + end) for start, end in spans]
        text += cell
    text = text.rstrip()
    return Line(text, number, Place.ROW, Style(table=table, bold=tuple(bold))) if text else None


def _inline(markup: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text without the asterisks of bold and the backslashes of escapes, and where it is bold."""
    if "**" not in markup and "\\" not in markup:
        return markup, ()
    marks = [match for match in _MARKUP.finditer(markup) if match[0] == "**"]
    pairs: dict[int, int] = {}
    opening: int | None = None
    for mark in marks:
        start, end = mark.span()
        if opening is None:
            if end < len(markup) and not markup[end].isspace():
                opening = start
        elif start > opening + 2 and not markup[start - 1].isspace():
            pairs[opening] = start
            opening = None
    drop = set(pairs) | set(pairs.values())
    text: list[str] = []
    bold: list[tuple[int, int]] = []
    length = at = began = 0
    for match in _MARKUP.finditer(markup):
        kept = markup[at : match.start()]
        if match[1]:
            kept += match[1]
        elif match.start() not in drop:
            kept += "**"
        text.append(kept)
        length += len(kept)
        at = match.end()
        if match.start() in pairs:
            began = length
        elif match.start() in drop:
            bold.append((began, length))
    text.append(markup[at:])
    return "".join(text), tuple(bold)


READER: Final = Reader("md", parse)
