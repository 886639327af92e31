"""What goes into keys: of every page (all of MkDocs' configuration, the theme, the pages by hand), and of the site."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import Files

from .. import published
from ..carried import theme_folder
from ..kept import site_key
from ..stamps import stamp_of
from .replaced import KNOWN_PLUGINS


def settings_key(config: MkDocsConfig) -> str:
    """Of what every page shows but for the pages written by hand: configuration, the theme's own files, packages."""
    said: dict[str, object] = {key: value for key, value in config.items() if key not in _NOT_SHOWN}
    plugins: Mapping[str, object] = config.plugins
    said["plugins"] = {name: dict(plugin.config) for name, plugin in plugins.items() if isinstance(plugin, BasePlugin)}
    # A hook stands among the plugins, but is a module, and may import those beside it.
    hooks = [plugin for plugin in plugins.values() if isinstance(plugin, ModuleType)]
    beside = {file for hook in hooks for file in Path(str(hook.__file__)).parent.glob("*.py")}
    said["hooks"] = {str(file): file.read_text("utf-8", "replace") for file in sorted(beside)}
    said["theme"] = dict(config.theme)
    own = [
        Path(folder)
        for folder in config.theme.dirs
        if Path(folder) == theme_folder().resolve() or not _is_installed(folder)
    ]
    return site_key(said, own)


def content_key(settings: str, files: Files, config: MkDocsConfig) -> str:
    """Of all that the site is made of: ``settings`` and the content folder; empty where no key can vouch for it."""
    if config.hooks or not KNOWN_PLUGINS.issuperset(config.plugins):
        return ""  # they may make pages of anything
    now = time.time_ns()
    try:
        content = {
            file.src_uri: stamp_of(file.abs_src_path)
            for file in files
            if file.src_dir == config.docs_dir and file.abs_src_path
        }
    except OSError:  # the build will say which file, and why
        return ""
    return published.key_of(settings, content, now)


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
