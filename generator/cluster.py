"""Jobs on a Dask cluster, for archives that one machine is too small to read.

A job carries all that it needs and its result comes back the same way, so that the machines share no folder: a worker
needs no path, no rights and no clock of ours, and what a network drive shows late cannot be missed. For documents this
costs little, since reading one takes far longer than sending it.

Dask gives the jobs of a lost worker to another. What is lost for good (jobs that their workers die of, or that take too
long, and what stood in line with them) has no result here, and is for the caller to do where it stands.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from contextlib import AbstractContextManager, contextmanager, nullcontext
from types import TracebackType
from typing import TYPE_CHECKING, TypeVar

from .cache import code_version
from .workers import AHEAD, BATCH, SECONDS

if TYPE_CHECKING:
    from distributed import Client

Job = TypeVar("Job")
Result = TypeVar("Result")

CONNECTS = 15.0
"""Seconds within which the scheduler answers, and has a worker."""
LOOKS = 20.0
"""Seconds without a result after which to ask whether there are workers still."""
BYTES = 1024**2
"""A batch that weighs as much as this is closed: its jobs are large, and go to a worker each."""
FLYING = 512 * 1024**2
"""Bytes on their way at most: the scheduler holds them until they are done."""


class ClusterError(Exception):
    """A cluster that cannot be used: one Chinese sentence."""


class Cluster:
    """A Dask cluster, connected while it is entered."""

    def __init__(self, address: str, *, seconds: float = SECONDS) -> None:
        """``address`` is ``HOST:PORT`` of the scheduler; ``seconds`` of wall time that a job may take.

        Whether the connection is encrypted is said in Dask's own configuration.
        """
        self._address = address
        self._seconds = seconds

    def __enter__(self) -> Cluster:
        """Connect. Raises :class:`ClusterError` where that fails, or where a machine has other versions than this one.

        Distributed is imported here: a build that does not use it does not pay for it.
        """
        try:
            import dask
            from distributed import Client
        except ImportError:
            raise ClusterError("workers: dask://… 需要 distributed，请运行 pip install 'tigang[dask]'") from None
        # Documents go along with their jobs; they are meant to be as large as they are.
        dask.config.set({"distributed.admin.large-graph-warning-threshold": FLYING})
        try:
            self._client = Client(self._address, timeout=CONNECTS, set_as_default=False)
        except (OSError, ValueError, RuntimeError) as error:
            said = f"连不上 Dask 集群 {self._address}（{error}）：请看调度进程是否在运行，地址是否写对"
            raise ClusterError(said) from None
        try:
            _check(self._client, self._address)
        except BaseException:
            self._client.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def run(
        self,
        function: Callable[[Job], Result],
        jobs: Iterable[Job],
        size: Callable[[Job], int],
        within: Callable[[Sequence[Job]], AbstractContextManager[object]] = nullcontext,
    ) -> Iterator[Result]:
        """``function`` of each job, in the order in which they are done; lost ones are left out.

        ``size`` gives the bytes of a job; ``within`` surrounds a batch of them on the worker, and its own time is not
        limited. Functions and jobs must pickle. Raises :class:`ClusterError` where the cluster is gone, or where a
        worker came later that has other versions.
        """
        executor = self._client.get_executor(pure=False)
        here, flying = version(), dict[Future[list[Result]], int]()
        for batch, weight in _batches(jobs, size):
            while len(flying) >= AHEAD * max(self._workers(), 1) or sum(flying.values()) > FLYING:
                yield from self._done(flying)
            flying[executor.submit(_each, here, self._seconds, function, within, batch)] = weight
        while flying:
            yield from self._done(flying)

    def _done(self, flying: dict[Future[list[Result]], int]) -> Iterator[Result]:
        """Wait for some of the batches, take them out of ``flying``, and give their results."""
        from distributed import KilledWorker

        done, _ = wait(flying, LOOKS, FIRST_COMPLETED)
        if not done and not self._workers():
            raise ClusterError(f"Dask 集群 {self._address} 的工作进程都不在了；{_KEPT}")
        for future in done:
            del flying[future]
            try:
                results = future.result()
            except KilledWorker:
                continue
            except CancelledError:
                raise ClusterError(f"与 Dask 集群 {self._address} 的连接断了；{_KEPT}") from None
            except ForeignError as error:
                raise ClusterError(_foreign([str(error)])) from None
            except Exception as error:
                said = f"{type(error).__name__}: {error}".partition("\n")[0]
                raise ClusterError(f"Dask 集群 {self._address} 处理时出错：{said}；{_KEPT}") from error
            yield from results

    def _workers(self) -> int:
        """How many jobs the cluster does at a time, now: workers come and go."""
        try:
            return sum(self._client.nthreads().values())
        except (OSError, TypeError):  # the connection is lost, which the futures will say
            return 0


_KEPT = "已读的都留着，再构建一次就接着读"


class ForeignError(Exception):
    """A worker whose results are not ours; the text is its address."""


def version() -> str:
    """What must be the same on all machines for them to make the same: our code, its packages, Python."""
    return f"{code_version()} {sys.version_info[0]}.{sys.version_info[1]}"


def _check(client: Client, address: str) -> None:
    try:
        client.wait_for_workers(1, timeout=CONNECTS)
    except TimeoutError:
        raise ClusterError(f"Dask 集群 {address} 没有工作进程，请先运行 dask worker {address}") from None
    found = client.run(version, on_error="return")
    try:
        found[address] = client.run_on_scheduler(version)
    except Exception as error:  # the scheduler's, whatever it is: most likely it has no such module
        found[address] = error
    if foreign := sorted(name for name, said in found.items() if said != version()):
        raise ClusterError(_foreign(foreign))


def _foreign(names: Sequence[str]) -> str:
    return f"Dask 集群里 {'、'.join(names)} 没有装提纲，或装的提纲、依赖的包、Python 与本机不同；各台装成一样再构建"


def _batches(jobs: Iterable[Job], size: Callable[[Job], int]) -> Iterator[tuple[list[Job], int]]:
    """Jobs in batches, each with its bytes; one large job is a batch."""
    batch: list[Job] = []
    weight = 0
    for job in jobs:
        batch.append(job)
        weight += size(job)
        if len(batch) == BATCH or weight >= BYTES:
            yield batch, weight
            batch, weight = [], 0
    if batch:
        yield batch, weight


# --- on the worker ----------------------------------------------------------------------------------------------------

_alone = threading.Lock()
"""Dask's workers are threads, and libraries that read documents (PDFium) take one at a time."""


def _each(
    theirs: str,
    seconds: float,
    function: Callable[[Job], Result],
    within: Callable[[Sequence[Job]], AbstractContextManager[object]],
    jobs: Sequence[Job],
) -> list[Result]:
    if theirs != version():
        from distributed import get_worker

        raise ForeignError(get_worker().address)
    results = []
    with _alone, within(jobs):
        for job in jobs:
            with _limit(seconds):
                results.append(function(job))
    return results


@contextmanager
def _limit(seconds: float) -> Iterator[None]:
    """End this process where the block takes longer: nothing else ends a thread. Dask starts a new one in its place."""
    timer = threading.Timer(seconds, os._exit, [1])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
