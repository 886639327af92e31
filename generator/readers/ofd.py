"""OFD (GB/T 33190-2016): a zip of XML whose pages hold text in its places, laid out again as a PDF's is.

Numbers of clauses are those of the standard. Its unit is the millimetre.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from math import hypot
from typing import Final
from xml.etree.ElementTree import Element

from generator.model import Manuscript, Place, Properties
from generator.readers.base import MEGABYTE, Reader, ReadError
from generator.readers.layout import Face, Glyph, Sheet, is_wide
from generator.readers.package import Package
from generator.readers.paragraphs import Heading, lines_of, with_levels

PAGE_LIMIT: Final = 2_000
CHARACTER_LIMIT: Final = 3_000_000

_POINT: Final = 72 / 25.4
_A4: Final = (0.0, 0.0, 210.0, 297.0)
_BOLD: Final = 600
"""Weight from which on text is bold; 400 is the usual (11.2)."""
_LONGEST_DELTA: Final = 100_000
_DEEPEST: Final = 9
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d")

Matrix = tuple[float, float, float, float, float, float]
_UPRIGHT: Final[Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def parse(data: bytes) -> Manuscript:
    """Read the first document of an OFD file; raises :class:`ReadError`."""
    try:
        package = Package(data)
    except ReadError as error:
        text = "文件损坏，或并不是 OFD，无法打开。" if error.code == "broken-file" else error.text
        raise ReadError(error.code, text) from None
    root = package.part("OFD.xml")
    place = root.findtext("{*}DocBody/{*}DocRoot", "").strip() if root is not None else ""
    document = package.part(name := place.lstrip("/")) if place else None
    if root is None or document is None:
        if package.bytes_of("Encryptions.xml"):
            raise ReadError("encrypted", "文件已加密，无法读取，请去掉密码后再放入。")
        raise ReadError("broken-file", "文件里没有 OFD 正文，文件已损坏。")
    book = _Book(package, name, document)
    lines = lines_of(book.sheets())
    if not any(line.place in (Place.BODY, Place.ROW) for line in lines):
        raise ReadError("no-text", "OFD 里没有正文的文字，可能是扫描件，请先做文字识别（OCR）再放入。")
    info = root.find("{*}DocBody/{*}DocInfo")
    return Manuscript("ofd", with_levels(lines, list(book.headings())), properties=_properties(info))


def _properties(info: Element | None) -> Properties:
    if info is None:
        return Properties()
    created = _DATE.match(info.findtext("{*}CreationDate", "").strip())
    return Properties(
        title=info.findtext("{*}Title", "").strip(),
        author=info.findtext("{*}Author", "").strip(),
        created=created[0] if created else "",
    )


class _Book:
    """A document of the package: its pages, templates and fonts."""

    def __init__(self, package: Package, name: str, root: Element) -> None:
        self.package = package
        self.folder = posixpath.dirname(name)
        self.root = root
        self.pages = root.findall("{*}Pages/{*}Page")
        if len(self.pages) > PAGE_LIMIT:
            raise ReadError("too-large", f"OFD 超过 {PAGE_LIMIT} 页，没有读取。")
        common = root.find("{*}CommonData")
        self.box = _box(common.find("{*}PageArea") if common is not None else None, _A4)
        self.fonts: dict[str, Face] = {}
        self.templates: dict[str, Element] = {}
        for element in common if common is not None else ():
            kind = element.tag.rpartition("}")[2]
            if kind in ("PublicRes", "DocumentRes"):
                self._take_fonts(self._part(element.text or ""))
            elif kind == "TemplatePage" and (page := self._part(element.get("BaseLoc", ""))) is not None:
                self.templates[element.get("ID", "")] = page

    def sheets(self) -> Iterator[Sheet]:
        """The pages; what a template puts on one comes first."""
        characters = 0
        for number, entry in enumerate(self.pages, 1):
            page = self._part(entry.get("BaseLoc", ""))
            left, top, width, height = _box(page.find("{*}Area") if page is not None else None, self.box)
            sources = (
                []
                if page is None
                else [self.templates.get(item.get("TemplateID", "")) for item in page.iterfind("{*}Template")]
            )
            glyphs: list[Glyph] = []
            asides: list[list[Glyph]] = []
            for source in (*sources, page):
                for element in source.iterfind(".//{*}TextObject") if source is not None else ():
                    text, is_upright = self._text(element, left, top)
                    if is_upright:
                        glyphs += text
                    elif text:
                        asides.append(text)
                    characters += len(text)
            if characters > CHARACTER_LIMIT:
                raise ReadError("too-large", f"OFD 超过 {CHARACTER_LIMIT // 10_000} 万字，没有读取。")
            yield Sheet(number, width * _POINT, height * _POINT, glyphs, asides)

    def headings(self) -> Iterator[Heading]:
        """The document's outline (7.8)."""
        numbers = {page.get("ID", ""): number for number, page in enumerate(self.pages, 1)}
        stack = [(element, 1) for element in reversed(self.root.findall("{*}Outlines/{*}OutlineElem"))]
        while stack:
            element, level = stack.pop()
            target = element.find("{*}Actions/{*}Action/{*}Goto/{*}Dest")
            page = numbers.get(target.get("PageID", ""), 0) if target is not None else 0
            yield Heading(element.get("Title", ""), level, page)
            stack += [(child, min(level + 1, _DEEPEST)) for child in reversed(element.findall("{*}OutlineElem"))]

    def _part(self, place: str) -> Element | None:
        place = place.strip().replace("\\", "/")
        if not place:
            return None
        name = place.lstrip("/") if place.startswith("/") else posixpath.normpath(posixpath.join(self.folder, place))
        return self.package.part(name)

    def _take_fonts(self, resources: Element | None) -> None:
        for font in resources.iterfind("{*}Fonts/{*}Font") if resources is not None else ():
            name = font.get("FontName", "") or font.get("FamilyName", "")
            self.fonts[font.get("ID", "")] = Face(name, font.get("Bold") == "true" or "bold" in name.lower())

    def _text(self, element: Element, left: float, top: float) -> tuple[list[Glyph], bool]:
        """The characters of a text object (11.3), and whether they run from left to right."""
        matrix = _matrix(element.get("CTM", ""))
        x, y, _, _ = _numbers(element.get("Boundary", ""), (0.0, 0.0, 0.0, 0.0))
        face = self.fonts.get(element.get("Font", ""), Face(""))
        weight = _numbers(element.get("Weight", ""), (400.0,))[0]
        face = Face(face.font, face.bold or weight >= _BOLD)
        size = _numbers(element.get("Size", ""), (0.0,))[0]
        scale = _numbers(element.get("HScale", ""), (1.0,))[0]
        a, b, c, d, _, _ = matrix
        height = size * hypot(c, d)
        glyphs: list[Glyph] = []
        down = False
        at = (0.0, 0.0)
        for code in element.iterfind("{*}TextCode"):
            at = (_numbers(code.get("X", ""), (at[0],))[0], _numbers(code.get("Y", ""), (at[1],))[0])
            text = code.text or ""
            along, below = _deltas(code.get("DeltaX", "")), _deltas(code.get("DeltaY", ""))
            down = down or (any(below) and not any(along))
            u, v = at
            for index, character in enumerate(text):
                natural = size * scale * (1.0 if is_wide(character) else 0.5)
                step = along[index] if index < len(along) else 0.0 if along and index < len(text) - 1 else natural
                width = step if 0 < step <= 1.05 * size * scale else natural
                x0, y0 = _at(matrix, u, v)
                x1, _ = _at(matrix, u + width, v)
                glyphs.append(
                    Glyph(
                        character,
                        (x + x0 - left) * _POINT,
                        (x + x1 - left) * _POINT,
                        (y + y0 - top) * _POINT,
                        height * _POINT,
                        face,
                    )
                )
                u, v = u + step, v + (below[index] if index < len(below) else 0.0)
        return glyphs, not down and a > 0 and abs(b) <= 0.02 * a


