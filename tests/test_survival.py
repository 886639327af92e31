"""A build that is killed, or that the machine fails, costs nothing: the old site stands, the next build is right."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from conftest import BUILDER, Archive
from filelock import FileLock
from test_rebuild import Gardener, clean

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name != "posix", reason="kills process groups")]

KILLS, MANY = 5, 100
SEEDS = (8, 9, 10, 11)
"""The many are divided among so many archives, which are tried at once."""
OUTLINES = 12


def descendants(pid: int) -> list[int]:
    """The processes below one, the nearest first."""
    found = [pid]
    for parent in found:
        for listing in Path("/proc").glob(f"{parent}/task/*/children"):
            found += [int(child) for child in listing.read_text().split()]
    return found[1:]


@pytest.fixture
def grown(archive: Archive, request: pytest.FixtureRequest) -> tuple[Archive, Gardener]:
    """An archive with a site, from the seed that a test asks for."""
    theme = archive.folder / "theme"
    source = theme.resolve()
    theme.unlink()
    shutil.copytree(source, theme)
    gardener = Gardener(archive, seed=getattr(request, "param", 7))
    for _ in range(OUTLINES):
        gardener.add()
    assert archive.build("-q").code == 0
    return archive, gardener


def kill_and_mend(archive: Archive, gardener: Gardener, folder: Path, times: int) -> None:
    rng = random.Random(gardener.rng.random())
    took, rounds, killed = 1.0, 0, 0
    while killed < times:  # a build that was done before its moment came does not count
        rounds += 1
        step = gardener.step()
        before = archive.published()
        running = BUILDER.begin(archive.folder, "build")
        moment = time.monotonic() + rng.uniform(0.1, 1.2) * took
        while time.monotonic() < moment and not running.has_ended():
            # At every moment there is a site that can be read: the old one or the new one, whole.
            assert (archive.site / "index.html").is_file(), (rounds, step)
            time.sleep(0.02)
        if not running.has_ended():
            killed += 1
            workers = descendants(running.pid) if Path("/proc/self/task").is_dir() else []
            if workers and rng.random() < 0.3:
                with suppress(ProcessLookupError):  # it came to its end just now
                    os.kill(rng.choice(workers), signal.SIGKILL)  # the build itself goes on
            else:
                os.killpg(running.pid, signal.SIGKILL)
        code = running.end().code
        now = archive.published()
        expected = clean(archive, folder)
        assert now in (before, expected) or code == 0, (rounds, step, "a mixture")
        begun = time.monotonic()
        built = archive.build("-q")
        took = time.monotonic() - begun
        assert built.code == 0, (rounds, step, built.log)
        found = archive.published()
        assert [path for path in {*found, *expected} if found.get(path) != expected.get(path)] == [], (rounds, step)


def test_a_build_killed_at_any_moment_is_mended_by_the_next(grown: tuple[Archive, Gardener], tmp_path: Path) -> None:
    kill_and_mend(*grown, tmp_path / "clean", KILLS)


@pytest.mark.long
@pytest.mark.parametrize("grown", SEEDS, indirect=True)
def test_many_builds_killed_at_any_moment_are_mended(grown: tuple[Archive, Gardener], tmp_path: Path) -> None:
    kill_and_mend(*grown, tmp_path / "clean", MANY // len(SEEDS))


# --- two at once ------------------------------------------------------------------------------------------------


def test_a_second_build_waits_and_says_so(grown: tuple[Archive, Gardener]) -> None:
    archive, gardener = grown
    gardener.add()
    before = archive.published()
    held = FileLock(archive.cache / "lock").acquire()
    with subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "build"],
        cwd=archive.folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    ) as waiting:
        assert waiting.stdout
        with held:
            silent = threading.Timer(120, waiting.kill)
            silent.start()
            assert any("另一次构建正在进行" in line for line in waiting.stdout)
            silent.cancel()
            assert waiting.poll() is None
            assert archive.published() == before
        said = waiting.stdout.read()
    assert waiting.returncode == 0, said
    assert archive.published() != before


# --- what the machine refuses -----------------------------------------------------------------------------------


def fails_clearly(archive: Archive, *named: str) -> str:
    """A build that is not published: exit code 1, one line that names what is wrong, the old site as it was."""
    before = archive.published()
    built = archive.build()
    assert built.code == 1, built.log
    assert "Traceback" not in built.log
    lines = [line for line in built.log.splitlines() if all(name in line for name in named)]
    assert lines, built.log
    assert archive.published() == before
    return lines[0]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a few megabytes, where this user may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", folder], capture_output=True, check=False)
    if done.returncode:
        pytest.skip("this user may not mount a disk")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def test_a_full_disk(grown: tuple[Archive, Gardener], small_disk: Path) -> None:
    archive, gardener = grown
    shutil.rmtree(archive.cache)
    archive.cache.symlink_to(small_disk)
    (small_disk / "filler").write_bytes(b"x" * 5_500_000)
    gardener.add()
    fails_clearly(archive, "磁盘满了")
    (small_disk / "filler").unlink()
    shutil.rmtree(small_disk, ignore_errors=True)
    archive.cache.unlink()
    assert archive.build().code == 0


def test_a_site_on_a_full_disk(grown: tuple[Archive, Gardener], small_disk: Path) -> None:
    archive, gardener = grown
    site = small_disk / "site"
    site.mkdir()
    (site / "index.html").write_text("旧", "utf-8")
    shutil.rmtree(archive.site)
    archive.site.symlink_to(site)
    (small_disk / "filler").write_bytes(b"x" * 5_500_000)
    gardener.add()
    built = archive.build()
    assert built.code == 1
    assert "没有发布" in built.log
    assert "Traceback" not in built.log
    assert (site / "index.html").read_text("utf-8") == "旧"


@pytest.mark.skipif(os.geteuid() == 0 if hasattr(os, "geteuid") else False, reason="root may write anywhere")
@pytest.mark.parametrize("what", ["cache", "site"])
def test_a_folder_that_may_not_be_written(grown: tuple[Archive, Gardener], what: str) -> None:
    archive, gardener = grown
    gardener.add()
    folder = archive.cache / "pages" if what == "cache" else archive.folder
    mode = folder.stat().st_mode
    folder.chmod(0o555)
    try:
        fails_clearly(archive, "没有权限")
    finally:
        folder.chmod(mode)


@pytest.mark.parametrize("what", ["cache", "site"])
def test_a_file_in_the_place_of_a_folder(grown: tuple[Archive, Gardener], what: str) -> None:
    archive, gardener = grown
    gardener.add()
    folder = archive.cache if what == "cache" else archive.site
    if what == "site":
        shutil.rmtree(archive.site)
        archive.site.write_text("文件", "utf-8")
        built = archive.build()
        assert built.code == 1
        assert "site" in built.log
        assert archive.site.read_text("utf-8") == "文件"
    else:
        shutil.rmtree(folder)
        folder.write_text("文件", "utf-8")
        fails_clearly(archive, ".cache")


def test_a_clock_set_back(grown: tuple[Archive, Gardener], tmp_path: Path) -> None:
    archive, gardener = grown
    ahead = time.time() + 86_400
    for file in gardener.sources():
        os.utime(file, (ahead, ahead))
    assert archive.build().code == 0
    gardener.edit()
    for file in gardener.sources():
        os.utime(file, (1, 1))
    assert archive.build().code == 0
    assert archive.published() == clean(archive, tmp_path / "clean")


def test_the_longest_names_and_names_that_differ_in_case_only(archive: Archive) -> None:
    text = Gardener(archive, seed=1).text()
    longest = "长" * 83 + "ab.txt"
    assert len(longest.encode()) == 255
    for name in (longest, "Notes.txt", "notes.txt", "NOTES.TXT"):
        archive.write(name, text)
    built = archive.build("--strict")
    assert built.code == 0, built.log
    pages = [path for path in archive.published() if path.endswith(".html") and "/" not in path]
    assert len([path for path in pages if path.lower().startswith("notes")]) == 3
    assert len({path.casefold() for path in pages}) == len(pages)
    assert len([path for path in pages if path.startswith("长")]) == 1
