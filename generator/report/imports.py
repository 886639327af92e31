"""What became of each file of the packs that were brought in: kept when they come, shown by the report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from .. import storage
from ..cache import read_back
from ..catalogue import Entry, Status
from ..folders import Folders
from ..markup import html
from ..screening import hide_path
from .advice import advice
from .document import document_url
from .page import INDEX, page, write_shared
from .table import LOOK, STATUS_NAMES, filters, needs_person

IMPORTS: Final = "imports.html"


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file of a pack."""

    file: str
    """Its name in the pack."""
    outcome: str
    """A word: 复制、已有、空文件."""
    copied: bool
    path: str = ""
    """The outline that it became, or that has the same content, below the content folder."""
    mend: str = ""
    """What to do about it; empty where nothing is lost."""


@dataclass(frozen=True, slots=True)
class Import:
    """A pack that was brought in."""

    pack: str
    """Where it lay: one that is brought in again takes its place."""
    name: str
    folder: str
    """Where its outlines were copied to."""
    said: str
    """Its counts, in a sentence."""
    files: tuple[Arrival, ...] = ()


Hide = Callable[[str], str]
"""Takes the contacts out of a name."""


def load_imports(folders: Folders) -> list[Import]:
    """The packs that were brought in, in the order in which they came."""
    return read_back(folders.imports, list[Import]) or []


def remember_import(folders: Folders, done: Import) -> None:
    """Keep what became of a pack."""
    others = [one for one in load_imports(folders) if one.pack != done.pack]
    storage.write(folders.imports, msgspec.msgpack.encode([*others, done]))


def write_imports(
    folder: Path, imports: Sequence[Import], entries: Mapping[str, Entry], hide: Hide, missing: str
) -> None:
    """Write the page of all packs, with what the build made of their files, where there are any.

    ``missing`` is said of a file that was copied and of which there is no entry.
    """
    if imports:
        write_shared(folder)
        body = "\n".join(_body(imports, entries, hide, missing))
        storage.write_if_changed(folder / IMPORTS, page("导入的包", body))


def named(imports: Sequence[Import], hide: Hide) -> Iterator[str]:
    """The packs, as the report's index has them."""
    if imports:
        yield "<h2>导入的包</h2><p>点开包名，看里面的每个文件后来怎样。</p><table class=told>"
        yield "<thead><tr><th>包<th>收到哪里<th>结果</tr></thead><tbody>"
        for number, one in enumerate(imports, 1):
            link = f'<a href="{IMPORTS}#p{number}">{html(hide(one.name))}</a>'
            yield f"<tr><td>{link}<td>{html(hide_path(one.folder, hide))}<td>{html(one.said)}</tr>"
        yield "</tbody></table>"


def _body(imports: Sequence[Import], entries: Mapping[str, Entry], hide: Hide, missing: str) -> Iterator[str]:
    yield f'<p><a href="{INDEX}">整理报告</a></p><h1>导入的包</h1>'
    for number, one in enumerate(imports, 1):
        rows = [_row(file, entries.get(hide_path(file.path, hide)), hide, missing) for file in one.files]
        rows.sort(key=lambda row: (not row.look, row.result == STATUS_NAMES[Status.PUBLISHED]))
        yield f'<h2 id="p{number}">{html(hide(one.name))} → {html(hide_path(one.folder, hide))}</h2>'
        yield f"<p>{len(rows)} 个文件：{html(one.said)}</p>"
        counts = Counter(row.result for row in rows)
        look = sum(row.look for row in rows)
        yield filters("文件名", {LOOK: look, **dict(counts.most_common())})
        heads = "".join(f"<th data-sort>{name}" for name in ("包里的文件", "收到哪里", "结果"))
        yield f"<table class=all><thead><tr>{heads}</tr></thead><tbody>"
        for row in rows:
            kind, mark = (" class=look", f"{LOOK} ") if row.look else ("", "")
            cells = f"<td>{html(row.file)}<td>{row.target}<td>{row.result}{row.more}"
            yield f'<tr{kind} data-marks="{mark}{row.result}">{cells}</tr>'
        yield "</tbody></table>"


@dataclass(frozen=True, slots=True)
class _Row:
    file: str
    target: str
    """HTML, with a link to the document's page."""
    result: str
    more: str
    """HTML: why, and what to do about it."""
    look: bool


def _row(file: Arrival, entry: Entry | None, hide: Hide, missing: str) -> _Row:
    target = html(hide_path(file.path, hide))
    if entry and entry.key:
        target = f'<a href="{document_url(entry.address)}">{target}</a>'
    result, look, said = file.outcome, bool(file.mend), [file.mend]
    if file.copied and entry:
        result, look = STATUS_NAMES[entry.status], needs_person(entry)
        doubts = [advice(code).name for code in dict.fromkeys(entry.codes) if advice(code).check]
        said = [entry.reason, *(note.text for note in entry.problems), "、".join(doubts)]
    elif file.copied:
        said = [missing]
    more = "".join(f"<br><span class=muted>{html(one)}</span>" for one in said if one)
    return _Row(hide_path(file.file, hide), target, result, more, look)
