"""The same archive gives the same bytes: in any folder, with any number of workers, on any machine and day."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, Archive
from placing import FORMATS, lines, promoted

pytestmark = pytest.mark.slow

# Imported by every Python of a build: the clock stands at another day, and a set's order changes.
OTHER_DAY = """
import time, datetime
SHIFT = 40_000_000
now = time.time
time.time = lambda: now() + SHIFT
class Later(datetime.datetime):
    @classmethod
    def now(cls, tz=None): return super().fromtimestamp(time.time(), tz)
    @classmethod
    def utcnow(cls): return super().fromtimestamp(time.time(), datetime.timezone.utc).replace(tzinfo=None)
class LaterDate(datetime.date):
    @classmethod
    def today(cls): return Later.now().date()
datetime.datetime = Later
datetime.date = LaterDate
"""


def archive_in(folder: Path, workers: int) -> Archive:
    """The sample archive with a document of every format, in which contacts, notices and promotion stand."""
    made = Archive(folder)
    shutil.copytree(ROOT / "content", made.content, dirs_exist_ok=True)
    for number, (suffix, write) in enumerate(FORMATS.items()):
        for shown in (lines, promoted):
            said = shown(lambda place: f"“{place}”，电话13000000000")
            made.write(f"{shown.__name__}/文{number}{suffix}", write(said, lambda place: place))
    made.write("lines/文0.txt.yml", "tags: [防汛, 账]\n")
    options = f"      workers: {workers}\n      names: [李某甲, 王某乙]\n"
    made.configure("      phrases:", f"{options}      phrases:")
    made.configure("# site_url: https://tigang.example.org/ ", "site_url: https://tigang.example.org/ #")
    return made


def built(archive: Archive, **environment: str) -> dict[str, bytes]:
    known = {"NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1700000000"}
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build"],
        cwd=archive.folder,
        env={**os.environ, **known, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return archive.published()


def test_two_clean_builds_are_the_same(tmp_path: Path) -> None:
    (tmp_path / "other day").mkdir()
    (tmp_path / "other day" / "sitecustomize.py").write_text(OTHER_DAY, "utf-8")
    here = archive_in(tmp_path / "here", workers=1)
    there = archive_in(tmp_path / "a folder" / "深处 的" / "there", workers=4)
    os.utime(there.content / "lines" / "文0.txt", (1, 1))
    one = built(here, PYTHONHASHSEED="1", TZ="Asia/Shanghai", LC_ALL="C.UTF-8", LANG="C.UTF-8")
    other = built(
        there,
        PYTHONHASHSEED="4242",
        TZ="America/St_Johns",
        LC_ALL="POSIX",
        LANG="zh_CN.GB18030",
        PYTHONUTF8="1",
        PYTHONPATH=str(tmp_path / "other day"),
    )
    assert one.keys() == other.keys()
    assert [path for path in one if one[path] != other[path]] == []
    assert len(one) > 100


def test_another_day_is_really_another_day(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(OTHER_DAY, "utf-8")
    code = "import time, datetime; print(datetime.datetime.now() - datetime.datetime(2020, 1, 1), time.time())"
    days = [
        subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True).stdout.split()
        for env in (dict(os.environ), {**os.environ, "PYTHONPATH": str(tmp_path)})
    ]
    assert int(days[1][0]) - int(days[0][0]) >= 460
    assert float(days[1][-1]) - float(days[0][-1]) > 39_000_000
