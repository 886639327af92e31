"""The wheel is all a keeper needs: it is built, installed into an empty environment, and makes a site."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import ROOT, Archive

pytestmark = pytest.mark.slow

QUIET = ("--quiet", "--disable-pip-version-check")
PAGE = "示例/把图书角办到楼下的发言提纲.html"


def files_below(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


@dataclass(frozen=True)
class Installed:
    """An environment with the wheel in it and nothing of the checkout."""

    wheel: Path
    programs: Path

    def run(self, name: str, *arguments: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "COV"))}
        return subprocess.run(
            [self.programs / name, *arguments],
            cwd=folder,
            env={**kept, "LC_ALL": "C.UTF-8", "NO_MKDOCS_2_WARNING": "1"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    def build(self, folder: Path) -> dict[str, bytes]:
        done = self.run("mkdocs", "build", "--strict", folder=folder)
        assert done.returncode == 0, done.stderr
        return files_below(folder / "site")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    work = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip"]
    subprocess.run([*pip, "wheel", *QUIET, "--no-deps", "--wheel-dir", work, ROOT], check=True)
    (wheel,) = work.glob("tigang-*.whl")
    subprocess.run([sys.executable, "-m", "venv", work / "env"], check=True)
    programs = work / "env" / ("Scripts" if sys.platform == "win32" else "bin")
    # The same versions as here, so that the same site comes out.
    install: list[str | Path] = [
        programs / "python",
        "-m",
        "pip",
        "install",
        *QUIET,
        "--constraint",
        ROOT / "constraints.txt",
    ]
    subprocess.run([*install, f"{wheel}[fast]"], check=True, cwd=work)
    return Installed(wheel, programs)


@pytest.fixture(scope="module")
def started(installed: Installed, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new archive, built."""
    folder = tmp_path_factory.mktemp("keeper") / "提纲库"
    done = installed.run("tigang", "new", folder.name, folder=folder.parent)
    assert done.returncode == 0, done.stderr
    installed.build(folder)
    return folder


def test_it_carries_the_theme_and_nothing_of_the_tests(installed: Installed) -> None:
    with zipfile.ZipFile(installed.wheel) as wheel:
        names = [name for name in wheel.namelist() if not name.endswith("/")]
        theme = {
            name.removeprefix("generator/theme/"): wheel.read(name)
            for name in names
            if name.startswith("generator/theme/")
        }
        (described,) = (name for name in names if name.endswith(".dist-info/METADATA"))
        assert b"License-Expression: MIT" in wheel.read(described)
    assert theme == files_below(ROOT / "theme")
    assert {name.split("/")[0] for name in names} == {"generator", described.split("/")[0]}
    for name in ("starter/mkdocs.yml", "outlines.schema.json", "costs.toml", "stopwords.txt", "py.typed"):
        assert f"generator/{name}" in names


def test_a_new_archive_becomes_a_site(started: Path) -> None:
    page = (started / "site" / PAGE).read_text("utf-8")
    assert "把图书角办到楼下的发言提纲</h1>" in page
    for heading in ("选好地方，让书等在路过的地方", "放在门厅。", "用好节日，让大人孩子一起读"):
        assert f"{heading}</" in page
    assert "Content-Security-Policy" in page
    assert "tigang.css" in page
    home = (started / "site" / "index.html").read_text("utf-8")
    assert "汛前道路巡查工作汇报" in home + (started / "site" / "outlines.html").read_text("utf-8")
    own = ROOT / "theme" / "assets" / "stylesheets" / "tigang.css"
    assert (started / "site" / "assets" / "stylesheets" / "tigang.css").read_bytes() == own.read_bytes()
    assert list((started / "site" / "search").iterdir())


def test_the_commands_are_the_same(installed: Installed, started: Path) -> None:
    said = [
        installed.run(*command, folder=started).stdout
        for command in (("tigang", "report"), ("python", "-m", "generator", "report"))
    ]
    assert said == [f"{started / '.cache' / 'report' / 'index.html'}\n"] * 2
    inspected = installed.run("tigang", "inspect", f"content/{PAGE.removesuffix('html')}txt", folder=started)
    assert "一、选好地方，让书等在路过的地方" in inspected.stdout


def test_the_checkout_makes_the_same_site_of_it(started: Path, tmp_path: Path) -> None:
    here = Archive(tmp_path / "archive")
    (here.folder / "theme").unlink()
    for path, data in files_below(started).items():
        if not path.startswith(("site/", ".cache/")):
            file = here.folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
    done = here.build("--strict")
    assert done.code == 0, done.log
    assert here.published() == files_below(started / "site")


def test_a_theme_of_the_keeper_s_overrides_file_by_file(installed: Installed, started: Path) -> None:
    before = files_below(started / "site")
    footer = started / "theme" / "partials" / "tigang" / "footer.html"
    footer.parent.mkdir(parents=True)
    footer.write_text("<footer>档案室制</footer>\n", "utf-8")
    sheet = started / "theme" / "assets" / "stylesheets" / "archive.css"
    sheet.parent.mkdir(parents=True)
    sheet.write_text("/* 我们的 */\n", "utf-8")
    after = installed.build(started)
    assert "<footer>档案室制</footer>" in after[PAGE].decode()
    assert after["assets/stylesheets/archive.css"] == sheet.read_bytes()
    assert after.keys() == before.keys()
    same = "assets/stylesheets/tigang.css"
    assert after[same] == before[same]
    (started / "theme").rename(started / "old")
    assert installed.build(started) == before
