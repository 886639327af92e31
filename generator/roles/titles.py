"""Which line is the title: by what stands above and below it more than by its words.

A title stands directly before a salutation, a byline or the first prose, what a page puts above it is many short
lines, and a page says its title twice: in its own way through the site, in its table of data, at its foot.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from generator import cues
from generator.costs import costs
from generator.cues import Cues
from generator.model import Line
from generator.roles.readings import TITLE_LABEL, title_in
from generator.roles.repetition import key_of

Look = Callable[[str], Cues]

TABLE = "role_search_title"
"""The table of what speaks for a line as the title."""
FRONT = 60
"""Lines among which a title is looked for."""
EARLIEST_PROSE = 30
"""Characters from which a sentence on its own line is prose."""

EARLIEST_BROKEN = 20
"""Characters of the first line of a paragraph that a page's width broke."""

_SCOPE = re.compile(
    r"^(?:全[国省市县区镇乡村校院系]|[^，。：、的]{2,6}?[省市县区镇乡村](?!.*[站网局馆社部号])|[^，。：]{0,12}(?:[0-9]{4}|[二一][〇零○0Oo九]..)年)"
)
"""Where or when: what the first line of a title begins with that goes on in the next."""


_GAPPED = re.compile(r"\u3000\u3000|\s{3}")
_TAG = re.compile(r"[【\[［][^【】\[\]［］]{1,6}[】\]］]\s*[^【】\[\]\s]{4}")
"""A forum's word for the kind of a text before its title: [原创]."""


