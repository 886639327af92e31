"""Where MkDocs looks for templates and assets: in the archive's own theme first, then in ours, then in Material's."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from ..carried import theme_folder

OWN = "theme"
"""The folder beside mkdocs.yml whose files take the place of ours, one by one."""


def lay(config: MkDocsConfig) -> None:
    """Put our theme before Material's, and the archive's own before both; each folder once."""
    if config.theme.name != "material":
        return  # another theme's templates are not what ours extend
    own = Path(config.config_file_path).parent / OWN
    given = 1 if config.theme.custom_dir else 0
    known = {Path(folder).resolve() for folder in config.theme.dirs}
    more = [folder for folder in (own, theme_folder()) if folder.is_dir() and folder.resolve() not in known]
    config.theme.dirs[given:given] = map(str, dict.fromkeys(folder.resolve() for folder in more))
    if own.is_dir():
        config.watch.append(str(own))
