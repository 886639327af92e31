"""Old Word files, WPS and OpenDocument text, through LibreOffice where it is installed.

LibreOffice turns a batch of files into .docx in one run, since starting it costs more than a file does; what it made
is kept by the digest of the source's bytes. It runs without a window, in a profile of its own that is new for each run,
with macros off and nothing fetched, on copies of the files: beside an original it would leave a lock file.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Final

from generator.cache import digest
from generator.model import Manuscript
from generator.readers import word
from generator.readers.base import MEGABYTE, Reader, ReadError, sniff

TIMEOUT: Final = 60.0
"""Seconds that LibreOffice may spend on one file."""
BATCH: Final = 50
"""Most files of one run."""

_SUFFIXES: Final = {"ole": ".doc", "odt": ".odt", "rtf": ".rtf", "wordml": ".xml"}
_PLACES: Final = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
)
_MISSING: Final = "读取 .doc、.wps、.odt 需要 LibreOffice，请安装后再生成，或用 Word、WPS 另存为 .docx。"

# A proxy that nobody serves keeps linked pictures from being fetched.
_SETTINGS: Final = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetNoProxy", ""),
    *(
        ("Inet/Settings", f"ooInet{kind}Proxy{what}", value)
        for kind in ("HTTP", "HTTPS", "FTP")
        for what, value in (("Name", "127.0.0.1"), ("Port", "9"))
    ),
)

_cache: Path | None = None


def cache_in(folder: Path | None) -> None:
    """Keep converted files in ``folder`` from now on, in this process; None: keep none."""
    global _cache
    _cache = folder


def program() -> str:
    """LibreOffice's command, empty where it is not installed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in _PLACES if Path(place).is_file()), "")


def takes(data: bytes) -> bool:
    """Whether the bytes are of a kind that needs LibreOffice, and are worth a run of it."""
    kind, _ = sniff(data)
    return kind in _SUFFIXES and not _fault(kind, data)


def convert(documents: Iterable[bytes], cache: Path, *, count: int = 1, timeout: float = TIMEOUT) -> None:
    """Turn documents into .docx below ``cache``, where :func:`parse` finds them; a few runs for any number of files.

    One that LibreOffice cannot read, dies of or does not finish in ``timeout`` seconds is marked as failed there, and
    costs the others nothing. ``count`` runs go on at a time. Does nothing where LibreOffice is not installed.
    """
    command = program()
    if not command:
        return
    cache.mkdir(parents=True, exist_ok=True)
    waiting = {name: data for data in documents if not _kept(cache, name := digest(data)).is_file()}
    names = sorted(waiting)
    batches = [names[start : start + BATCH] for start in range(0, len(names), BATCH)]

    def run(batch: Sequence[str]) -> None:
        with tempfile.TemporaryDirectory(dir=cache, ignore_cleanup_errors=True) as folder:
            sources = []
            for name in batch:
                source = Path(folder, name + _SUFFIXES[sniff(waiting[name])[0]])
                source.write_bytes(waiting[name])
                sources.append(source)
            _convert(command, sources, cache, timeout)

    with ThreadPoolExecutor(max_workers=max(count, 1)) as pool:
        list(pool.map(run, batches))


def parse(data: bytes) -> Manuscript:
    """Read an old Word file, WPS or OpenDocument text.

    Raises :class:`ReadError`, with the code ``needs-program`` where LibreOffice is not installed.
    """
    kind, _ = sniff(data)
    if fault := _fault(kind, data):
        raise fault
    if _cache is not None:
        return _parse(data, kind, _cache)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        return _parse(data, kind, Path(folder))


def _parse(data: bytes, kind: str, cache: Path) -> Manuscript:
    kept = _kept(cache, digest(data))
    if not kept.is_file():
        if not program():
            raise ReadError("needs-program", _MISSING)
        if not _failed(kept).is_file():
            convert([data], cache)
        if not kept.is_file():
            raise ReadError("conversion-failed", "LibreOffice 打不开这个文件：可能已损坏或有密码，请另存为 .docx。")
    manuscript = word.parse(kept.read_bytes())
    return replace(manuscript, format="doc" if kind == "ole" else _SUFFIXES[kind][1:])


