"""The search engine in a browser, part by part, over a few outlines written for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest
from conftest import Archive

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OUTLINES = {
    "库房.txt": (
        "守好库房的发言\n2023年5月6日\n\n一、把“防潮柜”用起来\n每周看一遍防潮柜，值班电话贴在门上。\n"
        "二、先验后付\n验收以后再付款，𠮷林村的老卷宗也要清点。"
    ),
    "古渡.txt": (
        "古渡的檔案與庫房（交流发言）\n2024年3月1日\n\n一、把檢查做在前面\n檔案員一起讀書，渡船天天查。\n"
        "二、听群众说\n岸上的人说了算。"
    ),
    "值守.txt": (
        "汛期值守工作汇报\n2025年6月1日\n\n一、值守有人\n值班员两人一组，先巡堤，后登记。\n"
        "二、物资有数\n二〇二二年的旧沙袋都换了，ＧＰＳ和铁锹、水泵各有账。"
    ),
    "书屋.txt": (
        "农家书屋主持词\n2022年4月23日\n\n一、请大家读书\n书屋的门，晚上八点再关。\n"
        "二、请大家还书\n旧书交换，一本换一本。"
    ),
    "书包.txt": (
        "流动书包讲话\n2022年9月1日\n\n一、书包进村\n书包里有书，也有登记本。\n二、登记要清\n借了哪本书，登记在册。"
    ),
}

ASK = """([query, more]) => new Promise((done) => {
    window.engine ||= TigangSearch.connect(new URL("./", location.href).href);
    const answers = [];
    const request = {query, filters: {}, sort: "relevance", count: 10, ...more};
    window.engine.search(request, (answer) => answers.push(answer)).then(() => done(answers));
})"""


class Engine:
    """The engine of one site, in the page itself."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def answers(self, query: str, **more: object) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.page.evaluate(ASK, [query, more])
        assert [answer["state"] for answer in found][-1:] == ["done"]
        assert [answer["problem"] for answer in found] == [""] * len(found)
        return found

    def ask(self, query: str, **more: object) -> dict[str, Any]:
        return self.answers(query, **more)[-1]

    def exact(self, query: str, **more: object) -> list[str]:
        """The names of the exact hits."""
        answer = self.ask(query, **more)
        names = [name(item) for item in answer["items"] if not item["near"]]
        assert answer["total"] == len(names)
        return names

    def run(self, script: str, value: object = None) -> Any:
        return self.page.evaluate(script, value)


def name(item: dict[str, Any]) -> str:
    return unquote(item["url"]).rpartition("/")[2].removesuffix(".html")


def shown(parts: list[tuple[str, int]]) -> str:
    return "".join(f"[{text}]" if marked else text for text, marked in parts)


@pytest.fixture(scope="module")
def engine(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    archive = Archive(tmp_path_factory.mktemp("engine") / "archive")
    for path, text in OUTLINES.items():
        archive.write(f"试验/{path}", text)
    built = archive.build("--strict")
    assert built.code == 0, built.log
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{archive.site.as_uri()}/index.html")
    made = Engine(page)
    made.ask("库房")  # its parts are there now
    yield made
    assert said == []
    page.close()


# --- parts ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "stream"),
    [("ＧＰＳ（3号）", "gps3号"), ("先验，后付。", "先验后付"), ("○二", "〇二"), ("㈠、𠮷林", "一𠮷林"), ("——！", "")],
)
def test_fold(engine: Engine, text: str, stream: str) -> None:
    assert engine.run("text => TigangSearch.text.fold(text)", text) == stream


@pytest.mark.parametrize(
    ("text", "phrase", "marked"),
    [
        ("先验，后付。", "先验后付", "[先验，后付]。"),
        ("用ＧＰＳ看，再用gps", "GPS", "用[ＧＰＳ]看，再用[gps]"),
        ("到𠮷林村", "𠮷林", "到[𠮷林]村"),
        ("二〇二四年和2024年", "2024年", "[二〇二四年]和[2024年]"),
        ("二〇二四年和2024年", "二〇二四", "[二〇二四]年和[2024]年"),
        ("库房库房", "库房", "[库房库房]"),
        ("房库", "库房", "房库"),
    ],
)
def test_what_is_marked(engine: Engine, text: str, phrase: str, marked: str) -> None:
    script = """([text, phrase]) => {
        const { trace, find, forms, fold, mark } = TigangSearch.text;
        return mark(text, find(trace(text), forms(fold(phrase))));
    }"""
    assert shown(engine.run(script, [text, phrase])) == marked


def test_a_snippet_stands_around_the_hit(engine: Engine) -> None:
    text = "前面的话说了很多。" * 30 + "这里有防潮柜一个。" + "后面的话也不少。" * 30
    at = text.index("防潮柜")
    parts = engine.run("([text, at]) => TigangSearch.text.snippet(text, [[[at, at + 3]]])", [text, at])
    assert "这里有[防潮柜]一个。" in shown(parts)
    assert len(shown(parts)) < 120
    assert shown(parts).startswith("…") and shown(parts).endswith("…")


