"""Outlines that are trees already: OPML, FreeMind and XMind. A node is a line, its depth the line's level.

The root has level 1, as a title has in Markdown, its children level 2. Notes of a node are lines of body under it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final
from xml.etree.ElementTree import Element

from generator.model import Line, Manuscript, Note, Place, Properties, Style
from generator.readers.base import MEGABYTE, Reader, ReadError
from generator.readers.encodings import decode
from generator.readers.package import Package, parse_xml

DEEPEST: Final = 10_000
"""Deepest tree that is read."""
_LOWEST: Final = 9
"""Levels below it are all this one (:attr:`Style.level`)."""

# A document type without a subset of its own declares nothing; old programs put one before their files.
_DOCTYPE: Final = re.compile(
    r"""<!DOCTYPE\s+[\w:.-]+(?:\s+(?:PUBLIC\s+(?:"[^"<>]*"|'[^'<>]*')|SYSTEM)\s+(?:"[^"<>]*"|'[^'<>]*'))?\s*>"""
)
_DECLARED: Final = re.compile(rb"""(?:\xef\xbb\xbf)?\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")
_DECLARATION: Final = re.compile(r"\s*<\?xml[^>]*\?>")
_SPACE: Final = re.compile("[ \t\r\n]+")
_XMIND: Final = "{urn:xmind:xmap:xmlns:content:2.0}"


class _Tree:
    """Lines of a tree as they are found."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.number = 0

    def node(self, text: str, depth: int, bold: bool = False) -> None:
        """A node of a depth from 1; more than one line of text are one heading and body under it."""
        if depth > DEEPEST:
            raise ReadError("too-deep", f"提纲的层次超过 {DEEPEST} 级，没有读取。")
        rows = [row for row in text.splitlines() if row.strip()]
        for index, row in enumerate(rows):
            level = min(depth, _LOWEST) if index == 0 else 0
            self._add(row, Style(level=level, depth=depth, bold=((0, len(row.rstrip())),) if bold else ()))
        self.number += not rows

    def note(self, text: str, depth: int) -> None:
        """A note of the node before."""
        for row in text.splitlines():
            if row.strip():
                self._add(row, Style(depth=depth))

    def _add(self, row: str, style: Style) -> None:
        self.number += 1
        self.lines.append(Line(row.rstrip(), self.number, Place.BODY, style))

    def manuscript(self, name: str, properties: Properties, notes: Sequence[Note] = ()) -> Manuscript:
        """What was found."""
        return Manuscript(name, tuple(self.lines), properties=properties, notes=tuple(notes))


def _xml(data: bytes) -> tuple[Element, tuple[Note, ...]]:
    """An XML file in any encoding, also one that the parser does not know; raises :class:`ReadError`."""
    declaration = _DECLARED.match(data)
    encoding = declaration[1].decode("ascii").lower() if declaration else "utf-8"
    notes: tuple[Note, ...] = ()
    try:
        text = data.decode("gb18030" if encoding in ("gb2312", "gbk") else encoding)
    except (UnicodeDecodeError, LookupError):
        # It is not what it says.
        decoded = decode(data)
        text, notes = decoded.text, decoded.notes
    text = _DECLARATION.sub("", text.removeprefix("\ufeff"), count=1)
    return parse_xml(_DOCTYPE.sub("", text, count=1).encode("utf-8", "replace")), notes


# --- OPML -------------------------------------------------------------------------------------------------------


def parse_opml(data: bytes) -> Manuscript:
    """Read an OPML file (opml.org, version 2): its title is the root, ``_note`` a note."""
    root, notes = _xml(data)
    body = root.find("body")
    if root.tag != "opml" or body is None:
        raise ReadError("broken-file", "文件不是 OPML 提纲，或已损坏。")
    title, tree = root.findtext("head/title", "").strip(), _Tree()
    # Where one outline holds all the others it is the root itself.
    shift = 1
    outlines = body.findall("outline")
    if len(outlines) == 1 and _text(outlines[0]).strip() in ("", title):
        title, shift = title or _text(outlines[0]).strip(), 0
        if title and not _text(outlines[0]).strip():
            tree.node(title, 1)
    elif title:
        tree.node(title, 1)
    for element, depth in _descend(body, "outline"):
        tree.node(_text(element), depth + shift)
        tree.note(element.get("_note", ""), depth + shift)
    author = root.findtext("head/ownerName", "").strip()
    return tree.manuscript("opml", Properties(title, author), notes)


def _text(outline: Element) -> str:
    return outline.get("text") or outline.get("title") or ""


def _descend(root: Element, tag: str) -> Iterator[tuple[Element, int]]:
    """Elements of a tag below one another, in order, with their depth from 1."""
    stack = [(child, 1) for child in reversed(root.findall(tag))]
    while stack:
        element, depth = stack.pop()
        yield element, depth
        stack += [(child, depth + 1) for child in reversed(element.findall(tag))]


# --- FreeMind ---------------------------------------------------------------------------------------------------


def parse_freemind(data: bytes) -> Manuscript:
    """Read a map of FreeMind or Freeplane (.mm): texts may be HTML, as notes and details are."""
    root, notes = _xml(data)
    if root.tag != "map":
        raise ReadError("broken-file", "文件不是 FreeMind 导图，或已损坏。")
    tree = _Tree()
    for element, depth in _descend(root, "node"):
        rich = {content.get("TYPE", "NODE").upper(): content for content in element.findall("richcontent")}
        text = element.get("TEXT")
        if text is None and (content := rich.get("NODE")) is not None:
            text = _html(content)
        font = element.find("font")
        tree.node(text or "", depth, bold=font is not None and font.get("BOLD") == "true")
        for kind in ("DETAILS", "NOTE"):
            if kind in rich:
                tree.note(_html(rich[kind]), depth)
    first = next((line.text for line in tree.lines), "")
    return tree.manuscript("mm", Properties(title=first), notes)


_HTML_BLOCKS: Final = frozenset("p div li br h1 h2 h3 h4 h5 h6 tr".split())


def _html(content: Element) -> str:
    """The text of well-formed HTML, a line a block."""
    parts: list[str] = []
    # No recursion: an element, or the text that stands before the next one.
    stack: list[Element | str] = [content]
    while stack:
        element = stack.pop()
        if isinstance(element, str):
            parts.append(element)
            continue
        name = str(element.tag).rpartition("}")[2].lower()
        if name in ("head", "style", "script"):
            continue
        end = "\n" if name in _HTML_BLOCKS else ""
        parts.append(end + _SPACE.sub(" ", element.text or ""))
        stack.append(end)
        for child in reversed(element):
            stack += [_SPACE.sub(" ", child.tail or ""), child]
    return "".join(parts)


# --- XMind ------------------------------------------------------------------------------------------------------


def parse_xmind(data: bytes) -> Manuscript:
    """Read a map of XMind: ``content.json`` (since 2018) or ``content.xml``; its first sheet's root is the title."""
    try:
        package = Package(data)
    except ReadError as error:
        text = "文件损坏，或并不是 XMind 导图，无法打开。" if error.code == "broken-file" else error.text
        raise ReadError(error.code, text) from None
    tree = _Tree()
    if content := package.bytes_of("content.json"):
        try:
            sheets = json.loads(content)
        except ValueError:
            raise ReadError("broken-file", "XMind 文件损坏或有密码：内部的 JSON 不完整。") from None
        roots = (
            [sheet.get("rootTopic") for sheet in sheets if isinstance(sheet, dict)] if isinstance(sheets, list) else []
        )
        _topics([root for root in roots if isinstance(root, dict)], tree, _json_topic)
    elif (root := package.part("content.xml")) is not None:
        _topics(list(root.iterfind(f"{_XMIND}sheet/{_XMIND}topic")), tree, _xml_topic)
    else:
        raise ReadError("broken-file", "压缩包里没有 XMind 的内容，文件不是 XMind 导图，或已损坏。")
    first = next((line.text for line in tree.lines), "")
    return tree.manuscript("xmind", Properties(title=first))


_Topic = tuple[str, list[str], list[Any]]
"""Title, notes and labels, children."""


def _topics(roots: Sequence[Any], tree: _Tree, read: Callable[[Any], _Topic]) -> None:
    # The roots of further sheets stand beside the branches of the first.
    stack = [(root, 2 if index else 1) for index, root in enumerate(roots)][::-1]
    while stack:
        topic, depth = stack.pop()
        title, notes, children = read(topic)
        tree.node(title, depth)
        for note in notes:
            tree.note(note, depth)
        stack += [(child, depth + 1) for child in reversed(children)]


def _json_topic(topic: dict[str, Any]) -> _Topic:
    plain = _get(_get(topic, "notes"), "plain").get("content", "")
    labels = topic.get("labels")
    groups = _get(topic, "children")
    kinds = sorted(groups, key=lambda kind: (kind != "attached", kind))
    children = [child for kind in kinds if isinstance(groups[kind], list) for child in groups[kind]]
    notes = [*(labels if isinstance(labels, list) else ()), plain]
    return (
        _string(topic.get("title")),
        list(map(_string, notes)),
        [child for child in children if isinstance(child, dict)],
    )


def _get(value: Any, key: str) -> dict[str, Any]:
    inner = value.get(key) if isinstance(value, dict) else None
    return inner if isinstance(inner, dict) else {}


def _string(value: Any) -> str:
    # Half of a pair of surrogates is no text.
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""


def _xml_topic(topic: Element) -> _Topic:
    labels = [label.text or "" for label in topic.iterfind(f"{_XMIND}labels/{_XMIND}label")]
    note = topic.findtext(f"{_XMIND}notes/{_XMIND}plain", "")
    groups = sorted(
        topic.iterfind(f"{_XMIND}children/{_XMIND}topics"), key=lambda group: group.get("type") != "attached"
    )
    return topic.findtext(f"{_XMIND}title", ""), [*labels, note], [child for group in groups for child in group]


OPML: Final = Reader("opml", parse_opml)
FREEMIND: Final = Reader("mm", parse_freemind)
XMIND: Final = Reader("xmind", parse_xmind, limit=100 * MEGABYTE)
