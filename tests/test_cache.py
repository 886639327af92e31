"""A cache file is what it should be, or it is as good as absent."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.cache import Cache, code_version, digest
from generator.catalogue import Card, Entry, Status
from generator.model import (
    Block,
    Facts,
    Mask,
    Note,
    Outline,
    Point,
    Record,
    Role,
    Scrap,
    Screening,
    Section,
    Severity,
    Verdict,
)

KEY = "ab" + "0" * 30
RECORD = Record(
    path="读书/书箱.txt",
    digest="0" * 32,
    format="txt",
    encoding="gb18030",
    outline=Outline(
        title="书箱下乡的发言",
        title_line=1,
        byline=(Scrap(Role.DATE, "2024年5月", 2),),
        opening=(Block("各位同事：", 3, "salutation"),),
        sections=(
            Section("一、送得勤。", 1, 4, 2, True, (Block("一是送，二是收。", 4, points=(Point(0, 4, 2),)),)),
            Section("表", 2, 5, blocks=(Block("村\t册数", 6, "table"),)),
        ),
        set_aside=(Scrap(Role.NOTICE, "仅供学习", 9),),
        confidence=0.75,
        notes=(Note("mixed-family", "换了序号样式", 4),),
    ),
    facts=Facts(genre="发言", date="2024-05", characters=30, minutes=0.1, keywords=("书箱",), tags=("阅读",)),
    screening=Screening(Verdict.BANNER, notices=("仅供学习",), masks=(Mask("phone", 4, 11),)),
    notes=(Note("masked", "隐去联系方式", 4), Note("broken-yaml", "坏", 0, Severity.PROBLEM)),
)
ENTRY = Entry(
    path="读书/书箱.txt",
    address="读书/书箱.md",
    key=KEY,
    status=Status.PUBLISHED,
    card=Card("读书/书箱.txt", "读书/书箱.md", "书箱", headings=(("一、", "送得勤"),), restricted=True),
    problems=(Note("broken-yaml", "坏", severity=Severity.PROBLEM),),
    codes=("skip", "ocr"),
    confidence=0.75,
)
WITHHELD = Entry("密.txt", "密.md", "cd" * 16, Status.WITHHELD, reason="第 1 行有密级标志")


def record_file(folder: Path) -> Path:
    return folder / "records" / "ab" / f"{KEY}.msgpack"


def test_a_record_comes_back_as_it_was(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    assert cache.load(KEY) is None
    assert KEY not in cache.kept()
    cache.store(KEY, RECORD)
    assert cache.kept() == {KEY}
    assert Cache(tmp_path).load(KEY) == RECORD
    assert cache.load("cd" * 16) is None


def test_entries_and_page_keys_come_back(tmp_path: Path) -> None:
    assert Cache(tmp_path).load_entries() == {}
    assert Cache(tmp_path).load_pages() == {}
    Cache(tmp_path).store_entries([ENTRY, WITHHELD])
    Cache(tmp_path).store_pages({"读书/书箱.md": "k"})
    assert Cache(tmp_path).load_entries() == {ENTRY.path: ENTRY, WITHHELD.path: WITHHELD}
    assert Cache(tmp_path).load_pages() == {"读书/书箱.md": "k"}


DEEP = b"\x91" * 100_000
DAMAGED = {
    "empty": b"",
    "text": "不是缓存".encode(),
    "nil": b"\xc0",
    "cut": msgspec.msgpack.encode(RECORD)[:-3],
    "more": msgspec.msgpack.encode(RECORD) + b"\xc0",
    "a list": msgspec.msgpack.encode([1, 2]),
    "another kind": msgspec.msgpack.encode({"a": {"b": 1}}),
    "no utf-8": b"\x82\xa4path\xa1\xff\xa6digest\xa1x",
    "no utf-8 in a list": b"\x91\x81\xa4path\xa1\xff",
    "no utf-8 in a mapping": b"\x81\xa1\xff\xa1x",
    "deep": DEEP,
    "deep where it is passed over": b"\x81\xa1x" + DEEP,
    "deep in a list": b"\x91\x81\xa1x" + DEEP,
}


@pytest.mark.parametrize("data", DAMAGED.values(), ids=DAMAGED)
def test_damage_is_absence(tmp_path: Path, data: bytes) -> None:
    cache = Cache(tmp_path)
    cache.store(KEY, RECORD)
    record_file(tmp_path).write_bytes(data)
    (tmp_path / "entries.msgpack").write_bytes(data)
    (tmp_path / "pages.msgpack").write_bytes(data)
    assert cache.load(KEY) is None
    assert cache.load_entries() == {}
    assert cache.load_pages() == {}
    cache.store(KEY, RECORD)
    assert cache.load(KEY) == RECORD


@settings(max_examples=50)
@given(data=st.data())
def test_any_damage_is_a_value_of_the_kind_or_absence(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("c", numbered=True)
    cache = Cache(folder)
    cache.store(KEY, RECORD)
    whole = bytearray(record_file(folder).read_bytes())
    at = data.draw(st.integers(0, len(whole) - 1))
    whole[at] = data.draw(st.integers(0, 255))
    record_file(folder).write_bytes(whole)
    assert isinstance(cache.load(KEY), Record | None)
    (folder / "entries.msgpack").write_bytes(whole)
    assert cache.load_entries() == {}


def test_a_folder_in_a_file_s_place_is_absence(tmp_path: Path) -> None:
    record_file(tmp_path).mkdir(parents=True)
    cache = Cache(tmp_path)
    assert cache.load(KEY) is None
    assert KEY not in cache.kept()


def test_prune_keeps_what_is_asked_for(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    other, third = "ab" + "1" * 30, "cd" * 16
    for key in (KEY, other, third):
        cache.store(key, RECORD)
    cache.store_entries([ENTRY])
    cache.prune({KEY, "ee" * 16})
    assert cache.kept() == {KEY}
    assert sorted(path.name for path in (tmp_path / "records").iterdir()) == ["ab"]
    assert cache.load_entries() == {ENTRY.path: ENTRY}


@given(st.lists(st.binary(max_size=4), max_size=4), st.lists(st.binary(max_size=4), max_size=4))
def test_digest_tells_parts_apart(one: list[bytes], other: list[bytes]) -> None:
    assert (digest(*one) == digest(*other)) is (one == other)
    assert len(digest(*one)) == 32


def test_digest_is_the_same_in_every_run() -> None:
    assert digest() == "cae66941d9efbd404e4d88758ea67670"
    assert digest("提纲".encode()) == digest("提纲".encode())
    assert digest(b"a", b"bc") != digest(b"ab", b"c") != digest(b"abc")


def test_the_code_has_a_version() -> None:
    assert code_version() == code_version()
    assert len(code_version()) == 32


def test_the_version_of_the_code_changes_with_its_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from generator import cache

    folder = tmp_path / "generator"
    (folder / "readers").mkdir(parents=True)
    monkeypatch.setattr(cache, "__file__", str(folder / "cache.py"))
    seen = set()
    for name in ("cache.py", "readers/text.py", "costs.toml", "stopwords.txt"):
        for text in ("一", "二"):
            (folder / name).write_text(text, "utf-8")
            seen.add(cache.code_version.__wrapped__())
    assert len(seen) == 8
    (folder / "readers" / "text.pyc").write_text("三", "utf-8")
    assert cache.code_version.__wrapped__() in seen
    monkeypatch.setattr("importlib.metadata.version", lambda name: "99")
    assert cache.code_version.__wrapped__() not in seen
