"""A source is offered as it is only where it holds nothing that its page does not show."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest

from generator.export.original import may_offer_original
from generator.model import Mask, Note, Record, Screening, Verdict
from generator.pipeline import Options, understand

LINES = (
    "守堤的人要守规矩",
    "同志们：",
    "一、看水要勤",
    "汛期每两小时看一次水尺，夜里也不间断，看完就记。",
    "二、交班要清",
    "交班的人把水位、险情、物资一样一样当面说清楚。",
    "谢谢大家。",
)
TEXT = "\r\n".join(LINES).encode("gb18030")


def record(data: bytes, name: str = "守堤.txt") -> Record:
    made = understand(name, Path(name), data, Options())
    assert made.outline and len(made.outline.sections) == 2
    return made


def word(*, author: str = "", footer: str = "", **properties: str) -> bytes:
    document = docx.Document()
    for line in LINES:
        document.add_paragraph(line)
    core = document.core_properties
    core.author, core.comments, core.title = author, "", ""
    for name, value in properties.items():
        setattr(core, name, value)
    if footer:
        document.sections[0].footer.paragraphs[0].text = footer
    stream = io.BytesIO()
    document.save(stream)
    # The template of python-docx brings a picture of the page and data of forms.
    return changed(stream.getvalue(), {"docProps/thumbnail.jpeg": None, "customXml": None})


def changed(data: bytes, parts: dict[str, bytes | None], within: dict[str, tuple[bytes, bytes]] | None = None) -> bytes:
    """A package with some parts, by the beginnings of their names, in place of its own, and words in it replaced."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(stream, "w") as target:
        for name in source.namelist():
            if any(name.startswith(start) for start in parts):
                continue
            content = source.read(name)
            for old, new in [pair for part, pair in (within or {}).items() if part == name]:
                assert old in content, name
                content = content.replace(old, new, 1)
            target.writestr(name, content)
        for name, added in parts.items():
            if added is not None:
                target.writestr(name, added)
    return stream.getvalue()


def offered(data: bytes, name: str = "守堤.docx", **more: Any) -> bool:
    return may_offer_original(replace(record(data, name), **more), data)


# --- what may be offered ----------------------------------------------------------------------------------------


def test_a_text_that_stands_whole_on_its_page() -> None:
    assert offered(TEXT, "守堤.txt")


def test_a_markdown_file_without_front_matter() -> None:
    text = "\n\n".join(["# " + LINES[0], LINES[1], "## " + LINES[2], LINES[3], "## " + LINES[4], *LINES[5:]])
    assert offered(text.encode(), "守堤.md")
    assert not offered(f"---\nspeaker: 某站站长\n---\n{text}".encode(), "守堤.md")


def test_a_word_file_of_words_only() -> None:
    assert offered(word())
    assert offered(word(title=LINES[0]))


def test_page_numbers_are_no_secret() -> None:
    assert offered(word(footer="— 1 —"))


# --- what may not -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "screening",
    [
        Screening(Verdict.WITHHOLD, "有密级标志"),
        Screening(Verdict.BANNER, notices=("仅供学习",)),
        Screening(masks=(Mask("phone", 4, 11),)),
        Screening(reason="第 1 行有密级标志；按档案管理者的指示发布：已解密"),
    ],
)
def test_screening_comes_first(screening: Screening) -> None:
    assert not offered(TEXT, "守堤.txt", screening=screening)


@pytest.mark.parametrize("line", ["砚边文库整理，更多讲稿请加会员", "仅供学习 禁止外传", "联系电话 13800000000"])
def test_nothing_set_aside_or_masked_is_given_away(line: str) -> None:
    data = "\r\n".join([line, *LINES, line]).encode()
    assert not may_offer_original(record(data), data)


def test_only_the_bytes_that_were_screened() -> None:
    assert not may_offer_original(record(TEXT), TEXT + "另有一句。".encode("gb18030"))


