"""Put composed pages into the theme's templates: as MkDocs does it, but page by page, and in several processes.

MkDocs reads all pages before it writes the first one, and both in one thread. Composed pages need none of what MkDocs
knows of other pages but the navigation, so each can be read, rendered, written and let go by itself. Where the system
can divide a process (Linux, one thread), its copies share the work; elsewhere this process does it alone. The bytes are
the same.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path

import jinja2
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation

from .. import storage
from ..workers import may_divide
from . import parts
from .files import ComposedPage, others_listen

WORTH_DIVIDING = 64
"""Fewer pages are rendered before another process has begun."""
TOLD = 8
"""So many pages are written before a process says so: each time it does, another one wakes."""
SAMPLES = 8
"""So many pages, from all over, are rendered before this process divides."""
_PAGE_EVENTS = ("pre_page", "page_read_source", "page_markdown", "page_content", "page_context", "post_page")


@dataclass(frozen=True, slots=True)
class Due:
    """A page to be rendered, and where to."""

    page: ComposedPage
    target: Path


class Renderer:
    """Renders pages for one site."""

    def __init__(self, config: MkDocsConfig, files: Files, nav: Navigation, env: jinja2.Environment) -> None:
        self._config = config
        self._files = files
        self._documents = files.documentation_pages()
        self._nav = nav
        self._env = env

    def render(self, due: Sequence[Due], processes: int, advance: Callable[[], None]) -> None:
        """Write every page; ``advance`` is called after each."""
        if processes > 1 and len(due) >= WORTH_DIVIDING and self._may_divide():
            due = list(self._divided(due, processes, advance))
        for one in due:
            self._write(one)
            advance()

    def _may_divide(self) -> bool:
        # What another plugin notes of a page in a copy of this process would be lost with it.
        return may_divide() and not others_listen(self._config, *_PAGE_EVENTS)

    def _divided(self, due: Sequence[Due], processes: int, advance: Callable[[], None]) -> Iterator[Due]:
        """Render in copies of this process; give the pages that they did not get done, of which one may have failed."""
        # The templates that they need are compiled and looked at here, and not in each of the copies.
        samples = range(0, len(due), -(-len(due) // SAMPLES))
        for number in samples:
            self._write(due[number])
            advance()
        parts.look(self._env)
        left = set(range(len(due))).difference(samples)
        context = multiprocessing.get_context("fork")
        running = []
        readers: set[Connection] = set()
        for number in range(processes):
            reader, writer = context.Pipe(duplex=False)
            process = context.Process(target=self._share, args=(due, sorted(left)[number::processes], writer))
            process.start()
            writer.close()
            running.append(process)
            readers.add(reader)
        while readers:
            for reader in readers.intersection(wait(list(readers))):
                try:
                    written = reader.recv()
                except EOFError:
                    readers.remove(reader)
                    continue
                left.difference_update(written)
                for _ in written:
                    advance()
        for process in running:
            process.join()
        return (due[index] for index in sorted(left))

    def _share(self, due: Sequence[Due], numbers: Sequence[int], done: Connection) -> None:
        written: list[int] = []
        for number in numbers:
            try:
                self._write(due[number])
            except Exception:
                break  # the process that divided meets it too, and says so
            written.append(number)
            if len(written) == TOLD:
                done.send(written)
                written = []
        done.send(written)

    def _write(self, due: Due) -> None:
        storage.write_if_changed(due.target, self._render(due.page).encode("utf-8", errors="xmlcharrefreplace"))

    def _render(self, page: ComposedPage) -> str:
        """The page as HTML, with all of the plugins' events for a page in their order."""
        config, files, plugins = self._config, self._files, self._config.plugins
        config._current_page = page
        try:
            plugins.on_pre_page(page, config=config, files=files)
            page.read_source(config)
            page.markdown = plugins.on_page_markdown(page.markdown or "", page=page, config=config, files=files)
            page.render(config, files)
            page.content = plugins.on_page_content(page.content or "", page=page, config=config, files=files)
            page.active = True
            context = get_context(self._nav, self._documents, config, page)
            template = self._env.get_template(page.meta.get("template", "main.html"))
            context = plugins.on_page_context(context, page=page, config=config, nav=self._nav)
            output = template.render(context)
            return plugins.on_post_page(output, page=page, config=config)
        finally:
            page.active = False
            config._current_page = None
            page.let_go()
