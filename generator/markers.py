"""Families of ordinals as data, and the scan that finds them in a text.

A *family* is one way of counting: 一、 二、 三、 or 首先 其次 再次. A template writes a family down with its numeral
in braces: ``（{一}）``, ``{1}.``, ``问题{一}：``. What GB/T 9704-2012 7.3.3 and GB/T 15834-2011 prescribe for the
punctuation after a numeral is the *proper* mark; what is met instead is *loose*.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

from generator import numerals


class Kind(IntEnum):
    """How a family is used."""

    OUTLINE = 0  # 一、 （一） 1. written to be seen
    LEGAL = 1  # 第一章 第一条
    SPOKEN = 2  # 一是 第一， 首先 written to be heard
    PAIR = 3  # 一方面 另一方面, which is a conjunction as well
    PLAIN = 4  # a heading without a number


class Punct(IntEnum):
    """What follows the numeral."""

    PROPER = 0
    LOOSE = 1
    MISSING = 2


@dataclass(frozen=True, slots=True)
class Family:
    """One way of counting."""

    name: str
    template: str
    """Text with a numeral in braces, or words in order separated by ``|``."""
    kind: Kind = Kind.OUTLINE
    rank: float = 9.0
    """Usual height in a document, from 0 at the top; 9: any (GB/T 9704-2012 7.3.3 for the four levels)."""
    proper: str = ""
    """Marks that may follow; empty: none is needed."""
    loose: str = ""
    """Marks met instead of the proper ones."""
    bare: str = ""
    """Where it may stand without a mark: ``line`` at a line start before a space or alone, ``any``, or nowhere."""
    runs_on: bool = False
    """Its numbers count through the parents (第一条 ... across 章), which is no error."""
    guard: str = ""
    """Pattern of what, right behind, makes it another thing: 项 after （一）."""


# Slots of a template: pattern and value.
_DIGIT = "[0-9０-９]"
_SLOTS: dict[str, tuple[str, Callable[[str], int]]] = {
    "一": (f"[{numerals.CHINESE}]{{1,5}}", numerals.chinese),
    "1": (f"{_DIGIT}{{1,3}}", numerals.arabic),
    "壹": (f"[{numerals.FORMAL}]{{1,3}}", numerals.formal),
    "甲": (f"[{numerals.STEMS}]", lambda s: numerals.STEMS.index(s) + 1),
    "①": (f"[{numerals.CIRCLED}]", lambda s: ord(s) - 0x245F),
    "❶": (f"[{numerals.NEGATIVE_CIRCLED}]", lambda s: ord(s) - 0x2775),
    "⑴": (f"[{numerals.PARENTHESISED_DIGITS}]", lambda s: ord(s) - 0x2473),
    "⒈": (f"[{numerals.DOTTED_DIGITS}]", lambda s: ord(s) - 0x2487),
    "㈠": (f"[{numerals.PARENTHESISED_IDEOGRAPHS}]", lambda s: ord(s) - 0x321F),
    "Ⅰ": (f"[{numerals.ROMAN_SIGNS}]", numerals.roman),
    "I": ("[IVXLＩＶＸＬ]{1,6}", numerals.roman),
    "A": ("[A-HＡ-Ｈ]", lambda s: ord(unicodedata.normalize("NFKC", s)) - 64),
    "a": ("[a-hａ-ｈ]", lambda s: ord(unicodedata.normalize("NFKC", s)) - 96),
    "1.1": (rf"{_DIGIT}{{1,2}}[.．]{_DIGIT}{{1,2}}", lambda s: (numerals.decimal(s) or (0,))[-1]),
    "1.1.1": (rf"{_DIGIT}{{1,2}}(?:[.．]{_DIGIT}{{1,2}}){{2}}", lambda s: (numerals.decimal(s) or (0,))[-1]),
}

# After a numeral and these, a reference or a measure goes on: （一）项, 1.5, 一、二线, 2.1 版.
_REFERENCE = "(?:项(?!目)|款(?![项式待])|条(?![件例理线块])|目(?![标录前的测光])|期(?![限间望末])|号|类(?![别型]))"
_MEASURE = (
    r"[ \t\u3000]*(?:[年月日时分秒点号版级度倍%％‰亿万千百元米吨斤克亩个多余]|公[里斤顷]|平方|立方|[kKmMgG][mMgGbB]?\b)"
)
# Behind a gap 日 and 点 are no measure of a number of two parts: 3.2　日常开支.
_PART_MEASURE = r"(?<=[0-9０-９])[年月日时分秒点号]|(?![ \t\u3000]*[年月日时分秒点号])" + _MEASURE
_DECIMAL_REST = r"[0-9０-９](?![0-9０-９]{3}年)"

# Two numbers joined: 一、二线, 三、四季度, 1、2、3号, 一、二、三、四.
_NUMERAL_RUN = re.compile(f"[{numerals.CHINESE}]+|[0-9０-９]+")
_ENUMERATION = re.compile(f"(?:[{numerals.CHINESE}]+|[0-9０-９]+)(?:[、，]|[线季号楼级类月班组区层期年])")

_MEASURED = re.compile(_MEASURE)

_LABEL = "(?:问题|措施|任务|经验|建议|目标|案例|要点|做法|原则|启示|体会|教训|举措|原因|亮点|收获|变化|困难)"

BUILT_IN: tuple[Family, ...] = (
    *(
        family
        for n in ("{一}", "{1}")
        for family in (
            Family("编", f"第{n}编", Kind.LEGAL, 0.0, " \t\u3000", "、：:，", "any", guard="[排辑制队写造]"),
            Family("部分", f"第{n}部分", Kind.LEGAL, 0.5, " \t\u3000：:，", "、", "any"),
            Family("章", f"第{n}章", Kind.LEGAL, 1.0, " \t\u3000", "、：:，", "any", guard="[程节]"),
            Family("节", f"第{n}节", Kind.LEGAL, 2.0, " \t\u3000", "、：:，", "any", guard="[课约能]"),
            Family("条", f"第{n}条", Kind.LEGAL, 3.5, " \t\u3000", "：:，", "line", True),
        )
    ),
    Family("壹、", "{壹}", Kind.OUTLINE, 2.5, "、", "，,．.：: \u3000"),
    Family("一、", "{一}", Kind.OUTLINE, 3.0, "、", "，,．.：:､丶。", "line"),
    Family("Ⅰ、", "{Ⅰ}", Kind.OUTLINE, 2.6, "、．.", "，,： \u3000", "line"),
    Family("I.", "{I}", Kind.OUTLINE, 2.6, ".．", "、"),
    Family("甲、", "{甲}", Kind.OUTLINE, 4.5, "、", "．."),  # 甲：and 乙： are people who speak
    Family("（一）", "（{一}）", Kind.OUTLINE, 4.0, "", "、，,.．：:", "any", guard=_REFERENCE),
    Family("（一）", "{㈠}", Kind.OUTLINE, 4.0, "", "、，,.．：:", "any", guard=_REFERENCE),
    Family("一）", "{一}）", Kind.OUTLINE, 4.0, "", "、，", "any", guard=_REFERENCE),
    Family("A.", "{A}", Kind.OUTLINE, 4.6, ".．", "、"),
    Family("1.", "{1}", Kind.OUTLINE, 5.0, ".．", "、，,：:。", "line", guard=_DECIMAL_REST),
    Family("1.", "{⒈}", Kind.OUTLINE, 5.0, "", "、", "any"),
    Family("1", "{1}", Kind.OUTLINE, 5.0, " \t\u3000", "", "alone", guard=_MEASURE),
    Family("1.1", "{1.1}", Kind.OUTLINE, 5.1, " \t\u3000、", "．.", "any", guard=_PART_MEASURE + r"|[0-9０-９]"),
    Family("1.1.1", "{1.1.1}", Kind.OUTLINE, 5.2, " \t\u3000、", "．.", "any", guard=_PART_MEASURE + r"|[0-9０-９]"),
    Family("（1）", "（{1}）", Kind.OUTLINE, 6.0, "", "、，.．：:", "any", guard=_REFERENCE),
    Family("（1）", "{⑴}", Kind.OUTLINE, 6.0, "", "、，.．：:", "any", guard=_REFERENCE),
    Family("1）", "{1}）", Kind.OUTLINE, 6.0, "", "、", "any", guard=_REFERENCE),
    Family("①", "{①}", Kind.OUTLINE, 7.0, "", "、．.", "any"),
    Family("①", "{❶}", Kind.OUTLINE, 7.0, "", "、．.", "any"),
    Family("a.", "{a}", Kind.OUTLINE, 7.0, ".．", "、"),
    Family("a）", "{a}）", Kind.OUTLINE, 7.0, "", "、", "any"),
    Family("第一，", "第{一}", Kind.SPOKEN, 9.0, "，,", "、。：:. \u3000", "verb"),
    Family("第一个方面", "第{一}个?(?:方面|问题|要点)", Kind.OUTLINE, 2.8, "，,：:", "、 \u3000"),
    Family("第一步", "第{一}(?:步|阶段|[招点讲课项关]|句话|项任务)", Kind.SPOKEN, 9.0, "，,：:", "、 \u3000", "verb"),
    Family("一是", "{一}是", Kind.SPOKEN, 9.0, "", "，,：:", "any"),
    Family("一要", "{一}要", Kind.SPOKEN, 9.0, "", "，,：:", "any"),
    Family("一个是", "{一}个是", Kind.SPOKEN, 9.0, "", "，,", "any"),
    Family("一则", "{一}[则来]", Kind.SPOKEN, 9.0, "", "，,", "any"),
    Family("其一，", "其{一}", Kind.SPOKEN, 9.0, "，,", "、：:", "verb"),
    Family("首先", "首先|其次|再次|最后|末了", Kind.SPOKEN, 9.0, "，,", "、。：:", "any"),
    Family("一方面", "一方面|另一方面", Kind.PAIR, 9.0, "，,", "、", "any"),
    Family("问题一：", f"{_LABEL}{{一}}", Kind.OUTLINE, 3.2, "：:", "、，. \u3000"),
    Family("问题一：", f"{_LABEL}{{1}}", Kind.OUTLINE, 3.2, "：:", "、，. \u3000"),
    Family("问题一：", f"{_LABEL}之{{一}}", Kind.OUTLINE, 3.2, "：:"),
    Family("阶段一", "(?:阶段|步骤|环节){一}", Kind.OUTLINE, 3.2, "：:", "、，. \u3000"),
)

PLAIN = Family("", "", Kind.PLAIN, 3.0)
PLAIN_BELOW = Family("其下", "", Kind.PLAIN, 4.1)
BRACKET = Family("【】", "", Kind.PLAIN, 3.0)
BOLD = Family("粗体", "", Kind.PLAIN, 4.2)
FACES = (Family("黑体", "", Kind.PLAIN, 2.9), Family("楷体", "", Kind.PLAIN, 4.1))
"""Lines set in the faces of the first and the second level (GB/T 9704-2012 7.3.3); the next ones are bold only."""
STYLED = tuple(Family(f"h{level}", "", Kind.PLAIN, 2.0 + level / 2) for level in range(1, 10))
UNNUMBERED = (PLAIN, PLAIN_BELOW, BRACKET, BOLD, *FACES, *STYLED)

# Families of which one often goes on for the other: spoken ones among themselves (GB/T 15834 calls it improper).
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
    if slot is None or slot[1] not in _SLOTS:
        words = family.template.split("|")
        last = len(words) - 1
        worth = {w: (LAST if i == last or w in ("最后", "另一方面") else i + 1) for i, w in enumerate(words)}
        return re.compile("(" + "|".join(sorted(words, key=len, reverse=True)) + ")"), worth.__getitem__
    pattern, value = _SLOTS[slot[1]]
    before, after = family.template[: slot.start()], family.template[slot.end() :]
    space = "[ \u3000]?" if "（" in before or "）" in after else ""
    before = before.replace("（", _OPEN) + space
    after = space + after.replace("）", _CLOSE)
    if slot[1] in "1A" and not after.endswith(_CLOSE):
        after += "(?![0-9０-９])"
    return re.compile(f"{before}({pattern}){after}"), value


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


_VERB = frozenset("是要就在，")
_SPACES = " \t\u3000\xa0"


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
    def _by_start(
        self,
    ) -> dict[str, tuple[tuple[int, re.Pattern[str], Callable[[str], int], re.Pattern[str] | None], ...]]:
        index: dict[str, list[tuple[int, re.Pattern[str], Callable[[str], int], re.Pattern[str] | None]]] = {}
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
        """Finds every place where a marker can start; runs of digits and numerals are taken whole."""
        starts = "".join(re.escape(c) for c in self._by_start)
        return re.compile(f"[{starts}][0-9０-９{numerals.CHINESE}]*")

    def index(self, family: Family) -> int:
        """Where a family of the table stands."""
        return self.table.index(family)

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
            elif family.bare == "any" or (family.bare == "verb" and after in _VERB):
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
    if slot is None or slot[1] not in _SLOTS:
        raise ValueError(f"a family needs a numeral in braces, one of {' '.join('{' + s + '}' for s in _SLOTS)}")
    stem = template.rstrip("，,、：:.．。 ")
    marks = template[len(stem) :]
    parts = [re.escape(part) for part in (stem[: slot.start()], stem[slot.end() :])]
    parts = [part.replace(r"\（", "（").replace(r"\）", "）") for part in parts]
    proper = marks + {"：": ":", "，": ",", "．": ".", ".": "．", ":": "：", ",": "，"}.get(marks[-1:], "")
    return Family(
        template, parts[0] + slot[0] + parts[1], Kind.OUTLINE, 3.2, proper, "、，,：: \u3000", "" if marks else "any"
    )


DEFAULT = Families()
