"""What can be done at a place, and what it costs: leave it alone, go on with an open series, or open one.

Repairs, a number skipped or doubled or of another family, are moves with a cost and a name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from generator.candidates import WORDS, Candidate, Context, Place
from generator.costs import costs
from generator.families import Kind
from generator.lattice.stack import Series, Stack, Stacks
from generator.markers import LAST, Families

INF = float("inf")

NONE: tuple[str, ...] = ()


Step = tuple[float, Stack, Candidate | None, int, bool, tuple[str, ...]]
"""A move from one state to another: the cost of the way up to here, the state, the reading that is taken or none where
the place is left alone, its depth (the series that hold it and its own), whether it is a point, the repairs."""


class Option(NamedTuple):
    """One way to take a reading, before it is known where."""

    reading: Candidate
    points: bool
    cost: float
    first: Series
    """The series that it would open."""


class Moves:
    """The moves of one document; the search and the oracle of the tests share them."""

    def __init__(self, families: Families, passages: int = 1) -> None:
        self.families = families.table
        self.s = costs()["series"]
        self.stacks = Stacks()
        self.spoken = [f.kind in (Kind.SPOKEN, Kind.PAIR) for f in self.families]
        # Families whose numbers may run on under the next parent.
        self.runs = [f.kind in (Kind.OUTLINE, Kind.LEGAL) for f in self.families]
        self.names = [f.name for f in self.families]
        # One paragraph of a long speech does not make its outline.
        self.inline_root = self.s["inline_root"] * min(1.0, passages / 12)
        self.split, self.opens = self.s["split"], (self.s["open"], self.s["open_point"])
        self.bound = INF
        """Ways dearer than this are of no interest."""

    def start(self) -> Stack:
        """The state before the first place."""
        return self.stacks.push(None, self.stacks.series(-1, 0, 2, False, True, -1, -1, 0, False, 0.0, False, 0))

    def options(self, place: Place) -> list[Option]:
        """The ways to take a place; a reading far dearer than none at all is not tried."""
        s = self.s
        out = []
        for c in place.readings:
            if place.forced or c.section < place.reject + s["section_margin"]:
                out.append(Option(c, False, c.extra + c.section, self._first(c, False)))
            if c.point < place.reject + s["point_margin"] and c.kind not in (Kind.PLAIN, Kind.LEGAL):
                out.append(Option(c, True, c.extra + c.point, self._first(c, True)))
        return out

    def steps(self, cost: float, stack: Stack, place: Place, options: Sequence[Option]) -> Iterator[Step]:
        """The states that one place leads to, without those dearer than the bound."""
        if not place.forced:
            yield cost + place.reject, stack, None, 0, False, NONE
        push = self.stacks.push
        for c, points, price, first in options:
            here: Stack = stack
            total = cost + price
            opens = self.opens[points]
            # From the innermost series outwards: what lies above the level closes.
            while total <= self.bound:
                series, below = here.series, here.below
                if below is not None and series.points == points:
                    going = self._continue(series, c, points)
                    if going is not None and total + going[0] <= self.bound:
                        item = self._item(series, c, points, going[1])
                        yield total + going[0], push(below, item), c, here.depth, points, going[1]
                if (points or not series.points) and total + opens <= self.bound:
                    opened = self._open(here, c, points)
                    if opened is not None and total + opened[0] <= self.bound:
                        yield total + opened[0], push(here, first), c, here.depth + 1, points, opened[1]
                if below is None:
                    break
                if series.items == 1:
                    total += series.one
                if series.points and not points and series.family == c.family and c.number == series.last + 1:
                    total += self.split
                here = here.closed or self._close(here, below)

    def _close(self, stack: Stack, below: Stack) -> Stack:
        """What is left when a series closes: the item it stood under remembers it, as numbers may run on from there."""
        series, h = stack.series, below.series
        if series.line or not series.points:
            child, last = (series.family, series.last) if self.runs[series.family] and series.line else (-1, 0)
            article = series.last if self.families[series.family].runs_on else max(series.article, h.article)
            headed = h.had_child or not series.points
            below = self.stacks.push(
                below.below,
                self.stacks.series(
                    h.family,
                    h.last,
                    h.items,
                    h.points,
                    h.line,
                    h.passage,
                    child,
                    last,
                    headed,
                    h.one,
                    h.doubled,
                    article,
                ),
            )
        stack.closed = below
        return below

    def _item(self, series: Series, c: Candidate, points: bool, repairs: tuple[str, ...]) -> Series:
        """A series after one more item."""
        doubled = "duplicate" in repairs or (series.doubled and c.number == series.last + 1)
        family = series.family if c.kind is Kind.PAIR else c.family
        passage = c.passage if points else -1
        line = c.context is Context.LINE
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
        elif c.kind is Kind.PLAIN:
            one = s["one_plain"] if not c.forced else 0.0
        elif c.context is not Context.LINE or self.families[c.family].name in WORDS:
            one = s["one"]
        else:
            one = s["one_line_spoken" if c.kind is Kind.SPOKEN else "one_line_outline"]
        line, passage = c.context is Context.LINE, c.passage if points else -1
        return self.stacks.series(c.family, c.number, 1, points, line, passage, -1, 0, False, one, False, 0)

    def _continue(self, series: Series, c: Candidate, points: bool) -> tuple[float, tuple[str, ...]] | None:
        """What it costs that a candidate goes on with a series, and the repairs; None where it cannot."""
        s = self.s
        line = c.context is Context.LINE
        cost = 0.0 if line == series.line else s["other_place"]
        if points and c.passage != series.passage and not (line and series.line):
            cost += s["point_paragraph"]
        if c.number == 0:
            return (cost, NONE) if series.family == c.family else None
        if series.last == 0:
            return None
        same = series.family == c.family or self.names[series.family] == self.names[c.family]
        if c.number == LAST:
            if series.last == LAST:
                return (cost + s["after_last"], ("duplicate",)) if same else None
            if not self.spoken[series.family]:
                return None
            if same or series.last == 1:
                return (cost, NONE) if same else (cost + s["mixed_spoken"], ("mixed-family",))
            return cost + s["mixed_last"], ("mixed-family",)
        gap = 1 if series.last == LAST else c.number - series.last
        if series.last == LAST:
            cost += s["after_last"]
        if not same:
            if gap != 1 or series.last == LAST:
                return None
            if self.spoken[series.family] and self.spoken[c.family]:
                return cost + s["mixed_spoken"], ("mixed-family",)
            a, b = self.families[series.family], self.families[c.family]
            if Kind.LEGAL in (a.kind, b.kind) or points:
                return None
            near = self.spoken[series.family] or self.spoken[c.family] or abs(a.rank - b.rank) <= 1.0
            return cost + s["mixed_outline" if near else "mixed_far"], ("mixed-family",)
        if gap == 1:
            return cost, NONE
        if gap == 2 and series.doubled:
            return cost, NONE
        if gap == 0:
            return cost + s["duplicate"], ("duplicate",)
        if gap > 1:
            return (cost + s["skip"] + s["skip_more"] * (gap - 2), ("skip",)) if gap <= 6 else None
        return (cost + s["backward"], ("skip",)) if c.number > 1 else None

    def _open(self, stack: Stack, c: Candidate, points: bool) -> tuple[float, tuple[str, ...]] | None:
        """What it costs to open a series under the last item of a stack, and the repairs; None where it cannot."""
        number = c.number
        if number == LAST:
            return None
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
                cost += s["missing_first"] + s["missing_more"] * (min(number, 20) - 2)
                repairs = ("missing-first",)
        if points:
            return (cost + 0.8 if holder.points else cost), repairs if holder.points else NONE
        if not stack.depth and c.context is not Context.LINE:
            cost += self.inline_root
        if holder.had_child:
            cost += self.s["second_child" if stack.depth else "second_root"]
        placed = stack.opening.get(c.family)
        if placed is None:
            placed = stack.opening[c.family] = self._placed(stack, c)
        return cost + placed, repairs

    def _placed(self, stack: Stack, c: Candidate) -> float:
        """What it costs that a family stands under others that usually stand below it, or under itself."""
        s = self.s
        name = self.names[c.family]
        cost = 0.0
        here = stack
        while here.below is not None:
            above = self.families[here.series.family]
            if above.name == name:
                cost += s["nested_twice"]
            elif c.rank < above.rank < 9.0:
                cost += s["inverted"]
            here = here.below
        return cost
