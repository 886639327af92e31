"""The ways a line can be cut into stretches that may have roles of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from generator import cues
from generator.cues import Cues, page
from generator.cues.closing import closing_start
from generator.model import Line

NEAR_END = 10
"""Lines from the end among which a closing formula is looked for."""


FRONT = 60
"""Lines among which a title is looked for."""


class Unit(NamedTuple):
    """A stretch of a line that gets one role."""

    line: int
    start: int
    end: int


_LONG_HEAD = re.compile(
    r"^(?P<name>[\u4e00-\u9fff]{2,4}[:：])?(?P<title>[^。！？!?]{4,40}?(?:提纲|发言稿|讲话稿|讲稿|致辞|致词|主持词|发言|讲话|汇报|总结))"
    r"(?!精神|要求|重要|内容|提纲|材料|稿|[的中时会])"
    r"(?P<salutation>(?:尊敬的)?(?:各位|同志们|女士们)[^。！？!?]{0,30}?[:：])?"
)


TITLE_LABEL = re.compile(r"^(?:(?:文章)?标\s?题|题\s?目|题名|主题|文\s?题)\s*[:：]\s*(?=\S{3})")
"""What stands before a title that a form asks for."""
_TRAILING_NUMBER = re.compile("(?<=[\u4e00-\u9fff”’》]) +[0-9]{1,3}$")


_GAP = re.compile(r"(?:\s{2,}|\u3000+)(?=\S)")
_BRACKETED = re.compile(r"\s*[（(【\[](?P<inside>[^（）()【】\[\]]{2,24})[）)】\]]$")


def _is_dated(text: str) -> bool:
    return page.DATE.fullmatch(text) is not None and any(mark in text for mark in "月./-．")


def parts(text: str) -> list[int]:
    """Where a line with a title is cut into what was set on one line: the title, who, when."""
    end = len(text)
    cuts: list[int] = []
    if text[-1] in "）)】]" and (m := _BRACKETED.search(text, 4)):
        inside = m["inside"].strip()
        if _is_dated(inside) or cues.SPEAKER.search(inside):
            cuts, end = [m.start()], m.start()
    if "  " in text or "\u3000" in text:
        # A couplet has such a gap too: the title ends where its last word and somebody's name meet.
        for gap in _GAP.finditer(text, 0, end):
            head = text[: gap.start()].strip()
            if len(head) > cues.LONGEST_TITLE:
                break
            if cues.is_title(head) and cues.is_byline(text[gap.end() : end].strip()):
                return [gap.end(), *cuts]
    return cuts if cuts and cues.is_title(text[:end].strip()) else []


def title_in(text: str) -> str:
    """The part of a line that can be a title."""
    begin = label.end() if (label := TITLE_LABEL.match(text)) else 0
    return text[begin : next(iter(parts(text)), len(text))].strip()


def readings(
    line: Line, seen: Cues, i: int, count: int, endings: frozenset[str] = frozenset(), sites: tuple[str, ...] = ()
) -> Iterator[tuple[Unit, ...]]:
    """The ways a line, of which ``seen`` is known, can be cut into units; the whole line first."""
    text = line.text
    start = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    yield (Unit(i, start, end),)
    leading = page.LEADING_PAGE.match(text) if text[start] == "第" else None
    head = leading.end() if leading else start
    if end - head > cues.SHORT and count <= 4 and i < 2:
        m = _LONG_HEAD.match(text[head:end])
        if m:
            cuts = [m.end("name"), m.end("title"), m.end("salutation")]
            edges = [start, head, *(head + c for c in cuts if c > 0), end]
            yield tuple(Unit(i, a, b) for a, b in pairwise(edges) if text[a:b].strip())
    elif leading:
        yield Unit(i, start, head), Unit(i, head, end)
    elif i < FRONT and (label := TITLE_LABEL.match(text[start:end])):
        yield Unit(i, start, start + label.end()), Unit(i, start + label.end(), end)
    if i < FRONT and end - head <= cues.SHORT and (cuts := parts(text[head:end])):
        edges = [head, *(head + cut for cut in cuts), end]
        yield tuple(Unit(i, a, b) for a, b in pairwise(edges) if text[a:b].strip())
    if count - i <= NEAR_END and (cut := closing_start(text[:end])) > start:
        yield Unit(i, start, cut), Unit(i, cut, end)
    number = _TRAILING_NUMBER.search(text, start, end) if text[end - 1].isdigit() and end - start < cues.SHORT else None
    if number:
        yield Unit(i, start, number.start()), Unit(i, number.start(), end)
    if endings and text[end - 1] in "）)】]":
        stamp = next((e for e in endings if text.endswith(e, start, end)), "")
        if stamp and text[start : end - len(stamp)].strip():
            yield Unit(i, start, end - len(stamp)), Unit(i, end - len(stamp), end)
    if cut := remark_start(text[start:end]):
        yield Unit(i, start, start + cut), Unit(i, start + cut, end)
    elif sites and (at := max(text.rfind(site, max(start, end - 40)) for site in sites)) > start:
        # What names the site stands behind the last mark or space before it.
        cut = max(text.rfind(mark, start, at) for mark in "。！？；（ \u3000")
        cut += cut >= 0 and text[cut] != "（"
        if start < cut < end and text[start:cut].strip():
            yield Unit(i, start, cut), Unit(i, cut, end)
    elif seen.contact:
        cut = _promotion_start(text, start, end)
        if start < cut < end:
            yield Unit(i, start, cut), Unit(i, cut, end)


def remark_start(text: str) -> int:
    """Where a seller's remark in brackets or between signs begins at the end of a line; 0 where there is none."""
    if text[-1] not in page.REMARK_ENDS:
        return 0
    if (paired := page.PAIRED.search(text, max(0, len(text) - 60))) and text[: paired.start()].strip():
        return paired.start()
    m = page.REMARK.search(text, max(0, len(text) - 60))
    sells = m is not None and (page.PROMOTION.search(m[0]) or page.ABOUT.search(m[0]) or page.CONTACT.search(m[0]))
    return m.start() if m is not None and sells and text[: m.start()].strip() else 0


def _promotion_start(text: str, start: int, end: int) -> int:
    """Where a promotion glued to the end of a line begins: behind the last space before it or the last full stop."""
    m = page.CONTACT.search(text, max(start, end - 80))
    if m is None:
        return end
    stop = max(text.rfind(mark, start, m.start()) for mark in "。！？!?；")
    cut = stop + 1
    for space in (" ", "\u3000", "\t"):
        at = text.rfind(space, start, m.start())
        while at > cut and len(text[at : m.start()].strip()) < 2:
            # The address stands behind the site's name.
            at = text.rfind(space, start, at)
        cut = max(cut, at + 1) if at >= 0 else cut
    return cut if text[cut:end].strip() and text[start:cut].strip() else end
