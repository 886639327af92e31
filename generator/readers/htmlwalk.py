"""From a page's elements to lines as a browser shows them: blocks, breaks, lists with their numbers, tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Final, Literal

from generator.model import Line, Place, Style
from generator.readers.base import INVISIBLE
from generator.readers.htmltree import Node, Tree
from generator.readers.layout import is_wide
from generator.readers.wordnumbers import write
from generator.readers.wordstyles import family

_BLOCKS: Final = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure"
    " footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol optgroup option p pre section"
    " summary table tbody td textarea tfoot th thead tr ul xmp listing".split()
)
_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
_BOLD: Final = frozenset(("b", "strong", "th"))
_LISTS: Final = frozenset(("ul", "ol", "dir", "menu"))
_KEEPING: Final = frozenset(("pre", "textarea", "xmp", "listing"))
_CELLS: Final = frozenset(("td", "th"))
_PARTS: Final = frozenset("p div li br h1 h2 h3 h4 h5 h6 section".split())
_LARGEST_TABLE: Final = 50_000

_WEIGHT: Final = re.compile(r"(?:^|;)\s*font-weight\s*:\s*(bold|bolder|[6-9]00|normal|lighter|[1-5]00)\b", re.I)
_ALIGN: Final = re.compile(r"(?:^|;)\s*text-align\s*:\s*(\w+)", re.I)
_FONT: Final = re.compile(r"(?:^|;)\s*(?:mso-fareast-)?font-family\s*:\s*[\"']?([^;,\"']+)", re.I)
_SIZE: Final = re.compile(r"(?:^|;)\s*font-size\s*:\s*(\d{1,3}(?:\.\d{1,3})?)(pt|px)", re.I)
_LIST_STYLE: Final = re.compile(r"(?:^|;)\s*list-style(?:-type)?\s*:\s*([\w -]+)", re.I)
# How Word marks what it saves as a page: the outline level of a paragraph, the number of an item.
_OUTLINE: Final = re.compile(r"mso-outline-level\s*:\s*([1-9])", re.I)
_LABEL: Final = re.compile(r"mso-list\s*:\s*ignore", re.I)

# Formats of wordnumbers.py and what follows the number, by the list's type or its list-style-type.
_NUMBERS: Final[Mapping[str, tuple[str, str]]] = {
    "1": ("decimal", "."),
    "a": ("lowerLetter", "."),
    "A": ("upperLetter", "."),
    "i": ("lowerRoman", "."),
    "I": ("upperRoman", "."),
    "decimal": ("decimal", "."),
    "lower-alpha": ("lowerLetter", "."),
    "lower-latin": ("lowerLetter", "."),
    "upper-alpha": ("upperLetter", "."),
    "upper-latin": ("upperLetter", "."),
    "lower-roman": ("lowerRoman", "."),
    "upper-roman": ("upperRoman", "."),
    "cjk-ideographic": ("chineseCountingThousand", "、"),
    "simp-chinese-informal": ("chineseCountingThousand", "、"),
    "trad-chinese-informal": ("taiwaneseCountingThousand", "、"),
    "simp-chinese-formal": ("chineseLegalSimplified", "、"),
    "trad-chinese-formal": ("ideographLegalTraditional", "、"),
    "cjk-decimal": ("ideographDigital", "、"),
    "cjk-heavenly-stem": ("ideographTraditional", "、"),
    "cjk-earthly-branch": ("ideographZodiac", "、"),
}

_WORDS: Final = re.compile("([ \t\n\r\f]+)")
_LINE_END: Final = re.compile("[\r\n\v\f\x85\u2028\u2029]+")


# --- lines ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _State:
    """What an element passes on to what is in it."""

    bold: bool = False
    font: str = ""
    size: float = 0.0
    keeps: bool = False
    """White space and line ends stay."""
    level: int = 0
    align: Literal["", "center", "right"] = ""
    depth: int = 0
    """Lists that it stands in."""
    row: int = 0
    """The data table whose row it stands in, from 1."""
    label: bool = False
    """It is the number of a list item that Word wrote out."""


@dataclass(slots=True)
class _List:
    style: str
    number: int
    step: int


@dataclass(slots=True)
class _Walk:
    """Collects lines as (pieces of text with their state, place, whether a list item begins)."""

    places: Mapping[int, Place]
    tables: Mapping[int, int]
    lines: list[tuple[list[tuple[str, _State]], Place, bool]] = field(default_factory=list)
    pieces: list[tuple[str, _State]] = field(default_factory=list)
    place: Place = Place.BODY
    lists: list[_List] = field(default_factory=list)
    item: bool = False
    label: str = ""
    """The number of the list item that has begun and has no text yet."""
    cells: int = 0

    def run(self, nodes: list[Node]) -> None:
        """Walk over a page."""
        open_: list[tuple[int, str, _State]] = []
        for index, node in enumerate(nodes):
            while open_ and open_[-1][0] <= index:
                self.leave(*open_.pop()[1:])
            state = open_[-1][2] if open_ else _State()
            if node.tag == "#text":
                self.text(index, INVISIBLE.sub("", node.text), state)
            elif node.tag == "br":
                self.end(state)
            else:
                open_.append((node.end, node.tag, self.enter(index, node, state)))
        while open_:
            self.leave(*open_.pop()[1:])
        self.end(_State())

    def text(self, index: int, text: str, state: _State) -> None:
        if state.keeps:
            # A no-break space is one that is kept.
            first, *others = (line.replace(" ", "\xa0") for line in _LINE_END.split(text.replace("\r\n", "\n")))
            self.add(index, first, state)
            for other in others:
                self.end(state)
                self.add(index, other, state)
        else:
            self.add(index, text, state)

    def add(self, index: int, text: str, state: _State) -> None:
        if text.strip(" \t\n\r\f"):
            if not any(piece.strip() for piece, _ in self.pieces):
                self.place = self.places.get(index, Place.BODY)
            if self.label:
                self.pieces.append((self.label, replace(state, label=True)))
                self.label = ""
        if text:
            self.pieces.append((text, state))

    def end(self, state: _State) -> None:
        """End a line; within a cell there is but a space."""
        if state.row:
            self.pieces.append((" ", state))
            return
        if any(text.strip() for text, _ in self.pieces):
            self.lines.append((self.pieces, self.place, self.item))
            self.item = False
        self.pieces = []

    def enter(self, index: int, node: Node, state: _State) -> _State:
        tag = node.tag
        if tag in _BLOCKS:
            self.end(state)
        if tag in _LISTS:
            self.lists.append(_list_of(node))
            state = replace(state, depth=state.depth + 1)
        elif tag == "li":
            self.item = bool(state.depth)
            self.label = self.next_label(node) if self.places.get(index) is None else ""
        elif tag == "tr":
            state = replace(state, row=self.tables.get(index, 0))
            self.cells = 0
        elif tag in _CELLS and state.row:
            self.pieces.append(("\v" * self.cells, state))
            self.cells = _span(node)
        return _styled(node, state)

    def leave(self, tag: str, state: _State) -> None:
        if tag in _LISTS:
            self.lists.pop()
        if tag in _BLOCKS:
            self.end(replace(state, row=0) if tag == "tr" else state)

    def next_label(self, item: Node) -> str:
        if not self.lists or self.lists[-1].style not in _NUMBERS:
            return ""
        last = self.lists[-1]
        value = item.attributes.get("value", "").strip()
        number = int(value) if value.isdecimal() and len(value) < 7 else last.number
        last.number = number + last.step
        name, mark = _NUMBERS[last.style]
        return write(number, name) + mark if number >= 0 else ""


def lines_of(tree: Tree, places: Mapping[int, Place]) -> tuple[Line, ...]:
    """The page's lines; ``places`` tells the texts, by index, that are no body."""
    walk = _Walk(places, _data_rows(tree.nodes))
    walk.run(tree.nodes)
    count: Counter[str] = Counter()
    for pieces, place, _ in walk.lines:
        for text, state in pieces if place is Place.BODY else ():
            count[family(state.font)] += len(text.strip())
    usual = max(count, key=count.__getitem__, default="")
    return tuple(_line(number, *line, usual) for number, line in enumerate(walk.lines, 1))


