"""How far a build is, and where its time went."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

EVERY = 10.0
"""Seconds between two lines where there is no terminal."""
SURE = 10
"""So many things tell how long the others take; the first may wait for LibreOffice to start."""


class Progress:
    """Shows the stages of a build one after another: as a bar on a terminal, as lines elsewhere, or not at all."""

    def __init__(self, say: Callable[[str], None] | None = None, *, terminal: bool = False) -> None:
        """``say`` takes a line; None: nothing is shown."""
        self._say = say
        self._terminal = terminal
        self._begun = time.monotonic()
        self.seconds: dict[str, float] = {}
        """Wall time by stage, in their order."""

    @contextmanager
    def stage(self, name: str, total: int = 0) -> Iterator[Callable[[], None]]:
        """A stage of ``total`` things, each of which ends with a call of what this gives."""
        begun = time.monotonic()
        try:
            if self._say is None or not total:
                yield lambda: None
            elif self._terminal:
                with _bar(name, total) as advance:
                    yield advance
            else:
                yield _lines(name, total, self._say)
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.monotonic() - begun

    def elapsed(self) -> float:
        """Seconds since the beginning."""
        return time.monotonic() - self._begun

    def spent(self) -> str:
        """Where the time went: the stages that took a tenth of a second or more, in their order."""
        return "、".join(f"{name} {spent:.1f} 秒" for name, spent in self.seconds.items() if spent >= 0.1)


@contextmanager
def _bar(name: str, total: int) -> Iterator[Callable[[], None]]:
    # Imported where it is shown: a build without a terminal does not pay for it.
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, ProgressColumn, Task, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars
    from rich.text import Text

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:.0f} 篇/秒" if task.speed else "")

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn())
    # Drawn from here, not from a thread: a process that divides may have one only.
    with Bars(*columns, console=Console(stderr=True), transient=True, auto_refresh=False) as bars:
        task = bars.add_task(name, total=total)
        drawn = 0.0

        def advance() -> None:
            nonlocal drawn
            bars.advance(task)
            if time.monotonic() - drawn >= 0.1:
                drawn = time.monotonic()
                bars.refresh()

        yield advance


def _lines(name: str, total: int, say: Callable[[str], None]) -> Callable[[], None]:
    begun = last = time.monotonic()
    done = 0

    def advance() -> None:
        nonlocal last, done
        done += 1
        now = time.monotonic()
        if now - last >= EVERY and done < total:
            last = now
            rate = done / (now - begun)
            left = f"，每秒 {rate:.0f} 篇，约余 {(total - done) / rate:.0f} 秒" if done >= SURE else ""
            say(f"{name} {done}/{total}{left}")

    return advance
