"""Documents of every format with a word of the tester's in every role and every place, and a search for such words.

``Fill`` gives the words for a place by its name (``title``, ``heading``, ``comment``), different ones at each call
where the tester needs that.
"""

from __future__ import annotations

import gzip
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from html import escape, unescape
from pathlib import Path
from urllib.parse import unquote

import yaml
from test_ofd import printed
from test_outliners import Node, freemind, opml, org, xmind_json
from test_pdf import with_reportlab
from wordmade import NAMES, OFFICE, p, package, r
from writers import Part, Sample, html_semantic, mht

Fill = Callable[[str], str]


def lines(fill: Fill, mark: str = "") -> list[str]:
    """A speech, a paragraph a line; ``mark`` stands above it."""
    return [
        *filter(None, [mark]),
        fill("title") + "防汛备汛工作汇报提纲",
        "（2024年5月9日）",
        "水管站　" + fill("speaker"),
        "各位同志：",
        "下面我汇报三点，" + fill("opening") + "请大家指正。",
        "一、把堤走实" + fill("heading"),
        "每人每天走一遍，" + fill("body") + "，走完在本子上画圈。",
        "（一）看到渗水就报" + fill("below"),
        "一是记地点。" + fill("run-in") + "二是记时间，“" + fill("quoted") + "”三个字写清楚。",
        "二、把账记清。" + fill("sentence") + "月底贴在村口。",
        "姓名\t" + fill("head of a column"),
        "李××\t" + fill("cell"),
        "以上汇报，请批评指正。" + fill("closing"),
        "柳河镇水管站" + fill("signature"),
        "2024年5月9日",
        "附件：1.物资清单" + fill("attachment"),
    ]


def promoted(fill: Fill, mark: str = "") -> list[str]:
    """The same between the lines of those who sell such texts, and a page's own."""
    line = "更多范文资料请加会员QQ群，免费赠送，扫码关注公众号 " + fill("promotion")
    said = lines(fill, mark)
    return [
        line,
        *said[:1],
        "仅供内部学习，禁止外传 " + fill("notice"),
        *said[1:],
        line,
        "责任编辑：" + fill("editor"),
        "上一篇：" + fill("neighbour"),
        "第 1 页 共 1 页 " + fill("page"),
    ]


# --- formats ----------------------------------------------------------------------------------------------------

_VISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def _xml(text: str) -> str:
    return escape(_VISIBLE.sub("", text))


def word(said: list[str], fill: Fill) -> bytes:
    """With header, footer, text box, footnote, comment, hidden and deleted text, hyperlink and properties."""
    box = f"<w:txbxContent>{p(r(_xml(fill('text box'))))}</w:txbxContent>"
    picture = f'<w:docPr id="1" name="图" descr="{_xml(fill("description of a picture"))}"/>'
    inline = f"<w:r><w:drawing><wp:inline>{picture}</wp:inline></w:drawing></w:r>"
    link = f'<w:hyperlink r:id="link"><w:r><w:t>{_xml(fill("text of a link"))}</w:t></w:r></w:hyperlink>'
    field = f'<w:r><w:instrText>HYPERLINK "{_xml(fill("field"))}"</w:instrText></w:r>'
    deleted = f'<w:del w:id="1" w:author="{_xml(fill("reviser"))}"><w:r><w:delText>{_xml(fill("deleted"))}</w:delText>'
    noted = '<w:r><w:commentReference w:id="0"/></w:r><w:r><w:footnoteReference w:id="2"/></w:r>'
    more = (
        p(f"<w:r><w:pict><v:textbox>{box}</v:textbox></w:pict></w:r>")
        + p(r("查沙袋。") + link + field + inline + noted + f"{deleted}</w:r></w:del>")
        + p(r(_xml(fill("hidden")), "<w:vanish/>"))
    )
    parts = {
        "header1.xml": f"<w:hdr {NAMES}>{p(r(_xml(fill('header'))))}</w:hdr>",
        "footer1.xml": f"<w:ftr {NAMES}>{p(r(_xml(fill('footer'))))}</w:ftr>",
        "footnotes.xml": f'<w:footnotes {NAMES}><w:footnote w:id="2">{p(r(_xml(fill("footnote"))))}</w:footnote>'
        "</w:footnotes>",
        "comments.xml": f'<w:comments {NAMES}><w:comment w:id="0" w:author="{_xml(fill("commentator"))}">'
        f"{p(r(_xml(fill('comment'))))}</w:comment></w:comments>",
    }
    return _with_properties(package("".join(p(r(_xml(line))) for line in said) + more, parts), fill)


