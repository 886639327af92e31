"""The sample archive and its graded queries (tests/search/README.md)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from benchmarks.environments import ROOT, files_of
from generator.article import as_markdown, section_ids
from generator.discovery import gather
from generator.markup import escape
from generator.pages import title_of
from generator.pipeline import Options, understand

CONTENT = ROOT / "content"
QUERIES = ROOT / "tests" / "search" / "queries.yml"


@dataclass(frozen=True, slots=True)
class Graded:
    """A query, and the grade of each outline by its place in the site, without suffix."""

    query: str
    grades: Mapping[str, int]


def queries() -> list[Graded]:
    """All graded queries."""
    places = {source.path: source.address.removesuffix(".md") for source in _sources()}
    listed: list[dict[str, Any]] = yaml.safe_load(QUERIES.read_text("utf-8"))
    return [Graded(one["query"], {places[path]: grade for path, grade in one["relevant"].items()}) for one in listed]


def _sources() -> list[Any]:
    return gather({path.relative_to(CONTENT).as_posix(): path for path in files_of(CONTENT)}).sources


def write_markdown(folder: Path) -> None:
    """The sample archive as ready pages for stock MkDocs: the same text that ours shows."""
    for source in _sources():
        outline = understand(source.path, source.file, source.file.read_bytes(), Options()).outline
        assert outline is not None, source.path
        ids = section_ids(outline)
        head = [f"# {escape(title_of(outline, source.path))}", outline.subtitle, *(one.text for one in outline.byline)]
        path = folder / source.address
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n\n".join([*filter(None, head), as_markdown(outline, ids, {})]), "utf-8")


def ndcg(graded: Graded, paths: Sequence[str]) -> float:
    """nDCG@10 of the outlines that were shown."""
    best = sorted(graded.grades.values(), reverse=True)
    return _gain([graded.grades.get(path, 0) for path in paths]) / _gain(best)


def _gain(grades: Sequence[int]) -> float:
    return math.fsum((2**grade - 1) / math.log2(rank + 2) for rank, grade in enumerate(grades[:10]))
