"""What goes into the key of every page: all of MkDocs' configuration, the theme, the pages written by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from ..carried import theme_folder
from ..kept import site_key


def settings_key(config: MkDocsConfig) -> str:
    """Of what every page shows but for the pages written by hand: configuration, the theme's own files, packages."""
    said: dict[str, object] = {key: value for key, value in config.items() if key not in _NOT_SHOWN}
    said["plugins"] = {name: dict(plugin.config) for name, plugin in config.plugins.items()}
    said["theme"] = dict(config.theme)
    own = [
        Path(folder)
        for folder in config.theme.dirs
        if Path(folder) == theme_folder().resolve() or not _is_installed(folder)
    ]
    return site_key(said, [*own, *(Path(hook).parent for hook in config.hooks)])


def written_by_hand(files: Files) -> Iterator[bytes]:
    """The paths of the pages written by hand, and what their titles in the navigation come from."""
    for file in files:
        if file.is_documentation_page():
            yield file.src_uri.encode()
            yield file.content_bytes[:6000]


_NOT_SHOWN = frozenset({"strict", "site_dir", "docs_dir", "config_file_path", "dev_addr", "watch", "hooks"})


def _is_installed(folder: str) -> bool:
    # A package's files are known by its version.
    return "site-packages" in Path(folder).parts or "dist-packages" in Path(folder).parts
