"""Plain text: a line of the file is a line of the manuscript."""

from __future__ import annotations

from typing import Final

from generator.model import Line, Manuscript
from generator.readers.base import BINARY, Reader, ReadError, sniff
from generator.readers.encodings import Decoded, decode, likelihood, split_lines

_UNLIKELY: Final = -14.5
"""Logarithm of a character's likelihood below which damaged text is none."""


def parse(data: bytes) -> Manuscript:
    """Read a text file of any encoding; indents and tabs stay."""
    decoded = decode_text(data)
    lines = tuple(
        Line(line.rstrip(), number)
        for number, line in enumerate(split_lines(decoded.text), 1)
        if not line.isspace() and line
    )
    return Manuscript("txt", lines, encoding=decoded.encoding, notes=decoded.notes)


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
