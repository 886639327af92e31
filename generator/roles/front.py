"""What it costs that a line is the title or stands in the byline under it."""

from __future__ import annotations

from generator import cues
from generator.cues import Cues, page
from generator.model import Line, Role
from generator.roles.chain import BODY, HEAD, INF, MORE, TAIL, TITLE, UNDER
from generator.roles.evidence import Evidence, Put
from generator.roles.likeness import ends_subtitle
from generator.roles.readings import TITLE_LABEL, Unit, parts

_ENDS = {"，": "comma", "、": "comma", "：": "colon", ":": "colon", "？": "question", "！": "question"}
MAX_TITLES = 6
"""Lines that are remembered as titles, so that a second copy is known."""


def title(e: Evidence, put: Put, unit: Unit, c: Cues, line: Line, key: str) -> None:
    """Cost of a line as a title, or as a further line of one."""
    text = c.text
    w = e.costs["role_title"]
    cost = w["line"]
    if c.genre:
        cost += w["genre"]
    if "关于" in text:
        cost += w["about"]
    if unit.line == 0 and unit.start == 0:
        cost += w["first"]
    if key in e.declared:
        cost += w["declared"]
    if unit.line == e.zones.title:
        cost += w["named"] if key in e.names else w["likeliest"]
    elif e.zones.top <= unit.line < e.zones.title:
        cost += w["likeliest"]
    elif unit.line < e.zones.top:
        cost += w["above"]
    if c.label and not c.genre:
        cost += w["label"]
    if line.style.level and not c.marker:
        cost += w["styled"] if line.style.level == 1 else w["styled_below"]
    if line.style.align == "center":
        cost += w["centred"]
    if e.size and line.style.size > e.size * 1.15:
        cost += w["large"]
    if not c.words and e.seen.get(key, 0) > 1:
        cost += w["repeated"]
    if len(text) > 60:
        cost += w["long"] if c.short else w["very_long"]
    if len(text) < 4 and not e.zones.top < unit.line == e.zones.title:
        cost += w["tiny"]
    if c.end:
        cost += w[_ENDS.get(c.end, "sentence")]
    if c.marker and not (c.genre and cues.SPEECH.search(text)):
        cost += w["other"]
    other = c.chrome or c.fragments or c.number or c.date or c.secrecy or c.row
    if other or (c.contents and not c.genre) or (c.salutation and c.end):
        cost += w["other"]
    if c.contact:
        cost += w["other"]
    elif c.notice:
        cost += w["notice"]
    elif c.words and not c.genre:
        cost += w["words"] if unit.line or len(text) < 16 else w["words_first"]
    if text[0] in "【[（(《" and text[-1] in "】]）)":
        cost += w["brackets"]
    if c.dashed:
        cost += w["other"]
    elif (c.occasion and not c.genre) or c.passed or c.name:
        cost += w["name"]
    elif c.speaker or c.organisation:
        cost += w["organisation"]
    if c.closing or c.attachment:
        cost += w["closing"]
    if unit.start == 0 and (TITLE_LABEL.match(text) or parts(text)):
        cost += w["several"]
    put(TITLE, Role.TITLE, cost)
    put(MORE, Role.TITLE, cost if c.genre else cost + w["further"])
    if cost < w["remembered"] and len(e.titles) < MAX_TITLES:
        e.titles.add(key)


