"""Word files beyond plain paragraphs: changes, fields, contents, drawings, documents within documents."""

from __future__ import annotations

from pathlib import Path

import pytest
from wordmade import NAMES, level, listed, numbering, p, package, r, style, styles, word

from generator.model import Manuscript, Place, Severity
from generator.readers import ReadError, by_content, read

DELETED = '<w:rPr><w:del w:id="1" w:author="x"/></w:rPr>'
MOVED = '<w:rPr><w:moveFrom w:id="1" w:author="x"/></w:rPr>'


def texts(manuscript: Manuscript) -> list[str]:
    return [line.text for line in manuscript.lines]


def codes(manuscript: Manuscript) -> list[str]:
    return [note.code for note in manuscript.notes]


def field(code: str, result: str) -> str:
    return begin(code) + result + END


def begin(code: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )


END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


# --- tracked changes --------------------------------------------------------------------------------------------


def test_a_deleted_paragraph_end_joins_two_paragraphs() -> None:
    body = p(r("先查堤，"), DELETED) + p(r("再查闸，"), MOVED) + p(r("后查泵。"), '<w:jc w:val="right"/>') + p(r("完"))
    lines = word(body).lines
    assert [(line.text, line.style.align) for line in lines] == [("先查堤，再查闸，后查泵。", "right"), ("完", "")]


def test_a_deleted_end_before_a_table_or_the_end_leaves_its_words() -> None:
    table = f"<w:tbl><w:tr><w:tc>{p(r('格'), DELETED)}{p(r('子'))}</w:tc><w:tc>{p(r('二'))}</w:tc></w:tr></w:tbl>"
    assert texts(word(p(r("甲"), DELETED) + table + p(r("乙"), DELETED))) == ["甲", "格子\t二", "乙"]


SEPARATED = "<w:rPr><w:vanish/><w:specVanish/></w:rPr>"


def test_a_style_separator_sets_two_paragraphs_in_one_line() -> None:
    head = style("1", "<w:pPr><w:outlineLvl w:val='0'/></w:pPr><w:rPr><w:b/></w:rPr>", title="heading 1")
    body = (
        p(r("先查堤。"), f'<w:pStyle w:val="1"/>{SEPARATED}')
        + p(r("堤要天天查。"), '<w:jc w:val="right"/>')
        + p(r("完"))
    )
    lines = word(body, {"styles.xml": styles(head)}).lines
    assert [line.text for line in lines] == ["先查堤。堤要天天查。", "完"]
    assert [(line.style.bold, line.style.level) for line in lines] == [(((0, 4),), 0), ((), 0)]


def test_the_number_before_a_style_separator_is_the_headings() -> None:
    lists = numbering([level(0, "chineseCounting", "%1、", more='<w:suff w:val="nothing"/>')])
    body = "".join(p(r(f"查{what}。"), listed(1) + SEPARATED) + p(r("要天天查。")) for what in "堤闸")
    assert texts(word(body, {"numbering.xml": lists})) == ["一、查堤。要天天查。", "二、查闸。要天天查。"]


def test_a_style_separator_before_a_table_or_the_end_leaves_its_words() -> None:
    table = f"<w:tbl><w:tr><w:tc>{p(r('格'))}</w:tc></w:tr></w:tbl>"
    assert texts(word(p(r("甲"), SEPARATED) + table + p(r("乙"), SEPARATED))) == ["甲", "格", "乙"]


def test_inserted_and_moved_words_stay() -> None:
    moved = "<w:moveFrom>" + r("从前") + "</w:moveFrom><w:moveTo>" + r("以后") + "</w:moveTo>"
    assert texts(word(p("<w:ins>" + r("增补") + "</w:ins>" + moved))) == ["增补以后"]


# --- hidden -----------------------------------------------------------------------------------------------------


def test_hidden_by_style_and_shown_again() -> None:
    sheet = styles(
        style("hide", "<w:rPr><w:vanish/></w:rPr>", kind="character"), style("all", "<w:rPr><w:vanish/></w:rPr>")
    )
    body = p(r("看得见", '<w:rStyle w:val="hide"/><w:vanish w:val="0"/>') + r("看不见", '<w:rStyle w:val="hide"/>'))
    manuscript = word(body + p(r("整段隐藏"), '<w:pStyle w:val="all"/>'), {"styles.xml": sheet})
    assert texts(manuscript) == ["看得见"]
    assert "hidden-text" in codes(manuscript)


# --- fields and contents ----------------------------------------------------------------------------------------


