"""A walk over a Word document's stories: its paragraphs and table rows in order, with their automatic numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from xml.etree.ElementTree import Element

from generator.model import Line, Place
from generator.readers.numbering import Counters, Label, Numbering, W, needs_space
from generator.readers.wordruns import Content, Piece, Runs, is_set_in_line, mark_is_deleted, value_of
from generator.readers.wordstyles import Face, Form

_RELATIONSHIP = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the manuscript to be, once the face of the body is known."""

    pieces: tuple[Piece, ...]
    number: int
    place: Place
    form: Form = Form()
    table: int = 0
    label: int = 0
    """How many characters of the text are its automatic number."""
    depth: int = 0
    """Level in a list, from 1; 0: none."""
    line: Line | None = None
    """It comes from a document within this one."""

    @property
    def text(self) -> str:
        """The paragraph's text as written."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class _Open:
    """A paragraph that goes on in the next: its end is deleted, or a style separator."""

    form: Form
    pieces: list[Piece]
    label: Label | None


@dataclass(slots=True)
class Walk:
    """Collects a document's paragraphs; call :meth:`story` for each of its parts."""

    runs: Runs
    numbering: Numbering
    embedded: Callable[[str], Iterable[Line]]
    """The lines of a document that stands within this one, by its relationship's id."""
    paragraphs: list[Paragraph] = field(default_factory=list)
    """Those with text."""
    _counters: Counters = field(init=False)
    _number: int = 0
    _tables: int = 0

    def story(self, parent: Element, place: Place, counters: Counters) -> None:
        """Take the paragraphs and tables of a part; ``counters`` go on where its story goes on."""
        self._counters = counters
        self.runs.start_story()
        self._take(parent, place)

    def _take(self, parent: Element, place: Place) -> None:
        waiting: _Open | None = None
        for block in self._blocks(parent):
            if block.tag == W + "p":
                waiting = self._paragraph(block, place, waiting)
                continue
            if waiting:
                self._lines(waiting.pieces, place, waiting.form, waiting.label)
                waiting = None
            if block.tag == W + "tbl":
                self._table(block, place)
            else:
                self._chunk(block, place)
        if waiting:
            self._lines(waiting.pieces, place, waiting.form, waiting.label)

    def _blocks(self, parent: Element) -> Iterator[Element]:
        for child in self.runs.unwrapped(parent):
            if child.tag in (W + "p", W + "tbl", W + "altChunk"):
                yield child

    def _paragraph(self, paragraph: Element, place: Place, before: _Open | None) -> _Open | None:
        """Take a paragraph, with what came ``before`` of it; give what is left where the next goes on in it."""
        form = self.runs.styles.form(paragraph)
        content = self.runs.content(paragraph, form)
        pieces = [*before.pieces, *content.pieces] if before else content.pieces
        if mark_is_deleted(paragraph):
            self._text_boxes(content.boxes, place)
            return _Open(form, pieces, before.label if before else None) if pieces else None
        if not pieces and self.runs.styles.mark_is_hidden(paragraph, form):
            return None
        if content.contents and place is Place.BODY:
            place = Place.CONTENTS
        label = before.label if before and before.label else self._count(form)
        if pieces and is_set_in_line(paragraph):
            self._text_boxes(content.boxes, place)
            return _Open(form, pieces, label)
        self._lines(pieces, place, form, label)
        self._text_boxes(content.boxes, place)
        return None

    def _count(self, form: Form) -> Label | None:
        return self._counters.count(form.number, form.list_level) if form.number else None

    def _lines(self, pieces: list[Piece], place: Place, form: Form, label: Label | None) -> None:
        """Add a paragraph as lines at its soft breaks; its number stands before the first that has text."""
        depth = label.level if label and (label.text or label.bullet) else 0
        if label and label.bullet:
            place = Place.ITEM if place is Place.BODY else place
            self.runs.counts["bullets"] += 1
        waiting = label.text if label else ""
        for line in _split_lines(pieces):
            shown = 0
            if waiting and label and any(piece.text.strip() for piece in line):
                line, shown = _labelled(label, line)
                self.runs.counts["numbered"] += 1
                waiting = ""
            self._add(line, place, form, label=shown, depth=depth)
        if waiting:
            self.runs.counts["bare"] += 1

    def _text_boxes(self, boxes: list[Element], place: Place) -> None:
        for box in boxes:
            outer, self._counters = self._counters, Counters(self.numbering)
            self._take(box, Place.TEXTBOX if place in (Place.BODY, Place.CONTENTS) else place)
            self._counters = outer

    def _table(self, table: Element, place: Place) -> None:
        self._tables += 1
        number = self._tables
        for row in self.runs.unwrapped(table):
            if row.tag != W + "tr":
                continue
            if row.find(f"{W}trPr/{W}del") is not None:
                self.runs.counts["deleted"] += 1
                continue
            cells = [cell for cell in self.runs.unwrapped(row) if cell.tag == W + "tc"]
            if len(cells) == 1 and _is_frame(cells[0]):
                self._take(cells[0], place)
            else:
                self._row(cells, place, number)

    def _row(self, cells: list[Element], place: Place, table: int) -> None:
        pieces: list[Piece] = []
        boxes: list[Element] = []
        form = Form()
        for index, cell in enumerate(cells):
            if index:
                pieces.append(Piece("\t", Face()))
            # Word shows nothing of the lower cells of a vertical merge.
            if value_of(cell, f"{W}tcPr/{W}vMerge") in (None, "restart"):
                form = self._cell(cell, pieces, boxes)
            pieces += [Piece("\t", Face())] * (_columns(cell) - 1)
        self._add(pieces, Place.ROW if place is Place.BODY else place, form, table)
        self._text_boxes(boxes, place)

    def _cell(self, cell: Element, pieces: list[Piece], boxes: list[Element]) -> Form:
        """Add a cell's paragraphs, and those of tables within it, joined by spaces; gives the last one's form."""
        form = Form()
        for block in self._blocks(cell):
            if block.tag == W + "tbl":
                for row in self.runs.unwrapped(block):
                    for inner in self.runs.unwrapped(row) if row.tag == W + "tr" else ():
                        form = self._cell(inner, pieces, boxes)
            elif block.tag == W + "altChunk":
                for line in self.embedded(block.get(_RELATIONSHIP, "")):
                    pieces += [Piece(line.text.replace("\t", " "), Face()), Piece(" ", Face())]
            else:
                form = self.runs.styles.form(block)
                content = self.runs.content(block, form)
                boxes += content.boxes
                found = self._cell_pieces(content, form)
                if found:
                    pieces += [
                        Piece(" ".join(piece.text.split("\n")).replace("\t", " "), piece.face) for piece in found
                    ]
                    # Where the end of a paragraph is deleted, the next goes on in it.
                    if not mark_is_deleted(block):
                        pieces.append(Piece(" ", found[-1].face))
        if pieces and pieces[-1].text == " ":
            pieces.pop()
        return form

    def _cell_pieces(self, content: Content, form: Form) -> list[Piece]:
        """A cell's paragraph with its number, which often is all that it holds: the rows are counted so."""
        label = self._count(form)
        if not label or not label.text:
            return content.pieces
        self.runs.counts["numbered"] += 1
        return _labelled(label, content.pieces or [Piece("", form.face)])[0]

    def _chunk(self, chunk: Element, place: Place) -> None:
        base, tables = self._number, self._tables
        for line in self.embedded(chunk.get(_RELATIONSHIP, "")):
            self._number = base + line.number
            if line.style.table:
                self._tables = tables + line.style.table
                line = replace(line, style=replace(line.style, table=self._tables))
            own = line.place if place is Place.BODY else place
            self.paragraphs.append(Paragraph((), self._number, own, line=line))

    def _add(
        self, pieces: list[Piece], place: Place, form: Form, table: int = 0, *, label: int = 0, depth: int = 0
    ) -> None:
        self._number += 1
        if any(piece.text.strip() for piece in pieces):
            self.paragraphs.append(Paragraph(tuple(pieces), self._number, place, form, table, label, depth))


