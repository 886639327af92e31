"""Give every stretch of a manuscript one role: title, salutation, body, promotion, page furniture ...

The lines of a document are the steps of a Markov chain whose states are a zone (before the title, title, under the
title, body, after the closing) and a role. A cue makes a role cheap in the zones where it belongs, repetition and
position outweigh words, and Viterbi's algorithm finds the one cheapest sequence. Where a line may hold two things,
a promotion behind a heading or a page mark before a title, its readings compete within the chain.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from generator import cues
from generator.costs import costs
from generator.cues import Cues
from generator.garbage import uncollected
from generator.markers import DEFAULT, Families
from generator.model import Draft, Line, Manuscript, Note, Passage, Place, Role, Span, Style
from generator.roles.chain import BEGUN, BODY, HEAD, INF, NEXT_LINE, SALUTATION, STATE, STATES, TAIL, UNDER, steps
from generator.roles.emissions import Emissions
from generator.roles.front import title_goes_on
from generator.roles.readings import Unit, readings
from generator.unwrap import LONGEST_MARKER, Joiner, join

# --- decoding ---------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Node:
    """A state reached, with the way to it."""

    cost: float
    unit: Unit
    cues: Cues
    state: int
    before: _Node | None


_PRINTED = frozenset({Place.HEADER, Place.FOOTER, Place.CONTENTS})


def _emissions(chain: Emissions, unit: Unit, seen: Cues, begun: bool) -> dict[int, float]:
    """The costs of the roles of a unit, as its place in the file changes them."""
    emissions = chain.of(unit, seen, begun)
    if chain.lines[unit.line].place in _PRINTED:
        w = chain.costs["role_step"]
        aside = (Role.FURNITURE, Role.SECRECY, Role.NOTICE)
        emissions = {s: 0.0 if STATES[s][1] in aside else cost + w["printed"] for s, cost in emissions.items()}
        for zone in (HEAD, UNDER, BODY, TAIL):
            emissions.setdefault(STATE[zone, Role.FURNITURE], w["printed_furniture"])
    return emissions


def _special(chain: Emissions, before: _Node, unit: Unit, seen: Cues, state: int, step: float) -> float:
    """What a step costs into the next line of a title, or into the first salutation."""
    if state == NEXT_LINE:
        return title_goes_on(chain, before.unit, unit, before.cues, seen)
    headed = not step or chain.headed(unit.line)
    return 0.0 if headed else chain.costs["role_step"]["first_salutation"]


def _step(chain: Emissions, alive: Sequence[_Node], unit: Unit, seen: Cues) -> list[_Node]:
    """Go on over one unit."""
    begun = all(BEGUN[node.state] for node in alive)
    into = steps().into
    nodes: list[_Node] = []
    for state, emission in _emissions(chain, unit, seen, begun).items():
        best, origin = INF, None
        costs = into[state]
        special = state == NEXT_LINE or (state == SALUTATION and unit.line == chain.salutation)
        for node in alive:
            step = costs[node.state]
            cost = node.cost + step
            if special and step < INF:
                cost = node.cost + _special(chain, node, unit, seen, state, step)
            if cost < best:
                best, origin = cost, node
        if origin is not None:
            nodes.append(_Node(best + emission, unit, seen, state, origin))
    return nodes


def _begin(chain: Emissions, unit: Unit, seen: Cues) -> list[_Node]:
    """The first unit."""
    start = steps().start
    emissions = _emissions(chain, unit, seen, False)
    return [_Node(start[s] + cost, unit, seen, s, None) for s, cost in emissions.items() if start[s] < INF]


def _decode(manuscript: Manuscript, families: Families, name: str) -> tuple[list[_Node], Emissions]:
    """The cheapest sequence of roles."""
    chain = Emissions(manuscript, families, name)
    window = costs()["search"]["role_window"]
    alive: list[_Node] = []
    count = len(manuscript.lines)
    for i, line in enumerate(manuscript.lines):
        reached: dict[int, _Node] = {}
        text = line.text
        whole = chain.look(text.strip())
        for units in readings(line, whole, i, count, chain.endings, chain.sites):
            nodes = alive
            for unit in units:
                seen = whole if len(units) == 1 else chain.look(text[unit.start : unit.end].strip())
                nodes = _step(chain, nodes, unit, seen) if nodes else _begin(chain, unit, seen)
            for node in nodes:
                held = reached.get(node.state)
                if held is None or node.cost < held.cost:
                    reached[node.state] = node
        limit = min([node.cost for node in reached.values()]) + window
        alive = [node for node in reached.values() if node.cost <= limit]
    path: list[_Node] = []
    end = steps().end
    last = min(alive, key=lambda n: n.cost + end[n.state]) if alive else None
    while last is not None:
        path.append(last)
        last = last.before
    path.reverse()
    return path, chain


# --- the stage --------------------------------------------------------------------------------------------------

_BODY = Place.BODY
_RUNNING = frozenset({Role.OPENING, Role.BODY})
_TEXT = frozenset({Role.SALUTATION, Role.OPENING, Role.BODY, Role.CLOSING, Role.SIGNATURE, Role.ATTACHMENT})


@uncollected()
def assign(manuscript: Manuscript, families: Families = DEFAULT, name: str = "") -> Draft:
    """Roles for every stretch of text, and the running text as paragraphs with wrapped lines joined.

    ``name`` is what the file is called: a line that says the same is likely the title.
    """
    path, chain = _decode(manuscript, families, name)
    spans = [Span(STATES[n.state][1], n.unit.line, n.unit.start, n.unit.end) for n in path]
    passages, joined = _passages(manuscript.lines, spans, chain.joiner)
    return Draft(manuscript, tuple(spans), tuple(passages), tuple(_notes(manuscript.lines, path, joined)))


@dataclass(slots=True)
class _Run:
    """A paragraph while its lines are gathered; it can have very many."""

    role: Role
    pieces: list[str]
    size: int
    breaks: list[tuple[int, int]]
    style: Style
    place: Place

    def add(self, text: str, number: int) -> None:
        """Go on with a line."""
        space = len(join(self.pieces[-1][-1:], text[:1])) - 2
        self.pieces.append(" " * space + text)
        self.breaks.append((self.size + space, number))
        self.size += space + len(text)

    def passage(self) -> Passage:
        """The paragraph as it is now."""
        return Passage(self.role, "".join(self.pieces), tuple(self.breaks), self.style, self.place)


def _passages(lines: Sequence[Line], spans: Sequence[Span], joiner: Joiner) -> tuple[list[Passage], int]:
    """Paragraphs of running text, and the line number of the first that a page's width had broken."""
    out: list[_Run] = []
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
            and span.role in _RUNNING
            and last.role in _RUNNING
            and line.place is last.place is _BODY
            and previous.line != span.line
            and not (line.style.label or line.style.level or last.style.level)
        ):
            before = lines[previous.line]
            head = before.text[previous.start : previous.end]
            adjacent = interrupted or cues.gap(before, line) == 0
            wrapped = adjacent and joiner.wrapped(head, raw)
            split = last.size <= LONGEST_MARKER and joiner.split_marker("".join(last.pieces), raw)
            if wrapped or split or (adjacent and joiner.unfinished(head, raw)):
                last.add(text, line.number)
                if wrapped and not interrupted and not first_join:
                    first_join = line.number
                previous, interrupted = span, False
                continue
        style = line.style
        if style.bold or style.label:
            shift = len(line.text) - len(line.text[span.start :].lstrip())
            bold = tuple((max(0, a - shift), min(len(text), b - shift)) for a, b in style.bold)
            style = replace(style, bold=tuple((a, b) for a, b in bold if a < b), label=max(0, style.label - shift))
        out.append(_Run(span.role, [text], len(text), [(0, line.number)], style, line.place))
        previous, interrupted = span, False
    return [run.passage() for run in out], first_join


_FURNITURE = frozenset(state for state, (_, role) in enumerate(STATES) if role is Role.FURNITURE)
_HEADERS = frozenset({STATE[BODY, Role.FURNITURE], STATE[BODY, Role.REPEAT]})


def _notes(lines: Sequence[Line], path: Sequence[_Node], joined: int) -> Iterator[Note]:
    """What was repaired on the way."""
    pages = [n for n in path if n.state in _FURNITURE and n.cues.page_number]
    if pages:
        yield Note("page-number", f"移出页码 {len(pages)} 处", lines[pages[0].unit.line].number)
    headers = [
        n for n in path if n.state in _HEADERS and not n.cues.page_number and not n.cues.chrome and not n.cues.contents
    ]
    if headers:
        yield Note("running-header", f"移出页眉或页脚 {len(headers)} 处", lines[headers[0].unit.line].number)
    if joined:
        yield Note("hard-wrap", "原文按版面宽度断行，已接成段落", joined)
