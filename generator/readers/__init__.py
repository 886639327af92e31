"""Readers: bytes of a file to a :class:`~generator.model.Manuscript`, one module a format family."""

from __future__ import annotations

import stat
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Final

from generator.model import Manuscript, Note
from generator.readers import html, markdown, mht, ofd, office, org, outliners, pdf, rtf, text, word
from generator.readers.base import MEGABYTE, Reader, ReadError, sniff
from generator.refusals import reason

__all__ = [
    "READERS",
    "TRANSIENT",
    "ReadError",
    "Reader",
    "by_content",
    "cache_in",
    "load",
    "may_need",
    "prepare",
    "read",
]

READERS: Final[Mapping[str, Reader]] = MappingProxyType(
    {
        ".md": markdown.READER,
        ".markdown": markdown.READER,
        ".txt": text.READER,
        ".text": text.READER,
        ".docx": word.READER,
        ".docm": word.READER,
        ".doc": office.READER,
        ".wps": office.READER,
        ".odt": office.OPEN_DOCUMENT,
        ".rtf": rtf.READER,
        ".pdf": pdf.READER,
        ".ofd": ofd.READER,
        ".html": html.READER,
        ".htm": html.READER,
        ".mht": mht.READER,
        ".mhtml": mht.READER,
        ".opml": outliners.OPML,
        ".mm": outliners.FREEMIND,
        ".xmind": outliners.XMIND,
        ".org": org.READER,
    }
)
"""Reader by suffix, in lower case."""

TRANSIENT: Final = frozenset({"needs-program"})
"""Codes of failures that another build of the same file may not meet, so that they are not worth keeping."""


def read(file: Path, data: bytes | None = None) -> Manuscript:
    """Read a file, or ``data`` that was read from it.

    Raises :class:`ReadError`, whose text is a Chinese sentence that does not name the file, for whatever keeps it
    from being read; an :class:`OSError` becomes one too.
    """
    reader = _reader(file)
    if data is None:
        data = load(file)
    _check_size(reader, data)
    if not data:
        raise ReadError("empty", "文件是空的。")
    kind, name = sniff(data)
    actual = reader
    if reader.kinds and kind not in reader.kinds:
        actual = by_content(data) or (text.READER if reader is office.READER and not kind else reader)
    try:
        manuscript = actual.parse(data)
    except RecursionError:
        raise ReadError("too-deep", "文件内部嵌套过深，没有读取。") from None
    if actual is not reader:
        note = Note("other-format", f"文件内容其实是{name or '纯文本'}，已按内容读取，后缀 {file.suffix} 不符。")
        manuscript = replace(manuscript, notes=(note, *manuscript.notes))
    if not manuscript.lines:
        raise ReadError("empty", "文件里没有文字。")
    return manuscript


def by_content(data: bytes) -> Reader | None:
    """The reader for what the bytes are, whatever the file is called; None where there is none."""
    kind, _ = sniff(data)
    return next((reader for reader in READERS.values() if kind in (reader.kinds or {reader.name})), None)


def cache_in(folder: Path) -> None:
    """Tell the readers of this process where to keep, and find, what other programs made of files."""
    office.cache_in(folder)


def prepare(documents: Iterable[tuple[Path, bytes]], cache: Path, *, count: int = 1) -> None:
    """Let other programs do their work on many files in few runs, before :func:`read` needs it file by file.

    ``cache`` is the folder that :func:`cache_in` names in every process that reads; ``count`` runs go on at a time.
    """
    office.convert((data for file, data in documents if may_need(file) and office.takes(data)), cache, count=count)


def may_need(file: Path) -> bool:
    """Whether another program may have to do its work on a file of this name."""
    reader = READERS.get(file.suffix.lower())
    return reader is not None and bool(reader.kinds)


def load(file: Path) -> bytes:
    """The bytes of a file, no more than its reader takes. Raises :class:`ReadError`."""
    reader = _reader(file)
    try:
        # A pipe would wait for its writer for ever.
        if not stat.S_ISREG(file.stat().st_mode):
            raise ReadError("unreadable", "不是普通文件，没有读取。")
        with file.open("rb") as stream:
            data = stream.read(reader.limit + 1)
    except FileNotFoundError:
        raise ReadError("unreadable", "文件不存在，或链接指向的文件不存在。") from None
    except PermissionError:
        raise ReadError("unreadable", "没有读取该文件的权限。") from None
    except OSError as error:
        raise ReadError("unreadable", f"文件读取失败：{reason(error)}。") from None
    _check_size(reader, data)
    return data


def _check_size(reader: Reader, data: bytes) -> None:
    if len(data) > reader.limit:
        raise ReadError("too-large", f"文件超过 {reader.limit // MEGABYTE} MB，没有读取。")


def _reader(file: Path) -> Reader:
    reader = READERS.get(file.suffix.lower())
    if reader is None:
        what = f" {file.suffix} " if file.suffix else "没有后缀的"
        raise ReadError("unsupported-format", f"不能读取{what}文件，能读的是 {'、'.join(READERS)}。")
    return reader
