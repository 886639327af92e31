"""Put a whole new site in the old one's place.

On Linux the new site is made beside the old one, in a mirror that holds the same files as links, and the two folders
change places in one step (renameat2): a reader sees either site, never a mixture. Where the system cannot, or the
folders lie on different disks, the new files are moved in one by one: first what pages need, then new pages, then
changed ones; then what is gone is deleted, pages first. So no page that readers can reach ever links to a file that is
not there.

Only what differs is touched, and what differs is found by looking: a build that was killed half-way leaves nothing that
the next one would have to know of.
"""

from __future__ import annotations

import ctypes
import errno
import filecmp
import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from .stamps import Number, State, numbered, state_of

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_CANNOT = {errno.EXDEV, errno.EINVAL, errno.ENOSYS, errno.EBUSY, errno.EACCES, errno.EPERM}
"""Other disks, other systems, a site that is a mount point or stands in a folder that we may not write to."""


class Item(Struct, frozen=True):
    """A file of the new site."""

    source: str
    """Where it is now."""
    state: State
    number: Number | None = None
    """Which file it is: a link to it is known by it, and need not be looked at."""


Manifest = Mapping[str, Item]
"""Every file of a site, by POSIX path."""


def manifest_of(folder: Path, files: Mapping[str, State] | None = None, below: str = "") -> dict[str, Item]:
    """The files of a folder (all, or those with their states in ``files``) as files of the site below ``below``."""
    if files is None:
        return {
            below + path: Item(f"{folder}/{path}", state_of(entry), number) for path, number, entry in numbered(folder)
        }
    numbers = {path: number for path, number, _ in numbered(folder)}
    return {below + path: Item(f"{folder}/{path}", state, numbers.get(path)) for path, state in files.items()}


def publish(files: Manifest, site: Path, mirror: Path) -> tuple[bool, Mapping[str, State]]:
    """Make ``site`` what ``files`` says; false where it was so already, and was left alone. Gives its files too.

    ``mirror`` is a folder of ours on the same disk. Hidden entries at the top of the site (``.git``, ``.nojekyll``) are
    kept, as MkDocs keeps them. Raises OSError: the old site is then still whole, or, where files are moved in, a
    mixture in which no link is broken.
    """
    if not files:
        raise FileNotFoundError(errno.ENOENT, "a site without a file", str(site))
    site = site.resolve()  # a link to the site's folder stays one
    if site.exists() and not site.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(site))
    if site.is_dir():
        _keep_hidden(mirror, site)  # of a build that was killed between the two steps below
        there = _visible(site, files)
        files = _as_published(files, site, there)
        if not _differences(files, there):
            if mirror.is_dir():
                bring(files, mirror)
            return False, there
    else:
        there = {}
        site.parent.mkdir(parents=True, exist_ok=True)
    if _may_exchange(mirror, site):
        now = bring(files, mirror)
        site.mkdir(exist_ok=True)
        if _exchange(mirror, site):
            _keep_hidden(mirror, site)
            _bring(files, mirror, there)  # what is gone from the site must be gone from here
            return True, now
    shutil.rmtree(mirror, ignore_errors=True)
    return True, bring(files, site)


def refresh(files: Manifest, folder: Path) -> None:
    """Make ``folder``, which a server shows to the one who writes, what ``files`` says."""
    folder.mkdir(parents=True, exist_ok=True)
    there = _visible(folder, files)
    _bring(_as_published(files, folder, there), folder, there)


def bring(files: Manifest, folder: Path) -> dict[str, State]:
    """Make ``folder`` what ``files`` says, touching only what differs, in an order that breaks no link on the way.

    Gives the files as they are there now: a copy need not have the time of its source.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return _bring(files, folder, _visible(folder, files))


def _bring(files: Manifest, folder: Path, there: Mapping[str, State]) -> dict[str, State]:
    differing = _differences(files, there)
    now = {path: item.state for path, item in files.items()}
    for path in sorted(differing & files.keys(), key=lambda path: (path.endswith(".html"), path in there, path)):
        target = f"{folder}/{path}"
        _put(files[path].source, target, folder)
        now[path] = state_of(target)
    gone = sorted(differing - files.keys(), key=lambda path: (not path.endswith(".html"), path))
    for path in gone:
        # A folder may have come in a file's place, or a file in a folder's.
        if (folder / path).is_file():
            (folder / path).unlink()
    for parent in {(folder / path).parent for path in gone}:
        _remove_empty(parent, folder)
    return now


def _differences(files: Manifest, there: Mapping[str, State]) -> set[str]:
    """The paths at which a folder, of which the files ``there`` count, is not what it should be."""
    return {path for path, item in files.items() if there.get(path) != item.state} | (there.keys() - files.keys())


def _as_published(files: Manifest, site: Path, there: Mapping[str, State]) -> Manifest:
    """The same files, as the site has them already if the bytes are the same: MkDocs writes its own anew each time."""
    return {path: _as_it_stands(item, path, site, there.get(path)) for path, item in files.items()}


def _as_it_stands(item: Item, path: str, site: Path, state: State | None) -> Item:
    if state is None or state == item.state or state[0] != item.state[0]:
        return item
    here = f"{site}/{path}"
    return Item(here, state) if filecmp.cmp(item.source, here, shallow=False) else item


def _visible(folder: Path, files: Manifest) -> dict[str, State]:
    """The files of a site, without the hidden entries at its top that are none of ours."""
    ours = {path.split("/", 1)[0] for path in files if path.startswith(".")}
    found = {}
    for path, number, entry in numbered(folder):
        if not path.startswith(".") or path.split("/", 1)[0] in ours:
            item = files.get(path)
            linked = number and item and item.number == number
            found[path] = item.state if item and linked else state_of(entry)
    return found


def _put(source: str, path: str, root: Path) -> None:
    """Put a file at ``path``, below ``root``."""
    try:
        os.link(source, path)  # where nothing stands in the way, one step for each of ten thousand files
    except OSError:
        _replace(source, Path(path), root)


def _replace(source: str, target: Path, root: Path) -> None:
    if target.is_dir() and not target.is_symlink():
        shutil.rmtree(target)
    for parent in reversed(target.relative_to(root).parents):
        if (root / parent).is_file():
            (root / parent).unlink()
    target.parent.mkdir(parents=True, exist_ok=True)
    # Beside its place first, so that the last step is a rename on one disk.
    beside = target.parent / f"~{os.getpid()}.tmp"
    try:
        _link_or_copy(source, beside)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def _link_or_copy(source: str, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _remove_empty(folder: Path, root: Path) -> None:
    """Remove ``folder`` and those above it, below ``root``, as far as they are empty."""
    while folder != root:
        try:
            folder.rmdir()
        except OSError:  # not empty, or gone already
            return
        folder = folder.parent


def _keep_hidden(mirror: Path, site: Path) -> None:
    """Move the hidden entries at the top of a site that has become the mirror to where the site is now."""
    if mirror.is_dir():
        for entry in mirror.iterdir():
            if entry.name.startswith(".") and not (site / entry.name).exists():
                entry.rename(site / entry.name)


def _may_exchange(mirror: Path, site: Path) -> bool:
    # Asked first, so that no mirror is made in vain.
    mirror.parent.mkdir(parents=True, exist_ok=True)
    beside = site if site.is_dir() else site.parent
    return sys.platform == "linux" and mirror.parent.stat().st_dev == beside.stat().st_dev


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
