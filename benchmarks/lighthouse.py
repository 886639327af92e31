"""What Lighthouse says of a built site: ``python -m benchmarks.lighthouse SITE [PATH...] [--runs 5]``.

The site is served from this machine, compressed, as a server would. Of each page (home, the longest outline, browse,
the phrase with most uses, unless PATHs are given) the median of several runs of each category, for a phone as
Lighthouse simulates it. Needs node, npm and a Chromium; Lighthouse is installed into a temporary folder, or taken from
``--tool``.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from benchmarks.search.server import serving

CATEGORIES = ("performance", "accessibility", "best-practices")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def usual(site: Path) -> list[str]:
    """The pages that a reader sees most, and the heaviest of their kinds."""

    def largest(files: Sequence[Path]) -> str:
        return max(files, key=lambda file: file.stat().st_size).relative_to(site).as_posix()

    outlines = [file for file in site.rglob("*.html") if "tg-body--outline" in file.read_text("utf-8")]
    return ["index.html", largest(outlines), "browse.html", largest(list(site.glob("phrases/*.html")))]


def install(folder: Path) -> Path:
    """Lighthouse in a folder, and its program."""
    subprocess.run(["npm", "install", "--no-fund", "--no-audit", "lighthouse"], cwd=folder, check=True)
    return folder / "node_modules" / ".bin" / "lighthouse"


def scores(tool: Path, url: str) -> tuple[dict[str, float], list[str]]:
    """One run: the scores of 100, and the ids of the audits that cost points."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), "")
    command = [
        *(str(tool), url, "--quiet", "--output=json", "--output-path=stdout"),
        f"--only-categories={','.join(CATEGORIES)}",
        "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
    ]
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, env={**os.environ, "CHROME_PATH": browser}
    )
    said = json.loads(done.stdout)
    found = {name: 100.0 * (said["categories"][name]["score"] or 0) for name in CATEGORIES}
    counted = [one for name in CATEGORIES for one in said["categories"][name]["auditRefs"] if one["weight"]]
    short = [one["id"] for one in counted if (said["audits"][one["id"]]["score"] or 0) < 0.9]
    return found, [
        name for name in short if said["audits"][name]["scoreDisplayMode"] not in ("notApplicable", "manual")
    ]


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path)
    parser.add_argument("paths", nargs="*")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--tool", type=Path, help="the program, where it is installed already")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, serving(given.site) as server:
        tool = given.tool or install(Path(folder))
        print(f"| page | {' | '.join(CATEGORIES)} | short of 90 |\n|---|---|---|---|---|")
        for path in given.paths or usual(given.site):
            runs = [scores(tool, server.address + quote(path)) for _ in range(given.runs)]
            medians = (statistics.median(found[name] for found, _ in runs) for name in CATEGORIES)
            short = sorted({name for _, names in runs for name in names})
            print(f"| {path} | {' | '.join(f'{one:.0f}' for one in medians)} | {', '.join(short)} |", flush=True)


if __name__ == "__main__":
    main()
