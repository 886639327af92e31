"""The frame of a page of the report, and the files that all of them share."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from .. import storage
from ..markup import html

INDEX: Final = "index.html"
SHARED: Final = ("report.css", "report.js")
"""Beside the index."""
_POLICY: Final = "default-src 'none'; style-src 'self'; script-src 'self'"


def write_shared(folder: Path) -> None:
    """Bring the shared files in the report's folder up to date."""
    for name in SHARED:
        storage.write_if_changed(folder / name, Path(__file__).with_name(name).read_bytes())


def page(title: str, body: str, root: str = "") -> bytes:
    """A whole page; ``root`` leads from it to the report's folder (``../../``)."""
    return (
        '<!doctype html>\n<html lang="zh-CN">\n<meta charset="utf-8">\n<meta name="robots" content="noindex">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        f'<title>{html(title)}</title>\n<link rel="stylesheet" href="{root}report.css">\n'
        f'<script src="{root}report.js" defer></script>\n<main>\n{body}\n</main>\n</html>\n'
    ).encode()
