"""What is searched of a document: its units, the text that results are shown from, the values of its facets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..dates import chinese
from ..markup import heading_ids
from ..model import BYLINE, Block, Outline, Record, Section
from ..pages import title_of

UNIT = 300
"""About how many characters of running text make one unit."""
MOST = 3500
"""Longer documents get larger units, never more body units than about this."""

_QUOTED = re.compile("“([^“”]{2,20})”")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that a result can lead to."""

    id: str
    depth: int
    text: str
    """With its marker."""
    marker: int = 0
    """How many characters of the text are the marker."""


@dataclass(frozen=True, slots=True)
class Body:
    """A unit of running text: whole paragraphs of one section."""

    section: int
    """Index of the section's heading; -1 before the first."""
    runin: bool
    """The first paragraph starts with the run-in heading."""
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Searchable:
    """A document as the search knows it."""

    url: str
    """Relative to the site's root."""
    title: tuple[str, ...]
    """Title and subtitle."""
    facts: tuple[str, ...] = ()
    headings: tuple[Heading, ...] = ()
    bodies: tuple[Body, ...] = ()
    shown: tuple[str, ...] = ()
    """What a result says beside the title: date, genre, speaker."""
    genre: str = ""
    collection: str = ""
    topics: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    date: str = ""
    """ISO 8601, as much as is known."""

    @property
    def quoted(self) -> tuple[str, ...]:
        """The set phrases in quotation marks, each once, in order."""
        found = (phrase for body in self.bodies for text in body.paragraphs for phrase in _QUOTED.findall(text))
        return tuple(dict.fromkeys(found))

    def units(self) -> Iterator[Sequence[str]]:
        """The paragraphs of each unit, in the order of docs/search-index.md."""
        yield self.title
        yield self.facts
        yield self.quoted
        for heading in self.headings:
            yield (heading.text,)
        for body in self.bodies:
            yield body.paragraphs


def searchable(record: Record, url: str, collection: str = "") -> Searchable:
    """A published outline; ``collection`` is the title of the folder that it stands in."""
    outline, facts = record.outline, record.facts
    assert outline is not None, record.path
    given = record.directions
    said = [given.speaker or "", given.occasion or "", *(given.tags or ())]
    written = [scrap.text.strip() for scrap in outline.byline if scrap.role in BYLINE]
    ids = heading_ids([(section.depth, section.text[section.marker :]) for section in outline.sections])
    headings = zip(ids, outline.sections, strict=True)
    shown = (chinese(facts.date), facts.genre, facts.speaker)
    return Searchable(
        url=url,
        title=tuple(text for text in (title_of(outline, record.path), outline.subtitle) if text),
        facts=tuple(dict.fromkeys(text for text in [*written, *said] if text)),
        headings=tuple(Heading(own, one.depth, one.text.strip(), one.marker) for own, one in headings),
        bodies=tuple(_bodies(outline)),
        shown=tuple(text for text in shown if text),
        genre=facts.genre,
        collection=collection,
        topics=facts.tags or facts.keywords,
        keywords=facts.keywords,
        date=facts.date,
    )


def _bodies(outline: Outline) -> Iterator[Body]:
    characters = sum(len(block.text) for block in outline.blocks())
    size = max(UNIT, characters // MOST)
    yield from _cut(-1, _lines(outline.opening), size)
    for index, section in enumerate(outline.sections):
        yield from _cut(index, _lines(section.blocks), size, _lead(section))


def _lead(section: Section) -> str:
    return section.text if section.runin and section.blocks else ""


def _lines(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        for line in block.text.splitlines():
            if text := line.strip():
                yield text


def _cut(section: int, lines: Iterable[str], size: int, lead: str = "") -> Iterator[Body]:
    """The lines of one section as units; ``lead`` is the run-in heading before them."""
    kept: list[str] = []
    runin = bool(lead)
    for line in lines:
        kept.append(lead + line)
        lead = ""
        if sum(map(len, kept)) >= size:
            yield Body(section, runin, tuple(kept))
            kept, runin = [], False
    if kept:
        yield Body(section, runin, tuple(kept))


# --- pages written by hand ------------------------------------------------------------------------------------------

_BLOCKS = "h1, h2, h3, h4, h5, h6, p, li, tr, dt, dd, pre, blockquote, figcaption"


def from_html(url: str, title: str, html: str) -> Searchable:
    """A page written by hand, from the HTML of its body; ``title`` is plain text."""
    from selectolax.lexbor import LexborHTMLParser

    headings: list[Heading] = []
    lines: list[tuple[int, str]] = []
    tree = LexborHTMLParser(html)
    for node in tree.css(_BLOCKS):
        if node.css_first(_BLOCKS + ", ul, ol, table") not in (None, node) and node.tag not in _HEADINGS:
            # Its own blocks are met by themselves; what stands directly in it is kept.
            text = " ".join("".join(node.text(deep=False)).split())
        else:
            text = " ".join(node.text().replace("\u00b6", "").split())
        if not text or (node.tag == "h1" and text == title):
            continue
        if node.tag in _HEADINGS and node.attributes.get("id"):
            headings.append(Heading(str(node.attributes["id"]), int(node.tag[1]), text))
        else:
            lines.append((len(headings) - 1, text))
    edges = [0, *(i + 1 for i, (one, two) in enumerate(pairwise(lines)) if one[0] != two[0]), len(lines)]
    bodies = [
        body
        for start, end in pairwise(edges)
        if start < end
        for body in _cut(lines[start][0], (text for _, text in lines[start:end]), UNIT)
    ]
    return Searchable(url, (title,), headings=tuple(headings), bodies=tuple(bodies))


_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
