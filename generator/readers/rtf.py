"""RTF: its words and numbers, and, through LibreOffice where it is installed, styles, headers and footnotes.

An RTF file spells its automatic numbers out for programs that do not count; they are taken from there.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from striprtf.striprtf import font_table_group, rtf_to_text

from generator.model import Line, Manuscript, Note, Place, Style
from generator.readers import office
from generator.readers.base import MEGABYTE, Reader, ReadError, sniff
from generator.readers.numbering import needs_space

# Signs of our own put into the source: the end of a cell and the start of an automatic number come through as text.
_CELL: Final = "\ue000"
_LABEL: Final = "\ue001"
_CELL_END: Final = re.compile(r"\\(?:nest)?cell(?![a-z]) ?")
_NUMBER: Final = re.compile(r"\\(?:listtext|pntext)(?![a-z])")
_LABELLED: Final = re.compile(rf"(\s*){_LABEL}([^\t]*)\t?")
_HIGH: Final = re.compile("[\x80-\xff]")
# What striprtf searches for links and fonts takes time that grows with the square of a hostile file: broken up so, its
# search ends at the next line. Line ends mean nothing in RTF.
_FIELD: Final = re.compile(r"\\fldinst(?=\{)", re.IGNORECASE)
_FONT: Final = re.compile(r"\\f(?=\d)")
_LONGEST_FONTS: Final = 100_000


def parse(data: bytes) -> Manuscript:
    """Read an RTF file; raises :class:`ReadError`."""
    if not office.program():
        return words(data)
    try:
        plain = words(data)
    except ReadError:
        return office.parse(data)
    try:
        return _with_labels(office.parse(data), plain)
    except ReadError:
        return plain


def words(data: bytes) -> Manuscript:
    """An RTF file's words and automatic numbers, without its styles; raises :class:`ReadError`."""
    if sniff(data)[0] != "rtf":
        raise ReadError("broken-file", "文件已损坏，或并不是 RTF 文件，无法读取。")
    # Some programs write Chinese as bare bytes.
    source = _HIGH.sub(lambda match: f"\\'{ord(match[0]):02x}", data.decode("latin-1"))
    source = _CELL_END.sub(_CELL, _NUMBER.sub(rf"\\listtext {_LABEL}", source))
    # Nor are the addresses of links then taken for text.
    source = _FONT.sub(r"\n\\f", _FIELD.sub(r"\\fldinst\n", source))
    if len(font_table_group(source)) > _LONGEST_FONTS:
        raise ReadError("broken-file", "文件损坏：RTF 的字体表没有结束，无法读取。")
    try:
        text = rtf_to_text(source, encoding="gb18030", errors="replace")
    except (ValueError, LookupError, TypeError, OverflowError):
        raise ReadError("broken-file", "文件损坏：RTF 格式有误，无法读取。") from None
    # A character past U+FFFF stands in RTF as two halves.
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    unseen = "样式、页眉、脚注和文本框未能看到，隐藏和修订删除的文字未能分辨"
    notes = [Note("words-only", f"没有用 LibreOffice 读取，只读出了文字：{unseen}。")]
    lines = tuple(_lines(text))
    if any("\ufffd" in line.text for line in lines):
        notes.append(Note("damaged-bytes", "有读不出来的字节，显示为 �。"))
    return Manuscript("rtf", lines, notes=tuple(notes))


def _with_labels(styled: Manuscript, plain: Manuscript) -> Manuscript:
    """A manuscript with the numbers that the file itself spells out, where LibreOffice's reading of it differs."""
    spelt: dict[str, deque[str]] = defaultdict(deque)
    for line in plain.lines:
        if line.style.label:
            spelt[_squeeze(line.text[line.style.label :])].append(line.text[: line.style.label])
    lines = []
    for line in styled.lines:
        at = line.style.label
        label = spelt[_squeeze(line.text[at:])] if at else None
        lines.append(_relabelled(line, label.popleft()) if label else line)
    return replace(styled, lines=tuple(lines))


def _relabelled(line: Line, label: str) -> Line:
    at, shift = line.style.label, len(label) - line.style.label
    bold = tuple(
        (start + shift if start >= at else start, end + shift if end >= at else end) for start, end in line.style.bold
    )
    return replace(line, text=label + line.text[at:], style=replace(line.style, label=len(label), bold=bold))


def _squeeze(text: str) -> str:
    return "".join(text.split())


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
            rest = line[found.end() :]
            shown += " " if shown and found[0].endswith("\t") and needs_space(shown, rest) else ""
            line, label = shown + rest, len(shown)
        line = line.replace(_LABEL, "").rstrip()
        if line.strip():
            depth = 1 if place is Place.ITEM else 0
            yield Line(line, number, place, Style(label=label, depth=depth))


READER: Final = Reader("rtf", parse, limit=50 * MEGABYTE, kinds=frozenset({"rtf"}))
