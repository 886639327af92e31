"""What may be suggested while a reader types: words, set phrases, headings and titles of the archive."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from ..pinyin import said
from .folding import fold
from .grams import character_hash

SIZE = 24_000
"""A file of suggestions has about so many bytes; what weighs least is left out of larger ones."""
INNER = 8
"""A word of so many characters is suggested from any of its characters on, not only from its first."""
SMALL = 50
"""In an archive of fewer documents a word is suggested where one has it, in others where two have."""


class Counts(msgspec.Struct):
    """In how many documents each word and each line stands."""

    words: dict[str, int] = {}
    lines: dict[str, int] = {}
    pinyin: dict[str, str] = {}
    """Of the words that are suggested, see :attr:`Suggestions.pinyin`."""

    def weight(self, text: str, least: int) -> int:
        """The weight of a suggestion; 0 where it is none."""
        count = self.words.get(text, 0)
        return coarse(count if count >= least else self.lines.get(text, 0))

    def change(self, words: Mapping[str, int], lines: Mapping[str, int]) -> None:
        """Count words and lines in so many more documents, or fewer."""
        for counts, changes in ((self.words, words), (self.lines, lines)):
            for text, by in changes.items():
                count = counts.get(text, 0) + by
                if count:
                    counts[text] = count
                else:
                    counts.pop(text, None)


class Suggestions:
    """What is suggested in an archive of so many documents."""

    def __init__(self, counts: Counts, documents: int) -> None:
        self.least = least(documents)
        words = {text: coarse(count) for text, count in counts.words.items() if count >= self.least}
        lines = {text: coarse(count) for text, count in counts.lines.items() if text not in words}
        self.texts: dict[str, int] = words | lines
        """Words and lines, each with its weight."""
        self._starts = {text: text[:-1] if len(text) <= INNER and text in words else text[:1] for text in self.texts}
        """The characters of each text by which it finds its files."""
        size = sum((3 * len(text) + 8) * len(starts) for text, starts in self._starts.items())
        self.bits = max(0, (size // SIZE).bit_length())
        """Of the hash of such a character."""
        known = counts.pinyin
        self.pinyin = {word: known[word] if word in known else said(word) for word in words}
        """Of the words, syllables parted by spaces; empty where there is none."""
        self._files: dict[str, str] = {}

    def names(self, text: str, pinyin: str) -> set[str]:
        """The files in which a text with this pinyin stands; those of its inner characters even where it was a line."""
        return {*map(self._file, text if len(text) <= INNER else text[0]), *pinyin_names(pinyin)}

    def files(self, wanted: set[str] | None = None) -> Iterator[tuple[str, list[Any]]]:
        """(name, entries) of each file, or of those that are ``wanted``; an empty one is not there.

        The entries that weigh most come first, as far as they fit in one file.
        """
        files: defaultdict[str, list[Any]] = defaultdict(list)
        sizes: defaultdict[str, int] = defaultdict(int)

        def put(names: set[str], entry: tuple[Any, ...]) -> None:
            size = 12 + sum(len(part.encode()) for part in entry[:-1])
            for name in names if wanted is None else names & wanted:
                entries = files[name]
                sizes[name] += size
                if sizes[name] <= SIZE:
                    entries.append(entry)

        for text in sorted(self._leading(wanted), key=lambda text: (-self.texts[text], len(text), text)):
            weight = self.texts[text]
            put(set(map(self._file, self._starts[text])), (text, weight))
            if said := self.pinyin.get(text):
                put(pinyin_names(said), (text, said.replace(" ", ""), _initials(said), weight))
        for name in sorted(files):
            if name:
                yield name, files[name]

    def _leading(self, wanted: set[str] | None) -> Iterable[str]:
        """The texts that may stand in the files that are ``wanted``."""
        if wanted is None:
            return self.texts
        starts = {start for start in set().union(*self._starts.values()) if self._file(start) in wanted}
        letters = {name[1:2] for name in wanted if name.startswith("p")}
        found = {word for word, said in self.pinyin.items() if said[:1] in letters and wanted & pinyin_names(said)}
        return found.union(text for text, own in self._starts.items() if not starts.isdisjoint(own))

    def _file(self, first: str) -> str:
        """The file of texts that begin with ``first``; none where that folds to nothing."""
        name = self._files.get(first)
        if name is None:
            folded = fold(first)
            name = f"h{character_hash(folded[0]) >> (32 - self.bits):x}" if folded else ""
            self._files[first] = name
        return name


def least(documents: int) -> int:
    """A word is suggested where so many of the documents have it."""
    return 2 if documents >= SMALL else 1


def coarse(count: int) -> int:
    """A number with all but its two highest binary digits cut off: most edits leave it as it is."""
    if count < 4:
        return count  # as most are
    low = count.bit_length() - 2
    return count >> low << low


def pinyin_names(said: str) -> set[str]:
    """The files of a word by its pinyin: its first two letters, and its first two initials."""
    return {f"p{said.replace(' ', '')[:2]}", f"p{_initials(said)[:2]}"} if said else set()


def _initials(said: str) -> str:
    return "".join(syllable[0] for syllable in said.split())
