"""Genre, date, occasion, speaker and length: what a document says of itself, and nothing else."""

from __future__ import annotations

import pytest

from generator.facts import GENRES, PACE, describe, genre, spoken
from generator.model import Block, Directions, Facts, Manuscript, Outline, Properties, Role, Scrap, Section

NOTHING = Directions()


def facts(outline: Outline, said: Directions = NOTHING, name: str = "") -> Facts:
    return describe(outline, Manuscript("txt", (), directions=said, properties=Properties(created="2001-01-01")), name)


def byline(*scraps: tuple[Role, str]) -> tuple[Scrap, ...]:
    return tuple(Scrap(role, text, number) for number, (role, text) in enumerate(scraps, 2))


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("把一本书读深读透研讨发言提纲", "研讨发言"),
        ("防汛备汛专题研讨材料", "研讨发言"),
        ("在读书班上的研讨交流发言", "研讨发言"),
        ("在全市防汛工作会议上的讲话", "讲话"),
        ("在全市防汛工作会议上的讲话（2024年6月9日）", "讲话"),
        ("在全市防汛工作会议上的讲话（摘要）", "讲话"),
        ("在全市防汛工作会议上的讲话提纲（讨论稿）", "讲话"),
        ("在全市防汛工作会议上的讲话稿 2", "讲话"),
        ("农村公路养护情况汇报", "汇报"),
        ("关于农村公路养护情况的汇报提纲", "汇报"),
        ("专题党课讲稿", "党课"),
        ("守好安全这道门（业务党课）", "党课"),
        ("专题党课：从一张服务单说起", "党课"),
        ("2024年度志愿服务工作总结", "总结"),
        ("2024年工作总结及2025年工作计划", "总结"),
        ("２０２４年防汛工作总结暨２０２５年备汛打算", "总结"),
        ("读书日活动主持词", "主持词"),
        ("读书日活动主持词（终稿）", "主持词"),
        ("全民阅读倡议书", "倡议书"),
        ("好路率是怎样守住的——经验交流", "交流发言"),
        ("在交接会上的表态发言", "表态发言"),
        ("学习事故案例的体会", "心得体会"),
        ("学习事故案例心得体会", "心得体会"),
        ("2024年度述职报告", "述职报告"),
        ("在开馆仪式上的致辞", "致辞"),
        ("运动会开幕词", "致辞"),
        ("应急演讲稿", "讲稿"),
        ("防汛应急预案", "方案"),
        ("安全生产月活动方案", "方案"),
        ("关于开展汛前检查的通知", "通知"),
        ("政府工作报告", "报告"),
        ("乡村图书馆调研报告", "调研报告"),
        ("个人对照检查材料", "对照检查"),
        ("座谈会发言", "发言"),
        ("基层调研提纲", "提纲"),
        ("主持词", "主持词"),
        ("学习讲话精神，守住安全底线", ""),
        ("让图书馆的灯多亮三个小时", ""),
        ("总结过去，走好下一步", ""),
        ("", ""),
    ],
)
def test_genre_by_the_title(title: str, expected: str) -> None:
    assert genre(Outline(title=title)) == expected
    assert expected in GENRES or not expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("根据会议安排，现将三年来的工作汇报如下：", "汇报"),
        ("我们向全市读者发出如下倡议：", "倡议书"),
        ("今天给大家上一堂党课。", "党课"),
        ("现就汛前检查有关事项通知如下：", "通知"),
        ("下面，我就养护工作讲三点意见。", "讲话"),
        ("下面，我谈几点学习体会。", "心得体会"),
        ("首先，请市图书馆馆长致辞。", "主持词"),
        ("现将一年来的工作总结如下：", "总结"),
        ("去年我们做了三件事。", ""),
        ("这次培训请大家听取情况汇报。", ""),
    ],
)
def test_genre_by_the_opening(text: str, expected: str) -> None:
    assert genre(Outline(title="把路备在晴天", opening=(Block(text, 3),))) == expected


def test_genre_by_subtitle_byline_and_name() -> None:
    assert genre(Outline(title="把路备在晴天", subtitle="——在养护会上的讲话")) == "讲话"
    assert genre(Outline(title="把路备在晴天", byline=byline((Role.OCCASION, "（在养护会上的发言）")))) == "发言"
    assert genre(Outline(title="把路备在晴天"), "冬季养护 讲话（定稿）") == "讲话"
    assert genre(Outline(title="养护工作汇报"), "讲话") == "汇报"


