"""Jobs in worker processes: in order, and a lost worker costs its job only."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from typing import Any

import pytest
from pebble.pool.process import PoolManager

from generator import workers
from generator.workers import Workers

pytestmark = pytest.mark.slow

# Jobs for ``eval``: a worker need not import this module and what it imports.
EXIT = "__import__('os')._exit(3)"
KILL = f"__import__('os').kill(__import__('os').getpid(), {int(signal.SIGKILL)})"
FOREVER = "[None for _ in iter(int, 1)]"
GREEDY = "bytearray(3 * 1024**3)"
PROCESS = "__import__('os').getpid()"


def never(job: object, reason: str) -> Any:
    raise AssertionError(f"{job} is lost: {reason}")


def reason_of(job: str, reason: str) -> str:
    return reason


@pytest.fixture(scope="module")
def two() -> Iterator[Workers]:
    with Workers(2, seconds=2.0) as started:
        yield started


def test_none_is_this_process() -> None:
    with Workers(0) as here:
        assert list(here.run(eval, ["1", "2"], never)) == [1, 2]
        assert list(here.run(eval, [PROCESS], never)) == [os.getpid()]


@pytest.mark.parametrize("jobs", [0, 1, 3, 200])
def test_results_come_in_order_from_other_processes(two: Workers, jobs: int) -> None:
    found = list(two.run(eval, [f"({number}, {PROCESS})" for number in range(jobs)], never))
    assert [number for number, _ in found] == list(range(jobs))
    assert os.getpid() not in {process for _, process in found}


@pytest.mark.parametrize(
    "jobs", [["1", EXIT, "3", "4"], ["1", "2", "3", KILL], [KILL, "2", "3", "4", EXIT], [EXIT, KILL]]
)
def test_a_lost_worker_costs_its_job_only(two: Workers, jobs: list[str]) -> None:
    found = list(two.run(eval, jobs, reason_of))
    for job, result in zip(jobs, found, strict=True):
        if job in (EXIT, KILL):
            assert "中断" in result
        else:
            assert result == int(job)


@pytest.mark.parametrize("bad", [EXIT, KILL])
def test_a_lost_batch_costs_the_job_that_it_was_lost_by(two: Workers, bad: str) -> None:
    jobs = [str(number) for number in range(100)]
    jobs[41] = bad
    found = list(two.run(eval, jobs, reason_of))
    assert "中断" in found.pop(41)
    assert found == [number for number in range(100) if number != 41]


@pytest.mark.parametrize("times", [1, 10**6])
def test_a_worker_that_dies_before_it_says_what_it_took_costs_its_job_only(
    monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    # What the pool does where it finds no batch for a worker that is gone: it gives up, and all batches in it.
    found = PoolManager.find_expired_task
    broke = 0

    def find(manager: PoolManager, worker: int) -> object:
        nonlocal broke
        if broke < times:
            broke += 1
            raise BrokenProcessPool("All workers expired")
        return found(manager, worker)

    monkeypatch.setattr(PoolManager, "find_expired_task", find)
    jobs = [str(number) for number in range(40)]
    jobs[17] = EXIT
    with Workers(2) as pool:
        said = list(pool.run(eval, jobs, reason_of))
        assert list(pool.run(eval, ["1", "2"], never)) == [1, 2]
    assert broke >= 1
    assert "中断" in said.pop(17)
    assert said == [number for number in range(40) if number != 17]


def test_few_jobs_start_few_workers() -> None:
    with Workers(3) as pool:
        assert not pool.running
        assert len(set(pool.run(eval, [PROCESS] * 1, never))) == 1
        assert pool.running
        assert len(set(pool.run(eval, [PROCESS] * 9, never, worth=10))) == 1
        assert len(set(pool.run(eval, [f"(__import__('time').sleep(0.3), {PROCESS})[1]"] * 6, never))) == 3


def test_a_job_that_takes_too_long_is_ended(two: Workers) -> None:
    first, second, third = two.run(eval, ["1", FOREVER, "3"], reason_of)
    assert (first, third) == (1, 3)
    assert "超过 2 秒" in second


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no limit of memory on this system")
def test_memory_has_a_limit(two: Workers) -> None:
    with pytest.raises(MemoryError):
        list(two.run(eval, [GREEDY], never))


def test_an_error_in_a_job_comes_out(two: Workers) -> None:
    with pytest.raises(ZeroDivisionError):
        list(two.run(eval, ["1", "2", "3", "1 / 0"], never))


def test_workers_are_kept_until_closed() -> None:
    one = Workers(1)
    (first,) = one.run(eval, [PROCESS], never)
    assert list(one.run(eval, [PROCESS], never)) == [first]
    one.close()
    assert list(one.run(eval, [PROCESS], never)) != [first]
    one.close()


def test_as_many_workers_as_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 2, 5}, raising=False)
    assert workers.default_count() == 3
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert workers.default_count() == 1


def test_a_worker_killed_while_it_held_the_queue_costs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "STARTS", 3.0)
    with Workers(2, seconds=1.0) as some:
        assert list(some.run(eval, ["1"] * 40, never)) == [1] * 40
        pool: Any = some._pool
        lock = pool._pool_manager.worker_manager.workers_channel.mutex.reader_mutex
        assert lock.acquire(timeout=30)  # as it stays where its holder is killed
        assert list(some.run(eval, [str(number) for number in range(40)], never)) == list(range(40))
