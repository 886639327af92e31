"""Where a document begins and ends among what a web page or a pack of documents puts around it.

Words tell little here, the next site has others. What tells is place and shape: a title stands directly before a
salutation, a byline or the first prose, a printed list of contents repeats headings that come later, and the foot of
a page is a run of fragments without a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from generator import cues
from generator.cues import Cues
from generator.model import Line
from generator.roles.repetition import key_of

Look = Callable[[str], Cues]

FRONT = 60
"""Lines among which a title is looked for."""
REPEATED = 30
"""Lines among which a second copy of the title is looked for."""
SURE = 1.5
"""Evidence from which a line is the title, and what stands above it is not the text's."""
FOOT = 40
"""Lines at the end among which the foot of a page is looked for."""

_PAGED = re.compile(r"[\s.．…·。]+[0-9０-９]{1,4}$")
_SET_OFF = re.compile(r"^(?:[—―=*~·-]+\s*[^\s—]{2,10}\s*[—―=*~·-]+|【[^【】]{8,}】)$")
_EARLIEST_PROSE = 30
"""Characters from which a sentence on its own line is prose."""


@dataclass(frozen=True, slots=True)
class Zones:
    """The borders of the text among the lines of a manuscript, by index."""

    title: int
    """The line that is most likely the title; -1 where none is likely."""
    top: int
    """Where the title begins, if lines above it belong to it: an organisation, 关于…的."""
    contents: frozenset[int]
    """Lines of a printed list of contents."""
    addressee: int
    """The line under the title that says who is spoken to; -1 where none does."""
    foot: int
    """The first line of the fragments at the end; the number of lines where there are none."""


def zones(lines: Sequence[Line], look: Look, names: frozenset[str]) -> Zones:
    """Find the borders. ``names`` are what the file calls itself, without white space."""
    contents = _contents(lines)
    title = _title(lines, look, names, contents)
    return Zones(title, _top(lines, look, title), contents, _addressee(lines, look, title), _foot(lines, look))


# --- the list of contents ---------------------------------------------------------------------------------------


def _contents(lines: Sequence[Line]) -> frozenset[int]:
    """Three lines or more in a row that come again later in the same order, and a 目录 above them."""
    keys = [key_of(line.text) for line in lines]
    starts: dict[str, list[int]] = {}
    for i, key in enumerate(keys):
        starts.setdefault(key[:4], []).append(i)
    out: set[int] = set()
    run: list[int] = []
    reached = 0
    for i, line in enumerate(lines[: 4 * FRONT]):
        if len(line.text) > cues.SHORT:
            break
        bare = key_of(_PAGED.sub("", line.text.strip()))
        again = next(
            (
                j
                for j in starts.get(bare[:4], ())
                if j > max(i + 2, reached) and keys[j].startswith(bare) and len(bare) >= 4
            ),
            None,
        )
        if again is not None:
            run.append(i)
            reached = again
            continue
        if run and cues.PAGE_NUMBER.match(line.text.strip()):
            continue
        out |= _kept(run, reached, lines)
        run, reached = [], 0
    else:
        out |= _kept(run, reached, lines)
        return frozenset(out)
    out |= _kept(run, reached, lines)
    return frozenset(out)


def _kept(run: list[int], reached: int, lines: Sequence[Line]) -> set[int]:
    """A run of contents with its heading; nothing where it is too short to be one."""
    if len(run) < 3 or reached <= run[-1]:
        return set()
    above = run[0] - 1
    heading = {above} if above >= 0 and cues.CONTENTS_HEADING.match(lines[above].text.strip()) else set()
    return set(run) | heading


# --- the title --------------------------------------------------------------------------------------------------


def _title(lines: Sequence[Line], look: Look, names: frozenset[str], contents: frozenset[int]) -> int:
    """The line with the most evidence that it is the title, the first of equals."""
    best, found = SURE, -1
    front = [i for i in range(min(len(lines), FRONT)) if i not in contents]
    for place, i in enumerate(front):
        c = look(lines[i].text.strip())
        if _is_prose(c) or (c.salutation and c.end in ("：", ":") and i):
            break
        weight = _title_weight(c, lines[i], key_of(c.text) in names)
        if weight is None:
            continue
        if weight >= 0.0 and len(key_of(lines[i].text)) >= 8:
            weight += 0.2
            if any(j != i and key_of(lines[j].text).startswith(key_of(lines[i].text)) for j in front[:REPEATED]):
                # Pages say their title twice, once with the name of the site behind it.
                weight += 1.0
        for below in front[place + 1 : place + 4]:
            under = look(lines[below].text.strip())
            if not (under.contact or under.notice or under.words):
                weight += _before(under)
                break
        if not i:
            weight += 0.4
        if weight > best + 0.01:
            best, found = weight, i
    return found


