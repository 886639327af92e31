"""What is alike on all pages of a folder is rendered once; whatever a template reads, each page is what it would be."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

import jinja2
import pytest
from mkdocs.structure.nav import Navigation

from generator.plugin import parts, templates

MAIN = (
    "{% set hero = page.meta.hero %}{% set given = page.meta.given %}{% set features = ['top'] if hero else [] %}"
    '<head>{% include "part.html" %}</head>{{ page.title }}'
)
PAGES = 120
CONFIG = {"site_name": "渠边文稿", "names": ["甲", "乙"]}


@dataclass(eq=False)
class Page:
    url: str
    title: str
    meta: dict[str, Any] = field(default_factory=dict)
    active: bool = True
    is_homepage: bool = False


def pages() -> list[Page]:
    """Of two folders and two ways here, most of them alike to a header."""
    made = []
    for number in range(PAGES):
        folder = ("读书", "防汛/堤段")[number % 2]
        meta: dict[str, object] = {"crumbs": [{"title": folder, "url": f"{folder}/index.html"}]} if number % 4 else {}
        meta |= {"hero": number % 3 == 0, "given": {"title": f"第{number}篇"}}
        made.append(Page(f"{folder}/{number}.html", f"第 {number} 篇", meta))
    return made


def rendered(part: str, nav: Navigation, **others: str) -> list[str]:
    sources = {"main.html": MAIN, "part.html": part, **{f"{name}.html": text for name, text in others.items()}}
    env = jinja2.Environment(loader=jinja2.DictLoader(sources))
    templates.prepare(env)
    template = env.get_template("main.html")
    return [template.render(page=page, nav=nav, config=CONFIG, base_url="..") for page in pages()]


def each_by_itself(monkeypatch: pytest.MonkeyPatch, part: str, nav: Navigation, **others: str) -> list[str]:
    with monkeypatch.context() as patch:
        patch.setattr(parts, "BEFORE", -1)
        return rendered(part, nav, **others)


def times(monkeypatch: pytest.MonkeyPatch, part: str, nav: Navigation, **others: str) -> int:
    """How many of the pages had the part rendered for them; each has what it has when rendered by itself."""
    count = 0

    def counting(value: object) -> object:
        nonlocal count
        count += 1
        return value

    with monkeypatch.context() as patch:
        patch.setitem(jinja2.filters.FILTERS, "counting", counting)
        counted = part + "{{ config.site_name | counting }}"
        whole = each_by_itself(monkeypatch, counted, nav, **others)
        assert count == PAGES
        count = 0
        assert rendered(counted, nav, **others) == whole
    return count


NOWHERE = Navigation([], [])
ALIKE = {
    "nothing of the page": "{% for name in config.names %}<li>{{ name }}</li>{% endfor %}",
    "addresses": '<a href="{{ "读书/index.html" | url }}">{{ base_url }}</a>',
    "the way here": "{% if page and page.meta and page.meta.crumbs %}"
    "{{ page.meta.crumbs | map(attribute='url') | join }}{% endif %}",
    "whether it is another": "{% for name in config.names %}{% if page != name %}{{ name }}{% endif %}{% endfor %}",
    "a value of its caller": "{% if hero %}大{% else %}小{% endif %}",
    "a list of its caller": "{% if 'top' in features %}顶{% else %}底{% endif %}",
    "an icon": '{% if 0 %}{% include ".icons/" ~ config.icon ~ ".svg" %}{% endif %}页眉',
    "a macro of its own": "{% macro entry(name) %}<li>{{ name }}</li>{% endmacro %}{{ entry(config.site_name) }}",
    "another part": '{% include "inner.html" %}',
}


@pytest.mark.parametrize("part", ALIKE.values(), ids=ALIKE)
def test_what_is_alike_is_rendered_once(monkeypatch: pytest.MonkeyPatch, part: str) -> None:
    # Two folders, with a way here and without, with the hero and without.
    assert times(monkeypatch, part, NOWHERE, inner="<p>{{ config.site_name }}</p>") <= parts.BEFORE + 8


DIFFERENT = {
    "the title": "{{ page.title }}",
    "the title, by its name": "{{ page['title'] }}",
    "the title, by another name": "{% set it = page %}{{ it.title }}",
    "the title, by a filter": "{{ page | attr('title') }}",
    "other front matter": "{{ page.meta.given.title }}",
    "all front matter": "{% for key, value in page.meta.items() %}{{ key }}{{ value }}{% endfor %}",
    "a value of its caller": "{{ given.title }}",
    "the page, in a macro": "{% macro entry(one) %}{{ one.title }}{% endmacro %}{{ entry(page) }}",
    "the title, in another part": '{% include "inner.html" %}',
    "a part that is chosen": '{% include config.part or "inner.html" %}',
    "an imported template": '{% import "inner.html" as inner with context %}{{ inner }}',
}


@pytest.mark.parametrize("part", DIFFERENT.values(), ids=DIFFERENT)
def test_what_differs_is_rendered_for_each_page(monkeypatch: pytest.MonkeyPatch, part: str) -> None:
    assert times(monkeypatch, part, NOWHERE, inner="{{ page.title }}") == PAGES


def test_a_page_that_the_navigation_shows_is_rendered_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[Any] = pages()
    part = "{% if page %}{{ config.site_name }}{% endif %}"
    assert times(monkeypatch, part, Navigation(shown, shown)) == PAGES


def test_what_is_imported_is_there_on_every_page(monkeypatch: pytest.MonkeyPatch) -> None:
    part = '{% import "words.html" as words %}{{ words.name("甲") }}{{ words.length }}'
    words = "{% macro name(of) %}<b>{{ of }}</b>{% endmacro %}{% set length = 3 %}"
    assert times(monkeypatch, part, NOWHERE, words=words) == PAGES


def modules(monkeypatch: pytest.MonkeyPatch, words: str, part: str = "", inner: str = "") -> int:
    """How many of the pages had a template made for them that their main one imports; what each says is its own."""
    part = part or '{% import "words.html" as words with context %}{{ words.name("甲") }}{{ page.title }}'
    count = 0
    make = jinja2.Template.make_module

    def counting(self: jinja2.Template, *given: Any, **named: Any) -> Any:
        nonlocal count
        count += self.name == "words.html"
        return make(self, *given, **named)

    with monkeypatch.context() as patch:
        patch.setattr(parts, "_is_alike", lambda template: False)
        whole = rendered(part, NOWHERE, words=words, inner=inner)
        patch.undo()
        patch.setattr(jinja2.Template, "make_module", counting)
        assert rendered(part, NOWHERE, words=words, inner=inner) == whole
    return count


@pytest.mark.parametrize(
    "words",
    [
        "{% macro name(of) %}<b>{{ of }}</b>{% endmacro %}",
        "{% macro name(of) %}{{ config.site_name | upper }}{{ of }}{% endmacro %}",
        '{% import "inner.html" as inner %}{% macro name(of) %}{{ inner.said(of) }}{% endmacro %}',
    ],
    ids=["nothing of the site", "the site", "another one's"],
)
def test_what_is_imported_is_made_once_where_it_is_alike(monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    inner = "{% macro said(of) %}<i>{{ of }}</i>{% endmacro %}"
    assert modules(monkeypatch, words, inner=inner) == parts.BEFORE


@pytest.mark.parametrize(
    "words",
    [
        "{% macro name(of) %}{{ page.title }}{% endmacro %}",
        "{% set it = page %}{% macro name(of) %}{{ it.title }}{% endmacro %}",
        "{% macro name(of) %}{{ '读书/index.html' | url }}{% endmacro %}",
        "{% macro name(of) %}{{ base_url }}{% endmacro %}",
        '{% import "inner.html" as inner with context %}{% macro name(of) %}{{ inner.said(of) }}{% endmacro %}',
        '{% macro name(of) %}{% include "inner.html" %}{% endmacro %}',
    ],
    ids=["the page", "the page by another name", "an address", "the way to the root", "another's page", "another part"],
)
def test_what_is_imported_is_made_for_each_page_where_it_may_differ(
    monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    inner = "{% macro said(of) %}{{ page.title }}{% endmacro %}{{ page.title }}"
    assert modules(monkeypatch, words, inner=inner) == PAGES


def test_what_a_template_calls_the_site_is_not_imported_as_it(monkeypatch: pytest.MonkeyPatch) -> None:
    part = (
        '{% set config = {"site_name": page.title} %}{% import "words.html" as words with context %}{{ words.name() }}'
    )
    assert modules(monkeypatch, "{% macro name() %}{{ config.site_name }}{% endmacro %}", part) == PAGES


@pytest.mark.parametrize("name", ["title", "items", "keys", "none", "__class__", "__len__"])
def test_front_matter_is_asked_as_jinja_asks_it(name: str) -> None:
    usual, ours = (jinja2.Environment(loader=jinja2.DictLoader({"main.html": MAIN})) for _ in range(2))
    templates.prepare(ours)
    for of in ({"title": "渠边", "items": "提纲", "none": None}, {}, OrderedDict(title="堤上"), Page("甲.html", "甲")):
        found, wanted = ours.getattr(of, name), usual.getattr(of, name)
        assert type(found) is type(wanted)
        assert callable(wanted) or str(found) == str(wanted)


def test_what_a_template_calls_the_site_is_not_taken_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    part = '{% set config = {"site_name": page.title} %}{% include "inner.html" %}'
    assert times(monkeypatch, part, NOWHERE, inner="{{ config.site_name }}") == PAGES


def test_another_site_of_the_same_process_has_its_own() -> None:
    env = jinja2.Environment(loader=jinja2.DictLoader({"main.html": MAIN, "part.html": "{{ config.site_name }}"}))
    templates.prepare(env)
    for name in ("渠边文稿", "堤上文稿"):
        config = {"site_name": name}
        for page in pages():
            made = env.get_template("main.html").render(page=page, nav=NOWHERE, config=config, base_url="..")
            assert f"<head>{name}</head>" in made
