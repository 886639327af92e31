"""Numbered lines and sentences that are items of a list and not headings: decided for a run of them together.

A heading names the text below it. Where the lines of a run are sentences that say all they have to say, or clauses
that end in ； (GB/T 15834-2011: 分项列举的各项之间用分号), they are the items of a list, however short one of them is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import fmean

from generator.candidates.values import LINE, SENTENCE, Candidate, Place
from generator.costs import costs
from generator.cues import end_mark
from generator.families import LEGAL, OUTLINE, SPOKEN
from generator.model import Passage

NAMES, SAYS = 18, 28
"""Characters: the first sentences of a run that are shorter name something, those that are longer say it."""
TERSE = 6
"""Characters of the items of an article (第一条) that are its parts (项) by name: 出示证件；当面清点；"""
_ALONE = 5
_STANDING = 30
"""Characters of a line without an end mark that stands as a heading."""


def weigh(places: Sequence[Place], passages: Sequence[Passage]) -> None:
    """Make points of the items of lists cheaper, and headings dearer."""
    s, p = costs()["section"], costs()["point"]
    for run, article in _runs(places):
        weight = _weight([place.readings[0] for place in run], passages, article)
        if not weight:
            continue
        for place in run:
            for c in place.readings:
                if _counts(c):
                    c.section += s["list_item"] * weight
                    c.point -= (p["line"] - p["list_item"] + (p["body"] if c.body else 0.0)) * weight
    for spoken in _spoken_runs(places):
        weight = _share(fmean(c.stop - c.end for c in spoken))
        for c in spoken:
            c.section += s["list_item"] * weight
            c.point -= (p["body"] if c.body else 0.0) * weight


def _counts(c: Candidate) -> bool:
    """Whether a candidate is a numbered line below the first level: 一、 may be a bare sentence in an outline."""
    return c.context is LINE and c.kind is OUTLINE and c.rank > 3.0


def _runs(places: Sequence[Place]) -> Iterator[tuple[list[Place], bool]]:
    """Lines right behind each other that count on in one family, and whether an article (第一条) holds them."""
    run: list[Place] = []
    article = False
    for place in places:
        c = place.readings[0]
        if c.context is not LINE:
            continue
        if run:
            last = run[-1].readings[0]
            if (c.passage, c.family, c.number) == (last.passage + 1, last.family, last.number + 1):
                run.append(place)
                continue
            yield run, article
        # What an article counts are its 项, which are cited, so they are parts and no list.
        article = (c.kind is LEGAL and c.rank > 3.0) or (article and _counts(c))
        run = [place] if _counts(c) else []
    if run:
        yield run, article


def _spoken_runs(places: Sequence[Place]) -> Iterator[list[Candidate]]:
    """一是 二是 三是 at sentence starts of one paragraph."""
    runs: dict[tuple[int, int], list[Candidate]] = {}
    for place in places:
        c = place.readings[0]
        if c.kind is SPOKEN and c.context in (LINE, SENTENCE):
            runs.setdefault((c.passage, c.family), []).append(c)
    return (run for run in runs.values() if len(run) > 1)


def _weight(run: Sequence[Candidate], passages: Sequence[Passage], article: bool) -> float:
    """From 0, headings, to 1, the items of a list."""
    texts = [passages[c.passage].text for c in run]
    if len(run) == 1:
        # Of one item nothing is known but that nothing stands under it.
        return 0.0
    terse = article and fmean(c.stop - c.end for c in run) <= TERSE
    if not terse and all(end_mark(text) in ("；", ";") for text in texts[:-1]):
        return 1.0
    length = fmean(map(_length, run, texts))
    return _share(length)


def _share(length: float) -> float:
    """From 0 for what names to 1 for what says."""
    return min(1.0, max(0.0, (length - NAMES) / (SAYS - NAMES)))


def _length(c: Candidate, text: str) -> int:
    """Characters of an item's first sentence; more where nothing follows it that it could be the name of."""
    if not end_mark(text) and c.stop >= len(text) and c.stop - c.end <= _STANDING:
        return 0
    return c.stop - c.end + (0 if c.body else _ALONE)
