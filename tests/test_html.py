"""Web pages: the article and the chrome, what a browser shows, and nothing lost."""

from __future__ import annotations

import html
from email.message import EmailMessage
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from generator import roles, structure
from generator.model import Manuscript, Place
from generator.readers import READERS, ReadError, read

SAMPLES = sorted((ROOT / "content").rglob("*.txt"))

TEXT = "沿堤走一遍，看到渗水就报，看到杂草就拔，走完一遍在本子上画一个圈。"
CHROME = """<!DOCTYPE html><html><head><title>{title}_柳河水务网</title><meta name="author" content="水务站">
<meta name="PubDate" content="2024-05-08 09:00"><style>p {{ margin: 0 }}</style><script>a = "<p>乙</p>";</script></head>
<body><div class="top-nav"><a href="/">首页</a> <a href="/a">动态</a> <a href="/b">公开</a></div>
<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/c">讲话</a></div>
<div class="wrap"><h1>{title}</h1><div class="source">发布时间：2024-05-08　来源：水务站</div>
<div class="{name}">{body}</div><div class="share">分享到：<a href="#">甲</a></div>
<div>上一篇：<a href="1">清渠记要</a> 下一篇：<a href="2">护堤记要</a></div></div>
<div><ul><li><a href="x">更多讲话</a></li><li><a href="y">更多汇报</a></li></ul></div>
<div style="display: none">看不见的字</div>
<div class="footer"><p>版权所有：柳河水务站</p><p>网站标识码 0000</p></div></body></html>"""


def page(body: str) -> Manuscript:
    return read(Path("a.html"), f"<!DOCTYPE html><meta charset=utf-8><body>{body}".encode())


def shown(manuscript: Manuscript) -> list[tuple[str, str]]:
    return [(line.place.value, line.text) for line in manuscript.lines]


def texts(manuscript: Manuscript, *places: Place) -> list[str]:
    return [line.text for line in manuscript.lines if not places or line.place in places]


def outline(manuscript: Manuscript) -> list[tuple[int, str]]:
    parsed = structure.parse(roles.assign(manuscript))
    return [(0, parsed.title), *((section.depth, section.text) for section in parsed.sections)]


# --- the article and the chrome ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["TRS_Editor", "article-content", "Custom_UniconContent", "box"])
def test_article(name: str) -> None:
    body = "".join(f"<p>　　{TEXT}</p>" for _ in range(6))
    manuscript = read(Path("a.htm"), CHROME.format(title="沿堤走一遍", name=name, body=body).encode())
    assert texts(manuscript, Place.HEADER) == ["首页 动态 公开", "当前位置：首页 > 讲话"]
    assert texts(manuscript, Place.BODY) == [
        "沿堤走一遍",
        "发布时间：2024-05-08　来源：水务站",
        *[f"　　{TEXT}"] * 6,
    ]
    footer = ["分享到：甲", "上一篇：清渠记要 下一篇：护堤记要", "更多讲话", "更多汇报"]
    assert texts(manuscript, Place.FOOTER) == [*footer, "版权所有：柳河水务站", "网站标识码 0000"]
    assert manuscript.properties.title == "沿堤走一遍_柳河水务网"
    assert (manuscript.properties.author, manuscript.properties.created) == ("水务站", "2024-05-08")


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_the_outline_is_that_of_the_text(path: Path) -> None:
    lines = [line.text for line in read(path).lines]
    body = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    plain = read(Path("a.txt"), "\n".join(lines).encode())
    assert texts(page(body)) == [line.strip(" \t\n") for line in lines] or "  " in "".join(lines)
    assert outline(page(body)) == outline(plain)
    within = read(Path("a.html"), CHROME.format(title="", name="content", body=body).encode())
    assert [text for text in outline(within) if text[0]] == [text for text in outline(plain) if text[0]]


def test_a_page_without_chrome_is_all_body() -> None:
    manuscript = page("<p>清渠记</p><p>前面的话。</p><h1>一、清渠</h1><p>见<a href=1>甲</a>和<a href=2>乙</a>。</p>")
    assert shown(manuscript) == [
        ("body", "清渠记"),
        ("body", "前面的话。"),
        ("body", "一、清渠"),
        ("body", "见甲和乙。"),
    ]


