"""Reading an outline in a browser: depths, folding, the place in view, taking along, the collection, print."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote
from zipfile import ZipFile

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import Archive
from docx import Document
from test_browser import PHONE, WIDE, Reader, settle

from benchmarks.search.server import Server, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Route, ViewportSize

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PATH = "范例/修渠.html"
OTHER = "范例/看水.html"
TEXT = """在春修动员会上的讲话

（2024年3月2日）

各位乡亲：

今天说两件事。开春以前把渠修好，把水看好。这是老规矩，也是今年的头一件活。

一、把渠修好

渠是去年秋天淤的。淤了三里，水走不动。下一步分三步走：一是清淤，先上后下；二是补坡，用石不用土；三是试水，三天三夜有人看。工钱按方算。

（一）先清上游

上游淤得最厚。最厚的地方有一尺半，要用小挖机，再用人手收边。

沿渠的树根也要清。清下来的土堆到北坡，留着补路。

（二）再补下坡

下坡去年冲了四处。四处都在转弯的地方，石笼先运到。

二、把水看好

看水要有人。白天两人，夜里三人，记在本子上。

| 渠段 | 看水人 |
| --- | --- |
| 上段 | 甲班 |
| 下段 | 乙班 |

本子每天送到村部。少一天，补一天，不许事后补写。

今天就说这些，谢谢大家！
"""
OTHER_TEXT = """看水值班的交流发言

一、夜里怎样看水
　　夜里看水靠耳朵。水声变了，先看闸，再看坡。
二、本子怎样记
　　本子只记三样。时辰、水位、谁看的。
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    made = Archive(tmp_path_factory.mktemp("reading") / "archive")
    made.write("范例/修渠.md", TEXT)
    made.write("范例/看水.txt", OTHER_TEXT)
    made.write("范例/一句话.txt", "一句话的通知\n\n明天上午八点集合，带好手套。\n")
    built = made.build("--strict")
    assert built.code == 0, built.log
    return made


@pytest.fixture(scope="module")
def server(site: Archive) -> Iterator[Server]:
    with serving(site.site) as running:
        yield running


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport=WIDE, accept_downloads=True)
    yield made
    made.close()


@pytest.fixture
def reader(context: BrowserContext, server: Server) -> Iterator[Reader]:
    """A wide tab over http, whose clipboard can be read; its console must have been silent."""
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    made = Reader(context.new_page(), server.address)
    yield made
    made.check()


def seen(page: Page) -> str:
    """The text of the outline that is shown."""
    return page.locator(".tg-body").inner_text()


def clipboard(page: Page) -> str:
    page.wait_for_selector(".tg-said--shown")
    text: str = page.evaluate("navigator.clipboard.readText()")
    page.evaluate("document.querySelector('.tg-said').classList.remove('tg-said--shown')")
    return text.replace("\r\n", "\n")


def choose(page: Page, heading: str, action: str) -> None:
    """An action of a section's panel."""
    one = page.locator(".tg-body :is(h2, h3)", has_text=heading)
    one.hover()
    one.locator(".tg-more").click()
    page.locator(".tg-take").get_by_role("button", name=action, exact=True).click()


def top(page: Page, selector: str) -> float:
    return float(page.locator(selector).evaluate("one => one.getBoundingClientRect().top"))


# --- depths -----------------------------------------------------------------------------------------------------


def test_three_depths(reader: Reader) -> None:
    page = reader.open(PATH)
    whole = seen(page)
    assert "工钱按方算" in whole and "乙班" in whole and "谢谢大家" in whole
    page.keyboard.press("1")
    assert [line for line in seen(page).split("\n") if line] == [
        *("一、把渠修好", "（一）先清上游", "（二）再补下坡", "二、把水看好")
    ]
    page.keyboard.press("2")
    middle = seen(page)
    for kept in ("今天说两件事。", "渠是去年秋天淤的。", "下一步分三步走：", "二是补坡，用石不用土；", "看水要有人。"):
        assert kept in middle
    for left_out in ("淤了三里", "工钱按方算", "各位乡亲", "谢谢大家", "乙班", "白天两人"):
        assert left_out not in middle
    assert middle.index("一是清淤") < middle.index("\n二是补坡"), "a point stands on a line of its own"
    page.keyboard.press("3")
    assert seen(page) == whole


