"""What is a marker and what only looks like one."""

from __future__ import annotations

import pytest

from generator import numerals
from generator.candidates import damaged
from generator.candidates.text import SENTENCE_END, Sentences, quoted
from generator.markers import BEFORE, DEFAULT, ENCLOSED, Families, Punct, parse_template


def read(text: str, families: Families = DEFAULT) -> list[tuple[str, int, str]]:
    return [(families.table[m.family].name, m.number, text[: m.end]) for m in families.at(text, 0, line_start=True)]


@pytest.mark.parametrize(
    ("text", "family", "number", "marker"),
    [
        ("一、总则", "一、", 1, "一、"),
        ("十二、归还", "一、", 12, "十二、"),
        ("启示二：早发现", "问题一：", 2, "启示二："),
        ("体会之三：人要到位", "问题一：", 3, "体会之三："),
        ("一 、总则", "一、", 1, "一 、"),
        ("二．读好书", "一、", 2, "二．"),
        ("（三）巡查", "（一）", 3, "（三）"),
        ("(三） 巡查", "（一）", 3, "(三） "),
        ("㈡巡查", "（一）", 2, "㈡"),
        ("３．移交", "1.", 3, "３．"),
        ("10、移交", "1.", 10, "10、"),
        ("（２）登记", "（1）", 2, "（２）"),
        ("⑶登记", "（1）", 3, "⑶"),
        ("2）登记", "1）", 2, "2）"),
        ("④登记", "①", 4, "④"),
        ("Ⅲ、登记", "Ⅰ、", 3, "Ⅲ、"),
        ("IV. Method", "I.", 4, "IV. "),
        ("贰、库房", "壹、", 2, "贰、"),
        ("丙、保管岗", "甲、", 3, "丙、"),
        ("2.1 扩库", "1.1", 1, "2.1 "),
        ("第二章　保管", "章", 2, "第二章　"),
        ("第十条 库房", "条", 10, "第十条 "),
        ("第三部分：打算", "部分", 3, "第三部分："),
        ("第一，要有人", "第一，", 1, "第一，"),
        ("第三。要报得准", "第一，", 3, "第三。"),
        ("第二要有料", "第一，", 2, "第二"),
        ("第二个方面：料", "第一个方面", 2, "第二个方面："),
        ("三是通风", "一是", 3, "三是"),
        ("二要听得清", "一要", 2, "二要"),
        ("其二，知人物", "其一，", 2, "其二，"),
        ("再次，看天", "首先", 3, "再次，"),
        ("第三步，归档", "第一步", 3, "第三步，"),
        ("问题二：借阅不还", "问题一：", 2, "问题二："),
        ("二", "一、", 2, "二"),
    ],
)
def test_marker(text: str, family: str, number: int, marker: str) -> None:
    assert (family, number, marker) in read(text)


@pytest.mark.parametrize(
    "text",
    [
        "一、二线岗位",
        "三、四季度",
        "1、2、3号库房",
        "第一季度完成",
        "第一时间赶到",
        "第一书记驻村",
        "1.5亿元",
        "2.3万卷",
        "3.0 版",
        "2.1 版",
        "2020.10.26 开放日",
        "2021、2022两年",
        "1月5日开馆",
        "（一）项所列",
        "（二）期工程",
        "第一条、第二条已经学完",
        "一月，完成清点",
        "一〇一会议室",
        "一九九八年",
        "一去二三里",
        "1.2米以下",
    ],
)
def test_no_marker(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    "text", ["（一）项目建设", "（二）条件保障", "一、二十年回顾", "二、两个不足", "1.2024年工作回顾", "（一）目标任务"]
)
def test_marker_before_a_word_that_could_guard(text: str) -> None:
    assert read(text)


def test_punctuation_is_weighed() -> None:
    found = {text: next(DEFAULT.at(text, 0, line_start=True)).punct for text in ("一、学", "一．学", "一 学")}
    assert found == {"一、学": Punct.PROPER, "一．学": Punct.LOOSE, "一 学": Punct.MISSING}
    assert list(DEFAULT.at("一 学", 0)) == []


def test_scanned_dash_is_a_one() -> None:
    marker = damaged.misread(DEFAULT, "—、读原文")
    assert marker is not None and (marker.number, marker.ocr) == (1, True)
    assert damaged.misread(DEFAULT, "——读原文") is None


def test_templates() -> None:
    families = DEFAULT.extended(["举措{一}：", "第{1}招，", "方法{A}："])
    assert ("举措{一}：", 3, "举措三：") in read("举措三：清淤", families)
    assert ("第{1}招，", 2, "第2招，") in read("第2招，植树", families)
    assert ("方法{A}：", 2, "方法B：") in read("方法B：植树", families)
    with pytest.raises(ValueError, match="numeral in braces"):
        parse_template("举措：")
    with pytest.raises(ValueError, match="numeral in braces"):
        parse_template("举措{x}：")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("一", 1),
        ("十", 10),
        ("十九", 19),
        ("二十", 20),
        ("九十九", 99),
        ("一百零三", 103),
        ("二〇", 20),
        ("一二", 0),
        ("十十", 0),
        ("", 0),
    ],
)
def test_chinese(text: str, value: int) -> None:
    assert numerals.chinese(text) == value


def test_numerals_there_and_back() -> None:
    for value in range(1, 90):
        assert numerals.chinese(numerals.to_chinese(value)) == value
        assert numerals.roman(numerals.to_roman(value)) == value
    assert numerals.roman("IIX") == 0
    assert numerals.arabic("０7") == 0
    assert numerals.arabic("１２") == 12
    assert numerals.formal("拾贰") == 12


def test_bare_numerals() -> None:
    marker = damaged.bare(DEFAULT, "十二盯住水表")
    assert marker and (marker.number, marker.end, marker.punct) == (12, 2, Punct.MISSING)
    assert not any(damaged.bare(DEFAULT, text) for text in ("一等奖归水务站", "二月份的值班", "一些办法", "三"))


LINE = (
    "会上讲了三点：一是“守堤。二是巡查”；三要备料，（四）清淤；第五，值班。。 1.上报  2、复核……"
    "其次，记录”③归档第（六）条，2023年再说。最后，一方面，7）散会"
)


def test_every_marker_inside_a_line_is_found() -> None:
    found = {m.start() for m in DEFAULT.scanner.finditer(LINE, 1)}
    places = [i for i in range(1, len(LINE)) if LINE[i - 1] in BEFORE or LINE[i - 1].isspace() or LINE[i] in ENCLOSED]
    marked = {i for i in places if any(k.punct is not Punct.MISSING for k in DEFAULT.at(LINE, i))}
    assert len(marked) > 10
    assert marked <= found <= set(places)


@pytest.mark.parametrize("text", [LINE, LINE.replace("；", "。"), "没有。“有。”（没有。有的很少。）有！？。”。", "无"])
def test_the_ends_of_sentences_are_those_outside_quotations(text: str) -> None:
    marks = quoted(text)
    spans = [m.span() for m in SENTENCE_END.finditer(text)]
    outside = [(a, b) for a, b in spans if not any(start < a < stop for start, stop in marks)]
    sentences = Sentences(text)
    for begins in (range(len(text)), reversed(range(len(text)))):
        for begin in begins:
            assert sentences.end(begin) == next((b for a, b in outside if a >= begin), 0), begin
