"""Plain text: a line of the file is a line of the manuscript; lines indented by tabs are the nodes of a tree."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from generator.model import Line, Manuscript, Note, Style
from generator.readers.base import BINARY, Reader, ReadError, sniff
from generator.readers.encodings import Decoded, decode, likelihood, split_lines

_UNLIKELY: Final = -14.5
"""Logarithm of a character's likelihood below which damaged text is none."""


_NODE: Final = 40
"""Characters that a node of a tab-indented outline has at most; what is longer, or a sentence, is body under it."""


_SPACE: Final = re.compile("&(?:nbsp|ensp|emsp|#160|#12288|#xa0|#x3000);", re.I)
"""A space as a web page writes it, left behind where the page was copied as text."""


def parse(data: bytes) -> Manuscript:
    """Read a text file of any encoding; indents and tabs stay, but for those of an outline made with tabs."""
    decoded = decode_text(data)
    text, spaces = _SPACE.subn(" ", decoded.text)
    lines = tuple(
        Line(line.rstrip(), number) for number, line in enumerate(split_lines(text), 1) if not line.isspace() and line
    )
    notes = decoded.notes
    if spaces:
        notes += (Note("written-spaces", f"{spaces} 处 &nbsp; 一类的网页空格按空格读取。"),)
    return Manuscript("txt", _tree(lines) or lines, encoding=decoded.encoding, notes=notes)


def _tree(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines with their tabs as levels, the root at 1 as in other outliners; nothing where they are no tree.

    A tree begins at the margin, goes in by one tab at a time, and has nodes at three depths or more.
    """
    depths = [len(line.text) - len(line.text.lstrip("\t")) for line in lines]
    if len(set(depths)) < 3 or depths[0]:
        return ()
    if any(after > before + 1 for before, after in pairwise(depths)) or any(
        "\t" in line.text.strip() for line in lines
    ):
        return ()
    # A first line without children is the title of the nodes beside it.
    titled = depths[1] == 0
    return tuple(
        Line(text, line.number, line.place, Style(level=_level(text, depth + 1 + (titled and at > 0)), depth=depth + 1))
        for at, (line, depth) in enumerate(zip(lines, depths, strict=True))
        for text in (line.text.lstrip("\t"),)
    )


def _level(text: str, level: int) -> int:
    return 0 if len(text) > _NODE or text.endswith(("。", "！", "；")) else min(level, 9)


def decode_text(data: bytes) -> Decoded:
    """Decode what should be text; raises :class:`ReadError` where it is another format under a text's name."""
    kind, name = sniff(data)
    if kind in BINARY:
        raise ReadError("not-text", f"文件内容其实是{name}，不是文本，请改为正确的后缀或另存为文本。")
    decoded = decode(data)
    sample = decoded.text[:1000]
    # Any bytes are UTF-16 of some kind; what is damaged and makes no Chinese either is a program or a picture.
    damaged = any(note.code in ("damaged-bytes", "control-characters") for note in decoded.notes)
    if damaged and likelihood(sample) < _UNLIKELY * len(sample):
        raise ReadError("not-text", "文件内容不是文字，没有读取。")
    return decoded


READER = Reader("txt", parse)
