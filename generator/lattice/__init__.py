"""The cheapest consistent tree over the candidates of a document.

A state is the stack of series that are open: 一、 within it （一）, within it 首先. Each place of the text is left
alone, goes on with an open series, or opens one; series above it close. States that agree are merged, the dearest of
the others are dropped (a beam), so the time is linear in the number of places.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappush, heappushpop, nsmallest
from operator import itemgetter
from typing import NamedTuple

from generator.candidates import Candidate, Place
from generator.costs import costs
from generator.garbage import uncollected
from generator.lattice.moves import ENDLESS, INF, NONE, Moves, Step
from generator.lattice.stack import Stack, State
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


Arrival = tuple[float, Step, "Node | None", "tuple[Step, Node] | None"]
"""A way to a state: its cost when the text ends there, as a series of one is dear when it closes; the last step and
where it was taken; of the next best way to the same state the same two."""
FINISH = itemgetter(0)


class Node:
    """A state with the cheapest way to it."""

    __slots__ = ("before", "cost", "finish", "place", "rival", "stack", "step")

    def __init__(self, arrival: Arrival, place: int, stack: Stack) -> None:
        self.finish, self.step, self.before, self.rival = arrival
        self.cost: float = self.step[0]
        self.place = place
        """The place that led here; -1: none."""
        self.stack = stack

    def moves(self) -> list[Move]:
        """The moves from the beginning."""
        out = []
        node: Node | None = self
        while node is not None and node.place >= 0:
            out.append(Move(node.place, *node.step[3:]))
            node = node.before
        out.reverse()
        return out

    def headings(self) -> list[tuple[int, int]]:
        """The places taken as headings, with their depths, from the beginning."""
        out = []
        node: Node | None = self
        while node is not None and node.place >= 0:
            _, _, _, reading, depth, points, _ = node.step
            if reading is not None and not points:
                out.append((node.place, depth))
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
        stack = moves.stacks.stack
        root = moves.start()
        alive = [Node((0.0, (0.0, root.state, 0.0, None, 0, False, NONE), None, None), -1, root)]
        beam = self.beam if len(places) > FEW else max(self.beam, EXACT)
        for index, place in enumerate(places):
            reached = self._reached(alive, place, beam)
            reached.sort(key=FINISH)
            limit = reached[0][0] + self.window
            near = [arrival for arrival in reached[:beam] if arrival[0] <= limit]
            alive = [Node(arrival, index, stack(arrival[1][1])) for arrival in near]
            if len(moves.stacks) > FORGET:
                moves.forget(node.stack for node in alive)
        return (alive[0], *_second(alive))

    def _reached(self, alive: Sequence[Node], place: Place, beam: int) -> list[Arrival]:
        """The states that a place leads to, each with the best way to it, the next best beside it."""
        steps = self.moves.steps
        options = self.moves.options(place)
        reached: dict[State, Arrival] = {}
        kept: list[float] = []
        bound = best = ENDLESS
        window = self.window
        if not place.forced:
            bound = alive[0].cost + place.reject + alive[0].stack.pending + window
        for node in alive:
            for step in steps(node.cost, node.stack, place, options, bound):
                cost = step[0]
                if cost > bound:
                    continue
                state = step[1]
                held = reached.get(state)
                if held is not None:
                    finish, other, before, rival = held
                    if cost >= other[0]:
                        if rival is None or cost < rival[0][0]:
                            reached[state] = finish, other, before, (step, node)
                        continue
                    assert before is not None
                    rival = other, before
                else:
                    rival = None
                finish = cost + step[2]
                reached[state] = finish, step, node, rival
                if finish < best:
                    best = finish
                    if finish + window < bound:
                        bound = finish + window
                if held is not None:
                    continue
                # What is dearer than as many states as are kept need not be looked at.
                if len(kept) < beam:
                    heappush(kept, -finish)
                    continue
                heappushpop(kept, -finish)
                if -kept[0] < bound:
                    bound = -kept[0]
        return list(reached.values())


def _second(final: Sequence[Node]) -> tuple[Node | None, float]:
    """The cheapest way that leaves the best one somewhere and has other headings."""
    best = final[0]
    rivals = [(node.finish - best.finish, node) for node in final[1:]]
    node: Node | None = best
    while node is not None:
        if node.rival is not None:
            step, before = node.rival
            rivals.append((step[0] - node.cost, Node((node.finish, step, before, None), node.place, node.stack)))
        node = node.before
    ours = best.headings()
    for gap, rival in nsmallest(12, rivals, key=itemgetter(0)):
        if [h for h in ours if h[0] <= rival.place] != rival.headings():
            return rival, gap
    return None, INF