def test_the_switch_says_which_depth_is_shown(reader: Reader) -> None:
    page = reader.open(PATH)
    for name, depth in (("骨架", 1), ("要点", 2), ("全文", 3)):
        page.get_by_role("button", name=name, exact=True).click()
        assert page.locator(".tg-depths [aria-pressed=true]").all_inner_texts() == [name]
        assert page.evaluate("document.documentElement.className").count(f"tg-depth-{depth}") == 1


def test_the_depth_is_kept_across_pages(reader: Reader) -> None:
    page = reader.open(PATH)
    page.keyboard.press("1")
    reader.open(OTHER)
    assert seen(page).split() == ["一、夜里怎样看水", "二、本子怎样记"]
    assert page.locator("[data-depth='1']").get_attribute("aria-pressed") == "true"


def test_words_that_were_searched_are_shown_at_any_depth(reader: Reader) -> None:
    page = reader.open(PATH)
    page.keyboard.press("1")
    reader.open(f"{PATH}?h=工钱")
    assert page.locator("mark.tg-mark").is_visible()
    reader.open(PATH)
    assert "工钱" not in seen(page)


def test_an_outline_without_sections_is_shown_at_any_depth(reader: Reader) -> None:
    page = reader.open(PATH)
    page.keyboard.press("1")
    reader.open("范例/一句话.html")
    assert "带好手套" in seen(page)
    assert page.locator(".tg-depths").count() == 0


def test_the_section_in_view_stays_where_it_is(reader: Reader) -> None:
    page = reader.open(PATH)
    page.set_viewport_size({"width": 1280, "height": 420})
    for _ in range(3):
        page.keyboard.press("j")
    before = top(page, "#再补下坡")
    page.keyboard.press("2")
    assert abs(top(page, "#再补下坡") - before) < 2


def test_without_a_script_the_full_text(browser: Browser, server: Server) -> None:
    context = browser.new_context(viewport=WIDE, java_script_enabled=False)
    page = context.new_page()
    page.goto(server.address + quote(PATH))
    assert "工钱按方算" in seen(page) and "乙班" in seen(page)
    # What needs a script is not shown; the downloads do not.
    assert page.locator(".tg-depths").is_hidden()
    assert page.locator(".tg-tools button").filter(visible=True).count() == 0
    assert page.locator(".tg-files").is_visible()
    assert "约讲" in page.locator(".tg-side").inner_text()
    assert page.locator(".tg-strip path").first.is_visible()
    # On a phone the contents stand above the text, unfolded.
    page.set_viewport_size(PHONE)
    assert page.locator(".tg-contents--fold").is_hidden()
    page.locator(".tg-side a").last.click()
    assert unquote(page.url).endswith("#把水看好")
    context.close()


@pytest.mark.parametrize("refused", [False, True], ids=["kept", "refused"])
def test_from_a_folder_with_and_without_storage(browser: Browser, site: Archive, refused: bool) -> None:
    context = browser.new_context(viewport=WIDE, accept_downloads=True)
    if refused:
        context.add_init_script(
            "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('refused') }})"
        )
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(error.stack or str(error)))
    page.goto((site.site / PATH).as_uri())
    page.keyboard.press("1")
    assert "工钱按方算" not in seen(page)
    page.keyboard.press("j")
    page.keyboard.press("b")
    page.locator("[data-act=basket]").click()
    page.locator(".tg-dialog--basket[open]").wait_for()
    assert page.locator(".tg-basket li").count() == 1
    with page.expect_download() as waiting:
        page.get_by_role("button", name="下载 Word").click()
    assert ZipFile(waiting.value.path()).testzip() is None
    page.keyboard.press("Escape")
    page.goto((site.site / OTHER).as_uri())
    assert ("夜里看水靠耳朵" in seen(page)) == refused
    assert [error for error in errors if "/reading/" in error or "/basket/" in error] == []
    context.close()


