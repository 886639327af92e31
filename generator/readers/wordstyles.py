"""What a Word document's styles say of a paragraph and a run, inheritance resolved."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final, Literal
from xml.etree.ElementTree import Element

from generator.readers.numbering import VAL, Numbering, W

# Built-in names and those that keepers give; what is based on one of them takes after it.
_HEADING: Final = re.compile(
    r"(?:heading|标题)\s*([1-9一二三四五六七八九])|([一二三四五六七八九1-9])级标题", re.IGNORECASE
)
_NUMERALS: Final = "一二三四五六七八九"
_CONTENTS: Final = re.compile(r"(?:toc|目录)\s*(?:[1-9]|heading|标题)", re.IGNORECASE)
_LONGEST_CHAIN: Final = 20  # a style based on itself ends here too
_LEVELS: Final = {str(level - 1): level for level in range(1, 10)}
_STYLE_END: Final = b"</w:style>"
_THEME_FONT: Final = re.compile(rb"<a:(major|minor)Font>.*?</a:\1Font>", re.DOTALL)
_LONGEST_THEME: Final = 100_000
_HANS: Final = re.compile(rb'script="Hans"\s+typeface="([^"]*)"')
_EAST_ASIAN: Final = re.compile(rb'<a:ea\s+typeface="([^"]*)"')

# Faces that Chinese documents set headings in, by a part of their names.
_FACES: Final = (("hei", ("黑", "hei")), ("kai", ("楷", "kai")))


@dataclass(frozen=True, slots=True)
class Face:
    """How a run is set."""

    bold: bool = False
    font: str = ""
    """East Asian face."""
    size: float = 0.0
    """Points; 0: unknown."""
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """How a paragraph is set."""

    level: int = 0
    """Outline level, 1 to 9; 0: none."""
    align: Literal["", "center", "right"] = ""
    number: str = ""
    """The ``w:num`` that numbers it; empty: none."""
    list_level: int = 0
    """Level in that list, from 0."""
    contents: bool = False
    """It is a line of a table of contents."""
    face: Face = Face()
    """How its runs are set unless they say otherwise."""


def family(font: str) -> str:
    """``hei`` or ``kai`` where a face is one of those that headings are set in, else nothing."""
    name = font.lower()
    return next((family for family, parts in _FACES if any(part in name for part in parts)), "")


def without_table_styles(styles: bytes) -> bytes:
    """The styles part without the styles of tables, most of its bytes and none of its use here."""
    *chunks, tail = styles.split(_STYLE_END)
    kept = []
    for chunk in chunks:
        start = chunk.rfind(b"<w:style ")
        opening = chunk[start : chunk.find(b">", start)] if start >= 0 else b""
        kept.append(chunk[:start] if b'w:type="table"' in opening else chunk + _STYLE_END)
    return b"".join((*kept, tail))


def theme_fonts(theme: bytes) -> dict[str, str]:
    """East Asian faces of a theme part, by ``major`` and ``minor``."""
    fonts = {}
    for match in _THEME_FONT.finditer(theme[:_LONGEST_THEME]):
        face = _HANS.search(match[0]) or _EAST_ASIAN.search(match[0])
        fonts[match[1].decode()] = face[1].decode("utf-8", "replace") if face else ""
    return fonts


class Styles:
    """The styles of one document."""

    def __init__(self, root: Element | None, fonts: dict[str, str], numbering: Numbering) -> None:
        """``root`` is the styles part, ``fonts`` what :func:`theme_fonts` found."""
        self._fonts = fonts
        self._numbering = numbering
        self._styles: dict[str, Element] = {}
        self._forms: dict[str, Form] = {}
        self._runs: dict[tuple[str, Face], Face] = {}
        self._default = ""
        face = Face()
        if root is not None:
            properties = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
            if properties is not None:
                face = self._face(properties, face)
            for style in root.iter(W + "style"):
                name = style.get(W + "styleId", "")
                self._styles[name] = style
                if style.get(W + "type") == "paragraph" and is_on(style.get(W + "default", "0")):
                    self._default = name
        self._base = Form(face=face)

    def form(self, paragraph: Element) -> Form:
        """How a paragraph is set."""
        properties = paragraph.find(W + "pPr")
        if properties is None:
            return self._style_form(self._default)
        style = properties.find(W + "pStyle")
        name = style.get(VAL, "") if style is not None else self._default
        name = name if name in self._styles else self._default
        return self._apply(properties, self._style_form(name), name)

    def mark_is_hidden(self, paragraph: Element, form: Form) -> bool:
        """Whether a paragraph's mark is hidden, with which a paragraph of hidden text goes without a trace."""
        properties = paragraph.find(f"{W}pPr/{W}rPr")
        return form.face.hidden if properties is None else self._face(properties, form.face).hidden

    def face(self, run: Element, inherited: Face) -> Face:
        """How a run is set in a paragraph whose runs are set so."""
        properties = run.find(W + "rPr")
        if properties is None:
            return inherited
        style = properties.find(W + "rStyle")
        if style is not None:
            inherited = self._run_style(style.get(VAL, ""), inherited)
        return self._face(properties, inherited)

    def _chain(self, name: str) -> list[Element]:
        """A style and those that it is based on, the base first."""
        chain: list[Element] = []
        while (style := self._styles.get(name)) is not None and len(chain) < _LONGEST_CHAIN:
            chain.append(style)
            based = style.find(W + "basedOn")
            name = based.get(VAL, "") if based is not None else ""
        return chain[::-1]

    def _style_form(self, name: str) -> Form:
        form = self._forms.get(name)
        if form is None:
            form = self._base
            for style in self._chain(name):
                found = style.find(W + "name")
                title = found.get(VAL, "").strip() if found is not None else ""
                if heading := _HEADING.fullmatch(title):
                    form = replace(form, level=_heading_level(heading[1] or heading[2]))
                elif _CONTENTS.fullmatch(title):
                    form = replace(form, contents=True)
                own = style.get(W + "styleId", "")
                for properties in style.iterfind(W + "pPr"):
                    form = self._apply(properties, form, own)
                form = self._numbered(form, own)
                for properties in style.iterfind(W + "rPr"):
                    form = replace(form, face=self._face(properties, form.face))
            self._forms[name] = form
        return form

    def _run_style(self, name: str, inherited: Face) -> Face:
        face = self._runs.get((name, inherited))
        if face is None:
            face = inherited
            for style in self._chain(name):
                for properties in style.iterfind(W + "rPr"):
                    face = self._face(properties, face)
            self._runs[name, inherited] = face
        return face

    def _numbered(self, form: Form, style: str) -> Form:
        """A form whose level in the list is the one that belongs to the style, where one does (17.9.23)."""
        level = self._numbering.level_of(form.number, style) if form.number else None
        return form if level is None else replace(form, list_level=level)

    def _apply(self, properties: Element, form: Form, style: str) -> Form:
        for item in properties:
            value = item.get(VAL, "")
            match item.tag.removeprefix(W):
                case "outlineLvl":
                    form = replace(form, level=_LEVELS.get(value, 0))
                case "jc":
                    aligned: Literal["", "center", "right"] = ""
                    if value == "center":
                        aligned = "center"
                    elif value in ("right", "end"):
                        aligned = "right"
                    form = replace(form, align=aligned)
                case "numPr":
                    form = self._number(item, form, style)
        return form

    def _number(self, properties: Element, form: Form, style: str) -> Form:
        number, level = properties.find(W + "numId"), properties.find(W + "ilvl")
        if number is not None:
            name = number.get(VAL, "")
            # Number 0 takes the number away (17.9.18).
            form = replace(form, number="" if name == "0" else name)
            if level is None:
                form = self._numbered(form, style)
        depth = level.get(VAL, "") if level is not None else ""
        return replace(form, list_level=int(depth)) if depth in _LEVELS else form

    def _face(self, properties: Element, face: Face) -> Face:
        bold, font, size, hidden = face.bold, face.font, face.size, face.hidden
        for item in properties:
            match item.tag.removeprefix(W):
                case "b":
                    bold = is_on(item.get(VAL, "1"))
                case "vanish":
                    hidden = is_on(item.get(VAL, "1"))
                case "sz":
                    size = _half_points(item.get(VAL, ""), size)
                case "rFonts":
                    theme = item.get(W + "eastAsiaTheme", "")
                    font = self._fonts.get(theme[:5]) or item.get(W + "eastAsia") or font
        return Face(bold, font, size, hidden)


def is_on(value: str) -> bool:
    """Whether a switch of WordprocessingML is on."""
    return value.lower() not in ("0", "false", "off", "none")


def _heading_level(text: str) -> int:
    return int(text) if text.isdecimal() else _NUMERALS.index(text) + 1


def _half_points(value: str, inherited: float) -> float:
    try:
        return float(value) / 2
    except ValueError:
        return inherited