def test_a_page_of_chrome_only_is_body() -> None:
    assert shown(page("<nav><a href=1>首页</a></nav>")) == [("body", "首页")]


# --- what a browser shows ---------------------------------------------------------------------------------------


def test_headings_bold_and_alignment() -> None:
    manuscript = page(
        "<h2>一、清渠</h2><p align=center><b>在会上</b></p><p><span style='font-weight:700'>一是快。</span>说<strong>"
        "做</strong>就做</p><p style='mso-outline-level:2;text-align:right'>水管站</p><center>完</center>"
    )
    found = [
        (line.text, line.style.level, line.style.align, [line.text[a:b] for a, b in line.style.bold])
        for line in manuscript.lines
    ]
    assert found == [
        ("一、清渠", 2, "", []),
        ("在会上", 0, "center", ["在会上"]),
        ("一是快。说做就做", 0, "", ["一是快。", "做"]),
        ("水管站", 2, "right", []),
        ("完", 0, "center", []),
    ]


def test_faces_of_headings() -> None:
    manuscript = page(
        '<p style="font-family:仿宋;font-size:16pt">'
        '<span style="font-family:黑体">一、清渠。</span>天天走，从头到尾。</p>'
    )
    style = manuscript.lines[0].style
    assert (style.bold, style.font, style.size) == (((0, 5),), "仿宋", 16.0)


def test_breaks_and_white_space() -> None:
    manuscript = page(
        "<p>把堤\n走实，GDP\n 3.5&nbsp;万</p>甲<br>乙<div>丙<div>丁</div>戊</div><pre>  己\n  庚</pre>"
        "<p> </p><p>&nbsp;</p>"
        "<ruby>渠<rp>(</rp><rt>qu</rt><rp>)</rp></ruby>"
    )
    assert texts(manuscript) == ["把堤走实，GDP 3.5 万", "甲", "乙", "丙", "丁", "戊", "  己", "  庚", "渠qu"]


def test_lists() -> None:
    manuscript = page(
        "<ul><li>甲<ol><li>乙</li><li value=5>丙</li><li><p>丁</p><p>戊</p></li></ol></li></ul>"
        "<ol type=I start=3><li>己</ol><ol style='list-style-type:cjk-ideographic'><li>庚<li>辛</ol>"
        "<p>段</p>"
    )
    assert [(line.text, line.place.value, line.style.depth, line.style.label) for line in manuscript.lines] == [
        ("甲", "item", 1, 0),
        ("1.乙", "item", 2, 2),
        ("5.丙", "item", 2, 2),
        ("6.丁", "item", 2, 2),
        ("戊", "body", 2, 0),
        ("III.己", "item", 1, 4),
        ("一、庚", "item", 1, 2),
        ("二、辛", "item", 1, 2),
        ("段", "body", 0, 0),
    ]


def test_numbers_that_word_wrote_out() -> None:
    (line,) = page("<p><span style='mso-list:Ignore'>一、<span>&nbsp;</span></span>清渠</p>").lines
    assert (line.text, line.text[: line.style.label].strip()) == ("一、 清渠", "一、")


def test_tables() -> None:
    manuscript = page(
        "<table><tr><th>村<th>人<tr><td><p>东</p><p>桥</p><td>甲<tr><td colspan=2>合计<td>两只</table>"
        "<table><tr><td>导航</td><td>" + f"<p>{TEXT}</p>" * 6 + "</td></tr></table>"
    )
    assert shown(manuscript)[:3] == [("row", "村\t人"), ("row", "东 桥\t甲"), ("row", "合计\t\t两只")]
    assert [line.style.table for line in manuscript.lines] == [1, 1, 1, 0, *[0] * 6]
    assert texts(manuscript)[4:] == [TEXT] * 6


