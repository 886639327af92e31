"""Where a build keeps what it makes, all below one folder that can be deleted at any time (``.cache``)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

CACHE: Final = ".cache"
"""The folder's name, beside mkdocs.yml."""


@dataclass(frozen=True)
class Folders:
    """The folders and files below ``root``."""

    root: Path

    @cached_property
    def lock(self) -> Path:
        """Held by the build that is under way."""
        return self.root / "lock"

    @cached_property
    def digests(self) -> Path:
        """What sources were read as, by their stamps (:class:`~generator.stamps.Digests`)."""
        return self.root / "digests.msgpack"

    @cached_property
    def names(self) -> Path:
        """Names of files and folders in which there is no contact (:class:`~generator.spotless.Spotless`)."""
        return self.root / "names.msgpack"

    @cached_property
    def pages(self) -> Path:
        """The composed Markdown, laid out like the content folder."""
        return self.root / "pages"

    @cached_property
    def composed(self) -> Path:
        """The same pages with their bodies as HTML (:class:`~generator.pages.Composed`)."""
        return self.root / "composed"

    @cached_property
    def relations(self) -> Path:
        """What the outlines have to do with one another (:mod:`generator.relating`)."""
        return self.root / "relations.msgpack"

    @cached_property
    def uses(self) -> Path:
        """The places of set phrases in the outlines (:mod:`generator.relating`)."""
        return self.root / "uses.msgpack"

    @cached_property
    def facets(self) -> Path:
        """The data of the page where facets combine."""
        return self.root / "facets"

    @cached_property
    def index(self) -> Path:
        """The search index."""
        return self.root / "index"

    @cached_property
    def public_report(self) -> Path:
        """The part of the report that the site may show."""
        return self.root / "public-report"

    @cached_property
    def downloads(self) -> Path:
        """The files beside the pages, laid out like the site."""
        return self.root / "downloads"

    @cached_property
    def report(self) -> Path:
        """The keeper's report."""
        return self.root / "report"

    @cached_property
    def imports(self) -> Path:
        """What became of the files of packs (:mod:`generator.report.imports`)."""
        return self.root / "imports.msgpack"

    @cached_property
    def html(self) -> Path:
        """The pages as they were rendered."""
        return self.root / "html"

    @cached_property
    def kept(self) -> Path:
        """What these were rendered from (:class:`~generator.kept.KeptPages`)."""
        return self.root / "kept.msgpack"

    @cached_property
    def published(self) -> Path:
        """What was published last (:mod:`generator.published`)."""
        return self.root / "published.msgpack"

    @cached_property
    def stage(self) -> Path:
        """What MkDocs writes."""
        return self.root / "stage"

    @cached_property
    def mirror(self) -> Path:
        """The site as it was published, file for file: the next one is made from it."""
        return self.root / "mirror"

    @cached_property
    def office(self) -> Path:
        """What other programs made of files that are not read directly."""
        return self.root / "office"

    @cached_property
    def jieba(self) -> Path:
        """The segmenter's own cache."""
        return self.root / "jieba"
