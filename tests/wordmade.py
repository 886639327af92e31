"""Word files made by hand, part by part, whole enough for LibreOffice."""

from __future__ import annotations

import io
import os
import subprocess
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from generator.model import Manuscript
from generator.readers import office, read

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = (
    f'xmlns:w="{W}" xmlns:r="{OFFICE}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
_RELATIONSHIPS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
)


def package(body: str, parts: Mapping[str, str | bytes] | None = None) -> bytes:
    """A .docx of this body; ``parts`` are further parts by file name (``styles.xml``), each linked by its bare name."""
    parts = parts or {}
    types = ['<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>']
    types += ['<Default Extension="xml" ContentType="application/xml"/>']
    types += [f'<Override PartName="/word/document.xml" ContentType="{_MAIN.format("document.main")}"/>']
    links = []
    for name in parts:
        stem, _, suffix = name.rpartition(".")
        kind = stem.rstrip("0123456789")
        links.append(f'<Relationship Id="{stem}" Type="{OFFICE}/{kind}" Target="{name}"/>')
        if suffix == "xml":
            types.append(f'<Override PartName="/word/{name}" ContentType="{_MAIN.format(kind)}"/>')
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            + "".join(types)
            + "</Types>",
        )
        main = f'<Relationship Id="r" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
        archive.writestr("_rels/.rels", _RELATIONSHIPS.format(main))
        archive.writestr("word/_rels/document.xml.rels", _RELATIONSHIPS.format("".join(links)))
        archive.writestr("word/document.xml", f"<w:document {NAMES}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            archive.writestr(f"word/{name}", content)
    return stream.getvalue()


def word(body: str, parts: Mapping[str, str | bytes] | None = None) -> Manuscript:
    return read(Path("a.docx"), package(body, parts))


def p(inner: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def listed(number: int, level: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def style(name: str, inner: str = "", *, title: str = "", based: str = "", kind: str = "paragraph") -> str:
    base = f'<w:basedOn w:val="{based}"/>' if based else ""
    return f'<w:style w:type="{kind}" w:styleId="{name}"><w:name w:val="{title or name}"/>{base}{inner}</w:style>'


def styles(*inner: str) -> str:
    return f"<w:styles {NAMES}>{''.join(inner)}</w:styles>"


def level(index: int, form: str, text: str, *, start: int = 1, more: str = "", end: str = "") -> str:
    """A ``w:lvl``; ``more`` stands before its text and ``end`` after, where the schema has them."""
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/>{end}</w:lvl>'
    )


def numbering(lists: Iterable[str], nums: Iterable[tuple[int, str]] = ()) -> str:
    """Lists 0, 1 ... of these levels; ``nums`` are (list, overrides), by default one for each list, from 1."""
    lists = list(lists)
    made = "".join(f'<w:abstractNum w:abstractNumId="{n}">{inner}</w:abstractNum>' for n, inner in enumerate(lists))
    for n, (name, overrides) in enumerate(nums or [(n, "") for n in range(len(lists))], 1):
        made += f'<w:num w:numId="{n}"><w:abstractNumId w:val="{name}"/>{overrides}</w:num>'
    return f"<w:numbering {NAMES}>{made}</w:numbering>"


def need_office() -> str:
    """LibreOffice's command; skips the test where there is none, unless TIGANG_OFFICE=required."""
    command = office.program()
    if not command:
        if os.environ.get("TIGANG_OFFICE") == "required":
            pytest.fail("no LibreOffice found, and TIGANG_OFFICE=required")
        pytest.skip("no LibreOffice found: its tests did not run")
    return command


def convert(form: str, sources: Iterable[Path], folder: Path) -> None:
    """Let LibreOffice write files anew."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    arguments = [need_office(), profile, "--headless", "--convert-to", form, "--outdir", str(folder)]
    subprocess.run([*arguments, *map(str, sources)], check=True, capture_output=True, timeout=300)
