"""Put a whole new site in the old one's place.

On Linux the two folders change places in one step (renameat2), so that a reader sees either site, never a mixture.
Where the system cannot, or the folders lie on different disks, the new files are moved in one by one: first what pages
need, then pages, then what is gone is deleted, so that no page ever links to a file that is not there yet.
"""

from __future__ import annotations

import ctypes
import errno
import filecmp
import os
import shutil
import sys
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def publish(stage: Path, site: Path) -> None:
    """Make ``site`` what ``stage`` is; ``stage`` is gone afterwards. Raises OSError, the old site then still whole.

    Hidden entries at the top of the old site (``.git``, ``.nojekyll``) are kept, as MkDocs keeps them.
    """
    if not site.exists():
        site.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(stage, site)
        return
    if _exchange(stage, site):
        for entry in stage.iterdir():
            if entry.name.startswith(".") and not (site / entry.name).exists():
                entry.rename(site / entry.name)
    else:
        _move_in(stage, site)
    shutil.rmtree(stage)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False where this system or these disks cannot."""
    if sys.platform != "linux":
        return False
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if renameat2 is None:
        return False
    if renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    error = ctypes.get_errno()
    if error in {errno.EXDEV, errno.EINVAL, errno.ENOSYS}:
        return False
    raise OSError(error, os.strerror(error), str(other))


def _move_in(stage: Path, site: Path) -> None:
    new = _files(stage)
    for path in sorted(new, key=lambda path: (path.suffix == ".html", path)):
        source, target = stage / path, site / path
        if target.is_file() and filecmp.cmp(source, target, shallow=False):
            continue
        if target.is_dir():
            shutil.rmtree(target)
        for parent in reversed(target.parents):
            if parent.is_file() and site in parent.parents:
                parent.unlink()
        target.parent.mkdir(parents=True, exist_ok=True)
        # Copied beside its place first, so that the last step is a rename on one disk.
        beside = target.parent / f".{os.getpid()}.tmp"
        shutil.copy2(source, beside)
        beside.replace(target)
    for path in _files(site) - new:
        if not path.parts[0].startswith("."):
            (site / path).unlink()
    for folder in sorted((path for path in site.rglob("*") if path.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()


def _files(folder: Path) -> set[Path]:
    return {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}