def _with_properties(made: bytes, fill: Fill) -> bytes:
    """The package with core and custom properties, and the target of its hyperlink."""
    target = (
        f'<Relationship Id="link" Type="{OFFICE}/hyperlink" Target="{_xml(fill("target"))}" TargetMode="External"/>'
    )
    core = "".join(
        f"<{name}>{_xml(fill(name))}</{name}>"
        for name in ("dc:creator", "cp:lastModifiedBy", "cp:keywords", "dc:description", "cp:category", "dc:subject")
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "word/_rels/document.xml.rels":
                text = text.replace(b"</Relationships>", f"{target}</Relationships>".encode())
            new.writestr(name, text)
        new.writestr(
            "docProps/core.xml",
            '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
            f' xmlns:dc="http://purl.org/dc/elements/1.1/">{core}</cp:coreProperties>',
        )
        new.writestr("docProps/custom.xml", f"<Properties><property>{_xml(fill('custom'))}</property></Properties>")
    return stream.getvalue()


def _sample(said: list[str]) -> Sample:
    parts = [Part(line, 1, len(line)) if line[1:2] == "、" and len(line) < 200 else Part(line) for line in said[1:]]
    return Sample("", (said[0],), tuple(parts), {})


def web(said: list[str], fill: Fill) -> bytes:
    """With a comment, meta data and the text of attributes."""
    text = html_semantic(_sample([_VISIBLE.sub("", line) for line in said])).decode()
    meta = (
        f'<meta name="author" content="{_xml(fill("author"))}"><meta name="keywords" content="{_xml(fill("words"))}">'
    )
    inside = f'<!-- {fill("comment").replace("--", "")} --><img alt="{_xml(fill("alternative"))}">'
    inside += f'<a href="{_xml(fill("target"))}" title="{_xml(fill("tip"))}">链接</a>'
    return text.replace("</head>", f"{meta}</head>").replace("</article>", f"{inside}</article>").encode()


def markdown(said: list[str], fill: Fill) -> bytes:
    """With front matter; headings by sharps."""
    front = {key: fill(f"front {key}") for key in ("occasion", "speaker", "genre")} | {
        "tags": [fill("tag"), fill("another tag")],
        "description": fill("front description"),
    }
    body = [f"## {line}" if line[1:2] == "、" else line for line in said]
    return "\n\n".join([f"---\n{yaml.safe_dump(front, allow_unicode=True)}---", *body, ""]).encode()


def _tree(said: list[str]) -> Node:
    return Node(said[0], [Node(line) for line in said[1:]], "\n".join(said[1:3]))


def rtf(said: list[str], fill: Fill) -> bytes:
    """With a group of properties."""

    def escaped(text: str) -> str:
        units = text.encode("utf-16-le")
        codes = [int.from_bytes(units[at : at + 2], "little", signed=True) for at in range(0, len(units), 2)]
        return "".join(chr(code) if 32 <= code < 127 and chr(code) not in "\\{}" else f"\\u{code}?" for code in codes)

    info = f"{{\\info{{\\author {escaped(fill('author'))}}}{{\\title 汇报}}}}".replace("汇报", escaped("汇报"))
    return f"{{\\rtf1\\ansi{info}{''.join(escaped(line) + chr(92) + 'par ' for line in said)}}}".encode()


FORMATS: dict[str, Callable[[list[str], Fill], bytes]] = {
    ".txt": lambda said, fill: "\n".join(said).encode(),
    ".text": lambda said, fill: "\r\n".join(said).encode("gb18030"),
    ".md": markdown,
    ".docx": word,
    ".html": web,
    ".mht": lambda said, fill: mht(_sample(said)),
    ".opml": lambda said, fill: opml(_tree([_VISIBLE.sub("", line) for line in said])),
    ".mm": lambda said, fill: freemind(_tree([_VISIBLE.sub("", line) for line in said])),
    ".xmind": lambda said, fill: xmind_json(_tree(said)),
    ".org": lambda said, fill: org(_tree(said)),
    ".pdf": lambda said, fill: with_reportlab([line.replace("\t", "　") for line in said]),
    ".ofd": lambda said, fill: printed([_VISIBLE.sub("", line.replace("\t", "　")) for line in said]),
    ".rtf": rtf,
}
"""By suffix: what writes such a document from its lines and what else it can hold."""


# --- searching --------------------------------------------------------------------------------------------------


def texts(name: str, data: bytes) -> Iterator[str]:
    """All that a file says: as it stands, with escapes undone, and what it holds packed, at any depth."""
    yield name
    if data.startswith((b"\x89PNG", b"wOF2")):
        return
    if data[:2] == b"\x1f\x8b":
        yield from texts(name.removesuffix(".gz"), gzip.decompress(data))
    elif data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for inner in packed.namelist():
                yield from texts(inner, packed.read(inner))
        return  # among packed bytes any character may seem to stand
    text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace")
    yield from {text, unescape(text), unquote(text), _ESCAPED.sub(_unicode, text)}


_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})")


def _unicode(match: re.Match[str]) -> str:
    return chr(int(match[1] or match[2], 16))


def said_in(folder: Path) -> Iterator[tuple[str, str]]:
    """(file, text) of every file below a folder."""
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder).as_posix()
        yield relative, unquote(relative)
        if path.is_file():
            for text in texts(path.name, path.read_bytes()):
                yield relative, text


def found_in(folder: Path, words: Iterable[str]) -> dict[str, set[str]]:
    """Which of the words stand somewhere below a folder, each with the files."""
    pattern = re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
    found: dict[str, set[str]] = {}
    for name, text in said_in(folder):
        for word in set(pattern.findall(text)):
            found.setdefault(word, set()).add(name)
    return found


def as_json(value: object) -> str:
    """For messages."""
    return json.dumps(value, ensure_ascii=False, indent=1, default=sorted)