def test_fields_show_their_results() -> None:
    nested = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> IF </w:instrText></w:r>'
        + field("MERGEFIELD 雨量", r("不显示"))
        + '<w:r><w:instrText> &gt; 50 </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + r("大雨")
        + END
    )
    assert texts(word(p(field("DATE", r("六月")) + nested))) == ["六月大雨"]


def test_a_field_without_an_end_hides_nothing_for_long() -> None:
    broken = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    assert texts(word(p(r("甲") + broken) + p(r("乙")) + p(END + END + r("丙")))) == ["甲", "乙", "丙"]


def test_a_table_of_contents_is_told_apart() -> None:
    entry = '<w:pStyle w:val="10"/>'
    page = field("PAGEREF _Toc1 \\h", r("3"))
    sheet = styles(
        style("10", title="toc 1"),
        style("TOC2", title="TOC 标题"),
        style("1", title="heading 1"),
        style("a", title="正文"),
    )
    body = (
        p(r("防汛工作提纲"))
        + p(r("目 录"))
        + p(begin('TOC \\o "1-3" \\h') + r("一、查堤\t") + page, entry)
        + p(r("二、查闸\t") + page)
        + p(END)
        + p(r("一、查堤"), '<w:pStyle w:val="1"/>')
        + p(r("目录"))
        + p(r("要编好。"))
        + p(r("目次"), '<w:pStyle w:val="TOC2"/>')
        + p(r("三、查泵\t5"), entry)
    )
    lines = word(body, {"styles.xml": sheet}).lines
    contents = [line.text for line in lines if line.place is Place.CONTENTS]
    assert contents == ["目 录", "一、查堤\t3", "二、查闸\t3", "目次", "三、查泵\t5"]
    assert [line.text for line in lines if line.place is Place.BODY] == ["防汛工作提纲", "一、查堤", "目录", "要编好。"]


def test_a_table_of_contents_without_an_end_takes_no_text() -> None:
    sheet = styles(style("1", title="heading 1"))
    entry = p(begin("TOC \\o") + r("一、查堤 3"))
    heading = p(r("一、查堤"), '<w:pStyle w:val="1"/>')
    lines = word(entry + heading + p(r("要查得细。")), {"styles.xml": sheet}).lines
    assert [line.place for line in lines] == [Place.CONTENTS, Place.BODY, Place.BODY]
    lines = word(p(r("提纲")) + entry + p(r("一、查堤")) + p(r("要查得细，各段逐处记下。"))).lines
    assert {line.place for line in lines} == {Place.BODY}


# --- headings ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        *(("heading 2", 2), ("Heading 9", 9), ("标题 3", 3), ("标题1", 1), ("标题二", 2), ("一级标题", 1)),
        *(("2级标题", 2), ("标题 1 Char", 0), ("小标题", 0), ("Title", 0), ("heading", 0)),
    ],
)
def test_names_of_heading_styles(title: str, expected: int) -> None:
    sheet = styles(style("x", title=title), style("y", title="自拟", based="x"))
    lines = word(p(r("甲"), '<w:pStyle w:val="x"/>') + p(r("乙"), '<w:pStyle w:val="y"/>'), {"styles.xml": sheet}).lines
    assert [line.style.level for line in lines] == [expected, expected]


# --- drawings ---------------------------------------------------------------------------------------------------


def test_a_watermark_is_read_as_words_of_the_header() -> None:
    art = (
        '<w:r><w:pict><v:shape id="PowerPlusWaterMarkObject1"><v:textpath string="内部学习"/></v:shape></w:pict></w:r>'
    )
    lines = word(p(r("正文")) + p(art), {"header1.xml": f"<w:hdr {NAMES}>{p(art)}</w:hdr>"}).lines
    assert [(line.text, line.place) for line in lines] == [
        ("正文", Place.BODY),
        ("内部学习", Place.TEXTBOX),
        ("内部学习", Place.HEADER),
    ]


def test_drawings_are_named_in_notes() -> None:
    drawing = '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="{}" descr="{}"/>{}</wp:inline></w:drawing></w:r>'
    diagram = '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/diagram"/></a:graphic>'
    seal = '<w:r><w:object><o:OLEObject ProgID="ESeal.Signature.1"/></w:object></w:r>'
    body = p(
        r("文")
        + drawing.format("图片 1", "河道", "")
        + drawing.format("图片 2", "公章", "")
        + drawing.format("图示 1", "", diagram)
        + seal
        + '<w:r><w:commentReference w:id="1"/></w:r>'
    )
    notes = {note.code: note.text for note in word(body).notes}
    assert list(notes) == ["pictures", "seals", "drawings", "comments"]
    assert "2" in notes["seals"] and "1" in notes["pictures"]


