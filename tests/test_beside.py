"""Work in a copy of this process."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from generator.plugin.beside import Beside

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes do not divide here")


def test_the_result_comes_from_another_process() -> None:
    here = os.getpid()
    assert Beside(os.getppid).result() == here


def test_work_that_fails_beside_is_done_here() -> None:
    here = os.getpid()

    def work() -> str:
        if os.getpid() != here:
            raise ValueError("beside")
        return "here"

    assert Beside(work).result() == "here"


def test_an_error_that_is_met_twice_is_said() -> None:
    def work() -> str:
        raise ValueError("不行")

    beside = Beside(work)
    with pytest.raises(ValueError, match="不行"):
        beside.result()


def test_a_copy_that_is_killed_costs_time_only() -> None:
    here = os.getpid()

    def work() -> str:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return "here"

    assert Beside(work).result() == "here"


def test_a_copy_that_is_stopped_writes_nothing_more(tmp_path: Path) -> None:
    made = tmp_path / "made"

    def work() -> None:
        time.sleep(60)
        made.touch()

    begun = time.monotonic()
    Beside(work).stop()
    assert time.monotonic() - begun < 30
    assert not made.exists()
