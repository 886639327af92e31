"""How far a build is: a bar on a terminal, lines elsewhere, nothing where nothing is wanted."""

from __future__ import annotations

import threading

import pytest

from generator.progress import Progress


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that moves when its one number is set."""
    now = [0.0]
    monkeypatch.setattr("generator.progress.time.monotonic", lambda: now[0])
    return now


def test_lines_say_how_far_how_fast_and_how_long_yet(clock: list[float]) -> None:
    said: list[str] = []
    progress = Progress(said.append)
    with progress.stage("阅读", 100) as advance:
        for number in range(1, 101):
            clock[0] = number / 2
            advance()
    assert said == [f"阅读 {done}/100，每秒 2 篇，约余 {(100 - done) // 2} 秒" for done in (20, 40, 60, 80)]


def test_a_slow_start_foretells_nothing(clock: list[float]) -> None:
    said: list[str] = []
    with Progress(said.append).stage("阅读", 100) as advance:
        clock[0] = 11
        advance()
    assert said == ["阅读 1/100"]


def test_a_quick_stage_says_nothing(clock: list[float]) -> None:
    said: list[str] = []
    with Progress(said.append).stage("阅读", 3) as advance:
        for _ in range(3):
            clock[0] += 1
            advance()
    assert said == []


def test_where_the_time_went(clock: list[float]) -> None:
    progress = Progress()
    for name, seconds in (("阅读", 2.0), ("发布", 0.05), ("索引", 0.25), ("阅读", 1.0)):
        with progress.stage(name):
            clock[0] += seconds
    assert progress.spent() == "阅读 3.0 秒、索引 0.2 秒"
    assert progress.elapsed() == pytest.approx(3.3)


def test_a_stage_that_fails_is_counted_too(clock: list[float]) -> None:
    progress = Progress()
    with pytest.raises(ZeroDivisionError), progress.stage("阅读"):
        clock[0] += 1
        raise ZeroDivisionError
    assert progress.seconds == {"阅读": 1.0}


def test_a_bar_on_a_terminal_needs_no_thread(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    said: list[str] = []
    threads = threading.active_count()
    with Progress(said.append, terminal=True).stage("阅读", 3) as advance:
        for _ in range(3):
            advance()
            assert threading.active_count() == threads, "a process with threads cannot divide"
    assert said == []
    assert "阅读" in capfd.readouterr().err
