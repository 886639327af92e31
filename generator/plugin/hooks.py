"""The plugin's hooks, in the order in which MkDocs calls them."""

from __future__ import annotations

import os
import shutil
import time
from collections import Counter
from pathlib import Path, PurePosixPath
from typing import Any, Literal
from urllib.parse import unquote

from markdown.extensions.toc import slugify_unicode
from mkdocs.config import config_options as option
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page

from .. import index, pages, publish, report, storage, words
from ..archive import HOME, list_address, url_of
from ..build import Build, Folders, build
from ..cache import read_back
from ..catalogue import Archive, Status
from ..discovery import gather
from ..kept import KeptPages, link_or_copy, site_key
from ..markers import DEFAULT
from ..pages import Composed
from ..pipeline import Options
from ..screening import Policy
from ..workers import Workers, default_count
from .files import KeptPage, OutlinePage

log = get_plugin_logger("outlines")

CACHE = ".cache"


class OutlinesConfig(Config):
    """What a keeper may set under ``outlines:``."""

    ignore = option.ListOfItems(option.Type(str), default=[])
    """Patterns of paths that are passed over."""
    pages = option.ListOfItems(option.Type(str), default=[])
    """Patterns of .md files that are pages written by hand, not outlines."""
    restricted: Literal["banner", "withhold"] = option.Choice(("banner", "withhold"), default="banner")  # type: ignore[assignment]
    """What happens to a document with a handling notice (仅供学习、内部资料)."""
    markers = option.ListOfItems(option.Type(str), default=[])
    """Further families of numbering: ``措施{一}：``."""
    mask = option.ListOfItems(option.Type(str), default=[])
    """Further regular expressions to hide."""
    names = option.ListOfItems(option.Type(str), default=[])
    """Names to hide."""
    workers = option.Type(int, default=0)
    """Worker processes; 0: one for each processor."""


class OutlinesPlugin(BasePlugin[OutlinesConfig]):
    """Turns the outlines below the content folder into pages."""

    def __init__(self) -> None:
        super().__init__()
        self._serving = False
        self._site: Path | None = None
        self._whole = False
        self._started = 0.0
        self._build: Build | None = None
        self._kept: KeptPages | None = None
        self._workers = Workers(0)
        self._rendered: dict[str, str] = {}
        self._by_hand: dict[str, tuple[str, str]] = {}
        self._files = Files([])

    # --- before the build -------------------------------------------------------------------------------------

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Note whether this is ``mkdocs serve``, whose site folder is its own."""
        self._serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Send the build into the staging folder, and set what Tigang's pages rely on."""
        self._started = time.monotonic()
        self._whole = False
        if config.use_directory_urls:
            raise PluginError("use_directory_urls 必须是 false：提纲的地址是“文件名.html”，双击也能打开")
        # Links to the sections of pages written by hand keep their Han characters.
        config.mdx_configs.setdefault("toc", {}).setdefault("slugify", slugify_unicode)
        # Ours is written at the end: MkDocs' would forget the pages that were kept.
        config.theme.static_templates.discard("sitemap.xml")
        _leave_out(config, "search", "material/search", "offline", "material/offline")
        self._folders = Folders(_root(config) / CACHE)
        words.cache_in(self._folders.jieba)
        count = self.config.workers or default_count()
        if count != self._workers.count:
            self._workers.close()
            self._workers = Workers(count)
        if not self._serving:
            self._site = Path(config.site_dir)
            config.site_dir = str(self._folders.root / "stage")
        return config

    # --- files ------------------------------------------------------------------------------------------------

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Take the sources out and put the pages in."""
        if sitemap := files.get_file_from_path("sitemap.xml"):
            files.remove(sitemap)  # the template itself, which MkDocs takes for an asset of the theme
        content = {
            file.src_uri: Path(file.abs_src_path)
            for file in files
            if file.src_dir == config.docs_dir and file.inclusion.is_included() and file.abs_src_path
        }
        found = gather(
            content,
            ignore=self.config.ignore,
            pages=self.config.pages,
            reserved=[file.src_uri for file in files if file.src_uri not in content],
        )
        for path in found.taken:
            files.remove(files.src_uris[path])
        built = build(
            found.sources,
            found.settings,
            self._options(),
            self._folders,
            self._workers,
            problems=found.problems,
        )
        for path, note in built.problems:
            log.warning("%s：%s", path, note.text)
        lists = _lists(built.archive, files, config.site_name)
        for address, text in lists.items():
            files.append(File.generated(config, address, content=text, inclusion=InclusionLevel.NOT_IN_NAV))
        if config.nav is None:
            config.nav = _navigation(built.archive, files)
        self._kept = KeptPages(self._folders.root, _site_key(config, files))
        self._rendered = {}
        self._by_hand = {}
        for address, page in built.pages.items():
            kept = self._kept.find(address, page.key)
            if kept:
                files.append(KeptPage.of(config, address, kept))
                continue
            self._rendered[address] = page.key
            file = File.generated(config, address, abs_src_path=str(page.file), inclusion=InclusionLevel.NOT_IN_NAV)
            files.append(file)
            if composed := read_back(page.composed, Composed):
                OutlinePage(file, config, composed)  # known to MkDocs as file.page
        self._build = built
        self._files = files
        return files

    def _options(self) -> Options:
        given = self.config
        try:
            policy = Policy(restricted=given.restricted, mask=tuple(given.mask), names=tuple(given.names))
            DEFAULT.extended(given.markers)
        except ValueError as error:
            raise PluginError(f"mkdocs.yml 里 outlines 的设置不对：{error}") from error
        return Options(policy=policy, families=tuple(given.markers))

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

    # --- after the build --------------------------------------------------------------------------------------

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Keep what was rendered."""
        assert self._kept is not None
        for address, key in self._rendered.items():
            self._kept.keep(address, key, Path(config.site_dir, unquote(url_of(address))))
        self._kept.save()
        self._index(Path(config.site_dir, "search"))
        if config.site_url:
            text = pages.compose_sitemap(config.site_url, self._public_urls())
            storage.write(Path(config.site_dir, "sitemap.xml"), text.encode())
        self._whole = True

    def _index(self, target: Path) -> None:
        """Bring the search index up to date and link its files below ``target``."""
        assert self._build is not None
        made = self._build.pages
        keys = {url_of(address): page.key for address, page in made.items()}
        files = {url_of(address): page.searched for address, page in made.items()}
        try:
            site, names = index.update(self._folders.index, keys, files, self._by_hand)
        except index.DamagedError as error:
            raise PluginError(str(error)) from error
        for name in names:
            link_or_copy(site / name, target / name)

    def _public_urls(self) -> list[str]:
        """The addresses of all pages but those of outlines with a handling notice."""
        assert self._build is not None
        restricted = {card.address for card in self._build.archive.cards if card.restricted}
        return sorted(
            file.url
            for file in self._files
            if (file.is_documentation_page() or isinstance(file, KeptPage))
            and file.inclusion.is_included()
            and file.src_uri not in restricted
        )

    def on_build_error(self, *, error: Exception) -> None:
        """A build that failed, or broke off under ``--strict``, publishes nothing."""
        self._whole = False

    def on_shutdown(self) -> None:
        """Publish a whole site; leave the old one where it is otherwise."""
        self._workers.close()
        if self._serving or self._site is None:
            return
        stage = self._folders.root / "stage"
        if not self._whole:
            shutil.rmtree(stage, ignore_errors=True)
            if self._site.exists():
                log.info("没有发布，%s 仍是上一次的网站", self._site.name)
            return
        self._whole = False
        try:
            publish.publish(stage, self._site)
        except OSError as error:
            raise Abort(f"网站没有发布：{error.strerror or error}（{error.filename or self._site}）") from error
        self._say_done()

    def _say_done(self) -> None:
        assert self._build is not None
        counts = Counter(entry.status for entry in self._build.entries)
        log.info(
            "提纲 %d 篇（沿用 %d 篇），不发布 %d，未能读出 %d，用时 %.1f 秒；报告 %s",
            counts[Status.PUBLISHED],
            self._build.reused,
            counts[Status.WITHHELD],
            counts[Status.FAILED],
            time.monotonic() - self._started,
            os.path.relpath(self._folders.report / report.INDEX),
        )


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).parent


