"""Give every stretch of a manuscript one role: title, salutation, body, promotion, page furniture ...

The lines of a document are the steps of a Markov chain whose states are a zone (before the title, title, under the
title, body, after the closing) and a role. A cue makes a role cheap in the zones where it belongs, repetition and
position outweigh words, and Viterbi's algorithm finds the one cheapest sequence. Where a line may hold two things,
a promotion behind a heading or a page mark before a title, its readings compete within the chain.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from generator import cues
from generator.cues import Cues, look
from generator.markers import DEFAULT, Families
from generator.model import Draft, Line, Manuscript, Note, Passage, Place, Role, Span
from generator.unwrap import Joiner, join, page_width

INF = float("inf")

HALF_PAGE = 300
"""Characters; a page of GB/T 9704-2012 holds 616."""

# --- the chain --------------------------------------------------------------------------------------------------

HEAD, TITLE, MORE, UNDER, BODY, TAIL, LIST, FOOT, BELOW = range(9)

STATES: tuple[tuple[int, Role], ...] = (
    *(
        (HEAD, r)
        for r in (Role.NOTICE, Role.SECRECY, Role.PROMOTION, Role.FURNITURE, Role.EDITOR, Role.DATE, Role.SPEAKER)
    ),
    (TITLE, Role.TITLE),
    (MORE, Role.TITLE),
    *((UNDER, r) for r in (Role.SUBTITLE, Role.OCCASION, Role.DATE, Role.SPEAKER, Role.NOTICE, Role.SECRECY)),
    *((UNDER, r) for r in (Role.PROMOTION, Role.FURNITURE, Role.REPEAT, Role.EDITOR)),
    *((BODY, r) for r in (Role.SALUTATION, Role.OPENING, Role.BODY, Role.PROMOTION, Role.FURNITURE, Role.REPEAT)),
    *((TAIL, r) for r in (Role.CLOSING, Role.SIGNATURE, Role.ATTACHMENT, Role.NOTICE, Role.PROMOTION)),
    *((TAIL, r) for r in (Role.FURNITURE, Role.REPEAT, Role.EDITOR)),
    (LIST, Role.ATTACHMENT),  # the items below 附件：
    (FOOT, Role.FURNITURE),  # 相关报道, 责任编辑
    (BELOW, Role.FURNITURE),  # and what a web page puts below them
)
_STATE = {state: i for i, state in enumerate(STATES)}

FIRST_LINE = _STATE[TITLE, Role.TITLE]
NEXT_LINE = _STATE[MORE, Role.TITLE]
SALUTATION = _STATE[BODY, Role.SALUTATION]


def _transition(a: tuple[int, Role], b: tuple[int, Role]) -> float:
    """What a step between two states costs; zones go forward, but a letter with attachments returns to a body."""
    (za, ra), (zb, rb) = a, b
    if zb == MORE or za == zb == TITLE:
        return 0.0 if za in (TITLE, MORE) and zb == MORE else INF
    if za == MORE:
        za = TITLE
    if za == zb:
        if zb == TAIL and Role.CLOSING in (ra, rb) and rb is not Role.CLOSING:
            return 0.0
        if zb == UNDER and rb is Role.FURNITURE and ra is not Role.FURNITURE:
            return 0.3
        if zb == BODY:
            if Role.FURNITURE in (ra, rb) and ra is not rb:
                return 0.1
            if rb is Role.OPENING and ra not in (Role.SALUTATION, Role.OPENING):
                return INF
        return 0.0
    if zb == LIST:
        return 0.0 if ra is Role.ATTACHMENT else INF
    if za == LIST:
        za = TAIL
    if zb == FOOT:
        return 0.0 if za in (BODY, TAIL, FOOT, BELOW) else INF
    if zb == BELOW:
        return 0.0 if za in (FOOT, BELOW) else INF
    if za in (FOOT, BELOW):
        return 6.0 if zb == BODY else INF
    if zb == TAIL and za == BODY:
        return 0.0
    if za == TAIL and zb == BODY:
        return 1.0 if ra is Role.ATTACHMENT else 3.0
    if zb < za or zb == TAIL or (zb == UNDER and za != TITLE):
        return INF
    if za == HEAD and zb == BODY:
        return 2.5
    return 0.0


TRANSITIONS: tuple[tuple[float, ...], ...] = tuple(tuple(_transition(a, b) for b in STATES) for a in STATES)
START: tuple[float, ...] = tuple(0.0 if zone in (HEAD, TITLE) else 2.5 if zone == BODY else INF for zone, _ in STATES)


# A document is more than what stands before its title.
END: tuple[float, ...] = tuple({HEAD: 3.0, TITLE: 0.5, MORE: 0.5}.get(zone, 0.0) for zone, _ in STATES)


@dataclass(frozen=True, slots=True)
class _Unit:
    """A stretch of a line that gets one role."""

    line: int
    start: int
    end: int


class _Chain:
    """The costs of one manuscript."""

    def __init__(self, manuscript: Manuscript, families: Families) -> None:
        self.manuscript = manuscript
        self.lines = manuscript.lines
        self.families = families
        self.seen = Counter(key for line in self.lines if len(key := _key(line.text)) <= cues.SHORT)
        self.headers = self._running_headers()
        self.salutation = -1
        self.width = page_width([line.text for line in self.lines])
        self.joiner = Joiner(self.width, families)
        sizes = Counter(line.style.size for line in self.lines if line.style.size)
        self.size = sizes.most_common(1)[0][0] if sizes else 0.0
        self.first_body = next((i for i, line in enumerate(self.lines) if len(line.text) > cues.SHORT), len(self.lines))
        self.titles: set[str] = set()
        self.declared = {_key(t) for t in (manuscript.directions.title, manuscript.properties.title) if t}

    def _running_headers(self) -> frozenset[str]:
        """Lines that come back page after page: beside page numbers, or with at least half a page between."""
        places: dict[str, list[int]] = {}
        offset = 0
        offsets = []
        for i, line in enumerate(self.lines):
            offsets.append(offset)
            offset += len(line.text)
            key = _key(line.text)
            if self.seen.get(key, 0) > 1:
                places.setdefault(key, []).append(i)
        pages = {i for i, line in enumerate(self.lines) if cues.PAGE_NUMBER.match(line.text.strip())}
        out = set()
        for key, found in places.items():
            paged = sum(1 for i in found if i - 1 in pages or i + 1 in pages)
            far = all(offsets[b] - offsets[a] > HALF_PAGE for a, b in zip(found, found[1:], strict=False))
            if paged * 2 >= len(found) or (far and len(found) > 2):
                out.add(key)
        return frozenset(out)

    def wrapped_from(self, i: int) -> bool:
        """Whether line ``i`` goes on with the sentence of the line before."""
        if i == 0 or not self.width:
            return False
        return self.joiner.wrapped(self.lines[i - 1].text, self.lines[i].text)

    def emissions(self, unit: _Unit, seen: Cues) -> dict[int, float]:
        """The costs of the roles that a unit can have, by state."""
        line = self.lines[unit.line]
        c = seen
        out: dict[int, float] = {}
        key = _key(c.text)
        count = self.seen.get(key, 0)
        last = len(self.lines) - 1 - unit.line
        wrapped = self.wrapped_from(unit.line) and unit.start == 0
        plain = c.end == "" or c.end in "，、"

        def put(zone: int, role: Role, cost: float) -> None:
            state = _STATE[zone, role]
            if cost < out.get(state, INF):
                out[state] = cost

        # Running text.
        body = 0.0
        if c.short:
            if not c.marker and c.end not in ("。", "！", "？", "；"):
                body = 0.6
            if c.page_number or c.secrecy:
                body += 4.0
            elif c.chrome or c.contents:
                body += 2.0
            if c.contact:
                body += 2.0
            if c.date or c.closing:
                body += 1.2
            if c.salutation or c.attachment:
                body += 1.5
            if c.notice and plain:
                body += 1.5
            if count > 1 and plain and not c.marker and not c.salutation and (c.words or key in self.headers):
                body += 0.8 * min(count - 1, 3)
            if wrapped:
                body = min(body, 0.3)
        elif c.contact and c.words > 1:
            body = 2.0
        put(BODY, Role.BODY, body)
        if c.end_of_page:
            put(FOOT, Role.FURNITURE, 0.0)
        put(BELOW, Role.FURNITURE, 0.1 if c.chrome or c.contact else 0.5 if c.short else 0.9)
        if c.opening and not c.marker:
            put(BODY, Role.OPENING, max(0.0, body - 0.3))
        if not c.short:
            weight = c.words + 2 * c.contact
            if weight >= 3:
                for zone in (HEAD, UNDER, TAIL):
                    put(zone, Role.PROMOTION, 1.0 if weight < 5 else 0.3)
            if c.chrome:
                put(TAIL, Role.FURNITURE, 0.3)
            if c.editor:
                for zone in (HEAD, UNDER, TAIL):
                    put(zone, Role.EDITOR, 0.3)
            if unit.line == 0:
                self._title(put, unit, c, line, key)
            return out
        self._set_aside(put, unit, c, count, plain, last, wrapped)
        if wrapped:
            return out
        self._byline(put, unit, c, key, plain)
        self._title(put, unit, c, line, key)
        if c.salutation:
            if self.salutation < 0:
                self.salutation = unit.line
            put(BODY, Role.SALUTATION, 0.0 if c.end in ("：", ":") else 0.3)
        if c.closing:
            put(TAIL, Role.CLOSING, 0.2)
        if c.attachment:
            put(TAIL, Role.ATTACHMENT, 0.1)
        elif plain and not c.marker and len(c.text) <= 40 and not c.row and not c.chrome and self._after_signature(unit.line):
            # The title of what is attached.
            put(TAIL, Role.ATTACHMENT, 0.3 if c.genre or c.text[-1] in "表单" else 1.0)
        elif c.marker and c.end in ("", "；") and len(c.text) < 40:
            put(LIST, Role.ATTACHMENT, 0.2)
        if c.date:
            put(TAIL, Role.SIGNATURE, 0.2)
        elif plain and len(c.text) <= 30 and not c.marker and not c.row:
            following = self.lines[unit.line + 1].text.strip() if last else ""
            dated = bool(following) and len(following) < 24 and cues.DATE.search(following) is not None
            near_end = last <= 3
            if cues.DATE.search(c.text) and (c.name or len(c.text) < 24) and near_end:
                put(TAIL, Role.SIGNATURE, 0.5)
            elif c.name or c.organisation or c.speaker:
                put(TAIL, Role.SIGNATURE, 0.3 if dated or near_end else 2.0)
            elif dated or near_end:
                put(TAIL, Role.SIGNATURE, 1.2 if dated else 2.5)
        return out

    def _after_signature(self, i: int) -> bool:
        """Whether a line follows a date that stands alone, or one more line behind it."""
        for line in self.lines[max(0, i - 3) : i]:
            text = line.text.strip()
            if len(text) < 30 and (cues.DATE.fullmatch(text) or cues.ATTACHMENT.match(text)):
                return True
        return False

    def _set_aside(self, put, unit: _Unit, c: Cues, count: int, plain: bool, last: int, wrapped: bool) -> None:  # type: ignore[no-untyped-def]
        """Costs of notices, secrecy marks, promotion and furniture."""
        outer = (HEAD, UNDER, TAIL)
        if c.notice and not c.marker:
            for zone in outer:
                put(zone, Role.NOTICE, 0.1 if c.end in ("", "，") or len(c.text) < 40 else 0.6)
        if c.secrecy:
            put(HEAD, Role.SECRECY, 0.0)
            put(UNDER, Role.SECRECY, 0.0)
        elif cues.COPY_NUMBER.match(c.text) and unit.line < 3:
            put(HEAD, Role.SECRECY, 0.6)
        weight = c.words + 2 * c.contact + (1 if count > 1 else 0)
        if not c.marker:
            cost = (2.4, 0.9, 0.4)[min(weight, 2)]
            if c.contact:
                cost = 0.2
            if c.date or c.speaker or c.salutation:
                cost += 1.5
            for zone in outer:
                far = 1.0 if zone == TAIL and weight == 0 else 0.0
                put(zone, Role.PROMOTION, cost + far + (0.8 if c.end == "。" and not c.contact else 0.0))
            if c.contact and unit.start > 0 and self.lines[unit.line].text[: unit.start].strip():
                put(BODY, Role.PROMOTION, 0.2)
            elif c.contact and c.words and (c.end != "。" or count > 1):
                put(BODY, Role.PROMOTION, 0.8)
            elif count > 1 and weight > 2 and plain:
                put(BODY, Role.PROMOTION, 0.9)
        if c.page_number:
            put(BODY, Role.FURNITURE, 0.0)
        if c.chrome or c.contents:
            for zone in outer:
                put(zone, Role.FURNITURE, 0.1)
            if c.chrome and c.end_of_page or c.contents and "…" in c.text:
                put(BODY, Role.FURNITURE, 0.6)
        if c.contents and c.text[-1:].isdigit():
            put(HEAD, Role.FURNITURE, 0.1)
            put(BODY, Role.FURNITURE, 0.6)
        if plain and not c.marker and not c.salutation and not c.row and not wrapped and _key(c.text) in self.headers:
            put(BODY, Role.FURNITURE, 0.9 if count > 2 else 1.6)
            put(HEAD, Role.FURNITURE, 1.2)
        if c.editor:
            for zone in outer:
                put(zone, Role.EDITOR, 0.2)

    def _title(self, put, unit: _Unit, c: Cues, line: Line, key: str) -> None:  # type: ignore[no-untyped-def]
        """Cost of a line as a title, or as a further line of one."""
        text = c.text
        cost = 1.7
        if c.genre:
            cost -= 1.5
        if text.startswith("关于") or "关于" in text:
            cost -= 0.2
        if unit.line == 0 and unit.start == 0:
            cost -= 0.5
        if key in self.declared:
            cost -= 3.0
        if line.style.level == 1 and c.marker is False:
            cost -= 1.0
        if line.style.align == "center":
            cost -= 0.6
        if self.size and line.style.size > self.size * 1.15:
            cost -= 0.8
        if self.seen.get(key, 0) > 1 and not c.words:
            cost -= 0.5
        if len(text) > 60:
            cost += 2.0 if c.short else 5.0
        if len(text) < 4:
            cost += 2.5
        if c.end:
            cost += {"，": 1.5, "、": 2.0, "：": 3.5, ":": 3.5, "？": 0.8, "！": 0.8}.get(c.end, 4.5)
        if c.marker and not (c.genre and cues.SPEECH.search(text)):
            cost += 4.0
        if c.chrome or c.contents and not c.genre or c.date or c.salutation and c.end or c.secrecy or c.row:
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
        elif c.occasion and not c.genre or c.name:
            cost += 2.5
        elif c.speaker or c.organisation:
            cost += 0.8
        if c.closing or c.attachment:
            cost += 3.0
        put(TITLE, Role.TITLE, cost)
        put(MORE, Role.TITLE, cost - 1.2 if not c.genre else cost)
        if cost < 1.0:
            self.titles.add(key)

    def _byline(self, put, unit: _Unit, c: Cues, key: str, plain: bool) -> None:  # type: ignore[no-untyped-def]
        """Costs of what stands under a title."""
        if c.occasion:
            put(UNDER, Role.OCCASION, 0.1)
        elif c.dashed and c.end == "":
            put(UNDER, Role.SUBTITLE, 0.2)
        if c.number:
            put(UNDER, Role.SUBTITLE, 0.1)
        if c.date:
            put(UNDER, Role.DATE, 0.3 if c.clock else 0.0)
            put(HEAD, Role.DATE, 0.8)
            if c.clock:
                put(UNDER, Role.FURNITURE, 0.1)
        if (plain or c.name) and not c.marker and len(c.text) <= 40:
            if c.name and c.end:
                put(HEAD, Role.SPEAKER, 0.6)
            elif c.speaker or c.name:
                put(UNDER, Role.SPEAKER, 0.2)
                put(HEAD, Role.SPEAKER, 1.6)
            elif c.organisation:
                put(UNDER, Role.SPEAKER, 0.6)
            elif cues.DATE.search(c.text) and len(c.text) < 30:
                put(UNDER, Role.DATE, 1.0)
            elif c.text[0] in "（(" and c.text[-1] in "）)" and len(c.text) < 30:
                put(UNDER, Role.SUBTITLE, 0.8)
        # A caption or a report's sentence between title and salutation.
        if c.end == "。" and len(c.text) < 30:
            put(UNDER, Role.FURNITURE, 1.5)
        if not c.marker and len(key) >= 5 and any(t.endswith(key) or t.startswith(key) for t in self.titles):
            put(UNDER, Role.REPEAT, 0.0 if key in self.titles else 0.2)
            put(TAIL, Role.REPEAT, 0.3)
            if self.seen.get(key, 0) > 1:
                put(BODY, Role.REPEAT, 0.7)

    def title_goes_on(self, before: _Unit, after: _Unit, a: Cues, b: Cues) -> float:
        """Cost of a title that goes on in the next line: its first line is not complete."""
        cost = 0.9 + 0.8 * min(cues.gap(self.lines[before.line], self.lines[after.line]), 3)
        begun = a.text[-1] in "的和与及、，在为" or ("关于" in a.text and not a.genre) or a.organisation
        if a.genre:
            cost += 1.5
        elif begun or b.text.startswith(("关于", "在", "的", "和", "暨")):
            # The first line alone is no title: what made it dear is the second line's to say.
            cost -= 1.2 if b.genre else 0.4
        if len(a.text) < 6 and not a.organisation:
            cost += 1.2
        if a.words or b.words:
            cost += 0.8
        return cost


def _key(text: str) -> str:
    """A text for comparison: without white space."""
    return "".join(text.split())


# --- readings of a line -----------------------------------------------------------------------------------------

_LONG_HEAD = re.compile(
    r"^(?P<name>[\u4e00-\u9fff]{2,4}[:：])?(?P<title>[^。！？!?]{4,40}?(?:提纲|发言稿|讲话稿|讲稿|致辞|致词|主持词|发言|讲话|汇报|总结))"
    r"(?!精神|要求|重要|内容|提纲|材料|稿|[的中时会])"
    r"(?P<salutation>(?:尊敬的)?(?:各位|同志们|女士们)[^。！？!?]{0,30}?[:：])?"
)


_TRAILING_NUMBER = re.compile("(?<=[\u4e00-\u9fff”’》]) +[0-9]{1,3}$")


def _readings(line: Line, i: int, count: int) -> Iterator[tuple[_Unit, ...]]:
    """The ways a line can be cut into units, the whole line first."""
    text = line.text
    start = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    yield (_Unit(i, start, end),)
    page = cues.LEADING_PAGE.match(text)
    head = page.end() if page else start
    if end - head > cues.SHORT and count <= 4 and i < 2:
        m = _LONG_HEAD.match(text[head:end])
        if m:
            cuts = [m.end("name"), m.end("title"), m.end("salutation")]
            edges = [start, head, *(head + c for c in cuts if c > 0), end]
            yield tuple(_Unit(i, a, b) for a, b in zip(edges, edges[1:], strict=False) if text[a:b].strip())
    elif page:
        yield _Unit(i, start, head), _Unit(i, head, end)
    number = _TRAILING_NUMBER.search(text, start, end) if end - start < cues.SHORT else None
    if number:
        yield _Unit(i, start, number.start()), _Unit(i, number.start(), end)
    if cues.CONTACT.search(text, max(0, end - 80)):
        cut = _promotion_start(text, start, end)
        if start < cut < end:
            yield _Unit(i, start, cut), _Unit(i, cut, end)


def _promotion_start(text: str, start: int, end: int) -> int:
    """Where a promotion glued to the end of a line begins: behind the last space before it or the last full stop."""
    m = cues.CONTACT.search(text, max(start, end - 80))
    if m is None:
        return end
    stop = max(text.rfind(mark, start, m.start()) for mark in "。！？!?；")
    cut = stop + 1
    for space in (" ", "\u3000", "\t"):
        at = text.rfind(space, start, m.start())
        while at > cut and len(text[at : m.start()].strip()) < 2:
            # The address stands behind the site's name.
            at = text.rfind(space, start, at)
        cut = max(cut, at + 1) if at >= 0 else cut
    return cut if text[cut:end].strip() and text[start:cut].strip() else end


# --- decoding ---------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Node:
    """A state reached, with the way to it."""

    cost: float
    unit: _Unit
    cues: Cues
    state: int
    before: _Node | None


def _step(chain: _Chain, alive: dict[int, _Node], unit: _Unit, first: bool) -> dict[int, _Node]:
    """Go on over one unit."""
    seen = look(chain.lines[unit.line].text[unit.start : unit.end].strip(), chain.families)
    place = chain.lines[unit.line].place
    emissions = chain.emissions(unit, seen)
    if place in (Place.HEADER, Place.FOOTER):
        emissions = {
            s: (0.0 if STATES[s][1] in (Role.FURNITURE, Role.SECRECY, Role.NOTICE) else c + 6.0)
            for s, c in emissions.items()
        }
        for zone in (HEAD, UNDER, BODY, TAIL):
            emissions.setdefault(_STATE[zone, Role.FURNITURE], 0.3)
    nodes: dict[int, _Node] = {}
    for state, emission in emissions.items():
        if first:
            cost = START[state] + emission
            if cost < INF:
                nodes[state] = _Node(cost, unit, seen, state, None)
            continue
        best, origin = INF, None
        for node in alive.values():
            step = TRANSITIONS[node.state][state]
            if state == SALUTATION and node.state != SALUTATION and STATES[node.state][0] == BODY:
                # A speech begins with its first salutation.
                step = 2.8 if unit.line == chain.salutation else 0.6
            if state == NEXT_LINE and step < INF:
                step = chain.title_goes_on(node.unit, unit, node.cues, seen)
            if node.cost + step < best:
                best, origin = node.cost + step, node
        if origin is not None:
            nodes[state] = _Node(best + emission, unit, seen, state, origin)
    return nodes


def _decode(manuscript: Manuscript, families: Families) -> tuple[list[_Node], _Chain]:
    """The cheapest sequence of roles."""
    chain = _Chain(manuscript, families)
    alive: dict[int, _Node] = {}
    count = len(manuscript.lines)
    for i, line in enumerate(manuscript.lines):
        reached: dict[int, _Node] = {}
        for units in _readings(line, i, count):
            nodes = alive
            for k, unit in enumerate(units):
                nodes = _step(chain, nodes, unit, first=i == 0 and k == 0)
            for state, node in nodes.items():
                held = reached.get(state)
                if held is None or node.cost < held.cost:
                    reached[state] = node
        alive = reached
    path: list[_Node] = []
    node = min(alive.values(), key=lambda n: n.cost + END[n.state]) if alive else None
    while node is not None:
        path.append(node)
        node = node.before
    path.reverse()
    return path, chain


# --- the stage --------------------------------------------------------------------------------------------------

_TEXT = frozenset({Role.SALUTATION, Role.OPENING, Role.BODY, Role.CLOSING, Role.SIGNATURE, Role.ATTACHMENT})


def assign(manuscript: Manuscript, families: Families = DEFAULT) -> Draft:
    """Roles for every stretch of text, and the running text as paragraphs with wrapped lines joined."""
    path, chain = _decode(manuscript, families)
    spans = [Span(STATES[n.state][1], n.unit.line, n.unit.start, n.unit.end) for n in path]
    passages, joined = _passages(manuscript.lines, spans, chain.joiner)
    return Draft(manuscript, tuple(spans), tuple(passages), tuple(_notes(manuscript.lines, path, joined)))


def _passages(lines: Sequence[Line], spans: Sequence[Span], joiner: Joiner) -> tuple[list[Passage], int]:
    """Paragraphs of running text, and the line number of the first that a page's width had broken."""
    out: list[Passage] = []
    first_join = 0
    interrupted = False
    previous: Span | None = None
    for span in spans:
        line = lines[span.line]
        if span.role not in _TEXT:
            interrupted = True
            continue
        text = line.text[span.start : span.end].strip()
        raw = line.text[: span.end] if not line.text[: span.start].strip() else text
        last = out[-1] if out else None
        if (
            last is not None
            and previous is not None
            and span.role in (Role.BODY, Role.OPENING)
            and last.role in (Role.BODY, Role.OPENING)
            and line.place is last.place is Place.BODY
            and previous.line != span.line
            and not (line.style.label or line.style.level)
        ):
            before = lines[previous.line]
            head = before.text[previous.start : previous.end]
            adjacent = interrupted or cues.gap(before, line) == 0
            wrapped = adjacent and joiner.wrapped(head, raw)
            if wrapped or joiner.split_marker(last.text, raw) or (adjacent and joiner.unfinished(head, raw)):
                whole = join(last.text, text)
                offset = len(whole) - len(text)
                out[-1] = Passage(last.role, whole, (*last.breaks, (offset, line.number)), last.style, last.place)
                if wrapped and not interrupted and not first_join:
                    first_join = line.number
                previous, interrupted = span, False
                continue
        style = line.style
        if style.bold or style.label:
            shift = len(line.text) - len(line.text[span.start :].lstrip())
            bold = tuple((max(0, a - shift), min(len(text), b - shift)) for a, b in style.bold)
            style = replace(style, bold=tuple((a, b) for a, b in bold if a < b), label=max(0, style.label - shift))
        out.append(Passage(span.role, text, ((0, line.number),), style, line.place))
        previous, interrupted = span, False
    return out, first_join


def _notes(lines: Sequence[Line], path: Sequence[_Node], joined: int) -> Iterator[Note]:
    """What was repaired on the way."""
    pages = [n for n in path if STATES[n.state][1] is Role.FURNITURE and n.cues.page_number]
    if pages:
        yield Note("page-number", f"移出页码 {len(pages)} 处", lines[pages[0].unit.line].number)
    headers = [
        n
        for n in path
        if STATES[n.state] in ((BODY, Role.FURNITURE), (BODY, Role.REPEAT))
        and not n.cues.page_number
        and not n.cues.chrome
        and not n.cues.contents
    ]
    if headers:
        yield Note("running-header", f"移出页眉或页脚 {len(headers)} 处", lines[headers[0].unit.line].number)
    if joined:
        yield Note("hard-wrap", "原文按版面宽度断行，已接成段落", joined)
