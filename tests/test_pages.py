"""What a page is made of: the text in the body, everything else in the front matter."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from generator.archive import relate
from generator.catalogue import Archive, Card, Link, Settings, Surroundings
from generator.lists import collections
from generator.lists.base import Stamps
from generator.model import (
    SET_ASIDE,
    Block,
    Facts,
    Mask,
    Outline,
    Point,
    Record,
    Role,
    Scrap,
    Screening,
    Section,
    Verdict,
)
from generator.pages import (
    CARDS_PER_PAGE,
    NEWEST,
    Composed,
    collection_values,
    compose_outline,
    home_values,
    title_of,
)

NO_FACTS = Facts()
OPEN = Screening()
ALONE = Surroundings()


def split(page: str) -> tuple[dict[str, Any], str]:
    """A page's front matter and its Markdown."""
    empty, head, body = page.split("---\n", 2)
    assert empty == ""
    return yaml.safe_load(head), body


def record(
    outline: Outline, path: str = "读书/书箱.txt", facts: Facts = NO_FACTS, screening: Screening = OPEN
) -> Record:
    return Record(path, "0" * 32, "txt", "utf-8", outline, facts, screening=screening)


def values(outline: Outline, around: Surroundings = ALONE, **more: Any) -> dict[str, Any]:
    return split(compose_outline(record(outline, **more), around).text())[0]


def body(*sections: Section, opening: tuple[Block, ...] = ()) -> str:
    """The body as HTML, as the project's mkdocs.yml renders it."""
    text = split(compose_outline(record(Outline("题", 1, opening=opening, sections=sections)), ALONE).text())[1]
    page: str = Markdown(extensions=["attr_list", "toc"]).convert(text)
    return page


# --- an outline's front matter ----------------------------------------------------------------------------------


def test_a_bare_outline_says_no_more_than_it_knows() -> None:
    assert values(Outline("书箱下乡的发言", 1)) == {
        "template": "outline.html",
        "title": "书箱下乡的发言",
        "crumbs": [],
        "facts": {},
        "source": {"name": "书箱.txt", "set_aside": [], "masked": 0},
    }


def test_the_description_is_the_first_level_headings() -> None:
    heads = (Section("一、送得勤。", 1, 2, 2), Section("（一）排日子", 2, 3, 3), Section("二、收得齐", 1, 4, 2))
    assert values(Outline("题", sections=heads))["description"] == "一、送得勤；二、收得齐"
    opening = (Block("同志们：", 1, "salutation"), Block("书箱\n送到村口。", 2))
    assert values(Outline("题", opening=opening))["description"] == "书箱 送到村口。"
    long = values(Outline("题", opening=(Block("书" * 200, 2),)))["description"]
    assert long == "书" * 150 + "…"


def test_the_strip_of_facts() -> None:
    facts = Facts(
        genre="发言",
        date="2024-06-09",
        occasion="春训会",
        speaker="某某镇文化站",
        salutation="各位同事：",
        closing="谢谢大家。",
        characters=1870,
        minutes=8.5,
        keywords=("书箱", "集日"),
        tags=("阅读",),
    )
    assert values(Outline("题"), facts=facts)["facts"] == {
        "genre": "发言",
        "date": "2024-06-09",
        "date_text": "2024年6月9日",
        "occasion": "春训会",
        "speaker": "某某镇文化站",
        "characters": 1870,
        "spoken": "约 8 分半",
        "keywords": ["书箱", "集日"],
        "tags": ["阅读"],
    }


@pytest.mark.parametrize(
    ("facts", "shown"),
    [
        (Facts(date="2024"), {"date": "2024", "date_text": "2024年"}),
        (Facts(date="2024-06"), {"date": "2024-06", "date_text": "2024年6月"}),
        (Facts(minutes=0.4), {"spoken": "不到 1 分钟"}),
        (Facts(keywords=("堤防",)), {"keywords": ["堤防"]}),
        (Facts(salutation="同志们：", closing="谢谢。"), {}),
    ],
)
def test_what_is_unknown_is_not_there(facts: Facts, shown: dict[str, object]) -> None:
    assert values(Outline("题"), facts=facts)["facts"] == shown


