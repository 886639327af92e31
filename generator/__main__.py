"""``tigang`` and ``python -m generator``: begin an archive, bring packs into it, see what is understood of a file."""

from __future__ import annotations

import os
import sys
from functools import partial
from importlib.metadata import version
from pathlib import Path

import click
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from . import meta, report, schema, starting
from .cache import Cache
from .console import Group, Refused, as_json, say
from .folders import CACHE, Folders
from .listing import Row, rows, shortened
from .model import Note, Record, Severity, Verdict
from .packs import Imported, Store, import_pack, summary
from .pipeline import Options, understand
from .readers import ReadError, load
from .refusals import reason
from .screening import Policy, hide_name


@click.group(
    cls=Group,
    help=say(
        "提纲：把一个文件夹的讲话、发言、汇报提纲做成网站。", "From a folder of Chinese speech outlines to a site."
    ),
)
@click.version_option(version("tigang"), prog_name="tigang", help=say("显示版本。", "Show the version and exit."))
def main() -> None:
    """Tigang (提纲): a site from a folder of Chinese speech outlines."""


@main.command(
    help=say(
        "在 FOLDER 里建一个文稿库：mkdocs.yml、content/ 和两篇示例。已有的文件一个不动；content/ 里已有文稿的，"
        "不放示例。",
        "Make FOLDER an archive: mkdocs.yml, content/ and two samples. No file is written over, and where content/ has "
        "files in it the samples are left out.",
    )
)
@click.argument("folder", type=click.Path(path_type=Path))
def new(folder: Path) -> None:
    """Make FOLDER an archive."""
    name = click.format_filename(folder)
    try:
        written = starting.start(folder)
    except starting.TakenError as error:
        taken = click.format_filename(folder / str(error))
        raise Refused(
            say(f"{taken} 已经有了，什么也没有写。", f"{taken} is there already; nothing was written.")
        ) from None
    except OSError as error:
        why = say(reason(error), error.strerror or str(error))
        raise Refused(f"{why}{say('：', ': ')}{error.filename or name}") from None
    for path in written:
        click.echo(f"  {name}/{path}")
    step = "" if folder.resolve() == Path.cwd() else f"cd {name}\n  "
    click.echo(
        say(
            f"建好了。接着运行\n  {step}mkdocs build\n再双击 site/index.html；换成自己的文稿，放进 content/ 就行。",
            f"Done. Now run\n  {step}mkdocs build\nand open site/index.html. Your own outlines go into content/.",
        )
    )


@main.command(
    name="report",
    help=say(
        "说出整理报告在哪里：每个文件是怎样理解的，哪些需要人看。报告由 mkdocs build 写出。还没有报告时退出码是 1。",
        "Say where the report is: what was understood of each file, and which need a person. mkdocs build writes it. "
        "The exit code is 1 where there is none yet.",
    ),
)
@click.option(
    "--json",
    "as_lines",
    is_flag=True,
    help=say("改为每个文件一行 JSON，供程序使用。", "One line of JSON for each file instead."),
)
def show_report(as_lines: bool) -> None:
    """Say where the report is, or what it says."""
    file = Folders(Path(CACHE)).report / report.INDEX
    if not Path(starting.SETTINGS).is_file():
        raise Refused(
            say(
                "这里没有 mkdocs.yml，请在文稿库的文件夹里运行。",
                "There is no mkdocs.yml here: run this in the folder of an archive.",
            )
        )
    if not file.is_file():
        raise Refused(say("还没有报告，请先运行 mkdocs build。", "There is no report yet: run mkdocs build first."))
    if not as_lines:
        click.echo(os.fspath(file.resolve()))
        return
    for document in report.documents(Folders(Path(CACHE))):
        click.echo(as_json(document))


@main.command(
    name="schema",
    help=say(
        "打印 mkdocs.yml 的 JSON schema，供编辑器在 outlines: 下提示和检查。加 --page 则打印一页说明，每项有类型、"
        "默认值和一句话。",
        "Print a JSON schema of mkdocs.yml, with which editors complete and check what stands under outlines:. --page "
        "prints a page instead: type, default and a sentence for each option, in Chinese.",
    ),
)
@click.option("--page", is_flag=True, help=say("打印一页 Markdown 说明。", "Print a page of Markdown."))
def show_schema(page: bool) -> None:
    """Print what editors want to know of the options."""
    click.echo(schema.page() if page else schema.text(), nl=False)


