"""The outline of a text: small ambiguities, whole documents, the search, and what must hold of any text."""

from __future__ import annotations

import json
import pickle
import random
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import lattice, roles, structure
from generator.candidates import Candidate, Context, Place
from generator.families import Kind
from generator.lattice import Lattice
from generator.lattice.moves import Moves
from generator.lattice.stack import Stack
from generator.markers import DEFAULT, Families
from generator.meta import as_written, full_title
from generator.model import Block, Directions, Line, Manuscript, Outline, Section, Style

HERE = Path(__file__).parent
CASES: list[dict[str, Any]] = yaml.safe_load((HERE / "ambiguities.yaml").read_text("utf-8"))["cases"]


def manuscript(text: str, directions: Directions | None = None) -> Manuscript:
    lines = (Line(t, i) for i, t in enumerate(text.split("\n"), 1) if t.strip())
    return Manuscript("txt", tuple(lines), directions=directions or Directions())


def outline(text: str, directions: Directions | None = None, families: Families = DEFAULT) -> Outline:
    return structure.parse(roles.assign(manuscript(text, directions), families), families)


def words(section: Section) -> str:
    """A heading without its marker and end mark; the marker where it is all there is."""
    bare = re.sub(r"[。！？；：，、.!?;:,】\s]+$", "", section.text[section.marker :].removeprefix("【"))
    return bare or re.sub(r"[。：、.\s]+$", "", section.text)


def heads(result: Outline) -> list[tuple[int, str]]:
    return [(section.depth, words(section)) for section in result.sections]


def points(block: Block) -> list[str]:
    return [re.split("[，；。：,;:]", block.text[p.start + p.marker : p.end])[0] for p in block.points]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_ambiguity(case: dict[str, Any]) -> None:
    result = outline(case["text"])
    assert heads(result) == [tuple(section) for section in case["sections"]]
    if case["points"] != "any":
        assert [points(block) for block in result.blocks() if block.points] == case["points"]
    assert {note.code for note in result.notes} - {"low-confidence"} == set(case["repairs"])


@pytest.mark.parametrize("file", sorted((HERE / "golden").glob("*.txt")), ids=lambda file: file.stem)
def test_golden(file: Path) -> None:
    truth = json.loads(file.with_suffix(".json").read_text("utf-8"))
    result = outline(file.read_text("utf-8"))
    assert full_title(result) == truth["title"]
    assert result.title_line == truth["title_line"]
    assert [{"level": s.depth, "text": s.text} for s in result.sections] == truth["headings"]
    assert as_written(result) == truth["meta"]
    assert [[b.text[p.start : p.end] for p in b.points] for b in result.blocks() if b.points] == truth["points"]
    assert sorted({note.code for note in result.notes} - {"low-confidence"}) == truth["notes"]


# --- headings ---------------------------------------------------------------------------------------------------


def test_marker_and_end_mark_belong_to_the_heading() -> None:
    first, second = outline("一是摸清家底。逐卷清点，登记造册。\n二是管好库房。每天开窗，按时关灯。").sections
    assert (first.text, first.marker, first.runin) == ("一是摸清家底。", 2, True)
    assert [block.text for block in second.blocks] == ["每天开窗，按时关灯。"]


def test_heading_is_set_off_from_what_stands_before_it() -> None:
    result = outline("守堤要靠两样。第一，要有人。人在堤上走。第二，要有料。料在库里放。")
    assert [block.text for block in result.opening] == ["守堤要靠两样。"]
    assert heads(result) == [(1, "要有人"), (1, "要有料")]


def test_speech_without_headings_gets_none() -> None:
    paragraph = "我在渡口守了三十年，见过涨水，也见过断流。第一次撑船是在秋天，水很清，看得见底下的石头。"
    assert outline("\n".join([paragraph] * 12)).sections == ()


def test_depths_grow_by_one() -> None:
    result = outline("一、防\n（一）查\n1.查堤\n（1）查背水坡\n①查坡脚\n二、抢")
    assert [section.depth for section in result.sections] == [1, 2, 3, 4, 5, 1]


