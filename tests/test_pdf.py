"""PDF: the outline of a printed page is that of the text it was printed from."""

from __future__ import annotations

import contextlib
import html
import io
import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
import typst
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from generator import roles, structure
from generator.model import Line, Manuscript, Place
from generator.readers import ReadError, read
from generator.readers.layout import Face, Glyph, Sheet, rows_of
from generator.readers.paragraphs import Heading, lines_of, with_levels

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))

FONTS = Path("/usr/share/fonts/opentype/noto")
# Those that came from a page themselves hold its marks.
SAMPLES = sorted(path for path in (ROOT / "content").rglob("*.txt") if "第1页" not in path.read_text("utf-8", "ignore"))
HEADER = "砚边文稿汇编"

# A page of GB/T 9704-2012: A4, 22 lines of 28 characters in type of 16 points.
WIDTH, HEIGHT, TOP, LEFT, TYPE, PITCH, ROWS, COLUMNS = 595.28, 841.89, 105.0, 79.4, 16.0, 28.9, 22, 28


def pdf(data: bytes) -> Manuscript:
    return read(Path("a.pdf"), data)


def texts(manuscript: Manuscript, place: Place = Place.BODY) -> list[str]:
    return [line.text for line in manuscript.lines if line.place is place]


def paragraphs(path: Path) -> list[str]:
    """The lines of a text; those that a page's width broke are joined, so that the page that is printed breaks them."""
    manuscript = read(path)
    joined: dict[int, str] = {}
    for passage in roles.assign(manuscript).passages:
        numbers = [number for _, number in passage.breaks]
        if len(numbers) > 1:
            joined |= dict.fromkeys(numbers[1:], "") | {numbers[0]: passage.text}
    found = [joined.get(line.number, line.text).strip() for line in manuscript.lines]
    return [text for text in found if text]


def outline(manuscript: Manuscript) -> list[tuple[int, str]]:
    parsed = structure.parse(roles.assign(manuscript))
    return [(0, parsed.title), *((section.depth, section.text) for section in parsed.sections)]


def plain(parts: list[str]) -> Manuscript:
    return read(Path("a.txt"), "\n".join(parts).encode())


# --- a page as a printer sets it --------------------------------------------------------------------------------


def wide(character: str) -> bool:
    return ord(character) > 0x2000


def words(text: str) -> list[str]:
    """What a line may not part: a run of Latin letters and digits, a character with the marks that follow it."""
    return re.findall(r"[（《“]*(?:[!-~]+|.)[，。、；：！？）》”]*", text)


def broken(text: str, first: int) -> Iterator[str]:
    """Lines of 28 characters; none begins with a closing mark or ends with an opening one (避头尾)."""
    row, room = "", COLUMNS - float(first)
    for word in words(text):
        width = sum(1.0 if wide(character) else 0.5 for character in word)
        if room < width and row:
            yield row
            row, room = "", float(COLUMNS)
        row += word
        room -= width
    yield row


Put = Callable[[str, float, float, float, str], None]


def print_pages(parts: list[str], put: Put, next_page: Callable[[], None]) -> None:
    """Set paragraphs as pages: the title centred, the others indented; ``put`` takes text, x, baseline, size, face."""
    rows: list[tuple[str, float, float, str]] = []
    for number, part in enumerate(parts):
        if number == 0 and len(part) <= 20:
            rows.append((part, LEFT + (COLUMNS * TYPE - len(part) * 22) / 2, 22.0, "body"))
            continue
        for index, row in enumerate(broken(part, 2)):
            rows.append((row, LEFT + (2 * TYPE if index == 0 else 0), TYPE, "body"))
    for page in range(0, len(rows), ROWS):
        if page:
            next_page()
        put(HEADER, LEFT, 60.0, 9.0, "body")
        for line, (text, x, size, face) in enumerate(rows[page : page + ROWS]):
            put(text, x, TOP + line * PITCH, size, face)
        put(f"— {page // ROWS + 1} —", WIDTH / 2 - 20, HEIGHT - 70, 14.0, "body")