def _labelled(label: Label, pieces: list[Piece]) -> tuple[list[Piece], int]:
    """A line with its number before it, set as what follows, and the number's length with its gap."""
    text = "".join(piece.text for piece in pieces)
    shown = label.text + (" " if label.gap and needs_space(label.text, text) else "")
    face = next((piece.face for piece in pieces if piece.text.strip()), pieces[0].face)
    return [Piece(shown, face), *pieces], len(shown)


def _split_lines(pieces: list[Piece]) -> Iterator[list[Piece]]:
    """Paragraph to lines at its soft breaks; an empty paragraph is one empty line."""
    line: list[Piece] = []
    for piece in pieces:
        first, *others = piece.text.split("\n")
        line.append(Piece(first, piece.face))
        for other in others:
            yield line
            line = [Piece(other, piece.face)]
    yield line


def _is_frame(cell: Element) -> bool:
    """Whether the only cell of a row is a frame around text rather than a cell: it holds several blocks."""
    blocks = (child for child in cell.iter() if child.tag in (W + "p", W + "tbl", W + "altChunk"))
    return len(list(islice(blocks, 2))) > 1


def _columns(cell: Element) -> int:
    """How many columns a cell spans."""
    value = value_of(cell, f"{W}tcPr/{W}gridSpan") or ""
    return min(max(int(value[:3]), 1), 63) if value.isdecimal() else 1
