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
from pathlib import Path
from typing import Final

from generator.readers import ReadError
from generator.readers.base import MEGABYTE

from .members import Limits, Outcome, too_many, too_much

# Arguments with {pack} and {folder}. An empty password keeps a program from asking for one.
_SEVEN: Final = ("x", "-y", "-bd", "-p", "-o{folder}", "--", "{pack}")
_LIBARCHIVE: Final = ("-x", "-f", "{pack}", "-C", "{folder}")
_ARGUMENTS: Final = {
    "7z": _SEVEN,
    "7zz": _SEVEN,
    "7za": _SEVEN,
    "unrar": ("x", "-y", "-idq", "-p-", "-ol-", "--", "{pack}", "{folder}/"),
    "unar": ("-quiet", "-no-directory", "-force-overwrite", "-password", "", "-output-directory", "{folder}", "{pack}"),
    "bsdtar": _LIBARCHIVE,
    "tar": _LIBARCHIVE,
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

# What 7-Zip says of a file that it could not unpack, and of which it leaves what it has: `ERROR: CRC Failed : NAME`.
_FAILED_FILE: Final = re.compile(r"^ERROR: ([^:]+) : (.+)$", re.MULTILINE)
_ENCRYPTED: Final = re.compile("password|encrypted", re.IGNORECASE)


def unpack(pack: Path, kind: str, limits: Limits, stack: ExitStack) -> tuple[Path, dict[str, Outcome], bool]:
    """A folder with what a pack of this kind (``7z``, ``rar``) holds, which is gone when the stack unwinds.

    With it, the files that the program names as damaged or encrypted, and whether no other is. Raises ReadError.
    """
    programs = [(name, found) for name in _PROGRAMS[kind] if (found := find_program(name))]
    if not programs:
        raise ReadError("needs-program", f"打开 {kind} 需要另外的程序，{_ADVICE[kind]}。")
    said = ""
    for name, program in programs:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tigang-", ignore_cleanup_errors=True)))
        arguments = [part.format(pack=pack.absolute(), folder=folder) for part in _ARGUMENTS[name]]
        code, said = _run([program, *arguments], folder, limits, pack.stat().st_size)
        if code == 0 or any(folder.iterdir()):
            failed = {
                file.strip(): Outcome.ENCRYPTED if _ENCRYPTED.search(what) else Outcome.DAMAGED
                for what, file in _FAILED_FILE.findall(said)
            }
            return folder, failed, code == 0 or bool(failed)
    if _ENCRYPTED.search(said):
        raise ReadError("encrypted", "有打开密码，请解压后导入文件夹。")
    raise ReadError(
        "pack-damaged", f"{programs[-1][0]} 打不开，可能损坏、不完整或是分卷的一部分；也可以解压后导入文件夹。"
    )


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
