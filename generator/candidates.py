"""Every place of a text where a heading or an inline point could begin, with the evidence found there.

A candidate stands at the start of a line, a sentence or a clause. Quotations and remarks in brackets are not looked
into: what is numbered there belongs to the quoted text.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, cached_property
from importlib import resources
from typing import Any

from generator.cues import end_mark, is_row
from generator.markers import BOLD, BRACKET, LAST, PLAIN, STYLED, Families, Family, Kind, Marker, Punct
from generator.model import Passage, Role

Costs = dict[str, dict[str, float]]


@cache
def costs() -> Costs:
    """The table of costs, read once."""
    data: dict[str, Any] = tomllib.loads(resources.files("generator").joinpath("costs.toml").read_text("utf-8"))
    return {name: {key: float(value) for key, value in table.items()} for name, table in data.items()}


class Context(IntEnum):
    """What a candidate stands behind."""

    LINE = 0
    SENTENCE = 1
    COLON = 2
    SEMICOLON = 3
    COMMA = 4
    GLUED = 5


@dataclass(slots=True)
class Candidate:
    """A marker, or an unnumbered heading, in one reading."""

    passage: int
    start: int
    end: int
    """``text[start:end]`` is the marker."""
    stop: int
    """Where the heading ends, if no other begins before."""
    family: int
    kind: Kind
    rank: float
    number: int
    """0: unnumbered."""
    context: Context
    punct: Punct = Punct.PROPER
    ocr: bool = False
    body: bool = False
    """Something follows the heading before the next of its kind."""
    section: float = 0.0
    point: float = 0.0
    extra: float = 0.0
    """Cost of the marker's form, however it is used."""
    forced: bool = False
    """The keeper says it is a heading."""


@dataclass(slots=True)
class Place:
    """A place of the text with its readings, and what it costs to read nothing there."""

    readings: list[Candidate]
    reject: float
    forced: bool = False


_QUOTED = re.compile("“[^“”]*[”〞]|‘[^‘’]*’|《[^《》]*》|「[^「」]*」|『[^『』]*』|\"[^\"]*\"|（[^（）()]{6,}）|\\([^（）()]{6,}\\)|【[^【】]*】")
_QUOTES = re.compile("[“‘《「『\"（(【]")
_SENTENCE_END = re.compile("[。！？!?]+[”’」』）)]*")
_COLON = re.compile("[：:]")
_AFTER = {c: Context.SENTENCE for c in "。！？!?…"} | {c: Context.COLON for c in "：:"}
_AFTER |= {c: Context.SEMICOLON for c in "；;"} | {c: Context.COMMA for c in "，,、"}
_CLOSERS = "”’」』）)"
_GLUED = "（(〔㈠①⑴" + "".join(map(chr, (*range(0x2460, 0x2474), *range(0x2474, 0x2488), *range(0x3220, 0x322A))))

WORDS = ("首先", "一方面", "一个是", "一则")

MAX_HEADING = 90
"""Characters of the longest line that can be a heading without an end mark."""


def quoted(text: str) -> list[tuple[int, int]]:
    """The stretches of a text that are quotations, titles of works or longer remarks in brackets."""
    return [m.span() for m in _QUOTED.finditer(text)] if _QUOTES.search(text) else []


def context_of(text: str, pos: int) -> tuple[Context, bool]:
    """What stands before a place, and whether there is a space between."""
    i = pos - 1
    while i >= 0 and text[i].isspace():
        i -= 1
    if i < 0:
        return Context.LINE, False
    spaced = i < pos - 1
    c = text[i]
    if c in _CLOSERS:
        j = i
        while j > 0 and text[j] in _CLOSERS:
            j -= 1
        if text[j] in "。！？!?…":
            return Context.SENTENCE, spaced
    return _AFTER.get(c, Context.GLUED), spaced


