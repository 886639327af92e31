"""Files are whole or not there, and left alone when nothing changed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import storage

OLD = "旧目录".encode()
NEW = "新编目录".encode()


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_write_makes_the_folders_above(tmp_path: Path) -> None:
    storage.write(tmp_path / "档案" / "2024" / "目录.md", NEW)
    assert (tmp_path / "档案" / "2024" / "目录.md").read_bytes() == NEW
    assert files(tmp_path) == {"档案/2024/目录.md"}


def test_write_replaces_the_file_and_never_opens_it(tmp_path: Path) -> None:
    file = tmp_path / "目录.md"
    file.write_bytes(OLD)
    kept = tmp_path / "另一处.md"
    os.link(file, kept)
    storage.write(file, NEW)
    assert file.read_bytes() == NEW
    assert kept.read_bytes() == OLD, "whoever holds the old file keeps it whole"


def test_others_may_read_what_is_written(tmp_path: Path) -> None:
    storage.write(tmp_path / "目录.md", NEW)
    assert (tmp_path / "目录.md").stat().st_mode & 0o777 == 0o644


def test_a_name_as_long_as_the_system_allows(tmp_path: Path) -> None:
    name = "长" * 84 + ".md"
    assert len(name.encode()) == 255
    storage.write(tmp_path / name, NEW)
    assert files(tmp_path) == {name}


@pytest.mark.parametrize("there", [True, False])
@pytest.mark.parametrize("step", ["replace"])
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_failure_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: bool, step: str, error: BaseException
) -> None:
    file = tmp_path / "目录.md"
    if there:
        file.write_bytes(OLD)

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(os, step, fail)
    with pytest.raises(type(error)):
        storage.write(file, NEW)
    assert files(tmp_path) == ({"目录.md"} if there else set())
    if there:
        assert file.read_bytes() == OLD


def test_a_folder_in_the_way_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "目录.md").mkdir()
    with pytest.raises(OSError, match=r"目录\.md"):
        storage.write(tmp_path / "目录.md", NEW)
    assert files(tmp_path) == set()


@settings(max_examples=50)
@given(st.binary(max_size=8), st.binary(max_size=8))
def test_write_if_changed(tmp_path_factory: pytest.TempPathFactory, before: bytes, after: bytes) -> None:
    file = tmp_path_factory.mktemp("w") / "目录.md"
    assert storage.write_if_changed(file, before)
    os.utime(file, ns=(1, 1))
    assert storage.write_if_changed(file, after) is (before != after)
    assert file.read_bytes() == after
    assert (file.stat().st_mtime_ns == 1) is (before == after)


PATHS = ("一.md", "二.md", "甲/一.md", "甲/二.md", "甲/乙/一.md", "甲/乙/丙/一.md", "丁/一.md", "丁/.2.tmp")


@settings(max_examples=50)
@given(st.sets(st.sampled_from(PATHS)), st.sets(st.sampled_from(PATHS)))
def test_keep_only(tmp_path_factory: pytest.TempPathFactory, there: set[str], keep: set[str]) -> None:
    folder = tmp_path_factory.mktemp("r")
    for path in there:
        storage.write(folder / path, NEW)
    (folder / "空" / "空").mkdir(parents=True)
    assert storage.keep_only(folder, keep) == there & keep
    assert {path for path, _ in storage.files_below(folder)} == there & keep
    assert files(folder) == there & keep
    folders = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_dir()}
    above = {parent.as_posix() for path in there & keep for parent in Path(path).parents} - {"."}
    assert folders == above, "no folder is left empty"
    assert folder.is_dir()


def test_keep_only_where_nothing_is(tmp_path: Path) -> None:
    assert storage.keep_only(tmp_path / "没有", {"一.md"}) == set()
    assert not (tmp_path / "没有").exists()
