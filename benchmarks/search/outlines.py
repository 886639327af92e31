"""Outlines put together from the word lists: the same seed makes the same ones, whatever their number.

A paragraph is one line of the source, so that what stands in one paragraph is known without reading the page.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Literal, NamedTuple

from . import script, words

LENGTH = 3000
"""Characters of an outline, about."""
UPPER = tuple(f"{number}、" for number in "一二三四五六七八")
LOWER = tuple(f"（{number}）" for number in "一二三四五六")
POINTS = tuple(f"{number}是" for number in "一二三四五")

Role = Literal["title", "date", "text", "section", "part", "point"]


class Line(NamedTuple):
    """A paragraph; ``lead`` is the heading at its start, marker included."""

    role: Role
    text: str
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """An outline and its place: ``path`` below the content folder, without suffix."""

    path: str
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """As the source file holds it."""
        return "".join(f"{line.text}\n" for line in self.lines)

    @property
    def markdown(self) -> str:
        """The same text as a page of stock MkDocs."""
        marks = {"title": "# ", "section": "## ", "part": "### "}
        texts = (
            f"**{line.lead}**{line.text[len(line.lead) :]}" if line.lead else marks.get(line.role, "") + line.text
            for line in self.lines
        )
        return "\n\n".join(texts) + "\n"


def outlines(count: int, seed: int = 1) -> Iterator[Outline]:
    """So many outlines, spread over the topics."""
    topics = list(words.TOPICS)
    for number in range(1, count + 1):
        topic = topics[number % len(topics)]
        yield Outline(f"{topic}/{number:05}", tuple(Writer(random.Random(f"{seed}/{number}"), topic).lines()))


def write(folder: Path, made: Sequence[Outline], suffix: Literal[".txt", ".md"]) -> None:
    """Write sources for ours (``.txt``) or ready pages for stock MkDocs (``.md``)."""
    for outline in made:
        path = folder / f"{outline.path}{suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(outline.text if suffix == ".txt" else outline.markdown, "utf-8")


def ranked(rng: random.Random, among: Sequence[str], count: int = 1) -> list[str]:
    """Words of a list, those at its beginning more often, as words are distributed in real text."""
    return rng.choices(among, cum_weights=_weights(len(among)), k=count)


@cache
def _weights(count: int) -> list[float]:
    return list(accumulate(1 / (rank + 8) for rank in range(count)))


class Writer:
    """Writes one outline on a topic, with its own choice of words."""

    sentences: Sequence[str] = words.SENTENCES

    def __init__(self, rng: random.Random, topic: str) -> None:
        self.rng = rng
        self.things = ranked(rng, words.TOPICS[topic], 26)
        other = rng.choice([name for name in words.TOPICS if name != topic])
        self.others = ranked(rng, words.TOPICS[other], 5)
        self.common = ranked(rng, words.COMMON, 24)
        self.places = [self.place() for _ in range(4)]
        self.spoken = rng.sample(words.SAID, 10)
        self.carriers = rng.sample(sorted(words.CARRIERS), 3)
        self.mixes = rng.sample(words.MIXES, 4)
        self.written_year = rng.random() < 0.25
        self.form = rng.choices(["plain", "traditional", "wide"], [0.88, 0.06, 0.06])[0]

    def place(self) -> str:
        rng = self.rng
        kind = ranked(rng, words.PLACE_KIND)[0]
        return rng.choice(words.PLACE_FIRST) + rng.choice(words.PLACE_SECOND) + kind

    def lines(self) -> Iterator[Line]:
        for line in self._lines():
            if self.form == "traditional":
                line = line._replace(text=script.traditional(line.text), lead=script.traditional(line.lead))
            elif self.form == "wide" and line.role == "text":
                line = line._replace(text=script.wide(line.text))
            yield line

    def _lines(self) -> Iterator[Line]:
        rng = self.rng
        year, month, day = rng.randint(2015, 2025), rng.randint(1, 12), rng.randint(1, 28)
        yield Line("title", f"{self.places[0]}{rng.choice(self.things)}{rng.choice(words.GENRES)}")
        yield Line("date", f"（{year}年{month}月{day}日）")
        yield Line("text", "同志们：")
        yield Line("text", self.paragraph(4))
        length = 0
        for mark in UPPER[: rng.randint(3, 4)]:
            for line in self.section(mark):
                length += len(line.text)
                yield line
        while length < LENGTH - 350:
            line = Line("text", self.paragraph(7))
            length += len(line.text)
            yield line
        yield Line("text", "以上发言，不当之处请批评指正。")

    def section(self, mark: str) -> Iterator[Line]:
        rng = self.rng
        yield Line("section", f"{mark}{self.aim()}，{self.aim()}")
        yield Line("text", self.paragraph(6))
        if rng.random() < 0.5:
            for part in LOWER[: rng.randint(2, 3)]:
                yield Line("part", f"{part}{self.aim()}")
                yield Line("text", self.paragraph(5))
        elif rng.random() < 0.8:
            for point in POINTS[: rng.randint(2, 3)]:
                lead = f"{point}{self.aim()}。"
                yield Line("point", lead + self.paragraph(4), lead)

    def aim(self) -> str:
        return self.rng.choice(words.AIMS).format(self.rng.choice(self.things))

    def paragraph(self, sentences: int) -> str:
        return "".join(self.sentence() for _ in range(sentences))

    def sentence(self) -> str:
        # Each slot is filled anew: {verb}, {verb} gives two verbs.
        pieces = self.rng.choice(self.sentences).split("{")
        said = [pieces[0]]
        for piece in pieces[1:]:
            slot, _, rest = piece.partition("}")
            said += [self.fill(slot), rest]
        return "".join(said)

    def fill(self, slot: str) -> str:
        rng = self.rng
        match slot:
            case "aim":
                return self.aim()
            case "number":
                return str(rng.randint(3, 980))
            case "share":
                return rng.choice([f"{rng.randint(10, 99)}.{rng.randint(1, 9)}%", "大半", "三分之二", "七成以上"])
            case "year":
                year = rng.randint(2015, 2025)
                return (script.chinese_digits(year) if self.written_year else str(year)) + "年"
        lists: dict[str, Sequence[str]] = {
            "thing": self.things,
            "common": self.common,
            "other": self.others,
            "place": self.places,
            "said": self.spoken,
            "carrier": self.carriers,
            "mix": self.mixes,
        }
        if slot in lists:
            return rng.choice(lists[slot])
        ranks = {
            "verb": words.VERBS,
            "who": words.WHO,
            "time": words.TIMES,
            "how": words.HOW,
            "slogan": words.SLOGANS,
        }
        return ranked(rng, ranks[slot])[0]
