"""Web pages: the visible text line by line, the article as body, the chrome around it as header and footer."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from generator.model import Manuscript, Note, Place, Properties
from generator.readers.article import places_of
from generator.readers.base import Reader, ReadError
from generator.readers.encodings import Decoded, decode, likelihood
from generator.readers.htmltree import tree_of
from generator.readers.htmlwalk import lines_of

_CHARSET: Final = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I
)
_HEAD: Final = 4096
_NESTING: Final = re.compile(r"<(/?)(?:div|section|article|main|center|blockquote|ul|ol|dl|form|fieldset|font)\b", re.I)
_DEEPEST: Final = 3_000
"""Deepest nesting of blocks: the time to parse grows with its square."""

# What browsers read under a name (WHATWG Encoding): the larger set for Chinese, Windows for Latin.
_SAME: Final = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "iso8859-1": "cp1252", "ascii": "cp1252"}

_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d")
_AUTHORS: Final = ("author", "contentsource")
_DATES: Final = ("pubdate", "publishdate", "article:published_time", "date", "dc.date")


def parse(data: bytes) -> Manuscript:
    """Read a web page, or the HTML that a Word file holds; raises :class:`ReadError`."""
    return read_page(decode_html(data))


def read_page(decoded: Decoded) -> Manuscript:
    """Read a page that is decoded; raises :class:`ReadError`."""
    depth = deepest = 0
    for match in _NESTING.finditer(decoded.text):
        depth = max(0, depth - 1) if match[1] else depth + 1
        deepest = max(deepest, depth)
    if deepest > _DEEPEST:
        raise ReadError("too-deep", "网页的标签嵌套过深，没有读取。")
    document = LexborHTMLParser(decoded.text)
    tree = tree_of(document)
    title = " ".join(tree.title.split())
    lines = lines_of(tree, places_of(tree, title))
    if all(line.place in (Place.HEADER, Place.FOOTER) for line in lines):
        # No article to be told from its surroundings.
        lines = lines_of(tree, {})
    created = _DATE.match(_first(tree.meta, _DATES))
    return Manuscript(
        "html",
        lines,
        encoding=decoded.encoding,
        properties=Properties(title, _first(tree.meta, _AUTHORS), created[0] if created else ""),
        notes=decoded.notes,
    )


def decode_html(data: bytes, charset: str = "") -> Decoded:
    """Decode HTML: a byte order mark decides, else the bytes; what the page says of itself where it reads better.

    ``charset`` is what a mail's header says; it stands for the page's own word.
    """
    decoded = decode(data)
    said = charset.encode("ascii", "ignore") or next(iter(_CHARSET.findall(data[:_HEAD])), b"")
    named = _codec(said.decode("ascii", "ignore"))
    if not named or named == decoded.encoding or decoded.encoding.startswith("utf-16") or data.isascii():
        return decoded
    try:
        text = data.decode(named)
    except UnicodeDecodeError:
        text = ""
    sample = slice(0, 20_000)
    if text and likelihood(text[sample]) / len(text[sample]) > likelihood(decoded.text[sample]) / len(
        decoded.text[sample]
    ):
        return Decoded(text, named)
    note = Note(
        "charset", f"网页自称编码 {said.decode('ascii', 'ignore')}，实为 {decoded.encoding}，已按实际编码读取。"
    )
    return Decoded(decoded.text, decoded.encoding, (*decoded.notes, note))


def _likely(text: str) -> float:
    sample = text[:20_000]
    return likelihood(sample) / len(sample)


def _codec(name: str) -> str:
    try:
        found = codecs.lookup(name.strip()).name if name.strip() else ""
    except (LookupError, ValueError):
        return ""
    found = _SAME.get(found, found)
    return "" if found.startswith("utf-16") else found  # a page that can say so is not


def _first(meta: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((meta[name].strip() for name in names if meta.get(name, "").strip()), "")


READER: Final = Reader("html", parse, kinds=frozenset({"html"}))
