"""The body of an outline's page: as Markdown, and as the HTML that Markdown makes of it.

Nothing in an outline's text is markup, so both can be written down from the outline; making the HTML from the Markdown
would be a third of what a page costs. The Markdown is what other generators and other plugins read. A test holds that
Python-Markdown makes the same of it, with all the extensions that a keeper may switch on.

A set phrase leads to its page from the first place in each section where a paragraph holds it. Headings, tables and
what frames the text have no links.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from .gist import Piece, pieces
from .markup import escape, heading_ids, html, linked
from .model import Block, Outline, Section

OPENING = "开头"
"""What the ids of the blocks before the first heading begin with."""
DEEPEST = 6
"""HTML ends at h6; deeper sections stay there."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as the table of contents shows it."""

    level: int
    """From 2, as in h2."""
    id: str
    title: str
    """With its marker; HTML."""


def section_ids(outline: Outline) -> list[str]:
    """The ids of the sections' headings, in order, from their words without the markers."""
    return list(_ids(tuple((section.depth, section.marker, section.text) for section in outline.sections)))


@lru_cache(maxsize=16)
def _ids(headings: tuple[tuple[int, int, str], ...]) -> list[str]:
    """Asked for by several stages, one after the other."""
    return heading_ids([(depth, text[marker:]) for depth, marker, text in headings])


def block_ids(outline: Outline, ids: Sequence[str]) -> list[list[str]]:
    """The ids of the blocks: of the opening first, then of each section.

    A block is counted within its section (``收得齐.2``), so that its id stays when another section is edited.
    No heading's id holds a full stop.
    """
    owners = [(OPENING, outline.opening), *zip(ids, (section.blocks for section in outline.sections), strict=True)]
    return [[f"{owner}.{number}" for number in range(1, len(blocks) + 1)] for owner, blocks in owners]


def as_markdown(outline: Outline, ids: Sequence[str], links: Mapping[str, str]) -> str:
    """The body as Markdown; ``ids`` are the sections' own, in order, ``links`` the addresses of set phrases."""
    return "\n\n".join(_body(outline, ids, links, _markdown_heading, _markdown_block, _escape_inside)) + "\n"


def as_html(outline: Outline, ids: Sequence[str], links: Mapping[str, str]) -> str:
    """The body as HTML; ``ids`` are the sections' own, in order, ``links`` the addresses of set phrases."""
    return "\n".join(_body(outline, ids, links, _html_heading, _html_block, html))


def contents(outline: Outline, ids: Sequence[str]) -> tuple[Heading, ...]:
    """The headings of the body, in order."""
    return tuple(
        Heading(_level(section), own, html(" ".join(section.text.split())))
        for own, section in zip(ids, outline.sections, strict=True)
    )


Write = Callable[[str], str]
"""Writes text so that it shows as itself."""


def _body(
    outline: Outline,
    ids: Sequence[str],
    links: Mapping[str, str],
    heading: Callable[[Section, str], str],
    block: Callable[[Block, str, Write], str],
    write: Write,
) -> Iterator[str]:
    def written(blocks: Sequence[Block], names: Sequence[str]) -> Iterator[str]:
        # A phrase is a link once in a section.
        own = partial(linked, links=links, write=write, linked_already=set()) if links else write
        return (
            block(one, name, own if one.kind == "paragraph" else write) for one, name in zip(blocks, names, strict=True)
        )

    named = block_ids(outline, ids)
    yield from written(outline.opening, named[0])
    for own, section, below in zip(ids, outline.sections, named[1:], strict=True):
        yield heading(section, own)
        yield from written(section.blocks, below)


def _level(section: Section) -> int:
    return min(section.depth + 1, DEEPEST)


def _parts(section: Section) -> tuple[str, str, str]:
    """Marker, what stands between, and words: 第一部分, a space, 总的要求."""
    marker, words = section.text[: section.marker], section.text[section.marker :]
    between = " " if marker[-1:].isspace() or (marker and words[:1].isspace()) else ""
    return marker.strip(), between, words.strip()


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def _markdown_heading(section: Section, own: str) -> str:
    marker, between, words = _parts(section)
    # The words follow the marker's span on its line, so nothing in them stands at a line's start.
    text = f"{_span('marker', escape(marker))}{between}{escape(words)}" if marker else escape(words)
    return f"{'#' * _level(section)} {text} {{#{own}}}"


def _markdown_block(block: Block, own: str, write: Write) -> str:
    if block.kind == "table":
        return _table(block.text, own)
    kind = "" if block.kind == "paragraph" else f" .{block.kind}"
    return f"{_inline(block, write)}\n{{: #{own}{kind} }}"


def _escape_inside(text: str) -> str:
    # What is cut at a space keeps it.
    return f"{' ' * text[:1].isspace()}{escape(text)}{' ' * text[-1:].isspace()}"


def _html_heading(section: Section, own: str) -> str:
    marker, between, words = _parts(section)
    text = f"{_span('marker', html(marker))}{between}{html(words)}" if marker else html(words)
    level = _level(section)
    return f'<h{level} id="{own}">{text}</h{level}>'


def _html_block(block: Block, own: str, write: Write) -> str:
    if block.kind == "table":
        return _table(block.text, own)
    kind = "" if block.kind == "paragraph" else f' class="{block.kind}"'
    return f'<p{kind} id="{own}">{_inline(block, write)}</p>'


def _inline(block: Block, write: Write) -> str:
    """The words of a block; those of a paragraph in pieces, so that a shorter reading can leave some out."""
    lines = _lines(block.text)
    if block.kind != "paragraph" or len(lines) != 1:
        return "<br>\n".join(write(line.strip()) for line in lines)
    return "".join([_piece(piece, write) for piece in _pieces(block)]).strip()


@lru_cache(maxsize=2048)
def _pieces(block: Block) -> tuple[Piece, ...]:
    """The pieces of a paragraph, which both bodies are made of."""
    return tuple(pieces(block))


def _piece(piece: Piece, write: Write) -> str:
    if piece.kind == "gist":
        return write(piece.text)
    if piece.kind == "rest":
        return _span("rest", write(piece.text))
    marker, words, rest = piece.text[: piece.marker], piece.text[piece.marker : piece.gist], piece.text[piece.gist :]
    parts = [_span("marker", write(marker)) if marker else "", write(words), _span("rest", write(rest)) if rest else ""]
    return _span("point", "".join(parts))


def _span(name: str, content: str) -> str:
    return f'<span class="{name}">{content}</span>'


def _table(text: str, own: str) -> str:
    # HTML, because a Markdown table needs a heading row and the source need not have one.
    rows = (
        "<tr>" + "".join(f"<td>{html(cell.strip())}</td>" for cell in row.split("\t")) + "</tr>"
        for row in text.splitlines()
    )
    return f'<table id="{own}">\n' + "\n".join(rows) + "\n</table>"