def test_a_keepers_family_is_found() -> None:
    text = "举措一——清淤\n河道清一遍。\n举措二——植树\n堤外种两排。"
    assert heads(outline(text)) == []
    assert heads(outline(text, families=DEFAULT.extended(["举措{一}——"]))) == [(1, "清淤"), (1, "植树")]


def test_verse_and_tables_stay_lines() -> None:
    verse = "一、以诗言志\n一去二三里，烟村四五家。\n亭台六七座，八九十枝花。\n"
    text = verse + "二、库房统计\n序号\t库房\t卷数\n1\t东库\t1200\n2\t西库\t980"
    first, second = outline(text).sections
    assert [block.kind for block in first.blocks] == ["verse"]
    assert [(block.kind, block.text.count("\n")) for block in second.blocks] == [("table", 2)]


def test_style_is_evidence() -> None:
    prose = "这一段讲的是去年秋天的事情，前后一共用了二十七天，参加的人很多。"
    lines = []
    for i in range(3):
        lines.append(
            Line(
                f"走过的路之{'甲乙丙'[i]}，再长也要一步一步地走完，走完了还要回过头来仔细看一看来路",
                2 * i + 1,
                style=Style(level=2),
            )
        )
        lines.append(Line(prose, 2 * i + 2))
    assert len(structure.parse(roles.assign(Manuscript("docx", tuple(lines)))).sections) == 3
    plain = Manuscript("txt", tuple(Line(line.text, line.number) for line in lines))
    assert len(structure.parse(roles.assign(plain)).sections) == 0


def test_bold_run_in_ends_the_heading() -> None:
    body = "三层楼只亮一层，读者统一引到南厅，每晚用电少了一半。"
    lines = tuple(
        Line(head + body, i, style=Style(bold=((0, len(head)),)))
        for i, head in enumerate(("电要省在分区上。", "人要省在排班上。", "钱要花在晚饭上。"), 1)
    )
    result = structure.parse(roles.assign(Manuscript("docx", lines)))
    assert [section.text for section in result.sections] == ["电要省在分区上。", "人要省在排班上。", "钱要花在晚饭上。"]


# --- the keeper's word ------------------------------------------------------------------------------------------


def test_the_keeper_sets_and_removes_headings() -> None:
    text = "一、看水\n水清不清，先看石头。\n二、看人\n人勤不勤，先看农具。\n三、看天\n天变不变，先看云脚。"
    assert heads(outline(text, Directions(headings=(("二、看人", 0),)))) == [(1, "看水"), (1, "看天")]
    assert heads(outline(text, Directions(headings=(("二、看人", 2),)))) == [(1, "看水"), (2, "看人"), (1, "看天")]
    named = outline(text, Directions(headings=(("水清不清", 2),)))
    assert (2, "水清不清，先看石头") in heads(named)
    assert "heading-not-found" in {note.code for note in outline(text, Directions(headings=(("看云", 1),))).notes}


def test_the_keeper_sets_the_title() -> None:
    text = "守渡口发言提纲\n同志们：\n我讲一件事。"
    result = outline(text, Directions(title="渡口三十年"))
    assert result.title == "渡口三十年"
    assert [scrap.text for scrap in result.set_aside] == ["守渡口发言提纲"]


# --- confidence -------------------------------------------------------------------------------------------------


def test_clear_text_is_confident_and_doubtful_text_says_so() -> None:
    clear = outline("一、看水\n水清不清，先看石头。\n二、看人\n人勤不勤，先看农具。\n三、看天\n天变不变，先看云脚。")
    assert clear.confidence > 0.9
    assert not [note for note in clear.notes if note.code == "low-confidence"]
    unsure = outline("要把渡口守好。一是看水。水清则安，水浑则险。")
    assert unsure.confidence < clear.confidence


# --- the search -------------------------------------------------------------------------------------------------