def _at(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _matrix(said: str) -> Matrix:
    a, b, c, d, e, f = _numbers(said, _UPRIGHT)
    return a, b, c, d, e, f


def _box(area: Element | None, default: tuple[float, ...]) -> tuple[float, ...]:
    said = area.findtext("{*}PhysicalBox", "") if area is not None else ""
    return _numbers(said, default)


def _numbers(said: str, default: Sequence[float]) -> tuple[float, ...]:
    """As many numbers as the default has; the default where they are not there."""
    try:
        found = tuple(float(word) for word in said.split())
    except ValueError:
        found = ()
    usable = len(found) == len(default) and all(abs(number) < 1e6 for number in found)
    return found if usable else tuple(default)


def _deltas(said: str) -> list[float]:
    """Steps from character to character; ``g 3 5`` stands for three steps of 5 (11.3)."""
    found: list[float] = []
    words = iter(said.split())
    try:
        for word in words:
            if word == "g":
                count = min(int(next(words, "0")), _LONGEST_DELTA - len(found))
                found += [float(next(words, "0"))] * max(count, 0)
            elif len(found) < _LONGEST_DELTA:
                found.append(float(word))
    except ValueError:
        return []
    return found if all(abs(step) < 1e6 for step in found) else []


READER: Final = Reader("ofd", parse, limit=100 * MEGABYTE)
