"""What may be suggested while a reader types: words, set phrases, headings and titles of the archive."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from .entries import Entry
from .folding import fold
from .postings import shard_hash

SIZE = 24_000
"""A file of suggestions has about so many bytes; what weighs least is left out of larger ones."""
COMMON = 2
"""A word is suggested where so many documents have it."""


class Vocabulary:
    """The words and lines of an archive, with the number of documents that have each."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        words: Counter[str] = Counter()
        lines: Counter[str] = Counter()
        for entry in entries:
            words.update(entry.words)
            lines.update(entry.lines)
        self.words = {word: count for word, count in words.items() if count >= COMMON}
        if not self.words:  # an archive of one document
            self.words = dict(words)
        self.lines = {line: count for line, count in lines.items() if line not in self.words}

    def by_character(self) -> tuple[int, Iterator[tuple[str, list[Any]]]]:
        """Bits of the hash of the first character, and (name, entries) of each file."""
        weighed = [*self.words.items(), *self.lines.items()]
        size = sum(len(text.encode()) + 8 for text, _ in weighed)
        bits = max(0, (size // SIZE).bit_length())
        files: defaultdict[int, list[tuple[str, int]]] = defaultdict(list)
        for text, count in weighed:
            if folded := fold(text):
                files[shard_of(folded[0], "", bits)].append((text, count))
        return bits, ((f"h{number:x}", _heaviest(files[number])) for number in sorted(files))

    def by_pinyin(self, known: Mapping[str, str]) -> Iterator[tuple[str, list[Any]]]:
        """(name, entries) of each file; ``known`` gives the pinyin of each word, syllables parted by spaces."""
        letters: defaultdict[str, list[tuple[str, str, str, int]]] = defaultdict(list)
        for word, count in self.words.items():
            syllables = known[word].split()
            pinyin, initials = "".join(syllables), "".join(syllable[0] for syllable in syllables)
            if pinyin.isascii() and pinyin.isalpha():
                for name in sorted({pinyin[:2], initials[:2]}):
                    letters[name].append((word, pinyin, initials, count))
        for name in sorted(letters):
            yield f"p{name}", _heaviest(letters[name])


def pinyin(words: Iterable[str], known: Mapping[str, str]) -> dict[str, str]:
    """The pinyin of ``words``, syllables parted by spaces; what is ``known`` is not asked again."""
    found = {}
    for word in words:
        said = known.get(word)
        if said is None:
            from pypinyin import lazy_pinyin

            said = " ".join(lazy_pinyin(word))
        found[word] = said
    return found


def shard_of(first: str, second: str, bits: int) -> int:
    """The shard of a gram, with ``bits`` bits."""
    codes = np.array([[ord(first)], [ord(second) if second else 0]], dtype=np.uint32)
    return int(shard_hash(codes[0], codes[1])[0]) >> (32 - bits) if bits else 0


def _heaviest(entries: list[Any]) -> list[Any]:
    """The entries that weigh most, as far as they fit in one file, heaviest first."""
    entries.sort(key=lambda entry: (-entry[-1], len(entry[0]), entry[0]))
    size = 0
    for index, entry in enumerate(entries):
        size += len(json.dumps(entry, ensure_ascii=False).encode()) + 1
        if size > SIZE:
            return entries[:index]
    return entries
