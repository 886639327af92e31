"""What is kept of all documents between builds: their streams and words, one after another in two files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path

import msgspec
import numpy as np

from .. import storage
from ..cache import read_back
from .entries import Entry, Facts, Said
from .grams import Text
from .streams import U32, as_stream
from .vocabulary import Counts

AT_ONCE = 1 << 18
"""About so many codes are looked at together: they stay in the processor's cache."""
TOGETHER = 256
"""So many documents are looked at or copied together."""


class Document(msgspec.Struct, array_like=True, frozen=True):
    """A document of the index."""

    url: str
    key: str
    """Changes whenever its entry does."""
    facts: Facts
    stream: int
    """Bytes of its stream."""
    said: int
    """Bytes of what it says."""


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
    """A file that holds some bytes of each document, one after another."""

    def __init__(self, path: Path, lengths: Sequence[int]) -> None:
        self.path = path
        self._starts = [0, *accumulate(lengths)]

    def stamp(self) -> tuple[int, int]:
        """Size in bytes and time of the last change in nanoseconds; 0 where there is no file."""
        try:
            state = self.path.stat()
        except OSError:
            return 0, 0
        return state.st_size, state.st_mtime_ns

    def read(self, first: int, end: int) -> bytes:
        """The bytes of the documents from ``first`` to before ``end``."""
        with self.path.open("rb") as file:
            file.seek(self._starts[first])
            return file.read(self._starts[end] - self._starts[first])


class Kept:
    """The kept files of an index, in a folder of their own."""

    def __init__(self, folder: Path, state: State, counts: Counts) -> None:
        self.folder = folder
        self.state = state
        self.counts = counts
        self.streams = Column(folder / "streams", [one.stream for one in state.documents])
        self.said = Column(folder / "said", [one.said for one in state.documents])

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

    def stream_of(self, number: int) -> U32:
        """The stream of a document."""
        return as_stream(self.streams.read(number, number + 1))

    def said_by(self, number: int) -> Said:
        """What a document says."""
        return msgspec.msgpack.decode(self.said.read(number, number + 1), type=Said)

    def texts(self) -> Iterator[Text]:
        """The streams of all documents, so many at once as stay in the processor's cache."""
        documents = self.state.documents
        first = size = 0
        for number, one in enumerate(documents):
            size += one.stream // 4
            end = number + 1
            if size >= AT_ONCE or end - first == TOGETHER or end == len(documents):
                some = documents[first:end]
                yield Text(
                    as_stream(self.streams.read(first, end)),
                    np.array([one.stream // 4 for one in some], dtype=np.int32),
                    np.array([one.facts.bodies for one in some], dtype=np.int32),
                    first,
                )
                first, size = end, 0


class Rewriting:
    """The kept files as they will be, written beside those that are."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept
        self._pending = (0, 0)
        """Old documents, from and to, that stay and are not copied yet."""
        self.documents: list[Document] = []
        kept.folder.mkdir(parents=True, exist_ok=True)
        self._files = [(column, _beside(column).open("wb")) for column in (kept.streams, kept.said)]

    def keep(self, place: int) -> None:
        """The next document is the old one at ``place``."""
        first, end = self._pending
        if place != end:
            self._flush()
            first = place
        self._pending = first, place + 1
        self.documents.append(self._kept.state.documents[place])

    def add(self, url: str, key: str, entry: Entry) -> None:
        """The next document is a new one."""
        self._flush()
        self.documents.append(Document(url, key, entry.facts, len(entry.stream), len(entry.said)))
        for (_, file), data in zip(self._files, (entry.stream, entry.said), strict=True):
            file.write(data)

    def _flush(self) -> None:
        first, end = self._pending
        for column, file in self._files:
            for start in range(first, end, TOGETHER):
                file.write(column.read(start, min(end, start + TOGETHER)))
        self._pending = 0, 0

    def done(self, version: str) -> Kept:
        """Put the new files in the place of the old ones; the state is the caller's to save when all is written."""
        self._flush()
        # Without its state nothing of the index is trusted: it is there again when everything fits together.
        (self._kept.folder / "state.msgpack").unlink(missing_ok=True)
        for column, file in self._files:
            file.close()
            _beside(column).replace(column.path)
        return Kept(self._kept.folder, State(version, documents=self.documents), self._kept.counts)


def _beside(column: Column) -> Path:
    return column.path.with_suffix(".new")
