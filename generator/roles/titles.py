"""Which line is the title: by what stands above and below it more than by its words.

A title stands directly before a salutation, a byline or the first prose, what a page puts above it is many short
lines, and a page says its title twice: in its own way through the site, in its table of data, at its foot.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from generator import cues
from generator.costs import costs
from generator.cues import Cues
from generator.model import Line
from generator.roles.likeness import (
    EARLIEST_PROSE,
    SHORTEST,
    SHORTEST_NAMED,
    TABLE,
    by_itself,
    ends_subtitle,
    ends_title,
    from_below,
    is_furniture,
    is_prose,
)
from generator.roles.readings import TITLE_LABEL, title_in
from generator.roles.repetition import key_of

Look = Callable[[str], Cues]

FRONT = 60
"""Lines among which a title is looked for."""

EARLIEST_BROKEN = 20
"""Characters of the first line of a paragraph that a page's width broke."""

_SCOPE = re.compile(
    r"^(?:全[国省市县区镇乡村校院系]|[^，。：、的]{2,6}?[省市县区镇乡村](?!.*[站网局馆社部号])|[^，。：]{0,12}(?:[0-9]{4}|[二一][〇零○0Oo九]..)年)"
)
"""Where or when: what the first line of a title begins with that goes on in the next."""


_YEAR = re.compile(r"(?:[0-9]{4}|[二一][〇零○0Oo九]..)年度?$")


