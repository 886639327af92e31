"""The pages of a PDF as the library (pypdfium2, BSD and Apache) gives them: characters in their places, bookmarks.

Only characters that stand on the page are taken; the spaces and line ends that the library makes up are not.
"""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from math import hypot
from typing import Final, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from generator.readers.base import ReadError
from generator.readers.layout import Face, Glyph, Sheet, is_wide

_SUBSET: Final = re.compile(r"[A-Z]{6}\+")
_BOLD: Final = re.compile(r"bold|black|heavy|demi|粗", re.IGNORECASE)
_FORCE_BOLD: Final = 1 << 18  # a font descriptor's flag, ISO 32000-1 table 123
_FILL_AND_STROKE: Final = 2  # the text rendering mode in which Word draws a face that has no bold
_NAME_LENGTH: Final = 256
_DEEPEST: Final = 15
_MOST_BOOKMARKS: Final = 20_000

# Radicals that printers name a glyph by which a character shares with them. The Kangxi radicals have compatibility
# mappings; of the supplement before them those that are whole characters (Equivalent_Unified_Ideograph of Unicode).
_RADICALS: dict[int, str] = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
_RADICALS |= dict(
    zip(
        map(ord, "⺝⺟⺠⺮⺶⻁⻄⻅⻆⻉⻊⻋⻑⻓⻔⻘⻙⻚⻛⻜⻝⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻰⻲⻳"),
        "月母民竹羊虎西见角贝足车長长门青韦页风飞食首马骨鬼鱼鸟卤麦黄黾斉齐歯齿龙亀龟",
        strict=True,
    )
)


class Bookmark(NamedTuple):
    """An entry of the document's outline."""

    title: str
    level: int
    """From 1."""
    page: int
    """From 1; 0: unknown."""


class _Setting(NamedTuple):
    """How a text object is set."""

    face: Face
    size: float
    turn: int
    """Quarter turns that its lines run to the left of the reader's; -1: askew."""
    slant: float
    """How much wider than the character a box is for each point of its height, in false italics."""


class _Mark(NamedTuple):
    """A character as it stands on the untouched page, from its bottom left corner."""

    text: str
    x: float
    y: float
    left: float
    bottom: float
    right: float
    top: float
    setting: _Setting


def open_document(data: bytes) -> pypdfium2.PdfDocument:
    """Open a PDF; raises :class:`ReadError`."""
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise ReadError("encrypted", "文件有打开密码，无法读取，请去掉密码后再放入。") from None
        raise ReadError("broken-file", "文件损坏，或并不是 PDF，无法打开。") from None


def sheet_of(document: pypdfium2.PdfDocument, number: int) -> tuple[Sheet, bool]:
    """A page, and whether there is nothing but pictures on it; a page that cannot be opened is empty."""
    try:
        page = document[number - 1]
    except pypdfium2.PdfiumError:
        return Sheet(number, 0.0, 0.0, ()), True
    with closing(page), closing(page.get_textpage()) as text:
        marks = list(_marks(text.raw))
        if not marks:
            width, height = page.get_size()
            return Sheet(number, width, height, ()), _has_picture(page)
        return _turned(number, page.get_mediabox(), marks), False


def bookmarks_of(document: pypdfium2.PdfDocument) -> Iterator[Bookmark]:
    """The document's outline in order, as far as it can be read."""
    for count, entry in enumerate(document.get_toc(max_depth=_DEEPEST)):
        if count == _MOST_BOOKMARKS:
            return
        destination = entry.get_dest()
        page = destination.get_index() if destination is not None else None
        yield Bookmark(entry.get_title(), entry.level + 1, page + 1 if page is not None else 0)


def _has_picture(page: pypdfium2.PdfPage) -> bool:
    kinds = (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_PATH)
    return next(iter(page.get_objects(filter=kinds, max_depth=3)), None) is not None


# --- characters -------------------------------------------------------------------------------------------------