# --- documents within documents ---------------------------------------------------------------------------------


def chunk(name: str) -> str:
    return f'<w:altChunk r:id="{name}"/>'


def test_a_document_within_stands_in_its_place() -> None:
    table = f"<w:tbl><w:tr><w:tc>{p(r('{}'))}</w:tc><w:tc>{p(r('2'))}</w:tc></w:tr></w:tbl>"
    part = numbering([level(0, "chineseCounting", "%1、")])
    inner = package(table.format("内") + p(r("查堤"), listed(1)) + p("") + p(r("查闸")), {"numbering.xml": part})
    body = table.format("前") + p(r("甲")) + chunk("inner") + p(r("乙")) + table.format("后")
    lines = word(body, {"inner.docx": inner}).lines
    assert [line.text for line in lines] == ["前\t2", "甲", "内\t2", "一、查堤", "查闸", "乙", "后\t2"]
    assert [line.style.table for line in lines] == [1, 0, 2, 0, 0, 0, 3]
    assert lines[3].style.label == 2
    numbers = [line.number for line in lines]
    assert numbers == sorted(set(numbers))


def test_documents_in_cells_and_in_one_another() -> None:
    inner = package(p(r("最里")))
    middle = package(p(r("中间")) + chunk("inner"), {"inner.docx": inner})
    cell = f"<w:tc>{p(r('格'))}{chunk('middle')}</w:tc><w:tc>{p(r('二'))}</w:tc>"
    assert texts(word(f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>", {"middle.docx": middle})) == ["格 中间 最里\t二"]


def test_documents_that_stand_too_deep_are_a_problem() -> None:
    data = package(p(r("末")))
    for _ in range(6):
        data = package(p(r("层")) + chunk("inner"), {"inner.docx": data})
    manuscript = read(Path("a.docx"), data)
    assert texts(manuscript) == ["层"] * 3
    assert codes(manuscript) == ["embedded"]


def test_a_document_that_is_asked_for_again_and_again_is_read_once() -> None:
    manuscript = word(chunk("inner") * 5_000, {"inner.docx": package(p(r("查堤")))})
    assert (texts(manuscript), codes(manuscript)) == (["查堤"], ["embedded"])


def test_a_part_that_cannot_be_read_is_a_problem() -> None:
    manuscript = word(p(r("正文")) + chunk("bad") + chunk("missing"), {"bad.bin": b"\x00\x01\x02\x03"})
    assert texts(manuscript) == ["正文"]
    assert [(note.code, note.severity) for note in manuscript.notes] == [("embedded", Severity.PROBLEM)]


HTML = (
    '<!DOCTYPE html><html><head><meta charset="utf-8"><title>页</title></head>'
    "<body><h1>防汛提纲</h1><p>一、查堤</p><p>要查得细，各段堤防逐段走到，逐处记下，不漏一处险工。</p></body></html>"
)


def test_a_body_of_html() -> None:
    if not by_content(HTML.encode()):
        pytest.skip("no reader of HTML")
    manuscript = word(chunk("body"), {"body.htm": HTML.encode()})
    assert "".join(texts(manuscript)).startswith("防汛提纲一、查堤要查得细")
    assert manuscript.format == "docx"


# --- files that are something else ------------------------------------------------------------------------------


def test_a_word_file_under_another_name() -> None:
    manuscript = read(Path("提纲.doc"), package(p(r("查堤"))))
    assert (texts(manuscript), manuscript.format, codes(manuscript)) == (["查堤"], "docx", ["other-format"])


def test_text_under_the_name_of_word() -> None:
    manuscript = read(Path("提纲.doc"), "一、查堤\n二、查闸\n".encode("gb18030"))
    assert (texts(manuscript), manuscript.format) == (["一、查堤", "二、查闸"], "txt")


def test_html_under_the_name_of_word() -> None:
    if not by_content(HTML.encode()):
        pytest.skip("no reader of HTML")
    for name in ("提纲.doc", "提纲.docx"):
        manuscript = read(Path(name), HTML.encode())
        assert manuscript.format == "html"
        assert "other-format" in codes(manuscript)


def test_a_picture_under_the_name_of_word() -> None:
    with pytest.raises(ReadError) as caught:
        read(Path("提纲.doc"), b"\x89PNG\r\n\x1a\n0000")
    assert caught.value.code == "broken-file"
