"""Two versions of a text side by side: which paragraphs were kept, changed, moved, added and removed.

Paragraphs that are the same are matched first: those in the same order stay in their place, the others were moved. What
is left between two matches is paired where it is alike, and such a pair is compared character by character.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "changed", "moved", "added", "removed"]

ALIKE = 0.5
"""Paragraphs with so much in common (ratio of matching characters) are one paragraph that was changed."""
MOVED = 0.7
"""The same for paragraphs that stand in different places."""
_MOST = 40
"""So many removed and added paragraphs are compared with one another."""
_LONGEST = 3000
"""Longer paragraphs are shown as removed and added: comparing them costs the square of their length."""

Piece = tuple[bool, str]
"""(whether the other version lacks it, text)."""


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph in one or both versions."""

    kind: Kind
    old: tuple[Piece, ...] = ()
    """Empty where the old version does not have it here."""
    new: tuple[Piece, ...] = ()
    number: int = 0
    """Of a moved paragraph, from 1: the same where it was and where it is."""


def compare(old: Sequence[str], new: Sequence[str]) -> list[Row]:
    """The rows of two versions, given as paragraphs, in the order of both; a moved paragraph stands in both places."""
    pairs = _matched(old, new)
    kept = _longest_chain(pairs)
    moved = {pair: number for number, pair in enumerate((pair for pair in pairs if pair not in kept), 1)}
    from_old = {i: number for (i, _), number in moved.items()}
    into_new = {j: number for (_, j), number in moved.items()}
    rows: list[Row] = []
    at_old = at_new = 0
    for i, j in [*sorted(kept), (len(old), len(new))]:
        rows += _gap(
            [(k, old[k], from_old.get(k, 0)) for k in range(at_old, i)],
            [(k, new[k], into_new.get(k, 0)) for k in range(at_new, j)],
        )
        if i < len(old):
            rows.append(Row("same", ((False, old[i]),), ((False, new[j]),)))
        at_old, at_new = i + 1, j + 1
    return _moved_and_changed(rows, len(moved))


def _key(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _matched(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of paragraphs that are the same but for white space, each used once, in the order of ``new``."""
    places: defaultdict[str, deque[int]] = defaultdict(deque)
    for index, text in enumerate(old):
        places[_key(text)].append(index)
    return [(places[key].popleft(), index) for index, text in enumerate(new) if places[key := _key(text)]]


def _longest_chain(pairs: Sequence[tuple[int, int]]) -> set[tuple[int, int]]:
    """The longest part of the pairs, which are in the order of ``new``, that is in the order of ``old`` too."""
    from bisect import bisect_left

    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, (i, _) in enumerate(pairs):
        at = bisect_left(tails, i)
        before.append(ends[at - 1] if at else -1)
        tails[at : at + 1] = [i]
        ends[at : at + 1] = [index]
    chain = set()
    index = ends[-1] if ends else -1
    while index >= 0:
        chain.add(pairs[index])
        index = before[index]
    return chain


def _gap(old: Sequence[tuple[int, str, int]], new: Sequence[tuple[int, str, int]]) -> list[Row]:
    """The rows between two paragraphs that are the same: (index, text, number where moved) of each."""
    rows: list[Row] = []
    rest = [one for one in old if not one[2]]
    partner: dict[int, tuple[int, str, int]] = {}
    start = 0
    for index, text, number in new:
        if number:
            continue
        likely = [(_alike(one[1], text), -place) for place, one in enumerate(rest) if place >= start]
        if likely and (best := max(likely))[0] >= ALIKE:
            partner[index] = rest[-best[1]]
            start = 1 - best[1]
    taken = {one[0] for one in partner.values()}
    waiting = deque(old)

    def before(index: int) -> None:
        while waiting and (waiting[0][0] < index or index < 0):
            own, text, number = waiting.popleft()
            if number:
                rows.append(Row("moved", old=((False, text),), number=number))
            elif own not in taken:
                rows.append(Row("removed", old=((True, text),)))

    for place, (index, text, number) in enumerate(new):
        # What is gone stands before what came in its place.
        before(next((partner[later][0] for later, _, _ in new[place:] if later in partner), -1))
        if index in partner:
            rows.append(_changed(partner[index][1], text))
        elif number:
            rows.append(Row("moved", new=((False, text),), number=number))
        else:
            rows.append(Row("added", new=((True, text),)))
    before(-1)
    return rows


def _moved_and_changed(rows: list[Row], numbers: int) -> list[Row]:
    """``rows`` with paragraphs that were removed in one place and stand, a little changed, in another, as moved."""
    removed = [index for index, row in enumerate(rows) if row.kind == "removed"][:_MOST]
    added = [index for index, row in enumerate(rows) if row.kind == "added"][:_MOST]
    alike = sorted(
        (-ratio, one, other)
        for one in removed
        for other in added
        if (ratio := _alike(rows[one].old[0][1], rows[other].new[0][1])) >= MOVED
    )
    found = list(rows)
    for _, one, other in alike:
        if found[one].kind == "removed" and found[other].kind == "added":
            numbers += 1
            both = _changed(rows[one].old[0][1], rows[other].new[0][1])
            found[one] = Row("moved", old=both.old, number=numbers)
            found[other] = Row("moved", new=both.new, number=numbers)
    return found


def _alike(one: str, other: str) -> float:
    if max(len(one), len(other)) > _LONGEST or min(len(one), len(other)) * 3 < max(len(one), len(other)):
        return 0.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= ALIKE else 0.0


def _changed(old: str, new: str) -> Row:
    gone: list[Piece] = []
    come: list[Piece] = []
    for operation, i, k, j, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if operation == "equal" and (k - i > 1 or i == 0 or k == len(old)):
            gone.append((False, old[i:k]))
            come.append((False, new[j:m]))
        else:
            # a single character that stayed between two changes belongs to the change
            gone.append((True, old[i:k]))
            come.append((True, new[j:m]))
    return Row("changed", _joined(gone), _joined(come))


def _joined(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    found: list[Piece] = []
    for lacking, text in pieces:
        if not text:
            continue
        if found and found[-1][0] == lacking:
            found[-1] = (lacking, found[-1][1] + text)
        else:
            found.append((lacking, text))
    return tuple(found)