@dataclass(frozen=True, slots=True)
class Front:
    """The lines before the text, among which the title is."""

    lines: Sequence[Line]
    index: Sequence[int]
    """Where they are in the document."""
    seen: Sequence[Cues]
    """What they are like; the last may be the first line of the text."""
    count: int
    """Lines that can be the title."""
    own: Sequence[float | None]
    """What speaks for each as the title by itself."""
    headers: frozenset[str]
    """Lines that come back on every page."""
    furnished: bool
    """Whether a page or a seller left anything among them."""

    def title(self) -> tuple[int, int]:
        """First and last line of what is most likely the title, by index; (-1, -1) where nothing is."""
        w = costs()[TABLE]
        best, found = w["sure"], (-1, -1)
        keys = [key_of(c.text) for c in self.seen]
        for last in range(self.count):
            weight = self.own[last]
            if weight is None:
                continue
            top = self._top(last)
            key = "".join(keys[top : last + 1])
            if weight >= 0.0 and len(key) >= 8:
                weight += w["telling"]
                if (top < last and key in keys) or any(self._again(last, j) for j in range(max(0, top - 2), top)):
                    # The second copy, broken over lines or in other words, of a title that stands above.
                    continue
                others = (j for j in range(len(keys)) if not top <= j <= last)
                weight += w["said_again"] * any(self._names(j, key, keys[j]) for j in others)
            below = self._below(last)
            weight += below
            plain = sum(not self._is_aside(j) for j in range(top))
            furnished = any(is_furniture(c) for c in self.seen[:top])
            if not plain:
                weight += w["first_below_page" if furnished else "first_above_page" if self.furnished else "first"]
            if self._reaches(last):
                weight += w["reaches" if furnished or not plain or below >= w["below_sure"] else "reaches_perhaps"]
            if weight > best + 0.01:
                best, found = weight, (self.index[top], self.index[last])
        return found

    def _is_aside(self, k: int) -> bool:
        """Whether a line is certainly none of the title's."""
        c = self.seen[k]
        return c.notice or c.secrecy or c.number or c.page_number or key_of(c.text) in self.headers or is_furniture(c)

    def _again(self, k: int, j: int) -> bool:
        """Whether line ``k`` says in other words what line ``j`` above it says, which could itself be the title."""
        there = self.own[j]
        if there is None or there < 0.0:
            return False
        if self.seen[j + 1].dashed:
            return key_of(self.seen[j].text) == key_of(self.seen[k].text)
        both = k == j + 1 and self.seen[k].genre and self.seen[j].genre
        return both and _letters(self.seen[k].text) <= _letters(self.seen[j].text)

    def _names(self, k: int, key: str, other: str) -> bool:
        """Whether another line says the title again: a page does in its own data, and with the site's name behind."""
        c = self.seen[k]
        if key not in other or not c.short:
            return False
        return other.startswith(key) or c.chrome or c.labelled or c.marker or "\t" in c.text or c.contents

    def _below(self, k: int) -> float:
        """What the lines below say of a line above them as a title; the nearer the surer."""
        w = costs()[TABLE]
        best = 0.0
        far = 0
        key = key_of(self.seen[k].text)
        for j in range(k + 1, min(k + 5, len(self.seen))):
            c = self.seen[j]
            other = key_of(c.text)
            again = other.startswith(key) or key.startswith(other) or self._again(j, k)
            if c.contact or c.notice or c.words or again:
                continue
            value = max(from_below(c), w["above_text"] * (j == self.count))
            best = max(best, value - w["farther"] * far)
            if value > 0.0 or (j < self.count and self._rivals(j, k)):
                break
            far += 1
        return best

    def _rivals(self, j: int, k: int) -> bool:
        """Whether line ``j`` is as likely the title as line ``k`` above it; a longer one says more of the same."""
        there, here = self.own[j], self.own[k]
        if there is None or here is None:
            return there is not None
        return there > min(here, costs()[TABLE]["rival"]) or (
            there == here and len(self.seen[j].text) <= 1.2 * len(self.seen[k].text)
        )

    def _reaches(self, k: int) -> bool:
        """Whether nothing stands between a line and the text that could itself be the title."""
        for j in range(k + 1, self.count):
            c = self.seen[j]
            if c.marker or c.opening:
                return True
            if (
                self._rivals(j, k)
                and not self._again(j, k)
                and not (c.organisation or c.occasion or c.passed or c.words or c.fragments)
            ):
                return False
        return len(self.seen) > self.count

    def _top(self, last: int) -> int:
        """The first of the lines that lead to the line with the title's last words."""
        top = last
        for k in range(last - 1, max(-1, last - 4), -1):
            c = self.seen[k]
            if not c.short or c.end not in ("", "、") or c.words or c.contact or c.notice or c.date or c.marker:
                break
            if c.number or c.chrome or c.fragments or c.label or c.dashed or c.secrecy or c.clock or c.dated:
                break
            if (is_furniture(c) and not c.organisation) or key_of(self.seen[last].text) in key_of(c.text):
                break
            if self.index[k] + 1 != self.index[k + 1] or cues.gap(*self.lines[self.index[k] : self.index[k] + 2]) > 1:
                break
            numbered = last + 1 < len(self.seen) and self.seen[last + 1].number
            if c.organisation and numbered and not any("关于" in s.text for s in self.seen[k : last + 1]):
                # A letterhead, and a paper with a number of its own: 专题会议纪要.
                break
            if self._leads(k) or self._is_half(k):
                if c.organisation and top > k + 1 and "关于" not in c.text:
                    break
                top = k
            elif c.genre or len(c.text) > 30:
                break
        return top

    def _leads(self, k: int) -> bool:
        """Whether line ``k`` is the beginning of a title that it does not end."""
        c, below = self.seen[k], self.seen[k + 1]
        begun = "关于" in c.text and not c.genre
        # The name of a site stands above its titles too.
        issuer = c.organisation and (below.text.startswith("关于") or not any(map(is_furniture, self.seen[:k])))
        beside = self.seen[k + 2] if k + 2 < len(self.seen) else None
        # Two lines of one length above a dashed third are a couplet.
        couplet = len(c.text) == len(below.text) and not c.genre and beside is not None
        couplet = couplet and beside is not None and (beside.dashed or (beside.genre and self._is_couplet(k)))
        return (
            begun
            or issuer
            or couplet
            or c.text.startswith("在")
            or c.text[-1] in "的和与及、"
            or below.text.startswith(("暨", "的"))
        )

    def _is_couplet(self, k: int) -> bool:
        """Whether line ``k`` and the next, of one length, stand at the very top as two verses."""
        c, below = self.seen[k], self.seen[k + 1]
        plain = not (c.organisation or c.occasion or c.words or below.genre or below.organisation or below.words)
        return 5 <= len(c.text) <= 14 and plain and all(self._is_aside(j) for j in range(k)) and not self.furnished

    def _is_half(self, k: int) -> bool:
        """Whether line ``k`` is the first half of a title that goes on below: it says where or when."""
        c, below = self.seen[k], self.seen[k + 1]
        # Its issuer may stand above a year: 某某馆, 2020年度.
        issued = k > 0 and self.seen[k - 1].organisation and _YEAR.match(c.text) is not None
        return (
            4 <= len(c.text) <= 24
            and not (c.genre or c.occasion or c.passed or c.name or below.text.startswith("关于"))
            and (below.genre or len(c.text) <= 12)
            and _SCOPE.match(c.text) is not None
            and key_of(c.text) not in self.headers
            and cues.gap(*self.lines[self.index[k] : self.index[k] + 2]) == 0
            and not any(map(is_furniture, self.seen[:k]))
            and all(self._is_aside(j) or self.seen[j].label for j in range(max(0, k - 4), k - issued))
        )