def random_places(rng: random.Random, count: int) -> list[Place]:
    families = [(DEFAULT.table[i], i) for i in range(len(DEFAULT.table)) if DEFAULT.table[i].name in NAMES]
    places = []
    for i in range(count):
        readings = []
        for _ in range(rng.choice((1, 1, 2))):
            family, index = rng.choice(families)
            number = 0 if family.kind is Kind.PLAIN else rng.choice((1, 2, 3, 4))
            context = rng.choice((Context.LINE, Context.LINE, Context.SENTENCE))
            c = Candidate(i // 2, 10 * (i % 2), 10 * (i % 2) + 2, 8, index, family.kind, family.rank, number, context)
            c.section, c.point, c.extra = rng.uniform(0, 3), rng.uniform(0, 4), rng.choice((0.0, 0.7))
            readings.append(c)
        places.append(Place(readings, rng.uniform(0.5, 5)))
    return places


NAMES = ("一、", "（一）", "1.", "一是", "首先", "第一，", "")


def exhaustive(moves: Moves, cost: float, stack: Stack, places: list[Place]) -> float:
    """The least cost over every sequence of moves, nothing merged, nothing dropped."""
    if not places:
        return cost + stack.pending
    place, *rest = places
    steps = moves.steps(cost, stack, place, moves.options(place))
    return min(exhaustive(moves, step[0], moves.stacks.stack(step[1]), rest) for step in steps)


@pytest.mark.parametrize("seed", range(12))
def test_the_beam_finds_the_minimum(seed: int) -> None:
    rng = random.Random(seed)
    places = random_places(rng, rng.randint(2, 4))
    best, _, gap = Lattice(DEFAULT).search(places)
    moves = Moves(DEFAULT)
    assert best.finish == pytest.approx(exhaustive(moves, 0.0, moves.start(), places))
    assert gap >= -1e-9


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_the_beam_equals_a_search_without_limits(seed: int) -> None:
    places = random_places(random.Random(1000 + seed), 10 if seed < 2 else 8)
    wide = Lattice(DEFAULT)
    wide.beam, wide.window = 20_000, 1e9
    assert Lattice(DEFAULT).search(places)[0].finish == pytest.approx(wide.search(places)[0].finish)


def test_forgotten_stacks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    places = random_places(random.Random(7), 60)
    whole = Lattice(DEFAULT).search(places)[0]
    monkeypatch.setattr(lattice, "FORGET", 10)
    again = Lattice(DEFAULT).search(places)[0]
    assert (again.finish, again.moves()) == (whole.finish, whole.moves())


# --- any text ---------------------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    "一、|二、|（一）|(二)|1.|２．|①|一是|二是|首先|其次|最后，|第一，|第一章 |第三条 "
    "|。|；|：|，|“|”|《|（|）|【|】| |　|\t|\n|\n\n"
    "|同志们：|讲话提纲|谢谢大家！|附件：|秘密★1年|2024年1月5日|QQ000000000|www.x.example"
    "|第1页 共3页|- 3 -|仅供学习|守好堤防|\u200b|𠮷|é".split("|")
)
TEXTS = st.one_of(st.text(max_size=120), st.lists(PIECES, max_size=40).map("".join))


@given(TEXTS)
@settings(max_examples=300)
def test_each_character_is_held_once(text: str) -> None:
    source = manuscript(text)
    draft = roles.assign(source)
    result = structure.parse(draft)
    assert Counter("".join("".join(result.texts()).split())) == Counter(source.characters())
    previous = 0
    for section in result.sections:
        assert 1 <= section.depth <= previous + 1
        assert 0 <= section.marker <= len(section.text)
        previous = section.depth
    for block in result.blocks():
        for point in block.points:
            assert 0 <= point.start < point.end <= len(block.text)
    assert 0.0 <= result.confidence <= 1.0


@given(TEXTS)
@settings(max_examples=50)
def test_the_same_text_has_the_same_outline(text: str) -> None:
    assert outline(text) == outline(text)


def test_values_travel_to_workers() -> None:
    families: Families = pickle.loads(pickle.dumps(DEFAULT.extended(["举措{一}——"])))
    draft = pickle.loads(pickle.dumps(roles.assign(manuscript("一、看水\n二、看人"), families)))
    assert len(pickle.loads(pickle.dumps(structure.parse(draft, families))).sections) == 2


