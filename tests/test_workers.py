"""Jobs in worker processes: in order, and a lost worker costs its job only."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import workers


def double(job: int) -> int:
    return 2 * job


def process(job: int) -> int:
    return os.getpid()


def never(job: object) -> Any:
    raise AssertionError("no job is lost here")


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pools are worth it, and batches small."""
    monkeypatch.setattr(workers, "WORTH_A_POOL", 2)
    monkeypatch.setattr(workers, "BATCH", 2)


@given(st.lists(st.integers()), st.integers(0, 1))
def test_one_worker_is_this_process(jobs: list[int], count: int) -> None:
    assert list(workers.run(double, jobs, count=count, lost=never)) == [2 * job for job in jobs]
    assert set(workers.run(process, jobs, count=count, lost=never)) <= {os.getpid()}


def test_few_jobs_are_not_worth_a_pool() -> None:
    jobs = range(workers.WORTH_A_POOL - 1)
    assert set(workers.run(process, jobs, count=4, lost=never)) == {os.getpid()}


# Jobs for ``eval``: a worker need not import this module and what it imports.
EXIT = "__import__('os')._exit(3)"
KILL = f"__import__('os').kill(__import__('os').getpid(), {int(signal.SIGKILL)})"
PROCESS = "__import__('os').getpid()"


def gone(job: str) -> str:
    return "gone"


@pytest.mark.parametrize(("count", "jobs"), [(2, 3), (3, 7)])
@pytest.mark.usefixtures("small")
def test_results_come_in_order_from_other_processes(count: int, jobs: int) -> None:
    numbers = [f"({number}, {PROCESS})" for number in range(jobs)]
    found = list(workers.run(eval, numbers, count=count, lost=never))
    assert [number for number, _ in found] == list(range(jobs))
    assert os.getpid() not in {process for _, process in found}


@pytest.mark.parametrize(
    ("count", "jobs"),
    [
        (2, ["1", EXIT, "3", "4"]),
        (2, ["1", "2", "3", KILL]),
        (3, [KILL, "2", "3", "4", EXIT]),
        (3, [EXIT, KILL]),
    ],
    ids=["first batch", "last batch", "two", "all"],
)
@pytest.mark.usefixtures("small")
def test_a_lost_worker_costs_its_job_only(count: int, jobs: list[str]) -> None:
    found = list(workers.run(eval, jobs, count=count, lost=gone))
    assert found == ["gone" if job in (EXIT, KILL) else int(job) for job in jobs]


@pytest.mark.usefixtures("small")
def test_an_error_in_a_job_comes_out() -> None:
    with pytest.raises(ZeroDivisionError):
        list(workers.run(eval, ["1", "2", "3", "1 / 0"], count=2, lost=never))


class Pool(Executor):
    """A pool in this process, that breaks at its nth call."""

    broken = False

    def __init__(self, breaks: Callable[[], bool]) -> None:
        self._breaks = breaks

    def submit(self, function: Callable[..., Any], /, *arguments: Any, **_: Any) -> Future[Any]:
        self.broken = self.broken or self._breaks()
        if self.broken:
            raise BrokenProcessPool("gone")
        future: Future[Any] = Future()
        future.set_result(function(*arguments))
        return future


@pytest.mark.parametrize("at", range(1, 6))
@pytest.mark.usefixtures("small")
def test_a_worker_that_dies_while_jobs_are_sent(monkeypatch: pytest.MonkeyPatch, at: int) -> None:
    calls = iter(range(1, 100))
    monkeypatch.setattr(workers, "_pool", lambda count: Pool(lambda: next(calls) == at))
    jobs = list(range(1, 10))
    assert list(workers.run(double, jobs, count=2, lost=never)) == [2 * job for job in jobs]


@pytest.mark.usefixtures("small")
def test_no_more_workers_than_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    counts: list[int] = []

    def pool(count: int) -> Pool:
        counts.append(count)
        return Pool(lambda: False)

    monkeypatch.setattr(workers, "_pool", pool)
    assert list(workers.run(double, [1, 2, 3], count=8, lost=never)) == [2, 4, 6]
    assert counts == [2]


def test_as_many_workers_as_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 2, 5}, raising=False)
    assert workers.default_count() == 3
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert workers.default_count() == 1
