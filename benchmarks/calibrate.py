"""Fit the costs: ``python -m benchmarks.calibrate parse|roles [--rounds N] [--write]``.

Coordinate descent: each cost in turn is made smaller and larger, and what lowers the loss is kept. It is fitted on one
part and reported on another, which the fit has not seen.

* ``parse``, the costs of headings: wrong cases of the ambiguities, every second of them, and what F1 of generated
  outlines lacks, on some seeds; reported on the other cases and on other seeds.
* ``roles``: wrong titles and what F1 of the lines set aside lacks, on the documents of tests/heldout that were studied
  (those with odd numbers and pages/studied); reported on the others.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.evaluate import TESTS, cases, compare, fields, round_trip, solved, understand
from benchmarks.measures import f1
from generator import costs as table
from generator.costs import Costs
from generator.roles.chain import steps

FILE = Path(table.__file__).with_name("costs.toml")
FIT_SEEDS, REPORT_SEEDS = range(3000, 3060), range(4000, 4150)
NOISES = (0.0, 0.35)
KEPT = {"search", "confidence"}
"""Tables that are not costs."""
ROLES = "role_"
"""What the tables of the roles begin with."""


def parse_loss(fitted: bool) -> float:
    """How wrong the present costs of headings are on a part."""
    part = cases()[0 if fitted else 1 :: 2]
    wrong = sum(not solved(case) for case in part) / len(part)
    tallies = [round_trip(FIT_SEEDS if fitted else REPORT_SEEDS, noise) for noise in NOISES]
    return 4 * wrong + sum(2 - t.f1 - t.f1_level for t in tallies)


@cache
def documents(fitted: bool) -> list[tuple[str, dict[str, Any]]]:
    """The texts of a part of tests/heldout, with their truth."""
    folder = TESTS / "heldout"
    files = [file for file in folder.glob("*.json") if int(file.stem[-2:]) % 2 == fitted]
    files += (folder / "pages" / ("studied" if fitted else "apart")).glob("*.json")
    return [
        (file.with_suffix(".txt").read_text("utf-8"), json.loads(file.read_text("utf-8"))) for file in sorted(files)
    ]


def roles_loss(fitted: bool) -> float:
    """How wrong the present costs of roles are on a part."""
    steps.cache_clear()
    part = documents(fitted)
    titles = 0
    right = true = said = 0
    for text, truth in part:
        outline = understand(text)
        titles += compare(truth, outline, strict=False).titles
        counts = fields(truth, outline)["boilerplate"]
        right, true, said = right + counts[0], true + counts[1], said + counts[2]
    return 1 - titles / len(part) + 1 - f1(right / max(1, said), right / max(1, true))


LOSSES: dict[str, Callable[[bool], float]] = {"parse": parse_loss, "roles": roles_loss}


def fit(costs: Costs, part: str, rounds: int) -> float:
    """Change the costs of a part in place until no step helps; the loss reached on the fitted documents."""
    loss = LOSSES[part]
    best = loss(True)
    for number in range(rounds):
        before = best
        for section, entries in costs.items():
            if section in KEPT or section.startswith(ROLES) != (part == "roles"):
                continue
            for name, value in list(entries.items()):
                for factor in (0.8, 1.25):
                    entries[name] = round(value * factor, 3)
                    now = loss(True)
                    if now < best - 1e-6:
                        best, value = now, entries[name]
                        print(f"{section}.{name} = {value}   loss {best:.4f}", flush=True)
                        break
                entries[name] = value
        print(f"round {number + 1}: {best:.4f}")
        if best > before - 1e-6:
            break
    return best


def write(costs: Costs) -> None:
    """Put the values into the file, its comments kept."""
    section = ""
    lines = []
    for line in FILE.read_text("utf-8").split("\n"):
        head = re.match(r"\[(\w+)\]", line)
        entry = re.match(r"(\w+)( *= *)([-0-9.]+)(.*)", line)
        if head:
            section = head[1]
        if entry and section not in KEPT:
            line = f"{entry[1]}{entry[2]}{costs[section][entry[1]]}{entry[4]}"
        lines.append(line)
    FILE.write_text("\n".join(lines), "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("part", choices=LOSSES)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--write", action="store_true", help="write the fitted costs")
    options = parser.parse_args()
    costs = table.costs()
    loss = LOSSES[options.part]
    print(f"before: fitted part {loss(True):.4f}   reported part {loss(False):.4f}")
    fit(costs, options.part, options.rounds)
    print(f"after:  fitted part {loss(True):.4f}   reported part {loss(False):.4f}")
    if options.write:
        write(costs)


if __name__ == "__main__":
    main()