def test_an_empty_manuscript() -> None:
    result = structure.parse(roles.assign(Manuscript("txt", ())))
    assert (result.title, result.sections, list(result.blocks())) == ("", (), [])


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit",
    [
        "，（一",
        "（" * 9,
        "“一、",
        "1.",
        "一、二、",
        "一是甲；",
        "））））1",
        "  1",
        "第一，甲。乙。",
        "。。。1、",
        "首先",
        "【",
    ],
)
def test_no_pattern_runs_away(unit: str) -> None:
    """A step that grew with the square of a line's length would not come to its end here."""
    outline((unit * 20_000)[:40_000])


RIVER = "渠在村西分成两股，一股过石桥，一股绕着晒场走，水小的年份两股并成一股，谁家先浇都要商量着来。"


@pytest.mark.parametrize(
    ("lines", "heads"),
    [
        # Bullets head parts, and are not points.
        (f"●看水\n{RIVER}\n●看土\n{RIVER}\n●看人\n{RIVER}", ["●看水", "●看土", "●看人"]),
        # Paragraphs of one mould.
        (f"一图上墙，看得明白。{RIVER}\n一牌到户，记得明白。{RIVER}\n一表在手，算得明白。{RIVER}", None),
        # A word above a numbered series is its heading, and not a part of its first marker.
        (f"概况\n{RIVER}\n建议\n1.先看水。{RIVER}\n2.再看土。{RIVER}", ["概况", "建议", "1.先看水。", "2.再看土。"]),
        # A wide space where the mark is missing.
        (f"一、看水　{RIVER}\n二、看土。{RIVER}", ["一、看水", "二、看土。"]),
        # A label before its value.
        ("一、时间：3月1日\n二、内容：\n看水、看土。", ["一、时间：", "二、内容："]),
        # Misread and misplaced signs.
        (
            f"一、看水\n（ー）看渠。{RIVER}\n(二)看井。{RIVER}\n二丶看土\n{RIVER}",
            ["一、看水", "（ー）看渠。", "(二)看井。", "二丶看土"],
        ),
    ],
)
def test_headings_by_their_form(lines: str, heads: list[str] | None) -> None:
    outline = structure.parse(roles.assign(manuscript(f"关于修渠的工作汇报\n{RIVER}\n{lines}")))
    said = [section.text for section in outline.sections]
    assert said == heads if heads else len(said) == 3


def test_a_second_list_of_labels_stands_beside_the_first() -> None:
    parts = "\n".join(
        f"{word}{i}　看{what}\n{RIVER}" for word in ("问题", "措施") for i, what in enumerate("水土人", 1)
    )
    outline = structure.parse(roles.assign(manuscript(f"关于修渠的工作汇报\n{RIVER}\n{parts}")))
    assert [section.depth for section in outline.sections] == [1] * 6


@pytest.mark.parametrize(
    ("items", "said"),
    [
        # Sentences that say all they have to say are a list, the short one among them as well.
        (
            "1.担任过两年以上库管员，能够独立完成一个库房的全年清点。\n2.身体健康。\n"
            "3.近三年内没有发生过卷宗丢失、损毁、受潮等责任事故，并由所在科室出具证明。",
            [],
        ),
        ("（一）带好手电；\n（二）结伴巡堤；\n（三）遇险先报。", []),
        # Sentences that name something are headings, and so are lines without an end mark.
        (
            "1.先看堤脚。堤脚湿了，堤身就站不稳。\n2.再看堤顶。堤顶裂了，雨水就往里灌。",
            ["1.先看堤脚。", "2.再看堤顶。"],
        ),
        ("1.值班电话\n2.沙袋和木桩存放点", ["1.值班电话", "2.沙袋和木桩存放点"]),
    ],
)
def test_lists_are_not_headings(items: str, said: list[str]) -> None:
    result = outline(f"汛期巡堤工作安排\n一、人员\n{items}\n二、时间\n从五月一日到九月底。")
    assert [section.text for section in result.sections if section.depth > 1] == said
    if not said:
        assert len([block for block in result.blocks() if block.points]) == items.count("\n") + 1


