"""Org (.org): headlines and lists are structure; settings, drawers and comments are set aside as a header."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from generator.model import Line, Manuscript, Place, Properties, Style
from generator.readers.base import Reader
from generator.readers.encodings import split_lines
from generator.readers.text import decode_text

_HEADLINE: Final = re.compile(r"(\*+)[ \t]+(?:(?:TODO|DONE)[ \t]+)?(.*\S)")
_SETTING: Final = re.compile(r"[ \t]*#\+(\w+):[ \t]*(.*)")
_COMMENT: Final = re.compile(r"[ \t]*#(?:[ \t]|\+|$)")
_DRAWER: Final = re.compile(r"[ \t]*:[\w-]+:(?:[ \t].*)?")
_PLANNING: Final = re.compile(r"[ \t]*(?:CLOSED|DEADLINE|SCHEDULED):[ \t]*[<\[].*")
_BULLET: Final = re.compile(r"([ \t]*)(?:[-+]|(?<=[ \t])\*)[ \t]+(?:\[[ X-]\][ \t]+)?(?=\S)")
_NUMBER: Final = re.compile(r"([ \t]*)(?=\d{1,9}[.)][ \t]+\S)")
_ROW: Final = re.compile(r"[ \t]*\|(.*?)\|?[ \t]*")
_RULE: Final = re.compile(r"[ \t]*\|[-+|]+\|?[ \t]*|-{5,}[ \t]*")
_BOLD: Final = re.compile(r"(?<![^\s（“《(\"'-])\*(?=[^\s*])([^*\n]*[^\s*])\*(?![^\s，。、；：！？）”》),.;:!?\"'-])")


def parse(data: bytes) -> Manuscript:
    """Read an Org file; ``#+TITLE:`` is its title, and its headlines then begin at level 2."""
    decoded = decode_text(data)
    rows = split_lines(decoded.text)
    settings: dict[str, str] = {}
    for row in rows:
        if setting := _SETTING.fullmatch(row):
            settings.setdefault(setting[1].lower(), setting[2].strip())
    lines = tuple(_lines(rows, 1 if settings.get("title") else 0))
    properties = Properties(settings.get("title", ""), settings.get("author", ""))
    return Manuscript("org", lines, encoding=decoded.encoding, properties=properties, notes=decoded.notes)


def _lines(rows: list[str], shift: int) -> Iterator[Line]:
    indents: list[int] = []
    table = 0
    in_table = False
    for number, row in enumerate(rows, 1):
        cells = _ROW.fullmatch(row)
        table += bool(cells) and not in_table
        in_table = bool(cells)
        if not row.strip() or _RULE.fullmatch(row):
            continue
        if headline := _HEADLINE.fullmatch(row):
            indents.clear()
            text, bold = _inline(headline[2])
            yield Line(text, number, Place.BODY, Style(level=min(len(headline[1]) + shift, 9), bold=bold))
        elif (setting := _SETTING.fullmatch(row)) and setting[1].lower() == "title":
            if setting[2].strip():
                yield Line(setting[2].strip(), number, Place.BODY, Style(level=1))
        elif setting or _COMMENT.match(row) or _DRAWER.fullmatch(row) or _PLANNING.fullmatch(row):
            yield Line(row.rstrip(), number, Place.HEADER)
        elif cells:
            text = "\t".join(cell.strip() for cell in cells[1].split("|")).rstrip()
            if text.strip():
                yield Line(text, number, Place.ROW, Style(table=table))
        else:
            yield _item(row, number, indents)


def _item(row: str, number: int, indents: list[int]) -> Line:
    item = _BULLET.match(row) or _NUMBER.match(row)
    column = len((item[1] if item else row[: len(row) - len(row.lstrip())]).expandtabs(8))
    while indents and indents[-1] > (column if item else column - 1):
        indents.pop()
    if item and (not indents or indents[-1] < column):
        indents.append(column)
    text, bold = _inline((row[item.end() :] if item else row).rstrip())
    return Line(text, number, Place.ITEM if item else Place.BODY, Style(depth=len(indents), bold=bold))


def _inline(markup: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text without the asterisks of bold, and where it is bold."""
    text, at, bold = "", 0, []
    for match in _BOLD.finditer(markup):
        text += markup[at : match.start()]
        bold.append((len(text), len(text) + len(match[1])))
        text += match[1]
        at = match.end()
    return text + markup[at:], tuple(bold)


READER: Final = Reader("org", parse)
