"""The table of inverse document frequencies is read as it stands."""

from __future__ import annotations

import statistics
from importlib.util import find_spec
from pathlib import Path

import pytest

from generator import frequencies
from generator.frequencies import USUAL, Frequencies


def table() -> dict[str, float]:
    spec = find_spec("jieba")
    assert spec and spec.origin
    lines = (Path(spec.origin).parent / "analyse" / "idf.txt").read_text("utf-8").splitlines()
    return {word: float(number) for word, number in map(str.split, lines)}


def test_every_word_of_the_table_has_its_number() -> None:
    known = frequencies.frequencies()
    assert {word: known[word] for word in list(table())[::50]} == dict(list(table().items())[::50])


def test_the_usual_number_is_the_median_of_the_table() -> None:
    assert statistics.median(table().values()) == USUAL


@pytest.mark.parametrize("word", ["", "苇塘清淤法", "a", "防", "防汛\n", " ", "12.5", "𠮷野家"])
def test_other_words_have_none(word: str) -> None:
    assert frequencies.frequencies()[word] == table().get(word, 0)


@pytest.mark.parametrize("end", ["", "\n", "\n\n"])
def test_lines_at_the_edges(end: str) -> None:
    known = Frequencies(f"堤防 9.5\n沙袋 12.25\n𠮷 7.0{end}")
    assert [known[word] for word in ("堤防", "沙袋", "𠮷", "堤", "防 9.5\n沙袋")] == [9.5, 12.25, 7, 0, 0]


def test_words_of_one_hash_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frequencies, "_FACTOR", 0)
    known = Frequencies("堤防 9.5\n沙袋 12.25\n泵站 7.0")
    assert [known[word] for word in ("沙袋", "泵站", "堤防", "闸门")] == [12.25, 7, 9.5, 0]


def test_what_was_asked_for_is_remembered_within_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frequencies, "_KNOWN", 2)
    known = Frequencies("堤防 9.5\n沙袋 12.25\n泵站 7.0")
    assert [known[word] for word in ("堤防", "沙袋", "泵站", "堤防")] == [9.5, 12.25, 7, 9.5]
    assert len(known) <= 2
