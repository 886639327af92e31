"""Files that other packages bring, found without importing them: that takes many times as long as reading one table."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path


def file_of(package: str, *names: str) -> Path:
    """The file below these folders of an installed package."""
    spec = find_spec(package)
    assert spec and spec.origin
    return Path(spec.origin).parent.joinpath(*names)
