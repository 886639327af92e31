"""Nothing in a source runs: payloads in every field of every format, looked at by a parser and by a browser.

A payload calls ``__pwned`` with its number, which a page says on its console; the browser's ear for it is proved with
the payloads as they are, and with a page into which they got unescaped, where the security policy stops them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
import yaml
from conftest import ROOT, Archive
from placing import FORMATS, Fill, lines, promoted
from selectolax.lexbor import LexborHTMLParser

from benchmarks.search.server import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, ViewportSize

pytestmark = pytest.mark.slow

PAYLOADS: list[dict[str, Any]] = yaml.safe_load((ROOT / "tests" / "payloads.yaml").read_text("utf-8"))
HOOK = "window.__pwned = number => console.log('PWNED ' + number)"
TOUCH = """() => {
  for (const one of document.querySelectorAll('*')) {
    if (![...one.attributes].some((named) => /^on/i.test(named.name))) continue;
    for (const kind of ['mouseover', 'click', 'focus', 'toggle']) one.dispatchEvent(new Event(kind, {bubbles: false}));
  }
  for (const link of document.querySelectorAll('a, area')) {
    const address = link.href?.baseVal ?? link.href;  // of a link in a drawing, or of any other
    const leads = URL.canParse(address, document.baseURI) && new URL(address, document.baseURI).protocol;
    if (!/^(https?|file):$/.test(leads)) link.dispatchEvent(new MouseEvent('click', {cancelable: true}));
  }
}"""


def fill_with(text: str) -> Fill:
    return lambda place: text


def turning(start: int) -> Fill:
    """Another payload at every place, from one on."""
    at = count(start)
    return lambda place: PAYLOADS[next(at) % len(PAYLOADS)]["text"]


def write_formats(archive: Archive, formats: Iterable[str], every: bool) -> None:
    """Every payload in files of each format: in each of their places, or in one of them."""
    for suffix in formats:
        write = FORMATS[suffix]
        for number in range(0, len(PAYLOADS), 1 if every else PLACES[suffix]):
            fill = fill_with(PAYLOADS[number]["text"]) if every else turning(number)
            shown = promoted if number % 2 else lines
            archive.write(f"格式{suffix[1:]}/文{number}{suffix}", write(shown(fill), fill))


PLACES = dict.fromkeys(FORMATS, 14) | {".docx": 28, ".html": 18, ".md": 18}
"""So many places has a document at least."""
SHARES = tuple(tuple(FORMATS)[first::4] for first in range(4))
"""The formats in archives that are tried at once."""


def write_beside(archive: Archive) -> None:
    """Every payload in every key of front matter, sidecars and collection files, and in names."""
    for payload in PAYLOADS:
        text, folder = payload["text"], f"集{payload['id']}"
        said = yaml.safe_dump({"title": text, "description": text}, allow_unicode=True)
        archive.write(f"{folder}/collection.yml", said)
        keys = dict.fromkeys(("title", "occasion", "speaker", "genre", "reason"), text) | {"tags": [text]}
        front = yaml.safe_dump(keys | {"headings": {text: 1}}, allow_unicode=True)
        body = f"{text}\n\n# {text}\n\n> {text}\n\n- {text}\n\n|{text}|a|\n"
        if payload["id"] % 2:
            archive.write(f"{folder}/头.md", f"---\n{front}---\n\n{body}")
        else:
            archive.write(f"{folder}/头.txt", body)
            archive.write(f"{folder}/头.txt.yml", front)
        if payload["kind"] == "yaml":
            archive.write(f"{folder}/生.md", f"---\ntitle: {text}\n---\n\n汇报\n")
        if payload["filename_ok"]:
            name = f"{text}/汇报.txt" if payload["id"] % 2 else f"{folder}/{text}.txt"
            archive.write(name, "汇报\n\n正文。\n")


def build(archive: Archive) -> None:
    done = archive.build()
    assert done.code == 0, done.log
    assert "Traceback" not in done.log


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    archive = Archive(tmp_path_factory.mktemp("injection") / "archive")
    write_formats(archive, FORMATS, every=False)
    write_beside(archive)
    build(archive)
    assert len([path for path in archive.published() if path.endswith(".html")]) > 2 * len(PAYLOADS)
    return archive


# --- a parser ---------------------------------------------------------------------------------------------------

ADDRESSES = ("href", "src", "action", "formaction", "xlink:href", "data", "poster", "srcset", "ping", "background")


@pytest.fixture(scope="module")
def elements(sample: Archive) -> set[str]:
    """What the pages of a harmless archive are made of."""
    pages = [data.decode() for path, data in sample.published().items() if path.endswith(".html")]
    found = {node.tag or "" for html in pages for node in LexborHTMLParser(html).css("*")}
    return found | set("br h2 h3 h4 h5 h6 table tbody tr td".split())


REPORT = set(
    "html head meta title link script body main h1 h2 p a b br span small div dl dt dd table thead tbody tr th td "
    "form input output button pre code".split()
)


def check(path: str, html: str, elements: set[str]) -> None:
    """No element, attribute or address that a text brought in."""
    tree = LexborHTMLParser(html)
    for node in tree.css("*"):
        assert node.tag in elements, (path, node.tag, node.html)
        if node.tag == "img":
            assert node.attributes.get("class") == "tg-brand__mark", (path, node.html)
        for name, value in node.attributes.items():
            lower = name.lower()
            assert not lower.startswith("on") and lower != "srcdoc", (path, node.html)
            assert lower != "style", (path, node.html)
            if lower in ADDRESSES:
                address = re.sub(r"[\s\x00-\x1f]", "", value or "")
                # Names are percent-encoded; a scheme would need its colon.
                assert not re.match(r"[^/?#]*:|[/\\]{2}", address), (path, node.html)
    for script in tree.css("script"):
        text = script.text()
        source = script.attributes.get("src") or ""
        own = source.startswith(("assets/", "../", "./assets", "/assets", "report.js")) and not text
        kind = script.attributes.get("type")
        assert own or kind == "application/json" or text.startswith(("__md_scope", "Tigang.header()", "var target")), (
            path,
            script.html,
        )


def test_no_page_holds_an_element_of_a_source(built: Archive, elements: set[str]) -> None:
    for path, data in built.published().items():
        if path.endswith(".html"):
            check(path, data.decode(), elements)


def test_no_page_of_the_report_does(built: Archive) -> None:
    reports = sorted((built.cache / "report").rglob("*.html"))
    assert len(reports) > len(PAYLOADS)
    for path in reports:
        html = path.read_text("utf-8")
        check(path.name, html, REPORT)
        assert html.count("<script") == html.count("<link") == 1


def test_nothing_is_written_elsewhere(built: Archive) -> None:
    beside = {path.name for path in built.folder.iterdir()}
    assert beside == {"mkdocs.yml", "theme", "content", "site", ".cache"}
    assert not list(Path("/tmp").glob("pwned*"))


# --- a browser --------------------------------------------------------------------------------------------------


class Ear:
    """A tab that hears what runs, and what is asked of other hosts."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.ran: set[int] = set()
        self.asked: list[str] = []
        page.on("console", lambda message: self._hear(message.text))
        page.on("dialog", lambda dialog: dialog.dismiss())
        page.on("request", lambda request: self.asked.append(request.url))
        page.add_init_script(HOOK)

    def _hear(self, said: str) -> None:
        if match := re.match(r"PWNED (\d+)", said):
            self.ran.add(int(match[1]))

    def look(self, wait: int = 5) -> None:
        """Touch what can be touched."""
        self.page.evaluate(TOUCH)
        self.page.wait_for_timeout(wait)

    def open(self, address: str) -> None:
        self.page.goto(address, wait_until="load")
        self.look()

    def abroad(self) -> list[str]:
        return [
            url for url in self.asked if not url.startswith(("file:", "http://127.0.0.1", "data:", "about:", "blob:"))
        ]