@pytest.mark.parametrize("depth", [1, 2, 3])
@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_nothing_moves_while_a_page_loads(browser: Browser, server: Server, viewport: ViewportSize, depth: int) -> None:
    context = browser.new_context(viewport=viewport)
    context.add_init_script(
        """
        window.shifts = [];
        new PerformanceObserver((list) => {
          for (const { value, sources } of list.getEntries()) {
            shifts.push([value, ...sources.map(({ node }) => node?.outerHTML?.slice(0, 80) || node?.textContent)]);
          }
        }).observe({ type: "layout-shift", buffered: true });
        """
    )
    page = context.new_page()

    def later(route: Route) -> None:
        sleep(0.2)
        route.continue_()

    # The page is seen before the scripts that are not needed for that have come.
    page.route(re.compile(r"/(reading/(?!early)|basket/|bundle)"), later)
    page.goto(server.address + quote(PATH))
    page.evaluate("depth => localStorage.setItem('tigang.depth', depth)", depth)
    page.evaluate("localStorage.setItem('tigang.size', 3)")
    for path in (PATH, OTHER):
        page.goto(server.address + quote(path))
        settle(page)
        page.wait_for_timeout(300)
        assert page.evaluate("shifts") == [], path
    context.close()


# --- folding and places -------------------------------------------------------------------------------------------


def test_folding_by_keyboard(reader: Reader) -> None:
    page = reader.open(PATH)
    button = page.locator("#把渠修好 .tg-fold")
    button.focus()
    page.keyboard.press("Enter")
    assert button.get_attribute("aria-expanded") == "false"
    assert "先清上游" not in seen(page) and "把水看好" in seen(page)
    page.keyboard.press("Enter")
    assert button.get_attribute("aria-expanded") == "true"
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("o")
    assert "最厚的地方" not in seen(page) and "下坡去年冲了四处" in seen(page)
    page.keyboard.press("O")
    page.keyboard.press("O")
    assert "石笼先运到" not in seen(page)
    page.keyboard.press("O")
    assert "最厚的地方" in seen(page)


def test_what_was_folded_within_stays_folded(reader: Reader) -> None:
    page = reader.open(PATH)
    page.locator("#先清上游 .tg-fold").evaluate("button => button.click()")
    for _ in range(2):
        page.locator("#把渠修好 .tg-fold").evaluate("button => button.click()")
    assert "再补下坡" in seen(page) and "最厚的地方" not in seen(page)


def test_a_search_in_the_page_opens_a_folded_section(reader: Reader) -> None:
    page = reader.open(PATH)
    page.keyboard.press("O")
    page.evaluate("document.getElementById('先清上游.1').dispatchEvent(new Event('beforematch', {bubbles: true}))")
    assert "最厚的地方" in seen(page) and "白天两人" not in seen(page)


def test_an_address_opens_what_hides_it(reader: Reader) -> None:
    page = reader.open(PATH)
    page.keyboard.press("O")
    page.evaluate("location.hash = '再补下坡.1'")
    page.wait_for_function("document.querySelector('#再补下坡').getBoundingClientRect().height > 0")
    assert "石笼先运到" in seen(page) and "白天两人" not in seen(page)
    page.keyboard.press("1")
    page.evaluate("location.hash = '先清上游.2'")
    page.wait_for_function("document.documentElement.classList.contains('tg-depth-3')")
    reader.open(OTHER)
    assert "夜里看水靠耳朵" not in seen(page), "the depth that the reader chose is kept"
    reader.open(f"{PATH}#把渠修好.1")
    assert "工钱按方算" in seen(page)
    reader.open("index.html")
    reader.open(f"{PATH}#先清上游.9")
    page.wait_for_timeout(100)
    assert 0 < top(page, "#先清上游") < 700, "a paragraph that is gone leads to its section"


def test_contents_keep_the_depth_and_open_what_is_folded(reader: Reader) -> None:
    page = reader.open(PATH)
    page.keyboard.press("2")
    for _ in range(2):  # the second time the address is the same
        page.keyboard.press("O")
        page.locator(".tg-side a", has_text="再补下坡").click()
        page.wait_for_function("document.querySelector('#再补下坡').getBoundingClientRect().height > 0")
        page.keyboard.press("O") if page.locator(".tg-folded").count() == 0 else None
        page.keyboard.press("O") if page.locator(".tg-folded").count() else None
    assert page.locator("[data-depth='2']").get_attribute("aria-pressed") == "true"


