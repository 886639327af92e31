"""The files of the index (docs/search-index.md, Files), brought up to date with the documents of a build.

site/    what is published as search/
kept/    what they were made from: streams and words of all documents, and the state
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np

from ..cache import code_version
from . import tables
from .entries import Entry, Said
from .folding import simplified
from .grams import Grams, differing, gram_hash, rows, split
from .kept import Kept, Rewriting, State
from .rows import U64
from .shards import Value, pair_values, single_values
from .site import Site
from .sorting import Sorter
from .streams import as_stream
from .vocabulary import Suggestions, least

VERSION = 3
SHARD = 24_000
"""A shard has about so many bytes."""
DENSITY = 0.6
"""About so many bytes of shards come from one byte of streams: .4 to .8."""
FEW = 16
"""One document in so many may have changed where files are patched; where more have, they are made anew."""

Load = Callable[[str], Entry]


@dataclass(slots=True)
class _Changed:
    """What became different."""

    grams: set[int] | None = None
    """None where it may be any."""
    weights: dict[str, int] | None = None
    """Texts that are counted otherwise now, each with its weight before; None where it may be any."""


def update(folder: Path, keys: Mapping[str, str], load: Load) -> set[str] | None:
    """Bring the index below ``folder`` up to date with the documents ``keys``.

    Gives the paths of the files that it wrote or removed below ``folder/site``; None where that may be any.

    ``keys`` gives for each URL what changes whenever the document's entry does, ``load`` the entry. The files are those
    of a clean build, whatever was there, provided that nobody touched them since: ``folder`` is to be deleted then.
    What ``load`` raises passes through.
    """
    old = Kept.load(folder / "kept", code_version())
    site = Site(folder / "site", old.state.files)
    new, changed = _documents(old, site, keys, load)
    state = new.state
    state.bits = _bits(sum(one.size for one in state.documents))
    if changed.grams is not None and state.bits == old.state.bits:
        if changed.grams:
            _patch_shards(site, new, np.array(sorted(changed.grams), dtype=np.uint64))
    else:
        _write_shards(site, new)
    _suggest(site, old.state, new, changed)
    _tables(site, old.state, state)
    if not old.state.documents:
        site.clear_others()
    state.files = site.files
    new.save()
    return site.touched if old.state.documents else None


def _json(value: object) -> bytes:
    return msgspec.json.encode(value)


def _documents(old: Kept, site: Site, keys: Mapping[str, str], load: Load) -> tuple[Kept, _Changed]:
    """Keep what the documents say, and write the text files."""
    known = old.state.documents
    places = {one.url: number for number, one in enumerate(known)}
    urls = sorted(keys)
    due = {url for url in urls if url not in places or known[places[url]].key != keys[url]}
    gone = places.keys() - keys.keys()
    changed = _Changed()
    if known and (len(due) + len(gone)) * FEW <= len(known):
        changed.weights = {} if least(len(known)) == least(len(urls)) else None
        changed.grams = set() if urls == list(places) else None

    words, lines = Counter[str](), Counter[str]()

    def lose(place: int) -> None:
        said = old.said_by(place)
        words.subtract(said.words)
        lines.subtract(said.lines)

    new = Rewriting(old)
    for number, url in enumerate(urls):
        place = places.get(url)
        if place is not None and url not in due:
            new.keep(place)
            if place != number:
                site.put(f"text/{number}", load(url).text)
            continue
        entry = load(url)
        new.add(url, keys[url], entry)
        site.put(f"text/{number}", entry.text)
        if place is not None:
            lose(place)
            if changed.grams is not None:
                changed.grams |= _differing(old, place, entry)
        said = msgspec.msgpack.decode(entry.said, type=Said)
        words.update(said.words)
        lines.update(said.lines)
    for url in gone:
        lose(places[url])
    for number in range(len(urls), len(known)):
        site.drop(f"text/{number}")
    if changed.weights is not None:
        texts = {text for counts in (words, lines) for text, by in counts.items() if by}
        changed.weights = {text: old.counts.weight(text, least(len(known))) for text in texts}
    old.counts.change(words, lines)
    return new.done(code_version()), changed


def _differing(old: Kept, place: int, entry: Entry) -> set[int]:
    bodies = old.state.documents[place].facts.bodies
    return differing(old.stream_of(place), bodies, as_stream(entry.stream), entry.facts.bodies)


def _tables(site: Site, old: State, state: State) -> None:
    """Write what there is one of."""
    facts = [one.facts for one in state.documents]
    if facts != [one.facts for one in old.documents] or not facts:
        site.put("documents", _json(tables.documents(facts)))
        site.put("facets", _json(tables.facets(facts)))
    pairs = sorted(simplified().items())
    site.put("fold", _json({"from": "".join(chr(old) for old, _ in pairs), "to": "".join(new for _, new in pairs)}))
    names = sorted(name.removeprefix("suggest/p") for name in site.files if name.startswith("suggest/p"))
    manifest = {
        "version": VERSION,
        "digest": site.digest(),
        "documents": len(facts),
        "shards": state.bits,
        "suggest": {"han": state.suggest_bits, "pinyin": names},
    }
    site.put("manifest", _json(manifest))


def _suggest(site: Site, old: State, new: Kept, changed: _Changed) -> None:
    """Write the files of suggestions that are not as they were."""
    known = new.counts.pinyin
    made = Suggestions(new.counts, len(new.state.documents))
    new.state.suggest_bits, new.counts.pinyin = made.bits, made.pinyin
    wanted = None
    if changed.weights is not None and made.bits == old.suggest_bits:
        wanted = set()
        for text, weight in changed.weights.items():
            pinyin = known.get(text, "") or made.pinyin.get(text, "")
            if made.texts.get(text, 0) != weight or (text in known) != (text in made.pinyin):
                wanted |= made.names(text, pinyin)
    written = set()
    for name, entries in made.files(wanted):
        site.put(f"suggest/{name}", _json(entries))
        written.add(f"suggest/{name}")
    site.keep_only(written, site.below("suggest") if wanted is None else [f"suggest/{name}" for name in wanted])


# --- shards ---------------------------------------------------------------------------------------------------------


def _bits(size: int) -> int:
    """Bits of a shard's number, for streams of so many bytes."""
    return (int(size * DENSITY) // SHARD).bit_length()


def _write_shards(site: Site, kept: Kept) -> None:
    written = set()
    for number, values in _values(kept, None):
        site.put(f"grams/{number:x}", _json(values))
        written.add(f"grams/{number:x}")
    site.keep_only(written, site.below("grams"))


def _patch_shards(site: Site, kept: Kept, grams: U64) -> None:
    """Make the values of ``grams`` anew, which are ascending."""
    bits = kept.state.bits
    due: defaultdict[int, list[str]] = defaultdict(list)
    first, second = split(grams)
    for place, one, two in zip(gram_hash(grams).tolist(), first.tolist(), second.tolist(), strict=True):
        due[place >> (32 - bits)].append(chr(one) + (chr(two) if two else ""))
    for number, values in _values(kept, grams):
        _patch(site, number, due.pop(number), values)
    for number, keys in due.items():
        _patch(site, number, keys, {})


def _patch(site: Site, number: int, keys: list[str], values: dict[str, Value]) -> None:
    """Put ``values`` in the place of what a shard has of ``keys``."""
    known = msgspec.json.decode(site.get(f"grams/{number:x}"), type=dict[str, Value])
    for key in keys:
        known.pop(key, None)
    known |= values
    if known:
        # As they stand in a shard that was written whole.
        ordered = sorted(known.items(), key=lambda item: (len(item[0]), item[0]))
        site.put(f"grams/{number:x}", _json(dict(ordered)))
    else:
        site.drop(f"grams/{number:x}")


def _values(kept: Kept, wanted: U64 | None) -> Iterator[tuple[int, dict[str, Value]]]:
    """Shards with the values of all grams, or of those that are ``wanted`` (ascending)."""
    bits = kept.state.bits
    grams = None if wanted is None else Grams(wanted)
    count = sum(one.size for one in kept.state.documents) // 4
    found = (rows(text, grams) for text in kept.texts())
    for singles, pairs in Sorter(kept.folder, count, bits).groups(found):
        shards: defaultdict[int, dict[str, Value]] = defaultdict(dict)
        for place, key, value in (*single_values(singles), *pair_values(pairs)):
            shards[place >> (32 - bits)][key] = value
        yield from shards.items()
