"""What the tables of documents have in common: who must look, how a result is called, what narrows them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ..catalogue import Entry, Status
from ..markup import html
from .advice import ADVICE

LOW_CONFIDENCE: Final = 0.5
STATUS_NAMES: Final = {Status.PUBLISHED: "已发布", Status.WITHHELD: "不发布", Status.FAILED: "未能读出"}
LOOK: Final = "需要看"
_CHECKED: Final = frozenset(code for code, advice in ADVICE.items() if advice.check)


def needs_person(entry: Entry) -> bool:
    """Whether somebody should look at a document."""
    return bool(
        entry.status is Status.FAILED
        or entry.problems
        or entry.confidence <= LOW_CONFIDENCE
        or not _CHECKED.isdisjoint(entry.codes)
    )


def filters(words: str, marks: Mapping[str, int], hints: Mapping[str, str] | None = None) -> str:
    """What narrows the table that follows: a box for some ``words``, a button a mark, each with how many rows have it.

    It needs the script, and is hidden without it.
    """
    buttons = "".join(
        f'<button type=button data-mark="{html(name)}" aria-pressed=false{_hint((hints or {}).get(name, ""))}>'
        f"{html(name)} <small>{count}</small></button>"
        for name, count in marks.items()
        if count
    )
    return (
        f"<form class=filters hidden><input type=search placeholder={words} aria-label={words}>"
        f"{buttons}<output></output></form>"
    )


def _hint(text: str) -> str:
    return f' title="{html(text)}"' if text else ""
