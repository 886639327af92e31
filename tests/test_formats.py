"""The same outlines in every format: headings, levels, titles and numbers come back, and nothing is lost.

``pytest -s`` prints a row a format.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest
import test_ofd
import test_pdf
import writers
from conftest import ROOT
from test_outliners import Node, freemind, opml, org, xmind_json
from wordmade import NAMES, convert, p, package, r
from writers import Sample, numbered, samples

from benchmarks.evaluate import compare
from benchmarks.measures import Tally
from generator.model import Manuscript, Place
from generator.pipeline import Options, understand
from generator.readers import READERS, office, prepare, read

SAMPLES = samples()
ASIDE = (Place.HEADER, Place.FOOTER)


def squeezed(text: str) -> str:
    return "".join(text.split())


def check(name: str, suffix: str, files: Iterable[tuple[Sample, bytes]], least: float = 1.0) -> None:
    """Read documents back; ``least`` is the share of headings and levels that must be right."""
    total, titles, whole = Tally(), [], []
    for made, data in files:
        file = Path(made.name + suffix)
        record = understand(file.as_posix(), file, data, Options())
        assert record.outline is not None, (made.name, record.notes)
        tally = compare(made.truth, record.outline, strict=True)
        total.add(tally)
        if tally.titles:
            titles.append(made)
        body = "".join(line.text for line in read(file, data).lines if line.place not in ASIDE)
        if squeezed(body) == made.characters():
            whole.append(made)
    print(f"\n| {name} | {total.right_level} of {total.true} | {total.f1_level:.1%} | {len(titles)} | {len(whole)} |")
    assert total.said <= total.true
    assert total.right_level >= least * total.true
    assert titles == whole == list(SAMPLES)


def test_the_documents_have_what_formats_lose() -> None:
    parts = [part for made in SAMPLES for part in made.parts]
    assert sum(bool(part.level) for part in parts) == sum(len(made.truth["headings"]) for made in SAMPLES) > 100
    assert {part.level for part in parts} == {0, 1, 2, 3}
    runin = [part for part in parts if 0 < part.end < len(part.text)]
    assert 30 < len(runin) < 80
    assert any(len(made.title) > 1 for made in SAMPLES)
    replaced = [marker for made in SAMPLES for marker in numbered(made)[1]]
    assert len(replaced) > 80
    assert {"一、", "（一）", "1. ", "１．", "一是", "第一，", "第一部分　"} <= set(replaced)


@pytest.mark.parametrize("name", writers.WRITERS)
def test_formats(name: str) -> None:
    suffix, write = writers.WRITERS[name]
    check(name, suffix, ((made, write(made)) for made in SAMPLES))


# --- LibreOffice ------------------------------------------------------------------------------------------------

FORMS = {".doc": "doc:MS Word 97", ".odt": "odt", ".rtf": "rtf"}
KINDS: dict[str, Callable[[Sample], bytes]] = {
    "bold run-in": writers.word_bold,
    "styled": writers.word_styled,
    "auto-numbered": writers.word_numbered_on,
}


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str, str], list[bytes]]]:
    """Gives what LibreOffice made of the samples: all of a form in one run; read back, it is converted once more."""
    folder = tmp_path_factory.mktemp("office")
    office.cache_in(folder / "cache")
    names = [f"{kind} {number}" for kind in KINDS for number in range(len(SAMPLES))]

    @cache
    def made(suffix: str) -> dict[str, bytes]:
        out = folder / suffix[1:]
        out.mkdir()
        written = [write(sample) for write in KINDS.values() for sample in SAMPLES]
        sources = [out / f"{name}.docx" for name in names]
        for source, data in zip(sources, written, strict=True):
            source.write_bytes(data)
        convert(FORMS[suffix], sources, out)
        files = [(file, file.read_bytes()) for file in (source.with_suffix(suffix) for source in sources)]
        prepare(files, folder / "cache")
        return {file.stem: data for file, data in files}

    yield lambda kind, suffix: [made(suffix)[f"{kind} {number}"] for number in range(len(SAMPLES))]
    office.cache_in(None)


@pytest.mark.slow
@pytest.mark.parametrize("suffix", FORMS)
@pytest.mark.parametrize("kind", KINDS)
def test_office_formats(converted: Callable[[str, str], list[bytes]], kind: str, suffix: str) -> None:
    check(f"{suffix[1:]}, {kind}", suffix, zip(SAMPLES, converted(kind, suffix), strict=True))


# --- pages ------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_pdf_of_reportlab() -> None:
    check("pdf, reportlab", ".pdf", ((made, test_pdf.with_reportlab(made.lines())) for made in SAMPLES), 0.98)


@pytest.mark.slow
@pytest.mark.skipif(not test_pdf.FONTS.is_dir(), reason="no Noto CJK fonts found")
def test_pdf_of_typst() -> None:
    check("pdf, typst", ".pdf", ((made, test_pdf.with_typst(made.lines())) for made in SAMPLES), 0.98)


@pytest.mark.browser
def test_pdf_of_a_browser(browser: object) -> None:
    check("pdf, browser", ".pdf", ((made, test_pdf.with_browser(browser, made.lines())) for made in SAMPLES), 0.98)


def test_ofd_pages() -> None:
    check("ofd", ".ofd", ((made, test_ofd.printed(made.lines())) for made in SAMPLES), 0.98)


# --- tables and notes -------------------------------------------------------------------------------------------

TABLE = (("村", "人"), ("东桥", "甲"))
NOTE = "这个数是年底点的。"


def cells(row: str, cell: str) -> str:
    return "".join(row.format("".join(cell.format(text) for text in texts)) for texts in TABLE)


def word_with_all() -> bytes:
    mark = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    cell = f"<w:tc>{p(r('{}'))}</w:tc>"
    grid = "<w:tblPr/><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>"
    table = f"<w:tbl>{grid}{cells('<w:tr>{}</w:tr>', cell)}</w:tbl>"
    notes = f'<w:footnotes {NAMES}><w:footnote w:id="1">{p(r(NOTE))}</w:footnote></w:footnotes>'
    body = p(r("清渠记")) + p(r("一、看水")) + p(r("天天看。") + mark) + table + p(r("二、看坡"))
    return package(body, {"footnotes.xml": notes})


def rows(manuscript: Manuscript) -> tuple[tuple[str, ...], ...]:
    found = [line for line in manuscript.lines if line.place is Place.ROW]
    assert len({line.style.table for line in found}) == 1
    return tuple(tuple(line.text.split("\t")) for line in found)


def test_tables_and_footnotes_of_word() -> None:
    manuscript = read(Path("a.docx"), word_with_all())
    assert rows(manuscript) == TABLE
    assert [line.text for line in manuscript.lines if line.place is Place.FOOTNOTE] == [NOTE]


@pytest.mark.slow
@pytest.mark.parametrize("suffix", FORMS)
def test_tables_and_footnotes_of_office(tmp_path: Path, suffix: str) -> None:
    source = tmp_path / "a.docx"
    source.write_bytes(word_with_all())
    convert(FORMS[suffix], [source], tmp_path)
    manuscript = read(source.with_suffix(suffix))
    assert rows(manuscript) == TABLE
    assert [line.text for line in manuscript.lines if line.place is Place.FOOTNOTE] == [NOTE]


@pytest.mark.parametrize(
    ("suffix", "text"),
    [
        (".html", f"<meta charset=utf-8><p>清渠记</p><table>{cells('<tr>{}</tr>', '<td>{}</td>')}</table>"),
        (".md", "# 清渠记\n\n| 村 | 人 |\n|---|---|\n| 东桥 | 甲 |\n"),
        (".org", "* 清渠记\n| 村 | 人 |\n|---+---|\n| 东桥 | 甲 |\n"),
    ],
)
def test_tables_of_text(suffix: str, text: str) -> None:
    assert rows(read(Path("a" + suffix), text.encode())) == TABLE


@pytest.mark.skipif(not test_pdf.FONTS.is_dir(), reason="no Noto CJK fonts found")
def test_tables_and_footnotes_of_pdf() -> None:
    table = ", ".join(f'"{text}"' for texts in TABLE for text in texts)
    source = f"#par[天天看，看完记在本子上。#footnote[{NOTE}]]\n#table(columns: (8em, 8em), {table})"
    manuscript = read(Path("a.pdf"), test_pdf.with_typst([], source))
    assert rows(manuscript) == TABLE
    assert any(NOTE in line.text for line in manuscript.lines)


@pytest.mark.parametrize(
    ("suffix", "write"), [(".opml", opml), (".mm", freemind), (".xmind", xmind_json), (".org", org)]
)
def test_notes_of_outliners(suffix: str, write: Callable[[Node], bytes]) -> None:
    tree = Node("清渠记", [Node("一、看水", note=f"天天看。\n{NOTE}"), Node("二、看坡")])
    lines = read(Path("a" + suffix), write(tree)).lines
    assert [(line.text, line.style.level) for line in lines] == [
        ("清渠记", 1),
        ("一、看水", 2),
        ("天天看。", 0),
        (NOTE, 0),
        ("二、看坡", 2),
    ]


def test_the_documentation_names_every_format() -> None:
    text = (ROOT / "docs" / "formats.md").read_text("utf-8")
    table = text.split("\n## ")[1]
    assert [suffix for suffix in READERS if f"`{suffix}`" not in table] == []
