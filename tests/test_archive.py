"""Collections, order and neighbours."""

from __future__ import annotations

import itertools
from pathlib import PurePosixPath
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.archive import crumbs, list_address, relate, url_of
from generator.catalogue import Archive, Card, Link, Settings

FOLDERS = ("", "读书", "读书/书箱", "读书/书箱/2024", "防汛", "档案 #1")
DATES = ("", "2023", "2024", "2024-06", "2024-06-09", "2024-06-30", "2024-12", "2024-12-01", "1999-01-01")
PATHS = [f"{folder}/{name}.txt".lstrip("/") for folder in FOLDERS for name in ("甲", "乙", "丙?")]


def card(path: str, date: str = "", title: str = "") -> Card:
    return Card(path, path.removesuffix(".txt") + ".md", title or f"题：{path}", date=date)


CARDS = st.dictionaries(st.sampled_from(PATHS), st.sampled_from(DATES)).map(
    lambda said: [card(path, date) for path, date in said.items()]
)


@given(CARDS)
def test_a_card_is_in_exactly_the_collections_above_it(cards: list[Card]) -> None:
    archive = relate(cards, {})
    expected: dict[str, set[str]] = {"": set()}
    for one in cards:
        for parent in PurePosixPath(one.path).parents:
            expected.setdefault("" if str(parent) == "." else str(parent), set()).add(one.path)
    found = {folder: [one.path for one in each.cards] for folder, each in archive.collections.items()}
    assert {folder: set(paths) for folder, paths in found.items()} == expected
    assert all(len(paths) == len(set(paths)) for paths in found.values())
    assert archive.cards == archive.collections[""].cards


@given(CARDS)
def test_the_newest_stand_first(cards: list[Card]) -> None:
    for collection in relate(cards, {}).collections.values():
        for one, other in itertools.pairwise(collection.cards):
            if one.date == other.date:
                assert one.path < other.path
            elif one.date.startswith(other.date) or not other.date:
                pass  # a partial date after the full ones of its year or month, none at all last
            else:
                assert one.date > other.date
                assert not other.date.startswith(one.date)


def test_partial_dates_come_after_full_ones() -> None:
    dates = ["", "2024", "2025-01", "2024-06-09", "2023-12-31", "2024-06", "2024-06-30", "2024-12", "2023"]
    ordered = relate([card(f"{number}.txt", date) for number, date in enumerate(dates)], {}).cards
    assert [one.date for one in ordered] == [
        *("2025-01", "2024-12", "2024-06-30", "2024-06-09", "2024-06", "2024", "2023-12-31", "2023", "")
    ]


@given(CARDS, st.data())
def test_the_order_of_the_files_does_not_matter(cards: list[Card], data: st.DataObject) -> None:
    assert relate(data.draw(st.permutations(cards)), {}) == relate(cards, {})


@given(CARDS)
def test_neighbours_are_each_other_s(cards: list[Card]) -> None:
    archive = relate(cards, {})
    assert set(archive.around) == {one.path for one in cards}
    by_url = {url_of(one.address): one for one in cards}
    for one in cards:
        around = archive.around[one.path]
        link = Link(one.title, url_of(one.address))
        if around.next:
            assert archive.around[by_url[around.next.url].path].previous == link
        if around.previous:
            assert archive.around[by_url[around.previous.url].path].next == link
    for folder, collection in archive.collections.items():
        own = [one for one in collection.cards if str(PurePosixPath(one.path).parent) == (folder or ".")]
        if own:
            trail = [own[0]]
            while after := archive.around[trail[-1].path].next:
                trail.append(by_url[after.url])
            assert trail == own, "the way leads through the folder, in the list's order, and nowhere else"
            assert archive.around[own[0].path].previous is None


@given(CARDS)
def test_children_are_the_folders_directly_below(cards: list[Card]) -> None:
    archive = relate(cards, {})
    for folder, collection in archive.collections.items():
        below = {
            other
            for other in archive.collections
            if other and str(PurePosixPath(other).parent) == (folder or ".") and other != folder
        }
        assert set(collection.children) == below
        assert list(collection.children) == sorted(below)
        assert collection.folder == folder


def test_what_collection_files_say() -> None:
    paths = ["a/1.txt", "b/1.txt", "c/1.txt", "d/1.txt", "c/x/1.txt", "c/y/1.txt"]
    settings = {
        "": Settings(title="全县的提纲", description="都在这里"),
        "c": Settings(title="第三", order=-1.5, description="说明"),
        "d": Settings(order=0),
        "c/y": Settings(order=9),
        "没有提纲": Settings(title="空"),
    }
    collections = relate(map(card, paths), settings).collections
    assert set(collections) == {"", "a", "b", "c", "d", "c/x", "c/y"}
    assert collections[""].children == ("c", "d", "a", "b")
    assert collections["c"].children == ("c/y", "c/x")
    assert [(each.title, each.description) for each in (collections[""], collections["c"], collections["c/x"])] == [
        ("全县的提纲", "都在这里"),
        ("第三", "说明"),
        ("x", ""),
    ]


def test_an_empty_archive_has_its_list() -> None:
    archive = relate([], {})
    assert set(archive.collections) == {""}
    assert archive.collections[""].title == "全部提纲"
    assert archive.cards == ()
    assert archive.around == {}
    assert Archive().cards == ()


def test_the_way_to_an_outline() -> None:
    archive = relate([card("读书/书箱/甲.txt"), card("乙.txt")], {"读书": Settings(title="读书 & 写字")})
    assert [(link.title, unquote(link.url)) for link in archive.around["读书/书箱/甲.txt"].crumbs] == [
        ("首页", "index.html"),
        ("读书 & 写字", "读书/index.html"),
        ("书箱", "读书/书箱/index.html"),
    ]
    assert [(link.title, link.url) for link in archive.around["乙.txt"].crumbs] == [
        ("首页", "index.html"),
        ("全部提纲", "outlines.html"),
    ]
    assert crumbs(archive.collections, "读书/书箱") == archive.around["读书/书箱/甲.txt"].crumbs


@pytest.mark.parametrize(
    ("address", "url"),
    [
        ("a b.md", "a%20b.html"),
        ("a#b.md", "a%23b.html"),
        ("问?.md", "%E9%97%AE%3F.html"),
        ("90%.md", "90%25.html"),
        ("%41.md", "%2541.html"),
        ("笑😀.md", "%E7%AC%91%F0%9F%98%80.html"),
        ("a&b/c:d.md", "a%26b/c%3Ad.html"),
        ("a.md.md", "a.md.html"),
        ("（定稿）/'引'.md", "%EF%BC%88%E5%AE%9A%E7%A8%BF%EF%BC%89/%27%E5%BC%95%27.html"),
    ],
)
def test_addresses_are_percent_encoded(address: str, url: str) -> None:
    assert url_of(address) == url
    assert unquote(url) == address.removesuffix(".md") + ".html"


@pytest.mark.parametrize(
    ("folder", "number", "address"),
    [
        ("", 1, "outlines.md"),
        ("", 2, "outlines-2.md"),
        ("读书", 1, "读书/index.md"),
        ("读书/书箱", 12, "读书/书箱/index-12.md"),
        ("v1.0", 1, "v1.0/index.md"),
    ],
)
def test_addresses_of_lists(folder: str, number: int, address: str) -> None:
    assert list_address(folder, number) == address
