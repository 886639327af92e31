"""OFD: pages of placed text give the paragraphs that they were set from."""

from __future__ import annotations

import io
import zipfile
from html import escape
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_pdf import HEADER, SAMPLES, outline, paragraphs, plain, print_pages, squeezed, texts, wide

from generator.model import Manuscript, Place
from generator.readers import ReadError, read

MILLIMETRE = 25.4 / 72
SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def ofd(data: bytes) -> Manuscript:
    return read(Path("a.ofd"), data)


def packed(parts: dict[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return stream.getvalue()


def text_object(text: str, x: float, y: float, size: float, more: str = "") -> str:
    """A text object whose baseline begins at a place, in millimetres; equal steps are written short."""
    steps = [size if wide(character) else size / 2 for character in text[:-1]]
    delta = f"g {len(steps)} {size:.4f}" if all(map(wide, text[:-1])) else " ".join(f"{step:.4f}" for step in steps)
    code = f'<ofd:TextCode X="0" Y="{size:.4f}" DeltaX="{delta}">{escape(text)}</ofd:TextCode>'
    box = f"{x:.4f} {y - size:.4f} {len(text) * size:.4f} {size * 1.2:.4f}"
    return f'<ofd:TextObject ID="1" Boundary="{box}" Font="5" Size="{size:.4f}" {more}>{code}</ofd:TextObject>'


def document(pages: list[str], outlines: str = "", template: str = "") -> bytes:
    entries = "".join(f'<ofd:Page ID="{10 + n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
    info = "<ofd:Title>汇编</ofd:Title><ofd:Author>水管站</ofd:Author><ofd:CreationDate>2024-05-08</ofd:CreationDate>"
    common = (
        "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml"
        '</ofd:PublicRes><ofd:TemplatePage ID="3" BaseLoc="Tpls/Tpl_0/Content.xml"/>'
    )
    fonts = '<ofd:Font ID="5" FontName="仿宋"/><ofd:Font ID="6" FontName="黑体"/>'
    parts = {
        "OFD.xml": f"<ofd:OFD {SPACE}><ofd:DocBody><ofd:DocInfo>{info}</ofd:DocInfo><ofd:DocRoot>/Doc_0/Document.xml"
        "</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {SPACE}><ofd:CommonData>{common}</ofd:CommonData><ofd:Pages>{entries}"
        f"</ofd:Pages>{outlines}</ofd:Document>",
        "Doc_0/PublicRes.xml": f"<ofd:Res {SPACE}><ofd:Fonts>{fonts}</ofd:Fonts></ofd:Res>",
        "Doc_0/Tpls/Tpl_0/Content.xml": f"<ofd:Page {SPACE}><ofd:Content><ofd:Layer>{template}</ofd:Layer>"
        "</ofd:Content></ofd:Page>",
    }
    for number, page in enumerate(pages):
        use = '<ofd:Template TemplateID="3"/>' if template else ""
        parts[f"Doc_0/Pages/Page_{number}/Content.xml"] = (
            f"<ofd:Page {SPACE}>{use}<ofd:Content><ofd:Layer>{page}</ofd:Layer></ofd:Content></ofd:Page>"
        )
    return packed(parts)


def printed(parts: list[str]) -> bytes:
    pages = [""]

    def put(text: str, x: float, y: float, size: float, face: str) -> None:
        pages[-1] += text_object(text, x * MILLIMETRE, y * MILLIMETRE, size * MILLIMETRE)

    print_pages(parts, put, lambda: pages.append(""))
    return document(pages)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_the_outline_is_that_of_the_text(path: Path) -> None:
    parts = paragraphs(path)
    manuscript = ofd(printed(parts))
    assert squeezed(texts(manuscript)) == squeezed(parts)
    assert set(texts(manuscript, Place.HEADER)) <= {HEADER}
    assert [depth for depth, _ in outline(manuscript)] == [depth for depth, _ in outline(plain(parts))]


def rows(*parts: str, more: str = "") -> str:
    lines = count(40, 10)
    return "".join(text_object(part, 28, next(lines), 5.6, more) for part in parts)


def test_properties_fonts_and_outline() -> None:
    element = '<ofd:OutlineElem Title="{}"><ofd:Actions><ofd:Action Event="CLICK"><ofd:Goto><ofd:Dest Type="XYZ"'
    element += ' PageID="{}"/></ofd:Goto></ofd:Action></ofd:Actions>{}</ofd:OutlineElem>'
    inner = element.format("（一）看坡", 11, "")
    outlines = f"<ofd:Outlines>{element.format('一、走堤', 11, inner)}</ofd:Outlines>"
    first = rows("目录：", "一、走堤")
    second = text_object("一、走堤", 28, 40, 5.6).replace('Font="5"', 'Font="6"') + rows("", "（一）看坡", "天天走。")
    manuscript = ofd(document([first, second], outlines))
    assert [(line.text, line.style.level, line.style.page) for line in manuscript.lines] == [
        ("目录：", 0, 1),
        ("一、走堤", 0, 1),
        ("一、走堤", 1, 2),
        ("（一）看坡", 2, 2),
        ("天天走。", 0, 2),
    ]
    assert (manuscript.lines[2].style.font, manuscript.lines[2].style.bold) == ("黑体", ((0, 4),))
    properties = manuscript.properties
    assert (properties.title, properties.author, properties.created) == ("汇编", "水管站", "2024-05-08")


def test_templates_and_watermarks() -> None:
    mark = text_object("内部资料", 60, 150, 10, 'CTM="0.866 0.5 -0.5 0.866 0 0"')
    manuscript = ofd(document([rows("走堤的事。"), rows("记账的事。")], template=text_object(HEADER, 28, 20, 4) + mark))
    assert texts(manuscript) == ["走堤的事。", "记账的事。"]
    assert sorted(texts(manuscript, Place.HEADER)) == sorted(["内部资料", HEADER] * 2)


def test_scaled_text() -> None:
    scaled = text_object("走堤的事。", 28, 40, 1).replace('ID="1"', 'ID="1" CTM="5.6 0 0 5.6 0 0"')
    (line,) = ofd(document([scaled])).lines
    assert (line.text, line.style.size) == ("走堤的事。", 16.0)


def test_weight_is_bold() -> None:
    found = ofd(document([rows("走堤", more='Weight="700"') + text_object("天天走，从头走到尾。", 28, 60, 5.6)])).lines
    assert [line.style.bold for line in found] == [((0, 2),), ()]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"not a zip", "broken-file"),
        (packed({"a.txt": ""}), "broken-file"),
        (packed({"OFD.xml": "<OFD/>"}), "broken-file"),
        (packed({"OFD.xml": "<OFD", "b": ""}), "broken-file"),
        (packed({"Encryptions.xml": "<a/>"}), "encrypted"),
        (document([""]), "no-text"),
        (document([]), "no-text"),
        (packed({"OFD.xml": '<!DOCTYPE a [<!ENTITY b "c">]><OFD>&b;</OFD>'}), "hostile-xml"),
    ],
)
def test_failures(data: bytes, code: str) -> None:
    with pytest.raises(ReadError) as error:
        ofd(data)
    assert error.value.code == code
    assert error.value.text.endswith("。")


@pytest.mark.parametrize("delta", ["g", "g 3", "g 3 x", "1 2 3", "g 99999999 1", "nan", "inf", "1e300 1", ""])
def test_odd_steps(delta: str) -> None:
    code = f'<ofd:TextCode X="1" Y="x" DeltaX="{delta}">走堤走堤</ofd:TextCode>'
    for box in ("1 1 10 10", "", "a b c d", "1 1", "nan nan 1 1"):
        page = f'<ofd:TextObject Boundary="{box}" Size="5">{code}</ofd:TextObject>'
        assert sorted(ofd(document([page])).characters()) == sorted("走堤走堤")


@given(
    st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=20), max_size=8)
)
def test_nothing_is_lost(parts: list[str]) -> None:
    parts = [part for part in parts if not set(part) & set("\ufffe\uffff")]
    found = ofd(document([rows("走堤", *parts)])).characters()
    assert sorted(found) == sorted("".join(("走堤" + "".join(parts)).split()))
