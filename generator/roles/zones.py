"""Where a document begins and ends among what a web page or a pack of documents puts around it.

Words tell little here, the next site has others. What tells is place and shape: a title stands directly before a
salutation, a byline or the first prose, a printed list of contents repeats headings that come later, and the foot of
a page is a run of fragments without a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from generator import cues
from generator.cues import page
from generator.model import Line
from generator.roles.foot import find_foot
from generator.roles.likeness import is_prose
from generator.roles.repetition import key_of
from generator.roles.titles import FRONT, Look, find_addressee, find_title

_PAGED = re.compile(r"[\s.．…·。]+[0-9０-９]{1,4}$")


@dataclass(frozen=True, slots=True)
class Zones:
    """The borders of the text among the lines of a manuscript, by index."""

    title: int
    """The line that is most likely the title; -1 where none is likely."""
    top: int
    """Where the title begins, if lines above it belong to it: an organisation, 关于…的."""
    prose: int
    """The first line of running text; the number of lines where there is none."""
    contents: frozenset[int]
    """Lines of a printed list of contents."""
    addressee: int
    """The line under the title that says who is spoken to; -1 where none does."""
    foot: int
    """The first line of the fragments at the end; the number of lines where there are none."""


def zones(
    lines: Sequence[Line], keys: Sequence[str], look: Look, names: frozenset[str], headers: frozenset[str]
) -> Zones:
    """Find the borders.

    ``keys`` are the lines for comparison, ``names`` what the file calls itself, ``headers`` what comes back on pages.
    """
    contents = _contents(lines, keys)
    top, title = find_title(lines, look, names, contents, headers)
    prose = next(
        (i for i, line in enumerate(lines) if i not in contents and is_prose(look(line.text.strip()))), len(lines)
    )
    return Zones(title, top, prose, contents, find_addressee(lines, look, title), find_foot(lines, look, title))


# --- the list of contents ---------------------------------------------------------------------------------------


def _contents(lines: Sequence[Line], keys: Sequence[str]) -> frozenset[int]:
    """Three lines or more in a row that come again later in the same order, and a 目录 above them."""
    starts: dict[str, list[int]] = {}
    for i, key in enumerate(keys):
        starts.setdefault(key[:4], []).append(i)
    out: set[int] = set()
    run: list[int] = []
    reached = 0
    for i, line in enumerate(lines[: 4 * FRONT]):
        if len(line.text) > cues.SHORT:
            break
        text = line.text.strip()
        bare = key_of(_PAGED.sub("", text)) if text[-1].isdigit() else keys[i]
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
        if run and page.is_page_number(text):
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
    heading = {above} if above >= 0 and page.CONTENTS_HEADING.match(lines[above].text.strip()) else set()
    return set(run) | heading
