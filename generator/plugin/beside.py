"""Work in a copy of this process, beside what this one goes on to do."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Generic, TypeVar

Result = TypeVar("Result")


class Beside(Generic[Result]):
    """``work``, begun at once in a copy of this process, which must be able to divide
    (:func:`~generator.workers.may_divide`); its result must pickle."""

    def __init__(self, work: Callable[[], Result]) -> None:
        self._work = work
        context = multiprocessing.get_context("fork")
        self._reader, writer = context.Pipe(duplex=False)
        self._process = context.Process(target=_send, args=(work, writer), daemon=True)
        self._process.start()
        writer.close()

    def result(self) -> Result:
        """Wait for the result. Where the copy met an error or was killed the work is done here, and says so itself."""
        try:
            found: Result = self._reader.recv()
        except (EOFError, OSError):  # nothing came, or a part of it
            self.stop()
            return self._work()
        self.stop()
        return found

    def stop(self) -> None:
        """End the copy, whether it is done or not."""
        self._process.terminate()
        self._process.join()
        self._reader.close()


def _send(work: Callable[[], Result], writer: Connection) -> None:
    try:
        found = work()
    except Exception:
        return  # whoever waits meets it too
    writer.send(found)
