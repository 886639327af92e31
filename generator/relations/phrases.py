"""Set phrases (提法): what documents put in quotation marks, numeral abbreviations, and the keeper's list.

    candidates(text)     in a document, when it is read
    chosen(profiles)     in the archive: those that recur
    uses(outline, phrases) in a document: every place of the phrases that it holds

A phrase is what at least two documents say that are not versions of one text: in quotation marks (“一次办好”), or,
as a numeral abbreviation (三会一课, 两个务必), also without them. An ordinary number phrase (三个问题, 一天两次) is
told by its measure or noun (``ordinary.txt``), by being an idiom, and by its number: what is said of two, three and
four alike is counted, not named.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import numpy as np

from .. import words
from ..article import section_ids
from ..catalogue import Use
from ..markup import places
from ..model import Outline
from .joins import best, expand, runs, summed

_NUMBER = "一二三四五六七八九十两双"
_NUMERAL = f"{_NUMBER}百千万亿零〇半几第每点"
"""What makes a longer number of it."""
_QUOTED = re.compile(r"[“「『]([^“”「」『』]{2,12})[”」』]")
_WORDING = re.compile(r"[\u3400-\u9fffA-Za-z0-9+·]+")
_HAN = re.compile(r"[\u3400-\u9fff]")
_SPOKEN = re.compile(r"[我你您他她它咱谁这那]|[了吗呢吧啊呀嘛的着]$|^(?:不|没|别|请|再|又|还|就|都|也)")
"""What is in quotation marks because somebody says it, not because it is a term."""
_PART = rf"[^{_NUMERAL}\W\dA-Za-z_]"
# Their first characters stand before what may not stand before them, so that a search runs over all else at once.
_DOUBLE = re.compile(rf"[{_NUMBER}](?<![{_NUMERAL}].){_PART}[{_NUMBER}]{_PART}")
_MANY = re.compile(rf"[二三四五六七八九十两]个(?<![{_NUMERAL}]..){_PART}{{2}}")
MOST = 60
"""So many candidates of one document are looked at: a glossary is not an outline."""
_PAUSES = " 　，。、；：！？”）》"
CONTEXT = 48
"""So many characters are shown before and after a use."""
_AROUND = 6
RECURS = 2
COUNTED = 3
"""A numeral abbreviation that never stands in quotation marks must recur so often."""
FIXED = 0.8
"""Share of its number among all numbers that stand before the rest of a phrase."""


def candidates(text: str) -> list[str]:
    """What may be a set phrase in a text, each once, in order; ``“...”`` where it stands in quotation marks."""
    found: dict[str, None] = {}
    for match in _QUOTED.finditer(text):
        phrase = match[1]
        if _is_term(phrase):
            found[f"“{phrase}”"] = None
    for pattern in (_DOUBLE, _MANY):
        for match in pattern.finditer(text):
            phrase = match.group()
            if f"“{phrase}”" not in found and _is_abbreviation(phrase) and _is_whole(text, match.start(), match.end()):
                found[phrase] = None
    return list(found)[:MOST]


def chosen(lists: Sequence[str], groups: Sequence[int], keepers: Iterable[str] = ()) -> list[str]:
    """The phrases of an archive, in the order of their characters: those that recur, and the keeper's.

    ``lists`` are the candidates of each document, parted by spaces; ``groups`` tell which are versions of one text.
    """
    quoted: defaultdict[str, set[int]] = defaultdict(set)
    held: defaultdict[str, set[int]] = defaultdict(set)
    for text, group in zip(lists, groups, strict=True):
        for one in text.split():
            phrase = one.strip("“”")
            held[phrase].add(group)
            if phrase != one:
                quoted[phrase].add(group)
    tails: Counter[str] = Counter()
    for phrase, those in held.items():
        if _MANY.fullmatch(phrase):
            tails[phrase[1:]] += len(those)
    found = set(keepers)
    for phrase, those in held.items():
        enough = len(quoted.get(phrase, ())) >= RECURS or (
            len(those) >= (RECURS if phrase in quoted else COUNTED) and _is_numbered(phrase)
        )
        if enough and (phrase[1:] not in tails or len(those) >= FIXED * tails[phrase[1:]]):
            found.add(phrase)
    return sorted(found)


def uses(outline: Outline, phrases: Collection[str]) -> list[Use]:
    """Every place of the phrases in an outline's headings and text, in order."""
    found = []
    for own, text in passages(outline):
        for phrase, start in places(text, phrases):
            end = start + len(phrase)
            before = text[max(0, start - CONTEXT) : start].lstrip(_PAUSES)
            found.append(Use(phrase, own, before, text[end : end + CONTEXT].rstrip()))
    return found


