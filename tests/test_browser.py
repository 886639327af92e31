"""The sample archive and an outline of the usual shape, read in a browser over http and from a folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

import pytest
from conftest import ROOT, Archive

from benchmarks.search.server import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, ViewportSize

pytestmark = [pytest.mark.browser, pytest.mark.slow]

GOLDEN = ROOT / "tests" / "golden"
WIDE: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 360, "height": 740}


class Reader:
    """A tab that remembers what it asked for and what its console said."""

    def __init__(self, page: Page, root: str) -> None:
        self.page = page
        self.root = root
        self.requests: list[str] = []
        self.said: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))

    def open(self, path: str) -> Page:
        self.page.goto(self.root + quote(path, safe="/#?=%"))
        return self.page

    def check(self) -> None:
        """The console is silent, and nothing came from another host."""
        assert self.said == []
        own = (self.root, "data:", "blob:", "about:")
        assert [url for url in self.requests if not url.startswith(own)] == []


def settle(page: Page) -> None:
    """Wait until all is there that a page asks for by itself: its files, its fonts, the entries of its facets.

    Not ``networkidle``: a request that the browser keeps open by itself, on a busy machine, is not one of the page's.
    """
    page.wait_for_load_state("load")
    page.evaluate("document.fonts.ready.then(() => null)")
    if page.locator(".tg-facets").count():
        page.locator(".tg-facets[data-ready]").wait_for()


@pytest.fixture(scope="module")
def site(sample: Archive, tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """The sample archive with the golden outlines beside it."""
    made = Archive(tmp_path_factory.mktemp("browser") / "archive")
    for path in sorted(sample.content.rglob("*")):
        if path.is_file():
            made.write(path.relative_to(sample.content).as_posix(), path.read_bytes())
    for path in sorted(GOLDEN.glob("*.txt")):
        made.write(f"范例/{path.name}", path.read_bytes())
    built = made.build("--strict")
    assert built.code == 0, built.log
    return made


@pytest.fixture(scope="module")
def server(site: Archive) -> Iterator[str]:
    with serving(site.site) as running:
        yield running.address


@pytest.fixture(params=["http", "file"])
def reader(request: pytest.FixtureRequest, browser: Browser, site: Archive, server: str) -> Iterator[Reader]:
    """A wide tab, over http and from the folder."""
    context = browser.new_context(viewport=WIDE)
    yield Reader(context.new_page(), server if request.param == "http" else f"{site.site.as_uri()}/")
    context.close()


def outlines(site: Archive) -> list[str]:
    pages = [path for path in site.published() if path.endswith(".html")]
    return [path for path in pages if "tg-body--outline" in site.page(path)]


def test_every_kind_of_page_is_silent(reader: Reader, site: Archive) -> None:
    for path in ("index.html", "outlines.html", "档案管理/index.html", "关于本库.html", outlines(site)[0]):
        page = reader.open(path)
        settle(page)
        assert page.locator("h1").count() == 1, path
    reader.check()


def test_the_contents_lead_to_each_heading(reader: Reader, site: Archive) -> None:
    (path,) = [path for path in outlines(site) if "守堤" in path]
    page = reader.open(path)
    links = page.locator(".md-sidebar--secondary .tg-contents li a:visible")
    headings = page.locator(".tg-body h2, .tg-body h3")
    assert links.count() == headings.count() == 11
    for index in range(links.count()):
        target = unquote((links.nth(index).get_attribute("href") or "").partition("#")[2])
        heading = headings.nth(index)
        assert heading.get_attribute("id") == target
        links.nth(index).click()
        page.wait_for_function(
            "id => Math.abs(document.getElementById(id).getBoundingClientRect().top) < 500", arg=target
        )
    reader.check()


def test_search_finds_an_outline(reader: Reader) -> None:
    page = reader.open("index.html")
    page.keyboard.press("/")
    page.keyboard.type("库房")
    found = page.locator(".tg-search__output[data-state=done] .md-search-result__item a").first
    found.wait_for()
    assert "库房" in page.locator(".md-search-result__list").inner_text()
    found.click()
    page.wait_for_url("**/*.html*")
    reader.check()


def test_breadcrumbs_and_neighbours_lead_on(reader: Reader, site: Archive) -> None:
    page = reader.open("档案管理/index.html")
    page.locator(".tg-cards h3 a").nth(1).click()
    page.wait_for_selector(".tg-body--outline")
    page.locator("a[rel=next], a[rel=prev]").first.click()
    page.wait_for_selector(".tg-body--outline")
    page.get_by_role("link", name="档案管理").first.click()
    page.wait_for_url("**/index.html")
    reader.check()


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_no_page_scrolls_sideways(browser: Browser, server: str, site: Archive, viewport: ViewportSize) -> None:
    context = browser.new_context(viewport=viewport)
    reader = Reader(context.new_page(), server)
    for path in ["index.html", "outlines.html", "档案管理/index.html", "关于本库.html", *outlines(site)]:
        page = reader.open(quote(path))  # a name may hold #
        extra = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert extra <= 0, path
    context.close()


def test_contents_fold_on_a_phone(browser: Browser, server: str, site: Archive) -> None:
    (path,) = [path for path in outlines(site) if "守堤" in path]
    context = browser.new_context(viewport=PHONE)
    page = Reader(context.new_page(), server).open(path)
    links = page.locator("details.tg-contents a:visible")
    assert links.count() == 0
    page.locator("details.tg-contents summary").click()
    assert links.count() == 11
    context.close()


def test_nothing_in_a_source_runs(browser: Browser, archive: Archive) -> None:
    attack = "<script>window.ran = 1</script><img src=x onerror='window.ran = 1'><svg onload=window.ran=1>"
    name = "<img src=x onerror=alert`1`>"
    archive.write(
        f"{name}.txt",
        f"{attack}工作汇报\n{attack}\n一、{attack}。正文{attack}。\n</title>{attack}\n谢谢大家！{attack}\n",
    )
    archive.write(
        f"{name}/{name}.txt", f"</title></script>{attack}\n（2024年5月8日）\n仅供学习 禁止外传{attack}\n正文。\n"
    )
    archive.write(f"{name}/collection.yml", f'title: "{attack}"\ndescription: "{attack}"\n')
    built = archive.build()
    assert built.code == 0, built.log
    context = browser.new_context()
    context.add_init_script("window.alert = () => { window.ran = 1 }")
    page = context.new_page()
    for path in archive.published():
        if path.endswith(".html"):
            page.goto((archive.site / path).as_uri())
            page.wait_for_load_state("load")
            assert page.evaluate("window.ran") is None, path
    page.goto((archive.site / "index.html").as_uri())
    page.keyboard.press("/")
    page.keyboard.type("正文")
    page.wait_for_timeout(1500)
    assert page.evaluate("window.ran") is None
    context.close()


def test_printed_page_has_no_chrome(browser: Browser, server: str, site: Archive, tmp_path: Path) -> None:
    context = browser.new_context(viewport=WIDE)
    page = Reader(context.new_page(), server).open(outlines(site)[0])
    page.emulate_media(media="print")
    for chrome in (".md-header", ".md-sidebar", ".md-footer", ".tg-beside"):
        for index in range(page.locator(chrome).count()):
            assert not page.locator(chrome).nth(index).is_visible(), chrome
    assert page.pdf(path=tmp_path / "a.pdf", prefer_css_page_size=True).startswith(b"%PDF")
    context.close()
