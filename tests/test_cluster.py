"""A Dask cluster reads what is new: the same bytes come out, whatever becomes of its workers; what is wrong is said."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from builder import Built
from conftest import ROOT, Archive
from placing import FORMATS, lines, promoted
from wordmade import convert

from generator import cluster
from generator.cluster import BYTES, Cluster, ClusterError
from generator.intake import WORTH_CLUSTER
from generator.readers import office
from generator.workers import BATCH

distributed = pytest.importorskip("distributed")
pytestmark = pytest.mark.slow

NOBODY = "127.0.0.1:9"
# Jobs for ``eval``: a worker need not import this module and what it imports.
KILL = "__import__('os')._exit(3)"
LONG = "__import__('time').sleep(600)"
PROCESS = "__import__('os').getpid()"
SETTINGS = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1", "NO_MKDOCS_2_WARNING": "1"}


@contextmanager
def running(*command: str) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, *command],
        env={**os.environ, **SETTINGS},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def scheduler(folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    file = folder / "scheduler.json"
    options = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file)]
    with running("-m", "dask", "scheduler", *options) as process:
        until(file.is_file)
        with distributed.Client(scheduler_file=str(file), set_as_default=False) as client:
            yield client.scheduler.address.removeprefix("tcp://"), process


def worker(address: str, folder: Path, count: int) -> list[str]:
    """The arguments that start workers."""
    options = ["--nworkers", str(count), "--nthreads", "1", "--no-dashboard", "--local-directory", str(folder)]
    return ["worker", address, *options]


def until(true: Callable[[], object], seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a cluster of two worker processes."""
    folder = tmp_path_factory.mktemp("dask")
    with scheduler(folder) as (address, _), running("-m", "dask", *worker(address, folder, 2)):
        with distributed.Client(address, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
        yield address


def processes(address: str) -> list[int]:
    with distributed.Client(address, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)  # one that was killed is started again
        return list(client.run(os.getpid).values())


def weight(job: str) -> int:
    return len(job)


# --- an archive ---------------------------------------------------------------------------------------------------


def fill(archive: Archive) -> int:
    """Put an archive of many formats into place; the number of its sources."""
    shutil.copytree(ROOT / "content" / "全民阅读", archive.content / "全民阅读")
    for number in range(120):
        points = "\n".join(
            f"{mark}、第{number}处第{mark}件\n\n沙袋{number * 7}只，专人看守。\n" for mark in "一二三四五"
        )
        archive.write(f"备汛/第{number}处险段的发言.txt", f"在备汛会上的发言\n\n同志们：\n\n{points}")
    for number, (suffix, write) in enumerate(FORMATS.items()):
        for shown in (lines, promoted):
            archive.write(
                f"{shown.__name__}/文{number}{suffix}", write(shown(lambda place: place), lambda place: place)
            )
    archive.write("lines/文0.txt.yml", "tags: [防汛, 账]\n")
    archive.write("坏的.docx", b"PK\x03\x04 broken")
    archive.write("坏的.pdf", b"%PDF-1.7 broken")
    archive.write("空的.txt", b"")
    archive.write("不发的.txt", "机密★10年\n在备汛会上的讲话\n\n同志们：\n备好沙袋。\n")
    if office.program():
        convert("odt", [archive.content / "lines" / "文3.docx"], archive.content / "旧文")
        shutil.rmtree(archive.content / "旧文" / "profile")
    return sum(path.is_file() and path.suffix != ".yml" for path in archive.content.rglob("*"))


def ask(archive: Archive, address: str) -> None:
    archive.configure("      phrases:", f"      workers: dask://{address}\n      phrases:")


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal on this system")
def test_a_worker_killed_half_way_changes_no_byte(two: str, tmp_path: Path) -> None:
    here, there = Archive(tmp_path / "here"), Archive(tmp_path / "there")
    count = fill(here)
    shutil.copytree(here.content, there.content, dirs_exist_ok=True)
    ask(there, two)
    one, *_ = before = processes(two)
    with subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "build"],
        cwd=there.folder,
        env={**os.environ, **SETTINGS, "PATH": str(tmp_path)},  # no LibreOffice but that of the workers
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as build:
        until(lambda: any((there.cache / "records").rglob("*.msgpack")) or build.poll() is not None)
        os.kill(one, signal.SIGKILL)
        done = len(list((there.cache / "records").rglob("*.msgpack")))
        said, _ = build.communicate()
    assert build.returncode == 0, said
    assert 0 < done < count
    assert "集群 " in said.splitlines()[-1]
    assert one not in processes(two)
    assert set(before) - {one} <= set(processes(two))
    assert here.build().code == 0
    mine, theirs = here.published(), there.published()
    assert mine.keys() == theirs.keys()
    assert [path for path in mine if mine[path] != theirs[path]] == []
    assert {path.name: path.read_bytes() for path in (here.cache / "records").rglob("*.msgpack")} == {
        path.name: path.read_bytes() for path in (there.cache / "records").rglob("*.msgpack")
    }


def many(archive: Archive, count: int = WORTH_CLUSTER) -> None:
    for number in range(count):
        archive.write(f"发言{number}.txt", f"在第{number}次会上的发言\n\n一、看水位\n\n专人看守。\n")


