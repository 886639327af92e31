"""A document's profile: all that the archive-wide part knows of it, made in the worker that read it."""

from __future__ import annotations

from ..catalogue import Profile
from ..model import Record
from .phrases import candidates, passages
from .sketches import character_filter, codes, sketch


def profile(record: Record) -> Profile:
    """The profile of a published record."""
    outline, facts = record.outline, record.facts
    assert outline is not None, record.path
    text = "\n".join(text for _, text in passages(outline))
    text_codes = codes(text)
    wording, order = sketch(text_codes)
    return Profile(
        words=" ".join(word for word, _, _ in facts.terms),
        counts=bytes(min(count, 255) for _, count, _ in facts.terms),
        weights=bytes(min(round(weight * 10), 255) for _, _, weight in facts.terms),
        text=wording,
        order=order,
        characters=character_filter(text_codes),
        phrases=" ".join(candidates(text)),
        tags=facts.tags,
    )
