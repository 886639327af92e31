"""What relating an archive costs: ``python -m benchmarks.relations [COUNT ...]``, CPU, in this process.

Of generated outlines of about 3,000 characters: milliseconds a page for what a worker does, seconds for the pass over
the whole archive, and how many of the others' relations one edit changes.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from msgspec.structs import replace

from benchmarks import generate
from generator import roles, structure, words
from generator.catalogue import Profile
from generator.model import Facts, Record
from generator.readers import read
from generator.relations import phrases, versions
from generator.relations.phrases import candidates, uses
from generator.relations.profiles import profile
from generator.relations.sketches import character_filter, codes, sketch
from generator.relations.terms import Terms
from generator.relations.whole import join, together

T = TypeVar("T")
PARSED = 200
"""So many outlines are parsed to measure what a worker does; the others only lend their words."""


class Spent:
    """CPU seconds by name."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def on(self, name: str, work: Callable[[], T]) -> T:
        """The result of some work, whose time is counted."""
        begun = time.process_time()
        result = work()
        self.seconds[name] = self.seconds.get(name, 0.0) + time.process_time() - begun
        return result


def record_of(text: str) -> Record:
    """A published record of a text."""
    outline = structure.parse(roles.assign(read(Path("文.txt"), text.encode())))
    lines = text.splitlines()
    return Record("文.txt", "0", outline=outline, facts=Facts(terms=words.terms(lines, prominent=lines[:1])))


def quick_profile(text: str) -> Profile:
    """The profile of a text that was not parsed."""
    lines = text.splitlines()
    terms = words.terms(lines, prominent=lines[:1])
    wording, order = sketch(codes(text))
    return Profile(
        words=" ".join(word for word, _, _ in terms),
        counts=bytes(min(count, 255) for _, count, _ in terms),
        weights=bytes(min(round(weight * 10), 255) for _, _, weight in terms),
        text=wording,
        order=order,
        characters=character_filter(codes(text)),
        phrases=" ".join(candidates(text)),
    )


def measure(count: int) -> None:
    """Print the figures of an archive of so many outlines."""
    made = [generate.outline(number).text for number in range(count)]
    page, whole = Spent(), Spent()
    records = [record_of(text) for text in made[:PARSED]]
    for record in records:
        page.on("profile", lambda record=record: profile(record))  # type: ignore[misc]
    profiles = {f"{number:05}.txt": quick_profile(text) for number, text in enumerate(made)}
    joined = whole.on("join", lambda: join(profiles))
    for record, path in zip(records, profiles, strict=False):
        wanted = joined.wanted.get(path, ())
        page.on("uses", lambda record=record, wanted=wanted: uses(record.outline, wanted))  # type: ignore[misc]
    ordered = list(profiles.values())
    numbers = whole.on("  versions", lambda: versions.group([(one.text, one.order) for one in ordered]))
    terms = whole.on("  words", lambda: Terms(ordered))
    keywords = whole.on("  keywords", terms.keywords)
    related = whole.on("  related", lambda: terms.related(numbers))
    found = whole.on("  phrases", lambda: phrases.chosen([one.phrases for one in ordered], numbers))
    held = {path: tuple((name, 1) for name in names) for path, names in joined.wanted.items()}
    whole.on("together", lambda: together(held, joined.phrases))
    edited = list(ordered)
    middle = edited[count // 2]
    edited[count // 2] = replace(middle, counts=bytes([min(255, middle.counts[0] + 2)]) + middle.counts[1:])
    after = Terms(edited)
    changed = sum(one != other for one, other in zip(keywords, after.keywords(), strict=True))
    moved = sum(one != other for one, other in zip(related, after.related(numbers), strict=True))
    print(f"{count} outlines, {sum(map(len, made)) / count:.0f} characters, {len(found)} phrases")
    print(
        "  ms a page: " + ", ".join(f"{name} {1000 * spent / len(records):.2f}" for name, spent in page.seconds.items())
    )
    print("  s in all: " + ", ".join(f"{name.strip()} {spent:.2f}" for name, spent in whole.seconds.items()))
    a_page = sum(page.seconds.values()) / len(records) + (whole.seconds["join"] + whole.seconds["together"]) / count
    print(f"  together {1000 * a_page:.2f} ms a page")
    print(f"  an edit changes the keywords of {changed} and the related of {moved} outlines")
    print(f"  {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most, texts included")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("count", type=int, nargs="*", default=[500, 5000])
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        words.cache_in(Path(folder))
        for count in given.count:
            measure(count)


if __name__ == "__main__":
    main()
