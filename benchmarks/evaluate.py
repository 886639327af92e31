"""How well outlines are recovered: ``python -m benchmarks.evaluate [CORPUS]``.

CORPUS is a folder with ``gold/``, ``eval/`` and ``front/``, each with NAME.txt (a paragraph a line) and NAME.json:
title, headings, ``optional`` and ``ignore`` (which a lenient count passes over), meta. Without it the part is printed
that needs none: the ambiguities and the round trip.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from benchmarks.measures import Tally, alignment, plain
from benchmarks.outlines import sample
from generator import roles, structure
from generator.meta import as_written, full_title
from generator.model import Line, Manuscript, Outline

FIELDS = ("author", "date", "occasion", "salutation")
TESTS = Path(__file__).parent.parent / "tests"


def understand(text: str) -> Outline:
    """The outline of a text with a paragraph a line."""
    lines = (Line(t, i) for i, t in enumerate(text.split("\n"), 1) if t.strip())
    return structure.parse(roles.assign(Manuscript("txt", tuple(lines))))


# --- without a corpus -------------------------------------------------------------------------------------------


def round_trip(seeds: Iterable[int], noise: float) -> Tally:
    """Generated outlines against what is read back."""
    total = Tally()
    for seed in seeds:
        made = sample(seed, noise)
        outline = structure.parse(roles.assign(made.manuscript()))
        said = [(s.depth, s.text[s.marker :].rstrip("。：")) for s in outline.sections]
        pairs = alignment([w for _, w in made.headings], [w for _, w in said], str.__eq__)
        level = sum(made.headings[i][0] == said[j][0] for i, j in pairs)
        total.add(Tally(1, 0, len(made.headings), len(said), len(pairs), level))
    return total


def solved(case: dict[str, Any]) -> bool:
    """Whether a case of the ambiguities comes out whole: headings, points and repairs."""
    outline = understand(case["text"])
    heads = []
    for section in outline.sections:
        words = re.sub(r"[。！？；：，、.!?;:,】\s]+$", "", section.text[section.marker :].removeprefix("【"))
        heads.append([section.depth, words or section.text.strip("。：、. ")])
    points = [
        [re.split("[，；。：,;:]", b.text[p.start + p.marker : p.end])[0] for p in b.points]
        for b in outline.blocks()
        if b.points
    ]
    repairs = {note.code for note in outline.notes} - {"low-confidence"}
    return (
        heads == case["sections"]
        and (case["points"] == "any" or points == case["points"])
        and repairs == set(case["repairs"])
    )


def cases() -> list[dict[str, Any]]:
    """The ambiguities."""
    data: dict[str, list[dict[str, Any]]] = yaml.safe_load((TESTS / "ambiguities.yaml").read_text("utf-8"))
    return data["cases"]


def report_own() -> None:
    """Print what needs no corpus."""
    wrong = [case["id"] for case in cases() if not solved(case)]
    print(f"ambiguities    {len(cases()) - len(wrong)} of {len(cases())} {' '.join(wrong)}")
    for noise in (0.0, 0.15, 0.35):
        tally = round_trip(range(2000, 2200), noise)
        print(f"round trip     noise {noise:.2f}   F1 {tally.f1:.4f}   with level {tally.f1_level:.4f}")


# --- with a corpus ----------------------------------------------------------------------------------------------


def loose(a: str, b: str) -> bool:
    """One text begins with the other, and is not trifling."""
    return a == b or (min(len(a), len(b)) >= 3 and (a.startswith(b) or b.startswith(a)))


def compare(truth: dict[str, Any], outline: Outline, strict: bool) -> Tally:
    """One document's headings and title."""
    true = [plain(h["text"]) for h in truth["headings"]]
    said = [plain(s.text) for s in outline.sections]
    pairs = alignment(true, said, str.__eq__)
    level = 0
    for i, j in pairs:
        heading = truth["headings"][i]
        level += outline.sections[j].depth in (heading["level"], heading.get("alt_level"))
    passed = 0
    if not strict:
        hit = {j for _, j in pairs}
        optional = [plain(h["text"]) for h in truth.get("optional", [])]
        ignored = [text for text in map(plain, truth.get("ignore", [])) if text]
        for j, text in enumerate(said):
            neutral = any(loose(text, o) for o in optional)
            neutral = neutral or any(text and (g.startswith(text) or text.startswith(g)) for g in ignored)
            passed += neutral and j not in hit
    titles = {plain(truth["title"]), *map(plain, truth.get("alt_titles", []))}
    right_title = bool(titles & {plain(outline.title), plain(full_title(outline))})
    return Tally(1, right_title, len(true), len(said) - passed, len(pairs), level)


def near(a: str, b: str) -> bool:
    """Equal, or one holds the other and is at least half as long."""
    inside = (a in b or b in a) and 2 * min(len(a), len(b)) >= max(len(a), len(b))
    return bool(a and b) and (a == b or inside)


def fields(truth: dict[str, Any], outline: Outline) -> dict[str, tuple[int, int, int]]:
    """Right, true and said of each field of the meta that the truth speaks of."""
    meta = truth.get("meta") or {}
    written = as_written(outline)
    out = {}
    for name in FIELDS:
        if name in meta:
            a = plain(meta[name] if isinstance(meta[name], str) else "")
            b = plain(str(written[name]))  # type: ignore[literal-required]
            out[name] = (int(near(a, b)), int(bool(a)), int(bool(b)))
    parts = ("boilerplate", "boilerplate_head", "boilerplate_tail")
    true = {plain(text) for part in parts for text in meta.get(part) or []} - {""}
    said = {plain(text) for text in written["boilerplate"]} - {""}
    out["boilerplate"] = (len(true & said), len(true), len(said))
    return out


def report(corpus: Path, each: bool) -> None:
    """Print the table of a corpus."""
    groups: dict[str, dict[bool, Tally]] = defaultdict(lambda: {True: Tally(), False: Tally()})
    meta: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for folder in ("gold", "eval", "front"):
        for file in sorted((corpus / folder).glob("*.json")):
            truth = json.loads(file.read_text("utf-8"))
            outline = understand(file.with_suffix(".txt").read_text("utf-8"))
            group = truth.get("class", folder) if folder != "front" else "front"
            for strict in (False, True):
                tally = compare(truth, outline, strict)
                groups[group][strict].add(tally)
            if each:
                print(f"{file.stem:24} true {tally.true} right {tally.right} level {tally.right_level}")
            if folder != "eval":
                for name, counts in fields(truth, outline).items():
                    meta[name] = [a + b for a, b in zip(meta[name], counts, strict=True)]
    print("set      documents  title   F1      with level   strict with level")
    for group, tallies in groups.items():
        lenient, strict_ = tallies[False], tallies[True]
        title = lenient.ratio(lenient.titles, lenient.documents)
        figures = f"{lenient.f1:.3f}   {lenient.f1_level:.3f}        {strict_.f1_level:.3f}" if group != "front" else ""
        print(f"{group:8} {lenient.documents:9}  {title:.3f}   {figures}")
    for name, (right, true, said) in meta.items():
        print(
            f"{name:12} P {right}/{said} = {right / max(1, said):.2f}   R {right}/{true} = {right / max(1, true):.2f}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("corpus", type=Path, nargs="?")
    parser.add_argument("--each", action="store_true", help="a line a document")
    options = parser.parse_args()
    if options.corpus:
        report(options.corpus, options.each)
    report_own()


if __name__ == "__main__":
    main()
