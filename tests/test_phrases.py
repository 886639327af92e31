"""Set phrases: what is one, and where it stands."""

from __future__ import annotations

import pytest

from generator.markup import escape, html, linked, places
from generator.model import Block, Outline, Section
from generator.relations.phrases import candidates, chosen, passages, together, uses


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("推行“首问负责制”，一次说清。", ["“首问负责制”"]),
        ("开展「一户一册」建档。", ["“一户一册”"]),
        ("落实三会一课制度，做到四不两直。", ["三会一课", "四不两直"]),
        ("实行一案双查、一岗双责。", ["一案双查", "一岗双责"]),
        ("牢记两个务必，增强四个意识。", ["两个务必", "四个意识"]),
        ("一村一策，一人一岗。", ["一村一策", "一人一岗"]),
        # numbers that count
        ("这一条要抓三个问题、两个方面、四个环节。", []),
        ("一天两次，一年三查，三天两夜。", []),
        ("来了三个人，修了两个月，用了五个小时。", []),
        ("一户一户走，一遍一遍讲。", []),
        ("二十五个务必，第三会一课，百分之三会一成。", []),
        # idioms
        ("千方百计，一心一意，三心二意。", []),
        # what somebody says
        ("他说“我能做什么”，她说“没找到”。", []),
        ("写着“不算”“好了吗”“请帮忙买药”。", []),
        ("“快来，堤上冒水了”，“转三次、空三次”。", []),
        ("“工作”“问题”都是平常的词。", []),
        ("“█████”和“AB”。", []),
        # a part of a longer word
        ("准备了一把双随机抽查表。", []),
    ],
)
def test_candidates(text: str, found: list[str]) -> None:
    assert candidates(text) == found


def test_a_phrase_recurs() -> None:
    lists = [
        "“一次办好” “旧账本” 三会一课 两个务必",
        "“一次办好” 三会一课 两个务必",
        "三会一课 “旧账本” 三个务必",
        "两个务必",
    ]
    assert chosen(lists, [0, 1, 2, 3]) == ["一次办好", "三会一课", "旧账本"]
    # versions of one text say a thing once
    assert chosen(lists, [0, 1, 0, 3]) == ["一次办好"]
    assert chosen([], []) == []
    assert chosen(["", ""], [0, 1], ["路长制"]) == ["路长制"]


def test_a_number_of_a_name_is_fixed() -> None:
    # 两个务必 in four outlines, 三个务必 in one: a name; as often: things that are counted
    assert chosen(["两个务必", "两个务必", "两个务必", "两个务必", "三个务必"], range(5)) == ["两个务必"]
    assert chosen(["两个务必", "两个务必", "两个务必", "三个务必", "三个务必"], range(5)) == []


OUTLINE = Outline(
    "把三会一课开好",
    opening=(Block("今天谈三会一课。\n先说三会一课制度怎么落。", 1),),
    sections=(
        Section("一、三会一课贵在经常。", 1, 2, 2, runin=True, blocks=(Block("每月一次，雷打不动。", 2),)),
        Section("二、一张表管到底", 1, 3, 2, blocks=(Block("甲\t三会一课\n乙\t一张表", 4, kind="table"),)),
    ),
)


def test_every_use_in_its_context() -> None:
    found = uses(OUTLINE, ["三会一课", "三会一课制度", "一张表"])
    assert [(use.phrase, use.section) for use in found] == [
        ("三会一课", ""),
        ("三会一课制度", ""),
        ("三会一课", "三会一课贵在经常"),
        ("一张表", "一张表管到底"),
        ("三会一课", "一张表管到底"),
        ("一张表", "一张表管到底"),
    ]
    assert (found[0].before, found[0].after) == ("今天谈", "。")
    assert (found[2].before, found[2].after) == ("一、", "贵在经常。每月一次，雷打不动。")


def test_passages_hold_all_running_text() -> None:
    said = "".join(text for _, text in passages(OUTLINE))
    for block in OUTLINE.blocks():
        assert block.text.replace("\n", "") in said
    for section in OUTLINE.sections:
        assert section.text in said


def test_places_take_the_longer() -> None:
    assert list(places("路长制，乡级路长制", ["路长", "路长制", "乡级路长"])) == [("路长制", 0), ("乡级路长", 4)]
    assert list(places("甲.乙", ["甲.", "a+b"])) == [("甲.", 0)]
    assert list(places("甲乙", [])) == []


def test_together() -> None:
    held = [[0, 1], [0, 1, 2], [0, 2], [0, 3]]
    assert together(held, 5) == [(1, 2), (0,), (0,), (), ()]
    assert together([], 2) == [(), ()]
    assert together([[], []], 0) == []


def test_links_in_the_text() -> None:
    links = {"路长制": "../phrases/路长制.html", "路长": "x.html", "a<b": 'y"z.html'}
    assert linked("推行路长制。", links, html) == '推行<a class="phrase" href="../phrases/路长制.html">路长制</a>。'
    assert linked("路长", links, html) == '<a class="phrase" href="x.html">路长</a>'
    assert linked("若a<b，", links, html) == '若<a class="phrase" href="y&#34;z.html">a&lt;b</a>，'
    assert linked("没有 <i>", links, html) == "没有 &lt;i&gt;"
    assert linked("", links, html) == ""
    # in Markdown the same, whatever stands around
    assert linked("*路长*", links, escape) == '&#42;<a class="phrase" href="x.html">路长</a>&#42;'
