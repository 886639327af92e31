"""Compares search engines through their boxes: ``python -m benchmarks.search --pages 300 --peers``.

Without options, ours alone. Peers are installed into environments of their own below the work folder, which is
temporary unless one is given; sites that stand there are not built again, and figures that are known not measured.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from statistics import fmean
from typing import Any, Literal

from benchmarks.environments import environment

from . import costs, graded, sites
from .browser import started
from .engines import BOXES
from .measures import ask_all, by_kind, failures
from .memory import footprint
from .outlines import Outline, outlines, write
from .queries import EACH, KINDS, Case, cases
from .server import serving
from .truth import Truth

PARTS = ("quality", "ranking", "costs", "memory", "file")


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


def measure(engine: str, parts: Sequence[str], work: Path, made: list[Outline], asked: list[Case]) -> dict[str, Any]:
    """All figures of an engine that were asked for.

    Each part is kept beside the site when it is there, so that a comparison that was broken off goes on where it was;
    delete ``figures.json`` to measure anew.
    """
    pages = len(made)
    folder = work / str(pages) / engine
    site = site_of(engine, sources(folder, engine, made), work)
    kept = folder / "figures.json"
    found: dict[str, Any] = json.loads(kept.read_text("utf-8")) if kept.exists() else {}
    later = [case.query for case in asked if not case.choose][:: max(1, len(asked) // 40)]

    def quality() -> dict[str, Any]:
        with serving(site.folder) as server, started() as browser:
            answers = ask_all(browser, engine, server.address, asked)
        kinds = {kind: asdict(figures) for kind, figures in by_kind(asked, answers).items()}
        return {"kinds": kinds, "failures": failures(asked, answers)}

    def spent() -> dict[str, Any]:
        with serving(site.folder) as server:
            return asdict(costs.costs(engine, server, later))

    def memory() -> dict[str, Any]:
        sizes = footprint(engine, site.folder, [costs.TYPED, *later])
        own = {f"own {stage}": size.own for stage, size in sizes.items()}
        return own | {f"resident {stage}": size.resident for stage, size in sizes.items()}

    measures: dict[str, Callable[[], dict[str, Any]]] = {
        "quality": quality,
        "ranking": lambda: {"ranking": ranking(engine, work)},
        "costs": spent,
        "memory": memory,
        "file": lambda: {"file": costs.from_folder(engine, site.folder)},
    }
    for part in parts:
        if part not in found:
            found[part] = measures[part]()
            kept.write_text(json.dumps(found, ensure_ascii=False, indent=1), "utf-8")
    built = {"index bytes a page": site.index / pages, "index ms CPU a page": site.cpu / pages * 1000}
    return built | {name: value for part in parts for name, value in found[part].items()}


ROWS = (
    ("ranking", "nDCG@10, graded queries", "{:.3f}"),
    ("sent", "bytes to the first result", "{:,}"),
    ("whole", "bytes to the whole answer", "{:,}"),
    ("requests", "requests for it", "{}"),
    ("first", "first result on a fresh page, ms", "{:.0f}"),
    ("later_first", "later query: first result, ms", "{:.0f}"),
    ("later", "later query: last change, ms", "{:.0f}"),
    ("own blank", "memory of the tab, MB: empty", "{:.0f}"),
    ("own home", "home page", "{:.0f}"),
    ("own first", "first answer", "{:.0f}"),
    ("own later", "after 40 more queries", "{:.0f}"),
    ("resident blank", "with what it shares, MB: empty", "{:.0f}"),
    ("resident first", "first answer", "{:.0f}"),
    ("resident later", "after 40 more queries", "{:.0f}"),
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
            found[engine] = measure(engine, given.parts, given.work or Path(temporary), made, asked)
            if given.json:  # large archives take long: what is known is kept at once
                given.json.write_text(json.dumps(found, ensure_ascii=False, indent=1), "utf-8")
    print("\n".join(table(found)))
    if given.failures:
        for engine, figures in found.items():
            print(f"\n{engine}:", *figures.get("failures", []), sep="\n  ")


if __name__ == "__main__":
    main()
