"""A sidecar to copy: what was read of a document, in the words in which a keeper would correct it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from ..contacts import BLOT
from ..model import Outline, Record, Section

OPENING = 8
"""So many characters of a heading name it, more where two begin alike."""


def sidecar(record: Record) -> str:
    """``NAME.yml`` for a document that was read; empty for another.

    Lines that start with ``#`` say what was read, and correct it once they say something else; where the parser
    doubted, its second reading of the headings stands ready. As it is, the text changes nothing else.
    """
    return "\n".join(_lines(record, record.outline)) + "\n" if record.outline else ""


def _lines(record: Record, outline: Outline) -> Iterator[str]:
    given, facts = record.directions, record.facts
    yield f"# 存为 {record.path.rpartition('/')[2]}.yml，放在原文件旁边，再构建一次。"
    yield "# 要改哪一行，就去掉行首的“# ”，把冒号后面改对；其余各行可以删去。"
    values = {
        "title": outline.title,
        "date": facts.date,
        "occasion": facts.occasion,
        "speaker": facts.speaker,
        "genre": facts.genre,
    }
    for key, value in values.items():
        # What the keeper said already stays said when this file takes the place of the old one.
        said = bool(getattr(given, key))
        yield f"{'' if said else '# '}{key}: {_quoted(value)}".rstrip()
    tags = facts.tags or facts.keywords
    yield f"{'' if given.tags else '# '}tags: {written(tags)}"
    if given.was:
        yield f"was: {written(given.was)}"
    if given.publish is not None:
        yield f"publish: {str(given.publish).lower()}"
        yield f"reason: {_quoted(given.reason)}"
    yield from _headings(record, outline)


def _headings(record: Record, outline: Outline) -> Iterator[str]:
    given = dict(record.directions.headings)
    second = {text: level for text, level in outline.second if text not in given}
    openings = _openings(outline.sections)
    known = [(words, section.depth) for section, words in zip(outline.sections, openings, strict=True)]
    known = [
        (words, depth)
        for words, depth in known
        if BLOT not in words and not any(map(words.startswith, (*given, *second)))
    ]
    if not (given or second or known):
        return
    yield "headings:" if given or second else "# headings:"
    for text, level in given.items():
        yield f"  {_quoted(text)}: {level}"
    if second:
        yield "  # 拿不准的几处，下面是另一种读法："
        for text, level in second.items():
            yield f"  {_quoted(text)}: {level}"
    if known:
        yield "  # 其余标题现在的级别，0 表示不是标题："
        for words, depth in known:
            yield f"  # {_quoted(words)}: {depth}"


def _openings(sections: tuple[Section, ...]) -> list[str]:
    """The first words of each heading, as few as tell it from the others."""
    texts = [section.text for section in sections]
    found = []
    for text in texts:
        length = OPENING
        while length < len(text) and sum(other.startswith(text[:length]) for other in texts) > 1:
            length += 1
        found.append(text[:length])
    return found


def written(value: str | Sequence[str]) -> str:
    """The value on a line of YAML, whose double-quoted strings and lists take those of JSON."""
    return json.dumps(value, ensure_ascii=False)


def _quoted(value: str) -> str:
    return written(value) if value else ""
