"""What each stage costs: ``python -m benchmarks.stages``, CPU milliseconds for a document of about 3,000 characters.

The median of several runs over twenty outlines of :mod:`benchmarks.generate`, in this process. At the end, how each
stage's cost grows with the length of the document: 1 is in proportion.
"""

from __future__ import annotations

import math
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from benchmarks.generate import outline
from generator import export, facts, pages, report, roles, screening, search, structure
from generator.catalogue import Surroundings
from generator.model import Record
from generator.readers import read
from generator.screening import Policy

RUNS = 5


def texts(count: int, length: int) -> Iterator[bytes]:
    """So many outlines, each of about so many characters."""
    for number in range(count):
        parts = [outline(number + 1, "stages").text]
        while sum(map(len, parts)) < length:
            parts.append(outline(number + 1, f"stages/{len(parts)}").text.split("\n", 3)[-1])
        yield "\n".join(parts)[:length].encode("gb18030", "ignore")


def cost(work: Callable[[], Any]) -> tuple[float, Any]:
    """Median CPU milliseconds of some runs, and the result."""
    times, result = [], None
    for _ in range(RUNS):
        begun = time.process_time()
        result = work()
        times.append(1000 * (time.process_time() - begun))
    return statistics.median(times), result


def measure(data: bytes) -> dict[str, float]:
    """Milliseconds by stage for one document."""
    spent: dict[str, float] = {}
    path = Path("文.txt")
    spent["read"], manuscript = cost(lambda: read(path, data))
    spent["roles"], draft = cost(lambda: roles.assign(manuscript))
    spent["parse"], parsed = cost(lambda: structure.parse(draft))
    spent["screen"], (screened, verdict) = cost(lambda: screening.screen(parsed, draft, Policy()))
    spent["describe"], known = cost(lambda: facts.describe(screened, manuscript, name=PurePosixPath(path).stem))
    record = Record("文.txt", "", "txt", outline=screened, facts=known, screening=verdict)
    spent["compose"], _ = cost(lambda: pages.compose_outline(record, Surroundings()))
    spent["downloads"], _ = cost(lambda: (export.as_word(record), export.as_text(record), export.as_json(record)))
    spent["search entries"], _ = cost(lambda: search.entry(search.searchable(record)))
    with tempfile.TemporaryDirectory() as folder:
        spent["report"], _ = cost(lambda: report.write_document(Path(folder), "a.md", record))
    return spent


def table(length: int, count: int) -> dict[str, float]:
    """Mean milliseconds by stage over so many documents."""
    measured = [measure(data) for data in texts(count, length)]
    return {stage: statistics.mean(one[stage] for one in measured) for stage in measured[0]}


def main() -> None:
    """Print the table."""
    short, long = table(3000, 20), table(30_000, 4)
    print("| stage | ms, 3,000 characters | ms, 30,000 | growth |\n|---|---|---|---|")
    for stage in short:
        growth = math.log10(long[stage] / short[stage])
        print(f"| {stage} | {short[stage]:.2f} | {long[stage]:.1f} | {growth:.2f} |")
    print(f"| all | {sum(short.values()):.2f} | {sum(long.values()):.1f} | |")


if __name__ == "__main__":
    main()
