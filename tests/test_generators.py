"""Other generators make the same pages: ProperDocs runs our plugin, Zensical builds the folder of pages."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from builder import Built
from conftest import ROOT, Archive
from filelock import FileLock
from playwright.sync_api import expect
from search_reader import Index
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from benchmarks.environments import NotInstalledError, environment

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.slow

SAMPLES = ("全民阅读/全民阅读倡议书.txt", "全民阅读/让图书馆的灯多亮三个小时.md", "防汛备汛/巡堤查险交流发言.md")
PHRASE = "枕头边、车后座"


def programs(name: str) -> Path:
    """Where a generator's programs are, installed once; skipped where that fails, unless TIGANG_GENERATORS=required."""
    work = Path(sys.prefix) / "generators"
    work.mkdir(exist_ok=True)
    try:
        with FileLock(work / "lock"):
            return environment(work, name)
    except NotInstalledError as error:
        if os.environ.get("TIGANG_GENERATORS") == "required":
            pytest.fail(f"{name} could not be installed, and TIGANG_GENERATORS=required: {error}")
        pytest.skip(f"{name} could not be installed: its tests did not run")


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """A few samples as MkDocs builds them."""
    made = Archive(tmp_path_factory.mktemp("mkdocs") / "archive")
    for path in SAMPLES:
        made.write(path, (ROOT / "content" / path).read_bytes())
    built = made.build("--strict")
    assert built.code == 0, built.log
    return made


@pytest.fixture(scope="module")
def properdocs(ours: Archive, tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """The same as ProperDocs builds them."""
    program = programs("properdocs") / "properdocs"
    made = Archive(tmp_path_factory.mktemp("properdocs") / "archive")
    shutil.copytree(ours.content, made.content, dirs_exist_ok=True)
    # Its own environment holds ProperDocs alone; the plugin, Material and MkDocs, which Material asks for, are ours.
    path = os.pathsep.join([str(ROOT), sysconfig.get_path("purelib")])
    built = run(made.folder, f"{program} build --strict -f mkdocs.yml", PYTHONPATH=path, NO_MKDOCS_2_WARNING="1")
    assert built.code == 0, built.log
    return made


@pytest.fixture(scope="module")
def zensical(ours: Archive) -> Path:
    """The site that Zensical makes of the pages, by the settings and the commands of docs/generators.md."""
    program = programs("zensical")
    settings, commands = recipe()
    (ours.folder / "zensical").mkdir()
    (ours.folder / "zensical" / "mkdocs.yml").write_text(settings, "utf-8")
    built = run(ours.folder, commands, PATH=f"{program}{os.pathsep}{os.environ['PATH']}")
    assert built.code == 0, built.log
    assert "No issues found" in built.log
    return ours.folder / "zensical" / "site"


def recipe() -> tuple[str, str]:
    """The settings for Zensical, and the commands that bring the pages to it."""
    part = (ROOT / "docs" / "generators.md").read_text("utf-8").partition("## Zensical")[2]
    blocks = re.findall(r"^( *)```(yaml|sh)\n(.*?)^ *```$", part, re.MULTILINE | re.DOTALL)
    texts = {kind: re.sub(rf"^{indent}", "", text, flags=re.MULTILINE) for indent, kind, text in blocks}
    assert yaml.safe_load(texts["yaml"])["docs_dir"] == "pages"
    return texts["yaml"], texts["sh"]


def run(folder: Path, commands: str, **environment: str) -> Built:
    done = subprocess.run(
        ["sh", "-e", "-c", commands],
        cwd=folder,
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        check=False,
    )
    return Built(done.returncode, done.stdout + done.stderr)


def pages(site: Path) -> dict[str, Path]:
    return {path.relative_to(site).as_posix(): path for path in sorted(site.rglob("*.html"))}


def headings(page: Path) -> list[tuple[str, str]]:
    """The headings of a page that can be linked to: (id, text)."""
    found = HTMLParser(page.read_text("utf-8")).css("h1[id], h2[id], h3[id], h4[id], h5[id], h6[id]")
    return [(one.attributes["id"] or "", one.text().strip()) for one in found]


# --- ProperDocs ---------------------------------------------------------------------------------------------------


def test_properdocs_makes_the_same_site(ours: Archive, properdocs: Archive) -> None:
    made = properdocs.published()
    assert made.keys() == ours.published().keys()
    name = re.compile(rb'<meta name="generator" content="[^"]*">')
    differing = [path for path, data in ours.published().items() if name.sub(b"", data) != name.sub(b"", made[path])]
    assert not differing
    assert b"ProperDocs" in made["index.html"]


def test_our_search_finds_under_properdocs(properdocs: Archive) -> None:
    index = Index(properdocs.site / "search")
    assert [index.load(f"text/{number}")["t"] for number in index.find(PHRASE)] == ["“每天留一页给书”倡议书"]


@pytest.mark.browser
def test_our_search_box_finds_under_properdocs(properdocs: Archive, browser: Browser) -> None:
    page = browser.new_page()
    page.goto((properdocs.site / "index.html").as_uri())
    page.locator(".tg-search__input").fill(PHRASE)
    expect(page.locator(".md-search-result__list")).to_contain_text("倡议书")
    page.close()


# --- Zensical -----------------------------------------------------------------------------------------------------


def test_zensical_makes_the_same_pages(ours: Archive, zensical: Path) -> None:
    assert pages(zensical).keys() == pages(ours.site).keys()
    written = {path.relative_to(ours.cache / "pages") for path in (ours.cache / "pages").rglob("*.md")}
    assert {path.with_suffix(".html").as_posix() for path in written} <= pages(zensical).keys()


def test_headings_have_the_same_ids_under_zensical(ours: Archive, zensical: Path) -> None:
    theirs = pages(zensical)
    compared = {path: headings(page) for path, page in pages(ours.site).items()}
    assert sum(map(len, compared.values())) > 30
    for path, expected in compared.items():
        assert headings(theirs[path]) == expected, path


def test_paragraphs_have_the_same_ids_under_zensical(ours: Archive, zensical: Path) -> None:
    def ids(page: Path) -> list[str]:
        return [one.attributes["id"] or "" for one in HTMLParser(page.read_text("utf-8")).css(".tg-body p[id]")]

    for path in SAMPLES:
        page = Path(path).with_suffix(".html")
        assert ids(zensical / page) == ids(ours.site / page) != []


def test_what_readers_take_along_is_there_under_zensical(ours: Archive, zensical: Path) -> None:
    for path in SAMPLES:
        for suffix in (".docx", ".txt", ".json"):
            file = Path(path).with_suffix(suffix)
            assert (zensical / file).read_bytes() == (ours.site / file).read_bytes()


@pytest.mark.browser
def test_zensicals_own_search_finds(zensical: Path, browser: Browser) -> None:
    said: list[str] = []
    with served(zensical) as address:
        page = browser.new_page()
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"{address}/index.html")
        page.locator(".md-search__button").click()
        page.keyboard.type("车后座")
        expect(page.get_by_role("option", name="从手边最近的一本读起")).to_be_visible()
        page.goto(f"{address}/browse.html")
        expect(page.locator(".tg-facets")).to_be_visible()  # its data was brought along
        page.close()
    assert not said


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


class served:  # noqa: N801 - reads as a word
    """A folder over http; gives its address."""

    def __init__(self, folder: Path) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))

    def __enter__(self) -> str:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self._server.server_port}"

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
