"""Old Word files, WPS, OpenDocument and RTF: through LibreOffice, and what happens where it fails or is missing."""

from __future__ import annotations

import http.server
import io
import shutil
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from wordmade import NAMES, convert, level, listed, need_office, numbering, p, package, r, style, styles

from generator.model import Line, Manuscript, Place, Severity
from generator.readers import TRANSIENT, ReadError, cache_in, office, prepare, read, rtf

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le")

FAKE = '''#!{python}
"""Stands in for LibreOffice: writes a log of its runs, and does with a file what the file says."""
import os, shutil, sys, time
from pathlib import Path

folder = Path(__file__).parent
arguments = sys.argv[1:]
out = Path(arguments[arguments.index("--outdir") + 1])
sources = [Path(name) for name in arguments[arguments.index("--outdir") + 2 :]]
with (folder / "runs").open("a") as log:
    log.write(f"{{len(sources)}}\\n")
for source in sources:
    data = source.read_bytes()
    if b"CRASH" in data:
        os._exit(77)
    if b"HANG" in data:
        time.sleep(60)
    if b"HALF" in data:
        (out / source.name).with_suffix(".docx").write_bytes(b"PK half")
        os._exit(1)
    if b"BAD" not in data:
        shutil.copy(folder / "result.docx", (out / source.name).with_suffix(".docx"))
'''


