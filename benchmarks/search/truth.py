"""Which outlines are right for a query, by plain comparison of the text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .outlines import Outline
from .script import fold, with_digits

END = "\n"


class Truth:
    """The folded paragraphs of all outlines."""

    def __init__(self, outlines: Iterable[Outline]) -> None:
        self.texts: dict[str, str] = {}
        """Path -> its paragraphs, each folded between two line ends; years in both forms."""
        for outline in outlines:
            streams = [fold(line.text) for line in outline.lines]
            others = [other for one in streams if (other := with_digits(one)) != one]
            self.texts[outline.path] = END + END.join([*streams, *others]) + END

    def having(self, phrase: str) -> frozenset[str]:
        """The outlines that have a phrase in one paragraph."""
        forms = {fold(phrase), with_digits(fold(phrase), always=True)}
        return frozenset(path for path, text in self.texts.items() if any(form in text for form in forms))

    def having_all(self, phrases: Iterable[str]) -> frozenset[str]:
        """The outlines that have every phrase."""
        return frozenset.intersection(*map(self.having, phrases))

    def nearly_having(self, phrase: str) -> frozenset[str]:
        """The outlines that have the phrase with at most one other character."""
        folded = fold(phrase)
        return frozenset(path for path, text in self.texts.items() if any(_near(folded, text)))


def _near(phrase: str, text: str) -> Iterator[bool]:
    # One of the halves must stand there unchanged.
    middle = len(phrase) // 2
    for half, before in ((phrase[:middle], 0), (phrase[middle:], middle)):
        at = text.find(half)
        while at >= 0:
            found = text[max(0, at - before) : at - before + len(phrase)] if at >= before else ""
            if len(found) == len(phrase) and END not in found:
                yield sum(one != other for one, other in zip(found, phrase, strict=True)) <= 1
            at = text.find(half, at + 1)
