"""The plugin's hooks, in the order in which MkDocs calls them."""

from __future__ import annotations

import logging
import shutil
from collections import Counter
from collections.abc import Mapping
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any, Literal

import jinja2
from markdown.extensions.toc import slugify_unicode
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from .. import index, pages, publish, published, report, words
from ..build import Build, build, searched, searched_again
from ..cache import digest
from ..catalogue import Status
from ..discovery import gather
from ..folders import CACHE, Folders
from ..garbage import leave_alone, uncollected
from ..kept import KeptPages
from ..locking import UNLOCKED, locked
from ..output import Page as Written
from ..places import FACETS
from ..progress import Progress
from ..published import Published
from ..refusals import reason
from ..spotless import Spotless
from ..stamps import State
from ..workers import Workers, may_divide
from . import messages, templates, theme
from .beside import Beside
from .extras import Extras, held
from .files import ComposedPage, KeptPage, load, title_of
from .keys import content_key, settings_key, written_by_hand
from .messages import log
from .navigation import navigation, paths
from .rendering import WORTH_DIVIDING, Due, Renderer
from .replaced import leave_out
from .secure import SecurePages

BUNDLES = frozenset(f"assets/javascripts/{name}" for name in ("early.js", "site.js", "outline.js", "search/worker.js"))
"""Templates of the theme that put scripts together."""


