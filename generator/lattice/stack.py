"""The series that are open at a place: a state of the parse.

一、 holds （一）, which holds 首先: each series stands on the one that holds it. Equal stacks are one object, so that
states are compared and merged by identity, and what is worked out for a stack once is kept with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any


@dataclass(slots=True, eq=False)
class Series:
    """A series that is open. Never changed, and made once (:meth:`Stacks.series`), so that it is told by what it is."""

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
    """What it costs if it stays a series of one; nothing once it has two."""
    doubled: bool = False
    """A number was doubled, so that a later one may be skipped to keep the count."""
    article: int = 0
    """Last number under its items of a family that runs on through all parents (第一条)."""


_fields = attrgetter(*Series.__match_args__)


class Nest:
    """The families of a stack, each within the one before: stacks that differ in numbers only share it."""

    __slots__ = ("costs", "family", "holder", "inner")

    def __init__(self, family: int, holder: Nest | None) -> None:
        self.family = family
        self.holder = holder
        self.inner: dict[int, Nest] = {}
        self.costs: dict[int, float] = {}
        """What it costs by its place among the others to open a family here."""

    def within(self, family: int) -> Nest:
        """The nest with one more family, that was not known."""
        known = self.inner[family] = Nest(family, self)
        return known


State = tuple["Stack | None", Series]
"""What a stack is told by: the stack below, and the series on it."""


class Stack:
    """A series on the stack that holds it."""

    __slots__ = ("below", "closed", "depth", "nest", "pending", "series", "state")

    def __init__(self, state: State) -> None:
        self.state = state
        self.below, self.series = below, series = state
        self.depth: int
        self.pending: float
        """What the series of one cost if nothing follows."""
        if below is None:
            self.depth, self.pending, self.nest = 0, series.one, Nest(series.family, None)
        else:
            self.depth, self.pending = below.depth + 1, below.pending + series.one
            nest = below.nest
            self.nest = nest.inner.get(series.family) or nest.within(series.family)
        self.closed: Stack | None = None
        """What is left when its series closes, once that was asked for."""

    def article(self) -> int:
        """The last number of a family that runs on through all parents."""
        return max(self.series.article, self.below.article() if self.below else 0)


class Stacks:
    """All stacks of one search, each once."""

    def __init__(self) -> None:
        self._known: dict[State, Stack] = {}
        self._series: dict[tuple[Any, ...], Series] = {}

    def __len__(self) -> int:
        return len(self._known)

    def series(self, *fields: Any) -> Series:
        """The series with such fields, the same object each time."""
        known = self._series.get(fields)
        if known is None:
            known = self._series[fields] = Series(*fields)
        return known

    def stack(self, state: State) -> Stack:
        """The stack of a state."""
        known = self._known.get(state)
        if known is None:
            known = self._known[state] = Stack(state)
        return known

    def keep(self, alive: Iterable[Stack]) -> None:
        """Forget all other stacks: numbers grow, and old ones do not come back."""
        self._known.clear()
        self._series.clear()
        for top in alive:
            stack: Stack | None = top
            while stack is not None:
                self._known[stack.state] = stack
                self._series[_fields(stack.series)] = stack.series
                stack.closed = None
                stack = stack.below
