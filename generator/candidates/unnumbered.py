"""Lines that could be headings without a number: 【…】, bold, a heading style, or a short line between paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from generator.candidates.text import covers
from generator.candidates.values import MAX_HEADING, Candidate, Context, Place
from generator.costs import costs
from generator.cues import end_mark, is_row
from generator.families import BOLD, BRACKET, FACES, PLAIN, PLAIN_BELOW, STYLED, Family, Kind
from generator.markers import Families
from generator.model import Passage, Role

BULLETS = frozenset("●■◆▲★◇□○▶►※")
STANDING = 5
"""Characters of the longest standing heading: 建议, 现场调查."""
ABOVE = 20
"""Characters of the longest line that heads a series which begins anew below it."""
PROSE, BRIEF = 20, 8
"""Characters from which a sentence is what stands under a heading, and under a standing one."""
_ENDS = frozenset("。！？：；")
LONGEST = 30
"""Characters of the longest line that stands as a heading."""
_BODY = Role.BODY
_RUNNING = (_BODY, Role.OPENING)
_TURN = re.compile(".[:：]")
"""Somebody's turn to speak: 问：…, 答：…"""
_FIRST_SENTENCE = re.compile("[^。！？!?“”（）()\\s]{6,16}。")


def unnumbered(passages: Sequence[Passage], families: Families) -> dict[int, Place]:
    """Lines that could be headings without a number, by passage."""
    r = costs()["reject"]
    out: dict[int, Place] = {}
    rhymed = _rhymed(passages)
    standing = _standing(passages, families)
    below = _below(passages, standing)
    for i, passage in enumerate(passages):
        if passage.role not in _RUNNING:
            continue
        text = passage.text
        style = passage.style
        whole_bold = style.bold and covers(style.bold, 0, len(text))
        if i in rhymed:
            c = Candidate(i, 0, 0, rhymed[i], families.index(PLAIN), Kind.PLAIN, PLAIN.rank, 0, Context.LINE, body=True)
            c.point = 99.0
            out[i] = Place([c], r["rhymed"])
            continue
        if len(text) > MAX_HEADING and not style.level and not style.bold:
            continue
        family, reject, stop = PLAIN, 0.0, len(text)
        after = passages[i + 1] if i + 1 < len(passages) else None
        follows = after is not None and after.role in _RUNNING
        end = end_mark(text)
        short = len(text) <= LONGEST and end in ("", "？") and not is_row(text)
        if style.level:
            family, reject = STYLED[style.level - 1], r["styled"] + 1.0
        elif text[0] in "【[" and (close := text.find("】" if text[0] == "【" else "]")) > 1 and close <= LONGEST:
            family, reject, stop = BRACKET, r["bracket"], close + 1
        elif short and follows and text[0] in BULLETS and len(text) > 2 and passages[i + 1].text[0] != text[0]:
            family, reject = BRACKET, r["bracket"]
        elif whole_bold and short and follows:
            family, reject = _by_face(style.font), r["bold"]
        elif short and follows and i in standing:
            family, reject = (PLAIN_BELOW if i in below else PLAIN), r["plain"]
        elif style.bold and style.bold[0][0] == 0 and 3 < style.bold[0][1] < min(60, len(text)):
            cut = style.bold[0][1]
            if text[cut - 1] in "。：:！？" or text[cut : cut + 1] in "。：:":
                family, reject = BOLD, r["bold"] - 1.0
                stop = cut if text[cut - 1] in "。：:！？" else cut + 1
        if reject:
            c = Candidate(i, 0, 0, stop, families.index(family), Kind.PLAIN, family.rank, 0, Context.LINE, body=True)
            c.point = 99.0
            out[i] = Place([c], reject)
    return out


def _by_face(font: str) -> Family:
    """The family of a line that stands out by its face: 黑体 above 楷体 above bold."""
    face = font.lower()
    names = (("黑体", "simhei", "heiti"), ("楷", "kaiti"))
    return next((f for f, known in zip(FACES, names, strict=True) if any(name in face for name in known)), BOLD)


