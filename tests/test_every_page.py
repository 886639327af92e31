"""Every kind of page of the sample archive: what axe says of it, and what it weighs when it is first seen."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urljoin, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import Archive
from test_browser import PHONE, WIDE, Reader, settle

from benchmarks.search.server import PREFIX, Server, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, ViewportSize

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SECTIONS = "志愿服务/专题党课讲稿-从一张服务单说起.html"
TABLE = "档案管理/机关档案规范化整理工作汇报.html"
PLAIN = "全民阅读/全民阅读倡议书.html"
PAGES = {
    "home": "index.html",
    "outline with sections": SECTIONS,
    "outline with a table": TABLE,
    "outline with versions": "档案管理/数字档案室建设推进会讲话提纲.html",
    "short outline": PLAIN,
    "collection": "防汛备汛/index.html",
    "all outlines": "outlines.html",
    "browse": "browse.html",
    "genre": "by/genre/讲话.html",
    "year": "by/year/2024.html",
    "month": "by/year/2024-06.html",
    "topic": "by/topic/防汛.html",
    "organisation": "by/organisation/市档案局.html",
    "phrases": "phrases.html",
    "phrase": "phrases/一张表.html",
    "versions": "versions/档案管理/数字档案室建设推进会讲话提纲（修改稿）.html",
    "skeletons": "by/skeletons/防汛.html",
    "by hand": "关于本库.html",
    "lost": "404.html",
}
LIMIT = 60_000
"""Bytes of headers and compressed bodies, Material's own files not counted."""
MATERIAL = re.compile(r"/(?:main|palette|bundle)\.[0-9a-f]+\.min\.")


@pytest.fixture(scope="module")
def server(sample: Archive) -> Iterator[Server]:
    with serving(sample.site) as running:
        yield running


def _contents(page: Page) -> None:
    page.locator(".tg-contents--fold summary, .tg-nav__menu summary").locator("visible=true").last.click()
    page.locator("details[open] a").first.wait_for()


def _found(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("防汛")
    page.locator(".md-search-result__link").first.wait_for()


def _not_found(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("琵琶鼋鼍")
    page.locator("[data-view=none]").wait_for(state="attached")


def _basket(page: Page) -> None:
    page.locator(".tg-body h2 .tg-more").first.evaluate("button => button.click()")
    page.locator(".tg-take button", has_text="收入摘编").click()
    page.keyboard.press("B")
    page.locator("dialog[open] .tg-basket li").wait_for()


def _chosen(page: Page) -> None:
    if page.locator(".tg-facets__fold").is_visible():
        page.locator(".tg-facets__fold").click()
    page.locator(".tg-facets__value", has_text="讲话").first.click()
    page.locator(".tg-facets__chosen button").first.wait_for()


def _downloads(page: Page) -> None:
    page.locator(".tg-files summary").click()


def _all_shown(page: Page) -> None:
    page.evaluate("for (const one of document.querySelectorAll('.tg-diff__fold')) one.open = true")


STATES: dict[str, tuple[str, Callable[[Page], None]]] = {
    "contents open": (SECTIONS, _contents),
    "search open": ("index.html", _found),
    "search open on an outline": (SECTIONS, _found),
    "nothing found": ("browse.html", _not_found),
    "collection open": (SECTIONS, _basket),
    "downloads open": (SECTIONS, _downloads),
    "a facet chosen": ("browse.html", _chosen),
    "all of two versions": (PAGES["versions"], _all_shown),
    "words marked": (f"{SECTIONS}?h=单子", lambda page: page.locator(".tg-marks").wait_for()),
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_axe_has_nothing_to_say(browser: Browser, server: Server, viewport: ViewportSize, scheme: Any) -> None:
    axe, said, host = Axe(), {}, urljoin(server.address, "/")
    everything = {**{name: (path, None) for name, path in PAGES.items()}, **STATES}
    for name, (path, act) in everything.items():
        context = browser.new_context(viewport=viewport, color_scheme=scheme, reduced_motion="reduce")
        reader = Reader(context.new_page(), host)
        # The page that says that there is none names its files from the root of the host.
        reader.page.route(
            lambda url: urlsplit(url).path.startswith("/assets/"),
            lambda route: route.continue_(url=urljoin(server.address, urlsplit(route.request.url).path[1:])),
        )
        page = reader.open(f"{PREFIX[1:]}{path}")
        settle(page)
        if act:
            act(page)
        found = axe.run(page).response["violations"]
        if found:
            said[name] = [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in found]
        reader.check()
        context.close()
    assert said == {}


def test_the_kinds_of_pages_are_those_of_the_templates(sample: Archive) -> None:
    """No kind of page is left out above: each template is the one of some page."""
    classes = {
        "tg-home",
        "tg-browse",
        "tg-phrase",
        "tg-letters",
        "tg-diff",
        "tg-skeletons",
        "tg-body--outline",
        "tg-matrix",
    }
    seen = {name for path in PAGES.values() for name in classes if name in sample.page(path)}
    assert seen == classes


def test_no_first_view_is_heavy(browser: Browser, sample: Archive) -> None:
    sizes = {path: len(data) for path, data in sample.published().items() if path.endswith(".html")}
    outlines = [path for path in sizes if "tg-body--outline" in sample.page(path)]
    largest = sorted(outlines, key=lambda path: -sizes[path])[:3]
    for path in {*largest, *PAGES.values()} - {PAGES["lost"]}:
        context = browser.new_context(viewport=WIDE)
        with serving(sample.site) as own:
            page = context.new_page()
            page.goto(own.address + quote(path))
            settle(page)
            ours = {sent: size for _, sent, size in own.sent if not MATERIAL.search(f"/{sent}")}
        context.close()
        assert path in ours and any(sent.endswith("early.js") for sent in ours)
        assert sum(ours.values()) <= LIMIT, (path, sorted(ours.items(), key=lambda one: -one[1]))


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_nothing_moves_while_browse_loads(browser: Browser, server: Server, viewport: ViewportSize) -> None:
    context = browser.new_context(viewport=viewport)
    page = context.new_page()
    page.add_init_script(
        """window.moved = 0;
        new PerformanceObserver((list) => {
          for (const one of list.getEntries()) if (!one.hadRecentInput) window.moved += one.value;
        }).observe({ type: "layout-shift", buffered: true });"""
    )
    page.goto(f"{server.address}browse.html")
    page.locator(".tg-facets[data-ready]").wait_for()
    settle(page)
    assert page.evaluate("window.moved") < 0.01
    context.close()
