"""RTF: through LibreOffice where it is installed, which sees styles, headers and footnotes; else its words alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from striprtf.striprtf import rtf_to_text

from generator.model import Line, Manuscript, Note, Place, Style
from generator.readers import office
from generator.readers.base import MEGABYTE, Reader, ReadError

# Signs of our own put into the source: the end of a cell and the start of an automatic number come through as text.
_CELL: Final = "\ue000"
_LABEL: Final = "\ue001"
_CELL_END: Final = re.compile(r"\\(?:nest)?cell(?![a-z])")
_NUMBER: Final = re.compile(r"\\(?:listtext|pntext)(?![a-z])")
_LABELLED: Final = re.compile(rf"(\s*){_LABEL}([^\t]*)\t?")
_HIGH: Final = re.compile("[\x80-\xff]")
_FIELD: Final = "\\fldinst{"


def parse(data: bytes) -> Manuscript:
    """Read an RTF file; raises :class:`ReadError`."""
    if office.program():
        try:
            return office.parse(data)
        except ReadError as error:
            if error.code != "conversion-failed":
                raise
    return words(data)


def words(data: bytes) -> Manuscript:
    """An RTF file's words and automatic numbers, without its styles; raises :class:`ReadError`."""
    # Some programs write Chinese as bare bytes.
    source = _HIGH.sub(lambda match: f"\\'{ord(match[0]):02x}", data.decode("latin-1"))
    source = _CELL_END.sub(_CELL, _NUMBER.sub(rf"\\listtext {_LABEL}", source))
    # The addresses of links are no text of the document: so written, they are not taken for it.
    source = source.replace(_FIELD, _FIELD[:-1] + " {")
    try:
        text = rtf_to_text(source, encoding="gb18030", errors="replace")
    except (ValueError, LookupError, TypeError, IndexError):
        raise ReadError("broken-file", "文件损坏：RTF 格式有误，无法读取。") from None
    # A character past U+FFFF stands in RTF as two halves.
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    notes = [Note("words-only", "没有用 LibreOffice 读取，只读出了文字：标题样式、页眉、脚注和文本框未能看到。")]
    if "\ufffd" in text:
        notes.append(Note("damaged-bytes", "有读不出来的字节，显示为 �。"))
    return Manuscript("rtf", tuple(_lines(text)), notes=tuple(notes))


def _lines(text: str) -> Iterator[Line]:
    for number, line in enumerate(text.split("\n"), 1):
        place = Place.ROW if _CELL in line else Place.BODY
        line = line.rstrip(_CELL).replace(_CELL, "\t") if place is Place.ROW else line
        label = 0
        if place is Place.BODY and (found := _LABELLED.match(line)):
            shown = found[2].strip()
            # A sign that is no number is a bullet, and no text.
            shown = shown if any(map(str.isalnum, shown)) else ""
            place = place if shown else Place.ITEM
            line, label = shown + line[found.end() :], len(shown)
        line = line.replace(_LABEL, "").rstrip()
        if line.strip():
            depth = 1 if place is Place.ITEM else 0
            yield Line(line, number, place, Style(label=label, depth=depth))


READER: Final = Reader("rtf", parse, limit=50 * MEGABYTE, kinds=frozenset({"rtf"}))
