"""An outline line by line, as the keeper checks it: for the report and for ``inspect``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from .model import SET_ASIDE, Block, Outline, Role
from .unwrap import Wrap, visible

ROLE_NAMES = {
    Role.NOTICE: "处理提示",
    Role.SECRECY: "密级标志",
    Role.PROMOTION: "推广",
    Role.FURNITURE: "页眉页码",
    Role.REPEAT: "重复标题",
    Role.EDITOR: "编者按",
    Role.TITLE: "标题",
    Role.SUBTITLE: "副标题",
    Role.OCCASION: "场合",
    Role.DATE: "日期",
    Role.SPEAKER: "发言人",
    Role.NUMBER: "发文字号",
}
_KIND_NAMES = {
    "paragraph": "正文",
    "table": "表格",
    "verse": "诗句",
    "salutation": "称谓",
    "closing": "结束语",
    "signature": "落款",
    "attachment": "附件",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A stretch of the document with what it was taken for."""

    line: int
    """In the source; 0: unknown."""
    name: str
    text: str
    depth: int = 0
    """Of a heading, or of the heading that the text stands under."""
    heading: bool = False
    marker: int = 0
    set_aside: bool = False
    points: int = 0
    lines: tuple[tuple[int, int], ...] = ()
    """(place in the text, line) of each further line of the source that begins in it."""


def rows(outline: Outline) -> list[Row]:
    """The outline's text in the order of the source."""
    found: list[Row] = []
    if outline.title:
        found.append(Row(outline.title_line, ROLE_NAMES[Role.TITLE], outline.title, heading=True))
    if outline.subtitle:
        found.append(Row(outline.title_line, ROLE_NAMES[Role.SUBTITLE], outline.subtitle))
    found += [Row(scrap.line, ROLE_NAMES[scrap.role], scrap.text) for scrap in outline.byline]
    aside = [
        Row(scrap.line, ROLE_NAMES[scrap.role], scrap.text, set_aside=scrap.role in SET_ASIDE)
        for scrap in outline.set_aside
    ]
    body = [_row(block, 0) for block in outline.opening]
    for section in outline.sections:
        name = f"{section.depth} 级标题"
        body.append(Row(section.line, name, section.text, section.depth, heading=True, marker=section.marker))
        body += [_row(block, section.depth) for block in section.blocks]
    # The sort is stable: what stands on one line keeps its order.
    return _broken(sorted([*found, *body, *aside], key=lambda row: row.line), outline.wraps)


def _row(block: Block, depth: int) -> Row:
    return Row(block.line, _KIND_NAMES[block.kind], block.text, depth, points=len(block.points))


def _broken(found: list[Row], wraps: Sequence[Wrap]) -> list[Row]:
    """The rows with the places where lines of the source begin."""
    starting: defaultdict[int, list[int]] = defaultdict(list)
    for at, row in enumerate(found):
        if not row.set_aside:
            starting[row.line].append(at)
    for wrap in wraps:
        begins = dict(zip(accumulate((size for _, size in wrap), initial=0), (line for line, _ in wrap), strict=False))
        for first in starting[wrap[0][0]]:
            if parts := _parts(found, first, wrap):
                for at, before in parts.items():
                    places = [place for place, letter in enumerate(found[at].text) if not letter.isspace()]
                    lines = ((places[n - before], line) for n, line in begins.items() if 0 < n - before < len(places))
                    found[at] = replace(found[at], lines=tuple(lines))
                break
    return found


def _parts(found: Sequence[Row], first: int, wrap: Wrap) -> dict[int, int]:
    """The rows that hold a wrap's characters, no fewer and no more, each with how many stand before it in the wrap."""
    missing = total = sum(size for _, size in wrap)
    parts: dict[int, int] = {}
    for at in range(first, len(found)):
        row = found[at]
        if missing <= 0 or row.line > wrap[-1][0]:
            break
        if not row.set_aside:  # a page's number may stand between
            parts[at] = total - missing
            missing -= visible(row.text)
    return {} if missing else parts


def shortened(text: str, length: int = 60) -> str:
    """The beginning of a text."""
    return text if len(text) <= length else text[:length] + "…"
