"""The values that pass between the stages of one document.

    Source -> Manuscript -> Draft -> Outline -> Record

Every class is frozen: a stage returns new values and changes none. All text is the source's own; a line number
(``line``, ``where``) counts from 1 in the source as its reader counts lines: lines of a text file, paragraphs of
a Word file. The only text that is not the source's is a :class:`Note` and what :class:`Facts` computes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from operator import itemgetter
from pathlib import Path
from typing import Literal


class Severity(StrEnum):
    """How much a note matters: *info* goes to the report, *problem* is also a WARNING in the log."""

    INFO = "info"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Note:
    """Something a keeper may want to know about a document: a repair, a doubt, a failure."""

    code: str
    """Stable kebab-case name of the kind, ``mixed-family``."""
    text: str
    """One Chinese sentence that names the matter; no source text beyond a few words, never a contact."""
    where: int = 0
    """Line in the source; 0: the whole document."""
    severity: Severity = Severity.INFO


# --- read -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Source:
    """A file of the archive that will become a page."""

    path: str
    """POSIX path below the content folder; the document's identity."""
    file: Path
    """Where the bytes are."""
    address: str = ""
    """The page it becomes, as a Markdown path below the content folder (``档案/守城.md``)."""
    sidecar: Path | None = None
    """``NAME.yml`` beside the file: the keeper's word."""


class Place(StrEnum):
    """Where in the file a line stood."""

    BODY = "body"
    ROW = "row"  # a table row; its cells are separated by tabs
    ITEM = "item"  # a list item of a format that has lists
    HEADER = "header"
    FOOTER = "footer"
    TEXTBOX = "textbox"
    FOOTNOTE = "footnote"
    CONTENTS = "contents"  # a line of a table of contents: it repeats a heading


@dataclass(frozen=True, slots=True)
class Style:
    """What the format says about a line, beyond its words: evidence for the parse, never a command."""

    level: int = 0
    """Outline level given by the format (Word heading style, Markdown ``#``), 1 to 9; 0: none."""
    label: int = 0
    """How many characters at the start of the text are an automatic number that the reader restored."""
    bold: tuple[tuple[int, int], ...] = ()
    """Half-open spans of the text set in bold or in a heading face (黑体, 楷体) other than the body's."""
    font: str = ""
    """East Asian face of most of the line."""
    size: float = 0.0
    """Size in points of most of the line; 0: unknown."""
    align: Literal["", "center", "right"] = ""
    depth: int = 0
    """Nesting of a list item or an outliner's node, from 1; 0: none."""
    table: int = 0
    """Rows of one table share a number, from 1; 0: not a table."""
    page: int = 0


