"""What is kept of all documents between builds: their streams and words, in two files.

What is new is written after what is there, and the files anew when too much of them is of no use any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from pathlib import Path
from typing import IO

import msgspec
import numpy as np
from msgspec.structs import replace

from .. import storage
from ..cache import read_back
from .entries import Entry, Facts, Said
from .grams import Text
from .streams import U32, as_stream
from .vocabulary import Counts

AT_ONCE = 1 << 18
"""About so many codes are looked at together: they stay in the processor's cache."""
TOGETHER = 256
"""No more documents are looked at or copied together: a table of their characters stays small."""
UNUSED = 4
"""One byte in so many may be of no use."""

Span = tuple[int, int]
"""Where something begins in a file, and where it ends."""


class Document(msgspec.Struct, array_like=True, frozen=True):
    """A document of the index."""

    url: str
    key: str
    """Changes whenever its entry does."""
    facts: Facts
    stream: Span
    said: Span

    @property
    def size(self) -> int:
        """Bytes of its stream."""
        start, end = self.stream
        return end - start


class State(msgspec.Struct, array_like=True):
    """What the files of the index were made from."""

    version: str = ""
    bits: int = 0
    """Of the shards' numbers."""
    suggest_bits: int = 0
    documents: list[Document] = []
    """In their order."""
    columns: list[tuple[int, int]] = []
    """Size in bytes and time of the last change in nanoseconds of the kept columns."""
    files: dict[str, str] = {}
    """Digests of the published files."""


class Column:
    """A file that holds some bytes of each document."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def stamp(self) -> tuple[int, int]:
        """Size in bytes and time of the last change in nanoseconds; 0 where there is no file."""
        try:
            state = self.path.stat()
        except OSError:
            return 0, 0
        return state.st_size, state.st_mtime_ns

    def read(self, *spans: Span) -> bytes:
        """What stands there, one after another."""
        parts = []
        with self.path.open("rb") as file:
            for start, end in _joined(spans):
                file.seek(start)
                parts.append(file.read(end - start))
        return b"".join(parts)

    def blank(self, spans: Iterable[Span]) -> None:
        """Leave nothing of what stands there: it may be withheld from now on."""
        with self.path.open("r+b") as file:
            for start, end in spans:
                file.seek(start)
                file.write(bytes(end - start))

    def rewrite(self, spans: Sequence[Span]) -> list[Span]:
        """Leave nothing but what stands there, and tell where it stands then."""
        beside = self.path.with_suffix(".new")
        with beside.open("wb") as file:
            for first in range(0, len(spans), TOGETHER):
                file.write(self.read(*spans[first : first + TOGETHER]))
        beside.replace(self.path)
        return list(pairwise(accumulate((end - start for start, end in spans), initial=0)))


def _joined(spans: Iterable[Span]) -> list[Span]:
    """The same, with those that follow one another made one."""
    found: list[Span] = []
    for start, end in spans:
        if found and start == found[-1][1]:
            start, _ = found.pop()
        found.append((start, end))
    return found


class Kept:
    """The kept files of an index, in a folder of their own."""

    def __init__(self, folder: Path, state: State, counts: Counts) -> None:
        self.folder = folder
        self.state = state
        self.counts = counts
        self.streams = Column(folder / "streams")
        self.said = Column(folder / "said")

    @classmethod
    def load(cls, folder: Path, version: str) -> Kept:
        """What was kept by this version of the code; nothing where that is damaged."""
        state = read_back(folder / "state.msgpack", State)
        counts = read_back(folder / "counts.msgpack", Counts)
        if state and counts and state.version == version:
            kept = cls(folder, state, counts)
            if state.columns == kept._stamps():
                return kept
        return cls(folder, State(), Counts())

    def _stamps(self) -> list[tuple[int, int]]:
        return [self.streams.stamp(), self.said.stamp()]

    def save(self) -> None:
        """Keep the counts and, when all else is written, the state."""
        self.state.columns = self._stamps()
        storage.write(self.folder / "counts.msgpack", msgspec.msgpack.encode(self.counts))
        storage.write(self.folder / "state.msgpack", msgspec.msgpack.encode(self.state))

    def tidy(self) -> None:
        """Write the files anew where too much of them is of no use."""
        documents = self.state.documents
        size, _ = self.streams.stamp()
        if size - sum(one.size for one in documents) > size // UNUSED:
            streams = self.streams.rewrite([one.stream for one in documents])
            said = self.said.rewrite([one.said for one in documents])
            self.state.documents = [
                replace(one, stream=stream, said=words)
                for one, stream, words in zip(documents, streams, said, strict=True)
            ]

    def stream_of(self, number: int) -> U32:
        """The stream of a document."""
        return as_stream(self.streams.read(self.state.documents[number].stream))

    def said_by(self, number: int) -> Said:
        """What a document says."""
        return msgspec.msgpack.decode(self.said.read(self.state.documents[number].said), type=Said)

    def texts(self) -> Iterator[Text]:
        """The streams of all documents, so many at once as stay in the processor's cache."""
        documents = self.state.documents
        first = size = 0
        for number, one in enumerate(documents):
            size += one.size // 4
            end = number + 1
            if size >= AT_ONCE or end - first == TOGETHER or end == len(documents):
                some = documents[first:end]
                yield Text(
                    as_stream(self.streams.read(*(one.stream for one in some))),
                    np.array([one.size // 4 for one in some], dtype=np.int32),
                    np.array([one.facts.bodies for one in some], dtype=np.int32),
                    first,
                )
                first, size = end, 0


class Rewriting:
    """The kept files as they will be. Without its new state nothing of the index is trusted from the first byte on."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept
        self.documents: list[Document] = []
        self._unused = dict(enumerate(kept.state.documents))
        kept.folder.mkdir(parents=True, exist_ok=True)
        how = "ab" if kept.state.documents else "wb"
        self._streams, self._said = kept.streams.path.open(how), kept.said.path.open(how)

    def keep(self, place: int) -> None:
        """The next document is the old one at ``place``."""
        self.documents.append(self._unused.pop(place))

    def add(self, url: str, key: str, entry: Entry) -> None:
        """The next document is a new one."""
        stream, said = _put(self._streams, entry.stream), _put(self._said, entry.said)
        self.documents.append(Document(url, key, entry.facts, stream, said))

    def done(self, version: str) -> Kept:
        """The files are as they will be; the state is the caller's to save when all is written."""
        (self._kept.folder / "state.msgpack").unlink(missing_ok=True)
        self._streams.close()
        self._said.close()
        self._kept.streams.blank(one.stream for one in self._unused.values())
        self._kept.said.blank(one.said for one in self._unused.values())
        kept = Kept(self._kept.folder, State(version, documents=self.documents), self._kept.counts)
        kept.tidy()
        return kept


def _put(file: IO[bytes], data: bytes) -> Span:
    start = file.tell()
    return start, start + file.write(data)
