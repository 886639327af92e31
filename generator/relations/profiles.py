"""A document's profile: all that the archive-wide part knows of it, made in the worker that read it."""

from __future__ import annotations

from ..catalogue import Profile
from ..model import Record
from .phrases import candidates, passages
from .sketches import character_filter, sketch


def profile(record: Record) -> Profile:
    """The profile of a published record."""
    outline, facts = record.outline, record.facts
    assert outline is not None, record.path
    text = "\n".join(text for _, text in passages(outline))
    wording, order = sketch(text)
    return Profile(
        words=" ".join(word for word, _, _ in facts.terms),
        counts=bytes(min(count, 255) for _, count, _ in facts.terms),
        weights=bytes(min(round(weight * 10), 255) for _, _, weight in facts.terms),
        text=wording,
        order=order,
        characters=character_filter(text),
        phrases=" ".join(candidates(text)),
        tags=facts.tags,
    )