def _line(number: int, pieces: list[tuple[str, _State]], place: Place, item: bool, usual: str) -> Line:
    text: list[str] = []
    heavy: list[bool] = []
    gap = ""
    label = 0
    faces: Counter[tuple[str, float]] = Counter()
    for piece, state in pieces:
        kind = family(state.font)
        bold = state.bold or bool(kind and kind != usual)
        for part in _WORDS.split(piece):
            if not part or (part.isspace() and part[0] in " \t\n\r\f"):
                gap += part
                continue
            if gap and text and _is_space(text[-1], gap, part[0]):
                text.append(" ")
                heavy.append(heavy[-1])
            gap = ""
            text += part
            heavy += [bold] * len(part)
            faces[state.font, state.size] += len(part)
            if state.label:
                label = len(text)
    words = "".join(text).replace("\v", "\t").replace("\xa0", " ").rstrip()
    state = next(state for piece, state in pieces if piece.strip())
    if state.row and place is Place.BODY:
        place = Place.ROW
    elif item and place is Place.BODY:
        place = Place.ITEM
    font, size = faces.most_common(1)[0][0]
    style = Style(
        level=state.level,
        label=label,
        bold=tuple(_spans(heavy[: len(words)])),
        font=font,
        size=size,
        align=state.align,
        depth=state.depth,
        table=state.row,
    )
    return Line(words, number, place, style)


