"""What reading costs and finds, beside other readers: ``python -m benchmarks.readers``. Prints Markdown tables.

Milliseconds are CPU time, the median of several runs in a process of its own that has everything imported. Headings
are those of the twelve outlines of the tests, of which the other readers' Markdown is asked: ``#`` with its level
where it gives one, and whether the words of a heading begin a line at all, with their number. Here the milliseconds
beside other readers count reading and outline together.

Other readers live in environments of their own, made by hand below ``.cache/bench``; those that are missing are named.
    python3 -m venv .cache/bench/light
    .cache/bench/light/bin/pip install 'markitdown[docx,pdf]' mammoth pypandoc_binary
docling needs PyTorch, which is several gigabytes: it is measured where ``.cache/bench/docling`` holds it.
"""

from __future__ import annotations

import io
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import docx

from benchmarks.measures import Tally, alignment, plain
from generator import roles, structure
from generator.readers import read

ROOT = Path(__file__).parent.parent
sys.path.append(str(ROOT / "tests"))

import test_ofd  # noqa: E402
import test_pdf  # noqa: E402
import writers  # noqa: E402
from writers import Part, Sample  # noqa: E402

BENCH = ROOT / ".cache" / "bench"
RUNS = 9
LENGTH = 3_000
ENVIRONMENTS = {"markitdown": "light", "mammoth": "light", "pandoc": "light", "docling": "docling"}

# Runs in a peer's environment: reads the files named, and prints times and Markdown as JSON.
PEER = """
import json, statistics, sys, time
from resource import RUSAGE_CHILDREN, getrusage
name, runs, files = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
if name == "markitdown":
    from markitdown import MarkItDown
    reader = MarkItDown()
    convert = lambda file: reader.convert(file).text_content
elif name == "mammoth":
    import mammoth
    convert = lambda file: mammoth.convert_to_markdown(open(file, "rb")).value
elif name == "pandoc":
    import pypandoc
    convert = lambda file: pypandoc.convert_file(file, "gfm", extra_args=["--wrap=none"])
elif name == "docling":
    from docling.document_converter import DocumentConverter
    reader = DocumentConverter()
    convert = lambda file: reader.convert(file).document.export_to_markdown()
def spent():
    started = getrusage(RUSAGE_CHILDREN)
    return time.process_time() + started.ru_utime + started.ru_stime
found = []
for file in files:
    times = []
    try:
        for _ in range(runs):
            begun = spent()
            text = convert(file)
            times.append(1000 * (spent() - begun))
    except Exception as error:
        text, times = "", []
    found.append((text, statistics.median(times) if times else None))
print(json.dumps(found))
"""


def long() -> Sample:
    """A document of about 3,000 characters, made of the outlines one after another."""
    parts: list[Part] = []
    for made in writers.samples():
        for part in made.parts:
            if sum(len(p.text) for p in parts) < LENGTH:
                parts.append(part)
    return Sample("长", writers.samples()[0].title, tuple(parts), {})


def word_template(made: Sample) -> bytes:
    """A file with all the styles that Word gives one."""
    document = docx.Document()
    for line in made.lines():
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


Write = Callable[[Sample], bytes]
PDF: dict[str, tuple[str, Write]] = {
    "pdf, reportlab": (".pdf", lambda made: test_pdf.with_reportlab(made.lines())),
    "pdf, typst": (".pdf", lambda made: test_pdf.with_typst(made.lines())),
}
FORMATS: dict[str, tuple[str, Write]] = {
    "txt, gb18030": (".txt", lambda made: "\n".join(made.lines()).encode("gb18030")),
    **writers.WRITERS,
    "docx, Word's template": (".docx", word_template),
    **PDF,
    "ofd": (".ofd", lambda made: test_ofd.printed(made.lines())),
}
COMPARED = {name: made for name, made in writers.WRITERS.items() if made[0] == ".docx"} | PDF


def own_time(work: Callable[[], object]) -> float:
    """Median CPU milliseconds of work in this process."""
    times = []
    for _ in range(RUNS):
        begun = time.process_time()
        work()
        times.append(1000 * (time.process_time() - begun))
    return statistics.median(times)


