"""PDF: paragraphs by the geometry of the text layer, bookmarks as evidence. A scan has no text and says so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Final

from generator.model import Line, Manuscript, Note, Place, Properties, Severity
from generator.readers.base import MEGABYTE, Reader, ReadError
from generator.readers.layout import Sheet
from generator.readers.paragraphs import Heading, lines_of, with_levels

PAGE_LIMIT: Final = 2_000
CHARACTER_LIMIT: Final = 3_000_000

_DATE: Final = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?")


def parse(data: bytes) -> Manuscript:
    """Read a PDF; raises :class:`ReadError` for one that is encrypted, damaged, too long or without text."""
    # The library takes longer to load than an outline to read, and many archives have no PDF.
    from generator.readers import pdfpages

    with closing(pdfpages.open_document(data)) as document:
        count = len(document)
        if count > PAGE_LIMIT:
            raise ReadError("too-large", f"PDF 超过 {PAGE_LIMIT} 页，没有读取。")
        sheets: list[Sheet] = []
        textless: list[int] = []
        characters = 0
        for number in range(1, count + 1):
            sheet, is_picture = pdfpages.sheet_of(document, number)
            sheets.append(sheet)
            characters += len(sheet.glyphs)
            if characters > CHARACTER_LIMIT:
                raise ReadError("too-large", f"PDF 超过 {CHARACTER_LIMIT // 10_000} 万字，没有读取。")
            if is_picture:
                textless.append(number)
        bookmarks = [Heading(*bookmark) for bookmark in pdfpages.bookmarks_of(document)]
        metadata = document.get_metadata_dict(skip_empty=True)
    lines = lines_of(sheets)
    if not any(line.place in (Place.BODY, Place.ROW) for line in lines):
        raise ReadError("no-text", "PDF 里没有正文的文字，可能是扫描件，请先做文字识别（OCR）再放入。")
    return Manuscript(
        "pdf",
        with_levels(lines, bookmarks),
        properties=_properties(metadata),
        notes=tuple(_notes(lines, textless)),
    )


def _properties(metadata: dict[str, str]) -> Properties:
    date = _DATE.match(metadata.get("CreationDate", ""))
    return Properties(
        title=metadata.get("Title", "").strip(),
        author=metadata.get("Author", "").strip(),
        created="-".join(part for part in date.groups() if part) if date else "",
    )


def _notes(lines: Sequence[Line], textless: Sequence[int]) -> Iterator[Note]:
    if textless:
        said = "、".join(map(str, textless[:10])) + ("等" if len(textless) > 10 else "")
        yield Note("no-text", f"第 {said} 页没有文字，可能是扫描的图片，未收入。", 0, Severity.PROBLEM)
    if unmapped := sum(line.text.count("\ufffd") for line in lines):
        yield Note(
            "unmapped-characters", f"有 {unmapped} 个字在 PDF 里没有编码，读不出，以“\ufffd”代替。", 0, Severity.PROBLEM
        )


READER: Final = Reader("pdf", parse, limit=100 * MEGABYTE, kinds=frozenset({"pdf"}))
