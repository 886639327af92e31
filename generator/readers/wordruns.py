"""The runs of a Word paragraph: its words as the reader sees them, with how they are set.

The XML is walked here and not through a library's paragraphs, which leave out what stands in fields, content
controls, insertions and text boxes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.etree.ElementTree import Element, SubElement

from generator.readers.base import INVISIBLE
from generator.readers.numbering import VAL, W
from generator.readers.wordstyles import Face, Form, Styles

_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_V: Final = "{urn:schemas-microsoft-com:vml}"
_WP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_O: Final = "{urn:schemas-microsoft-com:office:office}"

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

_SEAL: Final = re.compile("印章|公章|签章|签名|seal|sign", re.IGNORECASE)
_LONGEST_CODE: Final = 200


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text set in one way; a line end in it is a soft break."""

    text: str
    face: Face


@dataclass(slots=True)
class Content:
    """What a paragraph holds."""

    pieces: list[Piece] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    """The text boxes that hang on it."""
    contents: bool = False
    """Its text stands in a table of contents."""


@dataclass(slots=True)
class _Field:
    """An open field: its code, then, past its separator, its result."""

    code: str = ""
    shown: bool = False

    @property
    def is_contents(self) -> bool:
        """Whether it makes a table of contents (17.16.5.68)."""
        return self.code.lstrip()[:4].upper() == "TOC "


@dataclass(slots=True)
class Runs:
    """Reads the paragraphs of one document in order: a field may span several."""

    styles: Styles
    counts: Counter[str] = field(default_factory=Counter)
    """How often something was met that the keeper may want to know of: ``deleted``, ``hidden``, ``pictures``,
    ``seals``, ``drawings``, ``comments``, ``symbols``."""
    references: list[tuple[str, str]] = field(default_factory=list)
    """Marks of footnotes and endnotes in order, as (kind, id)."""
    _fields: list[_Field] = field(default_factory=list)

    def start_story(self) -> None:
        """Forget the fields that the story before left open."""
        self._fields.clear()

    def unwrapped(self, parent: Element) -> Iterator[Element]:
        """Children, with those of mere wrappers in their place and without deleted ones."""
        for child in parent:
            tag = child.tag
            if tag in _WRAPPERS:
                yield from self.unwrapped(child)
            elif tag == _MC + "AlternateContent":
                # The same content twice, for newer and older programs.
                choice = child.find(_MC + "Choice")
                chosen = child.find(_MC + "Fallback") if choice is None else choice
                if chosen is not None:
                    yield from self.unwrapped(chosen)
            elif tag in _DELETED:
                self.counts["deleted"] += 1
            else:
                yield child

    def content(self, paragraph: Element, form: Form) -> Content:
        """The text of a paragraph, and the text boxes that hang on it."""
        found = Content(contents=form.contents)
        if form.level:
            # Nothing in a table of contents is a heading: its end was lost.
            self._fields = [item for item in self._fields if not item.is_contents]
        for run in self.unwrapped(paragraph):
            if run.tag == W + "r":
                text = "".join(self._run(run, found.boxes))
                face = self.styles.face(run, form.face)
                if text and face.hidden:
                    self.counts["hidden"] += 1
                elif text:
                    if not found.pieces and any(item.is_contents for item in self._fields):
                        found.contents = True
                    found.pieces.append(Piece(text, face))
            elif run.tag == _M + "oMath":
                formula = "".join(item.text or "" for item in run.iter(_M + "t"))
                if formula:
                    found.pieces.append(Piece(formula, form.face))
        for item in self._fields:
            # A field that never comes to its result hides the words of one paragraph, not of the document.
            item.shown = True
        return found

    def _run(self, run: Element, boxes: list[Element]) -> Iterator[str]:
        for item in self.unwrapped(run):
            match item.tag.removeprefix(W):
                case "t" if all(item.shown for item in self._fields):
                    yield _LINE_END.sub(" ", INVISIBLE.sub("", item.text or ""))
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
                case "fldChar":
                    self._field(item.get(W + "fldCharType", ""))
                case "instrText" if self._fields:
                    code = self._fields[-1]
                    code.code = (code.code + (item.text or ""))[:_LONGEST_CODE]
                case "footnoteReference" | "endnoteReference" as mark:
                    self.references.append((mark.removesuffix("Reference"), item.get(W + "id", "")))
                case "commentReference":
                    self.counts["comments"] += 1
                case "drawing" | "pict" | "object":
                    self._drawing(item, boxes)

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(_Field())
        elif self._fields and kind == "separate":
            self._fields[-1].shown = True
        elif self._fields and kind == "end":
            self._fields.pop()

    def _drawing(self, item: Element, boxes: list[Element]) -> None:
        found = list(_outermost(item, W + "txbxContent"))
        # Lettering drawn as a picture: watermarks are made so.
        found += (_box(path.get("string", "")) for path in item.iter(_V + "textpath"))
        boxes += found
        if found:
            return
        if any(data.get("uri", "").endswith(("/diagram", "/chart")) for data in item.iter(_A + "graphicData")):
            self.counts["drawings"] += 1
        elif any(_SEAL.search(name) for name in _names(item)):
            self.counts["seals"] += 1
        else:
            self.counts["pictures"] += 1

    def _symbol(self, code: str) -> str:
        try:
            point = int(code, 16)
        except ValueError:
            point = 0
        letter = chr(point) if 0x20 <= point < 0xD800 else ""
        sign = _SIGNS.get(point - 0xF000, letter)
        self.counts["symbols"] += not sign
        return sign


def _names(drawing: Element) -> Iterator[str]:
    """What a drawing or an embedded object is called."""
    for item in drawing.iter():
        if item.tag in (_WP + "docPr", _V + "shape", _V + "imagedata", _O + "OLEObject"):
            yield from (item.get(key, "") for key in ("name", "descr", "title", "alt", "ProgID", _O + "title"))


def _box(text: str) -> Element:
    """A text box of one paragraph."""
    box = Element(W + "txbxContent")
    SubElement(SubElement(SubElement(box, W + "p"), W + "r"), W + "t").text = text
    return box


def _outermost(element: Element, tag: str) -> Iterator[Element]:
    for child in element:
        if child.tag == tag:
            yield child
        else:
            yield from _outermost(child, tag)


def mark_is_deleted(paragraph: Element) -> bool:
    """Whether a paragraph's end is deleted by a tracked change: it and the next are one (17.13.5.15)."""
    mark = paragraph.find(f"{W}pPr/{W}rPr")
    return mark is not None and any(item.tag in _DELETED for item in mark)


def is_set_in_line(paragraph: Element) -> bool:
    """Whether a style separator ends a paragraph: the next goes on in the same line (17.3.2.36)."""
    return paragraph.find(f"{W}pPr/{W}rPr/{W}specVanish") is not None


def value_of(parent: Element, path: str) -> str | None:
    """The ``w:val`` of the element at a path; None where there is no such element."""
    item = parent.find(path)
    return None if item is None else item.get(VAL, "")