def _rhymed(passages: Sequence[Passage]) -> dict[int, int]:
    """Run-in headings of one mould, by passage, with their ends: 一图上墙，…。一牌到户，…。

    Three paragraphs or more, near each other, begin with the same character and have their marks at the same places.
    """
    moulds: dict[tuple[str, tuple[int, ...]], list[tuple[int, int]]] = {}
    for i, passage in enumerate(passages):
        m = _FIRST_SENTENCE.match(passage.text) if passage.role is _BODY and passage.text else None
        if m and len(passage.text) >= m.end() + 10:
            marks = tuple(k for k, char in enumerate(m[0]) if char in "，、：；。")
            moulds.setdefault((passage.text[0], marks), []).append((i, m.end()))
    out: dict[int, int] = {}
    for found in moulds.values():
        if len({passages[i].text[:stop] for i, stop in found}) > 2 and all(
            b[0] - a[0] <= 3 for a, b in pairwise(found)
        ):
            out.update(found)
    return out


def _above_series(passages: Sequence[Passage], families: Families) -> frozenset[int]:
    """Lines right above series that begin anew in one family, twice or more: 上篇 工作回顾, and 一、 below it."""
    found: dict[str, list[int]] = {}
    for i, (line, after) in enumerate(pairwise(passages)):
        if len(line.text) > ABOVE or line.role is not _BODY or end_mark(line.text) or is_row(line.text):
            continue
        if families.beginning(line.text):
            continue
        first = next(iter(families.beginning(after.text)), None)
        if first is not None and first.number == 1 and families.table[first.family].kind is Kind.OUTLINE:
            found.setdefault(families.table[first.family].name, []).append(i)
    return frozenset(i for lines in found.values() if len(lines) > 1 for i in lines)


def _standing(passages: Sequence[Passage], families: Families) -> frozenset[int]:
    """Short lines that stand as headings: above prose, above a series, or above another such line."""
    found = set(_above_series(passages, families))
    for i in reversed(range(len(passages) - 1)):
        line, after = passages[i : i + 2]
        if len(line.text) > LONGEST or line.role not in _RUNNING or after.role not in _RUNNING:
            continue
        if end_mark(line.text) in ("", "？") and _stands_out(passages, i, families, i + 1 in found):
            found.add(i)
    return frozenset(found)


def _pairs(text: str) -> set[str]:
    """The pairs of characters that follow each other in a text."""
    return {a + b for a, b in pairwise(text)}


def _below(passages: Sequence[Passage], standing: frozenset[int]) -> frozenset[int]:
    """Headings under another that has no text of its own and gives them a word: 原因分析, and 直接原因, 间接原因."""
    out: set[int] = set()
    shared: set[str] = set()
    for i in sorted(standing):
        if shared:
            shared &= _pairs(passages[i].text)
        elif i - 1 in standing and i - 1 not in out:
            shared = _pairs(passages[i].text) & _pairs(passages[i - 1].text)
        if shared:
            out.add(i)
    return frozenset(out)


def _stands_out(passages: Sequence[Passage], i: int, families: Families, above: bool) -> bool:
    """A short line between paragraphs of prose; ``above``: between a paragraph and another heading."""
    text = passages[i].text
    if text[0] in "（(" or "\t" in text or not any("\u4e00" <= c <= "\u9fff" for c in text):
        return False
    after = passages[i + 1]
    before = passages[i - 1] if i else None
    prose = len(after.text) >= (PROSE if len(text) > STANDING else BRIEF) and end_mark(after.text) in _ENDS
    # A table stands under a heading as prose does, and ends like it; its caption says that it is one.
    prose = (
        prose
        or _TURN.match(after.text) is not None
        or (is_row(after.text) and len(text) <= STANDING and text[-1] not in "表单图")
    )
    ended = (
        before is None
        or is_row(before.text)
        or end_mark(before.text) in ("。", "！", "？", "：", "…")
        or before.role is Role.SALUTATION
    )
    if not prose and len(text) <= STANDING and ended:
        # A short line with a series below it.
        first = next(iter(families.beginning(after.text)), None)
        prose = first is not None and first.number == 1 and families.table[first.family].rank >= 4.0
        prose = prose or (above and before is not None and before.role is not Role.SALUTATION)
    return prose and (ended or len(before.text if before else "") <= LONGEST)
