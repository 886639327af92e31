"""What can be done at a place, and what it costs: leave it alone, go on with an open series, or open one.

Repairs, a number skipped or doubled or of another family, are moves with a cost and a name.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

from generator.candidates import WORDS, Candidate, Place
from generator.candidates.values import LINE
from generator.costs import costs
from generator.families import LEGAL, OUTLINE, PAIR, SPOKEN, Kind
from generator.lattice.stack import Nest, Series, Stack, Stacks, State
from generator.markers import LAST, Families

INF = float("inf")
ENDLESS = sys.float_info.max
"""More than any way costs; a move that cannot be made costs even more."""

NONE: tuple[str, ...] = ()
NEVER = INF, NONE
"""A move that cannot be made."""

_PLAIN = Kind.PLAIN
_NO_POINTS = (_PLAIN, LEGAL)
"""Kinds of headings that are never points."""


Step = tuple[float, State, float, Candidate | None, int, bool, tuple[str, ...]]
"""A move from one state to another: the cost of the way up to here, the state, what its series of one cost if nothing
follows; the reading that is taken or none where the place is left alone, its depth (the series that hold it and its
own), whether it is a point, the repairs."""

Way = tuple[float, Series, tuple[str, ...], float, tuple[str, ...], float, float]
"""What an option comes to at the last series of a stack: the cost to go on with it, the series then, the repairs; the
cost to open another under its last item, but for its place among the families, the repairs; the cost to close it, and
what is added where it closes before what could be its next item."""


Option = tuple[Candidate, bool, float, Series, dict[Series, Way], float, float]
"""One way to take a reading, before it is known where: the reading, whether as a point, its cost, the series that it
would open, what it comes to at each series that was met; the least that it costs to open a series directly under the
title, where nothing was, and where a series of headings was."""


class Moves:
    """The moves of one document; the search and the oracle of the tests share them."""

    def __init__(self, families: Families, passages: int = 1) -> None:
        self.families = families.table
        self.names = families.names
        self.spoken = families.spoken
        self.s = costs()["series"]
        self.stacks = Stacks()
        self._options: dict[
            tuple[int, int, bool, bool, int, bool, bool], tuple[Series, dict[Series, Way], float, float]
        ] = {}
        # One paragraph of a long speech does not make its outline.
        self.inline_root = self.s["inline_root"] * min(1.0, passages / 12)
        self.split, self.opens = self.s["split"], (self.s["open"], self.s["open_point"])

    def start(self) -> Stack:
        """The state before the first place."""
        root = self.stacks.series(-1, 0, 2, False, True, -1, -1, 0, False, 0.0, False, 0)
        return self.stacks.stack((None, root))

    def options(self, place: Place) -> list[Option]:
        """The ways to take a place; a reading far dearer than none at all is not tried."""
        s = self.s
        section, point = place.reject + s["section_margin"], place.reject + s["point_margin"]
        out = []
        for c in place.readings:
            if c.section < section or place.forced:
                out.append(self._option(c, False))
            if c.point < point and c.kind not in _NO_POINTS:
                out.append(self._option(c, True))
        return out

    def _option(self, c: Candidate, points: bool) -> Option:
        passage = c.passage if points else -1
        alike = (c.family, c.number, c.context is LINE, points, passage, c.announced, c.forced)
        known = self._options.get(alike)
        if known is None:
            known = self._options[alike] = self._first(c, points), {}, *self._least(c, points)
        return c, points, c.extra + (c.point if points else c.section), *known

    def forget(self, alive: Iterable[Stack]) -> None:
        """Forget all stacks but these, and what was worked out for options at their series."""
        self.stacks.keep(alive)
        self._options.clear()

    def steps(
        self, cost: float, stack: Stack, place: Place, options: Sequence[Option], bound: float = ENDLESS
    ) -> list[Step]:
        """The states that one place leads to, without those dearer than the bound."""
        out: list[Step] = []
        if not place.forced:
            out.append((cost + place.reject, stack.state, stack.pending, None, 0, False, NONE))
        for c, points, price, first, ways, anew, again in options:
            here = stack
            total = cost + price
            if total > bound:
                continue
            # From the innermost series outwards: what lies above the level closes.
            while True:
                going, item, going_repairs, opening, opening_repairs, closing, split = ways.get(
                    here.series
                ) or self._way(here, c, points, ways)
                below = here.below
                if total + going <= bound and below is not None:
                    out.append((total + going, (below, item), below.pending, c, here.depth, points, going_repairs))
                if total + opening <= bound:
                    if not points:
                        placed = here.nest.costs.get(c.family)
                        opening += self._placed(here.nest, c) if placed is None else placed
                    if points or total + opening <= bound:
                        pending = here.pending + first.one
                        out.append(
                            (total + opening, (here, first), pending, c, here.depth + 1, points, opening_repairs)
                        )
                total = total + closing + split
                if total > bound or below is None:
                    break
                # Directly under the title a series can only be opened, the second there at a price.
                if below.below is None and total + (anew if here.series.points else again) > bound:
                    break
                here = here.closed or self._close(here, below)
        return out

    def _least(self, c: Candidate, points: bool) -> tuple[float, float]:
        """The least that it costs to open a series directly under the title: the first of headings, or another."""
        if c.number == LAST:
            return INF, INF
        follows = c.number > 1 and not self.families[c.family].runs_on
        anew = self.opens[points] + (min(self.s["runs_on"], self.s["missing_first"]) if follows else 0.0)
        return anew, anew if points else anew + self.s["second_root"]

    def _way(self, stack: Stack, c: Candidate, points: bool, ways: dict[Series, Way]) -> Way:
        """What a candidate comes to at the last series of a stack."""
        series = stack.series
        going, item, going_repairs = INF, series, NONE
        opening, opening_repairs = INF, NONE
        split = 0.0
        if series.points == points:
            if stack.below:
                going, going_repairs = self._continue(series, c, points)
                if going < INF:
                    item = self._item(series, c, points, going_repairs)
            opening, opening_repairs = self._open(stack, c, points)
        elif points:
            opening, opening_repairs = self._open(stack, c, points)
        elif series.family == c.family and c.number == series.last + 1:
            split = self.split
        way = going, item, going_repairs, opening, opening_repairs, series.one, split
        if not (c.number > 1 and self.families[c.family].runs_on):
            # Where numbers run on through all parents the rest of the stack has a word in it.
            ways[series] = way
        return way

    def _close(self, stack: Stack, below: Stack) -> Stack:
        """What is left when a series closes: the item it stood under remembers it, as numbers may run on from there."""
        series, h = stack.series, below.series
        if series.line or not series.points:
            family = self.families[series.family]
            counts = series.line and family.kind in (OUTLINE, LEGAL)
            child, last = (series.family, series.last) if counts else (-1, 0)
            article = series.article if series.article > h.article else h.article
            article = series.last if family.runs_on else article
            headed = h.had_child or not series.points
            held = self.stacks.series(
                h.family, h.last, h.items, h.points, h.line, h.passage, child, last, headed, h.one, h.doubled, article
            )
            below = self.stacks.stack((below.below, held))
        stack.closed = below
        return below

    def _item(self, series: Series, c: Candidate, points: bool, repairs: tuple[str, ...]) -> Series:
        """A series after one more item."""
        doubled = "duplicate" in repairs or (series.doubled and c.number == series.last + 1)
        family = series.family if c.kind is PAIR else c.family
        passage = c.passage if points else -1
        line = c.context is LINE
        return self.stacks.series(
            family,
            c.number,
            2,
            points,
            line,
            passage,
            series.child,
            series.child_last,
            False,
            0.0,
            doubled,
            series.article,
        )

    def _first(self, c: Candidate, points: bool) -> Series:
        s = self.s
        if c.announced:
            one = s["one_announced"]
        elif points:
            one = s["one_point"]
        elif c.kind is _PLAIN:
            one = s["one_plain"] if not c.forced else 0.0
        elif c.context is not LINE or self.families[c.family].name in WORDS:
            one = s["one"]
        else:
            one = s["one_line_spoken" if c.kind is SPOKEN else "one_line_outline"]
        line, passage = c.context is LINE, c.passage if points else -1
        return self.stacks.series(c.family, c.number, 1, points, line, passage, -1, 0, False, one, False, 0)

    def _continue(self, series: Series, c: Candidate, points: bool) -> tuple[float, tuple[str, ...]]:
        """What it costs that a candidate goes on with a series, and the repairs; endless where it cannot."""
        s = self.s
        line = c.context is LINE
        cost = 0.0 if line == series.line else s["other_place"]
        if points and c.passage != series.passage and not (line and series.line):
            cost += s["point_paragraph"]
        if c.number == 0:
            return (cost, NONE) if series.family == c.family else NEVER
        if series.last == 0:
            return NEVER
        same = series.family == c.family or self.names[series.family] == self.names[c.family]
        if c.number == LAST:
            if series.last == LAST:
                return (cost + s["after_last"], ("duplicate",)) if same else NEVER
            if not self.spoken[series.family]:
                return NEVER
            if same or series.last == 1:
                return (cost, NONE) if same else (cost + s["mixed_spoken"], ("mixed-family",))
            return cost + s["mixed_last"], ("mixed-family",)
        gap = 1 if series.last == LAST else c.number - series.last
        if series.last == LAST:
            cost += s["after_last"]
        if not same:
            if gap != 1 or series.last == LAST:
                return NEVER
            if self.spoken[series.family] and self.spoken[c.family]:
                return cost + s["mixed_spoken"], ("mixed-family",)
            a, b = self.families[series.family], self.families[c.family]
            if LEGAL in (a.kind, b.kind) or points:
                return NEVER
            near = self.spoken[series.family] or self.spoken[c.family] or abs(a.rank - b.rank) <= 1.0
            return cost + s["mixed_outline" if near else "mixed_far"], ("mixed-family",)
        if gap == 1:
            return cost, NONE
        if gap == 2 and series.doubled:
            return cost, NONE
        if gap == 0:
            return cost + s["duplicate"], ("duplicate",)
        if gap > 1:
            return (cost + s["skip"] + s["skip_more"] * (gap - 2), ("skip",)) if gap <= 6 else NEVER
        return (cost + s["backward"], ("skip",)) if c.number > 1 else NEVER

    def _open(self, stack: Stack, c: Candidate, points: bool) -> tuple[float, tuple[str, ...]]:
        """What it costs to open a series under the last item of a stack, and the repairs; endless where it cannot."""
        number = c.number
        if number == LAST:
            return NEVER
        holder = stack.series
        cost = self.opens[points]
        repairs = NONE
        if number > 1:
            s = self.s
            family = self.families[c.family]
            known = holder.child >= 0 and (holder.child == c.family or self.names[holder.child] == family.name)
            if family.runs_on and number == stack.article() + 1:
                pass
            elif known and number == holder.child_last + 1 and not holder.had_child:
                cost += s["runs_on"]
                repairs = ("runs-on",)
            else:
                cost += s["missing_first"] + s["missing_more"] * ((number if number < 20 else 20) - 2)
                repairs = ("missing-first",)
        if points:
            return (cost + 0.8 if holder.points else cost), repairs if holder.points else NONE
        if not stack.depth and c.context is not LINE:
            cost += self.inline_root
        if holder.had_child:
            cost += self.s["second_child" if stack.depth else "second_root"]
        return cost, repairs

    def _placed(self, nest: Nest, c: Candidate) -> float:
        """What it costs that a family stands under others that usually stand below it, or under itself."""
        s = self.s
        name = self.names[c.family]
        cost = 0.0
        here = nest
        while here.holder is not None:
            above = self.families[here.family]
            if above.name == name:
                cost += s["nested_twice"]
            elif c.rank < above.rank < 9.0:
                cost += s["inverted"]
            here = here.holder
        nest.costs[c.family] = cost
        return cost
