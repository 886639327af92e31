"""Running headers, footers and page numbers of a laid-out document: what repeats at the edge of its pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from generator.model import Place
from generator.readers.layout import Row, Sheet

_DEPTH: Final = 3
"""Most rows of a header or a footer."""
_EDGE: Final = 0.2
"""The part of a page's height, from either end, in which they stand."""
_DRIFT: Final = 8.0
"""Points by which the same row may stand elsewhere on another page."""
_SHARE: Final = 0.3
"""On how many of the pages a text must stand: those of odd and of even pages differ."""

_DIGITS: Final = re.compile(r"\d+")
_BLANK: Final = re.compile(r"\s+")
_DASHES: Final = "-—–－―─·•~_"
_FOLIO: Final = re.compile(
    rf"[{_DASHES}]+\d{{1,4}}[{_DASHES}]+"  # — 3 —, GB/T 9704-2012 7.5
    r"|第\d{1,4}页(?:[,，/／]?[(（]?共\d{1,4}页[)）]?)?|\d{1,4}页[,，]?共\d{1,4}页|第[一二三四五六七八九十百]{1,5}页"
    r"|\d{1,4}[/／]\d{1,4}|Page\d{1,4}(?:of\d{1,4})?",
    re.IGNORECASE,
)
_BARE: Final = re.compile(r"\d{1,4}")


def places_of(sheets: Sequence[Sheet], pages: Sequence[Sequence[Row]]) -> dict[int, Place]:
    """The rows that are no body, by ``id``: :attr:`Place.HEADER` or :attr:`Place.FOOTER`.

    A row is one where all rows further out are, and it is a page number as such, counts the pages, or repeats at
    its height.
    """
    edges = [
        (place, [_edge(sheet, rows, place) for sheet, rows in zip(sheets, pages, strict=True)])
        for place in (Place.HEADER, Place.FOOTER)
    ]
    found: dict[int, Place] = {}
    for place, edge in edges:
        repeated = _repeated(edge)
        counting = _counting(edge)
        for rows in edge:
            for depth, row in enumerate(rows):
                text = _BLANK.sub("", row.text)
                if not (_FOLIO.fullmatch(text) or id(row) in counting or id(row) in repeated):
                    # A rule or a stray mark outside the page number is passed over, a word is not.
                    if depth or any(character.isalnum() for character in text):
                        break
                    continue
                found[id(row)] = place
    return found


def _edge(sheet: Sheet, rows: Sequence[Row], place: Place) -> list[Row]:
    """The rows at one end of a page, the outermost first."""
    if place is Place.HEADER:
        near = [row for row in rows if row.y < _EDGE * sheet.height]
        return sorted(near, key=lambda row: row.y)[:_DEPTH]
    near = [row for row in rows if row.y > (1 - _EDGE) * sheet.height]
    return sorted(near, key=lambda row: -row.y)[:_DEPTH]


def _repeated(edge: Sequence[Sequence[Row]]) -> set[int]:
    """Rows whose text, but for a number that grows with the page, stands at the same height on other pages.

    Where another page has a text of its own at that height, it is where the body begins: 附件 heads each attachment.
    """
    groups: dict[tuple[str, int], list[Row]] = {}
    for rows in edge:
        for row in rows:
            text = _BLANK.sub("", row.text)
            numbers = _DIGITS.findall(text)
            offset = int(numbers[-1][-4:]) - row.page if numbers else 0
            for key in {(text, 0), (_DIGITS.sub("#", text), offset)}:
                groups.setdefault(key, []).append(row)
    least = max(2, _SHARE * len(edge))
    often = {id(row) for rows in groups.values() if len({row.page for row in rows}) >= least for row in rows}
    marks = often | {id(row) for rows in edge for row in rows if _FOLIO.fullmatch(_BLANK.sub("", row.text))}
    bodies = [next((row.y for row in rows if id(row) not in marks), -1e9) for rows in edge]
    found: set[int] = set()
    for rows in groups.values():
        for row in rows if id(rows[0]) in often else ():
            near = any(other.page != row.page and abs(other.y - row.y) <= _DRIFT for other in rows)
            if near and not any(abs(y - row.y) <= _DRIFT / 2 for y in bodies):
                found.add(id(row))
    return found


def _counting(edge: Sequence[Sequence[Row]]) -> set[int]:
    """Rows that are a bare number which grows with the page."""
    bare = [row for rows in edge for row in rows[:2] if _BARE.fullmatch(row.text.strip())]
    offsets = Counter(int(row.text) - row.page for row in bare)
    return {id(row) for row in bare if offsets[int(row.text) - row.page] >= 2}
