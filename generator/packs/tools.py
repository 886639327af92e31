"""7z and rar, which Python cannot open: a program that is installed unpacks them into a temporary folder.

The program is not trusted with more than that: it is stopped when it takes too long or what it writes grows past the
limits, and what it wrote is looked at like any folder, without following a link.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from generator.readers import ReadError
from generator.readers.base import MEGABYTE

from .members import Limits, Outcome, too_many, too_much


@dataclass(frozen=True, slots=True)
class _Program:
    arguments: tuple[str, ...]
    """With {pack} and {folder}. An empty password keeps a program from asking for one."""
    failure: re.Pattern[str] | None = None
    """What it says of a ``file`` that it could not unpack, of which it may leave a part; None where it says little."""


_SEVEN = _Program(
    ("x", "-y", "-bd", "-p", "-o{folder}", "--", "{pack}"),
    re.compile(r"^ERROR: (?P<what>[^:\n]+) : (?P<file>.+)$", re.MULTILINE),
)
_LIBARCHIVE = _Program(
    ("-x", "-f", "{pack}", "-C", "{folder}"),
    re.compile(r"^(?!(?:bsd)?tar(?:\.exe)?: )(?P<file>.+?): (?P<what>.+)$", re.MULTILINE),
)
_KNOWN: Final = {
    **dict.fromkeys(("7z", "7zz", "7za"), _SEVEN),
    **dict.fromkeys(("bsdtar", "tar"), _LIBARCHIVE),
    "unrar": _Program(("x", "-y", "-idq", "-p-", "-ol-", "--", "{pack}", "{folder}/")),
    "unar": _Program(
        ("-quiet", "-no-directory", "-force-overwrite", "-password", "", "-output-directory", "{folder}", "{pack}")
    ),
}

# On Windows and macOS tar is bsdtar; GNU tar opens neither format.
_TAR: Final = ("tar",) if sys.platform in ("win32", "darwin") else ()
_PROGRAMS: Final = {
    "7z": ("7z", "7zz", "7za", "unar", "bsdtar", *_TAR),
    "rar": ("unrar", "7z", "7zz", "unar", "bsdtar", *_TAR),
}
_ADVICE: Final = {
    "7z": "请安装 7-Zip（Debian、Ubuntu 上是 7zip），或解压后导入文件夹",
    "rar": "请安装 7-Zip 或 unrar（Debian、Ubuntu 上也可以是 unar），或解压后导入文件夹",
}

# Where Windows programs are that do not put themselves on the path.
_FOLDERS: Final = ("7-Zip", "WinRAR")

_ENCRYPTED: Final = re.compile("password|encrypted", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What a program made of a pack."""

    folder: Path
    failed: dict[str, Outcome]
    """The files that it names as damaged or encrypted; the folder may hold a part of them."""
    suspect: bool
    """It failed, and did not name a file."""


def unpack(pack: Path, kind: str, limits: Limits, stack: ExitStack) -> Unpacked:
    """Unpack a pack of this kind (``7z``, ``rar``) into a folder that is gone when the stack unwinds.

    Raises ReadError.
    """
    programs = [(name, found) for name in _PROGRAMS[kind] if (found := find_program(name))]
    if not programs:
        raise ReadError("needs-program", f"打开 {kind} 需要另外的程序，{_ADVICE[kind]}。")
    said = ""
    for name, program in programs:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tigang-", ignore_cleanup_errors=True)))
        known = _KNOWN[name]
        arguments = [part.format(pack=pack.absolute(), folder=folder) for part in known.arguments]
        code, said = _run([program, *arguments], folder, limits, pack.stat().st_size)
        failed = {
            match["file"].strip(): Outcome.ENCRYPTED if _ENCRYPTED.search(match["what"]) else Outcome.DAMAGED
            for match in (known.failure.finditer(said) if code and known.failure else ())
        }
        # A program that names what is wrong knows the format: another would only leave a part of a file unnamed.
        if code == 0 or failed or any(folder.iterdir()):
            return Unpacked(folder, failed, suspect=code != 0 and not failed)
    if _ENCRYPTED.search(said):
        raise ReadError("encrypted", "有打开密码，请解压后导入文件夹。")
    words = "打不开，可能损坏、不完整或是分卷的一部分；也可以解压后导入文件夹。"
    raise ReadError("pack-damaged", f"{programs[-1][0]} {words}")


def find_program(name: str) -> str | None:
    """Where a program is, on the path or where Windows programs usually are."""
    roots = [root for key in ("ProgramFiles", "ProgramFiles(x86)") if (root := os.environ.get(key))]
    usual = os.pathsep.join(str(Path(root, folder)) for root in roots for folder in _FOLDERS)
    return shutil.which(name) or (shutil.which(name, path=usual) if usual else None)


def _run(command: list[str], folder: Path, limits: Limits, packed: int) -> tuple[int, str]:
    """Exit code of the program and what it said, in part."""
    most = limits.allowance(packed)
    end = time.monotonic() + limits.seconds
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    with tempfile.TemporaryFile() as log:
        try:
            process = subprocess.Popen(
                command, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment
            )
        except OSError as error:
            return 1, str(error)
        try:
            wait = 0.02
            while True:
                try:
                    code = process.wait(wait)
                    break
                except subprocess.TimeoutExpired:
                    started = time.monotonic()
                    _measure(folder, most, limits)
                    if started > end:
                        raise ReadError("timeout", f"解压超过 {limits.seconds:.0f} 秒，没有再等。") from None
                    # To measure takes no more than a small part of the time.
                    wait = max(min(wait * 2, 0.2), 5 * (time.monotonic() - started))
        finally:
            process.kill()
            process.wait()
        _measure(folder, most, limits)
        log.seek(0)
        return code, log.read(MEGABYTE).decode("utf-8", "replace")


def _measure(folder: Path, most: int, limits: Limits) -> None:
    """Raise ReadError where the files below a folder are too many, or too large together."""
    size = count = 0
    for parent, folders, names in os.walk(folder):
        count += len(names) + len(folders)
        for name in names:
            try:
                size += Path(parent, name).lstat().st_size
            except OSError:
                continue  # gone or renamed meanwhile
        if size > most:
            raise too_much()
        if count > limits.members:
            raise too_many(limits)
