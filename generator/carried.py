"""Where the files are that come with the code: the theme, and what a new archive begins with."""

from __future__ import annotations

from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).parent

STARTER: Final = _PACKAGE / "starter"
"""A small archive, file for file."""


def theme_folder() -> Path:
    """The templates and assets of the pages: in the package where a wheel was installed, beside it in a checkout."""
    inside = _PACKAGE / "theme"
    return inside if inside.is_dir() else _PACKAGE.parent / "theme"
