"""Relate the outlines of an archive and keep what was found: nothing is done again that has not changed.

relations.msgpack       what follows from all profiles, and what was counted in each outline
uses/PATH.msgpack       the places of the set phrases in one outline
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
    relations: Relations
    wanted: dict[str, tuple[str, ...]]
    """By path: phrases that may stand in an outline; its text says whether they do."""
    counted: dict[str, tuple[str, Counts]]
    """By path: what the count was made from, and the count."""


@dataclass(frozen=True, slots=True)
class _Job:
    folders: Folders
    path: str
    address: str
    record: str
    """Key of the record."""
    wanted: tuple[str, ...]


def relations(folders: Folders, entries: Sequence[Entry], keepers: Iterable[str], pool: Workers) -> Relations:
    """The relations of the published outlines; ``keepers`` are the keeper's phrases."""
    published = [entry for entry in entries if entry.profile and entry.card]
    keepers = sorted(set(keepers))
    parts = [f"{entry.path}\n{entry.key}".encode() for entry in published]
    key = digest(code_version().encode(), "\n".join(keepers).encode(), *parts)
    known = read_back(folders.relations, _Joined)
    names = {_packed(entry.address) for entry in published}
    whole = storage.keep_only(folders.uses, names)
    if known and known.key == key and whole == names:
        return known.relations
    # Imported where they are used: a build that changes nothing does not need numpy.
    from .relations.whole import join, together

    joined = join({entry.path: entry.profile for entry in published if entry.profile}, keepers)
    before = known.counted if known else {}
    counted: dict[str, tuple[str, Counts]] = {}
    jobs: list[_Job] = []
    for entry in published:
        wanted = joined.wanted.get(entry.path, ())
        own = digest(entry.key.encode(), "\n".join(wanted).encode())
        last = before.get(entry.path)
        if last and last[0] == own and _packed(entry.address) in whole:
            counted[entry.path] = last
        else:
            counted[entry.path] = (own, ())
            jobs.append(_Job(folders, entry.path, entry.address, entry.key, wanted))
    counts_of = pool.run(_count, jobs, lambda job, reason: (), worth=WORTH_WORKERS)
    for job, counts in zip(jobs, counts_of, strict=True):
        counted[job.path] = (counted[job.path][0], counts)
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
    storage.write(folders.relations, msgspec.msgpack.encode(_Joined(key, found, joined.wanted, counted)))
    return found


def _packed(address: str) -> str:
    return f"{address.removesuffix('.md')}.msgpack"


def uses(folders: Folders, address: str) -> list[Use]:
    """The places of the phrases in the outline at ``address``."""
    return read_back(folders.uses / _packed(address), list[Use]) or []


def _count(job: _Job) -> Counts:
    from .relations import phrases

    record = Cache(job.folders.root).load(job.record) if job.wanted else None
    found = phrases.uses(record.outline, job.wanted) if record and record.outline else []
    storage.write_if_changed(job.folders.uses / _packed(job.address), msgspec.msgpack.encode(found))
    counts: dict[str, int] = {}
    for use in found:
        counts[use.phrase] = counts.get(use.phrase, 0) + 1
    return tuple(counts.items())