class Finder:
    """Finds the places of one document."""

    def __init__(self, passages: Sequence[Passage], families: Families) -> None:
        self.passages = passages
        self.families = families
        self.costs = costs()

    def places(self) -> list[Place]:
        """All places in order."""
        out: list[Place] = []
        plain = self._plain()
        for index, passage in enumerate(self.passages):
            if passage.role in (Role.SALUTATION, Role.SIGNATURE, Role.ATTACHMENT, Role.CLOSING):
                continue
            if passage.style.table or is_row(passage.text):
                continue
            found = self._in_passage(index, passage)
            if (not found or found[0].readings[0].start > 0) and index in plain:
                found.insert(0, plain[index])
            out.extend(found)
        return out

    # --- numbered ---------------------------------------------------------------------------------------------

    def _in_passage(self, index: int, passage: Passage) -> list[Place]:
        text = passage.text
        marks = quoted(text)
        table = self.families.table
        found: list[tuple[Context, list[Marker]]] = []
        mark = 0
        for m in self.families.scanner.finditer(text):
            pos = m.start()
            before = text[pos - 1] if pos else ""
            glued = text[pos] in _GLUED
            if pos and before not in _AFTER and before not in _CLOSERS and not before.isspace() and not glued:
                continue
            while mark < len(marks) and marks[mark][1] <= pos:
                mark += 1
            if mark < len(marks) and marks[mark][0] < pos:
                continue
            context, spaced = context_of(text, pos)
            if context is Context.GLUED and spaced and not glued:
                # 一、务必重视  二、... on one line, set apart by spaces
                context = Context.SENTENCE if text[pos - 2 : pos].isspace() else Context.GLUED
                if context is Context.GLUED:
                    continue
            markers = list(self.families.at(text, pos, line_start=context is Context.LINE))
            if glued and context is Context.GLUED:
                markers = [k for k in markers if not text[max(0, pos - 1)] == "第"]
            if context is not Context.LINE:
                markers = [k for k in markers if k.punct is not Punct.MISSING]
            if context is Context.LINE:
                # 二是 and nothing more: the text was cut off.
                markers = [k for k in markers if k.end < len(text) or table[k.family].kind is not Kind.SPOKEN]
            if markers:
                found.append((context, markers))
        if not found or found[0][1][0].start > 0:
            misread = self.families.misread(text, 0)
            if misread:
                found.insert(0, (Context.LINE, [misread]))
        if not found:
            return []
        found = self._with_partner(found)
        places = []
        ends = [m.span() for m in _SENTENCE_END.finditer(text)] if found else []
        ends = _outside(ends, marks)
        for i, (context, markers) in enumerate(found):
            readings = []
            for k in markers:
                limit = self._next_of_kind(found, i, k, len(text))
                readings.append(self._read(index, passage, k, context, ends, limit))
            first = readings[0]
            reject = self._reject(table[first.family], first, passage)
            places.append(Place(readings, reject))
        return places

    @cached_property
    def _line_starts(self) -> frozenset[tuple[str, int]]:
        """Families and numbers that stand at line starts anywhere."""
        return frozenset(
            (self._group(k), k.number) for p in self.passages for k in self.families.at(p.text, 0, line_start=True)
        )

    def _with_partner(self, found: list[tuple[Context, list[Marker]]]) -> list[tuple[Context, list[Marker]]]:
        """Without the markers inside sentences that nothing in their paragraph goes with: 五加一是六."""
        table = self.families.table
        numbers = {(self._group(k), k.number) for _, markers in found for k in markers}
        out = []
        for context, markers in found:
            if context > Context.SENTENCE or table[markers[0].family].kind is Kind.PAIR and context is not Context.LINE:
                markers = [
                    k
                    for k in markers
                    if (self._group(k), k.number + 1) in numbers
                    or (self._group(k), k.number - 1) in numbers
                    or (k.number == LAST and any(g == self._group(k) and n != LAST for g, n in numbers))
                    or (k.number < LAST and (self._group(k), LAST) in numbers)
                    or (context is Context.GLUED and (self._group(k), k.number + 1) in self._line_starts)
                ]
            if markers:
                out.append((context, markers))
        return out

    def _group(self, marker: Marker) -> str:
        family = self.families.table[marker.family]
        return "spoken" if family.kind is Kind.SPOKEN else family.name

    def _next_of_kind(self, found: list[tuple[Context, list[Marker]]], i: int, marker: Marker, length: int) -> int:
        """Where the next item of a marker's series may begin, or the paragraph ends."""
        group = self._group(marker)
        for _, markers in found[i + 1 : i + 16]:
            for k in markers:
                if self._group(k) == group and (k.number == marker.number + 1 or k.number == LAST):
                    return k.start
        return found[i + 1][1][0].start if i + 1 < len(found) and marker.number == LAST else length

    def _read(
        self, index: int, passage: Passage, k: Marker, context: Context, ends: list[tuple[int, int]], limit: int
    ) -> Candidate:
        text = passage.text
        family = self.families.table[k.family]
        stop = heading_end(text, k.end, ends, passage)
        body = len(text[stop:limit].strip()) >= 4
        cut = text[k.end : limit].rstrip()
        clause_item = not body and cut[-1:] in ("；", ";", "，", ",")
        inline = context is not Context.LINE
        if (inline and k.number == LAST) or (limit == len(text) and context > Context.COLON):
            # The last of several in one sentence: what follows the sentence is not its body.
            body = body and context is Context.SENTENCE
        c = Candidate(
            index, k.start, k.end, stop, k.family, family.kind, family.rank, k.number, context, k.punct, k.ocr, body
        )
        s, p, f = self.costs["section"], self.costs["point"], self.costs["series"]
        kind = ("outline", "legal", "spoken", "pair", "outline")[family.kind]
        length = stop - k.end
        if context in (Context.LINE, Context.SENTENCE):
            c.section = s[f"{context.name.lower()}_{kind}"]
        else:
            c.section = s[context.name.lower()]
        spoken = family.kind in (Kind.SPOKEN, Kind.PAIR)
        if inline and not body and not (stop == len(text) and not end_mark(text)):
            c.section += s["no_body_inline"]
        elif not inline and not body and spoken:
            # A sentence alone on its line; with no end mark it is a standing heading.
            if end_mark(text) in ("。", "！"):
                c.section += s["no_body_words" if family.name in WORDS else "no_body_line"]
        lead_in = index > 0 and end_mark(self.passages[index - 1].text) in ("：", ":")
        if clause_item and (inline or spoken):
            c.section += s["clause_item"]
        if not inline and spoken and lead_in:
            c.section += s["lead_in"] / (2 if k.number > 1 else 1)
        if inline or spoken:
            c.section += s["very_long"] if length > 90 else s["long"] if length > 45 else 0.0
        if passage.style.level and not inline or _covers(passage.style.bold, k.start, min(stop, k.end + 4)):
            c.section += s["styled"]
        if not inline:
            c.point = p["line_clause_item"] if clause_item and spoken else p["line"]
            if not spoken and not body and family.rank > 3.0 and self._list_item(index, family):
                weight = min(1.0, max(0.0, (length - 16) / 16))
                c.section += s["list_item"] * weight
                c.point -= (p["line"] - p["list_item"]) * weight
        else:
            c.point = p["sentence"] if context is Context.SENTENCE else p["clause"]
            if context is Context.GLUED:
                c.point = p["glued"]
        if body and not clause_item:
            c.point += p["body"]
        if family.kind is Kind.LEGAL:
            c.point += p["legal"]
        c.extra = f["ocr"] if k.ocr else (0.0, f["loose"], f["missing_punct"])[k.punct]
        return c

    def _list_item(self, index: int, family: Family) -> bool:
        """Whether a line is a sentence of its own, with another item and no text behind it."""
        if end_mark(self.passages[index].text) not in ("。", "；", ";"):
            return False
        if index + 1 == len(self.passages):
            return True
        after = next(self.families.at(self.passages[index + 1].text, 0, line_start=True), None)
        return after is not None and self.families.table[after.family].rank <= family.rank

    def _reject(self, family: Family, c: Candidate, passage: Passage) -> float:
        r = self.costs["reject"]
        context = c.context
        name = ("outline", "legal", "spoken", "pair", "outline")[family.kind]
        if context is Context.LINE and family.kind is Kind.PAIR and c.body:
            cost = r["line_pair_body"]
        elif context is Context.LINE and not c.body and family.name in WORDS:
            cost = r["line_words"]
        elif context in (Context.LINE, Context.SENTENCE):
            cost = r[f"{context.name.lower()}_{name}"]
        else:
            cost = r["glued"] if context is Context.GLUED else r["clause"]
        if c.punct is not Punct.PROPER:
            cost += r["weak_punct"]
        if context is Context.LINE and passage.style.level:
            cost += r["styled"]
        return max(0.1, cost)

    # --- unnumbered -------------------------------------------------------------------------------------------

    def _plain(self) -> dict[int, Place]:
        """Lines that could be headings without a number, by passage."""
        r = self.costs["reject"]
        out: dict[int, Place] = {}
        for i, passage in enumerate(self.passages):
            if passage.role not in (Role.BODY, Role.OPENING):
                continue
            text = passage.text
            style = passage.style
            whole_bold = style.bold and _covers(style.bold, 0, len(text))
            if len(text) > MAX_HEADING and not style.level and not style.bold:
                continue
            family, reject, stop = PLAIN, 0.0, len(text)
            after = self.passages[i + 1] if i + 1 < len(self.passages) else None
            follows = after is not None and after.role in (Role.BODY, Role.OPENING)
            end = end_mark(text)
            short = len(text) <= 30 and end in ("", "？") and not is_row(text)
            if style.level:
                family, reject = STYLED[style.level - 1], r["styled"] + 1.0
            elif text[0] in "【[" and (close := text.find("】" if text[0] == "【" else "]")) > 1 and close <= 30:
                family, reject, stop = BRACKET, r["bracket"], close + 1
            elif whole_bold and short and follows:
                family, reject = BOLD, r["bold"]
            elif short and follows and self._stands_out(i):
                family, reject = PLAIN, r["plain"]
            elif style.bold and style.bold[0][0] == 0 and 3 < style.bold[0][1] < min(60, len(text)):
                cut = style.bold[0][1]
                if text[cut - 1] in "。：:！？" or text[cut : cut + 1] in "。：:":
                    family, reject = BOLD, r["bold"] - 1.0
                    stop = cut if text[cut - 1] in "。：:！？" else cut + 1
            if reject:
                c = Candidate(i, 0, 0, stop, self.families.index(family), Kind.PLAIN, family.rank, 0, Context.LINE, body=True)
                c.point = 99.0
                out[i] = Place([c], reject)
        return out

    def _stands_out(self, i: int) -> bool:
        """A short line between paragraphs of prose."""
        text = self.passages[i].text
        if len(text) < 2 or text[0] in "（(" or not any("\u4e00" <= c <= "\u9fff" for c in text) or any(c in "\t" for c in text):
            return False
        after = self.passages[i + 1]
        before = self.passages[i - 1] if i else None
        prose = len(after.text) >= 20 and end_mark(after.text) in ("。", "！", "？", "：", "；") and end_mark(after.text) != ""
        ended = before is None or end_mark(before.text) in ("。", "！", "？", "：", "…") or before.role is Role.SALUTATION
        return prose and (ended or len(before.text if before else "") <= 30)


