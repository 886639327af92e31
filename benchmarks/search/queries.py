"""Queries of every kind, taken from the outlines, with what is right for each."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from . import script, words
from .outlines import Outline
from .truth import Truth

EACH = 12
FORGIVEN = 50
"""At least so many of a forgiving kind, of which a rate is asked."""
RANDOM = 200
EXACT = (
    "two characters",
    "compounds",
    "parts of compounds",
    "phrases",
    "single characters",
    "two words",
    "quoted",
    "Latin and numbers",
    "headings",
    "cut differently",
)
FORGIVING = ("traditional", "width", "typo", "pinyin")
KINDS = (*EXACT, "random substrings", *FORGIVING)


@dataclass(frozen=True, slots=True)
class Case:
    """A query, and the paths of the outlines that are right."""

    kind: str
    query: str
    right: frozenset[str]
    choose: str = ""
    """A suggestion that must be offered and is chosen."""


def cases(outlines: Sequence[Outline], truth: Truth, seed: int = 1, each: int = EACH) -> Iterator[Case]:
    """All queries, ``each`` of a kind, but at least 50 of the forgiving ones, and 200 random substrings."""
    for kind in KINDS:
        yield from _Maker(outlines, truth, seed, max(each, FORGIVEN) if kind in FORGIVING else each).make(kind)


class _Maker:
    def __init__(self, outlines: Sequence[Outline], truth: Truth, seed: int, each: int) -> None:
        self.outlines = outlines
        self.truth = truth
        self.seed = seed
        self.each = each
        self.plain = [one for one in outlines if one.text == script.fold_width(one.text)]
        self.makers: dict[str, Callable[[random.Random], Iterable[Case]]] = {
            "two characters": lambda rng: self.spread(rng, (word for word in _words() if len(word) == 2)),
            "compounds": lambda rng: self.spread(rng, (word for word in _words() if len(word) > 3)),
            "parts of compounds": lambda rng: self.spread(rng, _parts(rng)),
            "phrases": lambda rng: self.spread(rng, (self.substring(rng, 6, 12, "，。：；、？") for _ in range(60))),
            "single characters": lambda rng: self.spread(rng, set("".join(_words()))),
            "two words": self.pairs,
            "quoted": lambda rng: self.spread(rng, (self.substring(rng, 3, 7, "“”") for _ in range(60)), form='"{}"'),
            "Latin and numbers": self.mixes,
            "headings": self.headings,
            "cut differently": lambda rng: self.spread(rng, set(chain(*words.CARRIERS.values()))),
            "random substrings": lambda rng: [self.case(self.substring(rng, 1, 10)) for _ in range(RANDOM)],
            "traditional": self.traditional,
            "width": self.width,
            "typo": self.typos,
            "pinyin": self.pinyin,
        }
        self.kind = ""

    def make(self, kind: str) -> list[Case]:
        self.kind = kind
        return list(self.makers[kind](random.Random(f"{self.seed}/{kind}")))

    def case(self, query: str, phrases: Iterable[str] = ()) -> Case:
        return Case(self.kind, query, self.truth.having_all(phrases or [query]))

    def spread(self, rng: random.Random, phrases: Iterable[str], form: str = "{}") -> list[Case]:
        """Phrases from the rarest to the commonest."""
        among = sorted(set(phrases))
        found = [self.case(form.format(phrase), [phrase]) for phrase in rng.sample(among, min(len(among), 100))]
        found = sorted((case for case in found if case.right), key=lambda case: len(case.right))
        count = min(self.each, len(found))
        return [found[(index * (len(found) - 1)) // max(1, count - 1)] for index in range(count)]

    def substring(self, rng: random.Random, shortest: int, longest: int, without: str = "") -> str:
        """A piece of a paragraph, wherever it may begin and end."""
        while True:
            text = rng.choice(rng.choice(self.outlines).lines).text
            length = rng.randint(shortest, longest)
            start = rng.randrange(max(1, len(text) - length + 1))
            piece = text[start : start + length]
            if len(piece) == length and script.fold(piece) and not set(piece) & set(without):
                return piece

    def pairs(self, rng: random.Random) -> list[Case]:
        def two() -> tuple[str, str]:
            lines = rng.choice(self.plain).lines
            text = "".join(line.text for line in lines)
            found = sorted(word for word in _words() if word in text)
            first, second = rng.sample(found, 2)
            return first, second

        made = [self.case(f"{first} {second}", [first, second]) for first, second in (two() for _ in range(40))]
        made.sort(key=lambda case: len(case.right))
        return made[:: max(1, len(made) // self.each)][: self.each]

    def mixes(self, rng: random.Random) -> list[Case]:
        numbers = ["2024年", "2019年", "二〇二一年", "2023年以来", "PM2.5", "98.5%", "5月", "K3+500", "DN200", "a4"]
        return self.spread(rng, numbers[: self.each // 2]) + self.spread(rng, words.MIXES)[: self.each]

    def headings(self, rng: random.Random) -> list[Case]:
        made = []
        for outline in rng.sample(self.outlines, min(self.each, len(self.outlines))):
            line = rng.choice([line for line in outline.lines if line.role in ("section", "part", "point")])
            text = (line.lead or line.text).rstrip("。")
            made.append(self.case(text if rng.random() < 0.3 else text.lstrip("一二三四五六七八（）、是")))
        return made

    def traditional(self, rng: random.Random) -> list[Case]:
        written = [word for word in (*_words(), *words.SAID) if script.traditional(word) != word]
        simple = self.spread(rng, written)[: self.each // 2]
        return [*self.spread(rng, map(script.traditional, written)), *simple]

    def width(self, rng: random.Random) -> list[Case]:
        forms = [
            *map(script.wide, words.MIXES),
            *map(str.lower, words.MIXES),
            *map(str.upper, words.MIXES),
            "２０２２年",
        ]
        return self.spread(rng, forms)

    def typos(self, rng: random.Random) -> list[Case]:
        made: list[Case] = []
        among = [word for word in _words() if len(word) > 3 and word.isalpha() and not word.isascii()]
        for word in rng.sample(among, len(among)):
            at = rng.randrange(len(word))
            wrong = word[:at] + rng.choice("明可水光草") + word[at + 1 :]
            if self.truth.having(word) and not self.truth.having(wrong):
                made.append(Case(self.kind, wrong, self.truth.nearly_having(wrong)))
            if len(made) == self.each:
                break
        return made

    def pinyin(self, rng: random.Random) -> list[Case]:
        said = [(typed, word) for word, forms in words.PINYIN.items() for typed in forms if len(typed) > 2]
        found = [Case(self.kind, typed, self.truth.having(word), word) for typed, word in said]
        found = [case for case in found if len(case.right) > 2]
        return rng.sample(found, min(self.each, len(found)))


def _words() -> list[str]:
    return sorted({word for word in chain(*words.TOPICS.values(), words.COMMON, words.SLOGANS) if len(word) > 1})


def _parts(rng: random.Random) -> Iterator[str]:
    for word in _words():
        if len(word) > 3:
            length = rng.randint(2, len(word) - 1)
            start = rng.randint(0, len(word) - length)
            yield word[start : start + length]
