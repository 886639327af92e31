"""``mkdocs serve`` follows what happens in content/, and rests when nothing does."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from conftest import Archive
from test_site import OUTLINE

pytestmark = pytest.mark.slow
PATIENCE = 30.0


class Server:
    """A running ``mkdocs serve``."""

    def __init__(self, archive: Archive) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.log = archive.folder / "serve.log"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{self.port}"],
            cwd=archive.folder,
            stdout=self.log.open("w"),
            stderr=subprocess.STDOUT,
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        )

    def get(self, path: str) -> str:
        """A page; empty where there is none."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/{quote(path)}", timeout=5) as answer:
                return str(answer.read().decode())
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return ""

    def wait(self, path: str, text: str, there: bool = True) -> None:
        """Until the page holds the text, or does not."""
        end = time.monotonic() + PATIENCE
        while (text in self.get(path)) is not there:
            assert time.monotonic() < end, f"{path}: {text!r} there={not there}\n{self.log.read_text('utf-8')}"
            assert self.process.poll() is None, self.log.read_text("utf-8")
            time.sleep(0.1)

    def builds(self) -> int:
        return len(re.findall("Documentation built", self.log.read_text("utf-8")))


@pytest.fixture
def server(archive: Archive) -> Iterator[Server]:
    archive.write("读书/书箱.txt", OUTLINE)
    running = Server(archive)
    yield running
    running.process.terminate()
    running.process.wait(20)


def test_serve_follows_the_content_folder(archive: Archive, server: Server) -> None:
    server.wait("读书/书箱.html", "书箱跟着集市走")
    new = archive.write("读书/新书.txt", OUTLINE.replace("书箱", "新书"))
    server.wait("读书/新书.html", "新书跟着集市走")
    server.wait("读书/index.html", "把流动新书送到村口的发言提纲")
    new.write_text(OUTLINE.replace("书箱", "旧书"), "utf-8")
    server.wait("读书/新书.html", "旧书跟着集市走")
    new.unlink()
    server.wait("读书/index.html", "旧书", there=False)
    assert server.get("读书/新书.html") == ""
    assert not archive.site.exists()

    # It rests: a page asked for again and again starts no build.
    builds = server.builds()
    for _ in range(15):
        time.sleep(0.2)
        server.get("index.html")
    assert server.builds() == builds
    assert "Traceback" not in server.log.read_text("utf-8")