def passages(outline: Outline) -> Iterator[tuple[str, str]]:
    """The running text of an outline, a line a paragraph, each with the id of the heading that it stands under.

    A run-in heading stands before its text, as in the source.
    """
    for block in outline.opening:
        yield from (("", line) for line in block.text.splitlines())
    for own, section in zip(section_ids(outline), outline.sections, strict=True):
        lines = [line for block in section.blocks for line in block.text.splitlines()]
        if section.runin and lines:
            lines[0] = section.text + lines[0]
        else:
            lines.insert(0, section.text)
        yield from ((own, line) for line in lines)


def together(held: Sequence[Collection[int]], count: int, most: int = 6) -> list[tuple[int, ...]]:
    """For each of ``count`` phrases those that stand in the most of its documents, at least two.

    ``held`` are the numbers of the phrases of each document.
    """
    found: list[tuple[int, ...]] = [()] * count
    sizes = np.array([len(one) for one in held], dtype=np.int64)
    if not sizes.sum():
        return found
    phrases = np.array([number for one in held for number in one], dtype=np.int64)
    starts = np.cumsum(sizes) - sizes
    index, owner = expand(np.repeat(starts, sizes), np.repeat(sizes, sizes))
    left, right = phrases[owner], phrases[index]
    other = left != right
    left, right, shared = summed(left[other], right[other], np.ones(int(other.sum()), dtype=np.int64))
    often = shared >= 2
    left, right, _ = best(left[often], right[often], shared[often], most)
    for one, start, end in runs(left):
        found[one] = tuple(right[start:end].tolist())
    return found


def _is_term(phrase: str) -> bool:
    return (
        _WORDING.fullmatch(phrase) is not None
        and len(_HAN.findall(phrase)) >= 2
        and not _SPOKEN.search(phrase)
        and phrase not in words.general_words()
    )


def _is_numbered(phrase: str) -> bool:
    return _DOUBLE.fullmatch(phrase) is not None or _MANY.fullmatch(phrase) is not None


@cache
def _is_abbreviation(phrase: str) -> bool:
    """Whether a number phrase may be a name; what is only counted is not."""
    measures, nouns = ordinary()["measures"], ordinary()["nouns"]
    if phrase[1] == "个":
        tail = phrase[2:]
        return tail[0] not in measures and not any(tail.startswith(noun) or tail.endswith(noun) for noun in nouns)
    tagged = words.tag(phrase)
    if len(tagged) == 1 and phrase not in ordinary()["names"]:
        return False  # a word of the language: 一心一意, 五湖四海
    first, second = phrase[1], phrase[3]
    if phrase[0] == phrase[2]:  # 一户一档 is a rule; 一户一户, 一天一次 are none
        return first != second and not (first in measures and second in measures)
    return second not in measures and first not in ordinary()["times"]


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether words of the text begin where a phrase begins and end where it ends."""
    begin = max(0, start - _AROUND)
    edges = {begin}
    for word in words.segment(text[begin : end + _AROUND], guess=False):
        begin += len(word)
        edges.add(begin)
    return start in edges and end in edges


@cache
def ordinary() -> Mapping[str, frozenset[str]]:
    """Measures and nouns that are counted, by kind (``ordinary.txt`` beside this module)."""
    found: dict[str, frozenset[str]] = {}
    for line in Path(__file__).with_name("ordinary.txt").read_text("utf-8").splitlines():
        kind, _, listed = line.partition(":")
        if listed and not line.startswith("#"):
            found[kind] = found.get(kind, frozenset()) | frozenset(listed.split())
    return found
