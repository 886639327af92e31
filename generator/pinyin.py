"""The pinyin of words, as pypinyin says it.

Only its tables are read: importing the package and asking it for one word after another takes many times as long.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from functools import cache

import msgspec

from .packaged import file_of

_SAID = re.compile("[a-z]+(?: [a-z]+)*")
_RUNS = re.compile("([a-z ]+)")
_TONES = str.maketrans(dict.fromkeys("\u0300\u0301\u0304\u030c"))


def said(word: str) -> str:
    """The syllables of a word, parted by spaces; Latin letters stand as they are. Empty where it cannot be said."""
    tables = _tables()
    pieces: list[str] = []
    for number, run in enumerate(_RUNS.split(word)):
        pieces += tables.cut(run) if number % 2 == 0 else [run]
    text = " ".join(map(tables.__getitem__, pieces))
    return text if _SAID.fullmatch(text) else ""


def syllable(character: str) -> str:
    """How a character is said by itself; one that has no pinyin stands as it is."""
    known = _characters().get(ord(character))
    return _plain(known.partition(",")[0]) if known else character


@cache
def _characters() -> dict[int, str]:
    """By code point, the readings of a character, parted by commas."""
    return msgspec.json.decode(file_of("pypinyin", "pinyin_dict.json").read_bytes(), type=dict[int, str])


@cache
def _tables() -> _Tables:
    return _Tables()


class _Tables(dict[str, str]):
    """How phrases and single characters are said, filled as they are met."""

    def __init__(self) -> None:
        super().__init__()
        # Most are never asked for, and not looked at closer.
        self._phrases = msgspec.json.decode(
            file_of("pypinyin", "phrases_dict.json").read_bytes(), type=dict[str, msgspec.Raw]
        )
        self._beginning: defaultdict[str, list[str]] = defaultdict(list)
        """Phrases by their first two characters."""
        for phrase in self._phrases:
            self._beginning[phrase[:2]].append(phrase)

    def cut(self, text: str) -> list[str]:
        """The phrases and single characters of a text: from each place on the longest phrase."""
        found: list[str] = []
        start = 0
        while start < len(text):
            piece = text[start]
            if near := self._beginning.get(text[start : start + 2]):
                piece = max((phrase for phrase in near if text.startswith(phrase, start)), key=len, default=piece)
                if len(piece) == 1 and any(phrase.startswith(text[start:]) for phrase in near):
                    # As pypinyin does it: what may become a phrase is not cut into others.
                    return found + list(text[start:])
            found.append(piece)
            start += len(piece)
        return found

    def __missing__(self, piece: str) -> str:
        if piece in self._phrases:
            readings = msgspec.json.decode(self._phrases[piece], type=list[list[str]])
            said = _plain(" ".join(first for first, *_ in readings))
        else:
            said = syllable(piece) if len(piece) == 1 else piece  # Latin letters
        self[piece] = said
        return said


def _plain(said: str) -> str:
    """Syllables without their tones; ü is written v."""
    letters = unicodedata.normalize("NFD", said).translate(_TONES)
    return unicodedata.normalize("NFC", letters).replace("ü", "v")
