"""The published files of the index, each one call with a JSON value (docs/search-index.md, Files)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from pathlib import Path

from .. import storage
from ..cache import digest


class Site:
    """A folder of index files; ``known`` are the digests of those that stand there, by name."""

    def __init__(self, folder: Path, known: Mapping[str, str]) -> None:
        self.folder = folder
        self.files = dict(known)
        """The digests of all files, by name."""
        self.touched: set[str] = set()
        """Paths below the folder of files that were written or removed."""

    def put(self, name: str, value: bytes) -> None:
        """Write the file ``name`` with a JSON value, unless it has that value."""
        data = b'tigangSearch("%b",%b)\n' % (name.encode(), value)
        own = digest(data)
        if self.files.get(name) != own:
            storage.write_if_changed(self._path(name), data)
            self.files[name] = own
            self.touched.add(f"{name}.js")

    def get(self, name: str) -> bytes:
        """The value of a file; an empty object where there is none."""
        if name not in self.files:
            return b"{}"
        return self._path(name).read_bytes()[len(f'tigangSearch("{name}",') : -len(")\n")]

    def drop(self, name: str) -> None:
        """Remove a file, if it is there."""
        if self.files.pop(name, None):
            self._path(name).unlink(missing_ok=True)
            self.touched.add(f"{name}.js")

    def keep_only(self, names: Set[str], of: Iterable[str]) -> None:
        """Remove the files ``of`` these that are not among ``names``."""
        for name in [name for name in of if name not in names]:
            self.drop(name)

    def below(self, folder: str) -> list[str]:
        """The names of a folder's files."""
        return [name for name in self.files if name.startswith(f"{folder}/")]

    def clear_others(self) -> None:
        """Remove whatever else lies in the folder."""
        storage.keep_only(self.folder, {f"{name}.js" for name in self.files})

    def digest(self) -> str:
        """Of all files but the manifest."""
        return digest(*(f"{name} {own}".encode() for name, own in sorted(self.files.items()) if name != "manifest"))

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.js"
