"""Automatic numbers of a Word document, as Word shows them (ECMA-376 17.9).

A paragraph names a ``w:num``; that names a ``w:abstractNum``, the list, and may override its levels. Where the standard
leaves it open, what Word does counts: numbers run on per list and not per ``w:num``, and apart in each story: the body
is one, headers and footers together, footnotes, each text box.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.etree.ElementTree import Element

from generator.readers import wordnumbers

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL: Final = W + "val"
_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

LEVELS: Final = 9
"""Levels of a list."""

_LARGEST: Final = 32_767  # Word's own numbers begin again past it
_LONGEST_TEXT: Final = 255  # [MS-DOC] gives number texts that many characters
_PLACEHOLDER: Final = re.compile("%([1-9])")
_IDEOGRAPH: Final = re.compile("[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Label:
    """What stands before a numbered paragraph."""

    text: str
    """The number as shown, ``（一）``; empty for a bullet."""
    gap: bool
    """A tab or a space parts it from the paragraph's text."""
    level: int
    """From 1."""
    bullet: bool = False
    """A sign that repeats: no text of the document."""


@dataclass(frozen=True, slots=True)
class _Level:
    """A ``w:lvl``."""

    name: str
    """Of the number's format."""
    format: wordnumbers.Format | None
    """A custom one, instead of ``name``."""
    text: str
    start: int
    restart: int
    """It starts again after a paragraph at a level, from 0, below this one."""
    legal: bool
    gap: bool
    hidden: bool
    style: str
    """The paragraph style that it belongs to."""

    def write(self, value: int) -> str:
        return self.format(value) if self.format else wordnumbers.write(value, self.name)


@dataclass(frozen=True, slots=True)
class _Number:
    """A ``w:num`` with everything resolved."""

    list: str
    """Whose counters it shares."""
    levels: dict[int, _Level]
    starts: dict[int, int]
    """``w:startOverride`` by level."""

    def start(self, level: int) -> int:
        """Where a level begins, and begins again (17.9.26)."""
        start = self.starts.get(level)
        if start is None:
            start = self.levels[level].start if level in self.levels else 1
        return start


class Numbering:
    """The numbering definitions of one document."""

    def __init__(self, root: Element | None = None, styles: Element | None = None) -> None:
        """``root`` is the numbering part, ``styles`` the styles part, which numbering styles stand in."""
        self._lists: dict[str, Element] = {}
        self._nums: dict[str, Element] = {}
        self._numbers: dict[str, _Number | None] = {}
        self._style_numbers: dict[str, str] = {}
        for item in root if root is not None else ():
            if item.tag == W + "abstractNum":
                self._lists.setdefault(item.get(W + "abstractNumId", ""), item)
            elif item.tag == W + "num":
                self._nums.setdefault(item.get(W + "numId", ""), item)
        if any(_value(item, "numStyleLink") for item in self._lists.values()):
            for style in styles.iterfind(W + "style") if styles is not None else ():
                if style.get(W + "type") == "numbering":
                    number = _value(style, f"pPr/{W}numPr/{W}numId")
                    self._style_numbers[style.get(W + "styleId", "")] = number

    def level_of(self, number: str, style: str) -> int | None:
        """The level, from 0, that belongs to a paragraph style (17.9.23); None where none does."""
        found = self.find(number)
        if found is not None:
            for index, level in found.levels.items():
                if level.style == style:
                    return index
        return None

    def find(self, number: str) -> _Number | None:
        """A ``w:num`` with its levels; None where there is none."""
        if number not in self._numbers:
            self._numbers[number] = self._resolve(number)
        return self._numbers[number]

    def _resolve(self, number: str, followed: bool = False) -> _Number | None:
        num = self._nums.get(number)
        name = _value(num, "abstractNumId") if num is not None else ""
        definition = self._lists.get(name)
        if num is None or definition is None:
            return None
        link = _value(definition, "numStyleLink")
        if link and not followed:
            # The levels stand in the list that the numbering style names; the counters remain this list's.
            target = self._resolve(self._style_numbers.get(link, ""), followed=True)
            levels = dict(target.levels) if target else {}
        else:
            levels = dict(_levels(definition))
        starts = {}
        for override in num.iterfind(W + "lvlOverride"):
            index = _whole(override.get(W + "ilvl", ""), -1)
            start = _value(override, "startOverride")
            if start and 0 <= index < LEVELS:
                starts[index] = _whole(start, 1)
            levels.update(_levels(override, index))
        return _Number(name, levels, starts)


