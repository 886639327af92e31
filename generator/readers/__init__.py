"""Readers: bytes of a file to a :class:`~generator.model.Manuscript`, one module a format family."""

from __future__ import annotations

import stat
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from generator.model import Manuscript
from generator.readers import markdown, text, word
from generator.readers.base import MEGABYTE, Reader, ReadError

__all__ = ["READERS", "ReadError", "Reader", "load", "read"]

READERS: Final[Mapping[str, Reader]] = MappingProxyType(
    {
        ".md": markdown.READER,
        ".markdown": markdown.READER,
        ".txt": text.READER,
        ".text": text.READER,
        ".docx": word.READER,
        ".docm": word.READER,
    }
)
"""Reader by suffix, in lower case."""


def read(file: Path, data: bytes | None = None) -> Manuscript:
    """Read a file, or ``data`` that was read from it.

    Raises :class:`ReadError`, whose text is a Chinese sentence that does not name the file, for whatever keeps it
    from being read; an :class:`OSError` becomes one too.
    """
    reader = _reader(file)
    if data is None:
        data = load(file)
    if len(data) > reader.limit:
        raise ReadError("too-large", f"文件超过 {reader.limit // MEGABYTE} MB，没有读取。")
    if not data:
        raise ReadError("empty", "文件是空的。")
    try:
        manuscript = reader.parse(data)
    except RecursionError:
        raise ReadError("too-deep", "文件内部嵌套过深，没有读取。") from None
    if not manuscript.lines:
        raise ReadError("empty", "文件里没有文字。")
    return manuscript


def load(file: Path) -> bytes:
    """The bytes of a file, at most one more than its reader takes. Raises :class:`ReadError`."""
    limit = _reader(file).limit
    try:
        # A pipe would wait for its writer for ever.
        if not stat.S_ISREG(file.stat().st_mode):
            raise ReadError("unreadable", "不是普通文件，没有读取。")
        with file.open("rb") as stream:
            return stream.read(limit + 1)
    except FileNotFoundError:
        raise ReadError("unreadable", "文件不存在，或链接指向的文件不存在。") from None
    except PermissionError:
        raise ReadError("unreadable", "没有读取该文件的权限。") from None
    except OSError as error:
        raise ReadError("unreadable", f"文件读取失败：{error.strerror or error}。") from None


def _reader(file: Path) -> Reader:
    reader = READERS.get(file.suffix.lower())
    if reader is None:
        what = f" {file.suffix} " if file.suffix else "没有后缀的"
        raise ReadError("unsupported-format", f"不能读取{what}文件，能读的是 {'、'.join(READERS)}。")
    return reader
