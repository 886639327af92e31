"""An archive that is built again and again, and the changes that are made to it in between."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from benchmarks.environments import files_of
from benchmarks.generate import CLOSING, generate, outline
from benchmarks.processes import Cost, run

from .engines import Engine


@dataclass(frozen=True, slots=True)
class Site:
    """What a build leaves."""

    files: int
    bytes: int
    html: int
    """Bytes of all pages, lists too."""


class Archive:
    """``count`` generated outlines, laid out for an engine in ``folder``; environments are below ``work``."""

    def __init__(self, folder: Path, engine: Engine, count: int, work: Path) -> None:
        self.folder = folder
        self.engine = engine
        self._work = work
        self._outline = outline(count // 2)
        self._file = folder / "content" / f"{self._outline.path}{'.md' if engine.markdown else '.txt'}"
        self.page = engine.page(folder, self._outline.path)
        if not (folder / "ready").exists():
            generate(folder / "content", count, markdown=engine.markdown)
            engine.lay_out(folder)
            (folder / "ready").touch()

    @property
    def address(self) -> str:
        """Of the outline that is changed, below the site's."""
        return f"{self._outline.path}.html"

    def build(self) -> Cost:
        """Build, with all that earlier builds have left."""
        costs = [run(*command, cwd=self.folder) for command in self.engine.commands(self._work)]
        return sum(costs[1:], costs[0])

    def build_cold(self) -> Cost:
        """Build the archive as it was generated, with nothing left from before."""
        self.engine.clean(self.folder)
        self.reset()
        return self.build()

    def reset(self) -> None:
        """Undo all changes."""
        made = self._outline
        self._file.write_text(made.markdown if self.engine.markdown else made.text, "utf-8")

    def built(self) -> bool:
        """Whether there is a site."""
        return self.page.exists()

    def edit(self) -> str:
        """Add a sentence to one outline; gives it."""
        text = self._file.read_text("utf-8")
        said = f"补记第{text.count('补记第') + 1}条已经核对。"
        gap = "\n\n" if self.engine.markdown else "\n"
        self._file.write_text(text.replace(CLOSING, f"{said}{gap}{CLOSING}"), "utf-8")
        return said

    def retitle(self) -> str:
        """Change the title of one outline; gives the new one."""
        text = self._file.read_text("utf-8")
        title = self._outline.title
        new = f"{title}（修订）"
        if new in text:
            title, new = new, title
        self._file.write_text(text.replace(title, new, 1), "utf-8")
        return new

    def site(self) -> Site:
        """What was built."""
        sizes = [(path.suffix, path.stat().st_size) for path in files_of(self.folder / self.engine.site)]
        html = sum(size for suffix, size in sizes if suffix == ".html")
        return Site(len(sizes), sum(size for _, size in sizes), html)
