"""Takes the pictures of docs/ and of the READMEs: ``python -m benchmarks.pictures [--only NAME...]``.

They show the sample archive as ``make site`` builds it, and its report, in a headless Chromium. Pages are opened from
their folder, as a reader without a server would. Needs the environment of development and a Chromium.
"""

from __future__ import annotations

import argparse
import io
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PIL import Image
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "pictures"
LIMIT = 120_000
"""Bytes of a picture at most."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What a picture shows."""

    page: str
    """The path of a page below the project's folder."""
    width: int = 1280
    height: int = 800
    dark: bool = False
    before: Callable[[Page], None] = lambda page: None
    """What is done on the page first."""


def _search(page: Page) -> None:
    page.locator(".tg-search__input").fill("一本账")
    page.locator(".md-search-result__list li").first.wait_for()


def _skeleton(page: Page) -> None:
    page.keyboard.press("1")


PICTURES: Final[Mapping[str, Picture]] = {
    "home": Picture("site/index.html"),
    "outline": Picture("site/档案管理/守好一座城的记忆研讨发言提纲.html"),
    "outline-phone": Picture("site/档案管理/守好一座城的记忆研讨发言提纲.html", 360, 720, dark=True),
    "skeleton": Picture("site/防汛备汛/2024年汛前准备会讲话（定稿）.html", height=640, before=_skeleton),
    "search": Picture("site/index.html", before=_search),
    "phrase": Picture("site/phrases/一本账.html", height=640),
    "report": Picture(".cache/report/index.html"),
    "report-outline": Picture(".cache/report/documents/防汛备汛/柳河镇防汛工作总结和备汛打算.html", height=900),
}


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pictures", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=PICTURES, default=PICTURES, metavar="NAME")
    given = parser.parse_args()
    names = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
    program = next(filter(None, map(shutil.which, names)), None)
    missing = [one.page for one in PICTURES.values() if not (ROOT / one.page).is_file()]
    if missing:
        parser.error(f"{missing[0]} is not there: run make site first")
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        for name in given.only:
            picture = PICTURES[name]
            scheme = "dark" if picture.dark else "light"
            size = {"width": picture.width, "height": picture.height}
            page = browser.new_page(viewport=size, color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            page.goto((ROOT / picture.page).as_uri())
            page.wait_for_load_state("networkidle")
            picture.before(page)
            page.wait_for_timeout(300)  # what moves comes to rest
            data = _small(page.screenshot())
            (FOLDER / f"{name}.webp").write_bytes(data)
            print(f"{name}.webp {len(data):,} bytes")
            page.close()
        browser.close()


def _small(picture: bytes) -> bytes:
    """A PNG as the best WebP within the limit."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    for quality in (90, 80, 70, 60, 50):
        made = io.BytesIO()
        image.save(made, "WEBP", quality=quality, method=6)
        if made.tell() <= LIMIT:
            break
    return made.getvalue()


if __name__ == "__main__":
    main()
