"""What is searched of a document: its units, the text that results are shown from, the values of its facets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, groupby
from operator import itemgetter

from ..article import section_ids
from ..dates import chinese
from ..model import BYLINE, Outline, Record, Section
from ..pages import title_of
from ..wording import Wording, lines

UNIT = 300
"""About how many characters of running text make one unit."""
MOST = 3500
"""Longer documents get larger units: so many would hold all of their running text, were it one section."""
HEADINGS = 2000
"""Further headings of a document are searched as running text: its units must stay below 8,192."""

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

    title: tuple[str, ...]
    """Title and subtitle."""
    facts: tuple[str, ...] = ()
    headings: tuple[Heading, ...] = ()
    bodies: tuple[Body, ...] = ()
    shown: tuple[str, ...] = ()
    """What a result says beside the title: date, genre, speaker."""
    genre: str = ""
    topics: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    date: str = ""
    """ISO 8601, as much as is known."""
    wording: Wording = field(default_factory=Wording, compare=False, repr=False)
    """The words of its paragraphs."""

    @property
    def quoted(self) -> tuple[str, ...]:
        """The set phrases in quotation marks, each once, in order."""
        found = (phrase for body in self.bodies for text in body.paragraphs for phrase in _QUOTED.findall(text))
        return tuple(dict.fromkeys(found))

    def units(self) -> Iterator[Sequence[str]]:
        """The paragraphs of each unit, in the order of docs/search-index.md."""
        yield self.title
        for body in self.bodies:
            yield body.paragraphs
        yield self.facts
        yield self.quoted
        for heading in self.headings:
            yield (heading.text,)


def searchable(record: Record, wording: Wording | None = None) -> Searchable:
    """An outline; ``wording`` has the words of its texts, as far as they were cut already."""
    outline, facts = record.outline, record.facts
    assert outline is not None, record.path
    wording = Wording() if wording is None else wording
    wording.put_together(outline)
    given = record.directions
    said = [given.speaker or "", given.occasion or "", *(given.tags or ())]
    written = [scrap.text.strip() for scrap in outline.byline if scrap.role in BYLINE]
    ids = section_ids(outline)
    headings = list(zip(ids, outline.sections, strict=True))[:HEADINGS]
    shown = (chinese(facts.date), facts.genre, facts.speaker)
    return Searchable(
        title=tuple(text for text in (title_of(outline, record.path), outline.subtitle) if text),
        facts=tuple(dict.fromkeys(text for text in [*written, *said] if text)),
        headings=tuple(Heading(own, one.depth, one.text.strip(), one.marker) for own, one in headings),
        bodies=tuple(_bodies(outline)),
        shown=tuple(text for text in shown if text),
        genre=facts.genre,
        topics=facts.tags or facts.keywords,
        keywords=tuple(word for word, _, _ in facts.terms) or facts.keywords,
        date=facts.date,
        wording=wording,
    )


def _bodies(outline: Outline) -> Iterator[Body]:
    sections = outline.sections
    size = _size(chain((block.text for block in outline.blocks()), (section.text for section in sections[HEADINGS:])))
    yield from _cut(-1, lines(outline.opening), size)
    for index, section in enumerate(sections[:HEADINGS]):
        paragraphs = lines(section.blocks)
        if index == HEADINGS - 1:
            paragraphs = chain(paragraphs, *map(_text, sections[HEADINGS:]))
        yield from _cut(index, paragraphs, size, _lead(section))


def _size(texts: Iterable[str]) -> int:
    return max(UNIT, sum(map(len, texts)) // MOST)


def _text(section: Section) -> Iterator[str]:
    """A section as running text."""
    paragraphs = lines(section.blocks)
    yield section.text.strip() + (next(paragraphs) if _lead(section) else "")
    yield from paragraphs


def _lead(section: Section) -> str:
    return section.text if section.runin and section.blocks else ""


def _cut(section: int, paragraphs: Iterable[str], size: int, lead: str = "") -> Iterator[Body]:
    """The paragraphs of one section as units; ``lead`` is the run-in heading before them."""
    kept: list[str] = []
    runin = bool(lead)
    for line in paragraphs:
        kept.append(lead + line)
        lead = ""
        if sum(map(len, kept)) >= size:
            yield Body(section, runin, tuple(kept))
            kept, runin = [], False
    if kept:
        yield Body(section, runin, tuple(kept))


# --- pages written by hand ------------------------------------------------------------------------------------------

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_INLINE = frozenset(
    "a abbr b bdi bdo cite code data del dfn em font i ins kbd label mark q rb rp rt ruby s samp small span strike"
    " strong sub sup td th time tt u var wbr".split()
)
"""Elements that stand within a paragraph; a table's row is one."""
_UNSEEN = frozenset({"button", "head", "script", "style", "svg", "template", "-comment"})


def from_html(title: str, html: str) -> Searchable:
    """A page written by hand, from the HTML of its body; ``title`` is plain text."""
    headings: list[Heading] = []
    said: list[tuple[int, str]] = []
    for tag, own, text in _paragraphs(html):
        if tag in _HEADINGS and own and len(headings) < HEADINGS and not (tag == "h1" and text == title):
            headings.append(Heading(own, int(tag[1]), text))
        elif not (tag == "h1" and text == title):
            said.append((len(headings) - 1, text))
    size = _size(text for _, text in said)
    bodies = [
        body
        for section, found in groupby(said, key=itemgetter(0))
        for body in _cut(section, (text for _, text in found), size)
    ]
    return Searchable((title,), headings=tuple(headings), bodies=tuple(bodies))


def _paragraphs(html: str) -> list[tuple[str, str, str]]:
    """(element, its id, text) of all paragraphs."""
    from selectolax.lexbor import LexborHTMLParser, LexborNode

    found: list[tuple[str, str, str]] = []
    words: list[str] = []

    def end(tag: str, own: str) -> None:
        if text := " ".join("".join(words).split()):
            found.append((tag, own, text))
        words.clear()

    def read(node: LexborNode) -> None:
        for child in node.iter(include_text=True):
            tag = child.tag or ""
            if tag == "-text":
                words.append(child.text_content or "")
            elif tag in _INLINE:
                if "headerlink" not in (child.attributes.get("class") or ""):
                    read(child)
                    words.append(" " if tag in ("td", "th") else "")
            elif tag not in _UNSEEN:
                end("", "")
                read(child)
                end(tag, child.attributes.get("id") or "")

    body = LexborHTMLParser(html).body
    if body:
        read(body)
        end("", "")
    return found
