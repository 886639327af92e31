"""The scan that finds the markers of all families (:mod:`generator.families`) in a text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

from generator import numerals
from generator.families import BUILT_IN, MEASURE, SLOTS, UNNUMBERED, Family, Kind


class Punct(IntEnum):
    """What follows the numeral."""

    PROPER = 0
    LOOSE = 1
    MISSING = 2


# Two numbers joined: 一、二线, 三、四季度, 1、2、3号, 一、二、三、四.
_NUMERAL_RUN = re.compile(f"[{numerals.CHINESE}]+|[0-9０-９]+")
_ENUMERATION = re.compile(f"(?:[{numerals.CHINESE}]+|[0-9０-９]+)(?:[、，]|[线季号楼级类月班组区层期年])")

_MEASURED = re.compile(MEASURE)

LAST = 99
"""The number of 最后 and 另一方面: whatever comes next, and the last."""

_OPEN = "[（(〔﹙]"
_CLOSE = "[）)〕﹚]"


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker as found: ``text[start:end]``, the mark and spaces after the numeral included."""

    family: int
    """Index into :attr:`Families.table`."""
    number: int
    start: int
    end: int
    punct: Punct = Punct.PROPER
    ocr: bool = False


def _compile(family: Family) -> tuple[re.Pattern[str], Callable[[str], int]]:
    """The pattern of a family (group 1 is its numeral) and what its numeral is worth."""
    slot = re.search(r"\{([^{}]+)\}", family.template)
    if slot is None or slot[1] not in SLOTS:
        words = family.template.split("|")
        last = len(words) - 1
        worth = {w: (LAST if i == last or w in ("最后", "另一方面") else i + 1) for i, w in enumerate(words)}
        return re.compile("(" + "|".join(sorted(words, key=len, reverse=True)) + ")"), worth.__getitem__
    pattern, value = SLOTS[slot[1]]
    before, after = family.template[: slot.start()], family.template[slot.end() :]
    space = "[ \u3000]?" if "（" in before or "）" in after else ""
    before = before.replace("（", _OPEN) + space
    after = space + after.replace("）", _CLOSE)
    if slot[1] in "1A" and not after.endswith(_CLOSE):
        after += "(?![0-9０-９])"
    return re.compile(f"{before}({pattern}){after}"), value


def _behind(family: Family) -> str:
    """The pattern of what must follow the numeral of a family inside a line, and more."""
    return "" if family.bare == "any" else f"(?=[{re.escape(family.proper + family.loose + _SPACES + _VERB)}])"


def _at_last(pattern: str) -> str:
    """The pattern of what must begin with the character that was matched last."""
    return f"(?<=(?={pattern}).)"


def _starts(family: Family) -> str:
    """The characters a marker of the family can start with."""
    slot = re.search(r"\{([^{}]+)\}", family.template)
    head = family.template if slot is None else family.template[: slot.start()]
    if head.startswith("（"):
        return "（(〔﹙"
    words = re.fullmatch(r"\(\?:([^()]*)\).*", head)
    if words:
        return "".join(w[0] for w in words[1].split("|"))
    if head:
        return "".join(w[0] for w in head.split("|"))
    assert slot is not None
    return {
        "一": numerals.CHINESE.replace("零", "").replace("〇", "").replace("○", ""),
        "壹": numerals.FORMAL,
        "甲": numerals.STEMS,
        "①": numerals.CIRCLED,
        "❶": numerals.NEGATIVE_CIRCLED,
        "⑴": numerals.PARENTHESISED_DIGITS,
        "⒈": numerals.DOTTED_DIGITS,
        "㈠": numerals.PARENTHESISED_IDEOGRAPHS,
        "Ⅰ": numerals.ROMAN_SIGNS,
        "I": "IVXLＩＶＸＬ",
        "A": "ABCDEFGHＡＢＣＤＥＦＧＨ",
        "a": "abcdefghａｂｃｄｅｆｇｈ",
    }.get(slot[1], "0123456789０１２３４５６７８９")


_VERB = "是要就在，"
_SPACES = " \t\u3000\xa0"

BULLETS = "•·●■◆▲★◇□▶►※>＞|｜*＊#√✓➢➤❖"
ENCLOSED = "（(〔㈠①⑴" + "".join(map(chr, (*range(0x2460, 0x2474), *range(0x2474, 0x2488), *range(0x3220, 0x322A))))
"""What a marker begins with that may stand behind a word."""
BEFORE = "。！？!?…：:；;，,、”’」』）)"
"""What any other marker stands behind, or behind a space, where it does not begin a line."""


_Entry = tuple[int, re.Pattern[str], Callable[[str], int], re.Pattern[str] | None]
"""Of a family its place in the table, its pattern, what its numeral is worth, what makes it another thing."""

HEAD = 40
"""Characters at the start of a line that a marker and what tells it from other things are within."""
REMEMBERED = 20_000
"""Lines whose markers are remembered."""


