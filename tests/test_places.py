"""Addresses of the pages that show the archive from its sides."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.places import comparison, place, skeletons


@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        (place("genre", "研讨发言"), "by/genre/研讨发言.md"),
        (place("year", "2024"), "by/year/2024.md"),
        (place("year", "2024-06", 2), "by/year/2024-06-2.md"),
        (place("topic", "安全生产", 3), "by/topic/安全生产-3.md"),
        (place("phrase", "三会一课"), "phrases/三会一课.md"),
        (skeletons("防汛", 2), "by/skeletons/防汛-2.md"),
        (comparison("读书/书箱.md"), "versions/读书/书箱.md"),
    ],
)
def test_readable(address: str, wanted: str) -> None:
    assert address == wanted


@pytest.mark.parametrize(
    "name", ["a/b", "..", "问?答", "CON", "con", "甲-2", "index", "AI", "甲 乙", "长" * 80, "*", "“”"]
)
def test_what_a_file_system_cannot_hold(name: str) -> None:
    stem = place("topic", name).removeprefix("by/topic/").removesuffix(".md")
    assert re.fullmatch(r"[\w-]+-[0-9a-f]{6}|[0-9a-f]{6}", stem)
    assert len(stem) <= 47


@given(st.lists(st.text(min_size=1, max_size=60), unique=True, max_size=30))
def test_different_names_have_different_addresses(names: list[str]) -> None:
    names = [name.encode("utf-8", "replace").decode() for name in names]
    found = [place("topic", name).lower() for name in dict.fromkeys(names)]
    assert len(set(found)) == len(found)
