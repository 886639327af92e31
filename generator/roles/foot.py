"""Where the foot of a page begins: what a site puts below a text it shows.

The foot is the end of the lines on which the evidence for furniture outweighs that for text by most. A sentence of a
disclaimer or of a reader does not end it as long as what stands above is a page's for sure; prose does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from generator.costs import costs
from generator.cues import Cues
from generator.model import Line
from generator.roles.readings import remark_start

FOOT = 80
"""Lines at the end among which the foot of a page is looked for."""

_SET_OFF = re.compile(r"^(?:【[^【】]{8,}】|[（(](?:全文)?完[）)])$")
_SAID = re.compile(r"^[^：:，。]{1,8}[:：]\s*\S")


def find_foot(lines: Sequence[Line], look: Callable[[str], Cues], title: int) -> int:
    """The first line of the foot; the number of lines where there is none."""
    w = costs()["role_search_foot"]
    total = best = 0.0
    begin = without_rows = len(lines)
    for i in range(len(lines) - 1, max(0, title, len(lines) - FOOT), -1):
        text = lines[i].text.strip()
        # A seller's remark behind a sentence does not make the sentence his.
        c = look(text[: remark_start(text)].rstrip() or text)
        sure = _is_sure(c)
        total += w["sure"] if sure else _weight(c, w)
        if total <= w["text"]:
            break
        if c.attachment:
            # Words side by side are the rows of a table that is attached.
            begin = without_rows
        if sure and total > best:
            best, begin = total, i
            if not c.fragments or c.chrome or c.contact:
                without_rows = i
    while title + 1 < begin < len(lines) and _is_lead(look, lines, begin):
        # What the links below are: 猜你喜欢
        begin -= 1
    return begin


def _is_sure(c: Cues) -> bool:
    """Whether a line below a text is certainly a page's or a seller's."""
    if c.closing or c.attachment or c.row or (c.salutation and c.end) or (c.end in ("。", "；") and c.marker):
        return False
    if not c.short:
        return c.disclaimer
    if c.disclaimer or _SET_OFF.match(c.text):
        return True
    if c.end == "。" and len(c.text) > 40:
        return False
    sells = c.words > 1 and c.end in ("", "！", "!")
    return c.contact or c.fragments or c.end_of_page or (c.chrome and not c.page_number) or sells


def _weight(c: Cues, w: dict[str, float]) -> float:
    """What a line that is not surely furniture says for the foot, and against it."""
    if not c.short:
        return w["prose"]
    if c.closing or c.attachment or c.row or (c.salutation and c.end):
        return w["end"]
    if c.clock or c.words:
        return w["words"]
    if c.marker:
        return w["marker_ended"] if c.end else w["marker"]
    if c.date or c.name or c.organisation or c.speaker:
        return w["who"]
    if c.end in ("", "：", ":"):
        return w["open"] if len(c.text) <= 24 else 0.0
    return w["said"] if _SAID.match(c.text) and len(c.text) <= 40 else w["sentence"]


def _is_lead(look: Callable[[str], Cues], lines: Sequence[Line], begin: int) -> bool:
    """Whether the line above the foot names what the links in its first line are."""
    c = look(lines[begin - 1].text.strip())
    if not (look(lines[begin].text.strip()).fragments and 1 < len(c.text) <= 10 and c.end in ("", "：", ":")):
        return False
    return not (
        c.marker or c.date or c.name or c.organisation or c.speaker or c.closing or c.salutation or c.attachment
    )
