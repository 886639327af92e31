"""The states of the chain of roles, and what a step between two of them costs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from generator.costs import costs
from generator.model import Role

INF = float("inf")

HEAD, TITLE, MORE, UNDER, BODY, TAIL, LIST, ANNEX, FOOT, BELOW = range(10)

STATES: tuple[tuple[int, Role], ...] = (
    *(
        (HEAD, r)
        for r in (Role.NOTICE, Role.SECRECY, Role.PROMOTION, Role.FURNITURE, Role.EDITOR, Role.DATE, Role.SPEAKER)
    ),
    (HEAD, Role.NUMBER),
    (TITLE, Role.TITLE),
    (MORE, Role.TITLE),
    *((UNDER, r) for r in (Role.SUBTITLE, Role.OCCASION, Role.DATE, Role.SPEAKER, Role.NUMBER)),
    *((UNDER, r) for r in (Role.NOTICE, Role.SECRECY)),
    *((UNDER, r) for r in (Role.PROMOTION, Role.FURNITURE, Role.REPEAT, Role.EDITOR)),
    *((BODY, r) for r in (Role.SALUTATION, Role.OPENING, Role.BODY, Role.PROMOTION, Role.FURNITURE, Role.REPEAT)),
    *((TAIL, r) for r in (Role.CLOSING, Role.SIGNATURE, Role.ATTACHMENT, Role.NOTICE, Role.PROMOTION)),
    *((TAIL, r) for r in (Role.FURNITURE, Role.REPEAT, Role.EDITOR)),
    (LIST, Role.ATTACHMENT),  # the items below 附件：
    (ANNEX, Role.ATTACHMENT),  # the title of what is attached
    (FOOT, Role.FURNITURE),  # 相关报道, 责任编辑
    (FOOT, Role.PROMOTION),
    (BELOW, Role.FURNITURE),  # and what a web page puts below them
)
STATE = {state: i for i, state in enumerate(STATES)}
BEGUN = tuple(zone > UNDER for zone, _ in STATES)
"""In which states the text has begun."""

FIRST_LINE = STATE[TITLE, Role.TITLE]
NEXT_LINE = STATE[MORE, Role.TITLE]
SALUTATION = STATE[BODY, Role.SALUTATION]


def _transition(a: tuple[int, Role], b: tuple[int, Role], w: dict[str, float]) -> float:
    """What a step between two states costs; zones go forward, but a letter with attachments returns to a body."""
    (za, ra), (zb, rb) = a, b
    if zb == MORE or za == zb == TITLE:
        return 0.0 if za in (TITLE, MORE) and zb == MORE else INF
    if za == MORE:
        za = TITLE
    if zb == LIST:
        return 0.0 if ra is Role.ATTACHMENT and za != ANNEX else INF
    za, zb = (TAIL if zone in (LIST, ANNEX) else zone for zone in (za, zb))
    if za == zb:
        if zb == UNDER and rb is Role.FURNITURE and ra is not Role.FURNITURE:
            return w["furniture_under"]
        if zb == BODY:
            if Role.FURNITURE in (ra, rb) and ra is not rb:
                return w["furniture"]
            if rb is Role.OPENING and ra not in (Role.SALUTATION, Role.OPENING):
                return INF
            if rb is Role.SALUTATION and ra is not Role.SALUTATION:
                return w["salutation"]
        return 0.0
    if zb == FOOT:
        return 0.0 if za in (BODY, TAIL, FOOT, BELOW) else INF
    if zb == BELOW:
        return 0.0 if za in (FOOT, BELOW) else INF
    if za in (FOOT, BELOW):
        return w["below_foot"] if zb == BODY else INF
    if zb == TAIL and za == BODY:
        return 0.0
    if za == TAIL and zb == BODY:
        return w["attached"] if ra is Role.ATTACHMENT else w["resumed"]
    if zb < za or zb == TAIL or (zb == UNDER and za != TITLE):
        return INF
    return w["untitled"] if za == HEAD and zb == BODY else 0.0


@dataclass(frozen=True, slots=True)
class Steps:
    """What steps cost."""

    into: tuple[tuple[float, ...], ...]
    """From each state into one, by the state stepped into."""
    start: tuple[float, ...]
    end: tuple[float, ...]


@cache
def steps() -> Steps:
    """The costs of all steps."""
    w = costs()["role_step"]
    into = tuple(tuple(_transition(a, b, w) for a in STATES) for b in STATES)
    starts = {HEAD: 0.0, TITLE: 0.0, BODY: w["untitled"]}
    # A document is more than what stands before its title.
    ends = {HEAD: w["head_only"], TITLE: w["title_only"], MORE: w["title_only"]}
    return Steps(into, tuple(starts.get(zone, INF) for zone, _ in STATES), tuple(ends.get(z, 0.0) for z, _ in STATES))
