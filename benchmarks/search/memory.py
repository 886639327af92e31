"""The memory of a tab that searches, in a browser that nothing else looks into.

A driver of the browser would keep what the tab loads, in its own process; so the page asks by itself and tells the
server how far it is.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from shutil import which
from threading import Event
from typing import NamedTuple

from .browser import ARGUMENTS, NAMES, PROBE
from .engines import BOXES
from .server import serving

STAGES = ("home", "first", "later")
SETTLE = 3
"""Seconds before memory is read."""

_SCRIPT = """<script>addEventListener("load", async () => {
  (%s)(%s);
  const reached = (stage) => fetch("%s" + stage);
  const [first, ...later] = %s;
  await reached("home");
  await ask(first, 120000);
  await reached("first");
  for (const query of later) await ask(query, 120000);
  await reached("later");
});</script>"""
_SAID = "reached-"
_OTHERS = (b"--top-chrome-webui", b"--extension-process")
"""Renderers that are no tab."""


class Memory(NamedTuple):
    """Megabytes of a tab's process, page and workers together."""

    own: float
    """What is its alone: Chromium's own measure of a tab (private memory footprint)."""
    resident: float
    """With the pages of the program and of fonts that it shares with others."""


def footprint(engine: str, site: Path, queries: Sequence[str], patience: float = 300) -> dict[str, Memory]:
    """The memory of an empty tab (``blank``), and by stage: the home page, the first answer, all answers."""
    found: dict[str, Memory] = {}
    ended = Event()

    def reach(stage: str) -> None:
        found[stage] = _tab(browser)
        if stage == STAGES[-1]:
            ended.set()

    with _browser("about:blank") as browser:
        found["blank"] = _tab(browser)
    with serving(site) as server:
        script = _SCRIPT % (PROBE, json.dumps(asdict(BOXES[engine])), _SAID, json.dumps(list(queries)))
        server.inject(script.encode(), _SAID, reach)
        with _browser(server.address) as browser:
            ended.wait(patience)
    return found


@contextmanager
def _browser(address: str) -> Iterator[int]:
    """The process of a browser that opens an address."""
    path = next(filter(None, map(which, NAMES)), None)
    if path is None:
        raise FileNotFoundError("no Chromium found")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [path, "--headless", *ARGUMENTS, f"--user-data-dir={profile}", "--window-size=1280,720", address]
        browser = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            yield browser.pid
        finally:
            browser.terminate()
            browser.wait(30)


def _tab(browser: int) -> Memory:
    """The memory of a browser's only tab, when it is at rest."""
    time.sleep(SETTLE)
    while not (tabs := _renderers(browser)):
        time.sleep(SETTLE)
    return max(map(_sizes, tabs))


def _renderers(browser: int) -> list[int]:
    """The processes of pages below a browser."""
    parents: dict[int, int] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int((folder / "stat").read_text("utf-8").rpartition(")")[2].split()[1])
        except OSError:
            continue  # it has ended

    def is_below(process: int) -> bool:
        while process and process != browser:
            process = parents.get(process, 0)
        return process == browser

    return [one for one in parents if is_below(one) and _is_page(_command(one))]


def _is_page(command: bytes) -> bool:
    return b"--type=renderer" in command and not any(other in command for other in _OTHERS)


def _command(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""


def _sizes(process: int) -> Memory:
    """What /proc tells of a process."""
    lines = (line.partition(":") for line in Path(f"/proc/{process}/status").read_text("ascii", "replace").splitlines())
    known = {name: value.split() for name, _, value in lines}
    kilobytes = {name: int(known[name][0]) / 1000 for name in ("RssAnon", "VmSwap", "VmRSS")}
    return Memory(kilobytes["RssAnon"] + kilobytes["VmSwap"], kilobytes["VmRSS"])
