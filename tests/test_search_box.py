"""The search box in a browser, with an engine that answers what a test wrote down."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from conftest import Archive
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page, Route

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Answer = dict[str, Any]

ATTACK = "<img src=x onerror=window.ran=1><script>window.ran=1</script>"
OUTLINE = "范例/守城.html"
TEXT = """守好一座城的记忆

各位同志：今天说三件事。

一、把底数核清楚。卷宗要清点，一卷一卷地核。

二、把规矩立起来。

ＧＤＰ增速和gdp总量都要写。首问、负责制度要用好。

三、让卷宗开口。卷宗是活的。

谢谢大家！
"""

# What client.js gives, with answers by query; a query that has none stays unanswered until release() is called.
FAKE = """
"use strict";
var TigangSearch = window.TigangSearch || {};
window.calls = { warm: 0, searches: [], suggests: [] };
TigangSearch.connect = (base) => {
  const { answers, suggestions } = %s;
  window.calls.base = base;
  return {
    warm() { window.calls.warm += 1; },
    search(options, onUpdate) {
      window.calls.searches.push(JSON.parse(JSON.stringify(options)));
      if (options.query === "断") return Promise.reject(new Error("engine"));
      const answer = answers[options.query];
      window.release = (given) => onUpdate({ ...given, query: options.query });
      if (answer) queueMicrotask(() => onUpdate({ ...answer, items: answer.items.slice(0, options.count) }));
    },
    suggest(text) {
      window.calls.suggests.push(text);
      if (text === "断") return Promise.reject(new Error("engine"));
      return Promise.resolve(suggestions[text] || []);
    },
  };
};
"""


def item(number: int, near: str = "", title: str = "标题", snippet: str = "有卷宗的一句") -> Answer:
    url = "index.html" if number else OUTLINE
    return {
        "url": url,
        "near": near,
        "title": [[f"{title}{number}", 0], ["卷宗", 1]],
        "meta": ["2024年", "讲话"],
        "terms": ["卷宗", "首问负责制"],
        "sections": [
            {"url": f"{url}#让卷宗开口", "heading": [["三、让卷宗开口", 0]], "snippet": [[snippet, 0], ["卷宗", 1]]}
        ],
    }


def answer(*items: Answer, **more: object) -> Answer:
    exact = sum(not one["near"] for one in items)
    return {
        "state": "done",
        "total": exact,
        "near": len(items) - exact,
        "missing": [],
        "problem": "",
        "facets": {
            "genre": [["讲话", 3], ["汇报", 1]],
            "year": [[str(year), 1] for year in range(2024, 2014, -1)],
            "topic": [],
            "collection": [["范例", 4]],
        },
        "items": list(items),
        **more,
    }


ANSWERS = {
    "卷宗": answer(item(0), item(1)),
    "很多": answer(*(item(number) for number in range(25))),
    "近": answer(item(0), item(1, "typo"), item(2, "words"), item(3, "some"), item(4, "some")),
    "只有近": answer(
        item(1, "some"), missing=["甲乙"], facets={key: [] for key in ("genre", "year", "topic", "collection")}
    ),
    "无": answer(missing=["无此词"], facets=None),
    "juanzong": answer(missing=["juanzong"], facets=None),
    "坏": answer(problem="索引没有找到，请重新生成网站", facets=None),
    "攻": answer(item(1, title=ATTACK, snippet=ATTACK), missing=[ATTACK]),
}
SUGGESTIONS = {
    "juanzong": [{"text": "卷宗", "kind": "pinyin"}, {"text": "卷宗开口", "kind": "heading"}],
    "卷宗": [{"text": "卷宗", "kind": "word"}, {"text": "卷宗开口", "kind": "heading"}],
    "攻": [{"text": ATTACK, "kind": "title"}],
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    made = Archive(tmp_path_factory.mktemp("box") / "archive")
    made.write("范例/守城.txt", TEXT)
    made.write("范例/长文.txt", TEXT.replace("二、", "这一段很长。\n\n" * 60 + "二、"))
    built = made.build()
    assert built.code == 0, built.log
    return made


class Box:
    """A tab with the search box and the fake engine."""

    def __init__(self, page: Page, site: Archive) -> None:
        self.page = page
        self.root = f"{site.site.as_uri()}/"
        self.said: list[str] = []
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.route("**/search/client.js", self._client)
        self.input = page.locator(".md-search__input")
        self.output = page.locator(".tg-search__output")
        self.meta = page.locator(".md-search-result__meta")
        self.items = page.locator("li.md-search-result__item")
        self.options = page.locator(".tg-search__suggest [role=option]")
        self.links = page.locator(".md-search-result__list a")

    @staticmethod
    def _client(route: Route) -> None:
        script = FAKE % json.dumps({"answers": ANSWERS, "suggestions": SUGGESTIONS})
        route.fulfill(body=script, content_type="text/javascript")

    def open(self, path: str = "index.html") -> Box:
        self.page.goto(self.root + quote(path, safe="/#?=%+&"))
        return self

    def search(self, query: str) -> Box:
        """Type a query into the open box and wait for its answer."""
        self.page.keyboard.press("/")
        expect(self.input).to_be_focused()
        self.input.fill(query)
        expect(self.output).to_have_attribute("data-query", query)
        return self

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def calls(self, name: str) -> Any:
        return self.page.evaluate("name => window.calls[name]", name)

    def is_open(self) -> bool:
        return bool(self.page.evaluate("document.getElementById('__search').checked"))

    def focused(self) -> Locator:
        return self.page.locator(":focus")


@pytest.fixture
def box(browser: Browser, site: Archive) -> Iterator[Box]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    made = Box(context.new_page(), site)
    yield made
    assert made.said == []
    context.close()


# --- opening and closing ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["/", "s", "f"])
def test_a_shortcut_opens_the_box(box: Box, key: str) -> None:
    box.open()
    box.press(key)
    expect(box.input).to_be_focused()
    assert box.input.input_value() == ""
    assert box.page.get_by_role("dialog", name="搜索").is_visible()
    assert box.calls("warm") >= 1
    assert box.calls("base") == box.root


def test_a_shortcut_in_a_field_is_a_letter(box: Box) -> None:
    box.open()
    box.page.evaluate(
        "document.querySelector('article, .tg-home').insertAdjacentHTML('beforeend', '<textarea></textarea>')"
    )
    box.page.locator("textarea").focus()
    box.press("s", "/")
    assert box.page.locator("textarea").input_value() == "s/"
    assert not box.is_open()


def test_the_root_is_found_from_a_folder(box: Box) -> None:
    box.open(OUTLINE).search("卷宗")
    assert box.calls("base") == box.root


def test_escape_closes_and_the_focus_goes_back(box: Box) -> None:
    box.open(OUTLINE)
    brand = box.page.locator(".tg-brand")
    brand.focus()
    box.search("卷宗")
    box.press("Escape")
    assert not box.is_open()
    expect(brand).to_be_focused()
    box.page.locator(".tg-skip").evaluate("() => document.activeElement.blur()")
    box.press("/", "Escape")
    assert box.page.evaluate("document.activeElement === document.body")


def test_the_focus_stays_in_the_box(box: Box) -> None:
    box.open(OUTLINE).search("卷宗")
    for key in ("Tab", "Shift+Tab"):
        for _ in range(40):
            box.press(key)
            assert box.page.evaluate("document.querySelector('.tg-search__inner').contains(document.activeElement)")


def test_keys_work_after_a_click_on_a_blank_place(box: Box) -> None:
    box.open().search("卷宗")
    box.meta.click()
    box.press("ArrowDown")
    expect(box.links.first).to_be_focused()
    box.meta.click()
    box.press("Shift+Tab")
    assert box.page.evaluate("document.querySelector('.tg-search__inner').contains(document.activeElement)")
    box.meta.click()
    box.press("Escape")
    assert not box.is_open()


def test_the_page_behind_stands_still(box: Box) -> None:
    box.open("范例/长文.html")
    box.press("/")
    assert box.page.evaluate("getComputedStyle(document.documentElement).overflowY") == "hidden"
    box.press("Escape")
    assert box.page.evaluate("getComputedStyle(document.documentElement).overflowY") != "hidden"


def test_a_click_beside_the_box_closes_it(box: Box) -> None:
    box.open().search("卷宗")
    box.page.mouse.click(20, 500)
    assert not box.is_open()


def test_what_was_typed_before_the_script_is_searched(box: Box) -> None:
    box.page.add_init_script(
        "new MutationObserver((_, watch) => { const input = document.querySelector('.md-search__input');"
        "if (input) { input.value = '卷宗'; watch.disconnect(); } })"
        ".observe(document, {childList: true, subtree: true})"
    )
    box.open()
    expect(box.items).to_have_count(2)
    assert box.is_open()


def test_on_a_phone_a_button_opens_a_page_of_its_own(browser: Browser, site: Archive) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    box = Box(context.new_page(), site).open(OUTLINE)
    box.page.get_by_role("button", name="搜索", exact=True).tap()
    expect(box.input).to_be_focused()
    box.input.fill("很多")
    expect(box.items.first).to_be_visible()
    assert box.page.evaluate("document.documentElement.scrollWidth") <= 360
    buttons = box.page.locator(".tg-search__inner button:visible")
    for index in range(buttons.count()):
        bounds = buttons.nth(index).bounding_box()
        assert bounds is not None
        assert bounds["height"] >= 39.5, buttons.nth(index).inner_text()
    box.press("Enter")  # puts the keyboard away
    expect(box.input).not_to_be_focused()
    assert box.is_open()
    box.page.get_by_role("button", name="关闭搜索").tap()
    assert not box.is_open()
    context.close()


# --- queries ------------------------------------------------------------------------------------------------------


def test_an_answer_is_shown(box: Box) -> None:
    box.open().search("卷宗")
    expect(box.output).to_have_attribute("data-state", "done")
    expect(box.meta).to_have_text("找到 2 篇")
    for name, value in (("data-total", "2"), ("data-near", "0"), ("data-state", "done")):
        expect(box.meta).to_have_attribute(name, value)
    first = box.items.first
    expect(first).to_have_attribute("data-url", OUTLINE)
    expect(first).to_have_attribute("data-near", "")
    link = first.locator("a").first
    expect(link).to_have_class("md-search-result__link tg-hit")
    address = urlsplit(link.get_attribute("href") or "")
    assert parse_qs(address.query) == {"h": ["卷宗 首问负责制"]}
    assert first.locator("a").nth(1).evaluate("link => decodeURIComponent(link.hash)") == "#让卷宗开口"
    assert first.locator("mark").all_inner_texts() == ["卷宗", "卷宗"]


def test_typing_sends_one_query(box: Box) -> None:
    box.open()
    box.press("/")
    box.input.evaluate(
        """input => { for (const text of ["卷", "卷宗", "卷宗开", "卷宗"]) {
            input.value = text; input.dispatchEvent(new InputEvent("input", { bubbles: true })); } }"""
    )
    expect(box.items).to_have_count(2)
    assert [search["query"] for search in box.calls("searches")] == ["卷宗"]


def test_no_query_while_characters_are_composed(box: Box) -> None:
    box.open()
    box.press("/")
    session = box.page.context.new_cdp_session(box.page)
    session.send("Input.imeSetComposition", {"text": "juan'zong", "selectionStart": 9, "selectionEnd": 9})
    assert box.input.input_value() == "juan'zong"
    session.send("Input.insertText", {"text": "卷宗"})
    expect(box.items).to_have_count(2)
    assert {search["query"] for search in box.calls("searches")} == {"卷宗"}
    assert set(box.calls("suggests")) == {"卷宗"}


def test_an_older_answer_is_dropped(box: Box) -> None:
    box.open()
    box.press("/")
    box.input.fill("未答")
    box.page.wait_for_function("() => window.calls.searches.length === 1")
    expect(box.meta).to_have_text("正在找 …")
    box.page.evaluate("void (window.old = window.release)")
    box.input.fill("卷宗")
    expect(box.items).to_have_count(2)
    box.page.evaluate("answer => window.old(answer)", answer(item(1)))
    expect(box.items).to_have_count(2)
    expect(box.output).to_have_attribute("data-query", "卷宗")


def test_a_partial_answer_is_completed_in_place(box: Box) -> None:
    box.open()
    box.press("/")
    box.input.fill("未答")
    box.page.wait_for_function("() => window.calls.searches.length === 1")
    box.page.evaluate("answer => window.release(answer)", answer(item(0), state="partial", facets=None))
    expect(box.output).to_have_attribute("data-state", "partial")
    box.press("ArrowDown")
    first = box.items.first.element_handle()
    box.page.evaluate("answer => window.release(answer)", answer(item(0), item(1)))
    expect(box.items).to_have_count(2)
    assert box.page.evaluate("first => first.isConnected && first.contains(document.activeElement)", first)


def test_near_hits_stand_under_headings_of_their_own(box: Box) -> None:
    box.open().search("近")
    expect(box.meta).to_have_text("找到 1 篇，另有 4 篇相近")
    rows = box.page.locator(".md-search-result__list > li")
    kinds = rows.evaluate_all("rows => rows.map(row => row.dataset.near ?? row.querySelector('h3').textContent)")
    assert kinds == ["", "相近的写法", "typo", "词语分开出现", "words", "部分词语相符", "some", "some"]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("无", "没有一篇提到「无此词」。换一个说法，或少写几个字"),
        ("只有近", "没有一篇提到「甲乙」，相近的有 1 篇"),
        ("坏", "索引没有找到，请重新生成网站"),
    ],
)
def test_what_is_missing_is_said(box: Box, query: str, words: str) -> None:
    box.open().search(query)
    expect(box.meta).to_have_text(words)


def test_an_engine_that_did_not_load_is_said(browser: Browser, site: Archive) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.route("**/search/client.js", lambda route: route.abort())
    page.goto(f"{site.site.as_uri()}/index.html")
    page.keyboard.press("/")
    page.keyboard.type("卷宗")
    expect(page.locator(".md-search-result__meta")).to_have_text("搜索程序没有载入，请刷新页面再试")
    context.close()


def test_an_engine_that_fails_is_said_and_asked_again(box: Box) -> None:
    box.open().search("断")
    expect(box.meta).to_have_text("搜索程序没有载入，请刷新页面再试")
    expect(box.output).to_have_attribute("data-state", "done")
    asked = len(box.calls("searches"))
    box.press("Enter")
    box.page.wait_for_function(f"() => window.calls.searches.length === {asked + 1}")


def test_where_only_near_hits_are_nothing_narrows_or_orders_them(box: Box) -> None:
    box.open().search("只有近")
    expect(box.items).to_have_count(1)
    expect(box.page.locator(".tg-search__facets")).to_be_hidden()
    expect(box.page.locator(".tg-search__sort")).to_be_hidden()


def test_the_query_language_is_told_while_nothing_is_asked(box: Box) -> None:
    box.open()
    box.press("/")
    told = box.page.locator(".tg-search__help")
    expect(told).to_be_visible()
    for word in ("“原句”", "-词", "标题:", "体裁:", "年份:2024", "2023-2025", "主题:"):
        assert word in told.inner_text()
    box.search("卷宗")
    expect(told).to_be_hidden()
    box.page.get_by_role("button", name="清空").click()
    expect(told).to_be_visible()
    expect(box.items).to_have_count(0)
    expect(box.input).to_be_focused()


def test_more_comes_on_scrolling(box: Box) -> None:
    box.open().search("很多")
    expect(box.meta).to_have_text("找到 25 篇")
    box.items.nth(9).wait_for()
    assert box.calls("searches")[0]["count"] == 10
    first = box.items.first.element_handle()
    for count in (20, 25):
        box.page.locator(".tg-search__scroll").evaluate("scroller => scroller.scrollTo(0, scroller.scrollHeight)")
        expect(box.items).to_have_count(count)
    assert box.page.evaluate("first => first.isConnected", first)
    assert [search["count"] for search in box.calls("searches")] == [10, 20, 30]


# --- narrowing ----------------------------------------------------------------------------------------------------


def test_chips_narrow_and_widen(box: Box) -> None:
    box.open().search("卷宗")
    chips = box.page.locator(".tg-search__facets button[data-facet]")
    genre = chips.and_(box.page.locator("[data-facet=genre][data-value=讲话]"))
    expect(genre).to_have_attribute("aria-pressed", "false")
    assert genre.inner_text().split() == ["讲话", "3"]
    genre.click()
    expect(genre).to_have_attribute("aria-pressed", "true")
    assert box.calls("searches")[-1]["filters"] == {"genre": ["讲话"]}
    expect(genre).to_be_focused()
    box.page.locator("[data-facet=year][data-value='2023']").click()
    assert box.calls("searches")[-1]["filters"] == {"genre": ["讲话"], "year": ["2023"]}
    genre.click()
    assert box.calls("searches")[-1]["filters"] == {"year": ["2023"]}
    box.page.get_by_role("button", name="清空").click()
    box.search("卷宗")
    assert box.calls("searches")[-1]["filters"] == {}


def test_a_chip_that_leaves_nothing_can_be_taken_back(box: Box) -> None:
    box.open().search("卷宗")
    box.page.locator("[data-value=讲话]").click()
    box.input.fill("无")
    expect(box.meta).to_have_attribute("data-total", "0")
    genre = box.page.locator("[data-value=讲话]")
    expect(genre).to_be_visible()
    expect(box.page.locator(".tg-search__facets button")).to_have_count(1)
    genre.click()
    expect(genre).to_have_count(0)


def test_a_long_facet_is_folded(box: Box) -> None:
    box.open().search("卷宗")
    years = box.page.locator("[data-facet=year]")
    expect(years).to_have_count(6)
    box.page.get_by_role("button", name="全部 10 项").click()
    expect(years).to_have_count(10)
    expect(years.nth(6)).to_be_focused()
    expect(box.page.locator("[data-facet=collection]")).to_have_count(0)  # one value narrows nothing


def test_results_are_ordered_by_date(box: Box) -> None:
    box.open().search("卷宗")
    date = box.page.get_by_role("button", name="日期")
    date.click()
    expect(date).to_have_attribute("aria-pressed", "true")
    assert [search["sort"] for search in box.calls("searches")] == ["relevance", "date"]


# --- the keyboard -------------------------------------------------------------------------------------------------


def test_arrows_go_through_the_results(box: Box) -> None:
    box.open().search("近")
    box.press("ArrowDown")
    expect(box.links.nth(0)).to_be_focused()
    box.press("ArrowDown", "ArrowDown")
    expect(box.links.nth(2)).to_be_focused()
    box.press("ArrowUp", "ArrowUp", "ArrowUp")
    expect(box.input).to_be_focused()
    box.press("ArrowDown", "x")
    assert box.input.input_value() == "近x"


def test_enter_opens_the_first_result_and_the_way_back_leads_to_the_results(box: Box) -> None:
    box.open().search("卷宗")
    box.press("Enter")
    box.page.wait_for_url("**/*.html?h=*")
    expect(box.page.locator("h1")).to_contain_text("记忆")
    box.page.go_back()
    expect(box.items).to_have_count(2)
    assert box.input.input_value() == "卷宗"
    box.press("Escape")
    assert urlsplit(box.page.url).query == ""


def test_enter_before_the_answer_waits_for_it(box: Box) -> None:
    box.open()
    box.press("/")
    box.input.fill("卷宗")
    box.press("Enter")
    box.page.wait_for_url("**/*.html?h=*")


def test_suggestions_are_chosen_by_keyboard(box: Box) -> None:
    box.open()
    box.press("/")
    box.page.keyboard.type("juanzong")
    expect(box.options).to_have_count(2)
    expect(box.input).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    expect(box.input).to_be_focused()
    chosen = box.page.locator("[role=option][aria-selected=true]")
    expect(chosen).to_have_text("卷宗拼音")
    expect(box.input).to_have_attribute("aria-activedescendant", chosen.get_attribute("id") or "-")
    box.press("ArrowRight")
    expect(chosen).to_have_text("卷宗开口小标题")
    box.press("ArrowLeft", "Enter")
    expect(box.items).to_have_count(2)
    assert box.input.input_value() == "卷宗"
    expect(box.options).to_have_count(0)
    expect(box.input).to_have_attribute("aria-expanded", "false")


def test_a_suggestion_is_left_again(box: Box) -> None:
    box.open().search("卷宗")
    expect(box.options).to_have_text(["卷宗开口小标题"])  # what stands in the field already is not suggested
    box.press("ArrowDown", "ArrowDown")
    expect(box.links.nth(0)).to_be_focused()
    box.press("ArrowUp", "ArrowDown", "Escape")
    assert box.is_open()
    expect(box.input).not_to_have_attribute("aria-activedescendant", "__suggest_0")


def test_enter_takes_the_suggestion_where_nothing_was_found(box: Box) -> None:
    box.open().search("juanzong")
    expect(box.options).to_have_count(2)
    box.press("Enter")
    expect(box.items).to_have_count(2)
    assert box.input.input_value() == "卷宗"


def test_a_suggestion_is_clicked(box: Box) -> None:
    box.open()
    box.press("/")
    box.page.keyboard.type("juanzong")
    box.options.first.click()
    expect(box.items).to_have_count(2)
    expect(box.input).to_be_focused()


# --- the address --------------------------------------------------------------------------------------------------


def test_the_address_opens_a_search(box: Box) -> None:
    box.open("index.html?q=卷宗&genre=讲话&sort=date")
    expect(box.items).to_have_count(2)
    assert box.is_open()
    assert box.calls("searches") == [
        {"query": "卷宗", "filters": {"genre": ["讲话"]}, "sort": "date", "count": 10},
    ]
    expect(box.page.locator("[data-value=讲话]")).to_have_attribute("aria-pressed", "true")


def test_the_search_stays_open_where_the_address_names_a_section(box: Box) -> None:
    box.open(f"{OUTLINE}?q=卷宗")
    expect(box.items).to_have_count(2)
    # Material's script closes the search after a change of the fragment.
    box.page.evaluate(
        """() => {
          window.changes = 0;
          document.getElementById("__search").addEventListener("change", () => (window.changes += 1));
          document.querySelector("article h2").id = "plain"; // the script knows Latin ids only
          location.hash = "plain";
        }"""
    )
    box.page.wait_for_function("() => window.changes === 2")
    assert box.is_open()
    expect(box.input).to_be_focused()


def test_a_search_is_shared(box: Box) -> None:
    box.page.add_init_script("navigator.clipboard.writeText = async (text) => { window.copied = text }")
    box.open().search("卷宗")
    box.page.locator("[data-value=讲话]").click()
    box.page.get_by_role("button", name="复制这次搜索的链接").click()
    expect(box.page.locator(".tg-search__note")).to_have_text("链接已复制")
    assert box.page.evaluate("window.copied") == f"{box.root}index.html?q={quote('卷宗')}&genre={quote('讲话')}"


# --- safety -------------------------------------------------------------------------------------------------------


def test_nothing_in_an_answer_runs(box: Box) -> None:
    box.open().search("攻")
    expect(box.options.first).to_contain_text(ATTACK)
    expect(box.items.first).to_contain_text(ATTACK)
    assert box.page.locator(".tg-search img, .tg-search__output script").count() == 0
    assert box.page.evaluate("window.ran") is None
    assert box.page.locator(".tg-search [style]").count() == 0


# --- marks on the page --------------------------------------------------------------------------------------------

MARKS = "marks => marks.map(mark => mark.textContent)"


def test_marks_cross_punctuation_and_fold_width_and_case(box: Box) -> None:
    box.open(f"{OUTLINE}?h=首问负责制+gdp")
    marks = box.page.locator("mark.tg-mark")
    expect(marks).to_have_count(3)
    assert marks.evaluate_all(MARKS) == ["ＧＤＰ", "gdp", "首问、负责制"]
    expect(box.page.locator(".tg-marks")).to_contain_text("标出 3 处")


def test_marks_cross_elements(box: Box) -> None:
    box.open(OUTLINE)
    texts = box.page.evaluate(
        """async () => {
          await Tigang.load("search/folding", "search/highlight");
          const article = document.querySelector(".tg-article");
          const body = article.querySelector(".tg-body");
          const more = "<p>一<b>二三</b>，<i>四</i>五</p><h3>六七</h3><p>八九</p><p>十</p><p>二○二四</p>";
          body.insertAdjacentHTML("beforeend", more);
          const before = body.innerHTML;
          const hits = TigangSearch.highlight.mark(article, ["二三四", "三四五", "七八", "九十", "二〇二四"]);
          const texts = hits.map((hit) => hit.map((mark) => mark.textContent).join("|"));
          TigangSearch.highlight.clear(article);
          return [...texts, String(body.innerHTML === before)];
        }"""
    )
    assert texts == ["二三|，|四|五", "七|八", "二○二四", "true"]


def test_marks_are_walked_and_cleared(box: Box) -> None:
    box.open("范例/长文.html?h=开口&x=1#让卷宗开口")
    control = box.page.get_by_role("group", name="所搜的词")
    here = box.page.locator(".tg-mark--here")
    expect(control).to_contain_text("标出 1 处")
    expect(here).to_have_count(0)
    box.press("n")
    expect(control).to_contain_text("第 1 处，共 1 处")
    expect(here).to_be_in_viewport()
    box.press("p")
    expect(control).to_contain_text("第 1 处，共 1 处")
    control.get_by_role("button", name="清除").click()
    expect(box.page.locator("mark")).to_have_count(0)
    expect(control).to_have_count(0)
    address = urlsplit(box.page.url)
    assert (address.query, bool(address.fragment)) == ("x=1", True)


def test_the_first_mark_comes_into_sight(box: Box) -> None:
    box.open("范例/长文.html?h=开口")
    expect(box.page.locator("mark.tg-mark").first).to_be_in_viewport()


def test_no_control_without_marks(box: Box) -> None:
    box.open(f"{OUTLINE}?h=全无此语")
    expect(box.page.locator(".tg-marks")).to_have_count(0)
