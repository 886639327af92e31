"""OPML, FreeMind, XMind and Org: the tree maps one to one."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import roles, structure
from generator.model import Manuscript, Place
from generator.readers import ReadError, read


@dataclass(frozen=True)
class Node:
    text: str
    children: list[Node] = field(default_factory=list)
    note: str = ""


TREE = Node(
    "护堤工作提纲",
    [
        Node("一、把堤走实", [Node("（一）每人每天走一遍", note="走完在本子上画圈。"), Node("（二）看到渗水就报")]),
        Node("二、把账记清", [Node("（一）一袋沙一笔账"), Node("（二）月底贴在村口")]),
    ],
)


# --- writers ----------------------------------------------------------------------------------------------------


def quoted(text: str) -> str:
    return escape(text, quote=True).replace("\t", "&#9;").replace("\n", "&#10;")


def opml(tree: Node) -> bytes:
    def outline(node: Node) -> str:
        note = f' _note="{quoted(node.note)}"' if node.note else ""
        return f'<outline text="{quoted(node.text)}"{note}>{"".join(map(outline, node.children))}</outline>'

    body = "".join(map(outline, tree.children))
    head = f"<head><title>{quoted(tree.text)}</title><ownerName>水管站</ownerName></head>"
    return f'<?xml version="1.0" encoding="UTF-8"?><opml version="2.0">{head}<body>{body}</body></opml>'.encode()


def freemind(tree: Node) -> bytes:
    def node(item: Node) -> str:
        note = "".join(f"<p>{quoted(row)}</p>" for row in item.note.split("\n"))
        note = f"<html><head/><body>{note}</body></html>"
        rich = f'<richcontent TYPE="NOTE">{note}</richcontent>' if item.note else ""
        return f'<node TEXT="{quoted(item.text)}">{rich}{"".join(map(node, item.children))}</node>'

    return f'<map version="1.0.1"><!--To view this file-->{node(tree)}</map>'.encode()


def packed(name: str, content: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(name, content)
    return stream.getvalue()


def xmind_json(tree: Node) -> bytes:
    def topic(node: Node) -> dict[str, Any]:
        made: dict[str, Any] = {"title": node.text}
        if node.children:
            made["children"] = {"attached": [topic(child) for child in node.children]}
        if node.note:
            made["notes"] = {"plain": {"content": node.note}}
        return made

    return packed("content.json", json.dumps([{"title": "画布 1", "rootTopic": topic(tree)}]))


def xmind_xml(tree: Node) -> bytes:
    def topic(node: Node) -> str:
        inner = "".join(map(topic, node.children))
        topics = f'<children><topics type="attached">{inner}</topics></children>' if inner else ""
        note = f"<notes><plain>{quoted(node.note)}</plain></notes>" if node.note else ""
        return f"<topic><title>{quoted(node.text)}</title>{topics}{note}</topic>"

    root = f'<xmap-content xmlns="urn:xmind:xmap:xmlns:content:2.0"><sheet>{topic(tree)}</sheet></xmap-content>'
    return packed("content.xml", root)


def org(tree: Node) -> bytes:
    def headline(node: Node, depth: int) -> list[str]:
        rows = [f"{'*' * depth} {node.text}", *([node.note] if node.note else [])]
        return rows + [row for child in node.children for row in headline(child, depth + 1)]

    return "\n".join(headline(tree, 1)).encode()


def markdown(tree: Node, depth: int = 1) -> str:
    rows = [f"{'#' * depth} {tree.text}", tree.note, *(markdown(child, depth + 1) for child in tree.children)]
    return "\n\n".join(filter(None, rows))


def tabbed(tree: Node, depth: int = 0) -> bytes:
    rows = [f"{chr(9) * depth}{tree.text}"] + [f"{chr(9) * (depth + 1)}{row}" for row in tree.note.split("\n") if row]
    return "\n".join(rows).encode() + b"".join(b"\n" + tabbed(child, depth + 1) for child in tree.children)


WRITERS = [
    (".opml", opml),
    (".mm", freemind),
    (".xmind", xmind_json),
    (".xmind", xmind_xml),
    (".org", org),
    (".txt", tabbed),
]
each_format = pytest.mark.parametrize(("suffix", "write"), WRITERS, ids=["opml", "mm", "json", "xml", "org", "txt"])


def levels(manuscript: Manuscript) -> list[tuple[int, str]]:
    return [(line.style.level, line.text) for line in manuscript.lines]


def outline(manuscript: Manuscript) -> list[tuple[int, str]]:
    parsed = structure.parse(roles.assign(manuscript))
    return [(0, parsed.title), *((section.depth, section.text) for section in parsed.sections)]


# --- the tree ---------------------------------------------------------------------------------------------------


@each_format
def test_tree(suffix: str, write: Callable[[Node], bytes]) -> None:
    manuscript = read(Path("a" + suffix), write(TREE))
    assert levels(manuscript) == [
        (1, "护堤工作提纲"),
        (2, "一、把堤走实"),
        (3, "（一）每人每天走一遍"),
        (0, "走完在本子上画圈。"),
        (3, "（二）看到渗水就报"),
        (2, "二、把账记清"),
        (3, "（一）一袋沙一笔账"),
        (3, "（二）月底贴在村口"),
    ]
    assert outline(manuscript) == outline(read(Path("a.md"), markdown(TREE).encode()))
    assert [depth for depth, _ in outline(manuscript)] == [0, 1, 2, 2, 1, 2, 2]


words = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"), exclude_characters="\ufeff\ufffe\uffff"))
trees = st.recursive(
    st.builds(Node, words.filter(str.strip)),
    lambda inner: st.builds(Node, words.filter(str.strip), st.lists(inner, max_size=4), words),
    max_leaves=12,
)


def flat(tree: Node) -> str:
    return "".join((tree.text + tree.note).split()) + "".join(map(flat, tree.children))


@pytest.mark.parametrize(("suffix", "write"), WRITERS[:4], ids=["opml", "mm", "json", "xml"])
@given(tree=trees)
def test_nothing_is_lost(suffix: str, write: Callable[[Node], bytes], tree: Node) -> None:
    whole = Node("护堤工作提纲", [tree])
    assert read(Path("a" + suffix), write(whole)).characters() == flat(whole)


def test_deep_trees() -> None:
    depth = 9_000
    middle = '<outline text="层">' * depth + "</outline>" * depth
    lines = read(Path("a.opml"), f"<opml><head/><body>{middle}</body></opml>".encode()).lines
    assert (len(lines), lines[-1].style.depth, lines[-1].style.level) == (depth, depth + 1, 9)
    nodes = '<node TEXT="层">' * 20_000 + "</node>" * 20_000
    with pytest.raises(ReadError) as error:
        read(Path("a.mm"), f"<map>{nodes}</map>".encode())
    assert error.value.code == "too-deep"
    topics = '{"title":"层","children":{"attached":[' * 20_000
    with pytest.raises(ReadError):
        read(Path("a.xmind"), packed("content.json", '[{"rootTopic":' + topics + "]}}" * 20_000 + "}]"))


# --- each format's own ------------------------------------------------------------------------------------------


def test_opml_whose_only_outline_is_the_title() -> None:
    inner = '<outline text="护堤"><outline text="一、走"/><outline title="二、记"/></outline>'
    data = f"<opml><head><title>护堤</title></head><body>{inner}</body></opml>".encode("gb18030")
    assert levels(read(Path("a.opml"), data)) == [(1, "护堤"), (2, "一、走"), (2, "二、记")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(encoding: str) -> None:
    data = f'<?xml version="1.0" encoding="{encoding}"?><map><node TEXT="护堤工作的提纲在这里"/></map>'.encode(encoding)
    assert levels(read(Path("a.mm"), data)) == [(1, "护堤工作的提纲在这里")]


def test_freemind_rich_text() -> None:
    rich = "<richcontent TYPE='NODE'><html><head/><body><p>护堤<b>工作</b></p><p>提纲</p></body></html></richcontent>"
    detail = "<richcontent TYPE='DETAILS'><html><body>细说</body></html></richcontent>"
    data = f'<map><node>{rich}{detail}<node TEXT="一、走"><font BOLD="true"/></node></node></map>'.encode()
    manuscript = read(Path("a.mm"), data)
    assert levels(manuscript) == [(1, "护堤工作"), (0, "提纲"), (0, "细说"), (2, "一、走")]
    assert manuscript.lines[3].style.bold == ((0, 3),)


def test_xmind_sheets_labels_and_loose_topics() -> None:
    first = {
        "title": "护堤",
        "labels": ["要紧"],
        "children": {"detached": [{"title": "旁注"}], "attached": [{"title": "一、走"}]},
    }
    data = packed("content.json", json.dumps([{"rootTopic": first}, {"rootTopic": {"title": "清渠"}}, 3, {}]))
    assert levels(read(Path("a.xmind"), data)) == [(1, "护堤"), (0, "要紧"), (2, "一、走"), (2, "旁注"), (2, "清渠")]


def test_org() -> None:
    text = (
        "#+TITLE: 护堤工作提纲\n#+AUTHOR: 水管站\n\n* 一、把堤走实\n:PROPERTIES:\n:ID: 1\n:END:\n每人 *每天* 走一遍。\n"
        "- 看坡\n  - 看草\n- [X] 看脚\n** TODO （一）记账\n# 备忘\n| 村 | 人 |\n|---+---|\n| 东桥 | 甲 |\n1. 先记\n"
    )
    manuscript = read(Path("a.org"), text.encode())
    assert [
        (line.text, line.place, line.style.level, line.style.depth)
        for line in manuscript.lines
        if line.place is not Place.HEADER
    ] == [
        ("护堤工作提纲", Place.BODY, 1, 0),
        ("一、把堤走实", Place.BODY, 2, 0),
        ("每人 每天 走一遍。", Place.BODY, 0, 0),
        ("看坡", Place.ITEM, 0, 1),
        ("看草", Place.ITEM, 0, 2),
        ("看脚", Place.ITEM, 0, 1),
        ("（一）记账", Place.BODY, 3, 0),
        ("村\t人", Place.ROW, 0, 0),
        ("东桥\t甲", Place.ROW, 0, 0),
        ("1. 先记", Place.ITEM, 0, 1),
    ]
    aside = [line.text for line in manuscript.lines if line.place is Place.HEADER]
    assert aside == ["#+AUTHOR: 水管站", ":PROPERTIES:", ":ID: 1", ":END:", "# 备忘"]
    assert (manuscript.properties.title, manuscript.properties.author) == ("护堤工作提纲", "水管站")
    assert [line.text[a:b] for line in manuscript.lines for a, b in line.style.bold] == ["每天"]


@given(st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=30), max_size=12))
def test_org_loses_only_markup(rows: list[str]) -> None:
    text = "\n".join([*rows, "完"])
    found = read(Path("a.org"), text.encode("utf-8-sig")).characters()
    # Asterisks, bullets and boxes, the bars of tables and rules, TODO and DONE, and #+TITLE: of a title.
    assert set("".join(text.split())) - set(found) <= {
        *"*-+|[]X#:TITLEtitleTODODONE",
        *"\u00ad\u200b\u200e\u200f\u2060\ufeff",
    }


# --- what cannot be read ----------------------------------------------------------------------------------------

BOMB = '<!DOCTYPE map [<!ENTITY a "甲"><!ENTITY b "&a;&a;&a;">]><map><node TEXT="&b;"/></map>'


@pytest.mark.parametrize(
    ("suffix", "data", "code"),
    [
        (".mm", BOMB.encode(), "hostile-xml"),
        (".opml", b"<opml><body>", "broken-file"),
        (".opml", b"<html><body/></html>", "broken-file"),
        (".mm", b"<opml/>", "broken-file"),
        (".mm", b"\x00\x01\x02", "broken-file"),
        (".xmind", b"not a zip", "broken-file"),
        (".xmind", packed("content.json", "{"), "broken-file"),
        (".xmind", packed("other.txt", ""), "broken-file"),
        (".xmind", packed("content.json", "[]"), "empty"),
    ],
)
def test_failures(suffix: str, data: bytes, code: str) -> None:
    with pytest.raises(ReadError) as error:
        read(Path("a" + suffix), data)
    assert error.value.code == code
    assert error.value.text.endswith("。")


def test_a_document_type_that_declares_nothing_is_passed_over() -> None:
    data = '<?xml version="1.0"?><!DOCTYPE opml SYSTEM "opml.dtd"><opml><body><outline text="走"/></body></opml>'
    assert levels(read(Path("a.opml"), data.encode())) == [(2, "走")]


@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    for suffix in (".opml", ".mm", ".xmind", ".org"):
        try:
            read(Path("a" + suffix), data)
        except ReadError as error:
            assert error.text.endswith("。")


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("护堤\n\t看水\n\t\t每天看\n\t记账", [1, 2, 3, 2]),
        ("护堤\n看水\n\t每天看\n\t\t早晚各一遍\n记账", [1, 2, 3, 4, 2]),
        ("护堤\n\t看水\n\t\t每天看一遍，看完记在本子上。", [1, 2, 0]),
        ("护堤\n\t看水\n\t记账", [0, 0, 0]),  # indented paragraphs look like this
        ("护堤\n\t\t看水\n\t记账", [0, 0, 0]),
        ("护堤\n\t看水\t甲\n\t\t记账\t乙", [0, 0, 0]),  # a table
    ],
)
def test_tabs_in_a_text(text: str, levels: list[int]) -> None:
    assert [line.style.level for line in read(Path("a.txt"), text.encode()).lines] == levels
