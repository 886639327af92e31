"""The benchmarks measure what they say: outlines of the length they promise, all processes of a command, true sums."""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path
from statistics import fmean

import pytest

from benchmarks.builds.archive import Archive
from benchmarks.builds.engines import ENGINES
from benchmarks.builds.profile import read, stage
from benchmarks.builds.table import tables
from benchmarks.generate import CLOSING, generate, outline
from benchmarks.processes import run
from generator.pipeline import Options, understand


def test_generated_outlines_have_the_length_and_the_headings_they_promise() -> None:
    made = [outline(number) for number in range(1, 201)]
    assert 2800 < fmean(len("".join(one.text.split())) for one in made) < 3000
    assert 8 < fmean(len(one.sections) for one in made) < 14
    assert len({one.path.split("/")[0] for one in made}) == 4
    for one in made:
        headings = re.findall(r"^(#+) (.*)$", one.markdown, re.MULTILINE)
        assert headings == [("#" * (section.depth + 1), section.heading) for section in one.sections]
        assert all(section.heading in one.text for section in one.sections)


def test_generated_words_have_a_long_tail() -> None:
    pairs = Counter(
        pair for number in range(1, 201) for pair in set(re.findall("(?=([\u4e00-\u9fff]{2}))", outline(number).text))
    )
    assert sum(count == 1 for count in pairs.values()) > 0.25 * len(pairs)
    assert len(pairs) > 20_000


def test_the_same_seed_writes_the_same_files(tmp_path: Path) -> None:
    generate(tmp_path / "few", 3)
    generate(tmp_path / "more", 60)
    generate(tmp_path / "other", 3, seed=2)
    for file in (tmp_path / "few").rglob("*.txt"):
        path = file.relative_to(tmp_path / "few")
        assert file.read_bytes() == (tmp_path / "more" / path).read_bytes()
        assert file.read_bytes() != (tmp_path / "other" / path).read_bytes()


def test_generated_outlines_are_understood() -> None:
    """Peers get the headings for free: were they not found, ours would have an easier build than it should."""
    right = 0
    for number in range(1, 31):
        made = outline(number)
        understood = understand("文.txt", Path("文.txt"), made.text.encode(), Options()).outline
        assert understood is not None
        found = [section.text.rstrip("。") for section in understood.sections]
        right += found == [section.heading for section in made.sections]
        assert CLOSING in made.markdown
    assert right >= 27


linux = pytest.mark.skipif(sys.platform != "linux", reason="measures processes through /proc")
BUSY = "import time\nwhile time.process_time() < 0.4: pass\nheld = bytearray({} << 20); time.sleep(0.3)"


@pytest.mark.slow
@linux
def test_all_processes_of_a_command_are_measured() -> None:
    alone = run(sys.executable, "-c", BUSY.format(1))
    assert 0.4 <= alone.cpu < 1.0
    assert alone.worker == 0
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {BUSY.format(200)!r}])\n{BUSY.format(1)}"
    both = run(sys.executable, "-c", child)
    assert 0.8 <= both.cpu < 1.6
    assert both.worker > both.main + 150
    assert both.own > both.main + 150


@linux
def test_what_a_copy_shares_is_not_its_own() -> None:
    cost = run(sys.executable, "-c", "import os, time; held = b'1' * (200 << 20); os.fork(); time.sleep(0.5)")
    assert cost.worker > 200
    assert cost.own < 100


@linux
def test_a_child_that_nobody_waits_for_is_measured() -> None:
    left = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {BUSY.format(1)!r}])"
    cost = run(sys.executable, "-c", left)
    assert cost.cpu >= 0.4
    assert cost.wall >= 0.7


@linux
def test_a_command_that_fails_is_no_figure() -> None:
    with pytest.raises(RuntimeError, match="went wrong"):
        run(sys.executable, "-c", "raise SystemExit('went wrong')")


@pytest.mark.parametrize("name", ["ours", "material", "hugo"])
def test_changes_reach_the_source_and_a_cold_build_begins_anew(name: str, tmp_path: Path) -> None:
    archive = Archive(tmp_path, ENGINES[name], 4, tmp_path)
    [file] = (tmp_path / "content").rglob("00002.*")
    first = file.read_text("utf-8")
    said = [archive.edit(), archive.edit()]
    assert said[0] != said[1]
    titles = [archive.retitle(), archive.retitle()]
    assert titles[0] != titles[1]
    text = file.read_text("utf-8")
    assert all(one in text for one in said)
    assert titles[1] in text
    assert titles[0] not in text
    ENGINES[name].clean(tmp_path)
    archive.reset()
    assert file.read_text("utf-8") == first


def test_a_sample_belongs_to_the_innermost_stage() -> None:
    workers = "process 1:a;process 2:b;main (runpy:1);understand (generator/pipeline.py:9)"
    text = "\n".join(
        [
            f"{workers};parse (generator/structure.py:3);value (generator/numerals.py:8);sub (re/__init__.py:5) 3",
            f"{workers};keywords (generator/words.py:3) 2",
            "process 1:a;_run (mkdocs/commands/build.py:4);on_page (generator/plugin/hooks.py:7);go (jinja2/e.py:1) 4",
            "process 1:a;main (runpy:1) 1",
            "process 1:a;build (generator/build.py:4);Condition.wait (threading.py:3) 9",
        ]
    )
    assert read(text) == {
        (False, "parse"): 3,
        (False, "words"): 2,
        (True, "templates"): 4,
        (True, "all else"): 1,
    }
    assert stage(["find (<frozen importlib._bootstrap>:1)", "<module> (generator/words.py:1)"]) == "words"


def test_tables_compare_and_tell_the_growth() -> None:
    cost = {"wall": 2.0, "main": 100.0, "worker": 0.0, "own": 0.0, "files": 9, "bytes": 2_000_000, "html": 30_000_000}
    known = {
        "1000": {"ours": {"cold": {"cpu": 5.0, **cost}, "changed": {"cpu": 0.5, "wall": 1.0}}, "material": {}},
        "10000": {"material": {"cold": {"cpu": 100.0, **cost}}, "ours": {"cold": {"cpu": 50.0, **cost}}},
    }
    lines = list(tables(known))
    assert "| cold, CPU s | 5.00 |  |  |" in lines
    assert "| cold, CPU s | 50.00 | 100.00 | 0.50 |" in lines
    assert "| one changed against cold, CPU | 0.100 |  |  |" in lines
    assert "| HTML of the site an outline, KB | 30.0 |  |  |" in lines
    assert lines[-1] == "ours, cold, from 1000 to 10000: CPU 10.00 times (power 1.000), wall 1.00 times"
