"""Outlines of the sample archive, written in every format that a keeper may have."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from functools import cache
from html import escape
from typing import Any

from conftest import ROOT
from test_outliners import Node, freemind, opml, org, xmind_json
from test_pdf import paragraphs
from wordmade import level, listed, numbering, p, package, r, style, styles

from benchmarks.measures import plain
from generator import numerals, roles, structure
from generator.readers import read

NAMED = (
    *("全民阅读/书香进村三年工作汇报", "全民阅读/全民阅读倡议书", "农村公路/冬季养护部署会 讲话（定稿）"),
    *("农村公路/好路率90%经验交流", "安全生产/倡议书#1号", "安全生产/守好安全这道门（业务党课）"),
    *("志愿服务/专题党课讲稿-从一张服务单说起", "志愿服务/暑期巡河护泳倡议书"),
    *("档案管理/数字档案室建设推进会讲话提纲", "档案管理/机关档案规范化整理工作汇报"),
    *("防汛备汛/山洪防御研讨发言", "防汛备汛/柳河镇防汛工作总结和备汛打算"),
)


@dataclass(frozen=True)
class Part:
    """A paragraph: its heading, with the marker that it begins with, and what runs on after it."""

    text: str
    level: int = 0
    """Depth of its heading, from 1; 0: none."""
    end: int = 0
    """Where the heading's words end."""
    marker: int = 0


@dataclass(frozen=True)
class Sample:
    """A document: the lines of its title, and the rest."""

    name: str
    title: tuple[str, ...]
    parts: tuple[Part, ...]
    truth: dict[str, Any] = field(hash=False)
    """Its title and its headings, as written down by hand."""

    def lines(self) -> list[str]:
        return [*self.title, *(part.text for part in self.parts)]

    def characters(self) -> str:
        return "".join("".join(self.lines()).split())


@cache
def samples() -> tuple[Sample, ...]:
    """Twelve documents, without what was set aside in them."""
    return tuple(map(sample, NAMED))


def sample(name: str) -> Sample:
    path = ROOT / "content" / f"{name}.txt"
    outline = structure.parse(roles.assign(read(path)))
    aside = "".join("".join(scrap.text.split()) for scrap in outline.set_aside)
    lines = [line for line in paragraphs(path) if "".join(line.split()) not in aside]
    count = next(n for n in range(1, 5) if plain("".join(lines[:n])) == plain(outline.title))
    parts = [Part(line) for line in lines]
    at = count
    for section in outline.sections:
        at = next(n for n in range(at, len(parts)) if parts[n].text.startswith(section.text))
        parts[at] = Part(parts[at].text, section.depth, len(section.text), section.marker)
        at += 1
    truth = json.loads((ROOT / "tests" / "truth" / f"{name}.txt.json").read_text("utf-8"))
    return Sample(name, tuple(lines[:count]), tuple(parts[count:]), truth)


# --- Word -------------------------------------------------------------------------------------------------------

STYLES = styles(
    style("a", title="Normal"),
    style("0", title="Title"),
    *(style(str(n), f'<w:pPr><w:outlineLvl w:val="{n - 1}"/></w:pPr>', title=f"heading {n}") for n in range(1, 5)),
)
CENTRED = '<w:jc w:val="center"/>'


def word_plain(made: Sample) -> bytes:
    """Every paragraph like every other."""
    return package("".join(p(r(escape(line))) for line in made.lines()))


def word_bold(made: Sample) -> bytes:
    """A centred title, bold headings, bold run-in heads (段首句)."""
    body = "".join(p(r(escape(line), '<w:b/><w:sz w:val="44"/>'), CENTRED) for line in made.title)
    for part in made.parts:
        head, rest = part.text[: part.end], part.text[part.end :]
        body += p((r(escape(head), "<w:b/>") if head else "") + (r(escape(rest)) if rest else ""))
    return package(body)


def word_styled(made: Sample) -> bytes:
    """Heading styles; what ran on after a heading is a paragraph of its own."""
    body = "".join(p(r(escape(line)), '<w:pStyle w:val="0"/>') for line in made.title)
    for depth, text in rows(made):
        body += p(r(escape(text)), f'<w:pStyle w:val="{depth}"/>' if depth else "")
    return package(body, {"styles.xml": STYLES})


def rows(made: Sample) -> Iterator[tuple[int, str]]:
    """Headings and body as rows of their own, with the heading's depth."""
    for part in made.parts:
        if part.level:
            yield part.level, part.text[: part.end]
        if rest := part.text[part.end :].strip():
            yield 0, rest


_MARKER = re.compile(r"(\D*?)([一二三四五六七八九十]+|\d+)(\D+)")


