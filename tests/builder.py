"""Runs ``mkdocs`` many times over: a process that has loaded everything divides for each run.

Loading takes as long as a small archive's build. A copy of a process that has only loaded is what a fresh one is;
where a process cannot be copied, each run is a fresh one.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, NoReturn

THEME = Path(__file__).parent.parent / "theme"


@dataclass(frozen=True)
class Built:
    """What a run ended with and said."""

    code: int
    log: str


class Builder:
    """Runs ``mkdocs`` as a keeper does; the process that divides starts with the first run and ends with its input."""

    def __init__(self) -> None:
        self._ready: subprocess.Popen[bytes] | None = None

    def run(self, folder: Path, *arguments: str) -> Built:
        """``mkdocs`` with ``arguments`` in ``folder``, and this process's environment."""
        if hasattr(os, "fork"):
            return self.begin(folder, *arguments).end()
        command = [sys.executable, "-m", "mkdocs", *arguments]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env=_environment(), check=False)
        return Built(done.returncode, done.stdout + done.stderr)

    def begin(self, folder: Path, *arguments: str) -> Run:
        """The same without waiting for its end, where a process can be copied."""
        return Run(self, self.ask("begin", str(folder), arguments, _environment()))

    def ask(self, *request: object) -> Any:
        """The answer of the process that divides."""
        if self._ready is None:
            self._ready = subprocess.Popen([sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self._ready.stdin
        assert self._ready.stdout
        self._ready.stdin.write(json.dumps(request).encode() + b"\n")
        self._ready.stdin.flush()
        return json.loads(self._ready.stdout.readline())


@dataclass(frozen=True)
class Run:
    """A run that has begun: a process that leads a group of its own."""

    builder: Builder
    pid: int

    def has_ended(self) -> bool:
        """Whether nothing is left to wait for."""
        return bool(self.builder.ask("has_ended", self.pid))

    def end(self) -> Built:
        """Wait for its end; to be asked for once."""
        return Built(*self.builder.ask("end", self.pid))


def _environment() -> dict[str, str]:
    return {**os.environ, "NO_MKDOCS_2_WARNING": "1"}


# --- the process that divides -----------------------------------------------------------------------------------


def warm() -> None:
    """Have what every build needs of the installed code: modules, dictionaries, compiled templates.

    Nothing of an archive is among it. Templates are remembered by name instead of by file, since archives have copies
    of the theme; code is taken for the very text only that it was compiled from, so that of a changed one is not.
    """
    import mkdocs.__main__  # noqa: F401
    import pypinyin  # noqa: F401
    from jinja2 import TemplateSyntaxError
    from mkdocs.theme import Theme

    import generator.plugin
    import generator.relations.whole
    import generator.search  # noqa: F401
    from generator import words
    from generator.plugin import templates

    words.keywords(["防汛工作"])  # the dictionaries
    templates._COMPILED.get_cache_key = lambda name, filename=None: name  # type: ignore[method-assign]
    env = Theme("material", custom_dir=str(THEME)).get_env()
    templates.prepare(env)
    for name in env.list_templates(extensions=["html"]):
        with suppress(TemplateSyntaxError):  # of a plugin that is not in use; or a mistake, which every build reports
            env.get_template(name)


class Dividing:
    """What can be asked for: each request is a method's name and arguments, each answer what it returns."""

    def __init__(self) -> None:
        self._said: dict[int, IO[bytes]] = {}

    def begin(self, folder: str, arguments: list[str], environment: dict[str, str]) -> int:
        said = TemporaryFile()  # noqa: SIM115
        child = os.fork()
        if not child:
            self._build(folder, arguments, environment, said)
        os.setpgid(child, child)
        self._said[child] = said
        return child

    def _build(self, folder: str, arguments: list[str], environment: dict[str, str], said: IO[bytes]) -> NoReturn:
        from mkdocs.__main__ import cli

        os.chdir(folder)
        os.environ.clear()
        os.environ.update(environment)
        sys.path[0] = folder
        sys.argv = ["mkdocs", *arguments]
        for stream in (1, 2):
            os.dup2(said.fileno(), stream)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        cli()
        raise SystemExit

    def has_ended(self, child: int) -> bool:
        return os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None

    def end(self, child: int) -> tuple[int, str]:
        _, status = os.waitpid(child, 0)
        with self._said.pop(child) as said:
            said.seek(0)
            return os.waitstatus_to_exitcode(status), said.read().decode(errors="replace")


def serve() -> None:
    """One answer for each line of the input."""
    warm()
    dividing = Dividing()
    for line in sys.stdin.buffer:
        what, *more = json.loads(line)
        sys.stdout.buffer.write(json.dumps(getattr(dividing, what)(*more)).encode() + b"\n")
        sys.stdout.flush()


if __name__ == "__main__":
    serve()
