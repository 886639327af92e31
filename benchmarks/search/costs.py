"""What a search costs a reader: bytes, time, memory. The same way for every engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from .browser import Tab, started
from .engines import BOXES
from .server import Server

FRESH = 5
TYPED = "安全生产"
PATIENCE = 120_000
NO_ANSWER = 15_000


@dataclass(frozen=True, slots=True)
class Costs:
    """Times are medians in milliseconds."""

    first: float
    """From typing at the load event of a page in a fresh context to the first result in the list."""
    later_first: float
    """The same of a later query that has results, the box's own waiting for further keys included."""
    later: float
    """Of a later query, from typing to the last change of the answer, with the same waiting."""
    sent: int
    """Bytes sent from opening the home page to the first result, page and workers."""
    whole: int
    """Bytes until the answer was whole and the network still."""
    requests: int
    """As many for that."""


def costs(engine: str, server: Server, later: Sequence[str]) -> Costs:
    """Measure a served site; the first fresh page only warms the server up."""
    firsts = []
    with started() as browser:
        for _ in range(FRESH + 1):
            context = browser.new_context()
            server.sent.clear()
            tab = Tab(context.new_page(), BOXES[engine]).open(server.address)
            answer = tab.ask(TYPED, PATIENCE)
            firsts.append(answer.first)
            tab.page.wait_for_load_state("networkidle")
            sent = sum(size for moment, _, size in server.sent if moment <= answer.moment)
            whole = sum(size for _, _, size in server.sent)
            requests = len(server.sent)
            context.close()
    with started() as browser:
        tab = Tab(browser.new_page(), BOXES[engine]).open(server.address)
        tab.ask(TYPED, PATIENCE)
        answers = [tab.ask(query, PATIENCE) for query in later]
    shown = median(one.first for one in answers if one.first)
    return Costs(median(firsts[1:]), shown, median(one.last for one in answers), sent, whole, requests)


def from_folder(engine: str, site: Path) -> float | None:
    """Milliseconds to the first result on a page opened from a folder; none where nothing comes."""
    firsts = []
    for _ in range(3):
        with started() as browser:
            tab = Tab(browser.new_page(), BOXES[engine]).open((site / "index.html").as_uri())
            firsts.append(tab.ask(TYPED, NO_ANSWER).first)
    return median(firsts) or None
