"""What every reader shares: its shape, its failure, and a look at what bytes really are."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from generator.model import Manuscript

MEGABYTE: Final = 1024 * 1024


class ReadError(Exception):
    """A file that cannot be read: ``code`` as in :class:`~generator.model.Note`, ``text`` one Chinese sentence."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text


@dataclass(frozen=True, slots=True)
class Reader:
    """How files of one format are read."""

    name: str
    """The manuscript's ``format``: ``txt``."""
    parse: Callable[[bytes], Manuscript]
    """Bytes to manuscript; raises :class:`ReadError`. The bytes are not empty and at most ``limit`` many."""
    limit: int = 20 * MEGABYTE
    """Largest file in bytes."""
    kinds: frozenset[str] = frozenset()
    """What :func:`sniff` calls the files that it takes; a file of another kind goes to the reader that takes that.
    Empty: it keeps every file of its suffix, and those of the kind that has its name come to it."""


INVISIBLE: Final = re.compile("[\u00ad\u200b\u200e\u200f\u2060\ufeff]")
"""Characters without width that editors and pages leave behind; before a number they would hide it. The joiners of
other scripts and of emoji are not among them."""

# First bytes of formats that are met under a false suffix, and what to call them.
_MAGIC: Final = (
    (b"PK\x03\x04", "zip", "压缩包或新版 Office 文件（如 .docx）"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole", "旧版 Office 文件（如 .doc、.wps）"),
    (b"{\\rtf", "rtf", "RTF 文件"),
    (b"%PDF-", "pdf", "PDF 文件"),
    (b"Rar!\x1a\x07", "rar", "RAR 压缩包"),
    (b"7z\xbc\xaf\x27\x1c", "7z", "7z 压缩包"),
    (b"\x1f\x8b\x08", "gzip", "gzip 压缩包"),
    (b"\x89PNG\r\n", "png", "图片"),
    (b"\xff\xd8\xff", "jpeg", "图片"),
    (b"GIF8", "gif", "图片"),
    (b'<?mso-application progid="word.document"', "wordml", "Word 的 XML 文件"),
    (b"<w:worddocument", "wordml", "Word 的 XML 文件"),
    (b"MIME-Version:", "mht", "网页归档（MHT）"),
    (b"From: <Saved by ", "mht", "网页归档（MHT）"),
    (b"<!doctype html", "html", "网页（HTML）"),
    (b"<html", "html", "网页（HTML）"),
)

_TEXTUAL: Final = frozenset({"html", "mht", "wordml"})

BINARY: Final = frozenset({"zip", "odt", "ole", "rtf", "pdf", "rar", "7z", "gzip", "png", "jpeg", "gif"})
"""Kinds of :func:`sniff` that hold no text to read as it stands."""


_BEGINNINGS: Final = tuple(magic.lower() for magic, _, _ in _MAGIC)


def sniff(data: bytes) -> tuple[str, str]:
    """What the bytes are by their beginning, as (kind, Chinese name); empty where they are nothing special."""
    head = data[:1024].removeprefix(b"\xef\xbb\xbf").lstrip()
    low = head.lower()
    if low.startswith(b"<?xml"):
        low = low.partition(b"?>")[2].lstrip()
    if head[30:38] == b"mimetype" and b"opendocument.text" in head[38:90]:
        return "odt", "OpenDocument 文本（.odt）"
    if not low.startswith(_BEGINNINGS):  # text, as a rule
        return "", ""
    for magic, kind, name in _MAGIC:
        if head.startswith(magic) or (kind in _TEXTUAL and low.startswith(magic.lower())):
            return kind, name
    return "", ""
