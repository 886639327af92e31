"""Join the lines that a page's width broke; leave alone what was meant as lines.

A page of GB/T 9704-2012 sets 28 characters a line, a text mailed or extracted some other number. 避头尾 makes a line
one or two characters shorter, and a page may end in the middle of a sentence. Lists, tables, verse and names stay.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from generator.cues import display_width, end_mark, is_row
from generator.families import Kind
from generator.markers import Families, Punct
from generator.model import Draft, Role

SLACK = 2.5
"""How much shorter than the page a full line can be, in full-width characters: 避头尾 moves up to two of them."""
NARROWEST, WIDEST = 16, 60
"""Widths of a page that wraps, in full-width characters."""

LONGEST_MARKER = 4
"""Characters of the longest part of a marker that stands on a line above its heading."""
TITLED = 30
"""Characters of the longest line that is a heading below its number."""

Wrap = tuple[tuple[int, int], ...]
"""(line, characters that are no white space) of each line of what stands on several lines of the source."""

_INDENT = ("　", "  ", "\t")
_LATIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
_OPENS = frozenset("（(〔﹙第")
_MARKS = frozenset("、.．）)")
_STOPS = frozenset("。！？!?：:；;")
_UNFINISHED = "，、,的和与及在将把"


def page_width(texts: Sequence[str]) -> float:
    """The width at which a page broke the lines of a text, in full-width characters; 0 where they were not broken.

    A broken page has many lines of nearly one width, the widest there is, that end in mid-sentence.
    """
    widths = Counter[int]()
    for text in texts:
        if len(text) > 2 * WIDEST:
            return 0.0
        width = display_width(text.strip())
        if width >= NARROWEST and end_mark(text.rstrip()) not in _STOPS and not is_row(text.strip()):
            widths[round(width)] += 1
    if not widths:
        return 0.0
    # The widest line but for a few that a long Latin word or a table stretched.
    outliers = len(texts) // 40
    width = 0
    for width in sorted(widths, reverse=True):
        outliers -= widths[width]
        if outliers < 0:
            break
    full = sum(n for w, n in widths.items() if width - SLACK <= w <= width + 1)
    long = sum(1 for text in texts if display_width(text.strip()) >= NARROWEST)
    return float(width) if width <= WIDEST and full >= 3 and full * 2 >= long else 0.0


def is_indented(texts: Sequence[str]) -> bool:
    """Whether paragraphs of a text begin with an indent and go on without one (GB/T 9704-2012: 左空二字，回行顶格)."""
    begin = sum(1 for text in texts if text.startswith(_INDENT))
    return begin >= 2 and 2 * begin <= len(texts) + 2


class Joiner:
    """Decides for two lines that follow each other whether the second goes on with the first's sentence."""

    def __init__(self, width: float, families: Families, indented: bool = False) -> None:
        self.width = width
        self.indented = indented
        """Paragraphs begin with an indent, so a line without one goes on."""
        self.families = families

    def starts_item(self, text: str) -> bool:
        """Whether a line begins with an ordinal that is meant as one."""
        stripped = text.lstrip()
        for marker in self.families.beginning(stripped):
            kind = self.families.table[marker.family].kind
            if kind in (Kind.OUTLINE, Kind.LEGAL) and marker.punct is not Punct.MISSING:
                return True
        return False

    def wrapped(self, before: str, after: str) -> bool:
        """Whether the width of the page broke the line here."""
        if not self.width or after.startswith(_INDENT):
            return False
        width = display_width(before.rstrip().lstrip(" \t"))
        if self.indented and width >= self.width - SLACK:
            return True
        if self.indented and end_mark(before.rstrip()) not in _STOPS and not self.starts_item(after):
            return width >= self.width / 2
        if not self.width - SLACK <= width <= self.width + 2:
            return False
        if end_mark(before.rstrip()) in _STOPS and (self.starts_item(after) or width < self.width - 1):
            return False
        return not self.starts_item(after) or end_mark(before.rstrip()) in ("，", "、")

    def unfinished(self, before: str, after: str) -> bool:
        """Whether a sentence goes on over a page break or a stray line end."""
        head = before.rstrip()
        if head[-1] not in _UNFINISHED:
            return False
        if after.startswith(_INDENT) or is_row(head.lstrip()) or is_row(after.strip()) or self.starts_item(after):
            return False
        # A heading may end in 的 (是怎样走慢的), a broken sentence of running text seldom begins with a marker.
        ends = "，、," if self.starts_item(head) else _UNFINISHED
        return display_width(head) >= 14 and head[-1] in ends

    def split_marker(self, before: str, after: str) -> bool:
        """Whether a marker was broken over two lines: ``（`` and ``三）改革``."""
        head = before.strip()
        if len(head) > LONGEST_MARKER or after.startswith(_INDENT):
            return False
        if head[-1] not in _OPENS and self.starts_item(after):
            # 建议 above 1. is a heading.
            return False
        whole = head + after.strip()
        found = next(iter(self.families.beginning(whole)), None)
        if found is None or found.punct is Punct.MISSING:
            return False
        # （一） alone above a paragraph is how essays number their parts; above a heading it is a part of it.
        titled = head[-1] in _MARKS and len(after.strip()) <= TITLED and not end_mark(after.rstrip())
        whole_marker = self.families.table[found.family].kind is Kind.SPOKEN or titled
        return len(whole) > found.end and (len(head) < found.end or (whole_marker and len(head) == found.end))


def join(before: str, after: str) -> str:
    """Two lines as one: nothing between them but a space where Latin words meet."""
    head, tail = before.rstrip(), after.strip()
    return f"{head} {tail}" if head[-1:] in _LATIN and tail[:1] in _LATIN and head and tail else head + tail


def wraps(draft: Draft) -> Iterator[Wrap]:
    """What stands on several lines of the source: its title, and paragraphs."""
    lines = draft.manuscript.lines
    title = [span for span in draft.spans if span.role is Role.TITLE]
    if len(title) > 1:
        yield tuple((lines[s.line].number, visible(lines[s.line].text[s.start : s.end])) for s in title)
    for passage in draft.passages:
        if len(passage.breaks) > 1:
            starts = [offset for offset, _ in passage.breaks]
            ends = [*starts[1:], len(passage.text)]
            yield tuple(
                (line, visible(passage.text[start:end]))
                for (start, line), end in zip(passage.breaks, ends, strict=True)
            )


def visible(text: str) -> int:
    """How many characters of a text are no white space: joined or broken, lines have as many."""
    return len("".join(text.split()))
