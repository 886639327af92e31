"""The values of grams (docs/search-index.md, Grams), from the rows of all documents."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from ..arrays import changes, run_starts
from .grams import Alphabet, gram_hash, split
from .numbers import WEIGHT, Flags, Indexes, Ints, document_lists, unit_lists
from .rows import CODE_BITS, FLAG, FOLLOWER, U64, UNITS, Rows
from .streams import U32

CUT = 64
"""A list of so many units is cut by the character that follows."""
OWN = 16
"""A follower in so many units has a list of its own."""

Small = npt.NDArray[np.unsignedinteger]
"""As small as they may be: those of two bytes are sorted in time that grows with how many there are, and no more."""
Value = str | list[str]


def single_values(found: Rows) -> Iterator[tuple[int, str, Value]]:
    """(hash, character, value) of every single character, ascending."""
    new = np.zeros(len(found), dtype=bool)
    new[found.starts] = True
    documents, weights = found.rows >> np.uint64(WEIGHT), found.rows & np.uint64((1 << WEIGHT) - 1)
    values = document_lists(new, documents.astype(np.int32), weights.astype(np.int32))
    return zip(gram_hash(found.grams).tolist(), map(chr, split(found.grams)[0].tolist()), values, strict=True)


def pair_values(found: Rows) -> Iterator[tuple[int, str, Value]]:
    """(hash, two characters, value) of every pair, ascending."""
    if not len(found):
        return
    starts = found.starts
    group = np.repeat(np.arange(len(starts), dtype=np.min_scalar_type(len(starts))), found.counts)
    places = (found.rows >> np.uint64(FOLLOWER)).astype(np.uint32)
    new_unit, new_document = changes(places), changes(places >> np.uint32(UNITS))
    new_unit[starts] = new_document[starts] = True
    is_cut = np.add.reduceat(new_unit, starts, dtype=np.int32) >= CUT

    heads = np.flatnonzero(new_document)
    any_clean = np.bitwise_or.reduceat(found.rows.astype(np.uint8) & np.uint8(1), heads).astype(bool)
    modes, exceptions = _modes(group[heads], places[heads], any_clean)
    owned, own = _own_lists(group, places, found.rows, np.repeat(is_cut, found.counts))
    rest = np.flatnonzero(~owned)
    rest = rest[changes(group[rest]) | changes(places[rest])]
    new_list = changes(group[rest])
    rests = dict(zip(group[rest[new_list]].tolist(), _unit_lists(new_list, places[rest]), strict=True))
    first, second = (map(chr, one.tolist()) for one in split(found.grams))
    for index, (place, one, two, mode, cut) in enumerate(
        zip(gram_hash(found.grams).tolist(), first, second, modes.tolist(), is_cut.tolist(), strict=True)
    ):
        if mode < 2 and not cut:
            yield place, one + two, f"{mode}{rests[index]}"
            continue
        following, lists = own.get(index, ("", []))
        value = [str(mode), following, *lists, rests.get(index, "")]
        if mode > 1:
            value.append(exceptions[index])
        yield place, one + two, value


def _own_lists(group: Small, places: U32, rows: U64, is_cut: Flags) -> tuple[Flags, dict[int, tuple[str, list[str]]]]:
    """Which rows stand in a list of their follower's own; by group, the followers that have one and their lists."""
    owned = np.zeros(len(group), dtype=bool)
    found: dict[int, tuple[str, list[str]]] = {}
    at: Indexes = np.flatnonzero(is_cut)
    if not len(at):
        return owned, found
    followers = (rows[at] >> np.uint64(FLAG)).astype(np.uint32) & np.uint32((1 << CODE_BITS) - 1)
    sorted_ = np.lexsort((Alphabet.of(followers).ranks[followers], group[at]))
    at, followers = at[sorted_], followers[sorted_]
    new_list = changes(followers) | changes(group[at])
    new_unit = new_list | changes(places[at])
    starts = np.flatnonzero(new_list)
    enough = (np.add.reduceat(new_unit, starts, dtype=np.int32) >= OWN) & (followers[starts] != 0)
    kept = np.repeat(enough, np.diff(starts, append=len(at)))
    owned[at[kept]] = True
    kept &= new_unit
    lists = list(_unit_lists(new_list[kept], places[at[kept]]))
    following, groups = followers[starts[enough]], group[at[starts[enough]]]
    ends = [*run_starts(groups).tolist(), len(lists)]
    for start, end in pairwise(ends):
        found[int(groups[start])] = "".join(map(chr, following[start:end].tolist())), lists[start:end]
    return owned, found


def _modes(group: Small, places: U32, clean: Flags) -> tuple[Ints, dict[int, str]]:
    """The mode of each group, and the documents that modes 2 and 3 list; a row a group and document."""
    total = np.bincount(group)
    hits = np.bincount(group[clean], minlength=len(total))
    modes = np.select([hits == 0, hits == total, 2 * hits <= total], [0, 1, 2], 3).astype(np.int32)
    listed = np.flatnonzero(clean & (modes == 2)[group] | ~clean & (modes == 3)[group])
    new = changes(group[listed])
    lists = document_lists(new, _documents(places[listed]))
    return modes, dict(zip(group[listed[new]].tolist(), lists, strict=True))


def _unit_lists(new_list: Flags, places: U32) -> Iterator[str]:
    return unit_lists(new_list, _documents(places), (places & np.uint32((1 << UNITS) - 1)).astype(np.int32))


def _documents(places: U32) -> Ints:
    return (places >> np.uint32(UNITS)).astype(np.int32)