def with_reportlab(parts: list[str]) -> bytes:
    """A face that is named and not embedded; “” come from a second face, one piece of text each."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(WIDTH, HEIGHT))

    def put(text: str, x: float, y: float, size: float, face: str) -> None:
        quotes = []
        for piece in re.findall("[“”]|[^“”]+", text):
            if piece in "“”":
                quotes.append((piece, x))
                x += size
            else:
                canvas.setFont("STSong-Light", size)
                canvas.drawString(x, HEIGHT - y, piece)
                x += canvas.stringWidth(piece)
        for character, at in quotes:
            canvas.setFont("Times-Roman", size)
            canvas.drawString(at, HEIGHT - y, character)

    print_pages(parts, put, canvas.showPage)
    canvas.save()
    return stream.getvalue()


TYPST = """#let parts = json(bytes(sys.inputs.parts))
#set document(title: "汇编")
#set page(
  paper: "a4", margin: (top: 37mm, bottom: 35mm, left: 28mm, right: 25mm),
  header: align(center, text(9pt, "砚边文稿汇编")), footer: context align(center)[— #counter(page).display() —],
)
#set text(font: "Noto Serif CJK SC", size: 16pt, lang: "zh")
#set par(first-line-indent: (amount: 2em, all: true), justify: true, leading: 12.9pt, spacing: 12.9pt)
"""
SET = """#for (number, part) in parts.enumerate() {
  if number == 0 and part.clusters().len() <= 20 { align(center, text(22pt, part)) } else { par(part) }
}
"""


def with_typst(parts: list[str], source: str = SET) -> bytes:
    """A typesetter of its own: justified, with a gap between Han and Latin, embedded faces."""
    return typst.compile((TYPST + source).encode(), sys_inputs={"parts": json.dumps(parts)})


CSS = """@page { size: A4; margin: 37mm 0 35mm 28mm }
body { margin: 0; width: 28em; font: 16pt/28.9pt "Noto Serif CJK SC" }
h1 { font-size: 22pt; font-weight: normal; text-align: center; margin: 0 0 28pt; line-height: 33pt }
p { margin: 0; text-indent: 2em; text-align: justify }"""


def with_browser(browser: object, parts: list[str], css: str = CSS, body: str = "") -> bytes:
    """What printing a page from a browser gives, with its header and page number."""
    tags = ["h1" if number == 0 and len(part) <= 20 else "p" for number, part in enumerate(parts)]
    lines = [f"<{tag}>{html.escape(part)}</{tag}>" for tag, part in zip(tags, parts, strict=True)]
    page = browser.new_page()  # type: ignore[attr-defined]
    page.set_content(f"<style>{css}</style>{body or ''.join(lines)}")
    style = "font-size:9pt;width:100%;text-align:center"
    data: bytes = page.pdf(
        prefer_css_page_size=True,
        display_header_footer=True,
        header_template=f'<div style="{style}">{HEADER}</div>',
        footer_template=f'<div style="{style}">— <span class="pageNumber"></span> —</div>',
    )
    page.close()
    return data


def squeezed(parts: Iterable[str]) -> list[str]:
    """Without white space: what a printer makes of a run of spaces is its own."""
    return ["".join(part.split()) for part in parts]


def check_print(data: bytes, parts: list[str]) -> None:
    """The paragraphs and the outline are those of the text."""
    manuscript = pdf(data)
    assert squeezed(texts(manuscript)) == squeezed(parts)
    assert set(texts(manuscript, Place.HEADER)) <= {HEADER}
    assert all(text.strip("— ").isdigit() for text in texts(manuscript, Place.FOOTER))
    depths, words = zip(*outline(manuscript), strict=True)
    expected, written = zip(*outline(plain(parts)), strict=True)
    assert depths == expected
    assert squeezed(words) == squeezed(written)


@pytest.mark.slow
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_reportlab(path: Path) -> None:
    parts = paragraphs(path)
    check_print(with_reportlab(parts), parts)


@pytest.mark.slow
@pytest.mark.skipif(not FONTS.is_dir(), reason="no Noto CJK fonts found")
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_typst(path: Path) -> None:
    parts = paragraphs(path)
    check_print(with_typst(parts), parts)


@pytest.mark.browser
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_browser(browser: object, path: Path) -> None:
    parts = paragraphs(path)
    check_print(with_browser(browser, parts), parts)


# --- what a page may hold ---------------------------------------------------------------------------------------


@pytest.mark.browser
def test_paragraphs_without_indent(browser: object) -> None:
    parts = paragraphs(SAMPLES[0])
    css = CSS.replace("text-indent: 2em; text-align: justify", "margin-bottom: 12pt")
    assert squeezed(texts(pdf(with_browser(browser, parts, css)))) == squeezed(parts)


@pytest.mark.skipif(not FONTS.is_dir(), reason="no Noto CJK fonts found")
def test_two_columns() -> None:
    parts = [
        "书箱摆在村口，谁路过都能翻两页。",
        "天黑以前有人来收，下雨的日子搬进祠堂，钥匙挂在门后。" * 8,
        "第二年又添了一只箱子。" * 20,
    ]
    source = "#set page(columns: 2, header: none)\n#for part in parts { par(part) }"
    assert squeezed(texts(pdf(with_typst(parts, "#set text(size: 10pt)\n" + source)))) == squeezed(parts)


@pytest.mark.skipif(not FONTS.is_dir(), reason="no Noto CJK fonts found")
def test_bookmarks_bold_and_alignment() -> None:
    source = """#set page(header: none)
