"""Where MkDocs looks for templates and assets: in the archive's own theme first, then in ours, then in Material's."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.theme import Theme

from ..carried import theme_folder

OWN = "theme"
"""The folder beside mkdocs.yml whose files take the place of ours, one by one."""


class _Shown(jinja2.FileSystemLoader):
    """Lists no file in a hidden folder: MkDocs takes none of them for an asset, and Material has 14,000 icons there."""

    def list_templates(self) -> list[str]:
        """The names of all others."""
        found: set[str] = set()
        for root in self.searchpath:
            for here, folders, names in os.walk(root, followlinks=self.followlinks):
                folders[:] = [folder for folder in folders if not folder.startswith(".")]
                below = here[len(root) :].replace(os.sep, "/").strip("/")
                found.update(f"{below}/{name}" if below else name for name in names)
        return sorted(found)


def _environment(theme: Theme) -> jinja2.Environment:
    """The environment of MkDocs for a theme."""
    env = Theme.get_env(theme)
    env.loader = _Shown(theme.dirs)
    return env


def lay(config: MkDocsConfig) -> None:
    """Put our theme before Material's, and the archive's own before both; each folder once."""
    if config.theme.name != "material":
        return  # another theme's templates are not what ours extend
    own = Path(config.config_file_path).parent / OWN
    given = 1 if config.theme.custom_dir else 0
    known = {Path(folder).resolve() for folder in config.theme.dirs}
    more = [folder for folder in (own, theme_folder()) if folder.is_dir() and folder.resolve() not in known]
    config.theme.dirs[given:given] = map(str, dict.fromkeys(folder.resolve() for folder in more))
    config.theme.get_env = partial(_environment, config.theme)  # type: ignore[method-assign]
    if own.is_dir():
        config.watch.append(str(own))
