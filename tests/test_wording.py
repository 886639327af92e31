"""The words of an outline are cut once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from generator import words
from generator.facts import describe
from generator.model import Manuscript, Outline
from generator.pipeline import Options, searched, understand
from generator.wording import Wording

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


def test_headings_are_put_together_from_their_parts(outline: Outline) -> None:
    wording = Wording()
    wording.put_together(outline)
    for section in outline.sections:
        assert "".join(wording[section.text]) == section.text
        parts = (section.text[: section.marker], section.text[section.marker :])
        assert wording[section.text] == [word for part in parts for word in words.segment(part)]
    (runin,) = (section for section in outline.sections if section.runin and section.text.startswith("一、"))
    line = runin.blocks[0].text.splitlines()[0]
    assert wording[runin.text + line] == wording[runin.text] + words.segment(line)


def test_an_outline_is_cut_once(monkeypatch: pytest.MonkeyPatch) -> None:
    cut: list[str] = []

    def segment(text: str) -> list[str]:
        cut.append(text)
        return words.segment(text)

    monkeypatch.setattr("generator.wording.segment", segment)
    path, wording = Path("移交.txt"), Wording()
    record = understand("移交.txt", path, TEXT.encode(), Options(), wording=wording)
    assert [text for text in cut if len(text) > 10]
    cut.clear()
    whole = searched(record, wording)
    assert not [text for text in cut if len(text) > 10]
    assert searched(record) == whole
    assert [text for text in cut if len(text) > 10]


def test_facts_are_the_same_with_and_without(outline: Outline) -> None:
    manuscript = Manuscript("txt", ())
    assert describe(outline, manuscript, wording=Wording()) == describe(outline, manuscript)


def test_parts_of_speech_are_those_of_the_whole_text() -> None:
    # 初心 alone falls apart into two words; in a text it is one, and a noun.
    said: Sequence[str] = ["不忘初心，守好档案。"] * 3
    assert "初心" in words.keywords(said)
