"""Contacts in a text: where they stand, never what they are.

The rules of :mod:`generator.contacts` run over a copy of the text in which full-width, Chinese and other digits are
ASCII, one character for one, so that offsets hold; what a rule finds is blotted out before the next one runs.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate

from .contacts import BLOT, HAN, HAN_VALUES, WORTH_A_LOOK, finders, starting

Finding = tuple[int, int, str]
"""Start, end, kind."""


def find(text: str, promotion: bool = False, extra: Iterable[tuple[str, re.Pattern[str]]] = ()) -> list[Finding]:
    """The contacts in ``text`` as (start, end, kind), in order, without overlap.

    Kinds are those of :data:`~generator.contacts.KIND_NAMES`. In a line of ``promotion`` links count too, and any run
    of five digits or more, as ``number``. ``extra`` are the keeper's own (kind, pattern). Public short numbers (110,
    12345), document numbers, years and amounts are no contacts.
    """
    extra = tuple(extra)
    return list(_usual(text, promotion) if not extra else _find(text, promotion, extra))


@lru_cache(maxsize=1024)
def _usual(text: str, promotion: bool) -> Sequence[Finding]:
    """Without the keeper's patterns; a line of the source is most often a paragraph of the outline too."""
    return _find(text, promotion, ())


def _find(text: str, promotion: bool, extra: Sequence[tuple[str, re.Pattern[str]]]) -> Sequence[Finding]:
    worth = promotion or WORTH_A_LOOK.search(text) is not None
    if not (worth or extra):
        return ()
    plain = _plain(text)
    if not (worth or any(own.search(plain) for _, own in extra)):
        return ()
    found: list[Finding] = []
    idle: set[object] = set()
    """Rules that find nothing in the text as it is now."""
    while True:
        fresh: list[Finding] = []
        for kind, finder in finders(promotion, plain, extra):
            if finder in idle:
                continue
            spans = [(start, end, kind) for start, end in finder(plain) if end > start]
            if spans := [span for span in spans if plain[span[0] : span[1]].strip(BLOT + " ")]:
                plain = mask(plain, spans)
                fresh += spans
                idle.clear()
            else:
                idle.add(finder)
        if not fresh:
            return sorted(found)
        found += fresh


def suspects(texts: Iterable[str]) -> set[str]:
    """Those of ``texts`` in which :func:`find` may find something; they are looked through in one go."""
    each = [*dict.fromkeys(texts)]
    return set(_lines_with(WORTH_A_LOOK, each, "\n".join(each)))


def holding(literals: Iterable[str], texts: Iterable[str]) -> set[str]:
    """Those of ``texts`` in which one of :func:`literals` may stand."""
    each = [*dict.fromkeys(texts)]
    held = {text for text in each if text.isascii()}  # in one text with others they would be made plain otherwise
    others = [text for text in each if text not in held]
    plain = _made_plain("\n".join(others))
    for literal in literals:
        if literal in plain:
            held.update(_lines_with(re.compile(re.escape(literal)), others, plain))
    return held


def _lines_with(pattern: re.Pattern[str], texts: Sequence[str], lines: str) -> Iterator[str]:
    """Those of ``texts`` that ``pattern`` matches in; ``lines`` are all of them, a character for each of theirs."""
    ends = [*accumulate(len(text) + 1 for text in texts)]
    at = 0
    while match := pattern.search(lines, at):
        number = bisect_right(ends, match.start())
        yield texts[number]
        at = ends[number]


def find_in_table(
    text: str, promotion: bool = False, extra: Iterable[tuple[str, re.Pattern[str]]] = ()
) -> list[Finding]:
    """As :func:`find`, in a table of rows and tabs: a column's head (联系电话) speaks for each cell below it."""
    found = find(text, promotion, extra)
    heads: list[str] = []
    at = 0
    for row in text.split("\n"):
        cells = row.split("\t")
        for column, cell in enumerate(cells):
            head = f"{heads[column]}:" if column < len(heads) else ""
            if _COLUMN.search(head) and not any(start < at + len(cell) and end > at for start, end, _ in found):
                shift = at - len(head)
                below = [one for one in find(head + cell, promotion) if one[0] >= len(head)]
                found += [(start + shift, end + shift, kind) for start, end, kind in below]
            at += len(cell) + 1
        heads = heads if heads and len(cells) == len(heads) else cells
    return sorted(found)


