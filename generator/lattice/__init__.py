"""The cheapest consistent tree over the candidates of a document.

A state is the stack of series that are open: 一、 within it （一）, within it 首先. Each place of the text is left
alone, goes on with an open series, or opens one; series above it close. States that agree are merged, the dearest of
the others are dropped (a beam), so the time is linear in the number of places.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappush, heappushpop
from operator import attrgetter
from typing import NamedTuple

from generator.candidates import Candidate, Place
from generator.costs import costs
from generator.garbage import uncollected
from generator.lattice.moves import INF, Moves, Step
from generator.lattice.stack import Stack
from generator.markers import Families

FEW, EXACT = 10, 200
"""With so few places the beam is so wide that nothing is lost; the tests compare it with an exhaustive search."""

FORGET = 5_000
"""Stacks that are remembered before those that are gone are forgotten."""


class Move(NamedTuple):
    """What was done at a place: a reading taken at a depth, or none."""

    place: int
    reading: Candidate | None
    depth: int = 0
    points: bool = False
    repairs: tuple[str, ...] = ()


class Node:
    """A state with the cheapest way to it."""

    __slots__ = ("before", "cost", "finish", "place", "rival", "stack", "step")

    def __init__(self, step: Step, place: int, before: Node | None) -> None:
        self.step = step
        self.cost, self.stack = step[0], step[1]
        self.finish = self.cost + self.stack.pending
        """Its cost when the text ends there: a series of one is dear when it closes."""
        self.place = place
        """The place that led here; -1: none."""
        self.before = before
        self.rival: Node | None = None
        """The next best way to the same state."""

    def moves(self) -> list[Move]:
        """The moves from the beginning."""
        out = []
        node: Node | None = self
        while node is not None and node.place >= 0:
            out.append(Move(node.place, *node.step[2:]))
            node = node.before
        out.reverse()
        return out


class Lattice:
    """The search of one document."""

    def __init__(self, families: Families, passages: int = 1) -> None:
        search = costs()["search"]
        self.moves = Moves(families, passages)
        self.beam = int(search["beam"])
        self.window = search["window"]

    @uncollected()
    def search(self, places: Sequence[Place]) -> tuple[Node, Node | None, float]:
        """The cheapest tree, the next best that has other headings, and the gap between them."""
        moves = self.moves
        alive = [Node((0.0, moves.start(), None, 0, False, ()), -1, None)]
        beam = self.beam if len(places) > FEW else max(self.beam, EXACT)
        for index, place in enumerate(places):
            reached = self._reached(alive, place, index, beam)
            limit = min(node.finish for node in reached) + self.window
            alive = sorted((n for n in reached if n.finish <= limit), key=attrgetter("finish"))[:beam]
            if len(moves.stacks) > FORGET:
                moves.stacks.keep(node.stack for node in alive)
        return (alive[0], *_second(alive))

    def _reached(self, alive: Sequence[Node], place: Place, index: int, beam: int) -> list[Node]:
        """The states that a place leads to, each with the best way to it, the next best beside it."""
        moves = self.moves
        options = moves.options(place)
        reached: dict[Stack, Node] = {}
        kept: list[float] = []
        moves.bound = best = INF
        window = self.window
        for node in alive:
            for step in moves.steps(node.cost, node.stack, place, options):
                cost, stack = step[0], step[1]
                held = reached.get(stack)
                if held is not None and cost >= held.cost:
                    if held.rival is None or cost < held.rival.cost:
                        held.rival = Node(step, index, node)
                    continue
                new = reached[stack] = Node(step, index, node)
                new.rival = held
                finish = new.finish
                if finish < best:
                    best = finish
                    if finish + window < moves.bound:
                        moves.bound = finish + window
                if held is not None:
                    continue
                # What is dearer than as many states as are kept need not be looked at.
                if len(kept) < beam:
                    heappush(kept, -finish)
                    continue
                heappushpop(kept, -finish)
                if -kept[0] < moves.bound:
                    moves.bound = -kept[0]
        return list(reached.values())


def _second(final: Sequence[Node]) -> tuple[Node | None, float]:
    """The cheapest way that leaves the best one somewhere and has other headings."""
    best = final[0]
    rivals = [(node.finish - best.finish, node) for node in final[1:]]
    node: Node | None = best
    while node is not None:
        if node.rival is not None:
            rivals.append((node.rival.cost - node.cost, node.rival))
        node = node.before
    rivals.sort(key=lambda rival: rival[0])
    for gap, rival in rivals[:12]:
        if _differ(best, rival):
            return rival, gap
    return None, INF


def _differ(best: Node, rival: Node) -> bool:
    """Whether a way up to its end has other headings than the best one."""
    ours = [h for h in headings(best.moves()) if h[0] <= rival.place]
    return ours != headings(rival.moves())


def headings(moves: Sequence[Move]) -> list[tuple[int, int]]:
    """The places taken as headings, with their depths."""
    return [(m.place, m.depth) for m in moves if m.reading is not None and not m.points]