@pytest.fixture(autouse=True)
def _no_cache() -> Iterator[None]:
    yield
    office.cache_in(None)


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a program that stands in for LibreOffice."""
    if sys.platform == "win32":
        pytest.skip("needs a script that runs by itself")
    folder = tmp_path / "program"
    folder.mkdir()
    (folder / "result.docx").write_bytes(package(p(r("防汛工作提纲")) + p(r("一、查堤"))))
    (folder / "soffice").write_text(FAKE.format(python=sys.executable))
    (folder / "soffice").chmod(0o755)
    monkeypatch.setattr(office, "program", lambda: str(folder / "soffice"))
    return folder


def runs(folder: Path) -> list[int]:
    log = folder / "runs"
    return [int(line) for line in log.read_text().split()] if log.is_file() else []


def document(words: str = "") -> bytes:
    return OLE + words.encode()


def texts(manuscript: Manuscript) -> list[str]:
    return [line.text for line in manuscript.lines]


def failure(name: str, data: bytes) -> ReadError:
    with pytest.raises(ReadError) as caught:
        read(Path(name), data)
    return caught.value


# --- batches ----------------------------------------------------------------------------------------------------


def test_many_files_cost_few_runs(fake: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = tmp_path / "cache"
    cache_in(cache)
    files = [(Path(f"{number}.doc"), document(str(number))) for number in range(120)]
    others = [(Path("a.txt"), b"x"), (Path("b.docx"), package(p(r("x")))), (Path("c.doc"), package(p(r("x"))))]
    prepare([*files, *others], cache)
    assert runs(fake) == [50, 50, 20]
    for file, data in files:
        manuscript = read(file, data)
        assert (texts(manuscript), manuscript.format) == (["防汛工作提纲", "一、查堤"], "doc")
    prepare(files, cache)
    assert runs(fake) == [50, 50, 20]
    assert {path.suffix for path in cache.iterdir()} == {".docx"}, "copies and profiles are gone"
    monkeypatch.setattr(office, "program", lambda: "")
    assert len(read(*files[0]).lines) == 2, "what was converted once needs no program"


def test_one_file_that_was_not_prepared(fake: Path, tmp_path: Path) -> None:
    cache_in(tmp_path / "cache")
    for _ in range(3):
        assert texts(read(Path("a.wps"), document())) == ["防汛工作提纲", "一、查堤"]
    assert runs(fake) == [1]


def test_without_a_cache_folder_nothing_stays(fake: Path) -> None:
    assert len(read(Path("a.doc"), document()).lines) == 2
    assert len(read(Path("a.doc"), document()).lines) == 2
    assert runs(fake) == [1, 1]


@pytest.mark.slow
@pytest.mark.parametrize("trouble", ["CRASH", "HALF", "BAD", "HANG"])
def test_trouble_costs_one_file(fake: Path, tmp_path: Path, trouble: str) -> None:
    cache = tmp_path / "cache"
    cache_in(cache)
    documents = [document(str(number)) for number in range(8)]
    bad = document(trouble)
    start = time.monotonic()
    office.convert([*documents[:4], bad, *documents[4:]], cache, timeout=1.5)
    assert time.monotonic() - start < 20
    spent = len(runs(fake))
    assert spent <= 4
    for data in documents:
        assert len(read(Path("a.doc"), data).lines) == 2
    assert failure("a.doc", bad).code == "conversion-failed"
    assert len(runs(fake)) == spent, "what failed is not tried again by the reader"


def test_files_that_cannot_be_read_cost_no_run(fake: Path, tmp_path: Path) -> None:
    encrypted = OLE + "EncryptedPackage".encode("utf-16-le")
    locked = bytearray(2048)
    locked[: len(OLE)] = OLE
    locked[1024:1028] = b"\xec\xa5\xc1\x00"
    locked[1024 + 11] = 1
    sheet = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le")
    files = {"encrypted": encrypted, "locked": bytes(locked), "sheet": sheet}
    prepare([(Path(f"{name}.doc"), data) for name, data in files.items()], tmp_path / "cache")
    assert [failure("a.doc", data).code for data in files.values()] == ["encrypted", "encrypted", "broken-file"]
    assert runs(fake) == []


def test_without_libreoffice_a_note_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "program", lambda: "")
    prepare([(Path("a.doc"), document())], tmp_path / "cache")
    for name in ("a.doc", "a.wps", "a.docx"):
        error = failure(name, document())
        assert error.code == "needs-program"
        assert error.code in TRANSIENT
        assert "LibreOffice" in error.text


# --- RTF --------------------------------------------------------------------------------------------------------


def escaped(text: str) -> str:
    return "".join(f"\\'{byte:02x}" for byte in text.encode("gbk"))


RTF = (
    r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fnil\fcharset134 SimSun;}{\f1\fcharset2 Symbol;}}"
    r"{\stylesheet{\s0 Normal;}}{\info{\title x}}"
    rf"\pard\f0 {{\listtext\pard {escaped('一、')}\tab}}{escaped('查堤')}\par"
    rf"\pard\f0 {{\pntext\pard {escaped('第一条')}\tab}}{escaped('查闸')}\par"
    rf"\pard {{\listtext\pard\f1 \'b7\tab}}\f0 {escaped('要点')}\par"
    r"\pard\uc1 \u-10187?\u-8448?\u20013?\par"
    rf"\trowd \intbl {escaped('村')}\cell {escaped('人')}\cell \row"
    rf'\pard {{\field{{\*\fldinst{{HYPERLINK "http://example.invalid/x"}}}}{{\fldrslt {{{escaped("链接")}}}}}}}\par}}'
)


def test_words_of_rtf(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "program", lambda: "")
    manuscript = read(Path("a.rtf"), RTF.encode("ascii"))
    assert [(line.text, line.style.label, line.place) for line in manuscript.lines] == [
        ("一、查堤", 2, Place.BODY),
        ("第一条 查闸", 4, Place.BODY),
        ("要点", 0, Place.ITEM),
        ("\U0001d700中", 0, Place.BODY),
        ("村\t人", 0, Place.ROW),
        ("链接", 0, Place.BODY),
    ]
    assert manuscript.format == "rtf"
    assert [note.code for note in manuscript.notes] == ["words-only"]


def test_rtf_of_bare_bytes_and_under_the_name_of_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "program", lambda: "")
    data = rb"{\rtf1\ansi\ansicpg936 " + "一、修路".encode("gbk") + rb"\par}"
    assert texts(read(Path("a.rtf"), data)) == ["一、修路"]
    manuscript = read(Path("a.doc"), data)
    assert (texts(manuscript), manuscript.format) == (["一、修路"], "rtf")
    assert manuscript.notes[0].code == "other-format"


def test_rtf_keeps_its_words_where_libreoffice_fails(fake: Path, tmp_path: Path) -> None:
    cache_in(tmp_path / "cache")
    data = RTF.encode("ascii")[:-1] + b"BAD}"
    assert texts(read(Path("a.rtf"), data))[0] == "一、查堤"


def test_numbers_that_rtf_spells_out_are_taken_from_there(fake: Path, tmp_path: Path) -> None:
    part = numbering([level(0, "upperRoman", "%1.")])
    body = p(r("查堤", "<w:b/>"), listed(1)) + p(r("查泵"), listed(1))
    (fake / "result.docx").write_bytes(package(body, {"numbering.xml": part}))
    cache_in(tmp_path / "cache")
    lines = read(Path("a.rtf"), RTF.encode("ascii")).lines
    assert [(line.text, line.style.label, line.style.bold) for line in lines] == [
        ("一、查堤", 2, ((0, 4),)),
        ("II.查泵", 3, ()),
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    "data",
    [
        b"{\\rtf1{\\fonttbl" + b"\\f1" * 50_000,
        b"{\\rtf1{\\fonttbl" + b"\\f1\\fcharset1" * 6_000,
        b"{\\rtf1 " + b"{\\FIELD{\\*\\FLDINST{ " * 20_000,
        b"{\\rtf1 " + b"{" * 200_000,
        b"{\\rtf1 \\u9999999999?}",
        b"{\\rtf1 \\u-99999?}",
        b"{\\rtf1 {\\pict\\bin x}y}",
    ],
)
def test_hostile_rtf_comes_to_an_end(data: bytes) -> None:
    try:
        rtf.words(data)
    except ReadError as error:
        assert error.code == "broken-file"


# --- LibreOffice itself -----------------------------------------------------------------------------------------


LEVELS = (
    level(0, "chineseCounting", "%1、")
    + level(1, "chineseCounting", "（%2）")
    + level(2, "decimal", "%3.")
    + level(3, "decimalEnclosedCircle", "%4")
)


def outline() -> bytes:
    sheet = styles(
        style("1", '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>', title="heading 1"),
        style("2", '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>', title="heading 2"),
    )
    first = level(0, "chineseCountingThousand", "第%1，", more='<w:suff w:val="nothing"/>')
    heading = '<w:pStyle w:val="{}"/>'.format
    part = (
        p(r("抓好巡堤查险"), heading(1) + listed(1))
        + p(r("逐段查看。", "<w:b/>") + r("不漏一处险工。"), listed(1, 1))
        + p(r("看闸门"), listed(1, 2))
        + p(r("看泵站"), listed(1, 3))
        + p(r("备足物料"), heading(2) + listed(1, 1))
    )
    cells = "".join(f"<w:tc>{p(r(text))}</w:tc>" for text in ("东村", "12"))
    body = (
        p(r("防汛工作提纲", '<w:sz w:val="44"/>'), '<w:jc w:val="center"/>')
        + part * 2
        + p(r("早动员。"), listed(2))
        + p(r("早检查。"), listed(2))
        + f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid><w:tr>{cells}</w:tr></w:tbl>"
        + p(r("二〇三〇年六月"), '<w:jc w:val="right"/>')
    )
    return package(body, {"numbering.xml": numbering([LEVELS, first]), "styles.xml": sheet})


def details() -> bytes:
    sheet = styles(
        style("10", title="toc 1"), style("1", '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>', title="heading 1")
    )
    part = "<w:{0} " + NAMES + ">{1}</w:{0}>"
    change = 'w:id="5" w:author="x" w:date="2030-01-01T00:00:00Z"'
    mark = "<w:r><w:fldChar w:fldCharType='{}'/></w:r>".format
    entry = '<w:pStyle w:val="10"/>'
    body = (
        p(r("防汛工作提纲"))
        + p(r("目录"))
        + p(mark("begin") + "<w:r><w:instrText>TOC \\h</w:instrText></w:r>" + mark("separate") + r("一、查堤 3"), entry)
        + p(r("二、查闸 4") + mark("end"), entry)
        + p(r("一、查堤"), '<w:pStyle w:val="1"/>')
        + p(r("要查得细") + '<w:r><w:footnoteReference w:id="1"/></w:r>' + r("。") + r("隐藏", "<w:vanish/>"))
        + p(f"<w:ins {change}>{r('增')}</w:ins><w:del {change}><w:r><w:delText>删</w:delText></w:r></w:del>" + r("改"))
        + '<w:sectPr><w:headerReference w:type="default" r:id="header1"/></w:sectPr>'
    )
    note = f'<w:footnote w:id="1">{p(r("各段分开记。"))}</w:footnote>'
    parts = {"styles.xml": sheet, "footnotes.xml": part.format("footnotes", note)}
    return package(body, parts | {"header1.xml": part.format("hdr", p(r("防汛办")))})


def known(line: Line) -> tuple[object, ...]:
    return line.text, line.place, line.style.level, line.style.label, line.style.align, line.style.depth


@pytest.mark.slow
def test_every_format_of_the_family_says_the_same(tmp_path: Path) -> None:
    sources = [tmp_path / "提纲 #1.docx", tmp_path / "细节.docx"]
    for source, data in zip(sources, (outline(), details()), strict=True):
        source.write_bytes(data)
    made = []
    for form in ("doc:MS Word 97", "odt", "rtf"):
        convert(form, sources, tmp_path)
        made += [source.with_suffix("." + form.partition(":")[0]) for source in sources]
    made.append(Path(shutil.copy(made[0], sources[0].with_suffix(".wps"))))
    cache_in(tmp_path / "cache")
    before = set(tmp_path.iterdir())
    prepare([(file, file.read_bytes()) for file in made], tmp_path / "cache")
    expected = {source.stem: [known(line) for line in read(source).lines] for source in sources}
    assert expected["提纲 #1"][1][:4] == ("一、抓好巡堤查险", Place.BODY, 1, 2)
    assert [line[:2] for line in expected["细节"]] == [
        ("防汛工作提纲", Place.BODY),
        ("目录", Place.CONTENTS),
        ("一、查堤 3", Place.CONTENTS),
        ("二、查闸 4", Place.CONTENTS),
        ("一、查堤", Place.BODY),
        ("要查得细。", Place.BODY),
        ("增改", Place.BODY),
        ("各段分开记。", Place.FOOTNOTE),
        ("防汛办", Place.HEADER),
    ]
    for file in made:
        manuscript = read(file)
        assert [known(line) for line in manuscript.lines] == expected[file.stem], file.name
        assert manuscript.format == {".wps": "doc"}.get(file.suffix, file.suffix[1:])
        assert not [note for note in manuscript.notes if note.severity is Severity.PROBLEM]
    assert set(tmp_path.iterdir()) - before <= {tmp_path / "cache"}, "nothing is left beside the sources"


@pytest.mark.slow
def test_libreoffice_fails_on_what_is_no_document_and_goes_on(tmp_path: Path) -> None:
    need_office()
    cache = tmp_path / "cache"
    cache_in(cache)
    bad = [document("x" * 3000 + str(number)) for number in range(3)]
    good = [rb"{\rtf1\ansi\ansicpg936 " + f"{number}".encode() + rb"\par}" for number in range(3)]
    prepare([*((Path("a.doc"), data) for data in bad), *((Path("a.rtf"), data) for data in good)], cache)
    assert len(list(cache.glob("*.docx"))) == 3
    assert {failure("a.doc", data).code for data in bad} == {"conversion-failed"}


def linking(address: str) -> bytes:
    """An OpenDocument text with a picture at an address."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
        for name, space in (("office", "office"), ("text", "text"), ("draw", "drawing"), ("svg", "svg-compatible"))
    )
    picture = f'<draw:image xlink:href="{address}" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/>'
    frame = f'<draw:frame svg:width="2cm" svg:height="2cm" text:anchor-type="as-char">{picture}</draw:frame>'
    content = f"<office:body><office:text><text:p>查堤{frame}</text:p></office:text></office:body>"
    root = f'{spaces} xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2"'
    entries = [("/", "application/vnd.oasis.opendocument.text"), ("content.xml", "text/xml")]
    manifest = "".join(f'<m:file-entry m:full-path="{path}" m:media-type="{kind}"/>' for path, kind in entries)
    space = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", entries[0][1])
        archive.writestr("META-INF/manifest.xml", f'<m:manifest xmlns:m="{space}">{manifest}</m:manifest>')
        archive.writestr("content.xml", f"<office:document-content {root}>{content}</office:document-content>")
    return stream.getvalue()


@pytest.mark.slow
def test_libreoffice_fetches_nothing(tmp_path: Path) -> None:
    need_office()
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        address = f"http://127.0.0.1:{server.server_port}/a.png"
        cache_in(tmp_path / "cache")
        assert texts(read(Path("a.odt"), linking(address))) == ["查堤"]
    finally:
        server.shutdown()
    assert asked == []
