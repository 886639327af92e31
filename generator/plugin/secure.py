"""The security policy of the pages that MkDocs and the renderer write."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.pages import Page

from ..policy import Policy
from .options import OutlinesConfig


class SecurePages(BasePlugin[OutlinesConfig]):
    """Puts the policy into every page, composed or written by hand, and into the one that says that there is none."""

    def on_post_page(self, output: str, /, *, page: Page, config: MkDocsConfig) -> str:
        """A page."""
        return _policy(tuple(config.theme.dirs)).apply(output)

    def on_post_template(self, output_content: str, /, *, template_name: str, config: MkDocsConfig) -> str:
        """A page that belongs to no source."""
        return _policy(tuple(config.theme.dirs)).apply(output_content)


@cache
def _policy(templates: tuple[str, ...]) -> Policy:
    return Policy(map(Path, templates))
