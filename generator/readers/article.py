"""Which of a page's texts are its article, and which the chrome around it: navigation, footers, lists of links.

Nothing is dropped: what stands before the article goes to the header, what stands after it to the footer. In doubt a
text is body: the roles of the lines are a second sieve.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from generator.model import Place
from generator.readers.htmltree import Node, Tree

_CHROME_TAGS: Final = frozenset("nav footer aside menu select button textarea form dialog".split())
_CHROME_ROLES: Final = frozenset("navigation banner contentinfo complementary search menu menubar toolbar".split())
_CHROME_NAMES: Final = re.compile(
    r"nav\w*|menu\w*|(?:site|page|top|main)?(?:header|footer)|foot|top(?:bar|nav)?|side(?:bar)?|(?:bread)?crumbs?|share\w*|relate\w*"
    r"|recommend\w*|comments?|copyright|tool(?:bar)?s?|banner|search\w*|pag(?:er|ination|es?nav)|login|dqwz|location"
    r"|weizhi|friendlinks?|links?|qrcode|erweima|prev\w*|next\w*|advert\w*|ads?"
)
# Names that the systems of news and government sites give the element of the article.
_CONTENT_NAMES: Final = re.compile(
    r"trs_editor|custom_unionstyle|custom_uniconcontent|ucap-content|pages_content|rich_media_content|js_content|zoom"
    r"|(?:(?:article|news|main|detail|post|entry|text|info|view|art|con)[-_]?)?(?:content|article|body|con(?:t)?|detail|text)"
    r"(?:[-_]?(?:text|box|con|main|body|wrap|\d))?"
)
_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_FOOT: Final = re.compile(r"版权所有|ICP备|公网安备|主办单位|技术支持|网站标识码|copyright|©", re.IGNORECASE)

_CORE: Final = 0.4
"""Least part of a page's prose that its article holds."""
_ASIDE: Final = 0.25
"""Most of a page's prose that a piece of chrome holds."""
_BEFORE: Final = 0.15
"""Most of a page's prose that stands before its title."""
_LINKED: Final = 0.5
"""Part of its text from which on an element with several links is a list of them."""


def places_of(tree: Tree, title: str) -> dict[int, Place]:
    """The texts of a page, by index, that stand before or after its article; chrome within it counts to either."""
    return _Page(tree.nodes, title).places()


class _Page:
    def __init__(self, nodes: Sequence[Node], title: str) -> None:
        self.nodes = nodes
        self.title = "".join(title.split())
        count = len(nodes)
        self.prose = [0] * count
        """Characters outside links in an element."""
        self.linked = [0] * count
        self.links = [0] * count
        in_link = [False] * count
        texts: list[str] = []
        # Where each node begins among the page's characters and its h1, so that no element is walked for its own.
        self.starts = [(0, 0)]
        for index, node in enumerate(nodes):
            is_link = node.tag == "a" and "href" in node.attributes
            in_link[index] = is_link or (node.parent >= 0 and in_link[node.parent])
            self.links[index] += is_link
            texts.append("".join(node.text.split()))
            (self.linked if in_link[index] else self.prose)[index] += len(texts[-1])
            characters, titles = self.starts[-1]
            self.starts.append((characters + len(texts[-1]), titles + (node.tag == "h1")))
        self.text = "".join(texts)
        for index in range(count - 1, 0, -1):
            parent = nodes[index].parent
            if parent >= 0:
                for figures in (self.prose, self.linked, self.links):
                    figures[parent] += figures[index]
        self.total = self.prose[0] if count else 0

    def places(self) -> dict[int, Place]:
        """The texts that are no body."""
        core = self._core()
        found: dict[int, Place] = {}
        chrome = self._chrome(core)
        begin = self._begin(core, chrome)
        last = self.nodes[core].end if core else len(self.nodes)
        passed = 0
        for index, node in enumerate(self.nodes):
            if node.tag != "#text":
                continue
            if index >= last:
                found[index] = Place.FOOTER
            elif index < begin:
                found[index] = Place.HEADER
            elif chrome[index]:
                found[index] = Place.HEADER if 2 * passed < self.total else Place.FOOTER
            passed += self.prose[index]
        return found

    def _core(self) -> int:
        """The element of the article: the innermost that says so and holds most of the prose; 0: the whole page."""
        core = 0
        for index, node in enumerate(self.nodes):
            if node.tag == "#text" or self.prose[index] < _CORE * self.total or index == 0:
                continue
            if node.tag in ("article", "main") or node.attributes.get("role") == "main" or _named(node, _CONTENT_NAMES):
                core = index
        return core

    def _chrome(self, core: int) -> list[bool]:
        """Whether each node is chrome or stands in it."""
        inside = range(core, self.nodes[core].end) if core else range(0)
        chrome = [False] * len(self.nodes)
        for index, node in enumerate(self.nodes):
            if node.parent >= 0 and chrome[node.parent]:
                chrome[index] = True
            elif node.tag != "#text" and index and self.prose[index] <= _ASIDE * self.total:
                chrome[index] = self._is_chrome(index, node, index in inside)
        return chrome

    def _is_chrome(self, index: int, node: Node, in_core: bool) -> bool:
        if node.tag in _CHROME_TAGS or node.attributes.get("role") in _CHROME_ROLES:
            return True
        if node.tag == "header" and not in_core:
            return True
        if _named(node, _CHROME_NAMES) and not self._holds_title(index):
            return True
        all_ = self.prose[index] + self.linked[index]
        if in_core or node.tag in ("a", "span", "b", "strong", "font"):
            return False
        if self.links[index] > 1 and self.linked[index] >= _LINKED * all_:
            return True
        # The site's own lines at the end, in no element of their own.
        return node.tag in ("p", "div", "td", "center") and all_ < 300 and bool(_FOOT.search(self._text(index)))

    def _text(self, index: int) -> str:
        return self.text[self.starts[index][0] : self.starts[self.nodes[index].end][0]]

    def _holds_title(self, index: int) -> bool:
        return self.starts[self.nodes[index].end][1] > self.starts[index][1]

    def _begin(self, core: int, chrome: Sequence[bool]) -> int:
        """Where the article begins: at its title, which may stand before its element; else at the element."""
        names = {self.title, *(self.title.split(mark)[0] for mark in "_|-–—")}
        before = 0
        for index, node in enumerate(self.nodes[: core or len(self.nodes)]):
            if node.tag == "#text":
                before += self.prose[index] if not chrome[index] else 0
                continue
            length = self.prose[index] + self.linked[index]
            if chrome[index] or not 3 < length < 150:
                continue
            if node.tag == "h1" or self._text(index) in names:
                # In a page without chrome what stands before a heading is text like any other.
                is_first = core or (any(chrome[:index]) and before < _BEFORE * self.total)
                return index if is_first else 0
        has_title = core and any(node.tag in ("h1", "h2", "h3") for node in self.nodes[core : self.nodes[core].end])
        return core if has_title else 0


def _named(node: Node, names: re.Pattern[str]) -> bool:
    """Whether a class or the id of an element is one of the names."""
    said = f"{node.attributes.get('class', '')} {node.attributes.get('id', '')}"
    return any(names.fullmatch(_CAMEL.sub("-", word).lower()) for word in said.split()) if said != " " else False
