"""The report for machines: what the last build understood of each document, as plain values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ..cache import Cache
from ..catalogue import Entry, Status
from ..folders import Folders
from ..model import Note, Record
from .advice import advice
from .table import needs_person


def documents(folders: Folders) -> Iterator[dict[str, object]]:
    """A mapping a document, by path: nothing where no build has been. Of a withheld one only path and reason."""
    cache = Cache(folders.root)
    for path, entry in sorted(cache.load_entries().items()):
        record = cache.load(entry.key) if entry.key and entry.status is not Status.WITHHELD else None
        yield {"path": path, "status": entry.status.value, "reason": entry.reason, **_understood(entry, record)}


def _understood(entry: Entry, record: Record | None) -> dict[str, object]:
    if entry.status is Status.WITHHELD:
        return {}
    notes = record.notes if record else entry.problems
    values: dict[str, object] = {"needs_person": needs_person(entry), "notes": [_note(note) for note in notes]}
    if record is None or record.outline is None:
        return values
    facts, outline = record.facts, record.outline
    return values | {
        "page": f"{entry.address.removesuffix('.md')}.html",
        "format": record.format,
        "encoding": record.encoding,
        "verdict": record.screening.verdict.value,
        "confidence": outline.confidence,
        "title": outline.title,
        "genre": facts.genre,
        "date": facts.date,
        "occasion": facts.occasion,
        "speaker": facts.speaker,
        "characters": facts.characters,
        "tags": list(facts.tags or facts.keywords),
        "headings": [{"level": one.depth, "text": one.text, "line": one.line} for one in outline.sections],
        "set_aside": Counter(scrap.role.value for scrap in outline.set_aside),
        "masked": Counter(mask.kind for mask in record.screening.masks),
    }


def _note(note: Note) -> dict[str, object]:
    return {
        "code": note.code,
        "text": note.text,
        "line": note.where,
        "severity": note.severity.value,
        "mend": advice(note.code).mend,
    }
