"""Put a whole new site in the old one's place.

On Linux the two folders change places in one step (renameat2), so that a reader sees either site, never a mixture.
Where the system cannot, or the folders lie on different disks, the new files are moved in one by one: first what pages
need, then new pages, then changed ones; then what is gone is deleted, pages first. So no page that readers can reach
ever links to a file that is not there.
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
_CANNOT = {errno.EXDEV, errno.EINVAL, errno.ENOSYS, errno.EBUSY, errno.EACCES, errno.EPERM}
"""Other disks, other systems, a site that is a mount point or stands in a folder that we may not write to."""


def publish(stage: Path, site: Path) -> None:
    """Make ``site`` what ``stage`` is; ``stage`` is gone afterwards.

    Hidden entries at the top of the old site (``.git``, ``.nojekyll``) are kept, as MkDocs keeps them. Raises OSError:
    the old site is then still whole, or, where files are moved in, a mixture in which no link is broken.
    """
    site = site.resolve()  # a link to the site's folder stays one
    if not stage.is_dir() or (site.exists() and not site.is_dir()):
        wrong = site if stage.is_dir() else stage
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(wrong))
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
    if error in _CANNOT:
        return False
    raise OSError(error, os.strerror(error), str(other))


def _move_in(stage: Path, site: Path) -> None:
    new, old = _files(stage), _files(site)
    for path in sorted(new, key=lambda path: (path.suffix == ".html", path in old, path)):
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
        try:
            shutil.copy2(source, beside)
            beside.replace(target)
        except OSError:
            beside.unlink(missing_ok=True)
            raise
    replaced = {path.parts[0] for path in new}
    tops = [top for top in site.iterdir() if not top.name.startswith(".") or top.name in replaced]
    for path in sorted(_files(site) - new, key=lambda path: path.suffix != ".html"):
        if site / path.parts[0] in tops:
            (site / path).unlink()
    folders = [path for top in tops for path in (top, *top.rglob("*")) if path.is_dir()]
    for folder in sorted(folders, reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()


def _files(folder: Path) -> set[Path]:
    return {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}
