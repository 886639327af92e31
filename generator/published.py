"""What was published last, so that a build which has nothing to do can tell so before it does anything."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import msgspec

from . import storage
from .cache import digest, read_back
from .stamps import SETTLED, Stamp, State, states


class Published(msgspec.Struct, array_like=True, frozen=True):
    """A site as it was published."""

    key: str
    """Of all that it was made from (:func:`key_of`)."""
    site: dict[str, State]
    """Its files, without the hidden entries at its top."""
    outlines: int
    withheld: int


def key_of(settings: str, content: Mapping[str, Stamp], now: int) -> str:
    """The digest of ``settings`` and of the stamps of all files below the content folder.

    Empty where a file changed so shortly before ``now`` (nanoseconds since 1970) that its stamp does not vouch for it.
    """
    if any(max(stamp[1], stamp[2]) + SETTLED >= now for stamp in content.values()):
        return ""
    # A name need not be text.
    named = sorted((os.fsencode(path), stamp) for path, stamp in content.items())
    return digest(settings.encode(), msgspec.msgpack.encode(named))


def find(file: Path, key: str, site: Path) -> Published | None:
    """What was published last, if it was made from the same and ``site`` is as it was left."""
    if not key:
        return None
    last = read_back(file, Published)
    if last is None or last.key != key or last.site != files_of(site):
        return None
    return last


def remember(file: Path, last: Published) -> None:
    """Keep it for the next build."""
    storage.write(file, msgspec.msgpack.encode(last))


def files_of(site: Path) -> dict[str, State]:
    """The files of a site that a build answers for."""
    return answered_for(states(site))


def answered_for(files: Mapping[str, State]) -> dict[str, State]:
    """Those of a site's files that a build answers for: hidden entries at its top are other programs'."""
    return {path: state for path, state in files.items() if not path.startswith(".")}
