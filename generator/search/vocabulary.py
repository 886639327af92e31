"""What may be suggested while a reader types: words, set phrases, headings and titles of the archive."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
import numpy as np

from .entries import Said
from .folding import fold
from .grams import gram, gram_hash

SIZE = 24_000
"""A file of suggestions has about so many bytes; what weighs least is left out of larger ones."""
INNER = 8
"""A word of so many characters is suggested from any of its characters on, not only from its first."""
SMALL = 50
"""In an archive of fewer documents a word is suggested where one has it, in others where two have."""

_PINYIN = re.compile("[a-z]+(?: [a-z]+)*")


class Counts(msgspec.Struct):
    """In how many documents each word and each line stands."""

    words: dict[str, int] = {}
    lines: dict[str, int] = {}
    pinyin: dict[str, str] = {}
    """Of the words that are suggested, syllables parted by spaces; empty where there is none."""

    def weight(self, text: str, least: int) -> int:
        """The weight of a suggestion; 0 where it is none."""
        count = self.words.get(text, 0)
        return coarse(count if count >= least else self.lines.get(text, 0))

    def change(self, said: Said, by: int) -> None:
        """Count what a document says once more (1) or once less (-1)."""
        for counts, texts in ((self.words, said.words), (self.lines, said.lines)):
            for text in texts:
                counts[text] = counts.get(text, 0) + by
                if not counts[text]:
                    del counts[text]


class Suggestions:
    """What is suggested in an archive of so many documents."""

    def __init__(self, counts: Counts, documents: int) -> None:
        self.least = least(documents)
        words = {text: coarse(count) for text, count in counts.words.items() if count >= self.least}
        lines = {text: coarse(count) for text, count in counts.lines.items() if text not in words}
        self.texts: dict[str, int] = words | lines
        """Words and lines, each with its weight."""
        inner = {text for text in words if len(text) <= INNER}
        self._starts = {text: text[:-1] if text in inner else text[:1] for text in self.texts}
        """The characters of each text by which it finds its files."""
        size = sum((3 * len(text) + 8) * len(starts) for text, starts in self._starts.items())
        self.bits = max(0, (size // SIZE).bit_length())
        """Of the hash of such a character."""
        self.pinyin = pinyin(words, counts.pinyin)
        """Of the words."""
        self._files: dict[str, str] = {}

    def names(self, text: str, pinyin: str) -> set[str]:
        """The files in which a text with this pinyin stands; those of its inner characters even where it was a line."""
        return {*map(self._file, text if len(text) <= INNER else text[0]), *pinyin_names(pinyin)}

    def files(self, wanted: set[str] | None = None) -> Iterator[tuple[str, list[Any]]]:
        """(name, entries) of each file, or of those that are ``wanted``; an empty one is not there."""
        files: defaultdict[str, list[Any]] = defaultdict(list)
        starts, letters = self._leading(wanted)
        for text, weight in self.texts.items():
            if starts is not None and starts.isdisjoint(self._starts[text]):
                continue
            for name in {self._file(start) for start in self._starts[text]}:
                if wanted is None or name in wanted:
                    files[name].append((text, weight))
        for word, said in self.pinyin.items():
            if letters is not None and said[:1] not in letters:
                continue
            for name in pinyin_names(said):
                if wanted is None or name in wanted:
                    files[name].append((word, said.replace(" ", ""), _initials(said), self.texts[word]))
        for name in sorted(files):
            if name:
                yield name, _heaviest(files[name])

    def _leading(self, wanted: set[str] | None) -> tuple[set[str] | None, set[str] | None]:
        """The characters of texts, and the first letters of pinyin, that may lead to the files that are ``wanted``."""
        if wanted is None:
            return None, None
        starts = {start for start in set().union(*self._starts.values()) if self._file(start) in wanted}
        return starts, {name[1:2] for name in wanted if name.startswith("p")}

    def _file(self, first: str) -> str:
        """The file of texts that begin with ``first``; none where that folds to nothing."""
        name = self._files.get(first)
        if name is None:
            folded = fold(first)
            codes = np.array([ord(one) for one in folded[:1]], dtype=np.uint32)
            shards = gram_hash(gram(codes, None)).astype(np.int64) >> (32 - self.bits)
            name = self._files[first] = "".join(f"h{shard:x}" for shard in shards.tolist())
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


def pinyin(words: Mapping[str, int], known: Mapping[str, str]) -> dict[str, str]:
    """The pinyin of ``words``, empty where there is none, syllables parted by spaces; what is ``known`` is taken."""
    found = {}
    for word in words:
        said = known.get(word)
        if said is None:
            from pypinyin import lazy_pinyin

            said = " ".join(lazy_pinyin(word))
            said = said if _PINYIN.fullmatch(said) else ""
        found[word] = said
    return found


def pinyin_names(said: str) -> set[str]:
    """The files of a word by its pinyin: its first two letters, and its first two initials."""
    return {f"p{said.replace(' ', '')[:2]}", f"p{_initials(said)[:2]}"} if said else set()


def _initials(said: str) -> str:
    return "".join(syllable[0] for syllable in said.split())


def _heaviest(entries: list[Any]) -> list[Any]:
    """The entries that weigh most, as far as they fit in one file, heaviest first."""
    entries.sort(key=lambda entry: (-entry[-1], len(entry[0]), entry[0]))
    size = 0
    for index, entry in enumerate(entries):
        size += 12 + sum(len(part.encode()) for part in entry[:-1])
        if size > SIZE:
            return entries[:index]
    return entries