def test_a_list_counts_on_under_the_next_heading() -> None:
    first = "1.借阅的卷宗一律当天归还，确有需要的办理续借手续。\n2.复印的材料加盖查档专用章，并在登记簿上注明页数。"
    second = "3.库房温度每天早晚各记录一次，超过二十四度时开启空调。\n4.每季度抽查一个全宗，账物不符的当场查明原因。"
    result = outline(f"档案管理补充规定\n一、借阅\n{first}\n二、保管\n{second}\n三、附则\n本规定自印发之日起试行。")
    assert heads(result) == [(1, "借阅"), (1, "保管"), (1, "附则")]
    assert not {note.code for note in result.notes} & {"missing-first", "skip"}


def test_articles_count_through_all_that_stands_above_them() -> None:
    text = (
        "第一编 借阅\n第一章 登记\n第一条 借书凭证登记。\n第二条 一次不超过五册。\n第二编 归还\n第二章 期限\n"
        "第三条 借期三十天。\n第三编 赔偿\n第三章 标准\n第四条 污损的按定价赔偿。\n第五条 丢失的另购一册。"
    )
    result = outline(text)
    assert [section.depth for section in result.sections] == [1, 2, 3, 3, 1, 2, 3, 1, 2, 3, 3]
    assert {note.code for note in result.notes} <= {"runs-on", "low-confidence"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        # Standing names of parts.
        (
            "一、基本情况全镇有农村公路六十一条，晴通雨阻的还有九条。二、存在问题有的路段边沟淤死，一下雨路面就成了河。"
            "三、下一步打算先通边沟再补路面，汛前完成二十公里。",
            ["一、基本情况", "二、存在问题", "三、下一步打算"],
        ),
        # Words that begin sentences.
        (
            "一、把志愿者留得住近年来我们一共招了四百名志愿者，留下来的不到一半，原因是没有人管饭、没有人记账。"
            "二、把服务送得到今年以来老街的几位老人提了一个要求，能不能把药送到楼上，我们照办了。",
            ["一、把志愿者留得住", "二、把服务送得到"],
        ),
        # A word of the heading that comes again.
        (
            "(一)读书角要开在车间里车间里的工人下班晚，赶到图书馆时门已经关了，只好把书送到他们手边去。"
            "(二)读书会要办在班组里班组里的师傅话不多，可是一说起书里写的老手艺，一个比一个讲得细。",
            ["(一)读书角要开在车间里", "(二)读书会要办在班组里"],
        ),
        # Sentences with their own marks are left as they are, however long.
        (
            "一、把检查当前的漏洞同堵住今后的漏洞结合起来一并部署落实。先查后堵。二、把今年的账同去年的账放在一起逐笔核对清楚。先易后难。",
            [
                "一、把检查当前的漏洞同堵住今后的漏洞结合起来一并部署落实。",
                "二、把今年的账同去年的账放在一起逐笔核对清楚。",
            ],
        ),
    ],
)
def test_headings_glued_to_their_text(text: str, said: list[str]) -> None:
    result = outline(f"关于有关工作的汇报提纲\n{text}")
    assert [section.text for section in result.sections] == said


def test_announced_items_are_looked_for() -> None:
    """The rest of an excerpt may be cut off."""
    text = (
        "各位同事：库房的事情大家都清楚。下面我讲三点意见：第一，要把钥匙管好。钥匙丢过两回，两回都是因为没有人签字。"
    )
    assert heads(outline(text)) == [(1, "要把钥匙管好")]
    assert heads(outline(text.replace("下面我讲三点意见：", "还有人说："))) == []


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        # Numbers that lost their marks count on.
        (
            f"一守住库门\n{RIVER}\n二管住火种\n{RIVER}\n四盯住水表\n{RIVER}",
            ["一守住库门", "二管住火种", "四盯住水表"],
        ),
        # A bullet before a number.
        (f"• 一、看水\n{RIVER}\n• 二、看土\n{RIVER}", ["• 一、看水", "• 二、看土"]),
        # Points typed for full stops.
        ("一、看水.水清不清,先看石头.\n二、看土.土松不松,先看草根.", ["一、看水.", "二、看土."]),
        # A number on a line of its own.
        (f"一、\n看水\n{RIVER}\n二、\n看土\n{RIVER}", ["一、看水", "二、看土"]),
        # Radicals for numerals.
        (f"⼀、看水\n{RIVER}\n⼆、看土\n{RIVER}\n三、看人\n{RIVER}", ["⼀、看水", "⼆、看土", "三、看人"]),
    ],
)
def test_damaged_numbers(lines: str, said: list[str]) -> None:
    result = outline(f"关于修渠的工作汇报\n{RIVER}\n{lines}")
    assert [section.text for section in result.sections] == said


