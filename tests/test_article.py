"""The body of an outline's page is the same as HTML and as Markdown."""

from __future__ import annotations

from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from generator.catalogue import Surroundings
from generator.model import Block, Outline, Record, Section
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


def check(record: Record) -> None:
    composed = compose_outline(record, Surroundings())
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
        check(record)


TEXTS = st.text(
    alphabet="一是讲，。&<>\"'\\`*_{}[]()#+-.!|~^=:$@/%?; \t\n0129abcwxhp\x03é😀㊀", min_size=1, max_size=30
).filter(lambda text: text.strip("\x03 \t\n") != "")
BLOCKS = st.builds(
    Block,
    text=TEXTS,
    line=st.just(1),
    kind=st.sampled_from(["paragraph", "table", "verse", "salutation", "closing", "signature", "attachment"]),
)
SECTIONS = st.builds(
    Section,
    text=TEXTS.map(lambda text: " ".join(text.split())),
    depth=st.integers(1, 7),
    line=st.just(1),
    marker=st.integers(0, 3),
    blocks=st.lists(BLOCKS, max_size=2).map(tuple),
)


@given(st.lists(BLOCKS, max_size=2), st.lists(SECTIONS, max_size=4))
def test_any_outline(opening: list[Block], sections: list[Section]) -> None:
    check(Record("题.txt", "0" * 32, outline=Outline("题", opening=tuple(opening), sections=tuple(sections))))
