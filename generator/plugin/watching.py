"""See changes at once while serving.

MkDocs lists all watched files twice a second, which finds a change on every disk, network drives and containers
included, on average a quarter of a second late. It still does; but where the system tells of changes, it looks as soon
as there is one.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import Any

from mkdocs.livereload import LiveReloadServer
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch
from watchdog.observers.polling import PollingEmitter

INTERVAL = 0.5
"""Seconds between two looks, as in MkDocs."""
_CHANGES = frozenset({"created", "modified", "closed", "moved", "deleted"})
"""A file that is only read is opened and closed too (``closed_no_write``)."""


def quicken(server: LiveReloadServer) -> None:
    """Let a server that was told what to watch, and does not watch yet, see changes at once."""
    watched = dict(server._watched_paths)
    for path, times in watched.items():
        for _ in range(times):
            server.unwatch(path)
    server.observer = PromptedObserver(INTERVAL)  # type: ignore[assignment]
    for path, times in watched.items():
        for _ in range(times):
            server.watch(path)


class PromptedObserver(BaseObserver):
    """Looks every ``timeout`` seconds, and at once where the system tells of a change."""

    def __init__(self, timeout: float) -> None:
        super().__init__(_Emitter, timeout=timeout)
        self._system = Observer()

    def schedule(self, event_handler: FileSystemEventHandler, path: str | Path, **given: Any) -> ObservedWatch:
        """Watch a path; what can be watched by looking only, is."""
        folder = path if Path(path).is_dir() else Path(path).parent
        with suppress(OSError):
            self._system.schedule(_Prompt(self), str(folder), recursive=Path(path).is_dir())
        return super().schedule(event_handler, str(path), **given)

    def start(self) -> None:
        """Begin to look."""
        super().start()
        with suppress(OSError):  # the system may watch so many folders and no more
            self._system.start()

    def on_thread_stop(self) -> None:
        """Stop looking."""
        if self._system.is_alive():
            self._system.stop()
        super().on_thread_stop()

    def prompt(self) -> None:
        """Let all that is watched be looked at now."""
        for emitter in list(self.emitters):
            assert isinstance(emitter, _Emitter)
            emitter.prompted.set()


class _Prompt(FileSystemEventHandler):
    def __init__(self, observer: PromptedObserver) -> None:
        self._observer = observer

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type in _CHANGES:
            self._observer.prompt()


class _Emitter(PollingEmitter):
    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.prompted = Event()

    def queue_events(self, timeout: float) -> None:
        self.prompted.wait(timeout)
        self.prompted.clear()
        super().queue_events(0)

    def on_thread_stop(self) -> None:
        self.prompted.set()
        super().on_thread_stop()