def test_title_subtitle_and_byline() -> None:
    outline = Outline(
        title="守城，<守>“心”&'人'",
        subtitle="——在<春训>会上",
        byline=(Scrap(Role.DATE, "（2024年6月）", 2), Scrap(Role.SPEAKER, "　某某站　", 3)),
    )
    found = values(outline)
    assert found["title"] == "守城，&lt;守&gt;“心”&amp;&#39;人&#39;"
    assert found["subtitle"] == "——在<春训>会上"
    assert found["byline"] == ["（2024年6月）", "某某站"]


@pytest.mark.parametrize(
    ("title", "path", "shown"),
    [
        ("守城", "a/b.txt", "守城"),
        ("", "读书/书箱 <1>.v2.txt", "书箱 <1>.v2"),
        ("", "书箱", "书箱"),
    ],
)
def test_without_a_title_the_file_s_name(title: str, path: str, shown: str) -> None:
    outline = Outline(title)
    assert title_of(outline, path) == shown
    assert entities.unescape(values(outline, path=path)["title"]) == shown


def test_a_notice() -> None:
    assert "notice" not in values(Outline("题"))
    screening = Screening(Verdict.BANNER, notices=("仅供学习，禁止外传", "内部资料"))
    assert values(Outline("题"), screening=screening)["notice"] == ["仅供学习，禁止外传", "内部资料"]


def test_what_was_set_aside_is_counted_and_not_said() -> None:
    words = {role: f"搁置{number}" for number, role in enumerate(Role) if role in SET_ASIDE}
    scraps = [Scrap(role, text, 1) for role, text in words.items()] + [Scrap(Role.PROMOTION, "再来一行", 9)] * 2
    outline = Outline("题", set_aside=tuple(reversed(scraps)))
    masks = (Mask("phone", 3, 11), Mask("qq", 4, 8))
    page = compose_outline(record(outline, screening=Screening(masks=masks)), ALONE).text()
    assert split(page)[0]["source"] == {
        "name": "书箱.txt",
        "set_aside": [
            {"role": "处理提示", "count": 1},
            {"role": "密级标志", "count": 1},
            {"role": "推广", "count": 3},
            {"role": "页眉页码", "count": 1},
            {"role": "重复标题", "count": 1},
            {"role": "编者按", "count": 1},
        ],
        "masked": 2,
    }
    assert not [text for text in (*words.values(), "再来一行") if text in page]


def test_neighbours_and_the_way_there() -> None:
    around = Surroundings(
        (Link("首页", "index.html"), Link("读 & 写", "%E8%AF%BB/index.html")),
        Link("<前>", "a%20b.html"),
        Link("后", "b.html"),
    )
    found = values(Outline("题"), around)
    assert found["crumbs"] == [
        {"title": "首页", "url": "index.html"},
        {"title": "读 &amp; 写", "url": "%E8%AF%BB/index.html"},
    ]
    assert found["previous"] == {"title": "&lt;前&gt;", "url": "a%20b.html"}
    assert found["next"] == {"title": "后", "url": "b.html"}
    assert not {"previous", "next"} & set(values(Outline("题"), Surroundings(around.crumbs)))


def test_markers_by_heading() -> None:
    outline = Outline(
        "题",
        sections=(
            Section("一、修堤", 1, 1, 2),
            Section("无编号", 2, 2),
            Section("（一） 加高", 2, 3, 4),
            Section("首先，修堤", 3, 4, 3),
        ),
    )
    assert values(outline)["markers"] == {
        "修堤": "一、",
        "加高": "（一）",
        "加高-修堤": "首先，",
    }
    assert "markers" not in values(Outline("题", sections=(Section("无编号", 1, 1),)))


# --- an outline's body ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("depth", "tag"), [(1, "h2"), (2, "h3"), (3, "h4"), (4, "h5"), (5, "h6"), (6, "h6"), (9, "h6")]
)
def test_headings_nest_and_end_at_six(depth: int, tag: str) -> None:
    page = body(Section("一、修堤", depth, 1, 2))
    assert page == f'<{tag} id="修堤"><span class="marker">一、</span>修堤</{tag}>'


