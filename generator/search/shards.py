"""The values of grams (docs/search-index.md, Grams), from the postings of all documents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .numbers import Ints, document_lists, unit_lists
from .postings import BITS, CLEAN, U32, U64

CUT = 64
"""A list of so many units is cut by the character that follows."""
OWN = 16
"""A follower in so many units has a list of its own."""

Value = str | list[str]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Rows of pairs of many documents, equal columns, by document and within each by pair, unit and follower."""

    pairs: U64
    followers: U32
    units: npt.NDArray[np.uint16]
    documents: npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Singles:
    """Rows of single characters of many documents, equal columns, by document."""

    characters: U32
    weights: npt.NDArray[np.uint8]
    documents: npt.NDArray[np.int32]


def single_values(rows: Singles) -> Iterator[tuple[int, int, Value]]:
    """(character, 0, value) of every single character, ascending."""
    if not len(rows.characters):
        return
    order = np.argsort(rows.characters, kind="stable")
    characters = rows.characters[order]
    new = _changes(characters)
    text, ends = document_lists(new, rows.documents[order].astype(np.int64), rows.weights[order].astype(np.int64))
    start = 0
    for character, end in zip(characters[new].tolist(), ends.tolist(), strict=True):
        yield character, 0, text[start:end]
        start = end


def pair_values(rows: Pairs) -> Iterator[tuple[int, int, Value]]:
    """(first, second, value) of every pair, ascending."""
    if not len(rows.pairs):
        return
    order = np.argsort(rows.pairs, kind="stable")
    pairs, followers = rows.pairs[order], rows.followers[order]
    documents = rows.documents[order].astype(np.int64)
    clean = (rows.units[order] & CLEAN) != 0
    units = (rows.units[order] & (CLEAN - 1)).astype(np.int64)

    new_pair = _changes(pairs)
    new_document = new_pair | _changes(documents)
    new_unit = new_document | _changes(units)
    group = np.cumsum(new_pair) - 1
    is_cut = np.bincount(group, weights=new_unit) >= CUT

    owned, own_groups, own_followers, own_lists = _own_lists(group, followers, documents, units, is_cut)
    kept = ~owned
    rest = np.flatnonzero(kept)
    rest = rest[_changes(group[rest]) | _changes(documents[rest]) | _changes(units[rest])]
    new_list = _changes(group[rest])
    text, ends = unit_lists(new_list, documents[rest], units[rest])
    rests = dict(zip(group[rest][new_list].tolist(), _slices(text, ends), strict=True))

    heads = np.flatnonzero(new_document)
    modes, cleans = _modes(group[heads], documents[heads], clean[heads])
    own = _Cursor(own_groups, own_followers, own_lists)
    firsts = (pairs[new_pair] >> np.uint64(BITS)).tolist()
    seconds = (pairs[new_pair] & np.uint64((1 << BITS) - 1)).tolist()
    for index, (first, second, mode, cut) in enumerate(
        zip(firsts, seconds, modes.tolist(), is_cut.tolist(), strict=True)
    ):
        left = rests.get(index, "")
        if not cut and mode < 2:
            yield first, second, f"{mode}{left}"
            continue
        following, lists = own.take(index)
        value: list[str] = [str(mode), following, *lists, left]
        if mode == 2:
            value.append(cleans[index])
        yield first, second, value


def _own_lists(
    group: Ints, followers: U32, documents: Ints, units: Ints, is_cut: npt.NDArray[np.bool_]
) -> tuple[npt.NDArray[np.bool_], list[int], list[int], list[str]]:
    """Which rows stand in a follower's own list; of each such list its group, its follower and its text."""
    owned = np.zeros(len(group), dtype=bool)
    rows = np.flatnonzero(is_cut[group])
    rows = rows[np.argsort(group[rows] << BITS | followers[rows], kind="stable")]
    if not len(rows):
        return owned, [], [], []
    new = _changes(group[rows]) | _changes(followers[rows])
    starts = np.flatnonzero(new)
    counts = np.diff(np.append(starts, len(rows)))
    enough = np.repeat((counts >= OWN) & (followers[rows[starts]] != 0), counts)
    rows, new = rows[enough], new[enough]
    owned[rows] = True
    if not len(rows):
        return owned, [], [], []
    text, ends = unit_lists(new, documents[rows], units[rows])
    heads = rows[new]
    return owned, group[heads].tolist(), followers[heads].tolist(), list(_slices(text, ends))


def _modes(group: Ints, documents: Ints, clean: npt.NDArray[np.bool_]) -> tuple[Ints, dict[int, str]]:
    """The mode of each group, and the documents of those with mode 2; a row a group and document."""
    total = np.bincount(group)
    hits = np.bincount(group, weights=clean).astype(np.int64)
    modes = np.where(hits == 0, 0, np.where(hits == total, 1, 2))
    mixed = np.flatnonzero(clean & (modes[group] == 2))
    if not len(mixed):
        return modes, {}
    new = _changes(group[mixed])
    text, ends = document_lists(new, documents[mixed])
    return modes, dict(zip(group[mixed][new].tolist(), _slices(text, ends), strict=True))


class _Cursor:
    """Takes the own lists of one group after another."""

    def __init__(self, groups: list[int], followers: list[int], lists: list[str]) -> None:
        self._groups, self._followers, self._lists = groups, followers, lists
        self._at = 0

    def take(self, group: int) -> tuple[str, list[str]]:
        start = self._at
        while self._at < len(self._groups) and self._groups[self._at] == group:
            self._at += 1
        return "".join(map(chr, self._followers[start : self._at])), self._lists[start : self._at]


def _changes(values: npt.NDArray[np.generic]) -> npt.NDArray[np.bool_]:
    """Where a value differs from the one before; true for the first."""
    changed = np.ones(len(values), dtype=bool)
    changed[1:] = values[1:] != values[:-1]
    return changed


def _slices(text: str, ends: Ints) -> Iterator[str]:
    start = 0
    for end in ends.tolist():
        yield text[start:end]
        start = end
