"""A new archive in a folder, from the files that come with the code."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from .carried import STARTER

SETTINGS: Final = "mkdocs.yml"
CONTENT: Final = "content"


class TakenError(Exception):
    """What stands where the archive would; the message is its path below the folder, ``""`` for the folder itself."""


def start(folder: Path) -> list[str]:
    """Make ``folder`` an archive; gives the POSIX paths of the files that were written.

    Nothing is written over. Where ``content/`` has something in it the samples stay away, so that a folder of outlines
    becomes an archive too. Raises TakenError, before anything is written, where ``mkdocs.yml`` is there already or a
    file stands where a folder must, and OSError.
    """
    for place, path in ((folder, ""), (folder / CONTENT, CONTENT)):
        if place.exists() and not place.is_dir():
            raise TakenError(path)
    if (folder / SETTINGS).exists():
        raise TakenError(SETTINGS)
    content = folder / CONTENT
    begun = content.is_dir() and any(content.iterdir())
    written = []
    for source in sorted(file for file in STARTER.rglob("*") if file.is_file()):
        name = source.relative_to(STARTER)
        if begun and name.parts[0] == CONTENT:
            continue
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as stream:  # fails where a file has come in between
            stream.write(source.read_bytes())
        written.append(name.as_posix())
    return written
