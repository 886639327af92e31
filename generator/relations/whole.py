"""The archive-wide part: from the profiles of all outlines to what they have to do with one another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec
import numpy as np

from ..catalogue import Profile
from . import phrases, versions
from .sketches import FILTER, filter_places
from .terms import Terms


class Joined(msgspec.Struct, frozen=True):
    """What follows from the profiles alone; all by path."""

    topics: dict[str, tuple[str, ...]] = {}
    """The keeper's tags, else keywords, most telling first."""
    tags: tuple[str, ...] = ()
    """All of the keeper's."""
    related: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {}
    """(path, shared words), most alike first."""
    compared: dict[str, bytes] = {}
    """Digests of all that :attr:`related` follows from."""
    versions: tuple[tuple[str, ...], ...] = ()
    phrases: tuple[str, ...] = ()
    """The archive's set phrases."""
    wanted: dict[str, tuple[str, ...]] = {}
    """Phrases that may stand in an outline: its text says whether they do."""


def join(profiles: Mapping[str, Profile], keepers: Iterable[str] = (), last: Joined | None = None) -> Joined:
    """The relations of all outlines; ``keepers`` are the keeper's phrases. In any order.

    Outlines that were compared in the ``last`` build, and with the same, are not compared again.
    """
    paths = sorted(profiles)
    ordered = [profiles[path] for path in paths]
    if not ordered:
        return Joined()
    groups = versions.group([(one.text, one.order) for one in ordered])
    terms = Terms(ordered)
    found = phrases.chosen([one.phrases for one in ordered], groups, keepers)
    compared = {path: key for path, key in zip(paths, terms.compared(paths, groups), strict=True) if key}
    return Joined(
        topics={
            path: one.tags or words
            for path, one, words in zip(paths, ordered, terms.keywords(), strict=True)
            if one.tags or words
        },
        tags=tuple(sorted({tag for one in ordered for tag in one.tags})),
        related=_related(paths, terms, groups, compared, last),
        compared=compared,
        versions=tuple(tuple(paths[index] for index in group) for group in versions.groups(groups)),
        phrases=tuple(found),
        wanted=_wanted(paths, ordered, found),
    )


def together(counts: Mapping[str, Iterable[tuple[str, int]]], names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """For each phrase those that stand in most of the same outlines; ``counts`` tell what stands in each."""
    ordered = list(names)
    numbers = {name: number for number, name in enumerate(ordered)}
    held = [[numbers[name] for name, _ in counts[path]] for path in sorted(counts)]
    found = phrases.together(held, len(ordered))
    return {ordered[one]: tuple(ordered[other] for other in others) for one, others in enumerate(found) if others}


def _related(
    paths: list[str], terms: Terms, groups: list[int], compared: Mapping[str, bytes], last: Joined | None
) -> dict[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    last = last or Joined()
    due = [index for index, path in enumerate(paths) if last.compared.get(path, b"") != compared.get(path)]
    found = {path: last.related.get(path, ()) for path in paths}
    others = terms.related(groups, due)
    found |= {paths[index]: tuple((paths[other], shared) for other, shared in others[index]) for index in due}
    return {path: those for path, those in found.items() if those}


def _wanted(paths: list[str], profiles: list[Profile], names: list[str]) -> dict[str, tuple[str, ...]]:
    # a row a byte of the filters: the bytes asked for stand side by side
    filters = np.frombuffer(b"".join(one.characters for one in profiles), dtype=np.uint8)
    columns = np.ascontiguousarray(filters.reshape(len(profiles), FILTER // 8).T)
    wanted: dict[str, list[str]] = {}
    for name in names:
        may = np.ones(len(profiles), dtype=np.bool_)
        for place in filter_places(name):
            may &= (columns[place >> 3] & (128 >> (place & 7))) != 0
        for index in np.flatnonzero(may).tolist():
            wanted.setdefault(paths[index], []).append(name)
    return {path: tuple(those) for path, those in sorted(wanted.items())}