@pytest.mark.parametrize(
    ("title", "subtitle", "scraps", "date", "occasion", "speaker"),
    [
        ("在全市防汛工作会上的讲话", "", [], "", "全市防汛工作会", ""),
        ("把路备在晴天", "——在全市养护工作会议上的讲话", [], "", "全市养护工作会议", ""),
        ("把路备在晴天", "——在2024年全市养护工作会议上的讲话", [], "2024", "2024年全市养护工作会议", ""),
        ("题目", "", [(Role.DATE, "（2024年6月9日，局会议室）")], "2024-06-09", "局会议室", ""),
        ("题目", "", [(Role.DATE, "（2024年6月9日）"), (Role.SPEAKER, "某局 李××")], "2024-06-09", "", "某局 李××"),
        ("题目", "", [(Role.OCCASION, "——在汛前会上的发言"), (Role.DATE, "二〇二四年六月")], "2024-06", "汛前会", ""),
        ("题目", "", [(Role.SPEAKER, "汇报人：李××（2024年6月9日）")], "2024-06-09", "", "李××"),
        ("题目", "", [(Role.SPEAKER, "某县"), (Role.SPEAKER, "李××")], "", "", "某县 李××"),
        ("题目", "", [(Role.DATE, "时间：2024-06-09 10:32:05")], "2024-06-09", "", ""),
        ("题目", "", [(Role.DATE, "（20XX年X月X日）")], "", "", ""),
        ("xx书记在全市防汛会上的讲话", "", [], "", "全市防汛会", "xx书记"),
        ("李××在毕业典礼上的致辞", "", [], "", "毕业典礼", "李××"),
        ("在审议工作报告时的发言", "", [], "", "审议工作报告", ""),
        ("在基层工作中的体会", "", [], "", "", ""),
        ("坚持在大局下行动的讲话", "", [], "", "", ""),
        ("题目", "", [(Role.SPEAKER, "李×× ███████████")], "", "", "李××"),
        ("2024年全市养护工作总结", "", [], "2024", "", ""),
        ("纪念1935年会议的讲话", "", [], "", "", ""),
    ],
)
def test_date_occasion_speaker(
    title: str, subtitle: str, scraps: list[tuple[Role, str]], date: str, occasion: str, speaker: str
) -> None:
    known = facts(Outline(title=title, subtitle=subtitle, byline=byline(*scraps)))
    assert (known.date, known.occasion, known.speaker) == (date, occasion, speaker)


def test_the_signature() -> None:
    signed = (Block("××市图书馆", 30, "signature"), Block("2024年6月9日", 31, "signature"))
    outline = Outline(title="2023年总结", opening=signed)
    assert (facts(outline).date, facts(outline).speaker) == ("2024-06-09", "××市图书馆")
    named = Outline(title="总结", byline=byline((Role.SPEAKER, "李××"), (Role.DATE, "2024年5月")), opening=signed)
    assert (facts(named).date, facts(named).speaker) == ("2024-05", "李××")


def test_the_file_name_comes_last() -> None:
    assert facts(Outline(title="讲话"), name="2024-06-09 讲话").date == "2024-06-09"
    assert facts(Outline(title="2023年总结"), name="20240109总结").date == "2024-01-09"
    assert facts(Outline(title="2023年总结"), name="总结2024").date == "2023"
    assert facts(Outline(title="讲话")).date == ""


def test_the_keeper_has_the_last_word() -> None:
    said = Directions(
        date="2020年1月2日", occasion="例会", speaker="李××", genre="汇报", tags=("公路", "养护"), title="不管"
    )
    scraps = byline((Role.DATE, "2024年6月9日"), (Role.SPEAKER, "王××"), (Role.OCCASION, "年会"))
    known = facts(Outline(title="在年会上的讲话", byline=scraps), said, "2001-01-01")
    assert (known.date, known.occasion, known.speaker, known.genre, known.tags) == (
        "2020-01-02",
        "例会",
        "李××",
        "汇报",
        ("公路", "养护"),
    )
    assert facts(Outline(title="讲话", byline=scraps), Directions(date="以后再说")).date == ""


def test_salutation_and_closing() -> None:
    blocks = (
        Block("同志们：", 2, "salutation"),
        Block("正文。", 3),
        Block("同志们！", 4, "salutation"),
        Block("我就讲这些。", 5, "closing"),
        Block("谢谢大家！", 6, "closing"),
    )
    known = facts(Outline(title="讲话", opening=blocks))
    assert (known.salutation, known.closing) == ("同志们：", "谢谢大家！")


def test_characters_and_minutes() -> None:
    outline = Outline(
        title="题目 甲",
        byline=byline((Role.SPEAKER, "某局")),
        opening=(Block("正文，共 5G 两处 Wi-Fi。", 3),),
        sections=(Section("一、标题", 1, 4, blocks=(Block("甲\t乙", 5, "table"), Block("某局", 6, "signature"))),),
        set_aside=(Scrap(Role.PROMOTION, "不算", 9),),
    )
    known = facts(outline)
    assert known.characters == 3 + 2 + len("正文，共5G两处Wi-Fi。") + 4 + 2 + 2
    # 正文共5G两处WiFi: five Han, 5, G, Wi, Fi; 一标题 is three
    assert known.minutes == round((5 + 4 + 3) / PACE, 1)
    assert facts(Outline(title="题", opening=(Block("字" * 2200, 2),))).minutes == 10.0


@pytest.mark.parametrize(
    ("minutes", "text"),
    [
        (0, ""),
        (0.4, "不到 1 分钟"),
        (1.0, "约 1 分钟"),
        (1.3, "约 1 分半"),
        (8.5, "约 8 分半"),
        (8.2, "约 8 分钟"),
        (9.7, "约 9 分半"),
        (9.8, "约 10 分钟"),
        (13.6, "约 14 分钟"),
        (59.7, "约 1 小时"),
        (65.0, "约 1 小时 5 分"),
        (120.0, "约 2 小时"),
    ],
)
def test_speaking_time_in_words(minutes: float, text: str) -> None:
    assert spoken(minutes) == text


def test_keywords_come_from_all_texts() -> None:
    outline = Outline(
        title="在全市防汛工作会上的讲话",
        sections=(Section("一、备足沙袋", 1, 2, marker=2, blocks=(Block("水库、堤坝和泵站都要查到。", 3),)),),
    )
    found = facts(outline).keywords
    assert {"防汛", "沙袋", "水库"} <= set(found)
    assert facts(Outline(title="")).keywords == ()