def find_title(
    lines: Sequence[Line], look: Look, names: frozenset[str], contents: frozenset[int], headers: frozenset[str]
) -> tuple[int, int]:
    """First and last line of the title with the most evidence, the first of equals; (-1, -1) where none has enough."""
    index = [i for i in range(min(len(lines), FRONT)) if i not in contents]
    seen: list[Cues] = []
    begun = False
    for i in index:
        c = look(title_in(lines[i].text.strip()))
        seen.append(c)
        begun = is_prose(c) or _begins(lines, i) or (c.salutation and c.end in ("：", ":") and len(seen) > 1)
        if begun:
            break
    dashed = [c.dashed and c.end == "" for c in seen[1:]] + [False]
    least = [SHORTEST_NAMED if d else SHORTEST for d in dashed]
    least[1:] = [2 if ends_title(*pair) else n for pair, n in zip(pairwise(seen), least[1:], strict=True)]
    said = [key_of(c.text) in names or _is_labelled(lines[i]) for c, i in zip(seen, index, strict=False)]
    own = [by_itself(c, lines[i], n, m) for c, i, n, m in zip(seen, index, said, least, strict=False)]
    for k, c in enumerate(seen):
        if (c.text[-1] in _NUMBERED and key_of(c.text) in headers) or (k > 0 and ends_subtitle(seen[k - 1], c)):
            own[k] = None
    labels = [k for k, c in enumerate(seen) if c.label and not c.genre and not c.salutation]
    if len(labels) > 1:
        # A table of data.
        for k in labels:
            own[k] = None
    furnished = any(is_furniture(c) for c in seen)
    return Front(lines, index, seen, len(seen) - begun, own, headers, furnished).title()


_NUMBERED = frozenset("0123456789·•—－-")
"""What a running header with the number of its page ends with."""


def _is_labelled(line: Line) -> bool:
    """Whether a form names the line as the title: 标　题: ..."""
    return TITLE_LABEL.match(line.text.strip()) is not None


def _letters(text: str) -> set[str]:
    return set(filter(str.isalnum, text))


def _begins(lines: Sequence[Line], i: int) -> bool:
    """Whether an indented line goes on in the next, at the margin: a paragraph that a page's width broke."""
    text = lines[i].text
    if not text.startswith(("\u3000", "    ")) or i + 1 == len(lines) or lines[i + 1].text[0].isspace():
        return False
    stripped = text.strip()
    return len(stripped) >= EARLIEST_BROKEN and cues.end_mark(stripped) in ("", "，", "、")


def find_addressee(lines: Sequence[Line], look: Look, title: int) -> int:
    """The line that ends with a colon between the title and the first prose, or names all of some group."""
    if title < 0:
        return -1
    for i in range(title + 1, min(title + 9, len(lines) - 1)):
        c = look(lines[i].text.strip())
        if c.marker or c.opening or is_prose(c) or not c.short:
            return -1
        if c.chrome or c.contact or c.date or len(c.text) > 60:
            continue
        below = look(lines[i + 1].text.strip())
        colon = c.end in ("：", ":") and not any(mark in c.text for mark in "。；") and below.end not in ("", "；")
        group = c.end == "" and c.text.startswith(("各", "全体", "广大")) and len(c.text) <= 24 and not c.genre
        if (colon or group) and len(below.text) >= EARLIEST_PROSE and not below.marker:
            return i
    return -1
