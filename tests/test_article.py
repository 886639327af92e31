"""The body of an outline's page is the same as HTML and as Markdown."""

from __future__ import annotations

from collections.abc import Collection
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from generator.article import block_ids, section_ids
from generator.catalogue import Link, Surroundings
from generator.gist import pieces
from generator.model import Block, Outline, Point, Record, Section
from generator.pages import compose_outline
from generator.pipeline import Options, understand
from generator.plugin.files import HARMLESS

ROOT = Path(__file__).parent.parent
SAMPLES = sorted(
    path
    for folder in ("content", "tests/golden", "tests/heldout")
    for path in (ROOT / folder).rglob("*")
    if path.suffix in {".txt", ".docx"}
)


class Events(HTMLParser):
    """The tags, attributes and text of a page; white space between blocks does not count."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.seen: list[object] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, *attrs))

    def handle_endtag(self, tag: str) -> None:
        self.seen.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        if data := "".join(data.split()):
            if self.seen and isinstance(self.seen[-1], list):
                self.seen[-1][0] += data
            else:
                self.seen.append([data])


def check(record: Record, phrases: Collection[str] = ()) -> None:
    around = Surroundings(phrases=tuple(Link(phrase, f"phrases/{index}.html") for index, phrase in enumerate(phrases)))
    composed = compose_outline(record, around, "甲/乙.md")
    converter = Markdown(extensions=sorted(HARMLESS))
    assert Events(converter.convert(composed.markdown)).seen == Events(composed.html).seen
    tokens = []
    due = list(converter.toc_tokens)  # type: ignore[attr-defined]
    while due:
        token = due.pop(0)
        tokens.append((token["level"], token["id"], "".join(unescape(token["name"]).split())))
        due = token["children"] + due
    assert tokens == [(one.level, one.id, "".join(unescape(one.title).split())) for one in composed.headings]


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: str(file.relative_to(ROOT)))
def test_samples(file: Path) -> None:
    record = understand(file.name, file, file.read_bytes(), Options())
    if record.outline:
        check(record, ["一", "的", "工作"])


TEXTS = st.text(
    alphabet="一是讲，。&<>\"'\\`*_{}[]()#+-.!|~^=:$@/%?; \t\n0129abcwxhp\x03é😀㊀", min_size=1, max_size=30
).filter(lambda text: text.strip("\x03 \t\n") != "")
KINDS: list[Any] = ["paragraph", "table", "verse", "salutation", "closing", "signature", "attachment"]


@st.composite
def blocks(draw: st.DrawFn) -> Block:
    text = draw(TEXTS)
    bounds = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6)))
    points = [
        Point(start, end, draw(st.integers(0, end - start)))
        for start, end in zip(bounds[::2], bounds[1::2], strict=False)
    ]
    return Block(text, 1, draw(st.sampled_from(KINDS)), tuple(points))


BLOCKS = blocks()
SECTIONS = st.builds(
    Section,
    text=TEXTS.map(lambda text: " ".join(text.split())),
    depth=st.integers(1, 7),
    line=st.just(1),
    marker=st.integers(0, 3),
    blocks=st.lists(BLOCKS, max_size=2).map(tuple),
)


PHRASES = st.text(alphabet="一是讲<&\"'*_-.:+/(1ac", min_size=1, max_size=3)


@given(st.lists(BLOCKS, max_size=2), st.lists(SECTIONS, max_size=4), st.sets(PHRASES, max_size=3))
def test_any_outline(opening: list[Block], sections: list[Section], phrases: set[str]) -> None:
    outline = Outline("题", opening=tuple(opening), sections=tuple(sections))
    check(Record("题.txt", "0" * 32, outline=outline), sorted(phrases))


@given(blocks())
def test_the_pieces_of_a_paragraph_are_its_text(block: Block) -> None:
    assert "".join(piece.text for piece in pieces(block)) == block.text


def shown(text: str, *points: str) -> list[tuple[str, str]]:
    marks = [Point(text.index(point), text.index(point) + len(point), 2) for point in points]
    return [(piece.kind, piece.text) for piece in pieces(Block(text, 1, points=tuple(marks)))]


@pytest.mark.parametrize(
    ("text", "gist"),
    [
        ("堤长十里。年年加高。", "堤长十里。"),
        ("老人说：“太费事。我不填了。”这话记了一夏。别忘。", "老人说：“太费事。我不填了。”这话记了一夏。"),
        ("老人说：“太费事。”", "老人说：“太费事。”"),
        ("守的是什么？守的是凭据。要守住。", "守的是什么？守的是凭据。"),
        ("守的是什么？", "守的是什么？"),
        ("三号库房（去年修过。）条件好些。仍要看。", "三号库房（去年修过。）条件好些。"),
        ("没有句号", "没有句号"),
    ],
)
def test_the_first_sentence_is_the_gist(text: str, gist: str) -> None:
    rest = [("rest", text.removeprefix(gist))] if text != gist else []
    assert shown(text) == [("gist", gist), *rest]


def test_points_and_what_leads_to_them_are_of_the_gist() -> None:
    text = "路修好了。车多了。下一步要做两件：一是限重；二是补坑。大家费心。"
    assert shown(text, "一是限重；", "二是补坑。") == [
        ("gist", "路修好了。"),
        ("rest", "车多了。"),
        ("gist", "下一步要做两件："),
        ("point", "一是限重；"),
        ("point", "二是补坑。"),
        ("rest", "大家费心。"),
    ]


def test_ids_of_paragraphs_stay_when_another_section_is_edited() -> None:
    def ids(*sections: Section) -> list[list[str]]:
        outline = Outline("题", opening=(Block("开场。", 1),), sections=sections)
        return block_ids(outline, section_ids(outline))

    one = Section("一、修堤", 1, 1, 2, blocks=(Block("甲。", 1), Block("乙。", 1)))
    two = Section("二、清渠", 1, 1, 2, blocks=(Block("丙。", 1),))
    assert ids(one, two) == [["开头.1"], ["修堤.1", "修堤.2"], ["清渠.1"]]
    longer = Section("一、修堤", 1, 1, 2, blocks=(*one.blocks, Block("丁。", 1)))
    assert ids(longer, Section("三、改水", 1, 1, 2), two)[-1] == ["清渠.1"]


def test_a_phrase_is_a_link_once_in_a_section() -> None:
    outline = Outline(
        "一张表怎么用",
        opening=(
            Block("一张表，还是一张表。", 1),
            Block("一张表\t甲", 2, kind="table"),
            Block("一张表", 3, kind="verse"),
        ),
        sections=(
            Section("一、一张表管到底", 1, 4, 2, blocks=(Block("先看。再看一张表。", 5), Block("一张表，一本账。", 6))),
        ),
    )
    around = Surroundings(phrases=(Link("一张表", "phrases/x.html"), Link("一本账", "phrases/y.html")))
    composed = compose_outline(Record("甲.txt", "0" * 32, outline=outline), around, "读书/旧/甲.md")

    def link(words: str, name: str) -> str:
        return f'<a class="phrase" href="../../phrases/{name}.html">{words}</a>'

    assert composed.html.splitlines() == [
        f'<p id="开头.1">{link("一张表", "x")}，还是一张表。</p>',
        '<table id="开头.2">',
        "<tr><td>一张表</td><td>甲</td></tr>",
        "</table>",
        '<p class="verse" id="开头.3">一张表</p>',
        '<h2 id="一张表管到底"><span class="marker">一、</span>一张表管到底</h2>',
        f'<p id="一张表管到底.1">先看。<span class="rest">再看{link("一张表", "x")}。</span></p>',
        f'<p id="一张表管到底.2">一张表，{link("一本账", "y")}。</p>',
    ]
