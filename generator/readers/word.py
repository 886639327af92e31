"""Word .docx: paragraphs and table rows in order, with what their styles say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest
from pathlib import PurePosixPath
from typing import Final
from xml.etree.ElementTree import Element

from generator.model import Line, Manuscript, Note, Place, Properties, Severity, Style
from generator.readers.base import MEGABYTE, Reader, ReadError
from generator.readers.numbering import Counters, Numbering, W
from generator.readers.package import Package, parse_xml
from generator.readers.wordruns import Runs
from generator.readers.wordstyles import Face, Styles, family, theme_fonts, without_table_styles
from generator.readers.wordwalk import Paragraph, Walk

_DC: Final = "{http://purl.org/dc/elements/1.1/}"
_CREATED: Final = "{http://purl.org/dc/terms/}created"
_ISO_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d")

_CONTENTS: Final = re.compile(r"\s*(?:目\s*[录錄次]|contents)\s*", re.IGNORECASE)

_DEEPEST: Final = 3
"""How deep documents may stand in one another."""

# What the walk counts: code, sentence, severity.
_NOTES: Final = {
    "numbered": ("auto-numbers", "有 {} 段带自动编号，已按 Word 显示的样子补上。", Severity.INFO),
    "bullets": ("bullets", "有 {} 段带项目符号，符号未收入。", Severity.INFO),
    "bare": ("empty-numbers", "有 {} 处自动编号后面没有文字，编号未收入。", Severity.INFO),
    "deleted": ("tracked-changes", "有 {} 处修订删除的文字，按接受修订处理，未收入。", Severity.INFO),
    "hidden": ("hidden-text", "有 {} 处隐藏文字，未收入。", Severity.INFO),
    "pictures": ("pictures", "有 {} 处图片或图形，未收入。", Severity.INFO),
    "seals": ("seals", "有 {} 处印章或签名图片，未收入。", Severity.INFO),
    "drawings": ("drawings", "有 {} 处图示或图表，其中的文字未收入。", Severity.INFO),
    "comments": ("comments", "有 {} 处批注，未收入。", Severity.INFO),
    "symbols": ("symbols", "有 {} 个图形字体的符号没有对应的文字，未收入。", Severity.INFO),
    "embedded": ("embedded", "有 {} 处嵌入的其他文档，未能读出，正文可能不全。", Severity.PROBLEM),
}


def parse(data: bytes) -> Manuscript:
    """Read a Word file: automatic numbers as Word shows them, tracked changes as accepted, hidden text left out."""
    return _parse(data, 1)


def _parse(data: bytes, depth: int) -> Manuscript:
    package = Package(data)
    main = next(iter(package.related("").get("officeDocument", ())), "word/document.xml")
    root = package.part(main)
    body = root.find(W + "body") if root is not None else None
    if body is None:
        raise ReadError("broken-file", "文件里没有 Word 正文：文件已损坏，或其实是另一种 Office 文件。")
    parts = package.related(main)
    styles, numbering = _definitions(package, parts)
    counts: Counter[str] = Counter()
    notes: list[Note] = []
    taken = set()

    def embedded(link: str) -> tuple[Line, ...]:
        part = package.linked(main, link)
        # Each once: a small file could ask for a part thousands of times.
        inner = _embedded(part, package.bytes_of(part), depth + 1) if part not in taken else None
        taken.add(part)
        if inner is None:
            counts["embedded"] += 1
            return ()
        notes.extend(replace(note, where=0) for note in inner.notes)
        return inner.lines

    walk = Walk(Runs(styles, counts), numbering, embedded)
    walk.story(body, Place.BODY, Counters(numbering))
    _take_footnotes(walk, package, parts)
    stories = len(walk.paragraphs)
    margins = Counters(numbering)
    for kind, place in (("header", Place.HEADER), ("footer", Place.FOOTER)):
        for name in parts.get(kind, ()):
            if (margin := package.part(name)) is not None:
                walk.story(margin, place, margins)
    if not stories and counts["embedded"]:
        raise ReadError("embedded", "正文是嵌入的另一份文档，未能读出，请用 Word 打开后另存为 .docx。")
    paragraphs = [*_with_contents(walk.paragraphs[:stories]), *_distinct(walk.paragraphs[stories:])]
    usual = _usual_face(paragraphs)
    return Manuscript(
        "docx",
        tuple(_line(paragraph, usual) for paragraph in paragraphs),
        properties=_properties(package),
        notes=(*_notes(counts), *notes),
    )


def _definitions(package: Package, parts: dict[str, list[str]]) -> tuple[Styles, Numbering]:
    styles, theme, numbering = (
        b"".join(map(package.bytes_of, parts.get(kind, ())[:1])) for kind in ("styles", "theme", "numbering")
    )
    root = parse_xml(without_table_styles(styles)) if styles else None
    numbers = Numbering(parse_xml(numbering) if numbering else None, root)
    return Styles(root, theme_fonts(theme), numbers), numbers


def _embedded(part: str, data: bytes, depth: int) -> Manuscript | None:
    """A document within a document; None where no reader takes it."""
    from generator import readers  # the registry, which imports this module

    if not data or depth > _DEEPEST:
        return None
    # A stretch of HTML may begin with anything: there the name of the part decides.
    reader = readers.by_content(data) or readers.READERS.get(PurePosixPath(part).suffix.lower())
    try:
        if reader is READER:
            return _parse(data, depth)
        return reader.parse(data) if reader else None
    except ReadError:
        return None


def _take_footnotes(walk: Walk, package: Package, parts: dict[str, list[str]]) -> None:
    references = walk.runs.references
    notes: dict[tuple[str, str], Element] = {}
    stories = {kind: Counters(walk.numbering) for kind in ("footnote", "endnote")}
    for kind in ("footnote", "endnote"):
        for name in parts.get(kind + "s", ())[:1] if any(kind == mark for mark, _ in references) else ():
            root = package.part(name)
            for note in root if root is not None else ():
                notes[kind, note.get(W + "id", "")] = note
    for reference in references[:]:
        if reference in notes:
            walk.story(notes.pop(reference), Place.FOOTNOTE, stories[reference[0]])


def _with_contents(paragraphs: list[Paragraph]) -> Iterator[Paragraph]:
    """The line 目录 before a table of contents belongs to it; what is most of the document is no table of contents."""
    sizes: Counter[Place] = Counter()
    for paragraph in paragraphs:
        sizes[paragraph.place] += len(paragraph.text)
    too_much = sizes[Place.CONTENTS] > 2 * sizes[Place.BODY] + sizes[Place.ITEM] + sizes[Place.ROW]
    for paragraph, after in zip_longest(paragraphs, paragraphs[1:]):
        if too_much and paragraph.place is Place.CONTENTS:
            yield replace(paragraph, place=Place.BODY)
        elif after and after.place is Place.CONTENTS and not too_much and _is_contents_title(paragraph):
            yield replace(paragraph, place=Place.CONTENTS)
        else:
            yield paragraph


def _is_contents_title(paragraph: Paragraph) -> bool:
    return paragraph.place is Place.BODY and bool(_CONTENTS.fullmatch(paragraph.text))


def _distinct(paragraphs: list[Paragraph]) -> Iterator[Paragraph]:
    """Each text once: headers repeat from section to section."""
    seen = set()
    for paragraph in paragraphs:
        text = paragraph.line.text if paragraph.line else paragraph.text
        if (key := (paragraph.place, text.strip())) not in seen:
            seen.add(key)
            yield paragraph


def _usual_face(paragraphs: list[Paragraph]) -> str:
    """The face family of most of the body's characters."""
    count: Counter[str] = Counter()
    for paragraph in paragraphs:
        if paragraph.place in (Place.BODY, Place.ITEM):
            for piece in paragraph.pieces:
                count[family(piece.face.font)] += len(piece.text)
    return max(count, key=count.__getitem__, default="")