def test_hidden_text_is_left_out() -> None:
    hidden = (
        "<script>a</script><style>b</style><template>c</template><p hidden>d</p><p style='display:none'>e</p><!-- f -->"
    )
    assert texts(page(f"{hidden}<p>看得见</p><noscript>g</noscript>")) == ["看得见"]


# --- encodings --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "actual"),
    [
        ("gb2312", "gbk"),
        ("gb2312", "utf-8"),
        ("utf-8", "gb18030"),
        ("big5", "big5"),
        ("iso-8859-1", "gbk"),
        ("nonsense", "utf-8"),
        ("utf-16", "utf-8"),
        ("", "gbk"),
    ],
)
def test_charset(said: str, actual: str) -> None:
    text = "渠水過村" if actual == "big5" else TEXT
    data = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={said}"></head><p>{text}</p>'
    assert texts(read(Path("a.html"), data.encode(actual))) == [text]


def test_a_false_charset_is_noted() -> None:
    (note,) = read(Path("a.html"), f'<meta charset="gbk"><p>{TEXT}</p>'.encode()).notes
    assert (note.code, "gbk" in note.text) == ("charset", True)


# --- mail -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "8bit"])
@pytest.mark.parametrize("charset", ["gb2312", "utf-8"])
def test_mht(encoding: str, charset: str) -> None:
    message = EmailMessage()
    message["Subject"] = "沿堤走一遍"
    message.set_content("另一种写法")
    message.add_alternative(f"<h1>沿堤走一遍</h1><p>{TEXT}</p>", "html", charset=charset, cte=encoding)
    manuscript = read(Path("a.mht"), bytes(message))
    assert (manuscript.format, texts(manuscript)) == ("mht", ["沿堤走一遍", TEXT])
    assert manuscript.properties.title == "沿堤走一遍"


def test_mht_of_plain_text_and_of_nothing() -> None:
    message = EmailMessage()
    message.set_content(TEXT)
    assert texts(read(Path("a.mhtml"), bytes(message))) == [TEXT]
    with pytest.raises(ReadError):
        read(Path("a.mht"), b"MIME-Version: 1.0\nContent-Type: image/png\n\n123")


def test_a_page_under_a_false_name() -> None:
    assert texts(read(Path("a.doc"), f"<html><meta charset=utf-8><p>{TEXT}</p></html>".encode())) == [TEXT]


# --- hostile and arbitrary input --------------------------------------------------------------------------------


@pytest.mark.parametrize("tag", ["div", "b", "span", "table><tr><td", "ul><li", "p"])
def test_depth(tag: str) -> None:
    data = f"<meta charset=utf-8>{f'<{tag}>' * 2500}渠".encode()
    assert texts(read(Path("a.html"), data)) == ["渠"]


def test_too_deep() -> None:
    with pytest.raises(ReadError) as error:
        page("<div>" * 200_000 + "渠")
    assert error.value.code == "too-deep"


INVISIBLE = "\u00ad\u200b\u200e\u200f\u2060\ufeff"
words = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"), exclude_characters=INVISIBLE), max_size=12)
tags = st.sampled_from("p div b h1 h3 ul ol li table tr td nav footer article br span pre center section a".split())
pieces = st.lists(
    st.one_of(
        words.map(html.escape),
        tags.map("<{}>".format),
        tags.map("</{}>".format),
        st.just('<a href="x">'),
        st.just('<div class="footer">'),
        st.just('<div class="TRS_Editor">'),
    ),
    max_size=60,
).map("".join)


@given(pieces)
def test_nothing_is_lost(body: str) -> None:
    manuscript = page(f"{body}<p>完</p>")
    source = html.unescape("".join(part.partition(">")[2] if at else part for at, part in enumerate(body.split("<"))))
    labels = "".join(line.text[: line.style.label] for line in manuscript.lines)
    found = manuscript.characters()
    assert len(found) - len("".join(labels.split())) == len("".join(source.split())) + 1
    assert all(line.text.strip() for line in manuscript.lines)


@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    for suffix in (".html", ".mht"):
        try:
            READERS[suffix].parse(data or b"x")
        except ReadError as error:
            assert error.text.endswith("。")
