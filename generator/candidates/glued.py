"""Where headings end that run into their text without a mark: 一、存在问题有的渠道淤积…。

Text that lost its line ends, the preview of a document on a site or a copy out of a table, has its headings glued to
what follows. What shows the seam: standing names of parts (主要做法, 下一步打算), words that hardly stand anywhere but
at the beginning of a sentence, a word of the heading that comes again at once, a beginning of other sentences, and the
mould of the headings beside it. Characters that follow each other elsewhere in the text belong together.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from operator import attrgetter, itemgetter
from typing import NamedTuple

SHORTEST, LONGEST = 3, 36
"""Characters of a heading that is looked for."""
MARKED = 22
"""Up to so many characters, a first sentence is a heading with its own mark."""
REST = 6
"""Characters that are left for the text behind it."""

PATHS = 8
"""Ends of one heading that are weighed together with those of the next."""

_CLAUSE = re.compile("(?<=[。，；：！？,;:!?“])([^。，；：！？,;:!?“”、]{3})")
_OPENER = re.compile(
    # What a sentence of an official paper begins with, and a heading hardly holds.
    "近年来|近几年|近期|今年|去年|[一多]年来|长期以来|截[至止]|(?:当前|目前|现在|过去)(?!的)|刚刚|随着|由于|根据|按照|为了|针对|围绕|通过|对于"
    "|[我本全](?=[省市县区镇乡村局校院厂站所处])|我们|各(?:级|地|部门|单位|乡镇|村)|同志们|大家|首先|[一1]是|[一1]要|第一|虽然|尽管|但是|如果"
    "|本(?=[次意通办方规细条着])|上个?[月年周次半]|[年月][初底中]|请|我|他们|这个|总的|应该说|可以说|这[是些次里]|[0-9０-９]{4}年|[0-9０-９]{1,2}月|党的|必须|有的|主要[是有]|成立"
)
# The same, but common inside headings.
_WEAK = re.compile("[在对从把由自到按以将为全坚要]")
_PART = (
    "情况|概况|做法|成效|成绩|经验|体会|问题|不足|原因|打算|安排|计划|措施|建议|意见|要求|目标|任务|思路|内容|步骤|分析|领导|保障|原则"
    "|思想|范围|对象|时间|地点|分工|职责|背景|现状|教训|启示|收获|程序|方式|方法|方向|体系|形势|回顾|条件|依据|标准|期限|时限|意义"
)
_STANDING = re.compile(
    "(?:(?:基本|总体|主要|工作|活动|有关|存在|当前|目前|下一?步|今后|整改|具体|组织|实施|指导|取得|开展|面临|学习|个人|原因|问题|突出|几点"
    f"|重点|保障|的)+|(?!如|这|其|有|无|没|是)[\u4e00-\u9fff]{{2}})(?:{_PART})"
)
"""Names that parts of papers have, of four characters or more."""
_PREDICATE = frozenset("是为有在不很较还仍已得也都多更越到向把被将从")
_NEVER_BEFORE = frozenset(
    "的和与及或在对把被将向从以为是有不更最很要能会可应就也都还而且之其这那各该每“《（、，：；—第(,:;xX×"
)
_NEVER_AFTER = frozenset("的了着过们等和与及或也都就还者性化率”》）、，。；：！？地得),.;:!?")
_BRACKETS = ("（）", "()", "“”", "《》")


class Head(NamedTuple):
    """A heading whose end is looked for."""

    series: str
    begin: int
    """Where its words begin."""
    stop: int
    """The end of its first sentence."""


def seams(text: str, heads: Sequence[Head]) -> dict[int, int]:
    """Where the headings end that have no mark of their own, by the place where their words begin."""
    out = {}
    glue = _Glue(text)
    series: dict[str, list[Head]] = {}
    for head in heads:
        series.setdefault(head.series, []).append(head)
    for beside in series.values():
        for head, end in zip(beside, glue.ends(beside), strict=True):
            if end != head.stop:
                out[head.begin] = end
    return out


def standing(text: str, begin: int, stop: int) -> int:
    """Where the standing name of a part ends that runs into a sentence; 0 where there is none."""
    m = _STANDING.match(text, begin, min(stop, begin + 16))
    if m is None or m.end() > stop - REST or text[m.end()] in _PREDICATE or text[m.end()] in _NEVER_AFTER:
        return 0
    return m.end()


class _Way(NamedTuple):
    """The ends chosen so far."""

    end: int
    score: float
    before: _Way | None


class _Glue:
    """The evidence of one text."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def starts(self) -> Counter[str]:
        """How clauses begin."""
        return Counter(m[1] for m in _CLAUSE.finditer(self.text))

    @cached_property
    def pairs(self) -> Counter[str]:
        """Which characters follow each other."""
        return Counter(map("".join, zip(self.text, self.text[1:], strict=False)))

    def ends(self, heads: Sequence[Head]) -> list[int]:
        """The best ends of headings of one series: a path over the ends of each, where a shared mould counts."""
        best = [_Way(end, score, None) for end, score in self._possible(heads[0])]
        for one, other in pairwise(heads):
            reached = []
            for end, score in self._possible(other):
                total, before = max(
                    ((way.score + self._alike(one, way.end, other, end), way) for way in best), key=itemgetter(0)
                )
                reached.append(_Way(end, total + score, before))
            best = reached
        way: _Way | None = max(best, key=attrgetter("score"))
        out = []
        while way is not None:
            out.append(way.end)
            way = way.before
        return out[::-1]

    def _possible(self, head: Head) -> list[tuple[int, float]]:
        named = standing(self.text, head.begin, head.stop)
        if named:
            return [(named, 0.0)]
        out = [(head.stop, 0.0)]
        if head.stop - head.begin > MARKED:
            last = min(head.stop - REST, head.begin + LONGEST)
            places = (i for i in range(head.begin + SHORTEST, last) if self._may_part(head.begin, i))
            out += sorted(((i, self._score(head.begin, i)) for i in places), key=lambda end: -end[1])[:PATHS]
        return out

    def _may_part(self, begin: int, i: int) -> bool:
        if self.text[i - 1] in _NEVER_BEFORE or self.text[i] in _NEVER_AFTER:
            return False
        head = self.text[begin:i]
        return all(head.count(pair[0]) <= head.count(pair[1]) for pair in _BRACKETS)

    def _score(self, begin: int, i: int) -> float:
        """How much speaks for a seam at a place."""
        text = self.text
        score = -1.4
        if _OPENER.match(text, i) and i - begin > 3:
            score += 1.5
        elif _WEAK.match(text, i):
            score += 0.5
        if text[i : i + 3] in text[begin:i]:
            score += 1.5
        elif text[i : i + 2] in text[begin:i]:
            score += 1.0
        score += min(1.5, 0.5 * self.starts[text[i : i + 3]])
        score += 0.8 * (text[i - 1] in "）”》")
        return score - 0.8 * (self.pairs[text[i - 1 : i + 1]] - 1)

    def _alike(self, one: Head, end: int, other: Head, stop: int) -> float:
        """How much two headings are of one mould."""
        a, b = self.text[one.begin : end].rstrip("。：:！？"), self.text[other.begin : stop].rstrip("。：:！？")
        if len(a) > LONGEST or len(b) > LONGEST:
            return 0.0
        score = 0.5 * (len(a) == len(b))
        if a[-2:] == b[-2:]:
            score += 1.2
        elif a[-1:] == b[-1:]:
            score += 0.6
        commas = [[i for i, char in enumerate(head) if char in "，,、"] for head in (a, b)]
        if commas[0] and commas[0] == commas[1]:
            score += 0.8
        return score
