"""Turn a draft into its outline: find the headings, nest them, and put every paragraph under its own.

The decision is one cheapest tree over all candidates of the document (:mod:`generator.lattice`). What was repaired on
the way, and where a second tree was nearly as cheap, is said in notes.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import Literal

from generator.candidates import Candidate, Context, Finder, Place
from generator.costs import costs
from generator.cues import is_row
from generator.families import PLAIN
from generator.garbage import uncollected
from generator.lattice import Lattice, Move, Node
from generator.markers import DEFAULT, Families, Punct
from generator.model import (
    BYLINE,
    SET_ASIDE,
    Block,
    Draft,
    Note,
    Outline,
    Passage,
    Point,
    Role,
    Scrap,
    Section,
    Severity,
    Span,
)
from generator.unwrap import wraps

BlockKind = Literal["paragraph", "table", "verse", "salutation", "closing", "signature", "attachment"]

_KINDS: dict[Role, BlockKind] = {
    Role.SALUTATION: "salutation",
    Role.CLOSING: "closing",
    Role.SIGNATURE: "signature",
    Role.ATTACHMENT: "attachment",
}

_REPAIRS = {
    "skip": "序号不连续",
    "duplicate": "序号重复",
    "mixed-family": "同级标题换了序号样式",
    "missing-first": "序号不从一开始",
    "runs-on": "序号跨上级标题连排",
    "missing-punct": "序号后缺少标点",
    "ocr": "序号疑为识别错误",
}


@uncollected()
def parse(draft: Draft, families: Families = DEFAULT) -> Outline:
    """The outline of a draft."""
    directions = draft.manuscript.directions
    places = Finder(draft.passages, families).places()
    notes = list(draft.notes)
    levels = _directed(draft.passages, places, directions.headings, families, notes)
    best, second, gap = Lattice(families, len(draft.passages)).search(places)
    moves = [m for m in best.moves() if m.reading is not None]
    notes.extend(_repair_notes(draft.passages, moves))
    confidence = 1.0 if math.isinf(gap) else 1.0 - math.exp(-gap)
    other: tuple[tuple[str, int], ...] = ()
    if second is not None and gap < costs()["confidence"]["low"]:
        line, other = _doubt(draft.passages, places, best, second)
        words = "、".join(f"“{opening}”" for opening, _ in other[:3])
        notes.append(Note("low-confidence", f"标题有另一种读法，请核对：{words}", line))
    opening, sections = _assemble(draft.passages, moves, levels)
    title, title_line, set_aside = _title(draft)
    return Outline(
        title=title,
        title_line=title_line,
        subtitle=_subtitle([_text(draft, s) for s in draft.spans if s.role is Role.SUBTITLE]),
        byline=tuple(_scrap(draft, s) for s in draft.spans if s.role in BYLINE),
        opening=tuple(opening),
        sections=tuple(sections),
        set_aside=set_aside,
        confidence=round(confidence, 4),
        second=other,
        wraps=tuple(wraps(draft)),
        notes=tuple(notes),
    )


# --- head -------------------------------------------------------------------------------------------------------


def _text(draft: Draft, span: Span) -> str:
    return draft.manuscript.lines[span.line].text[span.start : span.end].strip()


def _scrap(draft: Draft, span: Span) -> Scrap:
    return Scrap(span.role, _text(draft, span), draft.manuscript.lines[span.line].number)


def _title(draft: Draft) -> tuple[str, int, tuple[Scrap, ...]]:
    """The title, its line, and all that is set aside; a title that the keeper overruled is set aside as well."""
    spans = [s for s in draft.spans if s.role is Role.TITLE]
    title = join_title([_text(draft, s) for s in spans])
    line = draft.manuscript.lines[spans[0].line].number if spans else 0
    said = draft.manuscript.directions.title
    aside = [s for s in draft.spans if s.role in SET_ASIDE]
    if said and "".join(said.split()) != "".join(title.split()):
        scraps = [_scrap(draft, s) for s in sorted([*aside, *spans], key=lambda s: (s.line, s.start))]
        scraps = [replace(s, role=Role.REPEAT) if s.role is Role.TITLE else s for s in scraps]
        return said, line, tuple(scraps)
    return title, line, tuple(_scrap(draft, s) for s in aside)


def _subtitle(lines: Sequence[str]) -> str:
    """The lines of a subtitle: one with a dash or in brackets begins anew, any other goes on with the line above."""
    out: list[str] = []
    for line in lines:
        if out and line[0].isalnum():
            out[-1] = join_title([out[-1], line])
        else:
            out.append(line)
    return " ".join(out)


def join_title(lines: Sequence[str]) -> str:
    """The lines of a title as one, without the spaces that spread its letters (政 府 工 作 报 告)."""
    out = ""
    for line in lines:
        words = line.split()
        if len(words) > 2 and sum(len(w) == 1 for w in words) * 5 >= len(words) * 4:
            line = "".join(words)
        out += (" " if out and out[-1].isascii() and line[:1].isascii() else "") + line
    return out


# --- the keeper's word ------------------------------------------------------------------------------------------


def _directed(
    passages: Sequence[Passage],
    places: list[Place],
    directions: Sequence[tuple[str, int]],
    families: Families,
    notes: list[Note],
) -> dict[tuple[int, int], int]:
    """Force and forbid places as the keeper says; the levels that were said, by passage and start."""
    levels: dict[tuple[int, int], int] = {}
    for words, level in directions:
        wanted = "".join(words.split())
        found = False
        for place in places:
            c = place.readings[0]
            if "".join(passages[c.passage].text[c.start : c.start + 2 * len(words) + 8].split()).startswith(wanted):
                found = True
                if level:
                    place.forced = True
                    for reading in place.readings:
                        reading.forced = True
                        reading.point = 999.0
                    levels[c.passage, c.start] = level
                else:
                    place.readings.clear()
                break
        places[:] = [p for p in places if p.readings]
        if found or not level:
            found = found or any("".join(p.text.split()).startswith(wanted) for p in passages)
        else:
            for i, passage in enumerate(passages):
                if "".join(passage.text.split()).startswith(wanted):
                    c = _plain_heading(i, passage, words, families)
                    places.append(Place([c], 0.0, forced=True))
                    places.sort(key=lambda p: (p.readings[0].passage, p.readings[0].start))
                    levels[i, 0] = level
                    found = True
                    break
        if not found:
            notes.append(Note("heading-not-found", f"没有找到指定的标题“{words[:12]}”", 0, Severity.PROBLEM))
    return levels


def _plain_heading(index: int, passage: Passage, words: str, families: Families) -> Candidate:
    text = passage.text
    end = re.search("[。！？!?：:]", text[len(words) :])
    stop = len(words) + end.end() if end else len(text)
    c = Candidate(index, 0, 0, stop, families.index(PLAIN), PLAIN.kind, PLAIN.rank, 0, Context.LINE)
    c.forced = True
    return c


# --- body -------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Open:
    """A section while its blocks are gathered."""

    text: str
    depth: int
    line: int
    marker: int
    runin: bool
    blocks: list[Block] = field(default_factory=list)

    def section(self) -> Section:
        """The section as it is now."""
        return Section(self.text, self.depth, self.line, self.marker, self.runin, tuple(_merge(self.blocks)))


def _assemble(
    passages: Sequence[Passage], moves: Sequence[Move], levels: dict[tuple[int, int], int]
) -> tuple[list[Block], list[Section]]:
    """Cut the passages at their headings."""
    by_passage: dict[int, list[Move]] = {}
    for move in moves:
        assert move.reading is not None
        by_passage.setdefault(move.reading.passage, []).append(move)
    opening: list[Block] = []
    opened: list[_Open] = []
    depth = 0
    for index, passage in enumerate(passages):
        blocks = opened[-1].blocks if opened else opening
        found = by_passage.get(index)
        if not found:
            _append(blocks, passage)
            continue
        points = [m.reading for m in found if m.points and m.reading]
        sections = [m for m in found if not m.points]
        starts = [p.start for p in points]
        first = sections[0].reading.start if sections and sections[0].reading else len(passage.text)
        _add_block(blocks, passage, 0, first, points)
        for k, move in enumerate(sections):
            c = move.reading
            assert c is not None
            following = sections[k + 1].reading if k + 1 < len(sections) else None
            limit = following.start if following else len(passage.text)
            after = bisect_right(starts, c.end)
            inner = min(starts[after], limit) if after < len(starts) else limit
            stop = min(c.stop, limit, inner)
            if stop <= c.end and not passage.text[c.end : limit].strip():
                stop = limit
            # A depth is at most one deeper than the one before (a level that the keeper set may have been removed).
            depth = min(levels.get((c.passage, c.start), move.depth), depth + 1)
            text = passage.text[c.start : stop].rstrip()
            marker = min(c.end - c.start, len(text))
            runin = bool(passage.text[stop:limit].strip())
            opened.append(_Open(text, depth, passage.line_at(c.start), marker, runin))
            _add_block(opened[-1].blocks, passage, stop, limit, points)
    return _merge(opening), [o.section() for o in opened]


def _append(blocks: list[Block], passage: Passage) -> None:
    kind: BlockKind = _KINDS.get(passage.role, "paragraph")
    if passage.style.table or (kind == "paragraph" and is_row(passage.text)):
        kind = "table"
    blocks.append(Block(passage.text, passage.breaks[0][1], kind))


_start = attrgetter("start")


def _add_block(blocks: list[Block], passage: Passage, start: int, end: int, points: Sequence[Candidate]) -> None:
    """The stretch of a passage between two headings, with the points in it."""
    raw = passage.text[start:end]
    text = raw.strip()
    if not text:
        return
    start += len(raw) - len(raw.lstrip())
    first = bisect_left(points, start, key=_start)
    inside = points[first : bisect_left(points, start + len(text), lo=first, key=_start)]
    marks = []
    for k, p in enumerate(inside):
        stop = inside[k + 1].start if k + 1 < len(inside) else start + len(text)
        if k + 1 == len(inside) or inside[k + 1].number <= p.number:
            ends = re.compile("[。！？!?]").search(passage.text, p.end, stop)
            stop = ends.end() if ends else stop
        words = passage.text[p.start : stop].rstrip()
        marks.append(Point(p.start - start, p.start - start + len(words), min(p.end - p.start, len(words))))
    blocks.append(Block(text, passage.line_at(start), _KINDS.get(passage.role, "paragraph"), tuple(marks)))


_VERSE = re.compile("^([^，。！？；、]{4,7})[，,]([^，。！？；、]{4,7})[。！？；，]$")


def _is_verse(block: Block) -> bool:
    m = _VERSE.match(block.text) if block.kind == "paragraph" and not block.points and len(block.text) <= 18 else None
    return m is not None and len(m[1]) == len(m[2])


def _merge(blocks: list[Block]) -> list[Block]:
    """Rows of a table as one block, and lines of verse."""
    out: list[Block] = []
    i = 0
    while i < len(blocks):
        block = blocks[i]
        j = i + 1
        if block.kind == "table":
            while j < len(blocks) and blocks[j].kind == "table":
                j += 1
            out.append(Block("\n".join(b.text for b in blocks[i:j]), block.line, "table"))
        elif _is_verse(block):
            while j < len(blocks) and _is_verse(blocks[j]):
                j += 1
            verse = "\n".join(b.text for b in blocks[i:j])
            out.append(Block(verse, block.line, "verse") if j - i > 1 else block)
        else:
            out.append(block)
        i = j
    return out


# --- notes ------------------------------------------------------------------------------------------------------


def _repair_notes(passages: Sequence[Passage], moves: Sequence[Move]) -> Iterator[Note]:
    """What was repaired in the headings."""
    for move in moves:
        c = move.reading
        if c is None or move.points:
            continue
        codes = list(move.repairs)
        if c.punct is Punct.MISSING:
            codes.append("missing-punct")
        if c.ocr:
            codes.append("ocr")
        for code in codes:
            passage = passages[c.passage]
            yield Note(code, f"{_REPAIRS[code]}：“{passage.text[c.start : c.start + 8]}”", passage.line_at(c.start))


def _doubt(
    passages: Sequence[Passage], places: Sequence[Place], best: Node, second: Node
) -> tuple[int, tuple[tuple[str, int], ...]]:
    """The line of the first heading of which the next best tree thinks otherwise, and what it thinks of each."""
    reach = second.place
    ours = {h for h in best.headings() if h[0] <= reach}
    theirs = dict(second.headings())
    differing = sorted({place for place, _ in ours ^ set(theirs.items())})
    line = 0
    other = []
    for place in differing:
        c = places[place].readings[0]
        passage = passages[c.passage]
        line = line or passage.line_at(c.start)
        other.append((passage.text[c.start : c.start + 10], theirs.get(place, 0)))
    return line, tuple(other)
