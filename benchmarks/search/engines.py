"""The search engines that are compared: where their boxes show what."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """Selectors of a search box and when its answer is whole."""

    input: str
    areas: str
    """Changes in these are changes of the answer."""
    items: str
    meta: str
    """What tells the number of hits."""
    finished: str
    """JavaScript: whether what is shown answers ``query``."""
    quiet: int
    """Milliseconds without a change after which that is asked; not part of any time."""
    tabs: int = 3
    """So many are asked at once when nothing is timed: a box waits for further keys."""


BOXES = {
    "ours": Box(
        input=".md-search__input",
        areas=".md-search-result__list, .md-search-result__meta",
        items=".md-search-result__list > li[data-url]",
        meta=".md-search-result__meta",
        finished=(
            "(({query: asked, state}) => asked === query.trim() && state === 'done')"
            "(document.querySelector('.tg-search__output').dataset)"
        ),
        quiet=5,
    ),
    "material": Box(
        input=".md-search__input",
        areas=".md-search-result",
        items=".md-search-result__list > li",
        meta=".md-search-result__meta",
        finished="!/初始化|键入/.test(document.querySelector('.md-search-result__meta').textContent)",
        quiet=150,
        tabs=1,  # each holds the whole index, and all of a site share one process
    ),
    "pagefind": Box(
        input=".pagefind-ui__search-input",
        areas="#search",
        items=".pagefind-ui__result:has(.pagefind-ui__result-link)",
        meta=".pagefind-ui__message",
        finished=(
            "((said) => said.includes(query.trim()) && !said.includes('正在') "
            "&& !document.querySelector('.pagefind-ui__loading'))"
            "(document.querySelector('.pagefind-ui__message')?.textContent ?? '')"
        ),
        quiet=100,
    ),
}
