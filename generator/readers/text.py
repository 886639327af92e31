"""Plain text: a line of the file is a line of the manuscript."""

from __future__ import annotations

from generator.model import Line, Manuscript
from generator.readers.base import BINARY, Reader, ReadError, sniff
from generator.readers.encodings import Decoded, decode, split_lines


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
    return decode(data)


READER = Reader("txt", parse)
