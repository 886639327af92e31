"""Places in a text: quotations, what stands before a place, where a heading ends."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from generator.candidates.values import COLON, COMMA, GLUED, LINE, MAX_HEADING, SEMICOLON, SENTENCE, Context
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
AFTER = dict.fromkeys("。！？!?…", SENTENCE) | dict.fromkeys("：:", COLON)
AFTER |= dict.fromkeys("；;", SEMICOLON) | dict.fromkeys("，,、", COMMA)
CLOSERS = "”’」』）)"


BULLET = re.compile(rf"[{BULLETS}][{BULLETS}\s]*")


def quoted(text: str) -> list[tuple[int, int]]:
    """The stretches of a text that are quotations, titles of works or longer remarks in brackets."""
    return [m.span() for m in _QUOTED.finditer(text)] if _QUOTES.search(text) else []


class Sentences:
    """The ends of the sentences of a text that stand outside its quotations, found as they are asked for."""

    __slots__ = ("_begin", "_end", "_marks", "_start", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._marks: list[tuple[int, int]] | None = None
        self._begin, self._start, self._end = 0, -1, 0
        """From the first of these places on, the next end stands at the others."""

    def quotes(self, pos: int) -> bool:
        """Whether a place is inside a quotation."""
        marks = self._marks
        if marks is None:
            marks = self._marks = quoted(self.text)
        at = bisect_left(marks, (pos, 0)) if marks else 0
        return at > 0 and pos < marks[at - 1][1]

    def end(self, begin: int) -> int:
        """Where the first end at ``begin`` or behind it ends; 0 where there is none.

        An end inside a quotation is none; a quotation that ends with its sentence ends it as well.
        """
        if not self._begin <= begin <= self._start:
            text = self.text
            m = SENTENCE_END.search(text, begin)
            if m and m.start() == begin > 0 and SENTENCE_END.match(text, begin - 1, begin + 1):
                # The rest of an end that stands before.
                m = SENTENCE_END.search(text, m.end())
            while m and self.quotes(m.start()):
                m = SENTENCE_END.search(text, m.end())
            self._begin, (self._start, self._end) = begin, m.span() if m else (len(text), 0)
        return self._end


def context_of(text: str, pos: int) -> tuple[Context, bool]:
    """What stands before a place, and whether there is a space between."""
    if pos and (context := AFTER.get(text[pos - 1])) is not None:
        return context, False
    i = pos - 1
    while i >= 0 and text[i].isspace():
        i -= 1
    if i < 0:
        return LINE, False
    spaced = i < pos - 1
    c = text[i]
    if c in CLOSERS:
        j = i
        while j > 0 and text[j] in CLOSERS:
            j -= 1
        if text[j] in "。！？!?…":
            return SENTENCE, spaced
    return AFTER.get(c, GLUED), spaced


def announced(text: str, pos: int, number: int) -> bool:
    """Whether the words before a first item say that several follow."""
    return number == 1 and bool(_ANNOUNCED.search(text, max(0, pos - 24), pos))


def heading_end(begin: int, sentences: Sentences, passage: Passage) -> int:
    """Where the heading whose words begin at ``begin`` ends: behind its first sentence, or a short ： label.

    A line without any end mark is a heading as a whole (GB/T 9704: 文末不用标点).
    """
    text = passage.text
    stop = sentences.end(begin)
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


def covers(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether one of the spans holds a stretch."""
    return bool(spans) and any(a <= start and b >= end for a, b in spans)