def test_keys_lead_from_section_to_section(reader: Reader) -> None:
    page = reader.open(PATH)
    page.set_viewport_size({"width": 1280, "height": 420})
    names = ["把渠修好", "先清上游", "再补下坡", "把水看好"]
    for name, key in zip(names, ["j", "]", "j", "]"], strict=True):
        page.keyboard.press(key)
        page.wait_for_function("id => document.activeElement.id === id", arg=name)
        here = page.locator(".tg-side [aria-current=location]")
        page.wait_for_function(
            "name => document.querySelector('.tg-side [aria-current]')?.textContent.includes(name)", arg=name
        )
        assert here.count() == 1
        assert page.locator(".tg-side .tg-strip .tg-here").count() == 1
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.id") == "把水看好"
    for name in reversed(names[:-1]):
        page.keyboard.press("k")
        page.wait_for_function("id => document.activeElement.id === id", arg=name)


def test_a_heading_gone_to_is_not_covered(reader: Reader) -> None:
    page = reader.open(PATH)
    page.set_viewport_size({"width": 1280, "height": 420})
    page.locator(".tg-side a", has_text="先清上游").click()
    page.wait_for_timeout(200)
    bottom = page.locator(".tg-tools").evaluate("one => one.getBoundingClientRect().bottom")
    assert bottom <= top(page, "#先清上游") < bottom + 60


def test_the_line_grows_with_what_was_read(reader: Reader) -> None:
    page = reader.open(PATH)
    page.set_viewport_size({"width": 1280, "height": 420})

    def part() -> float:
        page.wait_for_timeout(120)
        return float(page.locator(".tg-progress").evaluate("one => new DOMMatrix(getComputedStyle(one).transform).a"))

    parts = [part()]
    for share in (0.25, 0.4, 1):
        page.evaluate(
            "share => scrollTo({top: share * document.documentElement.scrollHeight, behavior: 'instant'})", share
        )
        parts.append(part())
    assert parts[0] == 0 and parts[-1] == 1
    assert parts == sorted(parts) and len(set(parts)) == 4


def test_the_strip_leads_to_sections(reader: Reader) -> None:
    page = reader.open(PATH)
    links = page.locator(".tg-side .tg-strip a")
    assert [unquote(links.nth(index).evaluate("link => link.href.baseVal")) for index in range(links.count())] == [
        *("#__content", "#把渠修好", "#先清上游", "#再补下坡", "#把水看好")
    ]
    widths = [bar.evaluate("bar => bar.getBBox().width") for bar in links.locator("path").all()]
    assert widths[4] > widths[3]
    links.nth(3).click()
    page.wait_for_function("decodeURIComponent(location.hash) === '#再补下坡'")
    assert page.locator(".tg-side .tg-strip").get_attribute("aria-hidden") == "true"
    times = page.locator(".tg-side li small").all_inner_texts()
    assert len(times) == 4 and all(re.fullmatch("[0-9]+ (秒|分|分半)", time) for time in times)


def test_the_length_of_the_selected_text(reader: Reader) -> None:
    page = reader.open(PATH)
    page.evaluate("getSelection().selectAllChildren(document.getElementById('再补下坡.1'))")
    bar = page.locator(".tg-selected")
    bar.wait_for()
    assert "25 字，约 10 秒" in bar.inner_text()
    bar.get_by_role("button", name="附出处复制").click()
    text = clipboard(page)
    assert text.startswith(
        "下坡去年冲了四处。四处都在转弯的地方，石笼先运到。\n\n——摘自《在春修动员会上的讲话》，提纲库，http"
    )
    assert "#再补下坡.1" in text
    page.evaluate("getSelection().removeAllRanges()")
    bar.wait_for(state="hidden")


# --- taking along -------------------------------------------------------------------------------------------------


