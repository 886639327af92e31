"""Files the generator writes: whole or not at all, and only when they changed."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def write(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path`` so that no reader ever sees a part of it; makes the folders above."""
    try:
        _replace(path, data)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, data)


def write_if_changed(path: Path, data: bytes) -> bool:
    """As :func:`write`, but leaves a file alone that already holds ``data``; says whether it wrote."""
    try:
        if path.stat().st_size == len(data) and path.read_bytes() == data:
            return False
    except OSError:
        pass
    write(path, data)
    return True


def remove_others(folder: Path, keep: set[Path]) -> None:
    """Remove every file below ``folder`` that is not in ``keep``, and the folders that this leaves empty."""
    for parent, _, names in os.walk(folder, topdown=False):
        here = Path(parent)
        left = False
        for name in names:
            if here / name in keep:
                left = True
            else:
                (here / name).unlink()
        if not left and here != folder and not any(here.iterdir()):
            here.rmdir()


def _replace(path: Path, data: bytes) -> None:
    # The temporary name is short and unrelated to the final one, which may be as long as the system allows.
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        os.chmod(name, 0o644)  # noqa: PTH101
        os.replace(name, path)  # noqa: PTH105
    except BaseException:
        os.unlink(name)  # noqa: PTH108
        raise
