"""Automatic numbers: what Word shows before a paragraph stands in the manuscript."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from hypothesis import given
from hypothesis import strategies as st
from wordmade import NAMES, convert, level, listed, numbering, p, package, r, style, styles, word

from generator.model import Manuscript, Place
from generator.readers import read, wordnumbers

# --- formats ----------------------------------------------------------------------------------------------------

FORMATS = [
    ("decimal", "1 9 10 11 20 21 100 101"),
    ("decimalZero", "01 09 10 11 20 21 100 101"),
    ("decimalFullWidth", "１ ９ １０ １１ ２０ ２１ １００ １０１"),
    ("decimalEnclosedCircle", "① ⑨ ⑩ ⑪ ⑳ 21 100 101"),
    ("decimalEnclosedCircleChinese", "① ⑨ ⑩ 11 20 21 100 101"),
    ("decimalEnclosedParen", "⑴ ⑼ ⑽ ⑾ ⒇ 21 100 101"),
    ("decimalEnclosedFullstop", "⒈ ⒐ ⒑ ⒒ ⒛ 21 100 101"),
    ("ideographEnclosedCircle", "㈠ ㈨ ㈩ 11 20 21 100 101"),
    ("chineseCounting", "一 九 十 十一 二十 二十一 一○○ 一○一"),
    ("taiwaneseCounting", "一 九 十 十一 二十 二十一 一○○ 一○一"),
    ("chineseCountingThousand", "一 九 十 十一 二十 二十一 一百 一百〇一"),
    ("taiwaneseCountingThousand", "一 九 十 十一 二十 二十一 一百 一百零一"),
    ("chineseLegalSimplified", "壹 玖 壹拾 壹拾壹 贰拾 贰拾壹 壹佰 壹佰零壹"),
    ("ideographLegalTraditional", "壹 玖 壹拾 壹拾壹 貳拾 貳拾壹 壹佰 壹佰零壹"),
    ("ideographDigital", "一 九 一〇 一一 二〇 二一 一〇〇 一〇一"),
    ("taiwaneseDigital", "一 九 一○ 一一 二○ 二一 一○○ 一○一"),
    ("japaneseDigitalTenThousand", "一 九 一〇 一一 二〇 二一 一〇〇 一〇一"),
    ("japaneseCounting", "一 九 十 十一 二十 二十一 百 百一"),
    ("japaneseLegal", "壱 九 壱拾 壱拾壱 弐拾 弐拾壱 壱百 壱百壱"),
    ("ideographTraditional", "甲 壬 癸 11 20 21 100 101"),
    ("ideographZodiac", "子 申 酉 戌 20 21 100 101"),
    ("ideographZodiacTraditional", "甲子 壬申 癸酉 甲戌 癸未 甲申 癸卯 甲辰"),
    ("koreanDigital", "일 구 일영 일일 이영 이일 일영영 일영일"),
    ("koreanCounting", "일 구 십 십일 이십 이십일 백 백일"),
    ("koreanLegal", "하나 아홉 열 열하나 스물 스물하나 백 백일"),
    ("koreanDigital2", "一 九 一零 一一 二零 二一 一零零 一零一"),
    ("upperRoman", "I IX X XI XX XXI C CI"),
    ("lowerRoman", "i ix x xi xx xxi c ci"),
    ("upperLetter", "A I J K T U VVVV WWWW"),
    ("lowerLetter", "a i j k t u vvvv wwww"),
    ("ordinal", "1st 9th 10th 11th 20th 21st 100th 101st"),
    ("hex", "1 9 A B 14 15 64 65"),
    ("aiueoFullWidth", "ア ケ コ サ ト ナ ク ケ"),
    ("none", ""),
    ("bullet", ""),
    ("aFormatOfTomorrow", "1 9 10 11 20 21 100 101"),
]
VALUES = (1, 9, 10, 11, 20, 21, 100, 101)


@pytest.mark.parametrize(("name", "expected"), FORMATS, ids=[name for name, _ in FORMATS])
def test_formats(name: str, expected: str) -> None:
    assert [wordnumbers.write(value, name) for value in VALUES] == (expected.split() or [""] * len(VALUES))


def test_formats_in_words() -> None:
    assert wordnumbers.write(21, "cardinalText") == "Twenty-one"
    assert [wordnumbers.write(value, "ordinalText") for value in (1, 12, 20, 22, 100)] == [
        "First",
        "Twelfth",
        "Twentieth",
        "Twenty-second",
        "One hundredth",
    ]


def test_counting_passes_over_units() -> None:
    written = [wordnumbers.write(value, "chineseCountingThousand") for value in (110, 111, 1001, 1010, 10001, 12345)]
    assert written == ["一百一十", "一百一十一", "一千〇一", "一千〇一十", "一万〇一", "一万二千三百四十五"]


@given(st.sampled_from([name for name, _ in FORMATS]), st.integers(0, 32_767))
def test_every_number_can_be_written(name: str, value: int) -> None:
    assert len(wordnumbers.write(value, name)) < 100


# --- labels -----------------------------------------------------------------------------------------------------

OUTLINE = (
    level(0, "chineseCounting", "%1、")
    + level(1, "chineseCounting", "（%2）")
    + level(2, "decimal", "%3.")
    + level(3, "decimalEnclosedCircle", "%4")
)


def labels(manuscript: Manuscript) -> list[str]:
    return [line.text[: line.style.label] for line in manuscript.lines]


def labels_of(numbering_part: str, *steps: tuple[int, int]) -> list[str]:
    """The labels of paragraphs that are (num, level)."""
    return labels(word("".join(p(r("巡堤"), listed(*step)) for step in steps), {"numbering.xml": numbering_part}))


def levels_of(numbering_part: str, *levels: int) -> list[str]:
    return labels_of(numbering_part, *((1, index) for index in levels))


def test_an_outline() -> None:
    part = numbering([OUTLINE])
    assert levels_of(part, 0, 1, 1, 2, 2, 3, 3, 2, 0, 1, 2, 3) == [
        *("一、", "（一）", "（二）", "1.", "2.", "①", "②", "3.", "二、", "（一）", "1.", "①"),
    ]


def test_the_line_says_what_is_number_and_what_is_text() -> None:
    body = p(r("汛前检查", "<w:b/>") + r("要细。"), listed(1)) + p(r("看闸门"), listed(1, 1)) + p(r("散会"))
    manuscript = word(body, {"numbering.xml": numbering([OUTLINE])})
    assert [(line.text, line.style.label, line.place, line.style.depth) for line in manuscript.lines] == [
        ("一、汛前检查要细。", 2, Place.BODY, 1),
        ("（一）看闸门", 3, Place.BODY, 2),
        ("散会", 0, Place.BODY, 0),
    ]
    assert manuscript.lines[0].style.bold == ((0, 6),)
    assert [note.code for note in manuscript.notes] == ["auto-numbers"]


@pytest.mark.parametrize(
    ("text", "suffix", "words", "expected"),
    [
        ("%1、", "", "总则", "一、总则"),
        ("（%1）", "space", "总则", "（一）总则"),
        ("第%1条", "", "总则", "第一条 总则"),
        ("第%1条", "space", "总则", "第一条 总则"),
        ("第%1条", "nothing", "总则", "第一条总则"),
        ("第%1条　", "nothing", "总则", "第一条　总则"),
        ("%1", "", "总则", "一 总则"),
        ("%1.", "", "2030年", "一. 2030年"),
        ("1.", "", "2030年", "1. 2030年"),
        ("1.", "", "读书", "1.读书"),
        ("A.", "", "A市", "A. A市"),
        ("①", "", "2030年", "①2030年"),
        ("%1、", "", "　　缩进", "一、　　缩进"),
        ("附%1：", "nothing", "名单", "附一：名单"),
        ("%1%2", "nothing", "缺级", "一缺级"),
    ],
)
def test_the_gap_after_a_number(text: str, suffix: str, words: str, expected: str) -> None:
    end = f'<w:suff w:val="{suffix}"/>' if suffix else ""
    manuscript = word(
        p(r(words), listed(1)), {"numbering.xml": numbering([level(0, "chineseCounting", text, more=end)])}
    )
    assert manuscript.lines[0].text == expected
    assert expected[manuscript.lines[0].style.label :] == words


def test_a_level_that_is_passed_over_counts_as_begun() -> None:
    part = numbering([level(0, "decimal", "%1") + level(1, "decimal", "%1.%2") + level(2, "decimal", "%1.%2.%3")])
    assert [label.strip() for label in levels_of(part, 1, 1, 0, 1, 2)] == ["1.1", "1.2", "2", "2.1", "2.1.1"]
    assert [label.strip() for label in levels_of(part, 0, 2, 2, 1)] == ["1", "1.1.1", "1.1.2", "1.2"]


def test_start_and_restart() -> None:
    restart = '<w:lvlRestart w:val="{}"/>'
    part = numbering(
        [
            level(0, "chineseCounting", "%1、", start=3)
            + level(1, "chineseCountingThousand", "第%2条", more=restart.format(0))
            + level(2, "decimal", "（%3）", start=0, more=restart.format(1))
        ]
    )
    assert [label.strip() for label in levels_of(part, 0, 1, 1, 2, 2, 1, 2, 0, 1, 2)] == [
        *("三、", "第一条", "第二条", "（0）", "（1）", "第三条", "（2）", "四、", "第四条", "（0）"),
    ]


def test_numbers_of_one_list_run_on_and_an_override_begins_them_again_once() -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{}"/></w:lvlOverride>'
    part = numbering([level(0, "decimal", "%1.")], [(0, ""), (0, override.format(1)), (0, ""), (0, override.format(5))])
    steps = [(number, 0) for number in (1, 1, 3, 1, 2, 2, 1, 4, 4, 2, 3)]
    assert labels_of(part, *steps) == ["1.", "2.", "3.", "4.", "1.", "2.", "3.", "5.", "6.", "7.", "8."]


def test_an_override_is_also_where_a_deeper_level_begins_again() -> None:
    override = '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="4"/></w:lvlOverride>'
    part = numbering([OUTLINE], [(0, override)])
    assert levels_of(part, 0, 1, 1, 0, 1) == ["一、", "（四）", "（五）", "二、", "（四）"]


def test_an_overridden_level_looks_otherwise_and_counts_on() -> None:
    override = f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1)")}</w:lvlOverride>'
    part = numbering([level(0, "decimal", "%1.")], [(0, ""), (0, override)])
    assert labels_of(part, (1, 0), (2, 0), (2, 0), (1, 0)) == ["1.", "B)", "C)", "4."]


def test_lists_count_apart() -> None:
    part = numbering([level(0, "decimal", "%1."), level(0, "decimal", "%1.")])
    assert labels_of(part, (1, 0), (1, 0), (2, 0), (1, 0), (2, 0)) == ["1.", "2.", "1.", "3.", "2."]


def test_legal_numbers_show_higher_levels_in_arabic_digits() -> None:
    legal = "<w:isLgl/>"
    part = numbering(
        [
            level(0, "chineseCountingThousand", "第%1章")
            + level(1, "decimalZero", "%1.%2", more=legal)
            + level(2, "lowerLetter", "%1.%2.%3", more=legal)
            + level(3, "decimal", "%1.%3.%4", more='<w:isLgl w:val="0"/>')
        ]
    )
    found = [label.strip() for label in levels_of(part, 0, 1, 2, 3)]
    assert found == ["第一章", "1.01", "1.01.a", "一.a.1"]


def test_a_list_that_stands_in_a_numbering_style() -> None:
    linked = '<w:numStyleLink w:val="公文"/>'
    owner = '<w:styleLink w:val="公文"/>' + OUTLINE
    part = numbering([linked, owner], [(0, ""), (1, "")])
    body = "".join(p(r("修路"), listed(*step)) for step in ((1, 0), (1, 1), (1, 1), (2, 0)))
    sheet = styles(style("公文", '<w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr>', kind="numbering"))
    # The list that links and the list that is linked to count apart.
    assert labels(word(body, {"numbering.xml": part, "styles.xml": sheet})) == ["一、", "（一）", "（二）", "一、"]


def test_links_in_a_circle_number_nothing() -> None:
    part = numbering(['<w:numStyleLink w:val="环"/>', '<w:numStyleLink w:val="环"/>'])
    sheet = styles(style("环", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>', kind="numbering"))
    body = p(r("修路"), listed(1)) + p(r("修路"), listed(2))
    assert labels(word(body, {"numbering.xml": part, "styles.xml": sheet})) == ["", ""]


def test_numbers_that_come_with_styles() -> None:
    numbered = '<w:pPr><w:numPr>{}<w:numId w:val="1"/></w:numPr></w:pPr>'
    sheet = styles(
        style("1", numbered.format(""), title="heading 1"),
        style("2", numbered.format('<w:ilvl w:val="1"/>'), title="heading 2"),
        # The level is the one that names the style, whatever the style itself says.
        style("3", numbered.format(""), title="heading 3"),
        style("own", title="自拟标题", based="2"),
        style("off", '<w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>', based="2"),
    )
    linked = level(2, "decimal", "%3.", more='<w:pStyle w:val="3"/>')
    part = numbering([level(0, "chineseCounting", "%1、") + level(1, "chineseCounting", "（%2）") + linked])
    named = '<w:pStyle w:val="{}"/>'.format
    unnumbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'
    body = "".join(p(r("读书"), named(name)) for name in ("1", "2", "own", "3", "off"))
    body += p(r("读书"), named("2") + unnumbered) + p(r("读书"), named("2"))
    body += p(r("读书"), named("2") + '<w:numPr><w:ilvl w:val="0"/></w:numPr>')
    manuscript = word(body, {"numbering.xml": part, "styles.xml": sheet})
    assert labels(manuscript) == ["一、", "（一）", "（二）", "1.", "", "", "（三）", "二、"]
    assert [line.style.level for line in manuscript.lines] == [1, 2, 2, 3, 2, 2, 2, 2]


def test_bullets_are_no_text() -> None:
    part = numbering(
        [
            level(0, "bullet", "\uf06c") + level(1, "bullet", "•", end='<w:lvlPicBulletId w:val="0"/>'),
            level(0, "bullet", "注："),
            level(0, "none", "前言："),
            level(0, "none", ""),
        ]
    )
    steps = [(1, 0), (1, 1), (2, 0), (3, 0), (4, 0)]
    manuscript = word("".join(p(r("志愿者"), listed(*step)) for step in steps), {"numbering.xml": part})
    assert [(line.text, line.place, line.style.depth, line.style.label) for line in manuscript.lines] == [
        ("志愿者", Place.ITEM, 1, 0),
        ("志愿者", Place.ITEM, 2, 0),
        ("注：志愿者", Place.BODY, 1, 2),
        ("前言：志愿者", Place.BODY, 1, 3),
        ("志愿者", Place.BODY, 0, 0),
    ]
    assert [note.code for note in manuscript.notes] == ["auto-numbers", "bullets"]


def test_custom_formats_and_their_fallbacks() -> None:
    choice = (
        '<w:lvl w:ilvl="0"><w:start w:val="7"/><mc:AlternateContent><mc:Choice Requires="w14">'
        '<w:numFmt w:val="custom" w:format="{}"/></mc:Choice><mc:Fallback><w:numFmt w:val="upperRoman"/></mc:Fallback>'
        '</mc:AlternateContent><w:lvlText w:val="%1."/></w:lvl>'
    )
    for pattern, expected in (("001, 002, 003, ...", "007."), ("A, Ж, ...", "VII.")):
        assert levels_of(numbering([choice.format(pattern)]), 0) == [expected]


def test_paragraphs_that_are_gone_are_not_counted() -> None:
    gone = '<w:rPr><w:del w:id="1" w:author="x"/></w:rPr>'
    hidden = "<w:rPr><w:vanish/></w:rPr>"
    deleted = '<w:del w:id="2" w:author="x"><w:r><w:delText>删去</w:delText></w:r></w:del>'
    body = (
        p(r("甲"), listed(1))
        + p(deleted, listed(1) + gone)
        + p(r("乙"), listed(1))
        + p(r("前半，"), listed(1) + gone)
        + p(r("后半"), listed(1))
        + p(r("隐去", "<w:vanish/>"), listed(1) + hidden)
        + p(r("丙"), listed(1))
        + p("", listed(1))
        + p(r("丁"), listed(1))
    )
    manuscript = word(body, {"numbering.xml": numbering([level(0, "decimal", "%1.")])})
    assert [line.text for line in manuscript.lines] == ["1.甲", "2.乙", "3.前半，后半", "4.丙", "6.丁"]
    assert {note.code for note in manuscript.notes} >= {"empty-numbers", "hidden-text", "tracked-changes"}


def test_a_hidden_number_is_counted_and_not_shown() -> None:
    hidden = level(0, "decimal", "%1.", end="<w:rPr><w:vanish/></w:rPr>")
    part = numbering(
        [level(0, "decimal", "%1.")], [(0, ""), (0, f'<w:lvlOverride w:ilvl="0">{hidden}</w:lvlOverride>')]
    )
    assert labels_of(part, (1, 0), (2, 0), (1, 0)) == ["1.", "", "3."]


def test_each_story_counts_apart() -> None:
    box = (
        f"<w:r><w:pict><v:textbox><w:txbxContent>{p(r('框'), listed(1)) * 2}</w:txbxContent></v:textbox></w:pict></w:r>"
    )
    mark = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    notes = "".join(f'<w:footnote w:id="{n}">{p(r("注"), listed(1))}</w:footnote>' for n in (1, 2))
    body = p(r("甲") + mark.format(1) + box, listed(1)) + p(r("乙") + mark.format(2), listed(1))
    parts = {
        "numbering.xml": numbering([level(0, "decimal", "%1.")]),
        "header1.xml": f"<w:hdr {NAMES}>{p(r('眉'), listed(1))}</w:hdr>",
        "footer1.xml": f"<w:ftr {NAMES}>{p(r('脚'), listed(1))}</w:ftr>",
        "footnotes.xml": f"<w:footnotes {NAMES}>{notes}</w:footnotes>",
    }
    texts = [line.text for line in word(body, parts).lines]
    assert texts == ["1.甲", "1.框", "2.框", "2.乙", "1.注", "2.注", "1.眉", "2.脚"]


def test_rows_that_are_numbered() -> None:
    cell = "<w:tc>{}</w:tc>".format
    row = "<w:tr>" + cell(p("", listed(1))) + cell(p(r("巡堤"))) + "</w:tr>"
    manuscript = word(f"<w:tbl>{row * 3}</w:tbl>", {"numbering.xml": numbering([level(0, "decimal", "%1")])})
    assert [line.text for line in manuscript.lines] == ["1\t巡堤", "2\t巡堤", "3\t巡堤"]


def test_a_number_stands_before_the_first_line_with_text() -> None:
    inner = "<w:r><w:br/><w:t>上行</w:t><w:br/><w:t>下行</w:t></w:r>"
    manuscript = word(p(inner, listed(1)), {"numbering.xml": numbering([OUTLINE])})
    assert [line.text for line in manuscript.lines] == ["一、上行", "下行"]


@pytest.mark.parametrize(
    "part",
    [
        numbering([level(0, "decimal", "%1." * 100_000)]),
        numbering([level(0, "decimal", "%1", start=10**30)]),
        numbering([level(0, "lowerLetter", "%1", start=32_767)]),
        numbering([level(0, "decimal", "%9%8%0%%1%")]),
        numbering([level(99, "decimal", "%1") + level(-1, "decimal", "%1")]),
        numbering([OUTLINE], [(7, "")]),
        f"<w:numbering {NAMES}><w:num/><w:abstractNum/></w:numbering>",
    ],
)
def test_strange_definitions_do_no_harm(part: str) -> None:
    manuscript = word(p(r("检查"), listed(1)) * 3, {"numbering.xml": part})
    assert len(manuscript.lines) == 3
    assert all(line.text.endswith("检查") and len(line.text) < 1000 for line in manuscript.lines)


def test_a_document_of_python_docx_with_a_list() -> None:
    document = docx.Document()
    part = document.part.numbering_part.element
    lvl = level(0, "chineseCountingThousand", "第%1，", more='<w:suff w:val="nothing"/>')
    part.insert(0, parse_xml(f'<w:abstractNum {NAMES} w:abstractNumId="77">{lvl}</w:abstractNum>'))
    part.append(parse_xml(f'<w:num {NAMES} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for text in ("先把档案收齐。", "再把目录编好。"):
        document.add_paragraph(text)._p.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {NAMES}><w:ilvl w:val="0"/><w:numId w:val="77"/></w:numPr>')
        )
    document.add_paragraph("查架子", "List Bullet")
    document.add_paragraph("点卷宗", "List Number")
    stream = io.BytesIO()
    document.save(stream)
    lines = read(Path("a.docx"), stream.getvalue()).lines
    assert [line.text for line in lines] == ["第一，先把档案收齐。", "第二，再把目录编好。", "查架子", "1.点卷宗"]
    assert lines[2].place is Place.ITEM


# --- LibreOffice's own numbers ----------------------------------------------------------------------------------

# Formats, and ways of counting, that LibreOffice has as Word does.
SHARED = """
    chineseCounting chineseCountingThousand chineseLegalSimplified ideographTraditional ideographZodiac
    ideographLegalTraditional taiwaneseCounting taiwaneseCountingThousand japaneseCounting decimalFullWidth decimalZero
    upperRoman lowerRoman upperLetter lowerLetter koreanCounting koreanLegal koreanDigital ganada chosung aiueoFullWidth
