"""What it costs that a line is a notice, a secrecy mark, promotion, page furniture or an editor's note."""

from __future__ import annotations

from generator.cues import Cues, page
from generator.model import Role
from generator.roles.chain import BODY, HEAD, TAIL, UNDER
from generator.roles.evidence import Evidence, Put
from generator.roles.readings import Unit
from generator.roles.repetition import key_of

_OUTER = (HEAD, UNDER, TAIL)


def of_long(e: Evidence, put: Put, c: Cues) -> None:
    """Costs of a paragraph."""
    w = e.costs["role_aside"]
    weight = c.words + 2 * c.contact
    for zone in _OUTER if weight >= 3 or c.editor else ():
        if weight >= 3:
            put(zone, Role.PROMOTION, w["long_sells"] if weight < 5 else w["long_sells_more"])
        if c.editor:
            put(zone, Role.EDITOR, w["long_editor"])
    if c.chrome:
        put(TAIL, Role.FURNITURE, w["long_chrome"])


def of_short(e: Evidence, put: Put, unit: Unit, c: Cues, count: int, plain: bool, wrapped: bool) -> None:
    """Costs of a line; ``count``: how often it comes."""
    w = e.costs["role_aside"]
    if c.notice and not c.marker:
        for zone in _OUTER:
            put(zone, Role.NOTICE, w["notice"] if c.end in ("", "，") or len(c.text) < 40 else w["notice_sentence"])
    if c.secrecy:
        put(HEAD, Role.SECRECY, 0.0)
        put(UNDER, Role.SECRECY, 0.0)
    elif unit.line < 3 and page.COPY_NUMBER.match(c.text):
        put(HEAD, Role.SECRECY, w["copy_number"])
    if not c.marker:
        _promotion(e, put, unit, c, count, plain)
    if c.clock and plain and count > 1:
        # What a browser prints on every page.
        put(BODY, Role.FURNITURE, w["printed"])
    if c.page_number:
        put(BODY, Role.FURNITURE, 0.0)
    if c.chrome or c.contents or c.fragments:
        for zone in _OUTER:
            # Words side by side behind 附件 are the rows of a table.
            if zone != TAIL or c.chrome or (c.fragments and e.attached < 0):
                put(zone, Role.FURNITURE, w["chrome"])
        if (c.chrome and c.end_of_page) or (c.contents and "…" in c.text):
            put(BODY, Role.FURNITURE, w["chrome_inside"])
    if c.contents and c.text[-1:].isdigit():
        put(HEAD, Role.FURNITURE, w["chrome"])
        put(BODY, Role.FURNITURE, w["chrome_inside"])
    if (
        e.headers
        and plain
        and not (c.marker or c.salutation or c.row or (wrapped and count > 1))
        and key_of(c.text) in e.headers
    ):
        # One that comes but once carries the number of its page.
        cost = w["printed"] if count == 1 else w["header"] if count > 2 else w["header_twice"]
        put(BODY, Role.FURNITURE, cost)
        put(HEAD, Role.FURNITURE, cost if count == 1 else w["header_front"])
        put(TAIL, Role.FURNITURE, cost)
    if c.editor:
        for zone in _OUTER:
            put(zone, Role.EDITOR, w["editor"])


def _promotion(e: Evidence, put: Put, unit: Unit, c: Cues, count: int, plain: bool) -> None:
    w = e.costs["role_aside"]
    site = bool(e.sites) and e.named_site(c.text)
    weight = c.words + 2 * (c.contact or site) + (count > 1 and e.first_seen[key_of(c.text)] <= e.first_body)
    cost = w["contact"] if c.contact else w[("words_0", "words_1", "words_2")[min(weight, 2)]]
    if c.date or c.speaker or c.salutation:
        cost += w["byline"]
    if plain and e.zones.title < unit.line < e.zones.prose and (weight == 1 or e.between_furniture(unit.line)):
        cost = w["before_prose"]
    if c.end == "。" and not c.contact:
        cost += w["sentence"]
    begins = w["title"] if e.zones.top <= unit.line < e.zones.title else 0.0
    put(HEAD, Role.PROMOTION, cost + begins)
    put(UNDER, Role.PROMOTION, cost + begins)
    # What stands behind the words that close a text, and is no signature, is not the text's.
    behind = 0 <= e.closed < unit.line and e.attached < 0
    tail = 0.0 if weight else w["behind_closing"] if behind else w["tail"]
    put(TAIL, Role.PROMOTION, cost + begins + tail)
    glued = unit.start > 0 and e.lines[unit.line].text[: unit.start].strip() != ""
    if glued and (c.contact or (site and len(c.text) <= 40) or page.PAIRED.match(c.text)):
        put(BODY, Role.PROMOTION, w["glued"])
    elif c.contact and c.words and (c.end != "。" or count > 1):
        put(BODY, Role.PROMOTION, w["inside"])
    elif count > 1 and weight > 2 and plain:
        put(BODY, Role.PROMOTION, w["inside_repeated"])
    elif (c.set_off or c.framed) and (weight or c.disclaimer or c.notice):
        # A remark set off from the text it stands in.
        put(BODY, Role.PROMOTION, w["set_off"])
