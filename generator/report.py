"""The keeper's report: what was understood of each document, what was set aside, and what to look at.

Plain HTML below ``.cache/report/``, for the keeper's eyes: an index and a page a document. Words set aside stand here
and nowhere else; contacts are masked here too, and of a withheld document only path and reason are known.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

from . import storage
from .catalogue import Entry, Status
from .dates import chinese
from .facts import spoken
from .listing import rows, shortened
from .markup import html
from .model import Note, Outline, Record, Severity

INDEX = "index.html"
LOW_CONFIDENCE = 0.5
STATUS_NAMES = {Status.PUBLISHED: "已发布", Status.WITHHELD: "不发布", Status.FAILED: "未能读出"}
_STYLE = """
:root { color-scheme: light dark; --muted: #6f675b; --line: #d9d2c4; --accent: #a8322a; --tint: #f4efe4 }
@media (prefers-color-scheme: dark) { :root { --muted: #9b948a; --line: #3a3c42; --accent: #e0685c; --tint: #1e2024 } }
body { font: 15px/1.7 "Source Han Sans SC", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif;
  max-width: 70rem; margin: 2rem auto; padding: 0 1.5rem }
h1 { font-size: 1.6rem; margin: 0 0 .5rem } h2 { font-size: 1.05rem; margin: 2rem 0 .5rem }
a { color: inherit } a:hover { color: var(--accent) }
table { border-collapse: collapse; width: 100% } th { text-align: left; font-weight: 600; color: var(--muted) }
td, th { border-bottom: 1px solid var(--line); padding: .3rem .8rem .3rem 0; vertical-align: top }
.n { text-align: right; font-variant-numeric: tabular-nums; color: var(--muted); white-space: nowrap; width: 1% }
.r { white-space: nowrap; color: var(--muted); width: 1% } .m { color: var(--accent) } .muted { color: var(--muted) }
.problem td { background: var(--tint) }
"""


def document_path(address: str) -> str:
    """Where the page of the document at ``address`` stands, below the report's folder."""
    return f"documents/{address.removesuffix('.md')}.html"


def write_document(folder: Path, address: str, record: Record) -> None:
    """Write one document's page."""
    path = document_path(address)
    body = "\n".join(_document(record, f"{'../' * path.count('/')}{INDEX}"))
    storage.write_if_changed(folder / path, _page(record.path, body).encode())


def write_index(folder: Path, entries: Sequence[Entry], problems: Sequence[tuple[str, Note]]) -> None:
    """Write the index: what needs a person first, then every document."""
    counts = [f"{name} {sum(entry.status is status for entry in entries)}" for status, name in STATUS_NAMES.items()]
    parts = [f"<h1>整理报告</h1><p>{'，'.join(counts)}。本页只在本机，不随网站发布。</p>"]
    if problems:
        parts.append("<h2>需要处理</h2><table><tr><th>文件<th>原因</tr>")
        parts += [f"<tr class=problem><td>{html(path)}<td>{html(note.text)}</tr>" for path, note in problems]
        parts.append("</table>")
    moved = [entry for entry in entries if entry.moved]
    if moved:
        parts.append(
            "<h2>搬动过的文件</h2><p>内容没变，地址变了。"
            "把右边一行写进它的 .yml（.md 文件写进文件头），旧地址就会转到新地址。</p>"
        )
        parts.append("<table><tr><th>文件<th>写上</tr>")
        parts += [f"<tr><td>{html(entry.path)}<td><code>{html(_was(entry))}</code></tr>" for entry in moved]
        parts.append("</table>")
    parts.append(
        "<h2>全部文件</h2><table><tr><th>文件<th>标题<th>结果<th class=n>标题数<th class=n>提示<th class=n>把握</tr>"
    )
    parts += [_row(entry) for entry in sorted(entries, key=_urgency)]
    parts.append("</table>")
    storage.write_if_changed(folder / INDEX, _page("整理报告", "\n".join(parts)).encode())


def _was(entry: Entry) -> str:
    """The line that leads the old addresses of a page on to it; YAML 1.2 takes the strings of JSON."""
    said = [
        *(entry.card.was if entry.card else ()),
        *(f"{address.removesuffix('.md')}.html" for address in entry.moved),
    ]
    return f"was: {json.dumps(said, ensure_ascii=False)}"


def _urgency(entry: Entry) -> tuple[bool, bool, float, str]:
    # First what has no page, then what the parser doubts.
    published = entry.status is Status.PUBLISHED
    return (published, entry.confidence > LOW_CONFIDENCE, entry.confidence, entry.path)


def _row(entry: Entry) -> str:
    name = html(entry.path)
    if entry.key:
        name = f'<a href="{quote(document_path(entry.address))}">{name}</a>'
    title = html(entry.card.title) if entry.card else ""
    if entry.reason:
        title = "<br>".join(filter(None, [title, f"<span class=muted>{html(entry.reason)}</span>"]))
    headings = entry.card.section_count if entry.card else ""
    doubt = f"{entry.confidence:.2f}" if entry.card else ""
    return (
        f"<tr><td>{name}<td>{title}<td class=r>{STATUS_NAMES[entry.status]}"
        f"<td class=n>{headings}<td class=n>{entry.note_count or ''}<td class=n>{doubt}</tr>"
    )


def _document(record: Record, index: str) -> Iterator[str]:
    outline = record.outline
    title = outline.title if outline else ""
    yield f'<p><a href="{index}">整理报告</a></p><h1>{html(title or record.path)}</h1>'
    facts = record.facts
    known = [
        record.path,
        record.format,
        record.encoding,
        facts.genre,
        chinese(facts.date),
        facts.occasion,
        facts.speaker,
        f"{facts.characters} 字" if facts.characters else "",
        spoken(facts.minutes) if facts.minutes else "",
        "、".join(facts.keywords),
        record.screening.reason,
    ]
    yield f"<p class=muted>{'　'.join(html(item) for item in known if item)}</p>"
    if record.notes:
        yield "<h2>提示</h2><table>"
        for note in record.notes:
            kind = " class=problem" if note.severity is Severity.PROBLEM else ""
            yield f"<tr{kind}><td class=n>{note.where or ''}<td>{html(note.text)}<td class=r>{html(note.code)}</tr>"
        yield "</table>"
    if outline:
        yield from _lines(outline)
        yield f"<p class=muted>把握 {outline.confidence:.2f}</p>"


def _lines(outline: Outline) -> Iterator[str]:
    yield "<h2>逐行理解</h2><table><tr><th class=n>行<th>作用<th>文字</tr>"
    for row in rows(outline):
        text = html(row.text if row.heading or row.set_aside else shortened(row.text))
        if row.heading:
            text = f"<b><span class=m>{html(row.text[: row.marker])}</span>{html(row.text[row.marker :])}</b>"
        elif row.set_aside:
            text = f"<s>{text}</s>"
        level = row.depth - row.heading if row.depth else 0
        kind = "" if row.heading else " class=muted"
        yield (
            f"<tr{kind}><td class=n>{row.line or ''}<td class=r>{row.name}"
            f'<td style="padding-left:{2 * level}em">{text}</tr>'
        )
    yield "</table>"


def _page(title: str, body: str) -> str:
    return (
        '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="robots" content="noindex">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{html(title)}</title><style>{_STYLE}</style>\n{body}\n</html>\n"
    )
