"""A folder's ``collection.yml``: what it says of the collection, and the defaults for the outlines below it."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Any

from . import directions
from .model import Note, Settings, Severity

FILE_NAME = "collection.yml"

_KINDS: dict[str, tuple[type | tuple[type, ...], str]] = {
    "title": (str, "文字"),
    "order": ((int, float), "数字"),
    "description": (str, "文字"),
    "defaults": (dict, "一组“键: 值”"),
}


def load(file: Path) -> tuple[Settings, tuple[Note, ...]]:
    """The settings in a file; what is wrong in it is a problem, and the rest holds. Raises OSError."""
    given, found = directions.from_yaml(file.read_text("utf-8-sig", "replace"), file.name)
    notes = list(found)
    good: dict[str, Any] = {}
    for key, value in given.items():
        if key not in _KINDS:
            hint = _nearest(key) or f"，可用的有 {'、'.join(_KINDS)}"
            notes.append(_problem(f"{file.name}里的键“{key}”不认识{hint}。"))
        elif value is not None:
            kind, name = _KINDS[key]
            if isinstance(value, bool) or not isinstance(value, kind):
                notes.append(_problem(f"{file.name}里“{key}”的值应是{name}，没有采用。"))
            else:
                good[key] = value
    if "defaults" in good:
        good["defaults"], more = directions.parse(good["defaults"], file.name)
        notes += more
    return Settings(**good), tuple(notes)


def _nearest(key: str) -> str:
    near = difflib.get_close_matches(key.lower(), _KINDS, 1, 0.6)
    return f"，是不是“{near[0]}”" if near else ""


def _problem(text: str) -> Note:
    return Note("collection-file", text, severity=Severity.PROBLEM)
