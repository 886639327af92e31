"""Damaged and hostile files: every one is read or refused with a reason, and the build goes on."""

from __future__ import annotations

import io
import os
import random
import sys
import threading
import time
import zipfile
import zlib
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
import test_ofd
import test_pdf
import writers
from conftest import Archive
from wordmade import package

from generator.pipeline import Options, understand
from generator.readers import READERS, ReadError, office, read
from generator.workers import Workers

SEED = 20_260_611
SHARES = 4
"""The many are divided into so many, which are tried at once."""
SECONDS = 10.0
"""Wall time that a damaged file may take; the whole ones take a hundredth."""
MEMORY = 1024**3
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@cache
def seeds() -> tuple[tuple[str, bytes], ...]:
    """A whole file of every kind that is read here, by suffix."""
    made = min(writers.samples(), key=lambda sample: len(sample.characters()))
    words = "\n".join(made.lines())
    found = [(suffix, write(made)) for suffix, write in writers.WRITERS.values()]
    found += [(".pdf", test_pdf.with_reportlab(made.lines())), (".ofd", test_ofd.printed(made.lines()))]
    found += [(".txt", words.encode("gb18030")), (".txt", words.encode("utf-16"))]
    escaped = "".join(f"\\u{ord(character)}?" if ord(character) < 32768 else "?" for character in words)
    found.append((".rtf", rb"{\rtf1\ansi\ansicpg936 " + escaped.encode() + b"}"))
    stream = "WordDocument".encode("utf-16-le")
    found.append((".doc", OLE + bytes(600) + stream + words.encode("utf-16-le")))
    return tuple(found)


def in_zip(data: bytes, chance: random.Random) -> bytes:
    """A package with one part damaged, whose checksum is right again."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        chosen = chance.choice(old.namelist())
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, damaged(part, chance) if name == chosen else part)
    return stream.getvalue()


def damaged(data: bytes, chance: random.Random) -> bytes:
    """A file with bits turned, pieces cut, doubled, overwritten, moved or taken from another, or its end cut off."""
    whole = bytearray(data or b"x")
    for _ in range(chance.choice((1, 1, 2, 8))):
        at, size = chance.randrange(len(whole)), chance.choice((1, 4, 64, 1024))
        match chance.randrange(8):
            case 0:
                whole[at] ^= 1 << chance.randrange(8)
            case 1:
                whole[at] = chance.choice((0, 9, 34, 38, 45, 60, 62, 127, 255))
            case 2:
                del whole[at : at + size]
            case 3:
                whole[at:at] = whole[at : at + size] * chance.choice((1, 2, 50))
            case 4:
                whole[at : at + size] = chance.randbytes(size)
            case 5:
                other = chance.randrange(len(whole))
                whole[at : at + size] = whole[other : other + size]
            case 6:
                other_file = chance.choice(seeds())[1]
                start = chance.randrange(len(other_file))
                whole[at:at] = other_file[start : start + size]
            case 7:
                del whole[max(at, 1) :]
        whole = whole or bytearray(b"x")
    return bytes(whole)


def mutants(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """Damaged files of all kinds in turn, now and then under another kind's name."""
    chance = random.Random(seed)
    kinds = seeds()
    for number in range(count):
        suffix, data = kinds[number % len(kinds)]
        is_zip = data.startswith(b"PK")
        made = in_zip(data, chance) if is_zip and chance.random() < 0.7 else damaged(data, chance)
        yield (suffix if chance.random() < 0.9 else chance.choice(list(READERS))), made


def attempt(job: tuple[str, bytes]) -> str:
    """Read and understand one file in a worker: the code of its failure, or nothing; LibreOffice is left out."""
    office.program = lambda: ""
    suffix, data = job
    file = Path("a" + suffix)
    try:
        manuscript = read(file, data)
    except ReadError as error:
        assert error.text.endswith("。"), error.text
        return error.code
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    assert all(line.text.strip() and "\n" not in line.text for line in manuscript.lines)
    notes = understand(file.name, file, data, Options()).notes
    return next((f"{note.code}: {note.text}" for note in notes if note.code == "internal-error"), "")


def lost(job: tuple[str, bytes], reason: str) -> str:
    return f"lost: {reason}"


def fuzz(count: int, seed: int) -> None:
    jobs = list(mutants(count, seed))
    codes: dict[str, int] = {}
    with Workers(2, seconds=SECONDS, memory=MEMORY) as pool:
        for (suffix, data), code in zip(jobs, pool.run(attempt, jobs, lost), strict=True):
            assert code.replace("-", "").isalpha() or not code, (suffix, code, zlib.crc32(data))
            codes[code] = codes.get(code, 0) + 1
    print(f"\n{count} files: {dict(sorted(codes.items(), key=lambda item: -item[1]))}")
    assert len(codes) >= 4
    assert count / 20 < codes[""] < count, "damage is neither everything nor nothing"


@pytest.mark.slow
def test_damaged_files_are_read_or_refused() -> None:
    fuzz(400, SEED)


