"""What is known of a manuscript before its roles are: widths, repetition, the zones, and the cues of every line."""

from __future__ import annotations

import re
from collections import Counter
from typing import Protocol

from generator import cues
from generator.costs import costs
from generator.cues import Cues, look
from generator.markers import Families
from generator.model import Manuscript, Role
from generator.roles.repetition import endings, key_of, running_headers, sites
from generator.roles.zones import zones
from generator.unwrap import Joiner, is_indented, page_width

RIGHT = 2
"""Full-width spaces beyond a paragraph's own (two, by GB/T 9704-2012 7.3.3) from which a line is set to the right."""


def _margin(text: str) -> float:
    """The width of the space a line begins with."""
    spaces = len(text) - len(text.lstrip())
    return cues.display_width(text[:spaces].expandtabs(4)) if spaces else 0.0


_BRACKETED = re.compile("【[^【】]{1,20}】$")


class Put(Protocol):
    """Offers a role in a zone at a cost; the cheapest offer stands."""

    def __call__(self, zone: int, role: Role, cost: float) -> None:
        """Offer it."""


class Evidence:
    """The evidence in one manuscript. ``name`` is what its file is called."""

    def __init__(self, manuscript: Manuscript, families: Families, name: str = "") -> None:
        self.costs = costs()
        self.manuscript = manuscript
        self.lines = manuscript.lines
        self.families = families
        self.keys = [key_of(line.text) for line in self.lines]
        self.seen = Counter(key for key in self.keys if len(key) <= cues.SHORT)
        self.first_seen: dict[str, int] = {}
        for i, key in enumerate(self.keys):
            self.first_seen.setdefault(key, i)
        self.headers = running_headers(self.lines, self.keys, self.seen)
        self.salutation = -1
        """The first line met that speaks to somebody."""
        self.closed = -1
        """The last line met that closes the text."""
        self.attached = -1
        """The first line met that names what is attached."""
        self.width = page_width([line.text for line in self.lines if not line.style.level])
        self.joiner = Joiner(self.width, families, is_indented([line.text for line in self.lines]))
        margins = Counter(_margin(line.text) for line in self.lines[:200] if len(line.text) > cues.SHORT)
        self.margin = max(2.0, margins.most_common(1)[0][0] if margins else 0.0)
        sizes = Counter(line.style.size for line in self.lines if line.style.size)
        self.size = sizes.most_common(1)[0][0] if sizes else 0.0
        self.first_body = next((i for i, line in enumerate(self.lines) if len(line.text) > cues.SHORT), len(self.lines))
        self.titles: set[str] = set()
        self.declared = {key_of(t) for t in (manuscript.directions.title, manuscript.properties.title) if t}
        self._looked: dict[str, Cues] = {}
        self.names = frozenset({*self.declared, key_of(name)} - {""})
        self.zones = zones(self.lines, self.keys, self.look, self.names, self.headers)
        self.sites = sites([line.text for line in self.lines])
        self.endings = endings([line.text for line in self.lines])

    def look(self, text: str) -> Cues:
        """The cues of a text; most are looked at more than once."""
        held = self._looked.get(text)
        if held is None:
            held = self._looked[text] = look(text, self.families)
        return held

    def signs(self, i: int) -> bool:
        """Whether the organisation above the title in line ``i`` comes again, or numbers the text: it issued it."""
        if self.keys[i] in self.keys[max(i + 1, len(self.keys) // 2) :]:
            return True
        # Or the paper has a number of its own.
        return any(self.look(line.text.strip()).number for line in self.lines[i + 1 : i + 4])

    def between_furniture(self, i: int) -> bool:
        """Whether the lines on either side are certainly a page's."""
        beside = [self.look(self.lines[j].text.strip()) for j in (i - 1, i + 1) if 0 <= j < len(self.lines)]
        return len(beside) == 2 and all(c.chrome or c.fragments for c in beside)

    def named_site(self, text: str) -> bool:
        """Whether the site that shows the text names itself."""
        return any(site in text for site in self.sites)

    def set_right(self, i: int) -> bool:
        """Whether a line is pushed to the right, much further than a paragraph is: a signature is."""
        line = self.lines[i]
        return line.style.align == "right" or _margin(line.text) - self.margin >= RIGHT

    def headed(self, i: int) -> bool:
        """Whether a heading in brackets, one of several, stands directly above: 【开场】 over a salutation."""
        above = self.lines[i - 1].text.strip() if i else ""
        if not _BRACKETED.match(above):
            return False
        return sum(_BRACKETED.match(line.text.strip()) is not None for line in self.lines) > 2

    def is_cell(self, i: int) -> bool:
        """Whether a line is a row of a table of which most cells are empty."""
        return self.lines[i].text.endswith("\t")

    def beside_page_data(self, i: int) -> bool:
        """Whether a line with a label stands beside one that is certainly a page's: 时间：… below 来源：…"""
        beside = (self.look(self.lines[j].text.strip()) for j in (i - 1, i + 1) if 0 <= j < len(self.lines))
        return any(c.chrome and c.label for c in beside)

    def wrapped_from(self, i: int) -> bool:
        """Whether line ``i`` goes on with the sentence of the line before."""
        if i <= self.zones.title + 1 or not self.width or cues.gap(self.lines[i - 1], self.lines[i]):
            return False
        before = self.lines[i - 1].text
        if (seen := self.look(before.strip())).chrome or seen.fragments:
            return False
        full = cues.display_width(before.rstrip()) >= self.width - 4
        return full and self.joiner.wrapped(before, self.lines[i].text)
