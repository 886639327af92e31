"""What an engine finds: recall, precision and the number of hits, by kind of query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING

from .browser import Answer, Tab
from .engines import BOXES
from .queries import Case

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

PATIENCE = 120_000


@dataclass(frozen=True, slots=True)
class Figures:
    """Recall and precision at ten, and how often the number of hits is the true one."""

    recall: float
    precision: float
    totals: float

    @property
    def whole(self) -> bool:
        """Nothing is wrong."""
        return self.recall == self.precision == self.totals == 1


def figures(case: Case, answer: Answer) -> Figures:
    """Of what the box claims: near hits that it marks as such count for queries with a typing error only.

    A query with a typing error stands nowhere, so that its number of hits is none.
    """
    near = ("", "typo") if case.kind == "typo" else ("",)
    shown = [path for path, how in zip(answer.paths, answer.near, strict=True) if how in near]
    good = len(set(shown) & case.right)
    exact = 0 if case.kind == "typo" else len(case.right)
    return Figures(
        recall=good / min(10, len(case.right)) if case.right else 1.0,
        precision=good / len(shown) if shown else float(not case.right),
        totals=float(answer.total == exact),
    )


def ask_all(browser: Browser | BrowserContext, engine: str, address: str, cases: Sequence[Case]) -> list[Answer]:
    """Ask everything, in as many tabs at once as the engine bears."""
    box = BOXES[engine]
    tabs = [Tab(browser.new_page(), box).open(address) for _ in range(box.tabs)]
    for tab in tabs:
        tab.ask("索引", PATIENCE)
    typed = [case for case in cases if not (case.choose and engine == "ours")]
    for number, tab in enumerate(tabs):
        tab.start([case.query for case in typed[number :: box.tabs]])
    found: dict[Case, Answer] = {}
    for number, tab in enumerate(tabs):
        found.update(zip(typed[number :: box.tabs], tab.answers(), strict=True))
    for case in cases:
        if case not in found:
            tabs[0].ask(case.query)
            found[case] = tabs[0].choose(case.choose)
    for tab in tabs:
        tab.page.close()
    return [found[case] for case in cases]


def by_kind(cases: Sequence[Case], answers: Sequence[Answer]) -> dict[str, Figures]:
    """Means by kind of query."""
    kinds: defaultdict[str, list[Figures]] = defaultdict(list)
    for case, answer in zip(cases, answers, strict=True):
        kinds[case.kind].append(figures(case, answer))
    return {
        kind: Figures(
            fmean(one.recall for one in found),
            fmean(one.precision for one in found),
            fmean(one.totals for one in found),
        )
        for kind, found in kinds.items()
    }


def failures(cases: Sequence[Case], answers: Sequence[Answer]) -> list[str]:
    """A line for each query with something wrong."""
    lines = []
    for case, answer in zip(cases, answers, strict=True):
        found = figures(case, answer)
        if found.whole:
            continue
        wrong = [path for path in answer.exact if path not in case.right]
        lines.append(
            f"{case.kind}: {case.query!r} recall {found.recall:.2f} precision {found.precision:.2f},"
            f" {answer.total} hits (and {answer.near_total} near) for {len(case.right)}; wrong {wrong[:3]}"
        )
    return lines
