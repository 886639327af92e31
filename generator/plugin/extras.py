"""What the site holds beside its pages: redirects from old addresses, the feed, the sitemap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from .. import feed, pages, redirects, storage
from ..archive import folders_above
from ..build import Build
from ..catalogue import Card
from ..kept import rendered
from ..model import Note
from ..policy import Policy
from .files import KeptPage


def held(files: Files) -> set[str]:
    """What the site holds already: files, and the folders above them."""
    found = {file.dest_uri for file in files}
    return found | {".", *(folder for path in found for folder in folders_above(path))}


@dataclass(frozen=True, slots=True)
class Extras:
    """The files beside the pages of one build."""

    redirects: dict[str, Card]
    """By old path, the outline that it leads to."""
    feed: str
    """Empty where there is none."""
    restricted: Set[str]
    """Addresses of the pages that show text of outlines with a handling notice, which no sitemap lists."""
    problems: Sequence[tuple[str, Note]]

    @classmethod
    def of(cls, built: Build, files: Files, config: MkDocsConfig) -> Extras:
        """What belongs beside the pages of a build, among ``files`` that the site holds already."""
        taken = {file.dest_uri for file in files} | {rendered(address) for address in (*built.lists, *built.pages)}
        cards = built.archive.cards
        leading, problems = redirects.resolve(cards, taken)
        wanted = config.site_url and feed.ADDRESS not in taken
        text = feed.compose(config.site_url, config.site_name, cards) if config.site_url and wanted else ""
        return cls(leading, text, built.restricted, problems)

    @property
    def feed_address(self) -> str:
        """Where the feed is, for the pages to say; empty where there is none."""
        return feed.ADDRESS if self.feed else ""

    def write(self, site: Path, config: MkDocsConfig, files: Files) -> None:
        """Put them into the site of these ``files``."""
        for old, card in self.redirects.items():
            page = redirects.page(old, card, config.site_url or "")
            storage.write(site / old, Policy(()).apply(page).encode())
        if self.feed:
            storage.write(site / feed.ADDRESS, self.feed.encode())
        if config.site_url:
            text = pages.compose_sitemap(config.site_url, sorted(self._public(files)))
            storage.write(site / "sitemap.xml", text.encode())

    def _public(self, files: Files) -> Iterator[str]:
        """The addresses of all pages but the restricted ones."""
        for file in files:
            is_page = file.is_documentation_page() or isinstance(file, KeptPage)
            if is_page and file.inclusion.is_included() and file.src_uri not in self.restricted:
                yield file.url
