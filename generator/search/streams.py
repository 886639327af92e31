"""A document as one row of numbers: its folded paragraphs, with the places where words begin.

    code point (+ WORD where a word begins) ... PARAGRAPH after each paragraph ... UNIT after each unit

Everything that the grams are made from stands in it, so that it is all that the index keeps of a document's text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

import numpy as np
import numpy.typing as npt

from .folding import fold_words, years
from .units import Searchable

U32 = npt.NDArray[np.uint32]

PARAGRAPH = 0
UNIT = 1
WORD = 1 << 31
"""Flag of a code; the paragraph's end has it too."""
CODE = WORD - 1

_EDGE = "\2"
"""Stands between words until the flags are set."""


def stream(document: Searchable, words: Mapping[str, Sequence[str]]) -> U32:
    """The stream of a document; ``words`` gives the words of each paragraph. A paragraph with a year stands twice."""
    text = "".join(
        "".join(form for paragraph in paragraphs for form in _forms(words[paragraph])) + chr(UNIT)
        for paragraphs in document.units()
    )
    codes = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)
    kept = codes != ord(_EDGE)
    made: U32 = codes[kept]
    made[np.cumsum(kept)[~kept]] |= np.uint32(WORD)
    return made


def _forms(words: Sequence[str]) -> Iterator[str]:
    folded = fold_words(words)
    yield _EDGE + _EDGE.join(folded) + _EDGE + chr(PARAGRAPH)
    joined = "".join(folded)
    dated = years(joined)
    if dated != joined:
        characters = iter(dated)
        again = ("".join(islice(characters, len(word))) for word in folded)
        yield _EDGE + _EDGE.join(again) + _EDGE + chr(PARAGRAPH)


def as_stream(data: bytes) -> U32:
    """The stream that was kept as ``data``."""
    return np.frombuffer(data, dtype=np.uint32)