def test_a_section_as_text(reader: Reader) -> None:
    page = reader.open(PATH)
    choose(page, "先清上游", "复制本节")
    body, _, source = clipboard(page).rstrip("\n").partition("\n\n")
    assert body.split("\n") == [
        "　　（一）先清上游",
        "　　上游淤得最厚。最厚的地方有一尺半，要用小挖机，再用人手收边。",
        "　　沿渠的树根也要清。清下来的土堆到北坡，留着补路。",
    ]
    address = reader.root + PATH
    assert source == f"——摘自《在春修动员会上的讲话》，提纲库，{address}#先清上游"


def test_without_the_source_line(reader: Reader) -> None:
    page = reader.open(PATH)
    page.locator("[data-act=take]").click()
    page.get_by_label("附出处").uncheck()
    page.locator(".tg-take").get_by_role("button", name="复制全篇", exact=True).click()
    text = clipboard(page)
    assert "摘自" not in text
    assert text.startswith("在春修动员会上的讲话\n\n（2024年3月2日）\n各位乡亲：\n　　今天说两件事。")
    assert "\n上段\t甲班\n" in text
    reader.open(OTHER)
    page.keyboard.press("C")
    assert "摘自" not in clipboard(page), "the choice is kept"


def test_the_whole_as_markdown(reader: Reader) -> None:
    page = reader.open(PATH)
    page.locator("[data-act=take]").click()
    page.locator(".tg-take").get_by_role("button", name="复制 Markdown").click()
    text = clipboard(page)
    assert text.startswith("# 在春修动员会上的讲话\n\n（2024年3月2日）\n\n各位乡亲：\n\n今天说两件事。")
    for part in (
        "\n\n## 一、把渠修好\n\n",
        "\n\n### （一）先清上游\n\n",
        "\n\n| 渠段 | 看水人 |\n| --- | --- |\n| 上段 | 甲班 |\n",
    ):
        assert part in text
    assert text.rstrip().split("\n")[-1].startswith("> ——摘自《在春修动员会上的讲话》")


def test_a_section_as_markdown_begins_at_the_second_level(reader: Reader) -> None:
    page = reader.open(PATH)
    choose(page, "再补下坡", "复制 Markdown")
    assert clipboard(page).startswith("## （二）再补下坡\n\n下坡")


def test_what_is_copied_is_what_the_depth_shows(reader: Reader) -> None:
    page = reader.open(PATH)
    page.keyboard.press("1")
    choose(page, "把渠修好", "复制本节骨架")
    assert clipboard(page).split("\n")[:4] == ["　　一、把渠修好", "　　（一）先清上游", "　　（二）再补下坡", ""]
    page.keyboard.press("2")
    page.keyboard.press("j")
    page.keyboard.press("c")
    text = clipboard(page)
    assert "　　渠是去年秋天淤的。下一步分三步走：一是清淤" in text
    assert "工钱" not in text


def test_markdown_shows_the_text_as_it_is(browser: Browser, archive: Archive) -> None:
    from markdown import Markdown

    words = "1. 第*一*条_a_ `b` [c](d) <e> #f | g \\ h"
    archive.write("题.txt", f"题目\n\n一、标题\n　　{words}。正文。\n")
    assert archive.build().code == 0
    context = browser.new_context()
    page = context.new_page()
    page.goto((archive.site / "题.html").as_uri())
    text = page.evaluate("Tigang.format.markdown(Tigang.outline.pieces(Tigang.outline.range(null)))")
    plain = re.sub("<[^>]+>", "", Markdown().convert(text))
    for sign, entity in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        plain = plain.replace(sign, entity)
    assert words in plain
    context.close()


def test_links_to_sections_and_paragraphs(reader: Reader) -> None:
    page = reader.open(PATH)
    choose(page, "再补下坡", "复制链接")
    link = clipboard(page)
    assert link == f"{reader.root}{PATH}#再补下坡"
    paragraph = page.locator("[id='先清上游.2']")
    paragraph.hover()
    page.locator(".tg-pilcrow").click()
    assert clipboard(page) == f"{reader.root}{PATH}#先清上游.2"
    page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
    page.wait_for_timeout(100)
    page.keyboard.press("j")
    page.keyboard.press("l")
    assert clipboard(page) == f"{reader.root}{PATH}#把渠修好"
    page.goto(link)
    page.wait_for_timeout(200)
    assert page.locator("#再补下坡").is_visible()


