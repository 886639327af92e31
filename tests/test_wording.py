"""The words of an outline are kept and come back as they were cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from generator import search, words
from generator.facts import describe
from generator.model import Manuscript, Outline
from generator.pipeline import Options, understand
from generator.wording import Wording, texts

TEXT = """在全市档案工作会议上的讲话

同志们：
今天开会，部署档案移交工作。

一、抓好移交。各单位要在六月底前移交到位，库房要留足位置。
移交清单一式两份，\t由双方签字。
（一）清点。先清点后装箱，装箱单贴在箱外。
二、管好库房。
库房温湿度每天记两次，记录见 https://example.com/{address} 。
"""


@pytest.fixture
def outline() -> Outline:
    record = understand("移交.txt", Path("移交.txt"), TEXT.replace("{address}", "a" * 300).encode(), Options())
    assert record.outline is not None
    return record.outline


def test_words_come_back(outline: Outline) -> None:
    wording = Wording()
    kept = wording.kept(outline)
    again = Wording.of(outline, kept)
    for text in texts(outline):
        assert "".join(again[text]) == text
        if "example.com" not in text:
            assert again[text] == wording[text] == words.segment(text)
    long = next(text for text in texts(outline) if "example.com" in text)
    assert [len(word) for word in again[long] if set(word) <= {"a"}] == [255, 45]


def test_what_was_kept_saves_cutting(outline: Outline, monkeypatch: pytest.MonkeyPatch) -> None:
    path = Path("移交.txt")
    record = understand("移交.txt", path, TEXT.encode(), Options())
    cut: list[str] = []

    def segment(text: str) -> list[str]:
        cut.append(text)
        return words.segment(text)

    monkeypatch.setattr("generator.wording.segment", segment)
    whole = search.entry(search.searchable(record, "移交.html"))
    assert not [text for text in cut if len(text) > 10]
    assert record.outline is not None
    assert any(section.runin for section in record.outline.sections)
    cut.clear()
    anew = search.entry(search.searchable(replace(record, words=b""), "移交.html"))
    assert [text for text in cut if len(text) > 10]
    assert len(anew) == len(whole)


@pytest.mark.parametrize("kept", [b"", b"\x03\x00\x04", bytes(range(1, 200)), b"\x00" * 40])
def test_damage_cuts_anew(outline: Outline, kept: bytes) -> None:
    wording = Wording.of(outline, kept)
    for text in texts(outline):
        assert "".join(wording[text]) == text


def test_facts_are_the_same_with_and_without(outline: Outline) -> None:
    manuscript = Manuscript("txt", ())
    assert describe(outline, manuscript, wording=Wording()) == describe(outline, manuscript)


def test_parts_of_speech_are_those_of_the_whole_text() -> None:
    # 初心 alone falls apart into two words; in a text it is one, and a noun.
    said: Sequence[str] = ["不忘初心，守好档案。"] * 3
    assert "初心" in words.keywords(said)
