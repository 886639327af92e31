"""Compares search engines through their boxes: ``python -m benchmarks.search --pages 300 --peers``.

Without options, ours alone. Peers are installed into environments of their own below the work folder, which is
temporary unless one is given; sites that stand there already are not built again.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from statistics import fmean
from typing import Any, Literal

from benchmarks.environments import environment

from . import costs, graded, sites
from .browser import started
from .engines import BOXES
from .measures import ask_all, by_kind, failures
from .outlines import Outline, outlines, write
from .queries import EACH, KINDS, Case, cases
from .server import serving
from .truth import Truth

PARTS = ("quality", "ranking", "costs", "file")


def site_of(engine: str, folder: Path, work: Path) -> sites.Site:
    """The site of ``content/`` in the folder, built once."""
    kept = folder / "site.json"
    if kept.exists():
        known = json.loads(kept.read_text("utf-8"))
        return sites.Site(folder / "site", known["cpu"], known["index"])
    if engine == "ours":
        made = sites.ours(folder)
    else:
        programs = environment(work, "material")
        if engine == "material":
            made = sites.material(folder, programs)
        else:
            made = sites.pagefind(folder, programs, environment(work, "pagefind"))
    kept.write_text(json.dumps({"cpu": made.cpu, "index": made.index}), "utf-8")
    return made


def sources(folder: Path, engine: str, made: Sequence[Outline]) -> Path:
    """The folder with the sources of the outlines for an engine."""
    suffix: Literal[".txt", ".md"] = ".txt" if engine == "ours" else ".md"
    if not (folder / "content").exists():
        write(folder / "content", made, suffix)
    return folder


def sample(folder: Path, engine: str) -> Path:
    """The folder with the sample archive for an engine."""
    if not (folder / "content").exists():
        if engine == "ours":
            shutil.copytree(graded.CONTENT, folder / "content")
        else:
            graded.write_markdown(folder / "content")
    return folder


def ranking(engine: str, work: Path) -> float:
    """nDCG@10 over the graded queries on the sample archive."""
    site = site_of(engine, sample(work / "sample" / engine, engine), work)
    asked = graded.queries()
    with serving(site.folder) as server, started() as browser:
        given = ask_all(browser, engine, server.address, [Case("", one.query, frozenset()) for one in asked])
    return fmean(graded.ndcg(one, answer.paths) for one, answer in zip(asked, given, strict=True))


def measure(
    engine: str, given: argparse.Namespace, work: Path, made: list[Outline], asked: list[Case]
) -> dict[str, Any]:
    """All figures of an engine that were asked for."""
    pages = len(made)
    site = site_of(engine, sources(work / str(pages) / engine, engine, made), work)
    found: dict[str, Any] = {"index bytes a page": site.index / pages, "index ms CPU a page": site.cpu / pages * 1000}
    with serving(site.folder) as server:
        if "quality" in given.parts:
            with started() as browser:
                answers = ask_all(browser, engine, server.address, asked)
            found["kinds"] = {kind: asdict(figures) for kind, figures in by_kind(asked, answers).items()}
            found["failures"] = failures(asked, answers)
        if "costs" in given.parts:
            later = [case.query for case in asked if not case.choose][:: max(1, len(asked) // 40)]
            found |= asdict(costs.costs(engine, server, later))
    if "file" in given.parts:
        found["file"] = costs.from_folder(engine, site.folder)
    if "ranking" in given.parts:
        found["ranking"] = ranking(engine, work)
    return found


ROWS = (
    ("ranking", "nDCG@10, graded queries", "{:.3f}"),
    ("sent", "bytes to the first result", "{:,}"),
    ("whole", "bytes to the whole answer", "{:,}"),
    ("requests", "requests for it", "{}"),
    ("first", "first result on a fresh page, ms", "{:.0f}"),
    ("later", "later query, ms", "{:.0f}"),
    ("memory", "memory of the tab at the first answer, MB", "{:.0f}"),
    ("memory_later", "memory of the tab after 40 queries, MB", "{:.0f}"),
    ("file", "first result from a folder, ms", "{:.0f}"),
    ("index bytes a page", "index, gzip bytes a page", "{:,.0f}"),
    ("index ms CPU a page", "index build, ms CPU a page", "{:.1f}"),
)


def table(found: dict[str, dict[str, Any]]) -> list[str]:
    """The figures as a Markdown table."""
    lines = [f"| | {' | '.join(found)} |", "|---" * (len(found) + 1) + "|"]

    def row(title: str, cells: list[str]) -> None:
        lines.append(f"| {title} | {' | '.join(cells)} |")

    for kind in KINDS:
        measured = [one.get("kinds", {}).get(kind) for one in found.values()]
        if any(measured):
            row(
                f"{kind}: recall / precision / true totals",
                ["{recall:.2f} / {precision:.2f} / {totals:.2f}".format(**one) if one else "" for one in measured],
            )
    for key, title, form in ROWS:
        if any(key in one for one in found.values()):
            row(title, ["fails" if one.get(key) is None else form.format(one[key]) for one in found.values()])
    return lines


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.search", description=__doc__)
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--each", type=int, default=EACH, help="queries of each kind")
    parser.add_argument("--peers", action="store_true", help="stock Material and Pagefind as well")
    parser.add_argument("--engines", nargs="+", choices=list(BOXES), help="these engines")
    parser.add_argument("--only", nargs="+", choices=KINDS, help="these kinds of queries")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS, help="measure these parts")
    parser.add_argument("--work", type=Path, help="keep environments and sites in this folder")
    parser.add_argument("--json", type=Path, help="write all figures and failures to this file")
    parser.add_argument("--failures", action="store_true", help="print what failed")
    given = parser.parse_args()
    engines = given.engines or (list(BOXES) if given.peers else ["ours"])
    made = list(outlines(given.pages, given.seed))
    asked = [
        case for case in cases(made, Truth(made), given.seed, given.each) if not given.only or case.kind in given.only
    ]
    found: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory() as temporary:
        for engine in engines:
            found[engine] = measure(engine, given, given.work or Path(temporary), made, asked)
            if given.json:  # large archives take long: what is known is kept at once
                given.json.write_text(json.dumps(found, ensure_ascii=False, indent=1), "utf-8")
    print("\n".join(table(found)))
    if given.failures:
        for engine, figures in found.items():
            print(f"\n{engine}:", *figures.get("failures", []), sep="\n  ")


if __name__ == "__main__":
    main()
