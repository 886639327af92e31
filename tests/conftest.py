"""Archives built in a temporary folder, and a browser to read them with."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from builder import Builder, Built
from hypothesis import settings

# No test is timed: the machines that run them are shared.
settings.register_profile("tigang", deadline=None)
settings.load_profile("tigang")

ROOT = Path(__file__).parent.parent
BUILDER = Builder()


class Archive:
    """A folder with mkdocs.yml, content/ and the project's theme, as a keeper has it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.content = folder / "content"
        self.site = folder / "site"
        self.cache = folder / ".cache"
        self.content.mkdir(parents=True)
        (folder / "mkdocs.yml").write_bytes((ROOT / "mkdocs.yml").read_bytes())
        (folder / "theme").symlink_to(ROOT / "theme")

    def write(self, path: str, text: str | bytes) -> Path:
        """Put a file into content/."""
        file = self.content / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        return file

    def configure(self, before: str, after: str) -> None:
        """Replace a piece of mkdocs.yml that must be there."""
        file = self.folder / "mkdocs.yml"
        text = file.read_text("utf-8")
        assert before in text
        file.write_text(text.replace(before, after), "utf-8")

    def build(self, *options: str) -> Built:
        """Run ``mkdocs build`` here."""
        return BUILDER.run(self.folder, "build", *options)

    def page(self, path: str) -> str:
        """A page of the site."""
        return (self.site / path).read_text("utf-8")

    def published(self) -> dict[str, bytes]:
        """Every file of the site."""
        return {
            path.relative_to(self.site).as_posix(): path.read_bytes()
            for path in sorted(self.site.rglob("*"))
            if path.is_file()
        }


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "archive")


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """The sample archive, built once."""
    made = Archive(tmp_path_factory.mktemp("sample") / "archive")
    shutil.copytree(ROOT / "content", made.content, dirs_exist_ok=True)
    built = made.build("--strict")
    assert built.code == 0, built.log
    return made


def chromium() -> str | None:
    """A Chromium or Chrome on this machine: the one without a window first, which opens pages twice as fast."""
    names = (
        "chromium-headless-shell",
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
        "chrome",
        "msedge",
    )
    return next(filter(None, map(shutil.which, names)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """A headless browser; skipped where there is none, unless TIGANG_BROWSER=required."""
    path = chromium()
    if path is None:
        if os.environ.get("TIGANG_BROWSER") == "required":
            pytest.fail("no Chromium found, and TIGANG_BROWSER=required")
        pytest.skip("no Chromium found: the browser tests did not run")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        started = play.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
        )
        yield started
        started.close()