@dataclass(frozen=True)
class Families:
    """A table of families with its scanner. Equal tables are equal; it pickles as its table."""

    table: tuple[Family, ...] = BUILT_IN + UNNUMBERED

    def extended(self, templates: Iterable[str]) -> Families:
        """With the keeper's own families in front: ``措施{一}：``, ``第{一}招``."""
        return Families(tuple(parse_template(t) for t in templates) + self.table)

    def __getstate__(self) -> dict[str, object]:
        return {"table": self.table}

    @cached_property
    def _by_start(self) -> dict[str, tuple[_Entry, ...]]:
        index: dict[str, list[_Entry]] = {}
        for i, family in enumerate(self.table):
            if not family.template:
                continue
            pattern, value = _compile(family)
            guard = re.compile(family.guard) if family.guard else None
            for c in _starts(family):
                index.setdefault(c, []).append((i, pattern, value, guard))
        return {c: tuple(entries) for c, entries in index.items()}

    @cached_property
    def scanner(self) -> re.Pattern[str]:
        """Finds every place inside a line where a marker likely stands, so that few places need the families."""
        alike: dict[tuple[_Entry, ...], str] = {}
        for start, entries in self._by_start.items():
            alike[entries] = alike.get(entries, "") + start
        # Looked at first are the character itself, what stands before it, and the families that begin with it.
        place = f"(?<![^{re.escape(BEFORE)}\\s].)|(?<=[{ENCLOSED}])"
        likely = (f"[{re.escape(starts)}]{_at_last(self._inside(entries))}" for entries, starts in alike.items())
        return re.compile(f"[{re.escape(''.join(self._by_start))}](?:{place}){_at_last('|'.join(likely))}")

    def _inside(self, entries: Iterable[_Entry]) -> str:
        """The pattern of what the markers of some families have in common inside a line, and more."""
        families = ((self.table[i], pattern.pattern) for i, pattern, _, _ in entries)
        known = (f"{pattern}{_behind(family)}" for family, pattern in families if family.bare != "alone")
        return "|".join(known) or "(?!)"

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the table."""
        return tuple(family.name for family in self.table)

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """What each of the table counts with: its own name, or all that are spoken together."""
        return tuple("spoken" if family.kind is Kind.SPOKEN else family.name for family in self.table)

    @cached_property
    def spoken(self) -> tuple[bool, ...]:
        """Which of the table are said rather than written."""
        return tuple(family.kind in (Kind.SPOKEN, Kind.PAIR) for family in self.table)

    def index(self, family: Family) -> int:
        """Where a family of the table stands."""
        return self._places[family]

    @cached_property
    def _places(self) -> dict[Family, int]:
        return {family: i for i, family in reversed(list(enumerate(self.table)))}

    @cached_property
    def _beginnings(self) -> dict[str, tuple[Marker, ...]]:
        return {}

    def beginning(self, text: str) -> tuple[Marker, ...]:
        """The markers that a line begins with, best family first; several stages ask for those of the same line."""
        head = text[:HEAD]
        known = self._beginnings.get(head)
        if known is None:
            if len(self._beginnings) >= REMEMBERED:
                self._beginnings.clear()
            known = self._beginnings[head] = tuple(self.at(head, 0, line_start=True))
        return known

    def at(self, text: str, pos: int, line_start: bool = False) -> Iterator[Marker]:
        """The markers that can be read at a place of a text, best family first."""
        length = len(text)
        for i, pattern, value, guard in self._by_start.get(text[pos : pos + 1], ()):
            m = pattern.match(text, pos)
            if m is None:
                continue
            number = value(m[1])
            if not number:
                continue
            family = self.table[i]
            if family.bare == "alone" and not line_start:
                continue
            end = m.end()
            after = text[end : end + 1]
            # 一 、 with a space before its mark
            if after and after in _SPACES and text[end + 1 : end + 2] in ("、", "．") and family.proper:
                end += 1
                after = text[end]
            if after and after in family.proper:
                punct = Punct.PROPER
                end += 1
            elif after and after in family.loose:
                punct = Punct.LOOSE
                end += 1
            elif family.bare == "any" or (family.bare == "verb" and after and after in _VERB):
                punct = Punct.PROPER
            elif line_start and family.bare == "line" and (not after or after in _SPACES):
                # 一 alone on its line is how essays number their parts; nothing is missing there.
                punct = Punct.MISSING if after else Punct.PROPER
            elif line_start and family.bare == "alone" and not after:
                punct = Punct.PROPER
            else:
                continue
            if punct is Punct.MISSING and _MEASURED.match(text, end):
                continue
            while end < length and text[end] in _SPACES:
                end += 1
            if guard is not None and guard.match(text, end):
                continue
            if (
                after
                and after in "、，"
                and _ENUMERATION.match(text, end)
                and self._next_number(text, end) == number + 1
            ):
                continue
            yield Marker(i, number, pos, end, punct)

    @staticmethod
    def _next_number(text: str, pos: int) -> int:
        """The number that stands at a place: of 一、二线 the second one."""
        m = _NUMERAL_RUN.match(text, pos)
        return (numerals.chinese(m[0]) or numerals.arabic(m[0])) if m else 0


def parse_template(template: str) -> Family:
    """A keeper's family from its template; marks at its end are its punctuation.

    Raises ValueError where the template has no numeral in braces or one that is not known.
    """
    slot = re.search(r"\{([^{}]+)\}", template)
    if slot is None or slot[1] not in SLOTS:
        raise ValueError(f"a family needs a numeral in braces, one of {' '.join('{' + s + '}' for s in SLOTS)}")
    stem = template.rstrip("，,、：:.．。 ")
    marks = template[len(stem) :]
    parts = [re.escape(part) for part in (stem[: slot.start()], stem[slot.end() :])]
    parts = [part.replace(r"\（", "（").replace(r"\）", "）") for part in parts]
    proper = marks + {"：": ":", "，": ",", "．": ".", ".": "．", ":": "：", ",": "，"}.get(marks[-1:], "")
    return Family(
        template, parts[0] + slot[0] + parts[1], Kind.OUTLINE, 3.2, proper, "、，,：: \u3000", "" if marks else "any"
    )


DEFAULT = Families()
