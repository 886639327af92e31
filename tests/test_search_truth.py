"""The search finds what stands in the outlines and nothing else: in a browser, against plain comparison of the text."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest
from conftest import Archive

from benchmarks.generate import generate
from benchmarks.search.graded import ndcg, queries
from benchmarks.search.script import fold, with_digits
from benchmarks.search.server import serving
from generator.pipeline import Options, understand

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Ask = Callable[[str], dict[str, Any]]

ASK = """query => new Promise(done => {
    window.engine ||= TigangSearch.connect(new URL("./", location.href).href);
    let last = null;
    window.engine.search({query, filters: {}, sort: "relevance", count: 10}, answer => { last = answer; })
        .then(() => done(last));
})"""
SPECIAL = {
    "山口": (
        "把山口守住的发言\n\n一、讲和平，不争抢\n抢险的人手平均分，物资和平板车一起走。\n二、ＧＤＰ增速放在后面\n"
        "二〇二四年五月以前，把防汛抗旱的事办完。\n三、案双查不放过\n一案双查，Word 2007 的文件也要登记。"
    ),
    "渡口": (
        "後來的渡口怎麼管（交流发言）\n\n一、把渡船檢查做在前面\n發展不能只看眼前。\n"
        "二、安全生产是底线\n安全生产，人人有责。"
    ),
    "泵站": (
        "泵站值守的发言提纲\n\n一、和平时一样检查\n2024年第3号泵站，平均每天走两遍。\n"
        "二、水位到了再动手就晚了\n全生产线停下来也要看。"
    ),
}


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """Three hundred generated outlines and a few particular ones, as the server has them below a path."""
    made = Archive(tmp_path_factory.mktemp("truth") / "sub" / "archive")
    generate(made.content, 300)
    for name, text in SPECIAL.items():
        made.write(f"专门/{name}.txt", text)
    built = made.build("--strict")
    assert built.code == 0, built.log
    return made


@pytest.fixture(scope="module")
def paragraphs(large: Archive) -> dict[str, list[str]]:
    """The folded paragraphs of each outline, by its page, and once more with years in digits."""
    found: dict[str, list[str]] = {}
    for file in sorted(large.content.rglob("*.txt")):
        path = file.relative_to(large.content)
        outline = understand(path.as_posix(), file, file.read_bytes(), Options()).outline
        assert outline is not None
        texts = [outline.title, outline.subtitle, *(scrap.text for scrap in outline.byline)]
        texts += [line for block in outline.opening for line in block.text.splitlines()]
        for section in outline.sections:
            texts.append(section.text)
            for index, block in enumerate(section.blocks):
                lines = block.text.splitlines()
                texts += [section.text + lines[0], *lines[1:]] if section.runin and not index else lines
        streams = [fold(text) for text in texts]
        found[path.with_suffix(".html").as_posix()] = [*streams, *(with_digits(one) for one in streams)]
    return found


def opened(browser: Browser, address: str) -> tuple[Page, list[str]]:
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: said.append(request.url) if "search_index" in request.url else None)
    page.goto(address)
    return page, said


@pytest.fixture(scope="module")
def ask(browser: Browser, large: Archive) -> Iterator[Ask]:
    with serving(large.site) as server:
        page, said = opened(browser, f"{server.address}index.html")
        yield lambda query: page.evaluate(ASK, query)
        assert said == []
        page.close()


def test_the_manifest_is_loaded_once(browser: Browser, large: Archive) -> None:
    with serving(large.site) as server:
        page, said = opened(browser, f"{server.address}index.html")
        assert page.evaluate(ASK, "库房")["total"]
        assert [path for _, path, _ in server.sent].count("search/manifest.js") == 1
        assert said == []
        page.close()


def test_a_manifest_that_did_not_come_is_asked_for_again(browser: Browser, large: Archive) -> None:
    with serving(large.site) as server:
        page, _ = opened(browser, f"{server.address}index.html")
        page.route("**/search/manifest.js", lambda route: route.abort(), times=1)
        assert page.evaluate(ASK, "库房")["total"]
        page.close()


def right(paragraphs: dict[str, list[str]], *phrases: str) -> set[str]:
    """The pages that have all phrases, each in one paragraph."""
    wanted = [{fold(phrase), with_digits(fold(phrase), always=True)} for phrase in phrases]
    return {
        url
        for url, texts in paragraphs.items()
        if all(any(form in text for form in forms for text in texts) for forms in wanted)
    }


def check(answer: dict[str, Any], truth: set[str]) -> None:
    exact = [unquote(item["url"]) for item in answer["items"] if not item["near"]]
    assert set(exact) <= truth, answer["query"]
    assert len(exact) == min(10, len(truth)), answer["query"]
    assert answer["total"] == len(truth), answer["query"]


WORDS = """
    库房 养护 台账 消防 排班 防汛抗旱 抗旱 汛抗 应急预案 应急预 急预案 值班电话 入汛以前 问题找准了就解决了一半
    办法不新贵在天天做 把路肩查到底 汛 账 桥 2024年 GDP增速 ｇｄｐ Word2007 word 和平 案双 一案双查 全生产
    安全生产 QQ 咨询QQ 处需要整改