def _top(lines: Sequence[Line], look: Look, title: int) -> int:
    """The first of the lines that lead to the line with the title's last words."""
    top = title
    while top > 0 and title - top < 3:
        c = look(lines[top - 1].text.strip())
        if not c.short or c.end not in ("", "、") or c.words or c.contact or c.notice or c.date or c.marker or c.number:
            break
        if (
            c.chrome
            or c.fragments
            or not (c.organisation or c.text.startswith(("关于", "在")) or c.text[-1] in "的和与及、")
        ):
            break
        top -= 1
    return top


def _is_prose(c: Cues) -> bool:
    """Whether a line is the running text: a sentence that neither sells nor forbids."""
    if c.contact or c.notice or c.chrome or c.editor or c.marker:
        return False
    return c.end in ("。", "！", "？", "：", "…") and len(c.text) >= _EARLIEST_PROSE and c.words < 2


def _title_weight(c: Cues, line: Line, named: bool) -> float | None:
    """What speaks for a line as the title by itself; None where it cannot be one."""
    text = c.text
    spoken = c.genre and cues.SPEECH.search(text) is not None
    if (
        not (c.short and (5 if not named else 3) < len(text) <= 50)
        or c.end not in ("", "？", "！")
        or (c.marker and not spoken)
    ):
        return None
    if c.chrome or (c.contents and not c.genre) or c.contact or c.date or c.secrecy or c.row or c.attachment:
        return None
    if c.dashed or c.name or (c.notice and not c.genre) or text[0] in "【[（(《★☆—-":
        return None
    weight = 3.0 if named else 0.0
    weight += 1.6 if spoken else 1.2 if c.genre else 0.0
    weight += 0.5 if text.startswith("关于") else 0.0
    weight += 0.8 if c.occasion else 0.0
    weight += 0.6 if line.style.align == "center" else 0.0
    weight += 0.8 if line.style.level == 1 else 0.0
    return weight - 0.9 * c.words


def _before(c: Cues) -> float:
    """What the line below says of the line above it as a title."""
    if (c.salutation and not c.genre) or c.date:
        return 1.0
    if c.dated_chrome or c.occasion or c.dashed:
        return 0.9
    if c.name or c.speaker or (c.text[0] in "（(" and c.text[-1] in "）)"):
        return 0.8
    return 0.6 if c.opening or not c.short or _is_prose(c) else 0.0


def _addressee(lines: Sequence[Line], look: Look, title: int) -> int:
    """The line that ends with a colon between the title and the first prose, or names all of some group."""
    if title < 0:
        return -1
    for i in range(title + 1, min(title + 9, len(lines) - 1)):
        c = look(lines[i].text.strip())
        if c.marker or c.opening or _is_prose(c) or not c.short:
            return -1
        if c.chrome or c.contact or c.date or len(c.text) > 60:
            continue
        below = look(lines[i + 1].text.strip())
        colon = c.end in ("：", ":") and not any(mark in c.text for mark in "。；") and below.end not in ("", "；")
        group = c.end == "" and c.text.startswith(("各", "全体", "广大")) and len(c.text) <= 24 and not c.genre
        if (colon or group) and len(below.text) >= _EARLIEST_PROSE and not below.marker:
            return i
    return -1


# --- the foot ---------------------------------------------------------------------------------------------------


def _foot(lines: Sequence[Line], look: Look) -> int:
    """Where the fragments at the end begin: at the first of them that is chrome for sure, behind the last sentence."""
    begin = len(lines)
    for i in range(len(lines) - 1, max(0, len(lines) - FOOT), -1):
        c = look(lines[i].text.strip())
        sure = (
            c.contact
            or c.fragments
            or bool(_SET_OFF.match(c.text))
            or (c.chrome and not c.page_number)
            or c.end_of_page
        )
        if not c.short or (not sure and (c.end not in ("", "：", ":") or c.marker or c.closing or c.attachment)):
            break
        if c.date or c.salutation or c.organisation or c.name:
            # The signature: nothing above it is a foot.
            if not sure:
                break
            continue
        if sure and (c.end not in ("。", "；") or not c.marker) and not (c.end == "。" and len(c.text) > 40):
            begin = i
    while 0 < begin < len(lines):
        c = look(lines[begin - 1].text.strip())
        if not (look(lines[begin].text.strip()).fragments and 1 < len(c.text) <= 10 and c.end in ("", "：", ":")):
            break
        if c.marker or c.date or c.name or c.organisation or c.speaker or c.closing or c.salutation or c.attachment:
            break
        # What the links below are: 猜你喜欢
        begin -= 1
    return begin
