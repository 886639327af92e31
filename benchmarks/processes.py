"""Runs a command and measures all of its processes: processor time, wall time, memory. Linux only.

Processor time is what the kernel counts for the command and all that it started. A child that its parent did not wait
for would be missing, so this process adopts those of the command and waits for them itself.
"""

from __future__ import annotations

import ctypes
import os
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path

EVERY = 0.1
"""Seconds between two looks at the memory."""
_ADOPT = 36  # PR_SET_CHILD_SUBREAPER of prctl(2)


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command took."""

    cpu: float
    """Seconds of processor time, of all processes, in the kernel too."""
    wall: float
    """Seconds."""
    main: float
    """Megabytes of physical memory at its peak: of the process that was started."""
    worker: float
    """The same of the largest process that it started; 0 if none was seen."""
    own: float
    """Of that which such a process does not share with others, as a copy does with the process that it was made of."""

    def __add__(self, other: Cost) -> Cost:
        """One after the other."""
        return Cost(
            self.cpu + other.cpu,
            self.wall + other.wall,
            max(self.main, other.main),
            max(self.worker, other.worker),
            max(self.own, other.own),
        )


def run(*command: str | Path, cwd: Path | None = None) -> Cost:
    """Run a command to its end; what it says is shown if it fails."""
    ctypes.CDLL(None).prctl(_ADOPT, 1, 0, 0, 0)
    begun = time.monotonic()
    process = subprocess.Popen(
        [str(part) for part in command],
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        process_group=0,  # by which its orphans are known
    )
    assert process.stdout is not None
    memory = _Memory(process.pid)
    said = process.stdout.read()
    cpu = 0.0
    while True:
        try:
            pid, status, usage = os.wait4(-process.pid, 0)
        except ChildProcessError:
            break
        cpu += usage.ru_utime + usage.ru_stime
        if pid == process.pid:
            process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.monotonic() - begun
    main, worker, own = memory.peaks()
    process.stdout.close()
    if process.returncode:
        raise RuntimeError(f"{command[0]} {process.returncode}: {said.decode('utf-8', 'replace')[-4000:]}")
    return Cost(cpu, wall, main, worker, own)


class _Memory:
    """Looks at a process group until asked. Peaks are read, so that nothing between two looks is lost; what a process
    shares has none."""

    def __init__(self, group: int) -> None:
        self._group = group
        self._peaks: dict[int, float] = {}
        self._own = 0.0
        self._others: set[int] = set()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def peaks(self) -> tuple[float, float, float]:
        """Megabytes of the first process, of the largest other one, and of what one of these has for itself."""
        self._over.set()
        self._thread.join()
        main = self._peaks.pop(self._group, 0.0)
        return main, max(self._peaks.values(), default=0.0), self._own

    def _look(self) -> None:
        while not self._over.wait(EVERY):
            running = {int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()}
            self._others &= running
            for pid in running - self._others:
                if group_of(pid) == self._group:
                    self._peaks[pid] = max(self._peaks.get(pid, 0.0), peak(pid))
                    if pid != self._group:
                        self._own = max(self._own, unshared(pid))
                else:
                    self._others.add(pid)


def group_of(pid: int) -> int:
    """The process group of a process; 0 if it has ended."""
    try:
        return os.getpgid(pid)
    except ProcessLookupError:
        return 0


def peak(pid: int) -> float:
    """Megabytes of physical memory that a process has had at most."""
    return _megabytes(pid, "status", "VmHWM:")


def unshared(pid: int) -> float:
    """Megabytes of physical memory that a process has now and no other has too."""
    return _megabytes(pid, "smaps_rollup", "Private_")


def _megabytes(pid: int, file: str, name: str) -> float:
    try:
        lines = Path(f"/proc/{pid}/{file}").read_text("utf-8", "replace").splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) / 1024 for line in lines if line.startswith(name))


def ended(process: subprocess.Popen[bytes], patience: float = 20) -> None:
    """End a process and wait for it."""
    process.terminate()
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
