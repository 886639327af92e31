"""Office packages: a zip of XML parts that name each other, opened with care.

The parts are read one by one as they are asked for: a missing picture or a relationship that leads nowhere, which
converters leave behind, does not matter to the text.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Final
from urllib.parse import unquote
from xml.etree import ElementTree

from generator.readers.base import MEGABYTE, ReadError, sniff

UNPACKED_LIMIT: Final = 200 * MEGABYTE
"""Largest size of all parts together, in bytes."""
PART_LIMIT: Final = 48 * MEGABYTE
"""Largest size of an XML part, in bytes."""
ENTRY_LIMIT: Final = 10_000
"""Most parts of a package."""

_RELATIONSHIP: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"

# Strict documents differ in their namespaces only.
_STRICT: Final = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/", b"http://schemas.openxmlformats.org/wordprocessingml/2006/"),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
    (b"http://purl.oclc.org/ooxml/officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
)


class _Builder(ElementTree.TreeBuilder):
    """Refuses a document type: office formats have none, and entities (bombs, files) need one."""

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        raise ReadError("hostile-xml", "文件内部的 XML 带有文档类型声明，可能有害，没有读取。")


def parse_xml(data: bytes) -> ElementTree.Element:
    """Parse XML that may be hostile; raises :class:`ReadError`."""
    for strict, usual in _STRICT:
        data = data.replace(strict, usual)
    try:
        return ElementTree.fromstring(data, ElementTree.XMLParser(target=_Builder()))
    except (ElementTree.ParseError, ValueError, LookupError):
        raise ReadError("broken-file", "文件损坏：内部的 XML 不完整。") from None


class Package:
    """An office file's parts."""

    def __init__(self, data: bytes) -> None:
        """Open a package; raises :class:`ReadError` for what is none, is encrypted or would unpack to too much."""
        kind, name = sniff(data)
        if kind == "ole" and "EncryptedPackage".encode("utf-16-le") in data:
            raise ReadError("encrypted", "文件有打开密码，无法读取，请去掉密码后再放入。")
        if kind != "zip":
            what = f"内容其实是{name}" if name else "已损坏，或并不是 Office 文件"
            raise ReadError("broken-file", f"文件{what}，无法按后缀读取，请用 Word 或 WPS 打开后另存为 .docx。")
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
            raise ReadError("broken-file", "文件损坏或不完整，无法打开。") from None
        entries = self._zip.infolist()
        if len(entries) > ENTRY_LIMIT or sum(entry.file_size for entry in entries) > UNPACKED_LIMIT:
            raise ReadError("too-large", f"文件解压后超过 {UNPACKED_LIMIT // MEGABYTE} MB 或部件过多，没有读取。")
        self._entries = {unquote(entry.filename).replace("\\", "/").lower(): entry for entry in reversed(entries)}

    def bytes_of(self, part: str) -> bytes:
        """A part's bytes, nothing where it is missing; raises :class:`ReadError` where it is damaged."""
        entry = self._entries.get(part.lower())
        if entry is None:
            return b""
        if entry.flag_bits & 1:
            raise ReadError("encrypted", "文件有密码，无法读取，请去掉密码后再放入。")
        if entry.file_size > PART_LIMIT:
            raise ReadError("too-large", f"文件内部的正文超过 {PART_LIMIT // MEGABYTE} MB，没有读取。")
        try:
            return self._zip.read(entry)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
            raise ReadError("broken-file", "文件损坏：解压时出错。") from None

    def part(self, name: str) -> ElementTree.Element | None:
        """A part's XML; None where it is missing."""
        data = self.bytes_of(name)
        return parse_xml(data) if data else None

    def related(self, name: str) -> dict[str, list[str]]:
        """The parts that a part refers to, by the last word of the relationship's type; "" is the package."""
        found: dict[str, list[str]] = {}
        for _, kind, target in self._relationships(name):
            found.setdefault(kind, []).append(target)
        return found

    def linked(self, name: str, link: str) -> str:
        """The part that a part refers to by a relationship's id; empty where there is none."""
        return next((target for own, _, target in self._relationships(name) if own == link), "")

    def _relationships(self, name: str) -> Iterator[tuple[str, str, str]]:
        """Id, last word of the type, and part of each relationship that stays within the package."""
        folder, base = posixpath.split(name)
        root = self.part(posixpath.join(folder, "_rels", f"{base}.rels"))
        for item in root.iter(_RELATIONSHIP) if root is not None else ():
            if item.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, unquote(item.get("Target", ""))))
                yield item.get("Id", ""), item.get("Type", "").rpartition("/")[2], target.lstrip("/")
