"""Names without contacts, kept from build to build: whether one holds a contact is asked once, not in every build."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from . import storage
from .cache import code_version, digest, read_back
from .screening import Policy, hide_name


class Spotless:
    """The names that hold no contact, in a file; under another ``policy``, or by other code, none is known."""

    def __init__(self, file: Path, policy: Policy) -> None:
        self._file = file
        self._policy = policy
        self._key = digest(code_version().encode(), msgspec.msgpack.encode(policy)).encode()
        kept = read_back(file, tuple[str, list[str]])
        # What was damaged may be another name, with a contact in it.
        self._known = frozenset(kept[1] if kept and kept[0] == self._seal(kept[1]) else ())
        self._now: set[str] = set()

    def hide(self, name: str) -> str:
        """As :func:`~generator.screening.hide_name`."""
        if name in self._known:
            self._now.add(name)
            return name
        hidden = hide_name(name, self._policy)
        if hidden == name:
            self._now.add(name)
        return hidden

    def save(self) -> None:
        """Make the names that were asked for in this build all that the next one knows."""
        names = sorted(self._now)
        storage.write_if_changed(self._file, msgspec.msgpack.encode((self._seal(names), names)))

    def _seal(self, names: Iterable[str]) -> str:
        return digest(self._key, *map(str.encode, names))