@pytest.mark.long
@pytest.mark.parametrize("share", range(SHARES))
def test_20_000_damaged_files_are_read_or_refused(share: int) -> None:
    fuzz(20_000 // SHARES, SEED + 10 + share)


# --- builds -----------------------------------------------------------------------------------------------------


def outside(archive: Archive) -> set[str]:
    """Every file of an archive's folder but those that a build may write."""
    files = (path for path in archive.folder.rglob("*") if not path.is_dir() or path.is_symlink())
    found = {path.relative_to(archive.folder).as_posix() for path in files}
    return {path for path in found if not path.startswith((".cache/", "site/"))}


@pytest.mark.slow
def test_a_build_over_damaged_files_goes_on(archive: Archive) -> None:
    for number, (suffix, data) in enumerate(mutants(60, SEED + 1)):
        archive.write(f"{number:02}{suffix}", data)
    archive.write("好.txt", "好路率提纲\n一、看水\n天天看。\n二、看坡\n天天走。\n")
    before = outside(archive)
    built = archive.build()
    assert built.code == 0, built.log
    assert "看水" in archive.page("好.html")
    assert "Traceback" not in built.log
    assert outside(archive) == before


LETTERS = "abcdefghij"
BOMB = "<!DOCTYPE a [<!ENTITY a '看'>{}]><w:document>&j;</w:document>".format(
    "".join(f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in pairwise(LETTERS))
)


def hostile() -> dict[str, bytes]:
    whole = writers.word_plain(writers.samples()[0])
    nested = "<w:tbl><w:tr><w:tc>" * 10_000 + "</w:tc></w:tr></w:tbl>" * 10_000
    return {
        "zip bomb.docx": writers.packed({"word/document.xml": b" " * 300_000_000}),
        "entities.docx": writers.packed({"word/document.xml": BOMB}),
        "entities.mm": BOMB.encode(),
        "entities.ofd": writers.packed({"OFD.xml": BOMB}),
        "tables.docx": package(nested),
        "nodes.opml": b"<opml><body>" + b"<outline text='a'>" * 100_000,
        "cut.docx": whole[: len(whole) // 2],
        "cut.pdf": test_pdf.with_reportlab(["清渠记", "渠水过村。"])[:600],
        "locked.docx": OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
        "empty.txt": b"",
        "empty.pdf": b"",
    }


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs links, pipes and sparse files")
def test_a_build_over_hostile_files_goes_on(archive: Archive) -> None:
    bad = hostile()
    for name, data in bad.items():
        archive.write(name, data)
    archive.write("nested.html", b"<meta charset=utf-8>" + b"<table><tr><td>" * 10_000 + "格里有水".encode())
    with (archive.content / "sparse.txt").open("wb") as sparse:
        sparse.truncate(500 * 1024**2)
    os.mkfifo(archive.content / "pipe.txt")
    secret = archive.folder / "outside" / "secret.txt"
    secret.parent.mkdir()
    secret.write_text("外面的提纲\n一、不该读到\n")
    (archive.content / "link.txt").symlink_to(secret)
    (archive.content / "link.png").symlink_to(secret)
    (archive.content / "folder").symlink_to(secret.parent)
    (archive.content / "shelf").mkdir()
    archive.write("shelf/good.txt", "渠边记\n一、看坡\n天天走。\n")
    (archive.content / "inside.txt").symlink_to(archive.content / "shelf" / "good.txt")
    longest = archive.write("长" * 83 + "ab.txt", "清渠记\n一、看水\n天天看。\n")
    assert len(os.fsencode(longest.name)) == 255
    named = [*bad, "sparse.txt", "pipe.txt", "link.txt", "link.png", "folder/secret.txt"]
    before = outside(archive)
    built = archive.build()
    assert built.code == 0, built.log
    assert [name for name in named if name not in built.log] == []
    assert "Traceback" not in built.log
    pages = b"".join(archive.published().values()).decode("utf-8", "ignore")
    assert "不该读到" not in pages and "天天看" in pages
    assert "看坡" in archive.page("inside.html")
    assert "格里有水" in archive.page("nested.html"), "what a browser can show is read"
    assert outside(archive) == before
    kept = [path for path in archive.cache.rglob("*") if path.is_file() and "不该读到".encode() in path.read_bytes()]
    assert kept == []
    assert archive.build("--strict").code == 1


def test_a_file_that_changes_while_it_is_read(tmp_path: Path) -> None:
    file = tmp_path / "a.docx"
    whole = writers.word_plain(writers.samples()[0])
    file.write_bytes(whole)
    stop = threading.Event()

    def rewrite() -> None:
        while not stop.is_set():
            with file.open("r+b") as stream:
                stream.truncate(len(whole) // 2)
                stream.seek(0)
                stream.write(whole)

    writer = threading.Thread(target=rewrite)
    writer.start()
    found: set[int | str] = set()
    try:
        end = time.monotonic() + 2
        while len(found) < 2 and time.monotonic() < end:
            try:
                found.add(len(read(file).lines))
            except ReadError as error:
                found.add(error.code)
    finally:
        stop.set()
        writer.join()
    assert found <= {len(read(file, whole).lines), "broken-file"}
    assert len(read(file).lines) > 10
