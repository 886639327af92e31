"""The page where facets combine, in a browser, from a folder."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import unquote

import pytest
from conftest import Archive
from pypinyin import lazy_pinyin

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def page(browser: object, sample: Archive) -> Iterator[Page]:
    context = cast("Browser", browser).new_context(viewport={"width": 1280, "height": 900})
    made = context.new_page()
    errors: list[str] = []
    made.on("pageerror", lambda error: errors.append(str(error)))
    made.goto((sample.site / "browse.html").as_uri())
    made.wait_for_selector(".tg-facets[data-ready]")
    yield made
    context.close()
    assert not errors


def count(page: Page) -> int:
    return int(page.locator(".tg-facets__status b").inner_text())


def choose(page: Page, key: str) -> None:
    page.locator(f'[data-key="{key}"]').click()
    page.wait_for_timeout(60)


def shown(page: Page) -> list[str]:
    return page.locator(".tg-facets__list a").all_inner_texts()


def test_facets_combine(page: Page) -> None:
    assert count(page) == 34
    choose(page, "genre=讲话")
    speeches = count(page)
    assert 1 < speeches < 34
    # another value of the same facet is an alternative, one of another facet a condition
    choose(page, "genre=汇报")
    assert count(page) > speeches
    choose(page, "genre=汇报")
    choose(page, "collection=防汛备汛")
    assert 0 < count(page) < speeches
    assert len(shown(page)) == count(page)
    choose(page, "collection=防汛备汛")
    # the counts beside the values are of what choosing one would show
    value = page.locator('[data-key="year=2024"]')
    said = int(value.locator("span").last.inner_text())
    value.click()
    page.wait_for_timeout(60)
    assert count(page) == said


def test_the_address_keeps_the_state(page: Page) -> None:
    choose(page, "genre=讲话")
    choose(page, "sort=characters")
    choose(page, "sort=characters")
    address, before = page.url, shown(page)
    assert "genre=讲话" in unquote(address) and "sort=characters" in address
    page.go_back()
    page.wait_for_timeout(60)
    assert shown(page) != before
    page.goto("about:blank")
    page.goto(address)
    page.wait_for_selector(".tg-facets[data-ready]")
    assert shown(page) == before


def test_sorted_by_title_as_dictionaries_do(page: Page) -> None:
    choose(page, "sort=title")
    found = shown(page)
    assert len(found) == 34
    initials = [lazy_pinyin(title[0])[0][0] for title in found if "\u4e00" <= title[0] <= "\u9fff"]
    assert initials == sorted(initials)


def test_links_lead_to_the_outlines(page: Page) -> None:
    link = page.locator(".tg-facets__list a").first
    title = link.inner_text()
    link.click()
    assert page.locator("h1").inner_text() == title


def test_by_keyboard(page: Page) -> None:
    page.locator('[data-key="genre=讲话"]').focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(60)
    focused: Any = page.evaluate("document.activeElement.dataset.key")
    assert focused == "genre=讲话"
    page.keyboard.press("Enter")
    page.wait_for_timeout(60)
    assert count(page) == 34


def test_without_script_there_are_the_lists(browser: object, sample: Archive) -> None:
    context = cast("Browser", browser).new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((sample.site / "browse.html").as_uri())
    assert page.locator(".tg-facets").is_hidden()
    page.get_by_role("link", name="讲话", exact=True).first.click()
    assert page.locator("h1").inner_text() == "讲话"
    assert page.locator(".tg-cards > li").count() > 1
    context.close()
