"""Relate the outlines of an archive and keep what was found: nothing is done again that has not changed.

relations.msgpack   what follows from all profiles, and what was counted in each outline
uses.msgpack        the places of the set phrases in each outline
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec

from . import storage
from .cache import Cache, code_version, digest, read_back
from .catalogue import Entry, Relations, Use
from .folders import Folders
from .workers import Workers

WORTH_WORKERS = 400
"""So many outlines are searched for phrases in workers; fewer are done before a worker has started."""
Counts = tuple[tuple[str, int], ...]
"""(phrase, how often), in the order in which they first stand in an outline."""


class _Joined(msgspec.Struct, array_like=True):
    key: str
    code: str
    """Version of the code that found it."""
    relations: Relations
    compared: dict[str, bytes]
    """By path: what the related outlines follow from (:class:`~generator.relations.whole.Joined`)."""
    wanted: dict[str, tuple[str, ...]]
    """By path: phrases that may stand in an outline; its text says whether they do."""
    counted: dict[str, tuple[str, Counts]]
    """By path: what the count was made from, and the count."""


class _Uses(msgspec.Struct, array_like=True):
    key: str
    """Of the relations that it belongs to."""
    places: dict[str, msgspec.Raw]
    """By path, the :class:`~generator.catalogue.Use` of the phrases in an outline; nothing where there is none."""


@dataclass(frozen=True, slots=True)
class _Job:
    folders: Folders
    path: str
    record: str
    """Key of the record."""
    wanted: tuple[str, ...]


def relations(folders: Folders, entries: Sequence[Entry], keepers: Iterable[str], pool: Workers) -> Relations:
    """The relations of the published outlines; ``keepers`` are the keeper's phrases."""
    published = [entry for entry in entries if entry.profile and entry.card]
    keepers = sorted(set(keepers))
    parts = [f"{entry.path}\n{entry.key}".encode() for entry in published]
    key = digest(code_version().encode(), "\n".join(keepers).encode(), *parts)
    known, used = read_back(folders.relations, _Joined), read_back(folders.uses, _Uses)
    if not known or not used or used.key != known.key:
        known = used = None
    if known and known.key == key:
        return known.relations
    # Imported where they are used: a build that changes nothing does not need numpy.
    from .relations.whole import Joined, join, together

    earlier = None
    if known and known.code == code_version():
        earlier = Joined(related=known.relations.related, compared=known.compared)
    joined = join({entry.path: entry.profile for entry in published if entry.profile}, keepers, earlier)
    before, places_before = known.counted if known else {}, used.places if used else {}
    counted: dict[str, tuple[str, Counts]] = {}
    places: dict[str, msgspec.Raw] = {}
    jobs: list[_Job] = []
    for entry in published:
        wanted = joined.wanted.get(entry.path, ())
        own = digest(entry.key.encode(), "\n".join(wanted).encode())
        last = before.get(entry.path)
        if last and last[0] == own:
            counted[entry.path] = last
            if last[1]:
                places[entry.path] = places_before[entry.path]
        else:
            counted[entry.path] = (own, ())
            jobs.append(_Job(folders, entry.path, entry.key, wanted))
    counts_of = pool.run(_count, jobs, lambda job, reason: ((), b""), worth=WORTH_WORKERS)
    for job, (counts, packed) in zip(jobs, counts_of, strict=True):
        counted[job.path] = (counted[job.path][0], counts)
        if counts:
            places[job.path] = msgspec.Raw(packed)
    counts_by_path = {path: counts for path, (_, counts) in counted.items() if counts}
    found = Relations(
        topics=joined.topics,
        tags=joined.tags,
        related=joined.related,
        versions=joined.versions,
        phrases=joined.phrases,
        together=together(counts_by_path, joined.phrases),
        counts=counts_by_path,
    )
    kept = _Joined(key, code_version(), found, joined.compared, joined.wanted, counted)
    storage.write(folders.relations, msgspec.msgpack.encode(kept))
    storage.write(folders.uses, msgspec.msgpack.encode(_Uses(key, dict(sorted(places.items())))))
    return found


class Uses:
    """The places of the phrases in the outlines, as the last build found them; read when they are asked for."""

    def __init__(self, folders: Folders) -> None:
        self._file = folders.uses
        self._places: dict[str, msgspec.Raw] | None = None

    def of(self, path: str) -> list[Use]:
        """In the outline of the source at ``path``, in order."""
        if self._places is None:
            found = read_back(self._file, _Uses)
            self._places = found.places if found else {}
        packed = self._places.get(path)
        return msgspec.msgpack.decode(packed, type=list[Use]) if packed else []


def _count(job: _Job) -> tuple[Counts, bytes]:
    """What there is of the phrases in an outline, and where."""
    from .relations import phrases

    record = Cache(job.folders.root).load(job.record) if job.wanted else None
    found = phrases.uses(record.outline, job.wanted) if record and record.outline else []
    counts: dict[str, int] = {}
    for use in found:
        counts[use.phrase] = counts.get(use.phrase, 0) + 1
    return tuple(counts.items()), msgspec.msgpack.encode(found)
