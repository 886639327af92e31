"""``python -m generator``: look at what Tigang understands of a file."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from . import meta
from .listing import Row, rows
from .model import Note, Record, Severity, Verdict
from .pipeline import Options, understand
from .readers import ReadError, load


@click.group()
def main() -> None:
    """Tigang (提纲): a site from a folder of Chinese speech outlines."""


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One line of JSON for each file.")
def inspect(files: tuple[Path, ...], as_json: bool) -> None:
    """Print what is understood of each FILE: its outline, roles, facts and notes.

    The exit code is 1 where a file could not be read.
    """
    failed = False
    console = Console(highlight=False, soft_wrap=True)
    for file in files:
        record = _record(file)
        failed = failed or any(note.severity is Severity.PROBLEM for note in record.notes)
        if as_json:
            click.echo(json.dumps(_as_json(file, record), ensure_ascii=False))
        else:
            _draw(console, record)
    sys.exit(failed)


def _record(file: Path) -> Record:
    name = click.format_filename(file.name)
    try:
        data = load(file)
    except ReadError as error:
        return Record(name, "", notes=(Note(error.code, error.text, severity=Severity.PROBLEM),))
    return understand(name, file, data, Options())


def _as_json(file: Path, record: Record) -> dict[str, object]:
    values: dict[str, object] = {"file": click.format_filename(file), "title": None, "headings": [], "meta": {}}
    outline = record.outline
    if outline:
        values["title"] = outline.title + outline.subtitle or None
        values["headings"] = [{"level": section.depth, "text": section.text} for section in outline.sections]
        values["meta"] = meta.as_written(outline)
    notes = [
        {"code": note.code, "text": note.text, "where": note.where, "severity": note.severity} for note in record.notes
    ]
    if record.screening.verdict is Verdict.WITHHOLD:
        notes.append({"code": "withheld", "text": record.screening.reason, "where": 0, "severity": Severity.INFO})
    return {**values, "notes": notes}


def _draw(console: Console, record: Record) -> None:
    console.print(Text(record.path, style="bold"), Text(f"  {record.format} {record.encoding}", style="dim"))
    if record.screening.verdict is Verdict.WITHHOLD:
        console.print(Text(f"  不发布：{record.screening.reason}", style="red"))
    if record.outline:
        for row in rows(record.outline):
            console.print(_line(row))
        console.print(Text(f"把握 {record.outline.confidence:.2f}", style="dim"))
    for note in record.notes:
        style = "red" if note.severity is Severity.PROBLEM else "yellow"
        console.print(Text(f"{note.where or '':>6}  {note.text}（{note.code}）", style=style))
    console.print()


def _line(row: Row, width: int = 76) -> Text:
    """Line number, role, and the text indented by depth, its numbering in the accent."""
    text = Text(f"{row.line or '':>6}  ", style="dim")
    text.append(row.name + " " * (10 - cell_len(row.name)), style="dim")
    text.append("  " * (row.depth - 1 if row.heading and row.depth else row.depth))
    shown = row.text.replace("\n", " ⏎ ")
    shown = shown if row.heading or len(shown) <= width else shown[:width] + "…"
    if row.heading:
        text.append(shown[: row.marker], style="bold red")
        text.append(shown[row.marker :], style="bold")
    else:
        text.append(shown, style="dim strike" if row.set_aside else "")
    return text


if __name__ == "__main__":
    main()
