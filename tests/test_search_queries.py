"""The graded queries list exactly the outlines that they match, by a plain scan of the published text."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypedDict

import pytest
import yaml

from generator import pipeline, sources
from generator.model import Outline, Record

ROOT = Path(__file__).parent.parent
CONTENT = ROOT / "content"
DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")


class Query(TypedDict):
    query: str
    kind: str
    why: str
    relevant: dict[str, int]


@dataclass(frozen=True)
class Text:
    """The paragraphs of a document, folded: what is surely searched, and what may be searched as well."""

    page: bool
    sure: tuple[str, ...]
    joined: tuple[str, ...]
    """Run-in headings with the body that follows in their paragraph."""
    facts: tuple[str, ...]


QUERIES: list[Query] = yaml.safe_load((ROOT / "tests" / "search" / "queries.yml").read_text("utf-8"))


def fold(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).lower()
    return re.sub("[〇零一二三四五六七八九]{4}(?=年)", lambda year: year[0].translate(DIGITS), text)


def paragraphs(outline: Outline) -> Iterator[str]:
    yield from (outline.title, outline.subtitle)
    yield from (scrap.text for scrap in outline.byline)
    yield from (section.text for section in outline.sections)
    for block in outline.blocks():
        yield from block.text.split("\n")


def facts(record: Record) -> Iterator[str]:
    known, said = record.facts, record.directions
    yield from (known.genre, known.occasion, known.speaker, *known.tags)
    yield from (said.title, said.genre, said.occasion, said.speaker, *said.tags)
    yield Path(record.path).stem
    for date in (known.date, said.date):
        yield date
        yield "".join(f"{int(part)}{unit}" for part, unit in zip(date.split("-"), "年月日", strict=False) if part)


@cache
def archive() -> dict[str, Text]:
    texts = {}
    for file in sorted(CONTENT.rglob("*")):
        if file.suffix not in (".txt", ".md", ".docx"):
            continue
        path, data = file.relative_to(CONTENT).as_posix(), file.read_bytes()
        record = pipeline.understand(path, file, data, pipeline.Options())
        outline = record.outline
        assert outline is not None, path
        joined = [s.text + s.blocks[0].text for s in outline.sections if s.runin and s.blocks]
        texts[path] = Text(
            page=sources.is_page(path, data),
            sure=tuple(map(fold, paragraphs(outline))),
            joined=tuple(map(fold, joined)),
            facts=tuple(map(fold, facts(record))),
        )
    return texts


def patterns(query: str, whole: bool) -> list[re.Pattern[str]]:
    """A pattern for each word; ``whole``: a number or Latin word at its edge does not go on."""
    found = []
    for word in re.findall(r'"[^"]*"|\S+', query):
        characters = [re.escape(character) for character in fold(word) if character.isalnum()]
        before = "(?<![0-9a-z])" if whole and characters[0].isascii() else ""
        after = "(?![0-9a-z])" if whole and characters[-1].isascii() else ""
        found.append(re.compile(before + r"[\W_]*".join(characters) + after))
    return found


def matches(query: str, *, whole: bool = False, joined: bool = True, facts: bool = False) -> set[str]:
    words = patterns(query, whole)
    found = set()
    for path, text in archive().items():
        searched = text.sure + (text.joined if joined else ()) + (text.facts if facts else ())
        if all(any(word.search(paragraph) for paragraph in searched) for word in words):
            found.add(path)
    return found


def test_there_are_sixty_queries_of_many_kinds() -> None:
    assert len(QUERIES) == 60
    assert len({query["query"] for query in QUERIES}) == 60
    kinds = Counter(query["kind"] for query in QUERIES)
    assert len(kinds) >= 6
    assert min(kinds.values()) >= 3


def test_every_listed_path_is_an_outline() -> None:
    listed = {path for query in QUERIES for path in query["relevant"]}
    assert listed <= {path for path, text in archive().items() if not text.page}
    assert all((CONTENT / path).is_file() for path in listed)


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query["query"])
def test_query(query: Query) -> None:
    assert set(query) == {"query", "kind", "why", "relevant"}
    assert query["why"].strip()
    listed = query["relevant"]
    assert all(type(grade) is int and 1 <= grade <= 3 for grade in listed.values())
    words = query["query"]
    assert matches(words) == set(listed)
    # What the query language leaves open makes no difference to the queries.
    assert matches(words, joined=False) == set(listed), "hangs on a run-in heading"
    assert matches(words, whole=True) == set(listed), "hangs on a part of a number"
    assert matches(words, facts=True) == set(listed), "hangs on the keeper's facts"
