"""How long ``mkdocs serve`` takes from saving a file to the reloaded page: the way of a browser, without one.

MkDocs puts a script into each page that asks ``/livereload/EPOCH/REQUEST`` and is answered when a newer build is there;
the browser then loads the page again.
"""

from __future__ import annotations

import http.client
import random
import re
import socket
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

from benchmarks.processes import ended

from .archive import Archive

PATIENCE = 300.0
_SCRIPT = re.compile(r"livereload\((\d+), (\d+)\)")


def reloads(archive: Archive, work: Path, times: int = 7) -> list[float]:
    """Seconds from saving a change to the page that shows it, so many times."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert archive.engine.serve is not None
    log = archive.folder / "serve.log"
    with log.open("wb") as said:
        process = subprocess.Popen(
            [*map(str, archive.engine.serve(work)), f"127.0.0.1:{port}"],
            cwd=archive.folder,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
    try:
        page = f"/{quote(archive.address)}"
        _until_up(process, port, page)
        return [_reload(archive, port, page) for _ in range(times)]
    finally:
        ended(process)


def _reload(archive: Archive, port: int, page: str) -> float:
    found = _SCRIPT.search(_get(port, page))
    assert found, "no livereload in the page"
    epoch, request = found.groups()
    waiting = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    waiting.request("GET", f"/livereload/{epoch}/{request}")
    time.sleep(2 + random.random())  # the watcher looks at intervals: no save is to fall on the same moment
    said = archive.edit()
    begun = time.monotonic()
    while True:
        now = waiting.getresponse().read().decode()
        if now != epoch:
            text = _get(port, page)
            if said in text:
                return time.monotonic() - begun
            epoch = now
        if time.monotonic() - begun > PATIENCE:
            raise TimeoutError(f"{archive.address} does not show the change")
        waiting.request("GET", f"/livereload/{epoch}/{request}")  # as the script does when nothing came for long


def _get(port: int, page: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.request("GET", page)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    if answer.status != 200:
        raise ConnectionError(f"{page}: {answer.status}")
    return text


def _until_up(process: subprocess.Popen[bytes], port: int, page: str) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError("the server ended")
        try:
            _get(port, page)
            return
        except (ConnectionError, http.client.HTTPException):
            time.sleep(0.2)
    raise TimeoutError("the server does not answer")