def _marks(text: pdfium.FPDF_TEXTPAGE) -> Iterator[_Mark]:
    x, y, box = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF()
    to_x, to_y, to_box = ctypes.byref(x), ctypes.byref(y), ctypes.byref(box)
    settings: dict[int, _Setting] = {}
    before = 0
    # Bound here: the loop is most of the time that a page takes.
    unicode_of, owner_of, origin_of, box_of = (
        pdfium.FPDFText_GetUnicode,
        pdfium.FPDFText_GetTextObject,
        pdfium.FPDFText_GetCharOrigin,
        pdfium.FPDFText_GetLooseCharBox,
    )
    for index in range(pdfium.FPDFText_CountChars(text)):
        code = unicode_of(text, index)
        if code <= 0x20 and pdfium.FPDFText_IsGenerated(text, index):
            continue
        if 0xD800 <= code < 0xDC00:
            before = code
            continue
        character = _character(before, code)
        before = 0
        if not character:
            continue
        origin_of(text, index, to_x, to_y)
        box_of(text, index, to_box)
        owner = owner_of(text, index)
        key = ctypes.addressof(owner.contents) if owner else 0
        if key not in settings:
            settings[key] = _setting(text, index, owner)
        yield _Mark(character, x.value, y.value, box.left, box.bottom, box.right, box.top, settings[key])


def _character(high: int, code: int) -> str:
    """The character of a code, or of two halves of one; nothing for a control character."""
    if 0xDC00 <= code < 0xE000:
        return chr(0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)) if high else "\ufffd"
    if code in (0x02, 0xAD, 0xFFFE):
        return "-"  # a hyphen at a line's end
    if code == 0:
        return "\ufffd"
    if code < 0x20 or 0x7F <= code < 0xA0:
        return " " if code in (0x09, 0x0A, 0x0D) else ""
    return _RADICALS.get(code) or (chr(code) if code <= 0x10FFFF else "\ufffd")


def _setting(text: pdfium.FPDF_TEXTPAGE, index: int, owner: pdfium.FPDF_PAGEOBJECT) -> _Setting:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text, index, matrix)
    along, up = matrix.a, matrix.b
    length, area = hypot(along, up), abs(along * matrix.d - up * matrix.c)
    size = pdfium.FPDFText_GetFontSize(text, index) * (area / length if area else 1.0)
    if abs(up) <= 0.02 * abs(along):
        turn = 0 if along >= 0 else 2
    elif abs(along) <= 0.02 * abs(up):
        turn = 1 if up > 0 else 3
    else:
        turn = -1
    slant = abs(along * matrix.c + up * matrix.d) / area if area else 0.0
    return _Setting(_face(owner), abs(size), turn, slant)


def _face(owner: pdfium.FPDF_PAGEOBJECT) -> Face:
    font = pdfium.FPDFTextObj_GetFont(owner) if owner else None
    if not font:
        return Face("")
    buffer = ctypes.create_string_buffer(_NAME_LENGTH)
    pdfium.FPDFFont_GetBaseFontName(font, buffer, _NAME_LENGTH)
    raw = buffer.value
    try:
        name = raw.decode("utf-8")
    except UnicodeDecodeError:
        name = raw.decode("gb18030", "replace")
    name = _SUBSET.sub("", name, count=1)
    bold = bool(_BOLD.search(name)) or bool(max(pdfium.FPDFFont_GetFlags(font), 0) & _FORCE_BOLD)
    return Face(name, bold or pdfium.FPDFTextObj_GetTextRenderMode(owner) == _FILL_AND_STROKE)


def _turned(number: int, box: tuple[float, float, float, float], marks: list[_Mark]) -> Sheet:
    """The page as the one reads it who reads most of its text upright; what runs otherwise stands aside."""
    left, bottom, right, top = box
    turns = Counter(mark.setting.turn for mark in marks)
    most = max((turn for turn in turns if turn >= 0), key=lambda turn: (turns[turn], -turn), default=-1)
    glyphs: list[Glyph] = []
    asides: list[list[Glyph]] = []
    owner: _Setting | None = None
    for text, x, y, x0, y0, x1, y1, setting in marks:
        face, size, turn, slant = setting
        if turn != most or turn < 0:
            if setting is not owner:
                asides.append([])
            owner = setting
            asides[-1].append(Glyph(text, 0.0, 0.0, 0.0, size, face))
        elif turn == 0:
            start = x if slant or not face.font else x0
            end = start + x1 - x0 - slant * (y1 - y0)
            if not face.font and is_wide(text):
                # A drawn font (Type 3), which browsers make of what they share with radicals, has tight boxes.
                end = max(end, start + size)
            glyphs.append(Glyph(text, start - left, end - left, top - y, size, face))
        elif turn == 1:
            glyphs.append(Glyph(text, y0 - bottom, y1 - bottom, x - left, size, face))
        elif turn == 2:
            glyphs.append(Glyph(text, right - x1, right - x0, y - bottom, size, face))
        else:
            glyphs.append(Glyph(text, top - y1, top - y0, right - x, size, face))
    width, height = right - left, top - bottom
    if most in (1, 3):
        width, height = height, width
    return Sheet(number, width, height, glyphs, asides)
