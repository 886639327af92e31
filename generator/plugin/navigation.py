"""The navigation: home, lists and pages written by hand, never thousands of outlines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mkdocs.structure.files import Files

from ..archive import HOME, list_address
from ..catalogue import Archive
from ..places import BROWSE, PHRASES

LISTED = 12
"""Collections in the navigation: it stands on every page and may not grow with the archive; home has them all."""


def paths(nav: object) -> Iterator[tuple[str, str | None]]:
    """The pages that a navigation names, each with its title there."""
    match nav:
        case str():
            yield nav, None
        case list():
            for item in nav:
                yield from paths(item)
        case dict():
            for title, item in nav.items():
                yield from [(item, str(title))] if isinstance(item, str) else paths(item)


def navigation(archive: Archive, files: Files) -> list[Any]:
    """Home, the whole list, the first collections, and the pages written by hand: never the outlines themselves."""
    top = archive.collections[""]
    nav: list[Any] = [{HOME.title: "index.md"}, {"浏览": BROWSE}]
    if archive.phrases:
        nav.append({"提法": PHRASES})
    nav.append({top.title: list_address("")})
    nav += [{archive.collections[folder].title: list_address(folder)} for folder in top.children[:LISTED]]
    nav += sorted(
        file.src_uri
        for file in files
        if file.is_documentation_page() and file.generated_by is None and file.name != "index"
    )
    return nav