class OutlinesPlugin(SecurePages):
    """Turns the outlines below the content folder into pages."""

    def __init__(self) -> None:
        super().__init__()
        self._command = "build"
        self._site: Path | None = None
        self._served: Path | None = None
        self._config: MkDocsConfig | None = None
        self._progress = Progress()
        self._build: Build | None = None
        self._extras: Extras | None = None
        self._kept: KeptPages | None = None
        self._nav: Navigation | None = None
        self._manifest: publish.Manifest | None = None
        self._settings = ""
        self._content_key = ""
        self._current: Published | None = None
        self._lock = UNLOCKED
        self._warnings = messages.Warnings()
        self._workers = Workers(0)
        self._due: dict[str, Written] = {}
        self._by_hand: dict[str, tuple[str, str]] = {}
        self._files = Files([])
        self._indexing: Beside[tuple[Path, Mapping[str, State]]] | None = None

    # --- before the build -------------------------------------------------------------------------------------

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Note the command: the site folder of ``mkdocs serve`` is its own."""
        self._command = command
        logging.getLogger("mkdocs").addHandler(self._warnings)

    @messages.clearly
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Send the build into the staging folder, and set what Tigang's pages rely on."""
        self._manifest = None
        self._progress = messages.progress()
        if config.use_directory_urls:
            raise PluginError("use_directory_urls 必须是 false：提纲的地址是“文件名.html”，双击也能打开")
        # Links to the sections of pages written by hand keep their Han characters.
        config.mdx_configs.setdefault("toc", {}).setdefault("slugify", slugify_unicode)
        # Ours is written at the end: MkDocs' would forget the pages that were kept.
        config.theme.static_templates.discard("sitemap.xml")
        config.theme.static_templates.update(BUNDLES)
        leave_out(config)
        theme.lay(config)
        self._folders = Folders(_root(config) / CACHE)
        self._folders.root.mkdir(parents=True, exist_ok=True)
        self._lock = locked(self._folders.lock, log.info)
        words.cache_in(self._folders.jieba)
        count = self.config.processes()
        if count != self._workers.count:
            self._workers.close()
            self._workers = Workers(count)
        if self._command == "serve":
            self._served = Path(config.site_dir)
        else:
            self._site = Path(config.site_dir)
            self._config = config
        config.site_dir = str(self._folders.stage)
        return config

    # --- files ------------------------------------------------------------------------------------------------

    @messages.clearly
    @uncollected()
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Take the sources out and put the pages in."""
        self._settings = settings_key(config)
        self._content_key = content_key(self._settings, files, config)
        if self._command != "serve" and self._is_current(config):
            return Files([])
        if sitemap := files.get_file_from_path("sitemap.xml"):
            files.remove(sitemap)  # the template itself, which MkDocs takes for an asset of the theme
        content = {
            file.src_uri: Path(file.abs_src_path)
            for file in files
            if file.src_dir == config.docs_dir and file.inclusion.is_included() and file.abs_src_path
        }
        options = self.config.options()
        names = Spotless(self._folders.names, options.policy)
        found = gather(
            content,
            ignore=self.config.ignore,
            pages=self.config.pages,
            reserved=[file.src_uri for file in files if file.src_uri not in content],
            hide=names.hide,
        )
        names.save()
        for path in found.taken:
            files.remove(files.src_uris[path])
        built = build(
            found.sources,
            found.settings,
            options,
            self._folders,
            self._workers,
            site_name=config.site_name,
            by_hand={_address(file) for file in files if file.is_documentation_page()},
            downloads=self.config.offered(),
            show_report=self.config.report == "publish",
            held=held(files),
            problems=found.problems,
            cluster=self.config.cluster(),
            phrases=self.config.phrases,
            progress=self._progress,
        )
        self._extras = Extras.of(built, files, config)
        for path, note in (*built.problems, *self._extras.problems):
            log.warning("%s：%s", path, note.text)
        if config.nav is None:
            config.nav = navigation(built.archive, files)
        config.extra["feed"] = self._extras.feed_address
        shown = [repr(config.nav), self._extras.feed_address]  # on every page
        site = digest(self._settings.encode(), *map(str.encode, shown), *written_by_hand(files))
        self._kept = KeptPages(self._folders.html, self._folders.kept, site)
        self._due = {}
        self._by_hand = {}
        in_navigation = dict(paths(config.nav))
        for address, written in {**built.lists, **built.pages}.items():
            file = KeptPage.of(config, address, f"{self._folders.pages}/{address}")
            files.append(file)
            if address in in_navigation:
                title = in_navigation[address] or title_of(written)
                ComposedPage(title, file, config, partial(load, written))  # known to MkDocs as file.page
            if not self._kept.find(address, written.key):
                self._due[address] = written
        self._build = built
        self._files = files
        if self._command != "serve":  # where the next build is to find the last one's objects gone
            leave_alone()
        return files

    def _is_current(self, config: MkDocsConfig) -> bool:
        """Whether the site is what this build would make; then MkDocs is left nothing to do."""
        assert self._site is not None
        found = published.find(self._folders.published, self._content_key, self._site)
        self._current = found if (self._folders.report / report.INDEX).is_file() else None
        if self._current is None:
            return False
        config.site_dir = str(self._site)
        config.nav = []
        config.theme.static_templates = set()
        config.extra_templates = []
        return True

    # --- pages ------------------------------------------------------------------------------------------------

    def on_page_markdown(self, markdown: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> None:
        """Give an ``index.md`` written by hand in a collection's folder the collection's list."""
        if page.file.generated_by is not None or page.file.name != "index" or self._build is None:
            return
        archive = self._build.archive
        folder = PurePosixPath(page.file.src_uri).parent.as_posix()
        if folder == ".":
            values = pages.home_values(archive) if page.meta.get("template") == "home.html" else {}
        else:
            collection = archive.collections.get(folder)
            values = pages.collection_values(archive, collection) if collection else {}
        for key, value in values.items():
            page.meta.setdefault(key, value)

    def on_page_content(self, html: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> None:
        """Let pages written by hand be searched too."""
        if page.file.generated_by is None:
            self._by_hand[page.file.url] = (str(page.title or ""), html)

    def on_nav(self, nav: Navigation, /, *, config: MkDocsConfig, files: Files) -> None:
        """Note the navigation, which every page shows."""
        self._nav = nav

    @messages.clearly
    def on_env(self, env: jinja2.Environment, /, *, config: MkDocsConfig, files: Files) -> None:
        """Render the pages that changed."""
        if self._current:
            return
        templates.prepare(env)
        assert self._kept is not None
        assert self._nav is not None
        due = []
        for address, written in self._due.items():
            file = files.src_uris[address]
            page = file.page or ComposedPage(None, file, config, partial(load, written))
            assert isinstance(page, ComposedPage)
            due.append(Due(page, self._kept.path(address)))
        processes = 1
        if self._command != "serve":
            processes = self._workers.count
            self._workers.close()  # a process with threads cannot divide
        if processes > 1 and len(due) >= WORTH_DIVIDING and may_divide():
            self._indexing = Beside(self._index)  # all that is searched is known by now
        with self._progress.stage("成页", len(due)) as advance:
            Renderer(config, files, self._nav, env).render(due, processes, advance)
        for address, written in self._due.items():
            self._kept.keep(address, written.key)

    def on_serve(self, server: Any, /, *, config: MkDocsConfig, builder: object) -> None:
        """Let changes be seen at once."""
        from . import watching  # which a build does not need

        watching.quicken(server)

    # --- after the build --------------------------------------------------------------------------------------

    @messages.clearly
    @uncollected()
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Put together what the site is made of; a server shows it at once."""
        if self._current:
            return
        assert self._kept is not None
        assert self._extras is not None
        stage = Path(config.site_dir)
        self._extras.write(stage, config, self._files)
        with self._progress.stage("索引"):
            site, names = self._indexing.result() if self._indexing else self._index()
        self._indexing = None
        found = publish.manifest_of(self._folders.html, self._kept.save()) | publish.manifest_of(site, names, "search/")
        found |= publish.manifest_of(self._folders.facets, below=f"{FACETS}/")
        found |= publish.manifest_of(self._folders.downloads)
        by_mkdocs = publish.manifest_of(stage)
        if self.config.report == "publish":  # a page of the same address goes first
            shown = publish.manifest_of(self._folders.public_report, below="report/")
            found |= {path: item for path, item in shown.items() if path not in found.keys() | by_mkdocs.keys()}
        self._manifest = by_mkdocs | found
        if self._served:
            publish.refresh(self._manifest, self._served)
            self._lock.release()  # until the next change

    def _index(self) -> tuple[Path, Mapping[str, State]]:
        """Bring the search index up to date; give its folder and its files."""
        assert self._build is not None
        built, folders = self._build, self._folders
        try:
            again = partial(searched_again, built, folders)
            return index.update(folders.index, searched(built, folders), self._by_hand, again)
        except index.DamagedError as error:
            raise PluginError(str(error)) from error

    def on_build_error(self, *, error: Exception) -> None:
        """A build that failed, or broke off under ``--strict``, publishes nothing."""
        self._manifest = self._current = None
        if self._command == "serve":
            self._lock.release()
        elif isinstance(error, OSError):  # met by MkDocs itself, which would show its traceback
            raise Abort(messages.refused(error)) from None

    def on_shutdown(self) -> None:
        """Publish a whole site; leave the old one where it is otherwise."""
        self._workers.close()
        if self._indexing:  # the build failed in the meantime
            self._indexing.stop()
        try:
            self._publish()
            if self._served:
                shutil.rmtree(self._folders.stage, ignore_errors=True)
        finally:
            self._lock.release()

    def _publish(self) -> None:
        if self._site is None:
            return
        if self._current:
            messages.say_current(self._current, self._progress)
            return
        manifest, self._manifest = self._manifest, None
        try:
            if manifest is None:
                if self._site.exists():
                    log.info("没有发布，%s 仍是上一次的网站", self._site.name)
                return
            with self._progress.stage("发布"):
                self._folders.published.unlink(missing_ok=True)
                _, site = publish.publish(manifest, self._site, self._folders.mirror)
        except OSError as error:
            raise Abort(f"网站没有发布：{reason(error)}（{error.filename or self._site}）") from error
        finally:
            shutil.rmtree(self._folders.stage, ignore_errors=True)
        assert self._build is not None
        assert self._config is not None
        self._config.site_dir = str(self._site)  # from where gh-deploy takes it next
        counts = Counter(entry.status for entry in self._build.entries)
        if self._content_key and not self._warnings.count:
            last = Published(
                self._content_key, published.answered_for(site), counts[Status.PUBLISHED], counts[Status.WITHHELD]
            )
            published.remember(self._folders.published, last)
        messages.say_done(self._build, counts, self._progress, self._folders.report / report.INDEX)


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).parent


def _address(file: File) -> str:
    """The address, as a Markdown path, of the page that a file becomes."""
    return f"{file.dest_uri.removesuffix('.html')}.md"
