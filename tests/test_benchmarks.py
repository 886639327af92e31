"""The benchmarks measure what they say: outlines of the length they promise, all processes of a command, true sums."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from statistics import fmean

from benchmarks.generate import CLOSING, generate, outline
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
