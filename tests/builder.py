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
        environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
        if not hasattr(os, "fork"):
            command = [sys.executable, "-m", "mkdocs", *arguments]
            done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env=environment, check=False)
            return Built(done.returncode, done.stdout + done.stderr)
        if self._ready is None:
            self._ready = subprocess.Popen([sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self._ready.stdin
        assert self._ready.stdout
        self._ready.stdin.write(json.dumps([str(folder), arguments, environment]).encode() + b"\n")
        self._ready.stdin.flush()
        code, log = json.loads(self._ready.stdout.readline())
        return Built(code, log)


def warm() -> None:
    """Have what every build needs of the installed code: modules, dictionaries, compiled templates.

    Nothing of an archive is among it. Templates are remembered by name instead of by file, since archives have copies
    of the theme; code is taken for the very text only that it was compiled from, so that of a changed one is not.
    """
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


def serve() -> None:
    """One run for each line of the input."""
    from mkdocs.__main__ import cli

    warm()
    for line in sys.stdin.buffer:
        folder, arguments, environment = json.loads(line)
        with TemporaryFile() as said:
            child = os.fork()
            if not child:
                os.chdir(folder)
                os.environ.clear()
                os.environ.update(environment)
                sys.path[0] = folder
                sys.argv = ["mkdocs", *arguments]
                for stream in (1, 2):
                    os.dup2(said.fileno(), stream)
                os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
                cli()
            _, status = os.waitpid(child, 0)
            said.seek(0)
            answer = [os.waitstatus_to_exitcode(status), said.read().decode(errors="replace")]
        sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
        sys.stdout.flush()


if __name__ == "__main__":
    serve()
