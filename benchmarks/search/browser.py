"""Drives a search box in headless Chromium and reads what it shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING, Any

from .engines import Box

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PROBE = (Path(__file__).parent / "probe.js").read_text("utf-8")
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the box showed for a query."""

    paths: tuple[str, ...]
    """The first ten outlines, without suffix."""
    near: tuple[str, ...]
    """For each, how it is near ("" where it is claimed to have the query)."""
    total: int
    near_total: int
    offered: tuple[str, ...]
    """Suggestions."""
    first: float
    """Milliseconds to the first result."""
    last: float
    """Milliseconds to the last change."""
    moment: float = 0
    """When the first result came, in seconds since the epoch."""

    @property
    def exact(self) -> tuple[str, ...]:
        """The outlines that the box says have the query."""
        return tuple(path for path, near in zip(self.paths, self.near, strict=True) if not near)


NOTHING = Answer((), (), 0, 0, (), 0, 0)


def _answer(found: dict[str, Any] | None) -> Answer:
    if found is None:
        return NOTHING
    return Answer(
        tuple(item["path"] for item in found["items"]),
        tuple(item["near"] for item in found["items"]),
        int(found["total"]),
        int(found["near"]),
        tuple(found["offered"]),
        found["first"],
        found["last"],
        found["moment"] / 1000,
    )


class Tab:
    """A page of a site with a search box."""

    def __init__(self, page: Page, box: Box) -> None:
        self.page = page
        self.box = box

    def open(self, address: str) -> Tab:
        """Open a page and make it ready to be asked."""
        self.page.goto(address, wait_until="load")
        self.page.evaluate(PROBE, asdict(self.box))
        return self

    def ask(self, query: str, limit: float = 20_000) -> Answer:
        """Type a query and wait for its answer."""
        return _answer(self.page.evaluate("([query, limit]) => ask(query, limit)", [query, limit]))

    def start(self, queries: Sequence[str]) -> None:
        """Begin to ask queries in turn; other tabs can be asked meanwhile."""
        self.page.evaluate("queries => void (window.asked = askAll(queries))", list(queries))

    def answers(self) -> list[Answer]:
        """Wait for the answers to what :meth:`start` asked."""
        return [_answer(found) for found in self.page.evaluate("() => window.asked")]

    def choose(self, text: str, limit: float = 3_000) -> Answer:
        """Choose a suggestion, wherever the box offers it, and wait for its answer."""
        from playwright.sync_api import TimeoutError as Timeout

        option = self.page.locator(f'.tg-search__suggest [data-text="{text}"]')
        try:
            option.click(timeout=limit)
            self.page.wait_for_function("text => finished(text)", arg=text, timeout=limit)
        except Timeout:
            return NOTHING
        return _answer({"first": 0, "last": 0, "moment": 0, **self.page.evaluate("() => answer()")})


@contextmanager
def started() -> Iterator[Browser]:
    """A browser of its own."""
    from playwright.sync_api import sync_playwright

    path = next(filter(None, map(which, NAMES)), None)
    if path is None:
        raise FileNotFoundError("no Chromium found")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        browser.close()
