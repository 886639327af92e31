"""One build at a time: two that wrote into the same folders at once would leave neither site."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from filelock import BaseFileLock, FileLock, Timeout

PATIENCE = 1800.0
"""Seconds that a build waits for another one."""

UNLOCKED: BaseFileLock = FileLock("", thread_local=False)
"""A lock that nobody holds."""


class LockedError(Exception):
    """Another build went on for longer than anybody waits."""


def locked(file: Path, say: Callable[[str], None]) -> BaseFileLock:
    """Hold the lock in ``file``; where another build holds it, ``say`` so and wait. Raises OSError, LockedError.

    The system lets go of the lock of a process that dies.
    """
    lock = FileLock(file, thread_local=False)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        say("另一次构建正在进行，等它结束再开始")
        try:
            lock.acquire(timeout=PATIENCE)
        except Timeout:
            raise LockedError(f"另一次构建 {PATIENCE / 60:.0f} 分钟还没有结束，没有开始") from None
    return lock
