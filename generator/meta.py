"""What a document says of itself, as written: for ``inspect --json`` and for measuring."""

from __future__ import annotations

import re
from typing import TypedDict

from generator.cues import POST
from generator.cues.page import DATE
from generator.model import Directions, Outline, Role

_TITLE_SPEAKER = re.compile(
    rf"(?:{POST}|同志)(?P<name>[\u4e00-\u9fff]{{2,3}})(?:同志)?在.{{2,40}}上的?(?:讲话|发言|致辞|报告|演讲)"
)
_POSTED = re.compile(r"^(?:发[布表]于|(?:发[布表]|更新|成文)?(?:时间|日期)\s*[:：])?\s*(?P<date>" + DATE.pattern + ")")


_BESIDE = re.compile(r"[，,、\s]\s*([^，,（）()]{3,40})[）)]$")


_UNSAID = Directions()


class Meta(TypedDict):
    """The written pieces; empty where the document has none."""

    author: str
    date: str
    occasion: str
    salutation: str
    closing: str
    boilerplate: list[str]


def full_title(outline: Outline) -> str:
    """The title with its dashed subtitle: 守好一扇门——在培训班上的讲话."""
    return outline.title + outline.subtitle if outline.subtitle[:1] in "—―－-–─" and outline.subtitle else outline.title


def as_written(outline: Outline, directions: Directions = _UNSAID) -> Meta:
    """Author, date, occasion, salutation and closing as the source has them, and every line set aside.

    What the keeper said of them comes before what the text says.
    """
    byline = {
        role: [s.text for s in outline.byline if s.role is role] for role in (Role.DATE, Role.OCCASION, Role.SPEAKER)
    }
    signature = [b.text for b in outline.blocks() if b.kind == "signature"]
    salutations = [b.text for b in outline.blocks() if b.kind == "salutation"]
    closings = [b.text for b in outline.blocks() if b.kind == "closing"]
    occasion = byline[Role.OCCASION][0] if byline[Role.OCCASION] else _beside_date(byline[Role.DATE])
    return Meta(
        author=directions.speaker or _author(outline, byline[Role.SPEAKER], signature),
        date=directions.date or _date(outline, [*byline[Role.DATE], occasion, *reversed(signature)]),
        occasion=directions.occasion or occasion,
        salutation=salutations[0] if salutations else "",
        closing="".join(closings),
        boilerplate=[s.text for s in outline.set_aside],
    )


def _author(outline: Outline, speakers: list[str], signature: list[str]) -> str:
    if speakers:
        return speakers[0]
    for text in signature:
        if text[0] in "（(":
            # A note below the date (GB/T 9704-2012 7.3.6).
            continue
        rest = DATE.sub("", text).strip(" \t\u3000()（）")
        if rest and not rest.isdigit():
            return rest
    m = _TITLE_SPEAKER.search(outline.title)
    return m["name"] if m else ""


def _beside_date(dates: list[str]) -> str:
    """The occasion in the brackets of a date: （2024年4月23日，某县读书活动）."""
    for text in dates:
        m = _BESIDE.search(text)
        if m:
            return m[1]
    return ""


def _date(outline: Outline, texts: list[str]) -> str:
    for text in texts:
        m = DATE.search(text)
        if m:
            return m[0]
    for scrap in outline.set_aside:
        m = _POSTED.match(scrap.text)
        if m and (scrap.text[0] not in "0123456789" or ":" in m["date"]):
            return m["date"]
    return ""