def test_only_formats_that_can_be_looked_through() -> None:
    page = f"<html><body>{''.join(f'<p>{line}</p>' for line in LINES)}<!-- 某人 --></body></html>".encode()
    assert not offered(page, "守堤.html")


@pytest.mark.parametrize("code", ["tracked-changes", "comments", "hidden-text", "embedded", "pictures", "other-format"])
def test_what_a_reader_left_out_keeps_the_file_back(code: str) -> None:
    assert not offered(TEXT, "守堤.txt", notes=(Note(code, "有"),))


@pytest.mark.parametrize(
    "properties",
    [
        {"author": "某某"},
        {"last_modified_by": "某某"},
        {"comments": "送某处审阅"},
        {"keywords": "某局"},
        {"title": "另一个题目的旧稿"},
    ],
)
def test_properties_name_nobody(properties: dict[str, str]) -> None:
    assert not offered(word(**properties))


DOCUMENT = "word/document.xml"
WORDS = LINES[3].encode()
RUN = b"<w:t>" + WORDS
HIDDEN = b'<w:t xml:space="preserve">' + "旧话".encode() + b"</w:t></w:r><w:r>" + RUN


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<w:r>" + RUN, b"<w:r><w:rPr><w:vanish/></w:rPr>" + HIDDEN),
        (b"<w:r>" + RUN, b'<w:del w:id="1"><w:r><w:delText>x</w:delText></w:r></w:del><w:r>' + RUN),
        (b"<w:r>" + RUN, b'<w:ins w:id="1" w:author="x"><w:r/></w:ins><w:r>' + RUN),
        (b"<w:r>" + RUN, b'<w:r><w:rPr><w:rPrChange w:id="1" w:author="x"/></w:rPr>' + RUN),
        (b"<w:r>" + RUN, b'<w:commentRangeStart w:id="1"/><w:r>' + RUN),
        (b"<w:r>" + RUN, b"<w:r><w:drawing/>" + RUN),
        (b"<w:r>" + RUN, b"<w:r><w:instrText> AUTHOR x </w:instrText></w:r><w:r>" + RUN),
        (b"<w:r>" + RUN, b"<w:sdt><w:sdtPr/></w:sdt><w:r>" + RUN),
    ],
    ids="hidden deleted inserted changed commented drawn author form".split(),
)
def test_a_word_file_with_more_in_it_than_words(old: bytes, new: bytes) -> None:
    assert not offered(changed(word(), {}, {DOCUMENT: (old, new)}))


@pytest.mark.parametrize(
    "part",
    [
        "word/comments.xml",
        "word/people.xml",
        "word/media/image1.png",
        "word/vbaProject.bin",
        "word/embeddings/a.xlsx",
        "customXml/item1.xml",
        "docProps/custom.xml",
    ],
)
def test_a_word_file_with_other_parts(part: str) -> None:
    properties = b"<Properties><property name='ICV'>1</property></Properties>"
    assert not offered(changed(word(), {part: properties}))


def test_what_an_office_program_says_of_itself_is_no_matter() -> None:
    properties = b"<Properties><property name='KSOProductBuildVer'>2052</property></Properties>"
    assert offered(changed(word(), {"docProps/custom.xml": properties}))
    app = b"<Properties><Application>Word</Application><Company>{}</Company></Properties>"
    assert offered(changed(word(), {"docProps/app.xml": app.replace(b"{}", b"")}))
    assert not offered(changed(word(), {"docProps/app.xml": app.replace(b"{}", "某局".encode())}))


def test_a_template_elsewhere_is_named_by_a_path() -> None:
    link = b"<Relationships><Relationship Id='r' Target='file:///C:/x.dot' TargetMode='External'/></Relationships>"
    assert not offered(changed(word(), {"word/_rels/settings.xml.rels": link}))


def test_words_behind_the_package() -> None:
    data = word()
    assert not offered(data[:-2] + b"\x04\x00note")
