"""Run jobs in worker processes, in order, a lost worker costing one job and no more.

Workers are spawned, not forked, so that the same code runs on Windows and macOS; functions and jobs must pickle.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")

BATCH = 16
"""Jobs sent to a worker at a time: enough to hide the sending, few enough to spread evenly."""
WORTH_A_POOL = 48
"""Below so many jobs this process is done before a worker has started (about half a second)."""


def default_count() -> int:
    """As many workers as processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on Windows and macOS
        return os.cpu_count() or 1


def run(
    function: Callable[[Job], Result],
    jobs: Sequence[Job],
    *,
    count: int,
    lost: Callable[[Job], Result],
) -> Iterator[Result]:
    """``function`` of each job, in order. ``lost(job)`` stands in for a job whose worker died doing it."""
    if count <= 1 or len(jobs) < WORTH_A_POOL:
        yield from map(function, jobs)
        return
    batches = [jobs[start : start + BATCH] for start in range(0, len(jobs), BATCH)]
    done = 0
    while done < len(batches):
        with _pool(min(count, len(batches) - done)) as pool:
            futures: list[Future[list[Result]]] = []
            try:
                # Within the try: a worker may die before all are sent.
                futures.extend(pool.submit(_run_batch, function, batch) for batch in batches[done:])
                for future in futures:
                    yield from future.result()
                    done += 1
            except BrokenProcessPool:
                _cancel(futures)
        if done < len(batches):
            # Any batch in flight may be to blame: this one goes job by job, then the rest as before.
            yield from _one_by_one(function, batches[done], lost)
            done += 1


def _one_by_one(
    function: Callable[[Job], Result], jobs: Sequence[Job], lost: Callable[[Job], Result]
) -> Iterator[Result]:
    for job in jobs:
        try:
            with _pool(1) as pool:
                yield pool.submit(function, job).result()
        except BrokenProcessPool:
            yield lost(job)


def _pool(count: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(max_workers=count, mp_context=multiprocessing.get_context("spawn"))


def _run_batch(function: Callable[[Job], Result], jobs: Sequence[Job]) -> list[Result]:
    return [function(job) for job in jobs]


def _cancel(futures: Sequence[Future[list[Result]]]) -> None:
    for future in futures:
        future.cancel()
