"""What a line is like by itself: a title, the line under one, prose, a page's."""

from __future__ import annotations

import re

from generator import cues
from generator.costs import costs
from generator.cues import Cues
from generator.model import Line
from generator.roles.repetition import key_of

TABLE = "role_search_title"
"""The table of what speaks for a line as the title."""
KIND = 6
"""Characters of the longest line that says but the kind of a text: 阶段性总结."""
SHORTEST, SHORTEST_NAMED = 6, 4
"""Characters of the shortest title, and of one that says it is a speech, or has a dashed line below."""
EARLIEST_PROSE = 30
"""Characters from which a sentence on its own line is prose."""

_GAPPED = re.compile(r"\u3000\u3000|\s{3}")
_TAG = re.compile(r"[【\[［][^【】\[\]［］]{1,6}[】\]］]\s*[^【】\[\]\s]{4}")
"""A forum's word for the kind of a text before its title: [原创]."""


def is_prose(c: Cues) -> bool:
    """Whether a line is the running text: a sentence that neither sells nor forbids."""
    if c.contact or c.notice or c.chrome or c.editor or c.marker or c.disclaimer:
        return False
    return c.end in ("。", "！", "？", "：", "…") and len(c.text) >= EARLIEST_PROSE and c.words < 2


def ends_subtitle(before: Cues, c: Cues) -> bool:
    """Whether a line is the last words of the dashed subtitle before it: ——某村公路管护, 工作汇报."""
    begun = before.dashed and before.end == "" and not before.genre and not before.occasion
    return begun and c.genre and len(key_of(c.text)) <= KIND


def ends_title(before: Cues, c: Cues) -> bool:
    """Whether a line is the last words of a title that the line before it began: 关于…的, 通知."""
    joined = c.text[0] == "的" or before.text[-1] == "的"
    return joined and c.genre and not before.genre and before.end == "" and len(c.text) <= KIND


def is_furniture(c: Cues) -> bool:
    """Whether a line above a title is certainly a page's or a seller's."""
    nav = len(c.text) <= 4 and c.end == "" and not (c.marker or c.date or c.name or c.genre or c.text == "关于")
    return (c.chrome and not c.page_number) or c.fragments or c.contact or c.labelled or c.words > 1 or nav


def by_itself(c: Cues, line: Line, named: bool, least: int) -> float | None:
    """What speaks for a line as the title by itself; None where it cannot be one.

    ``named``: the file is called so. ``least``: characters of the shortest line that can be one where it stands.
    """
    text = c.text
    spoken = c.genre and cues.SPEECH.search(text) is not None
    if (
        not (c.short and (min(least, SHORTEST_NAMED) if named or spoken else least) <= len(text) <= 50)
        or c.end not in ("", "？", "！")
        or (c.marker and not spoken)
    ):
        return None
    if c.chrome or (c.contents and not c.genre) or c.contact or c.dated or c.secrecy or c.row or c.attachment:
        return None
    if c.clock or c.dashed or c.name or c.number or c.labelled or ((c.speaker or c.notice) and not c.genre):
        return None
    if not (text[0].isalnum() or text[0] in "“‘「『×" or _TAG.match(text)):
        return None
    w = costs()[TABLE]
    weight = w["named"] if named else 0.0
    weight += w["speech"] if spoken else w["genre"] if c.genre else 0.0
    weight += w["about"] if "关于" in text else 0.0
    weight += w["occasion"] if c.occasion or c.passed else 0.0
    weight += w["centred"] if line.style.align == "center" else 0.0
    weight += w["styled"] if line.style.level == 1 else w["styled_below"] if line.style.level else 0.0
    if c.label and not c.genre:
        weight += w["label"]
    if c.organisation and not c.genre:
        weight += w["organisation"]
    if not c.genre and _GAPPED.search(text):
        # Two things side by side.
        weight += w["gapped"]
    return weight + w["words"] * c.words + (w["fragments"] if c.fragments else 0.0)


def from_below(c: Cues) -> float:
    """What a line says of the line above it as a title."""
    w = costs()[TABLE]
    if (c.salutation and not c.genre) or c.date:
        return w["above_salutation"]
    if c.dated_chrome or c.clock or c.occasion or c.passed or c.dashed or c.dated:
        return w["above_byline"]
    if c.name or c.speaker or c.number or (c.text[0] in "（(" and c.text[-1] in "）)"):
        return w["above_name"]
    if c.opening or not c.short or is_prose(c):
        return w["above_text"]
    return w["above_marker"] if c.marker or (c.chrome and not c.page_number) else 0.0