def heading_end(text: str, begin: int, ends: list[tuple[int, int]], passage: Passage) -> int:
    """Where the heading whose words begin at ``begin`` ends: behind its first sentence, or a short ： label.

    A line without any end mark is a heading as a whole (GB/T 9704: 文末不用标点).
    """
    at = bisect_left(ends, (begin, 0))
    stop = ends[at][1] if at < len(ends) else 0
    for a, b in passage.style.bold:
        # The source sets the run-in heading in another face: the face tells its end.
        if a <= begin < b - 2 and (not stop or b < stop) and text[b - 1] in "。：:！？":
            return b
    if not stop and len(text) - begin <= MAX_HEADING:
        return len(text)
    limit = stop or len(text)
    colon = _COLON.search(text, begin, min(limit, begin + 17))
    if colon and begin < colon.start() and text[colon.end() :].strip() and not re.search("[，,；;。]", text[begin : colon.start()]):
        return colon.end()
    return limit


def _outside(spans: list[tuple[int, int]], marks: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans that do not begin inside a quotation; a quotation that ends with its sentence ends it as well."""
    out = []
    i = 0
    for a, b in spans:
        while i < len(marks) and marks[i][1] <= a:
            i += 1
        if i < len(marks) and marks[i][0] < a < marks[i][1]:
            continue
        out.append((a, b))
    return out


def _covers(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    return any(a <= start and b >= end for a, b in spans)
