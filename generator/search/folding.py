"""Text as the search compares it: folded a character at a time (docs/search-index.md, Text)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from ..packaged import file_of

_ZEROS = {0x25CB: "〇", 0x25EF: "〇"}
"""Circles that stand for 〇 in years, as many typists write it."""
_KNOWN = 100_000
"""So many words are remembered."""
_YEAR = re.compile("[一二][〇零o一二三四五六七八九]{3}(?=年)")
_DIGITS = str.maketrans("〇零o一二三四五六七八九", "000123456789")


@cache
def simplified() -> dict[int, str]:
    """Code points of traditional characters, and the simplified character of each that has one.

    Only OpenCC's table is read: importing the package and asking it costs half a second.
    """
    table = file_of("opencc_purepy", "dicts", "TSCharacters.txt")
    pairs: dict[int, str] = {}
    for line in table.read_text("utf-8-sig").splitlines():
        old, _, new = line.partition("\t")
        if len(old) == 1 and new and new[0] != old:
            pairs[ord(old)] = new[0]  # where there are several, the usual one comes first
    return pairs


class _Folds(dict[int, str]):
    """What each code point folds to, filled as they are met."""

    def __missing__(self, code: int) -> str:
        text = unicodedata.normalize("NFKC", _ZEROS.get(code, chr(code))).lower()
        kept = [simplified().get(ord(one), one) for one in text if unicodedata.category(one)[0] in "LN"]
        self[code] = folded = "".join(kept)
        return folded


class _Words(dict[str, str]):
    """What each word folds to: words come again and again."""

    def __missing__(self, word: str) -> str:
        if len(self) > _KNOWN:
            self.clear()
        self[word] = folded = word.translate(_FOLDS)
        return folded


_FOLDS = _Folds()
_WORDS = _Words()


def fold(text: str) -> str:
    """The stream of a paragraph: full and half width, case and traditional characters made one, the rest dropped."""
    return text.translate(_FOLDS)


def fold_words(words: Iterable[str]) -> list[str]:
    """As :func:`fold`, of each word, remembered."""
    return list(map(_WORDS.__getitem__, words))


def years(stream: str) -> str:
    """The stream with its years in Chinese digits as Arabic ones, character for character."""
    return _YEAR.sub(lambda year: year.group().translate(_DIGITS), stream) if "年" in stream else stream