def _leave_out(config: MkDocsConfig, *names: str) -> None:
    """Silence plugins that would build and ship a second search, of which this theme has no use."""
    for name in names:
        if plugin := config.plugins.get(name):
            log.info("搜索由提纲自己提供，插件 %s 不起作用，可以从 mkdocs.yml 里删去", name)
            for methods in config.plugins.events.values():
                methods[:] = [method for method in methods if getattr(method, "__self__", None) is not plugin]


def _lists(archive: Archive, files: Files, site_name: str) -> dict[str, str]:
    """The home page and the collections' lists, where the keeper has not written a page of the same address."""
    lists: dict[str, str] = {}
    for collection in archive.collections.values():
        lists.update(pages.compose_collection(archive, collection))
    lists["index.md"] = pages.compose_home(archive, site_name)
    written = {file.dest_uri for file in files if file.is_documentation_page()}
    return {address: text for address, text in lists.items() if f"{address.removesuffix('.md')}.html" not in written}


def _navigation(archive: Archive, files: Files) -> list[Any]:
    """Home, the whole list, the top collections, and the pages written by hand: never the outlines themselves."""
    top = archive.collections[""]
    nav: list[Any] = [{HOME.title: "index.md"}, {top.title: list_address("")}]
    nav += [{archive.collections[folder].title: list_address(folder)} for folder in top.children]
    nav += sorted(
        file.src_uri
        for file in files
        if file.is_documentation_page() and file.generated_by is None and file.name != "index"
    )
    return nav


def _site_key(config: MkDocsConfig, files: Files) -> str:
    """Of all that every page shows: configuration, navigation, the theme's own files, packages."""
    said: dict[str, object] = {key: value for key, value in config.items() if key not in _NOT_SHOWN}
    said["plugins"] = {name: dict(plugin.config) for name, plugin in config.plugins.items()}
    said["theme"] = dict(config.theme)
    # The titles in the navigation come from the pages written by hand.
    by_hand = [
        (file.src_uri, file.content_bytes)
        for file in files
        if file.is_documentation_page() and file.generated_by is None
    ]
    titles = [(path, content[:2000].decode("utf-8", "replace")) for path, content in by_hand]
    own = [Path(folder) for folder in config.theme.dirs if not _is_installed(folder)]
    settings = [said, titles]
    return site_key(settings, [*own, *(Path(hook).parent for hook in config.hooks)])


_NOT_SHOWN = frozenset({"strict", "site_dir", "docs_dir", "config_file_path", "dev_addr", "watch", "hooks"})


def _is_installed(folder: str) -> bool:
    # A package's files are known by its version.
    return "site-packages" in Path(folder).parts or "dist-packages" in Path(folder).parts
