"""The values of grams (docs/search-index.md, Grams), from the rows of all documents."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from .grams import BITS, Pairs, Singles, gram_hash, order, split
from .numbers import Flags, Ints, changes, document_lists, unit_lists
from .streams import CODE, U32, WORD

CUT = 64
"""A list of so many units is cut by the character that follows."""
OWN = 16
"""A follower in so many units has a list of its own."""

Value = str | list[str]
Rows = npt.NDArray[np.int64]


def single_values(rows: Singles) -> Iterator[tuple[int, str, Value]]:
    """(hash, character, value) of every single character, ascending."""
    sorted_ = order(rows.grams)
    grams = rows.grams[sorted_]
    new = changes(grams)
    values = document_lists(new, rows.documents[sorted_], rows.weights[sorted_])
    keys = grams[new]
    return zip(gram_hash(keys).tolist(), map(chr, split(keys)[0].tolist()), values, strict=True)


def pair_values(rows: Pairs) -> Iterator[tuple[int, str, Value]]:
    """(hash, two characters, value) of every pair, ascending."""
    sorted_ = order(rows.grams)
    grams, documents, units = rows.grams[sorted_], rows.documents[sorted_], rows.units[sorted_]
    followers = rows.followers[sorted_]
    clean, followers = followers >= WORD, followers & np.uint32(CODE)
    new = changes(grams)
    group = np.cumsum(new, dtype=np.int32) - 1
    new_document = new | changes(documents)
    new_unit = new_document | changes(units)
    is_cut = np.bincount(group[new_unit]) >= CUT

    heads = np.flatnonzero(new_document)
    any_clean = np.logical_or.reduceat(clean, heads) if len(heads) else clean
    modes, exceptions = _modes(group[heads], documents[heads], any_clean)
    owned, own = _own_lists(group, followers, documents, units, is_cut)
    rest = np.flatnonzero(~owned)
    rest = rest[changes(group[rest]) | changes(documents[rest]) | changes(units[rest])]
    new_list = changes(group[rest])
    rests = dict(zip(group[rest[new_list]].tolist(), unit_lists(new_list, documents[rest], units[rest]), strict=True))
    keys = grams[new]
    first, second = (map(chr, one.tolist()) for one in split(keys))
    for index, (place, one, two, mode, cut) in enumerate(
        zip(gram_hash(keys).tolist(), first, second, modes.tolist(), is_cut.tolist(), strict=True)
    ):
        if mode < 2 and not cut:
            yield place, one + two, f"{mode}{rests[index]}"
            continue
        following, lists = own.get(index, ("", []))
        value = [str(mode), following, *lists, rests.get(index, "")]
        if mode > 1:
            value.append(exceptions[index])
        yield place, one + two, value


def _own_lists(
    group: Ints, followers: U32, documents: Ints, units: Ints, is_cut: Flags
) -> tuple[Flags, dict[int, tuple[str, list[str]]]]:
    """Which rows stand in a list of their follower's own; by group, the followers that have one and their lists."""
    owned = np.zeros(len(group), dtype=bool)
    found: dict[int, tuple[str, list[str]]] = {}
    rows: Rows = np.flatnonzero(is_cut[group])
    if not len(rows):
        return owned, found
    rank = (np.cumsum(is_cut) - 1)[group[rows]].astype(np.uint64)  # small enough to stand beside a character
    keys = rank << np.uint64(BITS) | followers[rows]
    sorted_ = order(keys)
    rows, keys = rows[sorted_], keys[sorted_]
    new_list = changes(keys)
    new_unit = new_list | changes(documents[rows]) | changes(units[rows])
    starts = np.flatnonzero(new_list)
    enough = (np.add.reduceat(new_unit, starts, dtype=np.int32) >= OWN) & (followers[rows[starts]] != 0)
    kept = np.repeat(enough, np.diff(np.append(starts, len(rows))))
    owned[rows[kept]] = True
    kept &= new_unit
    rows, new_list = rows[kept], new_list[kept]
    heads = rows[new_list]
    lists = unit_lists(new_list, documents[rows], units[rows])
    for index, follower, text in zip(group[heads].tolist(), followers[heads].tolist(), lists, strict=True):
        following, texts = found.get(index, ("", []))
        found[index] = following + chr(follower), [*texts, text]
    return owned, found


def _modes(group: Ints, documents: Ints, clean: Flags) -> tuple[Ints, dict[int, str]]:
    """The mode of each group, and the documents that modes 2 and 3 list; a row a group and document."""
    total = np.bincount(group)
    hits = np.bincount(group[clean], minlength=len(total))
    modes = np.select([hits == 0, hits == total, 2 * hits <= total], [0, 1, 2], 3).astype(np.int32)
    listed = np.flatnonzero(clean & (modes == 2)[group] | ~clean & (modes == 3)[group])
    new = changes(group[listed])
    lists = document_lists(new, documents[listed])
    return modes, dict(zip(group[listed[new]].tolist(), lists, strict=True))