def test_a_panel_closes_and_gives_the_focus_back(reader: Reader) -> None:
    page = reader.open(PATH)
    button = page.locator("#先清上游 .tg-more")
    button.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "复制本节"
    assert button.get_attribute("aria-expanded") == "true"
    page.keyboard.press("Escape")
    assert page.locator(".tg-take").count() == 0
    assert button.evaluate("one => one === document.activeElement")
    button.click()
    page.locator(".tg-head h1").click()
    assert page.locator(".tg-take").count() == 0
    assert button.get_attribute("aria-expanded") == "false"


# --- the collection -----------------------------------------------------------------------------------------------


def collected(page: Page) -> list[str]:
    page.locator(".tg-dialog--basket[open]").wait_for()
    return page.locator(".tg-basket__title").all_inner_texts()


def fill(reader: Reader) -> Page:
    """Three items of two outlines, the panel open."""
    page = reader.open(PATH)
    choose(page, "先清上游", "收入摘编")
    choose(page, "把水看好", "收入摘编")
    page.keyboard.press("1")  # what is collected is the full text all the same
    reader.open(OTHER)
    page.keyboard.press("j")
    page.keyboard.press("b")
    page.locator("[data-act=basket]").click()
    return page


def test_a_collection_of_several_outlines(reader: Reader) -> None:
    page = fill(reader)
    assert collected(page) == ["（一）先清上游", "二、把水看好", "一、夜里怎样看水"]
    assert page.locator("[data-act=basket] b").inner_text() == "3"
    page.get_by_role("button", name="下移：（一）先清上游").click()
    assert collected(page) == ["二、把水看好", "（一）先清上游", "一、夜里怎样看水"]
    page.keyboard.press("Enter")  # the button kept the focus
    assert collected(page) == ["二、把水看好", "一、夜里怎样看水", "（一）先清上游"]
    page.get_by_role("button", name="移除：一、夜里怎样看水").click()
    assert collected(page) == ["二、把水看好", "（一）先清上游"]
    reader.open("index.html")
    page.keyboard.press("B")
    assert collected(page) == ["二、把水看好", "（一）先清上游"]
    page.get_by_role("link", name="（一）先清上游").click()
    page.wait_for_url("**/*#*")
    assert "最厚的地方" in seen(page)
    page.keyboard.press("B")
    page.get_by_role("button", name="清空").click()
    assert page.locator("[data-act=basket]").is_hidden()


def test_collected_twice_is_kept_once(reader: Reader) -> None:
    page = reader.open(PATH)
    for _ in range(2):
        choose(page, "先清上游", "收入摘编")
    assert page.locator("[data-act=basket] b").inner_text() == "1"


def test_a_collection_as_text(reader: Reader) -> None:
    page = fill(reader)
    page.get_by_role("button", name="复制文字").click()
    copied = clipboard(page)
    assert [line for line in copied.split("\n") if "摘自" in line] == [
        f"——摘自《在春修动员会上的讲话》（2024年3月2日），提纲库，{reader.root}{PATH}#先清上游",
        f"——摘自《在春修动员会上的讲话》（2024年3月2日），提纲库，{reader.root}{PATH}#把水看好",
        f"——摘自《看水值班的交流发言》，提纲库，{reader.root}{OTHER}#夜里怎样看水",
    ]
    assert copied.index("留着补路") < copied.index("上段\t甲班") < copied.index("夜里看水靠耳朵")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="下载文本").click()
    data = Path(waiting.value.path()).read_bytes()
    assert waiting.value.suggested_filename == "摘编.txt"
    assert data.decode("utf-8-sig").replace("\r\n", "\n") == copied
    page.get_by_role("button", name="复制 Markdown").click()
    assert "## （一）先清上游\n\n" in clipboard(page)


