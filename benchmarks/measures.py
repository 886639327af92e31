"""How well predicted headings agree with the truth."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass


def plain(text: str | None) -> str:
    """A text for comparison: NFKC, letters and digits only, lower case."""
    folded = unicodedata.normalize("NFKC", text or "")
    return "".join(c for c in folded if c.isalnum()).lower()


def alignment(left: Sequence[str], right: Sequence[str], same: Callable[[str, str], bool]) -> list[tuple[int, int]]:
    """A longest common subsequence as pairs of positions."""
    rows, columns = len(left), len(right)
    best = [[0] * (columns + 1) for _ in range(rows + 1)]
    for i in reversed(range(rows)):
        for j in reversed(range(columns)):
            best[i][j] = max(best[i + 1][j], best[i][j + 1])
            if same(left[i], right[j]):
                best[i][j] = max(best[i][j], best[i + 1][j + 1] + 1)
    pairs = []
    i = j = 0
    while i < rows and j < columns:
        if same(left[i], right[j]) and best[i][j] == best[i + 1][j + 1] + 1:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i + 1][j] >= best[i][j + 1]:
            i += 1
        else:
            j += 1
    return pairs


def f1(precision: float, recall: float) -> float:
    """The harmonic mean."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


@dataclass(slots=True)
class Tally:
    """Counts over documents, from which the measures follow."""

    documents: int = 0
    titles: int = 0
    true: int = 0
    said: int = 0
    right: int = 0
    right_level: int = 0

    def add(self, other: Tally) -> None:
        """Add another's counts."""
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def ratio(self, hits: int, of: int) -> float:
        """A share; 1 of nothing."""
        return hits / of if of else 1.0

    @property
    def f1(self) -> float:
        """F1 of the headings' words."""
        return f1(self.ratio(self.right, self.said), self.ratio(self.right, self.true))

    @property
    def f1_level(self) -> float:
        """F1 of words and level together."""
        return f1(self.ratio(self.right_level, self.said), self.ratio(self.right_level, self.true))