@given(st.lists(st.integers(1, 8), min_size=1, max_size=8))
def test_every_section_has_its_heading_in_order(depths: list[int]) -> None:
    page = body(*(Section(f"第{n}讲 巡堤{n}", depth, n, 4 if n < 10 else 5) for n, depth in enumerate(depths)))
    found = re.findall(r"<h([1-6])[^>]*>.*?巡堤(\d+)</h\1>", page)
    assert found == [(str(min(depth + 1, 6)), str(n)) for n, depth in enumerate(depths)]
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(set(ids)) == len(depths)


@pytest.mark.parametrize(
    ("section", "inside"),
    [
        (Section("守堤要领", 1, 1), "守堤要领"),
        (Section("1. 守堤", 1, 1, 3), '<span class="marker">1.</span> 守堤'),
        (Section("  守堤", 1, 1, 2), "守堤"),
        (Section("# *守* <b>堤</b> {#x}", 1, 1), "# *守* &lt;b&gt;堤&lt;/b&gt; {#x}"),
        (Section("<一>1. 守", 1, 1, 3), '<span class="marker">&lt;一&gt;</span>1. 守'),
    ],
)
def test_a_heading_shows_its_words_as_written(section: Section, inside: str) -> None:
    (found,) = re.findall(r'^<h2 id="[^"]+">(.*)</h2>$', body(section))
    assert entities.unescape(found) == entities.unescape(inside)
    assert re.findall("<[^>]+>", found) == re.findall("<[^>]+>", inside)


def test_blocks_stand_under_their_headings() -> None:
    page = body(
        Section("一、修堤", 1, 3, 2, blocks=(Block("先清淤。", 3), Block("再加高。", 4))),
        Section("（一）清淤", 2, 5, 3, blocks=(Block("一是清渠，二是清塘。", 5, points=(Point(0, 5, 2),)),)),
        opening=(Block("各位同事：", 1, "salutation"), Block("今天讲两点。", 2)),
    )
    assert [re.sub("<[^>]+>", "", line) for line in page.splitlines()] == [
        *("各位同事：", "今天讲两点。", "一、修堤", "先清淤。", "再加高。", "（一）清淤", "一是清渠，二是清塘。")
    ]
    assert page.count("<p id=") == 4


@pytest.mark.parametrize("kind", ["verse", "salutation", "closing", "signature", "attachment"])
def test_kinds_of_blocks_are_classes(kind: Any) -> None:
    assert body(opening=(Block("堤上人家", 1, kind),)) == f'<p class="{kind}" id="开头.1">堤上人家</p>'


def test_a_paragraph_has_no_class() -> None:
    assert body(opening=(Block("堤上人家", 1),)) == '<p id="开头.1">堤上人家</p>'


@pytest.mark.parametrize("end", ["\n", "\r\n", "\u2028", "\n\n", "\n \n"])
def test_lines_of_a_block_stay_lines(end: str) -> None:
    page = body(opening=(Block(f"堤长{end}# 十里{end}<b>", 1, "verse"),))
    assert page.startswith('<p class="verse" id="开头.1">')
    lines = page.removeprefix('<p class="verse" id="开头.1">').removesuffix("</p>").split("<br>\n")
    assert [entities.unescape(line) for line in lines] == ["堤长", "# 十里", "<b>"]
    assert "<b>" not in page


def test_a_table_is_escaped_and_whole() -> None:
    page = body(opening=(Block("村名\t册数\n<b>东</b>\t\n| 西 |\t*3*", 1, "table"), Block("后文。", 4)))
    cells = [entities.unescape(cell) for cell in re.findall(r"<td>(.*?)</td>", page)]
    assert cells == ["村名", "册数", "<b>东</b>", "", "| 西 |", "*3*"]
    assert page.count("<tr>") == page.count("</tr>") == 3
    assert "<b>" not in page
    assert "<em>" not in page
    assert page.endswith('<p id="开头.2">后文。</p>')


def lists(archive: Archive, site_name: str) -> dict[str, Callable[[], Composed]]:
    """What makes the home page and the lists of collections."""
    stamps = Stamps({one.path: "" for one in archive.cards})
    return {address: page.compose for address, page in collections.pages(archive, site_name, stamps)}


# --- lists ------------------------------------------------------------------------------------------------------