@dataclass
class Numbers:
    """Automatic numbers in place of markers: a list of levels, begun anew where the numbers do not run on."""

    anew: bool = True
    """Whether lists begin anew; where not, a number that does not run on stays in the text."""
    forms: dict[int, tuple[str, str]] = field(default_factory=dict)
    """By depth: the numbers' form and the label's pattern."""
    counts: dict[int, int] = field(default_factory=dict)
    starts: list[tuple[int, int]] = field(default_factory=list)
    """(depth, first number) of each list that was begun anew."""
    replaced: list[str] = field(default_factory=list)

    def take(self, part: Part) -> tuple[str, int]:
        """The properties of a paragraph, and how many characters its number stands for."""
        found = _MARKER.fullmatch(part.text[: part.marker])
        if not found:
            return "", 0
        before, number, after = found.groups()
        form = "chineseCounting" if not number.isdigit() else "decimal" if number.isascii() else "decimalFullWidth"
        value = int(number) if number.isdigit() else numerals.chinese(number)
        pattern = f"{before}%{part.level}{after}"
        runs_on = self.counts.get(part.level, 0) + 1 == value
        if self.forms.setdefault(part.level, (form, pattern)) != (form, pattern) or not (runs_on or self.anew):
            return "", 0
        self.counts = {depth: count for depth, count in self.counts.items() if depth <= part.level}
        if not runs_on:
            self.starts.append((part.level, value))
        self.counts[part.level] = value
        self.replaced.append(part.text[: part.marker])
        return listed(len(self.starts) + 1, part.level - 1), part.marker

    def part(self) -> str:
        """``numbering.xml``."""
        plain_suffix = '<w:suff w:val="nothing"/>'
        levels = [
            level(depth - 1, *self.forms.get(depth, ("decimal", f"%{depth}.")), more=plain_suffix)
            for depth in range(1, max(self.forms, default=0) + 1)
        ]
        override = '<w:lvlOverride w:ilvl="{}"><w:startOverride w:val="{}"/></w:lvlOverride>'
        nums = [(0, ""), *((0, override.format(depth - 1, first)) for depth, first in self.starts)]
        return numbering(["".join(levels)], nums)


def word_numbered(made: Sample) -> bytes:
    """Automatic numbers: the markers are not in the text."""
    return numbered(made)[0]


def word_numbered_on(made: Sample) -> bytes:
    """Automatic numbers in one list: LibreOffice writes a .doc whose lists that begin anew begin with 1."""
    return numbered(made, anew=False)[0]


def numbered(made: Sample, anew: bool = True) -> tuple[bytes, list[str]]:
    """A file with automatic numbers, and the markers that they stand for."""
    numbers = Numbers(anew)
    body = "".join(p(r(escape(line)), CENTRED) for line in made.title)
    for part in made.parts:
        properties, taken = numbers.take(part)
        body += p(r(escape(part.text[taken:])), properties)
    return package(body, {"numbering.xml": numbers.part()}), numbers.replaced


# --- the web ----------------------------------------------------------------------------------------------------


def page(made: Sample, body: str) -> bytes:
    return f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{made.title[0]}</title></head>{body}".encode()


def html_plain(made: Sample) -> bytes:
    """Paragraphs only."""
    return page(made, "".join(f"<p>{escape(line)}</p>\n" for line in made.lines()))


def html_semantic(made: Sample) -> bytes:
    """Headings are headings; what ran on is a paragraph of its own."""
    body = f"<h1>{'<br>'.join(map(escape, made.title))}</h1>\n"
    for depth, text in rows(made):
        tag = f"h{depth + 1}" if depth else "p"
        body += f"<{tag}>{escape(text)}</{tag}>\n"
    return page(made, f"<body><article>{body}</article></body>")


def mht(made: Sample) -> bytes:
    """A saved page, in GBK as old browsers saved it."""
    message = EmailMessage()
    message["From"] = "<Saved by a browser>"
    text = html_semantic(made).decode().replace("charset=utf-8", "charset=gb18030")
    message.set_content(text, "html", charset="gb18030", cte="quoted-printable")
    return bytes(message)


# --- Markdown and outliners -------------------------------------------------------------------------------------


def markdown(made: Sample) -> bytes:
    """``#`` for headings; a run-in head is bold."""
    out = ["# " + "".join(made.title)]
    for part in made.parts:
        head, rest = part.text[: part.end], part.text[part.end :]
        out.append(f"**{head}**{rest}" if head and rest else f"{'#' * (part.level + 1)} {head}" if head else rest)
    return "\n\n".join(out).encode()


def tree(made: Sample) -> Node:
    """A node a heading; the body is in the notes."""
    flat = list(rows(made))

    def grow(text: str, depth: int, at: int) -> tuple[Node, int]:
        notes, children = [], []
        while at < len(flat) and not flat[at][0]:
            notes.append(flat[at][1])
            at += 1
        while at < len(flat) and flat[at][0] > depth:
            child, at = grow(flat[at][1], flat[at][0], at + 1)
            children.append(child)
        return Node(text, children, "\n".join(notes)), at

    return grow("".join(made.title), 0, 0)[0]


def packed(parts: dict[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


Write = Callable[[Sample], bytes]

WRITERS: dict[str, tuple[str, Write]] = {
    "docx, plain": (".docx", word_plain),
    "docx, bold run-in": (".docx", word_bold),
    "docx, styled": (".docx", word_styled),
    "docx, auto-numbered": (".docx", word_numbered),
    "html, semantic": (".html", html_semantic),
    "html, plain": (".html", html_plain),
    "mht": (".mht", mht),
    "md": (".md", markdown),
    "opml": (".opml", lambda made: opml(Node("".join(made.title), [tree(made)]))),
    "mm": (".mm", lambda made: freemind(tree(made))),
    "xmind": (".xmind", lambda made: xmind_json(tree(made))),
    "org": (".org", lambda made: org(tree(made))),
}
"""By name: the suffix and what writes it, of those that need no program."""