DIGITS = {value: chr(code) for value, code in enumerate(code for code in range(0x23, 0x7F) if code != 0x5C)}


def number(value: int) -> str:
    """A number as docs/search-index.md says."""
    text = ""
    while value >= 75:
        text += DIGITS[75 + value % 16]
        value //= 16
    return text + DIGITS[value]


def test_lists_of_units(engine: Engine) -> None:
    documents = {0: [0], 3: [2, 3, 40], 4: [1, 3999], 40_000: [0, 17, 18]}
    text, last = "", -1
    for document, units in documents.items():
        text += number(document - last - 1)
        last, before = document, -1
        for unit in units:
            step = unit - before - 1
            text += number(step // 16 * 32 + 16 * (unit != units[-1]) + step % 16)
            before = unit
    found = engine.run("text => Array.from(TigangSearch.postings.pairUnits('1' + text, ''))", text)
    assert found == [document * 32768 + unit for document, units in documents.items() for unit in units]


def test_columns(engine: Engine) -> None:
    values = [0, 74, 75, 1199, 1200, 70_000]
    text = "".join(map(number, values))
    assert engine.run("text => Array.from(TigangSearch.postings.column(text))", text) == values


@pytest.mark.parametrize(
    ("typed", "words", "without", "title"),
    [
        ("值班员 沙袋", ["值班员", "沙袋"], [], []),
        ("“先验 后付”库房", ["先验 后付", "库房"], [], []),
        ('"先验 后付', ["先验 后付"], [], []),
        ("库房 -书屋 －沙袋", ["库房"], ["书屋", "沙袋"], []),
        ("标题：库房 標題:书屋", [], [], ["库房", "书屋"]),
        ("a-b 2023-2025", ["a-b", "2023-2025"], [], []),
        ("库房 -标题:书屋", ["库房"], [], []),
        ("-  ，。 “” 标题:", [], [], []),
    ],
)
def test_parse(engine: Engine, typed: str, words: list[str], without: list[str], title: list[str]) -> None:
    asked = engine.run(
        "typed => { const {words, without, title} = TigangSearch.query.parse(typed); return {words, without, title}; }",
        typed,
    )
    assert asked == {"words": words, "without": without, "title": title}


# --- queries ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("先验后付", {"库房"}),
        ("验后", {"库房"}),
        ("“先验 后付”", {"库房"}),
        ("付验收", set()),
        ("𠮷林村", {"库房"}),
        ("gps", {"值守"}),
        ("ＧＰＳ和铁锹水泵", {"值守"}),
        ("2022年的旧沙袋", {"值守"}),
        ("二〇二二年的", {"值守"}),
        ("书 登记", {"书包"}),
        ("读书", {"书屋", "古渡"}),
        ("讀書", {"书屋", "古渡"}),
        ("检查做在前面", {"古渡"}),
        ("檔案員一起读书", {"古渡"}),
        ("库房", {"库房", "古渡"}),
        ("库房 -防潮柜", {"古渡"}),
        ("库房 -檢查做在前", {"库房"}),
        ("标题:书", {"书屋", "书包"}),
        ("标题:书屋 旧书", {"书屋"}),
        ("书 年份:2022", {"书屋", "书包"}),
        ("年份:二〇二四", {"古渡"}),
        ("年份：2024-2023", {"库房", "古渡"}),
        ("-年份:2022 -标题:库房", {"值守"}),
        ("体裁:主持", {"书屋"}),
        ("登记 -体裁:汇报", {"书包"}),
    ],
)
def test_exact_hits(engine: Engine, query: str, names: set[str]) -> None:
    found = engine.exact(query)
    assert len(found) == len(set(found))
    assert set(found) == names


def test_text_in_traditional_characters_is_found_at_once(browser: Browser, engine: Engine) -> None:
    page = browser.new_page()
    page.goto(engine.page.url)
    assert Engine(page).exact("检查做在") == ["古渡"]
    page.close()


def test_the_first_results_do_not_wait_for_the_rest(browser: Browser, engine: Engine) -> None:
    page = browser.new_page()
    held: list[Route] = []
    page.route("**/search/facets.js*", lambda route: held.append(route))
    page.goto(engine.page.url)
    with page.expect_request("**/search/facets.js*"):
        page.evaluate(
            """query => {
                window.answers = [];
                const engine = TigangSearch.connect(new URL("./", location.href).href);
                engine.search({query, count: 10}, (answer) => window.answers.push(answer));
            }""",
            "书",
        )
    (first,) = page.evaluate("() => window.answers")
    assert first["state"] == "partial"
    assert first["facets"] is None
    assert {name(item) for item in first["items"]} == {"书屋", "书包", "古渡"}
    held[0].continue_()
    page.wait_for_function("() => window.answers.at(-1).state === 'done'")
    assert page.evaluate("() => window.answers.at(-1).items") == first["items"]
    page.close()


