"""A small server: a folder below a path of its own, compressed, with a count of what it sent."""

from __future__ import annotations

import gzip
import mimetypes
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import unquote, urlsplit

PREFIX = "/library/"
"""Sites are often published below a path, not at the root of a host."""
_POLICY = re.compile(b'<meta http-equiv="Content-Security-Policy"[^>]*>')
"""Would keep a script out that is added."""
PACKED = {".js", ".css", ".html", ".json", ".svg", ".xml", ".txt", ".map", ""}


class Server:
    """Serves one folder; :attr:`sent` holds all responses: (time, path, bytes of headers and body)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sent: list[tuple[float, str, int]] = []
        self._bodies: dict[str, tuple[bytes, bool]] = {}
        self._script = b""
        self.said = ""
        self.tell: Callable[[str], None] = lambda stage: None
        self._server = _Listener(("127.0.0.1", 0), partial(_Handler, self))
        Thread(target=self._server.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{self._server.server_port}{PREFIX}"

    def inject(self, script: bytes, said: str, tell: Callable[[str], None]) -> None:
        """Add a script to the home page; what it asks for below ``said`` is told first and answered then."""
        self._script, self.said, self.tell = script, said, tell
        self._bodies.clear()

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()

    def body(self, path: str) -> tuple[bytes, bool] | None:
        """What to send for a path, compressed once and kept, so that no compression is timed."""
        known = self._bodies.get(path)
        if known is None:
            file = self.folder / path
            if not file.resolve().is_relative_to(self.folder.resolve()) or not file.is_file():
                return None
            data, packs = file.read_bytes(), file.suffix in PACKED
            if path == "index.html" and self._script:
                data = _POLICY.sub(b"", data).replace(b"</body>", self._script + b"</body>")
            known = self._bodies[path] = (gzip.compress(data, 6, mtime=0) if packs else data, packs)
        return known

    def count(self, path: str, size: int) -> None:
        """Remember a response."""
        self.sent.append((time.time(), path, size))


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    """Connections that wait: with the five of the library a busy machine turns a browser away, for half a minute."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def __init__(self, site: Server, *given: object) -> None:
        self.site = site
        super().__init__(*given)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        path = path.removeprefix(PREFIX) if path.startswith(PREFIX) else ".."
        if path.endswith("/") or not path:
            path += "index.html"
        if self.site.said and path.startswith(self.site.said):
            self.site.tell(path.removeprefix(self.site.said))
        found = self.site.body(path)
        body, packed = found or (b"", False)
        head = [
            f"HTTP/1.1 {'200 OK' if found else '404 Not Found'}",
            f"Content-Type: {mimetypes.guess_type(path)[0] or 'application/octet-stream'}",
            f"Content-Length: {len(body)}",
            *(["Content-Encoding: gzip"] if packed else []),
        ]
        data = "\r\n".join([*head, "", ""]).encode() + body
        self.site.count(path, len(data))
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """A server of the folder, for as long as it is needed."""
    server = Server(folder)
    try:
        yield server
    finally:
        server.close()
