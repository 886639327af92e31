"""A document as one row of numbers: its folded paragraphs, with the places where words begin.

    code point (+ WORD where a word begins) ... PARAGRAPH after each paragraph ... UNIT after each unit

Everything that the grams are made from stands in it, so that it is all that the index keeps of a document's text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from ..arrays import distinct
from .folding import fold, fold_words, years
from .units import Searchable

U32 = npt.NDArray[np.uint32]

PARAGRAPH = 0
UNIT = 1
WORD = 1 << 31
"""Flag of a code; the paragraph's end has it too."""
CODE = WORD - 1

_EDGE = "\2"
"""Stands between words until the flags are set."""


def stream(document: Searchable) -> U32:
    """The stream of a document. A paragraph with a year in Chinese digits stands twice."""
    said = [[document.wording[text] for text in paragraphs] for paragraphs in document.units()]
    made = _at_once(said)
    if made is None:
        made = _flagged(_codes(_joined(map(_folded_paragraph, paragraphs) for paragraphs in said)))
    return _with_years(made)


def _at_once(said: Sequence[Sequence[Sequence[str]]]) -> U32 | None:
    """The stream without further forms of years; None where it must be folded a word at a time."""
    codes = _codes(_joined(map(_paragraph, paragraphs) for paragraphs in said))
    marks = sum(1 + sum(len(words) + 2 for words in paragraphs) for paragraphs in said)
    if np.count_nonzero(codes <= ord(_EDGE)) != marks or codes.max() >= len(_FOLDED):
        return None
    folded = _FOLDED.take(codes)
    unknown = codes[folded == _UNKNOWN]
    if len(unknown):
        for code in distinct(unknown).tolist():
            one = fold(chr(code))
            _FOLDED[code] = _SEVERAL if len(one) > 1 else ord(one) if one else _DROPPED
        folded = _FOLDED.take(codes)
    return None if (folded == _SEVERAL).any() else _flagged(folded[folded != _DROPPED])


_UNKNOWN, _SEVERAL, _DROPPED = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_FOLDED = np.full(1 << 16, _UNKNOWN, dtype=np.uint32)
"""What each character of the basic plane folds to, filled as they are met; the three marks fold to themselves."""
_FOLDED[: ord(_EDGE) + 1] = np.arange(ord(_EDGE) + 1)


def _joined(units: Iterable[Iterable[str]]) -> str:
    return "".join("".join(paragraphs) + chr(UNIT) for paragraphs in units)


def _paragraph(words: Iterable[str]) -> str:
    return f"{_EDGE}{_EDGE.join(words)}{_EDGE}{chr(PARAGRAPH)}"


def _folded_paragraph(words: Sequence[str]) -> str:
    return _paragraph(fold_words(words))


def _codes(text: str) -> U32:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _flagged(codes: U32) -> U32:
    """Codes without the edges, and with the flags that they stand for."""
    edge = codes == ord(_EDGE)
    flagged = codes.copy()
    flagged[1:] |= edge[:-1] * np.uint32(WORD)
    made: U32 = flagged[~edge]
    return made


def _with_years(made: U32) -> U32:
    """The stream, with each paragraph that has a year in Chinese digits once more, and the year in others."""
    codes = made & np.uint32(CODE)
    ends = np.flatnonzero(codes == ord("年"))
    first = codes[ends[ends >= 4] - 4]
    if not ((first == ord("一")) | (first == ord("二"))).any():  # as a year begins
        return made
    text = codes.tobytes().decode("utf-32-le", "surrogatepass")
    dated = years(text)
    if dated == text:
        return made
    other = _codes(dated) | (made & np.uint32(WORD))
    ends = np.flatnonzero(codes == PARAGRAPH) + 1
    parts: list[U32] = []
    at = 0
    for number in distinct(np.searchsorted(ends, np.flatnonzero(other != made), side="right")).tolist():
        start, end = int(ends[number - 1]) if number else 0, int(ends[number])
        while made[start] == UNIT:  # of the units before
            start += 1
        parts += [made[at:end], other[start:end]]
        at = end
    return np.concatenate([*parts, made[at:]])


def as_stream(data: bytes) -> U32:
    """The stream that was kept as ``data``."""
    return np.frombuffer(data, dtype=np.uint32)
