"""The generators that are compared: how an archive is laid out for each, and the commands that build it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.environments import environment, lay_out_material, lay_out_ours

from . import hugo

Command = tuple[str | Path, ...]


@dataclass(frozen=True, slots=True)
class Engine:
    """A generator. Folders are those of an archive, with its sources in ``content/``."""

    markdown: bool
    """Whether it is given ready Markdown."""
    lay_out: Callable[[Path], None]
    commands: Callable[[Path], Sequence[Command]]
    """By work folder, the commands that build the archive in the current folder, one after the other."""
    site: str
    """Where the site is built, below the archive."""
    made: Sequence[str]
    """All that builds leave behind, below the archive; the site may be a link in it."""
    serve: Callable[[Path], Command] | None = None
    """By work folder, the command that serves the archive and builds on changes; the address is put behind it."""
    most: int = sys.maxsize
    """More outlines than this are not asked of it."""

    def clean(self, folder: Path) -> None:
        """Remove all that builds left behind."""
        for name in self.made:
            shutil.rmtree(folder / name, ignore_errors=True)

    def page(self, folder: Path, path: str) -> Path:
        """The page of an outline."""
        return folder / self.site / f"{path}.html"


def _stock(folder: Path) -> None:
    (folder / "content" / "tags.md").write_text("# 标签\n\n<!-- material/tags -->\n", "utf-8")
    search = {"search": {"lang": "zh"}}
    lay_out_material(folder, plugins=[search, "tags"], theme={"features": ["navigation.prune"]})


OURS = (sys.executable, "-m", "mkdocs")
ENGINES = {
    "ours": Engine(
        markdown=False,
        lay_out=lay_out_ours,
        commands=lambda work: [(*OURS, "build", "--quiet")],
        site="site",
        made=("site", ".cache"),
        serve=lambda work: (*OURS, "serve", "--dev-addr"),
    ),
    "material": Engine(
        markdown=True,
        lay_out=_stock,
        commands=lambda work: [(environment(work, "material") / "mkdocs", "build", "--quiet")],
        site="site",
        made=("site",),
        serve=lambda work: (environment(work, "material") / "mkdocs", "serve", "--dev-addr"),
    ),
    "hugo": Engine(
        markdown=True,
        lay_out=hugo.lay_out,
        commands=lambda work: [
            (hugo.program(environment(work, "hugo")), "build", "--quiet"),
            (environment(work, "pagefind") / "python", "-m", "pagefind", "--site", hugo.SITE, "--quiet"),
        ],
        site=hugo.SITE,
        made=(hugo.SITE, "resources"),
    ),
    "zensical": Engine(
        markdown=True,
        lay_out=_stock,
        commands=lambda work: [(environment(work, "zensical") / "zensical", "build")],
        site="site",
        made=("site", ".cache"),
        most=1000,  # its memory grows past what machines have
    ),
}
