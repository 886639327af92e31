"""Every stretch of text gets one role."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import roles, structure
from generator.meta import as_written, full_title
from generator.model import Line, Manuscript, Outline, Place, Role, Style


def manuscript(text: str) -> Manuscript:
    return Manuscript("txt", tuple(Line(t, i) for i, t in enumerate(text.split("\n"), 1) if t.strip()))


def assigned(text: str) -> list[tuple[str, str]]:
    source = manuscript(text)
    return [(s.role.value, source.lines[s.line].text[s.start : s.end].strip()) for s in roles.assign(source).spans]


def outline(text: str) -> Outline:
    return structure.parse(roles.assign(manuscript(text)))


BODY = (
    "堤在镇东拐了三个弯，最窄的一处只有四十米，老人们说这里的土是一筐一筐背上来的，"
    "背土的人里头就有他们的父亲和祖父，所以谁也不敢马虎。"
)


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("仅供学习 禁止外传", "notice"),
        ("内部资料 注意保存", "notice"),
        ("秘密★1年", "secrecy"),
        ("砚边文库会员专享，咨询QQ000000000", "promotion"),
        ("【字号：大 中 小】 打印", "furniture"),
        ("来源：某某日报", "furniture"),
        ("编者按：本文是一位守堤人的发言。", "editor"),
    ],
)
def test_what_stands_before_the_title(line: str, role: str) -> None:
    assert assigned(f"{line}\n守堤工作发言提纲\n同志们：\n{BODY}")[:2] == [(role, line), ("title", "守堤工作发言提纲")]


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("——在全镇防汛会上的发言", "subtitle"),
        ("——2024年1月5日在全镇防汛会上", "occasion"),
        ("2024年1月5日在全镇防汛动员会议上", "occasion"),
        ("（2024年1月5日）", "date"),
        ("二〇二四年一月五日", "date"),
        ("二Ｏ二四年一月五日", "date"),
        ("2024.1.5", "date"),
        ("20XX年X月", "date"),
        ("水利站 王××", "speaker"),
        ("镇水利站站长　李某", "speaker"),
        ("发言人：某某", "speaker"),
        ("×政发〔2024〕5号", "number"),
    ],
)
def test_what_stands_under_the_title(line: str, role: str) -> None:
    assert assigned(f"守堤工作发言提纲\n{line}\n同志们：\n{BODY}")[1] == (role, line)


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("以上是我的发言，请同志们批评指正。", "closing"),
        ("谢谢大家！", "closing"),
        ("我的发言完了。", "closing"),
        ("镇水利站\n2024年1月5日", "signature"),
        ("附件：1.登记表", "attachment"),
        ("砚边文库整理，咨询QQ000000000", "promotion"),
        ("责任编辑：某某", "furniture"),
    ],
)
def test_what_stands_at_the_end(line: str, role: str) -> None:
    assert assigned(f"守堤工作发言提纲\n同志们：\n{BODY}\n{BODY}\n{line}")[-1] == (role, line.split("\n")[-1])


@pytest.mark.parametrize(
    "sentence",
    [
        "全体会员要把平台用好，有问题先咨询，再下载资料。",
        "严格机密等级管理，保守国家秘密，不得外传工作信息。",
        "公众号每周更新一次，由值班同志整理分享。",
        "查档平台上线以后，会员可以扫码借书，免费又方便。",
    ],
)
def test_ordinary_words_in_prose_are_never_set_aside(sentence: str) -> None:
    text = f"守堤工作发言提纲\n同志们：\n{BODY}\n{sentence}\n{BODY}"
    assert ("body", sentence) in assigned(text)
    assert outline(text).set_aside == ()


def test_repetition_outweighs_words() -> None:
    said = assigned(f"守堤工作发言提纲\n堤边的灯，彻夜都亮\n{BODY}\n{BODY}\n谢谢大家！\n堤边的灯，彻夜都亮")
    assert said[1][0] == said[-1][0] == "promotion"


def test_title_of_several_lines_and_spread_letters() -> None:
    assert outline(f"全镇堤防巡查\n工 作 汇 报\n同志们：\n{BODY}").title == "全镇堤防巡查工作汇报"
    assert (
        outline(f"关于做好主汛期堤防巡查和\n险情处置工作的通知\n各村：\n{BODY}").title
        == "关于做好主汛期堤防巡查和险情处置工作的通知"
    )
    spread = outline(f"主 持 词\n同志们：\n{BODY}")
    assert spread.title == "主持词"
    assert outline(f"守堤工作发言提纲\n守堤工作发言提纲\n同志们：\n{BODY}").set_aside[0].role is Role.REPEAT


def test_subtitle_is_part_of_the_full_title() -> None:
    result = outline(f"把堤守成家\n——在全镇防汛会上的发言\n（2024年1月5日）\n同志们：\n{BODY}")
    assert full_title(result) == "把堤守成家——在全镇防汛会上的发言"
    assert as_written(result)["date"] == "2024年1月5日"


def test_promotion_glued_to_a_line_is_split_off() -> None:
    said = assigned(f"守堤工作发言提纲\n一、看水 砚边文库 www.yanbian.example.com\n{BODY}\n二、看人\n{BODY}")
    assert said[1:3] == [("body", "一、看水"), ("promotion", "砚边文库 www.yanbian.example.com")]


def test_closing_is_split_off_the_last_paragraph() -> None:
    said = assigned(f"守堤工作发言提纲\n同志们：\n{BODY}\n{BODY}我就讲这些，谢谢大家！")
    assert said[-1] == ("closing", "我就讲这些，谢谢大家！")


def test_text_without_line_breaks() -> None:
    result = outline(f"第1页共3页守堤工作讲话稿{BODY}一、看水。{BODY}二、看人。{BODY}")
    assert result.title == "守堤工作讲话稿"
    assert [section.text for section in result.sections] == ["一、看水。", "二、看人。"]


def test_page_feet_do_not_swallow_a_text() -> None:
    said = assigned(f"守堤工作发言提纲\n{BODY}\n相关报道：\n" + "\n".join(f"{BODY}{i}。" for i in range(12)))
    assert said[-1][0] == "body"


def test_headers_and_footers_of_the_format() -> None:
    lines = (
        Line("守堤工作发言提纲", 1, style=Style(align="center")),
        Line("某镇水利站内刊", 2, Place.HEADER),
        Line(BODY, 3),
        Line("5", 4, Place.FOOTER),
    )
    spans = roles.assign(Manuscript("docx", lines)).spans
    assert [s.role for s in spans] == [Role.TITLE, Role.FURNITURE, Role.BODY, Role.FURNITURE]


def test_cells_that_repeat_are_not_running_headers() -> None:
    rows = "\n".join(f"第{i}号涵闸\n定期\n合格" for i in range(12))
    aside = outline(f"涵闸检查情况通报\n{BODY}\n{rows}").set_aside
    assert not [scrap for scrap in aside if scrap.text in ("定期", "合格")][2:]


def test_meta_as_written() -> None:
    text = f"守堤工作发言提纲\n镇水利站 王××\n（2024年1月5日，全镇防汛会议）\n各位领导：\n{BODY}\n谢谢大家！"
    assert as_written(outline(text)) == {
        "author": "镇水利站 王××",
        "date": "2024年1月5日",
        "occasion": "全镇防汛会议",
        "salutation": "各位领导：",
        "closing": "谢谢大家！",
        "boilerplate": [],
    }


@pytest.mark.parametrize(
    "words",
    [
        "讲得不对的地方，请大家多提意见。",
        "以上是我们的一点粗浅做法，请各位同行指点。",
        "汇报完毕，请各位领导指示。",
        "我的介绍就到这里，欢迎大家提问。",
        "我就说这么多。",
        "谢谢大家，再见！",
        "此复。",
    ],
)
def test_a_text_is_closed_by_what_is_asked_or_said_of_it(words: str) -> None:
    assert assigned(f"守堤工作发言提纲\n同志们：\n{BODY}\n{BODY}{words}")[-1] == ("closing", words)


def test_closing_words_inside_a_text_close_nothing() -> None:
    for words in ("工作完毕，请把工具放回原处。", "会上讲到这里，台下有人站了起来。", "检查结束。"):
        text = f"守堤工作发言提纲\n同志们：\n{BODY}\n{words}\n{BODY}\n{BODY}"
        assert all(role != "closing" for role, _ in assigned(text)), words


def test_what_stands_behind_the_closing_and_is_no_signature_is_set_aside() -> None:
    found = assigned(
        f"守堤工作发言提纲\n同志们：\n{BODY}\n我就讲这些，谢谢大家！\n砚边小铺，写稿不愁\n镇水利站\n2024年1月5日"
    )
    assert found[-3:] == [("promotion", "砚边小铺，写稿不愁"), ("signature", "镇水利站"), ("signature", "2024年1月5日")]


RIGHT = "\u3000" * 12


def test_a_line_set_to_the_right_at_the_end_is_a_signature() -> None:
    found = outline(f"守堤工作总结\n\u3000\u3000{BODY}\n\u3000\u3000{BODY}\n{RIGHT}业务指导组\n{RIGHT}2024年1月5日")
    assert as_written(found)["author"] == "业务指导组"


def test_whom_a_paper_goes_to_stands_behind_its_signature() -> None:
    found = outline(
        f"关于修堤的批复\n镇水利站：\n{BODY}\n此复。\n某某县水务局\n2024年3月1日\n抄送：县财政局，县审计局。"
    )
    written = as_written(found)
    assert (written["author"], written["date"], written["closing"]) == ("某某县水务局", "2024年3月1日", "此复。")


def test_who_passed_a_rule_is_no_occasion_and_the_last_date_holds() -> None:
    written = as_written(
        outline(f"守堤公约\n（2022年2月18日村民代表会议通过\u30002023年3月5日修订）\n第一条 {BODY}\n第二条 {BODY}")
    )
    assert (written["occasion"], written["date"]) == ("", "2023年3月5日")


@pytest.mark.parametrize(
    ("line", "author", "date"),
    [
        (
            "2024-03-05 07:42\u3000来源：守堤小报\u3000作者：禾\u3000田\u3000浏览次数：12",
            "禾\u3000田",
            "2024-03-05 07:42",
        ),
        ("文/图\u3000田禾", "田禾", ""),
        ("守堤小报\u30002024-03-05 20:15 发表于某地", "", "2024-03-05 20:15"),
        ("来源：本站\u3000作者：佚名\u3000点击：12", "", ""),
    ],
)
def test_a_page_says_in_its_data_who_wrote_and_when(line: str, author: str, date: str) -> None:
    written = as_written(outline(f"首页 > 水利 > 守堤\n一条堤的来历\n{line}\n{BODY}\n{BODY}"))
    assert (written["author"], written["date"]) == (author, date)


def test_a_remark_beside_the_date_is_no_occasion() -> None:
    for beside, occasion in (("根据录音整理", ""), ("全镇守堤会", "全镇守堤会"), ("镇会议室", "镇会议室")):
        text = f"守堤工作发言提纲\n（2024年1月5日，{beside}）\n同志们：\n{BODY}"
        assert as_written(outline(text))["occasion"] == occasion


@given(st.lists(st.text(min_size=1, max_size=30).filter(lambda t: t.strip() and "\n" not in t), max_size=12))
@settings(max_examples=200)
def test_every_character_is_in_one_span(texts: list[str]) -> None:
    source = Manuscript("txt", tuple(Line(t, i) for i, t in enumerate(texts, 1)))
    draft = roles.assign(source)
    held = Counter[tuple[int, int]]()
    for span in draft.spans:
        held.update((span.line, i) for i in range(span.start, span.end))
    assert all(n == 1 for n in held.values())
    for i, line in enumerate(source.lines):
        assert all((i, j) in held for j, c in enumerate(line.text) if not c.isspace())