""".split()


@pytest.mark.slow
def test_labels_are_those_of_libreoffice(tmp_path: Path) -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{}"/></w:lvlOverride>'
    parts = {name: (numbering([level(0, name, "%1、")]), [(1, 0)] * 32) for name in SHARED}
    walk = [0, 1, 1, 2, 2, 3, 3, 2, 1, 2, 0, 1, 2, 3, 0, 0, 2, 3, 1, 0]
    parts["outline"] = numbering([OUTLINE]), [(1, index) for index in walk]
    parts["skipped"] = numbering([OUTLINE]), [(1, index) for index in (1, 1, 0, 3, 2, 0, 2, 1)]
    nums = [(0, ""), (0, override.format(1)), (0, ""), (0, override.format(5))]
    parts["shared"] = numbering([OUTLINE], nums), [(n, 0) for n in (1, 1, 3, 3, 1, 2, 2, 1, 4, 4, 2, 3)]
    ours = {}
    for name, (part, steps) in parts.items():
        data = package("".join(p(r("堤"), listed(*step)) for step in steps), {"numbering.xml": part})
        (tmp_path / f"{name}.docx").write_bytes(data)
        ours[name] = labels(read(Path("a.docx"), data))
    convert("txt:Text (encoded):UTF8", sorted(tmp_path.glob("*.docx")), tmp_path)
    for name, found in ours.items():
        rows = (tmp_path / f"{name}.txt").read_text("utf-8-sig").split()
        assert "".join(rows) == "".join(label.strip() + "堤" for label in found), name
