"""The figures as Markdown tables."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

Figures = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""Of one size of archive: by engine, by row."""

BUSY = (os.cpu_count() or 1) + 1
"""A build keeps as many processes busy as there are processors, and hands jobs over in one more."""
BUILDS = {
    "cold": "cold",
    "changed": "one outline changed",
    "retitled": "one outline retitled",
    "nothing": "nothing changed",
}


def tables(known: Mapping[str, Figures]) -> Iterator[str]:
    """A table for each number of outlines, and how the costs grow."""
    for count in sorted(known, key=int):
        yield from _table(int(count), known[count])
        yield ""
    yield from _growth(known)


def _table(count: int, figures: Figures) -> Iterator[str]:
    names = sorted(figures, key=lambda name: name != "ours")
    yield f"| {count:,} outlines | {' | '.join(names)} | {' | '.join(f'ours / {name}' for name in names[1:])} |"
    yield "|---" * (2 * len(names)) + "|"
    for row, title in BUILDS.items():
        for key, unit in (("cpu", "CPU s"), ("wall", "wall s")):
            yield _line(f"{title}, {unit}", [_value(figures[name], row, key) for name in names], "{:.2f}", ratios=True)
    against = [
        _divided(_value(figures[name], "changed", "cpu"), _value(figures[name], "cold", "cpu")) for name in names
    ]
    yield _line("one changed against cold, CPU", against, "{:.3f}")
    for key, title in (("main", "main process"), ("worker", "largest other process"), ("own", "its own part")):
        yield _line(f"peak memory, {title}, MB", [_value(figures[name], "cold", key) for name in names], "{:.0f}")
    pages = [_divided(_value(figures[name], "cold", "html"), 1000 * count) for name in names]
    yield _line("HTML of the site an outline, KB", pages, "{:.1f}")
    yield _line("files of the site", [_value(figures[name], "cold", "files") for name in names], "{:,}")
    sizes = [_divided(_value(figures[name], "cold", "bytes"), 1e6) for name in names]
    yield _line("size of the site, MB", sizes, "{:.1f}")
    for key in ("median", "longest"):
        served = [_value(figures[name], "serve", key) for name in names]
        if any(served):
            yield _line(f"serve: from saving to the page, {key}, s", served, "{:.2f}")
    busy = [
        f"{name} {row} ({known['load']:.0f})"
        for name in names
        for row, known in figures[name].items()
        if known.get("load", 0) > BUSY
    ]
    if busy:
        said = "The machine did other work as well, so that these are too high, wall above all (load)"
        yield f"\n{said}: {', '.join(busy)}"


def _line(title: str, values: list[float | None], form: str, *, ratios: bool = False) -> str:
    cells = ["" if value is None else form.format(value) for value in values]
    for value in values[1:]:
        ratio = _divided(values[0], value) if ratios else None
        cells.append("" if ratio is None else f"{ratio:.2f}")
    return f"| {title} | {' | '.join(cells)} |"


def _growth(known: Mapping[str, Figures]) -> Iterator[str]:
    """How many times more a cold build takes, and the power of the number of outlines that processor time grows by."""
    for fewer, more in combinations(sorted(known, key=int), 2):
        for name in known[more]:
            small, large = (known[count].get(name, {}) for count in (fewer, more))
            cpu = _divided(_value(large, "cold", "cpu"), _value(small, "cold", "cpu"))
            wall = _divided(_value(large, "cold", "wall"), _value(small, "cold", "wall"))
            if cpu and wall:
                power = math.log(cpu) / math.log(int(more) / int(fewer))
                grown = f"CPU {cpu:.2f} times (power {power:.3f}), wall {wall:.2f} times"
                yield f"{name}, cold, from {fewer} to {more}: {grown}"


def _value(figures: Mapping[str, Mapping[str, Any]], row: str, key: str) -> float | None:
    return figures.get(row, {}).get(key)


def _divided(value: float | None, by: float | None) -> float | None:
    return value / by if value is not None and by else None
