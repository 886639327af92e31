"""An outline as a Word file in the layout of GB/T 9704-2012.

A4 with 22 lines of 28 characters; title in 小标宋, levels in 黑体, 楷体, 仿宋 bold and 仿宋, page numbers outside.
Headings carry Word's own heading styles, so that its navigation works. A run-in heading and its body are two
paragraphs that a style separator (a hidden paragraph mark, ECMA-376 17.3.2.36) sets in one line: the navigation shows
the heading alone, and a program that does not know the mark sets the heading on a line of its own.

How everything looks stands in ``template/word/styles.xml``; what is written here is words and the names of styles.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from generator import words
from generator.export.package import Template
from generator.markup import xml
from generator.model import Block, Record, Section
from generator.pages import title_of

TEXT_WIDTH: Final = 8845
"""Twips between the margins, as in the template."""
_TITLE_SIZE: Final = 440
_TITLE_FITS: Final = TEXT_WIDTH // _TITLE_SIZE
"""Full characters of the title in a line."""
_DEEPEST: Final = 9
"""Word has no deeper heading styles."""

_CENTRED: Final = 20
"""A column of a table is centred where no cell of it is longer, in half characters."""

_DOCUMENT, _CORE = "word/document.xml", "docProps/core.xml"
_STYLES: Final = {
    "paragraph": "BodyText",
    "verse": "Verse",
    "salutation": "Salutation",
    "closing": "Closing",
    "signature": "Signature",
    "attachment": "Attachment",
}
_SEPARATOR: Final = "<w:rPr><w:vanish/><w:specVanish/></w:rPr>"
_GAP: Final = '<w:spacing w:after="579"/>'
"""An empty line after the title and what stands with it."""


def as_word(record: Record) -> bytes:
    """The published record as a .docx; the same bytes for the same record."""
    assert record.outline is not None, record.path
    template, before, after = _template()
    title = title_of(record.outline, record.path)
    body = "".join(_body(record, title))
    core = template.text(_CORE).replace("{title}", xml(title))
    return template.fill({_CORE: core.encode(), _DOCUMENT: f"{before}{body}{after}".encode()})


@cache
def _template() -> tuple[Template, str, str]:
    template = Template(Path(__file__).parent / "template", (_CORE, _DOCUMENT))
    before, _, after = template.text(_DOCUMENT).partition("{body}")
    return template, before, after


def _body(record: Record, title: str) -> Iterator[str]:
    outline = record.outline
    assert outline is not None
    head = [("Title", title, _title_form(title))]
    if outline.subtitle:
        head.append(("Subtitle", outline.subtitle, ""))
    head += [("Byline", scrap.text.strip(), "") for scrap in outline.byline]
    for style, text, form in head[:-1]:
        yield _paragraph(style, text, form)
    style, text, form = head[-1]
    yield _paragraph(style, text, _GAP + form)
    yield from map(_block, outline.opening)
    for section in outline.sections:
        yield _heading(section)
        yield from map(_block, section.blocks)


def _heading(section: Section) -> str:
    style = f"Heading{min(section.depth, _DEEPEST)}"
    goes_on = section.runin and section.blocks and section.blocks[0].kind != "table"
    return _paragraph(style, section.text, _SEPARATOR if goes_on else "")


def _block(block: Block) -> str:
    return _table(block.text) if block.kind == "table" else _paragraph(_STYLES[block.kind], block.text)


def _paragraph(style: str, text: str, form: str = "") -> str:
    """A paragraph; ``form`` is what it adds to its style's properties."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{form}</w:pPr><w:r>{_text(text)}</w:r></w:p>'


def _text(text: str) -> str:
    lines = xml(text).splitlines()
    return "<w:br/>".join("<w:tab/>".join(map(_piece, line.strip().split("\t"))) for line in lines if line.strip())


def _piece(text: str) -> str:
    # Without the attribute spaces at the ends are lost.
    keep = ' xml:space="preserve"' if text[:1].isspace() or text[-1:].isspace() else ""
    return f"<w:t{keep}>{text}</w:t>"


# --- tables -------------------------------------------------------------------------------------------------------


def _table(text: str) -> str:
    rows = [[cell.strip() for cell in row.split("\t")] for row in text.splitlines()] or [[""]]
    longest = [0] * max(map(len, rows))
    for row in rows:
        for index, cell in enumerate(row):
            longest[index] = max(longest[index], _width(cell))
    # By its longest text and the margins of a cell, within limits, so that no column takes all.
    shares = [min(max(length, 4), 32) + 2 for length in longest]
    columns = [
        (TEXT_WIDTH * share // sum(shares), length > _CENTRED) for share, length in zip(shares, longest, strict=True)
    ]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width, _ in columns)
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="5000" w:type="pct"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(_row(row, columns) for row in rows)}</w:tbl>"
    )


def _row(cells: list[str], columns: list[tuple[int, bool]]) -> str:
    """A row of a table whose columns are given as (width in twips, whether their text is long)."""
    made = []
    for index, cell in enumerate(cells):
        # The last cell of a short row takes what is left of the width.
        spanned = columns[index:] if index + 1 == len(cells) else columns[index : index + 1]
        span = f'<w:gridSpan w:val="{len(spanned)}"/>' if len(spanned) > 1 else ""
        width = sum(width for width, _ in spanned)
        properties = f'<w:tcW w:w="{width}" w:type="dxa"/>{span}<w:vAlign w:val="center"/>'
        text = _paragraph("TableText", cell, '<w:jc w:val="left"/>' if columns[index][1] else "")
        made.append(f"<w:tc><w:tcPr>{properties}</w:tcPr>{text}</w:tc>")
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(made)}</w:tr>"


# --- the title's lines --------------------------------------------------------------------------------------------


def _title_form(title: str) -> str:
    """Indents that make the lines of a long title alike, the first the longest (GB/T 9704-2012 7.3.1).

    No line break is put in: the title stays one text. A line ends between words where that can be had.
    """
    fits = _title_line(title)
    if not fits:
        return ""
    # A little more than the line, less than a character, since characters are set a trifle closer.
    side = (TEXT_WIDTH - fits * _TITLE_SIZE) // 2 - 40
    return f'<w:ind w:left="{side}" w:right="{side}"/>' if side > 0 else ""


def _title_line(title: str) -> int:
    """How many full characters a line of the title should hold; 0: it needs no more than one line."""
    width = _width(title)
    lines = -(-width // (2 * _TITLE_FITS))
    if lines < 2:
        return 0
    even = -(-width // (2 * lines))
    ends = set()
    at = 0
    for word in words.segment(title):
        at += _width(word)
        if unicodedata.category(word[-1]) not in ("Ps", "Pi"):
            ends.add(at)
        if unicodedata.category(word[0])[0] == "P" and word[0] not in "（《“‘〈「":
            ends.discard(at - _width(word))
    for fits in range(even, _TITLE_FITS + 1):
        if all(2 * fits * line in ends for line in range(1, lines)):
            return fits
    return even


def _width(text: str) -> int:
    """Width in half characters."""
    return sum(1 if char < "\u0100" else 2 for char in text)
