"""An outline as plain text, and as JSON for programs (docs/outline-json.md describes it)."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Any, Final

import msgspec

from generator.article import section_ids
from generator.model import Block, Record, Section
from generator.pages import title_of

FORMAT: Final = "tigang-outline"
VERSION: Final = 1
"""Grows where a field changes its meaning or goes; new fields leave it alone."""

_INDENT: Final = "\u3000\u3000"
_NO_TEXT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
"""Control characters, and halves of a pair that stand alone: no encoding has them."""


def as_text(record: Record) -> bytes:
    """The published record as text: UTF-8 with a byte order mark, which old editors of Windows need, and CRLF."""
    outline = record.outline
    assert outline is not None, record.path
    lines = [title_of(outline, record.path), outline.subtitle, *(scrap.text for scrap in outline.byline)]
    lines = [*filter(None, lines), ""]
    for block in outline.opening:
        lines += _block_lines(block)
    for section in outline.sections:
        lines += _section_lines(section)
    text = _NO_TEXT.sub("", "\n".join(lines)) + "\n"
    return b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()


def _section_lines(section: Section) -> list[str]:
    heading = _INDENT + section.text
    lines = [line for block in section.blocks for line in _block_lines(block)]
    # With no number to tell it by, a heading stands on a line of its own.
    if section.runin and section.marker and lines:
        return [heading + lines[0].removeprefix(_INDENT), *lines[1:]]
    return [heading, *lines]


def _block_lines(block: Block) -> list[str]:
    flush = block.kind in ("table", "salutation")
    return [line if flush else _INDENT + line.strip() for line in block.text.splitlines() if line.strip()]


def as_json(record: Record) -> bytes:
    """The published record as JSON."""
    outline = record.outline
    assert outline is not None, record.path
    ids = section_ids(outline)
    known = msgspec.to_builtins(record.facts)
    value = {
        "format": FORMAT,
        "version": VERSION,
        "title": title_of(outline, record.path),
        "subtitle": outline.subtitle,
        "byline": [{"role": scrap.role.value, "text": scrap.text.strip()} for scrap in outline.byline],
        "facts": {key: fact for key, fact in known.items() if fact},
        "notices": list(record.screening.notices),
        "source": PurePosixPath(record.path).name,
        "masked": len(record.screening.masks),
        "opening": [_block_value(block) for block in outline.opening],
        "sections": [
            {
                "level": section.depth,
                "id": own,
                "text": section.text,
                "marker": section.text[: section.marker].strip(),
                "runin": section.runin,
                "blocks": [_block_value(block) for block in section.blocks],
            }
            for own, section in zip(ids, outline.sections, strict=True)
        ],
    }
    try:
        text = msgspec.json.encode(value)
    except UnicodeEncodeError:
        text = _ESCAPE
    if _ESCAPE in text or b"\x7f" in text:  # perhaps of a character that is none of a text
        text = msgspec.json.encode(_cleaned(value))
    return msgspec.json.format(text, indent=1) + b"\n"


_ESCAPE: Final = b"\\"


def _block_value(block: Block) -> dict[str, object]:
    if block.kind == "table":
        rows = [[cell.strip() for cell in row.split("\t")] for row in block.text.splitlines()]
        return {"kind": "table", "rows": rows}
    value: dict[str, object] = {"kind": block.kind, "text": block.text}
    if block.points:
        value["points"] = [block.text[point.start : point.end] for point in block.points]
    return value


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return _NO_TEXT.sub("", value)
    if isinstance(value, list):
        return [_cleaned(item) for item in value]
    return {key: _cleaned(item) for key, item in value.items()} if isinstance(value, dict) else value
