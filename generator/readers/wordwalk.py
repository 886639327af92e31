"""A walk over a Word document's XML: every word that its reader sees, in order.

The XML is walked here and not through a library's paragraphs, which leave out what stands in fields, content
controls, insertions and text boxes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Final
from xml.etree.ElementTree import Element

from generator.model import Place
from generator.readers.wordstyles import VAL, Face, Form, Styles, W

_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

# Elements that only wrap what is in them, around blocks and around runs.
_WRAPPERS: Final = frozenset(
    W + name
    for name in ("hyperlink", "ins", "moveTo", "smartTag", "customXml", "sdt", "sdtContent", "fldSimple", "dir", "bdo")
) | {_M + "oMathPara"}
_DELETED: Final = frozenset((W + "del", W + "moveFrom"))

# Within text a line end is a space to Word.
_LINE_END: Final = re.compile("[\n\r\x85\u2028\u2029]+")

# Signs of the Wingdings face that forms and lists use; the rest have no letter of their own.
_SIGNS: Final = {0x6C: "●", 0x6E: "■", 0x75: "◆", 0xA8: "□", 0xE0: "→", 0xFC: "✓", 0xFB: "✗", 0xFE: "☑"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text set in one way; a line end in it is a soft break."""

    text: str
    face: Face


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the manuscript to be, once the face of the body is known."""

    pieces: tuple[Piece, ...]
    number: int
    place: Place
    form: Form
    table: int = 0

    @property
    def text(self) -> str:
        """The paragraph's text as written."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(slots=True)
