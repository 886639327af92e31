"""Readers: what a file says comes back, character by character, with its style as evidence."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model import Line, Manuscript, Place, Severity, Style
from generator.readers import READERS, ReadError, read

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

INVISIBLE = "\u00ad\u200b\u200e\u200f\u2060\ufeff"
# What a source may hold: no line ends, no control or invisible characters (they go, with a note), no lone surrogates.
words = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"), exclude_characters=INVISIBLE), max_size=40)
paragraphs = st.lists(words, min_size=1, max_size=12)


def squeeze(texts: list[str]) -> str:
    return "".join("".join(text.split()) for text in texts)


def txt(text: str) -> Manuscript:
    return read(Path("a.txt"), text.encode())


def md(text: str) -> Manuscript:
    return read(Path("a.md"), text.encode())


def texts(manuscript: Manuscript) -> list[str]:
    return [line.text for line in manuscript.lines]


def codes(manuscript: Manuscript) -> list[str]:
    return [note.code for note in manuscript.notes]


# --- plain text -------------------------------------------------------------------------------------------------


def test_text_keeps_lines_indents_and_tabs() -> None:
    manuscript = txt("标题\r\n\r\n\u3000\u3000第一段。 \u3000\r甲\t乙\n   \n末行")
    assert [(line.number, line.text) for line in manuscript.lines] == [
        (1, "标题"),
        (3, "\u3000\u3000第一段。"),
        (4, "甲\t乙"),
        (6, "末行"),
    ]
    assert (manuscript.format, manuscript.encoding) == ("txt", "utf-8")


def test_text_with_spaces_of_a_page() -> None:
    manuscript = txt("&nbsp;&nbsp;一、看水\n\u200b二、看土\n&nbsp;\nA&amp;B")
    assert texts(manuscript) == ["  一、看水", "二、看土", "A&amp;B"]
    assert codes(manuscript) == ["invisible-characters", "written-spaces"]


@given(paragraphs)
def test_text_loses_nothing(parts: list[str]) -> None:
    parts = [*parts, "完"]
    assert read(Path("a.txt"), "\n".join(parts).encode("utf-8-sig")).characters() == squeeze(parts)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "big5hkscs"])
def test_text_in_other_encodings(encoding: str) -> None:
    text = "大家好，今天天气很好，我想同大家一起去山上走一走。"
    assert texts(read(Path("a.TXT"), text.encode(encoding))) == [text]


# --- Markdown ---------------------------------------------------------------------------------------------------


def test_markdown_headings() -> None:
    manuscript = md("# 一、大标题 #\n正文\n\n小标题\n---\n\n另一个\n===\n##无空格\n#话题# 不是标题\n####### 七个\n")
    assert [(line.text, line.style.level) for line in manuscript.lines] == [
        ("一、大标题", 1),
        ("正文", 0),
        ("小标题", 2),
        ("另一个", 1),
        ("无空格", 2),
        ("#话题# 不是标题", 0),
        ("####### 七个", 0),
    ]
    assert [line.number for line in manuscript.lines] == [1, 2, 4, 7, 9, 10, 11]


def test_a_rule_under_prose_makes_no_heading() -> None:
    manuscript = md("这是一段完整的话。\n---\n第一行\n第二行\n---\n***\n- - -\n末尾")
    assert [(line.text, line.style.level) for line in manuscript.lines] == [
        ("这是一段完整的话。", 0),
        ("第一行", 0),
        ("第二行", 0),
        ("末尾", 0),
    ]


def test_markdown_bold() -> None:
    line = md(r"**一是抓落实。**要\*干\*起来，2 ** 3，*斜体*，\\，**二是**好 **").lines[0]
    assert line.text == r"一是抓落实。要*干*起来，2 ** 3，*斜体*，\，二是好 **"
    assert [line.text[start:end] for start, end in line.style.bold] == ["一是抓落实。", "二是"]


def test_markdown_lists() -> None:
    manuscript = md("- 甲\n  - 乙\n    续行\n  * 丙\n+ 丁\n\n1. 戊\n   1) 己\n2. 庚\n\n段落")
    assert [(line.text, line.place, line.style.depth) for line in manuscript.lines] == [
        ("甲", Place.ITEM, 1),
        ("乙", Place.ITEM, 2),
        ("    续行", Place.BODY, 2),
        ("丙", Place.ITEM, 2),
        ("丁", Place.ITEM, 1),
        ("1. 戊", Place.ITEM, 1),
        ("1) 己", Place.ITEM, 2),
        ("2. 庚", Place.ITEM, 1),
        ("段落", Place.BODY, 0),
    ]


def test_markdown_quotes_and_fences() -> None:
    manuscript = md("> 引用\n>> # 标题\n\n```text\n# 不是标题\n**原样**\n```\n~~~\n没有结束")
    assert [(line.text, line.style.level) for line in manuscript.lines] == [
        ("引用", 0),
        ("标题", 1),
        ("# 不是标题", 0),
        ("**原样**", 0),
        ("~~~", 0),
        ("没有结束", 0),
    ]


def test_markdown_tables() -> None:
    manuscript = md("| 名称 | 数量 |\n|:---|---:|\n| 甲 \\| 乙 | **3** |\n| | 4 |\n\n甲|乙\n-|-\n丙|丁\n尾")
    rows = [(line.text, line.place, line.style.table) for line in manuscript.lines]
    assert rows == [
        ("名称\t数量", Place.ROW, 1),
        ("甲 | 乙\t3", Place.ROW, 1),
        ("\t4", Place.ROW, 1),
        ("甲\t乙", Place.ROW, 2),
        ("丙\t丁", Place.ROW, 2),
        ("尾", Place.BODY, 0),
    ]
    row = manuscript.lines[1]
    assert [row.text[start:end] for start, end in row.style.bold] == ["3"]


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "{{ config }} {% raw %}",
        "[文字](http://example.invalid) ![图](a.png)",
        "`代码` ~~删~~ __下划__ _斜_ ==标记==",
        "&lt;实体&gt; &nbsp;",
        "1.没有空格",
        "一、# 不在行首",
        "C:\\文件夹\\新建",
        "| 只有一行 | 不是表 |",
        "[^1]: 脚注",
        "- ",
    ],
)
def test_other_markup_shows_as_itself(text: str) -> None:
    assert texts(md(f"前\n\n{text}\n\n后")) == ["前", text.rstrip(), "后"]


def test_front_matter() -> None:
    manuscript = md("---\ntitle: 换个题目\ndate: 2024-06-09\ntags: [植树, 绿化]\nhide: [toc]\n---\n正文\n")
    assert manuscript.directions.title == "换个题目"
    assert manuscript.directions.date == "2024-06-09"
    assert manuscript.directions.tags == ("植树", "绿化")
    assert [(line.text, line.number) for line in manuscript.lines] == [("正文", 7)]
    assert manuscript.notes == ()


@pytest.mark.parametrize("front", ["title: [一", "date: 2024-02-31", "a: b: c", "title: &a [*a", "- x\ntitle"])
def test_broken_front_matter_is_a_problem_and_the_text_stays(front: str) -> None:
    manuscript = md(f"---\n{front}\n---\n正文\n")
    assert texts(manuscript)[-1] == "正文"
    if front.startswith("-"):
        assert manuscript.characters().startswith("x")
    else:
        assert [(note.code, note.severity) for note in manuscript.notes] == [("broken-yaml", Severity.PROBLEM)]
        assert texts(manuscript) == ["正文"]


def test_text_between_rules_is_not_front_matter() -> None:
    assert texts(md("---\n各位同志：\n大家好。\n---\n正文\n")) == ["各位同志：", "大家好。", "正文"]
    assert texts(md("---\n没有结束\n")) == ["没有结束"]


MARKUP = set("#*-+>|`~=_:\\")


@given(st.lists(st.text(st.sampled_from("天地人，。 \t#*-+>|`~=_\\<&[]1.)"), max_size=15), min_size=1, max_size=12))
@settings(max_examples=300)
def test_markdown_drops_only_markup(rows: list[str]) -> None:
    rows = ["始", *rows, "", "终"]
    source, kept = squeeze(rows), md("\n".join(rows)).characters()
    assert [character for character in source if character not in MARKUP] == [
        character for character in kept if character not in MARKUP
    ]
    remaining = iter(source)
    assert all(character in remaining for character in kept), "in order"


@given(paragraphs)
def test_markdown_without_markup_loses_nothing(parts: list[str]) -> None:
    parts = ["始", *("".join(c for c in part if c not in MARKUP) for part in parts), "终"]
    assert md("\ufeff" + "\n".join(parts)).characters() == squeeze(parts)


# --- Word -------------------------------------------------------------------------------------------------------


def saved(document: docx.document.Document) -> Manuscript:
    stream = io.BytesIO()
    document.save(stream)
    return read(Path("a.docx"), stream.getvalue())


def package(body: str, parts: dict[str, str] | None = None) -> bytes:
    """A Word file made by hand; ``parts`` are further parts by their relationship (``header``, ``styles`` ...)."""
    links = "".join(
        f'<Relationship Id="r{number}" Type="{OFFICE}/{name.rstrip("0123456789")}" Target="{name}.xml"/>'
        for number, name in enumerate(parts or {})
    )
    rels = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        main = f'<Relationship Id="r" Type="{OFFICE}/officeDocument" Target="/word/document.xml"/>'
        archive.writestr("_rels/.rels", rels.format(main))
        archive.writestr("word/_rels/document.xml.rels", rels.format(links))
        archive.writestr("word/document.xml", f"<w:document {NAMES}><w:body>{body}</w:body></w:document>")
        for name, xml in (parts or {}).items():
            archive.writestr(f"word/{name}.xml", xml)
    return stream.getvalue()


def word(body: str, parts: dict[str, str] | None = None) -> Manuscript:
    return read(Path("a.docx"), package(body, parts))


def p(inner: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


@pytest.mark.slow
@given(paragraphs)
@settings(max_examples=40)
def test_word_loses_nothing(parts: list[str]) -> None:
    # XML has no room for a few characters that are none.
    parts = [part.replace("\ufffe", "").replace("\uffff", "") for part in [*parts, "完"]]
    document = docx.Document()
    for part in parts:
        document.add_paragraph(part)
    table = document.add_table(1, len(parts))
    for cell, part in zip(table.rows[0].cells, parts, strict=True):
        cell.text = part
    assert saved(document).characters() == squeeze(parts + parts)


def test_word_styles_as_evidence() -> None:
    document = docx.Document()
    document.styles["Normal"].element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "仿宋")
    title = document.add_paragraph("关于春季植树的讲话提纲")
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.runs[0].font.size = Pt(22)
    document.add_heading("一、先把苗木备好", 1)
    paragraph = document.add_paragraph()
    paragraph.add_run("（一）选好树种。").bold = True
    paragraph.add_run(" ").bold = False
    paragraph.add_run("杨柳易活。")
    run = document.add_paragraph("正文在前，").add_run("二、换了黑体")
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "黑体")
    document.add_paragraph("某某村", style=None).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    lines = saved(document).lines
    assert lines[0].style == Style(font="仿宋", size=22, align="center")
    assert (lines[1].style.level, lines[1].style.bold) == (1, ((0, 8),))
    assert lines[2].style.bold == ((0, 9),)
    assert [lines[3].text[start:end] for start, end in lines[3].style.bold] == ["二、换了黑体"]
    assert lines[4].style.align == "right"
    assert [line.number for line in lines] == [1, 2, 3, 4, 5]


def test_word_document_all_in_hei_has_no_bold() -> None:
    hei = '<w:rFonts w:eastAsia="微软雅黑"/>'
    manuscript = word(p(r("全文都是黑体。", hei)) + p(r("另一段也是。", '<w:rFonts w:eastAsia="SimHei"/>')))
    assert [line.style.bold for line in manuscript.lines] == [(), ()]


STYLES = f"""<w:styles xmlns:w="{W}">
<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:eastAsiaTheme="minorEastAsia"/><w:sz w:val="21"/></w:rPr></w:rPrDefault>
</w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/>
<w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="own"><w:name w:val="我的标题"/><w:basedOn w:val="1"/>
<w:pPr><w:jc w:val="center"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="body"><w:name w:val="又回正文"/><w:basedOn w:val="1"/>
<w:pPr><w:outlineLvl w:val="9"/></w:pPr><w:rPr><w:b w:val="0"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="cn"><w:name w:val="标题 3"/></w:style>
<w:style w:type="paragraph" w:styleId="loop"><w:name w:val="甲"/><w:basedOn w:val="loop2"/></w:style>
<w:style w:type="paragraph" w:styleId="loop2"><w:name w:val="乙"/><w:basedOn w:val="loop"/></w:style>
<w:style w:type="table" w:styleId="t"><w:name w:val="Table"/></w:style>
<w:style w:type="character" w:styleId="strong"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>
</w:styles>"""
THEME = """<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:minorFont><a:latin typeface="C"/>
<a:ea typeface=""/><a:font script="Hans" typeface="宋体"/></a:minorFont></a:theme>"""


def test_word_styles_inherit() -> None:
    body = "".join(
        p(r("文字"), f'<w:pStyle w:val="{style}"/>') for style in ("a", "1", "own", "body", "cn", "loop", "missing")
    )
    body += p(r("文字"), '<w:outlineLvl w:val="1"/>') + p(r("强", '<w:rStyle w:val="strong"/>') + r("弱"))
    lines = word(body, {"styles": STYLES, "theme": THEME}).lines
    assert [line.style.level for line in lines] == [0, 1, 1, 0, 3, 0, 0, 2, 0]
    assert [line.style.bold for line in lines] == [(), ((0, 2),), ((0, 2),), (), (), (), (), (), ((0, 1),)]
    assert lines[2].style.align == "center"
    assert {(line.style.font, line.style.size) for line in lines} == {("宋体", 10.5)}


def test_word_tables_in_place_with_merged_cells_once() -> None:
    document = docx.Document()
    document.add_paragraph("前")
    table = document.add_table(3, 3)
    for number, row in enumerate(table.rows):
        for index, cell in enumerate(row.cells):
            cell.text = f"{number}{index}"
    table.cell(0, 0).merge(table.cell(0, 1)).text = "横并"
    table.cell(1, 2).merge(table.cell(2, 2)).text = "竖并"
    table.cell(1, 0).add_paragraph("第二段")
    document.add_paragraph("后")
    lines = saved(document).lines
    assert [line.text for line in lines] == ["前", "横并\t\t02", "10 第二段\t11\t竖并", "20\t21", "后"]
    assert [line.place for line in lines] == [Place.BODY, Place.ROW, Place.ROW, Place.ROW, Place.BODY]
    assert [line.style.table for line in lines] == [0, 1, 1, 1, 0]
    assert [line.number for line in lines] == [1, 2, 3, 4, 5]


def test_word_text_within_a_frame_is_body() -> None:
    cell = "<w:tbl><w:tr><w:tc>" + p(r("一、标题")) + p(r("正文。")) + "</w:tc></w:tr></w:tbl>"
    lines = word(cell).lines
    assert [(line.text, line.place) for line in lines] == [("一、标题", Place.BODY), ("正文。", Place.BODY)]


def test_word_breaks_tabs_and_blank_paragraphs() -> None:
    body = p("<w:r><w:t>上</w:t><w:br/><w:t>下</w:t><w:tab/><w:t>右</w:t><w:cr/></w:r>") + p("") + p(r("末"))
    assert [(line.number, line.text) for line in word(body).lines] == [(1, "上"), (2, "下\t右"), (5, "末")]


def test_word_line_ends_within_text_are_spaces() -> None:
    assert texts(word(p(r("上\n下\u2028右\x85完\n")))) == ["上 下 右 完"]


def test_word_takes_text_from_every_wrapper() -> None:
    inner = (
        '<w:hyperlink w:anchor="a">' + r("链") + "</w:hyperlink>"
        '<w:ins w:id="1">' + r("增") + '</w:ins><w:del w:id="2"><w:r><w:delText>删</w:delText></w:r></w:del>'
        "<w:sdt><w:sdtContent>" + r("控") + "</w:sdtContent></w:sdt>"
        '<w:fldSimple w:instr="DATE">' + r("域") + "</w:fldSimple>"
        "<w:smartTag>" + r("签") + "</w:smartTag>"
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + r("果") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        "<m:oMath><m:r><m:t>式</m:t></m:r></m:oMath>"
        '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:noBreakHyphen/></w:r>'
        "<w:r><w:ruby><w:rt>" + r("yin") + "</w:rt><w:rubyBase>" + r("音") + "</w:rubyBase></w:ruby></w:r>"
    )
    block = "<w:sdt><w:sdtContent>" + p(r("块")) + "</w:sdtContent></w:sdt>"
    manuscript = word(p(inner) + block)
    assert texts(manuscript) == ["链增控域签果式☑-音yin", "块"]
    assert codes(manuscript) == ["tracked-changes"]


def test_word_hidden_text_is_noted_and_a_list_that_is_not_there_numbers_nothing() -> None:
    listed = '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="3"/></w:numPr>'
    unlisted = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    manuscript = word(p(r("见") + r("不见", "<w:vanish/>")) + p(r("条目"), listed) + p(r("正文"), unlisted))
    assert [(line.text, line.place, line.style.depth) for line in manuscript.lines] == [
        ("见", Place.BODY, 0),
        ("条目", Place.BODY, 0),
        ("正文", Place.BODY, 0),
    ]
    assert codes(manuscript) == ["hidden-text"]
    assert {note.severity for note in manuscript.notes} == {Severity.INFO}


def test_word_text_boxes_once_after_their_paragraph() -> None:
    box = "<w:txbxContent>" + p(r("框中")) + "</w:txbxContent>"
    drawing = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>" + box + "</wps:txbx></w:drawing>"
        "</mc:Choice><mc:Fallback><w:pict><v:textbox>" + box + "</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    manuscript = word(p(r("锚") + drawing + r("点")) + p(r("后")))
    assert [(line.text, line.place) for line in manuscript.lines] == [
        ("锚点", Place.BODY),
        ("框中", Place.TEXTBOX),
        ("后", Place.BODY),
    ]
    old = word(p("<w:r><w:pict><v:textbox>" + box + "</v:textbox></w:pict></w:r>"))
    assert texts(old) == ["框中"]


def test_word_headers_footers_and_footnotes_come_last() -> None:
    parts = {
        "header1": f"<w:hdr {NAMES}>{p(r('页眉'))}</w:hdr>",
        "header2": f"<w:hdr {NAMES}>{p(r('页眉'))}{p(r('另一页眉'))}</w:hdr>",
        "footer1": f"<w:ftr {NAMES}>{p(r('— 1 —'))}</w:ftr>",
        "footnotes": f'<w:footnotes {NAMES}><w:footnote w:id="0">{p("")}</w:footnote>'
        f'<w:footnote w:id="2">{p(r("脚注二"))}</w:footnote>'
        f'<w:footnote w:id="1">{p(r("脚注一"))}</w:footnote></w:footnotes>',
    }
    mark = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    lines = word(p(r("正文") + mark.format(1)) + p(r("再") + mark.format(2)), parts).lines
    assert [(line.text, line.place) for line in lines] == [
        ("正文", Place.BODY),
        ("再", Place.BODY),
        ("脚注一", Place.FOOTNOTE),
        ("脚注二", Place.FOOTNOTE),
        ("页眉", Place.HEADER),
        ("另一页眉", Place.HEADER),
        ("— 1 —", Place.FOOTER),
    ]
    numbers = [line.number for line in lines]
    assert numbers == sorted(set(numbers))


def test_word_properties() -> None:
    document = docx.Document()
    document.add_paragraph("正文")
    document.core_properties.title = "题"
    document.core_properties.author = "作者"
    properties = saved(document).properties
    assert (properties.title, properties.author, properties.created) == ("题", "作者", "2013-12-23")


def test_word_in_strict_namespaces_and_with_dangling_relationships() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package(p(r("正文")), {}))) as old, zipfile.ZipFile(data, "w") as new:
        for entry in old.infolist():
            xml = old.read(entry).replace(W.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main")
            link = f'<Relationship Id="x" Type="{OFFICE}/header" Target="NULL"/></Relationships>'.encode()
            new.writestr(entry, xml.replace(b"</Relationships>", link))
    assert texts(read(Path("a.docx"), data.getvalue())) == ["正文"]


# --- what cannot be read ----------------------------------------------------------------------------------------


def failure(name: str, data: bytes) -> ReadError:
    with pytest.raises(ReadError) as caught:
        read(Path(name), data)
    assert caught.value.text.endswith("。")
    return caught.value


def entity(text: str) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        archive.writestr(
            "word/document.xml", f"<!DOCTYPE d [{text}]><w:document {NAMES}><w:body>&a;</w:body></w:document>"
        )
    return body.getvalue()


def encrypted_entry() -> bytes:
    data = bytearray(package(p(r("密"))))
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(magic)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(magic, at + 1)
    return bytes(data)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \r\n\xe3\x80\x80\n", "empty"),
        ("a.md", b"---\ntitle: x\n---\n", "empty"),
        ("a.txt", OLE, "not-text"),
        ("a.txt", bytes(number * number * 31 % 251 for number in range(999)), "not-text"),
        ("a.txt", b"%PDF-1.7 ...", "not-text"),
        ("a.md", b"PK\x03\x04....", "not-text"),
        ("a.docx", b"PK\x03\x04 but no more", "broken-file"),
        ("a.docx", package(p(r("一")))[:300], "broken-file"),
        ("a.docx", package("<w:p>"), "broken-file"),
        ("a.docx", "只是文本".encode(), "broken-file"),
        ("a.docx", OLE, "broken-file"),
        ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        ("a.docx", encrypted_entry(), "encrypted"),
        ("a.doc", OLE, "broken-file"),
        ("a.wps", OLE + "WordDocum".encode("utf-16-le"), "broken-file"),
        ("a.odt", b"PK\x03\x04 but no more", "broken-file"),
        ("a.rtf", b"\x00\x01\x02", "broken-file"),
        ("a.docx", package(p("")), "empty"),
        ("a.docx", package('<w:altChunk r:id="x" xmlns:r="r"/>'), "embedded"),
        ("a.docx", entity('<!ENTITY a "b">'), "hostile-xml"),
        ("a.docx", entity('<!ENTITY a SYSTEM "file:///etc/hostname">'), "hostile-xml"),
        ("a.docx", package("<w:tbl><w:tr><w:tc>" * 10_000 + "</w:tc></w:tr></w:tbl>" * 10_000), "too-deep"),
        ("a.et", b"x", "unsupported-format"),
        ("a", b"x", "unsupported-format"),
    ],
)
def test_what_cannot_be_read_says_why(name: str, data: bytes, code: str) -> None:
    assert failure(name, data).code == code


def test_what_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    assert failure("a.txt", b"a" * (20 * 1024 * 1024 + 1)).code == "too-large"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<a>" + b" " * 51_000_000)
    assert failure("a.docx", stream.getvalue()).code == "too-large"
    monkeypatch.setattr("generator.readers.package.UNPACKED_LIMIT", 1000)
    assert failure("a.docx", package(p(r("一" * 1000)))).code == "too-large"


def test_files_that_are_none(tmp_path: Path) -> None:
    missing = tmp_path / "a.txt"
    folder = tmp_path / "b.txt"
    folder.mkdir()
    pipe = tmp_path / "c.txt"
    if hasattr(os, "mkfifo"):
        os.mkfifo(pipe)
    for file in (missing, folder, pipe):
        with pytest.raises(ReadError) as caught:
            read(file)
        assert caught.value.code == "unreadable"


def test_read_opens_the_file(tmp_path: Path) -> None:
    file = tmp_path / "守城 #1?.TXT"
    file.write_text("正文", "utf-8")
    assert read(file).lines == (Line("正文", 1),)


def test_hostile_markdown_comes_to_an_end() -> None:
    for text in (
        "\n".join("```" + "a" * (number % 7) + "b" for number in range(20_000)),
        "甲|乙\n" + " " * 200_000 + "|" + " " * 200_000 + "x",
        "# 甲" + " " * 300_000 + "乙",
        "甲**" * 100_000,
        "> " * 100_000 + "甲",
        "- " * 100_000 + "甲",
        "* " * 100_000 + "甲",
        "\n".join(" " * number + "- 甲" for number in range(2_000)),
        "---\n" + "[" * 3_000 + "\n---\n甲",
    ):
        md(text)


@given(st.data())
@settings(max_examples=150)
def test_damaged_files_fail_cleanly(data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from([package(p(r("一、标题")) + p(r("正文。"))), STYLES.encode(), OLE]))
    broken = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 8))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(broken[: data.draw(st.integers(0, len(broken)))])
    for suffix in READERS:
        try:
            read(Path("a" + suffix), cut)
        except ReadError as error:
            assert error.text


@pytest.mark.parametrize(
    "suffix", [suffix for suffix, reader in READERS.items() if reader.name in ("txt", "md", "docx")]
)
def test_every_reader_names_its_format(suffix: str) -> None:
    make: dict[str, Callable[[], bytes]] = {"docx": lambda: package(p(r("字")))}
    name = READERS[suffix].name
    assert read(Path("a" + suffix), make.get(name, "字".encode)()).format == name
