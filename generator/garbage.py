"""Work without the collector of cycles."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the collector, for work that makes many objects and no cycle: it would look at all of them, often.

    Also a decorator. What was in use before is in use afterwards.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def leave_alone() -> None:
    """Let the collector pass over all that there is now: it stays to the end of this process, or goes by itself."""
    gc.freeze()