def card(path: str, date: str = "", **more: Any) -> Card:
    return Card(path, path.rsplit(".", 1)[0] + ".md", more.pop("title", path), date=date, **more)


def numbered(count: int, folder: str = "") -> list[Card]:
    return [card(f"{folder}{number:03}.txt") for number in range(count)]


def test_a_card() -> None:
    one = card(
        "读 书/书#箱.txt",
        "2024-06",
        title="<书箱> & 集日",
        genre="发言",
        characters=900,
        minutes=4.2,
        headings=(("一、", "送得<勤>"), ("", "收")),
        section_count=5,
        restricted=True,
    )
    archive = relate([one], {})
    groups: Any = collection_values(archive, archive.collections["读 书"])["groups"]
    assert groups[0] == {
        "name": "2024 年",
        "cards": [
            {
                "title": "&lt;书箱&gt; &amp; 集日",
                "url": "%E8%AF%BB%20%E4%B9%A6/%E4%B9%A6%23%E7%AE%B1.html",
                "genre": "发言",
                "date_text": "2024年6月",
                "spoken": "约 4 分钟",
                "headings": [["一、", "送得<勤>"], ["", "收"]],
                "restricted": True,
            }
        ],
    }


@pytest.mark.parametrize("name", ["a#b", "问?答", "好路率90%", "a b", "笑😀脸", "%41", "a&b", "'引'", '"双"', "a;b=c"])
def test_odd_names_are_percent_encoded_everywhere(name: str) -> None:
    cards = [card(f"{name}/{name}/{number}.txt", f"20{number + 10}") for number in range(CARDS_PER_PAGE + 1)]
    archive = relate(cards, {})
    pages = {address: make().text() for address, make in lists(archive, "提纲库").items()}
    urls = set()
    for page in pages.values():
        urls |= set(re.findall(r'"(?:url|previous|next)": "([^"]*)"', page))
    assert not [url for url in urls if re.search(r"""[#? "'&;=\u0080-\U0010ffff]|%(?![0-9A-F]{2})""", url)]
    decoded = {unquote(url) for url in urls}
    assert decoded <= {one.address.replace(".md", ".html") for one in cards} | {
        *(f"by/year/{year}.html" for year in range(2010, 2010 + len(cards))),
        *("index.html", "outlines.html"),
        *(f"{name}/index.html", f"{name}/index-2.html", f"{name}/{name}/index.html"),
        *(f"{name}/{name}/index-2.html", "outlines-2.html"),
    }
    assert {f"{name}/{name}/0.html", f"{name}/{name}/index.html", f"{name}/index-2.html"} <= decoded


def test_groups_are_years_in_order() -> None:
    dates = ["2024-06-09", "", "2023", "2024", "", "2022-01", "2024-12"]
    archive = relate([card(f"{n}.txt", date) for n, date in enumerate(dates)], {})
    groups: Any = collection_values(archive, archive.collections[""])["groups"]
    assert [(group["name"], [one["title"] for one in group["cards"]]) for group in groups] == [
        ("2024 年", ["6.txt", "0.txt", "3.txt"]),
        ("2023 年", ["2.txt"]),
        ("2022 年", ["5.txt"]),
        ("未注明日期", ["1.txt", "4.txt"]),
    ]


@pytest.mark.parametrize(
    ("count", "sizes"),
    [
        (0, [0]),
        (1, [1]),
        (CARDS_PER_PAGE, [CARDS_PER_PAGE]),
        (CARDS_PER_PAGE + 1, [CARDS_PER_PAGE, 1]),
        (2 * CARDS_PER_PAGE, [CARDS_PER_PAGE] * 2),
        (2 * CARDS_PER_PAGE + 5, [CARDS_PER_PAGE, CARDS_PER_PAGE, 5]),
    ],
)
def test_lists_go_over_pages(count: int, sizes: list[int]) -> None:
    archive = relate(numbered(count), {})
    found = [
        (address, split(make().text()))
        for address, make in lists(archive, "提纲库").items()
        if address.startswith("outlines")
    ]
    stems = ["outlines", *(f"outlines-{number}" for number in range(2, len(sizes) + 1))]
    assert [address for address, _ in found] == [f"{stem}.md" for stem in stems]
    titles: list[str] = []
    for number, (_, (head, rest)) in enumerate(found):
        assert rest == ""
        assert head["count"] == count
        own = [one["title"] for group in head["groups"] for one in group["cards"]]
        assert len(own) == sizes[number]
        titles += own
        if len(sizes) == 1:
            assert "pager" not in head
            continue
        expected: dict[str, object] = {"page": number + 1, "pages": len(sizes)}
        if number:
            expected["previous"] = f"{stems[number - 1]}.html"
        if number + 1 < len(sizes):
            expected["next"] = f"{stems[number + 1]}.html"
        assert head["pager"] == expected
    assert titles == [one.title for one in archive.cards]


