"""What a reader in a hurry sees of a paragraph: its first sentence and its points; the rest steps back.

The pieces of a paragraph put together are its text, so that hiding the rest is all that a shorter reading takes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from .model import Block

_OPEN, _CLOSE, _END = "“‘「『（(", "”’」』）)", "。！？!?"
_MARK = re.compile(f"[{_OPEN}{_CLOSE}{_END}]")
_QUESTION = "？?"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph."""

    kind: Literal["gist", "point", "rest"]
    text: str
    marker: int = 0
    """How many characters of a point are its marker."""
    gist: int = 0
    """How many characters of a point are its first sentence; the others step back."""


def pieces(block: Block) -> Iterator[Piece]:
    """The pieces of a paragraph, in order; the words that lead to a point (下一步有三件事：) are of the gist."""
    text, at = block.text, 0
    ends = _sentence_ends(text)
    first = next((end for end in ends if text[:end].rstrip()[-1] not in _QUESTION), len(text))
    for point in block.points:
        start = max(at, point.start)
        if point.end <= start:
            continue
        lead = max((end for end in ends if end <= start), default=0)
        yield from _plain(text, at, start, first, lead)
        marker = max(0, point.marker - (start - point.start))
        stop = next((end for end in ends if start + marker < end < point.end), point.end)
        yield Piece("point", text[start : point.end], marker, stop - start)
        at = point.end
    yield from _plain(text, at, len(text), first, len(text))


def _plain(text: str, start: int, end: int, first: int, lead: int) -> Iterator[Piece]:
    """What stands between two points: the gist up to ``first`` and from ``lead`` on."""
    first = min(max(first, start), end)
    lead = min(max(lead, first), end)
    if not text[first:lead].strip():
        first = lead
    for kind, piece in (("gist", text[start:first]), ("rest", text[first:lead]), ("gist", text[lead:end])):
        if piece:
            yield Piece(kind, piece)  # type: ignore[arg-type]


def _sentence_ends(text: str) -> list[int]:
    """Where the sentences end, quotation marks included; a full stop within quotation marks ends none."""
    ends: list[int] = []
    depth = 0
    closed = -1  # where a quotation ended whose last sentence was whole
    for match in _MARK.finditer(text):
        mark = match[0]
        if mark in _OPEN:
            depth += 1
        elif mark in _CLOSE:
            depth = max(0, depth - 1)
            closed = match.end() if text[match.start() - 1 : match.start()] in _END else closed
        elif depth == 0:
            ends.append(match.end())
    whole = len(text.rstrip())
    if closed == whole and (not ends or ends[-1] != whole):
        ends.append(whole)
    return ends
