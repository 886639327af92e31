"""A file that was not touched is not read; one that may have changed is."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from generator import stamps
from generator.cache import digest
from generator.stamps import SETTLED, Digests, settled, stamp_of, states


class Reader:
    """Reads files, and counts."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def __call__(self, file: Path) -> bytes:
        self.read.append(file.name)
        return file.read_bytes()


@pytest.fixture
def read() -> Reader:
    return Reader()


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file was last changed long ago."""
    now = time.time_ns
    monkeypatch.setattr(time, "time_ns", lambda: now() + 2 * SETTLED)


def known(folder: Path) -> Digests:
    return Digests(folder / "digests.msgpack")


@pytest.mark.usefixtures("later")
def test_an_untouched_file_is_read_once(tmp_path: Path, read: Reader) -> None:
    file = tmp_path / "书箱.txt"
    file.write_text("一", "utf-8")
    for _ in range(3):
        digests = known(tmp_path)
        assert digests.of(file, read) == digest("一".encode())
        digests.save()
    assert read.read == ["书箱.txt"]


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize("how", ["longer", "same length", "same length and time", "replaced", "touched"])
def test_a_touched_file_is_read_again(tmp_path: Path, read: Reader, how: str) -> None:
    file = tmp_path / "书箱.txt"
    file.write_text("一", "utf-8")
    digests = known(tmp_path)
    digests.of(file, read)
    digests.save()
    state = file.stat()
    if how == "replaced":
        other = tmp_path / "other"
        other.write_text("二", "utf-8")
        other.replace(file)
    elif how != "touched":
        file.write_text("二二" if how == "longer" else "二", "utf-8")
    if how == "touched":
        os.utime(file)
    elif how in ("same length and time", "replaced"):
        os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert known(tmp_path).of(file, read) == digest(file.read_bytes())
    assert len(read.read) == 2


def test_a_file_changed_just_before_it_was_read_is_read_again(tmp_path: Path, read: Reader) -> None:
    file = tmp_path / "书箱.txt"
    file.write_text("一", "utf-8")
    for _ in range(2):
        digests = known(tmp_path)
        digests.of(file, read)
        digests.save()
    assert len(read.read) == 2


@pytest.mark.usefixtures("later")
def test_only_what_was_asked_for_is_remembered(tmp_path: Path, read: Reader) -> None:
    one, other = tmp_path / "一.txt", tmp_path / "二.txt"
    for file in (one, other):
        file.write_text(file.stem, "utf-8")
    digests = known(tmp_path)
    digests.of(one, read)
    digests.of(other, read)
    digests.save()
    digests = known(tmp_path)
    digests.of(one, read)
    digests.save()
    known(tmp_path).of(other, read)
    assert read.read == ["一.txt", "二.txt", "二.txt"]


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize("data", [b"", b"\xc1", b"\x81\xa1x\x01", b"\x91" * 100_000])
def test_a_damaged_memory_is_none(tmp_path: Path, read: Reader, data: bytes) -> None:
    file = tmp_path / "书箱.txt"
    file.write_text("一", "utf-8")
    (tmp_path / "digests.msgpack").write_bytes(data)
    assert known(tmp_path).of(file, read) == digest("一".encode())


def test_what_cannot_be_read_is_the_reader_s_to_say(tmp_path: Path) -> None:
    def refuse(file: Path) -> bytes:
        raise RuntimeError(f"{file.name} is not there")

    with pytest.raises(RuntimeError, match=r"书箱\.txt"):
        known(tmp_path).of(tmp_path / "书箱.txt", refuse)


@pytest.mark.parametrize(("changed", "now", "vouches"), [(10, 10, False), (10, 9, False), (0, 3, True), (3, 4, False)])
def test_a_stamp_vouches_after_two_seconds(changed: int, now: int, vouches: bool) -> None:
    second = 1_000_000_000
    assert settled((1, changed * second, 0, 7), now * second) is vouches
    assert settled((1, 0, changed * second, 7), now * second) is vouches


def test_states_are_shared_by_all_links_to_a_file(tmp_path: Path) -> None:
    (tmp_path / "甲" / "乙").mkdir(parents=True)
    (tmp_path / "甲" / "乙" / "a.html").write_text("一", "utf-8")
    os.link(tmp_path / "甲" / "乙" / "a.html", tmp_path / "b.html")
    found = states(tmp_path)
    assert set(found) == {"甲/乙/a.html", "b.html"}
    assert len(set(found.values())) == 1
    assert states(tmp_path / "没有") == {}
    assert stamp_of(str(tmp_path / "b.html"))[0] == 3
    assert stamps.stamp_of(str(tmp_path / "b.html")) == stamp_of(str(tmp_path / "甲" / "乙" / "a.html"))