def test_a_collection_as_a_word_file(reader: Reader) -> None:
    page = fill(reader)
    files = []
    for _ in range(2):
        with page.expect_download() as waiting:
            page.get_by_role("button", name="下载 Word").click()
        files.append(Path(waiting.value.path()).read_bytes())
    assert waiting.value.suggested_filename == "摘编.docx"
    assert files[0] == files[1]
    assert ZipFile(io.BytesIO(files[0])).testzip() is None
    document: Any = Document(io.BytesIO(files[0]))
    assert document.core_properties.title == "摘编"
    lines = [(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs if paragraph.text]
    headings = [text for style, text in lines if style.lower().startswith("heading")]
    assert headings == ["（一）先清上游", "二、把水看好", "一、夜里怎样看水"]
    assert lines[0] == ("Title", "摘编")
    assert ("Body Text", "沿渠的树根也要清。清下来的土堆到北坡，留着补路。") in lines
    assert sum("摘自" in text for _, text in lines) == 3
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [
        *(["渠段", "看水人"], ["上段", "甲班"], ["下段", "乙班"])
    ]
    page_format = document.sections[0]
    assert (page_format.page_width.mm, page_format.page_height.mm) == pytest.approx((210, 297), abs=0.5)


def test_a_whole_outline_in_the_collection(reader: Reader) -> None:
    page = reader.open(PATH)
    page.locator("[data-act=take]").click()
    page.locator(".tg-take").get_by_role("button", name="收入摘编").click()
    page.keyboard.press("B")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="下载 Word").click()
    document: Any = Document(str(waiting.value.path()))
    styles = [(p.style.style_id, p.text) for p in document.paragraphs if p.style.style_id.startswith("Heading")]
    assert styles[:3] == [
        ("Heading1", "在春修动员会上的讲话"),
        ("Heading2", "一、把渠修好"),
        ("Heading3", "（一）先清上游"),
    ]


# --- print, keys, size ----------------------------------------------------------------------------------------------


def test_print_shows_what_is_folded_and_keeps_the_depth(reader: Reader) -> None:
    page = reader.open(PATH)
    page.keyboard.press("O")
    page.emulate_media(media="print")
    assert "石笼先运到" in seen(page)
    page.set_viewport_size({"width": 640, "height": 900})  # a sheet of A4 is narrow
    for chrome in (".tg-tools", ".tg-fold", ".tg-more", ".tg-strip", ".tg-contents"):
        assert page.locator(chrome).count()
        for one in page.locator(chrome).all():
            assert not one.is_visible(), chrome
    heights = page.locator(".tg-body > p").evaluate_all("all => all.map((one) => one.getBoundingClientRect().height)")
    assert min(heights) > 20
    page.emulate_media(media="screen")
    page.keyboard.press("2")
    page.emulate_media(media="print")
    assert "下坡去年冲了四处。" in seen(page) and "石笼先运到" not in seen(page)
    left = page.locator(".tg-body > p:visible").evaluate_all(
        "all => all.map((one) => getComputedStyle(one).paddingLeft)"
    )
    assert set(left) == {"0px"}


def test_the_official_layout_is_that_of_every_depth(reader: Reader) -> None:
    page = reader.open(PATH)

    def faces() -> list[str]:
        page.emulate_media(media="print")
        found: list[str] = page.locator(".tg-body :is(h2, h3)").evaluate_all(
            """all => all.map((one) => {
                 const style = getComputedStyle(one);
                 return [style.fontFamily, style.fontSize, style.lineHeight, style.textIndent, style.color,
                         style.padding, style.margin, style.borderTopWidth].join();
               })"""
        )
        page.emulate_media(media="screen")
        return found

    usual = faces()
    assert "SimHei" in usual[0] and "KaiTi" in usual[1]
    for key in ("1", "2"):
        page.keyboard.press(key)
        assert faces() == usual


def test_help_lists_the_keys(reader: Reader) -> None:
    page = reader.open(PATH)
    page.keyboard.press("?")
    box = page.get_by_role("dialog", name="键盘")
    keys = box.locator("kbd").all_inner_texts()
    for key in ("1", "2", "3", "j", "k", "[", "]", "o", "O", "c", "C", "b", "B", "l", "-", "+", "t", "/", "?"):
        assert key in keys
    page.keyboard.press("j")
    assert page.evaluate("scrollY") == 0, "keys in a dialog are its own"
    page.keyboard.press("Escape")
    assert box.count() == 0
    page.locator("[data-act=help]").click()
    box.wait_for()


