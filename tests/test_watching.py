"""A server that is told of a change by the system looks at once, and at intervals where it is told nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest
from mkdocs.livereload import LiveReloadServer
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from generator.plugin import watching
from generator.plugin.watching import PromptedObserver

PATIENCE = 30.0
LONG = 600.0
"""Seconds between two looks that no test waits for."""


class Handler(FileSystemEventHandler):
    def __init__(self) -> None:
        self.seen: list[str] = []
        self.told = Event()

    def on_any_event(self, event: FileSystemEvent) -> None:
        if not event.is_directory:
            self.seen.append(Path(str(event.src_path)).name)
            self.told.set()


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Callable[[float], Handler]]:
    running: list[PromptedObserver] = []

    def begin(timeout: float) -> Handler:
        observer = PromptedObserver(timeout)
        handler = Handler()
        observer.schedule(handler, str(tmp_path), recursive=True)
        observer.start()
        running.append(observer)
        return handler

    yield begin
    for observer in running:
        observer.stop()
        observer.join(PATIENCE)
        assert not observer.is_alive()


def changed(handler: Handler, change: Callable[[], object], name: str) -> None:
    handler.told.clear()
    change()
    assert handler.told.wait(PATIENCE)
    assert name in handler.seen


def test_a_change_is_seen_at_once(tmp_path: Path, watch: Callable[[float], Handler]) -> None:
    (tmp_path / "读书").mkdir()
    file = tmp_path / "读书" / "书箱.txt"
    file.write_text("旧", "utf-8")
    handler = watch(LONG)
    changed(handler, lambda: file.write_text("改过的", "utf-8"), file.name)
    changed(handler, lambda: (tmp_path / "新.txt").write_text("新", "utf-8"), "新.txt")
    changed(handler, file.unlink, file.name)


@pytest.mark.parametrize("step", ["schedule", "start"])
def test_where_the_system_tells_nothing_it_looks_at_intervals(
    tmp_path: Path, watch: Callable[[float], Handler], monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def refuse(self: object, *given: object, **named: object) -> None:
        raise OSError(28, "inotify watch limit reached")

    with monkeypatch.context() as patch:
        patch.setattr(Observer, step, refuse)
        handler = watch(0.1)
        changed(handler, lambda: (tmp_path / "新.txt").write_text("新", "utf-8"), "新.txt")


def test_reading_is_no_change(
    tmp_path: Path, watch: Callable[[float], Handler], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "书箱.txt"
    file.write_text("旧", "utf-8")
    prompted: list[None] = []
    with monkeypatch.context() as patch:
        patch.setattr(PromptedObserver, "prompt", lambda self: prompted.append(None))
        watch(LONG)
        for _ in range(5):
            file.read_bytes()
        time.sleep(0.5)
        assert prompted == []
        file.write_text("改过的", "utf-8")
        end = time.monotonic() + PATIENCE
        while not prompted and time.monotonic() < end:
            time.sleep(0.05)
        assert prompted


def test_a_server_watches_what_it_was_told_to(tmp_path: Path) -> None:
    settings = tmp_path / "mkdocs.yml"
    settings.write_text("site_name: 渠边文稿\n", "utf-8")
    (tmp_path / "content").mkdir()
    server = LiveReloadServer(lambda: None, "127.0.0.1", 0, str(tmp_path))
    for path in (tmp_path / "content", settings, settings):
        server.watch(str(path))
    before = dict(server._watched_paths)
    watching.quicken(server)
    assert isinstance(server.observer, PromptedObserver)
    assert server._watched_paths == before
    assert len(server.observer.emitters) == 2
    server.unwatch(str(settings))
    server.unwatch(str(settings))
    assert [Path(str(emitter.watch.path)) for emitter in server.observer.emitters] == [tmp_path / "content"]
    server.server_close()
