"""The index of the report: what needs a person, then every document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from .. import storage
from ..catalogue import Entry, Status
from ..markup import html
from ..model import Note
from .advice import ADVICE, advice
from .document import document_url
from .imports import Hide, Import, named
from .page import INDEX, page, write_shared
from .sidecar import written
from .table import LOOK, LOW_CONFIDENCE, STATUS_NAMES, filters, needs_person

_COLUMNS: Final = {
    "文件": "",
    "标题": "",
    "结果": "",
    "提示": "",
    "标题数": "读出几个小标题",
    "搁置": "几处没有进页面，如推广语、页码",
    "遮盖": "隐去几处联系方式",
    "把握": "从 0 到 1，越小越该看",
}
_NUMBERS: Final = tuple(_COLUMNS)[4:]
_ASIDE: Final = "有搁置"


def write_index(
    folder: Path,
    entries: Sequence[Entry],
    problems: Sequence[tuple[str, Note]],
    imports: Sequence[Import] = (),
    hide: Hide = str,
) -> None:
    """Write the index: what needs a person first, the packs that were brought in, then every document."""
    counts = [f"{name} {sum(entry.status is status for entry in entries)}" for status, name in STATUS_NAMES.items()]
    look = sum(map(needs_person, entries))
    summary = f"{len(entries)} 个文件：{'，'.join(counts)}；需要看 {look}。本页只在本机，不随网站发布。"
    write(folder, "\n".join([*_body(summary, entries, problems), *named(imports, hide), *every(entries)]))


def write(folder: Path, body: str) -> None:
    """Write an index with what it shares with the documents' pages."""
    write_shared(folder)
    storage.write_if_changed(folder / INDEX, page("整理报告", body))


def _body(summary: str, entries: Sequence[Entry], problems: Sequence[tuple[str, Note]]) -> Iterator[str]:
    yield f"<h1>整理报告</h1>\n<p>{summary}</p>"
    if problems:
        pages = {entry.path: document_url(entry.address) for entry in entries if entry.key}
        yield "<h2>需要处理</h2><table class=told><thead><tr><th>文件<th>原因<th>怎么办</tr></thead><tbody>"
        for path, note in problems:
            name = f'<a href="{pages[path]}">{html(path)}</a>' if path in pages else html(path)
            yield f"<tr class=problem><td>{name}<td>{html(note.text)}<td>{html(advice(note.code).mend)}</tr>"
        yield "</tbody></table>"
    moved = [entry for entry in entries if entry.moved]
    if moved:
        yield (
            "<h2>搬动过的文件</h2><p>内容没变，地址变了。"
            "把右边一行写进它的 .yml（.md 文件写进文件头），旧地址就会转到新地址。</p>"
            "<table class=told><thead><tr><th>文件<th>写上</tr></thead><tbody>"
        )
        for entry in moved:
            yield f"<tr><td>{html(entry.path)}<td><code>{html(_was(entry))}</code></tr>"
        yield "</tbody></table>"


def every(entries: Sequence[Entry]) -> Iterator[str]:
    """The table of all documents."""
    yield "<h2>全部文件</h2>"
    yield _filters(entries)
    heads = "".join(
        f'<th class=n title="{said}" data-sort>{name}' if said else f"<th data-sort>{name}"
        for name, said in _COLUMNS.items()
    )
    yield f"<table class=all><thead><tr>{heads}</tr></thead><tbody>"
    for entry in sorted(entries, key=_urgency):
        yield _row(entry)
    yield "</tbody></table>"


def _filters(entries: Sequence[Entry]) -> str:
    kinds = {
        LOOK: sum(map(needs_person, entries)),
        **{name: sum(entry.status is status for entry in entries) for status, name in STATUS_NAMES.items()},
        _ASIDE: sum(entry.set_aside > 0 for entry in entries),
    }
    notes = Counter(name for entry in entries for name in {advice(code).name for code in entry.codes})
    ordered = dict(sorted(notes.items(), key=lambda one: (-one[1], one[0])))
    return filters("文件名或标题", kinds | ordered, {one.name: one.mend for one in ADVICE.values()})


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
        name = f'<a href="{document_url(entry.address)}">{name}</a>'
    why = [entry.reason, *(note.text for note in entry.problems)]
    title = html(entry.card.title) if entry.card else ""
    title = "<br>".join(filter(None, [title, *(f"<span class=muted>{html(one)}</span>" for one in why if one)]))
    names = dict.fromkeys([advice(code).name for code in entry.codes])
    look, result = needs_person(entry), STATUS_NAMES[entry.status]
    marks = [result, *names, *([LOOK] if look else ()), *([_ASIDE] if entry.set_aside else ())]
    notes = " ".join(f"<span class=chip>{html(one)}</span>" for one in names)
    numbers: tuple[object, ...] = ("", "", "", "")
    if entry.card:
        numbers = (entry.card.section_count, entry.set_aside or "", entry.masked or "", f"{entry.confidence:.2f}")
    cells = "".join([f"<td class=n data-name={name}>{number}" for name, number in zip(_NUMBERS, numbers, strict=True)])
    kind = ' class="look"' if look else ""
    return (
        f'<tr{kind} data-marks="{html(" ".join(marks))}"><td>{name}<td>{title}'
        f"<td class=r>{result}<td>{notes}{cells}</tr>"
    )
