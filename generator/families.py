"""Families of ordinals as data.

A *family* is one way of counting: 一、 二、 三、 or 首先 其次 再次. A template writes a family down with its numeral
in braces: ``（{一}）``, ``{1}.``, ``问题{一}：``. What GB/T 9704-2012 7.3.3 and GB/T 15834-2011 prescribe for the
punctuation after a numeral is the *proper* mark; what is met instead is *loose*.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from generator import numerals


class Kind(IntEnum):
    """How a family is used."""

    OUTLINE = 0  # 一、 （一） 1. written to be seen
    LEGAL = 1  # 第一章 第一条
    SPOKEN = 2  # 一是 第一， 首先 written to be heard
    PAIR = 3  # 一方面 另一方面, which is a conjunction as well
    PLAIN = 4  # a heading without a number


OUTLINE, LEGAL, SPOKEN, PAIR, _ = Kind
"""The same by names of their own: in Python 3.11 a member of a class is looked up by a call."""


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
SLOTS: dict[str, tuple[str, Callable[[str], int]]] = {
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
MEASURE = (
    r"[ \t\u3000]*(?:[年月日时分秒点号版级度倍%％‰亿万千百元米吨斤克亩个多余]|公[里斤顷]|平方|立方|[kKmMgG][mMgGbB]?\b)"
)
# Behind a gap 日 and 点 are no measure of a number of two parts: 3.2　日常开支.
_PART_MEASURE = r"(?<=[0-9０-９])[年月日时分秒点号]|(?![ \t\u3000]*[年月日时分秒点号])" + MEASURE
_DECIMAL_REST = r"[0-9０-９](?![0-9０-９]{3}年)"

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
    Family("1", "{1}", Kind.OUTLINE, 5.0, " \t\u3000", "", "alone", guard=MEASURE),
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
