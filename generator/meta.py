"""What a document says of itself, as written: for ``inspect --json`` and for measuring."""

from __future__ import annotations

import re
from typing import TypedDict

from generator.cues import COPIED, GATHERING, POST
from generator.cues.page import DATE
from generator.model import Directions, Outline, Role

_TITLE_SPEAKER = re.compile(
    rf"(?:{POST}|同志)(?P<name>[\u4e00-\u9fff]{{2,3}})(?:同志)?在.{{2,40}}上的?(?:讲话|发言|致辞|报告|演讲)"
)
_POSTED = re.compile(
    r"(?<!打印时间)(?<!打印时间[:：])(?P<said>(?:发[布表]|编辑|更新|修改)于|(?:发[布表]|更新|成文)?(?:时间|日期)\s*[:：])?\s*"
    r"(?P<date>" + DATE.pattern + r")\s*(?P<behind>发[布表]|编辑|更新)?"
)
"""When a page was put up: said so, or with the time of day."""
_BESIDE = re.compile(rf"[，,、\s]\s*([^，,（）()]{{1,40}}{GATHERING})[）)]$")
"""A gathering or its place behind a date; 根据录音整理 is none."""
_NAME = r"(?:[\u4e00-\u9fff×][\s\u3000]+[\u4e00-\u9fff×]|[\u4e00-\u9fff×]{2,4})"
_CREDIT = re.compile(
    r"(?:(?:(?<![\u4e00-\u9fff])作\s?者|撰\s?文|(?<![\u4e00-\u9fff])(?:文|文\s?[/／]\s?图|图\s?[/／]\s?文)|本报记者|(?<![\u4e00-\u9fff])记\s?者)"
    rf"\s*(?:[:：|｜/／]\s*|\s+)|^原创[\s:：]+)(?!佚名|匿名|未知|不详|网络|本站)(?P<name>{_NAME})(?=\s|$|[，,、|｜）)])"
)
"""Who wrote a text, as a page says it in its data: 作者：禾苗, 文/图　禾苗."""


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
        return speakers[0].strip("（()）") if speakers[0][0] in "（(" else speakers[0]
    for text in signature:
        if text[0] in "（(" or COPIED.match(text):
            # A note below the date (GB/T 9704-2012 7.3.6).
            continue
        rest = DATE.sub("", text).strip(" \t\u3000()（）")
        if rest and not rest.isdigit():
            return rest
    if m := _TITLE_SPEAKER.search(outline.title):
        return m["name"]
    begun = _begun(outline)
    credits = (_CREDIT.search(scrap.text) for scrap in outline.set_aside if scrap.line < begun)
    return next((m["name"] for m in credits if m), "")


def _begun(outline: Outline) -> int:
    """The source line in which the text begins."""
    lines = [block.line for block in outline.opening[:1]] + [section.line for section in outline.sections[:1]]
    return min(lines, default=outline.title_line + 1)


def _beside_date(dates: list[str]) -> str:
    """The occasion in the brackets of a date: （2024年4月23日，某县读书活动）."""
    for text in dates:
        m = _BESIDE.search(text)
        if m:
            return m[1]
    return ""


def _date(outline: Outline, texts: list[str]) -> str:
    for text in texts:
        # Of several the last: passed on one day, changed on another.
        found = [m[0] for m in DATE.finditer(text)] if not COPIED.match(text) else []
        if found:
            return found[-1]
    for scrap in outline.set_aside:
        if scrap.text[0] in "-·•":
            # In a list of what else a site has.
            continue
        for m in _POSTED.finditer(scrap.text):
            if m["said"] or m["behind"] or ":" in m["date"]:
                return m["date"]
    return ""