def test_filters_and_order(engine: Engine) -> None:
    assert engine.exact("书", filters={"year": ["2022"], "genre": ["主持词"]}) == ["书屋"]
    assert engine.exact("年份:2022-2025", sort="date") == ["值守", "古渡", "库房", "书包", "书屋"]
    facets = engine.ask("登记")["facets"]
    assert facets["year"] == [["2025", 1], ["2022", 1]]
    assert dict(facets["genre"]) == {"工作汇报": 1, "讲话": 1} or sum(count for _, count in facets["genre"]) == 2


def test_what_a_result_shows(engine: Engine) -> None:
    (item,) = engine.ask("防潮柜")["items"]
    assert shown(item["title"]) == "守好库房的发言"
    assert item["terms"] == ["防潮柜"]
    (section,) = item["sections"]
    assert "#" in section["url"]
    assert shown(section["heading"]) == "一、把“[防潮柜]”用起来"
    assert shown(section["snippet"]) == "每周看一遍[防潮柜]，值班电话贴在门上。"


def test_a_longer_answer_begins_like_a_shorter_one(engine: Engine) -> None:
    few = engine.ask("书", count=2)
    many = engine.ask("书")
    assert len(few["items"]) == 2
    assert few["total"] == many["total"] == len(many["items"])
    assert [name(item) for item in many["items"]][:2] == [name(item) for item in few["items"]]


def test_a_newer_search_cancels_an_older_one(engine: Engine) -> None:
    script = """() => new Promise((done) => {
        const got = [];
        const ask = (query) => engine.search({query, filters: {}, sort: "relevance", count: 10},
            ({query, state}) => got.push([query, state]));
        Promise.all([ask("书"), ask("登记")]).then(() => done(got));
    })"""
    assert {query for query, _ in engine.run(script)} == {"登记"}


# --- near hits and suggestions ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "near"),
    [
        *(("值班典话", "typo"), ("值办电话", "typo"), ("只班电话", "typo"), ("值班电化", "typo")),
        *(("先检后付", "typo"), ("值班电的话", "typo"), ("每周一遍防潮柜", "typo"), ("檢察做在前面", "typo")),
        *(("书屋旧书还", "words"), ("GPS沙袋", "words"), ("防潮柜 沙袋", "some"), ("库房 翡翠", "some")),
    ],
)
def test_near_hits(engine: Engine, query: str, near: str) -> None:
    answer = engine.ask(query)
    assert answer["total"] == 0
    assert {item["near"] for item in answer["items"]} == {near}
    assert answer["near"] == len(answer["items"])
    assert all(item["terms"] for item in answer["items"])


@pytest.mark.parametrize("query", ["2027年", "翡翠", "翠玉玛瑙"])
def test_nothing_comes_near(engine: Engine, query: str) -> None:
    answer = engine.ask(query)
    assert (answer["total"], answer["near"], answer["missing"]) == (0, 0, [query])


def test_one_of_several_words_is_mended(engine: Engine) -> None:
    answer = engine.ask("值班典话 验收")
    assert (answer["total"], answer["missing"]) == (0, ["值班典话"])
    assert {item["near"] for item in answer["items"]} == {"typo"}
    assert all({"值班电话", "验收"} <= set(item["terms"]) for item in answer["items"])


def test_a_chosen_facet_counts_its_other_values(engine: Engine) -> None:
    chosen = engine.ask("登记", filters={"year": ["2022"]})
    years = engine.ask("登记")["facets"]["year"]
    assert len(years) > 1
    assert chosen["facets"]["year"] == years
    assert chosen["total"] == dict(years)["2022"]


def test_exact_hits_stand_before_near_ones(engine: Engine) -> None:
    answer = engine.ask("请大家读书")
    assert [item["near"] for item in answer["items"]] == ["", *["typo"] * answer["near"]]


def test_nothing_near_is_given_for_words_in_quotation_marks(engine: Engine) -> None:
    answer = engine.ask("“请大家读书”")
    assert [item["near"] for item in answer["items"]] == [""]
    assert answer["near"] == 0


def test_a_number_that_is_an_estimate_says_so(engine: Engine) -> None:
    said = "answer => TigangSearch.view.said({state: 'done', near: 0, missing: [], ...answer}, false)"
    assert engine.run(said, {"total": 1200, "isAbout": True}) == "找到 约 1,200 篇"
    assert engine.run(said, {"total": 1200, "isAbout": False}) == "找到 1,200 篇"
    assert engine.run(said, {"total": 0, "near": 150, "isNearAbout": True}) == "没有完全相符的，相近的有 约 150 篇"


def test_words_that_stand_nowhere_are_named(engine: Engine) -> None:
    assert engine.ask("库房 翡翠 玛瑙")["missing"] == ["翡翠", "玛瑙"]
    assert engine.ask("库房 书屋")["missing"] == []


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("dengji", "登记"),
        ("deng ji", "登记"),
        ("dj", "登记"),
        ("登", "登记"),
        ("验后", "先验后付"),
        ("d", None),
        ("登 书", None),
    ],
)
def test_suggestions(engine: Engine, typed: str, word: str | None) -> None:
    found = [one["text"] for one in engine.run("typed => engine.suggest(typed)", typed)]
    assert word in found if word else found == []
    assert len(found) <= 8
