"""The report for readers: of published documents only, and of these nothing that their pages leave out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from msgspec import structs

from ..catalogue import Entry
from ..model import Record
from .document import write_document
from .index import every, write


def write_public_document(folder: Path, address: str, record: Record) -> None:
    """Write one published document's page."""
    outline = record.outline
    assert outline is not None, record.path
    shown = replace(
        record,
        path=_name(address),
        outline=replace(outline, set_aside=()),
        screening=replace(record.screening, reason=""),
    )
    write_document(folder, address, shown, correct=False)


def write_public_index(folder: Path, entries: Sequence[Entry]) -> None:
    """Write the index of the published documents."""
    shown = [structs.replace(entry, path=_name(entry.address), reason="") for entry in entries if entry.card]
    body = ["<h1>整理报告</h1>", f"<p>{len(shown)} 篇提纲是怎样整理的。</p>", *every(shown)]
    write(folder, "\n".join(body))


def _name(address: str) -> str:
    # A file's own name may hold what its page's address does not.
    return address.removesuffix(".md")