@dataclass(slots=True)
class Counters:
    """How far the lists of one story have counted."""

    numbering: Numbering
    _values: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def count(self, number: str, level: int) -> Label | None:
        """The label of the next paragraph of ``w:num`` ``number`` at ``level``, from 0; None where Word shows none."""
        found = self.numbering.find(number)
        if found is None or level not in found.levels:
            return None
        values = self._values.setdefault(found.list, {})
        if (number, level) not in self._begun:
            self._begun.add((number, level))
            if level in found.starts:
                values.pop(level, None)
        values[level] = min(values[level] + 1, _LARGEST) if level in values else found.start(level)
        for passed in range(level):
            # A level that was passed over counts as begun: the next paragraph at it is the second (KB Q110380).
            values.setdefault(passed, found.start(passed))
        for deeper in [index for index in values if index > level]:
            if deeper not in found.levels or level < found.levels[deeper].restart:
                del values[deeper]
        return _label(found, level, values)


def needs_space(label: str, text: str) -> bool:
    """Whether a tab or space after a number is more than looks: in 第一条 总则, 1 总则, 1. 2024 年; not in 一、总则."""
    last, first = label[-1], text[:1]
    if not first or first.isspace() or last.isspace():
        return False
    # Enclosed numbers (category No) end themselves, as punctuation does.
    if unicodedata.category(last)[0] == "L" or unicodedata.category(last) in ("Nd", "Nl"):
        return True
    return last.isascii() and first.isascii() and first.isalnum()


def _label(number: _Number, index: int, values: dict[int, int]) -> Label:
    level = number.levels[index]

    def write(match: re.Match[str]) -> str:
        place = int(match[1]) - 1
        shown = number.levels.get(place)
        if shown is None:
            return ""
        value = values.get(place, number.start(place))
        if level.legal and place < index and shown.name != "decimalZero":
            return str(value)
        return shown.write(value)

    text = _PLACEHOLDER.sub(write, level.text)
    bullet = level.name == "bullet" or not any(map(str.isalnum, text))
    if level.hidden or (bullet and not _IDEOGRAPH.search(text)):
        return Label("", False, index + 1, bullet=bullet and bool(level.text.strip()))
    return Label(text, level.gap, index + 1)


def _levels(parent: Element, only: int | None = None) -> Iterator[tuple[int, _Level]]:
    for item in parent.iterfind(W + "lvl"):
        index = _whole(item.get(W + "ilvl", ""), -1) if only is None else only
        if 0 <= index < LEVELS:
            yield index, _level(item, index)


def _level(item: Element, index: int) -> _Level:
    name, custom = _format(item)
    restart = _whole(_value(item, "lvlRestart"), index)
    return _Level(
        name=name,
        format=custom,
        text=_value(item, "lvlText")[:_LONGEST_TEXT],
        start=_whole(_value(item, "start"), 1),
        restart=restart if restart <= index else index,  # 17.9.10: a higher one is ignored
        legal=_is_set(item.find(W + "isLgl")),
        gap=_value(item, "suff") != "nothing",
        hidden=_is_set(item.find(f"{W}rPr/{W}vanish")),
        style=_value(item, "pStyle"),
    )


def _format(level: Element) -> tuple[str, wordnumbers.Format | None]:
    """The format's name, and how it writes where it is a custom one, which older programs get a fallback for."""
    found = [*level.iterfind(W + "numFmt"), *level.iterfind(f"{_MC}AlternateContent/*/{W}numFmt")]
    for item in found:
        if item.get(VAL) == "custom" and (custom := wordnumbers.custom(item.get(W + "format", ""))):
            return "custom", custom
    names = (item.get(VAL, "") for item in found)
    return next((name for name in names if name and name != "custom"), "decimal"), None


def _value(parent: Element, path: str) -> str:
    item = parent.find(W + path)
    return item.get(VAL, "") if item is not None else ""


def _whole(text: str, missing: int) -> int:
    """A number of the file; a negative or a huge one is none."""
    return min(int(text), _LARGEST) if text.isascii() and text.isdecimal() and len(text) < 12 else missing


def _is_set(item: Element | None) -> bool:
    return item is not None and item.get(VAL, "1").lower() not in ("0", "false", "off")
