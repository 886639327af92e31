"""What the files of the index say is what stands in the documents; and they come out the same by any way of updates."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from search_reader import Index

from generator import search, words
from generator.search import index, kept, shards, sorting, vocabulary
from generator.search.folding import fold, years
from generator.search.units import Body, Heading, Searchable
from generator.stamps import states

# Few words, so that the same characters meet in many ways.
WORDS = st.sampled_from(
    "安全 生产 安 全 全生产 隐患 排查 ，。 、“台账” 二〇二四年 一九 年 後來 ＧＤＰ gdp 2024年 𠮷 ① ⑩ \x02 的".split()
)
LINE = st.lists(WORDS, min_size=1, max_size=12).map("".join)


@st.composite
def documents(draw: st.DrawFn) -> Searchable:
    headings = draw(st.lists(LINE, max_size=3))
    bodies = draw(st.lists(st.tuples(st.integers(-1, len(headings) - 1), st.lists(LINE, min_size=1, max_size=3))))
    return Searchable(
        title=(draw(LINE),),
        facts=tuple(draw(st.lists(LINE, max_size=2))),
        headings=tuple(Heading(f"h{number}", 1, text) for number, text in enumerate(headings)),
        bodies=tuple(Body(section, False, tuple(texts)) for section, texts in bodies),
        genre=draw(st.sampled_from(["", "讲话", "汇报"])),
        topics=tuple(draw(st.lists(st.sampled_from(["台账", "隐患"]), unique=True))),
        date=draw(st.sampled_from(["", "2024", "2024-06", "1999-12-31"])),
    )


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything that is done for large archives only is done for a few documents."""
    monkeypatch.setattr(index, "SHARD", 300)
    monkeypatch.setattr(sorting, "AT_ONCE", 60)
    monkeypatch.setattr(index, "FEW", 1)
    monkeypatch.setattr(kept, "AT_ONCE", 100)
    monkeypatch.setattr(kept, "TOGETHER", 2)
    monkeypatch.setattr(shards, "CUT", 5)
    monkeypatch.setattr(shards, "OWN", 3)
    monkeypatch.setattr(vocabulary, "SMALL", 3)
    monkeypatch.setattr(vocabulary, "SIZE", 200)


def update(folder: Path, archive: Mapping[str, Searchable]) -> Path:
    entries = {url: search.entry(document) for url, document in archive.items()}
    keys = {url: str(hash(entry)) for url, entry in entries.items()}
    before = states(folder / "site")
    written = index.update(folder, keys, lambda url: search.read(entries[url], url, ("", "防汛")[len(url) % 2]))
    after = states(folder / "site")
    if written is not None:  # what it did is known
        assert {path for path in before | after if before.get(path) != after.get(path)} <= written
    return folder / "site"


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def streams(document: Searchable) -> Iterator[tuple[int, str]]:
    """(unit, stream) of every paragraph, once more with its years in digits."""
    for unit, paragraphs in enumerate(document.units()):
        for text in paragraphs:
            yield unit, fold(text)
            yield unit, years(fold(text))


def grams(document: Searchable, length: int) -> set[tuple[str, int]]:
    return {
        (stream[at : at + length], unit) for unit, stream in streams(document) for at in range(len(stream) - length + 1)
    }


@pytest.mark.slow
@settings(max_examples=40)
@given(st.lists(documents(), min_size=1, max_size=12))
def test_every_substring_is_found_where_it_stands(archive: list[Searchable]) -> None:
    with TemporaryDirectory() as folder:
        made = Index(update(Path(folder), {f"{number:02}.html": one for number, one in enumerate(archive)}))
        pairs: dict[str, set[tuple[int, int]]] = {}
        for number, one in enumerate(archive):
            for gram, unit in grams(one, 2):
                pairs.setdefault(gram, set()).add((number, unit))
        for pair, places in pairs.items():
            assert made.units(pair) == places
        threes = [{gram for gram, _ in grams(one, 3)} for one in archive]
        for three in set().union(*threes):
            assert made.find(three) == {number for number, own in enumerate(threes) if three in own}
        assert made.find("无") == set()


@pytest.mark.slow
@settings(max_examples=40)
@given(st.lists(documents(), min_size=1, max_size=8))
def test_weights_of_characters_and_words_of_their_own(archive: list[Searchable]) -> None:
    with TemporaryDirectory() as folder:
        made = Index(update(Path(folder), {f"{number:02}.html": one for number, one in enumerate(archive)}))
        for character in {gram for one in archive for gram, _ in grams(one, 1)}:
            assert made.weights(character) == {
                number: weight for number, one in enumerate(archive) if (weight := _weight(one, character)) is not None
            }
        own = [_own_words(one) for one in archive]
        for pair in {gram for one in archive for gram, _ in grams(one, 2)}:
            assert made.clean(pair) == {number for number, words in enumerate(own) if pair in words}


def _weight(document: Searchable, character: str) -> int | None:
    count = heading = title = 0
    for unit, paragraphs in enumerate(document.units()):
        for text in paragraphs:
            stream = fold(text)
            here = sum(form.count(character) for form in {stream, years(stream)})
            count += here
            title |= unit == 0 and here > 0
            heading |= unit >= 3 + len(document.bodies) and here > 0
    return min(3, int(math.log2(count))) + 4 * heading + 8 * title if count else None


def _own_words(document: Searchable) -> set[str]:
    """Two characters from a word's beginning to a word's end, in the streams."""
    found = set()
    for paragraphs in document.units():
        for text in paragraphs:
            folded = [fold(word) for word in words.segment(text)]
            edges = {sum(map(len, folded[:at])) for at in range(len(folded) + 1)}
            for stream in (fold(text), years(fold(text))):
                found |= {stream[at : at + 2] for at in edges if at + 2 in edges}
    return found


NAMES = st.sampled_from([f"{number:02}.html" for number in range(12)])
CHANGES = st.lists(st.dictionaries(NAMES, st.none() | documents(), min_size=1, max_size=3), max_size=4)


@pytest.mark.slow
@settings(max_examples=40)
@given(st.dictionaries(NAMES, documents(), max_size=10), CHANGES)
def test_after_any_changes_the_files_are_those_of_a_clean_build(
    archive: dict[str, Searchable], changes: list[dict[str, Searchable | None]]
) -> None:
    with TemporaryDirectory() as folder:
        update(Path(folder, "kept"), archive)
        for number, change in enumerate(changes):
            archive = {url: one for url, one in (archive | change).items() if one}
            before = times(Path(folder, "kept", "site"))
            site = update(Path(folder, "kept"), archive)
            clean = files(update(Path(folder, str(number)), archive))
            assert files(site) == clean
            same = {name for name, data in files(site).items() if before.get(name, (0, b""))[1] == data}
            after = times(site)
            assert all(before[name][0] == after[name][0] for name in same)


def times(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {name: ((folder / name).stat().st_mtime_ns, data) for name, data in files(folder).items()}
