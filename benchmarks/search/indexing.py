"""Prints the processor time that our search index takes: ``python -m benchmarks.search.indexing CONTENT``."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from generator import search
from generator.pipeline import Options, understand


def main() -> None:
    """Read all outlines, then time their entries and the files made from them."""
    content = Path(sys.argv[1])
    entries: dict[str, bytes] = {}
    spent = 0.0
    for file in sorted(content.rglob("*.txt")):
        path = file.relative_to(content).as_posix()
        url = f"{path.removesuffix('.txt')}.html"
        record = understand(path, file, file.read_bytes(), Options())
        start = time.process_time()
        entries[url] = search.entry(search.searchable(record))
        spent += time.process_time() - start
    start = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        search.update(Path(folder), dict.fromkeys(entries, ""), lambda url: search.read(entries[url], url))
    print(spent + time.process_time() - start)


if __name__ == "__main__":
    main()
