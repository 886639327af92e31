"""Run jobs in worker processes, in order, within limits of time and memory; a lost worker costs its job and no more.

Workers are spawned, not forked, so that the same code runs on Windows and macOS; functions and jobs must pickle.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from types import TracebackType
from typing import TypeVar

from pebble import ProcessExpired, ProcessPool

Job = TypeVar("Job")
Result = TypeVar("Result")

SECONDS = 60.0
"""Wall time that a job may take."""
MEMORY = 2 * 1024**3
"""Bytes of address space that a worker may have, where the system can hold it to that."""
AHEAD = 16
"""Jobs in flight for each worker: enough that none waits, few enough that the queue stays small."""


def default_count() -> int:
    """As many workers as processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on Windows and macOS
        return os.cpu_count() or 1


class Workers:
    """Worker processes, started with the first job and kept until they are closed.

    ``count`` 0 does the work in this process, without limits.
    """

    def __init__(self, count: int, *, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self.count = count
        self._seconds = seconds
        self._memory = memory
        self._pool: ProcessPool | None = None

    def run(
        self, function: Callable[[Job], Result], jobs: Sequence[Job], lost: Callable[[Job, str], Result]
    ) -> Iterator[Result]:
        """``function`` of each job, in order.

        ``lost(job, reason)`` stands in for a job that took too long or whose worker died; an exception of the
        function itself comes out here.
        """
        if not self.count or not jobs:
            yield from map(function, jobs)
            return
        pool = self._started()
        flying: deque[tuple[Job, Future[Result]]] = deque()
        rest = iter(jobs)
        ahead = AHEAD * self.count
        while True:
            for job in rest:
                flying.append((job, pool.schedule(function, args=[job], timeout=self._seconds)))
                if len(flying) >= ahead:
                    break
            if not flying:
                return
            job, future = flying.popleft()
            try:
                result = future.result()
            except TimeoutError:
                result = lost(job, f"处理超过 {self._seconds:g} 秒，已经中止")
            except ProcessExpired:
                result = lost(job, "处理时进程中断（内存不足或被系统结束）")
            yield result

    def close(self) -> None:
        """End the workers."""
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call]
            self._pool.join()
            self._pool = None

    def _started(self) -> ProcessPool:
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPool(self.count, initializer=_limit, initargs=[self._memory], context=context)
        return self._pool

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _limit(memory: int) -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    try:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    except (ValueError, OSError):  # macOS refuses, or a lower limit stands already
        return
