"""The files of the index (docs/search-index.md, Files)."""

from __future__ import annotations

import datetime
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from .. import storage
from ..cache import digest
from .entries import Entry
from .folding import simplified
from .numbers import column
from .postings import Postings, shard_hash, split
from .shards import Pairs, Singles, Value, pair_values, single_values
from .vocabulary import Vocabulary, pinyin

VERSION = 1
SHARD = 24_000
"""A shard has about so many bytes."""
AT_ONCE = 2_000_000
"""So many rows of pairs are put in order together, which bounds the memory."""


def write(site: Path, documents: Mapping[str, Entry], known: Mapping[str, str]) -> dict[str, str]:
    """Write the index of ``documents`` (by URL) to ``site``, which holds nothing else afterwards.

    ``known`` is the pinyin that the last call returned. The files depend on the documents alone.
    """
    entries = [documents[url] for url in sorted(documents)]
    vocabulary = Vocabulary(entries)
    said = pinyin(vocabulary.words, known)
    written: set[Path] = set()
    digests = []
    for name, value in _files(entries, vocabulary, said):
        data = f"tigangSearch({json.dumps(name)},{value})\n".encode()
        digests.append(digest(name.encode(), data))
        written.add(_write(site, name, data))
    manifest = _manifest(entries, vocabulary, said, digest(*(one.encode() for one in sorted(digests))))
    written.add(_write(site, "manifest", f'tigangSearch("manifest",{manifest})\n'.encode()))
    storage.remove_others(site, written)
    return said


def _write(site: Path, name: str, data: bytes) -> Path:
    path = site / f"{name}.js"
    storage.write_if_changed(path, data)
    return path


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _manifest(entries: Sequence[Entry], vocabulary: Vocabulary, said: Mapping[str, str], own: str) -> str:
    bits, _ = vocabulary.by_character()
    names = [name.removeprefix("p") for name, _ in vocabulary.by_pinyin(said)]
    return _json(
        {
            "version": VERSION,
            "digest": own,
            "documents": len(entries),
            "shards": _bits(entries),
            "suggest": {"han": bits, "pinyin": names},
        }
    )


def _files(entries: Sequence[Entry], vocabulary: Vocabulary, said: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(name, JSON) of every file but the manifest."""
    yield "documents", _json(_documents(entries))
    yield "facets", _json(_facets(entries))
    pairs = simplified()
    olds = sorted(pairs)
    yield "fold", _json({"from": "".join(map(chr, olds)), "to": "".join(pairs[old] for old in olds)})
    for number, entry in enumerate(entries):
        yield f"text/{number}", entry.text.decode()
    for shard, values in _shards(entries):
        yield f"grams/{shard:x}", _json(values)
    _, files = vocabulary.by_character()
    for name, found in (*files, *vocabulary.by_pinyin(said)):
        yield f"suggest/{name}", _json(found)


def _documents(entries: Sequence[Entry]) -> dict[str, str]:
    return {
        "headings": column([entry.headings for entry in entries]),
        "bodies": column([entry.bodies for entry in entries]),
        "months": column([_month(entry.date) for entry in entries]),
    }


def _month(date: str) -> int:
    """Months from 1900-01, which is 1; 0 where the date is unknown."""
    if not date:
        return 0
    year, month = int(date[:4]), int(date[5:7] or 1)
    return max(0, (year - 1900) * 12 + month)


def _facets(entries: Sequence[Entry]) -> dict[str, object]:
    genres = sorted({entry.genre for entry in entries if entry.genre})
    collections = sorted({entry.collection for entry in entries if entry.collection})
    topics = sorted({topic for entry in entries for topic in entry.topics})
    kinds = {text: index for index, text in enumerate(("", *genres))}
    folders = {text: index for index, text in enumerate(("", *collections))}
    numbers = {text: index for index, text in enumerate(topics)}
    topic: list[int] = []
    for entry in entries:
        topic += [len(entry.topics), *(numbers[one] for one in entry.topics)]
    return {
        "genres": genres,
        "collections": collections,
        "topics": topics,
        "genre": column([kinds[entry.genre] for entry in entries]),
        "collection": column([folders[entry.collection] for entry in entries]),
        "topic": column(topic),
        "year": column([int(entry.date[:4] or 0) for entry in entries]),
        "day": column([_day(entry.date) for entry in entries]),
    }


def _day(date: str) -> int:
    """The day of the year from 1; 0 where it is unknown."""
    try:
        return datetime.date.fromisoformat(date).timetuple().tm_yday
    except ValueError:
        return 0


# --- shards ---------------------------------------------------------------------------------------------------------


def _bits(entries: Sequence[Entry]) -> int:
    rows = sum(len(entry.units) // 2 for entry in entries)
    return max(0, (int(rows * 1.6) // SHARD).bit_length())


def _shards(entries: Sequence[Entry]) -> Iterator[tuple[int, dict[str, Value]]]:
    """(number, value) of every shard, in order; so many shards at once as memory allows."""
    if not entries:
        return
    bits = _bits(entries)
    documents = [entry.postings() for entry in entries]
    rows = sum(len(one.units) for one in documents)
    parts = 1
    while rows // parts > AT_ONCE and parts < 1 << bits:
        parts *= 2
    step = (1 << 32) // parts
    for part in range(parts):
        found: defaultdict[int, dict[str, Value]] = defaultdict(dict)
        low, high = part * step, (part + 1) * step
        for first, second, value in (
            *single_values(_singles(documents, low, high)),
            *_pair_values(documents, low, high),
        ):
            number = _shard(first, second, bits)
            found[number][chr(first) + (chr(second) if second else "")] = value
        for number in sorted(found):
            yield number, dict(sorted(found[number].items()))


def _shard(first: int, second: int, bits: int) -> int:
    return ((first * 0x9E3779B1 + second * 0x85EBCA6B) & 0xFFFFFFFF) >> (32 - bits)


def _singles(documents: Sequence[Postings], low: int, high: int) -> Singles:
    chosen = []
    for one in documents:
        hashes = shard_hash(one.singles, np.zeros_like(one.singles))
        chosen.append(np.flatnonzero((hashes >= low) & (hashes < high)))
    return Singles(
        np.concatenate([one.singles[rows] for one, rows in zip(documents, chosen, strict=True)]),
        np.concatenate([one.weights[rows] for one, rows in zip(documents, chosen, strict=True)]),
        np.repeat(np.arange(len(documents), dtype=np.int32), [len(rows) for rows in chosen]),
    )


def _pair_values(documents: Sequence[Postings], low: int, high: int) -> Iterator[tuple[int, int, Value]]:
    slices = []
    for one in documents:
        hashes = shard_hash(*split(one.pairs))
        edges = np.searchsorted(hashes, np.array([low, high], dtype=np.uint64))
        slices.append(slice(int(edges[0]), int(edges[1])))
    rows = Pairs(
        np.concatenate([one.pairs[part] for one, part in zip(documents, slices, strict=True)]),
        np.concatenate([one.followers[part] for one, part in zip(documents, slices, strict=True)]),
        np.concatenate([one.units[part] for one, part in zip(documents, slices, strict=True)]),
        np.repeat(np.arange(len(documents), dtype=np.int32), [part.stop - part.start for part in slices]),
    )
    return pair_values(rows)