def _fault(kind: str, data: bytes) -> ReadError | None:
    """What keeps a file from being read whatever reads it."""
    if kind not in _SUFFIXES:
        return ReadError("broken-file", "文件已损坏，或并不是 Word、WPS 文档，无法读取。")
    if kind == "ole":
        if "EncryptedPackage".encode("utf-16-le") in data:
            return ReadError("encrypted", "文件有打开密码，无法读取，请去掉密码后再放入。")
        if "WordDocument".encode("utf-16-le") not in data:
            return ReadError("broken-file", "文件里没有 Word 正文：可能是表格、演示文稿，或已损坏。")
        if _is_encrypted(data):
            return ReadError("encrypted", "文件有打开密码，无法读取，请去掉密码后再放入。")
    return None


def _is_encrypted(data: bytes) -> bool:
    """Whether a Word 97 file says that it is encrypted: bit 8 of its flags ([MS-DOC] 2.5.2)."""
    for start in range(512, min(len(data), MEGABYTE), 512):
        if data[start : start + 2] == b"\xec\xa5" and data[start + 2 : start + 4] in (b"\xc1\x00", b"\xc0\x00"):
            flags = data[start + 11 : start + 12]
            return bool(flags and flags[0] & 1)
    return False


def _kept(cache: Path, name: str) -> Path:
    return cache / f"{name}.docx"


def _failed(kept: Path) -> Path:
    return kept.with_suffix(".failed")


def _convert(command: str, sources: Sequence[Path], cache: Path, timeout: float) -> None:
    """Convert one batch; what a run dies of is tried once more by itself, and the rest without it."""
    if not sources:
        return
    finished = _run(command, sources, cache, timeout)
    left = [source for source in sources if not _kept(cache, source.stem).is_file()]
    if finished or len(sources) == 1:
        for source in left:
            _failed(_kept(cache, source.stem)).touch()
    elif left:
        # Files are taken in order: the first without a result is the likeliest to blame.
        _convert(command, left[:1], cache, timeout)
        _convert(command, left[1:], cache, timeout)


def _run(command: str, sources: Sequence[Path], cache: Path, timeout: float) -> bool:
    """Run LibreOffice once; False where it died or spent too long on a file. Whole results go to the cache."""
    with tempfile.TemporaryDirectory(dir=cache, ignore_cleanup_errors=True) as folder:
        out = Path(folder, "out")
        out.mkdir()
        profile = Path(folder, "profile")
        _write_settings(profile)
        process = subprocess.Popen(
            [
                command,
                f"-env:UserInstallation={profile.as_uri()}",
                *("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck", "--nofirststartwizard"),
                *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(out)),
                *map(str, sources),
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            # In a locale without UTF-8 it hangs on folders with Chinese names, and its defaults follow the locale.
            env={**os.environ, "LC_ALL": "C.UTF-8"},
            start_new_session=True,
        )
        try:
            finished = _wait(process, out, timeout) == 0
        finally:
            _end(process)
        for result in out.glob("*.docx"):
            if zipfile.is_zipfile(result):  # it has its end: it is whole
                result.replace(cache / result.name)
                _failed(cache / result.name).unlink(missing_ok=True)
        return finished


def _wait(process: subprocess.Popen[bytes], out: Path, timeout: float) -> int | None:
    """The exit code; None where no file was finished for ``timeout`` seconds."""
    done, deadline = 0, time.monotonic() + timeout
    while (code := process.poll()) is None:
        if (now := sum(1 for _ in out.iterdir())) != done:
            done, deadline = now, time.monotonic() + timeout
        if time.monotonic() > deadline:
            return None
        time.sleep(0.02)
    return code


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program with what it started: the command is a wrapper around others."""
    if sys.platform == "win32":
        if process.poll() is None:
            subprocess.run(["taskkill", "/T", "/F", "/PID", str(process.pid)], capture_output=True, check=False)
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _write_settings(profile: Path) -> None:
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop>'
        "</item>"
        for path, name, value in _SETTINGS
    )
    settings = profile / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(
        f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>', encoding="utf-8"
    )


READER: Final = Reader("doc", parse, limit=50 * MEGABYTE, kinds=frozenset({"ole", "wordml"}))
OPEN_DOCUMENT: Final = Reader("odt", parse, limit=50 * MEGABYTE, kinds=frozenset({"odt"}))
