"""The best outlines stand first: nDCG@10 over the graded queries (tests/search/README.md), typed into the box."""

from __future__ import annotations

from statistics import fmean
from typing import TYPE_CHECKING

import pytest
from conftest import Archive

from benchmarks.search.graded import ndcg, queries
from benchmarks.search.measures import ask_all
from benchmarks.search.queries import Case
from benchmarks.search.server import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LEAST = 0.9


def test_the_best_stand_first(browser: Browser, sample: Archive) -> None:
    graded = queries()
    with serving(sample.site) as server:
        answers = ask_all(browser, "ours", server.address, [Case("", one.query, frozenset()) for one in graded])
    found = {one.query: ndcg(one, answer.paths) for one, answer in zip(graded, answers, strict=True)}
    worst = sorted(found.items(), key=lambda pair: pair[1])[:12]
    assert fmean(found.values()) >= LEAST, worst


def test_what_is_graded_is_found(browser: Browser, sample: Archive) -> None:
    graded = [one for one in queries() if len(one.grades) <= 10]
    with serving(sample.site) as server:
        answers = ask_all(browser, "ours", server.address, [Case("", one.query, frozenset()) for one in graded])
    missing = {
        one.query: set(one.grades) ^ set(answer.exact)
        for one, answer in zip(graded, answers, strict=True)
        if set(one.grades) != set(answer.exact)
    }
    assert missing == {}
