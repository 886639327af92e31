"""What it costs that a line is the title or stands in the byline under it."""

from __future__ import annotations

from generator import cues
from generator.cues import Cues, page
from generator.model import Line, Role
from generator.roles.chain import BODY, HEAD, INF, MORE, TAIL, TITLE, UNDER
from generator.roles.evidence import Evidence, Put
from generator.roles.readings import Unit

MAX_TITLES = 6
"""Lines that are remembered as titles, so that a second copy is known."""


def title(e: Evidence, put: Put, unit: Unit, c: Cues, line: Line, key: str) -> None:
    """Cost of a line as a title, or as a further line of one."""
    text = c.text
    cost = 1.7
    if c.genre:
        cost -= 1.5
    if text.startswith("关于") or "关于" in text:
        cost -= 0.2
    if unit.line == 0 and unit.start == 0:
        cost -= 0.5
    if key in e.declared:
        cost -= 3.0
    if unit.line == e.zones.title:
        cost -= 2.4 if key in e.names else 1.2
    elif unit.line + 1 < e.zones.title and unit.line < e.zones.top:
        cost += 0.8
    elif unit.line in range(e.zones.top, e.zones.title):
        cost -= 1.2
    if c.label and not c.genre:
        cost += 0.8
    if line.style.level and not c.marker:
        cost += -1.0 if line.style.level == 1 else 2.0
    if line.style.align == "center":
        cost -= 0.6
    if e.size and line.style.size > e.size * 1.15:
        cost -= 0.8
    if e.seen.get(key, 0) > 1 and not c.words:
        cost -= 0.5
    if len(text) > 60:
        cost += 2.0 if c.short else 5.0
    if len(text) < 4:
        cost += 2.5
    if c.end:
        cost += {"，": 2.5, "、": 2.5, "：": 3.5, ":": 3.5, "？": 0.8, "！": 0.8}.get(c.end, 4.5)
    if c.marker and not (c.genre and cues.SPEECH.search(text)):
        cost += 4.0
    if (
        c.chrome
        or c.fragments
        or c.number
        or (c.contents and not c.genre)
        or c.date
        or (c.salutation and c.end)
        or c.secrecy
        or c.row
    ):
        cost += 4.0
    if c.contact:
        cost += 4.0
    elif c.notice:
        cost += 2.5
    elif c.words and not c.genre:
        cost += 1.2 if unit.line or len(text) < 16 else 0.3
    if text[0] in "【[（(《" and text[-1] in "】]）)":
        cost += 2.6
    if c.dashed:
        cost += 4.0
    elif (c.occasion and not c.genre) or c.name:
        cost += 2.5
    elif c.speaker or c.organisation:
        cost += 0.8
    if c.closing or c.attachment:
        cost += 3.0
    put(TITLE, Role.TITLE, cost)
    put(MORE, Role.TITLE, cost - 1.2 if not c.genre else cost)
    if cost < 1.0 and len(e.titles) < MAX_TITLES:
        e.titles.add(key)


def byline(e: Evidence, put: Put, unit: Unit, c: Cues, key: str, plain: bool) -> None:
    """Costs of what stands under a title."""
    if c.occasion and not (c.dashed and c.genre):
        put(UNDER, Role.OCCASION, 0.1)
    elif c.dashed and c.end == "":
        put(UNDER, Role.SUBTITLE, 0.2)
    elif (c.clock and plain) or (c.label and c.dated and e.beside_page_data(unit.line)):
        # When a page was put up.
        put(UNDER, Role.FURNITURE, 0.2)
    if c.number:
        put(UNDER, Role.NUMBER, 0.0)
        put(HEAD, Role.NUMBER, 0.0)
    if c.date:
        put(UNDER, Role.DATE, 0.3 if c.clock else 0.0)
        put(HEAD, Role.DATE, 0.8)
        if c.clock:
            put(UNDER, Role.FURNITURE, 0.1)
    if (plain or c.name) and not c.marker and not c.fragments and len(c.text) <= 40:
        if c.name and c.end:
            put(HEAD, Role.SPEAKER, 0.6)
        elif c.speaker or c.name:
            put(UNDER, Role.SPEAKER, 0.2)
            put(HEAD, Role.SPEAKER, 1.6)
        elif c.organisation:
            put(UNDER, Role.SPEAKER, 0.4)
            if unit.line < e.zones.top and e.signs(unit.line):
                put(HEAD, Role.SPEAKER, 0.2)
        elif c.who and 0 <= unit.line - e.zones.title <= 1:
            put(UNDER, Role.SPEAKER, 0.5)
        elif (date := page.DATE.search(c.text)) and (c.text[0] in "（(" or len(c.text) - len(date[0]) <= 8):
            put(UNDER, Role.DATE, 0.4 if c.text[0] in "（(" else 1.0)
        elif c.text[0] in "（(" and c.text[-1] in "）)" and len(c.text) < 30:
            put(UNDER, Role.SUBTITLE, 0.8)
    # A caption or a report's sentence between title and salutation.
    if c.end == "。" and len(c.text) < 30:
        put(UNDER, Role.FURNITURE, 1.5)
    if (
        not (c.marker or c.organisation)
        and len(key) >= 5
        and any(t.endswith(key) or t.startswith(key) for t in e.titles)
    ):
        put(UNDER, Role.REPEAT, 0.0 if key in e.titles else 0.2)
        if key in e.titles:
            put(TAIL, Role.REPEAT, 0.3)
        if e.seen.get(key, 0) > 1:
            put(BODY, Role.REPEAT, 0.7)


def title_goes_on(e: Evidence, before: Unit, after: Unit, a: Cues, b: Cues) -> float:
    """Cost of a title that goes on in the next line: its first line is not complete."""
    if before.line == after.line:
        return INF
    cost = 0.9 + 0.8 * min(cues.gap(e.lines[before.line], e.lines[after.line]), 3)
    if e.zones.title >= 0:
        if e.zones.top <= before.line and after.line <= e.zones.title:
            return 0.2
        cost += 1.5
    begun = a.text[-1] in "的和与及、，在为" or ("关于" in a.text and not a.genre) or a.organisation
    kind = "".join(b.text.split())
    if b.genre and not a.words and len(kind) <= 6 and not a.genre:
        # 工作汇报, 发言提纲 alone name no matter.
        return 0.0 if e.zones.title >= 0 else max(0.0, cost - 1.6)
    if b.text.startswith("暨") and e.zones.title >= 0:
        cost -= 1.5
    if a.genre and not b.text.startswith("暨"):
        cost += 1.5
    elif begun or b.text.startswith(("关于", "在", "的", "和", "暨")):
        # The first line alone is no title: what made it dear is the second line's to say.
        cost -= 1.2 if b.genre else 0.4
    else:
        cost += 0.7
    if len(a.text) < 6 and not a.organisation:
        cost += 1.2
    if a.words or b.words:
        cost += 0.8
    return cost
