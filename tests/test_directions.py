"""The keeper's word: what is taken, what is a problem, what passes."""

from __future__ import annotations

import datetime

import pytest

from generator.directions import from_yaml, merge, parse
from generator.model import Directions, Severity


def test_every_key() -> None:
    given, notes = parse(
        {
            "title": "换个题目",
            "date": datetime.date(2024, 6, 9),
            "occasion": "春训会",
            "speaker": "某某镇",
            "genre": "讲话提纲",
            "tags": ["植树", 2024, "植树"],
            "headings": {"一是": 0, "首先": 2},
            "publish": False,
            "reason": "尚未定稿",
        },
        "甲.yml",
    )
    assert notes == ()
    assert given == Directions(
        title="换个题目",
        date="2024-06-09",
        occasion="春训会",
        speaker="某某镇",
        genre="讲话提纲",
        tags=("植树", "2024"),
        headings=(("一是", 0), ("首先", 2)),
        publish=False,
        reason="尚未定稿",
    )


@pytest.mark.parametrize(
    ("value", "date"),
    [
        (datetime.date(2024, 6, 9), "2024-06-09"),
        (datetime.datetime(2024, 6, 9, 8, 30), "2024-06-09"),
        (2024, "2024"),
        ("2024", "2024"),
        ("2024-06", "2024-06"),
        ("2024年6月", "2024-06"),
        ("2024年6月9日", "2024-06-09"),
        ("2024.6.9", "2024-06-09"),
        ("2024/06/09", "2024-06-09"),
    ],
)
def test_dates(value: object, date: str) -> None:
    assert parse({"date": value}, "") == (Directions(date=date), ())


@pytest.mark.parametrize(
    "mapping",
    [
        {"date": "去年冬天"},
        {"date": "2024-02-30"},
        {"date": "2024-13"},
        {"date": "202469"},
        {"date": True},
        {"title": ["一", "二"]},
        {"title": {"甲": "乙"}},
        {"title": False},
        {"tags": {"甲": "乙"}},
        {"tags": [["甲"]]},
        {"headings": ["一是"]},
        {"headings": {"一是": "二级"}},
        {"headings": {"一是": 10}},
        {"headings": {"一是": True}},
        {"outline": "false"},
    ],
)
def test_wrong_values_are_problems_and_not_taken(mapping: dict[str, object]) -> None:
    given, notes = parse(mapping, "甲.yml")
    assert given == Directions()
    assert [(note.code, note.severity) for note in notes] == [("wrong-value", Severity.PROBLEM)]
    assert notes[0].text.startswith(f"甲.yml里“{next(iter(mapping))}”的值")


@pytest.mark.parametrize("mapping", [{"publish": "不"}, {"publish": 0}, {"pubish": False}, {"Publish": True}])
def test_what_may_mean_that_nothing_be_published_does(mapping: dict[str, object]) -> None:
    given, notes = parse(mapping, "甲.yml")
    assert given.publish is False
    assert given.reason
    assert [note.severity for note in notes] == [Severity.PROBLEM]


def test_an_unknown_key_names_the_nearest() -> None:
    _, notes = parse({"tilte": "题", "speeker": "人", "无关": 1}, "甲.yml")
    assert [note.text for note in notes] == [
        "甲.yml里的键“tilte”不认识，可能是“title”。",
        "甲.yml里的键“speeker”不认识，可能是“speaker”。",
        "甲.yml里的键“无关”不认识。",
    ]
    assert {(note.code, note.severity) for note in notes} == {("unknown-key", Severity.PROBLEM)}


def test_keys_of_pages_pass() -> None:
    mapping = dict.fromkeys(
        ["template", "hide", "icon", "status", "subtitle", "description", "search", "comments"], "x"
    )
    assert parse({**mapping, "outline": True, "title": None}, "") == (Directions(), ())


def test_white_space_in_values_is_one_space() -> None:
    assert parse({"title": " 上 \n 下 "}, "")[0].title == "上 下"


def test_merge() -> None:
    defaults = Directions(
        speaker="某某镇", tags=("甲",), headings=(("一是", 0), ("其一", 1)), publish=False, reason="未定稿"
    )
    given = Directions(title="题", tags=("乙",), headings=(("一是", 2),), publish=True)
    assert merge(defaults, given) == Directions(
        title="题", speaker="某某镇", tags=("乙",), headings=(("一是", 2), ("其一", 1)), publish=True
    )
    assert merge(defaults, Directions()) == defaults
    assert merge(Directions(), given) == given


@pytest.mark.parametrize(
    "text", ["- 一\n- 二", "只是文字", "a: [", "a: &x [*x", "d: 2024-02-30", "a: !!python/none x", "[" * 5000]
)
def test_what_is_no_mapping_is_a_problem(text: str) -> None:
    mapping, notes = from_yaml(text, "甲.yml")
    assert mapping == {}
    assert [(note.code, note.severity) for note in notes] == [("broken-yaml", Severity.PROBLEM)]


def test_yaml() -> None:
    assert from_yaml("", "甲.yml") == ({}, ())
    assert from_yaml("title: 题\n1: 一", "甲.yml") == ({"title": "题", "1": "一"}, ())
    assert from_yaml("a: 1\nb: [", "甲.yml")[1][0].text == "甲.yml第 2 行附近不是合法的 YAML，没有采用。"