def test_typing_is_no_shortcut(reader: Reader) -> None:
    page = reader.open(PATH)
    page.keyboard.press("/")
    page.keyboard.type("1")
    assert page.locator("[data-depth='3']").get_attribute("aria-pressed") == "true"


def test_type_size_in_three_steps(reader: Reader) -> None:
    page = reader.open(PATH)

    def size() -> float:
        return float(page.locator(".tg-body > p").nth(1).evaluate("one => parseFloat(getComputedStyle(one).fontSize)"))

    middle = size()
    page.keyboard.press("-")
    small = size()
    page.keyboard.press("+")
    page.keyboard.press("=")
    large = size()
    assert small < middle < large
    page.keyboard.press("+")
    assert size() == large
    reader.open(OTHER)
    assert size() == large
    button = page.locator("[data-act=size]")
    assert button.get_attribute("aria-label") == "字号：大"
    button.click()
    assert size() == small


def test_the_theme_by_key(reader: Reader) -> None:
    page = reader.open(PATH)
    schemes = set()
    for _ in range(3):
        page.keyboard.press("t")
        schemes.add(page.locator("body").get_attribute("data-md-color-scheme"))
    assert schemes == {"default", "slate"}


# --- manners ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_axe_has_nothing_to_say(browser: Browser, server: Server, viewport: ViewportSize, scheme: Any) -> None:
    context = browser.new_context(viewport=viewport, color_scheme=scheme, reduced_motion="reduce")
    page = Reader(context.new_page(), server.address).open(PATH)
    axe = Axe()

    def check(state: str) -> None:
        found = axe.run(page)
        said = [(one["id"], [node["html"] for node in one["nodes"]]) for one in found.response["violations"]]
        assert said == [], state

    for key in "321":
        page.keyboard.press(key)
        check(f"depth {key}")
    page.keyboard.press("3")
    page.locator("#先清上游 .tg-more").evaluate("button => button.click()")
    check("a panel")
    page.locator(".tg-take button", has_text="收入摘编").click()
    page.wait_for_timeout(50)
    check("something said")
    page.keyboard.press("j")
    page.keyboard.press("o")
    check("folded")
    page.evaluate("getSelection().selectAllChildren(document.querySelector('.tg-body > p'))")
    page.locator(".tg-selected").wait_for()
    check("something selected")
    page.evaluate("getSelection().removeAllRanges()")
    for key in ("B", "?"):
        page.keyboard.press(key)
        page.locator("dialog[open]").wait_for()
        check(f"dialog {key}")
        page.keyboard.press("Escape")
    context.close()


@pytest.mark.parametrize("width", [320, 360, 414])
def test_the_row_of_tools_is_one_row(browser: Browser, server: Server, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 740}, has_touch=True)
    page = Reader(context.new_page(), server.address).open(PATH)
    shown = page.locator(".tg-depths, .tg-actions :is(button, summary)").locator("visible=true")
    boxes = [box for box in (one.bounding_box() for one in shown.all()) if box]
    assert len(boxes) == 4
    middles = [box["y"] + box["height"] / 2 for box in boxes]
    assert max(middles) - min(middles) < 2
    assert all(one["x"] + one["width"] <= other["x"] + 1 for one, other in pairwise(boxes))
    assert boxes[-1]["x"] + boxes[-1]["width"] <= width
    context.close()


def test_no_inline_style_or_handler(reader: Reader, site: Archive) -> None:
    page = site.page(PATH)
    article = page[page.index("<article") : page.index("</article>")]
    side = page[page.index("tg-side") : page.index("<article")]
    assert not re.search(r"<(script|style)|\s(style|on[a-z]+)=", article + side)


def test_what_a_first_view_weighs(browser: Browser, site: Archive) -> None:
    context = browser.new_context(viewport=WIDE)
    with serving(site.site) as own:
        page = context.new_page()
        page.goto(own.address + quote(PATH))
        settle(page)
        ours = {
            path: size
            for _, path, size in own.sent
            if not re.search(r"/(main|palette|bundle)\.[0-9a-f]+\.min\.", "/" + path)
        }
    assert any(path.endswith("early.js") for path in ours)
    assert sum(ours.values()) <= 60_000, sorted(ours.items(), key=lambda one: -one[1])
    context.close()
