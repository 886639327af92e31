"""How well documents are screened: ``python -m benchmarks.screening [FILE...] [-v]``.

Each FILE is a YAML list of examples: id, text, header, footer, textbox (where a line stands there), verdict, masks (the
contacts as written), ``doubtful`` (why a label can be argued). Without one, the examples of the tests.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from generator import roles, screening, structure
from generator.contacts import BLOT
from generator.model import Line, Manuscript, Outline, Place, Verdict

EXAMPLES = Path(__file__).parent.parent / "tests" / "screening"


@dataclass(frozen=True)
class Hits:
    """What became of the contacts of one example."""

    missed: tuple[str, ...] = ()
    """Contacts of which something can still be read."""
    found: int = 0
    """Contacts that are hidden."""
    false: tuple[str, ...] = ()
    """What was hidden and is no contact."""
    right: int = 0
    """Stretches hidden that are contacts."""


@dataclass(frozen=True)
class Result:
    """What came of one example."""

    id: str
    expected: Verdict
    verdict: Verdict
    hits: Hits = Hits()
    doubtful: str = ""


@dataclass
class Figures:
    """Counts over results, and the shares drawn from them."""

    verdicts: dict[tuple[Verdict, Verdict], int] = field(default_factory=dict)
    """By expected and given verdict."""
    found: int = 0
    missed: int = 0
    right: int = 0
    false: int = 0

    def recall(self, of: Verdict) -> float:
        """Of the documents that should get this verdict, how many did."""
        return _share(self._count(of, of), sum(n for (expected, _), n in self.verdicts.items() if expected is of))

    def precision(self, of: Verdict) -> float:
        """Of the documents that got this verdict, how many should."""
        return _share(self._count(of, of), sum(n for (_, given), n in self.verdicts.items() if given is of))

    def _count(self, expected: Verdict, given: Verdict) -> int:
        return self.verdicts.get((expected, given), 0)

    def contact_recall(self) -> float:
        """Of the contacts, how many are hidden whole."""
        return _share(self.found, self.found + self.missed)

    def contact_precision(self) -> float:
        """Of the stretches hidden, how many are contacts."""
        return _share(self.right, self.right + self.false)

    def __str__(self) -> str:
        shares = [
            f"{verdict} {self.recall(verdict):.3f}/{self.precision(verdict):.3f}"
            for verdict in (Verdict.WITHHOLD, Verdict.BANNER, Verdict.PUBLISH)
        ]
        contacts = f"contacts {self.contact_recall():.3f}/{self.contact_precision():.3f}"
        return f"{sum(self.verdicts.values())} documents, {self.found + self.missed} contacts; recall/precision: " + (
            ", ".join((*shares, contacts))
        )


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def load(paths: Iterable[Path]) -> list[dict[str, Any]]:
    """The examples of several files."""
    return [example for path in paths for example in yaml.safe_load(path.read_text("utf-8"))]


def manuscript(example: dict[str, Any]) -> Manuscript:
    """An example as a reader would give it: text boxes where they are anchored, headers and footers last."""
    parts = [
        (example.get("textbox", ""), Place.TEXTBOX),
        (example["text"], Place.BODY),
        (example.get("header", ""), Place.HEADER),
        (example.get("footer", ""), Place.FOOTER),
    ]
    lines: list[Line] = []
    number = 0
    for text, place in parts:
        for line in text.splitlines():
            number += 1
            if line.strip():
                lines.append(Line(line, number, place))
    return Manuscript("txt", tuple(lines))


def judge(example: dict[str, Any]) -> Result:
    """Screen one example."""
    draft = roles.assign(manuscript(example))
    before = structure.parse(draft)
    after, screened = screening.screen(before, draft, screening.Policy())
    masks: list[str] = example["masks"]
    expected = Verdict(example["verdict"])
    doubtful = example.get("doubtful", "")
    if screened.verdict is Verdict.WITHHOLD:
        return Result(example["id"], expected, screened.verdict, doubtful=doubtful)
    missed, found, false, right = [], 0, [], 0
    seen = set()
    for old, new in _pairs(before, after):
        inside = [False] * len(old)
        for contact in masks:
            at = old.find(contact)
            while at >= 0:
                seen.add(contact)
                inside[at : at + len(contact)] = [True] * len(contact)
                if any(c.isalnum() and c != BLOT for c in new[at : at + len(contact)]):
                    missed.append(contact)
                else:
                    found += 1
                at = old.find(contact, at + len(contact))
        for start, end in _hidden(old, new):
            if any(inside[start:end]):
                right += 1
            else:
                false.append(old[start:end])
    missed += [contact for contact in masks if contact not in seen]
    hits = Hits(tuple(missed), found, tuple(false), right)
    return Result(example["id"], expected, screened.verdict, hits, doubtful)


def _pairs(before: Outline, after: Outline) -> Iterator[tuple[str, str]]:
    yield from zip(before.texts(), after.texts(), strict=True)


def _hidden(old: str, new: str) -> Iterator[tuple[int, int]]:
    """The stretches of a text that were blotted out; white space parts none."""
    start = end = -1
    for at, (was, now) in enumerate(zip(old, new, strict=True)):
        if was != now:
            start = at if start < 0 else start
            end = at + 1
        elif start >= 0 and not was.isspace():
            yield start, end
            start = -1
    if start >= 0:
        yield start, end


def figures(results: Iterable[Result]) -> Figures:
    """The counts of all results."""
    total = Figures()
    for one in results:
        key = one.expected, one.verdict
        total.verdicts[key] = total.verdicts.get(key, 0) + 1
        total.found += one.hits.found
        total.missed += len(one.hits.missed)
        total.right += one.hits.right
        total.false += len(one.hits.false)
    return total


def half(identifier: str) -> int:
    """1 for odd ids, which were studied, 0 for even ones, which were kept unread."""
    return int("".join(filter(str.isdigit, identifier))) % 2


def main() -> None:
    """Print the figures of all examples, of each half, and of those without a doubtful label."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("-v", "--verbose", action="store_true", help="print what is wrong in the odd half")
    given = parser.parse_args()
    examples = load(given.files or sorted(EXAMPLES.glob("*.yaml")))
    results = [judge(example) for example in examples]
    print("all ", figures(results))
    for name, odd in (("odd ", 1), ("even", 0)):
        print(name, figures(one for one in results if half(one.id) == odd))
    print("sure", figures(one for one in results if not one.doubtful))
    if given.verbose:
        for one, example in zip(results, examples, strict=True):
            wrong = one.expected is not one.verdict or one.hits.missed or one.hits.false
            if wrong and half(one.id):
                print(f"\n{one}\n{example['why']}")


if __name__ == "__main__":
    main()