def own_headings(suffix: str, data: bytes) -> list[tuple[int, str]]:
    outline = structure.parse(roles.assign(read(Path("a" + suffix), data)))
    return [(section.depth, section.text) for section in outline.sections]


def peer(name: str, files: list[Path], runs: int) -> list[tuple[str, float | None]] | None:
    """What another reader makes of files, as (Markdown, milliseconds); None where it is not installed."""
    python = BENCH / ENVIRONMENTS[name] / "bin" / "python"
    if not python.is_file():
        return None
    command = [str(python), "-c", PEER, name, str(runs), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return json.loads(done.stdout.splitlines()[-1]) if done.returncode == 0 else None


_HEADING = re.compile(r"(#{1,6})\s+(.*)")
_MARKUP = re.compile(r"</?\w+[^>]*>|[*_\\]|^\s*>\s?")


def headings_of(markdown: str, title: str) -> Iterator[tuple[int, str]]:
    """The headings of a peer's Markdown but for the title, which shifts no level where it is none."""
    found = [
        (len(match[1]), _MARKUP.sub("", match[2])) for match in map(_HEADING.match, markdown.splitlines()) if match
    ]
    found = [(level, text) for level, text in found if plain(text) not in plain(title)]
    top = min((level for level, _ in found), default=1)
    yield from ((level - top + 1, text) for level, text in found)


def tally(made: Sample, said: list[tuple[int, str]]) -> Tally:
    true = [(heading["level"], plain(heading["text"])) for heading in made.truth["headings"]]
    pairs = alignment([text for _, text in true], [plain(text) for _, text in said], str.__eq__)
    level = sum(true[i][0] == said[j][0] for i, j in pairs)
    return Tally(1, 0, len(true), len(said), len(pairs), level)


def numbered(made: Sample, markdown: str) -> int:
    """How many headings stand at the beginning of a line, with their number."""
    lines = [plain(_MARKUP.sub("", line)) for line in markdown.splitlines()]
    return sum(any(line.startswith(plain(h["text"])) for line in lines) for h in made.truth["headings"])


def speed() -> None:
    """Print milliseconds by format."""
    made = long()
    print(f"| format | ms for {sum(map(len, made.lines())):,} characters |\n|---|---:|")
    for name, (suffix, write) in FORMATS.items():
        file, data = Path("a" + suffix), write(made)
        print(f"| {name} | {own_time(partial(read, file, data)):.1f} |")


def compare() -> None:
    """Print headings found and milliseconds beside other readers."""
    samples = writers.samples()
    true = sum(len(made.truth["headings"]) for made in samples)
    print(f"\n| reader | file | F1 of {true} headings | with level | with their number in the text | ms |")
    print("|---|---|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as folder:
        for file, (suffix, write) in COMPARED.items():
            total, whole, data = Tally(), 0, write(long())
            paths = [Path(folder, f"{number}{suffix}") for number in range(len(samples))]
            speedy = Path(folder, f"long{suffix}")
            speedy.write_bytes(data)
            for path, made in zip(paths, samples, strict=True):
                path.write_bytes(write(made))
                total.add(tally(made, own_headings(suffix, path.read_bytes())))
                text = "\n".join(line.text for line in read(path).lines)
                whole += numbered(made, text)
            print(row("tigang", file, total, whole, own_time(partial(own_headings, suffix, data))), flush=True)
            for name in ENVIRONMENTS:
                if suffix == ".pdf" and name in ("mammoth", "pandoc"):
                    continue
                found, timed = peer(name, paths, 1), peer(name, [speedy], RUNS)
                if found is None or timed is None:
                    print(f"| {name} | {file} | not installed | | | |")
                    continue
                total, whole = Tally(), 0
                for made, (text, _) in zip(samples, found, strict=True):
                    total.add(tally(made, list(headings_of(text, made.truth["title"]))))
                    whole += numbered(made, text)
                print(row(name, file, total, whole, timed[0][1]), flush=True)


def row(name: str, file: str, total: Tally, whole: int, spent: float | None) -> str:
    shown = f"{spent:.1f}" if spent is not None else "fails"
    return f"| {name} | {file} | {total.f1:.3f} | {total.f1_level:.3f} | {whole} | {shown} |"


if __name__ == "__main__":
    speed()
    compare()
