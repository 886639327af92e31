"""Compares builds: ``python -m benchmarks.builds --counts 1000 5000 --peers material hugo --work FOLDER``.

Ours starts from raw text; peers are given ready Markdown of the same outlines. Figures are kept in ``figures.json`` in
the work folder as soon as they are known, and what is known is not measured again unless asked for with ``--again``.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.processes import Cost

from .archive import Archive
from .engines import ENGINES
from .serving import reloads
from .table import tables

ROWS = ("cold", "nothing", "changed", "retitled", "serve")
LONG = 30.0
"""Seconds of wall time: builds that take less are measured three times, and the median counts."""
SERVED = 1000
"""Servers are measured with at most so many outlines."""
WARM = 10
"""Outlines of a build before the first that counts, so that all programs are compiled and their caches filled."""


def measure(archive: Archive, row: str, work: Path) -> dict[str, Any]:
    """The figures of one row. All rows but ``cold`` begin with a whole site."""
    if row == "cold":
        return {**asdict(archive.build_cold()), **asdict(archive.site())}
    if not archive.built():
        archive.build()
    if row == "serve":
        times = reloads(archive, work)
        return {"median": median(times), "longest": max(times)}
    changes: dict[str, Callable[[], str]] = {"nothing": str, "changed": archive.edit, "retitled": archive.retitle}
    return asdict(_typical(archive, changes[row]))


def _typical(archive: Archive, change: Callable[[], str]) -> Cost:
    """The median of some builds, each after a change that its page must show."""
    costs: list[Cost] = []
    while len(costs) < 3 and (not costs or costs[0].wall < LONG):
        said = change()
        costs.append(archive.build())
        if said not in archive.page.read_text("utf-8"):
            raise AssertionError(f"{archive.page} does not show {said!r}")
    return sorted(costs, key=lambda cost: cost.cpu)[len(costs) // 2]


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.builds", description=__doc__)
    parser.add_argument("--counts", nargs="+", type=int, default=[1000, 5000], help="outlines")
    parser.add_argument("--peers", nargs="*", choices=[*ENGINES][1:], default=["material", "hugo"])
    parser.add_argument("--rows", nargs="+", choices=ROWS, default=ROWS)
    parser.add_argument("--engines", nargs="+", choices=ENGINES, help="measure these only; the table shows all")
    parser.add_argument("--again", action="store_true", help="measure what is known already")
    parser.add_argument("--table", action="store_true", help="measure nothing")
    parser.add_argument("--work", type=Path, help="keep environments, archives and figures in this folder")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        work = (given.work or Path(temporary)).absolute()
        work.mkdir(parents=True, exist_ok=True)
        kept = work / "figures.json"
        known: dict[str, Any] = json.loads(kept.read_text("utf-8")) if kept.exists() else {}
        engines = [] if given.table else given.engines or ["ours", *given.peers]
        for name in engines:
            engine = ENGINES[name]
            wanted = [
                (count, row)
                for count in given.counts
                for row in given.rows
                if count <= (SERVED if row == "serve" else engine.most)
                and (row != "serve" or engine.serve)
                and (given.again or row not in known.get(str(count), {}).get(name, {}))
            ]
            if wanted:
                Archive(work / str(WARM) / name, engine, WARM, work).build_cold()
            for count, row in wanted:
                archive = Archive(work / str(count) / name, engine, count, work)
                found = {**measure(archive, row, work), "load": os.getloadavg()[0]}
                print(f"{count} {name} {row}:", json.dumps(found), flush=True)
                known.setdefault(str(count), {}).setdefault(name, {})[row] = found
                kept.write_text(json.dumps(known, ensure_ascii=False, indent=1), "utf-8")
        print("\n".join(tables(known)))


if __name__ == "__main__":
    main()
