"""The cheapest consistent tree over the candidates of a document.

A state is the stack of series that are open: 一、 within it （一）, within it 首先. Each place of the text is left
alone, goes on with an open series, or opens one; series above it close. States that agree are merged, the dearest of
the others are dropped (a beam), so the time is linear in the number of places. Repairs, a number skipped or doubled
or of another family, are moves with a cost and a name.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from generator.candidates import WORDS, Candidate, Context, Place, costs
from generator.markers import LAST, Families, Kind


class Series(NamedTuple):
    """A series that is open."""

    family: int
    last: int
    """Number of its last item."""
    items: int
    """Items so far, at most 2."""
    points: bool
    """Its items are inline points, not headings."""
    line: bool
    """Its last item stood at a line start."""
    passage: int
    """Of its last item, for points; -1 for headings."""
    child: int = -1
    """Family of the series that closed last under one of its items."""
    child_last: int = 0
    had_child: bool = False
    """The present item already has a series under it."""
    one: float = 0.0
    """What it costs if it stays a series of one."""
    doubled: bool = False
    """A number was doubled, so that a later one may be skipped to keep the count."""
    article: int = 0
    """Last number under its items of a family that runs on through all parents (第一条)."""


INF = float("inf")

FEW, EXACT = 10, 200
"""With so few places the beam is so wide that nothing is lost; the tests compare it with an exhaustive search."""

Stack = tuple[Series, ...]


class Move(NamedTuple):
    """What was done at a place: a reading taken at a depth, or none."""

    place: int
    reading: Candidate | None
    depth: int = 0
    """Number of series on the stack, that of the reading included, points not counted."""
    points: bool = False
    repairs: tuple[str, ...] = ()


class Node:
    """A state with the cheapest way to it."""

    __slots__ = ("before", "cost", "move", "rival", "stack")

    def __init__(self, cost: float, stack: Stack, before: Node | None, move: Move | None) -> None:
        self.cost = cost
        self.stack = stack
        self.before = before
        self.move = move
        self.rival: Node | None = None
        """The next best way to the same state."""

    def moves(self) -> list[Move]:
        """The moves from the beginning."""
        out = []
        node: Node | None = self
        while node is not None:
            if node.move is not None:
                out.append(node.move)
            node = node.before
        out.reverse()
        return out


ROOT = Series(-1, 0, 2, False, True, -1)


class Lattice:
    """Expands states; the search and the oracle of the tests share it."""

    def __init__(self, families: Families, passages: int = 1) -> None:
        table = costs()
        self.passages = passages
        self.families = families.table
        self.s = table["series"]
        self.beam = int(table["search"]["beam"])
        self.window = table["search"]["window"]
        self.spoken = [f.kind in (Kind.SPOKEN, Kind.PAIR) for f in self.families]
        # Families whose numbers may run on under the next parent.
        self.runs = [f.kind in (Kind.OUTLINE, Kind.LEGAL) for f in self.families]

    # --- moves --------------------------------------------------------------------------------------------------

    def step(self, node: Node, place: Place, index: int, bound: float = INF) -> list[Node]:
        """The states that one place leads to, without those dearer than the bound."""
        out: list[Node] = []
        if not place.forced:
            out.append(Node(node.cost + place.reject, node.stack, node, Move(index, None)))
        for c in place.readings:
            # A reading far dearer than none at all is not tried.
            if place.forced or c.section < place.reject + self.s["section_margin"]:
                self._read(node, c, index, False, bound, out)
            if c.point < place.reject + self.s["point_margin"] and c.kind not in (Kind.PLAIN, Kind.LEGAL):
                self._read(node, c, index, True, bound, out)
        return out

    def _read(self, node: Node, c: Candidate, index: int, points: bool, bound: float, out: list[Node]) -> None:
        stack = node.stack
        cost = node.cost + c.extra + (c.point if points else c.section)
        first = self._first(c, points)
        # From the innermost series outwards: what lies above the level closes.
        for top in range(len(stack), 0, -1):
            if cost > bound:
                return
            series = stack[-1]
            if series.points == points and series.family >= 0:
                going = self._continue(series, c, points)
                if going is not None and cost + going[0] <= bound:
                    item = self._item(series, c, points, going[1])
                    move = Move(index, c, top - 1, points, going[1])
                    out.append(Node(cost + going[0], (*stack[:-1], item), node, move))
            if points or not series.points:
                opened = self._open(stack, c, points)
                if opened is not None and cost + opened[0] <= bound:
                    move = Move(index, c, top, points, opened[1])
                    out.append(Node(cost + opened[0], (*stack, first), node, move))
            if top == 1:
                return
            if series.items == 1:
                cost += series.one
            if series.points and not points and series.family == c.family and c.number == series.last + 1:
                cost += self.s["split"]
            stack = stack[:-1]
            # What closes is remembered by the item it stood under: numbers may run on from there.
            if series.line or not series.points:
                h = stack[-1]
                child, last = (series.family, series.last) if self.runs[series.family] and series.line else (-1, 0)
                headed = h.had_child or not series.points
                article = series.last if self.families[series.family].runs_on else max(series.article, h.article)
                holder = Series(
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
                )
                stack = (*stack[:-1], holder)

    def _item(self, series: Series, c: Candidate, points: bool, repairs: tuple[str, ...]) -> Series:
        """A series after one more item."""
        return Series(
            series.family if c.kind is Kind.PAIR else c.family,
            c.number,
            2,
            points,
            c.context is Context.LINE,
            c.passage if points else -1,
            series.child,
            series.child_last,
            doubled="duplicate" in repairs or (series.doubled and c.number == series.last + 1),
            article=series.article,
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
        return Series(c.family, c.number, 1, points, c.context is Context.LINE, c.passage if points else -1, one=one)

    def _continue(self, series: Series, c: Candidate, points: bool) -> tuple[float, tuple[str, ...]] | None:
        """What it costs that a candidate goes on with a series, and the repairs; None where it cannot."""
        s = self.s
        line = c.context is Context.LINE
        cost = 0.0 if line == series.line else s["other_place"]
        if points and c.passage != series.passage and not (line and series.line):
            cost += s["point_paragraph"]
        if c.number == 0:
            return (cost, ()) if series.family == c.family else None
        if series.last == 0:
            return None
        same = series.family == c.family or self.families[series.family].name == self.families[c.family].name
        if c.number == LAST:
            if series.last == LAST:
                return (cost + s["after_last"], ("duplicate",)) if same else None
            if not self.spoken[series.family]:
                return None
            if same or series.last == 1:
                return (cost, ()) if same else (cost + s["mixed_spoken"], ("mixed-family",))
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
            return cost, ()
        if gap == 2 and series.doubled:
            return cost, ()
        if gap == 0:
            return cost + s["duplicate"], ("duplicate",)
        if gap > 1:
            return (cost + s["skip"] + s["skip_more"] * (gap - 2), ("skip",)) if gap <= 6 else None
        return (cost + s["backward"], ("skip",)) if c.number > 1 else None

    def _open(self, stack: Stack, c: Candidate, points: bool) -> tuple[float, tuple[str, ...], Stack] | None:
        """What it costs to open a series under the last item of a stack, the repairs, and the stack to put it on."""
        s = self.s
        holder = stack[-1]
        cost = s["open_point"] if points else s["open"]
        repairs: tuple[str, ...] = ()
        if c.number == LAST:
            return None
        if c.number > 1:
            family = self.families[c.family]
            known = holder.child >= 0 and (holder.child == c.family or self.families[holder.child].name == family.name)
            if family.runs_on and c.number == max(series.article for series in stack) + 1:
                pass
            elif known and c.number == holder.child_last + 1 and not holder.had_child:
                cost += s["runs_on"]
                repairs = ("runs-on",)
            else:
                cost += s["missing_first"] + s["missing_more"] * (min(c.number, 20) - 2)
                repairs = ("missing-first",)
        if points:
            return (cost, (), stack) if not holder.points else (cost + 0.8, (), stack)
        if len(stack) == 1 and c.context is not Context.LINE:
            # One paragraph of a long speech does not make its outline.
            cost += s["inline_root"] * min(1.0, self.passages / 12)
        if holder.had_child:
            cost += s["second_root"] if len(stack) == 1 else s["second_child"]
        name = self.families[c.family].name
        for series in stack[1:]:
            above = self.families[series.family]
            if above.name == name:
                cost += s["nested_twice"]
            elif c.rank < above.rank < 9.0:
                cost += s["inverted"]
        return cost, repairs, stack

    # --- search -------------------------------------------------------------------------------------------------

    def start(self) -> Node:
        """The state before the first place."""
        return Node(0.0, (ROOT,), None, None)

    def finish(self, node: Node) -> float:
        """The cost of a state when the text ends there."""
        cost = node.cost
        for series in node.stack:
            if series.items == 1:
                cost += series.one
        return cost

    def search(self, places: Sequence[Place]) -> tuple[Node, Node | None, float]:
        """The cheapest tree, the next best that has other headings, and the gap between them."""
        alive = [self.start()]
        beam = self.beam if len(places) > FEW else max(self.beam, EXACT)
        for index, place in enumerate(places):
            reached: dict[Stack, Node] = {}
            bound = min(n.cost for n in alive) + place.reject + self.window if not place.forced else INF
            for node in alive:
                for new in self.step(node, place, index, bound):
                    held = reached.get(new.stack)
                    if held is None:
                        reached[new.stack] = new
                    elif new.cost < held.cost:
                        new.rival = held
                        reached[new.stack] = new
                    elif held.rival is None or new.cost < held.rival.cost:
                        held.rival = new
            # A series of one is dear when it closes: ranked as if the text ended here.
            ranked = sorted(((self.finish(n), i, n) for i, n in enumerate(reached.values())))[:beam]
            limit = ranked[0][0] + self.window
            alive = [n for cost, _, n in ranked if cost <= limit]
        alive.sort(key=self.finish)
        return (alive[0], *self._second(alive))

    def _second(self, final: list[Node]) -> tuple[Node | None, float]:
        """The cheapest way that leaves the best one somewhere and has other headings."""
        best = final[0]
        total = self.finish(best)
        rivals = [(self.finish(n) - total, n) for n in final[1:]]
        node: Node | None = best
        while node is not None:
            if node.rival is not None:
                rivals.append((node.rival.cost - node.cost, node.rival))
            node = node.before
        rivals.sort(key=lambda r: r[0])
        for gap, rival in rivals[:12]:
            if self._differ(best, rival):
                return rival, gap
        return None, float("inf")

    @staticmethod
    def _differ(best: Node, rival: Node) -> bool:
        """Whether a way up to its end has other headings than the best one."""
        reach = rival.move.place if rival.move is not None else -1
        theirs = headings(rival.moves())
        ours = [h for h in headings(best.moves()) if h[0] <= reach]
        return ours != theirs


def headings(moves: Sequence[Move]) -> list[tuple[int, int]]:
    """The places taken as headings, with their depths."""
    return [(m.place, m.depth) for m in moves if m.reading is not None and not m.points]
