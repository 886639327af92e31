"""Run jobs in worker processes, in order, within limits of time and memory; a lost worker costs its job and no more.

Where the system can divide a process (Linux, one thread) workers are copies of this one, which are there at once and
share what it has loaded; elsewhere they are spawned. Functions and jobs must pickle.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from itertools import chain
from types import TracebackType
from typing import TypeVar

from pebble import ProcessExpired, ProcessPool

Job = TypeVar("Job")
Result = TypeVar("Result")

SECONDS = 60.0
"""Wall time that a job may take."""
MEMORY = 2 * 1024**3
"""Bytes of address space that a worker may have, where the system can hold it to that."""
AHEAD = 4
"""Batches in flight for each worker: enough that none waits, few enough that the queue stays small."""
STARTS = 30.0
"""Seconds of wall time within which a worker has started, on the slowest machine."""
BREAKS = 3
"""So often may the pool break over one batch before that one is lost."""
LOST = "处理时进程中断（内存不足或被系统结束）"
BATCH = 16
"""Jobs that a worker is given at a time, at most: handing one over costs as much as a small job."""


def default_count() -> int:
    """As many workers as processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on Windows and macOS
        return os.cpu_count() or 1


def may_divide() -> bool:
    """Whether this process can be copied: a thread's locks would stay closed in the copy for ever."""
    return sys.platform == "linux" and threading.active_count() == 1


class Workers:
    """Worker processes, started with the first job and kept until they are closed.

    ``count`` 0 does the work in this process, without limits.
    """

    def __init__(self, count: int, *, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self.count = count
        self._seconds = seconds
        self._memory = memory
        self._pool: ProcessPool | None = None
        self._size = 0

    @property
    def running(self) -> bool:
        """Whether there are processes already: they have loaded what this one may not have."""
        return self._pool is not None

    def run(
        self,
        function: Callable[[Job], Result],
        jobs: Sequence[Job],
        lost: Callable[[Job, str], Result],
        *,
        worth: int = 0,
        load: Callable[[], None] | None = None,
    ) -> Iterator[Result]:
        """``function`` of each job, in order.

        ``lost(job, reason)`` stands in for a job that took too long or whose worker died; an exception of the
        function itself comes out here. Fewer jobs than are ``worth`` a process are done by those that run already, or
        else in this one. What ``load`` loads before this process is copied, its copies have.
        """
        few = len(jobs) < worth
        if not self.count or not jobs or (few and not self.running):
            yield from map(function, jobs)
            return
        size = max(1, min(BATCH, len(jobs) // (self.count * 8)))
        batches = [jobs[start : start + size] for start in range(0, len(jobs), size)]
        if load and not self.running and may_divide():
            load()
        self._start(self._size if few else min(self.count, len(batches)))
        for batch, results in self._scheduled(partial(_each, function), batches):
            if isinstance(results, list):
                yield from results
            elif len(batch) == 1:
                yield lost(batch[0], results)
            else:  # which of its jobs it was shows when each is done by itself
                alone = [[job] for job in batch]
                for (job,), result in self._scheduled(partial(_each, function), alone):
                    yield result[0] if isinstance(result, list) else lost(job, result)

    def _scheduled(
        self, work: Callable[[Sequence[Job]], list[Result]], batches: Sequence[Sequence[Job]]
    ) -> Iterator[tuple[Sequence[Job], list[Result] | str]]:
        """Each batch with its results, or with the reason why there are none."""
        flying: deque[tuple[Sequence[Job], Future[list[Result]]]] = deque()
        rest = iter(batches)
        broken = 0
        while True:
            # Where the pool broke, one at a time: if it breaks again, it is this one.
            while len(flying) < (1 if broken else AHEAD * self.count) and (batch := next(rest, None)) is not None:
                flying.append((batch, self._schedule(work, batch)))
            if not flying:
                return
            batch, future = flying.popleft()
            try:
                # The oldest batch waits for one that is at work at most.
                yield batch, future.result(2 * self._seconds + STARTS)
            except TimeoutError:
                if future.done():
                    yield batch, f"处理超过 {self._seconds:g} 秒，已经中止"
                    continue
                # A worker that was killed in the moment in which it held the queue left it locked for all others.
                self._start(self._size, anew=True)
                flying = deque((one, self._schedule(work, one)) for one, _ in [(batch, future), *flying])
            except BrokenProcessPool:
                # A worker that died before it said which batch it had taken ends the pool and all that is in it.
                broken += 1
                self._start(self._size, anew=True)
                again = [one for one, _ in flying]
                flying.clear()
                if broken > BREAKS:
                    yield batch, LOST
                    broken = 0
                else:
                    again.insert(0, batch)
                rest = chain(again, rest)
            except ProcessExpired:
                yield batch, LOST
                broken = 0
            else:
                broken = 0

    def _schedule(self, work: Callable[[Sequence[Job]], list[Result]], batch: Sequence[Job]) -> Future[list[Result]]:
        assert self._pool is not None
        try:
            found: Future[list[Result]] = self._pool.schedule(work, args=[batch], timeout=self._seconds)
        except RuntimeError as error:  # it is broken
            found = Future()
            found.set_exception(BrokenProcessPool(str(error)))
        return found

    def close(self) -> None:
        """End the workers."""
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call]
            self._pool.join()
            self._pool = None

    def _start(self, wanted: int, *, anew: bool = False) -> None:
        # A spawned worker takes half a second to start: for one document there is one.
        if self._pool is None or self._size < wanted or anew:
            self.close()
            context = multiprocessing.get_context("fork" if may_divide() else "spawn")
            self._pool = ProcessPool(wanted, initializer=_limit, initargs=[self._memory], context=context)
            self._size = wanted

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _each(function: Callable[[Job], Result], jobs: Sequence[Job]) -> list[Result]:
    return [function(job) for job in jobs]


def _limit(memory: int) -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    try:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    except (ValueError, OSError):  # macOS refuses, or a lower limit stands already
        return