def test_lines_above_series_that_begin_anew() -> None:
    past = f"一、建书屋\n{RIVER}\n二、送图书\n{RIVER[9:]}"
    coming = f"一、办讲座\n{RIVER[3:]}\n二、评先进\n{RIVER[14:]}"
    result = outline(f"书香进村工作汇报\n{RIVER}\n上篇 这三年\n{past}\n下篇 后三年\n{coming}")
    assert [section.depth for section in result.sections] == [1, 2, 2, 1, 2, 2]


def test_long_sentences_in_a_paragraph_are_points() -> None:
    names = "一是修路。{0}二是栽树。{0}三是装灯。{0}"
    says = (
        "一是把村西到渡口的三里土路铺成能走农机的水泥路，汛前先把路基垫高半尺。路边留沟。"
        "二是沿路补栽四百棵耐水的柳树，每户认养两棵，三年之内不许砍伐。死了补种。三是在渡口和晒场两处各装三盏太阳能路灯，由守渡人照看，坏了三天之内修好。钥匙两把。"
    )
    head = f"农村公路建设汇报提纲\n{RIVER}\n一、今年的事\n"
    assert heads(outline(head + names.format("先近后远，先易后难，一段一段地来。")))[1:] == [
        (2, "修路"),
        (2, "栽树"),
        (2, "装灯"),
    ]
    result = outline(head + says)
    assert heads(result) == [(1, "今年的事")]
    assert [len(block.points) for block in result.blocks() if block.points] == [3]


@pytest.mark.parametrize(("first", "second"), [("黑体", "楷体_GB2312"), ("SimHei", "KaiTi"), ("方正黑体简体", "仿宋")])
def test_faces_tell_the_level(first: str, second: str) -> None:
    rows = [
        ("渠道", first),
        (RIVER, ""),
        ("石桥段", second),
        (RIVER[9:], ""),
        ("晒场段", second),
        (RIVER[3:], ""),
        ("水塘", first),
        (RIVER[14:], ""),
    ]
    lines = tuple(
        Line(text, i, style=Style(bold=((0, len(text)),), font=font) if font else Style(font="仿宋"))
        for i, (text, font) in enumerate(rows, 1)
    )
    result = structure.parse(roles.assign(Manuscript("docx", lines)))
    assert heads(result) == [(1, "渠道"), (2, "石桥段"), (2, "晒场段"), (1, "水塘")]


CANAL = "渠在村西分成两股，一股过石桥，一股绕着晒场走，水小的年份两股并成一股。"


def test_a_heading_above_a_table_and_one_below_it() -> None:
    text = f"修渠工作总结\n{CANAL}\n水量变化\n{CANAL}\n数据对比\n月份\t水量\t户数\n1月\t86\t64\n不足和打算\n{CANAL}"
    assert [section.text for section in outline(text).sections] == ["水量变化", "数据对比", "不足和打算"]


def test_a_number_of_two_parts_before_a_day() -> None:
    text = f"修渠工作方案\n1　钱从哪里来\n1.1　头一笔\n{CANAL}\n1.2　日常开支\n{CANAL}\n2　人从哪里来\n{CANAL}"
    assert [(s.depth, s.text) for s in outline(text).sections][1:3] == [(2, "1.1　头一笔"), (2, "1.2　日常开支")]


def test_headings_that_take_a_word_of_one_without_text_stand_under_it() -> None:
    text = f"断渠案例\n断渠经过\n{CANAL}\n原因分析\n直接原因\n{CANAL}\n间接原因\n{CANAL}\n处理结果\n{CANAL}"
    assert [s.depth for s in outline(text).sections] == [1, 1, 2, 2, 1]
