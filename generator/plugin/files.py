"""The pages that the plugin hands to MkDocs."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from markdown.extensions.toc import nest_toc_tokens
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from ..cache import read_back
from ..kept import rendered
from ..output import Page as Written
from ..pages import Composed, body_of


def load(written: Written) -> Composed | None:
    """A page as it was composed; none where its file is damaged."""
    composed = read_back(written.composed, Composed)
    if composed is None:
        Path(written.composed).unlink(missing_ok=True)  # the next build makes it again
    return composed


def title_of(written: Written) -> str:
    """The title of a page, as HTML."""
    return str(composed.front["title"]) if (composed := load(written)) else PurePosixPath(written.address).stem


class KeptPage(File):
    """A page that MkDocs need not make: an outline, or a list.

    MkDocs takes it for a file to copy, under the page's Markdown path, so that links and navigation find it. It is
    rendered by :mod:`.rendering` if it changed, and reaches the site as it was kept.
    """

    @classmethod
    def of(cls, config: MkDocsConfig, address: str, markdown: str) -> KeptPage:
        """The page at ``address`` (a Markdown path), whose Markdown stands at ``markdown``."""
        file = cls(
            address,
            src_dir=None,
            dest_dir=config.site_dir,
            use_directory_urls=False,
            dest_uri=rendered(address),
            inclusion=InclusionLevel.NOT_IN_NAV,
        )
        file.abs_src_path = markdown
        file.generated_by = "outlines"
        return file

    def is_documentation_page(self) -> bool:
        """Not for MkDocs, which would read and render it."""
        return False

    def copy_file(self, dirty: bool = False) -> None:
        """Nothing: it is not in the folder that MkDocs writes."""


class ComposedPage(Page):
    """A page whose front matter and body are composed already: read when it is rendered, and let go afterwards.

    MkDocs' own way, from the Markdown, is taken where ``load`` finds nothing, where another plugin changed the
    Markdown, or where an extension makes something of it that the body does not have. Where nothing could want the
    Markdown, it is not read.
    """

    def __init__(
        self, title: str | None, file: File, config: MkDocsConfig, load: Callable[[], Composed | None]
    ) -> None:
        super().__init__(title, file, config)
        self._load = load
        self._composed: Composed | None = None
        self._read = ""
        """The Markdown as it was read."""

    def read_source(self, config: MkDocsConfig) -> None:
        """Take the front matter as composed, and the Markdown where anything may be made of it."""
        self._composed = composed = self._load()
        if composed is None or config.plugins.on_page_read_source(page=self, config=config) is not None:
            super().read_source(config)
            return
        wanted = others_listen(config, "page_markdown") or not _are_harmless(config)
        self.markdown = self._read = body_of(self.file.content_string) if wanted else ""
        self.meta = composed.front

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Take the body as composed, where nothing asks for another."""
        composed = self._composed
        if composed is None or self.markdown != self._read or not _are_harmless(config):
            super().render(config, files)
            return
        headings = composed.headings
        self.content = composed.html
        self.toc = get_toc(nest_toc_tokens([{"level": one.level, "id": one.id, "name": one.title} for one in headings]))
        # Headings, paragraphs and tables; the text itself holds no < that is one.
        self.present_anchor_ids = set(_ID.findall(composed.html))

    def let_go(self) -> None:
        """Drop what was read: thousands of pages would not fit into memory."""
        self._composed = self.markdown = self.content = None
        self._read = ""
        self.meta, self.toc = {}, []  # type: ignore[assignment]


_ID = re.compile(r'<\w+(?: class="\w+")? id="([^"]+)"')


def others_listen(config: MkDocsConfig, *events: str) -> bool:
    """Whether another plugin, or a hook, has a word in one of these events."""
    own = __name__.rpartition(".")[0]
    methods = (method for event in events for method in config.plugins.events[event])
    return any(not getattr(method, "__module__", "").startswith(own) for method in methods)


def _are_harmless(config: MkDocsConfig) -> bool:
    """Whether none of the Markdown extensions makes anything of an outline's page."""
    return HARMLESS.issuperset(config.markdown_extensions) and _QUIET_TOC.issuperset(config.mdx_configs.get("toc", {}))


HARMLESS = frozenset(
    """
    abbr admonition attr_list def_list fenced_code footnotes md_in_html meta sane_lists smarty tables toc wikilinks
    pymdownx.arithmatex pymdownx.betterem pymdownx.blocks.admonition pymdownx.caret pymdownx.critic pymdownx.details
    pymdownx.emoji pymdownx.inlinehilite pymdownx.keys pymdownx.magiclink pymdownx.mark pymdownx.progressbar
    pymdownx.smartsymbols pymdownx.snippets pymdownx.superfences pymdownx.tabbed pymdownx.tasklist pymdownx.tilde
    """.split()
)
"""Markdown extensions that find nothing to do in an outline's page; the tests switch all of them on."""
_QUIET_TOC = frozenset({"title", "slugify", "separator"})
"""Settings of the table of contents that leave headings with their own ids alone; ``permalink`` does not."""
