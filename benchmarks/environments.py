"""Environments of the generators that are compared, and archives laid out for each.

Each peer is installed into an environment of its own below a work folder, so that nothing of theirs comes into ours.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
REQUIREMENTS: dict[str, Sequence[str]] = {
    "material": ("mkdocs<2", "mkdocs-material~=9.8.1", "jieba"),
    "pagefind": ("pagefind[extended]~=1.5.0",),
    "hugo": ("hugo",),
    "zensical": ("zensical==0.0.73",),
    "properdocs": ("properdocs==1.6.7",),
    "sampler": ("py-spy~=0.4.0",),
}


def environment(work: Path, name: str) -> Path:
    """The folder of programs of an environment, made if it is not there. Raises :class:`NotInstalledError`."""
    programs = work / "environments" / name / "bin"
    whole = programs.parent / "whole"
    wanted = "\n".join(REQUIREMENTS[name])
    if not whole.exists() or whole.read_text("utf-8") != wanted:
        _run(sys.executable, "-m", "venv", programs.parent)
        quiet = ("--quiet", "--disable-pip-version-check")
        _run(programs / "python", "-m", "pip", "install", *quiet, *REQUIREMENTS[name])
        whole.write_text(wanted, "utf-8")
    return programs


class NotInstalledError(Exception):
    """An environment could not be made; the message is what the installer said."""


def _run(*command: str | Path) -> None:
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotInstalledError((done.stdout + done.stderr)[-4000:])


def lay_out_ours(folder: Path) -> None:
    """Make a folder with ``content/`` an archive with the settings and the theme of this project."""
    (folder / "mkdocs.yml").write_bytes((ROOT / "mkdocs.yml").read_bytes())
    if not (folder / "theme").exists():
        (folder / "theme").symlink_to(ROOT / "theme")


def lay_out_material(folder: Path, **more: Any) -> None:
    """Make a folder with ``content/`` a project of stock Material, with these settings besides the usual ones."""
    theme = {"name": "material", "language": "zh", "font": False, **more.pop("theme", {})}
    settings = {"site_name": "资料库", "docs_dir": "content", "use_directory_urls": False, "theme": theme, **more}
    (folder / "content" / "index.md").write_text("# 资料库\n\n讲话、发言、汇报提纲的资料库。\n", "utf-8")
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(settings, allow_unicode=True), "utf-8")


def files_of(folder: Path) -> list[Path]:
    """All files below a folder."""
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]