def test_few_documents_ask_no_cluster(archive: Archive) -> None:
    many(archive, WORTH_CLUSTER - 1)
    ask(archive, NOBODY)
    assert archive.build("--strict").code == 0


def test_a_build_says_in_one_line_what_is_missing(archive: Archive, tmp_path: Path) -> None:
    many(archive)
    ask(archive, NOBODY)
    (tmp_path / "distributed.py").write_text("raise ImportError\n", "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build"],
        cwd=archive.folder,
        env={**os.environ, **SETTINGS, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    built = Built(done.returncode, done.stdout + done.stderr)
    assert built.code == 1
    assert "pip install 'tigang[dask]'" in built.log
    assert "Traceback" not in built.log
    assert not archive.site.exists()


# --- jobs ---------------------------------------------------------------------------------------------------------


def test_results_come_from_other_processes(two: str) -> None:
    jobs = [f"({number}, {PROCESS})" for number in range(100)]
    with Cluster(two) as machines:
        found = list(machines.run(eval, jobs, weight))
        assert list(machines.run(eval, [], weight)) == []
    assert sorted(number for number, _ in found) == list(range(100))
    assert os.getpid() not in {process for _, process in found}


def test_what_a_worker_dies_of_is_left_out(two: str) -> None:
    with Cluster(two, seconds=1.0) as machines:
        for bad in (KILL, LONG):
            assert list(machines.run(eval, [bad], weight)) == []
            assert list(machines.run(eval, ["1"], weight)) == [1]


def test_a_large_job_is_sent_without_a_word(two: str, recwarn: pytest.WarningsRecorder) -> None:
    with Cluster(two) as machines:
        assert list(machines.run(len, ["长" * 10 * BYTES, "短"], weight)) in ([10 * BYTES, 1], [1, 10 * BYTES])
    assert [str(one.message) for one in recwarn] == []


def test_batches_are_neither_long_nor_heavy() -> None:
    def sizes(jobs: list[int]) -> list[list[int]]:
        return [batch for batch, _ in cluster._batches(jobs, lambda job: job)]

    assert sizes([]) == []
    assert sizes([1] * (BATCH + 1)) == [[1] * BATCH, [1]]
    assert sizes([1, BYTES, 2, BYTES * 50, 3]) == [[1, BYTES], [2, BYTES * 50], [3]]
    assert list(cluster._batches([1, 2], lambda job: job)) == [([1, 2], 3)]


# --- errors -------------------------------------------------------------------------------------------------------


def failure(address: str, *jobs: str) -> str:
    with pytest.raises(ClusterError) as caught, Cluster(address) as machines:
        list(machines.run(eval, jobs, weight))
    said = str(caught.value)
    assert "\n" not in said
    return said


def test_a_cluster_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "CONNECTS", 1.0)
    for address in (NOBODY, "127.0.0.1:99999", "nosuch.invalid:8786"):
        assert f"连不上 Dask 集群 {address}" in failure(address)


def test_a_cluster_without_workers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "CONNECTS", 2.0)
    with scheduler(tmp_path) as (address, _):
        assert f"没有工作进程，请先运行 dask worker {address}" in failure(address)


@pytest.mark.parametrize(
    "other",
    [
        "import generator.cluster; generator.cluster.version = lambda: 'other'",
        "import sys; sys.modules['generator'] = None",
    ],
    ids=["another version", "none"],
)
def test_a_worker_that_is_not_the_same(other: str, tmp_path: Path) -> None:
    with scheduler(tmp_path) as (address, _):
        arguments = [*worker(address, tmp_path, 1), "--no-nanny"]
        script = f"{other}\nimport sys\nfrom dask.__main__ import main\nsys.argv = ['dask', *{arguments}]\nmain()"
        with running("-c", script):
            assert "Dask 集群里 tcp://127.0.0.1:" in (said := failure(address, "1"))
            assert "各台装成一样" in said


def test_a_worker_that_came_later_and_is_not_the_same(two: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with Cluster(two) as machines:
        monkeypatch.setattr(cluster, "version", lambda: "ours")
        with pytest.raises(ClusterError, match="各台装成一样"):
            list(machines.run(eval, ["1"], weight))


def test_an_error_in_a_job(two: str) -> None:
    assert "ZeroDivisionError" in failure(two, "1 / 0")


def test_a_cluster_that_goes_away(tmp_path: Path) -> None:
    with (
        scheduler(tmp_path) as (address, process),
        running("-m", "dask", *worker(address, tmp_path, 1)),
        Cluster(address) as machines,
        pytest.raises(ClusterError, match="再构建一次就接着读"),
    ):
        for _ in machines.run(eval, ["1", LONG], lambda job: BYTES):
            process.kill()


def test_workers_that_go_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "LOOKS", 1.0)
    with (
        scheduler(tmp_path) as (address, _),
        running("-m", "dask", *worker(address, tmp_path, 1)) as workers,
        Cluster(address) as machines,
        pytest.raises(ClusterError, match="工作进程都不在了"),
    ):
        for _ in machines.run(eval, ["1", LONG], lambda job: BYTES):
            workers.terminate()