_COLUMN = re.compile(r"电 ?话|手 ?机|联系|QQ|微 ?信|邮 ?箱|身份证|[卡账帐]号")


def literals(text: str, found: Iterable[Finding]) -> set[tuple[str, str]]:
    """What was found in ``text`` as (kind, plain text): for pieces of it that lack the words by which it was known.

    What has fewer than five letters and digits is left out: it may stand for something else there.
    """
    plain = _plain(text)
    return {(kind, literal) for start, end, kind in found if sum(map(str.isalnum, literal := plain[start:end])) > 4}


def pattern_of(literals: Iterable[str]) -> re.Pattern[str]:
    """The pattern of whole ones of :func:`literals`; of several that could match the longest does."""
    longest = sorted(literals, key=lambda one: (-len(one), one))
    first = "".join({re.escape(literal[0]): None for literal in longest})
    return starting(first, rf"(?<![0-9A-Za-z█])(?:{'|'.join(map(re.escape, longest))})(?![0-9A-Za-z█])")


def mask(text: str, spans: Iterable[Finding]) -> str:
    """``text``, as long as before, with :data:`BLOT` for each character of the spans; white space stays."""
    parts: list[str] = []
    at = 0
    for start, end, _ in sorted(spans):
        parts += [text[at:start], _VISIBLE.sub(BLOT, text[max(start, at) : end])]
        at = max(end, at)
    return "".join([*parts, text[at:]])


_VISIBLE = re.compile(r"\S")

# --- plain text -------------------------------------------------------------------------------------------------

# What begins one stands first in each, so that a search runs over all else at once.
_WRITTEN = re.compile(
    rf"[0-9{HAN}](?<![0-9{HAN}A-Za-z].)(?:[0-9{HAN}]{{4,}}+|(?<=[{HAN}])(?:[ .-]?[{HAN}]){{4,}}+)(?![{HAN}])"
)
"""A number in Chinese digits, or in both kinds."""
_LOOKALIKE = re.compile(
    r"[0-9OolI](?<![A-Za-z0-9].)(?:(?<=[0-9])|(?=(?:[ -]?[OolI]){0,6}+[0-9]))(?:[ -]?[0-9OolI]){9,12}(?![A-Za-z0-9])"
)
"""Eleven digits of which some are letters that look alike: 138 O0O0 1234."""


class _Plain(dict[int, int]):
    """Code point to the ASCII character it stands for: ２ and ② to 2, ＠ to @, － to -; others to themselves."""

    def __missing__(self, code: int) -> int:
        character = chr(code)
        normal = unicodedata.normalize("NFKC", character)
        digit = unicodedata.digit(character, None)
        if digit is not None:
            plain = ord(str(digit))
        elif normal in _SAME:
            plain = ord(_SAME[normal])
        else:
            plain = ord(normal) if len(normal) == 1 and normal.isascii() else code
        self[code] = plain
        return plain


_SAME = (
    dict.fromkeys("—–―‐‑‒−", "-")
    | dict.fromkeys("·•∙・", ".")
    | dict.fromkeys("【〔［[", "(")
    | dict.fromkeys("】〕］]", ")")
    | {"\u200b": " ", "\ufeff": " "}
)
_PLAIN = _Plain()
_VALUES = dict(zip(map(ord, HAN), HAN_VALUES, strict=True))
_ALIKE = str.maketrans("OolI", "0011")


@lru_cache(maxsize=1024)
def _plain(text: str) -> str:
    return _made_plain(text)


def _made_plain(text: str) -> str:
    if not text.isascii():
        text = _WRITTEN.sub(_written, text.translate(_PLAIN))
    return _LOOKALIKE.sub(lambda run: run[0].translate(_ALIKE) if _count(run[0]) > 3 else run[0], text)


def _written(run: re.Match[str]) -> str:
    digits = run[0].translate(_VALUES)
    # ○○○○○ holds a place, and 一 or 二 beside a number may count what follows (二是…).
    return digits if digits.strip("0 .-") and len(run[0]) - _count(run[0]) > 2 else run[0]


def _count(text: str) -> int:
    return sum(character in "0123456789" for character in text)