def _line(paragraph: Paragraph, usual: str) -> Line:
    if paragraph.line:
        return replace(paragraph.line, number=paragraph.number, place=paragraph.place)
    text = paragraph.text.rstrip()
    form = paragraph.form
    face = _most(paragraph)
    style = Style(
        level=form.level,
        label=paragraph.label,
        bold=tuple(_bold(paragraph, usual, len(text))),
        font=face.font,
        size=face.size,
        align=form.align,
        depth=paragraph.depth,
        table=paragraph.table,
    )
    return Line(text, paragraph.number, paragraph.place, style)


def _most(paragraph: Paragraph) -> Face:
    """The face of most of the characters."""
    if len(paragraph.pieces) == 1:
        return paragraph.pieces[0].face
    count: Counter[Face] = Counter()
    for piece in paragraph.pieces:
        count[piece.face] += len(piece.text.strip())
    return max(count, key=count.__getitem__)


def _bold(paragraph: Paragraph, usual: str, end: int) -> Iterator[tuple[int, int]]:
    """Spans set in bold or in a heading face; a space takes after what stands before it."""
    start = at = 0
    heavy = False
    for piece in paragraph.pieces:
        if piece.text.strip():
            kind = family(piece.face.font)
            now = piece.face.bold or bool(kind and kind != usual)
            if heavy and not now:
                yield start, at
            elif now and not heavy:
                start = at
            heavy = now
        at += len(piece.text)
    if heavy:
        yield start, end


def _properties(package: Package) -> Properties:
    for name in package.related("").get("core-properties", ())[:1]:
        if (root := package.part(name)) is not None:
            created = _ISO_DATE.match(root.findtext(_CREATED, "").strip())
            return Properties(
                title=root.findtext(_DC + "title", "").strip(),
                author=root.findtext(_DC + "creator", "").strip(),
                created=created[0] if created else "",
            )
    return Properties()


def _notes(counts: Counter[str]) -> Iterator[Note]:
    for kind, (code, words, severity) in _NOTES.items():
        if counts[kind]:
            yield Note(code, words.format(counts[kind]), 0, severity)


READER: Final = Reader("docx", parse, limit=100 * MEGABYTE, kinds=frozenset({"zip"}))
