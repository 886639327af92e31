"""What a document says of itself, as written: for ``inspect --json`` and for measuring."""

from __future__ import annotations

import re
from typing import TypedDict

from generator.cues import DATE, POST
from generator.model import Outline, Role

_TITLE_SPEAKER = re.compile(
    rf"(?:{POST}|同志)(?P<name>[\u4e00-\u9fff]{{2,3}})(?:同志)?在.{{2,40}}上的?(?:讲话|发言|致辞|报告|演讲)"
)
_POSTED = re.compile(r"^(?:发[布表]于|(?:发[布表]|更新|成文)?(?:时间|日期)\s*[:：])?\s*(?P<date>" + DATE.pattern + ")")


class Meta(TypedDict):
    """The written pieces; empty where the document has none."""

    author: str
    date: str
    occasion: str
    salutation: str
    closing: str
    boilerplate: list[str]


def as_written(outline: Outline) -> Meta:
    """Author, date, occasion, salutation and closing as the source has them, and every line set aside."""
    byline = {role: [s.text for s in outline.byline if s.role is role] for role in (Role.DATE, Role.OCCASION, Role.SPEAKER)}
    signature = [b.text for b in outline.blocks() if b.kind == "signature"]
    salutations = [b.text for b in outline.blocks() if b.kind == "salutation"]
    closings = [b.text for b in outline.blocks() if b.kind == "closing"]
    occasion = byline[Role.OCCASION][0] if byline[Role.OCCASION] else ""
    return Meta(
        author=_author(outline, byline[Role.SPEAKER], signature),
        date=_date(outline, [*byline[Role.DATE], occasion, *reversed(signature)]),
        occasion=occasion,
        salutation=salutations[0] if salutations else "",
        closing="".join(closings),
        boilerplate=[s.text for s in outline.set_aside],
    )


def _author(outline: Outline, speakers: list[str], signature: list[str]) -> str:
    if speakers:
        return speakers[0]
    for text in signature:
        rest = DATE.sub("", text).strip(" \t\u3000()（）")
        if rest and not rest.isdigit():
            return rest
    m = _TITLE_SPEAKER.search(outline.title)
    return m["name"] if m else ""


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
