"""The sample archive is understood as its truth says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.measures import plain
from generator import readers, roles, structure
from generator.meta import as_written, full_title

ROOT = Path(__file__).parent.parent
TRUTH = ROOT / "tests" / "truth"
FILES = sorted(TRUTH.rglob("*.json"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(TRUTH)))
def test_sample(file: Path) -> None:
    truth = json.loads(file.read_text("utf-8"))
    manuscript = readers.read(ROOT / "content" / file.relative_to(TRUTH).with_suffix(""))
    outline = structure.parse(roles.assign(manuscript))
    assert plain(truth["title"]) in (plain(outline.title), plain(full_title(outline)))
    said = [(section.depth, plain(section.text)) for section in outline.sections]
    assert said == [(heading["level"], plain(heading["text"])) for heading in truth["headings"]]
    written, true = as_written(outline, manuscript.directions), truth["meta"]
    assert plain(written["author"]) == plain(true["author"])
    assert plain(written["date"]) == plain(true["date"])
    assert plain(written["occasion"]) == plain(true["occasion"])
    assert plain(written["salutation"]) == plain(true["salutation"])
    assert {plain(text) for text in written["boilerplate"]} == {plain(text) for text in true["boilerplate"]}
