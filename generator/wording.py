"""The words of an outline, cut once: for what describes it, and for the search.

A record keeps how long each word is (:meth:`Wording.kept`), so that what reads the record later has the words without
cutting its text again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import accumulate, chain

from .model import Block, Outline
from .words import segment

_LONGEST = 255
"""A longer word, an address say, is kept as several."""
_END = b"\0"
"""Stands between the texts in what is kept: no word is so short."""


class Wording(dict[str, list[str]]):
    """Text to its words, which are the text when joined. A text that is not known yet is cut when it is asked for."""

    def __missing__(self, text: str) -> list[str]:
        self[text] = words = segment(text)
        return words

    @classmethod
    def of(cls, outline: Outline, kept: bytes) -> Wording:
        """The words of an outline from what was kept of them; headings also with their markers, as they stand."""
        known = cls()
        for text, lengths in zip(texts(outline), kept.split(_END), strict=False):
            if sum(lengths) == len(text):
                ends = list(accumulate(lengths))
                known[text] = list(map(text.__getitem__, map(slice, chain((0,), ends), ends)))
        for section in outline.sections:
            marker, words = section.text[: section.marker], section.text[section.marker :]
            known[section.text] = known[marker] + known[words] if marker else known[words]
            line = next(lines(section.blocks), "") if section.runin else ""
            if line:
                known[section.text + line] = known[section.text] + known[line]
        return known

    def kept(self, outline: Outline) -> bytes:
        """The lengths of an outline's words, for :meth:`of`."""
        return _END.join(_lengths(self[text]) for text in texts(outline))


def texts(outline: Outline) -> Iterator[str]:
    """Title, subtitle, headings without their markers, and every line of text."""
    yield outline.title
    yield outline.subtitle
    for section in outline.sections:
        yield section.text[section.marker :]
    yield from lines(outline.blocks())


def lines(blocks: Iterable[Block]) -> Iterator[str]:
    """The lines of blocks, without white space at their ends, and none that is nothing else."""
    for block in blocks:
        for line in block.text.splitlines():
            if text := line.strip():
                yield text


def _lengths(words: Iterable[str]) -> bytes:
    try:
        return bytes(map(len, words))
    except ValueError:
        return bytes(len(word[at : at + _LONGEST]) for word in words for at in range(0, len(word), _LONGEST))
