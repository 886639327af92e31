"""The command line's own words in the keeper's language, on whatever console there is."""

from __future__ import annotations

import json
import locale
import os
import re
import sys
from collections.abc import Callable
from typing import IO, Any, Final, TypeVar

import click

from .directions import nearest

T = TypeVar("T")

_VARIABLES: Final = ("LC_ALL", "LC_MESSAGES", "LANG")


def is_chinese() -> bool:
    """Whether the keeper's programs speak Chinese: as the environment says, else as the system does."""
    said = next((value for name in _VARIABLES if (value := os.environ.get(name))), "")
    # Windows knows no such variables, and calls the language by its English name.
    said = said or locale.getlocale()[0] or ""
    return said.lower().startswith(("zh", "chinese"))


def say(chinese: str, english: str) -> str:
    """One of the two."""
    return chinese if is_chinese() else english


def as_json(value: object) -> str:
    """One line of JSON; what the console's encoding may not hold is written as ``\\uXXXX``."""
    encoding = (getattr(sys.stdout, "encoding", None) or "").lower()
    return json.dumps(value, ensure_ascii=not encoding.startswith("utf"))


class Refused(click.ClickException):
    """What cannot be done, in the keeper's words."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Print it."""
        click.echo(f"{say('错误：', 'Error: ')}{self.format_message()}", file=file, err=file is None)


class _Misused(click.UsageError):
    """A command that was written wrong, said in Chinese."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the usage, where help is, and what is wrong."""
        if self.ctx:
            click.echo(self.ctx.get_usage(), file=file, err=file is None)
            click.echo(f"各项说明见 {self.ctx.command_path} --help\n", file=file, err=file is None)
        click.echo(f"错误：{self.message}", file=file, err=file is None)


class _Formatter(click.HelpFormatter):
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or say("用法：", "Usage: "))

    def write_heading(self, heading: str) -> None:
        super().write_heading(say(_HEADINGS.get(heading, heading), heading))


_HEADINGS: Final = {"Options": "选项", "Commands": "命令"}
_PIECES: Final = {"[OPTIONS]": "[选项]", "COMMAND [ARGS]...": "命令 [参数]..."}
_FIRST: Final = re.compile(r"[。：]|[.:]\s(?=[ -~])")


class _Context(click.Context):
    formatter_class = _Formatter


class _Speaking(click.Command):
    """Help and errors of use in the keeper's language."""

    context_class = _Context

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option, described in the keeper's language."""
        option = super().get_help_option(ctx)
        if option:
            option.help = say("显示这段说明。", "Show this message and exit.")
        return option

    def get_short_help_str(self, limit: int = 45) -> str:
        """The line in the list of commands: the first sentence, or what of it stands before a colon."""
        return _FIRST.split(self.help or "", maxsplit=1)[0]

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """What follows the command's name in its usage."""
        return [say(_PIECES.get(piece, piece), piece) for piece in super().collect_usage_pieces(ctx)]

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        """Read what was written."""
        return _in_chinese(lambda: super(_Speaking, self).make_context(*args, **extra))


class Command(_Speaking):
    """A command of :class:`Group`."""


class Group(_Speaking, click.Group):
    """Commands that speak the keeper's language, and print on a console that cannot show every character."""

    command_class = Command

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run; a character that the console lacks becomes a question mark and no error."""
        for stream in (sys.stdout, sys.stderr):
            if reconfigure := getattr(stream, "reconfigure", None):
                reconfigure(errors="replace")
        return super().main(*args, **extra)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that was named."""
        name = args[0]
        if is_chinese() and name not in self.commands and not name.startswith("-"):
            hint = nearest(name, self.commands) or f"，可用的有 {'、'.join(sorted(self.commands))}"
            raise _Misused(f"没有 {name} 这个命令{hint}", ctx)
        return super().resolve_command(ctx, args)


def _in_chinese(work: Callable[[], T]) -> T:
    try:
        return work()
    except click.UsageError as error:
        if is_chinese() and (wrong := _wrong(error)):
            raise _Misused(wrong, error.ctx) from None
        raise


def _wrong(error: click.UsageError) -> str:
    """What click finds wrong with a command; nothing for what is no error, such as help that was asked for."""
    match error:
        case click.MissingParameter(param=click.Parameter() as missing):
            return f"缺少 {(missing.name or '').upper()}"
        case click.NoSuchOption():
            meant = "、".join(error.possibilities or ())
            return f"没有 {error.option_name} 这个选项" + (f"，可能是 {meant}" if meant else "")
        case click.BadOptionUsage():
            return f"选项 {error.option_name} 用得不对：{error.message}"
        case click.BadParameter(param=click.Parameter() as wrong):
            return f"{'、'.join(wrong.opts)} 的值不对：{error.message}"
    return error.message if type(error) is click.UsageError else ""
