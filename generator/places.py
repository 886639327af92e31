"""The addresses of the pages that show the archive from one side: by genre, year, topic, organisation, phrase.

Addresses are Markdown paths below the content folder. A name stands in them as it is where every file system can hold
it; else what it cannot hold is left out and a short digest tells the name from others.
"""

from __future__ import annotations

import re
from typing import Literal

from .cache import digest

Side = Literal["genre", "year", "topic", "organisation"]

BROWSE = "browse.md"
"""Where facets combine, with the ways into every side of the archive."""
PHRASES = "phrases.md"
"""The index of set phrases."""
FACETS = "assets/browse"
"""Where the data of the facets is in the site."""

_SAFE = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffffa-z0-9·]+(?:-[\u3400-\u9fff\U00020000-\U0003ffffa-z0-9·]+)*")
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)")
_LONGEST = 40


def place(side: Side | Literal["phrase"], name: str, number: int = 1) -> str:
    """The address of page ``number`` (from 1) of the list of ``name``."""
    folder = "phrases" if side == "phrase" else f"by/{side}"
    return _numbered(f"{folder}/{_file_name(name)}", number)


def skeletons(topic: str, number: int = 1) -> str:
    """The address of the page that shows the skeletons of a topic's outlines side by side."""
    return _numbered(f"by/skeletons/{_file_name(topic)}", number)


def comparison(address: str) -> str:
    """The address of the page that compares the outline at ``address`` with the version before it."""
    return f"versions/{address}"


def _numbered(stem: str, number: int) -> str:
    return f"{stem}.md" if number == 1 else f"{stem}-{number}.md"


def _file_name(name: str) -> str:
    # A number at the end would look like that of a further page, save in the names of years and months.
    dated = re.fullmatch(r"\d{4}(?:-\d\d)?", name)
    safe = _SAFE.fullmatch(name) and not _DEVICE.fullmatch(name) and len(name) <= _LONGEST
    if dated or (safe and not re.search(r"-\d+$", name) and name != "index"):
        return name
    kept = re.sub(r"[\W_]+", "-", name).strip("-").lower()[:_LONGEST]
    return f"{kept}-{digest(name.encode())[:6]}".lstrip("-")
