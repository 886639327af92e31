"""A document's page in the report: what was understood, beside the lines it was understood from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from .. import storage
from ..archive import url_of
from ..dates import chinese
from ..facts import spoken
from ..listing import ROLE_NAMES, Row, rows
from ..markup import html
from ..model import Facts, Note, Outline, Record, Role, Severity, Verdict
from .advice import advice
from .page import page
from .sidecar import sidecar

_VERDICTS = {Verdict.PUBLISH: "已发布", Verdict.BANNER: "已发布，页首有提示条", Verdict.WITHHOLD: "不发布"}


def document_path(address: str) -> str:
    """Where the page of the document at ``address`` stands, below the report's folder."""
    return f"documents/{address.removesuffix('.md')}.html"


def document_url(address: str) -> str:
    """The same as a link from the index says it; the page's own address is known already."""
    return f"documents/{url_of(address)}"


def write_document(folder: Path, address: str, record: Record, *, correct: bool = True) -> None:
    """Write one document's page; ``correct`` says that it is for somebody who may correct the reading."""
    path = document_path(address)
    root = "../" * path.count("/")
    body = "\n".join(_document(record, root, correct))
    storage.write_if_changed(f"{folder}/{path}", page(record.path, body, root))


def _document(record: Record, root: str, correct: bool) -> Iterator[str]:
    outline = record.outline
    title = outline.title if outline else ""
    yield f'<p><a href="{root}index.html">整理报告</a></p><h1>{html(title or record.path)}</h1>'
    yield from _facts(record)
    if record.notes:
        yield from _notes(record.notes)
    if outline:
        yield from _beside(outline, record.facts, record.notes)
        if correct:
            yield from _sidecar(record)


def _facts(record: Record) -> Iterator[str]:
    facts, screening, outline = record.facts, record.screening, record.outline
    said = _VERDICTS[screening.verdict] if outline or screening.verdict is Verdict.WITHHOLD else "未能读出"
    known = {
        "文件": record.path,
        "格式": "，".join(filter(None, [record.format, record.encoding])),
        "结果": "：".join(filter(None, [said, screening.reason])),
        "体裁": facts.genre,
        "日期": chinese(facts.date),
        "场合": facts.occasion,
        "发言人": facts.speaker,
        "篇幅": f"{facts.characters} 字，{spoken(facts.minutes)}" if facts.characters else "",
        "主题": "、".join(facts.tags or facts.keywords),
        "搁置": f"{len(outline.set_aside) or ''}" if outline else "",
        "遮盖": f"{len(screening.masks) or ''}",
        "把握": f"{outline.confidence:.2f}" if outline else "",
    }
    shown = "".join(f"<div><dt>{name}<dd>{html(value)}</div>" for name, value in known.items() if value)
    yield f"<dl>{shown}</dl>"


def _notes(notes: tuple[Note, ...]) -> Iterator[str]:
    yield "<h2>提示</h2><table class=notes><thead><tr><th class=n>行<th>情况<th>怎么改</tr></thead><tbody>"
    for note in sorted(notes, key=_weight):
        kind = (" class=problem", " class=look", "")[_weight(note)]
        where = f'<a href="#l{note.where}">{note.where}</a>' if note.where else ""
        yield f"<tr{kind}><td class=n>{where}<td>{html(note.text)}<td>{html(advice(note.code).mend)}</tr>"
    yield "</tbody></table>"


def _weight(note: Note) -> int:
    """First what went wrong, then what a person should look at."""
    return 0 if note.severity is Severity.PROBLEM else 1 if advice(note.code).check else 2


def _beside(outline: Outline, facts: Facts, notes: tuple[Note, ...]) -> Iterator[str]:
    """A row a stretch of the source: its words on the left, what they are in the outline on the right."""
    yield (
        "<h2>原文与提纲</h2><table class=beside><thead><tr><th class=n>行<th>原文<th>作用<th>提纲</tr></thead><tbody>"
    )
    noted = {note.where: note for note in reversed(notes) if note.where}
    drawn = {Role.DATE: chinese(facts.date), Role.OCCASION: facts.occasion, Role.SPEAKER: facts.speaker}
    known = {ROLE_NAMES[role]: said for role, said in drawn.items()}
    seen: set[int] = {0}
    for row in rows(outline):
        lines = [(0, row.line), *row.lines]
        fresh = [line for _, line in lines if line not in seen]
        number = row.line if row.line in fresh else ""
        source = _source(row, lines, seen)
        kinds = [name for name, holds in (("h", row.heading), ("aside", row.set_aside)) if holds]
        kinds += [f"d{level}"] if (level := row.depth - row.heading if row.depth else 0) else []
        kind = f' class="{" ".join(kinds)}"' if kinds else ""
        hints = "".join(f"<small>{html(noted[line].text)}</small>" for line in fresh if line in noted)
        yield (
            f"<tr{kind}><td class=n>{number}<td><div class=source>{source}</div>{hints}"
            f"<td class=r>{row.name}<td>{_understood(row) or html(known.pop(row.name, ''))}</tr>"
        )
    yield "</tbody></table>"


def _source(row: Row, lines: Sequence[tuple[int, int]], seen: set[int]) -> str:
    """The row's words, line by line as they stand in the source; notes lead to the lines by their ids."""
    ends = [*(place for place, _ in lines[1:]), len(row.text)]
    parts = []
    for (start, line), end in zip(lines, ends, strict=True):
        anchor = f' id="l{line}"' if line not in seen else ""
        number = f" data-line={line}" if start else ""
        seen.add(line)
        parts.append(f"<div{anchor}{number}>{html(row.text[start:end])}</div>")
    return "".join(parts)


def _understood(row: Row) -> str:
    """What became of a row: a heading at its depth, or how much text stands under one; nothing of what gave a fact."""
    if row.set_aside:
        return "<span class=muted>不发布</span>"
    if row.heading:
        return f"<b><span class=m>{html(row.text[: row.marker])}</span>{html(row.text[row.marker :])}</b>"
    if not row.depth:
        return ""
    points = f"，{row.points} 个要点" if row.points else ""
    return f"<span class=muted>{len(''.join(row.text.split()))} 字{points}</span>"


def _sidecar(record: Record) -> Iterator[str]:
    yield "<h2>校正</h2><div class=sidecar><button type=button hidden>复制</button>"
    yield f"<pre tabindex=0>{html(sidecar(record))}</pre></div>"