""".split()


@pytest.mark.parametrize("query", WORDS)
def test_a_phrase(ask: Ask, paragraphs: dict[str, list[str]], query: str) -> None:
    check(ask(query), right(paragraphs, query))


def test_random_substrings(ask: Ask, paragraphs: dict[str, list[str]]) -> None:
    rng = random.Random(7)
    texts = [text for found in paragraphs.values() for text in found if len(text) > 20]
    for _ in range(200):
        text, length = rng.choice(texts), rng.randint(1, 10)
        start = rng.randrange(len(text) - length + 1)
        query = text[start : start + length]
        truth = right(paragraphs, query)
        answer = ask(query)
        years = "年" in query or query.isdigit() or set(query) & set("〇零一二三四五六七八九")
        if not years:
            check(answer, truth)
        assert {unquote(item["url"]) for item in answer["items"]} & truth, query


@pytest.mark.parametrize(
    "query", [("沙袋", "泵站"), ("借阅卡", "2019年", "办法不新"), ("和平", "抢险"), ("库房", "涵闸", "书屋")]
)
def test_several_words(ask: Ask, paragraphs: dict[str, list[str]], query: tuple[str, ...]) -> None:
    check(ask(" ".join(query)), right(paragraphs, *query))


def test_a_word_left_out(ask: Ask, paragraphs: dict[str, list[str]]) -> None:
    check(ask("库房 -目录"), right(paragraphs, "库房") - right(paragraphs, "目录"))
    check(ask("库房 -办法不新"), right(paragraphs, "库房") - right(paragraphs, "办法不新"))


def test_in_the_title(ask: Ask, paragraphs: dict[str, list[str]]) -> None:
    titled = {url for url, texts in paragraphs.items() if "沙袋" in texts[0]}
    check(ask("标题:沙袋"), titled)
    check(ask("沙袋 -标题:沙袋"), right(paragraphs, "沙袋") - titled)


@pytest.mark.parametrize(
    ("query", "name"),
    [
        *(("發展不能只看", "渡口"), ("后来的渡口", "渡口"), ("後來的渡", "渡口"), ("檢查做在前", "渡口")),
        *(("二〇二四年五月", "山口"), ("2024年五月", "山口"), ("二零二四年第3号", "泵站")),
    ],
)
def test_forms_of_a_character(ask: Ask, query: str, name: str) -> None:
    assert [unquote(item["url"]) for item in ask(query)["items"] if not item["near"]] == [f"专门/{name}.html"]


@pytest.mark.parametrize(
    "query", ["防讯抗旱", "防汛杭旱", "安金生产", "水位到了在动手", "渡口怎麽官", "安全生厂是底线"]
)
def test_one_wrong_character(ask: Ask, query: str) -> None:
    answer = ask(query)
    assert answer["total"] == 0
    assert "typo" in {item["near"] for item in answer["items"]}, query


def test_words_of_a_phrase_that_stands_nowhere(ask: Ask) -> None:
    answer = ask("涵闸旧书交换")
    assert answer["total"] == 0
    assert {item["near"] for item in answer["items"]} == {"words"}


def test_a_word_in_no_outline(ask: Ask) -> None:
    assert ask("库房 翡翠")["missing"] == ["翡翠"]


@pytest.mark.parametrize(
    ("typed", "word"), [("shadai", "沙袋"), ("xiaofang", "消防"), ("yjya", "应急预案"), ("应急", "应急预案")]
)
def test_suggestions(browser: Browser, large: Archive, typed: str, word: str) -> None:
    page, _ = opened(browser, f"{large.site.as_uri()}/index.html")
    found = page.evaluate("typed => TigangSearch.connect(new URL('./', location.href).href).suggest(typed)", typed)
    page.close()
    assert word in [one["text"] for one in found] or any(word in one["text"] for one in found)


def test_from_a_folder(browser: Browser, large: Archive, paragraphs: dict[str, list[str]]) -> None:
    page, said = opened(browser, f"{large.site.as_uri()}/index.html")
    for query in ("防汛抗旱", "库房", "问题找准了就解决了一半"):
        check(page.evaluate(ASK, query), right(paragraphs, query))
    assert said == []
    page.close()


def test_the_order_of_results(browser: Browser, sample: Archive) -> None:
    """nDCG@10 over the graded queries (tests/search/README.md)."""
    page, _ = opened(browser, f"{sample.site.as_uri()}/index.html")
    figures = []
    for graded in queries():
        items = page.evaluate(ASK, graded.query)["items"]
        figures.append(ndcg(graded, [unquote(item["url"]).removesuffix(".html") for item in items]))
    page.close()
    print(f"nDCG@10 {fmean(figures):.3f}")
    assert fmean(figures) >= 0.9


def test_nothing_set_aside_is_in_the_index(large: Archive) -> None:
    for file in Path(large.site, "search").rglob("*.js"):
        assert "砚边文库" not in file.read_text("utf-8"), file.name
    manifest = Path(large.site, "search", "manifest.js").read_text("utf-8")
    assert json.loads(manifest[manifest.index(",") + 1 : manifest.rindex(")")])["documents"] == 303
