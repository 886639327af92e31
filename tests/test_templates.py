"""What the theme's templates are prepared with: no indentation, MkDocs' addresses sooner, each compiled once."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mkdocs.utils import normalize_url

from generator.plugin import templates

PAGE = """{% if shown %}
  <ul>

    {% for one in [1, 2] %}
    <li>
      <a href="x">{{ one }}</a>
    </li>
    {% endfor %}
  </ul>
{% endif %}
"""


def prepared(**sources: str) -> jinja2.Environment:
    env = jinja2.Environment(loader=jinja2.DictLoader({name.replace("_", "."): text for name, text in sources.items()}))
    templates.prepare(env)
    return env


def test_indentation_is_left_out_and_blanks_between_words_stay() -> None:
    page = prepared(a_html=PAGE).get_template("a.html").render(shown=True)
    assert page == '<ul>\n<li>\n<a href="x">1</a>\n</li>\n<li>\n<a href="x">2</a>\n</li>\n</ul>\n'
    assert prepared(a_html="<b>一</b>\n   <b>二</b>").get_template("a.html").render() == "<b>一</b>\n<b>二</b>"


@pytest.mark.parametrize("name", ["a_js", "a_xml"])
def test_what_is_no_page_keeps_its_lines(name: str) -> None:
    text = "if (a) {\n    b();\n}"
    assert prepared(**{name: text}).get_template(name.replace("_", ".")).render() == text


def test_what_shows_its_blanks_keeps_them() -> None:
    text = "<pre>\n    一\n\n    二\n</pre>"
    assert prepared(a_html=text).get_template("a.html").render() == text


PARTS = st.sampled_from(["index.html", "防汛", "读书 会", "a.html", "b", "..", "."])
ADDRESSES = st.one_of(
    st.lists(PARTS, min_size=1, max_size=4).map("/".join),
    st.sampled_from(["", ".", "#节", "https://example.org/a", "/根/a.html", "mailto:a@example.org", "a/?h=词#节"]),
)


@given(st.lists(st.tuples(ADDRESSES, st.lists(PARTS, min_size=1, max_size=4).map("/".join)), max_size=12))
def test_addresses_are_those_of_mkdocs(pairs: list[tuple[str, str]]) -> None:
    env = prepared(a_html="{{ there | url }}")
    template = env.get_template("a.html")
    for there, here in [*pairs, *pairs]:
        page: Any = SimpleNamespace(url=here)
        assert template.render(there=there, page=page, base_url="..") == normalize_url(there, page=page)
        assert template.render(there=there, page=None, base_url="..") == normalize_url(there, base="..")


def test_a_template_is_compiled_once_in_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "<p>{{ 1 + 1 }}</p>"
    assert prepared(once_html=text).get_template("once.html").render() == "<p>2</p>"
    env = prepared(once_html=text)
    monkeypatch.setattr(env, "compile", None)
    assert env.get_template("once.html").render() == "<p>2</p>"
    changed = prepared(once_html="<p>{{ 1 + 2 }}</p>")
    assert changed.get_template("once.html").render() == "<p>3</p>"