@contextmanager
def ear(browser: Browser, *, policy: bool) -> Iterator[Ear]:
    """A tab, with the pages' security policy or without; it paints few dots, since nobody looks at it."""
    viewport: ViewportSize = {"width": 1280, "height": 900}
    context = browser.new_context(bypass_csp=not policy, viewport=viewport, device_scale_factor=0.1)
    yield Ear(context.new_page())
    context.close()


def addresses(built: Archive, which: str) -> Iterator[str]:
    for path in sorted(built.site.rglob("*.html")):
        if re.search(which, path.relative_to(built.site).as_posix()):
            yield path.as_uri()


def opened(built: Archive) -> list[str]:
    """The pages that are opened; the parser above reads all of them.

    A payload stands in one document of each format, and so in a dozen pages of versions and lists.
    """
    return [
        *addresses(built, r"^(?!versions/|by/|集\d+/index)"),
        *list(addresses(built, r"^versions/"))[::10],
        *list(addresses(built, r"^(by/|集\d+/index)"))[::4],
    ]


@pytest.mark.browser
def test_the_ear_hears_payloads_as_they_are(browser: Browser) -> None:
    heard = set()
    for payload in PAYLOADS:
        if payload["fires_raw"]:
            attribute = payload["text"][:1] in "\"'`" and payload["kind"] == "event"
            link = f'<a href="{payload["text"]}">x</a>' if payload["kind"] == "jslink" else ""
            body = f'<input value="{payload["text"]}">' if attribute else payload["text"].replace("\0", "\ufffd")
            with ear(browser, policy=True) as open_ear:
                open_ear.page.goto("about:blank")  # before it no script is put in
                open_ear.page.set_content(f"<!doctype html><meta charset=utf-8><body><div>{body}</div>{link}")
                open_ear.look(30)
            heard |= open_ear.ran
    assert len(heard) > 90