#align(center, text(22pt, weight: "bold", "清渠记"))
= 一、把淤泥清到底
#par[#strong[（一）先看上游。]上游的闸口每天开两次，水头过来要半个钟头。]
== （二）再看下游
#par[下游的田等水，等的是一个准信。]
#align(right)[水管站]
"""
    lines = [line for line in pdf(with_typst([], source)).lines if line.place is Place.BODY]
    assert [(line.text, line.style.level, line.style.align) for line in lines] == [
        ("清渠记", 0, "center"),
        ("一、把淤泥清到底", 1, ""),
        ("（一）先看上游。上游的闸口每天开两次，水头过来要半个钟头。", 0, ""),
        ("（二）再看下游", 2, ""),
        ("下游的田等水，等的是一个准信。", 0, ""),
        ("水管站", 0, "right"),
    ]
    bold = [[line.text[start:end] for start, end in line.style.bold] for line in lines]
    assert bold == [["清渠记"], ["一、把淤泥清到底"], ["（一）先看上游。"], ["（二）再看下游"], [], []]
    assert lines[0].style.size == 22 and "Serif" in lines[2].style.font


@pytest.mark.skipif(not FONTS.is_dir(), reason="no Noto CJK fonts found")
def test_tables_and_watermarks() -> None:
    source = """#set page(header: none, background: rotate(30deg, text(40pt, "内部资料")))