def test_a_collection_shows_its_place_and_what_is_below() -> None:
    settings = {
        "读书": Settings(title="<读> & 写", description="说明 <b>"),
        "读书/书箱": Settings(title="书<箱>", description="箱子"),
    }
    cards = [card("读书/1.txt"), card("读书/书箱/1.txt"), card("读书/书箱/2024/1.txt"), card("防汛/1.txt")]
    archive = relate(cards, settings)
    head, _ = split(lists(archive, "提纲库")["读书/index.md"]().text())
    assert (head["template"], head["title"], head["description"], head["count"]) == (
        *("collection.html", "&lt;读&gt; &amp; 写", "说明 <b>", 3),
    )
    assert head["crumbs"] == [{"title": "首页", "url": "index.html"}]
    assert head["children"] == [
        {
            "title": "书&lt;箱&gt;",
            "url": "%E8%AF%BB%E4%B9%A6/%E4%B9%A6%E7%AE%B1/index.html",
            "count": 2,
            "description": "箱子",
        }
    ]
    deeper: Any = collection_values(archive, archive.collections["读书/书箱"])
    assert [link["title"] for link in deeper["crumbs"]] == ["首页", "&lt;读&gt; &amp; 写"]


def test_the_home_page() -> None:
    cards = [
        card("读书/1.txt", "2021-05", genre="发言", section_count=3),
        card("读书/2.txt", "2024", genre="总结", section_count=4),
        card("防汛/1.txt", "2024-06-09", genre="发言"),
        card("x.txt", genre=""),
    ]
    head, rest = split(lists(relate(cards, {"防汛": Settings(order=1)}), "提纲<库>")["index.md"]().text())
    assert rest.strip() == ""
    assert head["title"] == "提纲&lt;库&gt;"
    assert head["template"] == "home.html"
    assert head["stats"] == {"outlines": 4, "headings": 7, "years": "2021—2024"}
    assert head["all"] == {"title": "全部提纲", "url": "outlines.html"}
    assert [(each["title"], each["count"]) for each in head["collections"]] == [("防汛", 1), ("读书", 2)]
    assert [(each["name"], each["count"], unquote(each["url"])) for each in head["genres"]] == [
        ("发言", 2, "by/genre/发言.html"),
        ("总结", 1, "by/genre/总结.html"),
    ]
    assert head["years"] == [
        {"year": "2021", "count": 1, "url": "by/year/2021.html"},
        {"year": "2022", "count": 0},
        {"year": "2023", "count": 0},
        {"year": "2024", "count": 2, "url": "by/year/2024.html"},
    ]
    assert [one["title"] for one in head["newest"]] == ["防汛/1.txt", "读书/2.txt", "读书/1.txt", "x.txt"]


@pytest.mark.parametrize(("dates", "years"), [([], None), ([""], None), (["2024", "2024-06"], "2024")])
def test_the_years_of_an_archive(dates: list[str], years: str | None) -> None:
    stats: Any = home_values(relate([card(f"{n}.txt", date) for n, date in enumerate(dates)], {}))["stats"]
    assert stats.get("years") == years
    assert stats["outlines"] == len(dates)


def test_the_home_page_shows_the_newest_only() -> None:
    archive = relate([card(f"{n}.txt", f"{2000 + n}") for n in range(NEWEST + 3)], {})
    newest: Any = home_values(archive)["newest"]
    assert [one["title"] for one in newest] == [f"{n}.txt" for n in range(NEWEST + 2, 2, -1)]