def _is_space(before: str, gap: str, after: str) -> bool:
    """Whether white space shows: not at a cell's edge, nor where the source breaks a line of Han characters."""
    # CSS Text 3, 4.1.3
    return "\v" not in (before, after) and not ("\n" in gap and is_wide(before) and is_wide(after))


def _spans(flags: list[bool]) -> Iterator[tuple[int, int]]:
    at = 0
    for flag, run in groupby(flags):
        end = at + len(list(run))
        if flag:
            yield at, end
        at = end


# --- elements ---------------------------------------------------------------------------------------------------


def _styled(node: Node, state: _State) -> _State:
    """What an element's tag and its own style add."""
    tag, attributes = node.tag, node.attributes
    changes: dict[str, object] = {}
    if tag in _BOLD:
        changes["bold"] = True
    if tag in _HEADINGS:
        changes["level"] = _HEADINGS[tag]
    if tag in _KEEPING:
        changes["keeps"] = True
    if tag == "font" and (face := attributes.get("face")):
        changes["font"] = face
    align = "center" if tag == "center" else attributes.get("align", "") if tag in _BLOCKS and tag != "table" else ""
    if style := attributes.get("style", ""):
        if weight := _WEIGHT.search(style):
            changes["bold"] = weight[1].lower() in ("bold", "bolder", "600", "700", "800", "900")
        if fonts := _FONT.findall(style):
            changes["font"] = fonts[-1].strip()
        if size := _SIZE.search(style):
            changes["size"] = float(size[1]) * (0.75 if size[2].lower() == "px" else 1.0)
        if level := _OUTLINE.search(style):
            changes["level"] = int(level[1])
        if _LABEL.search(style):
            changes["label"] = True
        align = aligned[1] if (aligned := _ALIGN.search(style)) else align
    if align:
        align = align.lower()
        changes["align"] = "center" if align == "center" else "right" if align in ("right", "end") else ""
    return replace(state, **changes) if changes else state  # type: ignore[arg-type]


def _list_of(node: Node) -> _List:
    style = _LIST_STYLE.search(node.attributes.get("style", ""))
    kind = node.attributes.get("type", "1" if node.tag == "ol" else "")
    if style:
        kind = next((word for word in style[1].lower().split() if word in _NUMBERS or word == "none"), kind)
    if node.tag != "ol" and not style:
        kind = ""
    start = node.attributes.get("start", "").strip()
    step = -1 if "reversed" in node.attributes and start else 1
    return _List(kind, int(start) if start.isdecimal() and len(start) < 7 else 1, step)


def _span(cell: Node) -> int:
    span = cell.attributes.get("colspan", "").strip()
    return min(max(int(span), 1), 63) if span.isdecimal() and len(span) < 4 else 1


def _data_rows(nodes: list[Node]) -> dict[int, int]:
    """The rows of tables that hold data and do not lay out the page, with the number of their table."""
    found: dict[int, int] = {}
    count = 0
    for index, table in enumerate(nodes):
        if table.tag != "table":
            continue
        inside = range(index + 1, table.end)
        if table.end - index > _LARGEST_TABLE or any(nodes[at].tag == "table" for at in inside):
            continue
        rows: list[int] = []
        columns: Counter[int] = Counter()
        is_layout = False
        for at in inside:
            node = nodes[at]
            if node.tag == "tr":
                rows.append(at)
            elif node.tag in _CELLS and rows:
                columns[rows[-1]] += 1
                blocks = sum(nodes[inner].tag in _PARTS for inner in range(at, node.end))
                letters = sum(len(nodes[inner].text) for inner in range(at, node.end))
                is_layout = is_layout or blocks > 5 or letters > 600
        if not is_layout and max(columns.values(), default=0) > 1:
            count += 1
            found |= dict.fromkeys(rows, count)
    return found
