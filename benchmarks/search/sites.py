"""Builds the sites that are searched, and measures what their indexes cost.

Ours is built from sources; stock Material and Pagefind get ready Markdown of the same text.
"""

from __future__ import annotations

import gzip
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.environments import ROOT, files_of, lay_out_material, lay_out_ours
from benchmarks.processes import run

HOME = [{"首页": "index.md"}]
BAR = """{% extends "base.html" %}
{% block styles %}{{ super() }}<link rel="stylesheet" href="{{ 'pagefind/pagefind-ui.css'|url }}">{% endblock %}
{% block announce %}<div id="search"></div>{% endblock %}
{% block scripts %}{{ super() }}<script src="{{ 'pagefind/pagefind-ui.js'|url }}"></script>
<script>new PagefindUI({element: "#search", pageSize: 10, showImages: false})</script>{% endblock %}
"""


@dataclass(frozen=True, slots=True)
class Site:
    """A built site."""

    folder: Path
    cpu: float
    """Seconds of processor time that the search took while building."""
    index: int
    """Bytes of the index, each file compressed; without the text that results are shown from where it stands apart."""


def packed(files: Sequence[Path]) -> int:
    """Bytes of the files, each compressed; what is compressed already does not grow."""
    return sum(min(len(data), len(gzip.compress(data, 6))) for data in (file.read_bytes() for file in files))


def ours(folder: Path) -> Site:
    """Our site of ``content/`` in the folder."""
    lay_out_ours(folder)
    run(sys.executable, "-m", "mkdocs", "build", cwd=folder)
    cost = subprocess.run(
        [sys.executable, "-m", "benchmarks.search.indexing", folder / "content"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    index = [path for path in files_of(folder / "site" / "search") if path.parent.name != "text"]
    return Site(folder / "site", float(cost.stdout), packed(index))


def material(folder: Path, programs: Path) -> Site:
    """Stock Material of ``content/`` in the folder; its search costs a build with it less one without."""
    command = (programs / "mkdocs", "build", "--quiet")
    lay_out_material(folder, nav=HOME, plugins=[])
    without = run(*command, cwd=folder).cpu
    lay_out_material(folder, nav=HOME, plugins=["search"])
    cpu = run(*command, cwd=folder).cpu - without
    return Site(folder / "site", cpu, packed([folder / "site" / "search" / "search_index.json"]))


def pagefind(folder: Path, programs: Path, runner: Path) -> Site:
    """Stock Material without its search, indexed by Pagefind."""
    (folder / "bar").mkdir(exist_ok=True)
    (folder / "bar" / "main.html").write_text(BAR, "utf-8")
    lay_out_material(folder, nav=HOME, plugins=[], theme={"custom_dir": "bar"})
    run(programs / "mkdocs", "build", "--quiet", cwd=folder)
    cpu = run(runner / "python", "-m", "pagefind", "--site", "site", "--root-selector", "article", cwd=folder).cpu
    made = files_of(folder / "site" / "pagefind")
    index = [path for path in made if path.suffix in (".pf_index", ".pf_meta") or path.parent.name == "index"]
    return Site(folder / "site", cpu, packed(index))
