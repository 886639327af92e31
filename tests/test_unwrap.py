"""Lines that a page's width broke are joined, and no others."""

from __future__ import annotations

from benchmarks.outlines import hard_wrap
from generator import roles
from generator.model import Line, Manuscript
from generator.unwrap import join, page_width

PROSE = (
    "去年冬天我们在堤上守了二十七个夜晚，没有一个人叫苦，也没有一个人误了交接的钟点。大家把办法写在黑板上，谁都可以添一笔，"
    "添得好的留下来，添得不好的擦掉再写，到开春的时候，黑板的四个角都磨圆了。"
)


def passages(text: str) -> list[str]:
    lines = (Line(t, i) for i, t in enumerate(text.split("\n"), 1) if t.strip())
    return [passage.text for passage in roles.assign(Manuscript("txt", tuple(lines))).passages]


def test_a_page_of_28_characters_is_joined() -> None:
    wrapped = "\n".join(hard_wrap(PROSE) + hard_wrap(PROSE[5:]))
    assert passages(wrapped) == [PROSE, PROSE[5:]]


def test_joined_lines_keep_their_numbers() -> None:
    lines = tuple(Line(t, i) for i, t in enumerate(hard_wrap(PROSE), 1))
    passage = roles.assign(Manuscript("txt", lines)).passages[0]
    assert [number for _, number in passage.breaks] == [line.number for line in lines]
    assert passage.line_at(len(passage.text) - 1) == lines[-1].number


def test_a_page_break_in_a_sentence() -> None:
    head = "这一年全馆共接收各单位移交的案卷三百二十卷，"
    assert passages(f"{head}\n- 3 -\n其中会计档案占了一半。\n- 4 -\n")[-1] == head + "其中会计档案占了一半。"


def test_a_marker_broken_over_two_lines() -> None:
    assert passages("一、看水\n水清不清，先看石头。\n（\n一）看石头。石头是干净的，水就是清的。")[-1].startswith(
        "（一）看石头。"
    )


def test_a_number_on_a_line_of_its_own() -> None:
    """It belongs to a heading below it; above a paragraph it is how essays number their parts."""
    assert passages(f"一、\n看水\n{PROSE}\n二、\n看石头\n{PROSE}")[::2] == ["一、看水", "二、看石头"]
    assert passages(f"（一）\n{PROSE}\n（二）\n{PROSE}")[::2] == ["（一）", "（二）"]


def test_lists_verse_tables_and_names_stay_lines() -> None:
    for text in (
        "沙袋五百只\n雨衣三十件\n手电二十支\n哨子十个",
        "一去二三里，烟村四五家。\n亭台六七座，八九十枝花。",
        "序号\t库房\t卷数\n1\t东库\t1200\n2\t西库\t980",
        "张某　李某　王某\n赵某　钱某　孙某",
    ):
        assert len(passages("值守安排如下：\n" + text)) == 1 + text.count("\n") + 1


def test_unbroken_paragraphs_have_no_page_width() -> None:
    assert page_width([PROSE, PROSE[3:], PROSE[7:]]) == 0.0
    assert page_width([]) == 0.0
    assert page_width(hard_wrap(PROSE + PROSE)) == 28.0


def test_latin_words_keep_their_space() -> None:
    assert join("open ", " access") == "open access"
    assert join("开放", "获取") == "开放获取"
