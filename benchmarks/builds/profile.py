"""Where our cold build spends its time: ``python -m benchmarks.builds.profile --count 5000 --work FOLDER``.

A sampler (py-spy) looks at all processes of the build a hundred times a second from outside, so that nothing in the
generator is changed or slowed unevenly. A sample belongs to the innermost function on its stack whose module stands in
:data:`STAGES`; what is called from there, helpers and other libraries, counts with it. Shares are of the samples on a
processor, seconds are shares of the processor time of a build without the sampler.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.environments import environment
from benchmarks.processes import run

from .archive import Archive
from .engines import ENGINES

STAGES = (
    (r"\(<frozen importlib", "imports"),
    (r"\.html:|\(jinja2/|\(markupsafe/", "templates"),
    (r"\(markdown/", "Markdown"),
    (r"\(mkdocs/structure/pages", "MkDocs: pages"),
    (r"\(mkdocs/(structure|utils/(?!__init__))", "MkDocs: files and navigation"),
    (r"\(mkdocs/commands/build", "MkDocs: build loop"),
    (r"\(mkdocs/", "MkDocs: all else"),
    (r"\((pebble|multiprocessing)/", "handing jobs over"),
    (r"generator/readers/", "read"),
    (r"generator/(roles/|unwrap)", "roles"),
    (r"generator/(structure|lattice/|candidates/|cues/|markers)", "parse"),
    (r"generator/(screening|masking)", "screen"),
    (r"generator/words", "words"),
    (r"generator/(facts|dates)", "describe"),
    (r"generator/(archive|relat)", "relate"),
    (r"generator/(pages|article|listing)", "compose"),
    (r"generator/(export|downloads)", "downloads"),
    (r"generator/report", "report"),
    (r"generator/search/(entries|units|numbers)", "search: entries"),
    (r"generator/(search/|index)", "search: index"),
    (r"generator/(cache|kept|storage|publish)", "files kept, linked and published"),
    (r"generator/", "running the build"),
)
"""Patterns of a frame, ``function (file:line)``, and the stage that it belongs to; the first that fits."""
_PATTERNS = [(re.compile(pattern), name) for pattern, name in STAGES]
_HELPERS = re.compile(r"generator/(numerals|markup|model|catalogue|meta|settings)")
"""They work for the stage that calls them."""
_WAITS = re.compile(r"^(Condition\.wait|pool_manager_loop|\S*(poll|select|sleep|accept)) ")
"""Innermost frames that wait: on a busy machine the sampler takes them for work."""


def stage(frames: Sequence[str]) -> str:
    """The stage of a stack, outermost frame first."""
    for frame in reversed(frames):
        if not _HELPERS.search(frame):
            for pattern, name in _PATTERNS:
                if pattern.search(frame):
                    return name
    return "all else"


def read(text: str) -> Counter[tuple[bool, str]]:
    """Samples by (whether in the main process, stage), of stacks with the process in front and the count behind."""
    found: Counter[tuple[bool, str]] = Counter()
    for line in text.splitlines():
        stack, _, count = line.rpartition(" ")
        frames = stack.split(";")
        processes = [frame for frame in frames if frame.startswith("process ")]
        inner = [frame for frame in frames if not frame.startswith(("process ", "thread "))]
        if inner and not _WAITS.match(inner[-1]):
            found[len(processes) < 2, stage(inner)] += int(count)
    return found


def table(samples: Counter[tuple[bool, str]], cpu: float, count: int) -> Iterator[str]:
    """Where the seconds went, in the main process and in the workers."""
    whole = samples.total()
    yield "| stage | main, s | workers, s | ms an outline | share |\n|---|---|---|---|---|"
    names = Counter[str]()
    for (_, name), number in samples.items():
        names[name] += number

    def row(name: str, main: int, workers: int) -> str:
        both = (main + workers) / whole
        seconds = [f"{number / whole * cpu:.1f}" for number in (main, workers)]
        return f"| {name} | {' | '.join(seconds)} | {both * cpu / count * 1000:.2f} | {both:.1%} |"

    for name, _ in names.most_common():
        yield row(name, samples[True, name], samples[False, name])
    main = sum(number for (is_main, _), number in samples.items() if is_main)
    yield row("all", main, whole - main)


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.builds.profile", description=__doc__)
    parser.add_argument("--count", type=int, default=5000, help="outlines")
    parser.add_argument("--work", type=Path, help="keep environments, archives and samples in this folder")
    parser.add_argument("--cpu", type=float, help="seconds of a cold build, where they are known; else it is measured")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        work = (given.work or Path(temporary)).absolute()
        engine = ENGINES["ours"]
        archive = Archive(work / str(given.count) / "ours", engine, given.count, work)
        cpu: float = given.cpu or archive.build_cold().cpu
        engine.clean(archive.folder)
        kept = archive.folder / "samples.txt"
        sampler = (environment(work, "sampler") / "py-spy", "record", "--subprocesses", "--format", "raw")
        [command] = engine.commands(work)
        run(*sampler, "--rate", "100", "--output", kept, "--", *command, cwd=archive.folder)
        print(f"{given.count:,} outlines cold: {cpu:.1f} s CPU")
        print("\n".join(table(read(kept.read_text("utf-8")), cpu, given.count)))


if __name__ == "__main__":
    main()