def is_prose(c: Cues) -> bool:
    """Whether a line is the running text: a sentence that neither sells nor forbids."""
    if c.contact or c.notice or c.chrome or c.editor or c.marker or c.disclaimer:
        return False
    return c.end in ("。", "！", "？", "：", "…") and len(c.text) >= EARLIEST_PROSE and c.words < 2


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
            furnished = any(_is_furniture(c) for c in self.seen[:top])
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
        return c.notice or c.secrecy or c.number or c.page_number or key_of(c.text) in self.headers or _is_furniture(c)

    def _again(self, k: int, j: int) -> bool:
        """Whether line ``k`` says in other words what line ``j`` above it says, which could itself be the title."""
        there = self.own[j]
        if there is None or there < 0.0:
            return False
        if self.seen[j + 1].dashed:
            return key_of(self.seen[j].text) == key_of(self.seen[k].text)
        here, before = _letters(self.seen[k].text), _letters(self.seen[j].text)
        return k == j + 1 and self.seen[k].genre and self.seen[j].genre and here <= before

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
            value = max(_under(c), w["above_text"] * (j == self.count))
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
            if (_is_furniture(c) and not c.organisation) or key_of(self.seen[last].text) in key_of(c.text):
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
        issuer = c.organisation and (below.text.startswith("关于") or not any(map(_is_furniture, self.seen[:k])))
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
            or below.text.startswith("暨")
        )

    def _is_couplet(self, k: int) -> bool:
        """Whether line ``k`` and the next, of one length, stand at the very top as two verses."""
        c, below = self.seen[k], self.seen[k + 1]
        plain = not (c.organisation or c.occasion or c.words or below.genre or below.organisation or below.words)
        return 5 <= len(c.text) <= 14 and plain and all(self._is_aside(j) for j in range(k)) and not self.furnished

    def _is_half(self, k: int) -> bool:
        """Whether line ``k`` is the first half of a title that goes on below: it says where or when."""
        c, below = self.seen[k], self.seen[k + 1]
        return (
            4 <= len(c.text) <= 24
            and not (c.genre or c.occasion or c.passed or c.name or below.text.startswith("关于"))
            and (below.genre or len(c.text) <= 12)
            and _SCOPE.match(c.text) is not None
            and key_of(c.text) not in self.headers
            and cues.gap(*self.lines[self.index[k] : self.index[k] + 2]) == 0
            and not any(map(_is_furniture, self.seen[:k]))
            and all(self._is_aside(j) or self.seen[j].label for j in range(max(0, k - 4), k))
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
    said = [key_of(c.text) in names or _is_labelled(lines[i]) for c, i in zip(seen, index, strict=False)]
    own = [_own(c, lines[i], n, d) for c, i, n, d in zip(seen, index, said, dashed, strict=False)]
    for k, c in enumerate(seen):
        if c.text[-1] in _NUMBERED and key_of(c.text) in headers:
            own[k] = None
    labels = [k for k, c in enumerate(seen) if c.label and not c.genre and not c.salutation]
    if len(labels) > 1:
        # A table of data.
        for k in labels:
            own[k] = None
    furnished = any(_is_furniture(c) for c in seen)
    return Front(lines, index, seen, len(seen) - begun, own, headers, furnished).title()


_NUMBERED = frozenset("0123456789·•—－-")
"""What a running header with the number of its page ends with."""


def _is_labelled(line: Line) -> bool:
    """Whether a form names the line as the title: 标　题: ..."""
    return TITLE_LABEL.match(line.text.strip()) is not None


def _letters(text: str) -> set[str]:
    return {letter for letter in text if letter.isalnum()}


def _begins(lines: Sequence[Line], i: int) -> bool:
    """Whether an indented line goes on in the next, at the margin: a paragraph that a page's width broke."""
    text = lines[i].text
    if not text.startswith(("\u3000", "    ")) or i + 1 == len(lines) or lines[i + 1].text[0].isspace():
        return False
    stripped = text.strip()
    return len(stripped) >= EARLIEST_BROKEN and cues.end_mark(stripped) in ("", "，", "、")


def _is_furniture(c: Cues) -> bool:
    """Whether a line above a title is certainly a page's or a seller's."""
    nav = len(c.text) <= 4 and c.end == "" and not (c.marker or c.date or c.name or c.genre)
    return (c.chrome and not c.page_number) or c.fragments or c.contact or c.labelled or c.words > 1 or nav


def _own(c: Cues, line: Line, named: bool, dashed: bool) -> float | None:
    """What speaks for a line as the title by itself; None where it cannot be one.

    ``named``: the file is called so. ``dashed``: a dashed line stands below, so that a short one can be a title.
    """
    text = c.text
    spoken = c.genre and cues.SPEECH.search(text) is not None
    if (
        not (c.short and (5 if not (named or spoken or dashed) else 3) < len(text) <= 50)
        or c.end not in ("", "？", "！")
        or (c.marker and not spoken)
    ):
        return None
    if c.chrome or (c.contents and not c.genre) or c.contact or c.dated or c.secrecy or c.row or c.attachment:
        return None
    if c.clock or c.dashed or c.name or c.number or c.labelled or ((c.speaker or c.notice) and not c.genre):
        return None
    if not (text[0].isalnum() or text[0] in "“‘「『×" or _TAG.match(text)):
        return None
    w = costs()[TABLE]
    weight = w["named"] if named else 0.0
    weight += w["speech"] if spoken else w["genre"] if c.genre else 0.0
    weight += w["about"] if "关于" in text else 0.0
    weight += w["occasion"] if c.occasion or c.passed else 0.0
    weight += w["centred"] if line.style.align == "center" else 0.0
    weight += w["styled"] if line.style.level == 1 else w["styled_below"] if line.style.level else 0.0
    if c.label and not c.genre:
        weight += w["label"]
    if c.organisation and not c.genre:
        weight += w["organisation"]
    if not c.genre and _GAPPED.search(text):
        # Two things side by side.
        weight += w["gapped"]
    return weight + w["words"] * c.words + (w["fragments"] if c.fragments else 0.0)


def _under(c: Cues) -> float:
    """What a line says of the line above it as a title."""
    w = costs()[TABLE]
    if (c.salutation and not c.genre) or c.date:
        return w["above_salutation"]
    if c.dated_chrome or c.clock or c.occasion or c.passed or c.dashed or c.dated:
        return w["above_byline"]
    if c.name or c.speaker or c.number or (c.text[0] in "（(" and c.text[-1] in "）)"):
        return w["above_name"]
    if c.opening or not c.short or is_prose(c):
        return w["above_text"]
    return w["above_marker"] if c.marker or (c.chrome and not c.page_number) else 0.0


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
