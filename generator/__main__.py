"""``python -m generator``: look at what Tigang understands of a file, bring packs into the archive."""

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
from .packs import Imported, Store, import_pack, summary
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


@main.command(name="import")
@click.argument("packs", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--into", metavar="FOLDER", type=click.Path(path_type=Path, file_okay=False), help="Where to copy to.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and write nothing.")
@click.option("--verbose", is_flag=True, help="One line for each file.")
@click.option("--json", "as_json", is_flag=True, help="One line of JSON for each file and for each pack.")
def import_packs(packs: tuple[Path, ...], into: Path | None, dry_run: bool, verbose: bool, as_json: bool) -> None:
    """Copy the outlines of each PACK into the archive: zip, 7z, rar, tar or a folder.

    They go to content/PACK unless --into names another folder. What the archive has already is passed over, and no
    file is written over. The exit code is 1 where a pack could not be opened or read to its end.
    """
    content = Path("content")
    if not content.is_dir():
        raise click.ClickException("这里没有 content 文件夹，请在网站的文件夹（有 mkdocs.yml 的）里运行。")
    if into and not into.resolve().is_relative_to(content.resolve()):
        click.echo(f"注意：{click.format_filename(into)} 不在 content 里，复制到那里的文稿不会发布。", err=True)
    store = Store(content, dry_run=dry_run)
    failed = False
    for pack in packs:
        done = import_pack(pack, store, into)
        failed = failed or bool(done.problem)
        for text in _import_lines(done, dry_run, verbose, as_json):
            click.echo(text)
    sys.exit(failed)


def _import_lines(done: Imported, dry_run: bool, verbose: bool, as_json: bool) -> list[str]:
    if as_json:
        values = [*(summary.as_json(done, step) for step in done.steps), summary.as_json(done)]
        return [json.dumps(value, ensure_ascii=False) for value in values]
    return [*summary.files(done, every=verbose), summary.line(done, dry_run=dry_run)]


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
        values["title"] = meta.full_title(outline) or None
        values["headings"] = [{"level": section.depth, "text": section.text} for section in outline.sections]
        values["meta"] = meta.as_written(outline, record.directions)
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
