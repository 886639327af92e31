"""Whatever a source holds, its page shows it as itself."""

from __future__ import annotations

import html as entities
import re
from html.parser import HTMLParser
from urllib.parse import quote, unquote

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from generator.markup import escape, front_matter, heading_ids, html, readable, slug

# Everything a keeper might switch on; the page must not change.
EXTENSIONS = """
    attr_list md_in_html tables toc def_list footnotes admonition abbr smarty sane_lists wikilinks meta
    pymdownx.emoji pymdownx.magiclink pymdownx.smartsymbols pymdownx.critic pymdownx.caret pymdownx.tilde pymdownx.mark
    pymdownx.betterem pymdownx.arithmatex pymdownx.details pymdownx.superfences pymdownx.tasklist pymdownx.keys
    pymdownx.inlinehilite pymdownx.tabbed pymdownx.snippets pymdownx.progressbar pymdownx.blocks.admonition
""".split()

TRICKY = """一是讲，。&<>"'\\`*_{}[]()#+-.!|~^=:$@/%?; \t0123456789abcwxhpw\x02\x03é😀㊀"""


class Shown(HTMLParser):
    """The text of a page, and its tags."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text = ""
        self.tags: list[str] = []
        self.feed(page)
        self.close()

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)


def squeezed(text: str) -> str:
    return "".join(re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", "", text).split())


def check(text: str) -> None:
    converter = Markdown(extensions=EXTENSIONS)
    page = converter.convert(f"前\n\n{escape(text)}\n\n## {escape(text)}题 {{#own}}\n\n后\n{{: .closing }}")
    shown = Shown(page)
    assert shown.tags == ["p", "p", "h2", "p"], page
    assert squeezed(shown.text) == f"前{squeezed(text)}{squeezed(text)}题后", page
    (heading,) = converter.toc_tokens  # type: ignore[attr-defined]
    assert heading["id"] == "own"
    assert squeezed(entities.unescape(heading["name"])) == squeezed(text) + "题"


@given(st.text(alphabet=TRICKY, min_size=1, max_size=40).filter(squeezed))
def test_any_text_shows_as_itself(text: str) -> None:
    check(text)


@pytest.mark.parametrize(
    "text",
    [
        *("1. 一", "1) 一", "- 一", "+ 一", "* 一", "# 一", "> 一", "    一", "\t一", ": 一", "A. 一", "12345. 一"),
        *("!!! note", "??? 一", "/// 一", "=== 一", "---", "--- 一", "***", "...", "+++", "===", "| a | b |", "[ ] 一"),
        *("http://a.b", "www.a.com", "a@b.c", ":smile:", "(c)", "(tm)", "1/2", "c/o", "a -- b", "++ctrl++", "~~一~~"),
        *(
            "<script>alert(1)</script>",
            "{{ config }}",
            "[一](b)",
            "![一](b)",
            "[[一]]",
            "*[AB]: 一",
            "[^1]: 一",
            "`一`",
        ),
        *('--8<-- "一"', '[=50% "一"]', "{: .一 }", "{#一}", "&lt;", "&#60;", "\\*", "__一__", "**一**", "<!-- 一 -->"),
    ],
)
def test_known_syntax_shows_as_itself(text: str) -> None:
    check(text)


@given(st.text())
def test_html_shows_as_itself(text: str) -> None:
    assert squeezed(Shown(f'<p title="{html(text)}">{html(text)}</p>').text) == squeezed(text)


@given(st.dictionaries(st.sampled_from("abc"), st.recursive(st.text() | st.integers(), st.lists), min_size=1))
def test_front_matter_reads_back(values: dict[str, object]) -> None:
    text = front_matter(values)
    assert text.startswith("---\n")
    assert text.endswith("---\n")
    body = text[4:-4]
    assert "\n---" not in body
    assert yaml.safe_load(body) == values


def test_id_is_made_from_the_words() -> None:
    assert slug("讲忠诚，在政治上始终保持清醒坚定。") == "讲忠诚-在政治上始终保持清醒坚定"
    assert slug("GDP 增速！") == "gdp-增速"
    assert slug("。") == "节"
    assert len(slug("很" * 100)) == 30


def test_same_words_are_told_apart_by_what_stands_above() -> None:
    headings = [(1, "存在问题"), (2, "档案"), (1, "下步打算"), (2, "档案"), (2, "安全")]
    assert heading_ids(headings) == ["存在问题", "存在问题-档案", "下步打算", "下步打算-档案", "安全"]


def test_an_edit_elsewhere_leaves_ids_alone() -> None:
    before = heading_ids([(1, "甲"), (2, "同"), (1, "乙"), (2, "同")])
    after = heading_ids([(1, "新"), (2, "另"), (1, "甲"), (2, "同"), (1, "乙"), (2, "同")])
    assert after[2:] == before


@given(st.lists(st.tuples(st.integers(1, 3), st.sampled_from(["甲", "乙", "甲-2", "。", "甲 乙"]))))
def test_ids_are_unique(headings: list[tuple[int, str]]) -> None:
    ids = heading_ids(headings)
    assert len(set(ids)) == len(ids) == len(headings)


# --- addresses ----------------------------------------------------------------------------------------------------


@given(st.text(st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("%#?&<>\"' /堤防")), max_size=20))
def test_a_readable_address_leads_where_the_encoded_one_does(name: str) -> None:
    encoded = quote(f"../{name}.html")
    address = readable(encoded)
    assert quote(address, safe="/%") == encoded  # as the URL standard encodes a path, whatever stands in it
    assert unquote(address) == unquote(encoded)
    assert not set(address) & set("#?&<>\"' ")
    assert address.isprintable()
    assert readable(address) == address


@pytest.mark.parametrize(
    ("encoded", "address"),
    [
        ("%E9%98%B2%E6%B1%9B%20%231%25.html?h=%E5%A0%A4&a#%E8%8A%82", "防汛%20%231%25.html?h=堤&a#节"),
        ("%E2%80%AE%E5%A0%A4.html", "%E2%80%AE%E5%A0%A4.html"),  # turns the direction of what follows
        ("%C2%A0.html", "%C2%A0.html"),
        ("%B5%CC.html", "%B5%CC.html"),  # GBK
        ("%ED%A0%80.html", "%ED%A0%80.html"),  # half of a pair
        ("a.html", "a.html"),
    ],
)
def test_what_an_address_shows(encoded: str, address: str) -> None:
    assert readable(encoded) == address
