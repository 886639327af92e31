"""The search box finds all that stands in an archive, and nothing else: every kind of query, typed into a browser.

The archive, the queries and what is right for each come from benchmarks/search.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from conftest import Archive

from benchmarks.search.browser import Answer, Tab
from benchmarks.search.engines import BOXES
from benchmarks.search.measures import ask_all, by_kind, failures
from benchmarks.search.outlines import Outline, outlines, write
from benchmarks.search.queries import FORGIVING, KINDS, Case, cases
from benchmarks.search.server import serving
from benchmarks.search.truth import Truth

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES = 300
Asked = dict[str, tuple[list[Case], list[Answer]]]


@pytest.fixture(scope="module")
def made() -> list[Outline]:
    return list(outlines(PAGES))


@pytest.fixture(scope="module")
def archive(made: list[Outline], tmp_path_factory: pytest.TempPathFactory) -> Archive:
    archive = Archive(tmp_path_factory.mktemp("recall") / "archive")
    write(archive.content, made, ".txt")
    built = archive.build("--strict")
    assert built.code == 0, built.log
    return archive


@pytest.fixture(scope="module")
def queries(made: list[Outline]) -> list[Case]:
    return list(cases(made, Truth(made), each=8))


@pytest.fixture(scope="module")
def asked(browser: Browser, archive: Archive, queries: list[Case]) -> Iterator[Asked]:
    """Everything, asked below a sub-path; nothing is asked of another host, nothing is said."""
    context = browser.new_context()
    said: list[str] = []
    requests: list[str] = []
    context.on("console", lambda message: said.append(message.text))
    context.on("weberror", lambda problem: said.append(str(problem.error)))
    context.on("request", lambda request: requests.append(request.url))
    with serving(archive.site) as server:
        answers = ask_all(context, "ours", server.address, queries)
        assert {url for url in requests if not url.startswith((server.address, "blob:", "data:"))} == set()
        assert [path for _, path, _ in server.sent if "search_index" in path] == []
    assert said == []
    context.close()
    pairs = list(zip(queries, answers, strict=True))
    yield {
        kind: (
            [case for case, _ in pairs if case.kind == kind],
            [answer for case, answer in pairs if case.kind == kind],
        )
        for kind in KINDS
    }


@pytest.mark.parametrize("kind", KINDS)
def test_kind(asked: Asked, kind: str) -> None:
    figures = by_kind(*asked[kind])[kind]
    least = 0.98 if kind in FORGIVING else 1
    assert min(figures.recall, figures.precision, figures.totals) >= least, "\n".join(failures(*asked[kind]))


def test_from_a_folder(browser: Browser, archive: Archive, asked: Asked) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    tab = Tab(page, BOXES["ours"]).open((archive.site / "index.html").as_uri())
    some = [asked[kind][0][-1] for kind in KINDS if kind != "pinyin"]
    assert failures(some, [tab.ask(case.query) for case in some]) == []
    assert said == []
    page.close()
