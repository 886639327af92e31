"""What a pack holds: its files, listed first and read one by one, within limits that do not trust the pack's word."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import IO, Final

from generator.readers import ReadError
from generator.readers.base import MEGABYTE

CHUNK: Final = 64 * 1024


class Outcome(StrEnum):
    """What became of a file of a pack."""

    COPIED = "copied"
    PRESENT = "present"
    """The archive has its content already, or the outline that a sidecar is for."""
    CLASH = "clash"
    """A sidecar or collection file in whose place stands another."""
    STRAY = "stray"
    """A sidecar or collection file without an outline."""
    IGNORED = "ignored"
    UNKNOWN = "unknown"
    EMPTY = "empty"
    OUTSIDE = "outside"
    """Its name means to leave the folder."""
    LINK = "link"
    SPECIAL = "special"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    METHOD = "method"
    """It is packed in a way that cannot be unpacked here, or not within limits."""
    TOO_LARGE = "too-large"
    RATIO = "ratio"
    """It unpacks to so much more than it takes that it is no text."""
    NESTED = "nested"
    """A pack within a pack that is not opened: too deep, or no zip."""
    UNWRITABLE = "unwritable"


class MemberError(Exception):
    """A member that is not taken; the rest of the pack is."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome)
        self.outcome = outcome


@dataclass(frozen=True, slots=True)
class Member:
    """A file of a pack."""

    name: str
    """As the pack has it, decoded and otherwise untouched: not to be trusted."""
    read: Callable[[int], bytes]
    """Its bytes, where they are at most so many; raises :class:`MemberError`, and ReadError to give up the pack."""
    modified: float | None = None
    """Seconds since 1970; None where the pack does not say."""
    refused: Outcome | None = None
    """Why it is not to be read, where that is known beforehand."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a pack may hold; a larger one is divided by hand."""

    members: int = 100_000
    unpacked: int = 4096 * MEGABYTE
    """All that is unpacked of one pack together."""
    ratio: int = 200
    """Unpacked to packed. Chinese text takes up to a tenth of its size when packed, a Word file nearly all of it."""
    free: int = 64 * MEGABYTE
    """Pack: what is unpacked before the ratio counts."""
    free_member: int = MEGABYTE
    """Member: what is unpacked before the ratio counts."""
    nested: int = 256 * MEGABYTE
    """A pack within a pack, which is held in memory."""
    seconds: float = 600
    """What another program may take to unpack."""

    def allowance(self, packed: int) -> int:
        """The most that a pack of so many bytes may unpack to."""
        return min(self.unpacked, max(self.free, self.ratio * packed))


class Budget:
    """What may still be unpacked of one pack, with the packs within it."""

    def __init__(self, limits: Limits, packed: int | None = None) -> None:
        """``packed`` is the size of the pack; None for a folder, which is as large as it is."""
        self.limits = limits
        self._bytes = limits.unpacked if packed is None else limits.allowance(packed)
        self._members = limits.members

    def count(self) -> None:
        """Count a member; raises ReadError where there are too many."""
        self._members -= 1
        if self._members < 0:
            raise too_many(self.limits)

    def read(self, stream: IO[bytes], limit: int, packed: int | None = None) -> bytes:
        """All of a member, if it is at most ``limit`` bytes and within ratio of the ``packed`` bytes it takes."""
        most = math.inf if packed is None else max(self.limits.free_member, self.limits.ratio * packed)
        data = bytearray()
        while chunk := stream.read(CHUNK):
            data += chunk
            self._bytes -= len(chunk)
            if self._bytes < 0:
                raise too_much()
            if len(data) > limit:
                raise MemberError(Outcome.TOO_LARGE)
            if len(data) > most:
                raise MemberError(Outcome.RATIO)
        return bytes(data)


def too_many(limits: Limits) -> ReadError:
    """The failure of a pack with more members than the limit."""
    return ReadError("pack-limit", f"里面的文件超过 {limits.members} 个，没有再往下取；请分成几包。")


def too_much() -> ReadError:
    """The failure of a pack that unpacks to more than the limit."""
    return ReadError("pack-limit", "解开后大得不正常，可能有害，没有再往下取；确实无害的，请解压后分几次导入。")
