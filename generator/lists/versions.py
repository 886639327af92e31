"""The pages that show two versions of one text side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise, zip_longest

from ..archive import HOME, url_of
from ..catalogue import Archive, Card, Link
from ..dates import chinese
from ..difference import Row, compare
from ..markup import html
from ..model import Outline
from ..pages import link_values
from ..places import comparison
from .base import Listed, ListPage, Stamps

Load = Callable[[Card], Outline | None]
"""The outline of a card."""

CONTEXT = 1
"""So many paragraphs that did not change are shown around one that did; more of them are folded."""


def pages(archive: Archive, stamps: Stamps, load: Load) -> Listed:
    """A page for each two neighbours of a group."""
    for group in archive.versions:
        for new, old in pairwise(group):
            key = stamps.key(["versions"], (old, new))
            limited = old.restricted or new.restricted
            yield comparison(new.address), ListPage(partial(_page, old, new, load), key, limited)


def _page(old: Card, new: Card, load: Load) -> dict[str, object]:
    rows = compare(_paragraphs(load(old)), _paragraphs(load(new)))
    counts = Counter(row.kind for row in rows)
    counts["moved"] //= 2
    return {
        "template": "comparison.html",
        "title": f"{html(new.title)}：两稿对照",
        "crumbs": [link_values(link) for link in (HOME, Link(new.title, url_of(new.address)))],
        "old": _side(old),
        "new": _side(new),
        "counts": {kind: counts[kind] for kind in ("added", "removed", "changed", "moved", "same")},
        "parts": list(_parts(rows)),
    }


def _side(card: Card) -> dict[str, object]:
    return {
        "title": card.title,
        "url": url_of(card.address),
        "date_text": chinese(card.date),
        "name": card.path.rpartition("/")[2],
        "characters": card.characters,
    }


def _paragraphs(outline: Outline | None) -> list[str]:
    if outline is None:
        return []
    texts = [outline.title, outline.subtitle, *(scrap.text.strip() for scrap in outline.byline)]
    texts += [line for block in outline.opening for line in block.text.splitlines()]
    for section in outline.sections:
        texts.append(section.text)
        texts += [line for block in section.blocks for line in block.text.splitlines()]
    return [text.strip() for text in texts if text.strip()]


def _parts(rows: list[Row]) -> Iterator[dict[str, object]]:
    """Runs of rows: ``folded`` where nothing changed."""
    shown = {
        near
        for index, row in enumerate(rows)
        if row.kind != "same"
        for near in range(index - CONTEXT, index + CONTEXT + 1)
    }
    run: list[Row] = []
    folded = False
    for index, row in zip_longest(range(len(rows) + 1), rows):
        hidden = row is not None and index not in shown
        if run and (row is None or hidden != folded):
            yield {"folded": folded and len(run) > 1, "rows": [_row(one) for one in run]}
            run = []
        if row is not None:
            folded = hidden
            run.append(row)


def _row(row: Row) -> dict[str, object]:
    values: dict[str, object] = {"kind": row.kind, "old": row.old, "new": row.new}
    if row.number:
        values["number"] = row.number
    return values
