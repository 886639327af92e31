"""The collection's Word file is made in the browser from the parts that the build's own Word files have.

``python tests/test_word_template.py`` writes them into the theme anew after generator/export/template has changed.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PARTS = ROOT / "generator" / "export" / "template"
SCRIPT = ROOT / "theme" / "assets" / "javascripts" / "basket" / "template.js"
HEAD = """/* The parts of a Word file, from generator/export/template; tests/test_word_template.py writes them. */
"use strict";
var Tigang = window.Tigang || {};

Tigang.wordTemplate = {
"""


def written() -> str:
    """The script with the parts; [Content_Types].xml comes first, where readers that stream look for it."""
    names = sorted(path.relative_to(PARTS).as_posix() for path in PARTS.rglob("*") if path.is_file())
    lines = []
    for name in names:
        text = re.sub(r">\s+<", "><", (PARTS / name).read_text("utf-8").strip()).replace("?><", "?>\n<", 1)
        lines.append(f"  {json.dumps(name)}: {json.dumps(text, ensure_ascii=False)},\n")
    return f"{HEAD}{''.join(lines)}}};\n"


def test_the_browser_has_the_parts_of_the_build() -> None:
    if not PARTS.is_dir():
        pytest.skip("this tree makes no Word files")
    assert SCRIPT.read_text("utf-8") == written()


if __name__ == "__main__":
    SCRIPT.write_text(written(), "utf-8")
