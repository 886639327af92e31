"""Builds the sites that are searched, and measures what their indexes cost.

Ours is built from sources; stock Material and Pagefind get ready Markdown of the same text, each in an environment of
its own, so that nothing of theirs comes into this one.
"""

from __future__ import annotations

import gzip
import os
import resource
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
MATERIAL = ("mkdocs<2", "mkdocs-material~=9.8.1", "jieba")
PAGEFIND = ("pagefind[extended]~=1.5.0",)

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


def run(*command: str | Path, cwd: Path | None = None) -> float:
    """Run a command; the processor time that it and its children took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        capture_output=True,
        text=True,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def environment(work: Path, name: str, requirements: Sequence[str]) -> Path:
    """The Python of an environment with the requirements, made if it is not there."""
    folder = work / "environments" / name
    python = folder / "bin" / "python"
    if not python.exists():
        run(sys.executable, "-m", "venv", folder)
        run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *requirements)
    return python


def packed(files: Sequence[Path]) -> int:
    """Bytes of the files, each compressed; what is compressed already does not grow."""
    return sum(min(len(data), len(gzip.compress(data, 6))) for data in (file.read_bytes() for file in files))


def files_of(folder: Path) -> list[Path]:
    """All files below a folder."""
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]


def ours(folder: Path) -> Site:
    """Our site of ``content/`` in the folder."""
    (folder / "mkdocs.yml").write_bytes((ROOT / "mkdocs.yml").read_bytes())
    if not (folder / "theme").exists():
        (folder / "theme").symlink_to(ROOT / "theme")
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


def _configure(folder: Path, **more: Any) -> None:
    settings: dict[str, Any] = {
        "site_name": "资料库",
        "docs_dir": "content",
        "use_directory_urls": False,
        "nav": [{"首页": "index.md"}],
        "theme": {"name": "material", "language": "zh", "font": False},
        **more,
    }
    (folder / "content" / "index.md").write_text("# 资料库\n\n讲话、发言、汇报提纲的资料库。\n", "utf-8")
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(settings, allow_unicode=True), "utf-8")


def material(folder: Path, python: Path) -> Site:
    """Stock Material of ``content/`` in the folder; its search costs a build with it less one without."""
    _configure(folder, plugins=[])
    without = run(python, "-m", "mkdocs", "build", "--quiet", cwd=folder)
    _configure(folder, plugins=["search"])
    cpu = run(python, "-m", "mkdocs", "build", "--quiet", cwd=folder) - without
    return Site(folder / "site", cpu, packed([folder / "site" / "search" / "search_index.json"]))


def pagefind(folder: Path, python: Path, runner: Path) -> Site:
    """Stock Material without its search, indexed by Pagefind."""
    (folder / "bar").mkdir(exist_ok=True)
    (folder / "bar" / "main.html").write_text(BAR, "utf-8")
    theme = {"name": "material", "language": "zh", "font": False, "custom_dir": "bar"}
    _configure(folder, plugins=[], theme=theme)
    run(python, "-m", "mkdocs", "build", "--quiet", cwd=folder)
    cpu = run(runner, "-m", "pagefind", "--site", "site", "--root-selector", "article", cwd=folder)
    made = files_of(folder / "site" / "pagefind")
    index = [path for path in made if path.suffix in (".pf_index", ".pf_meta") or path.parent.name == "index"]
    return Site(folder / "site", cpu, packed(index))
