"""The words of an outline, cut once: for what describes it, and for the search."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .model import Block, Outline
from .words import segment


class Wording(dict[str, list[str]]):
    """Text to its words, which are the text when joined. A text that is not known yet is cut when it is asked for."""

    def __missing__(self, text: str) -> list[str]:
        self[text] = words = segment(text)
        return words

    def put_together(self, outline: Outline) -> None:
        """Know headings with their markers too, and with the line that a run-in one stands before, from their parts."""
        for section in outline.sections:
            marker, words = section.text[: section.marker], section.text[section.marker :]
            self[section.text] = self[marker] + self[words] if marker else self[words]
            line = next(lines(section.blocks), "") if section.runin else ""
            if line:
                self[section.text + line] = self[section.text] + self[line]


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
