"""What the plugin says in MkDocs' log."""

from __future__ import annotations

import logging
import os
import sys
from collections import Counter
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

from mkdocs.exceptions import PluginError
from mkdocs.plugins import get_plugin_logger

from ..build import Build
from ..catalogue import Status
from ..cluster import ClusterError
from ..locking import LockedError
from ..progress import Progress
from ..published import Published
from ..refusals import reason

log = get_plugin_logger("outlines")


class Warnings(logging.Handler):
    """Counts the warnings of a build: one that warned is done in full the next time, so that it warns again."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:
        """Count one."""
        self.count += 1


Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


def clearly(hook: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Let a hook end the build with one line that names the file, where the system refuses something."""

    @wraps(hook)
    def wrapped(*arguments: Parameters.args, **named: Parameters.kwargs) -> Result:
        try:
            return hook(*arguments, **named)
        except OSError as error:
            raise PluginError(refused(error)) from error
        except (LockedError, ClusterError) as error:
            raise PluginError(str(error)) from error

    return wrapped


def refused(error: OSError) -> str:
    """What the system refused, and the file."""
    said = reason(error)
    return f"{said}：{error.filename}" if error.filename else said


def progress() -> Progress:
    """A bar on a terminal, lines elsewhere, nothing with ``-q``."""
    return Progress(log.info if log.isEnabledFor(logging.INFO) else None, terminal=sys.stderr.isatty())


def say_done(built: Build, counts: Counter[Status], progress: Progress, index: Path) -> None:
    """The last line of a build: what became of the sources, and where the time went."""
    log.info(
        "提纲 %d 篇：新读 %d，改动 %d，沿用 %d；不发布 %d，未能读出 %d；用时 %.1f 秒%s；报告 %s",
        counts[Status.PUBLISHED],
        built.new,
        built.changed,
        built.reused,
        counts[Status.WITHHELD],
        counts[Status.FAILED],
        progress.elapsed(),
        f"（{spent}）" if (spent := progress.spent()) else "",
        os.path.relpath(index),
    )


def say_current(last: Published, progress: Progress) -> None:
    """The last line of a build that had nothing to do."""
    said = "提纲 %d 篇，没有改动，网站未动；不发布 %d；用时 %.1f 秒"
    log.info(said, last.outlines, last.withheld, progress.elapsed())
