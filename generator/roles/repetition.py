"""Lines that come back: the headers and footers of pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from generator.cues import page
from generator.model import Line

HALF_PAGE = 300
"""Characters; a page of GB/T 9704-2012 holds 616."""


FIRST = 3
"""Lines among which one that comes twice more is a header, however short its pages are."""


def key_of(text: str) -> str:
    """A text for comparison: without white space."""
    return "".join(text.split())


def running_headers(lines: Sequence[Line], keys: Sequence[str], seen: Mapping[str, int]) -> frozenset[str]:
    """Lines that come back page after page: beside page numbers, from the top on, or with half a page between."""
    numbered = _numbered(lines, keys)
    places: dict[str, list[int]] = {}
    offset = 0
    offsets = []
    for i, (line, key) in enumerate(zip(lines, keys, strict=True)):
        offsets.append(offset)
        offset += len(line.text)
        if seen.get(key, 0) > 1:
            places.setdefault(key, []).append(i)
    if not places:
        return numbered
    pages = {i for i, line in enumerate(lines) if page.is_page_number(line.text.strip())}
    out = set()
    for key, found in places.items():
        paged = sum(1 for i in found if i - 1 in pages or i + 1 in pages)
        far = all(offsets[b] - offsets[a] > HALF_PAGE for a, b in pairwise(found))
        if paged * 2 >= len(found) or (len(found) > 2 and (far or found[0] < FIRST)):
            out.add(key)
    return numbered | out


_NUMBERED = re.compile(
    r"^(?P<stem>[^\s，。；：、].{3,22}?)(?:\s{2,}|\s*[·•—－|｜-]+\s*|\u3000+)(?P<number>[0-9]{1,4})\s*[·•—－-]*$"
)


def _numbered(lines: Sequence[Line], keys: Sequence[str]) -> frozenset[str]:
    """Headers that carry the number of their page: three or more with the same words, each a number further."""
    found: dict[str, list[tuple[int, int]]] = {}
    for i, line in enumerate(lines):
        text = line.text.strip()
        if len(text) <= 32 and text[-1] in "0123456789·•—－-" and (m := _NUMBERED.match(text)):
            found.setdefault(key_of(m["stem"]), []).append((int(m["number"]), i))
    out: set[str] = set()
    for pages in found.values():
        if len(pages) > 2 and all(b[0] == a[0] + 1 for a, b in pairwise(pages)):
            out |= {keys[i] for _, i in pages}
    return frozenset(out)


_SITES = frozenset("网库坛架")
"""What every name of a site has one of."""


def sites(texts: Sequence[str]) -> tuple[str, ...]:
    """What a site calls itself: a name at the top or the foot that comes again in another line."""
    edges = [text.strip() for text in (*texts[:6], *texts[-6:]) if len(text) < 60 and not _SITES.isdisjoint(text)]
    names = {m[1] for text in edges for m in page.SITE_NAME.finditer(text)}
    return tuple(name for name in sorted(names) if sum(name in text for text in texts) > 1)


_ENDING = re.compile(r"[（(【\[][^（）()【】\[\]]{4,24}[）)】\]]$")


def endings(texts: Iterable[str]) -> frozenset[str]:
    """Remarks in brackets that stand at the end of three lines or more, behind different words: a site's stamp."""
    behind: dict[str, set[str]] = {}
    for text in texts:
        stripped = text.rstrip()
        if stripped[-1] in "）)】]" and (m := _ENDING.search(stripped)):
            behind.setdefault(m[0], set()).add(stripped[: m.start()])
    return frozenset(end for end, before in behind.items() if len(before) > 2)
