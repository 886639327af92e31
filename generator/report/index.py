"""The index of the report: what needs a person, then every document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final
from urllib.parse import quote

from .. import storage
from ..catalogue import Entry, Status
from ..markup import html
from ..model import Note
from .advice import advice
from .document import document_path
from .page import page, write_shared
from .sidecar import written

INDEX: Final = "index.html"
LOW_CONFIDENCE: Final = 0.5
STATUS_NAMES: Final = {Status.PUBLISHED: "已发布", Status.WITHHELD: "不发布", Status.FAILED: "未能读出"}
_COLUMNS: Final = ("文件", "标题", "结果", "提示", "标题数", "搁置", "遮盖", "把握")
_NUMBERS: Final = _COLUMNS[4:]


def needs_person(entry: Entry) -> bool:
    """Whether somebody should look at a document."""
    return bool(
        entry.status is Status.FAILED
        or entry.problems
        or entry.confidence <= LOW_CONFIDENCE
        or any(advice(code).check for code in entry.codes)
    )


def write_index(folder: Path, entries: Sequence[Entry], problems: Sequence[tuple[str, Note]]) -> None:
    """Write the index: what needs a person first, then every document."""
    counts = [f"{name} {sum(entry.status is status for entry in entries)}" for status, name in STATUS_NAMES.items()]
    body = "\n".join(_body(f"{'，'.join(counts)}。本页只在本机，不随网站发布。", entries, problems))
    write(folder, body)


def write(folder: Path, body: str) -> None:
    """Write an index with what it shares with the documents' pages."""
    write_shared(folder)
    storage.write_if_changed(folder / INDEX, page("整理报告", body))


def _body(summary: str, entries: Sequence[Entry], problems: Sequence[tuple[str, Note]]) -> Iterator[str]:
    yield f"<h1>整理报告</h1>\n<p>{summary}</p>"
    if problems:
        yield "<h2>需要处理</h2><table><tr><th>文件<th>原因<th>怎么办</tr>"
        for path, note in problems:
            mend = html(advice(note.code).mend)
            yield f"<tr class=problem><td>{html(path)}<td>{html(note.text)}<td>{mend}</tr>"
        yield "</table>"
    moved = [entry for entry in entries if entry.moved]
    if moved:
        yield (
            "<h2>搬动过的文件</h2><p>内容没变，地址变了。"
            "把右边一行写进它的 .yml（.md 文件写进文件头），旧地址就会转到新地址。</p>"
            "<table><tr><th>文件<th>写上</tr>"
        )
        for entry in moved:
            yield f"<tr><td>{html(entry.path)}<td><code>{html(_was(entry))}</code></tr>"
        yield "</table>"
    yield from every(entries)


def every(entries: Sequence[Entry]) -> Iterator[str]:
    """The table of all documents."""
    yield "<h2>全部文件</h2>"
    yield from _filters(entries)
    heads = "".join(f"<th{' class=n' if name in _NUMBERS else ''} data-sort>{name}" for name in _COLUMNS)
    yield f"<table class=all><thead><tr>{heads}</tr></thead><tbody>"
    for entry in sorted(entries, key=_urgency):
        yield _row(entry)
    yield "</tbody></table>"


def _filters(entries: Sequence[Entry]) -> Iterator[str]:
    """What narrows the table: it needs the script, and is hidden without it."""
    kinds = {
        "需要看": sum(map(needs_person, entries)),
        **{name: sum(entry.status is status for entry in entries) for status, name in STATUS_NAMES.items()},
        "有搁置": sum(entry.set_aside > 0 for entry in entries),
    }
    notes = Counter(name for entry in entries for name in {advice(code).name for code in entry.codes})
    buttons = [
        f'<button type=button data-mark="{name}" aria-pressed=false>{name} <small>{count}</small></button>'
        for name, count in (*kinds.items(), *sorted(notes.items(), key=lambda one: (-one[1], one[0])))
        if count
    ]
    yield (
        f"<form class=filters hidden><input type=search placeholder=文件名或标题 aria-label=文件名或标题>"
        f"{''.join(buttons)}<output></output></form>"
    )


def _was(entry: Entry) -> str:
    """The line that leads the old addresses of a page on to it."""
    said = [
        *(entry.card.was if entry.card else ()),
        *(f"{address.removesuffix('.md')}.html" for address in entry.moved),
    ]
    return f"was: {written(said)}"


def _urgency(entry: Entry) -> tuple[bool, bool, bool, float, str]:
    # First what has no page, then what the parser doubts.
    published = entry.status is Status.PUBLISHED
    return published, not needs_person(entry), entry.confidence > LOW_CONFIDENCE, entry.confidence, entry.path


def _row(entry: Entry) -> str:
    name = html(entry.path)
    if entry.key:
        name = f'<a href="{quote(document_path(entry.address))}">{name}</a>'
    title = html(entry.card.title) if entry.card else ""
    if entry.reason:
        title = "<br>".join(filter(None, [title, f"<span class=muted>{html(entry.reason)}</span>"]))
    names = dict.fromkeys(advice(code).name for code in entry.codes)
    marks = [STATUS_NAMES[entry.status], *names]
    marks += [mark for mark, holds in (("需要看", needs_person(entry)), ("有搁置", entry.set_aside > 0)) if holds]
    notes = " ".join(f"<span class=chip>{html(one)}</span>" for one in names)
    numbers: tuple[object, ...] = ("", "", "", "")
    if entry.card:
        numbers = (entry.card.section_count, entry.set_aside or "", entry.masked or "", f"{entry.confidence:.2f}")
    cells = "".join(f"<td class=n data-name={name}>{number}" for name, number in zip(_NUMBERS, numbers, strict=True))
    kind = ' class="look"' if needs_person(entry) else ""
    return (
        f'<tr{kind} data-marks="{html(" ".join(marks))}"><td>{name}<td>{title}'
        f"<td class=r>{STATUS_NAMES[entry.status]}<td>{notes}{cells}</tr>"
    )
