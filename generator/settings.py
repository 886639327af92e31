"""The keeper's files beside the outlines.

A folder's ``collection.yml`` says what the collection is called and holds the defaults for the outlines below it; a
sidecar holds the directions for one outline. Either may be in any encoding that outlines may be in.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from . import directions
from .catalogue import Settings
from .model import Directions, Note, Severity
from .readers.encodings import decode

FILE_NAME = "collection.yml"

_KINDS: dict[str, tuple[type | tuple[type, ...], str]] = {
    "title": (str, "文字"),
    "order": ((int, float), "数字"),
    "description": (str, "文字"),
    "defaults": (dict, "一组“键: 值”"),
}


def load(file: Path) -> tuple[Settings, tuple[Note, ...]]:
    """The settings in a file; what is wrong in it is a problem, and the rest holds. Raises OSError."""
    given, notes = _mapping(file.read_bytes(), file.name)
    good: dict[str, Any] = {}
    for key, value in given.items():
        if key not in _KINDS:
            hint = directions.nearest(key, _KINDS) or f"，可用的有 {'、'.join(_KINDS)}"
            notes.append(_problem(f"{file.name}里的键“{directions.shown(key)}”不认识{hint}。"))
        elif value is not None:
            kind, name = _KINDS[key]
            if isinstance(value, bool) or not isinstance(value, kind):
                notes.append(_problem(f"{file.name}里“{key}”的值应是{name}，没有采用。"))
            else:
                good[key] = value
    if "defaults" in good:
        good["defaults"], more = directions.parse(good["defaults"], file.name)
        notes += more
        if good["defaults"].was:  # one old address cannot lead to all outlines of a folder
            good["defaults"] = replace(good["defaults"], was=())
            notes.append(_problem(f"{file.name}里 defaults 不能有 was，请写进各篇自己的 .yml。"))
    return Settings(**good), tuple(notes)


def parse_sidecar(data: bytes, name: str) -> tuple[Directions, tuple[Note, ...]]:
    """The directions in the bytes of a sidecar called ``name``, as :func:`load` takes its file.

    Where the whole is not readable, they say that the document is not published: the sidecar may have said so.
    """
    mapping, notes = _mapping(data, name)
    given, more = directions.parse(mapping, name)
    if notes:
        given = Directions(publish=False, reason=directions.unreadable(name))
    return given, (*notes, *more)


def _mapping(data: bytes, name: str) -> tuple[dict[str, object], list[Note]]:
    decoded = decode(data)
    damage = [note for note in decoded.notes if note.severity is Severity.PROBLEM]
    mapping, broken = directions.from_yaml(decoded.text, name)
    return mapping, [*(replace(note, text=f"{name}：{note.text}") for note in damage), *broken]


def _problem(text: str) -> Note:
    return Note("collection-file", text, severity=Severity.PROBLEM)