@pytest.mark.browser
@pytest.mark.parametrize("policy", [False, True])
def test_the_policy_stops_what_got_into_a_page(browser: Browser, built: Archive, policy: bool, tmp_path: Path) -> None:
    """As if a template had forgotten to escape: without the policy most run, with it none."""
    html = (built.site / "集1" / "头.html").read_text("utf-8")
    before, after = html.split("<article", 1)
    target = built.site / "集1" / "未转义.html"
    with ear(browser, policy=policy) as open_ear:
        for payload in PAYLOADS:
            if payload["fires_raw"]:
                link = f'<a href="{payload["text"]}">x</a>' if payload["kind"] == "jslink" else ""
                target.write_text(f"{before}<div>{payload['text']}</div>{link}<article{after}", "utf-8")
                open_ear.page.goto(target.as_uri(), wait_until="domcontentloaded")
                open_ear.look(15)
    target.unlink()
    assert open_ear.ran == set() if policy else len(open_ear.ran) > 60


@pytest.mark.browser
@pytest.mark.parametrize(
    ("policy", "first", "step"),
    [*((False, first, 4) for first in range(4)), pytest.param(True, 0, 5, marks=pytest.mark.long)],
)
def test_nothing_runs_in_pages(browser: Browser, built: Archive, policy: bool, first: int, step: int) -> None:
    with ear(browser, policy=policy) as open_ear:
        for address in opened(built)[first::step]:
            open_ear.open(address)
    assert open_ear.ran == set()
    assert open_ear.abroad() == []


@pytest.mark.browser
@pytest.mark.parametrize(("protocol", "policy"), [pytest.param("http", True, marks=pytest.mark.long), ("file", False)])
def test_nothing_runs_in_the_search(browser: Browser, built: Archive, protocol: str, policy: bool) -> None:
    """Each payload as the query, in the box and in the address, with what is found and suggested."""
    with serving(built.site) as server, ear(browser, policy=policy) as open_ear:
        root = server.address if protocol == "http" else f"{built.site.as_uri()}/"
        page = open_ear.page
        page.goto(root + "index.html")
        page.keyboard.press("/")
        answered = 0
        for payload in PAYLOADS:
            text = payload["text"].replace("\n", " ").replace("\0", "")[:200]
            page.locator(".tg-search__form input").first.fill(text)
            page.wait_for_timeout(60)
            answered += page.locator(".tg-search a").count() > 0
            open_ear.page.evaluate(TOUCH)
        assert answered > len(PAYLOADS) / 2
        for payload in PAYLOADS[::5]:
            page.goto(f"{root}index.html?q={quote(payload['text'])}#{quote(payload['text'])}")
            open_ear.look(30)
    assert open_ear.ran == set()
    assert open_ear.abroad() == []


def test_pages_know_no_other_host(built: Archive) -> None:
    """A policy in each page; no link leads away, since no text of a source becomes one."""
    for path, data in built.published().items():
        if PurePosixPath(path).suffix == ".html":
            html = data.decode()
            assert not re.search(r"<a [^>]*href=\"[a-z]+:", html), path
            assert html.count('http-equiv="Content-Security-Policy"') == 1, path
            assert "unsafe" not in html[: html.index("<title")], path


@pytest.mark.browser
@pytest.mark.long
@pytest.mark.parametrize("formats", SHARES, ids=" ".join)
def test_nothing_runs_wherever_a_payload_stands(
    browser: Browser, archive: Archive, elements: set[str], formats: tuple[str, ...]
) -> None:
    """Every payload in every place of every format, in pages and in the report, without the policy and with it.

    What stands beside the files has the other tests: here its collections would be in the navigation of every page.
    """
    write_formats(archive, formats, every=True)
    build(archive)
    for path, data in archive.published().items():
        if path.endswith(".html"):
            check(path, data.decode(), elements)
    reports = [report.as_uri() for report in sorted((archive.cache / "report").rglob("*.html"))]
    pages = [*opened(archive), *reports[::6]]
    assert len(pages) > len(formats) * len(PAYLOADS)
    # What does not run without the policy does not run with it: there some pages are enough.
    for policy, step in ((False, 1), (True, 10)):
        with ear(browser, policy=policy) as open_ear:
            for address in pages[::step]:
                open_ear.open(address)
        assert open_ear.ran == set()
        assert open_ear.abroad() == []
