"""The pages that the plugin hands to MkDocs: kept from an earlier build, or to be put into the template."""

from __future__ import annotations

from pathlib import Path

from markdown.extensions.toc import nest_toc_tokens
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from ..kept import link_or_copy
from ..pages import Composed


class KeptPage(File):
    """A page that did not change: its HTML is linked into the site as an earlier build rendered it.

    MkDocs takes it for a file to copy, under the page's Markdown path, so that links to it resolve.
    """

    kept: Path

    @classmethod
    def of(cls, config: MkDocsConfig, address: str, kept: Path) -> KeptPage:
        """The page at ``address`` (a Markdown path), with its HTML at ``kept``."""
        file = cls(
            address,
            src_dir=None,
            dest_dir=config.site_dir,
            use_directory_urls=False,
            dest_uri=address.removesuffix(".md") + ".html",
            inclusion=InclusionLevel.NOT_IN_NAV,
        )
        file.kept = kept
        file.generated_by = "outlines"
        return file

    def is_documentation_page(self) -> bool:
        """Not for MkDocs, which would read and render it."""
        return False

    def copy_file(self, dirty: bool = False) -> None:
        """Link the kept HTML into the site; where the system cannot, copy it."""
        link_or_copy(self.kept, Path(self.abs_dest_path))


class OutlinePage(Page):
    """The page of an outline, which brings the HTML of its body along.

    MkDocs' own way, from the Markdown, is taken where another plugin changed the Markdown or where an extension
    makes something of it that the body does not have.
    """

    def __init__(self, file: File, config: MkDocsConfig, composed: Composed) -> None:
        super().__init__(None, file, config)
        self._composed = composed

    def read_source(self, config: MkDocsConfig) -> None:
        """Take Markdown and front matter as composed."""
        if config.plugins.on_page_read_source(page=self, config=config) is not None:
            super().read_source(config)
            return
        self.markdown = self._composed.markdown
        self.meta = self._composed.front

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Take the body as composed, where nothing asks for another."""
        if self.markdown is not self._composed.markdown or not _are_harmless(config):
            super().render(config, files)
            return
        headings = self._composed.headings
        self.content = self._composed.html
        self.toc = get_toc(nest_toc_tokens([{"level": one.level, "id": one.id, "name": one.title} for one in headings]))
        self.present_anchor_ids = {one.id for one in headings}


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