@main.command(
    help=say(
        "打印对每个 FILE 的理解：标题树、各行的作用、要素和提示。有文件读不出来时退出码是 1。",
        "Print what is understood of each FILE: its outline, roles, facts and notes. The exit code is 1 where a file "
        "could not be read.",
    )
)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--json", "as_lines", is_flag=True, help=say("每个文件一行 JSON，供程序使用。", "One line of JSON for each file.")
)
def inspect(files: tuple[Path, ...], as_lines: bool) -> None:
    """Print what is understood of each file."""
    failed = False
    console = Console(highlight=False, soft_wrap=True)
    for file in files:
        record = _record(file)
        failed = failed or any(note.severity is Severity.PROBLEM for note in record.notes)
        if as_lines:
            click.echo(as_json(_as_json(file, record)))
        else:
            _draw(console, record)
    sys.exit(failed)


@main.command(
    name="import",
    help=say(
        "把每个 PACK（zip、7z、rar、tar 或文件夹）里的文稿收进 content/PACK，或 --into 写明的文件夹。已有的不再收，"
        "不覆盖任何文件。有包打不开或读不到头时退出码是 1。",
        "Copy the outlines of each PACK into the archive: zip, 7z, rar, tar or a folder. They go to content/PACK "
        "unless --into names another folder. What the archive has already is passed over, and no file is written over. "
        "The exit code is 1 where a pack could not be opened or read to its end.",
    ),
)
@click.argument("packs", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--into",
    metavar="FOLDER",
    type=click.Path(path_type=Path, file_okay=False),
    help=say("收到哪个文件夹。", "Where to copy to."),
)
@click.option(
    "--dry-run", is_flag=True, help=say("只说会做什么，不写任何文件。", "Say what would be done, and write nothing.")
)
@click.option("--verbose", is_flag=True, help=say("每个文件一行。", "One line for each file."))
@click.option(
    "--json",
    "as_lines",
    is_flag=True,
    help=say("每个文件、每个包一行 JSON，供程序使用。", "One line of JSON for each file and for each pack."),
)
def import_packs(packs: tuple[Path, ...], into: Path | None, dry_run: bool, verbose: bool, as_lines: bool) -> None:
    """Copy the outlines of each pack into the archive."""
    content = Path(starting.CONTENT)
    if not content.is_dir():
        raise Refused(
            say(
                "这里没有 content 文件夹，请在文稿库的文件夹（有 mkdocs.yml 的）里运行。",
                "There is no content folder here: run this in the folder of an archive.",
            )
        )
    if into and not into.resolve().is_relative_to(content.resolve()):
        click.echo(f"注意：{click.format_filename(into)} 不在 content 里，复制到那里的文稿不会发布。", err=True)
    store = Store(content, dry_run=dry_run)
    failed = kept = False
    folders = Folders(Path(CACHE))
    for pack in packs:
        done = import_pack(pack, store, into)
        failed = failed or bool(done.problem)
        for text in _import_lines(done, dry_run, verbose, as_lines):
            click.echo(text)
        # What is not there is a slip of the pen, and no pack.
        if not dry_run and (done.steps or pack.exists()):
            report.remember_import(folders, summary.for_report(done, content))
            kept = True
    if kept:
        entries = Cache(folders.root).load_entries()
        hide = partial(hide_name, policy=Policy())
        report.write_imports(folders.report, report.load_imports(folders), entries, hide, "还没有构建")
        if not as_lines:
            page = folders.report / report.IMPORTS
            click.echo(
                say(f"每个文件的去向见 {page}。接着运行 mkdocs build。", f"Each file: {page}. Now run mkdocs build.")
            )
    sys.exit(failed)


def _import_lines(done: Imported, dry_run: bool, verbose: bool, as_lines: bool) -> list[str]:
    if as_lines:
        values = [*(summary.as_json(done, step) for step in done.steps), summary.as_json(done)]
        return [as_json(value) for value in values]
    return [*summary.files(done, every=verbose), summary.line(done, dry_run=dry_run)]


def _record(file: Path) -> Record:
    name = click.format_filename(file.name)
    if file.is_dir():
        note = Note("unreadable", "这是文件夹，请写明里面的文件。", severity=Severity.PROBLEM)
        return Record(name, "", notes=(note,))
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
    shown = shown if row.heading else shortened(shown, width)
    if row.heading:
        text.append(shown[: row.marker], style="bold red")
        text.append(shown[row.marker :], style="bold")
    else:
        text.append(shown, style="dim strike" if row.set_aside else "")
    return text


if __name__ == "__main__":
    main()
