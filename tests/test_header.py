"""The header: the menu stands in the page; the row, the search and the switch of light and dark come with a script."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from conftest import Archive

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route, ViewportSize

WIDE: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
SWITCH = "header form[data-md-component=palette] input"
TOGGLE = "{icon: material/weather-night, name: '深`${浅}</script>'}"


def links(page: Page, place: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = page.locator(f"{place} a").evaluate_all(
        "all => all.map((a) => [a.href, a.textContent])"
    )
    return [(address, text) for address, text in found]


@pytest.mark.browser
@pytest.mark.parametrize("path", ["index.html", "browse.html", "防汛备汛/巡堤查险交流发言.html"])
def test_the_row_is_the_first_of_the_menu(browser: Browser, sample: Archive, path: str) -> None:
    page = browser.new_page(viewport=WIDE)
    page.goto((sample.site / path).as_uri())
    row, menu = links(page, ".tg-nav__row"), links(page, ".tg-nav__menu")
    assert row == menu[1:7] and menu[0] == ((sample.site / "index.html").as_uri(), "首页")
    marked = ".tg-nav__here, [aria-current]"
    assert page.locator(".tg-nav__row").locator(marked).count() == (path != "index.html")
    assert page.locator(SWITCH).count() == 3
    # The search stands in the header, or in the middle of the page.
    assert page.locator(".tg-search").count() == 1
    assert page.locator("header .tg-search").count() == (path != "index.html")
    page.close()


@pytest.mark.browser
@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_without_a_script_there_is_the_menu(browser: Browser, sample: Archive, viewport: ViewportSize) -> None:
    context = browser.new_context(viewport=viewport, java_script_enabled=False)
    page = context.new_page()
    page.goto((sample.site / "防汛备汛" / "巡堤查险交流发言.html").as_uri())
    page.locator(".tg-nav__menu summary").click()
    assert page.locator("header :is(button, input)").count() == 0
    page.locator(".tg-nav__menu a", has_text="浏览").click()
    assert page.locator("h1").inner_text() == "浏览"
    context.close()


@pytest.mark.browser
def test_colours_are_there_before_any_other_script(browser: Browser, sample: Archive) -> None:
    context = browser.new_context(viewport=WIDE, color_scheme="light")
    page = context.new_page()
    page.goto((sample.site / "browse.html").as_uri())
    for _ in range(2):
        page.keyboard.press("t")
    assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"

    def never(route: Route) -> None:
        route.abort()

    page.route(re.compile(r"/(bundle\.|site\.js)"), never)
    page.goto((sample.site / "防汛备汛" / "巡堤查险交流发言.html").as_uri())
    assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize(
    ("palette", "switches"),
    [
        ("", 0),
        ("{scheme: slate}", 0),
        (f"[{{scheme: default, toggle: {TOGGLE}}}, {{scheme: slate, toggle: {TOGGLE}}}]", 2),
    ],
    ids=["none", "one", "two"],
)
def test_the_palette_is_the_keepers(browser: Browser, archive: Archive, palette: str, switches: int) -> None:
    archive.write("甲.txt", "甲的讲话提纲\n同志们：\n一、一件事\n先做。\n二、另一件\n再做。\n")
    file = archive.folder / "mkdocs.yml"
    text = re.sub(r"\n  palette:.*?(?=\n\S)", "", file.read_text("utf-8"), flags=re.DOTALL)
    file.write_text(
        text.replace("\n  name: material", "\n  name: material" + (f"\n  palette: {palette}" if palette else "")),
        "utf-8",
    )
    built = archive.build("--strict")
    assert built.code == 0, built.log
    page = browser.new_page(viewport=WIDE)
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto((archive.site / "甲.html").as_uri())
    assert page.locator(SWITCH).count() == switches
    assert page.locator("header .tg-search__input").is_visible()
    assert page.locator(".tg-nav__row a").count() > 0
    if switches:
        page.keyboard.press("t")
        assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"
    page.close()
    assert said == []
