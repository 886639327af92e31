"""The search index: its numbers, its units, and that the same documents give the same files."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import lazy_pinyin
from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

from generator import search
from generator.cache import digest
from generator.pinyin import said, syllable
from generator.pipeline import Options, understand
from generator.search import index, sorting
from generator.search.folding import fold, years
from generator.search.numbers import CODES, write

VALUES = {character: code for code, character in enumerate(bytes(CODES).decode())}
TEXT = (
    "把书箱送到村口的发言\n（2024年5月8日）\n各位同事：\n一是送得勤，让每村都看到。每逢集日，书箱就摆在供销社门口，“流动书箱”有了名气。\n"
    "二是收得齐，让每本书都有下落。借出去的书写在一个本子上，月底对一次账。\n"
)


def decoded(text: str) -> list[int]:
    """The values of numbers one after another, as docs/search-index.md says."""
    found, value, scale = [], 0, 1
    for character in text:
        code = VALUES[character]
        if code < 75:
            found.append(value + scale * code)
            value, scale = 0, 1
        else:
            value, scale = value + scale * (code - 75), scale * 16
    return found


@given(st.lists(st.integers(0, 90) | st.integers(1190, 1210) | st.integers(0, 10**9), min_size=1))
def test_numbers_read_back(numbers: list[int]) -> None:
    text, ends = write(np.array(numbers, dtype=np.int64))
    assert decoded(text.decode()) == numbers
    assert ends[-1] == len(text)


@pytest.mark.parametrize(
    ("text", "stream"),
    [
        ("ＧＤＰ 增速（１２）", "gdp增速12"),
        ("後來，發展", "后来发展"),
        ("二○一一年", "二〇一一年"),
        ("①", "1"),
        ("——", ""),
    ],
)
def test_folding(text: str, stream: str) -> None:
    assert fold(text) == stream


@pytest.mark.parametrize(
    ("text", "dated"),
    [("二〇一一年", "2011年"), ("二零二四年", "2024年"), ("三二一〇年", "三二一〇年"), ("一二三四", "一二三四")],
)
def test_years(text: str, dated: str) -> None:
    assert years(text) == dated


@given(st.text())
def test_folding_goes_a_character_at_a_time(text: str) -> None:
    assert fold(text) == "".join(map(fold, text))


@given(
    st.lists(st.sampled_from("大有可为 重要 银行 行长 长风破浪 长风破 〇 女 𠮷 吕 ai ü B".split()), min_size=1),
    st.integers(0, 3),
)
def test_words_are_said_as_pypinyin_says_them(pieces: list[str], cut: int) -> None:
    word = "".join(pieces)[cut:]
    theirs = " ".join(lazy_pinyin(word))
    assert said(word) == (theirs if re.fullmatch("[a-z]+( [a-z]+)*", theirs) else "")


@pytest.mark.slow
def test_all_phrases_are_said_as_pypinyin_says_them() -> None:
    syllables = re.compile("[a-z]+( [a-z]+)*")
    for word in (*PHRASES_DICT, *map(chr, PINYIN_DICT)):
        theirs = " ".join(lazy_pinyin(word))
        assert said(word) == (theirs if syllables.fullmatch(theirs) else "")


@pytest.mark.slow
def test_characters_are_said_as_pypinyin_says_them() -> None:
    for character in map(chr, (*range(0x3000), *PINYIN_DICT)):
        assert syllable(character) == "".join(lazy_pinyin(character))


def document(number: int, text: str = TEXT) -> search.Searchable:
    record = understand(f"{number}.txt", Path(f"{number}.txt"), text.encode(), Options())
    return search.searchable(record)


def test_units_of_an_outline() -> None:
    made = document(1)
    units = list(made.units())
    bodies = len(made.bodies)
    assert units[0] == ("把书箱送到村口的发言",)
    assert units[1] == made.bodies[0].paragraphs
    assert units[bodies + 2] == ("流动书箱",)
    assert units[bodies + 3] == (made.headings[0].text,)
    assert [heading.text[:2] for heading in made.headings] == ["一是", "二是"]
    body = next(body for body in made.bodies if body.section == 0)
    assert body.runin
    assert body.paragraphs[0].startswith("一是送得勤，让每村都看到。每逢集日")


def test_a_page_written_by_hand() -> None:
    html = (
        '<h1 id="关于">关于</h1><p>先说两句。</p><h2 id="怎么用">怎么用</h2><ul><li>双击打开</li></ul><p>就这样。</p>'
    )
    made = search.from_html("关于", html)
    assert [heading.id for heading in made.headings] == ["怎么用"]
    assert [(body.section, body.paragraphs) for body in made.bodies] == [
        (-1, ("先说两句。",)),
        (0, ("双击打开", "就这样。")),
    ]


def files(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*.js")}


def update(folder: Path, texts: list[str]) -> dict[str, bytes]:
    entries = {f"{n}.html": search.entry(document(n, text)) for n, text in enumerate(texts)}
    search.update(
        folder, {url: digest(data) for url, data in entries.items()}, lambda url: search.read(entries[url], url)
    )
    return files(folder / "site")


def test_the_files_depend_on_the_documents_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [TEXT.replace("书箱", name) for name in ("书箱", "沙袋", "案卷", "钥匙")] * 20
    monkeypatch.setattr(index, "SHARD", 1_000)
    whole = update(tmp_path / "whole", texts)
    assert sum(name.startswith("grams/") for name in whole) > 1
    assert sum(name.startswith("text/") for name in whole) == 80
    # In parts, and over the files of another archive.
    monkeypatch.setattr(sorting, "AT_ONCE", 500)
    update(tmp_path / "again", texts[:7])
    assert update(tmp_path / "again", texts) == whole


def test_what_was_kept_and_is_damaged_is_made_anew(tmp_path: Path) -> None:
    texts = [TEXT, TEXT.replace("书箱", "沙袋")]
    whole = update(tmp_path, texts)
    for name in ("state.msgpack", "counts.msgpack", "streams", "said"):
        kept = tmp_path / "kept" / name
        for data in (kept.read_bytes()[:-1], b""):
            kept.write_bytes(data)
            assert update(tmp_path, texts) == whole
        kept.unlink()
        assert update(tmp_path, texts) == whole


def test_what_is_kept_is_written_after_what_there_is_until_too_much_is_of_no_use(tmp_path: Path) -> None:
    texts = [TEXT.replace("书箱", name) for name in ("书箱", "沙袋", "案卷", "钥匙") * 2]
    update(tmp_path, texts)
    streams = tmp_path / "kept" / "streams"
    before = streams.read_bytes()
    one = len(before) // len(texts)
    sizes = []
    for number in range(8):
        texts[number] += "三是说得清。\n"
        update(tmp_path, texts)
        sizes.append(streams.stat().st_size)
        assert number or streams.read_bytes().startswith(bytes(one) + before[one : 7 * one])
    assert sizes[0] > len(before) + one
    assert max(sizes) < 14 * one
    assert any(after < before for before, after in pairwise(sizes))
    assert files(tmp_path / "site") == update(tmp_path / "clean", texts)


def test_an_entry_with_one_wrong_bit_is_none() -> None:
    whole = search.entry(document(1))
    assert search.read(whole, "1.html").facts.date == "2024-05-08"
    for place in range(0, len(whole), 7):
        with pytest.raises(msgspec.MsgspecError):
            search.read(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :], "1.html")
        with pytest.raises(msgspec.MsgspecError):
            search.read(whole[:place], "1.html")


def test_an_empty_archive_has_an_index(tmp_path: Path) -> None:
    assert b'"documents":0' in update(tmp_path, [])["manifest.js"]


def test_a_document_of_very_many_headings_keeps_its_units_few() -> None:
    lines = "\n".join(f"{number}.第{number}件事\n这件事要记在账上。" for number in range(1, 3001))
    made = document(1, f"一件一件说清楚\n\n{lines}\n")
    units = list(made.units())
    assert len(units) < 8192
    assert any("2999" in text for unit in units for text in unit)
