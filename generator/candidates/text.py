"""Places in a text: quotations, what stands before a place, where a heading ends."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from generator.candidates.values import MAX_HEADING, Context
from generator.markers import BULLETS
from generator.model import Passage

_QUOTED = re.compile(
    '“[^“”]*[”〞]|‘[^‘’]*’|《[^《》]*》|「[^「」]*」|『[^『』]*』|"[^"]*"|（[^（）()]{6,}）|\\([^（）()]{6,}\\)|【[^【】]*】'
)
_QUOTES = re.compile('[“‘《「『"（(【]')
_END = "[。！？!?.．](?:(?<=[。！？!?])|(?<=[\u4e00-\u9fff”）)].)(?![.．0-9]))"
SENTENCE_END = re.compile(f"{_END}(?:{_END})*[”’」』）)]*")
"""A full stop that was typed as a point stands behind a Chinese character."""
_SPACED = re.compile(r"(?P<head>[^\s，,；;。：:！？!?、]{2,16})(?: {2,}|\u3000)\s*(?=\S)")
SPACED_REST = 13
"""Characters of the shortest sentence behind such a space."""
_LABEL = re.compile(r"[^\s，；。：、]{2,8}[：:](?=[^：:]*[0-9０-９、])")
"""A label before its value: 活动时间：3月1日."""
_COLON = re.compile("[：:]")
_ANNOUNCED = re.compile(
    "[两二三四五六七八九十几2-9](?:点|条|项|个(?:方面|问题|要点|层面|环节|重点|关键|观点|要求))[^，。；：,;:]{0,10}[：:]$"
)
"""Words that say how many follow: 我讲三点意见："""
AFTER = dict.fromkeys("。！？!?…", Context.SENTENCE) | dict.fromkeys("：:", Context.COLON)
AFTER |= dict.fromkeys("；;", Context.SEMICOLON) | dict.fromkeys("，,、", Context.COMMA)
CLOSERS = "”’」』）)"


BULLET = re.compile(rf"[{BULLETS}][{BULLETS}\s]*")


def quoted(text: str) -> list[tuple[int, int]]:
    """The stretches of a text that are quotations, titles of works or longer remarks in brackets."""
    return [m.span() for m in _QUOTED.finditer(text)] if _QUOTES.search(text) else []


def context_of(text: str, pos: int) -> tuple[Context, bool]:
    """What stands before a place, and whether there is a space between."""
    i = pos - 1
    while i >= 0 and text[i].isspace():
        i -= 1
    if i < 0:
        return Context.LINE, False
    spaced = i < pos - 1
    c = text[i]
    if c in CLOSERS:
        j = i
        while j > 0 and text[j] in CLOSERS:
            j -= 1
        if text[j] in "。！？!?…":
            return Context.SENTENCE, spaced
    return AFTER.get(c, Context.GLUED), spaced


def announced(text: str, pos: int, number: int) -> bool:
    """Whether the words before a first item say that several follow."""
    return number == 1 and bool(_ANNOUNCED.search(text, max(0, pos - 24), pos))


def heading_end(text: str, begin: int, ends: list[tuple[int, int]], passage: Passage) -> int:
    """Where the heading whose words begin at ``begin`` ends: behind its first sentence, or a short ： label.

    A line without any end mark is a heading as a whole (GB/T 9704: 文末不用标点).
    """
    at = bisect_left(ends, (begin, 0))
    stop = ends[at][1] if at < len(ends) else 0
    for a, b in passage.style.bold:
        # The source sets the run-in heading in another face: the face tells its end.
        if a <= begin < b - 2 and (not stop or b < stop) and text[b - 1] in "。：:！？":
            return b
    spaced = _SPACED.match(text, begin)
    parted = spaced is not None and len(text) - spaced.end() >= SPACED_REST and text[-1] in "。；！？"
    if spaced and parted and not begin < stop <= spaced.end("head"):
        # A wide space parts the heading from its text, where the mark is missing.
        return spaced.end("head")
    if not stop and len(text) - begin <= MAX_HEADING:
        label = _LABEL.match(text, begin) if begin else None
        return label.end() if label else len(text)
    limit = stop or len(text)
    colon = _COLON.search(text, begin, min(limit, begin + 17))
    if (
        colon
        and begin < colon.start()
        and text[colon.end() : colon.end() + 40].strip()
        and not re.search("[，,；;。]", text[begin : colon.start()])
    ):
        return colon.end()
    return limit


def outside(spans: list[tuple[int, int]], marks: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans that do not begin inside a quotation; a quotation that ends with its sentence ends it as well."""
    out = []
    i = 0
    for a, b in spans:
        while i < len(marks) and marks[i][1] <= a:
            i += 1
        if i < len(marks) and marks[i][0] < a < marks[i][1]:
            continue
        out.append((a, b))
    return out


def covers(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether one of the spans holds a stretch."""
    return bool(spans) and any(a <= start and b >= end for a, b in spans)