PLAIN = Style()


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of the source as it stands there: a line of a text file, a paragraph of a Word file.

    ``text`` has no line end and at least one character that is not a space; blank lines show as gaps in ``number``.
    """

    text: str
    number: int
    place: Place = Place.BODY
    style: Style = PLAIN


@dataclass(frozen=True, slots=True)
class Properties:
    """What the file says of itself outside its text (Word's core properties). Evidence only."""

    title: str = ""
    author: str = ""
    created: str = ""


@dataclass(frozen=True, slots=True)
class Directions:
    """The keeper's word: front matter of a .md file, or a sidecar, over the folder's defaults. It is final.

    ``headings`` maps the opening words of a heading to its level, 0: no heading. Empty means: not said.
    """

    title: str = ""
    date: str = ""
    occasion: str = ""
    speaker: str = ""
    genre: str = ""
    tags: tuple[str, ...] = ()
    headings: tuple[tuple[str, int], ...] = ()
    was: tuple[str, ...] = ()
    """Addresses that the page had before, as paths of HTML files from the site's root."""
    publish: bool | None = None
    """True overrules the screening of this document, False withholds it; with ``reason``."""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A source as its reader understood it."""

    format: str
    """The reader's name: ``txt``, ``md``, ``docx``."""
    lines: tuple[Line, ...]
    encoding: str = ""
    properties: Properties = Properties()
    directions: Directions = Directions()
    notes: tuple[Note, ...] = ()

    def characters(self) -> str:
        """Every character of the source that is not white space, in order: what must not get lost."""
        return "".join("".join(line.text.split()) for line in self.lines)


# --- assign roles -----------------------------------------------------------------------------------------------


class Role(StrEnum):
    """What a stretch of text is for."""

    NOTICE = "notice"  # 处理提示: 仅供学习 禁止外传
    SECRECY = "secrecy"  # 密级标志: 秘密★1年
    PROMOTION = "promotion"  # 推广
    FURNITURE = "furniture"  # 页码、页眉、网页按钮
    REPEAT = "repeat"  # a second copy of the title
    EDITOR = "editor"  # 编者按
    TITLE = "title"
    SUBTITLE = "subtitle"  # ——在…上的讲话
    OCCASION = "occasion"  # 场合
    DATE = "date"
    SPEAKER = "speaker"  # 发言人或单位
    NUMBER = "number"  # 版头与发文字号
    SALUTATION = "salutation"  # 称谓
    OPENING = "opening"  # 开场白
    BODY = "body"
    CLOSING = "closing"  # 结束语
    SIGNATURE = "signature"  # 落款
    ATTACHMENT = "attachment"  # 附件


SET_ASIDE = frozenset({Role.NOTICE, Role.SECRECY, Role.PROMOTION, Role.FURNITURE, Role.REPEAT, Role.EDITOR})
"""Roles whose words stand in the keeper's report only."""

BYLINE = frozenset({Role.OCCASION, Role.DATE, Role.SPEAKER, Role.NUMBER})
"""Roles shown as written under the title."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch ``text[start:end]`` of one line, with its role."""

    role: Role
    line: int
    """Index into :attr:`Manuscript.lines`."""
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of running text after unwrapping: one or more lines joined.

    ``text`` holds the characters of its lines in order (a space may stand where Latin words meet).
    ``breaks`` holds (offset in text, line number) for each source line that begins in it; the first offset is 0.
    """

    role: Role
    text: str
    breaks: tuple[tuple[int, int], ...]
    style: Style = PLAIN
    place: Place = Place.BODY

    def line_at(self, offset: int) -> int:
        """The source line number of the character at ``offset``."""
        if len(self.breaks) == 1:
            return self.breaks[0][1]
        after = bisect_right(self.breaks, offset, key=itemgetter(0))
        return self.breaks[max(0, after - 1)][1]


@dataclass(frozen=True, slots=True)
class Draft:
    """A manuscript with roles: every non-space character lies in exactly one span.

    ``passages`` are the spans that stay in the running text (salutation to attachment), unwrapped, in order.
    """

    manuscript: Manuscript
    spans: tuple[Span, ...]
    passages: tuple[Passage, ...]
    notes: tuple[Note, ...] = ()


# --- parse ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Scrap:
    """A stretch of source text with its role and line: a line of the byline, a line set aside."""

    role: Role
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Point:
    """An inline point (一是…；二是…) of a block: ``text[start:end]``, of which ``marker`` characters are its marker."""

    start: int
    end: int
    marker: int


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or a table under a heading. A table has a row a line and a tab between cells."""

    text: str
    line: int
    kind: Literal["paragraph", "table", "verse", "salutation", "closing", "signature", "attachment"] = "paragraph"
    points: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with the blocks that stand directly under it.

    ``text`` is the heading as written, from its marker to its end mark; ``text[:marker]`` is the marker
    (``一是``, ``首先，``; nothing where unnumbered).
    """

    text: str
    depth: int
    """From 1, directly under the title; nested by depth, each at most one deeper than the one before."""
    line: int
    marker: int = 0
    runin: bool = False
    """The body follows in the heading's own paragraph (段首句)."""
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """A document's outline and all of its text, each character once."""

    title: str
    """All lines of the title, joined; empty where the document has none."""
    title_line: int = 0
    subtitle: str = ""
    byline: tuple[Scrap, ...] = ()
    opening: tuple[Block, ...] = ()
    """What stands before the first heading."""
    sections: tuple[Section, ...] = ()
    """In document order; the tree is in their depths."""
    set_aside: tuple[Scrap, ...] = ()
    confidence: float = 1.0
    """From 0 to 1, from the cost gap between the best tree and the second best."""
    second: tuple[tuple[str, int], ...] = ()
    """Where confidence is low: (opening words, level) of what the second best tree reads otherwise, 0: no heading."""
    wraps: tuple[tuple[tuple[int, int], ...], ...] = ()
    """What stands on several lines of the source: (line, characters that are no white space, masked or not) of each."""
    notes: tuple[Note, ...] = ()

    def blocks(self) -> Iterator[Block]:
        """Every block in document order."""
        yield from self.opening
        for section in self.sections:
            yield from section.blocks

    def texts(self) -> Iterator[str]:
        """Every text of the outline, published or set aside; together they hold each source character once."""
        yield self.title
        yield self.subtitle
        yield from (scrap.text for scrap in self.byline)
        yield from (block.text for block in self.opening)
        for section in self.sections:
            yield section.text
            for block in section.blocks:
                yield block.text
        for scrap in self.set_aside:
            yield scrap.text


# --- describe and screen ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a document beyond its words. Empty means unknown; nothing is guessed."""

    genre: str = ""
    """体裁, one of :data:`generator.facts.GENRES`."""
    date: str = ""
    """ISO 8601, as much as is known: ``2024-06-09``, ``2024-06``, ``2024``."""
    occasion: str = ""
    speaker: str = ""
    salutation: str = ""
    closing: str = ""
    characters: int = 0
    """字数: published characters that are not white space."""
    minutes: float = 0.0
    """Speaking time at 220 characters a minute."""
    keywords: tuple[str, ...] = ()
    terms: tuple[tuple[str, int, float], ...] = ()
    """(noun, how often, inverse document frequency in general Chinese) of those that say most, these first."""
    tags: tuple[str, ...] = ()
    """The keeper's own."""


class Verdict(StrEnum):
    """What screening decided."""

    PUBLISH = "publish"
    BANNER = "banner"
    WITHHOLD = "withhold"


@dataclass(frozen=True, slots=True)
class Mask:
    """A contact that is hidden: kind (``qq``, ``phone``, ``email``, ``wechat``), line and length, never its text."""

    kind: str
    line: int
    length: int


@dataclass(frozen=True, slots=True)
class Screening:
    """Whether and how a document is published, and what was hidden in it."""

    verdict: Verdict = Verdict.PUBLISH
    reason: str = ""
    notices: tuple[str, ...] = ()
    """Handling notices of the source, each once, for the banner."""
    masks: tuple[Mask, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """Everything the site needs to know of one document: what the cache keeps.

    Of a withheld document only path, digest and the screening's reason remain: no text, no title, no notes.
    """

    path: str
    digest: str
    """blake2b of the source's bytes, 32 hex digits."""
    format: str = ""
    encoding: str = ""
    outline: Outline | None = None
    """Screened: contacts in it are masked. None where the document failed or is withheld."""
    facts: Facts = Facts()
    directions: Directions = Directions()
    """The keeper's word that all of this follows."""
    screening: Screening = Screening()
    notes: tuple[Note, ...] = ()
    """Notes of all stages, each once, in the order of the stages."""