def byline(e: Evidence, put: Put, unit: Unit, c: Cues, plain: bool) -> None:
    """Costs of what stands under a title."""
    w = e.costs["role_byline"]
    bracketed = c.text[0] in "（("
    if c.occasion and not (c.dashed and c.genre):
        put(UNDER, Role.OCCASION, w["occasion"])
    elif (c.dashed and c.end == "") or _ends_subtitle(e, unit, c):
        put(UNDER, Role.SUBTITLE, w["dashed"])
    elif (c.clock and plain) or (c.label and c.dated and e.beside_page_data(unit.line)):
        # When a page was put up.
        put(UNDER, Role.FURNITURE, w["posted"])
    if c.passed:
        put(UNDER, Role.DATE, w["passed"])
    if c.number:
        put(UNDER, Role.NUMBER, 0.0)
        put(HEAD, Role.NUMBER, 0.0)
    if c.date:
        put(UNDER, Role.DATE, w["date_clock"] if c.clock else 0.0)
        put(HEAD, Role.DATE, w["date_above"])
        if c.clock:
            put(UNDER, Role.FURNITURE, w["clock"])
    if (plain or c.name) and not c.marker and not c.fragments and len(c.text) <= 40:
        if c.name and c.end:
            put(HEAD, Role.SPEAKER, w["name_colon"])
        elif c.speaker or c.name:
            put(UNDER, Role.SPEAKER, w["speaker"])
            put(HEAD, Role.SPEAKER, w["speaker_above"])
        elif c.organisation:
            put(UNDER, Role.SPEAKER, w["organisation"])
            if unit.line < e.zones.top and e.signs(unit.line):
                put(HEAD, Role.SPEAKER, w["issuer"])
        elif c.who and 0 <= unit.line - e.zones.title <= 1:
            put(UNDER, Role.SPEAKER, w["who"])
        elif (date := page.DATE.search(c.text)) and (bracketed or len(c.text) - len(date[0]) <= 8):
            put(UNDER, Role.DATE, w["dated_brackets"] if bracketed else w["dated"])
        elif bracketed and c.text[-1] in "）)" and len(c.text) < 30:
            put(UNDER, Role.SUBTITLE, w["brackets"])
    # A caption or a report's sentence between title and salutation.
    if c.end == "。" and len(c.text) < 30:
        put(UNDER, Role.FURNITURE, w["caption"])


def _ends_subtitle(e: Evidence, unit: Unit, c: Cues) -> bool:
    return unit.line > 0 and ends_subtitle(e.look(e.lines[unit.line - 1].text.strip()), c)


def repeat(e: Evidence, put: Put, c: Cues, key: str) -> None:
    """Costs of another copy of the title."""
    if c.marker or c.organisation or c.speaker or c.date or len(key) < 5:
        return
    if not any(t.endswith(key) or t.startswith(key) for t in e.titles):
        return
    w = e.costs["role_title"]
    put(UNDER, Role.REPEAT, 0.0 if key in e.titles else w["again_part"])
    if key in e.titles:
        put(TAIL, Role.REPEAT, w["again_tail"])
    if e.seen.get(key, 0) > 1:
        put(BODY, Role.REPEAT, w["again_inside"])


def title_goes_on(e: Evidence, before: Unit, after: Unit, a: Cues, b: Cues) -> float:
    """Cost of a title that goes on in the next line: its first line is not complete."""
    if before.line == after.line:
        return INF
    w = e.costs["role_title_goes_on"]
    cost = w["line"] + w["gap"] * min(cues.gap(e.lines[before.line], e.lines[after.line]), 3)
    if e.zones.title >= 0:
        if e.zones.top <= before.line and after.line <= e.zones.title:
            return w["likeliest"]
        cost += w["beyond"]
    begun = a.text[-1] in "的和与及、，在为" or ("关于" in a.text and not a.genre) or a.organisation
    kind = "".join(b.text.split())
    if b.genre and not a.words and len(kind) <= 6 and not a.genre:
        # 工作汇报, 发言提纲 alone name no matter.
        return 0.0 if e.zones.title >= 0 else max(0.0, cost + w["kind"])
    if b.text.startswith("暨") and e.zones.title >= 0:
        cost += w["and"]
    if a.genre and not b.text.startswith("暨"):
        cost += w["complete"]
    elif begun or b.text.startswith(("关于", "在", "的", "和", "暨")):
        # The first line alone is no title: what made it dear is the second line's to say.
        cost += w["begun_genre"] if b.genre else w["begun"]
    else:
        cost += w["unbegun"]
    if len(a.text) < 6 and not a.organisation:
        cost += w["tiny"]
    if a.words or b.words:
        cost += w["words"]
    return cost
