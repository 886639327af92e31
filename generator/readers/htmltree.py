"""The elements and texts of a web page that show."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

_DROPPED: Final = frozenset("script style template noscript head title rp audio video canvas svg object iframe".split())
_HIDDEN: Final = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)


@dataclass(slots=True)
class Node:
    """An element that shows, or a text."""

    tag: str
    """``#text`` for a text."""
    parent: int
    """Index of the element that it stands in; -1: none."""
    text: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    end: int = 0
    """Index after the last node in it."""


@dataclass(frozen=True, slots=True)
class Tree:
    """The visible nodes of a page in its order."""

    nodes: list[Node]
    title: str = ""
    """The ``title`` element's text."""
    meta: Mapping[str, str] = field(default_factory=dict)
    """The ``meta`` elements, by their names in lower case."""


def tree_of(document: LexborHTMLParser) -> Tree:
    """The page's visible elements and texts; scripts, styles and what is hidden are not there."""
    nodes: list[Node] = []
    body = document.body
    title = document.css_first("title")
    meta = {
        (node.attributes.get("name") or node.attributes.get("property") or "").lower(): node.attributes.get("content")
        or ""
        for node in document.css("meta")
    }
    at: LexborNode | None = body if body is not None else document.root
    parent = -1
    # No recursion: pages may nest deeper than Python does.
    while at is not None:
        child = None
        if at.is_text_node:
            nodes.append(Node("#text", parent, at.text_content or "", end=len(nodes) + 1))
        elif at.is_element_node and (tag := at.tag or "") not in _DROPPED:
            attributes = {name: value or "" for name, value in at.attributes.items()}
            if not _is_hidden(attributes):
                nodes.append(Node(tag, parent, attributes=attributes, end=len(nodes) + 1))
                child = at.first_child
                if child is not None:
                    parent = len(nodes) - 1
        while child is None and parent >= 0 and at is not None:
            child = at.next
            if child is None:
                at = at.parent
                nodes[parent].end = len(nodes)
                parent = nodes[parent].parent
        at = child
    return Tree(nodes, title.text() if title is not None else "", meta)


def _is_hidden(attributes: Mapping[str, str]) -> bool:
    return "hidden" in attributes or bool(_HIDDEN.search(attributes.get("style", "")))
