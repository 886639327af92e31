"""Numbers at line starts that were damaged: misread by a program, or without the mark behind them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator import numerals
from generator.cues import end_mark
from generator.markers import Families, Marker, Punct
from generator.model import Passage, Role

# Characters that an OCR program or a keyboard puts for another numeral, before 、 or in brackets only.
_OCR = {"—": 1, "－": 1, "-": 1, "ー": 1, "–": 1, "―": 1, "ニ": 2, "=": 2, "＝": 2, "l": 1, "|": 1}
_BRACKETED = re.compile("[（(]([—－ー–―ニ=＝-])[）)]")

# 一严把入口关: the 、 was lost. Not 一等奖, 二月份.
_BARE = re.compile(
    "(十?[一二三四五六七八九]|十)"
    "(?![等级年月日号期线类组班队排层楼栋区段届次个条项名位人户家村旬季周天点批步轮些般切])(?=[\u4e00-\u9fff])"
)
LONGEST = 24
"""Characters of the longest line that is a heading by a bare numeral."""


def misread(families: Families, text: str) -> Marker | None:
    """A numeral that a scanner took for another sign: —、 for 一、."""
    m = _BRACKETED.match(text)
    if m and (family := _index(families, "（一）")) >= 0:
        return Marker(family, _OCR[m[1]], 0, m.end(), ocr=True)
    number = _OCR.get(text[:1], 0)
    if number and text[1:2] == "、" and (family := _index(families, "一、")) >= 0:
        return Marker(family, number, 0, 2, ocr=True)
    return None


def bare(families: Families, text: str) -> Marker | None:
    """The numeral that a line begins with where its 、 may have been lost."""
    m = _BARE.match(text)
    if m and (family := _index(families, "一、")) >= 0:
        return Marker(family, numerals.chinese(m[1]), 0, m.end(), Punct.MISSING)
    return None


def bare_series(families: Families, passages: Sequence[Passage]) -> dict[int, Marker]:
    """Bare numerals of short lines, by passage: three or more that count on from one, a few of them missing."""
    found: dict[int, Marker] = {}
    last = 0
    for i, passage in enumerate(passages):
        if len(passage.text) > LONGEST or passage.role is not Role.BODY or end_mark(passage.text):
            continue
        marker = bare(families, passage.text)
        if marker and (marker.number == last + 1 or (found and last < marker.number <= last + 3)):
            found[i] = marker
            last = marker.number
    return found if len(found) > 2 else {}


def _index(families: Families, name: str) -> int:
    return next((i for i, f in enumerate(families.table) if f.name == name), -1)