class Walk:
    """Collects a document's paragraphs; call :meth:`blocks` for each of its stories."""

    styles: Styles
    paragraphs: list[Paragraph] = field(default_factory=list)
    """Those with text."""
    counts: Counter[str] = field(default_factory=Counter)
    """How often something was met that the keeper may want to know of: ``deleted``, ``hidden``, ``numbered``,
    ``pictures``, ``comments``, ``embedded``, ``symbols``."""
    references: list[tuple[str, str]] = field(default_factory=list)
    """Marks of footnotes and endnotes in order, as (kind, id)."""
    _number: int = 0
    _tables: int = 0

    def blocks(self, parent: Element, place: Place) -> None:
        """Take the paragraphs and tables of an element."""
        for block in self._blocks(parent):
            if block.tag == W + "tbl":
                self._table(block, place)
            else:
                self._paragraph(block, place)

    def _blocks(self, parent: Element) -> Iterator[Element]:
        for child in self._unwrapped(parent):
            if child.tag in (W + "p", W + "tbl"):
                yield child
            elif child.tag == W + "altChunk":
                self.counts["embedded"] += 1

    def _unwrapped(self, parent: Element) -> Iterator[Element]:
        """Children, with those of mere wrappers in their place and without deleted ones."""
        for child in parent:
            tag = child.tag
            if tag in _WRAPPERS:
                yield from self._unwrapped(child)
            elif tag == _MC + "AlternateContent":
                # The same content twice, for newer and older programs.
                choice = child.find(_MC + "Choice")
                chosen = child.find(_MC + "Fallback") if choice is None else choice
                if chosen is not None:
                    yield from self._unwrapped(chosen)
            elif tag in _DELETED:
                self.counts["deleted"] += 1
            else:
                yield child

    def _paragraph(self, paragraph: Element, place: Place) -> None:
        form = self.styles.form(paragraph)
        pieces, boxes = self._content(paragraph, form)
        own = Place.ITEM if place is Place.BODY and form.list_level and not form.level else place
        for part in _split_lines(pieces):
            self._add(part, own, form)
        self._text_boxes(boxes, place)

    def _text_boxes(self, boxes: list[Element], place: Place) -> None:
        for box in boxes:
            self.blocks(box, Place.TEXTBOX if place is Place.BODY else place)

    def _table(self, table: Element, place: Place) -> None:
        self._tables += 1
        number = self._tables
        for row in self._unwrapped(table):
            if row.tag != W + "tr":
                continue
            if row.find(f"{W}trPr/{W}del") is not None:
                self.counts["deleted"] += 1
                continue
            cells = [cell for cell in self._unwrapped(row) if cell.tag == W + "tc"]
            if len(cells) == 1 and _is_frame(cells[0]):
                self.blocks(cells[0], place)
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
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            if merge is None or merge.get(VAL) == "restart":
                form = self._cell(cell, pieces, boxes)
            pieces += [Piece("\t", Face())] * (_columns(cell) - 1)
        self._add(pieces, Place.ROW if place is Place.BODY else place, form, table)
        self._text_boxes(boxes, place)

    def _cell(self, cell: Element, pieces: list[Piece], boxes: list[Element]) -> Form:
        """Add a cell's paragraphs, and those of tables within it, joined by spaces; gives the last one's form."""
        form = Form()
        for block in self._blocks(cell):
            if block.tag == W + "tbl":
                for row in self._unwrapped(block):
                    for inner in self._unwrapped(row) if row.tag == W + "tr" else ():
                        form = self._cell(inner, pieces, boxes)
                continue
            form = self.styles.form(block)
            found, inner_boxes = self._content(block, form)
            boxes += inner_boxes
            if found:
                pieces += [Piece(" ".join(piece.text.split("\n")).replace("\t", " "), piece.face) for piece in found]
                pieces.append(Piece(" ", found[-1].face))
        if pieces and pieces[-1].text == " ":
            pieces.pop()
        return form

    def _content(self, paragraph: Element, form: Form) -> tuple[list[Piece], list[Element]]:
        """The text of a paragraph, and the text boxes that hang on it."""
        pieces: list[Piece] = []
        boxes: list[Element] = []
        for run in self._unwrapped(paragraph):
            if run.tag == W + "r":
                text = "".join(self._run(run, boxes))
                face = self.styles.face(run, form.face)
                if text and face.hidden:
                    self.counts["hidden"] += 1
                elif text:
                    pieces.append(Piece(text, face))
            elif run.tag == _M + "oMath":
                pieces.append(Piece("".join(item.text or "" for item in run.iter(_M + "t")), form.face))
        if form.list_level and pieces:
            self.counts["numbered"] += 1
        return pieces, boxes

    def _run(self, run: Element, boxes: list[Element]) -> Iterator[str]:
        for item in self._unwrapped(run):
            match item.tag.removeprefix(W):
                case "t":
                    yield _LINE_END.sub(" ", item.text or "")
                case "tab" | "ptab":
                    yield "\t"
                case "br" | "cr":
                    yield "\n"
                case "noBreakHyphen":
                    yield "-"
                case "sym":
                    yield self._symbol(item.get(W + "char", ""))
                case "ruby":
                    # The reading stands after its word, though before it in the file.
                    for part in ("rubyBase", "rt"):
                        for inner in item.iterfind(f"{W}{part}/{W}r"):
                            yield from self._run(inner, boxes)
                case "footnoteReference" | "endnoteReference" as mark:
                    self.references.append((mark.removesuffix("Reference"), item.get(W + "id", "")))
                case "commentReference":
                    self.counts["comments"] += 1
                case "drawing" | "pict" | "object":
                    found = list(_outermost(item, W + "txbxContent"))
                    boxes += found
                    self.counts["pictures"] += not found

    def _symbol(self, code: str) -> str:
        try:
            point = int(code, 16)
        except ValueError:
            point = 0
        letter = chr(point) if 0x20 <= point < 0xD800 else ""
        sign = _SIGNS.get(point - 0xF000, letter)
        self.counts["symbols"] += not sign
        return sign

    def _add(self, pieces: list[Piece], place: Place, form: Form, table: int = 0) -> None:
        self._number += 1
        if any(piece.text.strip() for piece in pieces):
            self.paragraphs.append(Paragraph(tuple(pieces), self._number, place, form, table))


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
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    value = span.get(VAL, "") if span is not None else ""
    return min(max(int(value), 1), 63) if value.isdecimal() else 1


def _outermost(element: Element, tag: str) -> Iterator[Element]:
    for child in element:
        if child.tag == tag:
            yield child
        else:
            yield from _outermost(child, tag)
