"""Fill a template package: a zip file of which all but a few parts never change.

The constant parts are packed once in a process, so that a file costs the packing of its own parts only. Nothing in the
package tells when or where it was made: equal parts give equal bytes.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_LOCAL: Final = struct.Struct("<4s5H3I2H")
_CENTRAL: Final = struct.Struct("<4s6H3I5H2I")
_END: Final = struct.Struct("<4s4H2IH")
_VERSION: Final = 20
_DEFLATED: Final = 8
_TIME, _DATE = 0, 0x21
"""1980-01-01 00:00, the first that a zip file can say."""
Packing = tuple[int, int]
"""Level, and bits of the window that it looks back through."""
_BEST: Packing = 9, zlib.MAX_WBITS
_FAST: Packing = 3, 14
"""A text is seldom longer than that window; the next larger one takes half as long again to lay out."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A packed part as it stands in the file and as the directory lists it."""

    local: bytes
    """Header and packed data."""
    name: bytes
    shared: tuple[int, ...]
    """What both headers say: checksum, packed and unpacked size, length of the name."""

    def listed(self, offset: int) -> bytes:
        """Its line of the directory, where it begins ``offset`` bytes into the file."""
        crc, packed, size, length = self.shared
        fixed = (b"PK\1\2", _VERSION, _VERSION, 0, _DEFLATED, _TIME, _DATE, crc, packed, size, length, 0, 0, 0, 0, 0)
        return _CENTRAL.pack(*fixed, offset) + self.name


def _packed(name: str, data: bytes, packing: Packing) -> _Entry:
    level, window = packing
    packer = zlib.compressobj(level, zlib.DEFLATED, -window)
    packed = packer.compress(data) + packer.flush()
    own = name.encode("ascii")
    shared = (zlib.crc32(data), len(packed), len(data), len(own))
    header = _LOCAL.pack(b"PK\3\4", _VERSION, 0, _DEFLATED, _TIME, _DATE, *shared, 0)
    return _Entry(header + own + packed, own, shared)


class Template:
    """A package whose parts stand as files below a folder."""

    def __init__(self, folder: Path, changing: tuple[str, ...]) -> None:
        """``changing`` names the parts that every file has its own of; see :meth:`text`."""
        names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
        self._texts = {name: (folder / name).read_text("utf-8") for name in changing}
        # [Content_Types].xml sorts before the rest, where readers that stream look for it.
        fixed = [name for name in names if name not in self._texts]
        entries = [_packed(name, (folder / name).read_bytes(), _BEST) for name in fixed]
        self._head = b"".join(entry.local for entry in entries)
        offsets = [sum(len(before.local) for before in entries[:index]) for index in range(len(entries))]
        self._directory = b"".join(entry.listed(at) for entry, at in zip(entries, offsets, strict=True))
        self._count = len(entries)

    def text(self, name: str) -> str:
        """A changing part as it stands in the folder."""
        return self._texts[name]

    def fill(self, parts: Mapping[str, bytes]) -> bytes:
        """The package with these parts in place of the changing ones."""
        chunks, directory, at = [self._head], [self._directory], len(self._head)
        for name in self._texts:
            entry = _packed(name, parts[name], _FAST)
            chunks.append(entry.local)
            directory.append(entry.listed(at))
            at += len(entry.local)
        listed = b"".join(directory)
        count = self._count + len(self._texts)
        end = _END.pack(b"PK\5\6", 0, 0, count, count, len(listed), at, 0)
        return b"".join((*chunks, listed, end))
