"""Fit the costs of the parse: ``python -m benchmarks.calibrate [--rounds N] [--write]``.

Coordinate descent: each cost in turn is made smaller and larger, and what lowers the loss is kept. The loss counts
wrong cases of the ambiguities and what F1 of generated outlines lacks. It is fitted on every second case and on some
seeds; what is reported at the end are the other cases and other seeds, which the fit has not seen.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from benchmarks.evaluate import cases, round_trip, solved
from generator import costs as table
from generator.costs import Costs

FILE = Path(table.__file__).with_name("costs.toml")
FIT_SEEDS, REPORT_SEEDS = range(3000, 3060), range(4000, 4150)
NOISES = (0.0, 0.35)
KEPT = {"search", "confidence"}
"""Tables that are not costs."""


def loss(even: bool, seeds: range) -> float:
    """How wrong the present costs are on a part."""
    part = cases()[0 if even else 1 :: 2]
    wrong = sum(not solved(case) for case in part) / len(part)
    tallies = [round_trip(seeds, noise) for noise in NOISES]
    return 4 * wrong + sum(2 - t.f1 - t.f1_level for t in tallies)


def fit(costs: Costs, rounds: int) -> float:
    """Change the costs in place until no step helps; the loss reached on the fitted part."""
    best = loss(True, FIT_SEEDS)
    for number in range(rounds):
        before = best
        for section, entries in costs.items():
            if section in KEPT:
                continue
            for name, value in list(entries.items()):
                for factor in (0.8, 1.25):
                    entries[name] = round(value * factor, 3)
                    now = loss(True, FIT_SEEDS)
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
    table = ""
    lines = []
    for line in FILE.read_text("utf-8").split("\n"):
        head = re.match(r"\[(\w+)\]", line)
        entry = re.match(r"(\w+)( *= *)([-0-9.]+)(.*)", line)
        if head:
            table = head[1]
        if entry and table not in KEPT:
            line = f"{entry[1]}{entry[2]}{costs[table][entry[1]]}{entry[4]}"
        lines.append(line)
    FILE.write_text("\n".join(lines), "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--write", action="store_true", help="write the fitted costs")
    options = parser.parse_args()
    costs = table.costs()
    print(f"before: fitted part {loss(True, FIT_SEEDS):.4f}   reported part {loss(False, REPORT_SEEDS):.4f}")
    fit(costs, options.rounds)
    print(f"after:  fitted part {loss(True, FIT_SEEDS):.4f}   reported part {loss(False, REPORT_SEEDS):.4f}")
    if options.write:
        write(costs)


if __name__ == "__main__":
    main()
