"""Every place of a text where a heading or an inline point could begin, with the evidence found there.

A candidate stands at the start of a line, a sentence or a clause. Quotations and remarks in brackets are not looked
into: what is numbered there belongs to the quoted text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from generator.candidates import damaged, glued, lists
from generator.candidates.text import (
    BULLET,
    Sentences,
    announced,
    context_of,
    covers,
    heading_end,
)
from generator.candidates.unnumbered import unnumbered
from generator.candidates.values import COLON, GLUED, LINE, SENTENCE, WORDS, Candidate, Context, Place
from generator.costs import costs
from generator.cues import end_mark, is_row
from generator.families import LEGAL, OUTLINE, PAIR, SPOKEN, Family
from generator.markers import ENCLOSED, LAST, Families, Marker, Punct
from generator.model import Passage, Role

__all__ = ["WORDS", "Candidate", "Context", "Finder", "Place"]


NEAR = 40
"""Characters of a text behind a heading, or before the next, that tell whether there is any."""

CONTEXTS = tuple(context.name.lower() for context in Context)
KINDS = tuple(
    tuple(f"{context}_{kind}" for kind in ("outline", "legal", "spoken", "pair", "outline")) for context in CONTEXTS
)
"""What contexts, and kinds in them, are called in the table of costs."""

_UNDIVIDED = frozenset((Role.SALUTATION, Role.SIGNATURE, Role.ATTACHMENT, Role.CLOSING))
"""Roles of paragraphs in which nothing is looked for."""
_MISSING, _PROPER = Punct.MISSING, Punct.PROPER


class Finder:
    """Finds the places of one document."""

    def __init__(self, passages: Sequence[Passage], families: Families) -> None:
        self.passages = passages
        self.families = families
        self.groups = families.groups
        self.costs = costs()

    def places(self) -> list[Place]:
        """All places in order."""
        out: list[Place] = []
        plain = unnumbered(self.passages, self.families)
        for index, passage in enumerate(self.passages):
            if passage.role in _UNDIVIDED or passage.style.table or is_row(passage.text):
                continue
            found = self._in_passage(index, passage)
            if (not found or found[0].readings[0].start > 0) and index in plain:
                found.insert(0, plain[index])
            out.extend(found)
        lists.weigh(out, self.passages)
        return out

    # --- numbered ---------------------------------------------------------------------------------------------

    def _in_passage(self, index: int, passage: Passage) -> list[Place]:
        text = passage.text
        table = self.families.table
        found: list[tuple[Context, list[Marker]]] = []
        bullet = BULLET.match(text)
        lead = bullet.end() if bullet else 0
        if markers := self._at_start(text, lead):
            found.append((LINE, markers))
        sentences = Sentences(text)
        for m in self.families.scanner.finditer(text, lead + 1):
            pos = m.start()
            if sentences.quotes(pos):
                continue
            bracket = m[0] in ENCLOSED
            context, spaced = context_of(text, pos)
            if context is GLUED and spaced and not bracket:
                if not text[pos - 2 : pos].isspace():
                    continue
                # 一、务必重视  二、... on one line, set apart by spaces
                context = SENTENCE
            if bracket and context is GLUED and text[pos - 1] == "第":
                continue
            markers = [k for k in self.families.at(text, pos) if k.punct is not _MISSING]
            if markers:
                found.append((context, markers))
        if not found or found[0][1][0].start > 0:
            repaired = damaged.misread(self.families, text) or self._bare.get(index)
            if repaired:
                found.insert(0, (LINE, [repaired]))
        if not found:
            return []
        found = self._with_partner(text, found)
        places = []
        stops: dict[int, int] = {}
        parted = self._seams(passage, found, sentences, stops)
        for i, (context, markers) in enumerate(found):
            readings = []
            for k in markers:
                limit = self._next_of_kind(found, i, k, len(text))
                stop = parted.get(k.end) or stops.get(k.end) or heading_end(k.end, sentences, passage)
                readings.append(self._read(index, passage, k, context, stop, limit))
            first = readings[0]
            reject = self._reject(table[first.family], first, passage)
            places.append(Place(readings, reject))
        return places

    def _at_start(self, text: str, lead: int) -> list[Marker]:
        """The markers at the start of a line, behind its bullet, which belongs to them."""
        families = self.families
        read = families.beginning(text)
        if lead and not read:
            read = tuple(replace(k, start=0) for k in families.at(text, lead, line_start=True))
        # 二是 and nothing more: the text was cut off.
        return [k for k in read if k.end < len(text) or families.table[k.family].kind is not SPOKEN]

    def _seams(
        self,
        passage: Passage,
        found: list[tuple[Context, list[Marker]]],
        sentences: Sentences,
        stops: dict[int, int],
    ) -> dict[int, int]:
        """Where headings end that have no mark of their own, by the place where their words begin.

        ``stops`` takes in where they end by their marks.
        """
        text = passage.text
        table = self.families.table
        heads = []
        run_together = False
        for i, (context, markers) in enumerate(found):
            family = table[markers[0].family]
            if family.kind is not OUTLINE and family.name != "第一，":
                continue
            run_together = run_together or (context is not LINE and family.kind is OUTLINE)
            begin = markers[0].end
            stop = stops[begin] = heading_end(begin, sentences, passage)
            following = found[i + 1][1][0].start if i + 1 < len(found) else len(text)
            if following >= min(stop, begin + glued.LONGEST):
                heads.append(glued.Head(family.name, begin, min(stop, following)))
        if run_together:
            # Several numbers of an outline in one paragraph: the text lost its line ends.
            return glued.seams(text, heads)
        named = ((head.begin, glued.standing(text, head.begin, head.stop)) for head in heads)
        return {begin: end for begin, end in named if end}

    @cached_property
    def _bare(self) -> dict[int, Marker]:
        return damaged.bare_series(self.families, self.passages)

    @cached_property
    def _line_starts(self) -> frozenset[tuple[str, int]]:
        """Families and numbers that stand at line starts anywhere."""
        return frozenset(
            (self.groups[k.family], k.number) for p in self.passages for k in self.families.beginning(p.text)
        )

    @cached_property
    def _line_names(self) -> frozenset[tuple[str, int]]:
        """The same by the names of the families."""
        table = self.families.table
        return frozenset(
            (table[k.family].name, k.number) for p in self.passages for k in self.families.beginning(p.text)
        )

    def _with_partner(self, text: str, found: list[tuple[Context, list[Marker]]]) -> list[tuple[Context, list[Marker]]]:
        """Without the markers inside sentences that nothing in their paragraph goes with: 五加一是六."""
        table = self.families.table
        if all(context <= SENTENCE and table[markers[0].family].kind is not PAIR for context, markers in found):
            return found
        numbers = {(self.groups[k.family], k.number) for _, markers in found for k in markers}
        out = []
        for context, markers in found:
            pair = table[markers[0].family].kind is PAIR
            if context > SENTENCE or (pair and context is not LINE):
                markers = [
                    k
                    for k in markers
                    if (self.groups[k.family], k.number + 1) in numbers
                    or (self.groups[k.family], k.number - 1) in numbers
                    or (k.number == LAST and any(g == self.groups[k.family] and n != LAST for g, n in numbers))
                    or (k.number < LAST and (self.groups[k.family], LAST) in numbers)
                    or (context is COLON and announced(text, k.start, k.number))
                    or (context is GLUED and (self.groups[k.family], k.number + 1) in self._line_starts)
                ]
            if markers:
                out.append((context, markers))
        return out

    def _next_of_kind(self, found: list[tuple[Context, list[Marker]]], i: int, marker: Marker, length: int) -> int:
        """Where the next item of a marker's series may begin, or the paragraph ends."""
        group = self.groups[marker.family]
        for _, markers in found[i + 1 : i + 16]:
            for k in markers:
                if self.groups[k.family] == group and (k.number == marker.number + 1 or k.number == LAST):
                    return k.start
        return found[i + 1][1][0].start if i + 1 < len(found) and marker.number == LAST else length

    def _read(self, index: int, passage: Passage, k: Marker, context: Context, stop: int, limit: int) -> Candidate:
        text = passage.text
        family = self.families.table[k.family]
        # Only so much is looked at, for the text between two items can be as long as the document.
        body = len(text[stop : min(limit, stop + NEAR)].strip()) >= 4
        clause_item = not body and text[max(k.end, limit - NEAR) : limit].rstrip()[-1:] in ("；", ";", "，", ",")
        inline = context is not LINE
        if (inline and k.number == LAST) or (limit == len(text) and context > COLON):
            # The last of several in one sentence: what follows the sentence is not its body.
            body = body and context is SENTENCE
        c = Candidate(
            index, k.start, k.end, stop, k.family, family.kind, family.rank, k.number, context, k.punct, k.ocr, body
        )
        s, p, f = self.costs["section"], self.costs["point"], self.costs["series"]
        length = stop - k.end
        if context <= SENTENCE:
            c.section = s[KINDS[context][family.kind]]
        else:
            c.section = s[CONTEXTS[context]]
        spoken = self.families.spoken[k.family]
        if inline and not body and not (stop == len(text) and not end_mark(text)):
            c.section += s["no_body_inline"]
        elif not inline and not body and spoken and end_mark(text) in ("。", "！"):
            # A sentence alone on its line; with no end mark it is a standing heading.
            cost = s["no_body_words" if family.name in WORDS else "no_body_line"]
            c.section += cost * s["names_lines"] if self._names_lines(index, k) else cost
        if clause_item and (inline or spoken):
            c.section += s["clause_item"]
        if not inline and spoken and not body and index > 0 and end_mark(self.passages[index - 1].text) in ("：", ":"):
            c.section += s["lead_in"] / (2 if k.number > 1 else 1)
        if inline or spoken:
            c.section += s["very_long"] if length > 90 else s["long"] if length > 45 else 0.0
        if (passage.style.level and not inline) or covers(passage.style.bold, k.start, min(stop, k.end + 4)):
            c.section += s["styled"]
        if not inline:
            c.point = p["line_clause_item"] if clause_item and spoken else p["line"]
        else:
            c.point = p["sentence"] if context is SENTENCE else p["clause"]
            if context is GLUED:
                c.point = p["glued"]
        if body and not clause_item:
            c.point += p["body"]
        if family.kind is LEGAL:
            c.point += p["legal"]
        c.announced = announced(text, k.start, k.number)
        c.extra = f["ocr"] if k.ocr else (0.0, f["loose"], f["missing_punct"])[k.punct]
        return c

    def _names_lines(self, index: int, marker: Marker) -> bool:
        """Whether lines of text stand between an item alone on its line and the next of its series."""
        name, number = self.families.table[marker.family].name, marker.number
        # 首先 and 最后 open and end a speech; with 其次 between them they count.
        beside = {(name, n) for n in ((2,) if number == LAST else (number - 1, number + 1))}
        if not beside & self._line_names:
            return False
        if index + 1 == len(self.passages) or self.passages[index + 1].role is not Role.BODY:
            return False
        first = next(iter(self.families.beginning(self.passages[index + 1].text)), None)
        if first is None:
            return True
        # Below 一、 and （一） it would be deeper than they are.
        return self.groups[first.family] != self.groups[marker.family] and self.families.table[first.family].rank > 4.0

    def _reject(self, family: Family, c: Candidate, passage: Passage) -> float:
        r = self.costs["reject"]
        context = c.context
        if context is LINE and family.kind is PAIR and c.body:
            cost = r["line_pair_body"]
        elif context is LINE and not c.body and family.name in WORDS:
            cost = r["line_words"]
        elif context <= SENTENCE:
            cost = r[KINDS[context][family.kind]]
        else:
            cost = r["glued"] if context is GLUED else r["clause"]
        if c.announced:
            cost = max(cost, r["announced"])
        if c.punct is not _PROPER:
            cost += r["weak_punct"]
        if context is LINE and passage.style.level:
            cost += r["styled"]
        return max(0.1, cost)