#table(columns: (8em, 8em, 8em), "村", "人", "箱", "东桥", "甲", "两只", "西桥", "乙", "一只")
#par[表里的数是年底点的。]
"""
    manuscript = pdf(with_typst([], source))
    assert texts(manuscript, Place.ROW) == ["村\t人\t箱", "东桥\t甲\t两只", "西桥\t乙\t一只"]
    assert [line.style.table for line in manuscript.lines if line.place is Place.ROW] == [1, 1, 1]
    assert texts(manuscript, Place.HEADER) == ["内部资料"]


def test_a_page_on_its_side() -> None:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(WIDTH, HEIGHT))
    canvas.setFont("STSong-Light", 12)
    for turn in (90, 180, 270):
        canvas.saveState()
        canvas.translate(WIDTH / 2, HEIGHT / 2)
        canvas.rotate(turn)
        canvas.drawString(-100, 40, "渠水过村，先满上丘。")
        canvas.drawString(-100, 10, "再满下丘。")
        canvas.restoreState()
        canvas.showPage()
        canvas.setFont("STSong-Light", 12)
    canvas.save()
    assert texts(pdf(stream.getvalue())) == ["渠水过村，先满上丘。", "再满下丘。"] * 3


# --- what cannot be read ----------------------------------------------------------------------------------------


def failure(data: bytes) -> str:
    with pytest.raises(ReadError) as error:
        pdf(data)
    assert error.value.text.endswith("。")
    return error.value.code


def drawn(draw: Callable[[Canvas], object], **options: Any) -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(WIDTH, HEIGHT), **options)
    draw(canvas)
    canvas.save()
    return stream.getvalue()


def test_scan() -> None:
    assert failure(drawn(lambda canvas: canvas.rect(10, 10, 200, 200, fill=1))) == "no-text"


def test_scanned_pages_are_named() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "text")
        canvas.showPage()
        canvas.rect(10, 10, 200, 200, fill=1)
        canvas.showPage()

    (note,) = pdf(drawn(draw)).notes
    assert (note.code, "2" in note.text) == ("no-text", True)


def test_encrypted() -> None:
    assert failure(drawn(lambda canvas: canvas.drawString(72, 700, "text"), encrypt="secret")) == "encrypted"


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.7\n%%EOF", b"not a pdf", drawn(lambda _: None)[:300]])
def test_broken(data: bytes) -> None:
    assert failure(data) == "broken-file"


def test_mutations_never_crash() -> None:
    whole = with_reportlab(["清渠记", "渠水过村，先满上丘，再满下丘。" * 10])
    chance = random.Random(4)
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 20)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        with contextlib.suppress(ReadError):
            pdf(bytes(data[: chance.randint(100, len(data))]))


# --- rows and paragraphs by themselves --------------------------------------------------------------------------

BODY = Face("FangSong")


def set_row(text: str, x: float, y: float, size: float = 16.0, face: Face = BODY) -> list[Glyph]:
    glyphs = []
    for character in text:
        width = size if wide(character) else size / 2
        glyphs.append(Glyph(character, x, x + width, y, size, face))
        x += width
    return glyphs


def rows(glyphs: list[Glyph]) -> list[str]:
    return [row.text for row in rows_of(Sheet(1, WIDTH, HEIGHT, glyphs))]


def test_quotes_of_a_second_face_and_superscripts_stay_in_their_row() -> None:
    text = set_row("他说“慢”不如“准”", 80, 100)
    quotes = [glyph for glyph in text if glyph.text in "“”"]
    others = [glyph for glyph in text if glyph.text not in "“”"]
    raised = set_row("[1]", text[-1].x1, 94, size=8)
    assert rows([*others, *set_row("下一行", 80, 128), *quotes, *raised]) == ["他说“慢”不如“准”[1]", "下一行"]


def test_spaces() -> None:
    assert rows(set_row("GDP per head", 80, 100)) == ["GDP per head"]
    assert rows(set_row("第一章", 80, 100) + set_row("总则", 80 + 3.3 * 16, 100)) == ["第一章 总则"]
    invented = Glyph(" ", 96, 97, 100, 16, BODY)
    assert rows([*set_row("堤", 80, 100), invented, *set_row("上", 97, 100)]) == ["堤上"]
    spread = [glyph for index, letter in enumerate("把堤走实走遍") for glyph in set_row(letter, 80 + index * 22, 100)]
    assert rows(spread) == ["把堤走实走遍"]
    mixed = [set_row("共", 80, 100), set_row("3", 100, 100), set_row("万", 112, 100), set_row("户", 128, 100)]
    assert rows([glyph for part in mixed for glyph in part]) == ["共3万户"]


def test_a_heading_of_the_outline_finds_its_line() -> None:
    lines = [Line("一、清渠", 1), Line("清渠要趁早", 2), Line("一、清渠", 3), Line("二、护堤。天天走", 4)]
    found = with_levels(lines, [Heading("一、清渠", 1, 0), Heading("没有", 1, 0), Heading("二、 护堤。", 2, 0)])
    assert [line.style.level for line in found] == [1, 0, 0, 2]


def test_attachments_head_their_pages_and_headers_repeat() -> None:
    sheets = []
    for number, first in enumerate(["清渠记", "渠水过村。", "附件1", "附件2"], 1):
        page = [*set_row(first, 80, 105), *set_row("天天走一遍。"[number:], 80, 134), *set_row(HEADER, 80, 60, 9)]
        sheets.append(Sheet(number, WIDTH, HEIGHT, [*page, *set_row(f"{number}", 290, 780, 14)]))
    lines = lines_of(sheets)
    assert [line.text for line in lines if line.place is Place.HEADER] == [HEADER] * 4
    assert [line.text for line in lines if line.place is Place.FOOTER] == ["1", "2", "3", "4"]
    assert [line.text for line in lines if line.place is Place.BODY][4::2] == ["附件1", "附件2"]


glyphs = st.builds(
    Glyph,
    st.characters(exclude_categories=("Cs", "Cc")),
    st.floats(-100, 700) | st.floats(),
    st.floats(-100, 700) | st.floats(),
    st.floats(-100, 900) | st.floats(),
    st.floats(0.5, 60) | st.floats(),
    st.sampled_from([BODY, Face("SimHei"), Face("FangSong", True)]),
)


@pytest.mark.slow
@settings(max_examples=150)
@given(st.lists(st.lists(glyphs, max_size=30), max_size=4))
def test_nothing_is_lost(pages: list[list[Glyph]]) -> None:
    sheets = [Sheet(number, WIDTH, HEIGHT, page, [page[:2]] if page else []) for number, page in enumerate(pages, 1)]
    found = Counter("".join("".join(line.text.split()) for line in lines_of(sheets)))
    placed = [
        glyph.text for sheet in sheets for glyph in (*sheet.glyphs, *(g for aside in sheet.asides for g in aside))
    ]
    assert found == Counter("".join("".join(placed).split()))
